//! Orders of the events for a decision diagram. No rule is best for every tree, and a bad order costs a factor of a
//! thousand, so several are raced: all of them under a small limit of nodes, then under larger ones.
//!
//! Measured on 38 published trees, the best order of each: with the two plain walks alone, two trees grow past a million
//! nodes and two more past half a million; with all five, none past 450,000.

use super::formula::{Child, Formula};

/// How the events are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A walk down from the top, smaller branches before larger ones.
    SmallBranches,
    /// That walk, pulled together: what is used together moves together.
    Centred,
    /// What weighs most for the top comes first, again and again.
    Weight,
    /// A walk down from the top, heavier branches first.
    HeavyBranches,
    /// A walk down from the top, as written.
    Walk,
}

impl Order {
    /// In the order to try them.
    pub const ALL: [Order; 5] =
        [Order::SmallBranches, Order::Centred, Order::Weight, Order::HeavyBranches, Order::Walk];
}

/// Events times inputs that ordering by weight may visit; larger trees are ordered by the other rules.
const WEIGHT_WORK_MAX: usize = 50_000_000;
/// Rounds of pulling together; it settles much earlier on most trees.
const ROUNDS: usize = 60;

/// The events that the top depends on, each once. `None` where this order would take too long to find.
pub fn order_events(formula: &Formula, order: Order) -> Option<Vec<u32>> {
    let sizes = below(formula, 1.0, |sum, below| sum + below);
    Some(match order {
        Order::Walk => walk(formula, |_| 0.0),
        Order::SmallBranches => walk(formula, |child| of(child, &sizes, |_| 1.0)),
        Order::Centred => centred(formula, walk(formula, |child| of(child, &sizes, |_| 1.0))),
        Order::Weight => by_weight(formula)?,
        Order::HeavyBranches => {
            let mut place = vec![0.0; events_end(formula)];
            by_weight(formula)?.iter().enumerate().for_each(|(i, event)| place[*event as usize] = i as f64);
            let middle = middles(formula, &place);
            walk(formula, |child| of(child, &middle, |event| place[event as usize]))
        }
    })
}

/// The value of a child, from those of the nodes and a rule for events.
fn of(child: &Child, nodes: &[f64], event: impl Fn(u32) -> f64) -> f64 {
    match child {
        Child::Event(place) => event(*place),
        Child::Node(node) => nodes[*node as usize],
    }
}

/// For every node what its children add up to, from the events up.
fn below(formula: &Formula, event: f64, add: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        values.push(node.term.children().fold(0.0, |sum, child| add(sum, of(&child, &values, |_| event))));
    }
    values
}

/// One more than the largest event.
fn events_end(formula: &Formula) -> usize {
    let children = formula.nodes.iter().flat_map(|node| node.term.children()).chain(formula.top.child());
    let events =
        children.filter_map(|child| if let Child::Event(event) = child { Some(event as usize + 1) } else { None });
    events.max().unwrap_or(0)
}

/// Events as a walk from the top meets them, the children with the smallest key first.
fn walk(formula: &Formula, key: impl Fn(&Child) -> f64) -> Vec<u32> {
    let mut met = Vec::new();
    let mut event_met = vec![false; events_end(formula)];
    let mut node_met = vec![false; formula.nodes.len()];
    let mut open: Vec<Child> = formula.top.child().into_iter().collect();
    while let Some(child) = open.pop() {
        match child {
            Child::Event(event) if !std::mem::replace(&mut event_met[event as usize], true) => met.push(event),
            Child::Node(node) if !std::mem::replace(&mut node_met[node as usize], true) => {
                let mut children: Vec<Child> = formula.nodes[node as usize].term.children().collect();
                crate::order::sort_by(&mut children, |a, b| key(a).total_cmp(&key(b)));
                open.extend(children.into_iter().rev());
            }
            _ => {}
        }
    }
    met
}

/// The mean place of the different events below every node.
fn middles(formula: &Formula, place: &[f64]) -> Vec<f64> {
    // Sets as bits: a few words a node, and shared events count once.
    let words = place.len().div_ceil(64);
    let mut sets: Vec<Vec<u64>> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        let mut set = vec![0_u64; words];
        for child in node.term.children() {
            match child {
                Child::Event(event) => set[event as usize / 64] |= 1 << (event % 64),
                Child::Node(below) => set.iter_mut().zip(&sets[below as usize]).for_each(|(a, b)| *a |= b),
            }
        }
        sets.push(set);
    }
    let middle = |set: &Vec<u64>| {
        let members = (0..place.len()).filter(|event| set[event / 64] >> (event % 64) & 1 == 1);
        let (sum, count) = members.fold((0.0, 0.0), |(sum, count), event| (sum + place[event], count + 1.0));
        sum / count
    };
    sets.iter().map(middle).collect()
}

/// The order in which the total span of the gates is smallest, on the way of moving every gate and event to the mean
/// of what it is joined with (Aloul, Markov, Sakallah: FORCE, a fast and easy-to-implement variable-ordering
/// heuristic, GLSVLSI 2003; here the gates move along with the events).
fn centred(formula: &Formula, start: Vec<u32>) -> Vec<u32> {
    let nodes = formula.nodes.len();
    // Things are the nodes and then the events; a gate joins itself with its children.
    let thing = |child: Child| match child {
        Child::Node(node) => node as usize,
        Child::Event(event) => nodes + event as usize,
    };
    let joined: Vec<Vec<usize>> = (0..nodes)
        .map(|node| formula.nodes[node].term.children().map(thing).chain([node]).collect::<Vec<usize>>())
        .collect();
    let mut place = vec![0.0; nodes + events_end(formula)];
    start.iter().enumerate().for_each(|(i, event)| place[nodes + *event as usize] = i as f64);
    for (node, members) in joined.iter().enumerate() {
        let below = &members[..members.len() - 1];
        place[node] = below.iter().map(|member| place[*member]).sum::<f64>() / below.len() as f64;
    }
    let mut things: Vec<usize> = start.iter().map(|event| nodes + *event as usize).chain(0..nodes).collect();
    let (mut best, mut best_span) = (start, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (pull, span) = pull(&joined, &place);
        if span < best_span {
            best_span = span;
            crate::order::sort_by(&mut best, |a, b| place[nodes + *a as usize].total_cmp(&place[nodes + *b as usize]));
        }
        crate::order::sort_by(&mut things, |a, b| pull[*a].total_cmp(&pull[*b]));
        things.iter().enumerate().for_each(|(i, thing)| place[*thing] = i as f64);
    }
    best
}

/// Where each thing is drawn to, and the sum of how far the gates reach now.
fn pull(joined: &[Vec<usize>], place: &[f64]) -> (Vec<f64>, f64) {
    let mut sums = vec![(0.0, 0.0); place.len()];
    let mut span = 0.0;
    for members in joined {
        let places = members.iter().map(|member| place[*member]);
        let (low, high) = places.clone().fold((f64::INFINITY, 0.0_f64), |(low, high), p| (low.min(p), high.max(p)));
        span += high - low;
        let centre = places.sum::<f64>() / members.len() as f64;
        for member in members {
            sums[*member].0 += centre;
            sums[*member].1 += 1.0;
        }
    }
    let mean = |(sum, count): &(f64, f64)| if *count > 0.0 { sum / count } else { 0.0 };
    (sums.iter().map(mean).collect(), span)
}

/// The top has a weight of 1, every gate hands its own on in equal shares, and the heaviest event comes next and is
/// taken out (Minato, Ishiura, Yajima: Shared binary decision diagram with attributed edges, DAC 1990, section 4).
fn by_weight(formula: &Formula) -> Option<Vec<u32>> {
    let mut left = walk(formula, |_| 0.0);
    let inputs: usize = formula.nodes.iter().map(|node| node.term.children().count()).sum();
    if left.len().saturating_mul(inputs) > WEIGHT_WORK_MAX {
        return None;
    }
    let mut alive = [vec![true; formula.nodes.len()], vec![true; events_end(formula)]];
    let slot = |child: Child| match child {
        Child::Node(node) => (0, node as usize),
        Child::Event(event) => (1, event as usize),
    };
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        for (i, node) in formula.nodes.iter().enumerate() {
            alive[0][i] = node.term.children().map(slot).any(|(sort, at)| alive[sort][at]);
        }
        let mut weights = [vec![0.0; formula.nodes.len()], vec![0.0; alive[1].len()]];
        let top = formula.top.child().map(slot)?;
        weights[top.0][top.1] = 1.0;
        for (i, node) in formula.nodes.iter().enumerate().rev() {
            let heirs = || node.term.children().map(slot).filter(|(sort, at)| alive[*sort][*at]);
            let share = weights[0][i] / heirs().count().max(1) as f64;
            heirs().for_each(|(sort, at)| weights[sort][at] += share);
        }
        let heaviest = (1..left.len())
            .fold(0, |best, i| if weights[1][left[i] as usize] > weights[1][left[best] as usize] { i } else { best });
        let event = left.remove(heaviest);
        alive[1][event as usize] = false;
        order.push(event);
    }
    Some(order)
}
