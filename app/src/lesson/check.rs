//! A question with choices: after each try the reason, right or wrong.

use nines_lessons::{Check, Choice};

use super::desk::Desk;
use crate::live::prelude::*;

/// The question and its choices.
#[component]
pub fn CheckBox(check: &'static Check) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let chosen = RwSignal::new(None::<usize>);
    let tried = Memo::new(move |_| desk.progress().with(|p| p.checks.get(check.id).cloned().unwrap_or_default()));
    let answer = move |_| {
        let Some(choice) = chosen.get_untracked() else { return };
        desk.progress().update(|progress| {
            let tried = progress.checks.entry(check.id.to_string()).or_default();
            tried.retain(|before| *before != choice);
            tried.push(choice);
        });
    };
    let choices = check.choices.iter().enumerate();
    let choices = choices.map(|(i, choice)| choice_view(check.id, i, choice, chosen, tried)).collect_view();
    view! {
        <fieldset class="check-question">
            <legend inner_html=check.question_html></legend>
            <ul class="choices" aria-live="polite">{choices}</ul>
        </fieldset>
        <p class="exercise-actions">
            <button class="button" type="button" disabled=move || chosen.get().is_none() on:click=answer>
                "Check my choice"
            </button>
        </p>
    }
}

fn choice_view(
    question: &'static str,
    i: usize,
    choice: &'static Choice,
    chosen: RwSignal<Option<usize>>,
    tried: Memo<Vec<usize>>,
) -> impl IntoView {
    let was_tried = move || tried.with(|tried| tried.contains(&i));
    let word = if choice.right { "Right. " } else { "Wrong. " };
    view! {
        <li data-right=move || was_tried().then(|| choice.right.to_string())>
            <label>
                <input
                    type="radio"
                    name=format!("check-{question}")
                    prop:checked=move || chosen.get() == Some(i)
                    on:change=move |_| chosen.set(Some(i))
                />
                <span inner_html=choice.html></span>
            </label>
            <Show when=was_tried>
                <p><b>{word}</b><span inner_html=choice.because_html></span></p>
            </Show>
        </li>
    }
}
