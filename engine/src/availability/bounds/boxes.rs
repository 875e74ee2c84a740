//! The search: boxes of leaves that are fixed, the rest free, split one leaf at a time where the bounds are furthest
//! apart.
//!
//! Dotson and Gobien (A new analysis technique for probabilistic graphs, IEEE Trans. Circuits and Systems 26, 1979)
//! split by a path or a cut and count a box once it is all up or all down. At high nines nearly all boxes by mass are
//! then such in which little has failed, and they must be opened one by one before anything is known about the
//! unavailability. Here each open box has an interval of its own ([`Bounding`]), the search follows the widest one,
//! and a box ends as soon as what is free in it shares nothing any more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::choice::Choice;
use super::circuit::Circuit;
use super::critical::{Critical, Forced};
use super::evaluate::{Evaluator, Status};
use super::interval::{Bounding, Interval, gap};
use super::trail::{NONE, Trail};
use super::{BoundLimits, Bounds};
use crate::availability::quantify::Pair;
use crate::order::Total;

/// Bounds whose distance is below this share of them are as close as rounding lets them come.
const CLOSE: f64 = 1e-15;

/// Some leaves fixed. Probabilities are of the box as it was made, not on condition of it.
struct Cell {
    parent: u32,
    children: [u32; 2],
    /// Probability of the fixed leaves.
    mass: f64,
    /// Probability of what was decided as its parent was split, before this mass remained.
    decided: Pair,
    best: Pair,
    worst: Pair,
}

/// Searches until the bounds meet or a limit is reached.
pub fn search(circuit: &Circuit, limits: BoundLimits) -> Bounds {
    let mut search = Search::new(circuit, limits);
    search.open(NONE, None);
    while let Some(widest) = search.next() {
        search.split(widest);
    }
    search.bounds()
}

struct Search<'c> {
    limits: BoundLimits,
    evaluator: Evaluator<'c, Bounding>,
    critical: Critical,
    choice: Choice,
    cells: Vec<Cell>,
    trail: Trail,
    heap: BinaryHeap<(Total, Reverse<u32>)>,
}

impl<'c> Search<'c> {
    fn new(circuit: &'c Circuit, limits: BoundLimits) -> Search<'c> {
        Search {
            limits,
            evaluator: Evaluator::new(circuit, Bounding),
            critical: Critical::new(circuit),
            choice: Choice::new(circuit),
            cells: Vec::new(),
            trail: Trail::new(circuit.leaves.len()),
            heap: BinaryHeap::new(),
        }
    }

    fn bounds(&self) -> Bounds {
        let root = &self.cells[0];
        Bounds {
            up: root.worst.up,
            down: root.best.down,
            unexplored: gap(root.best, root.worst),
            boxes: self.cells.len() as u64,
        }
    }

    /// The widest box, while there is something to do and work left to do it.
    fn next(&mut self) -> Option<u32> {
        let root = &self.cells[0];
        let size = root.worst.down.min(root.best.up);
        let has_room = self.cells.len() as u64 + 2 <= self.limits.boxes_max;
        if !has_room || self.evaluator.work >= self.limits.work_max || gap(root.best, root.worst) <= CLOSE * size {
            return None;
        }
        self.heap.pop().map(|(_, Reverse(cell))| cell)
    }

    fn split(&mut self, cell: u32) {
        self.trail.go_to(&mut self.evaluator, cell);
        let Some(leaf) = self.choice.best(&mut self.evaluator) else { return };
        for status in [Status::Up, Status::Down] {
            self.trail.go_to(&mut self.evaluator, cell);
            self.open(cell, Some((leaf, status)));
        }
        self.tighten(cell);
    }

    /// Makes a box with one more leaf fixed than its parent has, which the evaluator is at.
    fn open(&mut self, parent: u32, with: Option<(u32, Status)>) {
        let place = self.trail.begin(parent);
        let mut mass = if parent == NONE { 1.0 } else { self.cells[parent as usize].mass };
        if let Some((leaf, status)) = with {
            mass *= self.probability(leaf, status);
            self.trail.fix(&mut self.evaluator, leaf, status);
        }
        self.evaluator.settle();
        let mut decided = Pair { up: 0.0, down: 0.0 };
        // Each round fixes a leaf, so there are no more rounds than leaves.
        while self.evaluator.status(self.evaluator.circuit.top()) == Status::Open
            && self.critical.find(&mut self.evaluator)
        {
            for forced in std::mem::take(&mut self.critical.found) {
                mass = self.force(forced, mass, &mut decided);
            }
            self.evaluator.settle();
        }
        let value = match self.evaluator.status(self.evaluator.circuit.top()) {
            Status::Up => Interval::exact(super::pairs::ALWAYS),
            Status::Down => Interval::exact(super::pairs::NEVER),
            Status::Open => self.evaluator.value(self.evaluator.circuit.top()),
        };
        let whole = |pair: Pair| Pair { up: decided.up + mass * pair.up, down: decided.down + mass * pair.down };
        let (best, worst) = (whole(value.best), whole(value.worst));
        self.cells.push(Cell { parent, children: [NONE; 2], mass, decided, best, worst });
        let gap = mass * value.gap();
        if gap > 0.0 {
            self.heap.push((Total(gap), Reverse(place)));
        }
        if parent != NONE {
            let children = &mut self.cells[parent as usize].children;
            children[usize::from(children[0] != NONE)] = place;
        }
    }

    /// One leaf decides the rest of the box when it goes one way: that part is counted, the box goes the other way.
    fn force(&mut self, forced: Forced, mass: f64, decided: &mut Pair) -> f64 {
        let pair = self.evaluator.circuit.leaves[forced.leaf as usize].pair;
        self.trail.fix(&mut self.evaluator, forced.leaf, forced.rest);
        match forced.rest {
            Status::Up => decided.down += mass * pair.down,
            _ => decided.up += mass * pair.up,
        }
        mass * self.probability(forced.leaf, forced.rest)
    }

    fn probability(&self, leaf: u32, status: Status) -> f64 {
        let pair = self.evaluator.circuit.leaves[leaf as usize].pair;
        if status == Status::Up { pair.up } else { pair.down }
    }

    /// Both halves together may say more than the whole did, and never less: each side keeps the better of the two.
    fn tighten(&mut self, cell: u32) {
        let mut at = cell;
        while at != NONE {
            let [a, b] = self.cells[at as usize].children.map(|child| &self.cells[child as usize]);
            let (best, worst) = (sum(a.best, b.best), sum(a.worst, b.worst));
            let cell = &mut self.cells[at as usize];
            let (best, worst) = (sum(cell.decided, best), sum(cell.decided, worst));
            if gap(cell.best, best) > 0.0 {
                cell.best = best;
            }
            if gap(worst, cell.worst) > 0.0 {
                cell.worst = worst;
            }
            at = cell.parent;
        }
    }
}

fn sum(a: Pair, b: Pair) -> Pair {
    Pair { up: a.up + b.up, down: a.down + b.down }
}
