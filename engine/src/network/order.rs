//! In which order the nodes of a block enter the frontier. The frontier is the nodes that have entered and still have
//! links to come; the number of its states grows with its width, so the cheapest of several orders is taken.

use std::collections::VecDeque;

use super::part::Outline;

/// Of how many nodes an order is begun at.
const STARTS_MAX: usize = 24;

/// How much the search may look at, in nodes times links: a greedy order of a dense block looks at about as many.
const WORK_MAX: usize = 100_000_000;

/// How many nodes' widths are worth a look at another order: where a run is short, the search must be shorter.
const COST_PER_NODE: f64 = 64.0;

/// How many states there are at a width when no end has entered, one, or both, one end being 1. Without an end there
/// are fewer, for none has a mark; with both, those that join or lose them are over. Measured: of weights tried on grids
/// and published networks these did best, by a factor of two over none.
const STATES_BY_ENDS: [f64; 3] = [0.3, 1.0, 0.5];

/// Every node of a connected block, in the cheapest order that was found; then, if it is another, the cheapest that
/// begins with the ends. Tried are a breadth-first and a greedy order from all of `ends` together, from each, and from
/// nodes spread over the block; the cost is the sum of 3^width over the
/// nodes, weighed by how many ends have entered.
///
/// The second order is for networks that are as wide from everywhere, such as complete graphs: there early ends end
/// more states than the weights say.
pub fn node_orders(outline: &Outline, ends: &[u32]) -> Vec<Vec<u32>> {
    let graph = Graph::of(outline);
    let count = outline.fallible.len();
    let affordable = WORK_MAX / count.saturating_mul(outline.links.len()).max(1);
    let starts = count.min(STARTS_MAX).min(affordable.max(1));
    let spread: Vec<u32> = (0..starts).map(|at| (at * count / starts) as u32).collect();
    let both = graph.cheapest(ends, ends);
    let mut best = both.clone();
    for (tried, start) in ends.iter().chain(&spread).enumerate() {
        if best.0 < COST_PER_NODE * (count * tried) as f64 {
            break;
        }
        let found = graph.cheapest(&[*start], ends);
        if found.0 < best.0 {
            best = found;
        }
    }
    if ends.is_empty() || best.1 == both.1 { vec![best.1] } else { vec![best.1, both.1] }
}

/// The neighbours of each node, each once.
struct Graph(Vec<Vec<u32>>);

impl Graph {
    fn of(outline: &Outline) -> Graph {
        let mut neighbours = vec![Vec::new(); outline.fallible.len()];
        for link in &outline.links {
            neighbours[link.a as usize].push(link.b);
            neighbours[link.b as usize].push(link.a);
        }
        for list in &mut neighbours {
            crate::order::numbers_once(list);
        }
        Graph(neighbours)
    }

    fn around(&self, node: u32) -> &[u32] {
        &self.0[node as usize]
    }

    /// The cheaper of two orders from some nodes, and its cost.
    fn cheapest(&self, starts: &[u32], ends: &[u32]) -> (f64, Vec<u32>) {
        if starts.is_empty() {
            return (f64::INFINITY, Vec::new());
        }
        let one = self.breadth_first(starts);
        let links_count = self.0.iter().map(Vec::len).sum::<usize>() / 2;
        if self.0.len().saturating_mul(links_count) > WORK_MAX {
            return (self.cost(&one, ends), one);
        }
        let two = self.greedy(starts);
        let (cost_one, cost_two) = (self.cost(&one, ends), self.cost(&two, ends));
        if cost_two < cost_one { (cost_two, two) } else { (cost_one, one) }
    }

    fn breadth_first(&self, starts: &[u32]) -> Vec<u32> {
        let mut met = vec![false; self.0.len()];
        starts.iter().for_each(|&start| met[start as usize] = true);
        let (mut order, mut queue) = (Vec::new(), VecDeque::from(starts.to_vec()));
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for &other in self.around(node) {
                if !std::mem::replace(&mut met[other as usize], true) {
                    queue.push_back(other);
                }
            }
        }
        order
    }

    /// Always the neighbour of the frontier that leaves it narrowest; of equals the one that has waited longest, so
    /// that no corner is left behind.
    fn greedy(&self, starts: &[u32]) -> Vec<u32> {
        let mut sweep = Sweep::new(self);
        let mut waiting = starts.to_vec();
        let mut waits = vec![false; self.0.len()];
        starts.iter().for_each(|&start| waits[start as usize] = true);
        let mut order = Vec::with_capacity(self.0.len());
        while let Some(at) = (0..waiting.len()).min_by_key(|&at| sweep.growth(waiting[at])) {
            let node = waiting.remove(at);
            sweep.enter(node);
            order.push(node);
            for &other in self.around(node) {
                if !std::mem::replace(&mut waits[other as usize], true) {
                    waiting.push(other);
                }
            }
        }
        order
    }

    fn cost(&self, order: &[u32], ends: &[u32]) -> f64 {
        let mut met = 0;
        let mut sweep = Sweep::new(self);
        let mut cost = 0.0;
        for &node in order {
            met += usize::from(ends.contains(&node));
            // The entering node is there before the others leave. Past 600 the sum is infinite anyway.
            cost += (0..=sweep.width.min(650)).fold(STATES_BY_ENDS[met], |power, _| power * 3.0);
            sweep.enter(node);
        }
        cost
    }
}

/// A frontier that moves over the graph, as widths only.
struct Sweep<'g> {
    graph: &'g Graph,
    entered: Vec<bool>,
    /// How many neighbours of each node have not entered.
    to_come: Vec<u32>,
    width: u32,
}

impl<'g> Sweep<'g> {
    fn new(graph: &'g Graph) -> Sweep<'g> {
        let to_come = graph.0.iter().map(|list| list.len() as u32).collect();
        Sweep { graph, entered: vec![false; graph.0.len()], to_come, width: 0 }
    }

    /// By how much the frontier is wider after a node has entered.
    fn growth(&self, node: u32) -> i32 {
        let leaves = |other: &&u32| self.entered[**other as usize] && self.to_come[**other as usize] == 1;
        let stays = i32::from(self.to_come[node as usize] > 0);
        stays - self.graph.around(node).iter().filter(leaves).count() as i32
    }

    fn enter(&mut self, node: u32) {
        let growth = self.growth(node);
        self.width = self.width.saturating_add_signed(growth);
        self.entered[node as usize] = true;
        for &other in self.graph.around(node) {
            self.to_come[other as usize] -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::LinkShape;

    #[test]
    fn a_long_grid_is_swept_along_its_length() {
        let (length, height) = (30, 4);
        let at = |x: u32, y: u32| x * height + y;
        let mut links = Vec::new();
        for (x, y) in (0..length).flat_map(|x| (0..height).map(move |y| (x, y))) {
            let mut link = |b| links.push(LinkShape { a: at(x, y), b, fallible: true });
            if x + 1 < length {
                link(at(x + 1, y));
            }
            if y + 1 < height {
                link(at(x, y + 1));
            }
        }
        let outline = Outline { fallible: vec![false; (length * height) as usize], links };
        let order = &node_orders(&outline, &[0])[0];
        let graph = Graph::of(&outline);
        let mut sweep = Sweep::new(&graph);
        let widest = order
            .iter()
            .map(|&node| {
                sweep.enter(node);
                sweep.width
            })
            .max();
        assert_eq!(order.len(), 120);
        assert!(widest <= Some(height), "{widest:?}");
        assert_eq!(sweep.width, 0);
    }
}
