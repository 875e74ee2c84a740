//! `nines check`: everything there is to say about a document.

use nines_engine::diag::{Diagnostic, Severity, has_errors};
use nines_engine::format::answers;
use nines_engine::structure::approximations;

use crate::Outcome;
use crate::args::Check;
use crate::input;

/// Checks a document. Findings are the answer here, so they go to standard output, unless there are errors.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Check) -> Result<Outcome, Diagnostic> {
    let read = input::read(&options.file)?;
    let mut findings = read.diagnostics;
    if let Some(topology) = &read.topology {
        findings.extend(approximations(topology));
    }
    if has_errors(&findings) {
        return Ok(input::refused(&findings, options.json));
    }
    if options.json {
        return Ok(Outcome::answer(answers::diagnostics_json(&findings), String::new()));
    }
    let count = |severity| findings.iter().filter(|d| d.severity == severity).count();
    let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
    let summary =
        format!("No errors, {warnings} {}, {notes} {}.\n", plural(warnings, "warning"), plural(notes, "note"));
    Ok(Outcome::answer(input::list(&findings) + &summary, String::new()))
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_string() } else { format!("{word}s") }
}
