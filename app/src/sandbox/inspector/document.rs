//! The system as a whole: its promise, what it comes to, what to fix first, and what takes it down alone.

use nines_editor::{Action, Field, SelectMode, Target};
use nines_engine::ids::Id;
use nines_engine::report;

use super::field::Fields;
use super::study::ManyYears;
use crate::bench::use_bench;
use crate::live::prelude::*;

/// The fields and facts of the document.
#[component]
pub fn DocumentPanel() -> impl IntoView {
    let title = move || {
        use_bench().document().with(|d| if d.title.is_empty() { "System".to_string() } else { d.title.clone() })
    };
    view! {
        <header class="inspector-head"><h2 id="inspector-first" tabindex="-1">{move || title()}</h2></header>
        <Advice/>
        <Facts/>
        <ManyYears/>
        <fieldset class="group">
            <legend>"Promise"</legend>
            <Fields of=None fields=&[Field::SloAvailability, Field::SloWindow]/>
        </fieldset>
        <fieldset class="group">
            <legend>"Clients"</legend>
            <Fields of=Some(Target::Part(Id::clients())) fields=&[Field::ClientsRps]/>
        </fieldset>
        <fieldset class="group">
            <legend>"About it"</legend>
            <Fields of=None fields=&[Field::Title, Field::Notes]/>
        </fieldset>
    }
}

/// What to fix first, and what takes everything down alone.
#[component]
fn Advice() -> impl IntoView {
    let bench = use_bench();
    let visible = move || !bench.sealed().get();
    let first = Memo::new(move |_| {
        let answer = bench.predicted().with(|p| p.answer().cloned()).filter(|_| visible());
        answer
            .map(|analysis| bench.document().with(|document| report::first_to_fix(document, &analysis)))
            .unwrap_or_default()
    });
    let single = Memo::new(move |_| {
        let answer = bench.predicted().with(|p| p.answer().cloned()).filter(|_| visible());
        answer.map(|analysis| analysis.single_points_of_failure.clone()).unwrap_or_default()
    });
    view! {
        <Show when=move || first.with(|f| !f.is_empty())>
            <section class="group">
                <h3 class="panel-title">"What to fix first"</h3>
                <ol class="advice">
                    <For each=move || first.get() key=|s| s.clone() children=|sentence| view! { <li>{sentence}</li> }/>
                </ol>
            </section>
        </Show>
        <Show when=move || single.with(|s| !s.is_empty())>
            <section class="group">
                <h3 class="panel-title">"Takes everything down alone"</h3>
                <p class="names">
                    <For each=move || single.get() key=|name| name.clone() children=|name| view! { <PartLink name/> " " }/>
                </p>
            </section>
        </Show>
    }
}

/// The name of a part that selects it. A name of something else (a common cause) is text.
#[component]
pub fn PartLink(
    /// Its name.
    name: String,
) -> impl IntoView {
    let bench = use_bench();
    let id = Id::new(&name).ok().filter(|id| {
        let is_clients = *id == Id::clients();
        bench.document().with_untracked(|document| is_clients || document.find(id).is_some())
    });
    let Some(id) = id else { return view! { <span>{name}</span> }.into_any() };
    let select = move |_| bench.dispatch(Action::Select { target: Target::Part(id.clone()), mode: SelectMode::Only });
    view! { <button type="button" class="link-button" on:click=select>{name}</button> }.into_any()
}

/// What the system comes to.
#[component]
fn Facts() -> impl IntoView {
    let bench = use_bench();
    let facts = Memo::new(move |_| {
        let cost = bench.document().with(|document| document.cost());
        let mut facts = vec![("Cost", format!("{cost}"))];
        let answer = bench.predicted().with(|p| p.answer().cloned()).filter(|_| !bench.sealed().get());
        if let Some(analysis) = answer {
            if let Some(outages) = analysis.outages_per_year {
                facts.push(("Outages a year", format!("{outages:.2}")));
            }
            if let Some(minutes) = analysis.mean_outage_minutes {
                facts.push(("Mean outage", report::minutes_text(minutes)));
            }
            if let Some(minutes) = analysis.degraded_minutes_per_year.filter(|minutes| *minutes > 0.0) {
                facts.push(("Degraded a year", report::minutes_text(minutes)));
            }
        }
        facts
    });
    view! {
        <dl class="facts">
            <For each=move || facts.get() key=|(name, value)| format!("{name} {value}") children=|(name, value)| view! { <dt>{name}</dt><dd class="value">{value}</dd> }/>
        </dl>
    }
}
