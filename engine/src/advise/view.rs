//! A topology with what planning upgrades asks of it again and again: which pools a part is in, what a part costs, which
//! member a copy is made of, where a member can be moved.

use std::sync::Arc;

use super::prices::Prices;
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::topology::{Component, Domain, Part, PartRef, Pool, Topology};

/// A topology and its indices.
pub struct View<'a> {
    pub topology: &'a Topology,
    pub index: Map<Id, PartRef>,
    /// Places of the pools each part is a member of.
    pools_of: Map<&'a Id, Vec<usize>>,
    /// Parts that others, or the clients, need hard.
    needed: Set<&'a Id>,
    /// Who needs each part hard or is in it; nobody where no pool has spares, which is when it matters.
    users: Map<&'a Id, Vec<&'a Id>>,
}

/// A member that can be moved, and where to.
pub struct Move<'a> {
    pub member: &'a Arc<Component>,
    pub from: &'a Arc<Domain>,
    /// An existing domain; a new one when `None`.
    pub to: Option<Id>,
}

impl<'a> View<'a> {
    pub fn of(topology: &'a Topology) -> View<'a> {
        let mut pools_of: Map<&Id, Vec<usize>> = Map::new();
        for (place, pool) in topology.pools.iter().enumerate() {
            pool.members.iter().for_each(|member| pools_of.entry(member).or_default().push(place));
        }
        let parts = topology.components.iter().map(|c| &c.needs).chain(topology.pools.iter().map(|p| &p.needs));
        let needs = parts.chain([&topology.clients.needs]).flatten().filter(|need| !need.soft);
        let needed = needs.map(|need| &need.to).collect();
        let has_spares = topology.pools.iter().any(|pool| pool.recovery.standby.is_some());
        let users = if has_spares { users(topology) } else { Map::new() };
        View { topology, index: topology.index(), pools_of, needed, users }
    }

    /// Whether a part is needed hard and in no pool: the only one of its sort.
    pub fn is_lone(&self, id: &Id) -> bool {
        self.needed.contains(id) && !self.pools_of.contains_key(id)
    }

    pub fn part(&self, id: &Id) -> Option<Part<'a>> {
        self.index.get(id).map(|part| self.topology.part(*part))
    }

    pub fn component(&self, id: &Id) -> Option<&'a Arc<Component>> {
        match self.part(id) {
            Some(Part::Component(component)) => Some(component),
            _ => None,
        }
    }

    pub fn domain(&self, id: &Id) -> Option<&'a Arc<Domain>> {
        match self.part(id) {
            Some(Part::Domain(domain)) => Some(domain),
            _ => None,
        }
    }

    /// The pools a part is a member of.
    pub fn pools_of(&self, id: &Id) -> impl Iterator<Item = &'a Arc<Pool>> + '_ {
        self.pools_of.get(id).into_iter().flatten().map(|place| &self.topology.pools[*place])
    }

    /// The pools with spares that have members which depend on a part: how often it fails, and for how long, is part of
    /// their chains.
    pub fn spares_above(&self, id: &Id) -> Vec<&'a Arc<Pool>> {
        let mut found: Vec<&'a Arc<Pool>> = Vec::new();
        let mut open = vec![id];
        let mut met = Set::new();
        while let Some(id) = open.pop() {
            if !met.insert(id) {
                continue;
            }
            let pools: Vec<&'a Arc<Pool>> = self.pools_of(id).collect();
            open.extend(pools.iter().map(|pool| &pool.id));
            found.extend(pools.into_iter().filter(|pool| pool.recovery.standby.is_some()));
            open.extend(self.users.get(id).into_iter().flatten().copied());
        }
        found
    }

    /// The members of a pool that are components.
    pub fn components_of(&self, pool: &'a Pool) -> Vec<&'a Arc<Component>> {
        pool.members.iter().filter_map(|id| self.component(id)).collect()
    }

    /// Whether a pool's members are several components that fail and are repaired alike.
    pub fn has_equal_members(&self, pool: &'a Pool) -> bool {
        let members = self.components_of(pool);
        let alike = members.iter().all(|member| member.reliability == members[0].reliability);
        members.len() > 1 && members.len() == pool.members.len() && alike
    }

    /// The member a further one is a copy of: the first whose domains hold the fewest members of the pool.
    pub fn template(&self, pool: &'a Pool) -> Option<&'a Arc<Component>> {
        let members = self.components_of(pool);
        let load = |of: &Component| members.iter().filter(|other| other.domains == of.domains).count();
        members.iter().copied().min_by_key(|member| load(member))
    }

    /// How a pool can be spread out of a domain that holds several of its members: its last member there goes to the
    /// domain of the same kind, in the same larger domains, that holds the fewest of them, then the fewest parts at all;
    /// to a new one when every other holds as good as as many.
    pub fn spread(&self, pool: &'a Pool, from: &Id) -> Option<Move<'a>> {
        let from = self.domain(from)?;
        let members = self.components_of(pool);
        let held = |id: &Id| members.iter().filter(|member| member.domains.contains(id)).count();
        let here = held(&from.id);
        if here < 2 || from.reliability.unavailability() <= 0.0 {
            return None;
        }
        let siblings = self.topology.domains.iter().filter(|d| is_sibling(d, from));
        let load = |id: &Id| self.topology.components.iter().filter(|c| c.domains.contains(id)).count();
        let best = siblings.map(|d| (held(&d.id), load(&d.id), &d.id)).min_by_key(|(held, load, _)| (*held, *load));
        let to = best.filter(|(held, ..)| held + 2 <= here).map(|(.., id)| id.clone());
        let fits =
            |m: &&&Arc<Component>| m.domains.contains(&from.id) && to.as_ref().is_none_or(|to| !m.domains.contains(to));
        let member = members.iter().rev().find(fits).copied()?;
        Some(Move { member, from, to })
    }

    /// The other domains of the same kind in the same larger domains.
    pub fn siblings(&self, from: &Id) -> Vec<Id> {
        let Some(from) = self.domain(from) else { return Vec::new() };
        self.topology.domains.iter().filter(|d| is_sibling(d, from)).map(|d| d.id.clone()).collect()
    }

    /// The domains that hold several members of a pool, in document order.
    pub fn crowded(&self, pool: &'a Pool) -> Vec<&'a Id> {
        let mut count: Map<&Id, usize> = Map::new();
        for member in self.components_of(pool) {
            member.domains.iter().for_each(|id| *count.entry(id).or_default() += 1);
        }
        self.topology
            .domains
            .iter()
            .map(|d| &d.id)
            .filter(|id| count.get(id).is_some_and(|members| *members > 1))
            .collect()
    }

    /// A domain and all it is in.
    pub fn with_parents(&self, domains: &[Id]) -> Set<Id> {
        let mut found = Set::new();
        let mut open: Vec<Id> = domains.to_vec();
        while let Some(id) = open.pop() {
            if let Some(domain) = self.domain(&id).filter(|_| found.insert(id)) {
                open.extend(domain.domains.iter().cloned());
            }
        }
        found
    }

    /// Cost of a component: what the document says, or the default where that is nothing.
    pub fn cost_of(&self, component: &Component, prices: &Prices) -> f64 {
        component.cost.filter(|cost| *cost > 0.0).unwrap_or(prices.cost_default)
    }

    /// Cost of the components in a pool and in the pools in it, each counted once; at least the default.
    pub fn cost_of_pool(&self, pool: &Pool, prices: &Prices) -> f64 {
        let mut seen: Set<&Id> = Set::new();
        let mut open: Vec<&Id> = pool.members.iter().collect();
        let mut cost = 0.0;
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.index.get(id) {
                Some(PartRef::Component(place)) => cost += self.cost_of(&self.topology.components[*place], prices),
                Some(PartRef::Pool(place)) => open.extend(&self.topology.pools[*place].members),
                _ => {}
            }
        }
        if cost > 0.0 { cost } else { prices.cost_default }
    }

    /// Cost of the components in a domain; at least the default.
    pub fn cost_of_domain(&self, id: &Id, prices: &Prices) -> f64 {
        let inside = self.topology.components.iter().filter(|c| self.with_parents(&c.domains).contains(id));
        let cost: f64 = inside.map(|component| self.cost_of(component, prices)).fold(0.0, |sum, cost| sum + cost);
        if cost > 0.0 { cost } else { prices.cost_default }
    }
}

fn is_sibling(domain: &Domain, of: &Domain) -> bool {
    domain.id != of.id && domain.kind == of.kind && domain.domains == of.domains
}

/// Who needs each part hard, and who is in each domain.
fn users(topology: &Topology) -> Map<&Id, Vec<&Id>> {
    let mut users: Map<&Id, Vec<&Id>> = Map::new();
    for component in &topology.components {
        component.domains.iter().for_each(|domain| users.entry(domain).or_default().push(&component.id));
    }
    for domain in &topology.domains {
        domain.domains.iter().for_each(|outer| users.entry(outer).or_default().push(&domain.id));
    }
    let needs = topology.components.iter().map(|component| (&component.id, &component.needs));
    for (id, needs) in needs.chain(topology.pools.iter().map(|pool| (&pool.id, &pool.needs))) {
        needs.iter().filter(|need| !need.soft).for_each(|need| users.entry(&need.to).or_default().push(id));
    }
    users
}
