//! Packs the WebAssembly for its way to the browser, and compiles what unpacks it there (`xtask/pack`).

use super::names::{self, content_hash};
use super::optimise::{self, Names};
use crate::process::{self, Job};
use crate::project::Project;
use crate::steps::optimiser::Optimiser;
use crate::steps::wasm::{self, Way};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const COMPILE_TIME_MAX: Duration = Duration::from_secs(15 * 60);
const UNPACK_TIME_MAX: Duration = Duration::from_secs(60);

/// Packs a file in place, and gives the hash of what it was.
pub fn pack(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let packed = nines_pack::pack(&bytes)
        .with_context(|| format!("{} has something that the packer does not follow (xtask/pack)", path.display()))?;
    fs::write(path, packed).with_context(|| format!("writing {}", path.display()))?;
    Ok(content_hash(&bytes))
}

/// Unpacks two files in node as a page would, with the script and the unpacker that it is sent
const UNPACK: &str = "
    const fs = require('fs');
    const [script, unpacker, ...packed] = process.argv.slice(1);
    globalThis.self = { document: {} };
    eval(fs.readFileSync(script, 'utf8'));
    const machine = new WebAssembly.Module(fs.readFileSync(unpacker));
    for (const file of packed) fs.writeFileSync(file + '.unpacked', Buffer.from(self.ninesUnpack(machine, fs.readFileSync(file))));";

/// Checks that the page will unpack what it is sent: the unpacker is compiled for another machine than this one.
pub fn check(project: &Project, optimiser: &Optimiser, stage: &Path, packed: [(&Path, &str); 2]) -> Result<()> {
    let mut command = Command::new(&optimiser.node);
    command.args(["-e", UNPACK]).arg(stage.join("unpack.js")).arg(stage.join(names::UNPACKER));
    command.args(packed.map(|(path, _)| path));
    process::run(project, Job { name: "unpacker-check", command, time_max: UNPACK_TIME_MAX })?;
    for (path, hash) in packed {
        let unpacked =
            path.with_file_name(format!("{}.unpacked", path.file_name().unwrap_or_default().to_string_lossy()));
        let bytes = fs::read(&unpacked).with_context(|| format!("reading {}", unpacked.display()))?;
        fs::remove_file(&unpacked)?;
        if content_hash(&bytes) != hash {
            bail!("the page would not unpack {} to what it was (xtask/pack)", path.display());
        }
    }
    Ok(())
}

/// Writes the unpacker.
pub fn unpacker(project: &Project, way: Way, optimiser: &Optimiser, to: &Path) -> Result<()> {
    let mut command = way.cargo(project, "build")?;
    command.args(["--locked", "--target", wasm::TARGET, "--profile", "site", "--package", "nines-pack"]);
    process::run(project, Job { name: "unpacker-build", command, time_max: COMPILE_TIME_MAX })?;
    let compiled = way.target_dir(project).join(wasm::TARGET).join("site").join("nines_pack.wasm");
    optimise::smallest(project, optimiser, Names::Drop, &compiled, to)
}
