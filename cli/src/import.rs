//! `nines import`: a fault tree of others as a document.

use nines_engine::availability::AnalyzeOptions;
use nines_engine::diag::{Diagnostic, codes, has_errors, nearest};
use nines_engine::fault_tree::{self, FaultTree};
use nines_engine::format;
use nines_engine::topology::Limits;

use crate::Outcome;
use crate::args::Import;
use crate::input;
use crate::open_psa;

/// The most MiB of an Open-PSA document. XML says little with much.
const MEBIBYTES_MAX: u64 = 16;
/// How many top gates an error lists.
const LISTED_MAX: usize = 12;

/// Imports a fault tree.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Import) -> Result<Outcome, Diagnostic> {
    let text = input::text_within(&options.file, MEBIBYTES_MAX)?;
    let read = open_psa::read(&text);
    let mut findings = read.findings;
    let Some(mut tree) = read.tree else { return Ok(input::refused(&findings, false)) };
    match top(&tree, &read.roots, options.top.as_deref()) {
        Ok(top) => tree.top = top,
        Err(finding) => {
            findings.insert(0, finding);
            return Ok(input::refused(&findings, false));
        }
    }
    match document(&tree) {
        Ok((answer, more)) => {
            findings.extend(more);
            Ok(Outcome::answer(answer, input::list(&findings)))
        }
        Err(errors) => {
            let mut refused = input::refused(&[errors.clone(), findings].concat(), false);
            refused.findings.push_str(&answer_anyway(&tree, &errors));
            Ok(refused)
        }
    }
}

/// The gate that the document is about: the one asked for, or the only one that no other gate mentions.
fn top(tree: &FaultTree, roots: &[String], asked: Option<&str>) -> Result<String, Diagnostic> {
    let gates = || tree.gates.iter().map(|gate| gate.name.as_str());
    match (asked, roots) {
        (Some(asked), _) if gates().any(|gate| gate == asked) => Ok(asked.to_string()),
        (Some(asked), _) => {
            let hint = match nearest(asked, gates().take(2000)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("the top gates are {}", listed(roots)),
            };
            Err(Diagnostic::error(codes::UNKNOWN_NAME, format!("no gate is called \"{asked}\"")).hint(hint))
        }
        (None, [root]) => Ok(root.clone()),
        // Every gate is mentioned by another: there is a circle, which the tree's own checks name.
        (None, []) if !tree.gates.is_empty() => Ok(tree.gates[0].name.clone()),
        (None, []) => {
            let finding = Diagnostic::error(codes::NOT_OPEN_PSA, "the document defines no gates");
            Err(finding.hint("a fault tree is made of <define-gate> in <define-fault-tree>"))
        }
        (None, several) => {
            let message = format!("there are {} top gates: {}", several.len(), listed(several));
            Err(Diagnostic::error(codes::NOT_OPEN_PSA, message).hint("choose one with --top NAME"))
        }
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(LISTED_MAX).map(|name| format!("\"{name}\"")).collect();
    let more = if names.len() > LISTED_MAX { ", …" } else { "" };
    format!("{}{more}", quoted.join(", "))
}

/// The document as text, and what to know about it.
fn document(tree: &FaultTree) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
    let converted = fault_tree::to_topology(tree)?;
    let text = format::write(&converted.topology);
    if text.len() > Limits::BYTES {
        let message = format!("the document would have {} bytes, and the limit is {}", text.len(), Limits::BYTES);
        return Err(vec![Diagnostic::error(codes::TOO_LARGE, message).hint("split the tree into several")]);
    }
    Ok((text, converted.diagnostics))
}

/// Where there is no document because of what the tree is, it has a probability all the same.
fn answer_anyway(tree: &FaultTree, errors: &[Diagnostic]) -> String {
    let has_answer = errors.iter().all(|error| matches!(error.code, codes::NOT_COHERENT | codes::TOO_LARGE));
    if !has_answer || !has_errors(errors) {
        return String::new();
    }
    match fault_tree::quantify(tree, AnalyzeOptions::standard().nodes_max) {
        Ok(answer) => format!("The exact probability of \"{}\" is {:e}.\n", tree.top, answer.probability),
        Err(_) => String::new(),
    }
}
