//! Minimal cut sets: the smallest sets of failures that take the clients down. Found from the diagram (Rauzy 1993),
//! counted before they are listed, and listed best first.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::diagram::{Diagram, Edge, TooLarge};
use super::zero_suppressed::{Families, Family};

/// The minimal cut sets of a monotone function ("works"), as a family of levels.
pub fn minimal_cut_sets(diagram: &Diagram, works: Edge, families: &mut Families) -> Result<Family, TooLarge> {
    minimal(diagram, works, families, &mut BTreeMap::new())
}

fn minimal(
    diagram: &Diagram,
    works: Edge,
    families: &mut Families,
    memo: &mut BTreeMap<Edge, Family>,
) -> Result<Family, TooLarge> {
    if works == Edge::TRUE {
        return Ok(Family::EMPTY);
    }
    if works == Edge::FALSE {
        return Ok(Family::BASE);
    }
    if let Some(family) = memo.get(&works) {
        return Ok(*family);
    }
    let level = diagram.level(works);
    let (failed, working) = diagram.cofactors(works, level);
    let without = minimal(diagram, working, families, memo)?;
    let with = minimal(diagram, failed, families, memo)?;
    // A set that cuts even while this event is off does not need it.
    let with = families.without(with, without)?;
    let family = families.make(level, with, without)?;
    memo.insert(works, family);
    Ok(family)
}

/// The function "works" of the cut sets that have `level`: false where one of them fails whole.
pub fn works_without_cuts_of(
    diagram: &mut Diagram,
    families: &Families,
    family: Family,
    level: u32,
) -> Result<Edge, TooLarge> {
    works_of(diagram, families, (family, Some(level)), &mut BTreeMap::new())
}

/// `wanted` is the level the sets must still have, until it has been passed.
fn works_of(
    diagram: &mut Diagram,
    families: &Families,
    (family, wanted): (Family, Option<u32>),
    memo: &mut BTreeMap<(Family, bool), Edge>,
) -> Result<Edge, TooLarge> {
    let node = families.node(family);
    let missed = wanted.is_some_and(|level| node.level > level);
    if family == Family::EMPTY || missed {
        return Ok(Edge::TRUE);
    }
    if family == Family::BASE {
        return Ok(Edge::FALSE);
    }
    if let Some(edge) = memo.get(&(family, wanted.is_some())) {
        return Ok(*edge);
    }
    let is_wanted = wanted == Some(node.level);
    let with = works_of(diagram, families, (node.with, if is_wanted { None } else { wanted }), memo)?;
    let without = match is_wanted {
        true => Edge::TRUE,
        false => works_of(diagram, families, (node.without, wanted), memo)?,
    };
    let failed = diagram.and(with, without)?;
    let edge = diagram.make(node.level, failed, without)?;
    memo.insert((family, wanted.is_some()), edge);
    Ok(edge)
}

/// The most probable sets, most probable first; sets of equal probability in the order of their levels. `q` is the
/// unavailability at each level.
pub fn most_probable(families: &Families, family: Family, q: &[f64], count: usize) -> Vec<(Vec<u32>, f64)> {
    let best = best_products(families, q);
    let mut found: Vec<(Vec<u32>, f64)> = Vec::new();
    let mut open =
        BinaryHeap::from([Partial { bound: best[family.at()], product: 1.0, members: Vec::new(), rest: family }]);
    while let Some(partial) = open.pop() {
        if found.len() >= count {
            break;
        }
        let node = families.node(partial.rest);
        if partial.rest == Family::EMPTY {
            continue;
        }
        if partial.rest == Family::BASE {
            found.push((partial.members, partial.product));
            continue;
        }
        let mut members = partial.members.clone();
        members.push(node.level);
        let product = partial.product * q[node.level as usize];
        open.push(Partial { bound: product * best[node.with.at()], product, members, rest: node.with });
        if node.without != Family::EMPTY {
            let bound = partial.product * best[node.without.at()];
            open.push(Partial { bound, rest: node.without, ..partial });
        }
    }
    found
}

/// The largest product of a set, for every node.
fn best_products(families: &Families, q: &[f64]) -> Vec<f64> {
    let mut best = vec![0.0, 1.0];
    for node in &families.nodes()[2..] {
        best.push((q[node.level as usize] * best[node.with.at()]).max(best[node.without.at()]));
    }
    best
}

/// A set as far as it is chosen, and the best it can become.
struct Partial {
    bound: f64,
    product: f64,
    members: Vec<u32>,
    rest: Family,
}

impl Ord for Partial {
    fn cmp(&self, other: &Partial) -> Ordering {
        // Bounds are finite, so a total order is the order; of equals, smaller levels come out of the heap first.
        self.bound.total_cmp(&other.bound).then_with(|| other.members.cmp(&self.members))
    }
}

impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Partial) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Partial {
    fn eq(&self, other: &Partial) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Partial {}
