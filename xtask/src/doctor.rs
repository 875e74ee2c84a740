//! `cargo xtask doctor`: what is there, what is missing, what would be done. Changes nothing.

use crate::args::WasmChoice;
use crate::project::Project;
use crate::steps::{Found, browsers, compiler, debian, optimiser, tools, wasm};
use anyhow::Result;

pub fn run(project: &Project, choice: WasmChoice) -> Result<()> {
    println!("to build and serve");
    row("WebAssembly", &wasm::look(choice));
    row("trunk", &tools::trunk().look(project));
    match tools::wasm_bindgen(project) {
        Ok(tool) => row(tool.name(), &tool.look(project)),
        Err(error) => line("wasm-bindgen", "?", &format!("{error:#}")),
    }
    row("node", &optimiser::look_node(project));
    row("wasm-opt", &optimiser::look(project));
    println!("\nto test");
    for program in [browsers::CHROMIUM, browsers::CHROMEDRIVER, browsers::FIREFOX] {
        row(program.name, &program.look(project));
    }
    row("geckodriver", &tools::geckodriver().look(project));
    row("g++", &compiler::look(project));
    println!("\nways to WebAssembly");
    row("rustup", &wasm::look(WasmChoice::Rustup));
    row("debian", &wasm::look(WasmChoice::Debian));
    if !debian::is_here() {
        println!("\nThis machine has no apt-get: what Debian's packages would bring is yours to install.");
    }
    Ok(())
}

fn row(need: &str, found: &Found) {
    match found {
        Found::Ready { version, at } => line(need, "ok", &format!("{}  {}", first_line(version), at.display())),
        Found::Missing { what, plan } => {
            line(need, "missing", what);
            line("", "", &format!("would be done: {plan}"));
        }
    }
}

fn line(need: &str, state: &str, rest: &str) {
    println!("  {need:<13} {state:<8} {rest}");
}

/// geckodriver answers with its licence.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
