//! What takes down every member of a pool with spares by way of what they need: a zone that one member is in, and in which
//! everything is that all members need. It takes the pool down, as what all members depend on directly does, and is no
//! reason to change over.

use super::NodeIdx;
use super::lower::Build;
use crate::ids::Id;
use crate::topology::{Part, Pool};

impl<'a> Build<'a> {
    /// For every part, which of the events around spares it cannot work without; parts come after what they need.
    pub fn find_needed(&mut self, order: &[Id]) {
        let topology = self.topology;
        self.needed.clear();
        let mut around: Vec<NodeIdx> = Vec::new();
        for member in
            topology.pools.iter().filter(|pool| pool.recovery.standby.is_some()).flat_map(|pool| &pool.members)
        {
            if let Part::Component(component) = topology.part(self.index[member]) {
                around.extend(self.around(component));
            }
        }
        if around.is_empty() || self.has_cables() {
            return;
        }
        for id in order {
            let (mut needed, needs) = match topology.part(self.index[id]) {
                Part::Domain(_) => continue,
                Part::Component(component) => {
                    let mut own = self.around(component);
                    own.retain(|node| around.contains(node));
                    (own, &component.needs)
                }
                Part::Pool(pool) if self.least(pool) == 0 => (Vec::new(), &pool.needs),
                Part::Pool(pool) => (self.needed_by_all(pool), &pool.needs),
            };
            for need in needs.iter().filter(|need| !need.soft || self.lowering.soft_as_hard) {
                needed.extend(self.needed.get(&need.to).into_iter().flatten());
            }
            crate::order::each_once(&mut needed);
            self.needed.insert(id.clone(), needed);
        }
    }

    fn needed_by_all(&self, pool: &Pool) -> Vec<NodeIdx> {
        let mut all: Option<Vec<NodeIdx>> = None;
        for member in &pool.members {
            let Some(needed) = self.needed.get(member) else { return Vec::new() };
            all.get_or_insert_with(|| needed.clone()).retain(|node| needed.binary_search(node).is_ok());
        }
        all.unwrap_or_default()
    }

    /// Makes what all members need in some way a condition of each.
    pub fn add_needed_by_all(&self, pool: &Pool, conditions: &mut [Vec<NodeIdx>]) {
        for node in self.needed_by_all(pool) {
            for own in conditions.iter_mut() {
                if let Err(place) = own.binary_search(&node) {
                    own.insert(place, node);
                }
            }
        }
    }
}
