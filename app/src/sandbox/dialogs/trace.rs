//! The history so far, a line for each failure and repair; the same text as `nines simulate --trace` prints.

use super::frame::Dialog;
use crate::bench::{TRACE_LINES_MAX, use_bench};
use crate::live::prelude::*;

/// The trace.
#[component]
pub fn TraceDialog(
    /// Its text.
    text: String,
) -> impl IntoView {
    let bench = use_bench();
    let seed = bench.seed().get_untracked();
    let how_far = if text.lines().count() < TRACE_LINES_MAX {
        "from its start to now".to_string()
    } else {
        format!("its first {TRACE_LINES_MAX} failures and repairs")
    };
    view! {
        <Dialog title="Trace">
            <div class="dialog-body">
                <p>{format!("The run with seed {seed}, {how_far}. The command line prints the same lines.")}</p>
                <label class="visually-hidden" for="trace-text">"Trace"</label>
                <textarea id="trace-text" readonly rows="16" wrap="off" prop:value=text></textarea>
            </div>
        </Dialog>
    }
}
