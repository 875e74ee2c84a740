//! Advice: little of it, since a search is as long as it is allowed to be, and every plan made and answered again.

use nines_engine::advise::{Advice, AdviseOptions, Plan, advise};
use nines_engine::availability::unavailability;
use nines_engine::diag::{codes, has_errors};
use nines_engine::format::answers::advice_json;
use nines_engine::topology::edit::apply_all;
use nines_engine::topology::{Topology, validate};

use super::derived::only;
use super::read::is_json;
use crate::limits::timed;

/// A larger document costs more for each plan than an input may take.
const PARTS_MAX: usize = 40;

const NODES_MAX: usize = 20_000;

pub fn advised(topology: &Topology) {
    if topology.components.len() + topology.pools.len() + topology.domains.len() > PARTS_MAX {
        return;
    }
    let options =
        AdviseOptions { changes_max: 2, evaluations_max: 30, nodes_max: NODES_MAX, ..AdviseOptions::standard() };
    let advice = match timed("advise", || advise(topology, &options)) {
        Ok(advice) => advice,
        Err(findings) => return only(&findings, &[codes::TOO_ENTANGLED]),
    };
    on_the_frontier(&advice);
    is_json(&advice_json(&advice));
    let plans = advice.frontier.iter().chain(&advice.single).chain(&advice.cheapest);
    plans.take(6).for_each(|plan| holds(topology, plan));
}

/// Each point costs more than the one before it and is worth it.
fn on_the_frontier(advice: &Advice) {
    let better =
        |pair: &[Plan]| pair[0].added_cost <= pair[1].added_cost && pair[0].unavailability >= pair[1].unavailability;
    assert!(!advice.frontier.is_empty() && advice.frontier.windows(2).all(better), "{:?}", advice.frontier);
}

/// Made to the document, it gives what was promised.
fn holds(topology: &Topology, plan: &Plan) {
    let mut upgraded = topology.clone();
    apply_all(&mut upgraded, plan.edits.clone()).expect("edits fit the document they were planned for");
    let findings = validate(&upgraded);
    assert!(!has_errors(&findings), "{} makes a document with errors: {findings:?}", plan.short());
    let Ok(now) = unavailability(&upgraded, 10 * NODES_MAX) else { return };
    let near = (now - plan.unavailability).abs() <= 1e-9 * now + 1e-290;
    assert!(near, "{} was to give {}, and gives {now}", plan.short(), plan.unavailability);
    assert_eq!(plan.words.len(), plan.upgrades.len());
}
