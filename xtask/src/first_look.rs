//! `cargo xtask first-look`: finds out which functions of the application a first look runs, and writes the others into
//! the list in `app/later/`, from which a build divides the application (`site::parts`).
//!
//! To be run again when the application has changed so much that the first load has grown past its limit, or that a first
//! look needs what is loaded later, which the journey `first_look` says.

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
    let (folder, ran, way) = site::build_counting(project, choice)?;
    let noted = project.target().join("first-look.json");
    let mut journey = checks::browser_tests(project, &folder)?;
    journey.args(["--test", "journeys", "--", "--exact", JOURNEY]).env("NINES_FIRST_LOOK", &noted);
    process::aloud(project, &mut journey)?;
    let numbers: Vec<usize> = serde_json::from_slice(&fs::read(&noted).context("reading what the journey noted")?)?;
    let later = ran.later(&numbers);
    let list = project.at(site::later(way));
    fs::write(&list, later.text()).with_context(|| format!("writing {}", list.display()))?;
    let ran_count = numbers.iter().filter(|number| **number < ran.functions()).count();
    println!(
        "a first look runs {ran_count} functions of {}; of those and others {} can wait, whole or a branch of them",
        ran.functions(),
        later.count()
    );
    Ok(())
}
