//! `cargo xtask fuzz`: tries the engine on inputs that nobody would write, guided by which of its code they reach.
//!
//! Everything lies in `target/fuzz`: the program with the counters of its coverage, what it has learned (`corpus`), and the
//! inputs it failed on (`failed`). What is asked of the engine, and what an input may cost, is `engine/fuzz`'s matter; here
//! it is built, given something to begin with, started and read. Reading order: `build`, `seeds`, `target`.

mod build;
mod seeds;
mod target;

use crate::args::FuzzOptions;
use crate::process;
use crate::project::Project;
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use target::{Ran, Target};

/// How long the step of `cargo xtask test` takes in all, besides building.
pub const SECONDS_OF_STEP: u64 = 60;

/// Where it all lies.
struct Folders {
    /// What was learned, a folder a target.
    corpus: PathBuf,
    /// Documents to begin with, copied from where they lie.
    documents: PathBuf,
    /// Inputs that failed.
    failed: PathBuf,
}

pub fn run(project: &Project, options: &FuzzOptions) -> Result<()> {
    let program = build::program(project)?;
    let targets = chosen(target::all(&program)?, &options.targets)?;
    let folders = Folders::made(&project.target().join("fuzz"))?;
    let documents = seeds::documents(project, &folders.documents)?;
    let found = found_before(project, &program, &targets)?;
    eprintln!("{found} inputs that once failed pass; {documents} documents to begin with");
    let weights: u64 = targets.iter().map(|target| target.weight).sum();
    let mut ran = Vec::new();
    for target in &targets {
        let seconds = (options.seconds * target.weight / weights.max(1)).max(1);
        ran.push(target::run(project, &program, target, &folders, seconds)?);
    }
    println!();
    ran.iter().for_each(|ran| println!("{}", line(ran)));
    Ok(())
}

fn chosen(all: Vec<Target>, wanted: &[String]) -> Result<Vec<Target>> {
    if let Some(unknown) = wanted.iter().find(|name| all.iter().all(|target| target.name != **name)) {
        let names: Vec<&str> = all.iter().map(|target| target.name.as_str()).collect();
        bail!("there is no target {unknown:?}; there are {}", names.join(", "));
    }
    Ok(all.into_iter().filter(|target| wanted.is_empty() || wanted.contains(&target.name)).collect())
}

impl Folders {
    fn made(root: &Path) -> Result<Folders> {
        let [corpus, documents, failed] = ["corpus", "documents", "failed"].map(|name| root.join(name));
        for folder in [&corpus, &documents, &failed] {
            fs::create_dir_all(folder)?;
        }
        Ok(Folders { corpus, documents, failed })
    }
}

/// Runs every input that was found to fail before and was mended since. Each is called for its target and what it was.
fn found_before(project: &Project, program: &Path, targets: &[Target]) -> Result<usize> {
    let mut count = 0;
    for target in targets {
        let begins = format!("{}-", target.name);
        let mut inputs: Vec<PathBuf> = fs::read_dir(project.at("engine/fuzz/found"))?
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&begins))
            .map(|entry| entry.path())
            .collect();
        inputs.sort();
        if !inputs.is_empty() {
            target::again(project, program, target, &inputs)?;
            count += inputs.len();
        }
    }
    Ok(count)
}

fn line(ran: &Ran) -> String {
    let time = process::duration(Duration::from_secs(ran.seconds));
    format!(
        "{:<8} {time:>12}  {:>9} inputs  {:>6} places reached  {:>5} inputs kept",
        ran.name, ran.inputs, ran.places, ran.kept
    )
}
