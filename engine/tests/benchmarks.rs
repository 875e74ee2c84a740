//! Published fault trees with exact answers: the Aralia set and three of SCRAM's. They are read where they lie, beside
//! the project, and never copied in; a run without them says how many it skipped.
//!
//! A fault tree is a document: an or-gate is a component that needs all its inputs, an and-gate a pool that requires
//! one of them, k-of-n failing a pool that requires n − k + 1.

use std::path::PathBuf;

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use serde_json::{Value, json};

/// The coherent trees whose documents are within the limits of the format.
const TREES: usize = 35;

#[test]
fn published_fault_trees_have_their_published_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped {TREES} published fault trees: {} is not there", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(|path| is_tree(path)).collect();
    paths.sort();
    let solved = paths.iter().filter(|path| check(path)).count();
    assert_eq!(solved, TREES);
}

fn is_tree(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('f'))
}

/// Whether the tree has a document; if so its probability and count of cut sets are compared.
fn check(path: &std::path::Path) -> bool {
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let Some(document) = document(&case["model"]) else { return false };
    let read = read(&document.to_string());
    let Some(topology) = read.topology else {
        assert!(read.diagnostics.iter().all(|d| d.code == "N004"), "{}: {:?}", path.display(), read.diagnostics);
        return false;
    };
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    for expected in case["expected"].as_array().unwrap() {
        let value = expected["value"].as_f64().unwrap_or(f64::NAN);
        match expected["measure"].as_str().unwrap() {
            "top_probability" => {
                let error = (analysis.unavailability - value).abs() / value;
                assert!(error < 1e-9, "{}: {} and {value}", path.display(), analysis.unavailability);
            }
            "minimal_cut_set_count" => assert_eq!(analysis.cut_sets_count, value, "{}", path.display()),
            _ => {}
        }
    }
    true
}

/// The document of a coherent tree.
fn document(model: &Value) -> Option<Value> {
    let gates = model["gates"].as_object().unwrap();
    let name = |input: &Value| {
        let input = input.as_str().unwrap();
        format!("{} {input}", if gates.contains_key(input) { "gate" } else { "event" })
    };
    let mut components: Vec<Value> = Vec::new();
    let mut pools: Vec<Value> = Vec::new();
    for (event, q) in model["events"].as_object().unwrap() {
        components.push(json!({ "id": format!("event {event}"), "unavailability": q }));
    }
    for (gate, what) in gates {
        let inputs: Vec<String> = what["in"].as_array().unwrap().iter().map(name).collect();
        let id = format!("gate {gate}");
        match what["op"].as_str().unwrap() {
            "or" => components.push(json!({ "id": id, "needs": inputs })),
            "and" => pools.push(json!({ "id": id, "members": inputs })),
            "atleast" => {
                let required = inputs.len() as u64 + 1 - what["k"].as_u64().unwrap();
                pools.push(json!({ "id": id, "members": inputs, "required": required }));
            }
            // Not and exclusive-or are not coherent: no document says them.
            _ => return None,
        }
    }
    let clients = json!({ "needs": [name(&model["top"])] });
    Some(
        json!({ "format": "nines-topology", "version": 1, "clients": clients, "components": components, "pools": pools }),
    )
}
