//! Exercises: the start does not reach the goals, the reference does, and the common mistake misses exactly the
//! goal it is said to miss.

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format;
use nines_engine::topology::Topology;
use nines_lessons::chain::chain;
use nines_lessons::goal::{Situation, Start, evaluate};
use nines_lessons::prediction::slip_value;
use nines_lessons::{Goal, Slip, Test};

use crate::Finding;
use crate::markdown::{Rich, plain};
use crate::source::{ExerciseData, GoalData, LessonData, SlipData, TestData};

pub fn check(lesson: &LessonData, found: &mut Vec<Finding>) {
    for exercise in &lesson.exercises {
        let place = format!("{}, exercise {}", lesson.folder, exercise.id);
        if let Err(says) = check_goals(exercise, &place, found) {
            found.push(Finding::new(&place, says));
        }
        check_texts(exercise, &place, found);
    }
}

fn check_goals(exercise: &ExerciseData, place: &str, found: &mut Vec<Finding>) -> Result<(), String> {
    let start = Start::new(read("start", &exercise.start)?).map_err(|d| format!("start: {d:?}"))?;
    let reference = read("reference", &exercise.reference)?;
    let truth = start.answer.availability;
    // Running is never the hard part, so every attempt here has run for long enough.
    if missed(exercise, &start, &start.topology, None)?.is_empty() {
        found.push(Finding::new(place, "the start reaches every goal"));
    }
    let by_reference = missed(exercise, &start, &reference, Some(truth))?;
    if !by_reference.is_empty() {
        found.push(Finding::new(place, format!("the reference misses {}", by_reference.join(", "))));
    }
    let mistaken = match &exercise.mistake_topology {
        Some(text) => read("mistake", text)?,
        None if exercise.mistake.prediction.is_some() => reference,
        None => return Err("the mistake has neither a topology nor a prediction".into()),
    };
    let links = chain(&start.topology).unwrap_or_default();
    let guess = match exercise.mistake.prediction {
        Some(slip) => slip_value(slip_of(slip), &links, truth).ok_or("the slip gives no number here")?,
        None => truth,
    };
    let by_mistake = missed(exercise, &start, &mistaken, Some(guess))?;
    if by_mistake != [exercise.mistake.fails.clone()] {
        let says = format!("the mistake is said to miss {}, and misses {by_mistake:?}", exercise.mistake.fails);
        found.push(Finding::new(place, says));
    }
    check_prediction(exercise, &start, place, found);
    Ok(())
}

/// No mistaken way may count as near enough.
fn check_prediction(exercise: &ExerciseData, start: &Start, place: &str, found: &mut Vec<Finding>) {
    let Some(prediction) = &exercise.prediction else { return };
    let truth = start.answer.availability;
    let links = chain(&start.topology).unwrap_or_default();
    for slip in [Slip::WeakestLink, Slip::Average, Slip::DownShare] {
        let off = slip_value(slip, &links, truth).map(|value| (value - truth).abs() * 100.0);
        if off.is_some_and(|off| off <= prediction.within_pp) {
            found.push(Finding::new(place, format!("{slip:?} counts as a right prediction")));
        }
    }
    let asked =
        |goal: &GoalData| matches!(goal.test, TestData::PredictionWithin(points) if points == prediction.within_pp);
    if !exercise.goals.iter().any(asked) {
        found.push(Finding::new(place, "no goal asks for the prediction to be as near as the prediction says"));
    }
}

fn check_texts(exercise: &ExerciseData, place: &str, found: &mut Vec<Finding>) {
    let mut must = |name: &str, text: &Rich| {
        if plain(&text.runs).is_empty() {
            found.push(Finding::new(place, format!("it has no {name}")));
        }
    };
    must("task", &exercise.task);
    must("explanation", &exercise.explanation);
    must("reason why the mistake fails", &exercise.why);
    must("words on its reference", &exercise.reference_says);
    exercise.hints.iter().for_each(|hint| must("text in a hint", hint));
    if exercise.hints.len() < 2 {
        found.push(Finding::new(place, "it has fewer than two hints"));
    }
    let hints: Vec<String> = exercise.hints.iter().map(|hint| plain(&hint.runs)).collect();
    if (1..hints.len()).any(|i| hints[..i].contains(&hints[i])) {
        found.push(Finding::new(place, "a hint is given twice"));
    }
}

fn read(name: &str, text: &str) -> Result<Topology, String> {
    let read = format::read(text);
    let all: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
    match read.topology {
        Some(topology) if all.is_empty() => Ok(topology),
        _ => Err(format!("{name}.json: {}", all.join("; "))),
    }
}

/// The goals that are not met.
fn missed(exercise: &ExerciseData, start: &Start, now: &Topology, guess: Option<f64>) -> Result<Vec<String>, String> {
    let answer = analyze(now, &AnalyzeOptions::standard()).map_err(|d| format!("{d:?}"))?;
    let situation = Situation {
        topology: now,
        answer: Some(&answer),
        prediction: guess,
        years_run: f64::INFINITY,
        ..start.situation()
    };
    let goals = exercise.goals.iter().filter(|goal| !evaluate(&goal_of(goal), &situation).met);
    Ok(goals.map(|goal| goal.id.clone()).collect())
}

fn slip_of(slip: SlipData) -> Slip {
    match slip {
        SlipData::WeakestLink => Slip::WeakestLink,
        SlipData::Average => Slip::Average,
        SlipData::DownShare => Slip::DownShare,
    }
}

/// The goal as the catalogue has it, where texts live for ever; a test ends soon enough for that.
fn goal_of(goal: &GoalData) -> Goal {
    let leak = |text: &String| -> &'static str { Box::leak(text.clone().into_boxed_str()) };
    let test = match &goal.test {
        TestData::AvailabilityAtLeast(share) => Test::AvailabilityAtLeast(*share),
        TestData::DowntimeAtMost(minutes) => Test::DowntimeAtMost(*minutes),
        TestData::CostIncreaseAtMost(units) => Test::CostIncreaseAtMost(*units),
        TestData::ReliabilityUnchanged => Test::ReliabilityUnchanged,
        TestData::StillUses(from, to) => Test::StillUses(leak(from), leak(to)),
        TestData::StillNeeds(ids) => Test::StillNeeds(Box::leak(ids.iter().map(leak).collect())),
        TestData::SurvivesLossOf(id) => Test::SurvivesLossOf(leak(id)),
        TestData::PredictionWithin(points) => Test::PredictionWithin(*points),
        TestData::RunForYears(years) => Test::RunForYears(*years),
    };
    Goal { id: leak(&goal.id), text: leak(&goal.text), test }
}
