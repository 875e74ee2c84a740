//! Runs trunk: compiles the application to WebAssembly, makes its JavaScript glue, hashes the style sheet's name, and copies
//! `public/`. What trunk writes is the raw material for the other modules here.

use crate::process::{self, Job};
use crate::project::Project;
use crate::steps::wasm::{self, Way};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const BUILD_TIME_MAX: Duration = Duration::from_secs(45 * 60);

/// What the linker wrote, with its notes, before wasm-bindgen took it over.
pub fn linked(project: &Project, way: Way) -> PathBuf {
    way.target_dir(project).join(wasm::TARGET).join("site").join("nines-app.wasm")
}

/// Leaves trunk's output in the stage.
pub fn run(project: &Project, way: Way, trunk: &Path, wasm_bindgen: &Path) -> Result<()> {
    let stage = project.stage();
    if stage.exists() {
        fs::remove_dir_all(&stage).with_context(|| format!("removing {}", stage.display()))?;
    }
    fs::create_dir_all(&stage)?;
    let by = match way {
        Way::Rustup => "the active Rust",
        Way::Debian => "Debian's Rust",
    };
    let how_long =
        if way.target_dir(project).exists() { "seconds to a minute" } else { "a first build takes about 3 minutes" };
    eprintln!("building the application with {by}: {how_long}");
    let mut command = Command::new(trunk);
    command
        .args(["build", "--release", "--skip-version-check", "--dist"])
        .arg(&stage)
        .arg("--locked=true")
        .env("NO_COLOR", "true")
        // trunk's own backtrace would push the compiler's errors out of sight.
        .env("RUST_BACKTRACE", "0");
    let folder = wasm_bindgen.parent().map(PathBuf::from);
    way.prepare(project, &mut command, folder.as_slice())?;
    process::run(project, Job { name: "trunk-build", command, time_max: BUILD_TIME_MAX })
}
