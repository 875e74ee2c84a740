//! More parts of one sort: replicas, hot and cold spares. A component on its own becomes a pool with its copy, and
//! whatever needed it needs the pool; a pool gets one more member.

use std::sync::Arc;

use super::changes::{Step, replace_component, replace_pool};
use super::prices::Assumed;
use super::view::View;
use super::{Upgrade, UpgradeKind, names};
use crate::ids::Id;
use crate::topology::edit::Edit;
use crate::topology::{
    Cable, Change, Clients, Component, Extra, Need, Part, Pool, Recovery, Required, Standby, StandbyLevel,
};
use crate::units::Probability;

/// Plans one more part.
pub fn step(view: &View, upgrade: &Upgrade, part: Part, assumed: &Assumed) -> Option<Step> {
    match part {
        Part::Component(component) if view.is_lone(&component.id) => beside(view, upgrade, component, assumed),
        Part::Pool(pool) => within(view, upgrade, pool, assumed),
        _ => None,
    }
}

/// A component on its own becomes a pool of two.
fn beside(view: &View, upgrade: &Upgrade, component: &Component, assumed: &Assumed) -> Option<Step> {
    let (old, topology, kind) = (&component.id, view.topology, upgrade.kind);
    let copy = Component { change: None, ..component.clone() };
    let (mut edits, new) = added(view, &copy, upgrade)?;
    let is_taken = |name: &str| name == new.as_str() || is_name(view, name);
    let id = names::with_word(old.as_str(), "pool", &is_taken)?;
    let pool = Pool {
        id: id.clone(),
        members: vec![old.clone(), new.clone()],
        required: Required::Count(1),
        common_cause: Probability::ZERO,
        recovery: Recovery { standby: standby(kind, assumed), ..Recovery::default() },
        // A bad change is made to all copies: a second one is no protection against it.
        change: component.change.as_ref().map(for_all),
        needs: Vec::new(),
        extra: Extra::new(),
    };
    if component.change.is_some() {
        edits.push(replace_component(view, copy)?);
    }
    edits.push(Edit::InsertPool(topology.pools.len(), Arc::new(pool)));
    edits.extend(rewired(view, old, &id)?);
    let end = if component.change.is_some() { " A bad change still takes both down." } else { "" };
    let words = match said_of_spare(kind, assumed) {
        None => format!(
            "Add \"{new}\", equal to \"{old}\", and let both serve as the pool \"{id}\", of which one is enough.{end}"
        ),
        Some((level, how)) => {
            format!("Add \"{new}\" as a {level} spare of \"{old}\" in the pool \"{id}\", {how}.{end}")
        }
    };
    Some(Step { edits, words })
}

/// A pool gets one more member.
fn within(view: &View, upgrade: &Upgrade, pool: &Pool, assumed: &Assumed) -> Option<Step> {
    let (template, kind) = (view.template(pool)?, upgrade.kind);
    let (mut edits, new) = added(view, template, upgrade)?;
    let mut changed = pool.clone();
    changed.members.push(new.clone());
    if let Some(standby) = standby(kind, assumed) {
        changed.recovery.standby = Some(standby);
    }
    edits.push(replace_pool(view, changed)?);
    let place = match template.domains.as_slice() {
        [] => String::new(),
        domains => format!(" in {}", domains.iter().map(|d| format!("\"{d}\"")).collect::<Vec<_>>().join(" and ")),
    };
    let (id, like) = (&pool.id, &template.id);
    let words = match said_of_spare(kind, assumed) {
        None => format!("Add \"{new}\" to the pool \"{id}\", equal to \"{like}\"{place}."),
        Some((level, how)) => format!("Add \"{new}\"{place} as a {level} spare to the pool \"{id}\", {how}."),
    };
    Some(Step { edits, words })
}

/// The edits that add a copy of a component, with its cables and a place in the picture, and its name.
fn added(view: &View, like: &Component, upgrade: &Upgrade) -> Option<(Vec<Edit>, Id)> {
    let topology = view.topology;
    let id = names::fresh(like.id.as_str(), &|name| is_name(view, name))?;
    // What a copy costs is its price, where the document gives costs at all.
    let cost = like.cost.map(|cost| if cost > 0.0 { upgrade.price } else { cost });
    let copy = Component { id: id.clone(), cost, ..like.clone() };
    let mut edits = vec![Edit::InsertComponent(topology.components.len(), Arc::new(copy))];
    let own = topology.cables.iter().filter(|cable| cable.between.contains(&like.id));
    for (count, cable) in own.enumerate() {
        let between = cable.between.clone().map(|end| if end == like.id { id.clone() } else { end });
        let is_cable = |name: &str| topology.cables.iter().flat_map(|c| &c.id).any(|id| id.as_str() == name);
        let name = cable.id.as_ref().and_then(|own| names::fresh(own.as_str(), &is_cable));
        let cable = Cable { id: name, between, ..cable.as_ref().clone() };
        edits.push(Edit::InsertCable(topology.cables.len() + count, Arc::new(cable)));
    }
    edits.extend(names::below(topology, &like.id).map(|place| Edit::SetPosition(id.clone(), Some(place))));
    Some((edits, id))
}

fn is_name(view: &View, name: &str) -> bool {
    view.index.keys().any(|id| id.as_str() == name)
}

/// The edits by which everything that needs one part needs another instead.
fn rewired(view: &View, old: &Id, new: &Id) -> Option<Vec<Edit>> {
    let topology = view.topology;
    let uses = |needs: &[Need]| needs.iter().any(|need| need.to == *old);
    let renamed = |needs: &[Need]| -> Vec<Need> {
        let to = |need: &Need| if need.to == *old { new.clone() } else { need.to.clone() };
        needs.iter().map(|need| Need { to: to(need), ..need.clone() }).collect()
    };
    let mut edits = Vec::new();
    for component in topology.components.iter().filter(|c| uses(&c.needs)) {
        let needs = renamed(&component.needs);
        edits.push(replace_component(view, Component { needs, ..component.as_ref().clone() })?);
    }
    for pool in topology.pools.iter().filter(|p| uses(&p.needs)) {
        edits.push(replace_pool(view, Pool { needs: renamed(&pool.needs), ..pool.as_ref().clone() })?);
    }
    if uses(&topology.clients.needs) {
        let needs = renamed(&topology.clients.needs);
        edits.push(Edit::SetClients(Arc::new(Clients { needs, ..topology.clients.as_ref().clone() })));
    }
    Some(edits)
}

/// A component's bad changes as those of a pool that all its members share: as often, all members, as long.
fn for_all(change: &Change) -> Change {
    let bad_per_year = change.bad_per_year * change.blast();
    Change { bad_per_year, blast: None, ..change.clone() }
}

fn standby(kind: UpgradeKind, assumed: &Assumed) -> Option<Standby> {
    let (level, switch) = match kind {
        UpgradeKind::HotSpare => (StandbyLevel::Hot, assumed.switch),
        UpgradeKind::ColdSpare => (StandbyLevel::Cold, assumed.switch_cold),
        _ => return None,
    };
    Some(Standby {
        level,
        coverage: Some(assumed.coverage),
        detect: Some(assumed.detect),
        switch: Some(switch),
        manual: Some(assumed.manual),
        ..Standby::default()
    })
}

/// What a sentence says of a spare: its level, and how it takes over.
fn said_of_spare(kind: UpgradeKind, assumed: &Assumed) -> Option<(&'static str, String)> {
    let standby = standby(kind, assumed)?;
    let coverage = assumed.coverage.get();
    let how = format!(
        "taken to take over by itself {} of 100 times after {} and {}, and otherwise after {} by hand",
        coverage * 100.0,
        assumed.detect,
        standby.switch?,
        assumed.manual
    );
    Some((standby.level.word(), how))
}
