//! The frontier method with every step of every state written down, so that it can be walked backward.

use std::cmp::Ordering;

use super::level::Level;
use super::plan::{Plan, Step};
use super::state::{Branches, Next, State};

/// In place of a state: the ends are connected.
pub const GOOD: u32 = u32::MAX;
/// In place of a state: an end can no longer be reached.
pub const BAD: u32 = u32::MAX - 1;
/// In place of a state: it was too unlikely to be kept.
pub const GIVEN_UP: u32 = u32::MAX - 2;

/// Where a state leads: places in the next level, [`GOOD`], [`BAD`] or [`GIVEN_UP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    pub up: u32,
    pub down: u32,
}

/// Takes a step from a state and puts where it leads into the next level.
pub fn edges<const W: usize>(state: State<W>, step: &Step, next: &mut Level<W>) -> Edges {
    match state.step(step) {
        Branches::One(to) => {
            let to = target(to, next);
            Edges { up: to, down: to }
        }
        Branches::Two(up, down) => Edges { up: target(up, next), down: target(down, next) },
    }
}

fn target<const W: usize>(to: Next<W>, next: &mut Level<W>) -> u32 {
    match to {
        Next::Good => GOOD,
        Next::Bad => BAD,
        Next::Open(state) => next.place(state) as u32,
    }
}

/// The edges of all states, level by level; the first level has the empty state alone. `None` when there are more than
/// `states_max` in all.
pub fn record<const W: usize>(plan: &Plan, states_max: usize) -> Option<Vec<Vec<Edges>>> {
    let (mut now, mut next) = (Level::<W>::new(), Level::<W>::new());
    now.place(State::EMPTY);
    let mut levels = Vec::with_capacity(plan.steps.len());
    let mut count = 0;
    for step in &plan.steps {
        next.clear(now.states().len());
        let mut level = Vec::with_capacity(now.states().len());
        for &state in now.states() {
            count += 1;
            if count > states_max {
                return None;
            }
            level.push(edges(state, step, &mut next));
        }
        levels.push(level);
        std::mem::swap(&mut now, &mut next);
    }
    Some(levels)
}

/// The same with the `width_max` likeliest states of each level alone, and how likely a state is met that was given up.
/// `downs` tells for every step how likely its element is down.
pub fn record_likeliest<const W: usize>(plan: &Plan, downs: &[f64], width_max: usize) -> (Vec<Vec<Edges>>, f64) {
    let (mut now, mut next) = (Level::<W>::new(), Level::<W>::new());
    now.place(State::EMPTY);
    let mut masses = vec![1.0];
    let mut levels = Vec::with_capacity(plan.steps.len());
    let mut given_up = 0.0;
    for (step, &down) in plan.steps.iter().zip(downs) {
        next.clear(now.states().len());
        let mut level: Vec<Edges> = now.states().iter().map(|&state| edges(state, step, &mut next)).collect();
        let mut reached = vec![0.0; next.states().len()];
        let mut add = |to: u32, mass: f64| {
            if to < GIVEN_UP {
                reached[to as usize] += mass;
            }
        };
        for (edges, mass) in level.iter().zip(&masses) {
            add(edges.up, mass * (1.0 - down));
            add(edges.down, mass * down);
        }
        if let Some(kept) = likeliest_places(&reached, width_max) {
            let mut moved = vec![GIVEN_UP; reached.len()];
            for (new, &old) in kept.iter().enumerate() {
                moved[old as usize] = new as u32;
            }
            let all: f64 = reached.iter().sum();
            reached = kept.iter().map(|&place| reached[place as usize]).collect();
            given_up += all - reached.iter().sum::<f64>();
            next.keep(&kept);
            for edges in &mut level {
                for to in [&mut edges.up, &mut edges.down].into_iter().filter(|to| **to < GIVEN_UP) {
                    *to = moved[*to as usize];
                }
            }
        }
        masses = reached;
        levels.push(level);
        std::mem::swap(&mut now, &mut next);
    }
    (levels, given_up)
}

/// The places of the largest masses, in rising order; of equals the earlier. `None` when they are no more than may be
/// kept.
pub fn likeliest_places(masses: &[f64], kept_max: usize) -> Option<Vec<u32>> {
    if masses.len() <= kept_max {
        return None;
    }
    // Numbers that are not negative are in the order of their bits: the largest that enough masses reach, bit by bit.
    let as_many = |least: u64| masses.iter().filter(|mass| mass.to_bits() >= least).count();
    let mut least = 0;
    for bit in (0..63).rev().map(|bit| 1 << bit) {
        if as_many(least | bit) >= kept_max {
            least |= bit;
        }
    }
    let mut equals = kept_max - as_many(least + 1);
    let mut is_kept = |mass: f64| match mass.to_bits().cmp(&least) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => {
            let is_kept = equals > 0;
            equals -= usize::from(is_kept);
            is_kept
        }
    };
    Some((0..).zip(masses).filter(|(_, mass)| is_kept(**mass)).map(|(place, _)| place).collect())
}
