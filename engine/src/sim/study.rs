//! A study: many independent years, measured together. Every year begins in the long-run state, so that it needs no
//! warming up, and is a replication of its own, so that years do not depend on each other. All sums are of whole ticks
//! and exact.

use std::sync::Arc;

use super::histogram::Histogram;
use super::history::{History, HistoryOptions, OutagePhase, PART, Start};
use super::model::Model;
use super::random::{Stream, name_number};
use super::script::Script;
use super::sums::Sums;
use crate::diag::{Diagnostic, codes};
use crate::math;
use crate::structure::{EventSource, shares_below_one};
use crate::topology::{Topology, validate};
use crate::units::{MINUTES_PER_YEAR, Ticks};

/// The longest study, in years.
pub const YEARS_MAX: u64 = 10_000_000;

/// An outage that begins in a year is followed to its end, but no longer than this.
const OUTAGE_YEARS_MAX: u64 = 1000;

/// And while a fault without an end is on, which may be what keeps the clients down, for no more steps than this.
const HELD_STEPS_MAX: u64 = 10_000;

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
    /// A 95 % interval for the availability from the spread of the years; `None` when fewer than two of them had any
    /// downtime.
    ///
    /// Downtime has a long tail above and none below, so the interval is symmetric on the logarithm of the unavailability
    /// (delta method: Meeker and Escobar, Statistical Methods for Reliability Data, 1998, appendix B.2), with Student's t;
    /// years without downtime say nothing of how it varies, so the degrees of freedom are those of the others. Where
    /// outages are of one sort it covers the truth in 93 to 98 of 100 studies with three of them or more. No interval from
    /// years that were lived through knows of outages that are rarer than the study is long: where most downtime is in
    /// rare long ones (a change-over that fails once in a hundred times, lognormal repairs with σ = 2) it may
    /// cover in half of the studies only, and then misses more downtime.
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
        let mut diagnostics = validate(topology);
        diagnostics.extend(model.lead_in().cut_short.iter().map(|event| cut_short(&model, *event)));
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
        let late = script.faults.iter().filter(|(at, _)| at.0 >= Ticks::PER_YEAR).count();
        if late < script.faults.len() {
            let message =
                "every year has faults made by hand in it: the numbers are of those years, not of the long run";
            self.diagnostics.push(Diagnostic::note(codes::BY_HAND, message));
        }
        if late > 0 {
            let message = format!("{late} of {} faults come a year after the start or later", script.faults.len());
            let message = message + ", and never happen: a study is of years that each begin anew";
            let finding = Diagnostic::warning(codes::BY_HAND, message);
            self.diagnostics.push(finding.hint("give times within a year, or look at one long history with --trace"));
        }
        self.script = script;
        self
    }

    /// Lives through so many more years, at most up to year [`YEARS_MAX`].
    pub fn run(&mut self, years: u64) {
        for _ in 0..years.min(YEARS_MAX.saturating_sub(self.next)) {
            self.lead_in();
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

    /// A history that has forgotten how it began.
    fn lead_in(&mut self) {
        let model = self.model.clone();
        let lead_in = model.lead_in();
        let mut sleep = lead_in.alone;
        if lead_in.spread > Ticks::ZERO {
            let mut chance = Stream::new(self.seed, self.next, name_number("study/lead-in"));
            sleep = sleep.after(Ticks((lead_in.spread.0 as f64 * chance.share()) as u64));
        }
        self.history.restart_asleep(self.next, sleep);
        let until = sleep.after(lead_in.together);
        if until > Ticks::ZERO {
            self.history.run_until(until);
        }
    }

    /// One year, and then on to the end of an outage that is still on.
    fn year(&mut self) {
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

    /// Follows an outage that was begun in the year past the year's end, only to know its length. What a fault without an
    /// end keeps on is counted as long as it was in the year.
    fn follow(&mut self) {
        let so_far = self.history.since_outage_began();
        let limit = self.history.now().after(Ticks::from_years(OUTAGE_YEARS_MAX));
        let is_held = self.history.is_held_for_ever();
        let mut steps_left = if is_held { HELD_STEPS_MAX } else { u64::MAX };
        while !self.history.system_is_up() && steps_left > 0 && self.history.next_at().is_some_and(|at| at < limit) {
            let _ = self.history.step();
            steps_left -= 1;
        }
        let is_endless = is_held && !self.history.system_is_up();
        self.sums.add_outage(if is_endless { so_far } else { self.history.since_outage_began() });
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
        let with_downtime = n - self.sums.yearly.zeros();
        if with_downtime < 2 {
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
        let half = math::student_t_975(with_downtime - 1) * math::sqrt(variance / n as f64);
        let factor = math::exp(half / mean);
        Some((1.0 - (mean * factor).min(1.0), 1.0 - mean / factor))
    }
}

fn cut_short(model: &Model, changeover: u32) -> Diagnostic {
    let message = "its members live so long, and what they need fails so often, that a year may still know which of them \
                   it began with: what is measured of it may be off";
    let finding = Diagnostic::warning(codes::CUT_SHORT, message).hint("compare it with the exact answer");
    match &model.events[changeover as usize].source {
        EventSource::Failover(pool) => finding.at(pool.to_string(), ""),
        _ => finding,
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
