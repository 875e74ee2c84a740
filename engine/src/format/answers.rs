//! Answers as JSON: the fields of TOPOLOGY's contract, in a fixed order. Numbers that do not exist (an infinite
//! count of nines, an interval without an outage) are null.

use super::json::Tree;
use crate::advise::{Advice, Plan, Upgrade};
use crate::availability::explain::{Derivation, Step};
use crate::availability::{Analysis, CutSet, Importance, Method};
use crate::diag::Diagnostic;
use crate::sim::{Measurement, RareMeasurement};
use crate::units::{MINUTES_PER_YEAR, Probability};

/// An analysis as `nines analyze --json` prints it.
pub fn analysis_json(analysis: &Analysis) -> String {
    Tree::object([
        ("availability", Tree::number(analysis.availability)),
        ("unavailability", Tree::number(analysis.unavailability)),
        (
            "availability_bounds",
            analysis.unavailability_bounds.map_or(Tree::Null, |(least, most)| pair(1.0 - most, 1.0 - least)),
        ),
        ("unavailability_bounds", analysis.unavailability_bounds.map_or(Tree::Null, |(least, most)| pair(least, most))),
        ("nines", Tree::number(analysis.nines)),
        ("downtime_minutes_per_year", Tree::number(analysis.downtime_minutes_per_year)),
        ("outages_per_year", optional(analysis.outages_per_year)),
        ("mean_outage_minutes", optional(analysis.mean_outage_minutes)),
        ("served_fraction", optional(analysis.served_fraction)),
        ("degraded_minutes_per_year", optional(analysis.degraded_minutes_per_year)),
        ("method", Tree::text(method(analysis.method))),
        ("single_points_of_failure", texts(&analysis.single_points_of_failure)),
        ("cut_sets_count", optional(analysis.cut_sets_count)),
        ("cut_sets", Tree::List(analysis.cut_sets.iter().map(cut_set).collect())),
        ("importance", Tree::List(analysis.importance.iter().map(importance).collect())),
        ("cost", Tree::number(analysis.cost)),
        ("diagnostics", diagnostics(&analysis.diagnostics)),
    ])
    .pretty()
}

/// A measurement as `nines simulate --json` prints it.
pub fn measurement_json(measurement: &Measurement) -> String {
    let interval = measurement.availability_ci95;
    let outage = measurement.outage_minutes.map(|o| {
        Tree::object([
            ("mean", Tree::number(o.mean)),
            ("p50", Tree::number(o.p50)),
            ("p95", Tree::number(o.p95)),
            ("max", Tree::number(o.max)),
        ])
    });
    let yearly = measurement.yearly_downtime_minutes;
    let cause = |(id, minutes): &(String, f64)| {
        Tree::object([("id", Tree::text(id)), ("minutes_per_year", Tree::number(*minutes))])
    };
    let phases = measurement.downtime_by_phase.map(|(phase, minutes)| (phase.word(), Tree::number(minutes)));
    let bin = |from: f64, to: f64, name: &str, count: u64| {
        Tree::object([
            ("from_minutes", Tree::number(from)),
            ("to_minutes", Tree::number(to)),
            (name, Tree::number(count as f64)),
        ])
    };
    let years = measurement.yearly_histogram.iter().map(|b| bin(b.from_minutes, b.to_minutes, "years", b.years));
    let outages = measurement.outage_histogram.iter().map(|b| bin(b.from_minutes, b.to_minutes, "outages", b.outages));
    Tree::object([
        ("availability", Tree::number(measurement.availability)),
        ("unavailability", Tree::number(measurement.unavailability)),
        ("availability_ci95", interval.map_or(Tree::Null, |(low, high)| pair(low, high))),
        ("downtime_minutes_per_year", Tree::number(measurement.downtime_minutes_per_year)),
        ("outages_per_year", Tree::number(measurement.outages_per_year)),
        ("outage_minutes", outage.unwrap_or(Tree::Null)),
        (
            "yearly_downtime_minutes",
            Tree::object([
                ("p5", Tree::number(yearly.p5)),
                ("p50", Tree::number(yearly.p50)),
                ("p95", Tree::number(yearly.p95)),
            ]),
        ),
        ("downtime_by_phase", Tree::object(phases)),
        ("downtime_by_cause", Tree::List(measurement.downtime_by_cause.iter().map(cause).collect())),
        ("yearly_histogram", Tree::List(years.collect())),
        ("outage_histogram", Tree::List(outages.collect())),
        ("served_fraction", optional(measurement.served_fraction)),
        ("degraded_minutes_per_year", Tree::number(measurement.degraded_minutes_per_year)),
        ("events", Tree::number(measurement.events as f64)),
        ("years", Tree::number(measurement.years as f64)),
        ("seed", Tree::whole(measurement.seed)),
        ("diagnostics", diagnostics(&measurement.diagnostics)),
    ])
    .pretty()
}

/// A measurement of rare outages as `nines simulate --rare --json` prints it.
pub fn rare_json(measurement: &RareMeasurement) -> String {
    let interval = measurement.unavailability_ci95;
    Tree::object([
        ("availability", Tree::number(measurement.availability)),
        ("unavailability", Tree::number(measurement.unavailability)),
        ("unavailability_ci95", interval.map_or(Tree::Null, |(low, high)| pair(low, high))),
        ("relative_half_width", optional(measurement.relative_half_width)),
        ("downtime_minutes_per_year", Tree::number(measurement.downtime_minutes_per_year)),
        ("outages_per_year", Tree::number(measurement.outages_per_year)),
        ("mean_outage_minutes", optional(measurement.mean_outage_minutes)),
        ("cycles", Tree::number(measurement.cycles as f64)),
        ("rounds", Tree::number(measurement.rounds as f64)),
        ("cycles_down", Tree::number(measurement.cycles_down as f64)),
        ("rounds_unfinished", Tree::number(measurement.rounds_unfinished as f64)),
        ("events", Tree::number(measurement.events as f64)),
        ("plain_years", optional(measurement.plain_years)),
        ("gain", optional(measurement.gain)),
        ("seed", Tree::whole(measurement.seed)),
        ("diagnostics", diagnostics(&measurement.diagnostics)),
    ])
    .pretty()
}

/// A derivation, with what to know about it, as `nines explain --json` prints it.
pub fn derivation_json(derivation: &Derivation, findings: &[Diagnostic]) -> String {
    let step = |step: &Step| {
        Tree::object([
            ("kind", Tree::text(step.kind.word())),
            ("name", Tree::text(&step.name)),
            ("title", Tree::text(&step.title)),
            ("words", Tree::text(&step.words)),
            ("formula", Tree::text(&step.formula)),
            ("numbers", Tree::text(&step.numbers)),
            ("availability", Tree::number(step.availability)),
            ("unavailability", Tree::number(step.unavailability)),
            ("parts", Tree::List(step.parts.iter().map(Tree::text).collect())),
            ("uses", Tree::List(step.uses.iter().map(|step| Tree::number(*step as f64)).collect())),
        ])
    };
    Tree::object([
        ("unavailability", Tree::number(derivation.unavailability)),
        ("complete", Tree::Bool(derivation.complete)),
        ("method", Tree::text(method(derivation.method))),
        ("steps", Tree::List(derivation.steps.iter().map(step).collect())),
        ("diagnostics", diagnostics(findings)),
    ])
    .pretty()
}

/// Diagnostics as a JSON list.
pub fn diagnostics_json(findings: &[Diagnostic]) -> String {
    Tree::object([("diagnostics", diagnostics(findings))]).pretty()
}

fn diagnostics(findings: &[Diagnostic]) -> Tree {
    let finding = |d: &Diagnostic| {
        Tree::object([
            ("code", Tree::text(d.code)),
            ("severity", Tree::text(d.severity.word())),
            ("path", Tree::text(&d.path)),
            ("subject", Tree::text(&d.subject)),
            ("message", Tree::text(&d.message)),
            ("hint", Tree::text(&d.hint)),
        ])
    };
    Tree::List(findings.iter().map(finding).collect())
}

fn cut_set(cut: &CutSet) -> Tree {
    Tree::object([("members", texts(&cut.members)), ("probability", Tree::number(cut.probability))])
}

fn importance(importance: &Importance) -> Tree {
    Tree::object([
        ("id", Tree::text(&importance.id)),
        ("birnbaum", Tree::number(importance.birnbaum)),
        ("criticality", Tree::number(importance.criticality)),
        ("fussell_vesely", optional(importance.fussell_vesely)),
        ("raw", Tree::number(importance.raw)),
        ("rrw", Tree::number(importance.rrw)),
    ])
}

fn pair(low: f64, high: f64) -> Tree {
    Tree::List(vec![Tree::number(low), Tree::number(high)])
}

fn optional(value: Option<f64>) -> Tree {
    value.map_or(Tree::Null, Tree::number)
}

fn texts(items: &[String]) -> Tree {
    Tree::List(items.iter().map(Tree::text).collect())
}

/// An advice as `nines advise --json` prints it. `target` and `cheapest` are null when there is none.
pub fn advice_json(advice: &Advice) -> String {
    Tree::object([
        (
            "now",
            Tree::object([
                ("cost", Tree::number(advice.now.cost)),
                ("unavailability", Tree::number(advice.now.unavailability)),
                ("downtime_minutes_per_year", Tree::number(advice.now.unavailability * MINUTES_PER_YEAR)),
                ("method", Tree::text(method(advice.now.method))),
            ]),
        ),
        ("target", optional(advice.target.map(Probability::get))),
        ("cheapest", advice.cheapest.as_ref().map_or(Tree::Null, plan)),
        ("frontier", Tree::List(advice.frontier.iter().map(plan).collect())),
        ("single", Tree::List(advice.single.iter().map(plan).collect())),
        ("evaluations", Tree::number(advice.evaluations as f64)),
        ("complete", Tree::Bool(advice.complete)),
        ("assumptions", texts(&advice.assumptions)),
        ("diagnostics", diagnostics(&advice.diagnostics)),
    ])
    .pretty()
}

fn plan(plan: &Plan) -> Tree {
    let upgrades = plan.upgrades.iter().zip(&plan.words).map(|(one, words)| upgrade(one, words));
    Tree::object([
        ("added_cost", Tree::number(plan.added_cost)),
        ("unavailability", Tree::number(plan.unavailability)),
        ("downtime_minutes_per_year", Tree::number(plan.unavailability * MINUTES_PER_YEAR)),
        ("method", Tree::text(method(plan.method))),
        ("upgrades", Tree::List(upgrades.collect())),
    ])
}

fn upgrade(upgrade: &Upgrade, words: &str) -> Tree {
    Tree::object([
        ("kind", Tree::text(upgrade.kind.word())),
        ("part", Tree::text(&upgrade.part)),
        ("domain", upgrade.domain.as_ref().map_or(Tree::Null, Tree::text)),
        ("price", Tree::number(upgrade.price)),
        ("words", Tree::text(words)),
    ])
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Exact => "exact",
        Method::Approximate => "approximate",
    }
}
