//! The prediction beside the exact and the measured answer: a table, a small scale, and why they differ.

use nines_engine::report;
use nines_engine::sim::Measured;
use nines_engine::units::Ticks;
use nines_lessons::{Prediction, Test, prediction};

use super::desk::{Desk, Station};
use super::scale::{Mark, Scale};
use super::wording;
use crate::live::prelude::*;

/// The comparison, from the moment the prediction is locked in.
#[component]
pub fn Comparison(station: Station, asked: &'static Prediction) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let guess = move || station.work.with(|work| work.guess).unwrap_or_default();
    let exact = &station.start.answer;
    // A measurement of another system says nothing about this question.
    let measured = Memo::new(move |_| {
        let counts = station.active.get() && desk.is_unchanged(station);
        counts.then(|| desk.bench.signals.measured.get()).filter(|measured| measured.span > Ticks::ZERO)
    });
    let judged = move || prediction::judge(asked, guess(), &station.start.topology, exact).sentence;
    let why = move || measured.get().map(|measured| wording::gap_said(exact, &measured));
    view! {
        <div class="comparison" id=format!("comparison-{}", station.exercise.id)>
            <table>
                <tbody>
                    {move || row("You predicted", report::percent(1.0 - guess()), report::downtime_text(1.0 - guess()))}
                    {row("Exact", report::percent(exact.unavailability), report::downtime_text(exact.unavailability))}
                    {move || measured_row(measured.get())}
                </tbody>
            </table>
            {move || picture(guess(), exact.availability, measured.get())}
            <p class="comparison-why">{move || judged()}</p>
            {move || why().map(|why| view! { <p class="comparison-why">{why}</p> })}
            <RunOn station/>
        </div>
    }
}

fn row(name: &'static str, percent: String, note: String) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="value">{percent}</td>
            <td>{note}</td>
        </tr>
    }
}

fn measured_row(measured: Option<Measured>) -> impl IntoView {
    match measured {
        Some(measured) => {
            let outages = match measured.outages {
                1 => "one outage".to_string(),
                n => format!("{n} outages"),
            };
            let note = format!("{outages} in {}", report::span_text(measured.span));
            row("Measured", report::percent(measured.unavailability()), note)
        }
        None => row("Measured", "–".to_string(), "not run yet".to_string()),
    }
}

/// The three on one scale. The exact answer hangs below the line, the prediction stands above it, and the measured
/// interval lies on it.
fn picture(guess: f64, exact: f64, measured: Option<Measured>) -> impl IntoView {
    let interval = measured.as_ref().and_then(|measured| measured.ci95);
    let found = measured.as_ref().map(|measured| measured.availability);
    let values =
        [guess, exact].into_iter().chain(found).chain(interval.into_iter().flat_map(|(low, high)| [low, high]));
    let scale = Scale::around(values);
    let (you, truth) = (scale.mark(guess), scale.mark(exact));
    let bar = interval.map(|(low, high)| {
        let (x1, x2) = (scale.mark(low).percent(), scale.mark(high).percent());
        view! { <line class="measured" x1=x1 x2=x2 y1="24" y2="24"/> }
    });
    let dot = found.map(|found| {
        let x = scale.mark(found).percent();
        view! { <circle class="measured-mean" cx=x cy="24" r="4"/> }
    });
    view! {
        <svg class="comparison-scale" role="img" aria-label=described(guess, exact, found, interval)>
            <line class="axis" x1="0" x2="100%" y1="24" y2="24"/>
            {bar}
            {dot}
            <line class="you" x1=you.percent() x2=you.percent() y1="14" y2="24"/>
            {label(you, "11", "you")}
            <line class="exact" x1=truth.percent() x2=truth.percent() y1="24" y2="34"/>
            {label(truth, "46", "exact")}
        </svg>
    }
}

fn label(mark: Mark, y: &'static str, word: &'static str) -> impl IntoView {
    view! { <text x=mark.percent() y=y text-anchor=mark.anchor()>{word}</text> }
}

/// The picture in words.
fn described(guess: f64, exact: f64, found: Option<f64>, interval: Option<(f64, f64)>) -> String {
    let percent = |value: f64| report::percent(1.0 - value);
    let side = match guess - exact {
        off if off > 0.0 => "above",
        off if off < 0.0 => "below",
        _ => "on",
    };
    let mut words = format!("Your prediction, {}, lies {side} the exact answer, {}.", percent(guess), percent(exact));
    if let Some(found) = found {
        words += &format!(" Measured is {}.", percent(found));
    }
    if let Some((low, high)) = interval {
        words += &format!(" Its interval goes from {} to {}.", percent(low), percent(high));
    }
    words
}

/// The run that the goals ask for, in seconds instead of years.
#[component]
fn RunOn(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let asked = station.exercise.goals.iter().find_map(|goal| match goal.test {
        Test::RunForYears(years) => Some((goal.id, years.ceil() as u64)),
        _ => None,
    });
    let (goal, years) = asked.unwrap_or(("", 10));
    let has_run = move || station.work.with(|work| work.reached.contains(goal));
    let label = move || if has_run() { format!("Run {years} more years") } else { format!("Run {years} years") };
    let progress = desk.bench.signals.progress;
    let busy = move || station.active.get() && progress.get().is_some();
    view! {
        <p class="exercise-actions">
            <button
                class="button"
                class:primary=move || !has_run()
                type="button"
                aria-busy=move || busy().to_string()
                disabled=move || busy()
                on:click=move |_| desk.run_years(station, years)
            >
                {move || label()}
            </button>
            <Show when=busy>
                <progress class="progress" max="1" value=move || progress.get().unwrap_or_default().to_string()></progress>
            </Show>
        </p>
    }
}
