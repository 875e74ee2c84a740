//! Published fault trees with exact answers: the Aralia set and three of SCRAM's. They are read where they lie, beside
//! the project, and never copied in; a run without them says how many it skipped.
//!
//! Every tree is answered as a fault tree, whatever its size and coherent or not; and those that have a document are
//! answered a second time by way of it. The engine has no clock, its tests neither: what an answer may take is a limit
//! of nodes here.

use std::path::{Path, PathBuf};

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::fault_tree::{
    BasicEvent, FaultTree, Gate, Input, Op, from_topology, is_coherent, quantify, to_topology,
};
use serde_json::Value;

/// All of them.
const TREES: usize = 38;
/// Those with "not" or "xor".
const NOT_COHERENT: [&str; 2] = ["f14-aralia-das9601", "f35-aralia-cea9601"];
/// The one with more needs than a document may have.
const TOO_LARGE: &str = "f17-aralia-edf9203";
/// The nodes that the diagram of every tree fits in, in the best of its orders; with the plain walks alone, four of
/// them take more than half a million, and two of these more than a million.
const NODES_MAX: usize = 450_000;

/// A published tree.
struct Case {
    id: String,
    tree: FaultTree,
    expected: Vec<(String, Value)>,
}

#[test]
fn published_fault_trees_have_their_published_answers() {
    for case in &cases() {
        let answer = quantify(&case.tree, NODES_MAX).unwrap_or_else(|e| panic!("{}: {e:?}", case.id));
        let error = (answer.probability + answer.complement - 1.0).abs();
        assert!(error < 1e-12, "{}: the two sides add up to 1", case.id);
        assert_eq!(is_coherent(&case.tree).unwrap(), answer.cut_sets_count.is_some(), "{}", case.id);
        check_probability(case, answer.probability);
        check_cut_sets(case, answer.cut_sets_count, answer.cut_sets_by_order.as_deref());
    }
}

#[test]
fn published_fault_trees_have_the_same_answers_as_documents() {
    let mut without = Vec::new();
    for case in &cases() {
        let converted = match to_topology(&case.tree) {
            Ok(converted) => converted,
            Err(findings) => {
                without.push((case.id.clone(), findings[0].code));
                continue;
            }
        };
        let analysis = analyze(&converted.topology, &AnalyzeOptions::standard()).unwrap();
        check_probability(case, analysis.unavailability);
        check_cut_sets(case, analysis.cut_sets_count, None);
        // And back: the tree of the document is the tree that was published, whatever its gates are called.
        let back = from_topology(&converted.topology).unwrap();
        let again = quantify(&back, NODES_MAX).unwrap();
        check_probability(case, again.probability);
        check_cut_sets(case, again.cut_sets_count, again.cut_sets_by_order.as_deref());
    }
    if !without.is_empty() {
        let expected = [(NOT_COHERENT[0], "N201"), (TOO_LARGE, "N004"), (NOT_COHERENT[1], "N201")]
            .map(|(a, b)| (a.to_string(), b));
        assert_eq!(without, expected);
    }
}

#[track_caller]
fn check_probability(case: &Case, probability: f64) {
    for (_, value) in case.expected.iter().filter(|(measure, _)| measure == "top_probability") {
        let value = value.as_f64().unwrap();
        let error = (probability - value).abs() / value;
        assert!(error < 1e-9, "{}: {probability} and {value}", case.id);
    }
}

#[track_caller]
fn check_cut_sets(case: &Case, count: Option<f64>, by_order: Option<&[f64]>) {
    for (measure, value) in &case.expected {
        match measure.as_str() {
            "minimal_cut_set_count" => assert_eq!(count, value.as_f64(), "{}", case.id),
            "minimal_cut_sets_by_order" => {
                let Some(by_order) = by_order else { continue };
                let value: Vec<f64> = value.as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
                // Files end after the largest order they counted.
                assert_eq!(by_order, value, "{}", case.id);
            }
            _ => {}
        }
    }
}

/// All published trees, or none and a word about it.
fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped {TREES} published fault trees: {} is not there", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(|path| is_tree(path)).collect();
    paths.sort();
    assert_eq!(paths.len(), TREES);
    paths.iter().map(|path| case(path)).collect()
}

fn is_tree(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('f'))
}

fn case(path: &Path) -> Case {
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let expected = case["expected"].as_array().unwrap().iter();
    let expected = expected.map(|e| (e["measure"].as_str().unwrap().to_string(), e["value"].clone())).collect();
    Case { id: case["id"].as_str().unwrap().to_string(), tree: tree(&case), expected }
}

fn tree(case: &Value) -> FaultTree {
    let model = &case["model"];
    let gates = model["gates"].as_object().unwrap().iter().map(|(name, what)| {
        let inputs = what["in"].as_array().unwrap().iter().map(|input| Input::name(input.as_str().unwrap()));
        let op = match what["op"].as_str().unwrap() {
            "or" => Op::Or,
            "and" => Op::And,
            "not" => Op::Not,
            "xor" => Op::Xor,
            "atleast" => Op::AtLeast(what["k"].as_u64().unwrap() as u32),
            other => panic!("{other}"),
        };
        Gate::new(name, op, inputs.collect())
    });
    let events = model["events"].as_object().unwrap().iter();
    let events = events.map(|(name, q)| BasicEvent { name: name.clone(), probability: q.as_f64().unwrap() });
    FaultTree {
        name: case["id"].as_str().unwrap().to_string(),
        top: model["top"].as_str().unwrap().to_string(),
        gates: gates.collect(),
        events: events.collect(),
        houses: Vec::new(),
    }
}
