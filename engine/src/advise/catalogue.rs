//! Which upgrades a topology offers, in a fixed order, with their prices.
//!
//! The order makes every combination come up once: a combination is made in this order, new parts are added at the ends
//! of their lists, and an upgrade of a later stage never makes one of an earlier stage possible.

use super::prices::Prices;
use super::view::View;
use super::{Upgrade, UpgradeKind};
use crate::ids::Id;
use crate::topology::{Change, Component, Domain, Limits, Pool, Required, Topology};

/// The upgrades a topology offers, each once, in the order in which combinations are made.
pub fn upgrades(topology: &Topology, prices: &Prices) -> Vec<Upgrade> {
    offers(&View::of(topology), &|_| true, prices).into_iter().map(|offer| offer.upgrade).collect()
}

/// An upgrade with its place in the order.
pub(super) struct Offer {
    pub upgrade: Upgrade,
    pub key: Key,
}

/// Stage, sort of part, place of the part, sort of upgrade, place of the domain.
pub(super) type Key = (u8, u8, usize, UpgradeKind, usize);

/// The upgrades of the parts that are asked about.
pub(super) fn offers(view: &View, is_asked: &dyn Fn(&Id) -> bool, prices: &Prices) -> Vec<Offer> {
    let topology = view.topology;
    let mut list = List { offers: Vec::new(), view, prices };
    for (place, component) in topology.components.iter().enumerate().filter(|(_, c)| is_asked(&c.id)) {
        of_component(view, component).into_iter().for_each(|kind| list.add((0, place), kind, &component.id, None));
    }
    for (place, pool) in topology.pools.iter().enumerate().filter(|(_, p)| is_asked(&p.id)) {
        of_pool(view, pool).into_iter().for_each(|kind| list.add((1, place), kind, &pool.id, None));
        for from in view.crowded(pool).into_iter().filter(|from| can_spread(view, pool, from)) {
            list.add((1, place), UpgradeKind::AnotherDomain, &pool.id, Some(from));
        }
    }
    for (place, domain) in topology.domains.iter().enumerate().filter(|(_, d)| is_asked(&d.id)) {
        if can_be_repaired_faster(domain) {
            list.add((2, place), UpgradeKind::FasterRepair, &domain.id, None);
        }
    }
    let mut offers = list.offers;
    crate::order::sort_by(&mut offers, |a, b| a.key.cmp(&b.key));
    offers
}

struct List<'a> {
    offers: Vec<Offer>,
    view: &'a View<'a>,
    prices: &'a Prices,
}

impl List<'_> {
    fn add(&mut self, (sort, place): (u8, usize), kind: UpgradeKind, part: &Id, domain: Option<&Id>) {
        let Some(price) = price(self.view, self.prices, kind, part, domain) else { return };
        let domains = &self.view.topology.domains;
        let domain_place = domain.and_then(|id| domains.iter().position(|d| d.id == *id)).unwrap_or(0);
        let upgrade = Upgrade { kind, part: part.clone(), domain: domain.cloned(), price };
        self.offers.push(Offer { upgrade, key: (stage(kind), sort, place, kind, domain_place) });
    }
}

/// More parts first, then where they stand, then how good they are, then how they work together.
fn stage(kind: UpgradeKind) -> u8 {
    match kind {
        UpgradeKind::HotSpare | UpgradeKind::ColdSpare | UpgradeKind::Replica => 0,
        UpgradeKind::AnotherDomain => 1,
        UpgradeKind::FasterRepair | UpgradeKind::FewerBadChanges | UpgradeKind::FasterRollback => 2,
        _ => 3,
    }
}

fn of_component(view: &View, component: &Component) -> Vec<UpgradeKind> {
    let mut kinds = Vec::new();
    let q = component.reliability.unavailability();
    if view.is_lone(&component.id) && has_room(view.topology, component) && !passes_on(view.topology, component) {
        if q > 0.0 && q < 1.0 {
            kinds.extend([UpgradeKind::HotSpare, UpgradeKind::ColdSpare]);
        }
        // One that never fails by itself can still be freed from its domain by a second one elsewhere.
        if q > 0.0 || !component.domains.is_empty() {
            kinds.push(UpgradeKind::Replica);
        }
    }
    let with_others = view.pools_of(&component.id).any(|pool| view.has_equal_members(pool));
    if q > 0.0 && q < 1.0 && !with_others {
        kinds.push(UpgradeKind::FasterRepair);
    }
    kinds.extend(of_change(component.change.as_ref()));
    kinds
}

fn of_pool(view: &View, pool: &Pool) -> Vec<UpgradeKind> {
    let mut kinds = Vec::new();
    let template = view.template(pool).filter(|template| has_room(view.topology, template));
    if let Some(template) = template {
        let all_required = pool.required == Required::Count(pool.members.len() as u32);
        let plain = pool.recovery.standby.is_none() && pool.coverage() >= 1.0 && pool.recovery.manual.is_none();
        let q = template.reliability.unavailability();
        let alike = pool.members.len() == 1 || view.has_equal_members(pool);
        if all_required && plain && alike && q > 0.0 && q < 1.0 {
            kinds.extend([UpgradeKind::HotSpare, UpgradeKind::ColdSpare]);
        }
        kinds.push(UpgradeKind::Replica);
        if view.has_equal_members(pool) && q > 0.0 && q < 1.0 {
            kinds.push(UpgradeKind::FasterRepair);
        }
    }
    kinds.extend(of_change(pool.change.as_ref()));
    let standby = pool.recovery.standby.as_ref();
    if pool.coverage() < 1.0 && pool.manual_hours() > 0.0 {
        kinds.extend([UpgradeKind::BetterCoverage, UpgradeKind::FasterByHand]);
    }
    let takes_time = |s: &crate::topology::Standby| [s.detect, s.switch].iter().flatten().any(|t| !t.is_zero());
    if standby.is_some_and(|standby| takes_time(standby) && pool.coverage() > 0.0) {
        kinds.push(UpgradeKind::FasterChangeover);
    }
    if pool.crews() < pool.members.len() {
        kinds.push(UpgradeKind::RepairCrew);
    }
    kinds
}

fn of_change(change: Option<&Change>) -> Vec<UpgradeKind> {
    match change {
        Some(change) if change.bad_per_year > 0.0 && change.blast() > 0.0 && change.rollback_hours() > 0.0 => {
            vec![UpgradeKind::FewerBadChanges, UpgradeKind::FasterRollback]
        }
        _ => Vec::new(),
    }
}

fn can_be_repaired_faster(domain: &Domain) -> bool {
    let q = domain.reliability.unavailability();
    q > 0.0 && q < 1.0
}

fn can_spread(view: &View, pool: &Pool, from: &Id) -> bool {
    let room = view.topology.domains.len() < Limits::DOMAINS;
    view.spread(pool, from).is_some_and(|movement| room || movement.to.is_some())
}

/// Whether the document may have one more such component, and a pool around it.
fn has_room(topology: &Topology, like: &Component) -> bool {
    let needs = topology.needs_count() + like.needs.len();
    topology.components.len() < Limits::COMPONENTS && topology.pools.len() < Limits::POOLS && needs <= Limits::NEEDS
}

/// A second switch is another network, not another member: who is cabled to which would have to be planned anew.
fn passes_on(topology: &Topology, component: &Component) -> bool {
    !topology.cables.is_empty() && component.passes_traffic()
}

/// What an upgrade costs; `None` when it names no part it could be made to.
fn price(view: &View, prices: &Prices, kind: UpgradeKind, part: &Id, domain: Option<&Id>) -> Option<f64> {
    use crate::topology::Part;
    let part = view.part(part)?;
    let whole = match part {
        Part::Component(component) => view.cost_of(component, prices),
        Part::Pool(pool) => view.cost_of_pool(pool, prices),
        Part::Domain(domain) => view.cost_of_domain(&domain.id, prices),
    };
    let copy = match part {
        Part::Pool(pool) => view.template(pool).map(|template| view.cost_of(template, prices)),
        _ => Some(whole),
    };
    Some(match kind {
        UpgradeKind::HotSpare => prices.hot_spare * copy?,
        UpgradeKind::ColdSpare => prices.cold_spare * copy?,
        UpgradeKind::Replica => prices.replica * copy?,
        UpgradeKind::FasterRepair => prices.faster_repair * whole,
        UpgradeKind::FewerBadChanges => prices.fewer_bad_changes * whole,
        UpgradeKind::FasterRollback => prices.faster_rollback * whole,
        UpgradeKind::BetterCoverage => prices.better_coverage * whole,
        UpgradeKind::FasterChangeover => prices.faster_changeover * whole,
        UpgradeKind::FasterByHand => prices.faster_by_hand * whole,
        UpgradeKind::RepairCrew => {
            let Part::Pool(pool) = part else { return None };
            let costs = view.components_of(pool).into_iter().map(|c| view.cost_of(c, prices));
            let dearest = costs.fold(0.0, f64::max);
            prices.repair_crew * if dearest > 0.0 { dearest } else { prices.cost_default }
        }
        UpgradeKind::AnotherDomain => {
            let Part::Pool(pool) = part else { return None };
            let movement = view.spread(pool, domain?)?;
            let new = if movement.to.is_none() { prices.new_domain } else { 0.0 };
            prices.another_domain * view.cost_of(movement.member, prices) + new
        }
    })
}
