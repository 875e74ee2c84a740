//! The reference solution, on request and after a question: its words, its drawing, the usual mistake, and the way back
//! to one's own drawing.

use nines_lessons::model::topology_of;

use super::desk::{Desk, Station};
use super::wording;
use crate::live::prelude::*;

/// The button, the question, and what it leads to.
#[component]
pub fn SolutionBox(station: Station) -> impl IntoView {
    let shown = Memo::new(move |_| station.work.with(|work| work.solution));
    view! {
        <Show when=move || shown.get() fallback=move || view! { <Asking station/> }>
            <Shown station/>
        </Show>
    }
}

/// Asks before it shows: a solution cannot be unseen.
#[component]
fn Asking(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let asking = RwSignal::new(false);
    let question = if is_drawn(station) {
        "It takes the place of your drawing, and you can bring yours back."
    } else {
        "It names the answer, which cannot be unseen."
    };
    view! {
        <Show
            when=move || asking.get()
            fallback=move || view! {
                <p class="exercise-actions">
                    <button class="button" type="button" on:click=move |_| asking.set(true)>
                        "Show the reference solution"
                    </button>
                </p>
            }
        >
            <p role="status">{question}</p>
            <p class="exercise-actions">
                <button class="button primary" type="button" on:click=move |_| desk.show_solution(station)>"Show it"</button>
                <button class="button" type="button" on:click=move |_| asking.set(false)>"Not yet"</button>
            </p>
        </Show>
    }
}

#[component]
fn Shown(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let exercise = station.exercise;
    let has_own = move || station.work.with(|work| work.own.is_some());
    let bring_own = move || {
        view! {
            <button class="button" type="button" on:click=move |_| desk.bring_own_back(station)>
                "Bring my own drawing back"
            </button>
        }
    };
    let put_again = move || {
        view! {
            <button class="button" type="button" on:click=move |_| desk.show_solution(station)>
                "Draw the reference solution"
            </button>
        }
    };
    view! {
        <details class="solution" open>
            <summary>"A solution, and the usual mistake"</summary>
            <p inner_html=exercise.reference.says_html></p>
            <p inner_html=exercise.mistake.why_html></p>
        </details>
        {is_drawn(station).then(|| view! {
            <p class="exercise-actions">
                <Show when=has_own fallback=put_again>{bring_own()}</Show>
            </p>
        })}
    }
}

/// Whether the solution is a drawing at all: some exercises ask for a number only.
fn is_drawn(station: Station) -> bool {
    !wording::same_system(&topology_of(station.exercise.reference.topology), &station.start.topology)
}
