//! Documents with cables: a need also requires a path. Published networks, small ones tried by every combination, and
//! the exact answer against the lived one.

use std::path::PathBuf;

use nines_engine::availability::{AnalyzeOptions, Method, analyze};
use nines_engine::format::read;
use nines_engine::sim::{History, HistoryOptions, Start, Study};
use nines_engine::topology::Topology;
use serde_json::{Value, json};

const NETWORKS: usize = 21;

fn topology(document: &Value) -> Topology {
    let read = read(&document.to_string());
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// A network as a document: nodes are routers, the clients are cabled to the first terminal and need the second.
fn network(model: &Value, from: &str, to: &str) -> Value {
    let nodes = model["nodes"].as_object().unwrap().iter();
    let components: Vec<Value> = nodes
        .map(|(id, availability)| json!({ "id": format!("r{id}"), "kind": "router", "availability": availability }))
        .collect();
    let mut cables = vec![json!({ "between": ["clients", format!("r{from}")] })];
    for link in model["links"].as_array().unwrap() {
        let end = |name: &str| format!("r{}", link[name].as_str().unwrap());
        cables.push(json!({ "between": [end("a"), end("b")], "availability": link["availability"] }));
    }
    json!({ "format": "nines-topology", "version": 1, "clients": { "needs": [format!("r{to}")] },
            "components": components, "cables": cables })
}

#[test]
fn published_networks_have_their_published_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped {NETWORKS} published networks as documents: {} is not there", folder.display());
        return;
    };
    let is_network = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('n'));
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).filter(is_network).collect();
    paths.sort();
    assert_eq!(paths.len(), NETWORKS);
    for path in paths {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // The first pair of each as a whole document; all pairs are asked of the network itself elsewhere.
        let of = case["expected"][0]["of"].as_array().unwrap();
        let (from, to) = (of[0].as_str().unwrap(), of[1].as_str().unwrap());
        let options = AnalyzeOptions { cut_sets_max: 5, nodes_max: 4_000_000 };
        let answer = analyze(&topology(&network(&case["model"], from, to)), &options);
        let answer = answer.unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
        let mut checked = 0;
        for expected in case["expected"].as_array().unwrap().iter().filter(|e| e["of"] == case["expected"][0]["of"]) {
            let value = expected["value"].as_f64().unwrap();
            let tolerance = expected["rel_tol"].as_f64().unwrap_or(1e-9);
            let ours = match expected["measure"].as_str().unwrap() {
                "connected" => answer.availability,
                "disconnected" => answer.unavailability,
                _ => continue,
            };
            assert!((ours / value - 1.0).abs() < tolerance, "{name}: {ours} and {value}");
            checked += 1;
        }
        assert!(checked >= 2, "{name}");
        assert_eq!(answer.method, Method::Exact);
    }
}

/// A ring of four switches with servers, clients at one side; with needs across, a pool, a domain and a soft need.
fn campus() -> Value {
    json!({ "format": "nines-topology", "version": 1,
        "clients": { "needs": ["app"] },
        "domains": [ { "id": "room", "kind": "zone", "unavailability": 0.01 } ],
        "components": [
            { "id": "s1", "kind": "switch", "unavailability": 0.02, "in": ["room"] },
            { "id": "s2", "kind": "switch", "unavailability": 0.03 },
            { "id": "s3", "kind": "switch", "unavailability": 0.05 },
            { "id": "app-1", "kind": "server", "unavailability": 0.1, "in": ["room"] },
            { "id": "app-2", "kind": "server", "unavailability": 0.07 },
            { "id": "db", "kind": "database", "unavailability": 0.02 },
            { "id": "log", "kind": "queue", "unavailability": 0.2 } ],
        "pools": [ { "id": "app", "members": ["app-1", "app-2"], "needs": ["db", { "to": "log", "soft": true }] } ],
        "cables": [
            { "between": ["clients", "s2"] },
            { "id": "ring-12", "between": ["s1", "s2"], "unavailability": 0.04 },
            { "id": "ring-23", "between": ["s2", "s3"], "unavailability": 0.06 },
            { "id": "ring-31", "between": ["s3", "s1"], "unavailability": 0.08 },
            { "between": ["s1", "app-1"] }, { "between": ["s2", "app-2"], "unavailability": 0.01 },
            { "between": ["s3", "db"] }, { "between": ["s1", "log"] } ] })
}

/// The campus by every combination of its failures, written out by hand from what the document says.
fn campus_by_hand() -> (f64, f64) {
    // room, s1, s2, s3, app-1, app-2, db, log, r12, r23, r31, cable to app-2
    let q = [0.01, 0.02, 0.03, 0.05, 0.1, 0.07, 0.02, 0.2, 0.04, 0.06, 0.08, 0.01];
    let (mut down, mut degraded) = (0.0, 0.0);
    for combination in 0_u32..1 << q.len() {
        let p: f64 = (0..q.len()).map(|i| if combination >> i & 1 == 1 { q[i] } else { 1.0 - q[i] }).product();
        let ok = |i: usize| combination >> i & 1 == 0;
        let (s1, s2, s3) = (ok(0) && ok(1), ok(2), ok(3));
        // Between switches: the direct cable, or the way round through the third; both ends work.
        let r12 = s1 && s2 && (ok(8) || (ok(9) && ok(10) && s3));
        let r23 = s2 && s3 && (ok(9) || (ok(8) && ok(10) && s1));
        let r13 = s1 && s3 && (ok(10) || (ok(8) && ok(9) && s2));
        // app-1 hangs on s1, app-2 on s2, db on s3, log on s1, the clients on s2.
        let member = |own: bool, reaches_clients: bool, reaches_db: bool, reaches_log: bool| {
            let hard = own && reaches_clients && ok(6) && reaches_db;
            (hard, hard && ok(7) && reaches_log)
        };
        let one = member(ok(0) && ok(4), r12, r13, s1);
        let two = member(ok(5), s2 && ok(11), r23 && ok(11), r12 && ok(11));
        if !(one.0 || two.0) {
            down += p;
        } else if !(one.1 || two.1) {
            degraded += p;
        }
    }
    (down, degraded)
}

#[test]
fn a_campus_has_the_answer_of_every_combination() {
    let topology = topology(&campus());
    let answer = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    let (down, degraded) = campus_by_hand();
    assert!((answer.unavailability / down - 1.0).abs() < 1e-12, "{} and {down}", answer.unavailability);
    let degraded_minutes = degraded * 525_600.0;
    assert!((answer.degraded_minutes_per_year.unwrap() / degraded_minutes - 1.0).abs() < 1e-12);
    assert!(answer.cut_sets.iter().any(|cut| cut.members == ["s2"]));
    let mut study = Study::new(&topology, 3).unwrap();
    study.run(400);
    let measured = study.measurement();
    let (low, high) = measured.availability_ci95.unwrap();
    let wider = (high - low) / 2.0;
    assert!((low - wider..=high + wider).contains(&answer.availability), "{low} {} {high}", answer.availability);
    let rate = answer.outages_per_year.unwrap();
    assert!((measured.outages_per_year / rate - 1.0).abs() < 0.05, "{} and {rate}", measured.outages_per_year);
}

#[test]
fn a_cable_can_be_cut_by_hand() {
    let options = HistoryOptions { seed: 1, replication: 0, start: Start::AllUp, trace_lines_max: 0 };
    let mut history = History::new(&topology(&campus()), options).unwrap();
    let id = |text: &str| nines_engine::ids::Id::new(text).unwrap();
    history.fail(&id("ring-23"), None).unwrap();
    assert!(history.system_is_up());
    history.fail(&id("ring-31"), None).unwrap();
    assert!(!history.system_is_up());
    history.repair(&id("ring-23")).unwrap();
    assert!(history.system_is_up());
}

#[test]
fn a_part_without_a_cable_is_never_reached() {
    let document = json!({ "format": "nines-topology", "version": 1, "clients": { "needs": ["a"] },
        "components": [ { "id": "a", "needs": ["b"] }, { "id": "b" } ],
        "cables": [ { "between": ["clients", "a"] } ] });
    let read = read(&document.to_string());
    let said: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|line| line.starts_with("N025 needs[0] of \"a\"")), "{said:?}");
    let answer = analyze(&read.topology.unwrap(), &AnalyzeOptions::standard()).unwrap();
    assert_eq!(answer.availability, 0.0);
}
