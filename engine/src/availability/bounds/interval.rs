//! Bounds on the probability of a gate from bounds on its children's.
//!
//! Where children share nothing both ends are equal, and exact. Otherwise works and fails of the nodes of a monotone
//! structure over independent events are associated (Esary, Proschan, Walkup: Association of random variables, with
//! applications, Ann. Math. Statist. 38, 1967): P(all work) ≥ ∏ P(works) and P(all fail) ≥ ∏ P(fails) whatever they
//! share. For the other sides see `some` and `enough`.

use super::children::Children;
use super::enough::enough_fail;
use super::evaluate::Rule;
use super::pairs::at_least_of;
use super::some::some_fail;
use crate::availability::quantify::Pair;

/// Between which probabilities a node works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The smallest unavailability, with its complement.
    pub best: Pair,
    /// The largest unavailability, with its complement.
    pub worst: Pair,
}

impl Interval {
    /// Both ends at one place.
    pub fn exact(pair: Pair) -> Interval {
        Interval { best: pair, worst: pair }
    }

    /// How far the ends are apart, from the side that keeps more digits.
    pub fn gap(&self) -> f64 {
        gap(self.best, self.worst)
    }
}

/// How much less `best` is down than `worst`.
pub fn gap(best: Pair, worst: Pair) -> f64 {
    let gap = if worst.down <= 0.5 { worst.down - best.down } else { best.up - worst.up };
    gap.max(0.0)
}

/// The one that is less down.
pub fn less_down(a: Pair, b: Pair) -> Pair {
    if gap(b, a) > 0.0 { b } else { a }
}

/// The other one.
pub fn more_down(a: Pair, b: Pair) -> Pair {
    if gap(a, b) > 0.0 { b } else { a }
}

/// The rule of this file.
pub struct Bounding;

impl Rule for Bounding {
    type Value = Interval;

    fn leaf(&self, pair: Pair) -> Interval {
        Interval::exact(pair)
    }

    fn combine(&self, fails: usize, children: &mut Children<Interval>) -> Interval {
        if children.independent {
            let least = children.values.len() - fails + 1;
            let low = at_least_of(least, &best(children.values));
            let is_exact = children.values.iter().all(|value| value.best == value.worst);
            return Interval {
                best: low,
                worst: if is_exact { low } else { at_least_of(least, &worst(children.values)) },
            };
        }
        if fails == 1 { some_fail(children) } else { enough_fail(fails, children) }
    }
}

/// The lower ends.
pub fn best(values: &[Interval]) -> Vec<Pair> {
    values.iter().map(|value| value.best).collect()
}

/// The upper ends.
pub fn worst(values: &[Interval]) -> Vec<Pair> {
    values.iter().map(|value| value.worst).collect()
}
