//! The fields of the inspector: which a target has, what they hold now, and how a typed text changes the document.
//! Reading texts is in `parse`; changing the document in `set`.

mod parse;
mod rows;
mod set;

use nines_engine::topology::Topology;

use crate::target::Target;

pub use rows::{FieldRow, inspector};
pub use set::set_field;

/// A field that can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The document's title.
    Title,
    /// The document's notes.
    Notes,
    /// The promised share of time.
    SloAvailability,
    /// The window the promise is measured over.
    SloWindow,
    /// The clients' requests a second.
    ClientsRps,
    /// The name of a part.
    Name,
    /// What sort of thing a part is.
    Kind,
    /// Which way a part's failures are given: `never`, `times`, `availability` or `unavailability`.
    Mode,
    /// Mean time to failure.
    Mttf,
    /// Mean time to repair.
    Mttr,
    /// The share of time a part works.
    Availability,
    /// The share of time a part does not work.
    Unavailability,
    /// Cost units.
    Cost,
    /// Requests a second a component can serve.
    CapacityRps,
    /// How many members of a pool must work: a number or `demand`.
    Required,
    /// β, the share of members' failures that hits all at once.
    CommonCause,
    /// Whether a need is soft: `soft` or `hard`.
    Soft,
}

/// Why a field would refuse a text; the same words [`crate::Action::SetField`] refuses it with.
///
/// # Errors
/// One or two sentences that say what to write instead.
pub fn check_field(topology: &Topology, of: Option<&Target>, field: Field, text: &str) -> Result<(), String> {
    set_field(topology, of, field, text).map(|_| ()).map_err(|refusal| refusal.0)
}
