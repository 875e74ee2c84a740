//! How good upgrades can be at best, without solving the upgraded document: a lower bound of its unavailability from the
//! diagram of the document as it is.
//!
//! The structure is monotone and its events are independent, so the unavailability cannot fall below what it is with
//! fewer failures of every event that an upgrade touches. What halves a time or a rate multiplies an event's
//! probability by no less than one half: (m/2)/(M + m/2) ≥ (m/(M + m))/2. A second component beside one of
//! unavailability q leaves q·q of its own failures. What an upgrade changes in a less simple way is taken never to
//! happen: what distinguishes the members of a pool that gets another one; a domain that a member is moved out of; the
//! long run of a pool solved as a chain.

use super::view::View;
use super::{Upgrade, UpgradeKind};
use crate::availability::Baseline;
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::structure::EventSource;
use crate::topology::{Component, Part, PartRef, Pool, Topology};

/// The document as it is, with its diagram.
pub struct Relax<'a> {
    baseline: &'a Baseline,
    base: Map<Id, PartRef>,
    is_bounded: bool,
}

/// Factors of the probabilities of events, by level.
pub type Factors = Vec<(u32, f64)>;

impl<'a> Relax<'a> {
    pub fn of(topology: &Topology, baseline: &'a Baseline) -> Relax<'a> {
        // A pool short of members may be made to work at all by another one, which no event expresses; with cables,
        // another one is another way through the network.
        let is_short = |pool: &Pool| topology.required_count(pool).is_none_or(|k| k as usize > pool.members.len());
        let is_bounded = topology.cables.is_empty() && !topology.pools.iter().any(|pool| is_short(pool));
        Relax { baseline, base: topology.index(), is_bounded }
    }

    /// The parts of the document as it is.
    pub fn base(&self) -> &Map<Id, PartRef> {
        &self.base
    }

    /// No unavailability with upgrades of these factors is below this.
    pub fn bound(&self, factors: &Factors) -> f64 {
        if self.is_bounded { self.baseline.with(factors) } else { 0.0 }
    }

    /// What an upgrade of a document (the one as it is, or an upgraded one) can do at best.
    pub fn factors(&self, view: &View, upgrade: &Upgrade) -> Factors {
        let mut out = Touched { relax: self, view, factors: Vec::new() };
        let Some(part) = view.part(&upgrade.part) else { return out.factors };
        match (upgrade.kind, part) {
            (UpgradeKind::Replica, Part::Component(c)) => out.squared(c),
            (UpgradeKind::HotSpare | UpgradeKind::ColdSpare, Part::Component(c)) => out.own(&c.id, 0.0),
            (UpgradeKind::HotSpare | UpgradeKind::ColdSpare | UpgradeKind::Replica, Part::Pool(p)) => out.members(p),
            (UpgradeKind::AnotherDomain, Part::Pool(p)) => out.moved(p, upgrade.domain.as_ref()),
            (UpgradeKind::FasterRepair, Part::Component(c)) => out.repaired(c, 1),
            (UpgradeKind::FasterRepair, Part::Pool(p)) => {
                // Of a pool that an upgrade made, one event of the document stands for all members.
                let times = if self.base.contains_key(&p.id) { 1 } else { p.members.len() };
                view.components_of(p).into_iter().for_each(|member| out.repaired(member, times));
            }
            (UpgradeKind::FasterRepair, Part::Domain(d)) => out.domain(&d.id),
            (UpgradeKind::FewerBadChanges | UpgradeKind::FasterRollback, part) => out.changes(part),
            (_, Part::Pool(p)) => out.chain(p),
            _ => {}
        }
        let members = if let Part::Pool(pool) = part { pool.members.as_slice() } else { &[] };
        for id in members.iter().chain([part.id()]) {
            view.spares_above(id).into_iter().for_each(|pool| out.chain(pool));
        }
        out.factors
    }
}

struct Touched<'a> {
    relax: &'a Relax<'a>,
    view: &'a View<'a>,
    factors: Factors,
}

impl<'a> Touched<'a> {
    fn events(&mut self, id: &Id, factor: f64, is_meant: impl Fn(&EventSource) -> bool) {
        let events = self.relax.baseline.events_of(id).iter().filter(|(source, _)| is_meant(source));
        self.factors.extend(events.map(|(_, level)| (*level, factor)));
    }

    fn own(&mut self, id: &Id, factor: f64) {
        self.events(id, factor, |source| matches!(source, EventSource::Component(_) | EventSource::Domain(_)));
    }

    fn all(&mut self, id: &Id) {
        self.events(id, 0.0, |_| true);
    }

    /// One more beside a component on its own: both must have failed.
    fn squared(&mut self, component: &Component) {
        let events = self.relax.baseline.events_of(&component.id).iter();
        let own = events.filter(|(source, _)| matches!(source, EventSource::Component(_)));
        self.factors.extend(own.map(|(_, level)| (*level, self.relax.baseline.q(*level))));
    }

    /// A pool's chain. Where it has none yet, as when its members are taken as independent, it may get one.
    fn chain(&mut self, pool: &Pool) {
        let before = self.factors.len();
        self.events(&pool.id, 0.0, EventSource::is_of_module);
        if self.factors.len() == before {
            pool.members.iter().for_each(|member| self.own(member, 0.0));
        }
    }

    /// The chains of the pools a part is in.
    fn chains_with(&mut self, id: &Id) {
        let pools: Vec<_> = self.view.pools_of(id).filter(|pool| pool.is_dependent()).collect();
        pools.into_iter().for_each(|pool| self.chain(pool));
    }

    /// A pool gets another member: what all members depend on stays, what some do may not matter any more.
    fn members(&mut self, pool: &Pool) {
        self.chain(pool);
        // A bad change that hit all members may leave the new one.
        self.events(&pool.id, 0.0, |source| matches!(source, EventSource::Change(_)));
        let members: Vec<Option<(Set<Id>, Set<Id>)>> = pool
            .members
            .iter()
            .map(|id| self.view.component(id).map(|c| (self.view.with_parents(&c.domains), hard_needs(c))))
            .collect();
        let mut common: Option<Set<Id>> = None;
        for member in &members {
            let own = member
                .as_ref()
                .map_or_else(Set::new, |(domains, needs)| domains.iter().chain(needs).cloned().collect());
            common = Some(common.map_or(own.clone(), |common| common.intersection(&own).cloned().collect()));
        }
        let common = common.unwrap_or_default();
        for (id, member) in pool.members.iter().zip(members) {
            let Some((domains, needs)) = member else {
                self.everything_under(id.clone());
                continue;
            };
            self.events(id, 0.0, |source| matches!(source, EventSource::Component(_) | EventSource::Change(_)));
            domains.difference(&common).for_each(|domain| self.own(domain, 0.0));
            needs.difference(&common).for_each(|need| self.everything_under(need.clone()));
        }
    }

    fn everything_under(&mut self, id: Id) {
        let mut seen = Set::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            self.all(&id);
            match self.view.part(&id) {
                Some(Part::Component(c)) => open.extend(hard_needs(c).into_iter().chain(c.domains.iter().cloned())),
                Some(Part::Pool(p)) => {
                    open.extend(p.needs.iter().filter(|need| !need.soft).map(|need| need.to.clone()));
                    open.extend(p.members.iter().cloned());
                }
                Some(Part::Domain(d)) => open.extend(d.domains.iter().cloned()),
                None => {}
            }
        }
    }

    fn moved(&mut self, pool: &'a Pool, from: Option<&Id>) {
        let Some(movement) = from.and_then(|from| self.view.spread(pool, from)) else { return };
        self.own(&movement.from.id, 0.0);
        self.chains_with(&movement.member.id);
    }

    fn repaired(&mut self, component: &Component, times: usize) {
        let factor = (0..times).fold(1.0, |factor, _| factor / 2.0);
        self.own(&component.id, factor);
        let pools: Vec<_> = self.view.pools_of(&component.id).collect();
        for pool in pools {
            self.events(&pool.id, 0.5, |source| matches!(source, EventSource::CommonCause(_)));
        }
        self.chains_with(&component.id);
    }

    fn domain(&mut self, id: &Id) {
        self.own(id, 0.5);
        let view = self.view;
        let is_in = |c: &Component| view.with_parents(&c.domains).contains(id);
        let dependent = view.topology.pools.iter().filter(|pool| pool.is_dependent());
        let inside = dependent.filter(|pool| view.components_of(pool).into_iter().any(|c| is_in(c)));
        inside.for_each(|pool| self.chain(pool));
    }

    fn changes(&mut self, part: Part) {
        let is_change = |source: &EventSource| matches!(source, EventSource::Change(_));
        self.events(part.id(), 0.5, is_change);
        match part {
            Part::Pool(pool) => {
                if pool.is_dependent() {
                    self.chain(pool);
                }
                // A pool that an upgrade made has the bad changes its first member had.
                if !self.relax.base.contains_key(&pool.id) {
                    pool.members.iter().for_each(|member| self.events(member, 0.5, is_change));
                }
            }
            part => self.chains_with(part.id()),
        }
    }
}

fn hard_needs(component: &Component) -> Set<Id> {
    component.needs.iter().filter(|need| !need.soft).map(|need| need.to.clone()).collect()
}
