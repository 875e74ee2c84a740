//! A new name for a part.

use leptos::ev;
use nines_editor::{Action, Field, Target, check_field};
use nines_engine::ids::Id;

use super::frame::{self, Dialog};
use crate::bench::use_bench;
use crate::live::prelude::*;
use crate::platform::input;

/// The form for a name.
#[component]
pub fn RenameDialog(
    /// Which part.
    id: Id,
) -> impl IntoView {
    let bench = use_bench();
    let text = RwSignal::new(id.to_string());
    let old = StoredValue::new(id.clone());
    let error = Memo::new(move |_| {
        let target = Target::Part(old.get_value());
        text.with(|text| check_field(&bench.document_now(), Some(&target), Field::Name, text).err())
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if error.with_untracked(Option::is_none) {
            let rename = Action::Rename { id: old.get_value(), to: text.get_untracked() };
            frame::leave(bench, move || bench.dispatch(rename));
        }
    };
    view! {
        <Dialog title=format!("Rename {id}")>
            <form on:submit=submit>
                <div class="dialog-body">
                    <div class="field field-wide">
                        <label for="new-name">"Name"</label>
                        <input id="new-name" maxlength="64" autocomplete="off" spellcheck="false" autofocus value=id.to_string()
                            aria-invalid=move || error.with(Option::is_some).then_some("true") on:input=move |event| text.set(input::value(&event))/>
                        <p class="field-error" role="alert">{error}</p>
                    </div>
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| frame::close()>"Cancel"</button>
                    <button type="submit" class="button primary">"Rename"</button>
                </div>
            </form>
        </Dialog>
    }
}
