//! A C++ compiler, for libFuzzer: the one thing besides Rust that compiling the fuzz program takes.
//!
//! Any will do that the crate `cc` finds by itself: `$CXX`, or `c++`, which on Debian is g++'s.

use super::{Found, announce, debian};
use crate::pins;
use crate::process::{self, ask};
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::PathBuf;

pub fn look(project: &Project) -> Found {
    let named = std::env::var_os("CXX").map(PathBuf::from);
    match named.or_else(|| process::find(project, &["c++", "g++"])) {
        Some(at) => Found::Ready { version: ask(&at, &["--version"]).unwrap_or_default(), at },
        None => Found::Missing { what: "not found".to_owned(), plan: debian::command_by_hand(&pins::DEBIAN_CXX) },
    }
}

pub fn ensure(project: &Project) -> Result<()> {
    if let Found::Missing { .. } = look(project) {
        announce("g++", "compiles libFuzzer, which looks for inputs that break the engine", "about a minute");
        debian::install(project, "debian-compiler", &pins::DEBIAN_CXX)
            .context("a C++ compiler is missing. Any will do that is called c++ or named by CXX")?;
    }
    Ok(())
}
