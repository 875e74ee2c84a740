//! The tools that cargo installs: trunk, the wasm-bindgen CLI, geckodriver.
//!
//! One that is already on the PATH at the right version is used; otherwise it is compiled into `.tools/`, with little
//! optimisation, because compiling it is most of what a new machine waits for.

use super::{Found, announce};
use crate::pins;
use crate::process::{self, Job, ask};
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

const COMPILE_TIME_MAX: Duration = Duration::from_secs(40 * 60);

pub struct Tool {
    /// The program's name.
    name: &'static str,
    /// The package that it comes in.
    package: &'static str,
    version: String,
    why: &'static str,
    how_long: &'static str,
    /// Whether to compile it with the versions its author tested.
    locked: bool,
}

pub fn trunk() -> Tool {
    Tool {
        name: "trunk",
        package: "trunk",
        version: pins::TRUNK.to_owned(),
        why: "bundles the application",
        how_long: "compiles for about 3 minutes",
        locked: true,
    }
}

pub fn geckodriver() -> Tool {
    Tool {
        name: "geckodriver",
        package: "geckodriver",
        version: pins::GECKODRIVER.to_owned(),
        why: "drives Firefox in the tests",
        how_long: "compiles for about a minute",
        locked: true,
    }
}

/// The CLI has to equal the library's version to the last digit, so it follows Cargo.lock.
pub fn wasm_bindgen(project: &Project) -> Result<Tool> {
    let lock = project.at("Cargo.lock");
    let text = fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    let version = locked_version(&text, "wasm-bindgen")
        .context("Cargo.lock does not mention wasm-bindgen: the application does not use it")?;
    Ok(Tool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        why: "joins WebAssembly to the page",
        how_long: "compiles for about a minute",
        // Its lock file names a version that was withdrawn since.
        locked: false,
    })
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

impl Tool {
    pub fn name(&self) -> &str {
        self.name
    }

    pub fn look(&self, project: &Project) -> Found {
        let mut others = Vec::new();
        for at in process::candidates(project, self.name) {
            let version = ask(&at, &["--version"]).as_deref().and_then(version_in);
            match version {
                Some(version) if version == self.version => return Found::Ready { version, at },
                Some(version) => others.push(version),
                None => others.push("one that does not answer".to_owned()),
            }
        }
        let what = if others.is_empty() {
            "not found".to_owned()
        } else {
            format!("needs {}, found {}", self.version, others.join(" and "))
        };
        Found::Missing { what, plan: format!("{} into .tools; {}", self.by_hand(), self.how_long) }
    }

    /// The program at the right version, compiled first when it is not there.
    pub fn ensure(&self, project: &Project) -> Result<PathBuf> {
        if let Found::Ready { at, .. } = self.look(project) {
            return Ok(at);
        }
        let what = format!("{} {}", self.name, self.version);
        announce(&what, self.why, self.how_long);
        self.install(project)
            .with_context(|| format!("{what} could not be installed. To do by hand: {}", self.by_hand()))?;
        Ok(project.tools().join("bin").join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX)))
    }

    fn install(&self, project: &Project) -> Result<()> {
        let mut command = process::cargo();
        command
            .args(["install", self.package, "--version", &self.version])
            .args(self.locked.then_some("--locked"))
            .args(["--debug", "--force", "--root"])
            .arg(project.tools())
            // Debug information would double the time and the space, for a tool nobody debugs here.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_DIR", compile_folder(project));
        process::run(project, Job { name: self.name, command, time_max: COMPILE_TIME_MAX })
    }

    fn by_hand(&self) -> String {
        let locked = if self.locked { " --locked" } else { "" };
        format!("cargo install {} --version {}{locked}", self.package, self.version)
    }
}

/// The tools share what they have in common while they compile.
fn compile_folder(project: &Project) -> PathBuf {
    project.tools().join("target")
}

/// Gives back the space that compiling took, about a gigabyte.
pub fn tidy(project: &Project) {
    // A folder that cannot be removed costs space and nothing else.
    let _ = fs::remove_dir_all(compile_folder(project));
}

/// The version in "trunk 0.21.14" or "geckodriver 0.36.0 (a3d5 2025-02-25)".
fn version_in(said: &str) -> Option<String> {
    let word = said.split_whitespace().nth(1)?;
    word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_the_tools_say_them() {
        let check = |said: &str, expected: Option<&str>| {
            assert_eq!(version_in(said).as_deref(), expected, "{said}");
        };
        check("trunk 0.21.14", Some("0.21.14"));
        check("geckodriver 0.37.1 (a1b2 2026-01-01)\n\nThe source", Some("0.37.1"));
        check("error", None);
        check("no version", None);
    }

    #[test]
    fn the_lock_file_is_read_by_whole_names() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }
}
