//! `nines explain`: the number, step by step.

use nines_engine::availability::explain::explain;
use nines_engine::diag::Diagnostic;
use nines_engine::format::answers;
use nines_engine::structure::approximations;

use crate::Outcome;
use crate::args::Explain;
use crate::input;

/// Explains a document's availability.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Explain) -> Result<Outcome, Diagnostic> {
    let document = match input::document(&options.file, options.json)? {
        Ok(document) => document,
        Err(refused) => return Ok(refused),
    };
    let derivation = match explain(&document.topology) {
        Ok(derivation) => derivation,
        Err(findings) => return Ok(document.refused(&findings, options.json)),
    };
    let findings = document.findings_with(&approximations(&document.topology));
    if options.json {
        return Ok(Outcome::answer(answers::derivation_json(&derivation, &findings), String::new()));
    }
    Ok(Outcome::answer(derivation.text(), input::list(&findings)))
}
