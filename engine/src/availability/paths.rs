//! Paths of cables in the diagram: the network's own decisions, found by its frontier without any probabilities, become
//! choices between what follows when an element works and when it does not.

use std::collections::BTreeMap;

use super::diagram::{Diagram, Edge, TooLarge};
use crate::network::{DecisionLimits, Decisions, Element, LinkShape, NodeShape, Shape, decide};
use crate::structure::{Cabling, Node, NodeIdx, Structure};

/// The decisions behind every path of a structure, by its two ends.
#[derive(Default)]
pub struct Paths(BTreeMap<(u32, u32), Decisions>);

impl Paths {
    /// Finds them; together they may have `decisions_max` decisions.
    pub fn of(structure: &Structure, decisions_max: usize) -> Result<Paths, TooLarge> {
        let mut paths = BTreeMap::new();
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

    /// The nodes a path depends on, in the order they are best asked.
    pub fn order(&self, cabling: &Cabling, ends: (u32, u32)) -> Vec<NodeIdx> {
        let order = self.0.get(&ends).map_or(&[][..], Decisions::order);
        order.iter().filter_map(|element| node_of(cabling, *element)).collect()
    }

    /// The decisions of a path, each with its node (`None` for what never fails) and where it leads: 0 is cut, 1 is joined,
    /// n + 2 the decision at place n. The last is the first to be asked; there are none when nothing decides.
    pub fn decisions(&self, cabling: &Cabling, ends: (u32, u32)) -> Vec<(Option<NodeIdx>, u32, u32)> {
        let decisions = self.0.get(&ends).map_or(&[][..], |decisions| &decisions.decisions);
        decisions.iter().map(|d| (node_of(cabling, d.element), d.up, d.down)).collect()
    }

    /// Whether the ends are joined when nothing decides.
    pub fn joined(&self, ends: (u32, u32)) -> bool {
        self.0.get(&ends).is_some_and(|decisions| decisions.root == Decisions::CONNECTED)
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
