//! Which parts are used, and which in more than one place: found once for all pools of a lowering, since a document may
//! have a thousand of them.

use crate::ids::Id;
use crate::order::{Map, Set};
use crate::topology::{Need, Part, PartRef, Topology};

/// Parts that something needs, and members of several pools.
pub(super) fn used_besides_one_pool(topology: &Topology) -> Set<&Id> {
    let needs = topology.components.iter().flat_map(|component| &component.needs);
    let needs = needs.chain(topology.pools.iter().flat_map(|pool| &pool.needs)).chain(&topology.clients.needs);
    let mut used: Set<&Id> = needs.map(|need| &need.to).collect();
    let mut seen = Set::new();
    used.extend(topology.pools.iter().flat_map(|pool| &pool.members).filter(|member| !seen.insert(*member)));
    used
}

/// Everything that the clients depend on: what is approximated of other pools does not matter to them.
pub(super) fn used_by_clients(topology: &Topology, index: &Map<Id, PartRef>) -> Set<Id> {
    let mut used = needed_from(topology, index, topology.clients.needs.iter());
    if !topology.cables.is_empty() {
        // Any switch may be on the way.
        let passing = topology.components.iter().filter(|component| component.passes_traffic());
        used.extend(needed_from(topology, index, passing.flat_map(|component| &component.needs)));
    }
    used
}

/// All parts that these needs are of, directly or by way of others.
pub(super) fn needed_from<'a>(
    topology: &Topology,
    index: &Map<Id, PartRef>,
    needs: impl Iterator<Item = &'a Need>,
) -> Set<Id> {
    let mut open: Vec<Id> = needs.map(|need| need.to.clone()).collect();
    let needed = |needs: &[Need]| needs.iter().map(|need| need.to.clone()).collect::<Vec<Id>>();
    let mut used = Set::new();
    while let Some(id) = open.pop() {
        let Some(part) = index.get(&id) else { continue };
        if !used.insert(id) {
            continue;
        }
        match topology.part(*part) {
            Part::Component(component) => open.extend(needed(&component.needs)),
            Part::Pool(pool) => open.extend(pool.members.iter().cloned().chain(needed(&pool.needs))),
            Part::Domain(_) => {}
        }
    }
    used
}
