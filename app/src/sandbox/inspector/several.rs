//! Several things at once: what can be done with all of them.

use nines_editor::{Action, Command, command};
use nines_engine::topology::Kind;

use super::document::PartLink;
use crate::bench::use_bench;
use crate::live::prelude::*;

/// What can be done with a selection of several.
#[component]
pub fn SeveralPanel(
    /// How many.
    count: usize,
) -> impl IntoView {
    let bench = use_bench();
    let names =
        bench.selection().with_untracked(|selection| selection.parts().map(ToString::to_string).collect::<Vec<_>>());
    let button = move |label: &'static str, command: Command, action: fn() -> Action| {
        let refusal = command::disabled(&bench.session(), command);
        view! {
            <button type="button" class="button" aria-disabled=refusal.is_some().then_some("true") title=refusal on:click=move |_| bench.dispatch(action())>{label}</button>
        }
    };
    view! {
        <header class="inspector-head"><h2 id="inspector-first" tabindex="-1">{format!("{count} selected")}</h2></header>
        <p class="names">{names.into_iter().map(|name| view! { <PartLink name/> " " }).collect_view()}</p>
        <div class="actions">
            {button("Make a pool", Command::Pool, || Action::PoolSelected)}
            {button("Put into a new zone", Command::Zone, || Action::DomainFromSelection { kind: Kind::new("zone") })}
            {button("Leave all domains", Command::LeaveDomains, || Action::LeaveDomains)}
            {button("Duplicate", Command::Duplicate, || Action::Duplicate)}
            {button("Delete", Command::Delete, || Action::DeleteSelected)}
        </div>
    }
}
