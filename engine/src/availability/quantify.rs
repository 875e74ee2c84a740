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
pub struct Quantified {
    pairs: Vec<Pair>,
}

impl Quantified {
    /// Sums from the terminal up.
    pub fn of(diagram: &Diagram, q: &[f64]) -> Quantified {
        let mut pairs = Vec::with_capacity(diagram.nodes().len());
        extend(&mut pairs, diagram, q);
        Quantified { pairs }
    }

    /// The probabilities of a function.
    pub fn pair(&self, edge: Edge) -> Pair {
        look_up(&self.pairs, edge)
    }
}

/// How much nearer than its share two sums may lie before their difference is looked for in the diagram instead: what is
/// left has twelve digits.
const CANCELS: f64 = 1e-4;

/// How many nodes that may add to the diagram; past it, digits are lost.
const NODES_ADDED_MAX: usize = 100_000;

/// Birnbaum importance of every level's event for one monotone function, in one pass from the top down: the
/// probability of reaching each node times the difference its variable makes there
/// (Birnbaum 1969; the pass is in Rauzy, New algorithms for fault trees analysis, 1993, section 5).
pub fn birnbaum(diagram: &mut Diagram, q: &[f64], top: Edge) -> Vec<f64> {
    let (nodes, limit) = (diagram.nodes().len(), diagram.nodes_max());
    diagram.set_nodes_max(limit.min(nodes + NODES_ADDED_MAX));
    let mut pairs = Vec::with_capacity(nodes);
    extend(&mut pairs, diagram, q);
    let mut birnbaum = vec![0.0; q.len()];
    // All that a monotone function leads to works no less when more works, seen the way it is reached: plain or
    // complemented, and never both.
    let mut reach = vec![[0.0_f64; 2]; nodes];
    reach[top.node()][usize::from(top.is_complemented())] = 1.0;
    for place in (1..=top.node()).rev() {
        for flip in [false, true] {
            let reached = reach[place][usize::from(flip)];
            if reached == 0.0 {
                continue;
            }
            let node = diagram.nodes()[place];
            let (low, high) = (node.low.with_parity(flip), node.high.with_parity(flip));
            let failed = q[node.level as usize];
            birnbaum[node.level as usize] += reached * difference(diagram, (&mut pairs, q), low, high);
            for (child, weight) in [(low, failed), (high, 1.0 - failed)] {
                reach[child.node()][usize::from(child.is_complemented())] += reached * weight;
            }
        }
    }
    diagram.set_nodes_max(limit);
    birnbaum
}

/// P(high) − P(low), where `high` is true whenever `low` is.
fn difference(diagram: &mut Diagram, (pairs, q): (&mut Vec<Pair>, &[f64]), low: Edge, high: Edge) -> f64 {
    let (below, above) = (look_up(pairs, low), look_up(pairs, high));
    // From the side where fewer digits cancel.
    let (more, less) = if above.up <= 0.5 { (above.up, below.up) } else { (below.down, above.down) };
    if more - less > CANCELS * more {
        return more - less;
    }
    match diagram.and(high, low.not()) {
        Ok(between) => {
            extend(pairs, diagram, q);
            look_up(pairs, between).up
        }
        Err(_) => (more - less).max(0.0),
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
