//! Which crate may use which, and that every dependency says why it is here. A folder promise drifts; a crate edge
//! does not, so the edges are read from cargo itself. `sources` holds the rules inside the files.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each crate and the crates of ours that it may use.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("nines-engine", &[]),
    ("nines-editor", &["nines-engine"]),
    ("nines-lessons", &["nines-engine"]),
    ("nines-cli", &["nines-engine", "nines-lessons"]),
    ("nines-app", &["nines-engine", "nines-editor", "nines-lessons"]),
    ("nines-pack", &[]),
    ("xtask", &["nines-engine", "nines-lessons", "nines-pack"]),
    ("nines-tests", &["nines-engine"]),
];

/// Crates that know a browser; only the application may use them.
const BROWSER: [&str; 8] = [
    "leptos",
    "leptos_router",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "js-sys",
    "gloo-timers",
    "console_error_panic_hook",
];

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the project").to_owned()
}

/// Every crate of the workspace with all that it depends on directly: to run, to test and to build.
fn direct() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let said: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let text = |value: &Value| value.as_str().expect("a name").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    list(&said["packages"])
        .iter()
        .map(|package| {
            let uses = list(&package["dependencies"]);
            let uses = uses.iter().map(|dependency| text(&dependency["name"]));
            (text(&package["name"]), uses.collect())
        })
        .collect()
}

#[test]
fn crates_point_one_way() {
    let direct = direct();
    let known: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    for (name, uses) in &direct {
        let allowed =
            known.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in MAY_USE: say what it may use"));
        for used in uses.iter().filter(|used| direct.contains_key(*used)) {
            assert!(allowed.contains(&used.as_str()), "{name} may not use {used}, only {allowed:?}");
        }
    }
    let missing: Vec<_> = known.keys().filter(|name| !direct.contains_key(**name)).collect();
    assert!(missing.is_empty(), "MAY_USE names crates that are gone: {missing:?}");
}

#[test]
fn only_the_application_knows_a_browser() {
    for (name, uses) in direct().iter().filter(|(name, _)| *name != "nines-app") {
        for used in BROWSER {
            assert!(!uses.contains(used), "{name} may not use {used}: it is for nines-app");
        }
    }
}

#[test]
fn every_dependency_says_why_it_is_here() {
    let members = direct();
    let mut silent = Vec::new();
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).expect("a manifest");
        for name in unexplained(&text) {
            if !members.contains_key(&name) {
                silent.push(format!("{}: {name}", manifest.display()));
            }
        }
    }
    assert!(silent.is_empty(), "put a comment above, saying why:\n{}", silent.join("\n"));
}

fn manifests() -> Vec<PathBuf> {
    let inside = fs::read_dir(root()).expect("the project").flatten();
    let of_crates = inside.map(|entry| entry.path().join("Cargo.toml"));
    let all = of_crates.chain([root().join("Cargo.toml")]);
    all.filter(|path| path.is_file()).collect()
}

/// Dependencies that neither have a comment directly above nor point to the workspace's list, which has one.
fn unexplained(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_dependencies = false;
    let mut before = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
            && !before.starts_with('#')
            && !line.replace(' ', "").contains("workspace=true")
        {
            let name = line.split(['=', '.', ' ']).next().unwrap_or(line);
            found.push(name.to_owned());
        }
        before = line;
    }
    found
}

#[test]
fn a_dependency_without_a_reason_is_noticed() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# Because.\na = \"1\"\nb = \"1\"\n\
                    c.workspace = true\n[target.'cfg(unix)'.dev-dependencies]\nd = { version = \"1\" }\n";
    assert_eq!(unexplained(manifest), ["b", "d"]);
}
