//! The layers of the drawing, moved and zoomed as one: frames, bands, cables, needs, parts, and the gesture on top. Each
//! thing is a view of its own, keyed by its name, with a signal of its own.

use super::band::BandView;
use super::cables::Cables;
use super::edge::EdgeView;
use super::frame::FrameView;
use super::node::NodeView;
use super::overlay::Overlay;
use crate::bench::use_bench;
use crate::live::prelude::*;

/// Below this zoom, small print is left out.
const FAR_ZOOM: f64 = 0.5;

/// The drawing.
#[component]
pub fn Picture() -> impl IntoView {
    let bench = use_bench();
    let is_far = Memo::new(move |_| bench.viewport().get().zoom < FAR_ZOOM);
    view! {
        <div class="viewport" style=move || format!("transform:{}", bench.viewport().get().css())>
            <svg class="scene" class:far=move || is_far.get() role="presentation">
                <For each=move || bench.frame_ids().get() key=|id| id.to_string() children=|id| view! { <FrameView id/> }/>
                <For each=move || bench.band_ids().get() key=|id| id.to_string() children=|id| view! { <BandView id/> }/>
                <Cables/>
                <For each=move || bench.edge_keys().get() key=|key| key.clone() children=|key| view! { <EdgeView key_of=key/> }/>
                <For each=move || bench.node_ids().get() key=|id| id.to_string() children=|id| view! { <NodeView id/> }/>
                <Overlay/>
            </svg>
        </div>
    }
}
