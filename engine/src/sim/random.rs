//! Named random streams. A stream belongs to a seed, a replication and a name, and nothing else changes its draws.
//!
//! xoshiro256++ (Blackman, Vigna: Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47(4), 2021), its state
//! filled by splitmix64 as its authors advise. Written here because the draws are part of the contract: a library's
//! next version may change them.

use crate::math;
use crate::units::Ticks;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream([u64; 4]);

/// A 64-bit number for a name (FNV-1a), to be kept where many streams of one name are made.
pub fn name_number(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

impl Stream {
    /// The stream of a seed, a replication and a name's number.
    pub fn new(seed: u64, replication: u64, name: u64) -> Stream {
        // Each part goes through a full mixing step, so that seeds 1 and 2 or replications 1 and 2 share nothing.
        let mut state = seed;
        let mut key = splitmix(&mut state);
        state = key ^ replication;
        key = splitmix(&mut state);
        state = key ^ name;
        Stream([splitmix(&mut state), splitmix(&mut state), splitmix(&mut state), splitmix(&mut state)])
    }

    /// The next 64 bits.
    #[inline]
    pub fn next_bits(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number above 0 and at most 1, in steps of 2⁻⁵³.
    #[inline]
    pub fn share(&mut self) -> f64 {
        ((self.next_bits() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// An exponential time of this mean, at least one tick; forever when the mean is infinite.
    #[inline]
    pub fn exponential(&mut self, mean_hours: f64) -> Ticks {
        let hours = 0.0 - math::ln(self.share()) * mean_hours;
        if mean_hours.is_infinite() { Ticks(u64::MAX) } else { Ticks::from_hours(hours).max(Ticks(1)) }
    }
}

/// Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix_matches_its_published_sequence() {
        // The reference outputs for seed 1234567 (Vigna's splitmix64.c).
        let mut state = 1_234_567;
        let drawn: Vec<u64> = (0..3).map(|_| splitmix(&mut state)).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn xoshiro_matches_its_published_sequence() {
        // The reference outputs for the state 1, 2, 3, 4 (as in the rand_xoshiro crate's test of xoshiro256++).
        let mut stream = Stream([1, 2, 3, 4]);
        let drawn: Vec<u64> = (0..4).map(|_| stream.next_bits()).collect();
        assert_eq!(drawn, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn streams_of_neighbours_differ() {
        let first = |seed, replication, name| Stream::new(seed, replication, name_number(name)).next_bits();
        let draws = [first(1, 0, "a"), first(2, 0, "a"), first(1, 1, "a"), first(1, 0, "b"), first(0, 1, "a")];
        for (i, a) in draws.iter().enumerate() {
            assert!(draws[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn exponential_times_have_their_mean() {
        let mut stream = Stream::new(1, 0, name_number("mean"));
        let count = 200_000;
        let sum: f64 = (0..count).map(|_| stream.exponential(10.0).hours()).sum();
        let mean = sum / f64::from(count);
        // Four standard errors of the mean of that many exponential draws.
        assert!((mean - 10.0).abs() < 4.0 * 10.0 / math::sqrt(f64::from(count)), "{mean}");
        assert_eq!(stream.exponential(f64::INFINITY), Ticks(u64::MAX));
    }
}
