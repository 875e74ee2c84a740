//! Answers held against long lives.

use nines_engine::availability::Analysis;
use nines_engine::format::read;
use nines_engine::sim::Study;
use nines_engine::topology::Topology;

/// The fields of a document.
pub fn topology(fields: &str) -> Topology {
    let read = read(&format!(r#"{{ "format": "nines-topology", "version": 1, {fields} }}"#));
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// Within four standard errors of what is lived through in so many years.
pub fn agree(answer: &Analysis, system: &Topology, seed: u64, years: u64, what: &str) {
    let mut study = Study::new(system, seed).unwrap();
    study.run(years);
    let lived = study.measurement();
    let (low, high) = lived.availability_ci95.unwrap();
    let error = (high - low) / 3.92;
    let off = (answer.unavailability - lived.unavailability) / error;
    assert!(off.abs() < 4.0, "{what}: {} and {}: {off}", answer.unavailability, lived.unavailability);
    let outages = answer.outages_per_year.unwrap();
    // Failures come in bursts, so that their number spreads more than that of independent ones.
    let error = 1.5 * nines_engine::math::sqrt(outages / years as f64);
    let off = (outages - lived.outages_per_year) / error;
    assert!(off.abs() < 4.0, "{what}: {outages} and {} outages: {off}", lived.outages_per_year);
}
