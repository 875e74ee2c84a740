//! Limit: two-terminal availability by the frontier method (Hardy, Lucet, Limnios 2007): nodes enter in an order, and a
//! hash map keeps, for every way the entered nodes can still matter, how likely it is. A way is 25 labels of 5 bits.
//!
//! Plain: one pair at a time, no blocks, no reductions, nothing kept between pairs but the order.

use std::collections::VecDeque;

use super::bdd::FastMap;

/// A network: unavailabilities of nodes, and links with their ends and unavailabilities.
#[derive(Clone, Debug)]
pub struct Graph {
    pub nodes: Vec<f64>,
    pub links: Vec<(usize, usize, f64)>,
}

/// The probabilities that both ends are up and joined, and that they are not.
pub type Answer = (f64, f64);

type State = u128;
const BITS: u32 = 5;
const SLOTS: usize = 25;
const MASK: State = (1 << BITS) - 1;
/// Not there: the slot is free or its node is down.
const GONE: u8 = 0;
/// Joined with the first, with the second end.
const ENDS: [u8; 2] = [1, 2];
/// The first label of a part that is joined with no end so far.
const FIRST: u8 = 3;

#[derive(Clone, Copy)]
enum Step {
    Enter { slot: usize, end: Option<u8>, q: f64 },
    Join { a: usize, b: usize, q: f64 },
    Leave { slot: usize },
}

impl Step {
    /// Whether both outcomes are possible.
    fn asks(self) -> bool {
        match self {
            Step::Enter { q, .. } | Step::Join { q, .. } => q > 0.0,
            Step::Leave { .. } => false,
        }
    }
}

/// The grid of so many nodes a side whose links have this unavailability; its nodes never fail.
pub fn grid(side: usize, q: f64) -> Graph {
    let at = |row: usize, column: usize| row * side + column;
    let mut links = Vec::new();
    for row in 0..side {
        for column in 0..side {
            if column + 1 < side {
                links.push((at(row, column), at(row, column + 1), q));
            }
            if row + 1 < side {
                links.push((at(row, column), at(row + 1, column), q));
            }
        }
    }
    Graph { nodes: vec![0.0; side * side], links }
}

/// One pair.
pub fn two_terminal(graph: &Graph, a: usize, b: usize) -> Answer {
    let neighbours = neighbours(graph);
    solve(&plan(graph, &neighbours, &best_order(&neighbours), (a, b)))
}

/// Every pair, the first end the smaller one.
pub fn all_pairs(graph: &Graph) -> Vec<Answer> {
    let neighbours = neighbours(graph);
    let order = best_order(&neighbours);
    let pairs = (0..graph.nodes.len()).flat_map(|a| (a + 1..graph.nodes.len()).map(move |b| (a, b)));
    pairs.map(|pair| solve(&plan(graph, &neighbours, &order, pair))).collect()
}

fn neighbours(graph: &Graph) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); graph.nodes.len()];
    for &(a, b, _) in &graph.links {
        neighbours[a].push(b);
        neighbours[b].push(a);
    }
    neighbours
}

/// The cheapest of the breadth-first and the greedy orders from every node; a level costs 3 to its width.
fn best_order(neighbours: &[Vec<usize>]) -> Vec<usize> {
    let starts = 0..neighbours.len();
    let orders = starts.flat_map(|start| [breadth_first(neighbours, start), greedy(neighbours, start)]);
    orders.min_by(|x, y| cost(neighbours, x).total_cmp(&cost(neighbours, y))).unwrap_or_default()
}

fn breadth_first(neighbours: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut seen = vec![false; neighbours.len()];
    let mut order = Vec::new();
    let mut open = VecDeque::new();
    for start in std::iter::once(start).chain(0..neighbours.len()) {
        if !std::mem::replace(&mut seen[start], true) {
            open.push_back(start);
        }
        while let Some(node) = open.pop_front() {
            order.push(node);
            for &next in &neighbours[node] {
                if !std::mem::replace(&mut seen[next], true) {
                    open.push_back(next);
                }
            }
        }
    }
    order
}

/// Always the node next to the frontier that leaves the smallest frontier.
fn greedy(neighbours: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut entered = vec![false; neighbours.len()];
    let mut order = vec![start];
    entered[start] = true;
    while order.len() < neighbours.len() {
        let outside = |node: usize| neighbours[node].iter().filter(|next| !entered[**next]).count();
        let gain = |node: usize| {
            let freed = neighbours[node].iter().filter(|next| entered[**next] && outside(**next) == 1).count();
            usize::from(outside(node) > 0) as isize - freed as isize
        };
        let beside = |node: &usize| neighbours[*node].iter().any(|next| entered[*next]);
        let free = || (0..neighbours.len()).filter(|node| !entered[*node]);
        let next = free().filter(beside).min_by_key(|node| gain(*node)).or_else(|| free().next());
        let next = next.expect("a node is left");
        entered[next] = true;
        order.push(next);
    }
    order
}

fn cost(neighbours: &[Vec<usize>], order: &[usize]) -> f64 {
    let mut left: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut entered = vec![false; neighbours.len()];
    let mut width = 0;
    let mut cost = 0.0;
    for &node in order {
        entered[node] = true;
        width += usize::from(left[node] > 0);
        for &next in neighbours[node].iter().filter(|next| entered[**next]) {
            for end in [node, next] {
                left[end] -= 1;
                width -= usize::from(left[end] == 0);
            }
        }
        cost += 3_f64.powi(width as i32);
    }
    cost
}

fn plan(graph: &Graph, neighbours: &[Vec<usize>], order: &[usize], (a, b): (usize, usize)) -> Vec<Step> {
    let mut links = vec![Vec::new(); graph.nodes.len()];
    for &(x, y, q) in &graph.links {
        links[x].push((y, q));
        links[y].push((x, q));
    }
    let mut left: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut slot_of = vec![None; graph.nodes.len()];
    let mut free: Vec<usize> = (0..SLOTS).rev().collect();
    let mut steps = Vec::new();
    for &node in order {
        let slot = free.pop().expect("the frontier is at most 25 nodes wide");
        slot_of[node] = Some(slot);
        let end = [a, b].iter().position(|end| *end == node).map(|i| ENDS[i]);
        steps.push(Step::Enter { slot, end, q: graph.nodes[node] });
        for &(next, q) in &links[node] {
            if let Some(there) = slot_of[next].filter(|_| next != node) {
                steps.push(Step::Join { a: there, b: slot, q });
                left[node] -= 1;
                left[next] -= 1;
            }
        }
        for done in links[node].iter().map(|link| link.0).chain([node]) {
            if left[done] == 0
                && let Some(slot) = slot_of[done].take()
            {
                steps.push(Step::Leave { slot });
                free.push(slot);
            }
        }
    }
    steps
}

/// What has become of a way.
enum Next {
    Open(State),
    Joined,
    Parted,
}

fn solve(steps: &[Step]) -> Answer {
    let mut states: FastMap<State, f64> = FastMap::default();
    let mut next: FastMap<State, f64> = FastMap::default();
    let (mut joined, mut parted) = (0.0, 0.0);
    states.insert(0, 1.0);
    let mut rest = steps;
    while let Some((first, after)) = rest.split_first() {
        // What asks nothing follows at once, so that ways are put into the map once a question.
        let quiet = after.iter().take_while(|step| !step.asks()).count();
        let (follow, remaining) = after.split_at(quiet);
        rest = remaining;
        for (state, p) in states.drain() {
            let mut put = |outcome: Next, p: f64| match follow_up(outcome, follow) {
                Next::Open(state) => *next.entry(canonical(state)).or_insert(0.0) += p,
                Next::Joined => joined += p,
                Next::Parted => parted += p,
            };
            match *first {
                Step::Enter { end, q, .. } if q > 0.0 => {
                    put(if end.is_some() { Next::Parted } else { Next::Open(state) }, p * q);
                    put(apply(state, *first), p * (1.0 - q));
                }
                Step::Join { a, b, q } if q > 0.0 && get(state, a) != GONE && get(state, b) != GONE => {
                    if get(state, a) == get(state, b) {
                        put(Next::Open(state), p);
                    } else {
                        put(Next::Open(state), p * q);
                        put(apply(state, *first), p * (1.0 - q));
                    }
                }
                step => put(apply(state, step), p),
            }
        }
        std::mem::swap(&mut states, &mut next);
    }
    (joined, parted + states.values().sum::<f64>())
}

fn follow_up(outcome: Next, steps: &[Step]) -> Next {
    let mut outcome = outcome;
    for step in steps {
        match outcome {
            Next::Open(state) => outcome = apply(state, *step),
            closed => return closed,
        }
    }
    outcome
}

/// A step in which everything is up.
fn apply(state: State, step: Step) -> Next {
    match step {
        Step::Enter { slot, end, .. } => Next::Open(set(state, slot, end.unwrap_or_else(|| unused(state)))),
        Step::Join { a, b, .. } => {
            let (x, y) = (get(state, a), get(state, b));
            match (x.min(y), x.max(y)) {
                (GONE, _) => Next::Open(state),
                (1, 2) => Next::Joined,
                (low, high) if low == high => Next::Open(state),
                (low, high) => Next::Open(relabel(state, high, low)),
            }
        }
        Step::Leave { slot } => {
            let label = get(state, slot);
            let state = set(state, slot, GONE);
            let alone = (0..SLOTS).all(|other| get(state, other) != label);
            if ENDS.contains(&label) && alone { Next::Parted } else { Next::Open(state) }
        }
    }
}

fn get(state: State, slot: usize) -> u8 {
    (state >> (slot as u32 * BITS) & MASK) as u8
}

fn set(state: State, slot: usize, label: u8) -> State {
    let shift = slot as u32 * BITS;
    state & !(MASK << shift) | State::from(label) << shift
}

fn relabel(state: State, from: u8, to: u8) -> State {
    let mut rest = state;
    let mut shift = 0;
    let mut result = state;
    while rest != 0 {
        if (rest & MASK) as u8 == from {
            result ^= State::from(from ^ to) << shift;
        }
        rest >>= BITS;
        shift += BITS;
    }
    result
}

/// Labels are canonical before a question, and a question brings in at most a few: the highest and one.
fn unused(state: State) -> u8 {
    let mut highest = FIRST - 1;
    let mut rest = state;
    while rest != 0 {
        highest = highest.max((rest & MASK) as u8);
        rest >>= BITS;
    }
    assert!(highest < MASK as u8, "fewer parts than labels");
    highest + 1
}

/// The same way with its parts numbered in the order of their slots.
fn canonical(state: State) -> State {
    let mut names = [0_u8; 1 << BITS];
    names[ENDS[0] as usize] = ENDS[0];
    names[ENDS[1] as usize] = ENDS[1];
    let mut next = FIRST;
    let mut rest = state;
    let mut shift = 0;
    let mut result = 0;
    while rest != 0 {
        let label = (rest & MASK) as usize;
        if label != 0 {
            if names[label] == 0 {
                names[label] = next;
                next += 1;
            }
            result |= State::from(names[label]) << shift;
        }
        rest >>= BITS;
        shift += BITS;
    }
    result
}

/// # Panics
/// When the bridge is not its closed form: 2p² + 2p³ − 5p⁴ + 2p⁵ (Barlow, Proschan 1975, chapter 1).
pub fn check() {
    let p: f64 = 0.9;
    let q = 1.0 - p;
    let links = vec![(0, 1, q), (0, 2, q), (1, 2, q), (1, 3, q), (2, 3, q)];
    let (joined, parted) = two_terminal(&Graph { nodes: vec![0.0; 4], links }, 0, 3);
    let expected = 2.0 * p.powi(2) + 2.0 * p.powi(3) - 5.0 * p.powi(4) + 2.0 * p.powi(5);
    assert!((joined - expected).abs() < 1e-14 && (joined + parted - 1.0).abs() < 1e-14, "{joined} {expected}");
}
