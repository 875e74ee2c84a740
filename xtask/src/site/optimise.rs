//! Runs wasm-opt over the application, in place. The result is kept by what it was made from, because it
//! takes longer than everything else in a build that changed nothing.

use super::names::content_hash;
use crate::pins;
use crate::process::{self, Job};
use crate::project::Project;
use crate::steps::optimiser::Optimiser;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const OPTIMISE_TIME_MAX: Duration = Duration::from_secs(15 * 60);

/// Smallest first: the site is downloaded by phones. rustc has optimised the engine's loops by then, and this does
/// not undo that. Twice, since what the first round leaves the second makes half a KB less of.
const LEVEL: &str = "-Oz";

/// What of that is left out: common parts of one function put into locals make alike functions less alike, and gzip shares
/// parts between functions as well.
const WITHOUT: &str = "--skip-pass=local-cse";

/// Alike functions have alike names, and gzip finds what repeats only within 32 KB: side by side they are a thirtieth less.
const ORDER: &str = "--reorder-functions-by-name";

/// A function with one caller stays a function of its own unless it is tiny: a page that calls for it later need not load it with
/// its caller (`super::parts`), and gzip does not mind.
const APART: &str = "--one-caller-inline-max-function-size=20";

/// Nothing lies at the lowest addresses, where the stack would end: so an address and a small offset are never more than all
/// addresses, and need not be added first.
const LOW: &str = "--low-memory-unused";

pub fn run(project: &Project, optimiser: &Optimiser, wasm: &Path) -> Result<()> {
    let input = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let recipe = format!(
        "{} {LOW} {LEVEL} {LEVEL} {WITHOUT} {ORDER} {APART} named {}",
        pins::BINARYEN,
        pins::WASM_FEATURES.join(" ")
    );
    let kept = project.optimised().join(format!("{}-{}.wasm", content_hash(&input), content_hash(recipe.as_bytes())));
    if !kept.is_file() {
        optimise(project, optimiser, wasm, &kept)?;
    }
    fs::copy(&kept, wasm).with_context(|| format!("writing {}", wasm.display()))?;
    Ok(())
}

fn optimise(project: &Project, optimiser: &Optimiser, wasm: &Path, kept: &Path) -> Result<()> {
    eprintln!("optimising the WebAssembly: about a minute");
    let folder = project.optimised();
    if folder.exists() {
        // Only the last one is worth its space.
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let unfinished = folder.join("unfinished.wasm");
    smallest(project, optimiser, Names::Keep, wasm, &unfinished)?;
    fs::rename(&unfinished, kept).context("keeping the optimised WebAssembly")
}

/// What becomes of the names of functions.
#[derive(Clone, Copy)]
pub enum Names {
    /// They are still needed to tell functions apart.
    Keep,
    Drop,
}

impl Names {
    fn option(self) -> Option<&'static str> {
        match self {
            Names::Keep => Some("--debuginfo"),
            Names::Drop => None,
        }
    }
}

/// Writes a module as small as the site's.
pub fn smallest(project: &Project, optimiser: &Optimiser, names: Names, from: &Path, to: &Path) -> Result<()> {
    let mut command = Command::new(&optimiser.node);
    command
        .arg(&optimiser.wasm_opt)
        .args([LOW, LEVEL, LEVEL, WITHOUT, ORDER, APART])
        .args(names.option())
        .args(pins::WASM_FEATURES)
        .arg(from)
        .arg("--output")
        .arg(to);
    process::run(project, Job { name: "wasm-opt", command, time_max: OPTIMISE_TIME_MAX })
}
