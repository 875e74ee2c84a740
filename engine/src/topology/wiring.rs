//! Which ends of cables hang together at all, working or not: what no cable leads to is never reached.

use petgraph::unionfind::UnionFind;

use super::model::{Pool, Topology};
use crate::ids::Id;
use crate::order::{Map, Set};

/// The groups of cables that parts are at: the ends themselves, and pools of them.
pub struct Groups(Map<Id, Set<usize>>);

impl Groups {
    /// Groups what hangs together. That not every part passes anything on is left out: it matters little for a warning.
    pub fn of(topology: &Topology) -> Groups {
        let mut place: Map<Id, usize> = Map::new();
        for id in topology.cables.iter().flat_map(|cable| &cable.between) {
            let next = place.len();
            place.entry(id.clone()).or_insert(next);
        }
        let mut sets = UnionFind::new(place.len());
        for cable in &topology.cables {
            sets.union(place[&cable.between[0]], place[&cable.between[1]]);
        }
        let ends = place.into_iter().map(|(id, at)| (id, Set::from([sets.find(at)])));
        let mut groups = Groups(ends.collect());
        let pools: Map<&Id, &Pool> = topology.pools.iter().map(|pool| (&pool.id, &**pool)).collect();
        pools.values().for_each(|pool| groups.add(&pools, pool));
        groups
    }

    /// Whether cables lead from one part to another, or between any of their members where they are pools.
    pub fn may_reach(&self, from: &Id, to: &Id) -> bool {
        match (self.0.get(from), self.0.get(to)) {
            (Some(from), Some(to)) => !from.is_disjoint(to),
            _ => false,
        }
    }

    /// A pool that is no end of a cable is where its members are. Recursion is as deep as pools are in pools.
    fn add(&mut self, pools: &Map<&Id, &Pool>, pool: &Pool) {
        if self.0.contains_key(&pool.id) {
            return;
        }
        // Until its members are known it is nowhere: pools in a circle, which is an error of its own, end here.
        self.0.insert(pool.id.clone(), Set::new());
        let mut at = Set::new();
        for member in &pool.members {
            if let Some(pool) = pools.get(member) {
                self.add(pools, pool);
            }
            at.extend(self.0.get(member).into_iter().flatten().copied());
        }
        self.0.insert(pool.id.clone(), at);
    }
}
