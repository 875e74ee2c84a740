//! The work that is timed natively and under node: the same code behind plain functions, so that only the platform
//! differs. Each gives one number, which must be the same to the last bit. Errors are not printed: the module is also weighed,
//! and what prints anything for a programmer is not the engine's.

use std::hint::black_box;

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::sim::Study;

use super::documents;

/// Lives through `years` years of three-tier-11; the unavailability measured.
#[unsafe(no_mangle)]
pub extern "C" fn three_tier(years: u32) -> f64 {
    simulate(&documents::three_tier(), years)
}

/// Lives through `years` years of 20 components in tiers and zones; the unavailability measured.
#[unsafe(no_mangle)]
pub extern "C" fn twenty(years: u32) -> f64 {
    simulate(&documents::tiers(20), years)
}

/// The exact unavailability of a system of so many components in tiers and zones, with everything an analysis says,
/// the document's text read as well.
#[unsafe(no_mangle)]
pub extern "C" fn exact(components: u32) -> f64 {
    let topology = read(&documents::tiers(components as usize)).topology.expect("a correct document");
    let answer = analyze(black_box(&topology), &AnalyzeOptions::standard());
    answer.unwrap_or_else(|_| panic!("no answer")).unavailability
}

fn simulate(document: &str, years: u32) -> f64 {
    let topology = read(document).topology.expect("a correct document");
    let mut study = Study::new(&topology, 1).unwrap_or_else(|_| panic!("no study"));
    study.run(u64::from(black_box(years)));
    study.measurement().unavailability
}
