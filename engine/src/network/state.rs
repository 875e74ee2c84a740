//! States of the frontier: which of its nodes are connected so far. A byte a slot, so that whole words are changed at
//! a time.
//!
//! The byte is a label. 0: down, or not in use. 1: connected to the first end, 2: to the second. Otherwise 3 plus the
//! first slot of those connected to each other: every state has one form, and few changes touch it.
//! (Hardy, Lucet, Limnios: K-terminal network reliability measures with binary decision diagrams, IEEE Transactions on
//! Reliability 56(3), 2007, section 4, has the partitions of the frontier; the marks stand for the two terminals.)

use super::plan::{Action, Mark, Step};

/// A state in `W` words, for a frontier of up to 8 `W` nodes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct State<const W: usize>([u64; W]);

/// Where a step leads.
#[derive(Clone, Copy)]
pub enum Next<const W: usize> {
    /// The ends are connected.
    Good,
    /// An end can no longer be reached.
    Bad,
    /// Not yet known.
    Open(State<W>),
}

/// Where a step leads from a state.
#[derive(Clone, Copy)]
pub enum Branches<const W: usize> {
    /// The answer to the question changes nothing.
    One(Next<W>),
    /// When the element is up, and when it is down.
    Two(Next<W>, Next<W>),
}

const LOW: u64 = 0x0101_0101_0101_0101;
const SEVEN: u64 = 0x7F7F_7F7F_7F7F_7F7F;
const A: u8 = 1;
const B: u8 = 2;
const FIRST: u8 = 3;

impl<const W: usize> State<W> {
    /// Nobody has entered.
    pub const EMPTY: State<W> = State([0; W]);

    /// What a step makes of a state.
    pub fn step(self, step: &Step) -> Branches<W> {
        let Some(before) = self.after(&step.always) else { return Branches::One(Next::Good) };
        let Some(up) = before.after(&step.up) else { return Branches::Two(Next::Good, before.closed(step)) };
        if up == before {
            return Branches::One(up.closed(step));
        }
        Branches::Two(up.closed(step), before.closed(step))
    }

    /// A number to find the state by. Fixed, so every run is the same.
    pub fn hash(self) -> u64 {
        let mixed =
            self.0.iter().fold(0, |hash: u64, &word| (hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed ^ (mixed >> 32)
    }

    /// `None` when the ends are connected.
    fn after(mut self, actions: &[Action]) -> Option<State<W>> {
        for action in actions {
            match *action {
                Action::Enter { slot, mark } => self.enter(slot, mark),
                Action::Join { slot, other } => self.join(slot, other)?,
            }
        }
        Some(self)
    }

    fn enter(&mut self, slot: u8, mark: Mark) {
        let label = match mark {
            Mark::Inner => FIRST + slot,
            Mark::A => A,
            Mark::B => B,
        };
        self.0[usize::from(slot >> 3)] |= u64::from(label) << shift(slot);
    }

    fn join(&mut self, slot: u8, other: u8) -> Option<()> {
        let (one, two) = (self.label(slot), self.label(other));
        let (kept, gone) = (one.min(two), one.max(two));
        if kept == 0 || kept == gone {
            return Some(());
        }
        if gone == B {
            return None;
        }
        self.relabel(gone, kept);
        Some(())
    }

    /// After the question: nodes leave, and what no path can use any more is put down, for then more states are equal.
    fn closed(mut self, step: &Step) -> Next<W> {
        for &slot in &step.leave {
            if !self.leave(slot, &step.one_to_go) {
                return Next::Bad;
            }
        }
        for &slot in &step.last {
            // A node alone with one link to go is a dead end.
            if self.label(slot) == FIRST + slot && self.members(FIRST + slot).0 == 1 {
                self.clear(slot);
            }
        }
        Next::Open(self)
    }

    /// Whether both ends can still be reached.
    fn leave(&mut self, slot: u8, one_to_go: &[bool]) -> bool {
        let label = self.label(slot);
        if label == 0 {
            return true;
        }
        self.clear(slot);
        let (count, first) = self.members(label);
        if label < FIRST {
            return count > 0;
        }
        if count == 1 && one_to_go[usize::from(first)] {
            self.clear(first);
        } else if count > 0 && label == FIRST + slot {
            self.relabel(label, FIRST + first);
        }
        true
    }

    fn label(&self, slot: u8) -> u8 {
        (self.0[usize::from(slot >> 3)] >> shift(slot)) as u8
    }

    fn clear(&mut self, slot: u8) {
        self.0[usize::from(slot >> 3)] &= !(0xFF << shift(slot));
    }

    fn relabel(&mut self, from: u8, to: u8) {
        for word in &mut self.0 {
            *word ^= (matches(*word, from) >> 7) * u64::from(from ^ to);
        }
    }

    /// How many slots have the label, and the first of them.
    fn members(&self, label: u8) -> (u32, u8) {
        let (mut count, mut first) = (0, 0);
        for (at, &word) in self.0.iter().enumerate() {
            let found = matches(word, label);
            if count == 0 && found != 0 {
                first = at as u8 * 8 + (found.trailing_zeros() / 8) as u8;
            }
            count += found.count_ones();
        }
        (count, first)
    }
}

fn shift(slot: u8) -> u32 {
    u32::from(slot & 7) * 8
}

/// The highest bit of every byte that is `label`: the exact test for zero bytes (Warren: Hacker's Delight, 6-1).
fn matches(word: u64, label: u8) -> u64 {
    let differs = word ^ (LOW * u64::from(label));
    !(((differs & SEVEN) + SEVEN) | differs | SEVEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_one_by_one() {
        for label in 0..=255_u8 {
            let word = u64::from_le_bytes([label, 0, 1, label, 255, 128, 127, label]);
            let expected = word.to_le_bytes().map(|byte| if byte == label { 0x80 } else { 0 });
            assert_eq!(matches(word, label), u64::from_le_bytes(expected));
        }
    }

    fn entered(slots: &[u8]) -> State<2> {
        let mut state = State::EMPTY;
        slots.iter().for_each(|&slot| state.enter(slot, Mark::Inner));
        state
    }

    #[test]
    fn equal_partitions_are_equal_states() {
        let (mut one, mut two) = (entered(&[0, 3, 9, 12]), entered(&[0, 3, 9, 12]));
        for (slot, other) in [(12, 9), (3, 9)] {
            assert_eq!(one.join(slot, other), Some(()));
        }
        for (slot, other) in [(3, 12), (12, 9)] {
            assert_eq!(two.join(slot, other), Some(()));
        }
        assert!(one == two);
        assert!(one.leave(3, &[false; 16]));
        assert_eq!((one.label(9), one.label(12), one.label(0)), (FIRST + 9, FIRST + 9, FIRST));
    }

    #[test]
    fn ends_meet_or_are_lost() {
        let mut state = entered(&[0, 1]);
        state.enter(2, Mark::A);
        state.enter(3, Mark::B);
        assert_eq!(state.join(2, 0), Some(()));
        assert_eq!(state.join(3, 1), Some(()));
        assert_eq!(state.join(0, 1), None);
        assert!(state.leave(2, &[false; 16]));
        assert!(!state.leave(0, &[false; 16]));
    }
}
