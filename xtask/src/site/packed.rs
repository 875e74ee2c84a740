//! Packs the WebAssembly for its way to the browser, and compiles what unpacks it there (`xtask/pack`).

use super::optimise::{self, Names};
use crate::process::{self, Job};
use crate::project::Project;
use crate::steps::optimiser::Optimiser;
use crate::steps::wasm::{self, Way};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::time::Duration;

const COMPILE_TIME_MAX: Duration = Duration::from_secs(15 * 60);

/// Packs a file in place.
pub fn pack(path: &Path) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let packed = nines_pack::pack(&bytes)
        .with_context(|| format!("{} has something that the packer does not follow (xtask/pack)", path.display()))?;
    fs::write(path, packed).with_context(|| format!("writing {}", path.display()))
}

/// Writes the unpacker.
pub fn unpacker(project: &Project, way: Way, optimiser: &Optimiser, to: &Path) -> Result<()> {
    let mut command = way.cargo(project, "build")?;
    command.args(["--locked", "--target", wasm::TARGET, "--profile", "site", "--package", "nines-pack"]);
    process::run(project, Job { name: "unpacker-build", command, time_max: COMPILE_TIME_MAX })?;
    let compiled = way.target_dir(project).join(wasm::TARGET).join("site").join("nines_pack.wasm");
    optimise::smallest(project, optimiser, Names::Drop, &compiled, to)
}
