//! `cargo xtask test`: everything that CI runs, cheapest first, with a summary at the end.
//!
//! Each step is one entry of `STEPS`. Steps run one after another: they share two cores and cargo's locks. The first that fails
//! ends the run, because the later ones cost the most.

use crate::args::{FuzzOptions, TestOptions, WasmChoice};
use crate::fuzz;
use crate::pins;
use crate::process::{self, aloud, cargo};
use crate::project::Project;
use crate::site;
use crate::steps::{browsers, compiler, optimiser, tools, wasm};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Project, WasmChoice) -> Result<()>,
}

const STEPS: [Step; 10] = [
    Step { name: "set-up", about: "fetches the compiler, tools and browsers that the other steps need", run: set_up },
    Step { name: "fmt", about: "every file is formatted", run: fmt },
    Step {
        name: "rules",
        about: "xtask's own tests: which crate may use which, how files begin, pages, server",
        run: rules,
    },
    Step { name: "clippy", about: "no warning in what compiles natively", run: clippy },
    Step { name: "clippy-wasm", about: "no warning in what compiles to WebAssembly", run: clippy_wasm },
    Step { name: "docs", about: "the documentation builds without a warning", run: docs },
    Step { name: "unit", about: "the tests of engine, editor, lessons, cli and app", run: unit },
    Step {
        name: "fuzz",
        about: "no input of a minute's search breaks the engine or takes it too long",
        run: fuzz_a_minute,
    },
    Step { name: "site", about: "the site builds and a first load has not grown", run: build_site },
    Step { name: "browsers", about: "Chromium and Firefox drive the built site", run: drive_browsers },
];

/// The crates that the browser runs. Only the first needs it; the others must compile for it as well.
const WASM_CRATES: [&str; 5] = ["nines-app", "nines-engine", "nines-editor", "nines-lessons", "nines-pack"];

pub fn run(project: &Project, options: &TestOptions) -> Result<()> {
    if options.list {
        for step in &STEPS {
            println!("{:<12} {}", step.name, step.about);
        }
        return Ok(());
    }
    let chosen = chosen(&options.only)?;
    let started = Instant::now();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut failure = None;
    for (index, step) in chosen.iter().enumerate() {
        eprintln!("\n== {} of {}: {}, {}", index + 1, chosen.len(), step.name, step.about);
        let step_started = Instant::now();
        let outcome = (step.run)(project, options.wasm);
        times.push((step.name, step_started.elapsed()));
        if let Err(error) = outcome {
            failure = Some(error.context(format!("step {0} failed. Alone: cargo xtask test --only {0}", step.name)));
            break;
        }
    }
    println!();
    for (index, (name, time)) in times.iter().enumerate() {
        let failed = failure.is_some() && index + 1 == times.len();
        let state = if failed { "failed" } else { "passed" };
        println!("{name:<12} {state}  {}", process::duration(*time));
    }
    for step in &chosen[times.len()..] {
        println!("{:<12} not run", step.name);
    }
    println!("in all {}", process::duration(started.elapsed()));
    failure.map_or(Ok(()), Err)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != *name)) {
        bail!("there is no step {unknown:?}; cargo xtask test --list names them");
    }
    Ok(STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)).collect())
}

/// All that needs the network, before anything that takes long.
fn set_up(project: &Project, choice: WasmChoice) -> Result<()> {
    let way = wasm::ensure(project, choice)?;
    wasm::ensure_clippy(project, way)?;
    optimiser::ensure(project)?;
    browsers::ensure(project)?;
    compiler::ensure(project)?;
    tools::trunk().ensure(project)?;
    tools::wasm_bindgen(project)?.ensure(project)?;
    tools::tidy(project);
    Ok(())
}

fn fmt(project: &Project, _: WasmChoice) -> Result<()> {
    aloud(project, cargo().args(["fmt", "--all", "--check"])).context("cargo fmt mends it")
}

fn rules(project: &Project, _: WasmChoice) -> Result<()> {
    aloud(project, cargo().args(["test", "--package", "xtask"]))
}

fn clippy(project: &Project, _: WasmChoice) -> Result<()> {
    let mut command = cargo();
    command.args(["clippy", "--workspace", "--exclude", "nines-app"]).args(["--all-targets", "--", "-D", "warnings"]);
    aloud(project, &mut command)
}

fn clippy_wasm(project: &Project, choice: WasmChoice) -> Result<()> {
    let way = wasm::ensure(project, choice)?;
    wasm::ensure_clippy(project, way)?;
    let mut command = way.cargo(project, "clippy")?;
    for name in WASM_CRATES {
        command.args(["--package", name]);
    }
    command.args(["--target", wasm::TARGET, "--", "-D", "warnings"]);
    aloud(project, &mut command)
}

/// The application's documentation is built where the application is: for WebAssembly, on top of what clippy left.
fn docs(project: &Project, choice: WasmChoice) -> Result<()> {
    let mut native = cargo();
    native.args(["doc", "--workspace", "--exclude", "nines-app", "--no-deps"]);
    let way = wasm::ensure(project, choice)?;
    let mut application = way.cargo(project, "doc")?;
    application.args(["--package", "nines-app", "--no-deps", "--target", wasm::TARGET]);
    for mut command in [native, application] {
        command.env("RUSTDOCFLAGS", "-D warnings");
        aloud(project, &mut command)?;
    }
    Ok(())
}

/// xtask's own tests ran as `rules`; the application's run in browsers.
fn unit(project: &Project, _: WasmChoice) -> Result<()> {
    let mut command = cargo();
    // All failures of one run are worth more than the minute that stopping at the first would save.
    command.args(["test", "--workspace", "--no-fail-fast"]);
    for name in ["xtask", "nines-tests"] {
        command.args(["--exclude", name]);
    }
    aloud(project, &mut command)
}

/// A short search every time; before a release an hour: `cargo xtask fuzz --seconds 3600`.
fn fuzz_a_minute(project: &Project, _: WasmChoice) -> Result<()> {
    fuzz::run(project, &FuzzOptions { targets: Vec::new(), seconds: fuzz::SECONDS_OF_STEP })
}

fn build_site(project: &Project, choice: WasmChoice) -> Result<()> {
    let first_load = site::build(project, choice)?;
    if !first_load.is_within_budget() {
        bail!(
            "the first load of a lesson weighs {} bytes, more than {}; `cargo xtask first-look` finds what of it can wait",
            first_load.gzip_bytes(),
            pins::FIRST_LOAD_BYTES_MAX
        );
    }
    Ok(())
}

/// The tests get the site in `dist/`, as the step before left it, at two addresses.
fn drive_browsers(project: &Project, _: WasmChoice) -> Result<()> {
    let dist = project.dist();
    if !dist.join("index.html").is_file() {
        bail!("dist/ has no site: cargo xtask build writes it");
    }
    aloud(project, cargo().args(["build", "--package", "nines-cli"]))?;
    aloud(project, &mut browser_tests(project, &dist)?)
}

/// Runs browser tests on a site.
pub fn browser_tests(project: &Project, site: &Path) -> Result<Command> {
    let browsers = browsers::ensure(project)?;
    let nines = format!("nines{}", std::env::consts::EXE_SUFFIX);
    let mut command = cargo();
    command
        .args(["test", "--package", "nines-tests"])
        .env("NINES_DIST", site)
        .env("NINES_BIN", project.target().join("debug").join(nines))
        .env("NINES_CHROMIUM", &browsers.chromium)
        .env("NINES_CHROMEDRIVER", &browsers.chromedriver)
        .env("NINES_FIREFOX", &browsers.firefox)
        .env("NINES_GECKODRIVER", &browsers.geckodriver);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_and_run_in_their_order() {
        let names = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
            chosen(&only).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["docs", "fmt"]).expect("known"), ["fmt", "docs"]);
        assert_eq!(names(&[]).expect("all").len(), STEPS.len());
        assert!(names(&["fnt"]).is_err());
    }
}
