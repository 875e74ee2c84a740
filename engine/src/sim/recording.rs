//! The outage tape: what happened in a history, bounded, with any moment of it within reach. The oldest is forgotten
//! first; every so often the state of everything is kept, so that a moment is found without replaying from the start.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::units::Ticks;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Ticks,
    /// To which event: a place in [`Recording::names`].
    pub event: u32,
    /// It failed, or else it was repaired.
    pub failed: bool,
    /// A person did it.
    pub by_hand: bool,
    /// Whether the clients were up after it.
    pub up: bool,
}

/// A moment of the tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Ticks,
    /// Whether the clients were up.
    pub up: bool,
    /// What had failed, in the order of the document.
    pub failed: Vec<Arc<str>>,
    /// How many entries of the tape lie before it.
    pub entry: usize,
}

/// A stretch of the tape in which the clients were down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When it began.
    pub from: Ticks,
    /// When it ended; `None` while it is on.
    pub to: Option<Ticks>,
    /// What began it.
    pub cause: Arc<str>,
    /// The entries from its beginning to its end.
    pub entries: std::ops::Range<usize>,
}

/// A tape.
#[derive(Clone, Debug)]
pub struct Recording {
    names: Vec<Arc<str>>,
    entries: VecDeque<Entry>,
    entries_max: usize,
    /// How many entries were forgotten.
    forgotten: u64,
    /// States before every [`KEY_EVERY`]th entry, by the entry's number since the start.
    keys: VecDeque<(u64, Key)>,
    /// The state after the last entry.
    now: Key,
    /// The time from which the tape is complete.
    from: Ticks,
}

#[derive(Clone, Debug)]
struct Key {
    at: Ticks,
    up: bool,
    failed: Vec<u64>,
}

/// Entries between kept states.
const KEY_EVERY: u64 = 256;

impl Recording {
    /// A tape of at most so many entries, of a history in which these events (by place) have failed so far.
    pub(super) fn new(names: Vec<Arc<str>>, failed: &[bool], up: bool, at: Ticks, entries_max: usize) -> Recording {
        let mut bits = vec![0_u64; names.len().div_ceil(64)];
        failed
            .iter()
            .enumerate()
            .filter(|(_, failed)| **failed)
            .for_each(|(event, _)| bits[event / 64] |= 1 << (event % 64));
        let now = Key { at, up, failed: bits };
        Recording {
            names,
            entries: VecDeque::new(),
            entries_max: entries_max.max(1),
            forgotten: 0,
            keys: VecDeque::new(),
            now,
            from: at,
        }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        let number = self.forgotten + self.entries.len() as u64;
        if self.keys.is_empty() || number.is_multiple_of(KEY_EVERY) {
            self.keys.push_back((number, self.now.clone()));
        }
        self.now.apply(&entry);
        self.entries.push_back(entry);
        if self.entries.len() > self.entries_max {
            self.forget();
        }
    }

    /// Whether the clients are up is known only after everything that follows from a change has happened.
    pub(super) fn settle(&mut self, up: bool) {
        self.now.up = up;
        if let Some(last) = self.entries.back_mut() {
            last.up = up;
        }
    }

    /// Forgets the oldest entry, and the kept state before it once another one is old enough.
    fn forget(&mut self) {
        let Some(oldest) = self.entries.pop_front() else { return };
        self.forgotten += 1;
        self.from = oldest.at;
        while self.keys.get(1).is_some_and(|(number, _)| *number <= self.forgotten) {
            self.keys.pop_front();
        }
        if let Some((number, key)) = self.keys.front_mut()
            && *number < self.forgotten
        {
            // What was forgotten has happened all the same.
            key.apply(&oldest);
            *number += 1;
        }
    }

    /// What happened, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The names of events.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// The first moment that can be sought.
    pub fn begins(&self) -> Ticks {
        self.from
    }

    /// The state just after everything that happened up to and including a time; the first known state for an earlier
    /// one.
    pub fn seek(&self, at: Ticks) -> Moment {
        let at = at.max(self.from);
        let entry = self.entries.partition_point(|entry| entry.at <= at);
        let number = self.forgotten + entry as u64;
        let after = self.keys.partition_point(|(key, _)| *key <= number);
        let (mut from, mut state) = match after.checked_sub(1).and_then(|place| self.keys.get(place)) {
            Some((key, state)) => (*key, state.clone()),
            None => (number, self.now.clone()),
        };
        while from < number {
            if let Some(entry) = self.entries.get((from - self.forgotten) as usize) {
                state.apply(entry);
            }
            from += 1;
        }
        let is_on = |event: &usize| state.failed[event / 64] >> (event % 64) & 1 == 1;
        let failed = (0..self.names.len()).filter(is_on).map(|event| self.names[event].clone()).collect();
        Moment { at, up: state.up, failed, entry }
    }

    /// The outages that begin on the tape, oldest first.
    pub fn outages(&self) -> Vec<Outage> {
        let mut outages: Vec<Outage> = Vec::new();
        let mut up = self.keys.front().is_none_or(|(_, key)| key.up);
        for (place, entry) in self.entries.iter().enumerate() {
            if up && !entry.up {
                let cause = self.names[entry.event as usize].clone();
                outages.push(Outage { from: entry.at, to: None, cause, entries: place..place + 1 });
            } else if let Some(last) = outages.last_mut().filter(|last| last.to.is_none()) {
                last.entries.end = place + 1;
                last.to = entry.up.then_some(entry.at);
            }
            up = entry.up;
        }
        outages
    }
}

impl Key {
    fn apply(&mut self, entry: &Entry) {
        let (word, bit) = (entry.event as usize / 64, 1_u64 << (entry.event % 64));
        if entry.failed {
            self.failed[word] |= bit;
        } else {
            self.failed[word] &= !bit;
        }
        self.at = entry.at;
        self.up = entry.up;
    }
}
