//! Systems too entangled for an exact answer: how long until there are bounds, and how close they are.

use nines_engine::availability::{AnalyzeOptions, Method, analyze};

use crate::bench::{Bench, LIMIT, OURS};
use crate::limits::sampled;
use crate::systems::{documents, topology};

/// Members, quorums of five of which three must work, and how often a member is down.
const MEMBERS: u32 = 40;
const QUORUMS: u32 = 30;
const Q: f64 = 0.05;

/// How many states the limit looks at, for two digits; bounds give three.
const STATES: u32 = 100_000;

pub fn run(bench: &mut Bench) {
    let name = "bounds/30-quorums-of-40";
    if !bench.wants(name) {
        return;
    }
    sampled::check();
    let quorums = documents::quorums(MEMBERS, QUORUMS);
    let topology = topology(&documents::entangled(MEMBERS, &quorums, Q));
    let masks: Vec<(u64, u32)> =
        quorums.iter().map(|of| (of.iter().map(|i| 1_u64 << i).sum(), documents::QUORUM_REQUIRED)).collect();
    let options = AnalyzeOptions::standard();
    let ours = analyze(&topology, &options).expect("an answer");
    assert_eq!(ours.method, Method::Approximate, "{name}: exact after all, so that there are no bounds to time");
    let (low, high) = ours.unavailability_bounds.expect("bounds");
    let sampled = sampled::lost(&masks, MEMBERS, Q, STATES);
    let deviation = (sampled * (1.0 - sampled) / f64::from(STATES)).sqrt();
    let (least, most) = (low - 5.0 * deviation, high + 5.0 * deviation);
    assert!((least..=most).contains(&sampled), "{name}: {low:e} to {high:e}, and sampled {sampled:e}");
    assert!(high - low < 2e-3 * high, "{name}: {low:e} to {high:e} are not close");
    bench.checked(name, "bounds against sampled states, and that they are within 0.2 % of each other");
    let limit = || sampled::lost(&masks, MEMBERS, Q, STATES);
    bench.long_case(name).time(OURS, || analyze(&topology, &options)).time(LIMIT, limit);
}
