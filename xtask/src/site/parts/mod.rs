//! The application comes in two parts, so that a lesson and its sandbox can be used after half of the download: first what a first
//! look runs, then all else, which the page fetches by itself once the first part works.
//!
//! What can wait is written in `app/later/`, and found by running the rest of it: `cargo xtask first-look` builds a site that
//! counts, takes two browsers through the first look (`tests/tests/journeys/first_look.rs`), and writes down what did not run. An
//! old list costs time and nothing else: whatever is called arrives (`divide`).
//!
//! Reading order: `names`, `module`, `data`, `plan`, `divide`, then for branches `branches`, `live`, `cut`, and last `counted`.

mod branches;
mod counted;
mod cut;
mod data;
mod divide;
mod live;
mod module;
mod names;
mod plan;

use crate::project::Project;
use crate::steps::wasm::Way;
use anyhow::{Context, Result};
use branches::{Branch, Code, Namer};
use data::Objects;
use module::Module;
use names::Later;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where the list is, in the project: each way of compiling has one, because they say the same in different branches.
pub fn list(way: Way) -> &'static str {
    match way {
        Way::Rustup => "app/later/rustup.txt",
        Way::Debian => "app/later/debian.txt",
    }
}

/// Divides the application in place, and writes its rest beside it. `linked` is what the linker wrote.
pub fn divide(project: &Project, way: Way, linked: &Path, wasm: &Path, rest: &Path) -> Result<()> {
    let path = list(way);
    let text = fs::read_to_string(project.at(path)).with_context(|| format!("reading {path}"))?;
    let later = Later::read(&text).with_context(|| format!("reading {path}"))?;
    let bytes = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let bytes = cut::cut(&Module::read(&bytes)?, &bytes, |name| later.has(name)).context("cutting branches")?;
    let linked = fs::read(linked).with_context(|| format!("reading {}", linked.display()))?;
    let objects = Objects::read(&linked).context("reading the linker's notes")?;
    let parts = divide::divide(&bytes, &objects, |name| !later.has(name)).context("dividing the application")?;
    fs::write(wasm, parts.first).with_context(|| format!("writing {}", wasm.display()))?;
    fs::write(rest, parts.rest).with_context(|| format!("writing {}", rest.display()))
}

/// Makes the application count, in place.
pub fn count(wasm: &Path) -> Result<Ran> {
    let bytes = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let module = Module::read(&bytes)?;
    let all = branches::read(&module, &bytes)?;
    fs::write(wasm, counted::counted(&module, &bytes, &all)?).with_context(|| format!("writing {}", wasm.display()))?;
    let namer = Namer::new(&module, &bytes);
    let name =
        |function, code: &Code<'_>| code.branches.iter().map(|branch| namer.name(function, code, branch)).collect();
    let branch_names = (module.imported..).zip(&all).map(|(function, code)| name(function, code)).collect();
    let branches = all.iter().map(|code| code.branches.clone()).collect();
    Ok(Ran { names: module.names, imported: module.imported as usize, branches, branch_names })
}

/// Reads what an application that counts has counted.
pub struct Ran {
    /// Every function's name, by number.
    names: Vec<String>,
    imported: usize,
    /// The branches of every function that is not imported, and their names. Their numbers follow those of the functions.
    branches: Vec<Vec<Branch>>,
    branch_names: Vec<Vec<String>>,
}

impl Ran {
    /// How many functions there are, the imported ones included.
    pub fn functions(&self) -> usize {
        self.names.len()
    }

    /// What can wait when the functions and branches with these numbers ran.
    pub fn later(&self, numbers: &[usize]) -> Later {
        let ran: BTreeSet<usize> = numbers.iter().copied().collect();
        let mut all: Vec<(&str, bool)> =
            self.names.iter().enumerate().map(|(number, name)| (name.as_str(), ran.contains(&number))).collect();
        let mut first = self.names.len();
        for (function, (branches, names)) in self.branches.iter().zip(&self.branch_names).enumerate() {
            let waits = |at: usize| !ran.contains(&(first + at));
            // Of a function that waits, so do its branches.
            if ran.contains(&(self.imported + function)) {
                all.extend(
                    names.iter().enumerate().filter(|(at, _)| !waits(*at)).map(|(_, name)| (name.as_str(), true)),
                );
                all.extend(cut::choose(branches, waits).into_iter().map(|at| (names[at].as_str(), false)));
            }
            first += branches.len();
        }
        Later::of(all.into_iter())
    }
}

#[cfg(test)]
mod cut_tests;
#[cfg(test)]
mod data_tests;
#[cfg(test)]
mod tests;
