//! When each thing is due: one time for every timer, the earliest at the top of a heap. Of equal times the one that was
//! set first is first. Setting a timer again replaces its time, so nothing is ever due that was called off.
//!
//! A binary heap whose entries know their timer, with the way back from a timer to its place (Williams, Algorithm 232,
//! CACM 7(6), 1964; indexed as in Sedgewick, Algorithms, section 9.6). What was due is mostly set again a little later, a
//! repair after a failure, and then it sinks a level or two and not to the bottom.

use crate::units::Ticks;

/// Times of a fixed number of timers.
#[derive(Clone, Debug)]
pub struct Timers {
    /// From place 1 on, no entry is later than those at twice its place and the next. Behind the last stands one that
    /// is never due, so that every entry with a child has two.
    heap: Vec<Due>,
    /// By timer, its place in the heap.
    place: Vec<u32>,
    set: u64,
}

/// When a timer is due: the time above, then the number of its setting, which breaks ties, and the timer.
type Due = u128;

const NEVER: u64 = u64::MAX;
/// Bits of a timer's number; the other 44 count settings.
const TIMER_BITS: u32 = 20;

fn due(at: u64, set: u64, timer: usize) -> Due {
    u128::from(at) << 64 | u128::from(set << TIMER_BITS | timer as u64)
}

fn time(due: Due) -> u64 {
    (due >> 64) as u64
}

fn timer(due: Due) -> usize {
    due as usize & ((1 << TIMER_BITS) - 1)
}

impl Timers {
    /// So many timers, none of them set.
    ///
    /// # Panics
    /// With more than a million timers.
    pub fn new(count: usize) -> Timers {
        assert!(count < 1 << TIMER_BITS, "{count} timers are too many");
        let mut timers = Timers { heap: vec![Due::MAX; count + 2], place: vec![0; count], set: 0 };
        timers.clear();
        timers
    }

    /// Sets no timer.
    pub fn clear(&mut self) {
        self.set = 0;
        for timer in 0..self.place.len() {
            self.place[timer] = timer as u32 + 1;
            self.heap[timer + 1] = due(NEVER, 0, timer);
        }
    }

    /// Sets a timer; the end of time is never.
    #[inline]
    pub fn set(&mut self, timer: usize, at: Ticks) {
        let new = due(at.0, self.set, timer);
        self.set += 1;
        self.put(timer, new);
    }

    /// Sets the timer that is the earliest.
    #[inline]
    pub fn set_first(&mut self, at: Ticks) {
        let new = due(at.0, self.set, timer(self.heap[1]));
        self.set += 1;
        self.sink(1, new);
    }

    /// Calls a timer off.
    pub fn stop(&mut self, timer: usize) {
        self.put(timer, due(NEVER, 0, timer));
    }

    /// The earliest timer and its time.
    #[inline]
    pub fn next(&self) -> Option<(Ticks, usize)> {
        let first = self.heap[1];
        (time(first) != NEVER).then(|| (Ticks(time(first)), timer(first)))
    }

    /// When a timer is due.
    pub fn at(&self, timer: usize) -> Option<Ticks> {
        let at = time(self.heap[self.place[timer] as usize]);
        (at != NEVER).then_some(Ticks(at))
    }

    /// Gives a timer another time: it rises or sinks from where it is.
    #[inline]
    fn put(&mut self, timer: usize, new: Due) {
        let place = self.place[timer] as usize;
        if place > 1 && new < self.heap[place / 2] {
            self.rise(place, new);
        } else {
            self.sink(place, new);
        }
    }

    fn rise(&mut self, mut place: usize, new: Due) {
        while place > 1 && new < self.heap[place / 2] {
            self.lay(place, self.heap[place / 2]);
            place /= 2;
        }
        self.lay(place, new);
    }

    #[inline]
    fn sink(&mut self, mut place: usize, new: Due) {
        let last = self.place.len();
        while 2 * place <= last {
            let (left, right) = (self.heap[2 * place], self.heap[2 * place + 1]);
            let (earlier, child) = if right < left { (right, 2 * place + 1) } else { (left, 2 * place) };
            if new < earlier {
                break;
            }
            self.lay(place, earlier);
            place = child;
        }
        self.lay(place, new);
    }

    #[inline]
    fn lay(&mut self, place: usize, due: Due) {
        self.heap[place] = due;
        self.place[timer(due)] = place as u32;
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
