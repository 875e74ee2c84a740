//! What takes the system down, asked of the structure itself in 64 situations at a time: bit `i` of a word is what holds
//! in the `i`-th of them. A situation is a set of events that are on, all others being off.

use crate::order::Map;
use crate::structure::{Node, NodeIdx, Structure};

/// The events that take the top down alone, in order; none when the top is down with nothing failed. One evaluation of
/// the structure for every 64 events that can fail.
pub fn single_points(structure: &Structure) -> Vec<u32> {
    let can_fail = (0..).zip(&structure.events).filter(|(_, what)| what.unavailability > 0.0);
    let can_fail: Vec<u32> = can_fail.map(|(event, _)| event).collect();
    let mut works = Works::new(structure);
    if works.down_with(&[[]]) != 0 {
        return Vec::new();
    }
    let mut single = Vec::new();
    for some in can_fail.chunks(64) {
        let sets: Vec<[u32; 1]> = some.iter().map(|event| [*event]).collect();
        let down = works.down_with(&sets);
        single.extend(some.iter().enumerate().filter(|(bit, _)| down >> bit & 1 == 1).map(|(_, event)| *event));
    }
    single
}

/// In which of 64 situations everything works.
pub struct Works<'s> {
    structure: &'s Structure,
    of_event: Vec<u64>,
    of_node: Vec<u64>,
    /// By vertex, what it reaches: one search answers all paths that begin there.
    reached_from: Map<u32, Vec<u64>>,
}

impl Works<'_> {
    /// Everything, in all of them.
    pub fn new(structure: &Structure) -> Works<'_> {
        let (of_event, of_node) = (vec![u64::MAX; structure.events.len()], Vec::new());
        Works { structure, of_event, of_node, reached_from: Map::new() }
    }

    /// The sets of events, 64 at most, that take the top down: bit `i` for the `i`-th.
    pub fn down_with(&mut self, sets: &[impl AsRef<[u32]>]) -> u64 {
        assert!(sets.len() <= 64, "a word has 64 bits");
        for (bit, set) in sets.iter().enumerate() {
            set.as_ref().iter().for_each(|event| self.of_event[*event as usize] &= !(1 << bit));
        }
        self.evaluate();
        for set in sets {
            set.as_ref().iter().for_each(|event| self.of_event[*event as usize] = u64::MAX);
        }
        let asked = if sets.len() == 64 { u64::MAX } else { (1 << sets.len()) - 1 };
        !self.of(self.structure.top) & asked
    }

    fn evaluate(&mut self) {
        self.of_node.clear();
        self.reached_from.clear();
        for node in &self.structure.nodes {
            let works = match node {
                Node::Event(event) => self.of_event[*event as usize],
                Node::All(of) => of.iter().fold(u64::MAX, |all, child| all & self.of(*child)),
                Node::AtLeast { least: 1, of } => of.iter().fold(0, |any, child| any | self.of(*child)),
                Node::AtLeast { least, of } => at_least(u64::from(*least), of.iter().map(|child| self.of(*child))),
                Node::Path { from, to } => self.joined(*from, *to),
            };
            self.of_node.push(works);
        }
    }

    fn of(&self, node: NodeIdx) -> u64 {
        self.of_node[node.at()]
    }

    /// The same question as [`Cabling::joined`](crate::structure::Cabling::joined), in 64 situations.
    fn joined(&mut self, from: u32, to: u32) -> u64 {
        if let Some(reached) = self.reached_from.get(&from) {
            return reached[to as usize];
        }
        let reached = self.reached(from);
        let joined = reached[to as usize];
        self.reached_from.insert(from, reached);
        joined
    }

    /// In which situations each vertex is reached. The other end of a path need not pass anything on, so that it does not
    /// matter which one it is; and all that paths depend on comes before the first of them.
    fn reached(&self, from: u32) -> Vec<u64> {
        let cabling = &self.structure.cabling;
        let mut reached = vec![0_u64; cabling.vertices.len()];
        reached[from as usize] = u64::MAX;
        let mut open = vec![from];
        // A vertex is opened again only when it was reached in one more situation, so 64 times at most.
        while let Some(at) = open.pop() {
            let passes = match cabling.vertices[at as usize] {
                _ if at == from => u64::MAX,
                Some(node) => self.of(node),
                None => 0,
            };
            for (next, link) in cabling.neighbours(at) {
                let more = reached[at as usize] & passes & self.of(link) & !reached[next as usize];
                if more != 0 {
                    reached[next as usize] |= more;
                    open.push(next);
                }
            }
        }
        reached
    }
}

/// In which situations at least so many of the words have their bit: binary counters, one for each situation, of which
/// `planes[i]` holds the digits 2ⁱ.
fn at_least(least: u64, words: impl Iterator<Item = u64>) -> u64 {
    let mut planes: Vec<u64> = Vec::new();
    for word in words {
        let mut carry = word;
        for plane in &mut planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
        if carry != 0 {
            planes.push(carry);
        }
    }
    if least >> planes.len() != 0 {
        return 0;
    }
    // From the highest digit: more so far, or the same so far.
    let (mut more, mut same) = (0, u64::MAX);
    for (digit, plane) in planes.iter().enumerate().rev() {
        if least >> digit & 1 == 0 {
            more |= same & plane;
            same &= !plane;
        } else {
            same &= plane;
        }
    }
    more | same
}
