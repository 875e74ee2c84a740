//! `nines`: availability of a topology, on the command line. This is the only crate that reads files and prints;
//! every number comes from the engine. Reading order: `args` (what is asked), then a file for each command.

mod args;
mod help;
mod input;
mod table;
mod analyze;
mod explain;
mod simulate;
mod pace;
mod trace;
mod rare;
mod second_opinion;
mod merge;
mod advise;
mod check;
mod import;
mod export;
mod open_psa;

use std::io::Write as _;
use std::process::ExitCode;

use args::{Asked, Command};
use nines_engine::diag::Diagnostic;

/// What a command has to say, and whether the document was good.
pub struct Outcome {
    /// For standard output, in pieces: not every answer fits into memory.
    pub answer: Box<dyn Iterator<Item = String>>,
    /// For standard error.
    pub findings: String,
    /// Whether there is an answer.
    pub answered: bool,
}

impl Outcome {
    /// An answer, with what to know about it.
    pub fn answer(answer: String, findings: String) -> Outcome {
        Outcome { answer: Box::new(std::iter::once(answer)), findings, answered: true }
    }
}

fn main() -> ExitCode {
    let asked = match args::parse(std::env::args_os()) {
        Ok(asked) => asked,
        Err(problem) => {
            eprintln!("nines: {problem}");
            eprintln!("Try 'nines --help'.");
            return ExitCode::from(2);
        }
    };
    let outcome = match asked {
        Asked::Text(text) => Outcome::answer(text, String::new()),
        Asked::Run(command) => {
            run(&command).unwrap_or_else(|finding| input::refused(&[finding], command.is_for_json()))
        }
    };
    print(outcome)
}

fn run(command: &Command) -> Result<Outcome, Diagnostic> {
    match command {
        Command::Analyze(options) => analyze::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Simulate(options) => simulate::run(options),
        Command::Merge(options) => Ok(merge::run(options)),
        Command::Advise(options) => advise::run(options),
        Command::Check(options) => check::run(options),
        Command::Import(options) => import::run(options),
        Command::Export(options) => export::run(options),
    }
}

/// Prints, quietly giving up when whoever reads has gone (`nines … | head`).
fn print(outcome: Outcome) -> ExitCode {
    let _ = std::io::stderr().write_all(outcome.findings.as_bytes());
    let mut out = std::io::stdout().lock();
    for piece in outcome.answer {
        if out.write_all(piece.as_bytes()).is_err() {
            break;
        }
    }
    ExitCode::from(u8::from(!outcome.answered))
}
