//! The lines of needs and cables. The way one line takes is [`crate::route`]'s matter.

use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::topology::{Need, Topology};

use super::boxes::Boxes;
use super::{CableLine, Edge, Node};
use crate::geometry::Rect;
use crate::layout;
use crate::route::{self, Curve};

/// Lines that reach further than this are looked at for boxes in their way: shorter ones have no room for any.
const LONG: f64 = 1.4 * layout::COLUMN_PITCH;
/// In larger pictures lines pass behind boxes: looking for ways around would take longer than a frame.
const AROUND_NODES_MAX: usize = 400;

/// The lines of all needs: the clients', the components', the pools'.
pub(super) fn edges(topology: &Topology, boxes: &Boxes, nodes: &[Node]) -> Vec<Edge> {
    let can_lose_one = |p: &nines_engine::topology::Pool| {
        topology.required_count(p).is_some_and(|count| (count as usize) < p.members.len())
    };
    let spare: Set<Id> = topology.pools.iter().filter(|p| can_lose_one(p)).map(|p| p.id.clone()).collect();
    let clients = Id::clients();
    let needs = std::iter::once((&clients, &topology.clients.needs));
    let needs = needs.chain(topology.components.iter().map(|c| (&c.id, &c.needs)));
    let needs = needs.chain(topology.pools.iter().map(|p| (&p.id, &p.needs)));
    let all = needs.flat_map(|(from, needs)| needs.iter().map(move |need| (from, need)));
    // A need that is listed twice is one line: keys must differ.
    let mut seen = Set::new();
    let once = all.filter(|(from, need)| seen.insert((*from, &need.to)));
    once.map(|(from, need)| {
        let curve = line(boxes.rect(from), boxes.rect(&need.to), nodes);
        edge(from, need, spare.contains(&need.to), curve)
    })
    .collect()
}

fn edge(from: &Id, need: &Need, redundant: bool, curve: Curve) -> Edge {
    Edge {
        from: from.clone(),
        to: need.to.clone(),
        soft: need.soft,
        redundant,
        path: route::path(&curve),
        end: curve[3],
        heading: route::heading(&curve),
        middle: route::point_at(&curve, 0.5),
        curve,
    }
}

fn line(start: Rect, end: Rect, nodes: &[Node]) -> Curve {
    let d = end.center().minus(start.center());
    if (d.x.abs() <= LONG && d.y.abs() <= LONG) || nodes.len() > AROUND_NODES_MAX {
        return route::between(start, end);
    }
    // What the line starts or ends at, or in, is not in its way.
    let in_way = |rect: &Rect| !rect.overlaps(start) && !rect.overlaps(end);
    let obstacles: Vec<Rect> = nodes.iter().map(|n| n.rect).filter(in_way).collect();
    route::around(start, end, &obstacles)
}

/// The lines of all cables; of several between two parts one.
pub(super) fn cables(topology: &Topology, boxes: &Boxes) -> Vec<CableLine> {
    let line = |between: &[Id; 2]| {
        let [from, to] = [boxes.rect(&between[0]).center(), boxes.rect(&between[1]).center()];
        let path = format!("M{} {} L{} {}", from.x, from.y, to.x, to.y);
        CableLine { between: between.clone(), from, to, path }
    };
    let mut seen = Set::new();
    topology.cables.iter().filter(|c| seen.insert(&c.between)).map(|c| line(&c.between)).collect()
}
