//! Lengths of time counted in buckets whose width is at most 1/256 of their length: memory stays bounded however
//! long a study runs.

use crate::order::Map;
use crate::units::Ticks;

/// Counts of times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Map<u32, u64>,
    total: u64,
    max: Ticks,
}

/// Buckets for every doubling.
const PER_DOUBLING_BITS: u32 = 8;

impl Histogram {
    /// Counts one time.
    pub fn add(&mut self, time: Ticks) {
        *self.counts.entry(bucket(time.0)).or_default() += 1;
        self.total += 1;
        self.max = self.max.max(time);
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many were of no length.
    pub fn zeros(&self) -> u64 {
        self.counts.get(&bucket(0)).copied().unwrap_or(0)
    }

    /// The longest, exactly.
    pub fn max(&self) -> Ticks {
        self.max
    }

    /// Adds what another one counted.
    pub fn join(&mut self, other: &Histogram) {
        for (bucket, count) in &other.counts {
            *self.counts.entry(*bucket).or_default() += count;
        }
        self.total += other.total;
        self.max = self.max.max(other.max);
    }

    /// Its buckets with their counts, and the longest time: all there is to it.
    pub fn parts(&self) -> (impl Iterator<Item = (u32, u64)>, Ticks) {
        (self.counts.iter().map(|(bucket, count)| (*bucket, *count)), self.max)
    }

    /// One of these buckets and this longest time; `None` when the numbers do not fit together.
    pub fn from_parts(counts: Map<u32, u64>, max: Ticks) -> Option<Histogram> {
        if counts.keys().next_back().is_some_and(|last| *last > bucket(u64::MAX)) {
            return None;
        }
        let total = counts.values().try_fold(0_u64, |sum, count| sum.checked_add(*count))?;
        Some(Histogram { counts, total, max })
    }

    /// The counts in few, wide bins, from one power of two of microseconds to the next half of it; times of 0 are a bin
    /// of their own. Bins without any are left out.
    pub fn doublings(&self) -> impl Iterator<Item = (Ticks, Ticks, u64)> {
        let mut bins: Map<(u64, u64), u64> = Map::new();
        for (bucket, count) in &self.counts {
            *bins.entry(wide_bin(middle(*bucket))).or_default() += count;
        }
        bins.into_iter().map(|((from, to), count)| (Ticks(from), Ticks(to), count))
    }

    /// The smallest time such that a share `of` of all are not longer, to within 1/256 of itself; 0 when nothing was
    /// counted.
    pub fn quantile(&self, of: f64) -> Ticks {
        let rank = ((self.total as f64 * of).ceil() as u64).clamp(1, self.total.max(1));
        let mut seen = 0;
        for (bucket, count) in &self.counts {
            seen += count;
            if seen >= rank {
                return Ticks(middle(*bucket)).min(self.max);
            }
        }
        Ticks::ZERO
    }
}

/// Small times have a bucket each; longer ones share by their leading bits.
fn bucket(time: u64) -> u32 {
    let bits = 64 - time.leading_zeros();
    if bits <= PER_DOUBLING_BITS + 1 {
        return time as u32;
    }
    let shift = bits - (PER_DOUBLING_BITS + 1);
    (shift << PER_DOUBLING_BITS) + (time >> shift) as u32
}

/// The half of a doubling that a time is in.
fn wide_bin(time: u64) -> (u64, u64) {
    if time == 0 {
        return (0, 0);
    }
    let power = 1_u64 << (63 - time.leading_zeros());
    let half = power / 2;
    match time < power + half || half == 0 {
        true => (power, power.saturating_add(half.max(1))),
        false => (power + half, power.saturating_mul(2)),
    }
}

fn middle(bucket: u32) -> u64 {
    if bucket < 2 << PER_DOUBLING_BITS {
        return u64::from(bucket);
    }
    let shift = (bucket >> PER_DOUBLING_BITS) - 1;
    let lead = u64::from(bucket) - (u64::from(shift) << PER_DOUBLING_BITS);
    (lead << shift) + (1 << shift >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_back_to_within_their_bucket() {
        for time in [0, 1, 255, 511, 512, 513, 1000, 65_537, 3_600_000_000, 31_536_000_000_000, u64::MAX / 3] {
            let back = middle(bucket(time));
            assert!(back.abs_diff(time) <= time / 256, "{time} came back as {back}");
        }
    }

    #[test]
    fn a_bucket_that_no_time_is_in_is_refused() {
        let of = |bucket| Histogram::from_parts(Map::from([(bucket, 1)]), Ticks(u64::MAX));
        assert!(of(bucket(u64::MAX)).is_some_and(|histogram| histogram.doublings().count() == 1));
        assert_eq!((of(bucket(u64::MAX) + 1), of(u32::MAX)), (None, None));
    }

    #[test]
    fn buckets_grow_with_time() {
        let mut last = 0;
        for time in (0..100_000).chain((100_000..10_000_000).step_by(997)) {
            assert!(bucket(time) >= last);
            last = bucket(time);
        }
    }

    #[test]
    fn quantiles_of_a_hundred_hours() {
        let mut histogram = Histogram::default();
        (1..=100).for_each(|h| histogram.add(Ticks(h * Ticks::PER_HOUR)));
        assert!((histogram.quantile(0.5).hours() - 50.0).abs() < 0.2);
        assert!((histogram.quantile(0.95).hours() - 95.0).abs() < 0.4);
        assert_eq!(histogram.max().hours(), 100.0);
        assert_eq!(Histogram::default().quantile(0.5), Ticks::ZERO);
    }
}
