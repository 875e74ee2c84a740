//! Which leaf to fix next: the one through which most of the upper bound passes, of those that some gate meets twice.
//! Only such leaves keep a bound from being exact.

use super::circuit::{Circuit, Gate};
use super::evaluate::{Evaluator, Status};
use super::interval::Bounding;

/// Scratch space of the choice.
pub struct Choice {
    /// ∂(upper bound of the top's unavailability) / ∂(the node's), roughly.
    weight: Vec<f64>,
    /// Nodes with several parents that an open gate meets more than once.
    met: Vec<u64>,
    once: Vec<u64>,
    shared: Vec<bool>,
}

impl Choice {
    /// For this circuit.
    pub fn new(circuit: &Circuit) -> Choice {
        let (nodes, words) = (circuit.gates.len(), circuit.words);
        Choice { weight: vec![0.0; nodes], met: vec![0; words], once: vec![0; words], shared: vec![false; nodes] }
    }

    /// The leaf to split a box by whose values are settled; `None` when nothing is shared.
    pub fn best(&mut self, evaluator: &mut Evaluator<Bounding>) -> Option<u32> {
        let circuit = evaluator.circuit;
        self.weight.fill(0.0);
        self.met.fill(0);
        self.shared.fill(false);
        self.weight[circuit.top()] = 1.0;
        let mut best: Option<(f64, u32)> = None;
        for node in (0..circuit.gates.len()).rev() {
            if self.weight[node] <= 0.0 || evaluator.status(node) != Status::Open {
                continue;
            }
            if let Some(bit) = circuit.bit[node] {
                self.shared[node] |= self.met[bit as usize / 64] >> (bit % 64) & 1 == 1;
            }
            match &circuit.gates[node] {
                Gate::AtLeast(least, of) => {
                    evaluator.work += of.len() as u64;
                    self.pass_down(evaluator, node, *least as usize, of);
                }
                Gate::Leaf(leaf) if self.shared[node] => {
                    let pair = circuit.leaves[*leaf as usize].pair;
                    let score = self.weight[node] * pair.down * pair.up;
                    if best.is_none_or(|(most, _)| score > most) {
                        best = Some((score, *leaf));
                    }
                }
                Gate::Leaf(_) => {}
            }
        }
        best.map(|(_, leaf)| leaf)
    }

    fn pass_down(&mut self, evaluator: &Evaluator<Bounding>, node: usize, least: usize, of: &[u32]) {
        let value = evaluator.value(node);
        let (mut open, mut up) = (0_usize, 0_usize);
        for child in of {
            match evaluator.status(*child as usize) {
                Status::Open => open += 1,
                Status::Up => up += 1,
                Status::Down => {}
            }
        }
        let fails = (open - (least - up) + 1) as f64;
        self.once.fill(0);
        for child in of.iter().map(|child| *child as usize) {
            if evaluator.status(child) != Status::Open {
                continue;
            }
            // Of probability of failing d, of which m of n must: about C(n, m)·dᵐ, whose derivative by one d is m/n
            // of it over d.
            let down = evaluator.value(child).worst.down.max(f64::MIN_POSITIVE);
            let slope = (fails * value.worst.down / (open as f64 * down)).min(1.0);
            self.weight[child] += self.weight[node] * slope;
            self.shared[child] |= self.shared[node];
            if value.best != value.worst {
                let rows = self.once.iter_mut().zip(&mut self.met).zip(evaluator.reach(child));
                rows.for_each(|((once, met), there)| {
                    *met |= *once & there;
                    *once |= there;
                });
            }
        }
    }
}
