//! The same work as the `browser/` cases, compiled to WebAssembly with the profiles of the site and of the command line,
//! and timed under node. A crate is written for it below `target/bench`, so that the workspace needs no member that
//! only benchmarks use.
//!
//! Node runs the engine of Chromium; a phone is slower by a factor of its own, which no ratio here shows.

use super::measured::{Measured, NATIVE, Times, WASM};
use crate::args::BenchOptions;
use crate::process::{self, Job, ask};
use crate::project::Project;
use crate::site::optimise::{self, Names};
use crate::site::packed;
use crate::site::sizes::gzip_length;
use crate::steps::{Found, optimiser, wasm};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const COMPILE_TIME_MAX: Duration = Duration::from_secs(10 * 60);
const NODE_SCRIPT: &str = include_str!("browser.mjs");
/// How long node repeats each case, at the least.
const SECONDS: (f64, f64) = (2.0, 0.3);
/// What the site is made of, and what would be fastest.
const PROFILES: [(&str, &str); 2] = [("site", WASM), ("release", "wasm, compiled for speed")];

/// A module for every profile, or why there is none.
pub fn compile(project: &Project, options: &BenchOptions, folder: &Path) -> Vec<Result<PathBuf>> {
    let wanted = options.filter.is_empty() || options.filter.starts_with("browser");
    let one = |profile: &str| {
        if !wanted {
            bail!("--filter browser compiles it");
        }
        if let Found::Missing { what, .. } = wasm::look(options.wasm) {
            bail!("{what}; cargo xtask build installs it");
        }
        compile_as(project, options, folder, profile)
    };
    PROFILES.iter().map(|(profile, _)| one(profile)).collect()
}

/// Whatever keeps this from running is a reason to skip it. A wrong answer is one too, and it is said.
pub fn run(
    project: &Project,
    options: &BenchOptions,
    folder: &Path,
    modules: &[Result<PathBuf>],
    measured: &mut Measured,
) {
    let asked: Vec<String> = measured.cases.keys().filter(|name| name.starts_with("browser/")).cloned().collect();
    if asked.is_empty() {
        return;
    }
    for ((_, who), module) in PROFILES.iter().zip(modules) {
        let timed = match module {
            Ok(module) => {
                time(project, options, folder, (module, who), &asked, measured).map_err(|error| format!("{error:#}"))
            }
            Err(error) => Err(format!("{error:#}")),
        };
        if let Err(reason) = timed {
            let reason = reason.lines().next().unwrap_or_default().to_owned();
            measured.skipped.push((format!("browser/* as {who}"), reason));
        }
    }
}

fn time(
    project: &Project,
    options: &BenchOptions,
    folder: &Path,
    (module, who): (&Path, &str),
    asked: &[String],
    measured: &mut Measured,
) -> Result<()> {
    let node = process::find(project, &["node", "nodejs"]).context("node is not on the PATH")?;
    let script = folder.join("browser.mjs");
    fs::write(&script, NODE_SCRIPT)?;
    let seconds = if options.quick { SECONDS.1 } else { SECONDS.0 };
    let calls: Vec<Value> = asked.iter().filter_map(|name| call(name)).collect();
    let question = json!({ "seconds": seconds, "calls": calls }).to_string();
    let said = ask(&node, &[&script.to_string_lossy(), &module.to_string_lossy(), &question]);
    let said = said.with_context(|| format!("node {} did not run", script.display()))?;
    for line in said.lines() {
        keep(&serde_json::from_str(line)?, who, measured)?;
    }
    if who == WASM {
        measured.remarks.push(weight(project, options, module, folder)?);
    }
    Ok(())
}

/// "browser/twenty/1000" calls twenty(1000).
fn call(name: &str) -> Option<Value> {
    let (function, with) = name.strip_prefix("browser/")?.split_once('/')?;
    Some(json!({ "name": name, "function": function, "with": with.parse::<u32>().ok()? }))
}

/// Adds the times of a case, if its answer has the bits of the native one.
fn keep(said: &Value, who: &str, measured: &mut Measured) -> Result<()> {
    let name = said["name"].as_str().context("a case without a name")?;
    let bits = said["bits"].as_str().context("an answer")?;
    let native = measured.checked.get(name).map(String::as_str).unwrap_or_default();
    if native != format!("bits {bits}") {
        bail!("{name}: WebAssembly answers {bits}, native code {native}");
    }
    let seconds = said["seconds"].as_array().context("samples")?.iter().filter_map(Value::as_f64).collect();
    let amount = measured.times(name, NATIVE).and_then(|native| native.amount);
    measured.add(name, who, Times::of(seconds, amount).context("no samples")?);
    Ok(())
}

fn compile_as(project: &Project, options: &BenchOptions, folder: &Path, profile: &str) -> Result<PathBuf> {
    let way = wasm::ensure(project, options.wasm)?;
    let home = folder.join("browser");
    fs::create_dir_all(&home)?;
    let manifest = home.join("Cargo.toml");
    fs::write(&manifest, self::manifest(project)?)?;
    // The same versions of everything as the workspace; cargo takes out what is not used.
    fs::copy(project.at("Cargo.lock"), home.join("Cargo.lock"))?;
    let mut command = way.cargo(project, "build")?;
    command.args(["--target", wasm::TARGET, "--profile", profile, "--manifest-path"]).arg(&manifest);
    process::run(project, Job { name: "bench-browser", command, time_max: COMPILE_TIME_MAX })?;
    Ok(way.target_dir(project).join(wasm::TARGET).join(profile).join("nines_bench_browser.wasm"))
}

fn manifest(project: &Project) -> Result<String> {
    let workspace = fs::read_to_string(project.at("Cargo.toml"))?;
    let engine = project.at("engine");
    let library = engine.join("benches").join("wasm").join("lib.rs");
    // Quoted as Rust's debug text, which is how TOML escapes as well.
    Ok(format!(
        "[package]\nname = \"nines-bench-browser\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\ncrate-type = [\"cdylib\"]\npath = {library:?}\n\n\
         [dependencies]\nnines-engine = {{ path = {engine:?} }}\n\n[workspace]\n\n{}",
        profiles(&workspace)
    ))
}

/// The `[profile…]` tables of a manifest: what is timed is compiled as what is shipped.
fn profiles(manifest: &str) -> String {
    let mut within = false;
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.starts_with("[profile.");
        }
        if within {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// What the engine alone may weigh as it is sent.
const ENGINE_BYTES_MAX: u64 = 150_000;

/// What the engine alone weighs, sent as the site sends the application: packed, and with what unpacks it.
fn weight(project: &Project, options: &BenchOptions, module: &Path, folder: &Path) -> Result<String> {
    let wasm_opt = optimiser::ensure(project)?;
    let (small, unpacker) = (folder.join("engine.wasm"), folder.join("unpacker.wasm"));
    optimise::smallest(project, &wasm_opt, Names::Drop, module, &small)?;
    packed::unpacker(project, wasm::ensure(project, options.wasm)?, &wasm_opt, &unpacker)?;
    let bytes = fs::read(&small)?;
    let sent = nines_pack::pack(&bytes).context("the packer does not follow the engine")?.len() as u64;
    let with = gzip_length(&fs::read(&unpacker)?)?;
    Ok(format!(
        "Reading, exact answers and lifetimes alone weigh {} KB as the site sends them: packed, with {} KB of what unpacks \
         them (budget: 150 KB, {}). As WebAssembly they weigh {} KB, and {} KB with gzip.",
        (sent + with) / 1000,
        with / 1000,
        if sent + with <= ENGINE_BYTES_MAX { "kept" } else { "missed" },
        bytes.len() / 1000,
        gzip_length(&bytes)? / 1000
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_names_its_call() {
        let expected = json!({ "name": "browser/exact/100", "function": "exact", "with": 100 });
        assert_eq!(call("browser/exact/100"), Some(expected));
        assert_eq!(call("browser/exact/many"), None);
        assert_eq!(call("trees/chinese"), None);
    }

    #[test]
    fn profiles_are_taken_over_and_nothing_else() {
        let manifest = "[workspace]\nmembers = []\n[profile.site]\nopt-level = \"z\"\n[lints]\nx = 1\n[profile.a.package.b]\ny = 2\n";
        assert_eq!(profiles(manifest), "[profile.site]\nopt-level = \"z\"\n[profile.a.package.b]\ny = 2\n");
    }
}
