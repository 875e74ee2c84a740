//! Other programs on the same inputs: `install` brings what a package registry has, `python` and `scram` run it, each
//! with a time limit. A program that cannot be installed or gives no answer is a row that says so.

mod install;
mod python;
mod scram;
mod timed;

use super::measured::{LIMIT, Measured, OURS};
use super::table::{Table, rate, seconds};
use crate::project::Project;
use anyhow::Result;
use serde_json::{Value, json};
use std::time::Duration;

/// How long any one program may think about any one input.
pub const TIME_MAX: Duration = Duration::from_secs(150);

/// One program on one input.
pub struct PeerRow {
    /// As a reader names it: "Norway, all 351 pairs".
    pub input: String,
    /// With its version.
    pub program: String,
    /// The case of ours with the same input.
    pub case: String,
    pub outcome: Outcome,
}

pub enum Outcome {
    Answered(Answer),
    /// In words: no answer within the limit, refused, not installed.
    Without(String),
}

pub struct Answer {
    pub seconds: f64,
    /// How many things were done, where a rate says more than a time.
    pub amount: Option<f64>,
    /// What it answered.
    pub value: f64,
    pub note: String,
}

pub fn run(project: &Project, measured: &mut Measured) -> Result<()> {
    let folder = project.target().join("peers");
    std::fs::create_dir_all(&folder)?;
    let mut rows = python::run(project, &folder);
    rows.extend(scram::run(project, &folder));
    measured.peers = rows;
    Ok(())
}

/// Rows to paste: input, program, its time or rate, ours, the limit's, its answer.
pub fn table(measured: &Measured) -> Table {
    let ours = |row: &PeerRow, who: &str, as_rate: bool| {
        let times = measured.times(&row.case, who);
        let said = times.and_then(|times| match as_rate {
            true => times.per_second().map(rate),
            false => Some(seconds(times.seconds_fastest)),
        });
        said.unwrap_or_else(|| "–".to_owned())
    };
    let row = |row: &PeerRow| {
        let (theirs, value, as_rate) = match &row.outcome {
            Outcome::Answered(answer) => {
                let said =
                    answer.amount.map_or_else(|| seconds(answer.seconds), |amount| rate(amount / answer.seconds));
                let note = if answer.note.is_empty() { String::new() } else { format!(" ({})", answer.note) };
                (said + &note, format!("{:.10e}", answer.value), answer.amount.is_some())
            }
            Outcome::Without(why) => (why.clone(), "–".to_owned(), false),
        };
        let [ours, limit] = [OURS, LIMIT].map(|who| ours(row, who, as_rate));
        vec![row.input.clone(), row.program.clone(), theirs, ours, limit, value]
    };
    let head = vec!["input", "program", "its time or rate", "Nines", "hand-written limit", "its answer"];
    Table { head, rows: measured.peers.iter().map(row).collect() }
}

pub fn as_json(row: &PeerRow) -> Value {
    let (answered, without) = match &row.outcome {
        Outcome::Answered(answer) => (
            Some(json!({
                "seconds": answer.seconds, "amount": answer.amount, "value": answer.value, "note": answer.note,
            })),
            None,
        ),
        Outcome::Without(why) => (None, Some(why)),
    };
    json!({ "input": row.input, "program": row.program, "case": row.case, "answered": answered, "without": without })
}

/// The folder of published cases beside the project.
fn published(project: &Project) -> std::path::PathBuf {
    project.at("../shared/benchmarks")
}
