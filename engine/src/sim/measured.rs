//! What one running history has measured so far, with an interval from batch means (Law: Simulation Modeling and
//! Analysis, section 9.5.3): the run is cut into batches of equal length, and their spread says how sure the mean is.

use crate::math;
use crate::units::Ticks;

/// Measured availability since the start of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// How long the history is.
    pub span: Ticks,
    /// How long the clients were down.
    pub down: Ticks,
    /// How long they were up but degraded.
    pub degraded: Ticks,
    /// Outages begun.
    pub outages: u64,
    /// Share of the span in which the clients were up; 1 at the start.
    pub availability: f64,
    /// A 95 % interval for the long-run availability; `None` while there is too little to say: fewer than
    /// 3 outages or 10 batches.
    pub ci95: Option<(f64, f64)>,
    /// The part of `down` during which a fault made by hand was on.
    pub by_hand: Ticks,
    /// Whether they are down now.
    pub down_now: bool,
}

impl Measured {
    /// Share of the span in which the clients were down.
    pub fn unavailability(&self) -> f64 {
        if self.span == Ticks::ZERO { 0.0 } else { self.down.0 as f64 / self.span.0 as f64 }
    }
}

/// Downtime in batches. There are never more than [`BATCHES_MAX`]: when full, neighbours are joined and the next
/// batches are twice as long, so that a run of any length fits.
#[derive(Clone, Debug)]
pub struct Batches {
    width: Ticks,
    full: Vec<Ticks>,
    current_span: Ticks,
    current_down: Ticks,
}

const BATCHES_MAX: usize = 64;
const BATCHES_MIN: usize = 10;
const OUTAGES_MIN: u64 = 3;

impl Default for Batches {
    fn default() -> Batches {
        let width = Ticks(Ticks::PER_HOUR);
        Batches { width, full: Vec::new(), current_span: Ticks::ZERO, current_down: Ticks::ZERO }
    }
}

impl Batches {
    /// A stretch of time has passed, down or up.
    pub fn pass(&mut self, mut span: Ticks, down: bool) {
        while span > Ticks::ZERO {
            let part = span.min(self.width.since(self.current_span));
            self.current_span = self.current_span.after(part);
            self.current_down = self.current_down.after(if down { part } else { Ticks::ZERO });
            span = span.since(part);
            if self.current_span == self.width {
                self.close();
            }
        }
    }

    /// The interval for the share of time up, given how many outages there were.
    pub fn interval(&self, outages: u64) -> Option<(f64, f64)> {
        let count = self.full.len();
        if count < BATCHES_MIN || outages < OUTAGES_MIN {
            return None;
        }
        let shares = self.full.iter().map(|down| down.0 as f64 / self.width.0 as f64);
        let mean = shares.clone().sum::<f64>() / count as f64;
        let variance = shares.map(|share| (share - mean) * (share - mean)).sum::<f64>() / (count - 1) as f64;
        let half = math::student_t_975(count as u64 - 1) * math::sqrt(variance / count as f64);
        Some(((1.0 - mean - half).max(0.0), (1.0 - mean + half).min(1.0)))
    }

    fn close(&mut self) {
        self.full.push(self.current_down);
        self.current_span = Ticks::ZERO;
        self.current_down = Ticks::ZERO;
        if self.full.len() == BATCHES_MAX {
            self.full = self.full.chunks(2).map(|pair| pair[0].after(pair[1])).collect();
            self.width = Ticks(self.width.0 * 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_join_and_lose_nothing() {
        let mut batches = Batches::default();
        for hour in 0..10_000_u64 {
            batches.pass(Ticks(Ticks::PER_HOUR), hour % 10 == 0);
        }
        let down: u64 = batches.full.iter().map(|d| d.0).sum::<u64>() + batches.current_down.0;
        assert_eq!(down, 1000 * Ticks::PER_HOUR);
        assert!(batches.full.len() < BATCHES_MAX);
        let (low, high) = batches.interval(1000).unwrap();
        assert!(low <= 0.9 && 0.9 <= high, "{low} {high}");
    }

    #[test]
    fn a_long_leap_is_the_same_as_many_steps() {
        let mut leap = Batches::default();
        leap.pass(Ticks::from_years(30), false);
        let mut steps = Batches::default();
        (0..30).for_each(|_| steps.pass(Ticks::from_years(1), false));
        assert_eq!(
            (leap.width, leap.full.len(), leap.current_span),
            (steps.width, steps.full.len(), steps.current_span)
        );
        assert_eq!(leap.interval(0), None);
    }
}
