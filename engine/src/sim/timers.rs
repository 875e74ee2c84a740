//! When each thing is due: one time for every timer, the earliest found by a tournament. Of equal times the one that was
//! set first is first. Setting a timer again replaces its time, so nothing is ever due that was called off.

use crate::units::Ticks;

/// Times of a fixed number of timers.
#[derive(Clone, Debug)]
pub struct Timers {
    /// Time and number of setting, by timer; the number breaks ties.
    due: Vec<(u64, u64)>,
    /// A tree of winners: node i has children 2i and 2i + 1, the leaves are the timers.
    winner: Vec<u32>,
    leaves: usize,
    set: u64,
}

const NEVER: (u64, u64) = (u64::MAX, u64::MAX);

impl Timers {
    /// So many timers, none of them set.
    pub fn new(count: usize) -> Timers {
        let leaves = count.next_power_of_two().max(2);
        let mut timers = Timers { due: vec![NEVER; leaves], winner: vec![0; 2 * leaves], leaves, set: 0 };
        timers.clear();
        timers
    }

    /// Sets no timer.
    pub fn clear(&mut self) {
        self.due.fill(NEVER);
        self.set = 0;
        for leaf in 0..self.leaves {
            self.winner[self.leaves + leaf] = leaf as u32;
        }
        for node in (1..self.leaves).rev() {
            self.winner[node] = self.winner[2 * node];
        }
    }

    /// Sets a timer; the end of time is never.
    pub fn set(&mut self, timer: usize, at: Ticks) {
        self.due[timer] = if at.0 == u64::MAX { NEVER } else { (at.0, self.set) };
        self.set += 1;
        self.play(timer);
    }

    /// Calls a timer off.
    pub fn stop(&mut self, timer: usize) {
        if self.due[timer] != NEVER {
            self.due[timer] = NEVER;
            self.play(timer);
        }
    }

    /// The earliest timer and its time.
    pub fn next(&self) -> Option<(Ticks, usize)> {
        let first = self.winner[1] as usize;
        let (at, _) = self.due[first];
        (at != u64::MAX).then_some((Ticks(at), first))
    }

    /// When a timer is due.
    pub fn at(&self, timer: usize) -> Option<Ticks> {
        let (at, _) = self.due[timer];
        (at != u64::MAX).then_some(Ticks(at))
    }

    /// Plays the matches on the way from a leaf to the root again.
    fn play(&mut self, timer: usize) {
        let mut node = (self.leaves + timer) / 2;
        while node >= 1 {
            let (a, b) = (self.winner[2 * node], self.winner[2 * node + 1]);
            self.winner[node] = if self.due[b as usize] < self.due[a as usize] { b } else { a };
            node /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same as a sorted list of (time, number of setting).
    #[test]
    fn the_earliest_is_first_and_of_equals_the_first_set() {
        let count = 37;
        let mut timers = Timers::new(count);
        let mut list: Vec<Option<(u64, u64)>> = vec![None; count];
        let mut state = 3_u64;
        for set in 0..5000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (timer, at) = ((state >> 40) as usize % count, (state >> 33) % 50);
            if state >> 20 & 7 == 0 {
                timers.stop(timer);
                list[timer] = None;
            } else {
                timers.set(timer, Ticks(at));
                list[timer] = Some((at, set));
            }
            let expected = list.iter().enumerate().filter_map(|(i, due)| due.map(|due| (due, i))).min();
            assert_eq!(timers.next(), expected.map(|((at, _), i)| (Ticks(at), i)));
        }
    }
}
