//! Brings the other programs: a Python environment of their own below target/, and Debian's package of SCRAM.

use crate::pins;
use crate::process::{self, Job, ask};
use crate::project::Project;
use crate::steps::{announce, debian};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const INSTALL_TIME_MAX: Duration = Duration::from_secs(10 * 60);

/// The environment's interpreter, made when it is not there.
pub fn python(project: &Project, folder: &Path) -> Result<PathBuf> {
    let environment = folder.join("python");
    let inside = environment.join("bin").join("python");
    if !inside.is_file() {
        let python = process::find(project, &["python3"]).context("python3 is not on the PATH")?;
        let mut command = Command::new(python);
        command.args(["-m", "venv"]).arg(&environment);
        process::run(project, Job { name: "peers-venv", command, time_max: INSTALL_TIME_MAX })
            .context("Debian's package python3-venv brings what is missing")?;
    }
    Ok(inside)
}

/// The version of a package of the environment, installed in its pinned version when another or none is there.
pub fn package(project: &Project, python: &Path, name: &str) -> Result<String> {
    let (_, extra, version) = pins::PEERS_PYTHON.into_iter().find(|peer| peer.0 == name).context("not pinned")?;
    if installed(python, name).as_deref() != Some(version) {
        announce(&format!("{name} {version}"), "to be timed on the same inputs", "a minute or two");
        let mut command = Command::new(python);
        command.args(["-m", "pip", "install", "--disable-pip-version-check"]);
        command.arg(format!("{name}{extra}=={version}"));
        let log = format!("peers-{name}");
        process::run(project, Job { name: &log, command, time_max: INSTALL_TIME_MAX })?;
    }
    installed(python, name).context("pip installed it, and it is not there")
}

fn installed(python: &Path, name: &str) -> Option<String> {
    ask(python, &["-c", &format!("import importlib.metadata as m; print(m.version({name:?}))")])
}

/// SCRAM and its version.
pub fn scram(project: &Project) -> Result<(PathBuf, String)> {
    let package = pins::DEBIAN_SCRAM[0];
    if debian::version(package).is_none() && process::find(project, &[package]).is_none() {
        announce(package, "to be timed on the same fault trees", "about a minute");
        debian::install(project, "peers-scram", &pins::DEBIAN_SCRAM)?;
    }
    let program = process::find(project, &[package]).context("it is installed and not on the PATH")?;
    let version = debian::version(package).unwrap_or_else(|| "of unknown version".to_owned());
    Ok((program, version))
}
