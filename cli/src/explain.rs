//! `nines explain`: the number, step by step.

use nines_engine::availability::explain::explain;
use nines_engine::format::answers;

use crate::Outcome;
use crate::args::Explain;
use crate::input;

/// Explains a document's availability.
///
/// # Errors
/// A sentence when the file cannot be read.
pub fn run(options: &Explain) -> Result<Outcome, String> {
    let topology = match input::topology(&options.file, options.json)? {
        Ok(topology) => topology,
        Err(refused) => return Ok(refused),
    };
    let derivation = match explain(&topology) {
        Ok(derivation) => derivation,
        Err(findings) => return Ok(input::refused(&findings, options.json)),
    };
    let answer = if options.json { answers::derivation_json(&derivation) } else { derivation.text() };
    let findings = input::list(&nines_engine::structure::approximations(&topology));
    Ok(Outcome { answer, findings, answered: true })
}
