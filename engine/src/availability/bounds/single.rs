//! Which events take the system down alone, asked of the structure itself, for 64 events at a time: bit `i` of a word is
//! what holds while only the `i`-th of them is on.

use crate::structure::{Cabling, Node, NodeIdx, Structure};

/// The events that take the top down alone, in order; none when the top is down with nothing failed. One evaluation of
/// the structure for every 64 events that can fail.
pub fn single_points(structure: &Structure) -> Vec<u32> {
    let can_fail = (0..).zip(&structure.events).filter(|(_, what)| what.unavailability > 0.0);
    let can_fail: Vec<u32> = can_fail.map(|(event, _)| event).collect();
    let mut works = Works { of_event: vec![u64::MAX; structure.events.len()], of_node: Vec::new() };
    if works.evaluate(structure) != u64::MAX {
        return Vec::new();
    }
    let mut single = Vec::new();
    for some in can_fail.chunks(64) {
        for (bit, event) in some.iter().enumerate() {
            works.of_event[*event as usize] = !(1 << bit);
        }
        let top = works.evaluate(structure);
        single.extend(some.iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 0).map(|(_, event)| *event));
        some.iter().for_each(|event| works.of_event[*event as usize] = u64::MAX);
    }
    single
}

/// In which of 64 situations everything works.
struct Works {
    of_event: Vec<u64>,
    of_node: Vec<u64>,
}

impl Works {
    /// Fills in all nodes and gives the top's.
    fn evaluate(&mut self, structure: &Structure) -> u64 {
        self.of_node.clear();
        for node in &structure.nodes {
            let works = match node {
                Node::Event(event) => self.of_event[*event as usize],
                Node::All(of) => of.iter().fold(u64::MAX, |all, child| all & self.of(*child)),
                Node::AtLeast { least: 1, of } => of.iter().fold(0, |any, child| any | self.of(*child)),
                Node::AtLeast { least, of } => at_least(u64::from(*least), of.iter().map(|child| self.of(*child))),
                Node::Path { from, to } => self.joined(&structure.cabling, *from, *to),
            };
            self.of_node.push(works);
        }
        self.of(structure.top)
    }

    fn of(&self, node: NodeIdx) -> u64 {
        self.of_node[node.at()]
    }

    /// The same question as [`Cabling::joined`], in 64 situations.
    fn joined(&self, cabling: &Cabling, from: u32, to: u32) -> u64 {
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
        reached[to as usize]
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
