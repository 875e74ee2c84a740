//! The goals of an exercise with how each stands now, and what to do when all hold.

use nines_lessons::model::topology_of;
use nines_lessons::{Goal, Test};

use super::desk::{Desk, Station};
use super::wording;
use crate::live::prelude::*;

/// The list and its summary.
#[component]
pub fn Goals(station: Station) -> impl IntoView {
    let rows = station.exercise.goals.iter().enumerate().map(|(i, goal)| row(station, i, goal));
    view! {
        <ul class="goals" id=format!("goals-{}", station.exercise.id)>{rows.collect_view()}</ul>
        <Summary station/>
    }
}

fn row(station: Station, i: usize, goal: &'static Goal) -> impl IntoView {
    let met = Memo::new(move |_| station.results.with(|results| results.get(i).is_some_and(|result| result.met)));
    // What holds and has no number in it would only be said twice.
    let is_worth_saying = move || !met.get() || has_number(goal.test);
    let says = move || {
        let says = station.results.with(|results| results.get(i).map(|result| result.says.clone()));
        says.filter(|_| is_worth_saying())
    };
    view! {
        <li data-goal=goal.id data-met=move || met.get().to_string()>
            {goal.text}
            <p class="goal-how">
                <span class="goal-word">{move || if met.get() { "holds" } else { "not yet" }}</span>
                " "
                <span class="goal-note">{move || says()}</span>
            </p>
        </li>
    }
}

fn has_number(test: Test) -> bool {
    match test {
        Test::AvailabilityAtLeast(_)
        | Test::DowntimeAtMost(_)
        | Test::CostIncreaseAtMost(_)
        | Test::PredictionWithin(_)
        | Test::RunForYears(_) => true,
        Test::ReliabilityUnchanged | Test::StillUses(..) | Test::StillNeeds(_) | Test::SurvivesLossOf(_) => false,
    }
}

/// What is true of the whole, and what is next. Read out when the number of goals that hold changes.
#[component]
fn Summary(station: Station) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let count = station.exercise.goals.len();
    let met = Memo::new(move |_| station.results.with(|results| results.iter().filter(|result| result.met).count()));
    let sentence = move || match met.get() {
        all if all == count => format!("{} {}", wording::all_hold(count), result(desk, station)),
        some => wording::some_hold(some, count),
    };
    let done = move || met.get() == count;
    view! {
        <p class="goal-summary" role="status">{move || sentence()}</p>
        <Show when=done>
            <p class="goal-next">{move || next(desk, station)}</p>
        </Show>
        <Show when=move || is_stuck(station)>
            <p class="goal-next">
                "Your prediction is locked, so this will not change by itself. Read why above, then start over and predict again."
            </p>
        </Show>
    }
}

/// Whether only a prediction that is locked in, and not near enough, stands in the way.
fn is_stuck(station: Station) -> bool {
    let goals = station.exercise.goals;
    let open = station.results.with(|results| {
        let open = goals.iter().zip(results).filter(|(_, result)| !result.met).map(|(goal, _)| goal.test);
        open.collect::<Vec<_>>()
    });
    station.work.with(|work| work.guess.is_some()) && matches!(open[..], [Test::PredictionWithin(_)])
}

/// What the learner's system comes to. Where nothing was to be drawn there is nothing to compare.
fn result(desk: Desk, station: Station) -> String {
    let reference = topology_of(station.exercise.reference.topology);
    if !station.active.get() || wording::same_system(&reference, &station.start.topology) {
        return String::new();
    }
    let document = desk.bench.signals.document.get();
    desk.bench.signals.predicted.with(|predicted| match predicted.answer() {
        Some(answer) => wording::result_said(&document, answer, &reference),
        None => String::new(),
    })
}

fn next(desk: Desk, station: Station) -> AnyView {
    if desk.is_reference(station) && !station.work.with(|work| work.solved) {
        let words = "This is the reference solution, so the exercise does not count as done. Bring your own drawing back to go on with it.";
        return view! { {words} }.into_any();
    }
    let after = desk.stations().iter().skip_while(|other| other.exercise.id != station.exercise.id).nth(1);
    let open = desk.stations().iter().find(|other| !other.work.with(|work| work.solved));
    match (after, open) {
        (Some(after), _) => {
            let to = format!("#widget-sandbox-{}", after.exercise.id);
            let name = format!("exercise {}, {}", after.exercise.id.to_ascii_uppercase(), after.exercise.title);
            view! { "Next: read on to " <a href=to>{name}</a> "." }.into_any()
        }
        (None, Some(open)) => {
            let to = format!("#widget-sandbox-{}", open.exercise.id);
            let name = format!("exercise {}, {}", open.exercise.id.to_ascii_uppercase(), open.exercise.title);
            view! { "Still open: " <a href=to>{name}</a> "." }.into_any()
        }
        (None, None) => {
            view! { "Every exercise of this lesson is done. Read on, turn " <a href="#cards">"the cards"</a> ", or go to " <a href="../../map/">"the course"</a> "." }
                .into_any()
        }
    }
}
