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

#[cfg(test)]
mod tests {
    use super::super::build::{Order, build, order_events};
    use super::super::paths::Paths;
    use super::*;
    use crate::format::read;
    use crate::structure::{Lowering, lower};

    /// What a function says where exactly the levels in `failed` (bits) have failed.
    fn says(diagram: &Diagram, mut edge: Edge, failed: u32) -> bool {
        while edge != Edge::TRUE && edge != Edge::FALSE {
            let level = diagram.level(edge);
            let (low, high) = diagram.cofactors(edge, level);
            edge = if failed >> level & 1 == 1 { low } else { high };
        }
        edge == Edge::TRUE
    }

    #[test]
    fn counts_are_those_of_every_combination() {
        for places in [vec![0, 1, 2, 3, 4], vec![0, 0, 0, 1, 1, 2], vec![2, 1, 2, 1, 2], vec![3, 3, 3, 3]] {
            let mut diagram = Diagram::new(10_000);
            let edges: Vec<Edge> = places.iter().map(|level| diagram.variable(*level).unwrap()).collect();
            // Levels 5 and 6 say what two undecided counts come to.
            let five = diagram.variable(5).unwrap();
            let six = diagram.variable(6).unwrap();
            let both = diagram.and(five, six).unwrap();
            for least in 0..=edges.len() + 1 {
                let k_of_n = at_least(&mut diagram, least, &edges).unwrap();
                let ranked = by_count(&mut diagram, least, &[both, six], &edges).unwrap();
                for failed in 0..1 << 7 {
                    let works = |level: u32| failed >> level & 1 == 0;
                    let count = places.iter().filter(|level| works(**level)).count();
                    assert_eq!(says(&diagram, k_of_n, failed), count >= least, "{places:?} {least} {failed:b}");
                    let undecided = [(works(5) && works(6)), works(6)];
                    let expected = count >= least && undecided.get(count - least).copied().unwrap_or(true);
                    assert_eq!(says(&diagram, ranked, failed), expected, "{places:?} {least} {failed:b}");
                }
            }
        }
    }

    /// All but one of two thousand was two million questions, and too large for the first limits of an analysis.
    #[test]
    fn nearly_all_of_many_is_small() {
        let mut diagram = Diagram::new(6000);
        let edges: Vec<Edge> = (0..1999).map(|level| diagram.variable(level).unwrap()).collect();
        assert!(at_least(&mut diagram, 1998, &edges).is_ok());
        // The same the other way: any two of them.
        let mut diagram = Diagram::new(8000);
        let edges: Vec<Edge> = (0..1999).map(|level| diagram.variable(level).unwrap()).collect();
        assert!(at_least(&mut diagram, 2, &edges).is_ok());
    }

    fn works(structure: &Structure, on: impl Fn(u32) -> bool) -> bool {
        let mut known: Vec<bool> = Vec::new();
        for node in &structure.nodes {
            known.push(match node {
                Node::Event(event) => !on(*event),
                Node::All(of) => of.iter().all(|child| known[child.at()]),
                Node::AtLeast { least, of } => of.iter().filter(|child| known[child.at()]).count() >= *least as usize,
                Node::Path { .. } => unreachable!("there are no cables"),
            });
        }
        known[structure.top.at()]
    }

    #[test]
    fn ladders_say_what_their_rungs_say() {
        let document = |pool: &str| {
            let member = |i: usize| format!(r#"{{ "id": "m{i}", "mttf": "90h", "mttr": "4h", "in": ["z{}"] }}"#, i % 3);
            let members: Vec<String> = (0..7).map(member).collect();
            format!(
                r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p"] }},
                "domains": [{{ "id": "z0", "mttf": "900h" }}, {{ "id": "z1", "mttf": "800h" }}, {{ "id": "z2", "mttf": "700h" }}],
                "components": [{}],
                "pools": [{{ "id": "p", "members": ["m0", "m1", "m2", "m3", "m4", "m5", "m6"], {pool} }}] }}"#,
                members.join(", ")
            )
        };
        for pool in [
            r#""required": 2, "repair_crews": 1"#,
            r#""required": 1, "repair_crews": 2, "coverage": 0.9, "manual": "2h""#,
            r#""required": 2, "repair_crews": 1, "change": { "bad_per_year": 9, "blast": 0.3 }"#,
        ] {
            let structure = lower(&read(&document(pool)).topology.unwrap(), Lowering::UP).unwrap();
            let ladders = Ladders::of(&structure);
            let rungs: Vec<usize> =
                (0..structure.nodes.len()).filter_map(|at| Some(ladders.at(at)?.rungs.len())).collect();
            assert!(rungs.len() == 1 && rungs[0] >= 3, "{rungs:?}");
            for order in Order::ALL {
                let levels = order_events((&structure, structure.top), &Paths::default(), order);
                let mut diagram = Diagram::new(10_000);
                let edge = build(&mut diagram, (&structure, structure.top), &Paths::default(), &levels).unwrap();
                for failed in 0..1 << levels.event_at.len() {
                    let on = |event: u32| levels.level_of[event as usize].is_some_and(|l| failed >> l & 1 == 1);
                    assert_eq!(says(&diagram, edge, failed), works(&structure, on), "{order:?} {failed:b}");
                }
            }
        }
    }
}
