//! A drawing that shows states and takes no part in editing: the scene of the context's bench, as large as its place.
//! The sandbox has a canvas of its own; what is drawn how is written down beside the style sheets.

use std::sync::Arc;

use nines_editor::geometry::Rect;
use nines_editor::scene::{Band, Edge, Node, Sort};
use nines_engine::ids::Id;
use nines_engine::report;
use nines_engine::sim::PartState;
use nines_engine::topology::{Part, Topology};

use crate::bench::Bench;
use crate::glyphs::{self, Stroke};
use crate::live::prelude::*;

/// Room around the drawing, in canvas units.
const MARGIN: f64 = 8.0;

/// The drawing with its words for those who do not see it.
#[component]
pub fn Picture() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let session = bench.session();
    let scene = session.scene();
    let document = session.document();
    let bands = scene.bands.iter().map(|band| band_view(bench, band)).collect_view();
    let edges = scene.edges.iter().map(|edge| edge_view(bench, edge)).collect_view();
    let nodes = scene.nodes.iter().map(|node| node_view(bench, document, node)).collect_view();
    view! {
        <div class="canvas" data-still>
            <svg class="scene" viewBox=view_box(scene.bounds) role="img" aria-label=described(document)>
                {bands}
                {edges}
                {nodes}
            </svg>
        </div>
    }
}

fn view_box(bounds: Rect) -> String {
    let (x, y) = (bounds.x - MARGIN, bounds.y - MARGIN);
    format!("{x} {y} {} {}", bounds.width + 2.0 * MARGIN, bounds.height + 2.0 * MARGIN)
}

fn described(document: &Topology) -> String {
    format!("The shop: {}", nines_lessons::figure::describe(document))
}

/// The word the style sheets know for a state.
fn state_name(state: &PartState) -> &'static str {
    match state {
        PartState::Up => "up",
        PartState::Degraded => "degraded",
        PartState::Failed { .. } | PartState::Blocked { .. } | PartState::NeverWorks => "failed",
    }
}

fn band_view(bench: Bench, band: &Arc<Band>) -> impl IntoView + use<> {
    let state = bench.state(&band.id);
    let Rect { x, y, width, height } = band.rect;
    view! {
        <g class="band" data-state=move || state_name(&state.get()) transform=format!("translate({} {})", x, y)>
            <rect class="band-box" rx="6" width=width.to_string() height=height.to_string()/>
            <text
                class="band-name"
                x=(band.tab.x - x + 8.0).to_string()
                y=(band.tab.y - y + 17.0).to_string()
            >
                {band.label.clone()}
            </text>
        </g>
    }
}

fn edge_view(bench: Bench, edge: &Arc<Edge>) -> impl IntoView + use<> {
    let state = bench.state(&edge.to);
    let [dx, dy] = edge.heading;
    let head = format!("matrix({dx} {dy} {} {dx} {} {})", -dy, edge.end.x, edge.end.y);
    let path = edge.path.clone();
    view! {
        <g
            class="edge"
            data-redundant=edge.redundant.then_some("")
            data-soft=edge.soft.then_some("")
            data-state=move || state_name(&state.get())
        >
            <path class="edge-line" d=path.clone()/>
            <path class="edge-core" d=path/>
            <path class="edge-head" d="M-8 -4 0 0-8 4" transform=head/>
        </g>
    }
}

fn node_view(bench: Bench, document: &Topology, node: &Arc<Node>) -> impl IntoView + use<> {
    let state = bench.state(&node.id);
    let shown = Memo::new(move |_| state.get());
    let name = node.id.to_string();
    let number = own_number(document, &node.id);
    let is_clients = node.sort == Sort::Clients;
    let by = move || match shown.get() {
        PartState::Blocked { by } => Some(by.to_string()),
        _ => None,
    };
    let note = move || match shown.get() {
        PartState::Up if is_clients => "served".to_string(),
        PartState::Up => number.clone(),
        PartState::Degraded => "degraded".to_string(),
        PartState::Failed { .. } => "failed".to_string(),
        PartState::Blocked { by } => format!("no {by}"),
        PartState::NeverWorks => "never works".to_string(),
    };
    let mark = move || strokes(glyphs::mark(state_name(&shown.get())));
    view! {
        <g
            class="node"
            data-kind=node.kind.clone()
            data-state=move || state_name(&shown.get())
            data-by=move || by()
            transform=format!("translate({} {})", node.rect.x, node.rect.y)
        >
            <rect class="node-box" width="128" height="56" rx="4"/>
            <g class="glyph" transform="translate(8 6)">{strokes(glyphs::glyph(&node.kind))}</g>
            <text class="node-name" x="40" y="23">{name}</text>
            <g class="state-mark" transform="translate(14 35)">{move || mark()}</g>
            <text class="node-note" x="40" y="45">{move || note()}</text>
        </g>
    }
}

fn strokes(strokes: &'static [Stroke]) -> impl IntoView {
    let path = |stroke: &Stroke| view! { <path d=stroke.d class:solid=stroke.solid/> };
    strokes.iter().map(path).collect_view()
}

fn own_number(document: &Topology, id: &Id) -> String {
    match document.get(id) {
        Some(Part::Component(part)) => report::percent(part.reliability.unavailability()),
        _ => String::new(),
    }
}
