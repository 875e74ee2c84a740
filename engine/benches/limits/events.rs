//! Limit: the event loop for one system only, "three-tier-11" (1 of 2, 4 of 6, 2 of 3), and a counter a tier. What it
//! measures is the share of time down.
//!
//! It is written twice. With a binary heap and one xoshiro256++ for all it is the program a person would write
//! ([`run`]). With the engine's queue and its random stream for every part it lives the engine's own history, event by
//! event ([`run_same`]): what is left of the difference is what generality costs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use nines_engine::sim::random::{Stream, name_number};
use nines_engine::sim::timers::Timers;
use nines_engine::units::Ticks;

pub const COMPONENTS: usize = 11;
const TIER: [usize; COMPONENTS] = [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2];
/// How many failures each tier survives.
const SPARE: [u32; 3] = [1, 2, 1];
const MTTF_HOURS: f64 = 1000.0;
const MTTR_HOURS: f64 = 10.0;
const TICKS_PER_HOUR: f64 = 3.6e9;
const HOURS_PER_YEAR: f64 = 8760.0;
/// How long one history is.
pub const HISTORY_YEARS: u32 = 10;

/// What was lived through.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lived {
    pub events: u64,
    pub outages: u64,
    pub unavailability: f64,
}

/// Histories of ten years each, everything up at the start.
pub fn run(histories: u32, seed: u64) -> Lived {
    let end = (f64::from(HISTORY_YEARS) * HOURS_PER_YEAR * TICKS_PER_HOUR) as u64;
    let mut random = Xoshiro::new(seed);
    let mut lived = Lived::default();
    let mut down_ticks = 0;
    let mut queue = BinaryHeap::with_capacity(COMPONENTS);
    for _ in 0..histories {
        down_ticks += history(end, &mut random, &mut queue, &mut lived);
    }
    lived.unavailability = down_ticks as f64 / (end as f64 * f64::from(histories));
    lived
}

fn history(end: u64, random: &mut Xoshiro, queue: &mut BinaryHeap<Reverse<(u64, u32)>>, lived: &mut Lived) -> u64 {
    queue.clear();
    queue.extend((0..COMPONENTS as u32).map(|part| Reverse((random.exponential(MTTF_HOURS), part))));
    let mut tiers = Tiers::default();
    while let Some(mut next) = queue.peek_mut() {
        let Reverse((now, part)) = *next;
        if now > end {
            break;
        }
        let mean = if tiers.turn(now, part as usize, lived) { MTTR_HOURS } else { MTTF_HOURS };
        // Replacing the top costs one walk through the heap, taking and adding two.
        *next = Reverse((now + random.exponential(mean), part));
    }
    tiers.down_until(end)
}

/// One history that begins with everything up, by the engine's queue and random streams.
pub fn run_same(years: u32, names: &[&str; COMPONENTS], seed: u64) -> Lived {
    let end = Ticks::from_years(u64::from(years));
    let mut streams: Vec<Stream> = names.iter().map(|name| Stream::new(seed, 0, name_number(name))).collect();
    let mut timers = Timers::new(COMPONENTS);
    for (part, stream) in streams.iter_mut().enumerate() {
        timers.set(part, stream.exponential(MTTF_HOURS));
    }
    let mut tiers = Tiers::default();
    let mut lived = Lived::default();
    while let Some((now, part)) = timers.next() {
        if now > end {
            break;
        }
        let mean = if tiers.turn(now.0, part, &mut lived) { MTTR_HOURS } else { MTTF_HOURS };
        timers.set_first(now.after(streams[part].exponential(mean)));
    }
    lived.unavailability = tiers.down_until(end.0) as f64 / end.0 as f64;
    lived
}

/// What is down.
#[derive(Default)]
struct Tiers {
    part_down: [bool; COMPONENTS],
    failed: [u32; 3],
    down: u32,
    since: u64,
    down_ticks: u64,
}

impl Tiers {
    /// A part fails or is repaired; whether it is down then.
    fn turn(&mut self, now: u64, part: usize, lived: &mut Lived) -> bool {
        let tier = TIER[part];
        lived.events += 1;
        self.part_down[part] ^= true;
        if self.part_down[part] {
            self.failed[tier] += 1;
            if self.failed[tier] == SPARE[tier] + 1 {
                self.down += 1;
                if self.down == 1 {
                    self.since = now;
                    lived.outages += 1;
                }
            }
        } else {
            if self.failed[tier] == SPARE[tier] + 1 {
                self.down -= 1;
                if self.down == 0 {
                    self.down_ticks += now - self.since;
                }
            }
            self.failed[tier] -= 1;
        }
        self.part_down[part]
    }

    fn down_until(&self, end: u64) -> u64 {
        if self.down > 0 { self.down_ticks + (end - self.since) } else { self.down_ticks }
    }
}

/// xoshiro256++ (Blackman, Vigna 2021), filled by splitmix64.
struct Xoshiro([u64; 4]);

impl Xoshiro {
    fn new(seed: u64) -> Xoshiro {
        let mut state = seed;
        let mut word = || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        Xoshiro([word(), word(), word(), word()])
    }

    fn bits(&mut self) -> u64 {
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

    /// Microseconds.
    fn exponential(&mut self, mean_hours: f64) -> u64 {
        let share = ((self.bits() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0);
        (-libm::log(share) * mean_hours * TICKS_PER_HOUR) as u64 + 1
    }
}
