//! What will happen, in the order it will: by time, and of equal times by the order of scheduling.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::units::Ticks;

/// Things to come.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    heap: BinaryHeap<Reverse<(Ticks, u64, Due)>>,
    scheduled: u64,
}

/// One thing to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// The event changes its state, if its turn is still this one.
    Turn {
        /// Which event.
        event: u32,
        /// Which of its turns; an older one was called off.
        turn: u32,
    },
    /// The fault with this number in the list of scheduled faults.
    Fault(u32),
}

impl Queue {
    /// Adds something; nothing that would be at the end of time.
    pub fn push(&mut self, at: Ticks, due: Due) {
        if at < Ticks(u64::MAX) {
            self.heap.push(Reverse((at, self.scheduled, due)));
            self.scheduled += 1;
        }
    }

    /// When the next thing is, without taking it.
    pub fn peek(&self) -> Option<(Ticks, Due)> {
        self.heap.peek().map(|Reverse((at, _, due))| (*at, *due))
    }

    /// Takes the next thing.
    pub fn pop(&mut self) -> Option<(Ticks, Due)> {
        self.heap.pop().map(|Reverse((at, _, due))| (at, due))
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.scheduled = 0;
    }
}
