//! Runs the engine's benchmarks and reads what criterion wrote: a folder a case and who, with the samples as JSON.

use super::measured::{Measured, Times};
use crate::args::BenchOptions;
use crate::process::{aloud, cargo};
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

pub fn run(project: &Project, options: &BenchOptions, folder: &Path, measured: &mut Measured) -> Result<()> {
    let samples = folder.join("criterion");
    let notes = folder.join("notes.txt");
    // Only times of one run may be compared, so nothing of an earlier one stays.
    if samples.exists() {
        fs::remove_dir_all(&samples)?;
    }
    fs::write(&notes, "")?;
    let mut command = cargo();
    command.args(["bench", "--package", "nines-engine", "--bench", "nines", "--", "--noplot"]);
    if options.quick {
        command.arg("--quick");
    }
    command.env("CRITERION_HOME", &samples);
    command.env("NINES_BENCH_FILTER", &options.filter);
    command.env("NINES_BENCH_NOTES", &notes);
    eprintln!("timing the engine: {}", if options.quick { "about three minutes" } else { "about ten minutes" });
    aloud(project, &mut command).context("the benchmarks of the engine")?;
    read_notes(&fs::read_to_string(&notes)?, measured);
    for file in named(&samples, "benchmark.json") {
        read_case(&file, measured).with_context(|| format!("reading {}", file.display()))?;
    }
    Ok(())
}

/// Lines of kind, case and text, with tabs between.
fn read_notes(notes: &str, measured: &mut Measured) {
    for line in notes.lines() {
        match line.splitn(3, '\t').collect::<Vec<_>>()[..] {
            ["skipped", case, reason] => measured.skipped.push((case.to_owned(), reason.to_owned())),
            ["checked", case, what] => drop(measured.checked.insert(case.to_owned(), what.to_owned())),
            _ => measured.remarks.push(format!("a note that nobody reads: {line}")),
        }
    }
}

/// All files of this name below a folder, in the order of their paths.
fn named(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|file| file == name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read_case(file: &Path, measured: &mut Measured) -> Result<()> {
    let json = |path: &Path| -> Result<Value> { Ok(serde_json::from_str(&fs::read_to_string(path)?)?) };
    let case = json(file)?;
    let sample = json(&file.with_file_name("sample.json"))?;
    let amount = case["throughput"]["Elements"].as_f64();
    let times = Times::of(seconds(&sample).context("no samples")?, amount).context("no samples")?;
    let name = case["group_id"].as_str().context("a case without a name")?;
    let who = case["function_id"].as_str().context("a case that nobody does")?;
    measured.add(name, who, times);
    Ok(())
}

/// Seconds a round, of every sample: its nanoseconds over its rounds.
fn seconds(sample: &Value) -> Option<Vec<f64>> {
    let list = |name: &str| sample[name].as_array().map(|all| all.iter().filter_map(Value::as_f64));
    Some(list("times")?.zip(list("iters")?).map(|(time, rounds)| time / rounds / 1e9).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::measured::Machine;

    #[test]
    fn samples_are_seconds_a_round() {
        let sample = serde_json::json!({ "iters": [1.0, 4.0], "times": [2e9, 4e9] });
        assert_eq!(seconds(&sample), Some(vec![2.0, 1.0]));
        assert_eq!(seconds(&serde_json::json!({})), None);
    }

    #[test]
    fn notes_go_where_they_belong() {
        let mut measured = Measured::new(Machine::look(), false);
        read_notes("skipped\ta/b\twhy, and\thow\nchecked\tc\twhat\n", &mut measured);
        assert_eq!(measured.skipped, [("a/b".to_owned(), "why, and\thow".to_owned())]);
        assert_eq!(measured.checked["c"], "what");
        assert!(measured.remarks.is_empty());
    }
}
