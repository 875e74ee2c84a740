//! A dialog of the browser around any content. It is shown as soon as it is in the page; closing it in any way tells
//! whoever opened it.

use leptos::html;

use super::super::sign::IconButton;
use crate::bench::{Bench, Panel, use_bench};
use crate::live::prelude::*;
use crate::platform::dialogs;

/// The element's id: there is one dialog at a time.
const DIALOG_ID: &str = "dialog";

/// A dialog.
#[component]
pub fn Dialog(
    /// What it is about: its accessible name.
    #[prop(into)]
    title: String,
    /// Whether the title is shown; a list with a filter says itself what it is.
    #[prop(optional)]
    bare: bool,
    /// What to do when it is closed in any way.
    #[prop(optional, into)]
    on_close: Option<Press>,
    children: Children,
) -> impl IntoView {
    let bench = use_bench();
    let node = NodeRef::<html::Dialog>::new();
    node.on_load(|_| dialogs::show(DIALOG_ID));
    let mine = bench.panel().get_untracked();
    let closed = move |_| match &on_close {
        Some(on_close) => on_close.press(),
        // The browser tells some time later, when another dialog may be open already.
        None if bench.panel().get_untracked() == mine => bench.close_panel(),
        None => {}
    };
    let head = (!bare).then(|| {
        view! {
            <header class="dialog-head">
                <h2 class="dialog-title">{title.clone()}</h2>
                <IconButton icon="close" label="Close" class="close" on_press=close/>
            </header>
        }
    });
    let class = if bare { "dialog command-palette" } else { "dialog" };
    view! {
        <dialog node_ref=node id=DIALOG_ID class=class aria-label=title closedby="any" on:close=closed>
            {head}
            {children()}
        </dialog>
    }
}

/// Closes the dialog that is open; the keyboard goes back to where it was.
pub fn close() {
    dialogs::hide(DIALOG_ID);
}

/// Closes the dialog first, so that what is done next finds the keyboard where it was and may open another one.
pub fn leave(bench: Bench, then: impl FnOnce()) {
    close();
    if bench.panel().get_untracked() != Panel::None {
        bench.close_panel();
    }
    then();
}
