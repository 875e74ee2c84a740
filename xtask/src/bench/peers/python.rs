//! The peers that Python runs: networks by RePyability, lifetimes by RePyability, SimPy and Cimba. Each has a small
//! program beside this file that times itself, so that starting Python does not count.

use super::{Answer, Outcome, PeerRow, TIME_MAX, install, published, timed};
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NETWORK: &str = include_str!("repyability_network.py");
/// Package, reader's name, program, and how many ten-year histories take it about a second.
const LIFETIMES: [(&str, &str, &str, u32); 3] = [
    ("repyability", "RePyability", include_str!("repyability_three_tier.py"), 2000),
    ("simpy", "SimPy", include_str!("simpy_three_tier.py"), 100),
    ("cimba", "Cimba", include_str!("cimba_three_tier.py"), 2000),
];

pub fn run(project: &Project, folder: &Path) -> Vec<PeerRow> {
    let python = install::python(project, folder);
    let mut rows = Vec::new();
    for (package, name, program, histories) in LIFETIMES {
        let scripted = Scripted { project, folder, python: &python, package, name };
        rows.push(scripted.row(
            "three-tier-11, component-years",
            "lifetime/three-tier-11",
            program,
            "three_tier",
            &histories.to_string(),
        ));
    }
    let repyability = Scripted { project, folder, python: &python, package: "repyability", name: "RePyability" };
    for network in networks(project, folder) {
        let input = network.file.to_string_lossy();
        rows.push(repyability.row(&network.input, &network.case, NETWORK, "network", &input));
    }
    rows
}

/// A program of ours that calls a package.
struct Scripted<'a> {
    project: &'a Project,
    folder: &'a Path,
    python: &'a Result<PathBuf>,
    package: &'a str,
    name: &'a str,
}

impl Scripted<'_> {
    fn row(&self, input: &str, case: &str, program: &str, what: &str, argument: &str) -> PeerRow {
        let ran = self.run(program, what, argument);
        let (version, outcome) = match ran {
            Ok((version, Ok(answer))) => (version, Outcome::Answered(answer)),
            Ok((version, Err(error))) => (version, Outcome::Without(format!("{error:#}"))),
            Err(error) => {
                let why = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
                (String::new(), Outcome::Without(format!("not installed: {why}")))
            }
        };
        let program = format!("{} {version}", self.name).trim_end().to_owned();
        PeerRow { input: input.to_owned(), program, case: case.to_owned(), outcome }
    }

    /// The outer error is that it is not there, the inner that it did not answer.
    fn run(&self, program: &str, what: &str, argument: &str) -> Result<(String, Result<Answer>)> {
        let python = self.python.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let version = install::package(self.project, python, self.package)?;
        let script = self.folder.join(format!("{}_{what}.py", self.package));
        fs::write(&script, program)?;
        eprintln!("timing {} {version}: {what} {argument}", self.name);
        let log = self.folder.join(format!("{}_{what}.log", self.package));
        let once = || {
            let mut command = Command::new(python);
            command.arg(&script).arg(argument);
            answer(&timed::run(command, &log, TIME_MAX)?.printed)
        };
        Ok((version, timed::fastest(once, |answer| answer.seconds)))
    }
}

/// The last line of a program, which is JSON.
fn answer(printed: &str) -> Result<Answer> {
    let line = printed.lines().rev().find(|line| line.starts_with('{')).context("it printed no answer")?;
    let said: Value = serde_json::from_str(line)?;
    // The first call compiles; what that took is said and not counted.
    let first = said["first"].as_f64().map(|first| format!("{first:.0} s before that to compile or load"));
    Ok(Answer {
        seconds: said["seconds"].as_f64().context("no time")?,
        // Of a single thing the time says more than the rate.
        amount: said["amount"].as_f64().filter(|amount| *amount > 1.0),
        value: said["value"].as_f64().context("no value")?,
        note: first.unwrap_or_default(),
    })
}

struct Network {
    input: String,
    case: String,
    file: PathBuf,
}

/// The inputs that are also cases of ours, as files for the program.
fn networks(project: &Project, folder: &Path) -> Vec<Network> {
    let mut networks = Vec::new();
    for (name, file) in [("Abilene", "n11-Abilene-nodes-0.9.json"), ("Norway", "n20-Norway-nodes-0.9.json")] {
        let text = fs::read_to_string(published(project).join(file)).unwrap_or_default();
        if let Some((question, pairs)) =
            serde_json::from_str(&text).ok().and_then(|case: Value| all_pairs(&case["model"]))
        {
            let input = format!("{name}, all {pairs} pairs, nodes 0.9");
            networks.push((input, format!("network/{name}-all-pairs"), question));
        }
    }
    for side in [8, 10] {
        let input = format!("{side} × {side} grid, corner to corner, links 0.9");
        networks.push((input, format!("network/grid-{side}x{side}"), grid(side)));
    }
    let write = |(input, case, question): (String, String, Value)| {
        let file = folder.join(format!("{}.json", case.replace('/', "-")));
        fs::write(&file, question.to_string()).ok()?;
        Some(Network { input, case, file })
    };
    networks.into_iter().filter_map(write).collect()
}

/// The question of every pair of a published network, and how many pairs there are.
fn all_pairs(model: &Value) -> Option<(Value, usize)> {
    let nodes = model["nodes"].as_object()?;
    let place = |name: &Value| nodes.keys().position(|known| name == known);
    let q = |value: &Value| value.as_f64().map(|availability| 1.0 - availability);
    let link = |link: &Value| Some(json!([place(&link["a"])?, place(&link["b"])?, q(&link["availability"])?]));
    let links: Vec<Value> = model["links"].as_array()?.iter().map(link).collect::<Option<_>>()?;
    let pairs: Vec<[usize; 2]> = (0..nodes.len()).flat_map(|a| (a + 1..nodes.len()).map(move |b| [a, b])).collect();
    let q: Vec<f64> = nodes.values().map(q).collect::<Option<_>>()?;
    Some((json!({ "nodes": q, "links": links, "pairs": pairs }), pairs.len()))
}

fn grid(side: usize) -> Value {
    let mut links = Vec::new();
    for at in 0..side * side {
        if at % side + 1 < side {
            links.push(json!([at, at + 1, 0.1]));
        }
        if at + side < side * side {
            links.push(json!([at, at + side, 0.1]));
        }
    }
    json!({ "nodes": vec![0.0; side * side], "links": links, "pairs": [[0, side * side - 1]] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_the_last_line() {
        let said =
            answer("warning\n{\"seconds\": 2.0, \"amount\": 4, \"value\": 0.5, \"first\": 75.2}\n").expect("an answer");
        assert_eq!((said.seconds, said.amount, said.value), (2.0, Some(4.0), 0.5));
        assert_eq!(said.note, "75 s before that to compile or load");
        assert!(answer("nothing").is_err());
    }

    #[test]
    fn a_grid_has_all_its_links() {
        assert_eq!(grid(10)["links"].as_array().expect("links").len(), 180);
    }
}
