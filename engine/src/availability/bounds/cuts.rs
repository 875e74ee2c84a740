//! The most probable minimal cut sets without a diagram.
//!
//! Top-down as in MOCUS (Fussell, Vesely: A new methodology for obtaining cut sets for fault trees, Trans. ANS 15,
//! 1972), with what is left over bounded and cut off (Rasmuson, Marshall: FATRAM, IEEE Trans. Reliability 27, 1978).
//! But one event is decided at a time, in the set or not, so that no set is met twice, and the open choices are
//! followed best first by the most probable set that can still come of them: sets are found in order.

use std::collections::BinaryHeap;

use super::children::{Children, smallest_first};
use super::circuit::{Circuit, Compiled, Gate, Purpose, compile};
use super::evaluate::{Evaluator, Rule, Status};
use super::trail::{NONE, Trail};
use super::tried;
use crate::availability::paths::gates;
use crate::availability::quantify::Pair;
use crate::order::Total;
use crate::structure::Structure;

/// How far to look for cut sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutLimits {
    /// How many sets are wanted.
    pub count: usize,
    /// Sets less probable than this are not looked for; 0 looks for all.
    pub cutoff: f64,
    /// The most visits of nodes, the same measure as in [`BoundLimits`](super::BoundLimits).
    pub work_max: u64,
    /// The most choices that are kept open at a time; each takes some 50 bytes.
    pub open_max: u64,
}

impl CutLimits {
    /// 50 sets, whatever their probability, in about 0.3 seconds.
    pub fn standard() -> CutLimits {
        CutLimits { count: 50, cutoff: 0.0, work_max: super::WORK_STANDARD, open_max: 500_000 }
    }
}

/// Minimal cut sets.
#[derive(Clone, Debug, PartialEq)]
pub struct CutList {
    /// Events (places in [`Structure::events`], in order) with the probability that all are on; most probable first,
    /// equals by their events.
    pub sets: Vec<(Vec<u32>, f64)>,
    /// Whether these are all minimal cut sets.
    pub complete: bool,
    /// No minimal cut set that is more probable than this is missing; 0 when the list is complete.
    pub left_out_below: f64,
}

/// Lists the most probable minimal cut sets.
pub fn probable_cut_sets(structure: &Structure, limits: CutLimits) -> CutList {
    let Ok((nodes, top)) = gates(structure, super::DECISIONS_MAX) else {
        return tried::probable_cut_sets(structure, limits);
    };
    match compile(&structure.events, (&nodes, top), Purpose::Sets) {
        Compiled::Constant(true) => CutList { sets: Vec::new(), complete: true, left_out_below: 0.0 },
        // Down with nothing on: the empty set cuts, and it alone is minimal.
        Compiled::Constant(false) => CutList { sets: vec![(Vec::new(), 1.0)], complete: true, left_out_below: 0.0 },
        Compiled::Circuit(circuit) => Search::new(&circuit, limits).run(),
    }
}

/// The product of the most probable set of further events that fails a gate, or more.
struct BestSet;

impl Rule for BestSet {
    type Value = f64;

    fn leaf(&self, pair: Pair) -> f64 {
        pair.down
    }

    fn combine(&self, fails: usize, children: &mut Children<f64>) -> f64 {
        let count = children.values.len();
        if fails == 1 {
            return children.values.iter().copied().fold(0.0, f64::max);
        }
        if fails == count {
            // A set that fails all fails those that share nothing, by events that are apart.
            return children.independent_by(|value| *value).into_iter().product();
        }
        let values = smallest_first(children.values.iter().copied());
        let likeliest = values[count - fails..].iter().map(|(value, _)| *value);
        // Of any `fails` children one is at most as probable as the least of the likeliest ones.
        if children.independent { likeliest.rev().product() } else { values[count - fails].0 }
    }
}

struct Search<'a> {
    limits: CutLimits,
    evaluator: Evaluator<'a, BestSet>,
    trail: Trail,
    /// Open choices, each a box of events in the set, events not in it, and events to be decided: the most probable set that
    /// can come of it, and its cell. Of equals the younger one comes first: it is nearer to a complete set.
    open: BinaryHeap<(Total, u32)>,
    sets: Vec<(Vec<u32>, f64)>,
    /// The most probable of what was not followed.
    dropped: f64,
}

impl<'a> Search<'a> {
    fn new(circuit: &'a Circuit, limits: CutLimits) -> Search<'a> {
        Search {
            limits,
            evaluator: Evaluator::new(circuit, BestSet),
            trail: Trail::new(circuit.leaves.len()),
            open: BinaryHeap::new(),
            sets: Vec::new(),
            dropped: 0.0,
        }
    }

    fn run(mut self) -> CutList {
        self.consider(NONE, None);
        while let Some((Total(bound), cell)) = self.open.pop() {
            let is_enough = self.sets.len() >= self.limits.count || self.open.len() as u64 >= self.limits.open_max;
            if is_enough || self.evaluator.work >= self.limits.work_max {
                self.dropped = self.dropped.max(bound);
                break;
            }
            self.follow(cell);
        }
        let order = |a: &(Vec<u32>, f64), b: &(Vec<u32>, f64)| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0));
        crate::order::sort_by(&mut self.sets, order);
        // The bound multiplies in another order than the sets do.
        let left_out_below = self.dropped * (1.0 + 1e-12);
        CutList { sets: self.sets, complete: self.dropped == 0.0, left_out_below }
    }

    /// Either a set is complete, or one more event is decided both ways.
    fn follow(&mut self, cell: u32) {
        self.trail.go_to(&mut self.evaluator, cell);
        if self.evaluator.status(self.evaluator.circuit.top()) == Status::Down {
            self.finish(cell);
            return;
        }
        let leaf = self.likeliest();
        self.consider(cell, Some((leaf, Status::Down)));
        self.trail.go_to(&mut self.evaluator, cell);
        self.consider(cell, Some((leaf, Status::Up)));
    }

    /// Keeps a choice open if a set can come of it.
    fn consider(&mut self, parent: u32, with: Option<(u32, Status)>) {
        let cell = self.trail.begin(parent);
        if let Some((leaf, status)) = with {
            self.trail.fix(&mut self.evaluator, leaf, status);
            self.evaluator.settle();
        }
        let top = self.evaluator.circuit.top();
        let further = match self.evaluator.status(top) {
            Status::Up => return,
            Status::Down => 1.0,
            Status::Open => self.evaluator.value(top),
        };
        let bound = self.members(cell).iter().fold(further, |product, leaf| product * self.q(*leaf));
        if bound < self.limits.cutoff {
            self.dropped = self.dropped.max(bound);
        } else {
            self.open.push((Total(bound), cell));
        }
    }

    /// Takes a set into the list if it is minimal: with any of its members working, the top can work.
    fn finish(&mut self, cell: u32) {
        let members = self.members(cell);
        for member in &members {
            self.evaluator.fix(*member, Status::Open);
            self.evaluator.settle();
            let fails_without = self.evaluator.status(self.evaluator.circuit.top()) == Status::Down;
            self.evaluator.fix(*member, Status::Down);
            if fails_without {
                return;
            }
        }
        let mut events: Vec<u32> =
            members.iter().map(|leaf| self.evaluator.circuit.leaves[*leaf as usize].event).collect();
        crate::order::sort_numbers(&mut events);
        let probability = members.iter().map(|leaf| self.q(*leaf)).product();
        self.sets.push((events, probability));
    }

    /// A free leaf of the most probable set that the bound sees.
    fn likeliest(&self) -> u32 {
        let circuit = self.evaluator.circuit;
        let mut node = circuit.top();
        loop {
            match &circuit.gates[node] {
                Gate::Leaf(leaf) => return *leaf,
                Gate::AtLeast(least, of) => node = self.decisive_child(*least as usize, of),
            }
        }
    }

    /// The likeliest open child where one is enough, the unlikeliest where all must fail: it decides most.
    fn decisive_child(&self, least: usize, of: &[u32]) -> usize {
        let open =
            || of.iter().map(|child| *child as usize).filter(|child| self.evaluator.status(*child) == Status::Open);
        let up = of.iter().filter(|child| self.evaluator.status(**child as usize) == Status::Up).count();
        let value = |child: &usize| self.evaluator.value(*child);
        let child = if least == up + 1 {
            open().min_by(|a, b| value(a).total_cmp(&value(b)))
        } else {
            open().max_by(|a, b| value(a).total_cmp(&value(b)))
        };
        child.expect("an open gate has open children")
    }

    fn members(&self, cell: u32) -> Vec<u32> {
        let fixed = self.trail.of(cell).into_iter();
        fixed.filter(|(_, status)| *status == Status::Down).map(|(leaf, _)| leaf).collect()
    }

    fn q(&self, leaf: u32) -> f64 {
        self.evaluator.circuit.leaves[leaf as usize].pair.down
    }
}
