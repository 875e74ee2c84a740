//! Running one target, and reading from libFuzzer's log what came of it.

use super::Folders;
use crate::process::{self, Job, ask};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// libFuzzer's own limits, a net under those of `engine/fuzz/src/limits.rs`: seconds of the wall's clock for one input, of
/// which a busy machine takes many, and memory, C++ included.
const NET_SECONDS: u64 = 120;
const NET_MEGABYTES: u64 = 3000;

/// What it may take to start, to run what is known already, and to end, beyond the time asked for.
const SPARE: Duration = Duration::from_secs(20 * 60);

/// A target, as the program names it.
pub struct Target {
    pub name: String,
    pub is_document: bool,
    /// Its share of the time. What asks the most of the engine gets the most.
    pub weight: u64,
}

/// What came of a run that found nothing wrong.
pub struct Ran {
    pub name: String,
    pub seconds: u64,
    pub inputs: u64,
    /// Counters that were met: edges between pieces of code, of all that were compiled in.
    pub places: u64,
    /// Inputs that reach something no smaller one does.
    pub kept: u64,
}

/// The targets that the program has, a line each: name, what its inputs are, and words for a person.
pub fn all(program: &Path) -> Result<Vec<Target>> {
    let said = ask(program, &["--list"]).context("the fuzz program does not list its targets")?;
    let target = |line: &str| {
        let mut words = line.split_whitespace();
        let (name, input) = (words.next()?.to_owned(), words.next()?);
        let weight = if name == "read" { 1 } else { 2 };
        Some(Target { name, is_document: input == "document", weight })
    };
    Ok(said.lines().filter_map(target).collect())
}

/// Runs inputs that are there, each once.
pub fn again(project: &Project, program: &Path, target: &Target, inputs: &[PathBuf]) -> Result<()> {
    let mut command = Command::new(program);
    command.arg(&target.name).args(net()).args(inputs);
    let name = format!("fuzz-{}-found", target.name);
    process::run(project, Job { name: &name, command, time_max: SPARE })
        .context("an input that was mended before fails again")
}

/// Looks for inputs that fail, for so many seconds.
pub fn run(project: &Project, program: &Path, target: &Target, folders: &Folders, seconds: u64) -> Result<Ran> {
    let corpus = folders.corpus.join(&target.name);
    fs::create_dir_all(&corpus)?;
    let failed = folders.failed.join(format!("{}-", target.name));
    let before = failures(folders, target);
    let mut command = Command::new(program);
    command
        .arg(&target.name)
        .args(net())
        // Always the same luck: what a minute finds in CI should not depend on whose change it is. A longer search goes
        // other ways all the same, because it begins with the corpus of those before it.
        .arg("-seed=1")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={}", if target.is_document { 16_384 } else { 4096 }))
        .arg(format!("-artifact_prefix={}", failed.display()))
        .args(["-print_final_stats=1", "-reload=0"])
        .arg(&corpus);
    if target.is_document {
        command.arg(&folders.documents);
    }
    let name = format!("fuzz-{}", target.name);
    eprintln!("fuzz: {} for {}", target.name, process::duration(Duration::from_secs(seconds)));
    let outcome = process::run(project, Job { name: &name, command, time_max: Duration::from_secs(seconds) + SPARE });
    if let Err(error) = outcome {
        let new = failures(folders, target).into_iter().find(|path| !before.contains(path));
        let Some(input) = new else { return Err(error) };
        bail!("{error:#}\n\n{}", how_to_run_again(program, target, &input));
    }
    let log = fs::read_to_string(project.logs().join(format!("{name}.log")))?;
    Ok(ran(target, seconds, &log))
}

fn net() -> [String; 2] {
    [format!("-timeout={NET_SECONDS}"), format!("-rss_limit_mb={NET_MEGABYTES}")]
}

fn failures(folders: &Folders, target: &Target) -> Vec<PathBuf> {
    let begins = format!("{}-", target.name);
    let entries = fs::read_dir(&folders.failed).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&begins)).map(|entry| entry.path()).collect()
}

fn how_to_run_again(program: &Path, target: &Target, input: &Path) -> String {
    let (program, name, input) = (program.display(), &target.name, input.display());
    let document =
        if target.is_document { String::new() } else { format!("\nits document:     {program} document {input}") };
    format!(
        "the input is kept: {input}\nto run it again:  {program} {name} {input}{document}\n\
         When it is mended, keep a small document that failed as engine/fuzz/found/{name}-WHAT-IT-WAS.json."
    )
}

/// Reads the last line that counts, such as `#4215 DONE   cov: 8123 ft: 40012 corp: 512/103Kb lim: 4096 exec/s: 84`.
fn ran(target: &Target, seconds: u64, log: &str) -> Ran {
    let last = log.lines().rev().find(|line| line.starts_with('#') && line.contains("cov: ")).unwrap_or_default();
    let after = |word: &str| {
        let rest = last.split_once(word).map_or("", |(_, rest)| rest).trim_start();
        rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    Ran { name: target.name.clone(), seconds, inputs: after("#"), places: after("cov: "), kept: after("corp: ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_came_of_it() {
        let target = Target { name: "read".to_owned(), is_document: true, weight: 1 };
        let log = "#2\tINITED cov: 10 ft: 10 corp: 1/1b\n#4215\tDONE   cov: 8123 ft: 40012 corp: 512/103Kb lim: 4096\n\
                   Done 4215 runs in 61 second(s)\n";
        let ran = ran(&target, 60, log);
        assert_eq!((ran.inputs, ran.places, ran.kept), (4215, 8123, 512));
    }
}
