//! From a structure to a diagram: an order of the variables, then the nodes from the leaves up. What depends on how many
//! work is the matter of [`super::counts`].

use super::counts::{Ladders, at_least};
use super::diagram::{Diagram, Edge, TooLarge};
use super::paths::Paths;
use super::race::GotAsFarAs;
use crate::structure::{EventSource, Node, NodeIdx, Structure};

/// How the variables are ordered. Both follow a walk from the clients down; they differ in what comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Domains first, since many parts share them, then the walk.
    Domains,
    /// The walk alone.
    Walk,
    /// The walk, smaller branches before larger ones.
    SmallBranches,
}

impl Order {
    /// In the order to try them.
    pub const ALL: [Order; 3] = [Order::Domains, Order::Walk, Order::SmallBranches];
}

/// Levels for events: `level_of[event]`, or `None` for events that are always off (they never fail).
#[derive(Clone)]
pub struct Levels {
    /// The level of each event.
    pub level_of: Vec<Option<u32>>,
    /// The event at each level.
    pub event_at: Vec<u32>,
}

/// Orders the events that can fail of those that a node of a structure depends on.
pub fn order_events((structure, top): (&Structure, NodeIdx), paths: &Paths, order: Order) -> Levels {
    let mut walk = walk((structure, top), paths, order == Order::SmallBranches);
    walk.retain(|event| structure.events[*event as usize].unavailability > 0.0);
    if order == Order::Domains {
        let is_domain = |e: &u32| matches!(structure.events[*e as usize].source, EventSource::Domain(_));
        // A stable sort keeps the walk's order within domains and within the rest.
        crate::order::sort_by_key(&mut walk, |event| !is_domain(event));
    }
    let mut level_of = vec![None; structure.events.len()];
    for (level, event) in walk.iter().enumerate() {
        level_of[*event as usize] = Some(level as u32);
    }
    Levels { level_of, event_at: walk }
}

/// Events in the order a depth-first walk from the top meets them.
fn walk((structure, top): (&Structure, NodeIdx), paths: &Paths, small_first: bool) -> Vec<u32> {
    let weights = if small_first { weights(structure) } else { Vec::new() };
    let ladders = Ladders::of(structure);
    let mut seen = vec![false; structure.nodes.len()];
    let mut met = Vec::new();
    let mut event_met = vec![false; structure.events.len()];
    let mut open = vec![top];
    while let Some(place) = open.pop() {
        if std::mem::replace(&mut seen[place.at()], true) {
            continue;
        }
        match &structure.nodes[place.at()] {
            Node::Event(event) => {
                if !std::mem::replace(&mut event_met[*event as usize], true) {
                    met.push(*event);
                }
            }
            // The network knows best in which order it is asked.
            Node::Path { from, to } => {
                open.extend(paths.order(&structure.cabling, (*from, *to)).into_iter().rev());
            }
            node => {
                let ladder = ladders.at(place.at());
                let mut children =
                    ladder.map_or_else(|| structure.children(node), |ladder| ladder.children(structure).into());
                if small_first && ladder.is_none() {
                    crate::order::sort_by_key(children.to_mut(), |child| weights[child.at()]);
                }
                open.extend(children.iter().rev());
            }
        }
    }
    met
}

/// How large the tree under each node is, saturating.
fn weights(structure: &Structure) -> Vec<u64> {
    let mut weights: Vec<u64> = Vec::with_capacity(structure.nodes.len());
    for node in &structure.nodes {
        let weight = match node {
            Node::Event(_) => 1,
            node => {
                let children = structure.children(node);
                children.iter().fold(1_u64, |sum, child| sum.saturating_add(weights[child.at()]))
            }
        };
        weights.push(weight);
    }
    weights
}

/// Builds the function of every node up to this one, and gives its own.
pub fn build(
    diagram: &mut Diagram,
    (structure, top): (&Structure, NodeIdx),
    paths: &Paths,
    levels: &Levels,
) -> Result<Edge, GotAsFarAs> {
    let mut edges: Vec<Edge> = Vec::with_capacity(structure.nodes.len());
    let (reached, ladders) = (reached(structure, top), Ladders::of(structure));
    for (i, node) in structure.nodes.iter().enumerate() {
        // What the clients do not depend on needs no nodes.
        let edge = match ladders.at(i) {
            _ if !reached[i] || ladders.for_whom(i).is_some_and(|ladder| reached[ladder]) => Ok(Edge::TRUE),
            Some(ladder) => ladder.edge(diagram, structure, &edges).and_then(|enough| {
                let others = ladder.others.iter().map(|child| edges[child.at()]);
                all(diagram, others.chain([enough]))
            }),
            None => edge(diagram, structure, paths, (levels, &edges), node),
        };
        edges.push(edge.map_err(|TooLarge| GotAsFarAs(i))?);
    }
    Ok(edges[top.at()])
}

/// The function of a node, given those before it.
fn edge(
    diagram: &mut Diagram,
    structure: &Structure,
    paths: &Paths,
    (levels, edges): (&Levels, &[Edge]),
    node: &Node,
) -> Result<Edge, TooLarge> {
    match node {
        Node::Event(event) => match levels.level_of[*event as usize] {
            Some(level) => diagram.variable(level),
            None => Ok(Edge::TRUE),
        },
        Node::All(of) => all(diagram, of.iter().map(|child| edges[child.at()])),
        Node::AtLeast { least, of } => {
            let children: Vec<Edge> = of.iter().map(|child| edges[child.at()]).collect();
            at_least(diagram, *least as usize, &children)
        }
        Node::Path { from, to } => paths.edge(diagram, &structure.cabling, (*from, *to), edges),
    }
}

fn reached(structure: &Structure, top: NodeIdx) -> Vec<bool> {
    let mut reached = vec![false; structure.nodes.len()];
    reached[top.at()] = true;
    for i in (0..structure.nodes.len()).rev() {
        if !reached[i] {
            continue;
        }
        structure.children(&structure.nodes[i]).iter().for_each(|child| reached[child.at()] = true);
    }
    reached
}

/// The conjunction, deepest variables first, so that intermediate results stay small.
pub(crate) fn all(diagram: &mut Diagram, edges: impl Iterator<Item = Edge>) -> Result<Edge, TooLarge> {
    let mut edges: Vec<Edge> = edges.collect();
    crate::order::sort_by_key(&mut edges, |edge| std::cmp::Reverse(diagram.level(*edge)));
    edges.into_iter().try_fold(Edge::TRUE, |all, edge| diagram.and(edge, all))
}
