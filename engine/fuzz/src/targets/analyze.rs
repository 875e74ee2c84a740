//! Every question to whatever can be read.

use nines_engine::format::read;
use nines_engine::sim::Script;
use nines_engine::topology::Topology;

use super::{advice, answers, derived, life, rare, shared};
use crate::limits::timed;

pub fn run(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    // Only what can be read is kept: the target `read` looks for the rest.
    let topology = timed("format::read", || read(text)).topology?;
    // A document's notes are any text at all: they are tried as a script of faults.
    let _ = timed("Script::read", || Script::read(&topology.notes, &topology));
    // A history's luck depends on the document and is the same when the input is run again.
    let seed = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    ask(&topology, seed);
    Some(())
}

/// All questions. A new module's go here: from here they are asked of every document and of every generated system.
pub fn ask(topology: &Topology, seed: u64) {
    let analysis = answers::checked(topology);
    derived::explained(topology, &analysis);
    derived::as_tree(topology, &analysis);
    life::history(topology, &analysis, seed);
    life::study(topology, &analysis, seed);
    // The rest costs more and is asked of some: which, the input decides.
    match seed % 4 {
        0 => advice::advised(topology),
        1 => rare::measured(topology, seed),
        2 => shared::in_parts(topology, seed),
        _ => {}
    }
}
