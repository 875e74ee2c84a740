//! Where everything is: boxes at their places, bands around members, frames around what is in a domain.

use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Pool, Topology};

use crate::geometry::{BAND_PADDING, PADDING, Rect, TAB_HEIGHT};
use crate::layout;

/// How deep pools and domains may be nested before their boxes are no longer drawn inside one another.
const NESTING_MAX: u32 = 32;

/// Where every part is, and how deep frames and bands are nested.
pub(super) struct Boxes {
    pub(super) all: Map<Id, Rect>,
    pub(super) held_by_domain: Map<Id, Vec<Id>>,
    pools_within: Map<Id, Vec<Id>>,
    pub(super) depth: Map<Id, u32>,
}

impl Boxes {
    pub(super) fn of(topology: &Topology) -> Boxes {
        let mut boxes = Boxes {
            all: Map::new(),
            held_by_domain: layout::held_by_domain(topology),
            pools_within: pools_within(topology),
            depth: Map::new(),
        };
        let clients = Id::clients();
        for id in std::iter::once(&clients).chain(topology.components.iter().map(|c| &c.id)) {
            boxes.all.insert(id.clone(), layout::node_rect(topology, id));
        }
        let pools: Map<&Id, &Pool> = topology.pools.iter().map(|p| (&p.id, &**p)).collect();
        for pool in &topology.pools {
            boxes.pool(topology, &pools, pool, 0);
        }
        for domain in &topology.domains {
            boxes.domain(topology, &domain.id, 0);
        }
        for (id, held) in &boxes.held_by_domain {
            boxes.depth.entry(id.clone()).or_insert(0);
            for inner in held {
                deepen(&boxes.held_by_domain, &mut boxes.depth, inner, 1);
            }
        }
        boxes
    }

    fn pool(&mut self, topology: &Topology, pools: &Map<&Id, &Pool>, pool: &Pool, nesting: u32) -> Rect {
        if let Some(rect) = self.all.get(&pool.id) {
            return *rect;
        }
        let mut members = Vec::with_capacity(pool.members.len());
        for member in &pool.members {
            match pools.get(member) {
                Some(inner) if nesting < NESTING_MAX => members.push(self.pool(topology, pools, inner, nesting + 1)),
                _ => members.extend(self.all.get(member)),
            }
        }
        let rect = Rect::around(members).map_or_else(|| layout::node_rect(topology, &pool.id), band_around);
        self.all.insert(pool.id.clone(), rect);
        rect
    }

    fn domain(&mut self, topology: &Topology, id: &Id, nesting: u32) -> Rect {
        if let Some(rect) = self.all.get(id) {
            return *rect;
        }
        let held = self.held_by_domain.get(id).cloned().unwrap_or_default();
        let mut inner = Vec::with_capacity(held.len());
        for part in &held {
            if self.held_by_domain.contains_key(part) && nesting < NESTING_MAX {
                inner.push(self.domain(topology, part, nesting + 1));
            } else {
                inner.extend(self.all.get(part));
            }
        }
        let bands = self.pools_within.get(id).into_iter().flatten();
        inner.extend(bands.filter_map(|pool| self.all.get(pool)));
        let rect = Rect::around(inner).map_or_else(|| layout::node_rect(topology, id), frame_around);
        self.all.insert(id.clone(), rect);
        rect
    }

    pub(super) fn rect(&self, id: &Id) -> Rect {
        self.all.get(id).copied().unwrap_or_default()
    }
}

fn deepen(held: &Map<Id, Vec<Id>>, depths: &mut Map<Id, u32>, id: &Id, depth: u32) {
    let Some(inner) = held.get(id) else { return };
    if depth > NESTING_MAX || depths.get(id).is_some_and(|d| *d >= depth) {
        return;
    }
    depths.insert(id.clone(), depth);
    inner.iter().for_each(|part| deepen(held, depths, part, depth + 1));
}

/// For each domain the pools all of whose members are in it, so that it is drawn around their bands as well.
fn pools_within(topology: &Topology) -> Map<Id, Vec<Id>> {
    let mut found: Map<Id, Vec<Id>> = Map::new();
    if topology.domains.is_empty() {
        return found;
    }
    let outer = |id: &Id| crate::change::all_domains_of(topology, id);
    for pool in topology.pools.iter().filter(|p| !p.members.is_empty()) {
        let members = crate::change::components_in(topology, &pool.id);
        let of_members: Vec<_> = members.iter().map(outer).collect();
        let of_first = of_members.first().into_iter().flatten();
        for shared in of_first.filter(|domain| of_members.iter().all(|own| own.contains(domain))) {
            found.entry(shared.clone()).or_default().push(pool.id.clone());
        }
    }
    found
}

/// The frame of a domain around what it holds: padded, with room for the tab above.
pub(crate) fn frame_around(inner: Rect) -> Rect {
    let padded = inner.grown(PADDING);
    Rect { y: padded.y - TAB_HEIGHT, height: padded.height + TAB_HEIGHT, ..padded }
}

/// The band of a pool around its members: closer than a frame, with room for the tab below, so that the tabs of a
/// zone and a pool around the same parts are not on one another.
pub(crate) fn band_around(inner: Rect) -> Rect {
    let padded = inner.grown(BAND_PADDING);
    Rect { height: padded.height + TAB_HEIGHT, ..padded }
}
