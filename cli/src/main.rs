//! `nines`: availability of a topology, on the command line. This is the only crate that reads files and prints;
//! every number comes from the engine. Reading order: `args` (what is asked), then a file for each command.

mod args;
mod help;
mod input;
mod table;
mod analyze;
mod explain;
mod simulate;
mod rare;
mod merge;
mod advise;
mod check;
mod import;
mod export;
mod open_psa;

use std::io::Write as _;
use std::process::ExitCode;

use args::{Asked, Command};

/// What a command has to say, and whether the document was good.
pub struct Outcome {
    /// For standard output.
    pub answer: String,
    /// For standard error.
    pub findings: String,
    /// Whether there is an answer.
    pub answered: bool,
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
        Asked::Text(text) => Outcome { answer: text, findings: String::new(), answered: true },
        Asked::Run(command) => match run(&command) {
            Ok(outcome) => outcome,
            Err(problem) => {
                eprintln!("nines: {problem}");
                return ExitCode::from(1);
            }
        },
    };
    print(&outcome)
}

fn run(command: &Command) -> Result<Outcome, String> {
    match command {
        Command::Analyze(options) => analyze::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Simulate(options) => simulate::run(options),
        Command::Merge(options) => merge::run(options),
        Command::Advise(options) => advise::run(options),
        Command::Check(options) => check::run(options),
        Command::Import(options) => import::run(options),
        Command::Export(options) => export::run(options),
    }
}

/// Prints, quietly giving up when whoever reads has gone (`nines … | head`).
fn print(outcome: &Outcome) -> ExitCode {
    let _ = std::io::stderr().write_all(outcome.findings.as_bytes());
    let _ = std::io::stdout().write_all(outcome.answer.as_bytes());
    ExitCode::from(u8::from(!outcome.answered))
}
