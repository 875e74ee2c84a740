//! `wasm-opt` from the npm package `binaryen`, and the node that runs it.
//!
//! trunk would download a prebuilt wasm-opt from GitHub; npm's registry is reachable from more networks, checks what
//! it delivers, and the same file runs on every platform. Read `site::optimise` for its use.

use super::{Found, announce, debian};
use crate::pins;
use crate::process::{self, Job, ask};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const FETCH_TIME_MAX: Duration = Duration::from_secs(5 * 60);

/// What runs wasm-opt: node, and the script it is given.
pub struct Optimiser {
    pub node: PathBuf,
    pub wasm_opt: PathBuf,
}

pub fn look_node(project: &Project) -> Found {
    let node = process::find(project, &["node", "nodejs"]);
    let npm = process::find(project, &["npm"]);
    match (node, npm) {
        (Some(at), Some(_)) => Found::Ready { version: ask(&at, &["--version"]).unwrap_or_default(), at },
        (node, _) => Found::Missing {
            what: format!("no {}", if node.is_some() { "npm" } else { "node" }),
            plan: debian::command_by_hand(&pins::DEBIAN_NODE),
        },
    }
}

pub fn look(project: &Project) -> Found {
    let wasm_opt = script(project);
    match installed_version(project) {
        Some(version) if version == pins::BINARYEN && wasm_opt.is_file() => Found::Ready { version, at: wasm_opt },
        other => Found::Missing {
            what: other.map_or("not found".to_owned(), |version| format!("needs {}, found {version}", pins::BINARYEN)),
            plan: format!("npm install binaryen@{} into .tools/npm; a few seconds", pins::BINARYEN),
        },
    }
}

pub fn ensure(project: &Project) -> Result<Optimiser> {
    if let Found::Missing { .. } = look_node(project) {
        announce("node and npm", "run the WebAssembly optimiser", "about a minute");
        debian::install(project, "debian-node", &pins::DEBIAN_NODE)
            .context("node is missing. Any version from 18 will do, for example from https://nodejs.org")?;
    }
    let node = process::find(project, &["node", "nodejs"]).context("node is not on the PATH")?;
    if let Found::Missing { .. } = look(project) {
        announce(
            &format!("wasm-opt (npm package binaryen {})", pins::BINARYEN),
            "makes the WebAssembly smaller",
            "a download of 20 MB, a few seconds",
        );
        fetch(project)?;
    }
    Ok(Optimiser { node, wasm_opt: script(project) })
}

fn fetch(project: &Project) -> Result<()> {
    let npm = process::find(project, &["npm"]).context("npm is not on the PATH")?;
    let folder = folder(project);
    fs::create_dir_all(&folder)?;
    let mut command = Command::new(npm);
    command
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        // Nothing in this folder is ours to keep exact but the one version that is asked for.
        .args(["--no-save", "--no-package-lock", "--prefix"])
        .arg(&folder)
        .arg(format!("binaryen@{}", pins::BINARYEN));
    process::run(project, Job { name: "npm-binaryen", command, time_max: FETCH_TIME_MAX }).with_context(|| {
        format!(
            "the WebAssembly optimiser could not be fetched. To do by hand: npm install --prefix {} binaryen@{}",
            folder.display(),
            pins::BINARYEN
        )
    })?;
    if let Found::Missing { what, .. } = look(project) {
        bail!("npm said it installed binaryen, but {what} in {}", folder.display());
    }
    Ok(())
}

fn folder(project: &Project) -> PathBuf {
    project.tools().join("npm")
}

fn package(project: &Project) -> PathBuf {
    folder(project).join("node_modules").join("binaryen")
}

fn script(project: &Project) -> PathBuf {
    package(project).join("bin").join("wasm-opt")
}

fn installed_version(project: &Project) -> Option<String> {
    let text = fs::read_to_string(package(project).join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(manifest.get("version")?.as_str()?.to_owned())
}
