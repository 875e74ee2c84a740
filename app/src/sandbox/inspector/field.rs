//! One field: its label, its text, what it means, and why a text is not taken. A text counts when the field is left or
//! with Enter; Escape puts the old one back.

use leptos::ev;
use nines_editor::{Action, Field, FieldRow, Target, check_field, inspector};

use super::HEADING_ID;
use crate::bench::{Bench, use_bench};
use crate::live::prelude::*;
use crate::platform::{input, timers};

/// The fields of a target, or of the document, that a view picks out.
#[component]
pub fn Fields(
    /// Whose; `None` for the document.
    #[prop(into)]
    of: Signal<Option<Target>>,
    /// Which, in this order.
    fields: &'static [Field],
) -> impl IntoView {
    let bench = use_bench();
    let rows = Memo::new(move |_| bench.document().with(|document| inspector(document, of.get().as_ref())));
    let there = move || {
        let is_there = |field: &Field| rows.with(|rows| rows.iter().any(|row| row.field == *field));
        fields.iter().copied().filter(is_there).collect::<Vec<_>>()
    };
    view! {
        <For each=there key=|field| name_of(*field) children=move |field| view! { <FieldView of rows field/> }/>
    }
}

/// A word for a field that can stand in an id.
fn name_of(field: Field) -> String {
    format!("field-{field:?}").to_ascii_lowercase()
}

/// A field being edited.
#[derive(Clone, Copy)]
struct Edited {
    bench: Bench,
    of: Signal<Option<Target>>,
    field: Field,
    /// Whose field it was when the keyboard came to it. A press elsewhere selects another part before this field is left.
    began_with: StoredValue<Option<Option<Target>>>,
    error: RwSignal<String>,
}

impl Edited {
    fn begin(self) {
        self.began_with.set_value(Some(self.of.get_untracked()));
    }

    /// Says at once what would be refused.
    fn check(self, text: &str) {
        let document = self.bench.document_now();
        let checked = check_field(&document, self.of.get_untracked().as_ref(), self.field, text);
        self.error.set(checked.err().unwrap_or_default());
    }

    fn commit(self, event: &ev::Event) {
        let text = input::value(event);
        let of = self.began_with.get_value().unwrap_or_else(|| self.of.get_untracked());
        let document = self.bench.document_now();
        let checked = check_field(&document, of.as_ref(), self.field, &text);
        if checked.is_ok() {
            self.bench.dispatch(Action::SetField { of: of.clone(), field: self.field, text });
        }
        if self.field == Field::Name {
            stay_in_the_inspector();
        }
        let has_moved_on = self.of.get_untracked() != of;
        if checked.is_ok() || has_moved_on {
            self.revert(event);
        } else {
            self.error.set(checked.err().unwrap_or_default());
        }
    }

    /// Shows what the document has.
    fn revert(self, event: &ev::Event) {
        input::put_value(event, &self.text());
        self.error.set(String::new());
    }

    fn text(self) -> String {
        let document = self.bench.document_now();
        let rows = inspector(&document, self.of.get_untracked().as_ref());
        rows.into_iter().find(|row| row.field == self.field).map(|row| row.text).unwrap_or_default()
    }
}

/// A part with another name has other fields, and the one the keyboard was on is gone: it goes to the heading, unless it
/// has somewhere to be.
fn stay_in_the_inspector() {
    let later = timers::after(0, || {
        if input::focus_is_nowhere() {
            input::focus(HEADING_ID);
        }
    });
    // It comes in the next turn of the event loop; there is nothing that should call it off.
    std::mem::forget(later);
}

/// One field.
#[component]
fn FieldView(
    of: Signal<Option<Target>>,
    rows: Memo<Vec<FieldRow>>,
    /// Which.
    field: Field,
) -> impl IntoView {
    let bench = use_bench();
    let edited = Edited { bench, of, field, began_with: StoredValue::new(None), error: RwSignal::new(String::new()) };
    let row = Memo::new(move |before: Option<&Option<FieldRow>>| {
        let found = rows.with(|rows| rows.iter().find(|row| row.field == field).cloned());
        // A field that has just left the list is shown as it was until its view is gone.
        found.or_else(|| before.cloned().flatten())
    });
    let Some(first) = row.get_untracked() else { return ().into_any() };
    let id = name_of(field);
    let help_id = format!("{id}-help");
    let is_wide = matches!(field, Field::Title | Field::Notes);
    let control = match (first.choices.is_empty(), field) {
        (false, _) => view! { <Choices id=id.clone() row edited/> }.into_any(),
        (true, Field::Notes) => view! { <LongText id=id.clone() row edited/> }.into_any(),
        (true, _) => view! { <ShortText id=id.clone() row edited/> }.into_any(),
    };
    view! {
        <div class="field" class:field-wide=is_wide title=first.help>
            <label for=id>{first.label}</label>
            {control}
            <span class="visually-hidden" id=help_id>{first.help}</span>
            <p class="field-error" role="alert">{edited.error}</p>
        </div>
    }
    .into_any()
}

/// Whether a field holds words rather than a number.
fn holds_words(field: Field) -> bool {
    matches!(field, Field::Title | Field::Name | Field::Notes)
}

#[component]
fn ShortText(id: String, row: Memo<Option<FieldRow>>, edited: Edited) -> impl IntoView {
    let help = format!("{id}-help");
    let text = move || row.with(|row| row.as_ref().map(|row| row.text.clone()).unwrap_or_default());
    let placeholder = move || row.with(|row| row.as_ref().map(|row| row.placeholder.clone()).unwrap_or_default());
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            edited.revert(&event);
        }
    };
    view! {
        <input id=id class:value=!holds_words(edited.field) autocomplete="off" spellcheck="false" maxlength="200" aria-describedby=help
            placeholder=move || placeholder() prop:value=move || text()
            aria-invalid=move || edited.error.with(|e| (!e.is_empty()).then_some("true"))
            on:focus=move |_| edited.begin()
            on:input=move |event| edited.check(&input::value(&event))
            on:change=move |event| edited.commit(&event)
            on:keydown=key/>
    }
}

#[component]
fn LongText(id: String, row: Memo<Option<FieldRow>>, edited: Edited) -> impl IntoView {
    let help = format!("{id}-help");
    let text = move || row.with(|row| row.as_ref().map(|row| row.text.clone()).unwrap_or_default());
    view! {
        <textarea id=id rows="3" aria-describedby=help prop:value=move || text() on:focus=move |_| edited.begin() on:change=move |event| edited.commit(&event)></textarea>
    }
}

#[component]
fn Choices(id: String, row: Memo<Option<FieldRow>>, edited: Edited) -> impl IntoView {
    let help = format!("{id}-help");
    let choices = move || row.with(|row| row.as_ref().map(|row| row.choices.clone()).unwrap_or_default());
    let option = move |(value, label): (String, String)| {
        let own = value.clone();
        let is_chosen = move || row.with(|row| row.as_ref().is_some_and(|row| row.text == own));
        view! { <option value=value prop:selected=move || is_chosen()>{label}</option> }
    };
    view! {
        <select id=id aria-describedby=help on:focus=move |_| edited.begin() on:change=move |event| edited.commit(&event)>
            <For each=choices key=|(value, _)| value.clone() children=option/>
        </select>
    }
}
