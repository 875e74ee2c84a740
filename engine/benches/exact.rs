//! Exact answers: k of n, crews, and systems of many parts.

use nines_engine::availability::{AnalyzeOptions, Method, analyze, unavailability};
use nines_engine::fault_tree::{BasicEvent, FaultTree, Gate, Input, Op, quantify};
use std::hint::black_box;

use crate::bench::{Bench, LIMIT, OURS, agree};
use crate::limits::{bdd, crews, k_of_n};
use crate::systems::tree::Tree;
use crate::systems::{documents, topology};

pub fn run(bench: &mut Bench) {
    fifty_of_sixty(bench);
    forty_units_three_crews(bench);
    tiers(bench, "exact/500-components", 500);
    tiers(bench, "exact/100-components", 100);
}

/// Everything an analysis says of a document, where the question is smaller.
pub const ANALYSIS: &str = "ours, a whole analysis";

/// The probability, and how many minimal cut sets there are: 3.4e11, which nobody can list.
fn fifty_of_sixty(bench: &mut Bench) {
    let name = "exact/50-of-60";
    if !bench.wants(name) {
        return;
    }
    k_of_n::check();
    const Q: f64 = 0.05;
    let topology = topology(&documents::k_of_n(60, 50, Q));
    // Counted, none listed: that is the question.
    let options = AnalyzeOptions { cut_sets_max: 0, ..AnalyzeOptions::standard() };
    let ours = analyze(&topology, &options).expect("an answer");
    let q = [Q; 60];
    agree(name, ours.unavailability, k_of_n::at_least(11, &q), 1e-12);
    agree(name, ours.cut_sets_count.expect("a count"), k_of_n::combinations(60, 11) as f64, 0.0);
    bench.checked(name, "probability against the recursion, number of cut sets against 60 choose 11");
    let tree = one_gate(60, 11, Q);
    let question = || quantify(&tree, options.nodes_max).expect("an answer");
    agree(name, question().probability, ours.unavailability, 1e-12);
    agree(name, question().cut_sets_count.expect("a count"), k_of_n::combinations(60, 11) as f64, 0.0);
    let limit = || (k_of_n::at_least(11, black_box(&q)), k_of_n::combinations(black_box(60), 11));
    let mut timed = bench.case(name);
    timed.time(OURS, question).time(LIMIT, limit).time(ANALYSIS, || analyze(&topology, &options));
}

/// A tree of one gate: at least so many of equal events.
fn one_gate(events: usize, failures: u32, probability: f64) -> FaultTree {
    let name = |i: usize| format!("e{i}");
    let gate = Gate::new("top", Op::AtLeast(failures), (0..events).map(|i| Input::name(&name(i))).collect());
    let events = (0..events).map(|i| BasicEvent { name: name(i), probability }).collect();
    FaultTree { top: "top".to_owned(), gates: vec![gate], events, ..FaultTree::default() }
}

fn forty_units_three_crews(bench: &mut Bench) {
    let name = "exact/40-units-3-crews";
    if !bench.wants(name) {
        return;
    }
    crews::check();
    let topology = topology(&documents::crews(40, 36, 3, 1000.0, 10.0));
    let options = AnalyzeOptions::standard();
    let ours = analyze(&topology, &options).expect("an answer");
    if ours.method != Method::Exact {
        return bench.skip(name, "this version answers for limited crews only approximately");
    }
    agree(name, ours.unavailability, crews::unavailability(40, 3, 36, 1000.0, 10.0), 1e-12);
    bench.checked(name, "probability against the birth-death chain");
    let question = || unavailability(&topology, options.nodes_max).expect("an answer");
    agree(name, question(), ours.unavailability, 1e-12);
    let limit = || crews::unavailability(black_box(40), 3, 36, 1000.0, 10.0);
    let mut timed = bench.case(name);
    timed.time(OURS, question).time(LIMIT, limit).time(ANALYSIS, || analyze(&topology, &options));
}

/// Everything that an analysis says, against probability and number of cut sets alone.
fn tiers(bench: &mut Bench, name: &str, components: usize) {
    if !bench.wants(name) {
        return;
    }
    let topology = topology(&documents::tiers(components));
    let tree = Tree::of_tiers(components);
    let options = AnalyzeOptions::standard();
    let ours = analyze(&topology, &options).expect("an answer");
    let solved = bdd::solve(&tree).expect("the limit's diagram is small");
    agree(name, ours.unavailability, solved.probability(), 1e-10);
    agree(name, ours.cut_sets_count.expect("a count"), solved.cut_sets(), 0.0);
    bench.checked(name, "probability and number of cut sets against the plain diagram");
    let limit = || bdd::solve(&tree).map(|solved| (solved.probability(), solved.cut_sets()));
    bench.case(name).time(OURS, || analyze(&topology, &options)).time(LIMIT, limit);
}
