//! The exact answers, and what must hold of them whatever the document says.

use std::collections::BTreeSet;

use nines_engine::availability::{Analysis, AnalyzeOptions, CutSet, Importance, Method, analyze};
use nines_engine::diag::{codes, has_errors};
use nines_engine::format::answers::analysis_json;
use nines_engine::report;
use nines_engine::structure::{Lowering, lower};
use nines_engine::topology::Topology;
use nines_engine::units::MINUTES_PER_YEAR;

use super::read::is_json;
use crate::limits::timed;

/// What rounding may do to a share of time: some thousand sums of numbers up to 1.
const ROUNDING: f64 = 1e-12;

/// What is left of a product that is too small for all its digits.
const SMALLEST: f64 = f64::MIN_POSITIVE;

/// The answer to a correct document with everything about it checked.
pub fn checked(topology: &Topology) -> Analysis {
    checked_within(topology, &AnalyzeOptions::standard())
}

/// The same with other limits.
pub fn checked_within(topology: &Topology, options: &AnalyzeOptions) -> Analysis {
    let analysis = timed("availability::analyze", || analyze(topology, options));
    let analysis = analysis.unwrap_or_else(|findings| panic!("a correct document is refused: {findings:?}"));
    events(topology);
    shares_of_time(&analysis);
    match analysis.unavailability_bounds {
        Some(bounds) => bounded(&analysis, bounds),
        None => outages(&analysis),
    }
    cut_sets(&analysis);
    importance(&analysis);
    assert!(!has_errors(&analysis.diagnostics), "{:?}", analysis.diagnostics);
    assert!(analysis.cost >= 0.0 && analysis.cost.is_finite(), "cost {}", analysis.cost);
    is_json(&timed("analysis_json", || analysis_json(&analysis)));
    let sentences = report::first_to_fix(topology, &analysis);
    assert!(sentences.iter().all(|sentence| !sentence.contains("NaN")), "{sentences:?}");
    analysis
}

/// Every basic event has a share of time, rates, and a name of its own.
fn events(topology: &Topology) {
    for lowering in [Lowering::UP, Lowering::UP.lived()] {
        let structure = timed("structure::lower", || lower(topology, lowering)).expect("a correct document is lowered");
        let mut names = BTreeSet::new();
        for event in &structure.events {
            assert!((0.0..=1.0).contains(&event.unavailability), "{event:?}");
            assert!(event.failures_per_year().is_finite(), "{event:?}");
            assert!(names.insert(&event.name), "two events are called {}", event.name);
        }
    }
}

#[track_caller]
pub fn share(what: &str, value: f64) {
    assert!((0.0..=1.0 + ROUNDING).contains(&value), "{what} is {value}");
}

fn shares_of_time(analysis: &Analysis) {
    let Analysis { availability, unavailability, .. } = *analysis;
    share("availability", availability);
    share("unavailability", unavailability);
    assert!((availability + unavailability - 1.0).abs() <= ROUNDING, "A + U: {availability} + {unavailability}");
    let nines = -unavailability.log10();
    assert!(
        analysis.nines == nines || (analysis.nines - nines).abs() < 1e-9,
        "{} nines of {unavailability}",
        analysis.nines
    );
    if let Some(minutes) = analysis.degraded_minutes_per_year {
        let degraded = minutes / MINUTES_PER_YEAR;
        share("degraded", degraded);
        assert!(degraded <= availability + ROUNDING, "degraded {degraded} while up {availability}");
    } else {
        left_out(analysis, "degraded time");
    }
    if let Some(served) = analysis.served_fraction {
        share("served", served);
        assert!(served >= availability - ROUNDING, "served {served} less than up {availability}");
    }
}

fn left_out(analysis: &Analysis, what: &str) {
    let said = [codes::LEFT_OUT, codes::TOO_ENTANGLED];
    let is_said = analysis.diagnostics.iter().any(|d| said.contains(&d.code));
    assert!(is_said, "{what} is left out, and nothing says why: {:?}", analysis.diagnostics);
}

/// The answer to what is too entangled for the diagram.
fn bounded(analysis: &Analysis, (least, most): (f64, f64)) {
    let middle = analysis.unavailability;
    share("the least unavailability", least);
    share("the most unavailability", most);
    assert!(least <= middle && middle <= most * (1.0 + ROUNDING), "{middle} is not within {least} to {most}");
    assert!(analysis.method == Method::Approximate, "bounds are no exact answer");
    assert!(analysis.diagnostics.iter().any(|d| d.code == codes::TOO_ENTANGLED), "{:?}", analysis.diagnostics);
}

fn outages(analysis: &Analysis) {
    let outages = analysis.outages_per_year.expect("this version always knows");
    assert!(outages >= 0.0 && outages.is_finite(), "{outages} outages a year");
    if let Some(minutes) = analysis.mean_outage_minutes {
        assert!(minutes >= 0.0 && minutes.is_finite(), "a mean outage of {minutes} minutes");
    }
}

fn cut_sets(analysis: &Analysis) {
    let Analysis { cut_sets, unavailability, .. } = analysis;
    let most = analysis.unavailability_bounds.map_or(*unavailability, |(_, most)| most);
    assert!(cut_sets.windows(2).all(|w| w[0].probability >= w[1].probability), "most probable first: {cut_sets:?}");
    for cut in cut_sets {
        share("a cut set's probability", cut.probability);
        assert!(cut.probability <= most * (1.0 + 1e-9) + SMALLEST, "{cut:?} is more than {most}");
    }
    let Some(count) = analysis.cut_sets_count else { return left_out(analysis, "the number of cut sets") };
    assert!(cut_sets.len() as f64 <= count, "{} of {count} cut sets", cut_sets.len());
    if cut_sets.len() as f64 == count && analysis.unavailability_bounds.is_none() {
        let sum: f64 = cut_sets.iter().map(|cut| cut.probability).sum();
        // Boole's inequality.
        assert!(*unavailability <= sum * (1.0 + 1e-9) + SMALLEST, "{unavailability} is more than all cut sets: {sum}");
    }
    single_points(analysis);
}

fn single_points(analysis: &Analysis) {
    let listed = |cut: &&CutSet| cut.members.len() == 1;
    for cut in analysis.cut_sets.iter().filter(listed) {
        assert!(analysis.single_points_of_failure.contains(&cut.members[0]), "{cut:?} is no single point");
    }
    if analysis.importance.is_empty() {
        return;
    }
    for name in &analysis.single_points_of_failure {
        // Beside a part that never works nothing else matters.
        let matters = analysis.availability == 0.0 || analysis.importance.iter().any(|i| i.id == *name);
        assert!(matters, "{name} fails alone and does not matter");
    }
}

fn importance(analysis: &Analysis) {
    if analysis.importance.is_empty() && analysis.unavailability > 0.0 && analysis.availability > 0.0 {
        left_out(analysis, "importance");
    }
    let by_criticality = analysis.importance.windows(2).all(|w| w[0].criticality >= w[1].criticality);
    assert!(by_criticality, "by criticality: {:?}", analysis.importance);
    analysis.importance.iter().for_each(|one| measures(analysis, one));
}

fn measures(analysis: &Analysis, one: &Importance) {
    share("Birnbaum's importance", one.birnbaum);
    assert!((0.0..=1.0 + 1e-9).contains(&one.criticality), "{one:?}");
    assert!(one.raw >= 1.0 - 1e-9, "{one:?}");
    assert!(one.rrw >= 1.0 - 1e-9, "{one:?}");
    match one.fussell_vesely {
        None => left_out(analysis, "Fussell-Vesely importance"),
        // Fussell-Vesely also counts what others would still cause.
        Some(share) => assert!((one.criticality - 1e-9..=1.0 + 1e-9).contains(&share), "{one:?}"),
    }
}
