//! Add a part by the name of its kind. The part it was asked from will need it.

use nines_editor::Point;
use nines_editor::catalogue::{Entry, PALETTE};
use nines_engine::ids::Id;

use super::super::views;
use super::frame;
use super::picker::{Line, Picker};
use crate::bench::use_bench;
use crate::live::prelude::*;

/// The list of kinds.
#[component]
pub fn AddDialog(
    /// Where it will stand.
    at_canvas: Option<Point>,
    /// Which part will need it.
    link_from: Option<Id>,
) -> impl IntoView {
    let bench = use_bench();
    let lines: Vec<Line> = PALETTE.iter().filter(|entry| entry.kind != "clients").map(line_of).collect();
    let from = StoredValue::new(link_from);
    let pick = move |kind: String| {
        frame::leave(bench, move || views::place(bench, &kind, at_canvas, from.get_value()));
    };
    view! { <Picker title="Add a part" lines on_pick=pick/> }
}

fn line_of(entry: &Entry) -> Line {
    Line { key: entry.kind.to_string(), name: entry.label.to_string(), note: entry.hint.to_string(), refusal: None }
}
