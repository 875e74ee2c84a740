//! Every question to whatever can be read.

use nines_engine::format::read;
use nines_engine::topology::Topology;

use super::{answers, life};
use crate::limits::timed;

pub fn run(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    // Only what can be read is kept: the target `read` looks for the rest.
    let topology = timed("format::read", || read(text)).topology?;
    // A history's luck depends on the document and is the same when the input is run again.
    let seed = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    ask(&topology, seed);
    Some(())
}

/// All questions. A new module's go here: from here they are asked of every document and of every generated system.
pub fn ask(topology: &Topology, seed: u64) {
    let _ = answers::checked(topology);
    life::history(topology, seed);
    life::study(topology, seed);
}
