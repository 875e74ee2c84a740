//! `nines export`: a document as a fault tree for others.

use nines_engine::fault_tree;
use nines_engine::structure::approximations;

use crate::Outcome;
use crate::args::Export;
use crate::input;
use crate::open_psa;

/// Exports a document. What the tree does not say, though the answer would depend on it, is warned of.
///
/// # Errors
/// A sentence when the file cannot be read.
pub fn run(options: &Export) -> Result<Outcome, String> {
    let topology = match input::topology(&options.file, false)? {
        Ok(topology) => topology,
        Err(refused) => return Ok(refused),
    };
    match fault_tree::from_topology(&topology) {
        Ok(tree) => {
            let findings = input::list(&approximations(&topology));
            Ok(Outcome { answer: open_psa::write(&tree), findings, answered: true })
        }
        Err(findings) => Ok(input::refused(&findings, false)),
    }
}
