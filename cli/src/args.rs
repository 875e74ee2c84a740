//! What is asked: the command line as data. Wrong usage is a sentence that says what to write.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

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
    /// `nines check`
    Check(Check),
    /// `nines import`
    Import(Import),
    /// `nines export`
    Export(Export),
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

/// Options of `nines check`.
pub struct Check {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
}

/// Options of `nines import`.
pub struct Import {
    /// The Open-PSA document; `-` is standard input.
    pub file: PathBuf,
    /// The gate the document shall be about; where there is only one at the top, that one.
    pub top: Option<String>,
}

/// Options of `nines export`.
pub struct Export {
    /// The document; `-` is standard input.
    pub file: PathBuf,
}

/// Reads the command line, the program's name first.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut args = lexopt::Parser::from_iter(args);
    match args.next().map_err(say)? {
        None => Err("what shall be done? analyze, simulate, check, import or export".to_string()),
        Some(Short('h') | Long("help")) => Ok(Asked::Text(help::MAIN.to_string())),
        Some(Short('V') | Long("version")) => {
            Ok(Asked::Text(concat!("nines ", env!("CARGO_PKG_VERSION"), "\n").to_string()))
        }
        Some(Value(word)) => match word.to_string_lossy().as_ref() {
            "analyze" | "analyse" => analyze(args),
            "simulate" => simulate(args),
            "check" => check(args),
            "import" => import(args),
            "export" => export(args),
            "help" => Ok(Asked::Text(help::MAIN.to_string())),
            other => Err(unknown_command(other)),
        },
        Some(other) => Err(say(other.unexpected())),
    }
}

fn unknown_command(word: &str) -> String {
    let known = ["analyze", "simulate", "check", "import", "export"];
    match nines_engine::diag::nearest(word, known.into_iter()) {
        Some(near) => format!("there is no command \"{word}\" — did you mean \"{near}\"?"),
        None => {
            format!("there is no command \"{word}\" — the commands are analyze, simulate, check, import and export")
        }
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

fn import(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut top) = (None, None);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::IMPORT.to_string())),
            Long("top") => top = Some(text(&mut args, "--top", "the name of a gate")?),
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Import(Import { file: file_given(file)?, top })))
}

fn export(mut args: lexopt::Parser) -> Result<Asked, String> {
    let mut file = None;
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::EXPORT.to_string())),
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Export(Export { file: file_given(file)? })))
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

fn text(args: &mut lexopt::Parser, option: &str, what: &str) -> Result<String, String> {
    let value = args.value().map_err(|_| format!("{option} needs {what}"))?;
    value.into_string().map_err(|_| format!("{option} is not UTF-8 text"))
}

fn number(args: &mut lexopt::Parser, option: &str, max: u64) -> Result<u64, String> {
    let value = args.value().map_err(|_| format!("{option} needs a number"))?;
    let text = value.to_string_lossy();
    match text.replace('_', "").parse::<u64>() {
        Ok(number) if number <= max => Ok(number),
        _ => Err(format!("{option} is \"{text}\", and must be a whole number from 0 to {max}")),
    }
}

fn say(error: lexopt::Error) -> String {
    error.to_string()
}
