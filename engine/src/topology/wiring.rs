//! Which ends of cables hang together at all, working or not: what no cable leads to is never reached.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use super::model::{Part, Topology};
use crate::ids::Id;

/// The ends of cables in groups that hang together.
pub struct Groups(BTreeMap<Id, usize>);

/// Pools in pools deeper than this are a circle, which is an error of its own.
const DEPTH_MAX: usize = 32;

impl Groups {
    /// Groups them. That not every part passes anything on is left out: it matters little for a warning.
    pub fn of(topology: &Topology) -> Groups {
        let mut place: BTreeMap<Id, usize> = BTreeMap::new();
        for id in topology.cables.iter().flat_map(|cable| &cable.between) {
            let next = place.len();
            place.entry(id.clone()).or_insert(next);
        }
        let mut sets = UnionFind::new(place.len());
        for cable in &topology.cables {
            sets.union(place[&cable.between[0]], place[&cable.between[1]]);
        }
        Groups(place.into_iter().map(|(id, at)| (id, sets.find(at))).collect())
    }

    /// Whether cables lead from one part to another, or between any of their members where they are pools.
    pub fn may_reach(&self, topology: &Topology, from: &Id, to: &Id) -> bool {
        let (from, to) = (self.ends(topology, from, 0), self.ends(topology, to, 0));
        from.iter().any(|group| to.contains(group))
    }

    fn ends(&self, topology: &Topology, id: &Id, depth: usize) -> Vec<usize> {
        match (self.0.get(id), topology.get(id)) {
            (Some(group), _) => vec![*group],
            (None, Some(Part::Pool(pool))) if depth < DEPTH_MAX => {
                pool.members.iter().flat_map(|member| self.ends(topology, member, depth + 1)).collect()
            }
            _ => Vec::new(),
        }
    }
}
