//! A question to answer in one's own words. What is typed is kept; a model to compare with comes after some words of
//! one's own, because comparing is what teaches.

use nines_lessons::Explain;

use super::desk::Desk;
use super::progress::Explanation;
use super::wording;
use crate::live::prelude::*;

/// How many words are asked for before the model is offered.
const WORDS_MIN: usize = 12;

/// The question, the field, and the model.
#[component]
pub fn ExplainBox(explain: &'static Explain) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let kept = Memo::new(move |_| desk.progress().with(|p| p.explains.get(explain.id).cloned().unwrap_or_default()));
    let change = move |f: &dyn Fn(&mut Explanation)| {
        desk.progress().update(|progress| f(progress.explains.entry(explain.id.to_string()).or_default()));
    };
    let words = Memo::new(move |_| kept.with(|kept| wording::words(&kept.text)));
    let left = move || WORDS_MIN.saturating_sub(words.get());
    let is_early = move || left() > 0;
    let (field, prompt) = (format!("answer-{}", explain.id), format!("prompt-{}", explain.id));
    view! {
        <h3>"In your own words"</h3>
        <div id=prompt.clone() inner_html=explain.prompt_html></div>
        <label class="answer-label" for=field.clone()>"Your answer"</label>
        <textarea
            id=field
            class="answer"
            aria-describedby=prompt
            prop:value=move || kept.with(|kept| kept.text.clone())
            on:input=move |event| {
                let text = event_target_value(&event);
                change(&|kept| kept.text.clone_from(&text));
            }
        ></textarea>
        <p class="exercise-actions">
            <button
                class="button"
                type="button"
                hidden=move || kept.with(|kept| kept.compared)
                disabled=move || is_early()
                on:click=move |_| change(&|kept| kept.compared = true)
            >
                "Compare with one answer"
            </button>
            <span class="field-hint">{move || left_said(left())}</span>
        </p>
        <Show when=move || kept.with(|kept| kept.compared)>
            <div class="model-answer" role="status">
                <h3>"One answer"</h3>
                <p inner_html=explain.model_html></p>
            </div>
        </Show>
    }
}

fn left_said(left: usize) -> String {
    match left {
        0 => "What you write is kept in this browser.".to_string(),
        1 => "One more word of your own, then you can compare.".to_string(),
        n => format!("{n} more words of your own, then you can compare."),
    }
}
