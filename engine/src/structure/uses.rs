//! Which parts are used in more than one place: found once for all pools of a lowering, since a document may have a
//! thousand of them.

use crate::ids::Id;
use crate::order::Set;
use crate::topology::Topology;

/// Parts that something needs, and members of several pools.
pub(super) fn used_besides_one_pool(topology: &Topology) -> Set<&Id> {
    let needs = topology.components.iter().flat_map(|component| &component.needs);
    let needs = needs.chain(topology.pools.iter().flat_map(|pool| &pool.needs)).chain(&topology.clients.needs);
    let mut used: Set<&Id> = needs.map(|need| &need.to).collect();
    let mut seen = Set::new();
    used.extend(topology.pools.iter().flat_map(|pool| &pool.members).filter(|member| !seen.insert(*member)));
    used
}
