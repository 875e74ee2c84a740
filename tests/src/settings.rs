//! Where the tests find what they need. `cargo xtask test` says so through variables; without it there are defaults that fit a
//! Debian machine with the project built.

use std::env;
use std::path::{Path, PathBuf};

/// The project's top folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is a folder of the project")
}

/// The built site.
///
/// # Panics
/// It is not there; the message says what writes it.
pub fn dist() -> PathBuf {
    let dist = env::var_os("NINES_DIST").map_or_else(|| project().join("dist"), PathBuf::from);
    let is_there = dist.join("index.html").is_file();
    assert!(
        is_there,
        "there is no site in {}: `cargo xtask build` writes it, `cargo xtask test` does both",
        dist.display()
    );
    dist
}

/// The command line, `nines`.
///
/// # Panics
/// It is not there; the message says what builds it.
pub fn nines() -> PathBuf {
    let default = || target().join("debug").join(format!("nines{}", env::consts::EXE_SUFFIX));
    let nines = env::var_os("NINES_BIN").map_or_else(default, PathBuf::from);
    assert!(nines.is_file(), "there is no {}: `cargo build -p nines-cli` builds it", nines.display());
    nines
}

/// Where screenshots go.
pub fn screenshots() -> PathBuf {
    target().join("screenshots")
}

/// Cargo's folder for what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), PathBuf::from)
}

/// A program of the browsers: what the variable says, else the default, else whatever has that name on the path.
pub fn program(variable: &str, defaults: &[&str]) -> PathBuf {
    if let Some(path) = env::var_os(variable) {
        return path.into();
    }
    let home = env::var("HOME").unwrap_or_default();
    let places = defaults.iter().map(|place| PathBuf::from(place.replace('~', &home)));
    places.into_iter().find(|place| place.is_file()).unwrap_or_else(|| {
        panic!("none of {} is there: `cargo xtask test` installs the browsers, or set {variable}", defaults.join(", "))
    })
}
