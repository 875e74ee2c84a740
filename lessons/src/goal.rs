//! Goals: whether what an exercise asks for holds, and a sentence that says how things stand. Pure: the caller
//! brings the topology, its answer, and what the learner did.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::diag::Diagnostic;
use nines_engine::ids::Id;
use nines_engine::report;
use nines_engine::topology::{Part, Topology};

use crate::chain::{Steps, reached};
use crate::model::{Goal, Test};

/// Where a learner stands in an exercise.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The topology the exercise began with.
    pub start: &'a Topology,
    /// Its exact availability, from 0 to 1.
    pub start_availability: f64,
    /// The topology as it is now.
    pub topology: &'a Topology,
    /// Its answer; `None` while the topology has errors.
    pub answer: Option<&'a Analysis>,
    /// The prediction that is locked in: an availability from 0 to 1.
    pub prediction: Option<f64>,
    /// How many years have been simulated since the last restart.
    pub years_run: f64,
}

/// Whether a goal is met.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalResult {
    /// It is.
    pub met: bool,
    /// How things stand, one plain sentence.
    pub says: String,
}

/// The start of an exercise with its answer, which every [`Situation`] needs.
#[derive(Clone, Debug)]
pub struct Start {
    /// The topology.
    pub topology: Topology,
    /// Its answer.
    pub answer: Analysis,
}

impl Start {
    /// Answers for the start.
    ///
    /// # Errors
    /// The diagnostics of a topology that has errors; the tests see to it that no start of the catalogue has.
    pub fn new(topology: Topology) -> Result<Start, Vec<Diagnostic>> {
        let answer = analyze(&topology, &AnalyzeOptions::standard())?;
        Ok(Start { topology, answer })
    }

    /// Nothing done yet.
    pub fn situation(&self) -> Situation<'_> {
        Situation {
            start: &self.topology,
            start_availability: self.answer.availability,
            topology: &self.topology,
            answer: Some(&self.answer),
            prediction: None,
            years_run: 0.0,
        }
    }
}

/// Whether the goal is met.
pub fn evaluate(goal: &Goal, now: &Situation<'_>) -> GoalResult {
    match goal.test {
        Test::AvailabilityAtLeast(least) => answered(now, |answer| {
            let met = answer.availability >= least;
            let (have, want) = (report::percent(answer.unavailability), report::percent(1.0 - least));
            (met, format!("The availability is {have}; {want} is asked for."))
        }),
        Test::DowntimeAtMost(most) => answered(now, |answer| {
            let met = answer.downtime_minutes_per_year <= most;
            let have = report::minutes_text(answer.downtime_minutes_per_year);
            (met, format!("The downtime is {have} a year; at most {} is asked for.", report::minutes_text(most)))
        }),
        Test::CostIncreaseAtMost(most) => cost_increase(now, most),
        Test::ReliabilityUnchanged => reliability_unchanged(now),
        Test::StillUses(from, to) => still_uses(now, from, to),
        Test::StillNeeds(ids) => still_needs(now, ids),
        Test::SurvivesLossOf(id) => answered(now, |answer| {
            let met = !answer.single_points_of_failure.iter().any(|single| single == id);
            let says = if met { "The clients are still served while" } else { "The clients are down whenever" };
            (met, format!("{says} {id} is down."))
        }),
        Test::PredictionWithin(most_pp) => prediction_within(now, most_pp),
        Test::RunForYears(years) => {
            let met = now.years_run >= years;
            let says = format!("{:.1} of {years} simulated years have run.", now.years_run.min(years));
            GoalResult { met, says }
        }
    }
}

fn answered(now: &Situation<'_>, says: impl FnOnce(&Analysis) -> (bool, String)) -> GoalResult {
    match now.answer {
        Some(answer) => {
            let (met, says) = says(answer);
            GoalResult { met, says }
        }
        None => GoalResult { met: false, says: "There is no answer while the system has errors.".into() },
    }
}

fn cost_increase(now: &Situation<'_>, most: f64) -> GoalResult {
    let increase = now.topology.cost() - now.start.cost();
    let says = if increase == 0.0 {
        "It costs as much as the start.".to_string()
    } else {
        let word = if increase > 0.0 { "more" } else { "less" };
        format!("It costs {} {word} than the start; at most {most} more is allowed.", short(increase.abs()))
    };
    // Costs are sums of decimals such as 0.3, so the last digit is not meant.
    GoalResult { met: increase <= most + 1e-9, says }
}

fn reliability_unchanged(now: &Situation<'_>) -> GoalResult {
    for before in &now.start.components {
        let says = match now.topology.get(&before.id) {
            Some(Part::Component(after)) if after.reliability == before.reliability => continue,
            Some(Part::Component(_)) => format!("{} fails or is repaired at another rate than before.", before.id),
            _ => format!("{} is not there any more.", before.id),
        };
        return GoalResult { met: false, says };
    }
    GoalResult { met: true, says: "Every part of the start is there and fails as before.".into() }
}

fn still_uses(now: &Situation<'_>, from: &str, to: &str) -> GoalResult {
    let leads = id_of(now.topology, from)
        .is_some_and(|from| reached(now.topology, Some(from), Steps::All).any(|id| id.as_str() == to));
    let says = if leads { format!("{from} uses {to}.") } else { format!("{from} does not use {to} any more.") };
    GoalResult { met: leads, says }
}

fn still_needs(now: &Situation<'_>, ids: &[&str]) -> GoalResult {
    let hard: Vec<&Id> = reached(now.topology, None, Steps::Hard).collect();
    let lost: Vec<&str> = ids.iter().copied().filter(|id| !hard.iter().any(|h| h.as_str() == *id)).collect();
    let says = match lost.first() {
        None => format!("The clients still need {}.", list(ids, "and")),
        Some(id) => format!("No chain of hard needs leads from the clients to {id}."),
    };
    GoalResult { met: lost.is_empty(), says }
}

fn prediction_within(now: &Situation<'_>, most_pp: f64) -> GoalResult {
    let Some(guess) = now.prediction else {
        return GoalResult { met: false, says: "No prediction is locked in yet.".into() };
    };
    let off_pp = (guess - now.start_availability).abs() * 100.0;
    let says = format!("The prediction is {off_pp:.3} percentage points off; {most_pp} is near enough.");
    // A billionth of slack, so that a prediction exactly on the edge is not lost to binary fractions.
    GoalResult { met: off_pp <= most_pp + 1e-9, says }
}

fn id_of<'a>(topology: &'a Topology, id: &str) -> Option<&'a Id> {
    let components = topology.components.iter().map(|c| &c.id);
    components.chain(topology.pools.iter().map(|p| &p.id)).find(|known| known.as_str() == id)
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[&str], last_word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_string(),
        [most @ .., last] => format!("{} {last_word} {last}", most.join(", ")),
    }
}

/// A cost without the noise of binary fractions: at most two decimals.
fn short(cost: f64) -> String {
    let text = format!("{cost:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
