//! `nines merge`: the parts of a study, joined.

use nines_engine::diag::Diagnostic;
use nines_engine::format::partial;

use crate::Outcome;
use crate::args::Merge;
use crate::input;
use crate::simulate::measured;

/// Joins partial results.
///
/// # Errors
/// A sentence when a file cannot be read.
pub fn run(options: &Merge) -> Result<Outcome, String> {
    let mut parts = Vec::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for file in &options.files {
        let name = file.display().to_string();
        match partial::read_partial(&input::text(file)?) {
            Ok((of, sums)) => parts.push((name, of, sums)),
            Err(finding) => findings.push(finding.at(name, "")),
        }
    }
    if findings.is_empty() {
        match partial::join(&parts) {
            Ok((topology, study)) => return Ok(measured(&topology, &study, options.json)),
            Err(wrong) => findings = wrong,
        }
    }
    Ok(input::refused(&findings, options.json))
}
