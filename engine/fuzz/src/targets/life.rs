//! Histories and studies: some hundred steps with faults by hand, on tape, a year or two, and the same seed twice.

use nines_engine::availability::{Analysis, Method};
use nines_engine::format::answers::measurement_json;
use nines_engine::ids::Id;
use nines_engine::report;
use nines_engine::sim::{Fault, History, HistoryOptions, Measured, Measurement, Recording, Start, Study};
use nines_engine::structure::{Lowering, lower};
use nines_engine::topology::Topology;
use nines_engine::units::{HOURS_PER_YEAR, Ticks};

use super::read::is_json;
use crate::limits::timed;

const STEPS: usize = 200;
const STUDY_YEARS: u64 = 2;

/// The most events that a study may be expected to live through. A study has no limit of its own but its years, so a
/// document whose parts fail every millisecond is not studied here.
pub const STUDY_EVENTS_MAX: f64 = 5_000.0;

/// How long a study follows an outage past its year, in years.
const FOLLOWED_YEARS_MAX: f64 = 1000.0;

/// How many entries a tape holds: fewer than happen, so that it forgets.
const TAPE_MAX: usize = 50;

pub fn history(topology: &Topology, analysis: &Analysis, seed: u64) {
    let start = if seed & 1 == 0 { Start::AllUp } else { Start::Stationary };
    let options = HistoryOptions { seed, replication: seed % 3, start, trace_lines_max: STEPS };
    let mut history = timed("History::new", || new_history(topology, options));
    let parts: Vec<Id> = topology.index().into_keys().chain([Id::clients()]).collect();
    history.record(TAPE_MAX);
    meddle(&mut history, &parts, seed);
    let mut leap = history.clone();
    timed("History::step", || step(&mut history, &parts, seed));
    tape(history.recording().expect("it is recorded"), &history);
    assert!(!report::gap(analysis, &history.measured()).sentence.is_empty());
    // Leaping to where the steps led gives the same life.
    let by_leap = timed("History::run_until", || {
        leap.run_until(history.now());
        leap.trace().len()
    });
    // At one instant more may be due than the steps took, so that the leap's trace may be longer.
    assert!(by_leap >= history.trace().len() && leap.trace().starts_with(history.trace()), "steps and a leap differ");
    let mut again = new_history(topology, options);
    history.restart(options.replication);
    (0..STEPS).for_each(|_| assert_eq!(history.step(), again.step(), "the same seed lives twice"));
    assert_eq!(history.trace(), again.trace(), "the same seed leaves two traces");
}

fn new_history(topology: &Topology, options: HistoryOptions) -> History {
    History::new(topology, options).expect("a correct document has a history")
}

/// Faults in the future, in the past, to everything, to nothing.
fn meddle(history: &mut History, parts: &[Id], seed: u64) {
    for (i, id) in parts.iter().take(16).enumerate() {
        let at = Ticks(seed.rotate_left(i as u32 * 7) % Ticks::PER_YEAR);
        let lasts = (i % 3 != 0).then_some(Ticks(at.0 / 8));
        history.schedule(at, Fault::Fail { id: id.clone(), lasts });
        history.schedule(at.after(Ticks::from_hours(2.0)), Fault::Repair { id: id.clone() });
    }
    if let Some(id) = parts.get(seed as usize % parts.len()) {
        let version = history.version();
        let changed = history.fail(id, Some(Ticks(seed % 1000))).is_ok();
        assert_eq!(history.version() > version, changed, "a fault changes the version, a refusal does not");
    }
}

fn step(history: &mut History, parts: &[Id], seed: u64) {
    for count in 0..STEPS {
        let before = history.now();
        let Some(happening) = history.step() else { break };
        assert!(happening.at == history.now() && before <= happening.at, "time goes back to {happening:?}");
        assert_eq!(happening.up, history.system_is_up());
        if count % 32 == seed as usize % 32 {
            parts.iter().take(64).for_each(|id| assert_eq!(history.state(id).is_some(), *id != Id::clients()));
            let _ = history.clients_state();
        }
    }
    measured(&history.measured());
    let stretches: Vec<_> = history.tape().collect();
    assert!(stretches.windows(2).all(|w| w[0].from < w[1].from && w[0].up != w[1].up), "the tape: {stretches:?}");
}

/// Any moment of the tape is found, and its end is now.
fn tape(tape: &Recording, history: &History) {
    assert!(tape.entries().len() <= TAPE_MAX);
    let moment = tape.seek(history.now());
    assert_eq!(moment.up, history.system_is_up(), "the end of the tape is not now");
    let places: Vec<_> = tape.entries().map(|entry| entry.at).collect();
    assert!(places.is_sorted(), "the tape goes back in time: {places:?}");
    for at in places.iter().step_by(7).chain([&Ticks::ZERO, &Ticks(u64::MAX)]) {
        let moment = tape.seek(*at);
        assert!(moment.at >= tape.begins() && moment.entry <= tape.entries().len(), "{moment:?}");
    }
    for outage in tape.outages() {
        assert!(outage.to.is_none_or(|to| outage.from <= to) && outage.entries.end <= tape.entries().len());
    }
}

fn measured(measured: &Measured) {
    let Measured { span, down, degraded, by_hand, availability, ci95, .. } = measured;
    assert!(down.after(*degraded) <= *span && by_hand <= down, "{measured:?}");
    assert!((0.0..=1.0).contains(availability) && (0.0..=1.0).contains(&measured.unavailability()), "{measured:?}");
    if let Some((low, high)) = ci95 {
        assert!(0.0 <= *low && low <= high && *high <= 1.0, "{measured:?}");
    }
}

pub fn study(topology: &Topology, analysis: &Analysis, seed: u64) {
    if events_expected(topology) * (STUDY_YEARS as f64) > STUDY_EVENTS_MAX {
        return;
    }
    let first = timed("Study::run", || studied(topology, seed));
    measurement(&first);
    certain(analysis, &first);
    assert_eq!(first, studied(topology, seed), "the same seed measures two things");
    is_json(&measurement_json(&first));
}

fn studied(topology: &Topology, seed: u64) -> Measurement {
    let mut study = Study::new(topology, seed).expect("a correct document can be studied");
    study.run(STUDY_YEARS);
    study.measurement()
}

/// What is certain is lived through so too.
fn certain(analysis: &Analysis, measured: &Measurement) {
    if analysis.method == Method::Exact && analysis.unavailability == 0.0 {
        assert_eq!(measured.unavailability, 0.0, "nothing can take the clients down, and they were: {measured:?}");
    }
    if analysis.method == Method::Exact && analysis.availability == 0.0 {
        assert_eq!(measured.availability, 0.0, "the clients can never be up, and they were: {measured:?}");
    }
}

/// Failures and repairs of all parts in a year, with the years that a long outage may be followed and those that pools
/// need to forget how they began.
pub fn events_expected(topology: &Topology) -> f64 {
    let structure = lower(topology, Lowering::UP.lived()).expect("a correct document can be lowered");
    let tests = topology.pools.iter().filter_map(|pool| pool.recovery.standby.as_ref()?.test_interval);
    let tests: f64 = tests.map(|interval| HOURS_PER_YEAR / interval.hours()).sum();
    let a_year: f64 = structure.events.iter().map(|event| 2.0 * event.failures_per_year()).sum();
    let long = structure.events.iter().any(|event| event.unavailability > 0.0 && event.mttr_hours > 100.0);
    let long = long || !structure.groups.is_empty();
    (a_year + tests) * if long { FOLLOWED_YEARS_MAX } else { 1.0 }
}

fn measurement(m: &Measurement) {
    let share = |what: &str, value: f64| assert!((0.0..=1.0).contains(&value), "{what} is {value}: {m:?}");
    share("availability", m.availability);
    share("unavailability", m.unavailability);
    m.served_fraction.into_iter().for_each(|served| share("served", served));
    if let Some((low, high)) = m.availability_ci95 {
        assert!(0.0 <= low && low <= high && high <= 1.0, "{m:?}");
    }
    let yearly = m.yearly_downtime_minutes;
    assert!(0.0 <= yearly.p5 && yearly.p5 <= yearly.p50 && yearly.p50 <= yearly.p95, "{m:?}");
    if let Some(outage) = m.outage_minutes {
        assert!(0.0 <= outage.p50 && outage.p50 <= outage.p95 && outage.p95 <= outage.max, "{m:?}");
    }
    assert!(m.outages_per_year >= 0.0 && m.degraded_minutes_per_year >= 0.0, "{m:?}");
    let by_cause: f64 = m.downtime_by_cause.iter().map(|(_, minutes)| minutes).sum();
    let apart = (by_cause - m.downtime_minutes_per_year).abs();
    assert!(apart <= 1e-9 * by_cause + 1e-9, "causes of {by_cause} minutes: {m:?}");
}
