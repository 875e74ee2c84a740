//! What the engine says natively, and what the command line says, about a document that a browser shows: the second opinion.

use std::fs;
use std::process::Command;

use nines_engine::availability::{self, AnalyzeOptions};
use nines_engine::sim::Study;
use nines_engine::topology::Topology;
use nines_engine::{format, report};
use serde_json::Value;

use crate::page::new_folder;
use crate::settings;

/// Reads a document that has no errors.
///
/// # Panics
/// It has some; the message lists them.
#[track_caller]
pub fn topology(document: &str) -> Topology {
    let read = format::read(document);
    read.topology.unwrap_or_else(|| panic!("not a correct document: {:?}\n{document}", read.diagnostics))
}

/// The availability of a document as people read it, such as `99.689 %`.
#[track_caller]
pub fn percent(document: &str) -> String {
    let answer = availability::analyze(&topology(document), &AnalyzeOptions::standard()).expect("an exact answer");
    report::percent(answer.unavailability)
}

/// The availability of a document too entangled for an exact answer, as people read it, and its bounds.
#[track_caller]
pub fn bounds(document: &str) -> (String, String) {
    let answer = availability::analyze(&topology(document), &AnalyzeOptions::standard()).expect("a correct document");
    (report::predicted_text(&answer), report::bounds_text(&answer).expect("bounds"))
}

/// The availability that so many separate years of a document measure, as people read it.
#[track_caller]
pub fn measured_percent(document: &str, years: u64, seed: u64) -> String {
    let mut study = Study::new(&topology(document), seed).expect("a correct document");
    study.run(years);
    report::percent(study.measurement().unavailability)
}

/// A document as plain data, for comparing two without regard to spaces and the order of fields.
#[track_caller]
pub fn plain(document: &str) -> Value {
    serde_json::from_str(document).unwrap_or_else(|error| panic!("not JSON: {error}\n{document}"))
}

/// The trace that `nines simulate` prints.
///
/// # Panics
/// The command fails.
#[track_caller]
pub fn trace(document: &str, years: u64, seed: u64) -> String {
    let folder = new_folder();
    let file = folder.path().join("document.json");
    fs::write(&file, document).expect("room for a document");
    let mut command = Command::new(settings::nines());
    command.arg("simulate").arg(&file).args(["--trace", "--years", &years.to_string(), "--seed", &seed.to_string()]);
    let output = command.output().expect("nines runs");
    assert!(output.status.success(), "nines simulate failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
