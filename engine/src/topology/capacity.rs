//! How many members pools require when that is a matter of demand, from the capacities of parts. Each part's capacity is
//! found once: pools may hold pools in as many ways as there are paths between them.

use super::model::{Part, PartRef, Pool, Required, Topology};
use crate::ids::Id;
use crate::order::Map;

/// The capacities of a topology's parts, as far as they were asked for.
pub(super) struct Capacities<'a> {
    topology: &'a Topology,
    index: Map<Id, PartRef>,
    /// Requests a second; `None` for what says none, and for a pool in a circle of pools, which validation reports.
    known: Map<&'a Id, Option<f64>>,
}

/// Why it is not known how many members a pool requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoCount {
    /// The clients' rps or a member's capacity is not given.
    NotGiven,
    /// A member has a capacity of nothing.
    NoCapacity,
    /// More than can be counted, because a member's capacity is so small.
    TooMany,
}

impl<'a> Capacities<'a> {
    pub fn of(topology: &'a Topology) -> Capacities<'a> {
        Capacities { topology, index: topology.index(), known: Map::new() }
    }

    /// The members each pool requires, in document order.
    pub fn required_counts(&mut self) -> Vec<Result<u32, NoCount>> {
        let topology = self.topology;
        topology.pools.iter().map(|pool| self.required_count(pool)).collect()
    }

    /// The members a pool requires.
    pub fn required_count(&mut self, pool: &'a Pool) -> Result<u32, NoCount> {
        match pool.required {
            Required::Count(count) => Ok(count),
            Required::Demand => {
                let rps = self.topology.clients.rps.ok_or(NoCount::NotGiven)?;
                let smallest = self.smallest(&pool.members).ok_or(NoCount::NotGiven)?;
                if smallest <= 0.0 {
                    return Err(NoCount::NoCapacity);
                }
                let count = (rps / smallest).ceil();
                if count <= f64::from(u32::MAX) { Ok(count as u32) } else { Err(NoCount::TooMany) }
            }
        }
    }

    /// Whether members that are counted with the smallest capacity of them have more.
    pub fn differ(&mut self, pool: &'a Pool) -> bool {
        let smallest = self.smallest(&pool.members);
        pool.required == Required::Demand && pool.members.iter().any(|id| self.capacity_rps(id) != smallest)
    }

    fn smallest(&mut self, members: &'a [Id]) -> Option<f64> {
        members.iter().try_fold(f64::INFINITY, |smallest, id| Some(self.capacity_rps(id)?.min(smallest)))
    }

    /// A pool counts with the capacity of its own required members. Recursion is as deep as pools are in pools.
    fn capacity_rps(&mut self, id: &'a Id) -> Option<f64> {
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        // Until it is found it is not known: a circle ends here.
        self.known.insert(id, None);
        let capacity = match self.topology.part(*self.index.get(id)?) {
            Part::Component(component) => component.capacity_rps,
            Part::Pool(pool) => match pool.required {
                Required::Count(count) => self.smallest(&pool.members).map(|each| f64::from(count) * each),
                Required::Demand => self.topology.clients.rps,
            },
            Part::Domain(_) => None,
        };
        self.known.insert(id, capacity);
        capacity
    }
}
