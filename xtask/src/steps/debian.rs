//! Debian's packages: which are there, and installing the ones that are not.
//!
//! Installs only as root and never removes anything; otherwise it says the command to run.

use crate::process::{self, Job, ask};
use crate::project::Project;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

const MIRROR_TIME_MAX: Duration = Duration::from_secs(5 * 60);
const INSTALL_TIME_MAX: Duration = Duration::from_secs(20 * 60);

/// Whether this machine has Debian's package tools.
pub fn is_here() -> bool {
    ask("dpkg-query", &["--version"]).is_some() && ask("apt-get", &["--version"]).is_some()
}

/// The version of an installed package.
pub fn version(package: &str) -> Option<String> {
    let said = ask("dpkg-query", &["--show", "--showformat=${db:Status-Abbrev} ${Version}", package])?;
    said.strip_prefix("ii ").map(|version| version.trim().to_owned())
}

pub fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages.iter().copied().filter(|package| version(package).is_none()).collect()
}

/// What a person would type.
pub fn command_by_hand(packages: &[&str]) -> String {
    let sudo = if is_root() { "" } else { "sudo " };
    format!("{sudo}apt-get update && {sudo}apt-get install --no-install-recommends {}", packages.join(" "))
}

/// Installs packages. `log` names the logs.
pub fn install(project: &Project, log: &str, packages: &[&str]) -> Result<()> {
    let by_hand = command_by_hand(packages);
    if !is_here() {
        bail!("this machine has no apt-get. Install by hand: {}", packages.join(" "));
    }
    if !is_root() {
        bail!("installing Debian packages needs root. Run this, then try again:\n  {by_hand}");
    }
    let mut update = Command::new("apt-get");
    update.arg("update");
    let listed =
        process::run(project, Job { name: &format!("{log}-lists"), command: update, time_max: MIRROR_TIME_MAX });
    let mut install = Command::new("apt-get");
    // --no-remove: Debian's second Rust conflicts with its first and with its rustup. Taking away the
    // compiler a person works with is not ours to decide.
    install
        .args(["install", "--yes", "--no-install-recommends", "--no-remove"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    let installed = process::run(project, Job { name: log, command: install, time_max: INSTALL_TIME_MAX });
    // Old package lists often still do, so their error matters only when the installation failed.
    match (listed, installed) {
        (_, Ok(())) => Ok(()),
        (Ok(()), Err(error)) => Err(error.context(format!("to do by hand: {by_hand}"))),
        (Err(lists), Err(error)) => {
            Err(error.context(format!("{lists:#}")).context(format!("to do by hand: {by_hand}")))
        }
    }
}

fn is_root() -> bool {
    ask("id", &["-u"]).as_deref() == Some("0")
}
