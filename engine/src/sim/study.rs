//! A study: many independent years, measured together. Every year begins in the long-run state, so that it needs no
//! warming up, and is a replication of its own, so that years do not depend on each other. All sums are of whole ticks
//! and exact.

use std::sync::Arc;

use super::histogram::Histogram;
use super::history::{History, HistoryOptions, OutagePhase, PART, Start};
use super::model::Model;
use super::script::Script;
use super::sums::Sums;
use crate::diag::{Diagnostic, codes};
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
    model: Arc<Model>,
    seed: u64,
    diagnostics: Vec<Diagnostic>,
    follows_shares: bool,
    script: Script,
    /// The next year to live through.
    next: u64,
    sums: Sums,
}

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
    /// Downtime by what it was spent on, in minutes a year.
    pub downtime_by_phase: [(OutagePhase, f64); 5],
    /// How many years had how much downtime, shortest first.
    pub yearly_histogram: Vec<YearsBin>,
    /// How many outages were how long, shortest first.
    pub outage_histogram: Vec<OutagesBin>,
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

/// Years with like downtime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearsBin {
    /// From this many minutes of downtime.
    pub from_minutes: f64,
    /// To below this many; equal to `from_minutes` for years without any.
    pub to_minutes: f64,
    /// How many years.
    pub years: u64,
}

/// Outages of like length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutagesBin {
    /// From this many minutes.
    pub from_minutes: f64,
    /// To below this many.
    pub to_minutes: f64,
    /// How many outages.
    pub outages: u64,
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
        let model = Arc::new(Model::of(topology, &shares.unwrap_or_default())?);
        let history = History::of(model.clone(), options);
        let diagnostics = validate(topology);
        let (script, sums) = (Script::default(), Sums::default());
        Ok(Study { history, model, seed, diagnostics, follows_shares, script, next: 0, sums })
    }

    /// A study of the years from `first` on, to be joined with others by [`Study::join`].
    pub fn starting_at(mut self, first: u64) -> Study {
        self.next = first;
        self
    }

    /// The same study with faults made by hand in every year, at these times since the year's beginning.
    pub fn with_script(mut self, script: Script) -> Study {
        let message = "every year has faults made by hand in it: the numbers are of those years, not of the long run";
        if !script.faults.is_empty() {
            self.diagnostics.push(Diagnostic::note(codes::BY_HAND, message));
        }
        self.script = script;
        self
    }

    /// Lives through so many more years, at most up to year [`YEARS_MAX`].
    pub fn run(&mut self, years: u64) {
        for _ in 0..years.min(YEARS_MAX.saturating_sub(self.next)) {
            self.history.restart(self.next);
            self.year();
            self.next += 1;
        }
    }

    /// How many years it has measured.
    pub fn years(&self) -> u64 {
        self.sums.years
    }

    /// Adds what another study of the same document and seed has measured in other years. All sums are whole numbers,
    /// so that the order of joining changes nothing.
    pub fn join(&mut self, other: &Sums) {
        self.sums.join(other);
    }

    /// Everything that was measured, to be joined elsewhere.
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// One year, and then on to the end of an outage that is still on.
    fn year(&mut self) {
        // Pools whose members depend on each other take a while to forget how they began.
        if self.model.warm_up > Ticks::ZERO {
            self.history.run_until(self.model.warm_up);
        }
        let now = self.history.now();
        for (at, fault) in &self.script.faults {
            self.history.schedule(now.after(*at), fault.clone());
        }
        self.history.study_from_now();
        self.history.run(Ticks(Ticks::PER_YEAR));
        let year = self.history.year();
        self.sums.add_year(&year, &self.model);
        if year.outage_is_on {
            self.follow();
        }
    }

    /// Follows an outage that was begun in the year past the year's end, only to know its length.
    fn follow(&mut self) {
        let limit = self.history.now().after(Ticks::from_years(OUTAGE_YEARS_MAX));
        while !self.history.system_is_up() && self.history.next_at().is_some_and(|at| at < limit) {
            let _ = self.history.step();
        }
        self.sums.add_outage(self.history.since_outage_began());
    }

    /// What was measured so far.
    pub fn measurement(&self) -> Measurement {
        let sums = &self.sums;
        let years = sums.years.max(1) as f64;
        let minutes = |ticks: f64| ticks / (60.0 * Ticks::PER_SECOND as f64);
        let unavailability = sums.down as f64 / (years * Ticks::PER_YEAR as f64);
        let mut causes: Vec<(String, f64)> =
            sums.by_cause.iter().map(|(name, ticks)| (name.clone(), minutes(*ticks as f64) / years)).collect();
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
            downtime_by_phase: OutagePhase::ALL
                .map(|phase| (phase, minutes(sums.by_phase[phase as usize] as f64) / years)),
            yearly_histogram: yearly_bins(&sums.yearly),
            outage_histogram: outage_bins(&sums.outage_lengths),
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

fn yearly_bins(years: &Histogram) -> Vec<YearsBin> {
    let bin = |(from, to, years)| YearsBin { from_minutes: minutes(from), to_minutes: minutes(to), years };
    years.doublings().map(bin).collect()
}

fn outage_bins(lengths: &Histogram) -> Vec<OutagesBin> {
    let bin = |(from, to, outages)| OutagesBin { from_minutes: minutes(from), to_minutes: minutes(to), outages };
    lengths.doublings().map(bin).collect()
}

fn minutes(time: Ticks) -> f64 {
    time.seconds() / 60.0
}
