//! The history so far, a line for each failure and repair; the same text as `nines simulate --trace` prints.

use leptos::prelude::*;

use super::frame::Dialog;
use crate::bench::use_bench;

/// The trace.
#[component]
pub fn TraceDialog(
    /// Its text.
    text: String,
) -> impl IntoView {
    let bench = use_bench();
    let seed = bench.seed().get_untracked();
    view! {
        <Dialog title="Trace">
            <div class="dialog-body">
                <p>{format!("The run with seed {seed}, from its start to now. The command line prints the same lines.")}</p>
                <label class="visually-hidden" for="trace-text">"Trace"</label>
                <textarea id="trace-text" readonly rows="16" wrap="off" prop:value=text></textarea>
            </div>
        </Dialog>
    }
}
