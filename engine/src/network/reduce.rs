//! Shorter networks with the same answer for two given nodes: parallel links become one, an inner node with two
//! neighbours becomes a link, and one with a single neighbour goes. (Series and parallel reductions, e.g. Colbourn: The
//! Combinatorics of Network Reliability, 1987, chapter 3; with nodes that fail, the inner node's chance joins its two
//! links' in the new link, for nothing else depends on it.)

use super::chance::Chance;
use super::part::{Part, PartLink, place};
use crate::order::Map;

/// A part that is reduced, and where the two nodes are in it.
pub struct Reduced {
    pub part: Part,
    pub from: u32,
    pub to: u32,
}

/// Reduces until nothing more can be. Every step takes a node away, so it ends.
pub fn reduce(part: &Part, from: u32, to: u32) -> Reduced {
    let mut graph = Neighbours { of: vec![Map::new(); part.nodes.len()] };
    for link in &part.links {
        graph.join(link.a, link.b, link.chance);
    }
    let mut open: Vec<u32> = (0..part.nodes.len() as u32).rev().collect();
    while let Some(node) = open.pop() {
        if node != from && node != to {
            open.extend(graph.shorten(node, part.nodes[node as usize]));
        }
    }
    graph.part(part, from, to)
}

/// Of each node the neighbours and how likely they are linked. Both ends know of a link.
struct Neighbours {
    of: Vec<Map<u32, Chance>>,
}

impl Neighbours {
    /// A link more, beside what is there.
    fn join(&mut self, a: u32, b: u32, chance: Chance) {
        let joined = self.of[a as usize].get(&b).map_or(chance, |&there| there.or(chance));
        self.of[a as usize].insert(b, joined);
        self.of[b as usize].insert(a, joined);
    }

    /// Takes an inner node with at most two neighbours away; answers with those, whose turn may have come.
    fn shorten(&mut self, node: u32, chance: Chance) -> Vec<u32> {
        if self.of[node as usize].len() > 2 {
            return Vec::new();
        }
        let around: Vec<(u32, Chance)> = std::mem::take(&mut self.of[node as usize]).into_iter().collect();
        for (other, _) in &around {
            self.of[*other as usize].remove(&node);
        }
        if let [(a, first), (b, second)] = around[..] {
            self.join(a, b, first.and(chance).and(second));
        }
        around.into_iter().map(|(other, _)| other).collect()
    }

    fn part(&self, part: &Part, from: u32, to: u32) -> Reduced {
        let is_left = |node: &u32| *node == from || *node == to || !self.of[*node as usize].is_empty();
        let left: Vec<u32> = (0..part.nodes.len() as u32).filter(is_left).collect();
        let mut links = Vec::new();
        for (a, &node) in left.iter().enumerate() {
            for (&other, &chance) in self.of[node as usize].iter_from(&node) {
                links.push(PartLink { a: a as u32, b: place(&left, other), chance });
            }
        }
        let nodes = left.iter().map(|&node| part.nodes[node as usize]).collect();
        Reduced { part: Part { nodes, links }, from: place(&left, from), to: place(&left, to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chance(unavailability: f64) -> Chance {
        Chance::of_unavailability(unavailability)
    }

    #[test]
    fn a_ring_becomes_a_link() {
        let link = |a, b| PartLink { a, b, chance: chance(0.1) };
        let part = Part { nodes: vec![chance(0.5); 4], links: vec![link(0, 1), link(1, 2), link(2, 3), link(3, 0)] };
        let reduced = reduce(&part, 0, 2);
        assert_eq!((reduced.part.nodes.len(), reduced.part.links.len()), (2, 1));
        let way = 1.0 - 0.9 * 0.9 * 0.5;
        assert!((reduced.part.links[0].chance.down - way * way).abs() < 1e-15);
    }

    #[test]
    fn neither_terminal_is_taken_away() {
        let link = |a, b| PartLink { a, b, chance: chance(0.1) };
        // The second terminal has two neighbours.
        let part = Part { nodes: vec![chance(0.0); 3], links: vec![link(0, 1), link(1, 2), link(2, 0)] };
        let reduced = reduce(&part, 0, 1);
        assert_eq!((reduced.from, reduced.to, reduced.part.links.len()), (0, 1, 1));
        assert!((reduced.part.links[0].chance.up - (1.0 - 0.1 * 0.19)).abs() < 1e-15);
    }
}
