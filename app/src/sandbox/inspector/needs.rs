//! What a part needs, as a list that can be changed: softly or not, away, one more.

use nines_editor::{Action, change};
use nines_engine::ids::Id;

use super::super::sign::IconButton;
use super::choose::Choose;
use super::document::PartLink;
use crate::bench::use_bench;
use crate::live::prelude::*;
use crate::platform::input;

/// The needs of a part or of the clients.
#[component]
pub fn Needs(
    /// Whose.
    id: Id,
) -> impl IntoView {
    let bench = use_bench();
    let from = StoredValue::new(id.clone());
    let needs = Memo::new(move |_| {
        let from = from.get_value();
        bench.document().with(|d| change::needs_of(d, &from).iter().map(|n| n.to.clone()).collect::<Vec<_>>())
    });
    let possible = Memo::new(move |_| {
        let from = from.get_value();
        bench.document().with(|document| change::link::possible_needs(document, &from))
    });
    let add = move |name: String| {
        if let Ok(to) = Id::new(&name) {
            bench.dispatch(Action::Connect { from: from.get_value(), to, soft: false });
        }
    };
    let label = format!("What {id} needs");
    view! {
        <fieldset class="group">
            <legend>"Needs"</legend>
            <Show when=move || needs.with(Vec::is_empty)><p class="inspector-empty">"Nothing."</p></Show>
            <For each=move || needs.get() key=|to| to.to_string() children=move |to| view! { <NeedRow from=from.get_value() to/> }/>
            <Choose label=label verb="Connect" options=possible on_choose=add/>
        </fieldset>
    }
}

/// One need.
#[component]
fn NeedRow(from: Id, to: Id) -> impl IntoView {
    let bench = use_bench();
    let ends = StoredValue::new((from, to.clone()));
    let soft = Memo::new(move |_| {
        let (from, to) = ends.get_value();
        bench.document().with(|d| change::needs_of(d, &from).iter().any(|n| n.to == to && n.soft))
    });
    let set_soft = move |soft: bool| {
        let (from, to) = ends.get_value();
        bench.dispatch(Action::SetSoft { from, to, soft });
    };
    let remove = move || {
        let (from, to) = ends.get_value();
        bench.dispatch(Action::Disconnect { from, to });
    };
    view! {
        <div class="member-row">
            <PartLink name=to.to_string()/>
            <label class="check" title="Soft: work goes on without it, degraded">
                <input type="checkbox" aria-label=format!("{to} is needed softly") prop:checked=move || soft.get() on:change=move |event| set_soft(input::checked(&event))/>
                "soft"
            </label>
            <IconButton icon="close" label=format!("Remove the need for {to}") on_press=remove/>
        </div>
    }
}
