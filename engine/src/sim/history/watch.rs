//! Watching a history: what state everything is in, what was measured, when the clients were up and down. Nothing here
//! changes it; `history` does.

use std::sync::Arc;

use super::super::measured::Measured;
use super::History;
use crate::ids::Id;
use crate::structure::{EventSource, NodeIdx};
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
    /// A pool that requires more members than it has.
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

impl History {
    /// Whether the clients are up.
    pub fn system_is_up(&self) -> bool {
        !self.worlds[0].top_is_down()
    }

    /// The state of a component, pool or domain; `None` when there is none of this id.
    pub fn state(&self, id: &Id) -> Option<PartState> {
        let node = *self.structure.parts.get(id)?;
        if let Some(phase) = self.event_of.get(id).map(|event| self.events[*event as usize])
            && phase.down
        {
            return Some(PartState::Failed { by_hand: phase.by_hand });
        }
        if self.worlds[0].is_down(node) {
            return Some(self.blocked(node));
        }
        let some_members_down = self
            .is_pool
            .get(id)
            .is_some_and(|members| members.iter().any(|member| self.worlds[0].is_down(self.structure.parts[member])));
        let degraded = some_members_down || self.worlds[1].is_down(node);
        Some(if degraded { PartState::Degraded } else { PartState::Up })
    }

    /// The state of the clients.
    pub fn clients_state(&self) -> PartState {
        if !self.system_is_up() {
            self.blocked(self.structure.top)
        } else if self.worlds[1].top_is_down() {
            PartState::Degraded
        } else {
            PartState::Up
        }
    }

    fn blocked(&self, node: NodeIdx) -> PartState {
        match self.worlds[0].cause(node) {
            None => PartState::NeverWorks,
            Some(event) => match &self.structure.events[event as usize].source {
                EventSource::Component(id) | EventSource::Domain(id) | EventSource::CommonCause(id) => {
                    PartState::Blocked { by: id.clone() }
                }
            },
        }
    }

    pub(super) fn cause_now(&self) -> Option<Arc<str>> {
        let event = self.worlds[0].cause(self.structure.top)?;
        Some(self.names[event as usize].0.clone())
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
        let mut measured = Measured {
            span: self.now,
            down: self.down,
            degraded: self.degraded,
            outages: self.outages,
            availability: 1.0,
            ci95: self.batches.interval(self.outages),
            by_hand: self.by_hand,
            down_now: !self.system_is_up(),
        };
        measured.availability = 1.0 - measured.unavailability();
        measured
    }

    /// The share of the demand that could be served now, among the shares that are followed.
    pub(in crate::sim) fn served_now(&self) -> f64 {
        if self.system_is_up() {
            return 1.0;
        }
        let levels = self.shares.iter().zip(&self.worlds[2..]);
        levels.filter(|(_, world)| !world.top_is_down()).map(|(share, _)| *share).fold(0.0, f64::max)
    }

    /// Every thing that happened, a line each, up to the limit of the options:
    /// `<microseconds> <fails|repaired> <self|hand> <up|down> <name>`; up and down are the clients', after it.
    pub fn trace(&self) -> &str {
        &self.trace
    }
}
