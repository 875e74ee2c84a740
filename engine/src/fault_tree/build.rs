//! From a formula to a decision diagram, the events in a given order.

use super::formula::{Child, Formula, Term, Value};
use crate::availability::build::all;
use crate::availability::counts::at_least;
use crate::availability::diagram::{Diagram, Edge, TooLarge};
use crate::availability::race::GotAsFarAs;
use crate::order::Map;

/// The function "the top happens", where `events` gives the event of each level.
pub fn build(diagram: &mut Diagram, formula: &Formula, events: &[u32]) -> Result<Edge, GotAsFarAs> {
    let level_of = events.iter().enumerate().map(|(level, event)| (*event, level as u32)).collect();
    let mut edges: Vec<Edge> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        let edge = node_of(diagram, &node.term, &level_of, &edges).map_err(|TooLarge| GotAsFarAs(edges.len()))?;
        edges.push(edge);
    }
    match formula.top {
        Value::Constant(true) => Ok(Edge::TRUE),
        Value::Constant(false) => Ok(Edge::FALSE),
        Value::Child(child) => edge_of(diagram, child, &level_of, &edges).map_err(|TooLarge| GotAsFarAs(edges.len())),
    }
}

fn node_of(diagram: &mut Diagram, term: &Term, level_of: &Map<u32, u32>, edges: &[Edge]) -> Result<Edge, TooLarge> {
    let mut below = Vec::new();
    for child in term.children() {
        below.push(edge_of(diagram, child, level_of, edges)?);
    }
    combine(diagram, term, &below)
}

fn edge_of(diagram: &mut Diagram, child: Child, level_of: &Map<u32, u32>, edges: &[Edge]) -> Result<Edge, TooLarge> {
    match child {
        // A diagram's variables say "works".
        Child::Event(event) => Ok(diagram.variable(level_of[&event])?.not()),
        Child::Node(node) => Ok(edges[node as usize]),
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
