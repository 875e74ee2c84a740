//! A list with a filter above it: type, go through it with the arrows, choose with Enter. For commands, parts and kinds.

use leptos::ev;
use nines_editor::letters::lower;

use super::frame::Dialog;
use crate::live::prelude::*;
use crate::platform::{input, page};

/// A line to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Tells it from the others.
    pub key: String,
    /// What is shown and searched.
    pub name: String,
    /// What stands at its end: keys, or what it is.
    pub note: String,
    /// Why it cannot be chosen just now.
    pub refusal: Option<String>,
}

impl Line {
    /// Whether all words typed are in its name or its note.
    fn matches(&self, typed: &str) -> bool {
        let text = lower(&format!("{} {}", self.name, self.note));
        lower(typed).split_whitespace().all(|word| text.contains(word))
    }
}

/// The dialog with the list.
#[component]
pub fn Picker(
    /// What is chosen: the accessible name.
    title: &'static str,
    /// All lines.
    lines: Vec<Line>,
    /// What to do with the key of the line chosen.
    #[prop(into)]
    on_pick: Take<String>,
) -> impl IntoView {
    let (lines, on_pick) = (StoredValue::new(lines), StoredValue::new(on_pick));
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let shown = Memo::new(move |_| {
        typed.with(|typed| {
            lines.with_value(|lines| lines.iter().filter(|line| line.matches(typed)).cloned().collect::<Vec<_>>())
        })
    });
    let pick = move |line: &Line| {
        if line.refusal.is_none() {
            on_pick.get_value().take(line.key.clone());
        }
    };
    let go = move |to: usize| {
        at.set(to);
        page::reveal(&line_id(to));
    };
    let key = move |event: ev::KeyboardEvent| {
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked().min(last);
        match event.key().as_str() {
            "ArrowDown" => go(if now == last { 0 } else { now + 1 }),
            "ArrowUp" => go(if now == 0 { last } else { now - 1 }),
            "Enter" => {
                if let Some(line) = shown.with_untracked(|shown| shown.get(now).cloned()) {
                    pick(&line);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let row = move |(index, line): (usize, Line)| {
        let name = line.name.clone();
        let note = line.refusal.clone().unwrap_or_else(|| line.note.clone());
        let is_key = line.refusal.is_none();
        let disabled = line.refusal.is_some();
        view! {
            <li id=line_id(index) role="option" aria-selected=move || (at.get() == index).to_string() aria-disabled=disabled.then_some("true")
                on:pointermove=move |_| if at.get_untracked() != index { at.set(index) } on:click=move |_| pick(&line)>
                <span class="command-name">{name}</span>
                {if is_key { view! { <kbd>{note}</kbd> }.into_any() } else { view! { <span class="command-why">{note}</span> }.into_any() }}
            </li>
        }
    };
    let rows = move || shown.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Dialog title=title bare=true>
            <input class="command-input" type="text" role="combobox" aria-label=title placeholder=title aria-expanded="true" aria-controls="pick-list"
                aria-activedescendant=move || line_id(at.get()) autocomplete="off" spellcheck="false" autofocus
                on:input=move |event| { typed.set(input::value(&event)); at.set(0) } on:keydown=key/>
            <ul class="command-list" id="pick-list" role="listbox" aria-label=title>
                <For each=rows key=|(index, line)| format!("{index} {}", line.key) children=row/>
            </ul>
            <Show when=move || shown.with(Vec::is_empty)><p class="command-none">"Nothing of that name."</p></Show>
        </Dialog>
    }
}

fn line_id(index: usize) -> String {
    format!("pick-{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_any_order() {
        let line = Line { key: "k".into(), name: "Add: Load balancer".into(), note: "N".into(), refusal: None };
        assert!(line.matches("") && line.matches("bal add") && line.matches("LOAD"));
        assert!(!line.matches("load server"));
    }
}
