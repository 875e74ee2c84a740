//! The frontier method with every step of every state written down, so that it can be walked backward.

use super::level::Level;
use super::plan::{Plan, Step};
use super::state::{Branches, Next, State};

/// In place of a state: the ends are connected.
pub const GOOD: u32 = u32::MAX;
/// In place of a state: an end can no longer be reached.
pub const BAD: u32 = u32::MAX - 1;

/// Where a state leads: places in the next level, [`GOOD`] or [`BAD`].
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
