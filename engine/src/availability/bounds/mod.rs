//! Bounds for systems that are too entangled for the diagram.

mod pairs;
mod circuit;
mod evaluate;
mod interval;
mod critical;
mod choice;
mod boxes;

use circuit::{Compiled, Purpose, compile};

use crate::structure::Structure;

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
        BoundLimits { boxes_max: 400_000, work_max: 100_000_000 }
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
    /// How many boxes were looked at.
    pub boxes: u64,
}

/// Bounds the availability of a structure.
pub fn bounds(structure: &Structure, limits: BoundLimits) -> Bounds {
    match compile(structure, Purpose::Probability) {
        Compiled::Constant(works) => {
            let up = f64::from(u8::from(works));
            Bounds { up, down: 1.0 - up, unexplored: 0.0, boxes: 1 }
        }
        Compiled::Circuit(circuit) => boxes::search(&circuit, limits),
    }
}
