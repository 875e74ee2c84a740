//! What is asked: the command line as data. Wrong usage is a sentence that says what to write.

use std::ffi::OsString;
use std::ops::RangeInclusive;
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
    /// `nines merge`
    Merge(Merge),
    /// `nines explain`
    Explain(Explain),
    /// `nines advise`
    Advise(Advise),
    /// `nines check`
    Check(Check),
    /// `nines import`
    Import(Import),
    /// `nines export`
    Export(Export),
}

impl Command {
    /// Whether the answer shall be JSON.
    pub fn is_for_json(&self) -> bool {
        match self {
            Command::Analyze(Analyze { json, .. })
            | Command::Simulate(Simulate { json, .. })
            | Command::Merge(Merge { json, .. })
            | Command::Explain(Explain { json, .. })
            | Command::Advise(Advise { json, .. })
            | Command::Check(Check { json, .. }) => *json,
            Command::Import(_) | Command::Export(_) => false,
        }
    }
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
    /// Which part of the study, of how many; all of it when `None`.
    pub part: Option<(u64, u64)>,
    /// On how many threads; on all cores when `None`.
    pub threads: Option<usize>,
    /// A script of faults.
    pub script: Option<PathBuf>,
    /// Measure rare outages by importance sampling, over so many cycles, instead of living through years.
    pub rare: Option<u64>,
}

/// Options of `nines merge`.
pub struct Merge {
    /// The partial results.
    pub files: Vec<PathBuf>,
    /// Whether to print JSON.
    pub json: bool,
}

/// Options of `nines explain`.
pub struct Explain {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
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
        None => Err(format!("what shall be done? {}", or_list())),
        Some(Short('h') | Long("help")) => Ok(Asked::Text(help::MAIN.to_string())),
        Some(Short('V') | Long("version")) => {
            Ok(Asked::Text(concat!("nines ", env!("CARGO_PKG_VERSION"), "\n").to_string()))
        }
        Some(Value(word)) => match word.to_string_lossy().as_ref() {
            "analyze" | "analyse" => analyze(args),
            "simulate" => simulate(args),
            "merge" => merge(args),
            "explain" => explain(args),
            "advise" => advise(args),
            "check" => check(args),
            "import" => import(args),
            "export" => export(args),
            "help" => Ok(Asked::Text(help::MAIN.to_string())),
            other => Err(unknown_command(other)),
        },
        Some(other) => Err(say(other.unexpected())),
    }
}

/// Every command.
const COMMANDS: [&str; 8] = ["analyze", "explain", "advise", "simulate", "merge", "check", "import", "export"];

fn or_list() -> String {
    let (last, others) = COMMANDS.split_last().expect("there are commands");
    format!("{} or {last}", others.join(", "))
}

fn unknown_command(word: &str) -> String {
    match nines_engine::diag::nearest(word, COMMANDS.into_iter()) {
        Some(near) => format!("there is no command \"{word}\" — did you mean \"{near}\"?"),
        None => format!("there is no command \"{word}\" — write {}", or_list()),
    }
}

fn analyze(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json, mut cuts) = (None, false, 50);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::ANALYZE.to_string())),
            Long("json") => json = true,
            Long("cuts") => cuts = number(&mut args, "--cuts", 0..=1_000_000)? as usize,
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Analyze(Analyze { file: file_given(file)?, json, cuts })))
}

fn simulate(mut args: lexopt::Parser) -> Result<Asked, String> {
    let mut file = None;
    let mut asked = Simulate {
        file: PathBuf::new(),
        json: false,
        years: 1000,
        seed: 1,
        trace: false,
        part: None,
        threads: None,
        script: None,
        rare: None,
    };
    let (mut years, mut cycles) = (None, None);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::SIMULATE.to_string())),
            Long("json") => asked.json = true,
            Long("years") => years = Some(number(&mut args, "--years", 1..=nines_engine::sim::YEARS_MAX)?),
            Long("seed") => asked.seed = number(&mut args, "--seed", 0..=u64::MAX)?,
            Long("trace") => asked.trace = true,
            Long("rare") => asked.rare = Some(CYCLES_STANDARD),
            Long("cycles") => cycles = Some(number(&mut args, "--cycles", 1..=1_000_000_000)?),
            Long("part") => asked.part = Some(part(&mut args)?),
            Long("threads") => asked.threads = Some(number(&mut args, "--threads", 1..=1024)? as usize),
            Long("script") => {
                asked.script = Some(PathBuf::from(args.value().map_err(|_| "--script needs a file".to_string())?));
            }
            other => one_file(&mut file, other)?,
        }
    }
    if asked.json && asked.trace {
        return Err("--json and --trace are two different outputs: choose one".to_string());
    }
    if asked.part.is_some() && (asked.json || asked.trace) {
        return Err("--part writes a partial result for nines merge, and no other output".to_string());
    }
    if asked.rare.is_some() && (asked.trace || asked.part.is_some() || asked.script.is_some()) {
        return Err("--rare measures cycles, not years: no --trace, --part or --script goes with it".to_string());
    }
    if asked.rare.is_some() && (years.is_some() || asked.threads.is_some()) {
        return Err(
            "--rare measures cycles, on one thread: write --cycles, and neither --years nor --threads".to_string()
        );
    }
    if cycles.is_some() && asked.rare.is_none() {
        return Err("--cycles goes with --rare".to_string());
    }
    asked.years = years.unwrap_or(asked.years);
    asked.rare = asked.rare.map(|standard| cycles.unwrap_or(standard));
    asked.file = file_given(file)?;
    Ok(Asked::Run(Command::Simulate(asked)))
}

/// Cycles of `--rare`: about a second for a small system.
const CYCLES_STANDARD: u64 = 200_000;

/// `3/16`: the third of sixteen.
fn part(args: &mut lexopt::Parser) -> Result<(u64, u64), String> {
    let value = args.value().map_err(|_| "--part needs a part, for example 3/16".to_string())?;
    let text = value.to_string_lossy();
    let numbers = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((part, of)) if 1 <= part && part <= of && of <= nines_engine::sim::YEARS_MAX => Ok((part, of)),
        _ => Err(format!("--part is \"{text}\", and must be a part of the whole, for example 3/16")),
    }
}

fn merge(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut files, mut json) = (Vec::new(), false);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::MERGE.to_string())),
            Long("json") => json = true,
            Value(path) => files.push(PathBuf::from(path)),
            other => return Err(say(other.unexpected())),
        }
    }
    if files.is_empty() {
        return Err("which parts? Name the files that nines simulate --part wrote".to_string());
    }
    Ok(Asked::Run(Command::Merge(Merge { files, json })))
}

fn explain(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json) = (None, false);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::EXPLAIN.to_string())),
            Long("json") => json = true,
            other => one_file(&mut file, other)?,
        }
    }
    Ok(Asked::Run(Command::Explain(Explain { file: file_given(file)?, json })))
}

fn advise(mut args: lexopt::Parser) -> Result<Asked, String> {
    let (mut file, mut json, mut slo, mut changes) = (None, false, None, 3);
    while let Some(arg) = args.next().map_err(say)? {
        match arg {
            Short('h') | Long("help") => return Ok(Asked::Text(help::ADVISE.to_string())),
            Long("json") => json = true,
            Long("slo") => slo = Some(availability(&mut args, "--slo")?),
            Long("changes") => changes = number(&mut args, "--changes", 0..=CHANGES_MAX as u64)? as usize,
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

fn number(args: &mut lexopt::Parser, option: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
    let value = args.value().map_err(|_| format!("{option} needs a number"))?;
    let text = value.to_string_lossy();
    match text.replace('_', "").parse::<u64>() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => {
            let (least, most) = range.into_inner();
            Err(format!("{option} is \"{text}\", and must be a whole number from {least} to {most}"))
        }
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
