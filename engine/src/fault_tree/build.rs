//! From a formula to a decision diagram, the events in a given order.

use super::formula::{Child, Formula, Term, Value};
use crate::availability::build::{all, at_least};
use crate::availability::diagram::{Diagram, Edge, TooLarge};

/// The function "the top happens", where `events` gives the event of each level.
pub fn build(diagram: &mut Diagram, formula: &Formula, events: &[u32]) -> Result<Edge, TooLarge> {
    let level_of = crate::order::map_of(events.iter().enumerate().map(|(level, event)| (*event, level as u32)));
    let mut edges: Vec<Edge> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        let mut below = Vec::new();
        for child in node.term.children() {
            below.push(match child {
                // A diagram's variables say "works".
                Child::Event(event) => diagram.variable(level_of[&event])?.not(),
                Child::Node(node) => edges[node as usize],
            });
        }
        edges.push(combine(diagram, &node.term, &below)?);
    }
    match formula.top {
        Value::Constant(true) => Ok(Edge::TRUE),
        Value::Constant(false) => Ok(Edge::FALSE),
        Value::Child(Child::Event(event)) => Ok(diagram.variable(level_of[&event])?.not()),
        Value::Child(Child::Node(node)) => Ok(edges[node as usize]),
    }
}

fn combine(diagram: &mut Diagram, term: &Term, below: &[Edge]) -> Result<Edge, TooLarge> {
    match term {
        Term::And(_) => all(diagram, below.iter().copied()),
        Term::Or(_) => all(diagram, below.iter().map(|edge| edge.not())).map(Edge::not),
        Term::AtLeast(k, _) => at_least(diagram, *k as usize, below),
        Term::Xor(..) => diagram.xor(below[0], below[1]),
        Term::Not(_) => Ok(below[0].not()),
    }
}
