//! Blocks: the largest pieces of a graph that no single node holds together (biconnected components), and the walk
//! through them from node to node. What is in none of the blocks between two nodes is on no path between them.
//!
//! Tarjan: Depth-first search and linear graph algorithms, SIAM Journal on Computing 1(2), 1972. Without recursion, so
//! that a long chain of nodes does not exhaust the stack.

/// The blocks of a graph.
pub struct Blocks {
    /// The places of each block's links. A block of one link is a bridge.
    pub links: Vec<Vec<u32>>,
    /// The nodes of each block, in rising order.
    pub nodes: Vec<Vec<u32>>,
    /// The blocks each node is in.
    around: Vec<Vec<u32>>,
}

/// A step from node to node through a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    pub block: u32,
    pub from: u32,
    pub to: u32,
}

impl Blocks {
    /// The blocks of a graph without links from a node to itself.
    pub fn of(nodes_count: usize, ends: &[(u32, u32)]) -> Blocks {
        let links = Search::new(nodes_count, ends).run();
        let mut nodes = Vec::with_capacity(links.len());
        let mut around = vec![Vec::new(); nodes_count];
        for (block, inside) in links.iter().enumerate() {
            let mut members: Vec<u32> =
                inside.iter().flat_map(|&link| [ends[link as usize].0, ends[link as usize].1]).collect();
            crate::order::numbers_once(&mut members);
            members.iter().for_each(|&node| around[node as usize].push(block as u32));
            nodes.push(members);
        }
        Blocks { links, nodes, around }
    }

    /// For every node the last leg of the way to it from `start`, and the nodes in the order they are reached. Blocks
    /// and the nodes between them form a tree, so there is one way.
    pub fn ways_from(&self, start: u32) -> (Vec<Option<Leg>>, Vec<u32>) {
        let mut last = vec![None; self.around.len()];
        let mut entered = vec![false; self.links.len()];
        let mut reached = vec![start];
        let mut next = 0;
        while let Some(&from) = reached.get(next) {
            next += 1;
            for &block in &self.around[from as usize] {
                if std::mem::replace(&mut entered[block as usize], true) {
                    continue;
                }
                for &to in self.nodes[block as usize].iter().filter(|&&to| to != from) {
                    last[to as usize] = Some(Leg { block, from, to });
                    reached.push(to);
                }
            }
        }
        (last, reached)
    }

    /// The legs of the way between two different nodes, if there is one.
    pub fn way(&self, a: u32, b: u32) -> Option<Vec<Leg>> {
        let (last, _) = self.ways_from(a);
        let mut legs = Vec::new();
        let mut at = b;
        while at != a {
            let leg = last[at as usize]?;
            legs.push(leg);
            at = leg.from;
        }
        legs.reverse();
        Some(legs)
    }
}

/// Depth-first search that keeps the links of unfinished blocks on a stack.
struct Search<'g> {
    ends: &'g [(u32, u32)],
    incident: Vec<Vec<u32>>,
    /// When each node was met, from 1; 0 before.
    met: Vec<u32>,
    /// The earliest node that can be reached from below each node.
    low: Vec<u32>,
    clock: u32,
    open: Vec<u32>,
    blocks: Vec<Vec<u32>>,
}

/// A node on the path of the search, the link it was reached by, and the next link to look at.
struct Visit {
    node: u32,
    by: u32,
    next: usize,
}

const NO_LINK: u32 = u32::MAX;

impl<'g> Search<'g> {
    fn new(nodes_count: usize, ends: &'g [(u32, u32)]) -> Search<'g> {
        let mut incident = vec![Vec::new(); nodes_count];
        for (link, &(a, b)) in ends.iter().enumerate() {
            incident[a as usize].push(link as u32);
            incident[b as usize].push(link as u32);
        }
        let (met, low) = (vec![0; nodes_count], vec![0; nodes_count]);
        Search { ends, incident, met, low, clock: 0, open: Vec::new(), blocks: Vec::new() }
    }

    fn run(mut self) -> Vec<Vec<u32>> {
        for root in 0..self.met.len() as u32 {
            if self.met[root as usize] == 0 {
                self.search(root);
            }
        }
        self.blocks
    }

    fn search(&mut self, root: u32) {
        let mut path = vec![self.enter(root, NO_LINK)];
        while let Some(visit) = path.last_mut() {
            let node = visit.node;
            let Some(&link) = self.incident[node as usize].get(visit.next) else {
                let by = visit.by;
                path.pop();
                if let Some(parent) = path.last() {
                    self.leave(node, by, parent.node);
                }
                continue;
            };
            visit.next += 1;
            if link == visit.by {
                continue;
            }
            let (a, b) = self.ends[link as usize];
            let other = if a == node { b } else { a };
            if self.met[other as usize] == 0 {
                self.open.push(link);
                let visit = self.enter(other, link);
                path.push(visit);
            } else if self.met[other as usize] < self.met[node as usize] {
                self.open.push(link);
                self.low[node as usize] = self.low[node as usize].min(self.met[other as usize]);
            }
        }
    }

    fn enter(&mut self, node: u32, by: u32) -> Visit {
        self.clock += 1;
        self.met[node as usize] = self.clock;
        self.low[node as usize] = self.clock;
        Visit { node, by, next: 0 }
    }

    /// Back at the parent: when nothing below reaches above it, the links since then are a block.
    fn leave(&mut self, node: u32, by: u32, parent: u32) {
        let low = self.low[node as usize];
        self.low[parent as usize] = self.low[parent as usize].min(low);
        if low >= self.met[parent as usize] {
            // `by` was pushed when the node was entered and is still there.
            let start = self.open.iter().rposition(|&link| link == by).unwrap_or(0);
            let mut block = self.open.split_off(start);
            crate::order::sort_numbers(&mut block);
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(nodes_count: usize, ends: &[(u32, u32)], expected: &[&[u32]]) {
        let mut found = Blocks::of(nodes_count, ends).links;
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bridge_between_two_rings_is_a_block() {
        let ends = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)];
        check(6, &ends, &[&[0, 1, 2], &[3], &[4, 5, 6]]);
        let way = Blocks::of(6, &ends).way(0, 5).expect("a way");
        assert_eq!(way.iter().map(|leg| (leg.from, leg.to)).collect::<Vec<_>>(), [(0, 2), (2, 3), (3, 5)]);
    }

    #[test]
    fn parallel_links_are_one_block_and_islands_have_no_way() {
        check(4, &[(0, 1), (1, 0), (2, 3)], &[&[0, 1], &[2]]);
        assert!(Blocks::of(4, &[(0, 1), (1, 0), (2, 3)]).way(0, 2).is_none());
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let ends: Vec<(u32, u32)> = (0..100_000).map(|node| (node, node + 1)).collect();
        assert_eq!(Blocks::of(100_001, &ends).way(0, 100_000).expect("a way").len(), 100_000);
    }
}
