//! The open children of a gate, as rules see them: their values, what they share, and what they are made of.

use super::circuit::{Circuit, Gate};
use super::evaluate::Status;

/// The open children of a gate.
pub struct Children<'a, V> {
    /// Their values.
    pub values: &'a [V],
    /// Whether no two of them share a free leaf.
    pub independent: bool,
    pub(super) nodes: &'a [u32],
    pub(super) circuit: &'a Circuit,
    pub(super) status: &'a [Status],
    pub(super) all_values: &'a [V],
    pub(super) reach: &'a [u64],
    pub(super) scratch: &'a mut Vec<u64>,
    pub(super) work: &'a mut u64,
}

/// One of the nodes that must all work for a child to work.
#[derive(Clone, Copy, Debug)]
pub struct Part<V> {
    /// Place of the child among the open ones.
    pub child: usize,
    /// Which node.
    pub node: u32,
    /// Its value.
    pub value: V,
}

/// What an open gate still depends on.
pub struct Inside<V> {
    /// How many of these must fail for the gate to fail.
    pub fails: usize,
    /// Its open children; a leaf is its own.
    pub open: Vec<(u32, V)>,
    own_bit: Option<u32>,
}

impl<V> Inside<V> {
    /// Whether a row contains the gate itself.
    pub fn is_within(&self, row: &[u64]) -> bool {
        self.own_bit.is_some_and(|bit| row[bit as usize / 64] >> (bit % 64) & 1 == 1)
    }
}

impl<V: Copy> Children<'_, V> {
    /// Takes children in the order of a key, smallest first and equals as they stand, leaving out those that share
    /// something with one taken before: what remains is independent.
    pub fn independent_by(&mut self, key: impl Fn(&V) -> f64) -> Vec<V> {
        self.scratch.clear();
        self.scratch.resize(self.circuit.words, 0);
        let mut taken = Vec::new();
        for i in self.order_by(key) {
            let row = row_of(self.reach, self.circuit.words, self.nodes[i]);
            if apart(self.scratch, row) {
                join(self.scratch, row);
                taken.push(self.values[i]);
            }
        }
        taken
    }

    /// Places of the children in the order of a key, smallest first.
    pub fn order_by(&mut self, key: impl Fn(&V) -> f64) -> Vec<usize> {
        self.count_work(self.values.len() * (1 + self.circuit.words / 8));
        smallest_first(self.values.iter().map(key)).into_iter().map(|(_, i)| i as usize).collect()
    }

    /// What a child depends on. Rows of what is inside a child do not say that the child itself is elsewhere too.
    pub fn inside(&self, child: usize) -> Inside<V> {
        let node = self.nodes[child];
        let own_bit = self.circuit.bit[node as usize];
        let Gate::AtLeast(least, of) = &self.circuit.gates[node as usize] else {
            return Inside { fails: 1, open: vec![(node, self.values[child])], own_bit };
        };
        let (mut up, mut open) = (0, Vec::with_capacity(of.len()));
        for node in of {
            match self.status[*node as usize] {
                Status::Up => up += 1,
                Status::Down => {}
                Status::Open => open.push((*node, self.all_values[*node as usize])),
            }
        }
        Inside { fails: open.len() + 1 + up - *least as usize, open, own_bit }
    }

    /// The children taken apart: what each of them needs in any case, and itself if it has a choice.
    pub fn parts(&mut self) -> Vec<Part<V>> {
        let mut parts = Vec::new();
        for child in 0..self.nodes.len() {
            let inside = self.inside(child);
            if inside.fails == 1 && !self.is_within_another(child) {
                parts.extend(inside.open.into_iter().map(|(node, value)| Part { child, node, value }));
            } else {
                parts.push(Part { child, node: self.nodes[child], value: self.values[child] });
            }
        }
        self.count_work(parts.len() * 2);
        parts
    }

    /// Whether another child depends on this one. What is private inside this one is then not apart from that one,
    /// although no row says so.
    fn is_within_another(&self, child: usize) -> bool {
        let Some(bit) = self.circuit.bit[self.nodes[child] as usize] else { return false };
        let mut others = (0..self.nodes.len()).filter(|other| *other != child);
        others.any(|other| self.reach_of_child(other)[bit as usize / 64] >> (bit % 64) & 1 == 1)
    }

    /// Which nodes with several parents a node is or depends on.
    pub fn reach(&self, node: u32) -> &[u64] {
        row_of(self.reach, self.circuit.words, node)
    }

    /// The same of a child.
    pub fn reach_of_child(&self, child: usize) -> &[u64] {
        self.reach(self.nodes[child])
    }

    /// Counts visits beyond those of the gate itself.
    pub fn count_work(&mut self, visits: usize) {
        *self.work += visits as u64;
    }
}

/// Numbers with their places, smallest first; of equals the first.
pub fn smallest_first(numbers: impl Iterator<Item = f64>) -> Vec<(f64, u32)> {
    let mut order: Vec<(f64, u32)> = numbers.zip(0..).collect();
    crate::order::sort_by(&mut order, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order
}

/// The row of a node.
pub fn row_of(reach: &[u64], words: usize, node: u32) -> &[u64] {
    &reach[node as usize * words..][..words]
}

/// Whether two rows share nothing.
pub fn apart(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a & b == 0)
}

/// Adds a row to another.
pub fn join(sum: &mut [u64], row: &[u64]) {
    sum.iter_mut().zip(row).for_each(|(sum, there)| *sum |= there);
}
