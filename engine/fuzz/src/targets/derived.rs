//! The same number by other ways: derived step by step, and as a fault tree that is answered, exported and read back.

use nines_engine::availability::explain::{Derivation, STEPS_MAX, explain};
use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::diag::{Diagnostic, codes};
use nines_engine::fault_tree::{FaultTree, from_topology, quantify, to_topology, validate};
use nines_engine::format::answers::derivation_json;
use nines_engine::topology::Topology;

use super::answers::share;
use super::read::is_json;
use crate::limits::timed;

/// How many nodes a tree's diagram may have.
const NODES_MAX: usize = 200_000;

pub fn explained(topology: &Topology, analysis: &Analysis) {
    let derivation = match timed("availability::explain", || explain(topology)) {
        Ok(derivation) => derivation,
        Err(findings) => return only(&findings, &[codes::TOO_ENTANGLED]),
    };
    steps(&derivation);
    same(analysis, derivation.unavailability, "the derivation");
    assert!(!derivation.text().is_empty());
    is_json(&derivation_json(&derivation, &[]));
}

fn steps(derivation: &Derivation) {
    let steps = &derivation.steps;
    assert!(!steps.is_empty() && steps.len() <= STEPS_MAX, "{} steps", steps.len());
    for (place, step) in steps.iter().enumerate() {
        assert!(step.uses.iter().all(|used| *used < place), "a step uses a later one: {step:?}");
        share("a step's availability", step.availability);
        share("a step's unavailability", step.unavailability);
        assert!(!step.words.is_empty() && !step.numbers.contains("NaN"), "{step:?}");
    }
}

pub fn as_tree(topology: &Topology, analysis: &Analysis) {
    let tree = match timed("fault_tree::from_topology", || from_topology(topology)) {
        Ok(tree) => tree,
        Err(findings) => return only(&findings, &[codes::TOO_ENTANGLED]),
    };
    let wrong = validate(&tree);
    if !wrong.is_empty() {
        // A network's decisions may be more gates than a tree may have.
        return only(&wrong, &[codes::TOO_LARGE]);
    }
    match timed("fault_tree::quantify", || quantify(&tree, NODES_MAX)) {
        Ok(quantities) => same(analysis, quantities.probability, "the fault tree"),
        Err(findings) => only(&findings, &[codes::TOO_ENTANGLED]),
    }
    back(&tree, analysis);
}

/// Read back, the tree is a topology that fails as often.
fn back(tree: &FaultTree, analysis: &Analysis) {
    match timed("fault_tree::to_topology", || to_topology(tree)) {
        Err(findings) => only(&findings, &[codes::TOO_LARGE]),
        Ok(converted) => {
            let options = AnalyzeOptions { cut_sets_max: 1, nodes_max: NODES_MAX };
            let again = timed("analyze what was a tree", || analyze(&converted.topology, &options));
            let again = again.unwrap_or_else(|findings| panic!("what was a tree has errors: {findings:?}"));
            if again.unavailability_bounds.is_none() {
                same(analysis, again.unavailability, "what was a tree");
            }
        }
    }
}

/// Another way to the same number. Where there are only bounds, it lies within them.
#[track_caller]
fn same(analysis: &Analysis, other: f64, by: &str) {
    let least_digits = 1e-290;
    match analysis.unavailability_bounds {
        Some((least, most)) => {
            let within = least * (1.0 - 1e-9) <= other && other <= most * (1.0 + 1e-9) + least_digits;
            assert!(within, "{by} says {other}, which is not within {least} to {most}");
        }
        None => {
            let exact = analysis.unavailability;
            assert!((exact - other).abs() <= 1e-9 * exact + least_digits, "{by} says {other}, the diagram {exact}");
        }
    }
}

/// A refusal has a reason that is allowed.
#[track_caller]
pub fn only(findings: &[Diagnostic], allowed: &[&str]) {
    let other = findings.iter().find(|finding| !allowed.contains(&finding.code));
    assert!(other.is_none() && !findings.is_empty(), "refused for another reason than {allowed:?}: {findings:?}");
}
