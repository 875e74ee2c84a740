//! The compiler for WebAssembly, in one of two ways: the active Rust toolchain with its wasm32 standard library, or
//! Debian 12's second Rust, which builds that library along with the application.
//!
//! The second exists because `rustup target add` downloads from a host that some networks do not reach. Read
//! `site::bundle` for the build that uses this.

use super::{Found, announce, debian};
use crate::args::WasmChoice;
use crate::pins;
use crate::process::{self, Job, ask};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const RUSTUP_TIME_MAX: Duration = Duration::from_secs(3 * 60);

/// A way to WebAssembly that works on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Rustup,
    Debian,
}

/// What is there now, without changing anything.
pub fn look(choice: WasmChoice) -> Found {
    match (choice, active_toolchain(), debian_toolchain()) {
        (WasmChoice::Auto | WasmChoice::Rustup, Some(found), _) => found,
        (WasmChoice::Auto | WasmChoice::Debian, _, Some(found)) => found,
        (choice, ..) => {
            Found::Missing { what: format!("no Rust compiler here builds for {TARGET}"), plan: plan(choice) }
        }
    }
}

fn plan(choice: WasmChoice) -> String {
    let packages = debian::command_by_hand(&debian::missing(&pins::DEBIAN_WASM));
    match choice {
        WasmChoice::Rustup => format!("rustup target add {TARGET}"),
        WasmChoice::Debian => packages,
        WasmChoice::Auto => format!("rustup target add {TARGET}, or else {packages}"),
    }
}

/// Finds a way, or makes one.
///
/// What is already here goes before anything that has to be fetched, so that a machine on which
/// rustup cannot download asks it once and not at every build.
pub fn ensure(project: &Project, choice: WasmChoice) -> Result<Way> {
    let rustup_allowed = choice != WasmChoice::Debian;
    let debian_allowed = choice != WasmChoice::Rustup;
    if rustup_allowed && active_toolchain().is_some() {
        return Ok(Way::Rustup);
    }
    if debian_allowed && debian_toolchain().is_some() {
        return Ok(Way::Debian);
    }
    let mut refused = Vec::new();
    if rustup_allowed {
        match add_with_rustup(project) {
            Ok(()) => return Ok(Way::Rustup),
            Err(error) => refused.push(format!("rustup: {error:#}")),
        }
    }
    if debian_allowed {
        match install_from_debian(project) {
            Ok(()) => return Ok(Way::Debian),
            Err(error) => refused.push(format!("Debian's packages: {error:#}")),
        }
    }
    bail!(
        "there is no way to compile to WebAssembly here.\n\n{}\n\nTo do by hand: {}",
        refused.join("\n\n"),
        plan(choice)
    )
}

/// The Rust that is active in this folder, when it has a standard library for WebAssembly.
fn active_toolchain() -> Option<Found> {
    let library = ask("rustc", &["--print", "target-libdir", "--target", TARGET])?;
    let has_std = fs::read_dir(&library).ok()?.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    });
    let version = ask("rustc", &["--version"])?;
    has_std.then(|| Found::Ready { version, at: PathBuf::from(library) })
}

/// Debian's second Rust, complete and new enough.
fn debian_toolchain() -> Option<Found> {
    if !debian::missing(&pins::DEBIAN_WASM).is_empty() {
        return None;
    }
    let version = ask(DEBIAN_RUSTC, &["--version"])?;
    (release_of(&version)? >= pins::RUST_OLDEST).then(|| Found::Ready { version, at: PathBuf::from(DEBIAN_RUSTC) })
}

/// "rustc 1.96.0 (…)" is release (1, 96).
fn release_of(version_line: &str) -> Option<(u32, u32)> {
    let number = version_line.split_whitespace().nth(1)?;
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn add_with_rustup(project: &Project) -> Result<()> {
    if ask("rustup", &["--version"]).is_none() {
        bail!("rustup is not installed");
    }
    announce(
        "the wasm32 target",
        "the application is compiled to WebAssembly",
        "a download of 20 MB, about half a minute",
    );
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    process::run(project, Job { name: "rustup-target", command, time_max: RUSTUP_TIME_MAX })?;
    if active_toolchain().is_none() {
        bail!("rustup added {TARGET}, but the active rustc does not have it");
    }
    Ok(())
}

fn install_from_debian(project: &Project) -> Result<()> {
    announce(
        "Debian's second Rust",
        "it compiles the application to WebAssembly",
        "a download of 200 MB, about two minutes",
    );
    debian::install(project, "debian-rust", &pins::DEBIAN_WASM)?;
    if debian_toolchain().is_none() {
        let (major, minor) = pins::RUST_OLDEST;
        bail!("Debian's rustc here is older than {major}.{minor}; its security updates carry a newer one");
    }
    Ok(())
}

/// Linting the WebAssembly side needs one package more on the Debian way.
pub fn ensure_clippy(project: &Project, way: Way) -> Result<()> {
    if way == Way::Rustup || debian::version(pins::DEBIAN_CLIPPY).is_some() {
        return Ok(());
    }
    announce(pins::DEBIAN_CLIPPY, "lints what only compiles for WebAssembly", "a few seconds");
    debian::install(project, "debian-clippy", &[pins::DEBIAN_CLIPPY])
}

impl Way {
    /// Each way has its own folder: a shared one would be rebuilt at every change of way.
    pub fn target_dir(self, project: &Project) -> PathBuf {
        match self {
            Way::Rustup => project.at("target-wasm-rustup"),
            Way::Debian => project.at("target-wasm"),
        }
    }

    /// Cargo for this way, ready for a subcommand's arguments.
    pub fn cargo(self, project: &Project, subcommand: &str) -> Result<Command> {
        let mut command = match (self, subcommand) {
            (Way::Rustup, _) => Command::new("cargo"),
            // Asked for by path: `cargo clippy` would find rustup's clippy, of another version, on the PATH.
            (Way::Debian, "clippy") => Command::new("/usr/bin/cargo-clippy"),
            (Way::Debian, _) => Command::new(DEBIAN_CARGO),
        };
        command.arg(subcommand);
        self.prepare(project, &mut command, &[])?;
        Ok(command)
    }

    /// Makes a program, and every cargo that it starts, compile this way. `first_on_path` comes before the rest.
    pub fn prepare(self, project: &Project, command: &mut Command, first_on_path: &[PathBuf]) -> Result<()> {
        process::forget_outer_cargo(command);
        command.env("CARGO_TARGET_DIR", self.target_dir(project));
        let mut folders = Vec::new();
        if self == Way::Debian {
            folders.push(debian_programs(project)?);
            command
                .env("CARGO", DEBIAN_CARGO)
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTDOC", "/usr/bin/rustdoc")
                // Building the standard library is an unstable option, which a stable compiler has to be told to allow.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                // The outer cargo put its own toolchain's libraries there.
                .env_remove("LD_LIBRARY_PATH")
                .env_remove("RUSTUP_TOOLCHAIN");
        }
        folders.extend_from_slice(first_on_path);
        command.env("PATH", process::path_with(&folders)?);
        Ok(())
    }
}

/// A folder whose `cargo` is Debian's. trunk runs whatever `cargo` the PATH has, and putting
/// /usr/bin first would hide other tools' newer versions as well.
fn debian_programs(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join("debian-bin");
    fs::create_dir_all(&folder)?;
    for name in ["cargo", "rustc", "rustdoc"] {
        let link = folder.join(name);
        if !link.exists() {
            link_to(&Path::new("/usr/bin").join(name), &link).with_context(|| format!("linking {}", link.display()))?;
        }
    }
    Ok(folder)
}

#[cfg(unix)]
fn link_to(original: &Path, link: &Path) -> std::io::Result<()> {
    // A link whose original went away still occupies its name.
    if link.is_symlink() {
        fs::remove_file(link)?;
    }
    std::os::unix::fs::symlink(original, link)
}

#[cfg(not(unix))]
fn link_to(_original: &Path, _link: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("Debian's packages exist only on Debian"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_as_numbers() {
        assert_eq!(release_of("rustc 1.96.0 (abc 2026-05-01)"), Some((1, 96)));
        assert!(release_of("rustc 1.100.0").expect("a version") > pins::RUST_OLDEST);
        assert_eq!(release_of("command not found"), None);
    }
}
