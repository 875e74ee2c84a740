//! Hints, one after the other, each weaker help before the stronger.

use super::desk::{Desk, Station};
use crate::live::prelude::*;

/// The hints that were asked for, and the button for the next.
#[component]
pub fn Hints(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let all = station.exercise.hints;
    let shown = Memo::new(move |_| station.work.with(|work| work.hints.min(all.len())));
    let list = move || all[..shown.get()].iter().map(|hint| view! { <li inner_html=*hint></li> }).collect_view();
    let are_left = move || shown.get() < all.len();
    view! {
        <div class="hints">
            <ol class="hint-list" aria-live="polite" hidden=move || shown.get() == 0>{move || list()}</ol>
            <Show
                when=are_left
                fallback=move || view! { <p class="field-hint">"There are no more hints."</p> }
            >
                <button class="button" type="button" on:click=move |_| desk.next_hint(station)>
                    "Next hint "
                    <span class="count">{move || format!("{} of {}", shown.get() + 1, all.len())}</span>
                </button>
            </Show>
        </div>
    }
}
