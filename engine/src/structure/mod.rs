//! Lowering a topology to "works if …": independent basic events under all-of and at-least-k-of gates and paths of
//! cables, keeping the way back to the parts. The exact answer and the simulation both start from this; brute-force
//! enumeration does not, so that it stays a second opinion.
//!
//! Two lowerings differ in pools whose members depend on each other (standby, crews, coverage). To be *lived through*,
//! members are events and the pool has one more, its change-over, which the simulation turns on and off. To be *solved*,
//! the pool's Markov chain is solved first and its long run enters as events of its own (see `modules`).

mod events;
mod lower;
mod chains;
mod modules;
mod approximate;
mod counts;
mod alike;
mod outside;
mod situations;
mod together;
mod needed;
mod reached;
mod uses;
mod cables;
mod capacity;

pub use cables::Cabling;
pub use capacity::shares_below_one;
pub(crate) use chains::Chains;
pub(crate) use lower::lower_valid;
pub use lower::{Dependent, Lowering, lower};
pub use modules::{After, Module, Rank};
pub use together::Pair;

use std::borrow::Cow;

use crate::diag::Diagnostic;
use crate::ids::Id;
use crate::order::Map;
use crate::topology::{Shapes, Topology};
use crate::units::HOURS_PER_YEAR;

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

impl Event {
    /// How often it fails in the long run, per year: unavailability over mean time to repair (as many failures end
    /// as begin). 0 for what never fails, for what never works, and for events of a module, which has its own flows.
    pub fn failures_per_year(&self) -> f64 {
        self.failures_per_hour() * HOURS_PER_YEAR
    }

    fn failures_per_hour(&self) -> f64 {
        if self.unavailability >= 1.0 || self.source.is_of_module() {
            return 0.0;
        }
        self.unavailability / self.mttr_hours
    }
}

/// What a basic event is the failure of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventSource {
    /// A component, by itself.
    Component(Id),
    /// A domain, with everything in it.
    Domain(Id),
    /// All members of a pool, for one common reason.
    CommonCause(Id),
    /// A change to a component or pool that went wrong.
    Change(Id),
    /// The cable at this place of the document.
    Cable(usize),
    /// A pool is changing over, by itself or by hand.
    Failover(Id),
    /// Too few members of a pool work, as far as they depend on each other.
    Members(Id),
    /// Pools that react to the same things outside are down together.
    Together(Vec<Id>),
}

impl EventSource {
    /// The part it belongs to, or the first of them; `None` for a cable.
    pub fn part(&self) -> Option<&Id> {
        self.parts().first()
    }

    /// The parts it belongs to.
    pub fn parts(&self) -> &[Id] {
        match self {
            EventSource::Component(id)
            | EventSource::Domain(id)
            | EventSource::CommonCause(id)
            | EventSource::Change(id)
            | EventSource::Failover(id)
            | EventSource::Members(id) => std::slice::from_ref(id),
            EventSource::Together(ids) => ids,
            EventSource::Cable(_) => &[],
        }
    }

    /// How the times of what fails are distributed: as its part says, and exponentially where no part says anything.
    pub(crate) fn shapes(&self, topology: &Topology) -> Shapes {
        let of_part = |id: &Id| topology.components.iter().find(|c| c.id == *id).map(|c| c.shapes);
        let shapes = match self {
            EventSource::Component(id) => of_part(id),
            EventSource::Domain(id) => topology.domains.iter().find(|d| d.id == *id).map(|d| d.shapes),
            EventSource::Cable(place) => Some(topology.cables[*place].shapes),
            _ => None,
        };
        shapes.unwrap_or_default()
    }

    /// Whether its probability comes out of a pool's chain.
    pub fn is_of_module(&self) -> bool {
        matches!(self, EventSource::Failover(_) | EventSource::Members(_) | EventSource::Together(_))
    }
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
    /// While the two vertices of the cabling ([`Structure::cabling`]) are joined by cables that work, through switches
    /// and routers that work.
    Path {
        /// One end.
        from: u32,
        /// The other.
        to: u32,
    },
}

/// A topology as a monotone function of independent events.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// The basic events: domains, components, pools, cables, in document order; then those of modules.
    pub events: Vec<Event>,
    /// How many of the events are not a module's: they have the same places in every lowering of a topology.
    pub independent: usize,
    /// The function; every node comes after the nodes it names.
    pub nodes: Vec<Node>,
    /// The node of the clients: whether the system is up.
    pub top: NodeIdx,
    /// The node of every part.
    pub parts: Map<Id, NodeIdx>,
    /// The network, when the document has cables.
    pub cabling: Cabling,
    /// Pools that were solved as chains.
    pub modules: Vec<Module>,
    /// Those of them that were solved two by two.
    pub pairs: Vec<Pair>,
    /// Pools whose members depend on each other, to be lived through.
    pub groups: Vec<Group>,
    /// What was approximated, and why.
    pub findings: Vec<Diagnostic>,
}

/// What an exact answer about this topology would approximate, and why; nothing for one with errors.
pub fn approximations(topology: &Topology) -> Vec<Diagnostic> {
    // Only pools whose members depend on each other are ever approximated.
    if !topology.pools.iter().any(|pool| pool.is_dependent()) {
        return Vec::new();
    }
    lower(topology, Lowering::UP).map_or(Vec::new(), |structure| structure.findings)
}

/// A pool whose members depend on each other, as the simulation follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The pool.
    pub pool: Id,
    /// Its members.
    pub members: Vec<GroupMember>,
    /// The event that it is changing over.
    pub changeover: u32,
}

/// A member of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// Its own failure; `None` for a pool in the pool.
    pub event: Option<u32>,
    /// Whether it is available.
    pub available: NodeIdx,
    /// Whether nothing but its own failure keeps it from being available.
    pub free: NodeIdx,
}

impl Structure {
    /// The nodes a node depends on directly.
    pub fn children<'a>(&self, node: &'a Node) -> Cow<'a, [NodeIdx]> {
        match node {
            Node::Event(_) => Cow::Borrowed(&[]),
            Node::All(of) | Node::AtLeast { of, .. } => Cow::Borrowed(of),
            Node::Path { .. } => Cow::Owned(self.cabling.elements()),
        }
    }
}
