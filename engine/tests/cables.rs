//! Documents with cables: a need also requires a path. Published networks, small ones tried by every combination, and
//! the exact answer against the lived one.

use std::path::PathBuf;

use nines_engine::availability::{AnalyzeOptions, Method, analyze};
use nines_engine::format::read;
use nines_engine::network::{Limits, Link, Network, two_terminal};
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
    let mut counted = 0;
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
        counted += cut_counts(&case, &name);
    }
    assert!(counted >= 10, "{counted} counts of minimal cuts");
}

/// How many minimal cuts of nodes lie between two, against the published counts; gives how many were compared.
fn cut_counts(case: &Value, name: &str) -> usize {
    let counts = case["expected"].as_array().unwrap().iter().filter(|e| e["measure"] == "minimal_node_cut_count");
    let compare = |expected: &Value| {
        let end = |place: usize| expected["of"][place].as_str().unwrap();
        let options = AnalyzeOptions { cut_sets_max: 10_000, nodes_max: 4_000_000 };
        let answer = analyze(&topology(&network(&case["model"], end(0), end(1))), &options).unwrap();
        assert_eq!(Some(answer.cut_sets.len() as u64), expected["value"].as_u64(), "{name} {}", expected["of"]);
    };
    counts.map(compare).count()
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

/// A square of switches, each cabled to those beside it; the clients are cabled to one corner, and what they need to the
/// opposite one.
fn square(side: usize, q: f64, needs: &[(&str, usize)]) -> Value {
    let name = |x: usize, y: usize| format!("s{x}-{y}");
    let places = (0..side * side).map(|at| (at % side, at / side));
    let mut components: Vec<Value> =
        places.clone().map(|(x, y)| json!({ "id": name(x, y), "kind": "switch", "unavailability": q })).collect();
    let mut cables = vec![json!({ "between": ["clients", name(0, 0)] })];
    for (x, y) in places {
        let beside = [(x + 1, y), (x, y + 1)].into_iter().filter(|(x, y)| *x < side && *y < side);
        let id = |to_x: usize, to_y: usize| format!("c{x}-{y}-{to_x}-{to_y}");
        cables.extend(beside.map(|(to_x, to_y)| {
            json!({ "id": id(to_x, to_y), "between": [name(x, y), name(to_x, to_y)], "unavailability": q })
        }));
    }
    for (need, at) in needs {
        components.push(json!({ "id": need, "kind": "server", "unavailability": q }));
        cables.push(json!({ "between": [need, name(at % side, at / side)] }));
    }
    let needs: Vec<&str> = needs.iter().map(|(need, _)| *need).collect();
    json!({ "format": "nines-topology", "version": 1, "clients": { "needs": needs },
            "components": components, "cables": cables })
}

/// The same square as a network alone: from the clients' corner to the server.
fn square_alone(side: usize, q: f64, at: usize) -> f64 {
    let switches = (side * side) as u32;
    let mut links = vec![(switches, 0, 0.0), (at as u32, switches + 1, 0.0)];
    for place in 0..switches {
        let side = side as u32;
        let right = (place % side + 1 < side).then_some((place, place + 1, q));
        let below = (place + side < switches).then_some((place, place + side, q));
        links.extend(right.into_iter().chain(below));
    }
    let nodes = (0..switches).map(|_| q).chain([0.0, q]).collect();
    let links = links.into_iter().map(|(a, b, unavailability)| Link { a, b, unavailability }).collect();
    let found = two_terminal(&Network { nodes, links }, switches, switches + 1, &Limits::standard());
    assert!(found.exact);
    found.down
}

#[test]
fn a_network_too_wide_to_be_written_down_is_bounded_closely() {
    let side = 10;
    let last = side * side - 1;
    for (q, closeness) in [(0.002, 1e-3), (0.02, 0.1), (0.2, 2.0)] {
        let answer = analyze(&topology(&square(side, q, &[("app", last)])), &AnalyzeOptions::standard()).unwrap();
        let exact = square_alone(side, q, last);
        let (least, most) = answer.unavailability_bounds.expect("100 switches are too many for all decisions");
        assert!(least <= exact && exact <= most, "{q}: {exact} is not within {least} and {most}");
        assert!(most - least <= closeness * exact, "{q}: {least} and {most} are apart");
        assert_eq!(answer.method, Method::Approximate);
    }
}

#[test]
fn the_cut_sets_of_a_wide_network_are_minimal_and_the_likeliest_are_there() {
    let (side, q) = (10, 0.002);
    let answer = analyze(&topology(&square(side, q, &[("app", 99)])), &AnalyzeOptions::standard()).unwrap();
    assert_eq!(answer.single_points_of_failure, ["s0-0", "s9-9", "app"]);
    // Pairs that part a corner switch from the rest: either neighbour or the cable to it, on either side.
    let mut expected: Vec<Vec<String>> = answer.single_points_of_failure.iter().map(|id| vec![id.clone()]).collect();
    let corners = [[["s1-0", "c0-0-1-0"], ["s0-1", "c0-0-0-1"]], [["s8-9", "c8-9-9-9"], ["s9-8", "c9-8-9-9"]]];
    for [one, other] in corners {
        expected.extend(one.iter().flat_map(|a| other.iter().map(|b| vec![a.to_string(), b.to_string()])));
    }
    let mut found: Vec<Vec<String>> = answer.cut_sets.iter().map(|cut| cut.members.clone()).collect();
    found.retain(|members| members.len() <= 2);
    for members in found.iter_mut().chain(&mut expected) {
        members.sort();
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert!(answer.diagnostics.iter().any(|d| d.message.contains("none that is more probable than")));
}

#[test]
fn several_ways_through_a_wide_network_are_bounded_together() {
    let (side, q) = (10, 0.002);
    let needs = [("app", 99), ("db", 95)];
    let topology = topology(&square(side, q, &needs));
    let answer = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    let (least, most) = answer.unavailability_bounds.unwrap();
    let [app, db] = needs.map(|(_, at)| square_alone(side, q, at));
    // Either alone is a lower bound, both together an upper one (Boole).
    assert!(app.max(db) <= most && least <= app + db, "{least} and {most}, {app} and {db}");
    assert!(most - least < 0.25 * most, "{least} and {most} are apart");
    let mut rare = nines_engine::sim::Rare::new(&topology, 1).unwrap();
    rare.run(20_000);
    let (low, high) = rare.measurement().unavailability_ci95.unwrap();
    assert!(low <= most && least <= high, "measured {low} to {high}, bounds {least} to {most}");
}

#[test]
fn many_ways_through_a_wide_network_are_bounded_one_by_one() {
    let (side, q) = (10, 0.002);
    let names: Vec<String> = (0..side).map(|i| format!("app-{i}")).collect();
    let needs: Vec<(&str, usize)> = names.iter().enumerate().map(|(i, id)| (&id[..], 90 + i)).collect();
    let answer = analyze(&topology(&square(side, q, &needs)), &AnalyzeOptions::standard()).unwrap();
    let (least, most) = answer.unavailability_bounds.unwrap();
    // All must be reached: no less often down than the one across, no more often than ten like it one after the other.
    let across = square_alone(side, q, 99);
    let sum = side as f64 * across;
    assert!(least <= sum && most >= across, "{least} and {most}, {across}");
    assert!(least >= across / 2.0 && most <= 1.5 * sum, "{least} and {most}, {across}");
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

/// A switch that needs power passes nothing on without it, however that is reached; nor does one that needs a pool too few of
/// whose members work.
#[test]
fn switches_need_what_they_need() {
    let document = |power: Value, pools: Value| {
        json!({ "format": "nines-topology", "version": 1, "clients": { "needs": ["a"] },
            "components": [ { "id": "s", "kind": "switch", "availability": 0.99, "needs": ["power"] }, { "id": "a", "availability": 0.95 },
                { "id": "feed", "availability": 0.8 }, { "id": "diesel", "availability": 0.7, "needs": ["tank"] },
                { "id": "tank", "availability": 0.9 }, power ],
            "pools": pools,
            "cables": [ { "between": ["clients", "s"] }, { "between": ["s", "a"] } ] })
    };
    let one = document(json!({ "id": "power", "availability": 0.6 }), json!([]));
    let two = document(json!({ "id": "unused" }), json!([{ "id": "power", "members": ["feed", "diesel"] }]));
    for (document, power) in [(one, 0.6), (two, 1.0 - 0.2 * (1.0 - 0.7 * 0.9))] {
        let topology = topology(&document);
        let answer = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        let expected: f64 = 0.99 * 0.95 * power;
        assert!((answer.availability - expected).abs() < 1e-12, "{} {expected}", answer.availability);
        assert_eq!(answer.method, Method::Exact);
        let mut study = Study::new(&topology, 1).unwrap();
        study.run(300);
        let (low, high) = study.measurement().availability_ci95.unwrap();
        assert!(low - 0.001 < expected && expected < high + 0.001, "{low} {high} {expected}");
    }
}
