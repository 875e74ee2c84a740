//! How likely two nodes are connected: the frontier method forward, a level at a time, with the good and the bad summed
//! each on its own.
//!
//! Hardy, Lucet, Limnios: K-terminal network reliability measures with binary decision diagrams, IEEE Transactions on
//! Reliability 56(3), 2007; nodes that fail are decided as they enter (Kuo, Yeh, Lin: Efficient and exact reliability
//! evaluation for networks with imperfect vertices, IEEE Transactions on Reliability 56(2), 2007).

use super::blocks::{Blocks, Leg};
use super::chance::Chance;
use super::level::Level;
use super::model::{Limits, Network, TwoTerminal};
use super::order::node_orders;
use super::part::{Part, PartLink, place};
use super::plan::{Plan, fused, plan};
use super::record::likeliest_places;
use super::reduce::reduce;
use super::state::{Branches, Next, State};

/// How likely `a` and `b` are both up and connected. Of a node with itself: how likely it is up.
///
/// # Panics
/// When `a` or `b` is no node, a link ends at no node, or an unavailability is not within 0 and 1.
pub fn two_terminal(network: &Network, a: u32, b: u32, limits: &Limits) -> TwoTerminal {
    network.check();
    let node = |node: u32| Chance::of_unavailability(network.nodes[node as usize]);
    let start = TwoTerminal::exactly(node(a));
    if a == b {
        return start;
    }
    assert!((b as usize) < network.nodes.len(), "the second node is one of the network's");
    let useful = Useful::of(network);
    let Some(legs) = useful.blocks.way(a, b) else { return TwoTerminal::NEVER };
    legs.iter().fold(start, |so_far, leg| {
        let through = connected(&useful.part(leg.block), useful.ends(leg), limits);
        so_far.and(through).and(TwoTerminal::exactly(node(leg.to)))
    })
}

/// What of a network can carry anything: links that are ever up, between different nodes that are; in blocks.
pub struct Useful {
    pub blocks: Blocks,
    nodes: Vec<Chance>,
    links: Vec<PartLink>,
}

impl Useful {
    pub fn of(network: &Network) -> Useful {
        let nodes: Vec<Chance> = network.nodes.iter().map(|&u| Chance::of_unavailability(u)).collect();
        let ever = |node: u32| nodes[node as usize].up > 0.0;
        let given = network.links.iter();
        let all =
            given.map(|link| PartLink { a: link.a, b: link.b, chance: Chance::of_unavailability(link.unavailability) });
        let links: Vec<PartLink> =
            all.filter(|link| link.a != link.b && link.chance.up > 0.0 && ever(link.a) && ever(link.b)).collect();
        let ends: Vec<(u32, u32)> = links.iter().map(|link| (link.a, link.b)).collect();
        Useful { blocks: Blocks::of(nodes.len(), &ends), nodes, links }
    }

    /// A block with its nodes numbered from 0.
    pub fn part(&self, block: u32) -> Part {
        let members = &self.blocks.nodes[block as usize];
        let local = |link: &PartLink| PartLink { a: place(members, link.a), b: place(members, link.b), ..*link };
        Part {
            nodes: members.iter().map(|&node| self.nodes[node as usize]).collect(),
            links: self.blocks.links[block as usize].iter().map(|&link| local(&self.links[link as usize])).collect(),
        }
    }

    /// The ends of a leg as numbered in its block's part.
    fn ends(&self, leg: &Leg) -> (u32, u32) {
        let members = &self.blocks.nodes[leg.block as usize];
        (place(members, leg.from), place(members, leg.to))
    }
}

/// How likely two nodes of a block are connected, given that both are up.
pub fn connected(part: &Part, (from, to): (u32, u32), limits: &Limits) -> TwoTerminal {
    let reduced = reduce(part, from, to);
    if let [link] = reduced.part.links[..] {
        return TwoTerminal::exactly(link.chance);
    }
    let ends = (reduced.from, reduced.to);
    let outline = reduced.part.outline();
    let plans: Vec<Plan> = node_orders(&outline, &[ends.0, ends.1])
        .iter()
        .filter_map(|order| plan(&outline, order, Some(ends)).map(fused))
        .collect();
    let mut best = TwoTerminal::UNKNOWN;
    for attempt in attempts(&plans, limits.states_max, PILOT_STATES) {
        let found = run_as_wide(&attempt, &reduced.part);
        if found.exact {
            return found;
        }
        if found.up + found.down > best.up + best.down {
            best = found;
        }
    }
    best
}

/// The states the orders are first tried with, where there are several.
const PILOT_STATES: u32 = 1 << 12;

/// A plan to try.
pub struct Attempt<'p> {
    pub plan: &'p Plan,
    pub states_max: u32,
    /// Whether another attempt with more states follows: past the limit this one is over.
    pub is_pilot: bool,
}

/// What to try until it succeeds: each plan with a low limit, then each with the whole one.
pub fn attempts(plans: &[Plan], limit: u32, pilot: u32) -> impl Iterator<Item = Attempt<'_>> {
    let low = if plans.len() > 1 && pilot < limit { plans } else { &[] };
    let pilots = low.iter().map(move |plan| Attempt { plan, states_max: pilot, is_pilot: true });
    pilots.chain(plans.iter().map(move |plan| Attempt { plan, states_max: limit, is_pilot: false }))
}

fn run_as_wide(attempt: &Attempt, part: &Part) -> TwoTerminal {
    match attempt.plan.width {
        0..=8 => run::<1>(attempt, part),
        9..=16 => run::<2>(attempt, part),
        17..=64 => run::<8>(attempt, part),
        _ => run::<32>(attempt, part),
    }
}

/// How many states of `W` words may be kept: the limit counts states of two.
pub fn states_max<const W: usize>(limit: u32) -> usize {
    // In 64 bits: WebAssembly's sizes have 32.
    let states = u64::from(limit) * 2 / W.max(2) as u64;
    usize::try_from(states).unwrap_or(usize::MAX).max(1)
}

/// The probabilities of the states of a level.
struct Masses<const W: usize> {
    level: Level<W>,
    of: Vec<f64>,
}

impl<const W: usize> Masses<W> {
    fn add(&mut self, next: Next<W>, mass: f64, decided: &mut Chance) {
        match next {
            Next::Good => decided.up += mass,
            Next::Bad => decided.down += mass,
            Next::Open(state) => {
                let place = self.level.place(state);
                match self.of.get_mut(place) {
                    Some(there) => *there += mass,
                    None => self.of.push(mass),
                }
            }
        }
    }

    /// Keeps the likeliest states; of equals the earlier. Answers whether all were kept.
    fn cut(&mut self, states_max: usize) -> bool {
        let Some(places) = likeliest_places(&self.of, states_max) else { return true };
        self.level.keep(&places);
        self.of = places.iter().map(|&place| self.of[place as usize]).collect();
        false
    }
}

fn run<const W: usize>(attempt: &Attempt, part: &Part) -> TwoTerminal {
    let empty = || Masses::<W> { level: Level::new(), of: Vec::new() };
    let (mut now, mut next) = (empty(), empty());
    now.add(Next::Open(State::EMPTY), 1.0, &mut Chance { up: 0.0, down: 0.0 });
    let mut answer = TwoTerminal { up: 0.0, down: 0.0, exact: true };
    for step in &attempt.plan.steps {
        let chance = step.element.map_or(Chance::ALWAYS, |element| part.chance(element));
        // Summed a level at a time: small sums first lose less to rounding.
        let mut decided = Chance { up: 0.0, down: 0.0 };
        next.level.clear(now.of.len());
        next.of.clear();
        for (state, &mass) in now.level.states().iter().zip(&now.of) {
            match state.step(step) {
                Branches::One(to) => next.add(to, mass, &mut decided),
                Branches::Two(up, down) => {
                    next.add(up, mass * chance.up, &mut decided);
                    next.add(down, mass * chance.down, &mut decided);
                }
            }
        }
        answer.up += decided.up;
        answer.down += decided.down;
        answer.exact &= next.cut(states_max::<W>(attempt.states_max));
        if attempt.is_pilot && !answer.exact {
            break;
        }
        std::mem::swap(&mut now, &mut next);
    }
    answer
}
