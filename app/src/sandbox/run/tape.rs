//! The strip of up and down, and what is down now.

use leptos::tachys::svg;
use nines_engine::report;
use nines_engine::sim::PartState;
use nines_engine::units::Ticks;

use super::strip::{self, Strip, WIDTH};
use crate::bench::{Speed, use_bench};
use crate::live::prelude::*;

/// How many seconds of watching the strip is worth.
const SECONDS_SHOWN: f64 = 30.0;

/// The time that the strip stands for at a speed.
fn window(speed: Speed) -> Ticks {
    let hours = match speed {
        Speed::Second => 1.0 / 3600.0,
        Speed::Minute => 1.0 / 60.0,
        Speed::Hour => 1.0,
        Speed::Day => 24.0,
        Speed::Week => 168.0,
        Speed::Month => 720.0,
        Speed::Year => 8760.0,
    };
    Ticks::from_hours(hours * SECONDS_SHOWN)
}

/// The tape.
#[component]
pub fn Tape() -> impl IntoView {
    let bench = use_bench();
    let strip = Memo::new(move |_| {
        let (now, window) = (bench.now().get(), window(bench.speed().get()));
        bench.tape().with(|tape| strip::strip(tape, now, window))
    });
    let summary = Memo::new(move |_| {
        let now = bench.now().get();
        bench.tape().with(|tape| bench.measured().with(|measured| strip::sentence(tape, now, measured)))
    });
    view! {
        <svg class="tape" viewBox="0 0 600 24" preserveAspectRatio="none" role="img" aria-label="Up and down" aria-describedby="tape-summary">
            <path class="tape-line" d=move || format!("M0 18H{}", strip.with(|s| s.now))/>
            {move || strip.with(blocks)}
            <line class="tape-now" x1=move || strip.with(|s| s.now) x2=move || strip.with(|s| s.now) y1="2" y2="22"/>
        </svg>
        <span class="tape-span value" style="--ch:8" title="How much time the strip shows">{move || strip.with(|s| report::span_text(s.span))}</span>
        <span id="tape-summary" class="visually-hidden">{summary}</span>
    }
}

fn blocks(strip: &Strip) -> impl IntoView + use<> {
    let block = |block: &strip::Block| {
        let width = block.width.min(WIDTH - block.x);
        let about = format!("{}, {}", block.cause, report::span_text(block.lasted));
        let brief = block.is_brief.then_some("");
        view! { <rect class="tape-down" data-brief=brief x=block.x y="4" width=width height="15">{svg::title().child(about)}</rect> }
    };
    strip.blocks.iter().map(block).collect_view()
}

/// What keeps the clients down now, or how the run went so far.
#[component]
pub fn Cause() -> impl IntoView {
    let bench = use_bench();
    let clients = bench.clients_state();
    let cause = Memo::new(move |_| match clients.get() {
        PartState::Up | PartState::Degraded => None,
        PartState::Blocked { by } => Some(by.to_string()),
        PartState::Failed { .. } | PartState::NeverWorks => Some("clients".to_string()),
    });
    let by_hand = Memo::new(move |_| {
        let name = cause.get()?;
        let id = nines_engine::ids::Id::new(&name).ok()?;
        bench.state(&id).with(|s| matches!(s, PartState::Failed { by_hand: true })).then_some(", by hand")
    });
    let outages = Memo::new(move |_| bench.measured().with(|measured| measured.outages));
    let so_far = move || match outages.get() {
        0 => "no outage yet".to_string(),
        1 => "1 outage".to_string(),
        n => format!("{n} outages"),
    };
    view! {
        <span class="cause" id="cause">
            <Show when=move || cause.with(Option::is_some) fallback=move || view! { {move || so_far()} }>
                "down: " <b>{cause}</b> {by_hand}
            </Show>
        </span>
    }
}
