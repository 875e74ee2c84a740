//! Functions of how many of some functions are true, in the diagram: k of n, and pools that are the likelier down the more of
//! their members are blocked ([`Ladders`]). Built row by row, a row for every count that can still matter, never expanded
//! into combinations.

use super::diagram::{Diagram, Edge, TooLarge};
use crate::structure::{Node, NodeIdx, Structure};

/// At least `least` of the functions.
pub(crate) fn at_least(diagram: &mut Diagram, least: usize, edges: &[Edge]) -> Result<Edge, TooLarge> {
    by_count(diagram, least, &[], edges)
}

/// By how many of the functions are true: never with fewer than `least`, what the next counts each say, and always with
/// more.
///
/// A row is a count of those before, and what it comes to given those after. Only rows that can be, and are not decided,
/// are made: 1,998 of 1,999 are two rows and not 1,998. A function that is there several times counts so much at once.
pub(crate) fn by_count(diagram: &mut Diagram, least: usize, says: &[Edge], edges: &[Edge]) -> Result<Edge, TooLarge> {
    if least > edges.len() {
        return Ok(Edge::FALSE);
    }
    let groups = groups(diagram, edges);
    let enough = least + says.len();
    let mut rows = vec![Edge::FALSE; least];
    rows.extend(says);
    rows.push(Edge::TRUE);
    let can_be = counts_before(&groups, enough);
    let mut after = 0;
    for ((edge, weight), can_be) in groups.into_iter().zip(can_be).rev() {
        after += weight;
        for count in least.saturating_sub(after)..enough.min(can_be.len()) {
            if can_be[count] {
                rows[count] = diagram.if_then_else(edge, rows[(count + weight).min(enough)], rows[count])?;
            }
        }
    }
    Ok(rows[0])
}

/// The different functions, those that ask first first, and how often each is there.
fn groups(diagram: &Diagram, edges: &[Edge]) -> Vec<(Edge, usize)> {
    let mut edges = edges.to_vec();
    crate::order::sort_by_key(&mut edges, |edge| (diagram.level(*edge), *edge));
    let mut groups: Vec<(Edge, usize)> = Vec::with_capacity(edges.len());
    for edge in edges {
        match groups.last_mut() {
            Some((last, weight)) if *last == edge => *weight += 1,
            _ => groups.push((edge, 1)),
        }
    }
    groups
}

/// For each group, how many of those before it can be true, as far as that is not enough.
fn counts_before(groups: &[(Edge, usize)], enough: usize) -> Vec<Vec<bool>> {
    let mut so_far = vec![true];
    let mut before = Vec::with_capacity(groups.len());
    for (_, weight) in groups {
        before.push(so_far.clone());
        let mut more = so_far.clone();
        more.resize((so_far.len() + weight).min(enough), false);
        for (count, can_be) in so_far.iter().enumerate().filter(|(count, _)| count + weight < enough) {
            more[count + weight] |= can_be;
        }
        so_far = more;
    }
    before
}

/// Pools that are ranked by how many members are free: "event j is off, or more than so many are free" for every rank, and
/// enough are free. One by one, each would be a function of its own as large as all of them together.
pub struct Ladders {
    /// For every node that is one, its rungs.
    of_node: Vec<Option<Ladder>>,
    /// Of nodes that are only there for a ladder, which need no function: that ladder.
    ladder_of: Vec<Option<u32>>,
}

/// A conjunction of conditions on one count.
pub struct Ladder {
    /// So many must be free, whatever is off.
    pub least: u32,
    /// With fewer than so many free, this node must work; fewest first.
    pub rungs: Vec<(u32, NodeIdx)>,
    /// Of which nodes.
    pub of: NodeIdx,
    /// What must work besides.
    pub others: Vec<NodeIdx>,
}

impl Ladders {
    /// Finds them.
    pub fn of(structure: &Structure) -> Ladders {
        let parents = parents(structure);
        let mut ladders = Ladders { of_node: Vec::new(), ladder_of: vec![None; structure.nodes.len()] };
        for (node, at) in structure.nodes.iter().zip(0..) {
            let ladder = ladder(structure, node, &parents);
            if let (Some(ladder), Node::All(of)) = (&ladder, node) {
                for child in of.iter().filter(|child| !ladder.others.contains(child)) {
                    ladders.ladder_of[child.at()] = Some(at);
                    if let Some((_, better)) = rung(structure, *child) {
                        ladders.ladder_of[better.at()] = Some(at);
                    }
                }
            }
            ladders.of_node.push(ladder);
        }
        ladders
    }

    /// The ladder that a node is.
    pub fn at(&self, node: usize) -> Option<&Ladder> {
        self.of_node[node].as_ref()
    }

    /// The ladder that a node is only there for.
    pub fn for_whom(&self, node: usize) -> Option<usize> {
        self.ladder_of[node].map(|ladder| ladder as usize)
    }
}

impl Ladder {
    /// The nodes a walk from the clients meets, in the order that makes the diagram small: the count is known before it is
    /// asked what is off, and the worst rank is asked first. What a count says is then the next better count's with one
    /// event before it.
    pub fn children(&self, structure: &Structure) -> Vec<NodeIdx> {
        let mut children = self.others.clone();
        children.extend(list(structure, self.of).into_iter().flat_map(|(_, of)| of));
        children.extend(self.rungs.iter().map(|(_, off)| *off));
        children
    }

    /// Its function but for the others.
    pub fn edge(&self, diagram: &mut Diagram, structure: &Structure, edges: &[Edge]) -> Result<Edge, TooLarge> {
        let of: Vec<Edge> =
            list(structure, self.of).into_iter().flat_map(|(_, of)| of).map(|node| edges[node.at()]).collect();
        let least = (self.least as usize).min(of.len() + 1);
        let most = self.rungs.last().map_or(0, |(below, _)| *below as usize).min(of.len() + 1);
        // From the most that are not enough downwards: one more event for every rung that is passed.
        let mut says = Vec::new();
        let mut rungs = self.rungs.iter().rev().peekable();
        let mut off = Edge::TRUE;
        for count in (least..most).rev() {
            while let Some((_, node)) = rungs.next_if(|(below, _)| *below as usize > count) {
                off = diagram.and(edges[node.at()], off)?;
            }
            says.push(off);
        }
        says.reverse();
        by_count(diagram, least, &says, &of)
    }
}

/// How many nodes name each node.
fn parents(structure: &Structure) -> Vec<u32> {
    let mut parents = vec![0; structure.nodes.len()];
    for node in &structure.nodes {
        if let Node::All(of) | Node::AtLeast { of, .. } = node {
            of.iter().for_each(|child| parents[child.at()] += 1);
        }
    }
    parents
}

fn list(structure: &Structure, node: NodeIdx) -> Option<(u32, &[NodeIdx])> {
    match &structure.nodes[node.at()] {
        Node::AtLeast { least, of } => Some((*least, of)),
        _ => None,
    }
}

/// "This works, or enough of those do."
fn rung(structure: &Structure, node: NodeIdx) -> Option<(NodeIdx, NodeIdx)> {
    match list(structure, node) {
        Some((1, [off, better])) => list(structure, *better).map(|_| (*off, *better)),
        _ => None,
    }
}

fn ladder(structure: &Structure, node: &Node, parents: &[u32]) -> Option<Ladder> {
    let Node::All(children) = node else { return None };
    let (base, before) = children.split_last()?;
    let (least, of) = list(structure, *base).filter(|_| parents[base.at()] == 1)?;
    let (mut rungs, mut others) = (Vec::new(), Vec::new());
    for child in before {
        let rung = rung(structure, *child).filter(|(_, better)| parents[child.at()] == 1 && parents[better.at()] == 1);
        match rung.and_then(|(off, better)| Some((off, list(structure, better)?))) {
            Some((off, (below, same))) if same == of => rungs.push((below, off)),
            _ => others.push(*child),
        }
    }
    crate::order::sort_by_key(&mut rungs, |(below, _)| *below);
    (!rungs.is_empty()).then_some(Ladder { least, rungs, of: *base, others })
}
