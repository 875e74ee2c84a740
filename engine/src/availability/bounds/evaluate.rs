//! The values of all nodes of a circuit while some leaves are fixed. A change is carried up only as far as it changes
//! something, so that neighbouring boxes cost little.
//!
//! `evaluate` is the one place that says what a gate is worth given its children. A new kind of gate needs: whether
//! its open children leave it open, a value by the [`Rule`], and the children as its reach.

use super::children::{Children, row_of};
use super::circuit::{Circuit, Gate};
use crate::availability::quantify::Pair;

/// What is known of a node or leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Works, whatever the free leaves do.
    Up,
    /// Does not, whatever they do.
    Down,
    /// Depends on them.
    Open,
}

/// How values are made.
pub trait Rule {
    /// What an open node is worth.
    type Value: Copy + PartialEq;
    /// Of a free leaf.
    fn leaf(&self, pair: Pair) -> Self::Value;
    /// Of a gate that fails when `fails` of its open children fail; 1 to all of them.
    fn combine(&self, fails: usize, children: &mut Children<Self::Value>) -> Self::Value;
}

/// The values under the leaves fixed so far.
pub struct Evaluator<'c, R: Rule> {
    /// Of what.
    pub circuit: &'c Circuit,
    /// Gate and leaf visits so far, weighted by what they touch: a measure of time that is the same everywhere.
    pub work: u64,
    rule: R,
    status: Vec<Status>,
    values: Vec<R::Value>,
    /// A row for each node: which nodes with several parents it is or depends on.
    reach: Vec<u64>,
    dirty: Vec<u64>,
    open_nodes: Vec<u32>,
    open_values: Vec<R::Value>,
    scratch: Vec<u64>,
    row: Vec<u64>,
}

impl<'c, R: Rule> Evaluator<'c, R> {
    /// With every leaf free.
    pub fn new(circuit: &'c Circuit, rule: R) -> Evaluator<'c, R> {
        let nodes = circuit.gates.len();
        let nothing = rule.leaf(super::pairs::NEVER);
        let mut evaluator = Evaluator {
            circuit,
            work: 0,
            rule,
            status: vec![Status::Open; nodes],
            values: vec![nothing; nodes],
            reach: vec![0; nodes * circuit.words],
            dirty: vec![0; nodes.div_ceil(64)],
            open_nodes: Vec::new(),
            open_values: Vec::new(),
            scratch: Vec::new(),
            row: vec![0; circuit.words],
        };
        for (node, gate) in circuit.gates.iter().enumerate() {
            match gate {
                Gate::Leaf(_) => evaluator.put_leaf(node, Status::Open),
                Gate::AtLeast(..) => evaluator.mark(node as u32),
            }
        }
        evaluator.settle();
        evaluator
    }

    /// The status of a node; all changes must be settled.
    pub fn status(&self, node: usize) -> Status {
        self.status[node]
    }

    /// The value of an open node; all changes must be settled.
    pub fn value(&self, node: usize) -> R::Value {
        self.values[node]
    }

    /// Which nodes with several parents an open node is or depends on.
    pub fn reach(&self, node: usize) -> &[u64] {
        row_of(&self.reach, self.circuit.words, node as u32)
    }

    /// Fixes a leaf or sets it free. Values follow with [`Evaluator::settle`].
    pub fn fix(&mut self, leaf: u32, status: Status) {
        let node = self.circuit.node_of_leaf[leaf as usize] as usize;
        if self.status[node] != status {
            self.put_leaf(node, status);
        }
    }

    /// Brings all values up to date.
    pub fn settle(&mut self) {
        for word in 0..self.dirty.len() {
            // Parents come after children, so what this marks lies ahead.
            while self.dirty[word] != 0 {
                let bit = self.dirty[word].trailing_zeros();
                self.dirty[word] &= self.dirty[word] - 1;
                self.evaluate(word * 64 + bit as usize);
            }
        }
    }

    fn put_leaf(&mut self, node: usize, status: Status) {
        let Gate::Leaf(leaf) = self.circuit.gates[node] else { unreachable!("leaves are leaves") };
        self.status[node] = status;
        self.values[node] = self.rule.leaf(self.circuit.leaves[leaf as usize].pair);
        let words = self.circuit.words;
        if let Some(bit) = self.circuit.bit[node] {
            let row = &mut self.reach[node * words..][..words];
            row[bit as usize / 64] = u64::from(status == Status::Open) << (bit % 64);
        }
        self.mark_parents(node);
    }

    fn mark(&mut self, node: u32) {
        self.dirty[node as usize / 64] |= 1 << (node % 64);
    }

    fn mark_parents(&mut self, node: usize) {
        for i in 0..self.circuit.parents[node].len() {
            self.mark(self.circuit.parents[node][i]);
        }
    }

    /// What a gate is, given its children.
    fn evaluate(&mut self, node: usize) {
        let Gate::AtLeast(least, of) = &self.circuit.gates[node] else { return };
        self.open_nodes.clear();
        self.open_values.clear();
        let mut least = *least as usize;
        for child in of {
            match self.status[*child as usize] {
                Status::Up => least = least.saturating_sub(1),
                Status::Down => {}
                Status::Open => {
                    self.open_nodes.push(*child);
                    self.open_values.push(self.values[*child as usize]);
                }
            }
        }
        let open = self.open_nodes.len();
        self.work += 1 + of.len() as u64 + (open * self.circuit.words) as u64 / 4;
        if least == 0 {
            self.become_constant(node, Status::Up);
        } else if open < least {
            self.become_constant(node, Status::Down);
        } else {
            let independent = self.gather_reach(node);
            let mut children = Children {
                values: &self.open_values,
                independent,
                nodes: &self.open_nodes,
                circuit: self.circuit,
                status: &self.status,
                all_values: &self.values,
                reach: &self.reach,
                scratch: &mut self.scratch,
                work: &mut self.work,
            };
            let value = self.rule.combine(open - least + 1, &mut children);
            self.become_open(node, value);
        }
    }

    /// Fills `row` with the reach of the open children; whether no two of them meet.
    fn gather_reach(&mut self, node: usize) -> bool {
        self.row.fill(0);
        let mut met = 0;
        for child in &self.open_nodes {
            let row = row_of(&self.reach, self.circuit.words, *child);
            for (sum, there) in self.row.iter_mut().zip(row) {
                met |= *sum & there;
                *sum |= there;
            }
        }
        if let Some(bit) = self.circuit.bit[node] {
            self.row[bit as usize / 64] |= 1 << (bit % 64);
        }
        met == 0
    }

    fn become_constant(&mut self, node: usize, status: Status) {
        if self.status[node] != status {
            self.status[node] = status;
            self.mark_parents(node);
        }
    }

    fn become_open(&mut self, node: usize, value: R::Value) {
        let words = self.circuit.words;
        let row = &mut self.reach[node * words..][..words];
        if self.status[node] != Status::Open || self.values[node] != value || *row != self.row[..] {
            row.copy_from_slice(&self.row);
            self.status[node] = Status::Open;
            self.values[node] = value;
            self.mark_parents(node);
        }
    }
}
