//! `nines export`: a document as a fault tree for others.

use nines_engine::diag::Diagnostic;
use nines_engine::fault_tree;
use nines_engine::structure::approximations;

use crate::Outcome;
use crate::args::Export;
use crate::input;
use crate::open_psa;

/// Exports a document. What the tree does not say, though the answer would depend on it, is warned of.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Export) -> Result<Outcome, Diagnostic> {
    let document = match input::document(&options.file, false)? {
        Ok(document) => document,
        Err(refused) => return Ok(refused),
    };
    match fault_tree::from_topology(&document.topology) {
        Ok(tree) => {
            let findings = document.findings_with(&approximations(&document.topology));
            Ok(Outcome::answer(open_psa::write(&tree), input::list(&findings)))
        }
        Err(findings) => Ok(document.refused(&findings, false)),
    }
}
