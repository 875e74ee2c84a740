//! From a formula to a decision diagram, in one of several orders of the events.

use super::formula::{Child, Formula, Term, Value};
use crate::availability::build::{all, at_least};
use crate::availability::diagram::{Diagram, Edge, TooLarge};

/// How the events are ordered: both walk down from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As written.
    Walk,
    /// Smaller branches before larger ones.
    SmallBranches,
}

impl Order {
    /// In the order to try them.
    pub const ALL: [Order; 2] = [Order::Walk, Order::SmallBranches];
}

/// The events that the top depends on, in an order; the level of an event is its place here.
pub fn order_events(formula: &Formula, order: Order) -> Vec<u32> {
    let weights = weights(formula);
    let weight = |child: &Child| match child {
        Child::Event(_) => 1,
        Child::Node(node) => weights[*node as usize],
    };
    let mut met = Vec::new();
    let mut event_met = std::collections::BTreeSet::new();
    let mut node_met = vec![false; formula.nodes.len()];
    let mut open: Vec<Child> = formula.top.child().into_iter().collect();
    while let Some(child) = open.pop() {
        match child {
            Child::Event(event) if event_met.insert(event) => met.push(event),
            Child::Node(node) if !std::mem::replace(&mut node_met[node as usize], true) => {
                let mut children: Vec<Child> = formula.nodes[node as usize].term.children().collect();
                if order == Order::SmallBranches {
                    crate::order::sort_by_key(&mut children, weight);
                }
                open.extend(children.into_iter().rev());
            }
            _ => {}
        }
    }
    met
}

/// How large the tree under each node is, shared parts counted every time; saturating.
fn weights(formula: &Formula) -> Vec<u64> {
    let mut weights: Vec<u64> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        let weight = |child| match child {
            Child::Event(_) => 1,
            Child::Node(below) => weights[below as usize],
        };
        weights.push(node.term.children().map(weight).fold(0, u64::saturating_add));
    }
    weights
}

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
