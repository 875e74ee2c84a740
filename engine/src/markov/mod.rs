//! Long-run answers about groups whose parts depend on each other: repair crews, standby, imperfect coverage. Small
//! continuous-time Markov chains, generated from rules and solved directly.
//!
//! [`stationary`] solves any chain. [`Lumped`] is a pool of equal members, a state for every count of failures.
//! [`Explicit`] follows every member by name, with what else can block it. What the answers mean in a diagram is
//! [`crate::structure`]'s matter.

mod stationary;
mod lumped;
mod explicit;
mod joint;
mod moves;
mod outside;

pub use explicit::{Atom, Explicit, ExplicitPool, Member, Spares};
pub use joint::Down;
pub(crate) use joint::{Asked, Joint};
pub use lumped::{Counted, Lumped, LumpedPool};
pub(crate) use moves::{Phase, State};
pub use stationary::{Chain, Work, stationary};

/// What happens when a member fails and the pool has to change over, for chains: times in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changeover {
    /// That it works by itself.
    pub coverage: f64,
    /// How long it then takes, on average: detection and switching together.
    pub covered_hours: f64,
    /// How long it takes when a person has to do it.
    pub manual_hours: f64,
}

impl Changeover {
    /// At once and always.
    pub const INSTANT: Changeover = Changeover { coverage: 1.0, covered_hours: 0.0, manual_hours: 0.0 };

    /// The ways a change-over can go that take any time: probability and mean hours. What is left goes at once.
    pub fn ways(&self) -> [(f64, f64); 2] {
        [(self.coverage, self.covered_hours), (1.0 - self.coverage, self.manual_hours)]
            .map(|(probability, hours)| if hours > 0.0 { (probability, hours) } else { (0.0, 1.0) })
    }

    /// As bits, to be compared and ordered by.
    fn key(&self) -> [u64; 3] {
        [self.coverage, self.covered_hours, self.manual_hours].map(f64::to_bits)
    }

    /// That it goes at once.
    fn instant(&self) -> f64 {
        let covered = if self.covered_hours > 0.0 { 0.0 } else { self.coverage };
        covered + if self.manual_hours > 0.0 { 0.0 } else { 1.0 - self.coverage }
    }
}
