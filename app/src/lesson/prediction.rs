//! Asking for a prediction before anything runs. Once it is locked in it stays, and the comparison appears below it.

use nines_engine::report;
use nines_lessons::{Prediction, prediction};

use super::comparison::Comparison;
use super::desk::{Desk, Station};
use crate::live::prelude::*;
use crate::platform::input;

/// The question, the field, and what was locked in.
#[component]
pub fn PredictionForm(station: Station, asked: &'static Prediction) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let locked = Memo::new(move |_| station.work.with(|work| work.guess));
    let id = station.exercise.id;
    let (form, field, question, feels) =
        (format!("prediction-{id}"), format!("guess-{id}"), format!("question-{id}"), format!("feels-{id}"));
    let locked_id = format!("locked-{id}");
    let said_id = locked_id.clone();
    let described_by = format!("{question} {feels}");
    let lock_in = move || match prediction::read(&typed.get_untracked()) {
        Ok(guess) => {
            typed.set(String::new());
            error.set(None);
            desk.lock_in(station, guess);
            // The field and its button go; what stands in their place is read to whoever was there.
            input::focus_soon(locked_id.clone());
        }
        Err(sentence) => error.set(Some(sentence)),
    };
    view! {
        <form
            id=form
            class="prediction"
            data-locked=move || locked.get().is_some().to_string()
            on:submit=move |event| {
                event.prevent_default();
                lock_in();
            }
        >
            <p id=question class="prediction-question">{asked.question}</p>
            <div class="prediction-row">
                <label for=field.clone()>"Your prediction"</label>
                <input
                    id=field
                    class="value"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby=described_by
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        error.set(None);
                    }
                />
                <span class="unit">"%"</span>
                <button class="button primary" type="submit">"Lock in"</button>
            </div>
            <p id=feels class="prediction-feels">{move || felt(&typed.get())}</p>
            {move || error.get().map(|sentence| view! { <p class="field-error" role="alert">{sentence}</p> })}
            <p id=said_id class="prediction-locked" tabindex="-1">{move || locked.get().map(locked_said)}</p>
        </form>
        <Show when=move || locked.get().is_some()>
            <Comparison station asked/>
        </Show>
    }
}

/// What is typed as downtime, so that a slip of a digit is felt before it is locked in.
fn felt(typed: &str) -> String {
    match prediction::read(typed) {
        Ok(guess) => format!("{} of downtime", report::downtime_text(1.0 - guess)),
        Err(_) => "It can be locked in once, before the system runs.".to_string(),
    }
}

fn locked_said(guess: f64) -> impl IntoView {
    view! {
        "You predicted "
        <b class="value">{report::percent(1.0 - guess)}</b>
        ". It is locked until you start over."
    }
}
