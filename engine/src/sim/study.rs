//! A study: many independent years, measured together. Every year begins in the long-run state, so that it needs no
//! warming up, and is a replication of its own, so that years do not depend on each other. All sums are of whole ticks
//! and exact.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::histogram::Histogram;
use super::history::{History, HistoryOptions, Start};
use crate::diag::Diagnostic;
use crate::math;
use crate::structure::shares_below_one;
use crate::topology::{Topology, validate};
use crate::units::{MINUTES_PER_YEAR, Ticks};

/// The longest study, in years.
pub const YEARS_MAX: u64 = 10_000_000;

/// An outage that begins in a year is followed to its end, but no longer than this.
const OUTAGE_YEARS_MAX: u64 = 1000;

/// A study in progress.
#[derive(Clone, Debug)]
pub struct Study {
    history: History,
    seed: u64,
    diagnostics: Vec<Diagnostic>,
    follows_shares: bool,
    sums: Sums,
}

/// Everything that is measured, in whole ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sums {
    years: u64,
    events: u64,
    outages: u64,
    down: u128,
    down_squared: Wide,
    degraded: u128,
    /// Ticks not served, in parts of a tick (see [`PART`]).
    unserved: u128,
    outage_lengths: Histogram,
    outage_ticks: u128,
    yearly: Histogram,
    by_cause: BTreeMap<Arc<str>, u128>,
}

/// A sum of squares of ticks: a year squared is below 2⁹⁰, so ten million of them need 114 bits.
type Wide = u128;

/// What a study measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Mean share of time the clients were up.
    pub availability: f64,
    /// The rest, measured as such.
    pub unavailability: f64,
    /// A 95 % interval for the availability from the spread of the years (Student's t); `None` with fewer than two
    /// years or without any outage.
    pub availability_ci95: Option<(f64, f64)>,
    /// Mean downtime a year.
    pub downtime_minutes_per_year: f64,
    /// Outages begun, a year.
    pub outages_per_year: f64,
    /// Their lengths; `None` without any.
    pub outage_minutes: Option<OutageMinutes>,
    /// How the downtime of a year varies.
    pub yearly_downtime_minutes: YearlyMinutes,
    /// Downtime by what took the clients down, largest first.
    pub downtime_by_cause: Vec<(String, f64)>,
    /// Mean share of the demand served; `None` when the pools have too many levels of capacity.
    pub served_fraction: Option<f64>,
    /// Minutes a year up but degraded.
    pub degraded_minutes_per_year: f64,
    /// Failures and repairs lived through.
    pub events: u64,
    /// Years measured.
    pub years: u64,
    /// The seed.
    pub seed: u64,
    /// What to know about these numbers.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lengths of outages in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutageMinutes {
    /// Their mean.
    pub mean: f64,
    /// Half are not longer.
    pub p50: f64,
    /// 95 of 100 are not longer.
    pub p95: f64,
    /// The longest.
    pub max: f64,
}

/// Downtime of single years in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearlyMinutes {
    /// One year in 20 has no more.
    pub p5: f64,
    /// Half of the years have no more.
    pub p50: f64,
    /// 19 years of 20 have no more.
    pub p95: f64,
}

impl Study {
    /// A study that has not begun.
    ///
    /// # Errors
    /// The document's errors, when it has any.
    pub fn new(topology: &Topology, seed: u64) -> Result<Study, Vec<Diagnostic>> {
        let options = HistoryOptions { seed, replication: 0, start: Start::Stationary, trace_lines_max: 0 };
        let shares = shares_below_one(topology);
        let follows_shares = shares.is_some();
        let history = History::with_shares(topology, options, &shares.unwrap_or_default())?;
        let mut diagnostics = validate(topology);
        Ok(Study { history, seed, diagnostics, follows_shares, sums: Sums::default() })
    }

    /// Lives through so many more years, at most [`YEARS_MAX`] in all.
    pub fn run(&mut self, years: u64) {
        let years = years.min(YEARS_MAX.saturating_sub(self.sums.years));
        for _ in 0..years {
            self.history.restart(self.sums.years);
            self.year();
            self.sums.years += 1;
        }
    }

    /// How many years it has measured.
    pub fn years(&self) -> u64 {
        self.sums.years
    }

    /// One year, and then on to the end of an outage that is still on.
    fn year(&mut self) {
        let end = Ticks(Ticks::PER_YEAR);
        let mut outage: Option<Ticks> = None;
        let mut cause = self.cause();
        let mut down = 0_u64;
        loop {
            let before = self.history.now();
            let was_up = self.history.system_is_up();
            let served = if self.follows_shares { self.history.served_now() } else { 1.0 };
            let at = self.history.next_at().unwrap_or(end).min(end);
            let span = at.since(before).0;
            if !was_up {
                down += span;
                *self.sums.by_cause.entry(cause.clone()).or_default() += u128::from(span);
                self.sums.unserved += u128::from(span) * u128::from(parts(1.0 - served));
            }
            if at == end {
                self.history.run_until(end);
                break;
            }
            let Some(happening) = self.history.step() else { break };
            self.sums.events += 1;
            if was_up && !happening.up {
                outage = Some(happening.at);
                self.sums.outages += 1;
                cause = happening.name;
            } else if !was_up && happening.up {
                self.outage_ended(outage.take());
            }
        }
        self.sums.degraded += u128::from(self.history.measured().degraded.0);
        self.sums.down += u128::from(down);
        self.sums.down_squared += u128::from(down) * u128::from(down);
        self.sums.yearly.add(Ticks(down));
        self.follow(outage);
    }

    /// Follows an outage that was begun in the year past the year's end, only to know its length.
    fn follow(&mut self, outage: Option<Ticks>) {
        if outage.is_none() {
            return;
        }
        let limit = Ticks::from_years(OUTAGE_YEARS_MAX);
        while !self.history.system_is_up() && self.history.next_at().is_some_and(|at| at < limit) {
            let _ = self.history.step();
        }
        self.outage_ended(outage);
    }

    fn outage_ended(&mut self, began: Option<Ticks>) {
        // An outage that was on when the year began belongs to another year.
        if let Some(began) = began {
            let length = self.history.now().since(began);
            self.sums.outage_lengths.add(length);
            self.sums.outage_ticks += u128::from(length.0);
        }
    }

    fn cause(&self) -> Arc<str> {
        let first = self.history.tape().next().and_then(|stretch| stretch.cause.clone());
        first.unwrap_or_else(|| Arc::from("never works"))
    }

    /// What was measured so far.
    pub fn measurement(&self) -> Measurement {
        let sums = &self.sums;
        let years = sums.years.max(1) as f64;
        let minutes = |ticks: f64| ticks / (60.0 * Ticks::PER_SECOND as f64);
        let unavailability = sums.down as f64 / (years * Ticks::PER_YEAR as f64);
        let mut causes: Vec<(String, f64)> =
            sums.by_cause.iter().map(|(name, ticks)| (name.to_string(), minutes(*ticks as f64) / years)).collect();
        crate::order::sort_by(&mut causes, |a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let unserved = sums.unserved as f64 / f64::from(PART) / (years * Ticks::PER_YEAR as f64);
        Measurement {
            availability: 1.0 - unavailability,
            unavailability,
            availability_ci95: self.interval(),
            downtime_minutes_per_year: unavailability * MINUTES_PER_YEAR,
            outages_per_year: sums.outages as f64 / years,
            outage_minutes: (sums.outage_lengths.total() > 0).then(|| OutageMinutes {
                mean: minutes(sums.outage_ticks as f64 / sums.outage_lengths.total() as f64),
                p50: minutes(sums.outage_lengths.quantile(0.5).0 as f64),
                p95: minutes(sums.outage_lengths.quantile(0.95).0 as f64),
                max: minutes(sums.outage_lengths.max().0 as f64),
            }),
            yearly_downtime_minutes: YearlyMinutes {
                p5: minutes(sums.yearly.quantile(0.05).0 as f64),
                p50: minutes(sums.yearly.quantile(0.5).0 as f64),
                p95: minutes(sums.yearly.quantile(0.95).0 as f64),
            },
            downtime_by_cause: causes,
            served_fraction: self.follows_shares.then_some(1.0 - unserved),
            degraded_minutes_per_year: minutes(sums.degraded as f64) / years,
            events: sums.events,
            years: sums.years,
            seed: self.seed,
            diagnostics: self.diagnostics.clone(),
        }
    }

    fn interval(&self) -> Option<(f64, f64)> {
        let n = self.sums.years;
        if n < 2 || self.sums.down == 0 {
            return None;
        }
        let year = Ticks::PER_YEAR as f64;
        let mean = self.sums.down as f64 / n as f64 / year;
        // n·Σx² − (Σx)² in whole numbers, where both fit: no digits cancel.
        let spread = match (u128::from(n).checked_mul(self.sums.down_squared), self.sums.down.checked_pow(2)) {
            (Some(squares), Some(square)) => {
                squares.saturating_sub(square) as f64 / (n as f64 * n as f64) / (year * year)
            }
            _ => (self.sums.down_squared as f64 / n as f64 / (year * year) - mean * mean).max(0.0),
        };
        let variance = spread * n as f64 / (n - 1) as f64;
        let half = math::student_t_975(n - 1) * math::sqrt(variance / n as f64);
        Some(((1.0 - mean - half).max(0.0), (1.0 - mean + half).min(1.0)))
    }
}

/// Shares are counted in whole parts of this, so that sums are exact.
const PART: u32 = 1 << 20;

fn parts(share: f64) -> u32 {
    (share * f64::from(PART) + 0.5) as u32
}
