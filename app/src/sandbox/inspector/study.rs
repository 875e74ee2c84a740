//! Many independent years, measured in the background: what one run of many years cannot give, because there every year
//! begins as the last one ended.

use nines_engine::report;

use crate::bench::{StudyState, use_bench};
use crate::live::prelude::*;
use crate::messages::StudySummary;

/// How many years.
const YEARS: u64 = 1000;

/// The button, how far it is, and what came out.
#[component]
pub fn ManyYears() -> impl IntoView {
    let bench = use_bench();
    let study = bench.study();
    let measure = move |_| {
        if !bench.sealed().get_untracked() {
            bench.measure_in_worker(YEARS);
        }
    };
    let content = move || {
        match study.get() {
        StudyState::None => view! {
            <button type="button" class="button" aria-disabled=move || bench.sealed().get().then_some("true") on:click=measure>
                {format!("Measure {YEARS} separate years")}
            </button>
        }
        .into_any(),
        StudyState::Running { done, of } => view! {
            <progress class="progress" max=of.to_string() value=done.to_string() aria-label=format!("Measuring {of} years")></progress>
            <button type="button" class="button" on:click=move |_| bench.cancel_study()>"Cancel"</button>
        }
        .into_any(),
        StudyState::Done(summary) => view! { <p id="study-result">{sentence(&summary)}</p> }.into_any(),
    }
    };
    view! { <div class="group study">{move || content()}</div> }
}

fn sentence(summary: &StudySummary) -> String {
    let measured = report::percent(summary.unavailability);
    let interval = summary.availability_ci95.map(|(low, high)| {
        format!(", with 95 % confidence between {} and {}", report::percent(1.0 - low), report::percent(1.0 - high))
    });
    let outages = summary.outages_per_year;
    format!(
        "{} separate years: {measured}{}; {outages:.2} outages a year.",
        summary.years,
        interval.unwrap_or_default()
    )
}
