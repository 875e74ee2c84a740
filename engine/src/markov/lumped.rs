//! A pool of equal members, a state for every count of failed ones: n members make at most 3·n + 1 states, whatever n.
//!
//! States are (failed, phase). In phase "ok" a failure may begin a change-over; in the two change-over phases the clocks
//! of the pool's members stand still, as in the textbook chain of an active and a hot spare. Repair: min(failed, crews)
//! repairs at a time. A pool below what it requires is down, and its members go on working and failing.

use super::Changeover;
use super::stationary::{Chain, Work, stationary};

/// A pool of equal members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LumpedPool {
    /// How many there are.
    pub members: usize,
    /// With spares: how many are active, and the failure rate of a spare over that of an active one. All are active
    /// when `None`.
    pub spares: Option<(usize, f64)>,
    /// How many repairs can go on at a time, at least 1.
    pub crews: usize,
    /// Failures of an active member, an hour.
    pub failure_rate: f64,
    /// Repairs by one crew, an hour.
    pub repair_rate: f64,
    /// What a failure that needs a change-over brings. Without spares every failure may be uncovered, and a covered one
    /// takes no time.
    pub changeover: Changeover,
}

/// Its long run.
#[derive(Clone, Debug, PartialEq)]
pub struct Lumped {
    pool: LumpedPool,
    /// Share of time with this many failed and no change-over going on.
    ok: Vec<f64>,
    /// Share of time changing over, by itself and by hand.
    changing: [f64; 2],
    /// How often change-overs begin with this many failed before, an hour.
    begin: Vec<f64>,
    /// How often a member fails without a change-over with this many failed before, an hour.
    plain: Vec<f64>,
}

impl LumpedPool {
    /// All that makes one chain differ from another.
    pub(crate) fn key(&self) -> Vec<u64> {
        let (active, dormancy) =
            self.spares.map_or((u64::MAX, 0), |(active, dormancy)| (active as u64, dormancy.to_bits()));
        let rates = [self.failure_rate, self.repair_rate].map(f64::to_bits);
        let counts = [self.members as u64, self.crews as u64, active, dormancy];
        counts.into_iter().chain(rates).chain(self.changeover.key()).collect()
    }
}

impl Lumped {
    /// How many states the chain has.
    pub(crate) fn states(&self) -> usize {
        3 * self.ok.len()
    }

    /// Solves the pool. `None` when a rate is not a positive number, or the work is used up.
    pub fn solve(pool: LumpedPool, work: &mut Work) -> Option<Lumped> {
        let usable = |rate: f64| rate > 0.0 && rate.is_finite();
        if !usable(pool.failure_rate) || !usable(pool.repair_rate) {
            return None;
        }
        let count = pool.members;
        // The phases of one count are neighbours, so the chain is a narrow band: state 3·failed + phase.
        let mut chain = Chain { rates: vec![Vec::new(); 3 * count + 3] };
        let mut begins = vec![0.0; count + 1];
        let mut plains = vec![0.0; count + 1];
        for failed in 0..=count {
            let ok = 3 * failed;
            let (begin, plain) = pool.failures(failed);
            (begins[failed], plains[failed]) = (begin, plain);
            if failed < count {
                for (way, (probability, hours)) in pool.changeover.ways().into_iter().enumerate() {
                    chain.add(ok, ok + 4 + way, begin * probability);
                    chain.add(ok + 4 + way, ok + 3, 1.0 / hours);
                }
                chain.add(ok, ok + 3, plain + begin * pool.changeover.instant());
            }
            if failed > 0 {
                chain.add(ok, ok - 3, failed.min(pool.crews) as f64 * pool.repair_rate);
            } else {
                // No change-over is on with nothing failed: two states that only lead back.
                chain.add(1, 0, 1.0);
                chain.add(2, 0, 1.0);
            }
        }
        let shares = stationary(&chain, work)?;
        let ok: Vec<f64> = (0..=count).map(|failed| shares[3 * failed]).collect();
        let changing = [1, 2].map(|way| (0..=count).map(|failed| shares[3 * failed + way]).sum());
        let taking_time: f64 = pool.changeover.ways().iter().map(|(probability, _)| probability).sum();
        let begin = ok.iter().zip(&begins).map(|(share, rate)| share * rate * taking_time).collect();
        let instant = pool.changeover.instant();
        let plain = (0..=count).map(|i| ok[i] * (plains[i] + begins[i] * instant)).collect();
        Some(Lumped { pool, ok, changing, begin, plain })
    }

    /// The share of time a change-over is going on.
    pub fn changing(&self) -> f64 {
        self.changing[0] + self.changing[1]
    }

    /// The share of time in which fewer than `least` of the first `counted` members work and no change-over is going
    /// on. Which members have failed is equally likely for all sets of one size.
    pub fn too_few(&self, least: usize, counted: usize) -> f64 {
        let down = |failed: usize| self.hits(failed, counted).take_while(|(hit, _)| counted - hit >= least).count();
        let share = |failed: usize| -> f64 {
            let enough = down(failed);
            self.hits(failed, counted).skip(enough).map(|(_, probability)| probability).sum()
        };
        (0..=self.pool.members).map(|failed| self.ok[failed] * share(failed)).sum()
    }

    /// How often it stops working, an hour, when `least` of the first `counted` members must work: by a change-over
    /// that begins, or by a failure that leaves too few.
    pub fn stops_per_hour(&self, least: usize, counted: usize) -> f64 {
        let mut sum = 0.0;
        for failed in 0..self.pool.members {
            let working = self.pool.members - failed;
            for (hit, probability) in self.hits(failed, counted) {
                let left = counted - hit;
                if left >= least {
                    sum += self.begin[failed] * probability;
                }
                if left == least {
                    // One of the `working` fails, each as likely; it is one of the counted with this probability.
                    sum += self.plain[failed] * probability * left as f64 / working as f64;
                }
            }
        }
        sum
    }

    /// How many of the first `counted` members are among `failed` failed ones: each count with its probability
    /// (hypergeometric), smallest first.
    fn hits(&self, failed: usize, counted: usize) -> impl Iterator<Item = (usize, f64)> {
        let total = self.pool.members;
        let least = (failed + counted).saturating_sub(total);
        let most = failed.min(counted);
        let mut probability = first_hit(total, failed, counted, least);
        (least..=most).map(move |hit| {
            let this = probability;
            // The ratio of neighbours: C(c, h+1)·C(t−c, f−h−1) over C(c, h)·C(t−c, f−h).
            let up = (counted - hit) as f64 * (failed - hit) as f64;
            let down = (hit + 1) as f64 * (total + hit + 1 - counted - failed) as f64;
            probability *= up / down;
            (hit, this)
        })
    }
}

/// The probability of the smallest possible count of hits, as a product of factors at most 1.
fn first_hit(total: usize, failed: usize, counted: usize, least: usize) -> f64 {
    if least == 0 {
        // None of the failed is counted: (t−c)(t−c−1)… over t(t−1)….
        (0..failed).map(|i| (total - counted - i) as f64 / (total - i) as f64).product()
    } else {
        // All that are not counted have failed: f(f−1)… over t(t−1)….
        (0..total - counted).map(|i| (failed - i) as f64 / (total - i) as f64).product()
    }
}

impl LumpedPool {
    /// With this many failed: the rate of failures that need a change-over, and of those that do not.
    fn failures(&self, failed: usize) -> (f64, f64) {
        let working = self.members - failed;
        match self.spares {
            // Without spares any failure may be uncovered.
            None => (working as f64 * self.failure_rate, 0.0),
            Some((active, dormancy)) => {
                let serving = working.min(active) as f64 * self.failure_rate;
                let waiting = working.saturating_sub(active) as f64 * dormancy * self.failure_rate;
                // Only with a spare waiting is there something to change over to.
                if working > active { (serving, waiting) } else { (0.0, serving + waiting) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(members: usize, crews: usize, mttf: f64, mttr: f64) -> LumpedPool {
        LumpedPool {
            members,
            spares: None,
            crews,
            failure_rate: 1.0 / mttf,
            repair_rate: 1.0 / mttr,
            changeover: Changeover::INSTANT,
        }
    }

    fn down(pool: LumpedPool, least: usize) -> f64 {
        let lumped = Lumped::solve(pool, &mut Work::of(u64::MAX)).unwrap();
        lumped.changing() + lumped.too_few(least, pool.members)
    }

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!((value / expected - 1.0).abs() < 1e-11, "{value} is not {expected}");
    }

    /// Closed forms of a pair, ρ = λ/μ (Trivedi, Probability and Statistics with Reliability, Queuing and Computer
    /// Science Applications, 2002, section 8.2: birth-death processes).
    #[test]
    fn pairs_have_their_closed_forms() {
        for (mttf, mttr) in [(1000.0, 10.0), (1000.0, 1.0), (8760.0, 24.0), (2190.0, 1.0)] {
            let r: f64 = mttr / mttf;
            check(down(pool(2, 2, mttf, mttr), 1), (r / (1.0 + r)) * (r / (1.0 + r)));
            check(down(pool(2, 1, mttf, mttr), 1), 2.0 * r * r / (1.0 + 2.0 * r + 2.0 * r * r));
            let cold = |crews| LumpedPool { spares: Some((1, 0.0)), ..pool(2, crews, mttf, mttr) };
            check(down(cold(2), 1), r * r / 2.0 / (1.0 + r + r * r / 2.0));
            check(down(cold(1), 1), r * r / (1.0 + r + r * r));
        }
    }

    /// With a crew for each member they are independent: the binomial tail, for any number that count.
    #[test]
    fn enough_crews_are_independent_members() {
        let q: f64 = 10.0 / 110.0;
        let lumped = Lumped::solve(pool(7, 7, 100.0, 10.0), &mut Work::of(u64::MAX)).unwrap();
        for counted in 1..=7_usize {
            for least in 1..=counted {
                let choose = |k: usize| (0..k).map(|i| (counted - i) as f64 / (i + 1) as f64).product::<f64>();
                let power = |base: f64, times: usize| (0..times).map(|_| base).product::<f64>();
                let term = |k: usize| choose(k) * power(q, k) * power(1.0 - q, counted - k);
                let tail: f64 = (counted - least + 1..=counted).map(term).sum();
                check(lumped.too_few(least, counted), tail);
                // Frequency of a k-of-n group: C·(n−k)… of leaving the last good state.
                let leave = term(counted - least) * least as f64 / 100.0;
                check(lumped.stops_per_hour(least, counted), leave);
            }
        }
    }

    /// Long-run rates of stopping and of starting again are equal: time down over mean length of a stop.
    #[test]
    fn a_failover_pair_stops_as_often_as_its_active_fails() {
        let changeover = Changeover { coverage: 0.9, covered_hours: 0.025, manual_hours: 1.0 };
        let pair = LumpedPool { spares: Some((1, 1.0)), changeover, ..pool(2, 1, 2190.0, 4.0) };
        let lumped = Lumped::solve(pair, &mut Work::of(u64::MAX)).unwrap();
        // Every failure of the active member stops it, and in no other way: share of time working over MTTF.
        let works = 1.0 - lumped.changing() - lumped.too_few(1, 2);
        check(lumped.stops_per_hour(1, 2), works / 2190.0);
    }

    #[test]
    fn forty_units_and_three_crews() {
        let large = Lumped::solve(pool(40, 3, 1000.0, 10.0), &mut Work::of(u64::MAX)).unwrap();
        // The same by the product form of birth and death.
        let mut weights = vec![1.0_f64];
        for failed in 0..40_usize {
            let next = weights[failed] * (40 - failed) as f64 / 1000.0 * 10.0 / (failed + 1).min(3) as f64;
            weights.push(next);
        }
        let total: f64 = weights.iter().sum();
        let tail: f64 = weights[6..].iter().sum();
        check(large.too_few(35, 40), tail / total);
    }
}
