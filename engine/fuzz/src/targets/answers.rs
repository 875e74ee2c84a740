//! The exact answers, and what must hold of them whatever the document says.

use std::collections::BTreeSet;

use nines_engine::availability::{Analysis, AnalyzeOptions, CutSet, analyze};
use nines_engine::diag::{codes, has_errors};
use nines_engine::format::answers::analysis_json;
use nines_engine::structure::{Lowering, lower};
use nines_engine::topology::Topology;

use super::read::is_json;
use crate::known::passed_over;
use crate::limits::timed;

/// What rounding may do to a share of time: some thousand sums of numbers up to 1.
const ROUNDING: f64 = 1e-12;

/// The answer to a correct document with everything about it checked; `None` when it is too entangled.
pub fn checked(topology: &Topology) -> Option<Analysis> {
    let analysis = match timed("availability::analyze", || analyze(topology, &AnalyzeOptions::standard())) {
        Ok(analysis) => analysis,
        Err(findings) => {
            let entangled = findings.iter().all(|finding| finding.code == codes::TOO_ENTANGLED);
            assert!(entangled, "a correct document is refused: {findings:?}");
            return None;
        }
    };
    let rates_are_known = events(topology);
    shares_of_time(&analysis);
    if rates_are_known {
        outages(&analysis);
    }
    cut_sets(&analysis);
    importance(&analysis);
    assert!(!has_errors(&analysis.diagnostics), "{:?}", analysis.diagnostics);
    assert!(analysis.cost >= 0.0 && analysis.cost.is_finite(), "cost {}", analysis.cost);
    is_json(&timed("analysis_json", || analysis_json(&analysis)));
    Some(analysis)
}

/// Every basic event has a share of time and rates. False when a known finding leaves it without.
fn events(topology: &Topology) -> bool {
    let structure = lower(topology, Lowering::UP).expect("a correct document can be lowered");
    let mut names = BTreeSet::new();
    let mut rates_are_known = true;
    for event in &structure.events {
        let q = event.unavailability;
        let zero_share = q.is_nan() && passed_over("share-of-zero");
        assert!(zero_share || (0.0..=1.0).contains(&q), "{event:?}");
        let zero_repair = event.failures_per_year().is_infinite() && passed_over("repair-of-zero");
        assert!(zero_repair || zero_share || event.failures_per_year().is_finite(), "{event:?}");
        rates_are_known &= !zero_repair && !zero_share;
        let is_new = names.insert(&event.name);
        assert!(is_new || passed_over("one-name-twice"), "two events are called {}", event.name);
    }
    rates_are_known
}

#[track_caller]
fn share(what: &str, value: f64) {
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
    let degraded = analysis.degraded_minutes_per_year / nines_engine::units::MINUTES_PER_YEAR;
    share("degraded", degraded);
    assert!(degraded <= availability + ROUNDING, "degraded {degraded} while up {availability}");
    if let Some(served) = analysis.served_fraction {
        share("served", served);
        assert!(served >= availability - ROUNDING, "served {served} less than up {availability}");
    }
}

fn outages(analysis: &Analysis) {
    let outages = analysis.outages_per_year.expect("this version always knows");
    assert!(outages >= 0.0 && outages.is_finite(), "{outages} outages a year");
    if let Some(minutes) = analysis.mean_outage_minutes {
        assert!(minutes >= 0.0 && minutes.is_finite(), "a mean outage of {minutes} minutes");
    }
}

fn cut_sets(analysis: &Analysis) {
    let Analysis { cut_sets, cut_sets_count, unavailability, .. } = analysis;
    if analysis.cut_sets_count.is_nan() {
        assert!(analysis.diagnostics.iter().any(|d| d.code == codes::LEFT_OUT) && cut_sets.is_empty());
        return;
    }
    assert!(cut_sets.len() as f64 <= *cut_sets_count, "{} of {cut_sets_count} cut sets", cut_sets.len());
    assert!(cut_sets.windows(2).all(|w| w[0].probability >= w[1].probability), "most probable first: {cut_sets:?}");
    for cut in cut_sets {
        share("a cut set's probability", cut.probability);
        assert!(cut.probability <= unavailability * (1.0 + 1e-9), "{cut:?} is more than {unavailability}");
    }
    if cut_sets.len() as f64 == *cut_sets_count {
        let sum: f64 = cut_sets.iter().map(|cut| cut.probability).sum();
        // Boole's inequality.
        assert!(
            *unavailability <= sum * (1.0 + 1e-9) + f64::MIN_POSITIVE,
            "{unavailability} is more than all cut sets: {sum}"
        );
    }
    single_points(analysis);
}

fn single_points(analysis: &Analysis) {
    let listed = |cut: &&CutSet| cut.members.len() == 1;
    for cut in analysis.cut_sets.iter().filter(listed) {
        assert!(analysis.single_points_of_failure.contains(&cut.members[0]), "{cut:?} is no single point");
    }
    for name in &analysis.single_points_of_failure {
        // Beside a part that never works nothing else matters.
        let matters = analysis.availability == 0.0 || analysis.importance.iter().any(|i| i.id == *name);
        assert!(matters, "{name} fails alone and does not matter");
    }
}

fn importance(analysis: &Analysis) {
    if analysis.unavailability == 0.0 && passed_over("importance-of-zero") {
        return;
    }
    let left_out = analysis.diagnostics.iter().any(|d| d.code == codes::LEFT_OUT);
    let by_criticality = analysis.importance.windows(2).all(|w| w[0].criticality >= w[1].criticality);
    assert!(by_criticality, "by criticality: {:?}", analysis.importance);
    for i in &analysis.importance {
        share("Birnbaum's importance", i.birnbaum);
        assert!((0.0..=1.0 + 1e-9).contains(&i.criticality), "{i:?}");
        assert!(i.raw >= 1.0 - 1e-9, "{i:?}");
        assert!(i.rrw >= 1.0 - 1e-9, "{i:?}");
        if i.fussell_vesely.is_nan() {
            assert!(left_out, "not a number, and nothing says why: {i:?}");
        } else {
            // Fussell-Vesely also counts what others would still cause.
            assert!((i.criticality - 1e-9..=1.0 + 1e-9).contains(&i.fussell_vesely), "{i:?}");
        }
    }
}
