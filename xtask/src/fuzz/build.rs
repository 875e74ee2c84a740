//! Builds the fuzz program: the engine with a counter at every branch, and libFuzzer, which is C++.
//!
//! The flags are those of cargo-fuzz (`cargo fuzz build --stable`, its `project.rs`), without the sanitizers, which need a
//! nightly compiler: the engine has no unsafe code for them to watch. Comparisons are not traced either, which takes half of
//! the time: the words and numbers that matter are known to `engine/fuzz/src/words.rs`. A target folder of its own keeps the flags from
//! rebuilding everything else.

use crate::process::{self, Job, ask};
use crate::project::Project;
use crate::steps::compiler;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::time::Duration;

const COMPILE_TIME_MAX: Duration = Duration::from_secs(20 * 60);

const FLAGS: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    // Branches that are folded into one cannot be told apart.
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    // With more units the tables of counters are linked in pieces that do not fit together.
    "-Ccodegen-units=1",
    "--cfg",
    "fuzzing",
];

/// The program, built when it is not.
pub fn program(project: &Project) -> Result<PathBuf> {
    compiler::ensure(project)?;
    let host = host()?;
    let folder = project.target().join("fuzz");
    eprintln!("building the fuzz program; about a minute the first time");
    let mut command = process::cargo();
    command
        .args(["build", "--release", "--manifest-path", "engine/fuzz/Cargo.toml"])
        // Named although it is this machine's: otherwise build scripts would be compiled with the flags too.
        .args(["--target", &host])
        .env("CARGO_TARGET_DIR", &folder)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    process::run(project, Job { name: "fuzz-build", command, time_max: COMPILE_TIME_MAX })
        .context("the fuzz program could not be built")?;
    let program = folder.join(&host).join("release").join(format!("nines-fuzz{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        bail!("cargo built the fuzz program, and {} is not there", program.display());
    }
    Ok(program)
}

/// The platform that the compiler compiles for when nobody says otherwise.
fn host() -> Result<String> {
    let said = ask("rustc", &["-vV"]).context("rustc does not answer")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not say its host")?;
    Ok(host.to_owned())
}
