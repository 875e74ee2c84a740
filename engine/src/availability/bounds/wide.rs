//! Networks whose decisions are too many to be written down: the likeliest of them, what is left out taken once as
//! disconnected and once as connected. Both answers are exact, and the truth lies between them.
//!
//! As Hardy, Lucet and Limnios walk the frontier (IEEE Transactions on Reliability 56(3), 2007), with the least likely
//! states given up on the way. At high nines nearly everything works, so that few states carry nearly all the
//! probability, and what is given up is far less likely than an outage.
//!
//! Where even so the paths together are too much for one diagram, each is bounded alone and what needs them by
//! association: everything here works no less when more works, so that things are up together at least as often as if
//! they had nothing to do with each other, and down together likewise (Esary, Proschan, Walkup: Association of random
//! variables, with applications, Annals of Mathematical Statistics 38(5), 1967).

use super::Bounds;
use super::pairs::{ALWAYS, NEVER, all_of, at_least_of, one_of};
use crate::availability::diagram::TooLarge;
use crate::availability::paths::Paths;
use crate::availability::quantify::Pair;
use crate::availability::solve::solve_with;
use crate::order::Map;
use crate::structure::{Node, NodeIdx, Structure};

/// How many states of the frontier are looked at, of all paths together.
const STATES: usize = 100_000;

/// And where their diagram is too large, fewer.
const FEWER_STATES: [usize; 2] = [20_000, 4_000];

/// How large a diagram may become, in nodes.
const NODES_MAX: usize = 100_000;

/// How many nodes all diagrams may have where every path has its own.
const NODES_MAX_IN_ALL: usize = 400_000;

/// Between the availability of a node at worst and at best.
#[derive(Clone, Copy)]
struct Between {
    worst: Pair,
    best: Pair,
}

impl Between {
    const UNKNOWN: Between = Between { worst: NEVER, best: ALWAYS };

    fn bounds(self) -> Bounds {
        // Where the two are as good as equal, rounding may have swapped them.
        let unexplored = (self.worst.down - self.best.down).max(0.0);
        Bounds { up: self.worst.up, down: self.best.down, unexplored, boxes: 0 }
    }
}

/// Bounds the availability of a structure with a wide network.
pub fn likeliest(structure: &Structure) -> Bounds {
    let downs: Vec<f64> = apart(structure).iter().map(|pair| pair.down).collect();
    let Ok(many) = Paths::likeliest(structure, &downs, STATES) else { return Between::UNKNOWN.bounds() };
    let fewer = |states| between(structure, structure.top, &Paths::likeliest(structure, &downs, states)?, NODES_MAX);
    between(structure, structure.top, &many, NODES_MAX)
        .or_else(|TooLarge| fewer(FEWER_STATES[0]))
        .or_else(|TooLarge| fewer(FEWER_STATES[1]))
        .unwrap_or_else(|TooLarge| associated(structure, &many))
        .bounds()
}

/// Solves a structure with paths that are joined too seldom, and too often.
fn between(
    structure: &Structure,
    top: NodeIdx,
    [least, most]: &[Paths; 2],
    nodes_max: usize,
) -> Result<Between, TooLarge> {
    let pair = |paths: &Paths| solve_with((structure, top), paths, nodes_max).map(|solved| solved.pair(solved.top));
    Ok(Between { worst: pair(least)?, best: pair(most)? })
}

/// Each path alone, and the rest by association.
fn associated(structure: &Structure, paths: &[Paths; 2]) -> Between {
    let ends = paths[0].len();
    let mut known: Map<(u32, u32), Between> = Map::new();
    let mut found: Vec<Between> = Vec::with_capacity(structure.nodes.len());
    for (place, node) in structure.nodes.iter().enumerate() {
        let of_children = |of: &[NodeIdx]| -> Vec<Between> { of.iter().map(|child| found[child.at()]).collect() };
        found.push(match node {
            Node::Event(event) => {
                let pair = pair_of(structure, *event);
                Between { worst: pair, best: pair }
            }
            Node::All(of) => at_least(of.len(), of_children(of)),
            Node::AtLeast { least, of } => at_least(*least as usize, of_children(of)),
            Node::Path { from, to } => *known.entry((*from, *to)).or_insert_with(|| {
                between(structure, NodeIdx(place as u32), paths, NODES_MAX_IN_ALL / ends).unwrap_or(Between::UNKNOWN)
            }),
        });
    }
    found[structure.top.at()]
}

/// At least so many of these, which may have anything in common.
fn at_least(least: usize, mut of: Vec<Between>) -> Between {
    if least == 0 {
        return Between { worst: ALWAYS, best: ALWAYS };
    }
    if least > of.len() {
        return Between { worst: NEVER, best: NEVER };
    }
    // Enough are up when the `least` best ones are, and too few when one more than may be down are, the worst ones.
    let down_max = of.len() - least;
    crate::order::sort_by(&mut of, |one, two| one.worst.down.total_cmp(&two.worst.down));
    let worst = all_of(of[..least].iter().map(|between| between.worst));
    crate::order::sort_by(&mut of, |one, two| two.best.down.total_cmp(&one.best.down));
    let best = one_of(of[..=down_max].iter().map(|between| between.best));
    Between { worst, best }
}

fn pair_of(structure: &Structure, event: u32) -> Pair {
    let q = structure.events[event as usize].unavailability;
    Pair { up: 1.0 - q, down: q }
}

/// How likely every node works as if its children had nothing in common: a guide to which states are likely, no answer.
fn apart(structure: &Structure) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(structure.nodes.len());
    for node in &structure.nodes {
        let pair = match node {
            Node::Event(event) => pair_of(structure, *event),
            Node::All(of) => all_of(of.iter().map(|child| pairs[child.at()])),
            Node::AtLeast { least, of } => {
                let of: Vec<Pair> = of.iter().map(|child| pairs[child.at()]).collect();
                at_least_of(*least as usize, &of)
            }
            // No path leads through what needs another path.
            Node::Path { .. } => ALWAYS,
        };
        pairs.push(pair);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three things of two events each, some shared, against every combination.
    #[test]
    fn association_holds_whatever_is_shared() {
        let q = [0.3, 0.05, 0.6, 0.2];
        let things = [[0, 1], [1, 2], [0, 3], [0, 1]];
        let chance =
            |on: u32| -> f64 { (0..q.len()).map(|i| if on >> i & 1 == 1 { q[i] } else { 1.0 - q[i] }).product() };
        let exactly = |up: &dyn Fn(u32) -> bool| {
            let down: f64 = (0..16).filter(|on| !up(*on)).map(chance).sum();
            Pair { up: 1.0 - down, down }
        };
        let works = |thing: usize, on: u32| things[thing].iter().all(|event| on >> event & 1 == 0);
        for least in 0..=5 {
            let of = (0..things.len()).map(|thing| {
                let pair = exactly(&|on| works(thing, on));
                Between { worst: pair, best: pair }
            });
            let truth = exactly(&|on| (0..things.len()).filter(|thing| works(*thing, on)).count() >= least);
            let found = at_least(least, of.collect());
            let (low, high) = (found.best.down, found.worst.down);
            assert!(low <= truth.down + 1e-15 && truth.down <= high + 1e-15, "{least}: {low} {truth:?} {high}");
        }
    }
}
