//! What is under the pointer. Data in, data out: a scene, a point, and how coarse the pointer is.
//! The order is that of the eye: what is drawn on top is hit first.

use crate::geometry::{GRID, Point, Rect, Viewport};
use crate::route;
use crate::scene::Scene;
use crate::target::{End, Hit, Selection, Target};

/// How far from a port a mouse still hits it, in screen pixels.
const PORT_PX_FINE: f64 = 12.0;
/// How far from a port a finger still hits it, in screen pixels.
const PORT_PX_COARSE: f64 = 20.0;
/// How far from a line a mouse still hits it, in screen pixels: a target 20 pixels wide.
const LINE_PX_FINE: f64 = 10.0;
/// How far from a line a finger still hits it, in screen pixels.
const LINE_PX_COARSE: f64 = 14.0;
/// How far from the end of a selected line it can be grabbed, in screen pixels.
const END_PX: f64 = 12.0;
/// How wide the rim of a band or frame is, in canvas units.
const RIM: f64 = GRID;
/// How far from a box the end of a line is still drawn to it, in screen pixels.
pub const CONNECT_PX: f64 = 24.0;

/// What is at a point of the screen.
pub fn hit_test(scene: &Scene, selection: &Selection, viewport: Viewport, at_screen: Point, coarse: bool) -> Hit {
    let at = viewport.to_canvas(at_screen);
    let px = 1.0 / viewport.zoom;
    let (port_px, line_px) = if coarse { (PORT_PX_COARSE, LINE_PX_COARSE) } else { (PORT_PX_FINE, LINE_PX_FINE) };
    need_end(scene, selection, at, END_PX * px)
        .or_else(|| port(scene, at, port_px * px))
        .or_else(|| node(scene, at))
        .or_else(|| tab(scene, at))
        .or_else(|| line(scene, at, line_px * px))
        .or_else(|| rim(scene, at))
        .unwrap_or(Hit::Canvas)
}

/// Ends can only be grabbed at a selected line: otherwise they would be in the way of ports and boxes.
fn need_end(scene: &Scene, selection: &Selection, at: Point, reach: f64) -> Option<Hit> {
    let Some(Target::Need { from, to }) = selection.single() else { return None };
    let edge = scene.edges.iter().find(|e| e.from == *from && e.to == *to)?;
    let end =
        [(edge.curve[3], End::To), (edge.curve[0], End::From)].into_iter().find(|(p, _)| p.is_within(at, reach))?;
    Some(Hit::NeedEnd { from: from.clone(), to: to.clone(), end: end.1 })
}

fn port(scene: &Scene, at: Point, reach: f64) -> Option<Hit> {
    let nodes = scene.nodes.iter().filter(|n| n.sort != crate::scene::Sort::Domain).map(|n| (&n.id, n.port));
    let bands = scene.bands.iter().map(|b| (&b.id, b.port));
    let near = nodes.chain(bands).map(|(id, port)| (id, port, port.distance_squared(at)));
    let nearest = near.filter(|(_, _, d)| *d <= reach * reach).min_by(|a, b| a.2.total_cmp(&b.2))?;
    // The inner half of the handle belongs to the box when that is far zoomed out, so that boxes can still be moved.
    let inside = nearest.1.x - at.x > GRID;
    (!inside).then(|| Hit::Port(nearest.0.clone()))
}

fn node(scene: &Scene, at: Point) -> Option<Hit> {
    scene.nodes.iter().rev().find(|n| n.rect.contains(at)).map(|n| Hit::Part(n.id.clone()))
}

fn tab(scene: &Scene, at: Point) -> Option<Hit> {
    let bands = scene.bands.iter().rev().map(|b| (&b.id, b.tab));
    let mut all = bands.chain(scene.frames.iter().rev().map(|f| (&f.id, f.tab)));
    all.find(|(_, tab)| tab.contains(at)).map(|(id, _)| Hit::Part(id.clone()))
}

fn line(scene: &Scene, at: Point, reach: f64) -> Option<Hit> {
    let near_box = |a: Rect| a.grown(reach).contains(at);
    let edges = scene.edges.iter().filter(|e| near_box(route::hull(&e.curve)));
    let edges = edges.map(|e| {
        let hit = Hit::Need { from: e.from.clone(), to: e.to.clone() };
        (route::distance_squared(&e.curve, at), hit)
    });
    let cables = scene.cables.iter().map(|c| {
        let hit = Hit::Cable { between: c.between.clone() };
        (route::segment_distance_squared(c.from, c.to, at), hit)
    });
    let near = edges.chain(cables).filter(|(d, _)| *d <= reach * reach);
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, hit)| hit)
}

fn rim(scene: &Scene, at: Point) -> Option<Hit> {
    let on_rim = |rect: Rect| rect.contains(at) && !rect.grown(-RIM).contains(at);
    let bands = scene.bands.iter().rev().map(|b| (&b.id, b.rect));
    let mut all = bands.chain(scene.frames.iter().rev().map(|f| (&f.id, f.rect)));
    all.find(|(_, rect)| on_rim(*rect)).map(|(id, _)| Hit::Part(id.clone()))
}

/// The part the end of a line would go to: the one whose box is under the pointer, or the nearest within reach.
/// Bands count where no box is nearer; frames never, since nothing can need a domain, except by their tabs, so that
/// the refusal can be told.
pub fn connect_target(scene: &Scene, viewport: Viewport, at_screen: Point) -> Option<nines_engine::ids::Id> {
    let at = viewport.to_canvas(at_screen);
    if let Some(Hit::Part(id)) = node(scene, at).or_else(|| tab(scene, at)) {
        return Some(id);
    }
    let reach = CONNECT_PX / viewport.zoom;
    let near = scene.nodes.iter().map(|n| (&n.id, distance_squared(n.rect, at)));
    let near = near.filter(|(_, d)| *d <= reach * reach).min_by(|a, b| a.1.total_cmp(&b.1));
    let band = || scene.bands.iter().rev().find(|b| b.rect.contains(at)).map(|b| b.id.clone());
    near.map(|(id, _)| id.clone()).or_else(band)
}

fn distance_squared(rect: Rect, at: Point) -> f64 {
    let inside = Point::new(at.x.clamp(rect.x, rect.right()), at.y.clamp(rect.y, rect.bottom()));
    inside.distance_squared(at)
}

/// The parts a marquee touches: boxes it overlaps, and frames and bands it holds whole.
pub fn in_marquee(scene: &Scene, marquee: Rect) -> Vec<Target> {
    let holds = |r: Rect| r.union(marquee) == marquee;
    let nodes = scene.nodes.iter().filter(|n| n.rect.overlaps(marquee)).map(|n| &n.id);
    let bands = scene.bands.iter().filter(|b| holds(b.rect)).map(|b| &b.id);
    let frames = scene.frames.iter().filter(|f| holds(f.rect)).map(|f| &f.id);
    nodes.chain(bands).chain(frames).cloned().map(Target::Part).collect()
}
