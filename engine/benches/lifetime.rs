//! Lifetimes: years of failures and repairs, against an event loop that knows one system only.

use nines_engine::sim::{History, HistoryOptions, Start, Study};
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

use crate::bench::{Bench, LIMIT, OURS, agree};
use crate::limits::events;
use crate::systems::{documents, topology};

const SEED: u64 = 1;
/// How many years a timed round lives through.
const YEARS: u32 = 200;

pub fn run(bench: &mut Bench) {
    study(bench);
    history(bench);
    twenty_components(bench);
}

/// Component-years a second of a study, with all that it measures.
fn study(bench: &mut Bench) {
    let name = "lifetime/three-tier-11";
    if !bench.wants(name) {
        return;
    }
    let topology = topology(&documents::three_tier());
    check_study(&topology);
    check_limit();
    bench.checked(name, "both within five standard errors of the closed form over many years");
    let mut case = bench.case(name);
    case.amount(u64::from(YEARS) * events::COMPONENTS as u64);
    case.time(OURS, || {
        let mut study = Study::new(&topology, SEED).expect("a study");
        study.run(u64::from(YEARS));
        study.measurement()
    });
    case.time(LIMIT, || events::run(YEARS / events::HISTORY_YEARS, SEED));
}

/// An outage of three-tier-11 lasts as long on average as its spread, so n outages know the mean to about 1/√n, and
/// as well how often they are.
fn five_errors(outages: f64) -> f64 {
    5.0 * (2.0 / outages).sqrt()
}

fn check_study(topology: &Topology) {
    const CHECK_YEARS: u64 = 5000;
    let mut study = Study::new(topology, SEED).expect("a study");
    study.run(CHECK_YEARS);
    let measured = study.measurement();
    let tolerance = five_errors(measured.outages_per_year * CHECK_YEARS as f64);
    agree("study", measured.unavailability, documents::THREE_TIER_UNAVAILABILITY, tolerance);
}

fn check_limit() {
    let lived = events::run(2000, SEED);
    let tolerance = five_errors(lived.outages as f64);
    agree("limit", lived.unavailability, documents::THREE_TIER_UNAVAILABILITY, tolerance);
}

/// Events a second of one history that a person could watch. The two loops draw different histories, so each gives
/// the number of its own events.
fn history(bench: &mut Bench) {
    let name = "lifetime/events";
    if !bench.wants(name) {
        return;
    }
    let topology = topology(&documents::three_tier());
    let options = HistoryOptions { seed: SEED, replication: 0, start: Start::AllUp, trace_lines_max: 0 };
    let mut history = History::new(&topology, options).expect("a history");
    let end = Ticks::from_years(u64::from(YEARS));
    let mut count = 0;
    while history.next_at().is_some_and(|at| at <= end) {
        count += u64::from(history.step().is_some());
    }
    let rounds = YEARS / events::HISTORY_YEARS;
    let limit_count = events::run(rounds, SEED).events;
    // 11 components, a failure and a repair every 1010 h each.
    let expected = 11.0 * 2.0 * 8760.0 / 1010.0 * f64::from(YEARS);
    agree(name, count as f64, expected, 0.03);
    agree(name, limit_count as f64, expected, 0.03);
    bench.checked(name, "both have as many events as the mean times say, to 3 %");
    let mut case = bench.case(name);
    case.amount(count).time(OURS, || {
        history.restart(0);
        history.run_until(end);
        history.measured()
    });
    case.amount(limit_count).time(LIMIT, || events::run(rounds, SEED));
}

/// A whole answer: 1,000 years of 20 components in four tiers and three zones.
fn twenty_components(bench: &mut Bench) {
    let name = "lifetime/1000-years-of-20";
    if !bench.wants(name) {
        return;
    }
    let topology = topology(&documents::tiers(20));
    bench.long_case(name).amount(20_000).time(OURS, || {
        let mut study = Study::new(&topology, SEED).expect("a study");
        study.run(1000);
        study.measurement()
    });
}
