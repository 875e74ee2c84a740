//! The versioned document: reading and writing `nines-topology` JSON, and writing answers. The only module of the
//! engine that knows serde.
//!
//! Reading never panics and never half-loads: [`read`] gives a topology or at least one error, and all findings at
//! once. What a version does not know is kept and named in a warning. [`write()`] is canonical: reading what it
//! wrote gives the same topology.

mod json;
mod maps;
mod read;
mod fields;
mod write;
mod recovery;
pub mod decimal;
pub mod partial;
pub mod answers;

pub use read::{Read, read};
pub use write::{write, write_compact};

/// The `format` field of every document.
pub const FORMAT: &str = "nines-topology";
/// The newest version this program reads, and the one it writes.
pub const VERSION: u64 = 1;
