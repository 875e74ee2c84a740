//! What is asked: the command line as data. Wrong usage is a sentence that says what to write.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;
use nines_engine::advise::CHANGES_MAX;
use nines_engine::units::Probability;

use crate::help;

/// A text to print, or a command to run.
pub enum Asked {
    /// Help or version.
    Text(String),
    /// A command.
    Run(Command),
}

/// A command with its options.
pub enum Command {
    /// `nines analyze`
    Analyze(Analyze),
    /// `nines simulate`
    Simulate(Simulate),
    /// `nines advise`
    Advise(Advise),
    /// `nines check`
    Check(Check),
}

/// Options of `nines analyze`.
pub struct Analyze {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
    /// How many cut sets to list.
    pub cuts: usize,
}

/// Options of `nines simulate`.
pub struct Simulate {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
    /// How many years.
    pub years: u64,
    /// One seed, one history.
    pub seed: u64,
    /// Whether to print the trace of one continuous history instead of a measurement.
    pub trace: bool,
}

/// Options of `nines advise`.
pub struct Advise {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
    /// The availability to reach, when it is not the document's.
    pub slo: Option<Probability>,
    /// How many upgrades are combined.
    pub changes: usize,
}

/// Options of `nines check`.
pub struct Check {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
}

/// Reads the command line, the program's name first.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut args = lexopt::Parser::from_iter(args);
    match args.next().map_err(say)? {
        None => Err("what shall be done? analyze, simulate or check".to_string()),
        Some(Short('h') | Long("help")) => Ok(Asked::Text(help::MAIN.to_string())),
        Some(Short('V') | Long("version")) => {
            Ok(Asked::Text(concat!("nines ", env!("CARGO_PKG_VERSION"), "\n").to_string()))
        }
        Some(Value(word)) => match word.to_string_lossy().as_ref() {
            "analyze" | "analyse" => analyze(args),
            "simulate" => simulate(args),
            "advise" => advise(args),
            "check" => check(args),
            "help" => Ok(Asked::Text(help::MAIN.to_string())),
            other => Err(unknown_command(other)),
        },
        Some(other) => Err(say(other.unexpected())),
    }
}

fn unknown_command(word: &str) -> String {
    let known = ["analyze", "simulate", "advise", "check"];
    match nines_engine::diag::nearest(word, known.into_iter()) {
        Some(near) => format!("there is no command \"{word}\" — did you mean \"{near}\"?"),
        None => format!("there is no command \"{word}\" — the commands are analyze, simulate, advise and check"),
    }
}

fn analyze(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json, mut cuts) = (None, false, 50);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::ANALYZE.to_string())),
            Long("json") => json = true,
            Long("cuts") => cuts = number(&mut args, "--cuts", 1_000_000)? as usize,
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Analyze(Analyze { file: file_given(file)?, json, cuts })))
}

fn simulate(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json, mut years, mut seed, mut trace) = (None, false, 1000, 1, false);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::SIMULATE.to_string())),
            Long("json") => json = true,
            Long("years") => years = number(&mut args, "--years", nines_engine::sim::YEARS_MAX)?,
            Long("seed") => seed = number(&mut args, "--seed", u64::MAX)?,
            Long("trace") => trace = true,
            other => one_file(&mut file, other)?,
        }
    }
    if years == 0 {
        return Err("--years must be at least 1".to_string());
    }
    if json && trace {
        return Err("--json and --trace are two different outputs: choose one".to_string());
    }
    Ok(Asked::Run(Command::Simulate(Simulate { file: file_given(file)?, json, years, seed, trace })))
}

fn advise(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json, mut slo, mut changes) = (None, false, None, 3);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::ADVISE.to_string())),
            Long("json") => json = true,
            Long("slo") => slo = Some(availability(&mut args, "--slo")?),
            Long("changes") => changes = number(&mut args, "--changes", CHANGES_MAX as u64)? as usize,
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Advise(Advise { file: file_given(file)?, json, slo, changes })))
}

fn check(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json) = (None, false);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::CHECK.to_string())),
            Long("json") => json = true,
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Check(Check { file: file_given(file)?, json })))
}

fn one_file(file: &mut Option<PathBuf>, arg: lexopt::Arg) -> Result<(), String> {
    match arg {
        Value(path) if file.is_none() => {
            *file = Some(PathBuf::from(path));
            Ok(())
        }
        Value(path) => Err(format!("one document at a time; what is \"{}\"?", path.to_string_lossy())),
        other => Err(say(other.unexpected())),
    }
}

fn file_given(file: Option<PathBuf>) -> Result<PathBuf, String> {
    file.ok_or_else(|| "which document? Name a file, or - for standard input".to_string())
}

fn number(args: &mut lexopt::Parser, option: &str, max: u64) -> Result<u64, String> {
    let value = args.value().map_err(|_| format!("{option} needs a number"))?;
    let text = value.to_string_lossy();
    match text.replace('_', "").parse::<u64>() {
        Ok(number) if number <= max => Ok(number),
        _ => Err(format!("{option} is \"{text}\", and must be a whole number from 0 to {max}")),
    }
}

fn availability(args: &mut lexopt::Parser, option: &str) -> Result<Probability, String> {
    let value = args.value().map_err(|_| format!("{option} needs an availability"))?;
    let text = value.to_string_lossy();
    let share = text.parse::<f64>().ok().and_then(Probability::new);
    share.ok_or_else(|| format!("{option} is \"{text}\", and must be a share of time from 0 to 1, such as 0.9995"))
}

fn say(error: lexopt::Error) -> String {
    error.to_string()
}
