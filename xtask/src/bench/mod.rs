//! `cargo xtask bench`: times the engine, and says how far it is from programs written by hand for one question alone.
//!
//! Machines differ and are busy, so what is kept is the ratio of two times of one run, not the times. Reading order:
//! `measured` is what a run finds; `native`, `browser` and `peers` find it, and `screen` reads what the browser tests
//! found; `budgets` and `floors` judge it; `report` writes it, with `table` and `chart`.

mod measured;
mod native;
mod browser;
mod peers;
mod screen;
mod budgets;
mod floors;
mod report;
mod table;
mod chart;

use crate::args::BenchOptions;
use crate::project::Project;
use anyhow::{Result, bail};
use measured::{Machine, Measured};
use std::fs;

pub fn run(project: &Project, options: &BenchOptions) -> Result<()> {
    let folder = project.target().join("bench");
    fs::create_dir_all(&folder)?;
    let mut measured = Measured::new(Machine::look(), options.quick);
    // Compiled before anything is timed: the native `browser/` cases come last, and node right after them.
    let modules = browser::compile(project, options, &folder);
    native::run(project, options, &folder, &mut measured)?;
    browser::run(project, options, &folder, &modules, &mut measured);
    if options.peers {
        peers::run(project, &mut measured)?;
    }
    let screen = project.target().join("screen.json");
    measured.screen = fs::read_to_string(&screen).ok().and_then(|text| serde_json::from_str(&text).ok());
    let written = report::write(&folder, &measured)?;
    println!("{}", written.markdown);
    eprintln!("written: {}", written.files.join(", "));
    let fallen = floors::fallen(&measured);
    if options.check && !fallen.is_empty() {
        bail!("slower against the limits than before:\n{}", fallen.join("\n"));
    }
    Ok(())
}
