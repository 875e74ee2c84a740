//! `nines merge`: the parts of a study, joined.

use nines_engine::diag::Diagnostic;
use nines_engine::format::{self, partial};

use crate::Outcome;
use crate::args::Merge;
use crate::input::{self, Document};
use crate::simulate::measured;

/// Joins partial results. A file that cannot be read is one finding among others.
pub fn run(options: &Merge) -> Outcome {
    let mut parts = Vec::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for file in &options.files {
        let name = file.display().to_string();
        let text = input::text(file);
        match text.and_then(|text| partial::read_partial(&text).map_err(|finding| finding.at(&name, ""))) {
            Ok((of, sums)) => parts.push((name, of, sums)),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() {
        match partial::join(&parts) {
            Ok((topology, study)) => {
                // All parts carry the same document.
                let findings = format::read(&parts[0].1.document).diagnostics;
                return measured(&Document { topology, findings }, &study, options.json);
            }
            Err(wrong) => findings = wrong,
        }
    }
    input::refused(&findings, options.json)
}
