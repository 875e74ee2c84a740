//! What cycles add up to, and what follows from it: the ratio of means with its interval, and what plain simulation
//! would have needed for the same. Rounds are independent of each other; the cycles of one round are not.

use super::walk::Path;
use crate::math;

/// Sums over rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct RareSums {
    /// Rounds that came back.
    pub rounds: u64,
    /// Rounds that did not within the limit; nothing else of them is here but their steps.
    pub unfinished: u64,
    /// Cycles of rounds that came back.
    pub cycles: u64,
    /// Of those, cycles in which the clients were down at some time.
    pub cycles_down: u64,
    /// Steps, of all that was walked.
    pub steps: u64,
    /// Of those, steps by nature in rounds that came back.
    pub plain_steps: u64,
    down: f64,
    down_down: f64,
    /// The most of one round.
    down_max: f64,
    down_time: f64,
    pub time: f64,
    time_time: f64,
    outages: f64,
    plain: PlainSums,
}

/// Sums for the variance of plain simulation.
#[derive(Clone, Copy, Debug, Default)]
struct PlainSums {
    down_down: f64,
    down_time: f64,
    time_time: f64,
    up_squares: f64,
    down_squares: f64,
}

/// One round while it goes on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Round {
    pub cycles: u64,
    cycles_down: u64,
    down: f64,
    outages: f64,
    plain: PlainSums,
    time: f64,
    plain_steps: u64,
}

impl Round {
    /// Adds a cycle that was walked with failures made likely, and the likelihood ratio of the whole of it.
    pub fn add(&mut self, path: &Path, weight: f64) {
        self.cycles += 1;
        self.cycles_down += u64::from(path.down > 0.0);
        self.down += path.down_weighed;
        self.outages += path.outages_weighed;
        let plain = &mut self.plain;
        plain.down_down += weight * path.down * path.down;
        plain.down_time += weight * path.down * path.time;
        plain.time_time += weight * path.time * path.time;
        plain.up_squares += weight * path.up_squares;
        plain.down_squares += weight * path.down_squares;
    }

    /// Adds the length of a cycle that was walked by nature, or is known.
    pub fn add_time(&mut self, hours: f64, steps: u64) {
        self.time += hours;
        self.plain_steps += steps;
    }
}

impl RareSums {
    /// Adds a round that has come back.
    pub fn add(&mut self, round: &Round) {
        self.rounds += 1;
        self.cycles += round.cycles;
        self.cycles_down += round.cycles_down;
        self.plain_steps += round.plain_steps;
        self.down += round.down;
        self.down_down += round.down * round.down;
        self.down_max = self.down_max.max(round.down);
        self.down_time += round.down * round.time;
        self.time += round.time;
        self.time_time += round.time * round.time;
        self.outages += round.outages;
        self.plain.down_down += round.plain.down_down;
        self.plain.down_time += round.plain.down_time;
        self.plain.time_time += round.plain.time_time;
        self.plain.up_squares += round.plain.up_squares;
        self.plain.down_squares += round.plain.down_squares;
    }

    /// Time down over time.
    pub fn unavailability(&self) -> f64 {
        if self.time > 0.0 { self.down / self.time } else { 0.0 }
    }

    /// Outages an hour.
    pub fn outages_per_hour(&self) -> f64 {
        if self.time > 0.0 { self.outages / self.time } else { 0.0 }
    }

    /// The variance of the ratio by the delta method: of D − U·T, over the rounds and the mean T squared (Crane and
    /// Lemoine, An Introduction to the Regenerative Method for Simulation Analysis, 1977, section 3). `None` with fewer
    /// than two rounds, or without any in which the clients were down.
    pub fn variance(&self) -> Option<f64> {
        if self.rounds < 2 || self.cycles_down == 0 {
            return None;
        }
        let n = self.rounds as f64;
        let ratio = self.unavailability();
        // The mean of D − U·T is 0 by the choice of U, so that nothing has to be subtracted.
        let squares = self.down_down - 2.0 * ratio * self.down_time + ratio * ratio * self.time_time;
        let mean_time = self.time / n;
        Some(squares.max(0.0) / (n - 1.0) / n / (mean_time * mean_time))
    }

    /// The share of one round in what the variance is estimated from. Where it is large, there are probably others that
    /// were not met, and the interval is too narrow.
    pub fn largest_share(&self) -> f64 {
        if self.down_down > 0.0 { self.down_max * self.down_max / self.down_down } else { 0.0 }
    }

    /// Half the width of a 95 % interval.
    pub fn half_width(&self) -> Option<f64> {
        self.variance().map(|variance| math::student_t_975(self.rounds - 1) * math::sqrt(variance))
    }

    /// The variance that plain simulation has after one hour, in hours: E[(D − U·T)²] over E[T], with D and T as they
    /// are when every state lasts an exponential time. The same weights that make D unbiased make its square so.
    pub fn plain_variance_hours(&self) -> f64 {
        let u = self.unavailability();
        let PlainSums { down_down, down_time, time_time, up_squares, down_squares } = self.plain;
        let of_states = down_down - 2.0 * u * down_time + u * u * time_time;
        let of_times = (1.0 - u) * (1.0 - u) * down_squares + u * u * up_squares;
        if self.time > 0.0 { (of_states + of_times).max(0.0) / self.time } else { 0.0 }
    }
}
