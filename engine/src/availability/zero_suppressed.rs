//! Families of sets as zero-suppressed decision diagrams (Minato: Zero-Suppressed BDDs for Set Manipulation in
//! Combinatorial Problems, DAC 1993, section 3): the minimal cut sets of large systems fit in a few nodes even where there are billions of them.

use super::diagram::TooLarge;
use crate::hash::mix;

/// A family of sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family(u32);

impl Family {
    /// No set at all.
    pub const EMPTY: Family = Family(0);
    /// The one set without members.
    pub const BASE: Family = Family(1);

    /// Its place among the nodes.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// A node: the sets with the level's member (`with`, the member left out) and those without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyNode {
    /// The member asked about; levels grow downwards.
    pub level: u32,
    /// The sets that have it.
    pub with: Family,
    /// The sets that do not.
    pub without: Family,
}

/// All nodes of some families. Children come before parents.
pub struct Families {
    nodes: Vec<FamilyNode>,
    unique: Vec<u32>,
    cache: Vec<(Family, Family, Family)>,
    nodes_max: usize,
    /// How many more questions may be asked. Few sets may be left of many, after very many questions.
    steps_left: u64,
}

const TERMINAL: u32 = u32::MAX;
/// The most questions for each node there may be, that the cache did not know the answer to: at a million nodes, a second.
const STEPS_FOR_A_NODE: u64 = 12;
/// The most numbers that counting by size may keep: 128 MB.
const COUNTS_MAX: usize = 1 << 24;

impl Families {
    /// None yet; at most `nodes_max` nodes, and the time that is given to so many.
    pub fn new(nodes_max: usize) -> Families {
        let terminal = FamilyNode { level: TERMINAL, with: Family::EMPTY, without: Family::EMPTY };
        let empty = (Family::EMPTY, Family::EMPTY, Family::EMPTY);
        let (nodes, unique, cache) = (vec![terminal; 2], vec![0; 1 << 10], vec![empty; 1 << 12]);
        Families { nodes, unique, cache, nodes_max, steps_left: nodes_max as u64 * STEPS_FOR_A_NODE }
    }

    /// All nodes, the two terminals first.
    pub fn nodes(&self) -> &[FamilyNode] {
        &self.nodes
    }

    /// The node of a family.
    pub fn node(&self, family: Family) -> FamilyNode {
        self.nodes[family.at()]
    }

    /// The family of the sets in `with`, each with the level's member added, and of those in `without`.
    pub fn make(&mut self, level: u32, with: Family, without: Family) -> Result<Family, TooLarge> {
        if with == Family::EMPTY {
            return Ok(without);
        }
        let node = FamilyNode { level, with, without };
        let mask = self.unique.len() - 1;
        let mut slot = mix(level, with.0, without.0) & mask;
        while self.unique[slot] != 0 {
            if self.nodes[self.unique[slot] as usize] == node {
                return Ok(Family(self.unique[slot]));
            }
            slot = (slot + 1) & mask;
        }
        if self.nodes.len() >= self.nodes_max {
            return Err(TooLarge);
        }
        self.nodes.push(node);
        self.unique[slot] = self.nodes.len() as u32 - 1;
        let family = Family(self.unique[slot]);
        if self.nodes.len() * 2 > self.unique.len() {
            self.grow();
        }
        Ok(family)
    }

    /// The sets of `a` that include no set of `b` (Rauzy 1993, the operation `without`).
    pub fn without(&mut self, a: Family, b: Family) -> Result<Family, TooLarge> {
        if a == Family::EMPTY || b == Family::BASE || a == b {
            return Ok(Family::EMPTY);
        }
        if b == Family::EMPTY {
            return Ok(a);
        }
        let slot = mix(a.0, b.0, 0) & (self.cache.len() - 1);
        let (ca, cb, result) = self.cache[slot];
        if ca == a && cb == b {
            return Ok(result);
        }
        self.steps_left = self.steps_left.checked_sub(1).ok_or(TooLarge)?;
        let (na, nb) = (self.node(a), self.node(b));
        let result = if na.level < nb.level {
            let with = self.without(na.with, b)?;
            let without = self.without(na.without, b)?;
            self.make(na.level, with, without)?
        } else if na.level > nb.level {
            self.without(a, nb.without)?
        } else {
            let with = self.without(na.with, nb.with)?;
            let with = self.without(with, nb.without)?;
            let without = self.without(na.without, nb.without)?;
            self.make(na.level, with, without)?
        };
        let slot = mix(a.0, b.0, 0) & (self.cache.len() - 1);
        self.cache[slot] = (a, b, result);
        Ok(result)
    }

    /// How many sets there are, for every node; exact up to 2⁵³.
    pub fn counts(&self) -> Vec<f64> {
        let mut counts = vec![0.0, 1.0];
        for node in &self.nodes[2..] {
            counts.push(counts[node.with.at()] + counts[node.without.at()]);
        }
        counts
    }

    /// How many sets of a family have no member, one, two… up to the largest; exact up to 2⁵³. `None` when the counts
    /// of all nodes would take more than [`COUNTS_MAX`] numbers.
    pub fn counts_by_size(&self, family: Family) -> Option<Vec<f64>> {
        let reached = self.reached(family);
        let mut counts: Vec<Vec<f64>> = vec![Vec::new(), vec![1.0]];
        let mut kept = 0;
        for (place, node) in self.nodes.iter().enumerate().take(family.at() + 1).skip(2) {
            let mut sizes = Vec::new();
            if reached[place] {
                let (with, without) = (&counts[node.with.at()], &counts[node.without.at()]);
                sizes = vec![0.0; without.len().max(with.len() + 1)];
                sizes[..without.len()].copy_from_slice(without);
                sizes.iter_mut().skip(1).zip(with).for_each(|(size, count)| *size += count);
                kept += sizes.len();
                if kept > COUNTS_MAX {
                    return None;
                }
            }
            counts.push(sizes);
        }
        Some(counts.swap_remove(family.at()))
    }

    /// Which nodes a family consists of.
    fn reached(&self, family: Family) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        reached[family.at()] = true;
        for place in (2..=family.at()).rev() {
            if reached[place] {
                reached[self.nodes[place].with.at()] = true;
                reached[self.nodes[place].without.at()] = true;
            }
        }
        reached
    }

    fn grow(&mut self) {
        let size = self.unique.len() * 2;
        let mut unique = vec![0_u32; size];
        for (place, node) in self.nodes.iter().enumerate().skip(2) {
            let mut slot = mix(node.level, node.with.0, node.without.0) & (size - 1);
            while unique[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            unique[slot] = place as u32;
        }
        self.unique = unique;
        self.cache = vec![(Family::EMPTY, Family::EMPTY, Family::EMPTY); size * 2];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets of two of which the others are to be taken away one by one: more questions than nodes.
    fn fewer(families: &mut Families, members: u32) -> Result<Family, TooLarge> {
        let mut pairs = Family::EMPTY;
        let mut single = Family::EMPTY;
        for level in (0..members).rev() {
            pairs = families.make(level, single, pairs)?;
            single = families.make(level, Family::BASE, single)?;
        }
        families.without(pairs, single)
    }

    #[test]
    fn questions_are_limited_as_nodes_are() {
        let mut families = Families::new(1000);
        assert_eq!(fewer(&mut families, 40), Ok(Family::EMPTY));
        assert!(families.steps_left < 1000 * STEPS_FOR_A_NODE, "they are counted");
        let mut few = Families { steps_left: 5, ..Families::new(1000) };
        assert_eq!(fewer(&mut few, 40), Err(TooLarge));
        assert_eq!(few.steps_left, 0);
    }
}
