//! What an upgrade does to a document: edits with an inverse each, and a sentence. More parts are `spares`' matter.

use std::sync::Arc;

use super::names;
use super::prices::Assumed;
use super::spares;
use super::view::View;
use super::{Upgrade, UpgradeKind};
use crate::ids::Id;
use crate::topology::edit::Edit;
use crate::topology::{Change, Component, Domain, Extra, Part, PartRef, Pool, Reliability, Topology};
use crate::units::{Duration, Probability};

/// An upgrade, planned for a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do, in order.
    pub edits: Vec<Edit>,
    /// One sentence that says it.
    pub words: String,
}

/// Plans an upgrade for a topology; `None` when the topology does not offer it.
pub fn step(topology: &Topology, upgrade: &Upgrade, assumed: &Assumed) -> Option<Step> {
    step_of(&View::of(topology), upgrade, assumed)
}

pub(super) fn step_of(view: &View, upgrade: &Upgrade, assumed: &Assumed) -> Option<Step> {
    let part = view.part(&upgrade.part)?;
    let id = &upgrade.part;
    match (upgrade.kind, part) {
        (UpgradeKind::HotSpare | UpgradeKind::ColdSpare | UpgradeKind::Replica, _) => {
            spares::step(view, upgrade, part, assumed)
        }
        (UpgradeKind::AnotherDomain, Part::Pool(pool)) => another_domain(view, pool, upgrade.domain.as_ref()?),
        (UpgradeKind::FasterRepair, part) => faster_repair(view, part),
        (UpgradeKind::FewerBadChanges, part) => {
            let (edit, change) = changed(view, part, |c| Change { bad_per_year: c.bad_per_year / 2.0, ..c.clone() })?;
            let words = format!("Halve the bad changes to \"{id}\", to {} a year.", change.bad_per_year);
            Some(Step { edits: vec![edit], words })
        }
        (UpgradeKind::FasterRollback, part) => {
            let halved = |c: &Change| Change { rollback: half(c.rollback.unwrap_or(hour())), ..c.clone() };
            let (edit, change) = changed(view, part, halved)?;
            let words = format!("Roll back bad changes to \"{id}\" twice as fast, in {}.", change.rollback?);
            Some(Step { edits: vec![edit], words })
        }
        (kind, Part::Pool(pool)) => recovery(view, kind, pool),
        _ => None,
    }
}

/// The edit that puts a component in the place of the one with its name.
pub(super) fn replace_component(view: &View, component: Component) -> Option<Edit> {
    match view.index.get(&component.id)? {
        PartRef::Component(place) => Some(Edit::ReplaceComponent(*place, Arc::new(component))),
        _ => None,
    }
}

/// The edit that puts a pool in the place of the one with its name.
pub(super) fn replace_pool(view: &View, pool: Pool) -> Option<Edit> {
    match view.index.get(&pool.id)? {
        PartRef::Pool(place) => Some(Edit::ReplacePool(*place, Arc::new(pool))),
        _ => None,
    }
}

/// Moves a member out of a domain.
fn another_domain(view: &View, pool: &Pool, from: &Id) -> Option<Step> {
    let movement = view.spread(pool, from)?;
    let mut edits = Vec::new();
    let (to, new) = match movement.to {
        Some(to) => (to, ""),
        None => {
            let from = movement.from;
            let is_taken = |name: &str| view.index.keys().any(|id| id.as_str() == name);
            let id = names::fresh(from.id.as_str(), &is_taken)?;
            let domain = Domain { id: id.clone(), extra: Extra::new(), ..from.as_ref().clone() };
            edits.push(Edit::InsertDomain(view.topology.domains.len(), Arc::new(domain)));
            (id, "a new ")
        }
    };
    let mut moved = movement.member.as_ref().clone();
    moved.domains.iter_mut().filter(|id| *id == from).for_each(|id| *id = to.clone());
    let kind = movement.from.kind.as_str();
    let words = match new {
        "" => format!("Move \"{}\" of \"{}\" from \"{from}\" to \"{to}\".", moved.id, pool.id),
        _ => format!(
            "Move \"{}\" of \"{}\" from \"{from}\" to \"{to}\", a new {kind} taken to be as reliable.",
            moved.id, pool.id
        ),
    };
    edits.push(replace_component(view, moved)?);
    Some(Step { edits, words })
}

fn faster_repair(view: &View, part: Part) -> Option<Step> {
    let id = part.id();
    Some(match part {
        Part::Component(component) => {
            let (edit, mttr) = repaired_faster(view, component)?;
            Step { edits: vec![edit], words: format!("Repair \"{id}\" twice as fast, in {mttr}.") }
        }
        Part::Domain(domain) => {
            let Some(PartRef::Domain(place)) = view.index.get(id) else { return None };
            let (reliability, mttr) = faster(&domain.reliability)?;
            let edit = Edit::ReplaceDomain(*place, Arc::new(Domain { reliability, ..domain.as_ref().clone() }));
            Step { edits: vec![edit], words: format!("Repair \"{id}\" twice as fast, in {mttr}.") }
        }
        Part::Pool(pool) => {
            let members = view.components_of(pool);
            let all = members.into_iter().map(|member| repaired_faster(view, member)).collect::<Option<Vec<_>>>()?;
            let mttr = all.first()?.1;
            let words = format!("Repair each member of \"{id}\" twice as fast, in {mttr}.");
            Step { edits: all.into_iter().map(|(edit, _)| edit).collect(), words }
        }
    })
}

fn repaired_faster(view: &View, component: &Component) -> Option<(Edit, Duration)> {
    let (reliability, mttr) = faster(&component.reliability)?;
    Some((replace_component(view, Component { reliability, ..component.clone() })?, mttr))
}

/// The same failures, repaired in half the time. Where the document gives a share of time, the mean time to failure it
/// implies is kept: MTTF = m(1 − u)/u, so half of m makes u/(2 − u).
fn faster(reliability: &Reliability) -> Option<(Reliability, Duration)> {
    let before = |mttr: &Option<Duration>| mttr.unwrap_or(Duration::hours_of(Reliability::MTTR_HOURS_DEFAULT));
    let u = reliability.unavailability();
    let unavailability = Probability::new(u / (2.0 - u))?;
    Some(match reliability {
        Reliability::Never => return None,
        Reliability::Times { mttf, mttr } => {
            let mttr = half(before(mttr))?;
            (Reliability::Times { mttf: *mttf, mttr: Some(mttr) }, mttr)
        }
        Reliability::Availability { mttr, .. } | Reliability::Unavailability { mttr, .. } => {
            let mttr = half(before(mttr))?;
            (Reliability::Unavailability { unavailability, mttr: Some(mttr) }, mttr)
        }
    })
}

/// A part with another change.
fn changed(view: &View, part: Part, by: impl Fn(&Change) -> Change) -> Option<(Edit, Change)> {
    match part {
        Part::Component(component) => {
            let change = by(component.change.as_ref()?);
            let changed = Component { change: Some(change.clone()), ..component.as_ref().clone() };
            Some((replace_component(view, changed)?, change))
        }
        Part::Pool(pool) => {
            let change = by(pool.change.as_ref()?);
            let changed = Pool { change: Some(change.clone()), ..pool.as_ref().clone() };
            Some((replace_pool(view, changed)?, change))
        }
        Part::Domain(_) => None,
    }
}

/// Changes to how a pool recovers.
fn recovery(view: &View, kind: UpgradeKind, pool: &Pool) -> Option<Step> {
    let mut changed = pool.clone();
    let (id, recovery) = (&pool.id, &mut changed.recovery);
    let words = match kind {
        UpgradeKind::BetterCoverage => {
            let coverage = Probability::new(1.0 - (1.0 - pool.coverage()) / 2.0)?;
            match &mut recovery.standby {
                Some(standby) => standby.coverage = Some(coverage),
                None => recovery.coverage = Some(coverage),
            }
            format!("Halve the failures in \"{id}\" that are not covered: coverage {}.", coverage.get())
        }
        UpgradeKind::FasterByHand => {
            let manual = match &mut recovery.standby {
                Some(standby) => &mut standby.manual,
                None => &mut recovery.manual,
            };
            *manual = Some(half((*manual)?)?);
            format!("Change \"{id}\" over by hand twice as fast, in {}.", (*manual)?)
        }
        UpgradeKind::FasterChangeover => {
            let standby = recovery.standby.as_mut()?;
            let half_or_all = |time: Duration| half(time).unwrap_or(time);
            (standby.detect, standby.switch) = (standby.detect.map(half_or_all), standby.switch.map(half_or_all));
            let said = |time: Option<Duration>| time.map_or("no time".to_string(), |time| time.to_string());
            let (detect, switch) = (said(standby.detect), said(standby.switch));
            format!("Halve the change-over of \"{id}\": {detect} to detect, {switch} to switch.")
        }
        UpgradeKind::RepairCrew => {
            let crews = pool.crews() as u32 + 1;
            recovery.repair_crews = Some(crews);
            format!("Repair up to {crews} members of \"{id}\" at a time.")
        }
        _ => return None,
    };
    Some(Step { edits: vec![replace_pool(view, changed)?], words })
}

/// `None` for what is too short to be halved.
fn half(duration: Duration) -> Option<Duration> {
    Duration::new(duration.value() / 2.0, duration.unit()).ok()
}

fn hour() -> Duration {
    Duration::hours_of(1.0)
}
