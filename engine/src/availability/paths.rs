//! Paths of cables in the diagram: the network's own decisions, found by its frontier without any probabilities, become
//! choices between what follows when an element works and when it does not.

use std::borrow::Cow;

use super::diagram::{Diagram, Edge, TooLarge};
use crate::network::{DecisionLimits, Decisions, Element, LinkShape, NodeShape, Shape, decide, decide_likeliest};
use crate::order::{Map, Set};
use crate::structure::{Cabling, Node, NodeIdx, Structure};

/// How many steps along all paths are worth following one by one.
const STEPS_MAX: usize = 1 << 20;

/// The decisions behind every path of a structure, by its two ends.
#[derive(Default)]
pub struct Paths(Map<(u32, u32), Decisions>);

impl Paths {
    /// Finds them; together they may have `decisions_max` decisions.
    pub fn of(structure: &Structure, decisions_max: usize) -> Result<Paths, TooLarge> {
        let mut paths = Map::new();
        let mut left = decisions_max;
        for node in &structure.nodes {
            let Node::Path { from, to } = node else { continue };
            if paths.contains_key(&(*from, *to)) {
                continue;
            }
            let shape = shape(&structure.cabling, *from, *to);
            let limits = DecisionLimits { decisions_max: left.min(u32::MAX as usize) as u32 };
            let decisions = decide(&shape, *from, *to, &limits).map_err(|_| TooLarge)?;
            left = left.saturating_sub(decisions.decisions.len());
            paths.insert((*from, *to), decisions);
        }
        Ok(Paths(paths))
    }

    /// The likeliest decisions, of about `states` states of the frontier in all: never joined when the ends are not, and
    /// always joined when they are. `downs` tells how likely every node of the structure is down. Where a branch was given
    /// up, more failures may help: fit for probabilities, not for cut sets.
    pub fn likeliest(structure: &Structure, downs: &[f64], states: usize) -> Result<[Paths; 2], TooLarge> {
        let is_path = |node: &Node| match node {
            Node::Path { from, to } => Some((*from, *to)),
            _ => None,
        };
        let ends: Set<_> = structure.nodes.iter().filter_map(is_path).collect();
        let cabling = &structure.cabling;
        let steps = ends.len() * (cabling.vertices.len() + cabling.links.len());
        if steps > STEPS_MAX {
            return Err(TooLarge);
        }
        let down = |element| node_of(cabling, element).map_or(0.0, |node: NodeIdx| downs[node.at()]);
        let width = states / steps.max(1);
        let (mut least, mut most) = (Map::new(), Map::new());
        for (from, to) in ends {
            let shape = shape(cabling, from, to);
            let bracket = decide_likeliest(&shape, (from, to), down, width).map_err(|_| TooLarge)?;
            least.insert((from, to), bracket.least);
            most.insert((from, to), bracket.most);
        }
        Ok([Paths(least), Paths(most)])
    }

    /// How many different paths there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The nodes a path depends on, in the order they are best asked.
    pub fn order(&self, cabling: &Cabling, ends: (u32, u32)) -> Vec<NodeIdx> {
        let order = self.0.get(&ends).map_or(&[][..], Decisions::order);
        order.iter().filter_map(|element| node_of(cabling, *element)).collect()
    }

    /// The function "the ends are joined", given the functions of all nodes before it.
    pub fn edge(
        &self,
        diagram: &mut Diagram,
        cabling: &Cabling,
        ends: (u32, u32),
        edges: &[Edge],
    ) -> Result<Edge, TooLarge> {
        let Some(decisions) = self.0.get(&ends) else { return Err(TooLarge) };
        let mut known = vec![Edge::FALSE, Edge::TRUE];
        for decision in &decisions.decisions {
            let works = node_of(cabling, decision.element).map_or(Edge::TRUE, |node| edges[node.at()]);
            let (up, down) = (known[decision.up as usize], known[decision.down as usize]);
            known.push(diagram.if_then_else(works, up, down)?);
        }
        Ok(known[decisions.root as usize])
    }
}

/// The same structure with every path spelled out in gates, for those who do not know paths. What a decision leads to
/// when its element works works no less than what it leads to otherwise, so "the down-branch works, or the element and
/// the up-branch do" says the same as the choice.
pub fn expanded(structure: Structure, decisions_max: usize) -> Result<Structure, TooLarge> {
    let Some((nodes, place)) = spelled_out(&structure, decisions_max)? else { return Ok(structure) };
    let parts = structure.parts.iter().map(|(id, node)| (id.clone(), place[node.at()])).collect();
    let top = place[structure.top.at()];
    Ok(Structure { nodes, top, parts, cabling: Cabling::default(), ..structure })
}

/// Only the nodes of that, and its top, of what stays as it is.
pub fn gates(structure: &Structure, decisions_max: usize) -> Result<(Cow<'_, [Node]>, NodeIdx), TooLarge> {
    Ok(match spelled_out(structure, decisions_max)? {
        Some((nodes, place)) => (Cow::Owned(nodes), place[structure.top.at()]),
        None => (Cow::Borrowed(&structure.nodes), structure.top),
    })
}

/// Nodes without paths, and where each of a structure's is among them.
type SpelledOut = (Vec<Node>, Vec<NodeIdx>);

/// Spells out all paths; `None` where there are no cables.
fn spelled_out(structure: &Structure, decisions_max: usize) -> Result<Option<SpelledOut>, TooLarge> {
    if structure.cabling.links.is_empty() {
        return Ok(None);
    }
    let paths = Paths::of(structure, decisions_max)?;
    let mut nodes: Vec<Node> = Vec::with_capacity(structure.nodes.len());
    let mut place: Vec<NodeIdx> = Vec::with_capacity(structure.nodes.len());
    let mut known: Map<(u32, u32), NodeIdx> = Map::new();
    for node in &structure.nodes {
        let moved = |of: &[NodeIdx]| of.iter().map(|child| place[child.at()]).collect();
        let node = match node {
            Node::Path { from, to } => {
                let ends = (*from, *to);
                let root = match known.get(&ends) {
                    Some(root) => *root,
                    None => spell(&mut nodes, &paths, &structure.cabling, ends, &place),
                };
                known.insert(ends, root);
                place.push(root);
                continue;
            }
            Node::Event(event) => Node::Event(*event),
            Node::All(of) => Node::All(moved(of)),
            Node::AtLeast { least, of } => Node::AtLeast { least: *least, of: moved(of) },
        };
        place.push(push(&mut nodes, node));
    }
    Ok(Some((nodes, place)))
}

/// The decisions of a path as gates; gives the node of the whole.
fn spell(nodes: &mut Vec<Node>, paths: &Paths, cabling: &Cabling, ends: (u32, u32), place: &[NodeIdx]) -> NodeIdx {
    let never = push(nodes, Node::AtLeast { least: 1, of: Vec::new() });
    let always = push(nodes, Node::All(Vec::new()));
    let mut known = vec![never, always];
    let Some(decisions) = paths.0.get(&ends) else { return never };
    for decision in &decisions.decisions {
        let mut both = vec![known[decision.up as usize]];
        both.extend(node_of(cabling, decision.element).map(|node| place[node.at()]));
        let both = push(nodes, Node::All(both));
        let either = Node::AtLeast { least: 1, of: vec![known[decision.down as usize], both] };
        known.push(push(nodes, either));
    }
    known[decisions.root as usize]
}

fn push(nodes: &mut Vec<Node>, node: Node) -> NodeIdx {
    nodes.push(node);
    NodeIdx(nodes.len() as u32 - 1)
}

/// The network as the path between two of its vertices sees it: the ends' own state is not the path's matter.
fn shape(cabling: &Cabling, from: u32, to: u32) -> Shape {
    let vertex = |(place, passes): (usize, &Option<NodeIdx>)| {
        let is_end = place as u32 == from || place as u32 == to;
        NodeShape { fallible: passes.is_some() && !is_end, passable: passes.is_some() }
    };
    let link = |(a, b, _): &(u32, u32, NodeIdx)| LinkShape { a: *a, b: *b, fallible: true };
    Shape {
        nodes: cabling.vertices.iter().enumerate().map(vertex).collect(),
        links: cabling.links.iter().map(link).collect(),
    }
}

fn node_of(cabling: &Cabling, element: Element) -> Option<NodeIdx> {
    match element {
        Element::Node(vertex) => cabling.vertices[vertex as usize],
        Element::Link(link) => Some(cabling.links[link as usize].2),
    }
}
