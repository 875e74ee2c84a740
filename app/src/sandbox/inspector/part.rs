//! A part: what it is, how it fails, what it does to the downtime, what it is connected with, what can be done with it.

use nines_editor::catalogue::{self, PALETTE};
use nines_editor::{Action, Field, Target};
use nines_engine::ids::Id;
use nines_engine::report;
use nines_engine::topology::Part;

use super::super::sign::{Glyph, Icon, StateWord};
use super::super::views::{self, use_views};
use super::super::words;
use super::field::Fields;
use super::membership::{Domains, Members, Pools};
use super::needs::Needs;
use crate::bench::{Panel, use_bench};
use crate::live::prelude::*;

/// The fields and facts of a part.
#[component]
pub fn PartPanel(
    /// Which.
    id: Id,
) -> impl IntoView {
    let bench = use_bench();
    let of = Some(Target::Part(id.clone()));
    let is_clients = id == Id::clients();
    let sort = bench.document().with_untracked(|document| match document.get(&id) {
        Some(Part::Pool(_)) => "pool",
        Some(Part::Domain(_)) => "domain",
        Some(Part::Component(_)) => "component",
        None => "clients",
    });
    let fails = view! {
        <fieldset class="group">
            <legend>"How it fails"</legend>
            <Fields of=of.clone() fields=&[Field::Mode, Field::Mttf, Field::Availability, Field::Unavailability, Field::Mttr]/>
            <OwnAnswer id=id.clone()/>
        </fieldset>
    };
    let capacity = view! {
        <fieldset class="group">
            <legend>"Cost and capacity"</legend>
            <Fields of=of.clone() fields=&[Field::Cost, Field::CapacityRps]/>
        </fieldset>
    };
    let pool = view! {
        <fieldset class="group">
            <legend>"How many must work"</legend>
            <Fields of=of.clone() fields=&[Field::Required, Field::CommonCause]/>
        </fieldset>
    };
    view! {
        <Head id=id.clone()/>
        {(!is_clients).then(|| view! { <FailButtons id=id.clone()/> })}
        <Contribution id=id.clone()/>
        {(sort == "component" || sort == "domain").then_some(fails)}
        {(sort == "pool").then_some(pool)}
        {(sort == "pool" || sort == "domain").then(|| view! { <Members id=id.clone()/> })}
        {(sort != "domain").then(|| view! { <Needs id=id.clone()/> })}
        {(sort == "component" || sort == "pool").then(|| view! { <Pools id=id.clone()/> })}
        {(!is_clients).then(|| view! { <Domains id=id.clone()/> })}
        {(sort == "component").then_some(capacity)}
        <fieldset class="group">
            <legend>"What it is"</legend>
            <Fields of=of fields=&[Field::Name, Field::Kind, Field::ClientsRps]/>
        </fieldset>
        {(!is_clients).then(|| view! { <Actions id/> })}
    }
}

/// Name, picture and state.
#[component]
fn Head(id: Id) -> impl IntoView {
    let bench = use_bench();
    let state = bench.state(&id);
    let shown = Memo::new(move |_| state.with(words::shown));
    let of = id.clone();
    let kind = Memo::new(move |_| {
        bench.document().with(|document| match document.get(&of) {
            Some(Part::Component(c)) => c.kind.as_str().to_string(),
            Some(Part::Domain(d)) => d.kind.as_str().to_string(),
            Some(Part::Pool(_)) => "pool".to_string(),
            None => "clients".to_string(),
        })
    });
    let about = move || {
        kind.with(|kind| {
            let hint = PALETTE.iter().find(|entry| entry.kind == kind).map(|entry| entry.hint);
            let hint = hint.or((kind == "pool").then_some("Parts that do the same work."));
            format!("{}. {}", catalogue::label(kind), hint.unwrap_or_default())
        })
    };
    view! {
        <header class="inspector-head">
            <Glyph kind=kind/>
            <h2 id="inspector-first" tabindex="-1" title=id.to_string()>{id.to_string()}</h2>
            <StateWord look=Signal::derive(move || shown.with(|s| s.look)) word=Signal::derive(move || shown.with(|s| s.spoken.clone()))/>
        </header>
        <p class="inspector-about">{move || about()}</p>
    }
}

/// Fail, repair, and fail for a time.
#[component]
fn FailButtons(id: Id) -> impl IntoView {
    let bench = use_bench();
    let failed = views::is_failed(bench, &id);
    let (toggled, menu) = (id.clone(), id);
    let icon = Signal::derive(move || if failed.get() { "repair" } else { "fail" });
    view! {
        <div class="actions fail-actions">
            <button type="button" class="button" id="fail-or-repair" on:click=move |_| bench.toggle_failure(&toggled)>
                <Icon name=icon/> {move || if failed.get() { "Repair" } else { "Fail" }}
            </button>
            <button type="button" class="button" on:click=move |_| bench.open_panel(Panel::FailureMenu(menu.clone()))>"Fail for…"</button>
        </div>
    }
}

/// What the part does to the downtime, in a sentence.
#[component]
fn Contribution(id: Id) -> impl IntoView {
    let bench = use_bench();
    let share = bench.contribution(&id);
    let sentence = Memo::new(move |_| {
        let share = share.get()?;
        let minutes = bench.predicted().with(|p| p.answer().map(|a| a.downtime_minutes_per_year))? * share;
        if share < 0.000_5 {
            return Some("It stands for next to none of the downtime.".to_string());
        }
        Some(format!("It stands for {} of the downtime: {} a year.", rounded(share), report::minutes_text(minutes)))
    });
    view! { <p class="contribution">{sentence}</p> }
}

/// What its own numbers come to, without what it needs.
#[component]
fn OwnAnswer(id: Id) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let own = views.words_of(&id);
    let down = Memo::new(move |_| {
        bench.document().with(|document| match document.get(&id) {
            Some(Part::Component(c)) => report::downtime_text(c.reliability.unavailability()),
            Some(Part::Domain(d)) => report::downtime_text(d.reliability.unavailability()),
            _ => String::new(),
        })
    });
    let percent = move || own.with(|w| w.as_ref().map(|w| w.own.clone()).unwrap_or_default());
    view! { <p class="field-hint">"By itself: " <span class="value">{move || percent()}</span> ", down " {down}</p> }
}

/// What can be done with the part as a whole.
#[component]
fn Actions(id: Id) -> impl IntoView {
    let bench = use_bench();
    let (renamed, deleted) = (id.clone(), id);
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=move |_| bench.dispatch(Action::Duplicate)>"Duplicate"</button>
            <button type="button" class="button" on:click=move |_| bench.open_panel(Panel::Rename(renamed.clone()))>"Rename"</button>
            <button type="button" class="button danger"
                on:click=move |_| bench.dispatch(Action::Delete { targets: vec![Target::Part(deleted.clone())] })>"Delete"</button>
        </div>
    }
}

/// A share as on the part itself; a small one with the digits it has.
fn rounded(share: f64) -> String {
    if share >= 0.1 { format!("{:.0} %", share * 100.0) } else { report::share_percent(share) }
}
