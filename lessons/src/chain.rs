//! The chain of a topology: the parts that all must work, when that is all there is to it. Predictions are judged
//! and the formulas of the lessons are written with it. Not here: the availability of anything with pools,
//! domains or cables; that is [`nines_engine::availability`].

use nines_engine::ids::Id;
use nines_engine::topology::{Part, Topology};

/// A part of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub id: Id,
    /// The long-run share of time it is down by itself, from 0 to 1.
    pub unavailability: f64,
}

impl Link {
    /// The long-run share of time it works by itself, from 0 to 1.
    pub fn availability(&self) -> f64 {
        1.0 - self.unavailability
    }
}

/// The components the clients need hard, directly or through others, that can fail at all, in document order.
/// `None` when the answer is more than their product: a pool, a domain or a cable is in it.
pub fn chain(topology: &Topology) -> Option<Vec<Link>> {
    if !topology.cables.is_empty() {
        return None;
    }
    let hard: Vec<&Id> = reached(topology, None, Steps::Hard).collect();
    let all_plain = hard.iter().all(|id| matches!(topology.get(id), Some(Part::Component(c)) if c.domains.is_empty()));
    let links = topology
        .components
        .iter()
        .filter(|c| hard.contains(&&c.id))
        .map(|c| Link { id: c.id.clone(), unavailability: c.reliability.unavailability() });
    all_plain.then(|| links.filter(|link| link.unavailability > 0.0).collect())
}

/// Which needs to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// Hard needs alone.
    Hard,
    /// Hard and soft needs.
    All,
}

/// The components and pools that needs lead to from a part (`None`: from the clients), itself not included.
/// A pool leads to its members. Every part comes once, so circles end.
pub fn reached<'a>(topology: &'a Topology, from: Option<&Id>, steps: Steps) -> impl Iterator<Item = &'a Id> + use<'a> {
    let mut found: Vec<&Id> = Vec::new();
    let mut open = match from {
        None => followed(&topology.clients.needs, steps),
        Some(id) => next(topology, id, steps),
    };
    while let Some(id) = open.pop() {
        if !found.contains(&id) {
            found.push(id);
            open.extend(next(topology, id, steps));
        }
    }
    found.into_iter()
}

fn next<'a>(topology: &'a Topology, id: &Id, steps: Steps) -> Vec<&'a Id> {
    let Some(part) = topology.get(id) else { return Vec::new() };
    let mut ids = followed(part.needs(), steps);
    if let Part::Pool(pool) = part {
        ids.extend(&pool.members);
    }
    ids
}

fn followed(needs: &[nines_engine::topology::Need], steps: Steps) -> Vec<&Id> {
    needs.iter().filter(|need| steps == Steps::All || !need.soft).map(|need| &need.to).collect()
}
