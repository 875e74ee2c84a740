//! Bounds on the probability that some of several things fail, which share something.
//!
//! Upper: 1 − ∏ (1 − P), by association. Lower: one after the other, each adds what it fails alone and none before it
//! does (after Bonferroni 1936; Kounias: Bounds for the probability of a union, Ann. Math. Statist. 39, 1968), or
//! exactly, for those that share nothing with each other.

use super::children::{Children, Inside, apart, join};
use super::enough::ordered_bound;
use super::interval::{Interval, more_down, worst};
use super::pairs::{all_of, at_least_of};
use crate::availability::quantify::Pair;

/// The most of those before that one may share something with, to be counted.
const SHARING_MAX: usize = 64;

/// Above this the complement loses too many digits to be taken.
const LIKELY: f64 = 0.5;

/// P(some of the children fail).
pub fn some_fail(children: &mut Children<Interval>) -> Interval {
    let high = all_of(children.values.iter().map(|value| value.worst));
    let apart = children.independent_by(|value| -value.best.down);
    let low = all_of(apart.iter().map(|value| value.best));
    let low = if high.down < LIKELY { more_down(low, one_by_one(children)) } else { low };
    Interval { best: low, worst: high }
}

/// P(i fails and none before) ≥ P(i)·P(none of those apart from it) − Σ P(i and j) over those it shares something
/// with. One that would add nothing is left out altogether.
fn one_by_one(children: &mut Children<Interval>) -> Pair {
    let words = children.reach_of_child(0).len();
    let mut earlier = Earlier::new(words * 64, children.values.len());
    let (mut down, mut none) = (0.0, 1.0);
    for i in children.order_by(|value| -value.best.down) {
        let Some(sharing) = earlier.sharing(children.reach_of_child(i), i) else { continue };
        let inside = children.inside(i);
        let mut more = children.values[i].best.down * none;
        for j in sharing {
            children.count_work(4 + inside.open.len() * (2 + words / 4));
            more -= both_fail(children, (i, &inside), j as usize);
            if more <= 0.0 {
                break;
            }
        }
        if more > 0.0 {
            down += more;
            none *= children.values[i].worst.up;
            earlier.add(children.reach_of_child(i), i);
        }
    }
    Pair { up: 1.0 - down, down }
}

/// P(i and j fail): one fails, and what the other has apart from it fails as far as needed when all that they share
/// has failed.
fn both_fail(children: &Children<Interval>, (i, inside): (usize, &Inside<Interval>), j: usize) -> f64 {
    let one = children.values[j].worst.down * given(children, inside, children.reach_of_child(j));
    let other = children.values[i].worst.down * given(children, &children.inside(j), children.reach_of_child(i));
    one.min(other)
}

/// P(a gate fails) when what it shares with `row` has failed.
fn given(children: &Children<Interval>, inside: &Inside<Interval>, row: &[u64]) -> f64 {
    if inside.is_within(row) {
        return 1.0;
    }
    let mut rest: Vec<Interval> = Vec::with_capacity(inside.open.len());
    let mut taken = vec![0; row.len()];
    let mut independent = true;
    for (node, value) in &inside.open {
        let reach = children.reach(*node);
        if apart(reach, row) {
            independent &= apart(&taken, reach);
            join(&mut taken, reach);
            rest.push(*value);
        }
    }
    let fails = inside.fails.saturating_sub(inside.open.len() - rest.len());
    if fails == 0 {
        1.0
    } else if fails > rest.len() {
        0.0
    } else if independent {
        at_least_of(rest.len() - fails + 1, &worst(&rest)).down
    } else {
        ordered_bound(&rest, fails).down
    }
}

/// Which of the things before share something with another one: a list for each bit of the rows.
struct Earlier {
    first: Vec<u32>,
    /// A thing, and the place of the next one of the same bit.
    links: Vec<(u32, u32)>,
    /// The thing for which each was met last.
    met_for: Vec<u32>,
}

const NO_LINK: u32 = u32::MAX;

impl Earlier {
    fn new(bits: usize, things: usize) -> Earlier {
        Earlier { first: vec![NO_LINK; bits], links: Vec::new(), met_for: vec![NO_LINK; things] }
    }

    fn add(&mut self, row: &[u64], thing: usize) {
        for bit in bits(row) {
            self.links.push((thing as u32, self.first[bit]));
            self.first[bit] = self.links.len() as u32 - 1;
        }
    }

    /// Those that share something with this row; `None` when there are too many.
    fn sharing(&mut self, row: &[u64], thing: usize) -> Option<Vec<u32>> {
        let mut sharing = Vec::new();
        for bit in bits(row) {
            let mut link = self.first[bit];
            while link != NO_LINK {
                let (other, next) = self.links[link as usize];
                if std::mem::replace(&mut self.met_for[other as usize], thing as u32) != thing as u32 {
                    sharing.push(other);
                    if sharing.len() > SHARING_MAX {
                        return None;
                    }
                }
                link = next;
            }
        }
        Some(sharing)
    }
}

fn bits(row: &[u64]) -> impl Iterator<Item = usize> {
    row.iter().enumerate().flat_map(|(at, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            rest &= rest.wrapping_sub(1);
            (bit < 64).then_some(at * 64 + bit)
        })
    })
}
