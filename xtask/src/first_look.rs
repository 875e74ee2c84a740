//! `cargo xtask first-look`: finds out which functions of the application a first look runs, and writes their names into
//! `app/first-look.txt`, from which a build divides the application (`site::parts`).
//!
//! To be run again when the journey `first_look` says so: when the application has changed so much that a first look
//! needs what is loaded later, or when the first load has grown past its limit.

use crate::args::WasmChoice;
use crate::checks;
use crate::process;
use crate::project::Project;
use crate::site;
use anyhow::{Context, Result};
use std::fs;

/// The journey that notes what ran.
const JOURNEY: &str = "first_look::a_first_look_needs_only_what_is_loaded_first";

pub fn run(project: &Project, choice: WasmChoice) -> Result<()> {
    let (folder, ran) = site::build_counting(project, choice)?;
    let noted = project.target().join("first-look.json");
    let mut journey = checks::browser_tests(project, &folder)?;
    journey.args(["--test", "journeys", "--", "--exact", JOURNEY]).env("NINES_FIRST_LOOK", &noted);
    process::aloud(project, &mut journey)?;
    let numbers: Vec<usize> = serde_json::from_slice(&fs::read(&noted).context("reading what the journey noted")?)?;
    let first_look = ran.first_look(&numbers);
    let list = project.at(site::FIRST_LOOK);
    fs::write(&list, first_look.text()).with_context(|| format!("writing {}", list.display()))?;
    println!("{} functions of {} run in a first look; {}", numbers.len(), ran.functions(), list.display());
    Ok(())
}
