//! Watching a history: what state everything is in, what was measured, when the clients were up and down. Nothing here
//! changes it; `history` does.

use std::sync::Arc;

use super::super::measured::Measured;
use super::History;
use super::tally::Tally;
use crate::ids::Id;
use crate::structure::NodeIdx;
use crate::units::Ticks;

/// How a part is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It works.
    Up,
    /// It works with less than all: something used softly is down, or some members of a pool.
    Degraded,
    /// It has failed itself.
    Failed {
        /// Whether a person failed it.
        by_hand: bool,
    },
    /// It does not work because of another part.
    Blocked {
        /// A part that has failed; the common cause of a pool counts as the pool's.
        by: Id,
    },
    /// It does not work, and no part of it has failed: a pool that requires more members than it has, or a need that
    /// no cable leads to.
    NeverWorks,
}

/// A stretch of time in which the clients were all up or all down. It lasts until the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it begins.
    pub from: Ticks,
    /// Whether they are up.
    pub up: bool,
    /// What took them down: the event that happened last before they were.
    pub cause: Option<Arc<str>>,
}

/// What one year added up to.
pub(in crate::sim) struct Year<'a> {
    pub tally: &'a Tally,
    /// Failures and repairs lived through.
    pub happened: u64,
    /// An outage that began in the year has not ended.
    pub outage_is_on: bool,
}

impl History {
    /// Whether the clients are up.
    pub fn system_is_up(&self) -> bool {
        !self.world.is_down(self.model.graph.tops[0])
    }

    /// The state of a component, pool or domain; `None` when there is none of this id.
    pub fn state(&self, id: &Id) -> Option<PartState> {
        let [works, undegraded] = *self.model.parts.get(id)?;
        if let Some(phase) = self.model.by_hand.get(id).map(|event| self.phases[*event as usize])
            && phase.down
        {
            return Some(PartState::Failed { by_hand: phase.by_hand });
        }
        if self.world.is_down(works) {
            return Some(self.blocked(works));
        }
        let is_down = |member: &Id| self.world.is_down(self.model.parts[member][0]);
        let some_members_down = self.model.pools.get(id).is_some_and(|members| members.iter().any(is_down));
        let degraded = some_members_down || self.world.is_down(undegraded);
        Some(if degraded { PartState::Degraded } else { PartState::Up })
    }

    /// The state of the clients.
    pub fn clients_state(&self) -> PartState {
        let tops = &self.model.graph.tops;
        if !self.system_is_up() {
            self.blocked(tops[0])
        } else if self.world.is_down(tops[1]) {
            PartState::Degraded
        } else {
            PartState::Up
        }
    }

    fn blocked(&self, node: NodeIdx) -> PartState {
        let cause = self.world.cause(&self.model.graph, node);
        let part = cause.and_then(|event| self.model.events[event as usize].source.part().cloned());
        part.map_or(PartState::NeverWorks, |by| PartState::Blocked { by })
    }

    /// Grows with every change of any state; equal versions look the same.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When the clients were up and down, oldest first; at most 4096 stretches, the latest.
    pub fn tape(&self) -> impl DoubleEndedIterator<Item = &Stretch> + ExactSizeIterator {
        self.tape.iter()
    }

    /// What was measured since the start.
    pub fn measured(&self) -> Measured {
        self.tally.measured(self.now)
    }

    /// What was measured in a year that is over now.
    pub(in crate::sim) fn year(&mut self) -> Year<'_> {
        self.tally.pass(self.now);
        Year { tally: &self.tally, happened: self.happened, outage_is_on: self.tally.outage_began.is_some() }
    }

    /// The length of the outage that was on; when it is over, its whole length.
    pub(in crate::sim) fn since_outage_began(&self) -> Ticks {
        match self.tally.outage_began {
            Some(began) => self.now.since(began),
            None => self.tally.lengths().last().copied().unwrap_or(Ticks::ZERO),
        }
    }

    /// Every thing that happened, a line each, up to the limit of the options:
    /// `<microseconds> <fails|repaired> <self|hand> <up|down> <name>`; up and down are the clients', after it.
    pub fn trace(&self) -> &str {
        &self.trace
    }
}
