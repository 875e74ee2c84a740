//! Bounds for entangled systems against independent answers: enumeration on generated systems, a transfer matrix on a
//! circle, the Bonferroni inequalities on random pools, and published fault trees; cut sets against the diagram's.

mod generate;

use std::collections::BTreeMap;
use std::path::PathBuf;

use generate::{Dice, Shape, generated};
use nines_engine::availability::bounds::{BoundLimits, Bounds, CutLimits, bounds, probable_cut_sets, single_points};
use nines_engine::availability::enumerate::enumerate;
use nines_engine::availability::{AnalyzeOptions, Method, analyze};
use nines_engine::diag::codes;
use nines_engine::format::read;
use nines_engine::sim::random::Stream;
use nines_engine::structure::{Lowering, Structure, lower};
use nines_engine::topology::Topology;
use serde_json::{Value, json};

const SYSTEMS: u64 = 300;

/// What sums of some thousand terms lose.
const ROUNDING: f64 = 1e-12;

fn up(topology: &Topology) -> Structure {
    lower(topology, Lowering::UP).unwrap()
}

fn document(value: &Value) -> Topology {
    let read = read(&value.to_string());
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// Exactly `boxes` boxes, whatever they take.
fn boxes(boxes: u64) -> BoundLimits {
    BoundLimits { boxes_max: boxes, work_max: u64::MAX }
}

#[track_caller]
fn check_holds(what: &str, bounds: &Bounds, unavailability: f64) {
    let low = bounds.down * (1.0 - ROUNDING);
    let high = (bounds.down + bounds.unexplored) * (1.0 + ROUNDING);
    assert!((low..=high).contains(&unavailability), "{what}: {unavailability} is not in {low}..{high}");
    let whole = bounds.up + bounds.down + bounds.unexplored;
    assert!((whole - 1.0).abs() < ROUNDING, "{what}: the parts add up to {whole}");
}

/// Too entangled for a small diagram, so the analysis itself answers with bounds, and says that it does.
#[track_caller]
fn check_bounded(what: &str, topology: &Topology) -> (f64, f64) {
    let answer = analyze(topology, &AnalyzeOptions { cut_sets_max: 1, nodes_max: 50_000 }).unwrap();
    assert_eq!(answer.method, Method::Approximate, "{what}: the diagram is small after all");
    assert!(answer.diagnostics.iter().any(|d| d.code == codes::TOO_ENTANGLED), "{what}: {:?}", answer.diagnostics);
    answer.unavailability_bounds.unwrap()
}

#[test]
fn bounds_meet_at_the_enumerated_answer() {
    for seed in 0..SYSTEMS {
        for shape in [Shape::Any, Shape::Plain, Shape::OftenDown] {
            let topology = generated(seed, shape);
            let brute = enumerate(&topology).unwrap();
            let structure = up(&topology);
            for limit in [1, 4, 16] {
                check_holds(&format!("seed {seed}, {limit} boxes"), &bounds(&structure, boxes(limit)), brute.down);
            }
            let closed = bounds(&structure, boxes(100_000));
            check_holds(&format!("seed {seed}"), &closed, brute.down);
            assert!(closed.unexplored <= 1e-12 * brute.down, "seed {seed}: {closed:?}");
            assert!((closed.up - brute.up).abs() <= 1e-12 * brute.up, "seed {seed}: {} and {}", closed.up, brute.up);
        }
    }
}

#[test]
fn more_boxes_never_widen() {
    let mut systems: Vec<(String, Topology)> =
        (0..40).map(|seed| (format!("seed {seed}"), generated(seed, Shape::Any))).collect();
    systems.push(("pools".to_owned(), random_pools(60, 40, 3, 0.05)));
    systems.push(("quorums".to_owned(), random_quorums(40, 30, 0.05)));
    systems.push(("services".to_owned(), services(20, 0.02)));
    for (name, topology) in systems {
        let structure = up(&topology);
        let steps = (1..60).chain((60..2000).step_by(97));
        let mut before = bounds(&structure, boxes(1));
        for limit in steps {
            let after = bounds(&structure, boxes(limit));
            let high = |bounds: &Bounds| bounds.down + bounds.unexplored;
            assert!(after.boxes <= limit.max(1), "{name}: {} boxes of {limit}", after.boxes);
            assert!(after.down >= before.down * (1.0 - 1e-15), "{name}, {limit}: {before:?} then {after:?}");
            assert!(high(&after) <= high(&before) * (1.0 + 1e-15), "{name}, {limit}: {before:?} then {after:?}");
            before = after;
        }
    }
}

#[test]
fn the_same_limits_give_the_same_bounds() {
    let structure = up(&random_quorums(60, 50, 0.01));
    assert_eq!(bounds(&structure, BoundLimits::standard()), bounds(&structure, BoundLimits::standard()));
}

/// Small and dense: at most 13 components, each needing some of the pools before it, pools of members that are pools
/// and components alike, with any number required.
fn tangle(seed: u64) -> Topology {
    let mut dice = Dice(Stream::new(seed, 0, 3));
    let scale = [0.4, 0.1, 1e-2, 1e-4, 1e-8][seed as usize % 5];
    let (mut components, mut pools) = (Vec::new(), Vec::new());
    let mut workers: Vec<String> = Vec::new();
    for i in 0..8 + dice.below(6) {
        let count = dice.below(3).min(workers.len());
        let needs: Vec<String> = dice.some(workers.len(), count).into_iter().map(|at| workers[at].clone()).collect();
        let q = scale * (1.0 + dice.below(100) as f64 / 100.0);
        // One in five is only its needs: gates of gates.
        let q = if needs.len() > 1 && dice.below(5) == 0 { 0.0 } else { q };
        components.push(json!({ "id": format!("c{i}"), "unavailability": q, "needs": needs }));
        workers.push(format!("c{i}"));
        for _ in 0..if i < 3 { 0 } else { 1 + dice.below(2) } {
            let size = 2 + dice.below(3);
            let members: Vec<String> =
                dice.some(workers.len(), size).into_iter().map(|at| workers[at].clone()).collect();
            let id = format!("p{}", pools.len());
            pools.push(json!({ "id": id, "members": members, "required": 1 + dice.below(size) / 2 }));
            workers.push(id);
        }
    }
    let needs: Vec<String> = (1..=1 + dice.below(3)).map(|back| format!("p{}", pools.len() - back)).collect();
    document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": needs },
        "components": components, "pools": pools }))
}

#[test]
fn every_step_of_a_tangle_holds_the_enumerated_answer() {
    let (mut open, mut several) = (0, 0);
    for seed in 0..2000 {
        let topology = tangle(seed);
        let brute = enumerate(&topology).unwrap();
        let structure = up(&topology);
        for limit in [1, 3, 5, 9, 17, 33, 10_000] {
            let found = bounds(&structure, boxes(limit));
            check_holds(&format!("seed {seed}, {limit} boxes"), &found, brute.down);
            open += usize::from(limit == 1 && found.unexplored > 0.0);
            several += usize::from(limit == 9 && found.unexplored > 0.0);
            if limit == 10_000 {
                assert!(found.unexplored <= 1e-12 * brute.down, "seed {seed}: {found:?}");
            }
        }
    }
    // Most of them must not be decided at once, or the steps were not seen.
    assert!(open > 1000 && several > 100, "{open} open at first, {several} after nine boxes");
}

/// Component `i` and its two successors are a pool; the clients need all pools, in an order that suits no diagram.
fn circle(count: usize, q: impl Fn(usize) -> f64) -> Topology {
    let name = |i: usize| format!("c{}", i % count);
    let components: Vec<Value> = (0..count).map(|i| json!({ "id": name(i), "unavailability": q(i) })).collect();
    let pools: Vec<Value> =
        (0..count).map(|i| json!({ "id": format!("p{i}"), "members": [name(i), name(i + 1), name(i + 2)] })).collect();
    // The multiplier is prime to the counts used, so every pool is named once, and neighbours lie far apart.
    let needs: Vec<String> = (0..count).map(|i| format!("p{}", i * 149 % count)).collect();
    document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": needs },
        "components": components, "pools": pools }))
}

/// P(some three in a row on the circle are down), by states of the last two for each state of the first two: no term
/// is subtracted.
fn three_in_a_row(count: usize, q: impl Fn(usize) -> f64) -> f64 {
    let chance = |i: usize, down: usize| if down == 1 { q(i) } else { 1.0 - q(i) };
    let mut total = 0.0;
    for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut state = [[0.0; 2]; 2];
        state[first][second] = chance(0, first) * chance(1, second);
        for i in 2..count {
            let mut next = [[0.0; 2]; 2];
            for (a, b, c) in (0..8).map(|bits| (bits >> 2 & 1, bits >> 1 & 1, bits & 1)) {
                let moved = state[a][b] * chance(i, c);
                if a + b + c == 3 { total += moved } else { next[b][c] += moved }
            }
            state = next;
        }
        // Across the seam: the last two and the first, or the last and the first two.
        for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            if a + b + first == 3 || b + first + second == 3 {
                total += state[a][b];
            }
        }
    }
    total
}

#[test]
fn a_large_circle_is_bounded_around_its_exact_answer() {
    for (count, scale, share) in [(200, 1e-2, 0.1), (500, 1e-3, 1e-3), (1000, 1e-3, 2e-2), (500, 1e-9, 1e-6)] {
        let q = |i: usize| scale * (1.0 + (i * 37 % 10) as f64 / 10.0);
        let topology = circle(count, q);
        let answered = check_bounded(&format!("{count} at {scale}"), &topology);
        let exact = three_in_a_row(count, q);
        assert!((answered.0..=answered.1).contains(&exact), "{count} at {scale}: {exact} is not in {answered:?}");
        let bounds = bounds(&up(&topology), BoundLimits::standard());
        check_holds(&format!("{count} at {scale}"), &bounds, exact);
        assert!(bounds.unexplored <= share * bounds.down, "{count} at {scale}: {bounds:?}");
    }
}

impl Dice {
    fn some(&mut self, of: usize, count: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        while chosen.len() < count {
            let one = self.below(of);
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        chosen
    }
}

/// The clients need all pools; a pool is one of `size` components chosen at random.
fn random_pools(components: usize, pools: usize, size: usize, q: f64) -> Topology {
    random(components, pools, (size, 1), q)
}

/// The clients need all pools; a pool is three of five components chosen at random.
fn random_quorums(components: usize, pools: usize, q: f64) -> Topology {
    random(components, pools, (5, 3), q)
}

fn random(components: usize, pools: usize, (size, required): (usize, usize), q: f64) -> Topology {
    let mut dice = Dice(Stream::new(components as u64, pools as u64, 1));
    let parts: Vec<Value> = (0..components).map(|i| json!({ "id": format!("c{i}"), "unavailability": q })).collect();
    let members = |chosen: Vec<usize>| chosen.into_iter().map(|i| format!("c{i}")).collect::<Vec<String>>();
    let groups: Vec<Value> = (0..pools)
        .map(
            |i| json!({ "id": format!("p{i}"), "members": members(dice.some(components, size)), "required": required }),
        )
        .collect();
    let needs: Vec<String> = (0..pools).map(|i| format!("p{i}")).collect();
    document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": needs },
        "components": parts, "pools": groups }))
}

/// Pairs in three zones, each member needing two earlier pairs: everything hangs together.
fn services(pools: usize, q: f64) -> Topology {
    let mut dice = Dice(Stream::new(pools as u64, 0, 2));
    let zones: Vec<Value> = (0..3).map(|i| json!({ "id": format!("z{i}"), "unavailability": q / 3.0 })).collect();
    let (mut components, mut groups) = (Vec::new(), Vec::new());
    for i in 0..pools {
        let members: Vec<String> = (0..2).map(|j| format!("c{i}-{j}")).collect();
        for (j, id) in members.iter().enumerate() {
            let needs: Vec<String> = dice.some(i.max(1), 2.min(i)).iter().map(|k| format!("p{k}")).collect();
            let zone = format!("z{}", (i + j) % 3);
            components.push(json!({ "id": id, "unavailability": q, "in": [zone], "needs": needs }));
        }
        groups.push(json!({ "id": format!("p{i}"), "members": members }));
    }
    let needs = [format!("p{}", pools - 1), format!("p{}", pools - 2)];
    document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": needs },
        "domains": zones, "components": components, "pools": groups }))
}

#[test]
fn bounds_agree_with_bonferroni_on_random_pools() {
    for (components, pools, size, q) in [(300, 200, 2, 1e-4), (300, 200, 3, 1e-6), (1000, 700, 3, 1e-6)] {
        let topology = random_pools(components, pools, size, q);
        check_bounded(&format!("{components} at {q}"), &topology);
        // Every pool is a cut set. Σ P(i) − Σ P(i and j) ≤ U ≤ Σ P(i), over different pools (Bonferroni 1936).
        let mut cuts: Vec<Vec<&str>> =
            topology.pools.iter().map(|pool| pool.members.iter().map(|id| id.as_str()).collect()).collect();
        cuts.iter_mut().for_each(|cut| cut.sort_unstable());
        cuts.sort();
        cuts.dedup();
        let chance = |events: usize| q.powi(events as i32);
        let singles: f64 = cuts.iter().map(|cut| chance(cut.len())).sum();
        let mut pairs = 0.0;
        for (i, a) in cuts.iter().enumerate() {
            for b in &cuts[..i] {
                pairs += chance(a.len() + b.iter().filter(|event| !a.contains(event)).count());
            }
        }
        let found = bounds(&up(&topology), BoundLimits::standard());
        let (low, high) = (singles - pairs, singles);
        let what = format!("{components} at {q}: {found:?} and {low}..{high}");
        assert!(found.down <= high * (1.0 + ROUNDING), "{what}");
        assert!(found.down + found.unexplored >= low * (1.0 - ROUNDING), "{what}");
        assert!(found.unexplored <= 1e-3 * found.down, "{what}");
    }
}

#[test]
fn entangled_services_are_bounded_around_the_diagrams_answer() {
    for (pools, q, share) in [(40, 1e-2, 0.05), (40, 1e-4, 1e-4), (60, 1e-6, 1e-6)] {
        let topology = services(pools, q);
        let exact = analyze(&topology, &AnalyzeOptions { cut_sets_max: 1, nodes_max: 3_000_000 }).unwrap();
        let found = bounds(&up(&topology), BoundLimits::standard());
        check_holds(&format!("{pools} at {q}"), &found, exact.unavailability);
        assert!(found.unexplored <= share * found.down, "{pools} at {q}: {found:?}");
    }
}

#[test]
fn published_fault_trees_lie_within_their_bounds() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped the published fault trees: {} is not there", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let mut checked = 0;
    for path in paths {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap_or_default();
        let Some(topology) = tree(&case["model"]) else { continue };
        let expected = case["expected"].as_array().unwrap();
        let top = expected.iter().find(|e| e["measure"] == "top_probability").unwrap()["value"].as_f64().unwrap();
        let limits = BoundLimits { work_max: 1_000_000, ..BoundLimits::standard() };
        let found = bounds(&up(&topology), limits);
        // The published value is given to ten digits or more.
        let slack =
            Bounds { down: found.down * (1.0 - 1e-9), unexplored: found.unexplored + 2e-9 * found.down, ..found };
        assert!((slack.down..=slack.down + slack.unexplored).contains(&top), "{}: {found:?} and {top}", path.display());
        checked += 1;
    }
    assert_eq!(checked, 35);
}

/// A coherent fault tree: or-gates are components with needs, and-gates pools, k-of-n pools that require n − k + 1.
fn tree(model: &Value) -> Option<Topology> {
    let gates = model["gates"].as_object()?;
    let name = |input: &Value| {
        let input = input.as_str().unwrap();
        format!("{} {input}", if gates.contains_key(input) { "gate" } else { "event" })
    };
    let events = model["events"].as_object()?.iter();
    let mut components: Vec<Value> =
        events.map(|(event, q)| json!({ "id": format!("event {event}"), "unavailability": q })).collect();
    let mut pools: Vec<Value> = Vec::new();
    for (gate, what) in gates {
        let inputs: Vec<String> = what["in"].as_array()?.iter().map(name).collect();
        let id = format!("gate {gate}");
        let required = match what["op"].as_str()? {
            "or" => {
                components.push(json!({ "id": id, "needs": inputs }));
                continue;
            }
            "and" => 1,
            "atleast" => inputs.len() as u64 + 1 - what["k"].as_u64()?,
            _ => return None,
        };
        pools.push(json!({ "id": id, "members": inputs, "required": required }));
    }
    let clients = json!({ "needs": [name(&model["top"])] });
    let value = json!({ "format": "nines-topology", "version": 1, "clients": clients, "components": components,
        "pools": pools });
    read(&value.to_string()).topology
}

/// All minimal cut sets by the diagram: names and probability.
fn complete_cut_sets(topology: &Topology) -> BTreeMap<Vec<String>, f64> {
    let options = AnalyzeOptions { cut_sets_max: 1_000_000, ..AnalyzeOptions::standard() };
    let analysis = analyze(topology, &options).unwrap();
    assert_eq!(Some(analysis.cut_sets.len() as f64), analysis.cut_sets_count);
    let sorted = |mut members: Vec<String>| {
        members.sort();
        members
    };
    analysis.cut_sets.into_iter().map(|cut| (sorted(cut.members), cut.probability)).collect()
}

/// The list must be right as far as it says it is.
#[track_caller]
fn check_cut_sets(what: &str, topology: &Topology, limits: CutLimits) -> bool {
    let structure = up(topology);
    let found = probable_cut_sets(&structure, limits);
    let expected = complete_cut_sets(topology);
    let mut listed = BTreeMap::new();
    for (events, probability) in &found.sets {
        let mut names: Vec<String> = events.iter().map(|e| structure.events[*e as usize].name.clone()).collect();
        names.sort();
        let exact = expected.get(&names).unwrap_or_else(|| panic!("{what}: {names:?} is no minimal cut set"));
        assert!((probability - exact).abs() <= ROUNDING * exact, "{what}: {names:?}");
        assert!(listed.insert(names, *probability).is_none(), "{what}: a set is listed twice");
    }
    assert!(found.sets.windows(2).all(|w| w[0].1 >= w[1].1), "{what}: not in order");
    assert!(found.sets.len() <= limits.count, "{what}: too many");
    assert_eq!(found.complete, found.left_out_below == 0.0, "{what}");
    if found.complete {
        assert_eq!(listed.len(), expected.len(), "{what}: sets are missing from a complete list");
    }
    for (names, probability) in &expected {
        let must = *probability > found.left_out_below;
        assert!(!must || listed.contains_key(names), "{what}: {names:?} is missing");
    }
    found.complete
}

#[test]
fn cut_sets_equal_the_diagrams() {
    let all = CutLimits { count: 1_000_000, ..CutLimits::standard() };
    for seed in 0..SYSTEMS {
        for shape in [Shape::Any, Shape::Plain] {
            let topology = generated(seed, shape);
            assert!(check_cut_sets(&format!("seed {seed}"), &topology, all), "seed {seed}: not complete");
            check_cut_sets(&format!("seed {seed}, three"), &topology, CutLimits { count: 3, ..all });
            check_cut_sets(&format!("seed {seed}, likely"), &topology, CutLimits { cutoff: 1e-5, ..all });
            check_cut_sets(&format!("seed {seed}, hurried"), &topology, CutLimits { work_max: 200, ..all });
        }
    }
}

#[test]
fn cut_sets_of_published_fault_trees_equal_the_diagrams() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    // Trees whose cut sets the diagram lists in a moment: 392, 4,805, 8,060 and 25,988 of them.
    for name in ["f01-aralia-chinese", "f03-aralia-baobab2", "f08-aralia-das9204", "f29-aralia-isp9603"] {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{name}.json"))) else {
            eprintln!("skipped {name}: it is not there");
            continue;
        };
        let case: Value = serde_json::from_str(&text).unwrap();
        let topology = tree(&case["model"]).unwrap();
        for count in [20, 300] {
            check_cut_sets(name, &topology, CutLimits { count, ..CutLimits::standard() });
        }
    }
}

#[test]
fn the_likeliest_cut_sets_of_a_large_system_are_found_without_a_diagram() {
    let topology = circle(500, |i| 1e-3 * (1.0 + (i * 37 % 10) as f64 / 10.0));
    let structure = up(&topology);
    let found = probable_cut_sets(&structure, CutLimits::standard());
    // The cut sets of the circle are its pools.
    let q = |i: usize| structure.events[i % 500].unavailability;
    let mut expected: Vec<f64> = (0..500).map(|i| q(i) * q(i + 1) * q(i + 2)).collect();
    expected.sort_by(|a, b| b.total_cmp(a));
    assert_eq!(found.sets.len(), 50);
    for ((events, probability), best) in found.sets.iter().zip(&expected) {
        assert!((probability - best).abs() <= ROUNDING * best, "{events:?}: {probability} and {best}");
    }
    assert!(
        (found.left_out_below - expected[50]).abs() <= 1e-11 * expected[50] || found.left_out_below >= expected[50]
    );
    assert!(found.left_out_below <= expected[49] * (1.0 + 1e-11), "{}", found.left_out_below);
}

#[test]
fn single_points_equal_the_diagrams() {
    let mut met = 0;
    for seed in 0..SYSTEMS {
        let topology = generated(seed, Shape::Any);
        let structure = up(&topology);
        let mut found: Vec<String> =
            single_points(&structure).iter().map(|event| structure.events[*event as usize].name.clone()).collect();
        let mut exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap().single_points_of_failure;
        found.sort();
        exact.sort();
        assert_eq!(found, exact, "seed {seed}");
        met += found.len();
    }
    assert!(met > 100, "only {met} single points in all systems");
}

#[test]
fn what_is_decided_beforehand_needs_no_boxes() {
    let never = document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": ["p"] },
        "components": [{ "id": "c", "unavailability": 1.0 }, { "id": "d", "unavailability": 1e-3 }],
        "pools": [{ "id": "p", "members": ["c", "d"], "required": 2 }] }));
    let structure = up(&never);
    let found = bounds(&structure, boxes(1));
    assert_eq!((found.up, found.down, found.unexplored), (0.0, 1.0, 0.0));
    // An event that is always on is still an event: its set is the likeliest.
    assert_eq!(probable_cut_sets(&structure, CutLimits::standard()).sets, [(vec![0], 1.0), (vec![1], 1e-3)]);
    let always = document(&json!({ "format": "nines-topology", "version": 1, "clients": { "needs": ["c"] },
        "components": [{ "id": "c" }] }));
    let found = bounds(&up(&always), boxes(1));
    assert_eq!((found.up, found.down, found.unexplored), (1.0, 0.0, 0.0));
    assert!(single_points(&up(&always)).is_empty());
}
