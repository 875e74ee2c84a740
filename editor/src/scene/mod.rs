//! A document as it is drawn: boxes, bands, frames and lines, each behind an `Arc` that stays the same as long as
//! nothing about it changes, so that a renderer re-draws only what did. What is drawn how is the app's matter; what
//! is selected or failed is not part of a scene.
//!
//! A pool is a band around its members and a domain a frame around the parts in it; without any, they are boxes
//! of their own. To be drawn in this order: frames, bands, cables, edges, nodes.

mod boxes;
mod lines;

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Pool, Required, Topology};

use crate::geometry::{Point, Rect, TAB_HEIGHT};
use crate::layout;
use crate::route::Curve;
use crate::target::Target;

use boxes::Boxes;
pub(crate) use boxes::{band_around, frame_around};

/// Everything there is to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Boxes: the clients first, then the components, then pools and domains that hold nothing.
    pub nodes: Vec<Arc<Node>>,
    /// Pools around their members, outermost first.
    pub bands: Vec<Arc<Band>>,
    /// Domains around the parts in them, outermost first.
    pub frames: Vec<Arc<Frame>>,
    /// Needs.
    pub edges: Vec<Arc<Edge>>,
    /// The network.
    pub cables: Vec<Arc<CableLine>>,
    /// The smallest box that holds all of it.
    pub bounds: Rect,
    boxes: Map<Id, Rect>,
}

/// What sort of part a box or a row of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Those the system is for.
    Clients,
    /// What fails on its own.
    Component,
    /// A group that does the same work.
    Pool,
    /// What takes several parts down together.
    Domain,
}

/// A part's box.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The part.
    pub id: Id,
    /// What sort it is; a pool or domain only when it holds nothing.
    pub sort: Sort,
    /// The word for its kind: `server`, `zone`, `pool`, `clients`.
    pub kind: String,
    /// Where it is, in canvas units.
    pub rect: Rect,
    /// The handle from which a need is drawn.
    pub port: Point,
}

/// The band of a pool around its members.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The pool.
    pub id: Id,
    /// Where it is, with its tab, in canvas units.
    pub rect: Rect,
    /// The tab with its label, at the bottom left: zones have theirs at the top.
    pub tab: Rect,
    /// Its name and what it requires: `app: 1 of 2`.
    pub label: String,
    /// Its members, in the document's order.
    pub members: Vec<Id>,
    /// The handle from which a need is drawn.
    pub port: Point,
}

/// The frame of a domain around the parts in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The domain.
    pub id: Id,
    /// The word for its kind: `zone`, `region`, `rack`…
    pub kind: String,
    /// Where it is, with its tab, in canvas units.
    pub rect: Rect,
    /// The tab with its name, at the top left.
    pub tab: Rect,
    /// How many frames it is inside of.
    pub depth: u32,
}

/// The line of a need.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The part that uses.
    pub from: Id,
    /// The part that is used.
    pub to: Id,
    /// Whether work goes on without it.
    pub soft: bool,
    /// Whether it is of a pool that can lose a member: drawn double.
    pub redundant: bool,
    /// The line, in canvas units.
    pub curve: Curve,
    /// The same as the data of an SVG path.
    pub path: String,
    /// Where it ends.
    pub end: Point,
    /// Where it points at its end: a vector of length one.
    pub heading: [f64; 2],
    /// The point half-way along.
    pub middle: Point,
}

/// The line of a cable.
#[derive(Clone, Debug, PartialEq)]
pub struct CableLine {
    /// Its ends.
    pub between: [Id; 2],
    /// Where it starts, in canvas units.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// The same as the data of an SVG path.
    pub path: String,
}

impl Edge {
    /// A text no other target has, for keyed lists.
    pub fn key(&self) -> String {
        Target::Need { from: self.from.clone(), to: self.to.clone() }.key()
    }
}

impl Scene {
    /// Where a target is; for a line the box around it. `None` when the scene has no such target.
    pub fn rect_of(&self, target: &Target) -> Option<Rect> {
        match target {
            Target::Part(id) => self.boxes.get(id).copied(),
            Target::Need { from, to } => {
                let edge = self.edges.iter().find(|e| e.from == *from && e.to == *to)?;
                Some(Rect::between(edge.curve[0], edge.curve[3]))
            }
            Target::Cable { between } => {
                let cable = self.cables.iter().find(|c| c.between == *between)?;
                Some(Rect::between(cable.from, cable.to))
            }
        }
    }

    /// Where a part is.
    pub fn rect_of_part(&self, id: &Id) -> Option<Rect> {
        self.boxes.get(id).copied()
    }

    /// The middle of what stands for a part: its box, or the tab of its band or frame.
    pub fn handle_of(&self, id: &Id) -> Option<Point> {
        let band = self.bands.iter().find(|b| b.id == *id).map(|b| b.tab);
        let frame = || self.frames.iter().find(|f| f.id == *id).map(|f| f.tab);
        band.or_else(frame).or_else(|| self.rect_of_part(id)).map(Rect::center)
    }
}

/// The scene of a document. Parts without a place in the layout are drawn where the automatic layout would put them.
pub fn scene(topology: &Topology) -> Scene {
    scene_after(&Scene::default(), topology)
}

/// The scene of a document, with everything that did not change taken from the scene before.
pub fn scene_after(before: &Scene, topology: &Topology) -> Scene {
    let completed;
    let topology = if layout::is_complete(topology) {
        topology
    } else {
        completed = layout::completed(topology);
        &completed
    };
    let boxes = Boxes::of(topology);
    let nodes = nodes(topology, &boxes);
    let bounds = Rect::around(boxes.all.values().copied()).unwrap_or_default();
    Scene {
        edges: keep(&before.edges, lines::edges(topology, &boxes, &nodes), |e| (e.from.clone(), e.to.clone())),
        nodes: keep(&before.nodes, nodes, |n| n.id.clone()),
        bands: keep(&before.bands, bands(topology, &boxes), |b| b.id.clone()),
        frames: keep(&before.frames, frames(topology, &boxes), |f| f.id.clone()),
        cables: keep(&before.cables, lines::cables(topology, &boxes), |c| c.between.clone()),
        bounds,
        boxes: boxes.all,
    }
}

/// Takes each new item from the old ones when it is equal to the one with its key.
fn keep<T: PartialEq, K: Ord>(old: &[Arc<T>], new: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Arc<T>> {
    // Most edits leave the order alone, so the same place is tried before the index is built.
    let mut index: Option<Map<K, &Arc<T>>> = None;
    let mut kept = Vec::with_capacity(new.len());
    for (i, item) in new.into_iter().enumerate() {
        if let Some(same) = old.get(i).filter(|o| ***o == item) {
            kept.push(same.clone());
            continue;
        }
        let index = index.get_or_insert_with(|| old.iter().map(|o| (key(o), o)).collect::<Map<_, _>>());
        let same = index.get(&key(&item)).filter(|o| ****o == item);
        kept.push(same.map_or_else(|| Arc::new(item), |o| Arc::clone(o)));
    }
    kept
}

/// About as wide as its label is in the interface's type, and never wider than the box.
fn tab_width(label: &str, rect: Rect) -> f64 {
    (16.0 + 8.0 * label.chars().count() as f64).max(48.0).min(rect.width)
}

fn port_of(rect: Rect) -> Point {
    Point::new(rect.right(), rect.center().y)
}

fn nodes(topology: &Topology, boxes: &Boxes) -> Vec<Node> {
    let node = |id: &Id, sort: Sort, kind: &str| {
        let rect = boxes.rect(id);
        Node { id: id.clone(), sort, kind: kind.to_string(), rect, port: port_of(rect) }
    };
    let mut nodes = vec![node(&Id::clients(), Sort::Clients, "clients")];
    nodes.extend(topology.components.iter().map(|c| node(&c.id, Sort::Component, c.kind.as_str())));
    let empty_pools = topology.pools.iter().filter(|p| p.members.is_empty());
    nodes.extend(empty_pools.map(|p| node(&p.id, Sort::Pool, "pool")));
    let empty_domains = topology.domains.iter().filter(|d| boxes.held_by_domain.get(&d.id).is_none_or(Vec::is_empty));
    nodes.extend(empty_domains.map(|d| node(&d.id, Sort::Domain, d.kind.as_str())));
    nodes
}

fn bands(topology: &Topology, boxes: &Boxes) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for pool in topology.pools.iter().filter(|p| !p.members.is_empty()) {
        let rect = boxes.rect(&pool.id);
        let label = format!("{}: {}", pool.id, required_text(topology, pool));
        let (y, width) = (rect.bottom() - TAB_HEIGHT, tab_width(&label, rect));
        let (tab, port) = (Rect { x: rect.x, y, width, height: TAB_HEIGHT }, port_of(rect));
        bands.push(Band { id: pool.id.clone(), rect, tab, label, members: pool.members.clone(), port });
    }
    // A pool in a pool has the smaller box, so larger first is outermost first.
    nines_engine::order::sort_by(&mut bands, |a, b| {
        (b.rect.width * b.rect.height).total_cmp(&(a.rect.width * a.rect.height))
    });
    bands
}

/// What a pool requires, in words: `1 of 2`, or `demand` while that cannot be counted.
pub(crate) fn required_text(topology: &Topology, pool: &Pool) -> String {
    match (topology.required_count(pool), pool.required) {
        (Some(count), Required::Count(_)) => format!("{count} of {}", pool.members.len()),
        (Some(count), Required::Demand) => format!("{count} of {} by demand", pool.members.len()),
        (None, _) => format!("demand of {}", pool.members.len()),
    }
}

fn frames(topology: &Topology, boxes: &Boxes) -> Vec<Frame> {
    let holds = |id: &Id| boxes.held_by_domain.get(id).is_some_and(|held| !held.is_empty());
    let mut frames: Vec<Frame> = Vec::new();
    for domain in topology.domains.iter().filter(|d| holds(&d.id)) {
        let rect = boxes.rect(&domain.id);
        let depth = boxes.depth.get(&domain.id).copied().unwrap_or(0);
        let kind = domain.kind.as_str().to_string();
        let tab = Rect { width: tab_width(domain.id.as_str(), rect), height: TAB_HEIGHT, ..rect };
        frames.push(Frame { id: domain.id.clone(), kind, rect, tab, depth });
    }
    nines_engine::order::sort_by_key(&mut frames, |f| f.depth);
    frames
}
