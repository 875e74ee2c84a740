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

/// Events a second of one history that a person could watch, against a loop for this system alone with the same queue and
/// the same random numbers: both live the same history, event by event.
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
    history.run_until(end);
    let measured = history.measured();
    let names: Vec<&str> = topology.components.iter().map(|component| component.id.as_str()).collect();
    let names = names.try_into().expect("eleven components");
    let lived = events::run_same(YEARS, &names, SEED);
    assert_eq!((count, measured.outages), (lived.events, lived.outages), "the loops live the same history");
    assert_eq!(measured.unavailability(), lived.unavailability, "and are down as long");
    bench.checked(name, "both live the same history: as many events and outages, down as long, to the microsecond");
    let mut case = bench.case(name);
    case.amount(count).time(OURS, || {
        history.restart(0);
        history.run_until(end);
        history.measured()
    });
    case.time(LIMIT, || events::run_same(YEARS, &names, SEED));
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
