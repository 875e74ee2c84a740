//! Bounds on the probability that enough of several alternatives fail, which share something.

use super::children::{Children, Part, apart, join, smallest_first};
use super::interval::{Interval, best, less_down, more_down, worst};
use super::pairs::{ALWAYS, NEVER, all_of, at_least_of, one_of};
use crate::availability::quantify::Pair;
use crate::order::sort_by;

/// The most children that are taken apart.
const APART_MAX: usize = 12;

/// P(at least `fails` of the children fail), two at least.
pub fn enough_fail(fails: usize, children: &mut Children<Interval>) -> Interval {
    let count = children.values.len();
    let frail = children.independent_by(|value| -value.best.down);
    let firm = children.independent_by(|value| value.worst.down);
    let mut low = first_fail(children.values, fails);
    if frail.len() >= fails {
        low = more_down(low, at_least_of(frail.len() - fails + 1, &best(&frail)));
    }
    let mut high = ordered_bound(children.values, fails);
    // When `fails` of all fail, at most those outside the chosen ones are spared.
    let firm_fails = (fails + firm.len()).saturating_sub(count);
    if firm_fails > 0 {
        high = less_down(high, at_least_of(firm.len() - firm_fails + 1, &worst(&firm)));
    }
    if count <= APART_MAX {
        let mut parts = children.parts();
        sort_by(&mut parts, |a, b| b.value.worst.down.total_cmp(&a.value.worst.down));
        high = less_down(high, shared_apart(children, count - fails + 1, &parts));
        low = more_down(low, common_causes(children.values, fails, &parts));
    }
    Interval { best: low, worst: high }
}

/// P(at least `fails` fail), however they depend on each other: leaving out the t likeliest, fails − t of the others
/// must fail, which is at most their expected number over fails − t (Markov); the best t counts (Rüger 1978).
pub fn ordered_bound(values: &[Interval], fails: usize) -> Pair {
    let downs = smallest_first(values.iter().map(|value| value.worst.down));
    let mut expected: f64 = downs[..downs.len() - fails].iter().map(|(down, _)| down).sum();
    let mut least = 1.0_f64;
    // From t = fails − 1 down to 0: one more of the likely ones is among the others each time.
    for (needed, (down, _)) in downs[downs.len() - fails..].iter().enumerate() {
        expected += down;
        least = least.min(expected / (needed + 1) as f64);
    }
    Pair { up: 1.0 - least, down: least }
}

/// P(at least `fails` fail) is at least P(the likeliest ones all do), which is at least the product.
fn first_fail(values: &[Interval], fails: usize) -> Pair {
    let likeliest = smallest_first(values.iter().map(|value| -value.best.down));
    one_of(likeliest.iter().take(fails).map(|(_, place)| values[*place as usize].best))
}

/// Each child fails by something it shares with others, or by something of its own. What is shared counts as if it
/// failed the gate alone; then what is their own must fail for enough of them, independently. The likeliest parts are
/// kept as their own first. By association P(either) ≤ 1 − (1 − P)(1 − P').
fn shared_apart(children: &mut Children<Interval>, least: usize, parts: &[Part<Interval>]) -> Pair {
    let count = children.values.len();
    let words = children.reach_of_child(0).len();
    children.count_work(parts.len() * count * (1 + words / 4));
    let mut rows = vec![0_u64; words * count];
    let mut own = vec![ALWAYS; count];
    let mut shared: Vec<u32> = Vec::new();
    let mut cause = ALWAYS;
    for part in parts {
        let reach = children.reach(part.node);
        let is_apart = |other: usize| other == part.child || apart(&rows[other * words..][..words], reach);
        if (0..count).all(is_apart) {
            join(&mut rows[part.child * words..][..words], reach);
            own[part.child] = all_of([own[part.child], part.value.worst].into_iter());
        } else if !shared.contains(&part.node) {
            shared.push(part.node);
            cause = all_of([cause, part.value.worst].into_iter());
        }
    }
    all_of([cause, at_least_of(least, &own)].into_iter())
}

/// Parts that several children need: each takes those children down together. By association P(all of them fail) is
/// at least the product over the likeliest such parts and the children left.
fn common_causes(values: &[Interval], fails: usize, parts: &[Part<Interval>]) -> Pair {
    let mut failed = vec![false; values.len()];
    let (mut left, mut low) = (fails, NEVER);
    for part in parts {
        let with: Vec<usize> = parts.iter().filter(|p| p.node == part.node).map(|p| p.child).collect();
        let fresh = with.iter().filter(|child| !failed[**child]);
        let alone: f64 = fresh.clone().map(|child| values[*child].best.down).product();
        if left > 0 && fresh.count() > 1 && part.value.best.down > alone {
            left = left.saturating_sub(with.iter().filter(|child| !failed[**child]).count());
            with.iter().for_each(|child| failed[*child] = true);
            low = one_of([low, part.value.best].into_iter());
        }
    }
    let others: Vec<Interval> = values.iter().zip(&failed).filter(|(_, failed)| !**failed).map(|(v, _)| *v).collect();
    if left <= others.len() { one_of([low, first_fail(&others, left)].into_iter()) } else { ALWAYS }
}
