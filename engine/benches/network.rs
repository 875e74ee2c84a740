//! Networks: two ends of a grid, and every pair of published topologies, against a plain frontier method.

use nines_engine::network::{Limits, Link, Network, all_pairs as every_pair, two_terminal};

use crate::bench::{Bench, LIMIT, OURS, agree};
use crate::limits::frontier::{self, Answer, Graph};
use crate::systems::published::{Published, published};

/// The topologies whose pairs are all asked for, in the order of their cost.
const TOPOLOGIES: [&str; 4] = ["Abilene", "Nobel_EU", "Norway", "Germany_50"];
/// Nodes a side of the grids; links are up 0.9 of the time.
const SIDES: [usize; 2] = [8, 10];

pub fn run(bench: &mut Bench) {
    frontier::check();
    for side in SIDES {
        grid(bench, side);
    }
    let Some(cases) = published('n') else {
        return bench.skip("network/*-all-pairs", "the published cases are not beside the project");
    };
    for topology in TOPOLOGIES {
        let file = format!("{topology}-nodes-0.9");
        match cases.iter().find(|case| case.name == file) {
            Some(case) => all_pairs(bench, topology, case),
            None => bench.skip(&format!("network/{topology}-all-pairs"), "the published case is not there"),
        }
    }
}

fn grid(bench: &mut Bench, side: usize) {
    let name = format!("network/grid-{side}x{side}");
    if !bench.wants(&name) {
        return;
    }
    let graph = frontier::grid(side, 0.1);
    let (from, to) = (0, graph.nodes.len() - 1);
    let limit = frontier::two_terminal(&graph, from, to);
    agree(&name, limit.0 + limit.1, 1.0, 1e-12);
    let network = network(&graph);
    let question = || two_terminal(&network, from as u32, to as u32, &Limits::standard());
    let ours = question();
    assert!(ours.exact, "{name}: bounds are no answer");
    agree(&name, ours.up, limit.0, 1e-12);
    agree(&name, ours.down, limit.1, 1e-12);
    bench.checked(&name, "both sides against the plain frontier");
    bench.long_case(&name).time(OURS, question).time(LIMIT, || frontier::two_terminal(&graph, from, to));
}

fn all_pairs(bench: &mut Bench, topology: &str, case: &Published) {
    let name = format!("network/{topology}-all-pairs");
    if !bench.wants(&name) {
        return;
    }
    let (graph, names) = graph(case);
    let limit = frontier::all_pairs(&graph);
    check(&name, case, &names, &limit);
    let network = network(&graph);
    let question = || every_pair(&network, &Limits::standard());
    let ours = question();
    assert!(ours.iter().all(|pair| pair.answer.exact), "{name}: bounds are no answer");
    let ours: Vec<Answer> = ours.iter().map(|pair| (pair.answer.up, pair.answer.down)).collect();
    check(&name, case, &names, &ours);
    bench.checked(&name, "published pairs and the mean over all to 1e-9");
    let mut timed = bench.long_case(&name);
    timed.amount(limit.len() as u64).time(OURS, question).time(LIMIT, || frontier::all_pairs(&graph));
}

/// The same network for the engine.
fn network(graph: &Graph) -> Network {
    let link = |&(a, b, unavailability): &(usize, usize, f64)| Link { a: a as u32, b: b as u32, unavailability };
    Network { nodes: graph.nodes.clone(), links: graph.links.iter().map(link).collect() }
}

/// The network of a case, and the names of its nodes in their order.
fn graph(case: &Published) -> (Graph, Vec<String>) {
    let nodes = case.model["nodes"].as_object().expect("nodes by name");
    let names: Vec<String> = nodes.keys().cloned().collect();
    let fails = |value: &serde_json::Value| 1.0 - value.as_f64().expect("an availability");
    let links = case.model["links"].as_array().expect("a list of links");
    let links =
        links.iter().map(|link| (place(&names, &link["a"]), place(&names, &link["b"]), fails(&link["availability"])));
    (Graph { nodes: nodes.values().map(fails).collect(), links: links.collect() }, names)
}

fn place(names: &[String], name: &serde_json::Value) -> usize {
    names.iter().position(|known| name == known).expect("a node of this name")
}

/// # Panics
/// When a published pair has another value, or the mean over all pairs has.
fn check(what: &str, case: &Published, names: &[String], answers: &[Answer]) {
    let count = names.len();
    let at = |a: usize, b: usize| {
        let (a, b) = (a.min(b), a.max(b));
        // The pairs of the nodes before `a`, then those of `a`.
        answers[a * (2 * count - a - 1) / 2 + b - a - 1]
    };
    let mut compared = 0;
    for measure in ["connected", "disconnected"] {
        for (of, value) in case.expected(measure) {
            let Some([a, b]) = of.as_array().map(Vec::as_slice) else { continue };
            let answer = at(place(names, a), place(names, b));
            agree(what, if measure == "connected" { answer.0 } else { answer.1 }, value, 1e-9);
            compared += 1;
        }
    }
    for (_, value) in case.expected("mean_connected_all_pairs") {
        let mean = answers.iter().map(|answer| answer.0).sum::<f64>() / answers.len() as f64;
        agree(what, mean, value, 1e-9);
    }
    assert!(compared > 0, "{what}: no published pair to compare with");
}
