//! Lowering a topology to "works if …": independent basic events under all-of and at-least-k-of gates, keeping the
//! way back to the parts. The exact answer and the simulation both start from this; brute-force enumeration does
//! not, so that it stays a second opinion.

mod lower;
mod capacity;

use std::collections::BTreeMap;

pub use capacity::shares_below_one;
pub use lower::{Lowering, lower};

use crate::ids::Id;

/// Something that fails and is repaired independently of everything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What fails.
    pub source: EventSource,
    /// How answers name it: the part's id, or `app/common-cause` for a pool's event.
    pub name: String,
    /// Long-run share of time it is down.
    pub unavailability: f64,
    /// Mean time to failure in hours: infinite when it never fails, 0 when it never works.
    pub mttf_hours: f64,
    /// Mean time to repair in hours.
    pub mttr_hours: f64,
}

/// What a basic event is the failure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventSource {
    /// A component, by itself.
    Component(Id),
    /// A domain, with everything in it.
    Domain(Id),
    /// All members of a pool, for one common reason.
    CommonCause(Id),
}

/// The place of a node in [`Structure::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeIdx(pub u32);

impl NodeIdx {
    /// As an index.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// When something works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// While this event (an index of [`Structure::events`]) is not on.
    Event(u32),
    /// While all of these work; always, when there are none.
    All(Vec<NodeIdx>),
    /// While at least `least` of these work.
    AtLeast {
        /// How many must.
        least: u32,
        /// Of which.
        of: Vec<NodeIdx>,
    },
}

/// A topology as a monotone function of independent events.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// The basic events, in document order: domains, components, pools.
    pub events: Vec<Event>,
    /// The function; every node comes after the nodes it names.
    pub nodes: Vec<Node>,
    /// The node of the clients: whether the system is up.
    pub top: NodeIdx,
    /// The node of every part.
    pub parts: BTreeMap<Id, NodeIdx>,
}
