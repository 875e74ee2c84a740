//! Fault trees in the XML of the Open-PSA initiative's model exchange format (version 2.0d): reading the part of it
//! that says fault trees, and writing. What the trees mean is the engine's matter.

mod read;
mod scope;
mod formula;
mod write;

pub use read::read;
pub use write::write;
