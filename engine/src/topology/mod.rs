//! The system as drawn: the ground state that everything else is derived from.
//!
//! [`Topology`] is plain data and may be wrong in ways only the whole shows (a need of nothing, a circle);
//! [`validate()`] finds all of that at once. [`edit`] changes it, and every change has an inverse.
//! How it is written to a file is [`crate::format`]'s matter; what it means for availability is
//! [`crate::structure`]'s.

mod model;
mod recovery;
mod capacity;
pub mod edit;
mod validate;
mod graph;
mod wiring;
mod names;
pub mod kept;

pub use graph::{NeedsOrder, circle_if_needed, dependents_of, needs_order};
pub use model::{
    Cable, Clients, Component, Domain, Extra, Json, Kind, Limits, Need, Part, PartRef, Pool, Position, Reliability,
    Required, Slo, Topology,
};
pub use recovery::{Change, Recovery, Shape, Shapes, Standby, StandbyLevel};
pub use validate::validate;
