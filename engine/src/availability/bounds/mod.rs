//! Bounds for systems that are too entangled for the diagram.

mod pairs;
mod circuit;
mod evaluate;
mod children;
mod interval;
mod some;
mod enough;
mod critical;
mod choice;
mod trail;
mod boxes;
mod cuts;
mod single;
mod wide;
mod tried;

pub use cuts::{CutLimits, CutList, probable_cut_sets};
pub use single::single_points;

use circuit::{Compiled, Purpose, compile};

use super::paths::gates;
use crate::structure::Structure;

/// Visits of nodes in about 0.3 seconds.
const WORK_STANDARD: u64 = 10_000_000;

/// How much work bounding may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundLimits {
    /// The most boxes, at least 1; each takes some 100 bytes.
    pub boxes_max: u64,
    /// The most visits of nodes, a measure of time that is the same on every machine.
    pub work_max: u64,
}

impl BoundLimits {
    /// About 0.3 seconds.
    pub fn standard() -> BoundLimits {
        BoundLimits { boxes_max: 400_000, work_max: WORK_STANDARD }
    }
}

/// Between which values the availability lies: in [up, up + unexplored].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// At least this is the availability.
    pub up: f64,
    /// At least this is the unavailability.
    pub down: f64,
    /// What is neither; the unavailability is at most `down + unexplored`.
    pub unexplored: f64,
    /// How many boxes were looked at; 0 where the likeliest decisions of a wide network were.
    pub boxes: u64,
}

/// How many decisions the paths of a network may take; with more, only the likeliest are made ([`wide`]).
const DECISIONS_MAX: usize = 200_000;

/// Bounds the availability of a structure.
pub fn bounds(structure: &Structure, limits: BoundLimits) -> Bounds {
    let Ok((nodes, top)) = gates(structure, DECISIONS_MAX) else { return wide::likeliest(structure) };
    match compile(&structure.events, (&nodes, top), Purpose::Probability) {
        Compiled::Constant(works) => {
            let up = f64::from(u8::from(works));
            Bounds { up, down: 1.0 - up, unexplored: 0.0, boxes: 1 }
        }
        Compiled::Circuit(circuit) => boxes::search(&circuit, limits),
    }
}
