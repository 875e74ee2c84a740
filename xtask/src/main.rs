//! `cargo xtask`: sets up what Nines needs, builds the site, serves it, and runs every check.
//!
//! It is not part of the product: nothing that ships depends on it. Read `args` for the commands, `pins`
//! for the versions, `steps` for the set-up, `site` for how `dist/` is made, `checks` for what CI runs, `bench` for how fast the engine is,
//! `fuzz` for what breaks it, `first_look` for which half of the application is loaded first.

mod args;
mod bench;
mod checks;
mod doctor;
mod first_look;
mod fuzz;
mod pins;
mod process;
mod project;
mod serve;
mod server;
mod site;
mod steps;

use std::process::ExitCode;

fn main() -> ExitCode {
    let asked = match args::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let project = project::Project::locate();
    let outcome = match asked {
        args::Command::Help => {
            println!("{}", args::HELP);
            Ok(())
        }
        args::Command::Doctor(wasm) => doctor::run(&project, wasm),
        args::Command::Build(wasm) => site::build(&project, wasm).map(|_| ()),
        args::Command::Serve(options) => serve::run(&project, &options),
        args::Command::Test(options) => checks::run(&project, &options),
        args::Command::Bench(options) => bench::run(&project, &options),
        args::Command::FirstLook(wasm) => first_look::run(&project, wasm),
        args::Command::Fuzz(options) => fuzz::run(&project, &options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
