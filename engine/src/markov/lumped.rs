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
    /// How many members it has.
    pub(crate) fn members(&self) -> usize {
        self.pool.members
    }

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

    /// The same pool as it is seen by those who count all members; from there, fewer can be counted one after the other.
    pub fn counted(&self) -> Counted {
        let working = |of: &[f64]| of.iter().rev().copied().collect::<Vec<f64>>();
        let mut fail_each = working(&self.plain);
        // One of those that work fails, each as likely; with none working, none does.
        fail_each.iter_mut().enumerate().skip(1).for_each(|(working, rate)| *rate /= working as f64);
        Counted { counted: self.pool.members, ok: working(&self.ok), begin: working(&self.begin), fail_each }
    }

    /// The share of time in which fewer than `least` of the first `counted` members work and no change-over is going
    /// on. Which members have failed is equally likely for all sets of one size.
    pub fn too_few(&self, least: usize, counted: usize) -> f64 {
        self.counted().down_to(counted).too_few(least)
    }

    /// How often it stops working, an hour, when `least` of the first `counted` members must work: by a change-over
    /// that begins, or by a failure that leaves too few.
    pub fn stops_per_hour(&self, least: usize, counted: usize) -> f64 {
        self.counted().down_to(counted).stops_per_hour(least)
    }
}

/// A pool of equal members of which only the first so many count: the others work and fail, and are blocked.
///
/// Which members have failed is equally likely for all sets of one size, so that of c counted members of which w work the
/// last works with probability w/c. Counting one fewer is one pass over w, and all counts together are n²/2 steps: from
/// the hypergeometric distribution of each count they were n³, and past a thousand members its first term is 10⁻³⁰⁸.
#[derive(Clone, Debug)]
pub struct Counted {
    counted: usize,
    /// For every number of counted members that work: the share of time with no change-over going on.
    ok: Vec<f64>,
    /// The same: how often change-overs begin, an hour.
    begin: Vec<f64>,
    /// The same: how often each of those that work fails without a change-over, an hour.
    fail_each: Vec<f64>,
}

impl Counted {
    /// What going from `members` down to `fewest` takes, in [`Work`].
    pub fn work(members: usize, fewest: usize) -> u64 {
        members.saturating_sub(fewest) as u64 * members as u64 * COUNTING_WORK
    }

    /// Counts no more than so many.
    pub fn down_to(mut self, counted: usize) -> Counted {
        while self.counted > counted {
            for of in [&mut self.ok, &mut self.begin, &mut self.fail_each] {
                count_one_fewer(of);
            }
            self.counted -= 1;
        }
        self
    }

    /// The share of time in which fewer than `least` of the counted work and no change-over is going on.
    pub fn too_few(&self, least: usize) -> f64 {
        self.ok.iter().take(least).sum()
    }

    /// How often the pool stops working, an hour, when `least` of the counted must work.
    pub fn stops_per_hour(&self, least: usize) -> f64 {
        let by_changeover: f64 = self.begin.iter().skip(least).sum();
        by_changeover + self.fail_each.get(least).copied().unwrap_or(0.0) * least as f64
    }
}

/// What one number of working members takes in one step: three rates and two sums, some nanoseconds.
const COUNTING_WORK: u64 = 4;

/// Leaves out the last of the counted: with w working it is one of them with probability w/c.
fn count_one_fewer(of: &mut Vec<f64>) {
    let counted = of.len() - 1;
    let share = 1.0 / counted as f64;
    for working in 0..counted {
        let (stays, goes) = ((counted - working) as f64 * share, (working + 1) as f64 * share);
        of[working] = of[working] * stays + of[working + 1] * goes;
    }
    of.truncate(counted);
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

    /// How many of the first `counted` members are among `failed` failed ones, each number as likely as the
    /// hypergeometric distribution says: how the counts were found one by one.
    fn by_definition(lumped: &Lumped, least: usize, counted: usize) -> (f64, f64) {
        let choose = |n: usize, k: usize| (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>();
        let total = lumped.pool.members;
        let (mut too_few, mut stops) = (0.0, 0.0);
        for failed in 0..=total {
            for hit in (failed + counted).saturating_sub(total)..=failed.min(counted) {
                let ways = choose(counted, hit) * choose(total - counted, failed - hit) / choose(total, failed);
                let left = counted - hit;
                if left < least {
                    too_few += lumped.ok[failed] * ways;
                } else {
                    stops += lumped.begin[failed] * ways;
                }
                if left == least && failed < total {
                    stops += lumped.plain[failed] * ways * left as f64 / (total - failed) as f64;
                }
            }
        }
        (too_few, stops)
    }

    #[test]
    fn counting_fewer_is_the_hypergeometric_distribution() {
        let changeover = Changeover { coverage: 0.9, covered_hours: 0.025, manual_hours: 1.0 };
        let spares =
            |active, dormancy| LumpedPool { spares: Some((active, dormancy)), changeover, ..pool(9, 2, 50.0, 9.0) };
        for of in [pool(9, 1, 50.0, 9.0), pool(24, 3, 100.0, 9.0), spares(4, 0.0), spares(6, 0.5)] {
            let lumped = Lumped::solve(of, &mut Work::of(u64::MAX)).unwrap();
            for counted in 0..=of.members {
                for least in 0..=counted + 1 {
                    let (too_few, stops) = by_definition(&lumped, least, counted);
                    let near = |value: f64, expected: f64| (value - expected).abs() <= 1e-12 * expected.abs();
                    assert!(near(lumped.too_few(least, counted), too_few), "{least} of {counted}");
                    assert!(near(lumped.stops_per_hour(least, counted), stops), "{least} of {counted}");
                }
            }
        }
    }

    /// Half of two thousand are counted: the hypergeometric distribution begins at 10⁻⁶⁰⁰, and what was multiplied up
    /// from there was nothing.
    #[test]
    fn half_of_two_thousand_are_independent_with_enough_crews() {
        let members = 2000;
        let q: f64 = 10.0 / 20.0;
        let lumped = Lumped::solve(pool(members, members, 10.0, 10.0), &mut Work::of(u64::MAX)).unwrap();
        let half = lumped.counted().down_to(members / 2);
        // The binomial distribution of a thousand, by the ratio of its neighbours from 2⁻¹⁰⁰⁰ on.
        let mut terms = vec![(0..1000).map(|_| 1.0 - q).product::<f64>()];
        for k in 0..1000_usize {
            terms.push(terms[k] * (1000 - k) as f64 / (k + 1) as f64);
        }
        for least in [400, 450, 500, 560] {
            check(half.too_few(least), terms[..least].iter().sum());
            check(half.stops_per_hour(least), terms[least] * least as f64 / 10.0);
        }
    }

    #[test]
    fn counting_all_the_way_down_says_what_it_takes() {
        let half = Counted::work(2000, 1000);
        assert!(half < 20_000_000, "some milliseconds: {half}");
        assert_eq!(Counted::work(2000, 2000), 0);
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
