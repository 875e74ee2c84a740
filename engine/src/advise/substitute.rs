//! Upgrades that leave the structure as it is and only change how probable its events are: solved in the diagram of the
//! document as it is, without building another.
//!
//! Faster repair and fewer bad changes are such by themselves. So is a component on its own that became a pool: its
//! copies have the same domains and needs, so the pool is a module of the structure (Birnbaum and Esary, Modules of
//! coherent binary systems, 1965) that stands where the component's own failure stood, and is solved alone.

use std::sync::Arc;

use super::view::View;
use super::{Upgrade, UpgradeKind};
use crate::availability::{Baseline, Method, of_valid};
use crate::ids::Id;
use crate::order::Map;
use crate::structure::{Chains, EventSource};
use crate::topology::{Change, Clients, Component, Need, Part, PartRef, Pool, Topology};
use crate::units::HOURS_PER_YEAR;

/// The unavailability of an upgraded document; `None` when an upgrade changes its structure.
pub fn solved(
    baseline: &Baseline,
    base: &Map<Id, PartRef>,
    upgraded: &View,
    upgrades: &[Upgrade],
    nodes_max: usize,
    chains: &mut Chains,
) -> Option<(f64, Method)> {
    if !upgraded.topology.cables.is_empty() {
        return None;
    }
    let mut new = Probabilities { baseline, base, view: upgraded, nodes_max, chains, values: Map::new(), exact: true };
    for upgrade in upgrades {
        new.of(upgrade)?;
    }
    let approximate = !new.exact || baseline.quick.method == Method::Approximate;
    let values: Vec<(u32, f64)> = new.values.into_iter().collect();
    Some((baseline.at(&values), if approximate { Method::Approximate } else { Method::Exact }))
}

struct Probabilities<'a> {
    baseline: &'a Baseline,
    base: &'a Map<Id, PartRef>,
    view: &'a View<'a>,
    nodes_max: usize,
    chains: &'a mut Chains,
    /// By level.
    values: Map<u32, f64>,
    exact: bool,
}

impl Probabilities<'_> {
    fn of(&mut self, upgrade: &Upgrade) -> Option<()> {
        let part = self.view.part(&upgrade.part)?;
        let is_given = self.base.contains_key(&upgrade.part);
        match (upgrade.kind, part) {
            (UpgradeKind::AnotherDomain, _) => None,
            (_, Part::Pool(pool)) if !is_given => self.made(pool),
            (UpgradeKind::HotSpare | UpgradeKind::ColdSpare | UpgradeKind::Replica, Part::Component(component)) => {
                self.made(self.view.pools_of(&component.id).find(|pool| !self.base.contains_key(&pool.id))?)
            }
            (UpgradeKind::FasterRepair, Part::Component(component)) => self.own(component),
            (UpgradeKind::FasterRepair, Part::Pool(pool)) => {
                self.view.components_of(pool).into_iter().try_for_each(|member| self.own(member))
            }
            (UpgradeKind::FasterRepair, Part::Domain(domain)) => {
                let inside = |c: &Component| self.view.with_parents(&c.domains).contains(&domain.id);
                let given = self.view.topology.pools.iter().filter(|pool| self.base.contains_key(&pool.id));
                let mut reacting = given.filter(|pool| pool.is_dependent());
                if reacting.any(|pool| self.view.components_of(pool).into_iter().any(|c| inside(c))) {
                    return None;
                }
                self.is_followed_by_no_spares(&domain.id).then_some(())?;
                let q = domain.reliability.unavailability();
                self.set(&domain.id, q, |source| matches!(source, EventSource::Domain(_)));
                Some(())
            }
            (UpgradeKind::FewerBadChanges | UpgradeKind::FasterRollback, Part::Component(component)) => {
                self.is_followed_by_no_pool(&component.id).then_some(())?;
                self.change(&component.id, component.change.as_ref()?, component.change.as_ref()?.blast())
            }
            (UpgradeKind::FewerBadChanges | UpgradeKind::FasterRollback, Part::Pool(pool)) => {
                (!pool.is_dependent() && self.is_followed_by_no_spares(&pool.id)).then_some(())?;
                self.change(&pool.id, pool.change.as_ref()?, 1.0)
            }
            _ => None,
        }
    }

    fn set(&mut self, id: &Id, q: f64, is_meant: impl Fn(&EventSource) -> bool) {
        let levels = self.baseline.events_of(id).iter().filter(|(source, _)| is_meant(source));
        self.values.extend(levels.map(|(_, level)| (*level, q)));
    }

    /// A component's own failure, where no pool shares it out as a common cause or follows it in a chain.
    fn own(&mut self, component: &Component) -> Option<()> {
        let shared = self.view.pools_of(&component.id).any(|pool| pool.common_cause.get() > 0.0);
        (!shared && self.is_followed_by_no_pool(&component.id)).then_some(())?;
        let q = component.reliability.unavailability();
        self.set(&component.id, q, |source| matches!(source, EventSource::Component(_)));
        Some(())
    }

    fn is_followed_by_no_pool(&self, id: &Id) -> bool {
        !self.view.pools_of(id).any(|pool| pool.is_dependent()) && self.is_followed_by_no_spares(id)
    }

    /// Whether no chain of the document as it is knows of it, by way of what members need.
    fn is_followed_by_no_spares(&self, id: &Id) -> bool {
        !self.view.spares_above(id).iter().any(|pool| self.base.contains_key(&pool.id))
    }

    /// Bad changes: on average `bad_per_year` of them in a year in which none is being rolled back.
    fn change(&mut self, id: &Id, change: &Change, share: f64) -> Option<()> {
        let load = change.bad_per_year * share * change.rollback_hours() / HOURS_PER_YEAR;
        self.set(id, load / (1.0 + load), |source| matches!(source, EventSource::Change(_)));
        Some(())
    }

    /// A pool that upgrades made of a component: alone, without what its members share.
    fn made(&mut self, pool: &Pool) -> Option<()> {
        self.is_followed_by_no_spares(&pool.id).then_some(())?;
        let first = pool.members.first()?;
        let bare = |c: &Arc<Component>| Component { domains: Vec::new(), needs: Vec::new(), ..c.as_ref().clone() };
        let members = self.view.components_of(pool).into_iter();
        let alone = Topology {
            clients: Arc::new(Clients { needs: vec![Need::hard(pool.id.clone())], ..Clients::default() }),
            components: members.map(|member| Arc::new(bare(member))).collect(),
            pools: vec![Arc::new(Pool { change: None, ..pool.clone() })],
            ..Topology::default()
        };
        let quick = of_valid(&alone, self.nodes_max, self.chains).ok()?;
        self.exact &= quick.method == Method::Exact;
        self.set(first, quick.unavailability, |source| matches!(source, EventSource::Component(_)));
        pool.change.as_ref().map_or(Some(()), |change| self.change(first, change, change.blast()))
    }
}
