//! What a history adds up: how long the clients were down, degraded, by whose doing, in which phase. Time is added only
//! when something that is counted changes; until then it is the same state for longer.

use super::super::measured::{Batches, Measured};
use crate::order::Map;
use crate::units::Ticks;

/// What an outage is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutagePhase {
    /// A failure has not been noticed yet.
    Detect,
    /// A spare is taking over.
    Switch,
    /// A person has to change over.
    Manual,
    /// Something that has failed is being repaired, or waits for it.
    Repair,
    /// A bad change is being rolled back.
    Rollback,
}

impl OutagePhase {
    /// All of them, in the order of answers.
    pub const ALL: [OutagePhase; 5] =
        [OutagePhase::Detect, OutagePhase::Switch, OutagePhase::Manual, OutagePhase::Repair, OutagePhase::Rollback];

    /// The word answers use.
    pub fn word(self) -> &'static str {
        match self {
            OutagePhase::Detect => "detect",
            OutagePhase::Switch => "switch",
            OutagePhase::Manual => "manual",
            OutagePhase::Repair => "repair",
            OutagePhase::Rollback => "rollback",
        }
    }
}

/// How the clients are doing, as far as it is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapshot {
    pub up: bool,
    pub degraded: bool,
    /// The share of the demand that is not served, in parts of [`PART`].
    pub unserved: u32,
    /// Of an outage: what it is spent on now.
    pub phase: OutagePhase,
    /// Of an outage: the event that began it; `None` for what never works.
    pub cause: Option<u32>,
    /// A fault made by hand is on.
    pub by_hand: bool,
}

/// Shares are counted in whole parts of this, so that sums are exact.
pub const PART: u32 = 1 << 20;

/// Sums since measuring began.
#[derive(Clone, Debug)]
pub struct Tally {
    pub began: Ticks,
    since: Ticks,
    pub snapshot: Snapshot,
    pub down: Ticks,
    pub by_hand: Ticks,
    pub degraded: Ticks,
    pub unserved: u128,
    pub phases: [Ticks; 5],
    pub causes: Map<Option<u32>, Ticks>,
    pub outages: u64,
    /// When the outage that is on began; `None` when it was on from the start.
    pub outage_began: Option<Ticks>,
    details: Details,
}

/// What is kept beside the sums.
#[derive(Clone, Debug)]
enum Details {
    /// Of a history that is watched: downtime in batches, for an interval.
    Batches(Batches),
    /// Of a study, which has its years for that: how long outages were that began and ended, in their order.
    Lengths(Vec<Ticks>),
}

impl Tally {
    /// Measuring begins, for who watches.
    pub fn watched(at: Ticks, snapshot: Snapshot) -> Tally {
        Tally::begin(at, snapshot, Details::Batches(Batches::default()))
    }

    /// Measuring begins, for a study.
    pub fn studied(at: Ticks, snapshot: Snapshot) -> Tally {
        Tally::begin(at, snapshot, Details::Lengths(Vec::new()))
    }

    fn begin(at: Ticks, snapshot: Snapshot, details: Details) -> Tally {
        Tally {
            began: at,
            since: at,
            snapshot,
            down: Ticks::ZERO,
            by_hand: Ticks::ZERO,
            degraded: Ticks::ZERO,
            unserved: 0,
            phases: [Ticks::ZERO; 5],
            causes: Map::new(),
            outages: 0,
            outage_began: None,
            details,
        }
    }

    /// Things are different from now on.
    pub fn turn(&mut self, now: Ticks, snapshot: Snapshot) {
        self.pass(now);
        if self.snapshot.up && !snapshot.up {
            self.outages += 1;
            self.outage_began = Some(now);
        } else if !self.snapshot.up
            && snapshot.up
            && let Some(began) = self.outage_began.take()
        {
            match &mut self.details {
                // What fails and is repaired in one instant was no outage.
                _ if began == now => self.outages -= 1,
                Details::Lengths(lengths) => lengths.push(now.since(began)),
                Details::Batches(_) => {}
            }
        }
        self.snapshot = snapshot;
    }

    /// Adds the time up to now to what it was.
    pub fn pass(&mut self, now: Ticks) {
        let span = now.since(self.since);
        if span == Ticks::ZERO {
            return;
        }
        self.since = now;
        let was = self.snapshot;
        let add = |sum: &mut Ticks| *sum = sum.after(span);
        if !was.up {
            add(&mut self.down);
            add(&mut self.phases[was.phase as usize]);
            add(self.causes.entry(was.cause).or_default());
            self.unserved += u128::from(span.0) * u128::from(was.unserved);
            if was.by_hand {
                add(&mut self.by_hand);
            }
        } else if was.degraded {
            add(&mut self.degraded);
        }
        if let Details::Batches(batches) = &mut self.details {
            batches.pass(span, !was.up);
        }
    }

    /// How long the outages of a study were, in their order; of a history that is watched it is not kept.
    pub fn lengths(&self) -> &[Ticks] {
        match &self.details {
            Details::Lengths(lengths) => lengths,
            Details::Batches(_) => &[],
        }
    }

    /// What was measured until now.
    pub fn measured(&self, now: Ticks) -> Measured {
        let mut until = self.clone();
        until.pass(now);
        let mut measured = Measured {
            span: now.since(self.began),
            down: until.down,
            degraded: until.degraded,
            outages: until.outages,
            availability: 1.0,
            ci95: match &until.details {
                Details::Batches(batches) => batches.interval(until.outages),
                Details::Lengths(_) => None,
            },
            by_hand: until.by_hand,
            down_now: !until.snapshot.up,
        };
        measured.availability = 1.0 - measured.unavailability();
        measured
    }
}
