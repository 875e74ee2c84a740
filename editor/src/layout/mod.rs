//! Where parts stand: the places of the document, places for parts that have none, and free places for new parts.
//! The automatic layout of a whole document is in `layered`; what is drawn at the places is [`crate::scene`](mod@crate::scene)'s matter.

mod layered;
mod free;

use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Position, Topology};

use crate::geometry::{CANVAS_REACH, Point, Rect};

pub use free::free_place;
pub use layered::layered;

/// From the middle of a part to the middle of one it needs, to the right.
pub const COLUMN_PITCH: f64 = 240.0;
/// From the middle of a part to the middle of the next one below.
pub const ROW_PITCH: f64 = 88.0;

/// The box of a part that has one of its own, at its place in the layout; at the origin when it has no place.
pub fn node_rect(topology: &Topology, id: &Id) -> Rect {
    Rect::of_node(topology.layout.get(id).map_or(Point::default(), |p| within_reach(*p)))
}

/// For each domain the components and domains that are in it, in document order.
pub fn held_by_domain(topology: &Topology) -> Map<Id, Vec<Id>> {
    let mut held: Map<Id, Vec<Id>> = topology.domains.iter().map(|d| (d.id.clone(), Vec::new())).collect();
    let domains = topology.domains.iter().map(|d| (&d.id, &d.domains));
    let components = topology.components.iter().map(|c| (&c.id, &c.domains));
    for (id, within) in domains.chain(components) {
        for domain in within {
            if let Some(list) = held.get_mut(domain).filter(|list| !list.contains(id)) {
                list.push(id.clone());
            }
        }
    }
    held
}

/// The parts that stand at a place of their own: the clients, components, and pools and domains that hold nothing.
pub fn standing(topology: &Topology) -> Vec<Id> {
    let held = held_by_domain(topology);
    let mut ids = vec![Id::clients()];
    ids.extend(topology.components.iter().map(|c| c.id.clone()));
    ids.extend(topology.pools.iter().filter(|p| p.members.is_empty()).map(|p| p.id.clone()));
    ids.extend(held.into_iter().filter(|(_, parts)| parts.is_empty()).map(|(id, _)| id));
    ids
}

/// Whether every part that stands at a place of its own has one.
pub fn is_complete(topology: &Topology) -> bool {
    missing(topology).is_empty()
}

fn missing(topology: &Topology) -> Vec<Id> {
    let is_good = |p: &Position| Point::from(*p).is_finite() && within_reach(*p) == Point::from(*p);
    standing(topology).into_iter().filter(|id| !topology.layout.get(id).is_some_and(is_good)).collect()
}

/// The document with a place for every part. When none has one, the automatic layout gives them all; otherwise those
/// without one get a free place beside what needs them.
pub fn completed(topology: &Topology) -> Topology {
    let mut topology = topology.clone();
    let missing = missing(&topology);
    if missing.is_empty() {
        return topology;
    }
    let standing_count = standing(&topology).len();
    let all_missing = missing.len() == standing_count;
    // The clients alone, with whom every session begins, stand at the origin.
    let automatic = if standing_count > 1 { layered(&topology) } else { Map::new() };
    let mut taken: Vec<Rect> = Vec::new();
    if !all_missing {
        let placed = standing(&topology).into_iter().filter(|id| !missing.contains(id));
        taken = placed.map(|id| node_rect(&topology, &id)).collect();
    }
    for id in missing {
        let wanted = automatic.get(&id).copied().unwrap_or_default();
        let at = if all_missing { wanted } else { beside_users(&topology, &id, wanted, &taken) };
        taken.push(Rect::of_node(at));
        topology.layout.insert(id, at.into());
    }
    topology
}

fn beside_users(topology: &Topology, id: &Id, otherwise: Point, taken: &[Rect]) -> Point {
    let clients = Id::clients();
    let needs = std::iter::once((&clients, &topology.clients.needs));
    let mut needs = needs.chain(topology.components.iter().map(|c| (&c.id, &c.needs)));
    let user = needs.find(|(user, needs)| needs.iter().any(|n| n.to == *id) && topology.layout.contains_key(user));
    let beside = |user: &Id| node_rect(topology, user).center().plus(Point::new(COLUMN_PITCH, 0.0));
    free_place(taken, Rect::of_node(user.map_or(otherwise, |(user, _)| beside(user))))
}

/// A place within the canvas's reach; no number becomes zero.
pub fn within_reach(position: Position) -> Point {
    let hold = |v: f64| if v.is_nan() { 0.0 } else { v.clamp(-CANVAS_REACH, CANVAS_REACH) };
    Point::new(hold(position.x), hold(position.y))
}
