//! Go to a part by its name.

use nines_editor::{Action, SelectMode, Target, outline};
use nines_engine::ids::Id;

use super::super::canvas::CANVAS_ID;
use super::frame;
use super::picker::{Line, Picker};
use crate::bench::use_bench;
use crate::live::prelude::*;
use crate::platform::input;

/// The list of parts.
#[component]
pub fn JumpDialog() -> impl IntoView {
    let bench = use_bench();
    let lines: Vec<Line> = outline(&bench.document_now()).into_iter().map(line_of).collect();
    let pick = move |name: String| {
        let Ok(id) = Id::new(&name) else { return };
        frame::leave(bench, move || {
            let target = Target::Part(id);
            bench.dispatch(Action::Focus(Some(target.clone())));
            bench.dispatch(Action::Select { target: target.clone(), mode: SelectMode::Only });
            bench.dispatch(Action::Reveal(target));
            input::focus(CANVAS_ID);
        });
    };
    view! { <Picker title="Go to a part" lines on_pick=pick/> }
}

fn line_of(row: nines_editor::Row) -> Line {
    Line { key: row.id.to_string(), name: row.id.to_string(), note: row.kind_label, refusal: None }
}
