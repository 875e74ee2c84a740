//! Minimal cut sets: the smallest sets of failures that take the clients down. Found from the diagram (Rauzy: New
//! algorithms for fault trees analysis, Reliability Engineering & System Safety 40(3), 1993), counted before they are
//! listed, and listed best first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::diagram::{Diagram, Edge, TooLarge};
use super::zero_suppressed::{Families, Family};
use crate::order::Total;

/// The minimal cut sets of a monotone function ("works"), as a family of levels.
pub fn minimal_cut_sets(diagram: &Diagram, works: Edge, families: &mut Families) -> Result<Family, TooLarge> {
    minimal(diagram, works, families, &mut vec![[None; 2]; diagram.nodes().len()])
}

fn minimal(
    diagram: &Diagram,
    works: Edge,
    families: &mut Families,
    memo: &mut [[Option<Family>; 2]],
) -> Result<Family, TooLarge> {
    if works == Edge::TRUE {
        return Ok(Family::EMPTY);
    }
    if works == Edge::FALSE {
        return Ok(Family::BASE);
    }
    if let Some(family) = memo[works.node()][usize::from(works.is_complemented())] {
        return Ok(family);
    }
    let level = diagram.level(works);
    let (failed, working) = diagram.cofactors(works, level);
    let without = minimal(diagram, working, families, memo)?;
    let with = minimal(diagram, failed, families, memo)?;
    // A set that cuts even while this event is off does not need it.
    let with = families.without(with, without)?;
    let family = families.make(level, with, without)?;
    memo[works.node()][usize::from(works.is_complemented())] = Some(family);
    Ok(family)
}

/// Cut sets on their way back into diagrams, with what was found on the way.
pub struct CutsOf<'a> {
    /// The families they are in.
    families: &'a Families,
    /// By family, the function "no set of it is on", as far as known.
    union: Vec<Option<Edge>>,
    /// By family, the function "no set of it with this level's event is on" and the level that was asked about last.
    with_level: Vec<Option<(u32, Edge)>>,
}

impl<'a> CutsOf<'a> {
    /// Nothing is known yet of what is in these families.
    pub fn of(families: &'a Families) -> CutsOf<'a> {
        let len = families.nodes().len();
        CutsOf { families, union: vec![None; len], with_level: vec![None; len] }
    }
}

/// The function "no cut set with the event of `level` is on".
pub fn works_without_cuts_of(
    diagram: &mut Diagram,
    cuts: &mut CutsOf,
    family: Family,
    level: u32,
) -> Result<Edge, TooLarge> {
    let node = cuts.families.node(family);
    if node.level > level {
        // The terminals are below all levels: no set here has the event.
        return Ok(Edge::TRUE);
    }
    if node.level == level {
        let failed = union(diagram, cuts, node.with)?;
        return diagram.make(level, failed, Edge::TRUE);
    }
    if let Some((of, edge)) = cuts.with_level[family.at()]
        && of == level
    {
        return Ok(edge);
    }
    let with = works_without_cuts_of(diagram, cuts, node.with, level)?;
    let without = works_without_cuts_of(diagram, cuts, node.without, level)?;
    let failed = diagram.and(with, without)?;
    let edge = diagram.make(node.level, failed, without)?;
    cuts.with_level[family.at()] = Some((level, edge));
    Ok(edge)
}

/// The function "no set of this family is on".
fn union(diagram: &mut Diagram, cuts: &mut CutsOf, family: Family) -> Result<Edge, TooLarge> {
    if family == Family::EMPTY {
        return Ok(Edge::TRUE);
    }
    if family == Family::BASE {
        return Ok(Edge::FALSE);
    }
    if let Some(edge) = cuts.union[family.at()] {
        return Ok(edge);
    }
    let node = cuts.families.node(family);
    let with = union(diagram, cuts, node.with)?;
    let without = union(diagram, cuts, node.without)?;
    let failed = diagram.and(with, without)?;
    let edge = diagram.make(node.level, failed, without)?;
    cuts.union[family.at()] = Some(edge);
    Ok(edge)
}

/// The most probable sets, most probable first; sets of equal probability in the order of their levels. `q` is the
/// unavailability at each level.
pub fn most_probable(families: &Families, family: Family, q: &[f64], count: usize) -> Vec<(Vec<u32>, f64)> {
    let best = best_products(families, q);
    let mut found: Vec<(Vec<u32>, f64)> = Vec::new();
    // Sets as far as they are chosen: the best they can become, their members, the product of these, and what the rest is
    // chosen from. Of equally good ones smaller levels come out first.
    let chosen = |product: f64, members, rest: Family| {
        (Total(product * best[rest.at()]), Reverse(members), Total(product), rest)
    };
    let mut open = BinaryHeap::from([chosen(1.0, Vec::new(), family)]);
    while found.len() < count
        && let Some((_, Reverse(members), Total(product), rest)) = open.pop()
    {
        if rest == Family::BASE {
            found.push((members, product));
        } else if rest != Family::EMPTY {
            let node = families.node(rest);
            let mut with = members.clone();
            with.push(node.level);
            open.push(chosen(product * q[node.level as usize], with, node.with));
            if node.without != Family::EMPTY {
                open.push(chosen(product, members, node.without));
            }
        }
    }
    // The bounds multiply in another order than the sets do, so that equals may come out a last digit apart.
    crate::order::sort_by(&mut found, |a, b| b.1.total_cmp(&a.1));
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
