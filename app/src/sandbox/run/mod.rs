//! The run bar: play, pace, clock, tape, seed. `tape` is the strip of up and down, `strip` its geometry.

mod strip;
mod tape;

use leptos::ev;
use nines_engine::report;

use super::sign::{Icon, IconButton};
use crate::bench::{Bench, Speed, use_bench};
use crate::live::prelude::*;
use crate::platform::input;

use tape::{Cause, Tape};

/// How many years the button for many lives through.
const YEARS: u64 = 100;

/// The run bar.
#[component]
pub fn RunBar() -> impl IntoView {
    let bench = use_bench();
    let clock = Memo::new(move |_| report::span_text(bench.now().get()));
    view! {
        <div class="runbar" role="group" aria-label="Simulation">
            <Play/>
            <IconButton icon="next" label="Next event" about="To the next failure or repair".to_string() disabled=bench.sealed() on_press=move || bench.step_event()/>
            <SpeedChoice/>
            <span id="now" class="clock-box" title="Simulated time since the start"><span id="clock" class="clock value" style="--ch:10">{clock}</span></span>
            <Tape/>
            <Cause/>
            <ManyYears/>
            <Seed/>
            <IconButton icon="restart" label="Restart" about="Restart: the same history from its start".to_string() on_press=move || bench.restart()/>
        </div>
    }
}

/// Runs the simulation or holds it.
#[component]
fn Play() -> impl IntoView {
    let bench = use_bench();
    let (running, sealed) = (bench.running(), bench.sealed());
    let label = move || if running.get() { "Pause" } else { "Play" };
    let about = move || if sealed.get() { "Lock in a prediction first" } else { label() };
    view! {
        <button type="button" class="icon-button play" aria-label=move || label() title=move || about() aria-disabled=move || sealed.get().then_some("true")
            on:click=move |_| bench.toggle_play()>
            <Icon name=Signal::derive(move || if running.get() { "pause" } else { "play" })/>
        </button>
    }
}

/// The pace.
#[component]
fn SpeedChoice() -> impl IntoView {
    let bench = use_bench();
    let choose = move |event: ev::Event| {
        let chosen = input::value(&event);
        if let Some(speed) = Speed::ALL.into_iter().find(|speed| speed.label() == chosen) {
            bench.set_speed(speed);
        }
    };
    let option = |speed: Speed| view! { <option value=speed.label() prop:selected=move || bench.speed().get() == speed>{short(speed)}</option> };
    view! {
        <label class="speed">
            <span class="speed-label">"Speed"</span>
            <select aria-label="Speed" on:change=choose>{Speed::ALL.map(option).collect_view()}</select>
        </label>
    }
}

/// The pace in as few letters as a narrow bar has room for.
fn short(speed: Speed) -> &'static str {
    match speed {
        Speed::Second => "1 s/s",
        Speed::Minute => "1 min/s",
        Speed::Hour => "1 h/s",
        Speed::Day => "1 day/s",
        Speed::Week => "1 week/s",
        Speed::Month => "30 days/s",
        Speed::Year => "1 year/s",
    }
}

/// Lives through many years as fast as possible, or says how far that is.
#[component]
fn ManyYears() -> impl IntoView {
    let bench = use_bench();
    let progress = bench.progress();
    let is_going = Memo::new(move |_| progress.get().is_some());
    view! {
        <Show
            when=move || is_going.get()
            fallback=move || view! {
                <button type="button" class="button years" aria-disabled=move || bench.sealed().get().then_some("true")
                    on:click=move |_| bench.run_years(YEARS)>{format!("Live {YEARS} years")}</button>
            }
        >
            <progress class="progress years" max="1" prop:value=move || progress.get().unwrap_or(0.0) aria-label=format!("Living through {YEARS} years")></progress>
            <button type="button" class="button" on:click=move |_| bench.pause()>"Cancel"</button>
        </Show>
    }
}

/// Which history is run.
#[component]
fn Seed() -> impl IntoView {
    let bench = use_bench();
    let text = move || bench.seed().get().to_string();
    let commit = move |event: ev::Event| set_seed(bench, &event);
    let revert = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            input::put_value(&event, &bench.seed().get_untracked().to_string());
        }
    };
    view! {
        <label class="seed">
            "Seed"
            <input class="value" inputmode="numeric" size="7" prop:value=move || text() on:change=commit on:keydown=revert
                title="The same seed gives the same history, here and on the command line"/>
        </label>
    }
}

fn set_seed(bench: Bench, event: &ev::Event) {
    match input::value(event).trim().parse::<u64>() {
        Ok(seed) => bench.set_seed(seed),
        Err(_) => {
            input::put_value(event, &bench.seed().get_untracked().to_string());
            bench.announce("A seed is a whole number from 0. The old one stays.", true);
        }
    }
}
