//! Copies: in place, to text and back. A pool is copied with its members and a domain with what is in it. Needs
//! between copied parts become needs between the copies; what a part needs elsewhere its copy needs too; who needs a
//! part does not need its copy, but a copy of a pool's member is a member of the pool.

use nines_engine::diag::Severity;
use nines_engine::format;
use nines_engine::ids::Id;
use nines_engine::order::{Map, Set};
use nines_engine::topology::edit::Edit;
use nines_engine::topology::{Clients, Component, Domain, Need, Part, Pool, Topology};

use super::fresh::Names;
use super::{Draft, Plan, Refusal, names};
use crate::geometry::{GRID, Point, Rect, on_grid};
use crate::layout::{self, free_place};
use crate::scene::{self, Scene};
use crate::target::Target;

/// Copies parts in place.
#[inline(never)]
pub fn duplicate(topology: &Topology, scene: &Scene, parts: &[Id]) -> Result<Plan, Refusal> {
    let chosen = with_contents(topology, parts);
    if chosen.is_empty() {
        return Err(Refusal::because("Select the parts to copy. The clients cannot be copied."));
    }
    let mut draft = Draft::of(topology);
    let mut fresh = Names::of(topology);
    let map = insert(&mut draft, topology, &chosen, |id| fresh.like(id));
    for i in 0..topology.pools.len() {
        // Its own copies go to the copy of the pool.
        if !map.contains_key(&topology.pools[i].id) {
            draft.pool(i, |pool| {
                let joining: Vec<Id> = pool.members.iter().filter_map(|m| map.get(m)).cloned().collect();
                pool.members.extend(joining);
            });
        }
    }
    let by = offset_in_place(topology, scene, &chosen);
    put_all(&mut draft, topology, &map, by);
    Ok(finished(draft, &map, parts, "Copy"))
}

/// The text of parts, as a document that can be pasted. Needs of what is not among them are left out.
pub fn text_of(topology: &Topology, parts: &[Id]) -> Result<String, Refusal> {
    let chosen = with_contents(topology, parts);
    if chosen.is_empty() {
        return Err(Refusal::because("Select the parts to copy. The clients cannot be copied."));
    }
    // A pool that requires what the demand asks for is not readable without the demand.
    let clients = Clients { rps: topology.clients.rps, ..Clients::default() };
    let partial = Topology { clients: clients.into(), ..Topology::default() };
    let mut draft = Draft::of(&partial);
    insert(&mut draft, topology, &chosen, Id::clone);
    draft.all_needs(|_, needs| needs.retain(|n| chosen.contains(&n.to)));
    draft.all_domains(|domains| domains.retain(|d| chosen.contains(d)));
    for id in layout::standing(draft.topology()).iter().filter(|id| chosen.contains(*id)) {
        draft.put(id, Some(layout::node_rect(topology, id).center()));
    }
    Ok(format::write(draft.topology()))
}

/// Adds the parts of a document's text. Names that are taken get a number; the text's clients are left out.
#[inline(never)]
pub fn paste(topology: &Topology, scene: &Scene, text: &str, at: Option<Point>) -> Result<Plan, Refusal> {
    let read = format::read(text);
    let Some(source) = read.topology else {
        let error = read.diagnostics.into_iter().find(|d| d.severity == Severity::Error);
        let why = error.map_or_else(|| "it is no document".to_string(), |d| d.message.clone());
        return Err(Refusal::because(format!("The clipboard holds no parts of a system: {why}.")));
    };
    let source = layout::completed(&source);
    let mut chosen: Vec<Id> = source.index().into_keys().collect();
    nines_engine::order::sort_by_key(&mut chosen, |id| source.find(id).map(place_in_document));
    if chosen.is_empty() {
        return Err(Refusal::because("The document on the clipboard has no parts but the clients."));
    }
    let mut draft = Draft::of(topology);
    let mut fresh = Names::of(topology);
    let map = insert(&mut draft, &source, &chosen, |id| fresh.same_or_like(id));
    for cable in &source.cables {
        let mut copy = (**cable).clone();
        copy.between = cable.between.clone().map(|end| map.get(&end).cloned().unwrap_or(end));
        draft.edit(Edit::InsertCable(draft.topology().cables.len(), copy.into()));
    }
    let pasted = scene::scene(&source);
    let bounds = Rect::around(chosen.iter().filter_map(|id| pasted.rect_of_part(id))).unwrap_or_default();
    let target = match at {
        Some(at) => on_grid(at),
        None => free_place(&super::place::taken(scene), bounds),
    };
    put_all(&mut draft, &source, &map, snapped(target.minus(bounds.center())));
    Ok(finished(draft, &map, &chosen, "Paste"))
}

fn place_in_document(part: nines_engine::topology::PartRef) -> (u8, usize) {
    use nines_engine::topology::PartRef::{Component, Domain, Pool};
    match part {
        Domain(i) => (0, i),
        Component(i) => (1, i),
        Pool(i) => (2, i),
    }
}

/// Parts with the members of the pools and everything in the domains among them; the clients are not among them.
fn with_contents(topology: &Topology, parts: &[Id]) -> Vec<Id> {
    let held = layout::held_by_domain(topology);
    let mut found = Vec::new();
    let mut seen = Set::new();
    let mut open: Vec<Id> = parts.iter().rev().cloned().collect();
    while let Some(id) = open.pop() {
        let Some(part) = topology.get(&id).filter(|_| seen.insert(id.clone())) else { continue };
        match part {
            Part::Pool(pool) => open.extend(pool.members.iter().rev().cloned()),
            Part::Domain(_) => open.extend(held.get(&id).into_iter().flatten().rev().cloned()),
            Part::Component(_) => {}
        }
        found.push(id);
    }
    found
}

/// Adds copies of parts under new names, without places. What they mention is renamed where it is copied too.
fn insert(draft: &mut Draft, source: &Topology, chosen: &[Id], mut name: impl FnMut(&Id) -> Id) -> Map<Id, Id> {
    let mut map: Map<Id, Id> = Map::new();
    for id in chosen {
        let new = name(id);
        map.insert(id.clone(), new.clone());
        match source.get(id) {
            Some(Part::Component(c)) => draft.add_component(Component { id: new, ..(**c).clone() }),
            Some(Part::Pool(p)) => draft.add_pool(Pool { id: new, ..(**p).clone() }),
            Some(Part::Domain(d)) => draft.add_domain(Domain { id: new, ..(**d).clone() }),
            None => {}
        }
    }
    let renamed = |id: &mut Id| {
        if let Some(new) = map.get(id) {
            *id = new.clone();
        }
    };
    for new in map.values() {
        draft.needs(new, |needs: &mut Vec<Need>| needs.iter_mut().for_each(|n| renamed(&mut n.to)));
        draft.domains(new, |domains| domains.iter_mut().for_each(renamed));
        if let Some(nines_engine::topology::PartRef::Pool(i)) = draft.topology().find(new) {
            draft.pool(i, |pool| pool.members.iter_mut().for_each(renamed));
        }
    }
    map
}

/// By how much copies are moved so that they lie beside the originals and on nothing else. The frames and bands that
/// the copies will be in are no obstacle.
fn offset_in_place(topology: &Topology, scene: &Scene, chosen: &[Id]) -> Point {
    let bounds = Rect::around(chosen.iter().filter_map(|id| scene.rect_of_part(id))).unwrap_or_default();
    let nodes = scene.nodes.iter().map(|n| n.rect);
    let is_around = |r: &Rect| r.union(bounds) == *r;
    let holders = scene.bands.iter().map(|b| b.rect).chain(scene.frames.iter().map(|f| f.rect));
    let taken: Vec<Rect> = nodes.chain(holders.filter(|r| !is_around(r))).collect();
    let below = bounds.moved(Point::new(0.0, bounds.height + 3.0 * GRID));
    debug_assert!(
        chosen.iter().all(|id| topology.find(id).is_some()),
        "only parts of the document are copied in place"
    );
    snapped(free_place(&taken, below).minus(bounds.center()))
}

/// A distance along the grid, so that parts on the grid stay on it.
fn snapped(by: Point) -> Point {
    on_grid(by)
}

fn put_all(draft: &mut Draft, source: &Topology, map: &Map<Id, Id>, by: Point) {
    let standing: Set<Id> = layout::standing(draft.topology()).into_iter().collect();
    for (old, new) in map.iter().filter(|(_, new)| standing.contains(*new)) {
        let at = layout::node_rect(source, old).center().plus(by);
        draft.put(new, Some(layout::within_reach(at.into())));
    }
}

fn finished(draft: Draft, map: &Map<Id, Id>, parts: &[Id], verb: &str) -> Plan {
    let copies: Vec<&Id> = parts.iter().filter_map(|id| map.get(id)).collect();
    let select = copies.iter().map(|id| Target::Part((*id).clone())).collect();
    let originals = names(parts.iter().filter(|id| map.contains_key(*id)));
    let added = if copies.len() == 1 { "is added" } else { "are added" };
    let said = format!("{} {added}.", names(copies));
    Plan::new(draft, format!("{verb} {originals}"), said).selecting(select)
}
