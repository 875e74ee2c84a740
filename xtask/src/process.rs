//! Runs other programs: asks one for a line, runs one behind a log with a sign of life, or lets one talk.
//!
//! It decides nothing; `steps`, `site` and `checks` say what to run and why.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A program that may run for minutes: its output goes to a log, the terminal sees that it lives.
pub struct Job<'a> {
    /// Names the log and the line on the terminal.
    pub name: &'a str,
    pub command: Command,
    /// After this the program is stopped: a download that hangs must end in a message.
    pub time_max: Duration,
}

/// How often a log, not a terminal, is told that a job goes on.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(200);
const LOG_LINES_SHOWN: usize = 60;
const LOG_TAIL_BYTES: u64 = 64 * 1024;

/// Runs a job to its end. The error says how it ended, shows the end of the log and where the rest is.
pub fn run(project: &Project, mut job: Job) -> Result<()> {
    fs::create_dir_all(project.logs())?;
    let log_path = project.logs().join(format!("{}.log", job.name));
    let log = File::create(&log_path).with_context(|| format!("writing {}", log_path.display()))?;
    let mut child = job
        .command
        .current_dir(project.root())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("starting {}", job.command.get_program().display()))?;
    let status = wait_visibly(&mut child, &job, &log_path)?;
    match status {
        Some(status) if status.success() => Ok(()),
        ended => {
            let how = ended.map_or_else(
                || format!("was stopped after {}", duration(job.time_max)),
                |status| format!("failed ({status})"),
            );
            bail!(
                "{} {how}. The end of its log, {}:\n\n{}",
                job.name,
                log_path.display(),
                tail(&log_path, LOG_LINES_SHOWN)
            )
        }
    }
}

/// Waits; `None` when the time was up and the program was stopped.
fn wait_visibly(child: &mut Child, job: &Job, log: &Path) -> Result<Option<ExitStatus>> {
    let started = Instant::now();
    let terminal = std::io::stderr().is_terminal();
    let mut next_sign = SIGN_OF_LIFE;
    loop {
        let ended = child.try_wait()?;
        let elapsed = started.elapsed();
        if terminal {
            show_on_terminal(&format!("    {} · {} · {}", job.name, duration(elapsed), tail(log, 1)));
        } else if elapsed >= next_sign && ended.is_none() {
            next_sign += SIGN_OF_LIFE;
            eprintln!("    {} · {} · {}", job.name, duration(elapsed), tail(log, 1));
        }
        if ended.is_some() {
            if terminal {
                show_on_terminal("");
            }
            return Ok(ended);
        }
        if elapsed > job.time_max {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(POLL);
    }
}

/// Replaces the terminal's current line; 100 characters, because a wrapped line cannot be replaced.
fn show_on_terminal(text: &str) {
    let line: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
    let mut out = std::io::stderr();
    // A terminal that went away is no reason to stop the build.
    let _ = write!(out, "\r\x1b[2K{line}");
    let _ = out.flush();
}

/// The last lines of a log that say something.
fn tail(log: &Path, lines: usize) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LOG_TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let said: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    said[said.len().saturating_sub(lines)..].join("\n")
}

/// Runs a program whose own words belong on the terminal: a compiler's errors, a test's report.
pub fn aloud(project: &Project, command: &mut Command) -> Result<()> {
    let status = command
        .current_dir(project.root())
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("starting {}", command.get_program().display()))?;
    if status.success() { Ok(()) } else { bail!("{} ended with {status}", shown(command)) }
}

/// What a program prints to its standard output, trimmed; `None` when it is not there or fails.
pub fn ask(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref()).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The cargo that runs this xtask, for native builds.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_outer_cargo(&mut command);
    command
}

/// Cargo tells xtask about xtask's own crate through the environment; another cargo must not hear it.
pub fn forget_outer_cargo(command: &mut Command) {
    let told = std::env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_BIN_")
            || name == "CARGO_PRIMARY_PACKAGE"
            || name == "CARGO_CRATE_NAME"
    });
    for (name, _) in told {
        command.env_remove(name);
    }
}

/// Every file of this name on the PATH, in cargo's own folder, and in `.tools/bin`, in that order.
pub fn candidates(project: &Project, name: &str) -> Vec<PathBuf> {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut found: Vec<PathBuf> = Vec::new();
    let folders = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .chain(cargo_home.map(|home| home.join("bin")))
        .chain([project.tools().join("bin")])
        .collect::<Vec<_>>();
    for folder in folders {
        let file = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        if file.is_file() && !found.contains(&file) {
            found.push(file);
        }
    }
    found
}

/// The first file of any of these names.
pub fn find(project: &Project, names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| candidates(project, name).into_iter().next())
}

/// A PATH on which these folders come first.
pub fn path_with(first: &[PathBuf]) -> Result<OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(std::env::split_paths(&rest));
    std::env::join_paths(all).context("a folder's name cannot be on the PATH")
}

/// "48 s" or "3 min 5 s".
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}
