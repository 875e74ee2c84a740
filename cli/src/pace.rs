//! How much happens in a year, estimated before any of it is lived through.

use nines_engine::diag::{Diagnostic, codes};
use nines_engine::structure::{Lowering, lower};
use nines_engine::topology::Topology;
use nines_engine::units::{HOURS_PER_YEAR, Ticks};

/// The most that may happen in a year: it takes some ten seconds to live through.
const EVENTS_PER_YEAR_MAX: f64 = 1e8;

/// How much happens in a year.
#[derive(Debug)]
pub struct Pace {
    /// Failures, repairs and tests of everything.
    events_per_year: f64,
    /// To what most of it happens, and how much.
    busiest: Option<(String, f64)>,
}

impl Pace {
    /// Of a topology; nothing happens in one that cannot be lived through.
    pub fn of(topology: &Topology) -> Pace {
        let mut pace = Pace { events_per_year: 0.0, busiest: None };
        let Ok(structure) = lower(topology, Lowering::UP.lived()) else { return pace };
        // What never works is never repaired.
        for event in structure.events.iter().filter(|event| event.unavailability < 1.0) {
            // It fails and is repaired once in a life and a repair.
            pace.add(&event.name, 2.0 * HOURS_PER_YEAR / (event.mttf_hours + event.mttr_hours));
        }
        for pool in &topology.pools {
            let standby = pool.recovery.standby.as_ref();
            if let Some(interval) = standby.and_then(|standby| standby.test_interval) {
                pace.add(pool.id.as_str(), HOURS_PER_YEAR / interval.hours());
            }
        }
        pace
    }

    fn add(&mut self, name: &str, events_per_year: f64) {
        self.events_per_year += events_per_year;
        if self.busiest.as_ref().is_none_or(|(_, most)| events_per_year > *most) {
            self.busiest = Some((name.to_string(), events_per_year));
        }
    }

    /// Why nobody would wait for the end of it; `None` when it ends in time.
    pub fn too_fast(&self) -> Option<Diagnostic> {
        let (name, most) = self.busiest.as_ref().filter(|_| self.events_per_year > EVENTS_PER_YEAR_MAX)?;
        let message = format!(
            "a year would have {:.1e} failures, repairs and tests, {most:.1e} of them here, and at most \
             {EVENTS_PER_YEAR_MAX:e} can be lived through",
            self.events_per_year
        );
        let finding = Diagnostic::error(codes::TOO_LARGE, message).at("", name);
        Some(finding.hint("give it longer times; nines analyze answers for times of any length"))
    }

    /// The time in which about so much happens; at most a year.
    pub fn span_of(&self, events: f64) -> Ticks {
        Ticks::from_hours((events / self.events_per_year).min(1.0) * HOURS_PER_YEAR).max(Ticks(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(parts: &str) -> Pace {
        let text =
            format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["a"] }}, {parts} }}"#);
        Pace::of(&nines_engine::format::read(&text).topology.unwrap())
    }

    #[track_caller]
    fn check(parts: &str, events_per_year: f64, busiest: &str) {
        let pace = pace(parts);
        assert!((pace.events_per_year / events_per_year - 1.0).abs() < 1e-9, "{pace:?}");
        assert_eq!(pace.busiest.as_ref().unwrap().0, busiest);
    }

    #[test]
    fn a_life_and_a_repair_are_two_events() {
        check(r#""components": [ { "id": "a", "mttf": "9h", "mttr": "1h" } ]"#, 2.0 * 876.0, "a");
        check(
            r#""components": [ { "id": "a", "mttf": "9h", "mttr": "1h", "in": ["z"], "needs": ["b"] }, { "id": "b" } ],
               "domains": [ { "id": "z", "mttf": "4h", "mttr": "1h" } ]"#,
            2.0 * 876.0 + 2.0 * 1752.0,
            "z",
        );
        check(
            r#""components": [ { "id": "b" }, { "id": "c" } ],
               "pools": [ { "id": "a", "members": ["b", "c"], "standby": { "test_interval": "1h" } } ]"#,
            8760.0,
            "a",
        );
    }

    #[test]
    fn what_never_fails_and_what_never_works_take_no_time() {
        let still = pace(r#""components": [ { "id": "a", "availability": 0 }, { "id": "b" } ]"#);
        assert_eq!((still.events_per_year, still.too_fast()), (0.0, None));
        assert_eq!(still.span_of(1.0), Ticks(Ticks::PER_YEAR));
    }

    #[test]
    fn the_limit_is_a_hundred_million_a_year() {
        let within = pace(r#""components": [ { "id": "a", "mttf": "630s", "mttr": "1s" } ]"#);
        assert_eq!(within.too_fast(), None);
        let beyond =
            pace(r#""components": [ { "id": "a", "mttf": "1ms", "mttr": "1ms" }, { "id": "b", "mttf": "1h" } ]"#);
        assert_eq!(
            beyond.too_fast().unwrap().to_string(),
            "N004 \"a\": a year would have 3.2e10 failures, repairs and tests, 3.2e10 of them here, and at most 1e8 can be \
             lived through — give it longer times; nines analyze answers for times of any length"
        );
    }
}
