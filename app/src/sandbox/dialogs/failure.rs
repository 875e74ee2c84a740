//! The ways a part can fail: until it is repaired, or for a time.

use nines_engine::ids::Id;
use nines_engine::units::Ticks;

use super::super::views;
use super::frame::{self, Dialog};
use crate::bench::use_bench;
use crate::live::prelude::*;

/// How long a failure can last, in hours.
const SPANS: &[(&str, f64)] =
    &[("For 10 minutes", 1.0 / 6.0), ("For 1 hour", 1.0), ("For 4 hours", 4.0), ("For 1 day", 24.0)];

/// The list of ways.
#[component]
pub fn FailureDialog(
    /// Which part.
    id: Id,
) -> impl IntoView {
    let bench = use_bench();
    let part = StoredValue::new(id.clone());
    let failed = views::is_failed(bench, &id);
    let toggle = move |_| frame::leave(bench, move || bench.toggle_failure(&part.get_value()));
    let span = move |(label, hours): &'static (&'static str, f64)| {
        let fail = move |_| frame::leave(bench, move || bench.fail_for(&part.get_value(), Ticks::from_hours(*hours)));
        view! { <button type="button" class="button" on:click=fail>{*label}</button> }
    };
    view! {
        <Dialog title=format!("Fail {id}")>
            <div class="dialog-body">
                <p>"Time passes only while the simulation runs."</p>
                <div class="actions">
                    <button type="button" class="button primary" autofocus on:click=toggle>
                        {move || if failed.get() { "Repair now" } else { "Until it is repaired" }}
                    </button>
                    {SPANS.iter().map(span).collect_view()}
                </div>
            </div>
        </Dialog>
    }
}
