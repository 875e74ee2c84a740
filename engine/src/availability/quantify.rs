//! Numbers from a diagram. Both sides of every node are summed on their own, so that an unavailability of 2e-20
//! keeps its digits: no term is ever subtracted.

use super::diagram::{Diagram, Edge};

/// Probabilities of one function being true and false.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// That it is true.
    pub up: f64,
    /// That it is false; not 1 − up.
    pub down: f64,
}

impl Pair {
    fn swapped_if(self, swap: bool) -> Pair {
        if swap { Pair { up: self.down, down: self.up } } else { self }
    }
}

/// The probabilities of every node, given the unavailability of each level's event.
pub struct Quantified<'a> {
    diagram: &'a Diagram,
    q: &'a [f64],
    pairs: Vec<Pair>,
}

impl<'a> Quantified<'a> {
    /// Sums from the terminal up.
    pub fn of(diagram: &'a Diagram, q: &'a [f64]) -> Quantified<'a> {
        let mut pairs = Vec::with_capacity(diagram.nodes().len());
        extend(&mut pairs, diagram, q);
        Quantified { diagram, q, pairs }
    }

    /// The probabilities of a function.
    pub fn pair(&self, edge: Edge) -> Pair {
        look_up(&self.pairs, edge)
    }

    /// Birnbaum importance of every level's event for one monotone function, in one pass from the top down: the
    /// probability of reaching each node times the difference its variable makes there
    /// (Birnbaum 1969; the pass is in Rauzy, New algorithms for fault trees analysis, 1993, section 5).
    pub fn birnbaum(&self, top: Edge) -> Vec<f64> {
        let mut birnbaum = vec![0.0; self.q.len()];
        // Reached uncomplemented and complemented: signs differ, magnitudes add.
        let mut reach = vec![[0.0_f64; 2]; self.pairs.len()];
        reach[top.node()][usize::from(top.is_complemented())] = 1.0;
        for place in (1..=top.node()).rev() {
            let [plain, complemented] = reach[place];
            if plain == 0.0 && complemented == 0.0 {
                continue;
            }
            let node = self.diagram.nodes()[place];
            let q = self.q[node.level as usize];
            birnbaum[node.level as usize] += (plain - complemented) * self.difference(node.low, node.high);
            for (child, weight) in [(node.low, q), (node.high, 1.0 - q)] {
                let flip = usize::from(child.is_complemented());
                reach[child.node()][flip] += plain * weight;
                reach[child.node()][1 - flip] += complemented * weight;
            }
        }
        birnbaum
    }

    /// P(high) − P(low), from the side where fewer digits cancel.
    fn difference(&self, low: Edge, high: Edge) -> f64 {
        let (low, high) = (self.pair(low), self.pair(high));
        if high.up.max(low.up) <= 0.5 { high.up - low.up } else { low.down - high.down }
    }
}

/// Sums the nodes that have no sum yet.
pub fn extend(pairs: &mut Vec<Pair>, diagram: &Diagram, q: &[f64]) {
    if pairs.is_empty() {
        pairs.push(Pair { up: 1.0, down: 0.0 });
    }
    for node in &diagram.nodes()[pairs.len()..] {
        let q = q[node.level as usize];
        let low = look_up(pairs, node.low);
        let high = look_up(pairs, node.high);
        let p = 1.0 - q;
        pairs.push(Pair { up: p * high.up + q * low.up, down: p * high.down + q * low.down });
    }
}

/// The probabilities of an edge, from those of the nodes.
pub fn look_up(pairs: &[Pair], edge: Edge) -> Pair {
    pairs[edge.node()].swapped_if(edge.is_complemented())
}
