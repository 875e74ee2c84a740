//! The line of a need, with its head at what is used: double where a pool can lose a member, dashed where work goes on
//! without it. It takes on the state of what it goes to, so that a failure can be seen to spread.

use nines_editor::Target;
use nines_engine::sim::PartState;

use super::super::words;
use super::node::{is_focused, is_selected};
use crate::bench::use_bench;
use crate::live::prelude::*;

/// A need.
#[component]
pub fn EdgeView(
    /// Its key among the needs' lines.
    key_of: String,
) -> impl IntoView {
    let bench = use_bench();
    let edge = bench.edge(&key_of);
    let ends = edge.with_untracked(|e| e.as_ref().map(|e| (e.from.clone(), e.to.clone())));
    // A line without an edge is of a list that is one update ahead; it goes at once.
    let Some((from, to)) = ends else { return ().into_any() };
    let state = bench.state(&to);
    let target = Target::Need { from: from.clone(), to: to.clone() };
    let (selected, focused) = (is_selected(target.clone()), is_focused(target.clone()));
    let soft = Memo::new(move |_| edge.with(|e| e.as_ref().is_some_and(|e| e.soft)));
    let redundant = Memo::new(move |_| edge.with(|e| e.as_ref().is_some_and(|e| e.redundant)));
    let path = Memo::new(move |_| edge.with(|e| e.as_ref().map(|e| e.path.clone()).unwrap_or_default()));
    let head = move || {
        edge.with(|e| {
            let (end, [x, y]) = e.as_ref().map(|e| (e.end, e.heading)).unwrap_or_default();
            format!("matrix({x} {y} {} {x} {} {})", -y, end.x, end.y)
        })
    };
    let look = Memo::new(move |_| match state.get() {
        PartState::Up | PartState::Degraded => "up",
        _ if soft.get() => "degraded",
        _ => "failed",
    });
    let label = {
        let (from, to) = (from.clone(), to.clone());
        move || {
            let soft = if soft.get() { ", softly" } else { "" };
            let redundant = if redundant.get() { ", redundant" } else { "" };
            format!("{from} needs {to}{soft}{redundant}")
        }
    };
    view! {
        <g id=words::element_id(&target) role="img" aria-label=move || label() data-need=format!("{from}→{to}")>
        <g
            class="edge"
            data-soft=move || soft.get().then_some("")
            data-redundant=move || redundant.get().then_some("")
            data-state=look
            aria-selected=move || selected.get().to_string()
            data-focus=move || focused.get().then_some("")
        >
            <path class="edge-hit" d=path/>
            <path class="edge-line" d=path/>
            <path class="edge-core" d=path/>
            <path class="edge-head" d="M-8 -4 0 0-8 4" transform=move || head()/>
        </g>
        </g>
    }
    .into_any()
}
