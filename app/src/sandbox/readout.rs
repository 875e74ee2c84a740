//! The two answers side by side, the promise, and why the answers differ. Always in view.

use nines_engine::report;

use super::views::use_views;
use super::words;
use crate::bench::{Predicted, use_bench};
use crate::live::prelude::*;

/// The readout.
#[component]
pub fn Readout() -> impl IntoView {
    let bench = use_bench();
    let sealed = bench.sealed();
    let sentence = move || match sealed.get() {
        true => "Lock in your prediction; then both answers are shown.".to_string(),
        false => bench.gap().get().sentence,
    };
    view! {
        <div class="readout" role="group" aria-label="Answers">
            <PredictedCell/>
            <MeasuredCell/>
            <PromiseCell/>
            <p class="readout-why" id="gap-sentence">{move || sentence()}</p>
        </div>
    }
}

/// The exact answer.
#[component]
fn PredictedCell() -> impl IntoView {
    let bench = use_bench();
    let (predicted, sealed) = (bench.predicted(), bench.sealed());
    let number = Memo::new(move |_| match predicted.get() {
        _ if sealed.get() => "–".to_string(),
        Predicted::Working => "…".to_string(),
        Predicted::Answer(analysis) => report::predicted_text(&analysis),
        Predicted::Errors(_) => "no answer".to_string(),
    });
    // A new element for every new number: it flashes once, so that the eye finds what the edit did.
    let numbers = move || std::iter::once(number.get());
    view! {
        <div class="readout-cell" id="predicted" aria-busy=move || matches!(predicted.get(), Predicted::Working).then_some("true")>
            <span class="readout-name">"predicted"</span>
            <span class="readout-number value" style="--ch:9" id="predicted-availability">
                <For each=numbers key=|number| number.clone() children=|number| view! { <span class="changed">{number}</span> }/>
            </span>
            <span class="readout-note"><PredictedNote/></span>
        </div>
    }
}

/// What stands under the exact answer: nines and downtime, or why there is none.
#[component]
fn PredictedNote() -> impl IntoView {
    let bench = use_bench();
    let (predicted, sealed) = (bench.predicted(), bench.sealed());
    let line = Memo::new(move |_| match predicted.get() {
        _ if sealed.get() => ("lock in a prediction first".to_string(), String::new()),
        Predicted::Working => ("working it out".to_string(), String::new()),
        Predicted::Answer(analysis) => {
            let u = analysis.unavailability;
            let first = report::bounds_text(&analysis).unwrap_or_else(|| report::nines_text(u));
            (format!("{first} · "), report::downtime_text(u))
        }
        Predicted::Errors(_) => (String::new(), String::new()),
    });
    view! {
        {move || line.get().0}
        <span id="predicted-downtime">{move || line.get().1}</span>
        <FindingsButton/>
    }
}

/// Opens the list of findings, and is there only when there are any.
#[component]
fn FindingsButton() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let count = Memo::new(move |_| match bench.predicted().get() {
        Predicted::Errors(findings) => findings.len(),
        Predicted::Answer(analysis) => analysis.diagnostics.len(),
        Predicted::Working => 0,
    });
    let label = move || match count.get() {
        1 => "1 finding".to_string(),
        n => format!("{n} findings"),
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            " "
            <button type="button" class="link-button" on:click=move |_| views.findings.set(true)>{move || label()}</button>
        </Show>
    }
}

/// The measured answer.
#[component]
fn MeasuredCell() -> impl IntoView {
    let bench = use_bench();
    let (measured, sealed) = (bench.measured(), bench.sealed());
    let started = Memo::new(move |_| !sealed.get() && measured.with(|m| m.span.0 > 0));
    let number = Memo::new(move |_| match started.get() {
        true => measured.with(|m| report::percent(m.unavailability())),
        false => "–".to_string(),
    });
    let interval = move || measured.with(|m| m.ci95).filter(|_| started.get());
    let spread = Memo::new(move |_| interval().map(words::spread).unwrap_or_default());
    let note = Memo::new(move |_| {
        if !started.get() {
            return if sealed.get() { "lock in a prediction first" } else { "press play" }.to_string();
        }
        let span = report::span_text(measured.with(|m| m.span));
        match interval() {
            Some((low, high)) => {
                format!("{span} · 95 %: {} to {}", report::percent(1.0 - low), report::percent(1.0 - high))
            }
            None => format!("{span} · no interval yet"),
        }
    });
    view! {
        <div class="readout-cell" id="measured">
            <span class="readout-name">"measured"</span>
            <span class="readout-number value" style="--ch:9" id="measured-availability">{number}</span>
            <span class="readout-spread value" style="--ch:9">{spread}</span>
            <span class="readout-note" id="measured-interval">{note}</span>
        </div>
    }
}

/// The promise, and whether the exact answer keeps it.
#[component]
fn PromiseCell() -> impl IntoView {
    let bench = use_bench();
    let promise = Memo::new(move |_| {
        let sealed = bench.sealed().get();
        bench.document().with(|document| {
            bench.predicted().with(|predicted| {
                let answer = predicted.answer().filter(|_| !sealed);
                words::promise(document, answer.map(|analysis| &**analysis))
            })
        })
    });
    let met = move || promise.with(|p| p.as_ref().and_then(|p| p.met)).map(|met| met.to_string());
    let number = move || promise.with(|p| p.as_ref().map(|p| p.promised.clone()));
    let note = move || promise.with(|p| p.as_ref().map(|p| p.note.clone()));
    view! {
        <Show when=move || promise.with(Option::is_some)>
            <div class="readout-cell slo" id="slo" data-met=move || met()>
                <span class="readout-name">"SLO"</span>
                <span class="readout-number value" style="--ch:6">{move || number()}</span>
                <span class="readout-note">{move || note()}</span>
            </div>
        </Show>
    }
}
