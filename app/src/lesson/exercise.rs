//! An exercise in the text: what to do, how far it is, and the ways on when one is stuck.

use super::desk::{Desk, Station};
use super::goals::Goals;
use super::hints::Hints;
use super::solution::SolutionBox;
use super::wording;
use crate::live::prelude::*;
use crate::platform::lesson_dom;

/// All of an exercise but its prediction.
#[component]
pub fn ExerciseBox(station: Station) -> impl IntoView {
    let exercise = station.exercise;
    let explained = move || station.work.with(|work| work.solved || work.solution);
    view! {
        <h3>{format!("Exercise {} · {}", exercise.id.to_ascii_uppercase(), exercise.title)}</h3>
        <div inner_html=exercise.task_html></div>
        <Actions station/>
        <p>"It is done when:"</p>
        <Goals station/>
        <Show when=explained>
            <p class="exercise-explanation" inner_html=exercise.explanation_html></p>
        </Show>
        <Hints station/>
        <SolutionBox station/>
    }
}

/// Putting the exercise into the sandbox, and starting over.
#[component]
fn Actions(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let go = move |_| {
        desk.switch_to(station.exercise.id);
        // Where the sandbox is beside the text it is in view already.
        lesson_dom::scroll_to(".instrument > .runbar, .instrument > .stage");
        lesson_dom::focus_on(".instrument .canvas");
    };
    let label = move || if station.active.get() { "Go to the drawing" } else { "Work on it" };
    view! {
        <p class="exercise-actions">
            <button class="button" class:primary=move || !station.active.get() type="button" on:click=go>{move || label()}</button>
            <button class="button" type="button" on:click=move |_| desk.start_over(station)>"Start over"</button>
            <Show when=move || desk.can_bring_back(station)>
                <span role="status">"Started over."</span>
                <button class="link-button" type="button" on:click=move |_| desk.bring_back(station)>
                    "Bring back what was there"
                </button>
            </Show>
        </p>
        <Show when=move || gives_away(desk, station).is_some()>
            <p class="field-hint">
                {move || gives_away(desk, station).map(|other| {
                    format!("The sandbox shows the answer to exercise {} here. Predict that one first.", other.to_ascii_uppercase())
                })}
            </p>
        </Show>
    }
}

/// The exercise whose prediction is still open and would be answered by looking at this one.
fn gives_away(desk: Desk, station: Station) -> Option<&'static str> {
    let asks = |other: &&Station| other.exercise.prediction.is_some() && other.work.with(|work| work.guess.is_none());
    let others = desk.stations().iter().filter(|other| other.exercise.id != station.exercise.id);
    let mut same = others.filter(|other| wording::same_system(&other.start.topology, &station.start.topology));
    same.find(asks).map(|other| other.exercise.id)
}
