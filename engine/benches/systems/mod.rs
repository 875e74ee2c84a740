//! What is solved and simulated: published cases, read where they lie, and systems made up by size.

pub mod published;
pub mod tree;
pub mod documents;

use nines_engine::format::read;
use nines_engine::topology::Topology;

/// A document of ours, read.
///
/// # Panics
/// When it has errors: the benchmark's own mistake.
pub fn topology(document: &str) -> Topology {
    let read = read(document);
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}
