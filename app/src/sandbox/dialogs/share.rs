//! The link that holds the whole system.

use super::frame::Dialog;
use crate::bench::use_bench;
use crate::live::prelude::*;
use crate::platform::input;

/// The link, to be copied.
#[component]
pub fn ShareDialog(
    /// The link.
    link: String,
) -> impl IntoView {
    let bench = use_bench();
    let length = link.chars().count();
    let copied = link.clone();
    let copy = move |_| {
        input::focus("share-link");
        bench.copy_link(copied.clone());
    };
    view! {
        <Dialog title="Share">
            <div class="dialog-body">
                <p>"The link holds the whole system. Nothing is kept on a server; whoever opens it works on a copy."</p>
                <div class="field field-wide">
                    <label for="share-link">"Link"</label>
                    <input id="share-link" class="link" readonly value=link/>
                    <p class="field-hint">{format!("{length} characters")}</p>
                </div>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| bench.export()>"Export as a file"</button>
                <button type="button" class="button primary" autofocus on:click=copy>"Copy link"</button>
            </div>
        </Dialog>
    }
}
