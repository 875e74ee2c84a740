//! The application comes in two parts, so that a lesson and its sandbox can be used after three fifths of the download: first the
//! functions that a first look runs, then all others, which the page fetches by itself once the first part works.
//!
//! Which functions can wait is written in `app/later.txt`, and found by running the others: `cargo xtask first-look` builds a
//! site that counts, takes two browsers through the first look (`tests/tests/journeys/first_look.rs`), and writes down what did
//! not run. An old list costs time and nothing else: whatever is called arrives (`divide`).
//!
//! Reading order: `names`, `module`, `divide`, `counted`.

mod counted;
mod divide;
mod module;
mod names;

use crate::project::Project;
use anyhow::{Context, Result};
use module::Module;
use names::Later;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where the list is, in the project.
pub const LIST: &str = "app/later.txt";

/// Divides the application in place, and writes its rest beside it.
pub fn divide(project: &Project, wasm: &Path, rest: &Path) -> Result<()> {
    let list = fs::read_to_string(project.at(LIST)).with_context(|| format!("reading {LIST}"))?;
    let later = Later::read(&list).with_context(|| format!("reading {LIST}"))?;
    let bytes = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let parts = divide::divide(&bytes, |name| !later.has(name)).context("dividing the application")?;
    fs::write(wasm, parts.first).with_context(|| format!("writing {}", wasm.display()))?;
    fs::write(rest, parts.rest).with_context(|| format!("writing {}", rest.display()))
}

/// Makes the application count, in place.
pub fn count(wasm: &Path) -> Result<Ran> {
    let bytes = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let module = Module::read(&bytes)?;
    fs::write(wasm, counted::counted(&module, &bytes)?).with_context(|| format!("writing {}", wasm.display()))?;
    Ok(Ran { names: module.names })
}

/// Reads what an application that counts has counted.
pub struct Ran {
    /// Every function's name, by number.
    names: Vec<String>,
}

impl Ran {
    /// How many functions there are, the imported ones included.
    pub fn functions(&self) -> usize {
        self.names.len()
    }

    /// What can wait when the functions with these numbers ran.
    pub fn later(&self, numbers: &[usize]) -> Later {
        let ran: BTreeSet<usize> = numbers.iter().copied().collect();
        Later::of(self.names.iter().enumerate().map(|(number, name)| (name.as_str(), ran.contains(&number))))
    }
}

#[cfg(test)]
mod tests;
