//! The lesson screen: the text is in the page already; here its exercises and questions come alive in their places, and
//! the sandbox appears beside them.
//!
//! Reading order: [`progress`] is what is kept, [`notebook`] keeps it, [`desk`] does everything a lesson does; the rest
//! are views: [`prediction`] with its [`comparison`], [`exercise`] with [`goals`], [`hints`] and [`solution`], and the
//! questions [`check`] and [`explain`]. Cards need nothing: the page's own `<details>` turn them.

pub mod progress;
mod notebook;
mod desk;
mod wording;
mod prediction;
mod comparison;
mod scale;
mod exercise;
mod goals;
mod hints;
mod solution;
mod check;
mod explain;

use nines_lessons::Lesson;

use crate::live::prelude::*;
use crate::platform::lesson_dom::Place;
use crate::sandbox::Instrument;
use desk::Desk;

/// Brings the lesson with this id to life, in the page that has its text.
#[inline(never)]
pub fn mount_lesson(id: &str) {
    let Some(lesson) = nines_lessons::catalogue().lesson(id) else { return };
    let Some(place) = Place::by_id("app") else { return };
    place.fill(move || {
        // The places in the text are filled from in here, so that all of them share this one owner.
        let desk = Desk::open(lesson);
        provide_context(desk);
        provide_context(desk.bench);
        for place in Place::all(".widget") {
            fill(place, lesson, desk);
        }
        view! {
            <ExerciseSwitch/>
            <Instrument variant="lesson"/>
        }
    });
}

/// Fills a place of the text. One that nothing here knows stays as it was printed.
fn fill(place: Place, lesson: &'static Lesson, desk: Desk) {
    let station = desk.station(&place.attribute("data-exercise"));
    match place.attribute("data-widget").as_str() {
        "prediction" => {
            if let Some(station) = station
                && let Some(asked) = &station.exercise.prediction
            {
                place.fill(move || view! { <prediction::PredictionForm station asked/> });
            }
        }
        "sandbox" => {
            if let Some(station) = station {
                place.fill(move || view! { <exercise::ExerciseBox station/> });
            }
        }
        "check" => {
            let id = place.attribute("data-check");
            if let Some(check) = lesson.checks.iter().find(|check| check.id == id) {
                place.fill(move || view! { <check::CheckBox check/> });
            }
        }
        "explain" => {
            let id = place.attribute("data-explain");
            if let Some(explain) = lesson.explains.iter().find(|explain| explain.id == id) {
                place.fill(move || view! { <explain::ExplainBox explain/> });
            }
        }
        _ => {}
    }
}

/// Which exercise is in the sandbox.
#[component]
fn ExerciseSwitch() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let choices = desk.stations().iter().copied().map(|station| {
        let id = station.exercise.id;
        let name = format!("{} · {}", id.to_ascii_uppercase(), station.exercise.title);
        view! {
            <label>
                <input
                    type="radio"
                    name="exercise"
                    prop:checked=move || station.active.get()
                    on:change=move |_| desk.switch_to(id)
                />
                {name}
            </label>
        }
    });
    view! {
        <fieldset class="exercise-switch">
            <legend>"Exercise"</legend>
            <div class="segmented">{choices.collect_view()}</div>
        </fieldset>
    }
}
