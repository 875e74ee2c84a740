//! All pairs of a block in one run.
//!
//! The states of the frontier before either end has entered, after one has, and after both have, are three families,
//! and each is the same whichever nodes the ends are. So the states are found once. Walked backward, the states with
//! both ends say how likely they will be connected. Walked forward, once for eight first ends at a time, the states
//! with one end say how likely each is by the time the second end enters; there the two meet.
//! (The meeting of a forward and a backward pass is the forward-backward algorithm of hidden Markov models: Baum et al.,
//! The Annals of Mathematical Statistics 41(1), 1970; here on the frontier's states.)

use super::chance::Chance;
use super::level::Level;
use super::model::Limits;
use super::order::node_orders;
use super::part::Part;
use super::plan::{Mark, Plan, Step, plan};
use super::record::{BAD, Edges, GOOD, edges};
use super::state::State;
use super::two_terminal::states_max;

/// How many first ends are carried at a time: a vector register or two.
const LANES: usize = 8;

/// A state that is only recorded takes 8 bytes, one that is at work about 100.
const RECORDED_PER_STATE: usize = 8;

/// How likely any two nodes of a block are connected, given that both are up: a row for each node, symmetric. `None`
/// when the limit does not allow it.
pub fn every_pair(part: &Part, limits: &Limits) -> Option<Vec<Vec<Chance>>> {
    let outline = part.outline();
    let order = node_orders(&outline, &[]).swap_remove(0);
    let plan = plan(&outline, &order, None)?;
    let walk = match plan.width {
        0..=8 => explore::<1>(&plan, limits),
        9..=16 => explore::<2>(&plan, limits),
        17..=64 => explore::<8>(&plan, limits),
        _ => explore::<32>(&plan, limits),
    }?;
    let chances: Vec<Chance> =
        plan.steps.iter().map(|step| step.element.map_or(Chance::ALWAYS, |element| part.chance(element))).collect();
    let ordered = meet(&walk, &chances, order.len());
    let mut pairs = vec![vec![Chance::ALWAYS; order.len()]; order.len()];
    for (first, row) in ordered.iter().enumerate() {
        for (second, &chance) in row.iter().enumerate().skip(first + 1) {
            let (a, b) = (order[first] as usize, order[second] as usize);
            pairs[a][b] = chance;
            pairs[b][a] = chance;
        }
    }
    Some(pairs)
}

/// The recorded states of all levels: a level for each step.
struct Walk {
    levels: Vec<WalkLevel>,
}

/// A level's states of the three families and where they lead.
#[derive(Default)]
struct WalkLevel {
    /// Neither end has entered.
    none: Vec<Edges>,
    /// The first has.
    one: Vec<Edges>,
    /// Both have.
    both: Vec<Edges>,
    /// If a node enters: where states of `none` lead in the next level's `one` when it is the first end.
    first: Option<Vec<u32>>,
    /// And where states of `one` lead in the next level's `both` when it is the second.
    second: Vec<u32>,
}

fn explore<const W: usize>(plan: &Plan, limits: &Limits) -> Option<Walk> {
    let mut left = states_max::<W>(limits.states_max).saturating_mul(RECORDED_PER_STATE);
    let fresh = || [Level::<W>::new(), Level::new(), Level::new()];
    let (mut now, mut next) = (fresh(), fresh());
    now[0].place(State::EMPTY);
    let mut levels = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let count: usize = now.iter().map(|level| level.states().len()).sum();
        left = left.checked_sub(count)?;
        for (level, before) in next.iter_mut().zip(&now) {
            level.clear(before.states().len());
        }
        levels.push(walk_level(step, &now, &mut next));
        std::mem::swap(&mut now, &mut next);
    }
    Some(Walk { levels })
}

fn walk_level<const W: usize>(step: &Step, now: &[Level<W>; 3], next: &mut [Level<W>; 3]) -> WalkLevel {
    let mut family =
        |at: usize| now[at].states().iter().map(|&state| edges(state, step, &mut next[at])).collect::<Vec<Edges>>();
    let (none, one, both) = (family(0), family(1), family(2));
    let mut level = WalkLevel { none, one, both, first: None, second: Vec::new() };
    if step.enters.is_some() {
        let mut ends = |at: usize, mark: Mark| {
            let step = step.with_end(mark);
            now[at].states().iter().map(|&state| edges(state, &step, &mut next[at + 1]).up).collect::<Vec<u32>>()
        };
        level.first = Some(ends(0, Mark::A));
        level.second = ends(1, Mark::B);
    }
    level
}

/// The chances of the pairs, first and second in the order of entering.
fn meet(walk: &Walk, chances: &[Chance], nodes_count: usize) -> Vec<Vec<Chance>> {
    let futures = backward(walk, chances);
    let starts = starts(walk, chances);
    let mut pairs = vec![vec![Chance { up: 0.0, down: 0.0 }; nodes_count]; nodes_count];
    for first in (0..nodes_count).step_by(LANES) {
        forward(walk, chances, &futures, &starts, first, &mut pairs);
    }
    pairs
}

/// For each step at which a node enters as the second end: what becomes of each state with the first.
fn backward(walk: &Walk, chances: &[Chance]) -> Vec<Vec<Chance>> {
    let mut futures = vec![Vec::new(); walk.levels.len()];
    let mut below: Vec<Chance> = Vec::new();
    for (at, level) in walk.levels.iter().enumerate().rev() {
        let future = |to: u32| match to {
            GOOD => Chance::ALWAYS,
            BAD => Chance::NEVER,
            place => below[place as usize],
        };
        futures[at] = level.second.iter().map(|&to| future(to)).collect();
        let value = |edges: &Edges| {
            if edges.up == edges.down {
                future(edges.up)
            } else {
                chances[at].choose(future(edges.up), future(edges.down))
            }
        };
        below = level.both.iter().map(value).collect();
    }
    futures
}

/// A node's beginning as the first end: the step it enters at, how likely each state then is, and how likely it is cut
/// off at once.
struct Start {
    step: usize,
    masses: Vec<(u32, f64)>,
    lost: f64,
}

fn starts(walk: &Walk, chances: &[Chance]) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut masses = vec![1.0];
    for (step, level) in walk.levels.iter().enumerate() {
        if let Some(first) = &level.first {
            let (masses, cut_off): (Vec<_>, Vec<_>) =
                first.iter().copied().zip(masses.iter().copied()).partition(|&(to, _)| to != BAD);
            starts.push(Start { step, masses, lost: cut_off.iter().map(|&(_, mass)| mass).sum() });
        }
        // After the last step everybody has left: one empty state.
        let mut next = vec![0.0; walk.levels.get(step + 1).map_or(1, |level| level.none.len())];
        for (edges, mass) in level.none.iter().zip(&masses) {
            if edges.up == edges.down {
                next[edges.up as usize] += mass;
            } else {
                next[edges.up as usize] += mass * chances[step].up;
                next[edges.down as usize] += mass * chances[step].down;
            }
        }
        masses = next;
    }
    starts
}

/// Carries the first ends `first..first + LANES` through all levels after their own.
fn forward(
    walk: &Walk,
    chances: &[Chance],
    futures: &[Vec<Chance>],
    starts: &[Start],
    first: usize,
    pairs: &mut [Vec<Chance>],
) {
    let lanes = LANES.min(starts.len() - first);
    let mut lost = [0.0; LANES];
    let mut masses: Vec<[f64; LANES]> = Vec::new();
    let mut entering = first;
    for (step, level) in walk.levels.iter().enumerate().skip(starts[first].step) {
        let mut next = vec![[0.0; LANES]; walk.levels.get(step + 1).map_or(0, |level| level.one.len())];
        if level.first.is_some() {
            let met = sum(&masses, &futures[step]);
            for lane in 0..lanes.min(entering - first) {
                let down = lost[lane] + met.1[lane];
                pairs[first + lane][entering] = Chance { up: met.0[lane], down };
            }
            if entering < first + lanes {
                let lane = entering - first;
                starts[entering].masses.iter().for_each(|&(to, mass)| next[to as usize][lane] += mass);
                lost[lane] = starts[entering].lost;
            }
            entering += 1;
        }
        for (edges, mass) in level.one.iter().zip(&masses) {
            if edges.up == edges.down {
                add(&mut next, &mut lost, edges.up, mass, 1.0);
            } else {
                add(&mut next, &mut lost, edges.up, mass, chances[step].up);
                add(&mut next, &mut lost, edges.down, mass, chances[step].down);
            }
        }
        masses = next;
    }
}

/// Up and down of each lane, over all states.
fn sum(masses: &[[f64; LANES]], futures: &[Chance]) -> ([f64; LANES], [f64; LANES]) {
    let (mut up, mut down) = ([0.0; LANES], [0.0; LANES]);
    for (mass, future) in masses.iter().zip(futures) {
        for lane in 0..LANES {
            up[lane] += mass[lane] * future.up;
            down[lane] += mass[lane] * future.down;
        }
    }
    (up, down)
}

/// With one end only, a step leads to a state or loses the end.
fn add(next: &mut [[f64; LANES]], lost: &mut [f64; LANES], to: u32, mass: &[f64; LANES], chance: f64) {
    let there = if to == BAD { lost } else { &mut next[to as usize] };
    for lane in 0..LANES {
        there[lane] += mass[lane] * chance;
    }
}
