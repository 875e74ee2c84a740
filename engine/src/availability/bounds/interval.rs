//! Bounds on the probability of a gate from bounds on its children's.
//!
//! Works and fails of the nodes of a monotone structure over independent events are associated (Esary, Proschan,
//! Walkup: Association of random variables, with applications, Ann. Math. Statist. 38, 1967), therefore
//! P(all work) ≥ ∏ P(works) and P(all fail) ≥ ∏ P(fails) whatever they share. The other two sides take children that
//! share nothing, as many as are found: P(all fail) ≤ P(those all fail), and P(some fail) ≥ P(some of those fail).
//! Where nothing is shared both sides are equal, and exact.

use super::evaluate::{Children, Rule};
use super::pairs::{ALWAYS, NEVER, all_of, at_least_of, one_of};
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

/// The rule of this file.
pub struct Bounding;

impl Rule for Bounding {
    type Value = Interval;

    fn leaf(&self, pair: Pair) -> Interval {
        Interval::exact(pair)
    }

    fn combine(&self, fails: usize, children: &mut Children<Interval>) -> Interval {
        let least = children.values.len() - fails + 1;
        let best = |values: &[Interval]| values.iter().map(|value| value.best).collect::<Vec<Pair>>();
        let worst = |values: &[Interval]| values.iter().map(|value| value.worst).collect::<Vec<Pair>>();
        if children.independent {
            let low = at_least_of(least, &best(children.values));
            let is_exact = children.values.iter().all(|value| value.best == value.worst);
            let high = if is_exact { low } else { at_least_of(least, &worst(children.values)) };
            return Interval { best: low, worst: high };
        }
        if fails == 1 {
            let apart = children.independent_by(|value| -value.best.down);
            let high = all_of(children.values.iter().map(|value| value.worst));
            return Interval { best: all_of(apart.iter().map(|value| value.best)), worst: high };
        }
        if least == 1 {
            let apart = children.independent_by(|value| value.worst.down);
            let low = one_of(children.values.iter().map(|value| value.best));
            let high = one_of(apart.iter().map(|value| value.worst));
            return Interval { best: low, worst: less_down(high, shared_apart(children, least)) };
        }
        let count = children.values.len();
        let frail = children.independent_by(|value| -value.best.down);
        let firm = children.independent_by(|value| value.worst.down);
        // When `fails` of all fail, at most those outside the chosen ones are spared.
        let firm_fails = (fails + firm.len()).saturating_sub(count);
        let mut high = ordered_bound(children.values, fails);
        if firm_fails > 0 {
            let chosen = at_least_of(firm.len() - firm_fails + 1, &worst(&firm));
            high = if chosen.down < high.down { chosen } else { high };
        }
        high = less_down(high, shared_apart(children, least));
        let mut low = first_fail(children.values, fails);
        if frail.len() >= fails {
            let chosen = at_least_of(frail.len() - fails + 1, &best(&frail));
            low = if chosen.down > low.down { chosen } else { low };
        }
        Interval { best: low, worst: high }
    }
}

/// P(at least `fails` fail), however they depend on each other: leaving out the t likeliest, fails − t of the others
/// must fail, which is at most their expected number over fails − t (Markov); the best t counts (Rüger 1978).
fn ordered_bound(values: &[Interval], fails: usize) -> Pair {
    let mut downs: Vec<f64> = values.iter().map(|value| value.worst.down).collect();
    downs.sort_unstable_by(f64::total_cmp);
    let mut expected: f64 = downs[..downs.len() - fails].iter().sum();
    let mut least = 1.0_f64;
    // From t = fails − 1 down to 0: one more of the likely ones is among the others each time.
    for (needed, down) in downs[downs.len() - fails..].iter().enumerate() {
        expected += down;
        least = least.min(expected / (needed + 1) as f64);
    }
    Pair { up: 1.0 - least, down: least }
}

/// P(at least `fails` fail) is at least P(the likeliest ones all do), which is at least the product.
fn first_fail(values: &[Interval], fails: usize) -> Pair {
    let mut downs: Vec<Pair> = values.iter().map(|value| value.best).collect();
    downs.sort_unstable_by(|a, b| b.down.total_cmp(&a.down));
    one_of(downs.into_iter().take(fails))
}

fn less_down(a: Pair, b: Pair) -> Pair {
    if gap(b, a) > 0.0 { b } else { a }
}

/// The most children that are taken apart.
const APART_MAX: usize = 12;

/// Each child fails by something it shares with others, or by something of its own. What is shared counts as if it
/// failed the gate alone; then what is their own must fail for enough of them, independently. The likeliest parts are
/// kept as their own first. By association P(either) ≤ 1 − (1 − P)(1 − P').
fn shared_apart(children: &Children<Interval>, least: usize) -> Pair {
    let count = children.values.len();
    if count > APART_MAX {
        return NEVER;
    }
    let mut parts = children.parts();
    parts.sort_by(|a, b| b.value.worst.down.total_cmp(&a.value.worst.down));
    let words = parts.first().map_or(0, |part| children.reach(part.node).len());
    let mut rows = vec![0_u64; words * count];
    let mut own = vec![ALWAYS; count];
    let mut shared: Vec<u32> = Vec::new();
    let mut cause = ALWAYS;
    for part in parts {
        let reach = children.reach(part.node);
        let is_apart = |other: usize| other == part.child || rows[other * words..][..words].iter().zip(reach).all(|(a, b)| a & b == 0);
        if (0..count).all(is_apart) {
            rows[part.child * words..][..words].iter_mut().zip(reach).for_each(|(a, b)| *a |= b);
            own[part.child] = all_of([own[part.child], part.value.worst].into_iter());
        } else if !shared.contains(&part.node) {
            shared.push(part.node);
            cause = all_of([cause, part.value.worst].into_iter());
        }
    }
    all_of([cause, at_least_of(least, &own)].into_iter())
}
