//! Set-up: what the builds need, found or fetched. Each step is a question (`doctor` asks only that) and a deed
//! (done only when the answer was "missing").
//!
//! A step that finds what it needs says nothing. One that fetches says in one line what, why and for how long.
//! Read `wasm` first, it is the interesting one; then `tools`, `optimiser`, `browsers`, `compiler`.

pub mod browsers;
pub mod compiler;
pub mod debian;
pub mod optimiser;
pub mod tools;
pub mod wasm;

use std::path::PathBuf;

/// The answer to "is it there?".
pub enum Found {
    /// Usable as it is.
    Ready { version: String, at: PathBuf },
    /// Absent or of the wrong version; `plan` is what set-up would do about it.
    Missing { what: String, plan: String },
}

/// One line before something is fetched or compiled.
pub fn announce(what: &str, why: &str, how_long: &str) {
    eprintln!("set-up: {what}: {why}; {how_long}");
}
