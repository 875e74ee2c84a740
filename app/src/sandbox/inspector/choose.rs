//! A list to choose from with a button beside it. The button is there because a list alone would act on every arrow key
//! that passes over it.

use leptos::ev;

use crate::live::prelude::*;
use crate::platform::input;

/// Choose one of several, then press the button. Not there when there is nothing to choose from.
#[component]
pub fn Choose(
    /// What is chosen: the list's accessible name.
    #[prop(into)]
    label: String,
    /// The button's word, for reading aloud and, where there is room, for reading.
    verb: &'static str,
    /// A sign in the place of the word.
    #[prop(optional)]
    sign: Option<&'static str>,
    /// What there is to choose from.
    #[prop(into)]
    options: Signal<Vec<String>>,
    /// What to do with the choice.
    #[prop(into)]
    on_choose: Take<String>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<String>);
    // What was chosen may be gone by the time the button is pressed.
    let current = move || options.with(|all| chosen.get().filter(|c| all.contains(c)).or_else(|| all.first().cloned()));
    let change = move |event: ev::Event| chosen.set(Some(input::value(&event)));
    let (label, on_choose) = (StoredValue::new(label), StoredValue::new(on_choose));
    let press = move |_| {
        if let Some(choice) = untrack(current) {
            chosen.set(None);
            on_choose.get_value().take(choice);
        }
    };
    let option = move |name: String| {
        let shown = name.clone();
        let value = name.clone();
        view! { <option value=value prop:selected=move || current().as_ref() == Some(&name)>{shown}</option> }
    };
    view! {
        <Show when=move || options.with(|all| !all.is_empty())>
            <span class="field-row choose">
                <select aria-label=label.get_value() on:change=change>
                    <For each=move || options.get() key=|name: &String| name.clone() children=option/>
                </select>
                <button type="button" class="button" aria-label=format!("{verb}: {}", label.get_value()) on:click=press>{sign.unwrap_or(verb)}</button>
            </span>
        </Show>
    }
}
