//! Second opinions on small systems.
//!
//! Of a plain system every number is tried on the topology itself (`enumerate`), which shares nothing with the diagram. With
//! cables, bad changes or pools whose members depend on each other the structure is enumerated instead: lowering and chains
//! are then taken for granted, and only diagram, bounds and cut sets have a second opinion. What a chain says is held
//! against closed forms and long lives in `engine/tests/dependent.rs`; here it is a share of time and nothing more.

use nines_engine::availability::bounds::{BoundLimits, bounds};
use nines_engine::availability::enumerate::{Enumerated, enumerate, is_up_with};
use nines_engine::availability::{Analysis, AnalyzeOptions, CutSet};
use nines_engine::structure::{Lowering, Node, Structure, lower};
use nines_engine::topology::Topology;
use nines_engine::units::MINUTES_PER_YEAR;

use super::answers::checked_within;
use crate::limits::timed;

/// With more failures enumeration is too slow to be tried thousands of times.
const FAILURES_MAX: usize = 13;

/// Up to so many it takes about as long as the answer itself; above, one system in 16 is enumerated.
const FAILURES_QUICK: usize = 8;

/// Limits at which the diagram gives up early, in the middle, late or not at all.
const FEW_NODES: [usize; 3] = [2, 8, 32];

pub fn on(topology: &Topology, exact: &Analysis, seed: u64) {
    let structure = lower(topology, Lowering::UP).expect("a correct system can be lowered");
    let failures = structure.events.iter().filter(|event| event.unavailability > 0.0).count();
    if failures > FAILURES_MAX || (failures > FAILURES_QUICK && !seed.is_multiple_of(16)) {
        return;
    }
    let brute = if is_plain(topology) {
        lived_alike(topology, &structure);
        enumerate(topology).expect("few failures can be enumerated")
    } else {
        enumerated(&structure)
    };
    agree(exact, &brute, topology);
    let few = FEW_NODES.map(|nodes_max| checked_within(topology, &AnalyzeOptions { cut_sets_max: 5, nodes_max }));
    for answer in [exact].into_iter().chain(&few) {
        agree(answer, &brute, topology);
        answer.cut_sets.iter().for_each(|cut| cuts(topology, &structure, cut));
    }
    bound(&structure, &brute);
}

/// Whether enumeration knows everything the document says.
fn is_plain(topology: &Topology) -> bool {
    let changes = topology.components.iter().any(|c| c.change.is_some());
    let pools = topology.pools.iter().any(|pool| pool.change.is_some() || pool.is_dependent());
    topology.cables.is_empty() && !changes && !pools
}

/// Where no pool's members depend on each other, what is lived through is what is solved.
fn lived_alike(topology: &Topology, solved: &Structure) {
    let lived = lower(topology, Lowering::UP.lived()).expect("a correct system can be lowered");
    assert!(lived == *solved, "the same system is lived through and solved as two:\n{topology:#?}");
}

/// Every combination of events, tried on the structure.
fn enumerated(structure: &Structure) -> Enumerated {
    let can_fail: Vec<usize> =
        (0..structure.events.len()).filter(|event| structure.events[*event].unavailability > 0.0).collect();
    let mut sums = Enumerated { up: 0.0, down: 0.0, degraded: f64::NAN };
    let mut is_on = vec![false; structure.events.len()];
    for combination in 0_u32..1 << can_fail.len() {
        let mut probability = 1.0;
        for (bit, event) in can_fail.iter().enumerate() {
            is_on[*event] = combination >> bit & 1 == 1;
            let q = structure.events[*event].unavailability;
            probability *= if is_on[*event] { q } else { 1.0 - q };
        }
        *(if works(structure, &is_on) { &mut sums.up } else { &mut sums.down }) += probability;
    }
    sums
}

/// Whether the top works while exactly these events are on.
fn works(structure: &Structure, is_on: &[bool]) -> bool {
    let mut works: Vec<bool> = Vec::with_capacity(structure.nodes.len());
    for node in &structure.nodes {
        let value = match node {
            Node::Event(event) => !is_on[*event as usize],
            Node::All(of) => of.iter().all(|child| works[child.at()]),
            Node::AtLeast { least, of } => of.iter().filter(|child| works[child.at()]).count() >= *least as usize,
            Node::Path { from, to } => structure.cabling.joined(*from, *to, |node| works[node.at()]),
        };
        works.push(value);
    }
    works[structure.top.at()]
}

fn agree(answer: &Analysis, brute: &Enumerated, topology: &Topology) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs() + 1e-290;
    if let Some((least, most)) = answer.unavailability_bounds {
        let within = least <= brute.down * (1.0 + 1e-12) + 1e-290 && brute.down <= most * (1.0 + 1e-12) + 1e-290;
        assert!(within, "{} is not within {least} to {most}:\n{topology:#?}", brute.down);
        return;
    }
    let degraded = answer.degraded_minutes_per_year.map(|minutes| minutes / MINUTES_PER_YEAR);
    for (what, exact, brute) in [
        ("up", answer.availability, brute.up),
        ("down", answer.unavailability, brute.down),
        ("degraded", degraded.unwrap_or(f64::NAN), brute.degraded),
    ] {
        let unknown = exact.is_nan() || brute.is_nan();
        assert!(unknown || near(exact, brute), "{what}: the diagram says {exact}, enumeration {brute}:\n{topology:#?}");
    }
}

/// A cut set cuts, and nothing of it can be left out.
fn cuts(topology: &Topology, structure: &Structure, cut: &CutSet) {
    let is_up = |failed: &[String]| {
        if is_plain(topology) {
            return is_up_with(topology, failed);
        }
        let is_on: Vec<bool> = structure.events.iter().map(|event| failed.contains(&event.name)).collect();
        works(structure, &is_on)
    };
    assert!(!is_up(&cut.members), "{:?} does not cut:\n{topology:#?}", cut.members);
    for left_out in 0..cut.members.len() {
        let mut fewer = cut.members.clone();
        fewer.remove(left_out);
        assert!(is_up(&fewer), "{:?} is not minimal:\n{topology:#?}", cut.members);
    }
}

/// Bounds hold after any number of boxes.
fn bound(structure: &Structure, brute: &Enumerated) {
    for boxes_max in [1, 3, 10, 100] {
        let limits = BoundLimits { boxes_max, work_max: 100 * boxes_max };
        let found = timed("availability::bounds", || bounds(structure, limits));
        let slack = 1e-12;
        let up = found.up - slack <= brute.up && brute.up <= found.up + found.unexplored + slack;
        let down = found.down - slack <= brute.down && brute.down <= found.down + found.unexplored + slack;
        assert!(up && down, "{brute:?} is not within {found:?}");
    }
}
