//! What a study adds up: whole numbers only, so that years may be lived through in any order, anywhere, and joined to
//! the same bytes.

use super::histogram::Histogram;
use super::history::Year;
use super::model::Model;
use crate::order::Map;
use crate::units::Ticks;

/// Everything that is measured, in whole ticks (microseconds).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Years measured.
    pub years: u64,
    /// Failures and repairs lived through.
    pub events: u64,
    /// Outages begun.
    pub outages: u64,
    /// Ticks down.
    pub down: u128,
    /// The sum over years of their ticks down squared: a year squared is below 2⁹⁰, so ten million fit.
    pub down_squared: u128,
    /// Ticks up but degraded.
    pub degraded: u128,
    /// Ticks not served, in parts of a tick.
    pub unserved: u128,
    /// How long outages were, as far as they began in a year that was measured.
    pub outage_lengths: Histogram,
    /// The sum of their lengths.
    pub outage_ticks: u128,
    /// The downtime of years.
    pub yearly: Histogram,
    /// Ticks down by phase, in the order of [`super::OutagePhase::ALL`].
    pub by_phase: [u128; 5],
    /// Ticks down by what began the outage.
    pub by_cause: Map<String, u128>,
}

impl Sums {
    /// Adds a year.
    pub(super) fn add_year(&mut self, year: &Year, model: &Model) {
        let tally = year.tally;
        let down = u128::from(tally.down.0);
        self.years += 1;
        self.events += year.happened;
        self.outages += tally.outages;
        self.down += down;
        self.down_squared += down * down;
        self.degraded += u128::from(tally.degraded.0);
        self.unserved += tally.unserved;
        self.yearly.add(tally.down);
        tally.lengths().iter().for_each(|length| self.add_outage(*length));
        for (sum, ticks) in self.by_phase.iter_mut().zip(tally.phases) {
            *sum += u128::from(ticks.0);
        }
        for (cause, ticks) in &tally.causes {
            let name = cause.map_or(NEVER_WORKS, |event| &*model.events[event as usize].name);
            match self.by_cause.get_mut(name) {
                Some(sum) => *sum += u128::from(ticks.0),
                None => drop(self.by_cause.insert(name.to_string(), u128::from(ticks.0))),
            }
        }
    }

    /// Adds an outage's length.
    pub(super) fn add_outage(&mut self, length: Ticks) {
        self.outage_lengths.add(length);
        self.outage_ticks += u128::from(length.0);
    }

    /// Adds what was measured in other years.
    pub fn join(&mut self, other: &Sums) {
        self.years += other.years;
        self.events += other.events;
        self.outages += other.outages;
        self.down += other.down;
        self.down_squared += other.down_squared;
        self.degraded += other.degraded;
        self.unserved += other.unserved;
        self.outage_lengths.join(&other.outage_lengths);
        self.outage_ticks += other.outage_ticks;
        self.yearly.join(&other.yearly);
        for (sum, more) in self.by_phase.iter_mut().zip(other.by_phase) {
            *sum += more;
        }
        for (cause, ticks) in &other.by_cause {
            *self.by_cause.entry(cause.clone()).or_default() += ticks;
        }
    }
}

/// The cause of what was down from the start, for no event.
const NEVER_WORKS: &str = "never works";
