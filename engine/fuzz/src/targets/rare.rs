//! Rare outages: what importance sampling says of any document is a share of time, or a reason why not.

use nines_engine::diag::codes;
use nines_engine::format::answers::rare_json;
use nines_engine::sim::{Rare, RareMeasurement};
use nines_engine::topology::Topology;

use super::answers::share;
use super::derived::only;
use super::read::is_json;
use crate::limits::timed;

/// Finding out where cycles begin walks through the system some hundred times; of a large one that is no short question.
const PARTS_MAX: usize = 60;

const CYCLES: u64 = 20;

/// Enough for one input: a cycle of a system that hardly ever works takes some hundred thousand steps, and may.
const EVENTS_MAX: u64 = 200_000;

pub fn measured(topology: &Topology, seed: u64) {
    if topology.components.len() + topology.domains.len() + topology.cables.len() > PARTS_MAX {
        return;
    }
    let mut rare = match timed("Rare::new", || Rare::new(topology, seed)) {
        Ok(rare) => rare,
        Err(findings) => return only(&findings, &[codes::NOT_FOR_RARE]),
    };
    let mut cycles = 0;
    while cycles < CYCLES && rare.measurement().events < EVENTS_MAX {
        timed("Rare::run of a cycle", || rare.run(1));
        cycles += 1;
    }
    let measurement = rare.measurement();
    makes_sense(&measurement);
    // All at once it is the same.
    let mut again = Rare::new(topology, seed).expect("it was measured before");
    again.run(cycles);
    assert_eq!(measurement, again.measurement(), "in slices it measures something else");
    is_json(&rare_json(&measurement));
}

fn makes_sense(m: &RareMeasurement) {
    share("rare unavailability", m.unavailability);
    share("rare availability", m.availability);
    assert!(m.outages_per_year >= 0.0 && m.outages_per_year.is_finite(), "{m:?}");
    if let Some((low, high)) = m.unavailability_ci95 {
        assert!(0.0 <= low && low <= high && high <= 1.0, "{m:?}");
    }
    for value in [m.relative_half_width, m.mean_outage_minutes, m.plain_years, m.gain].into_iter().flatten() {
        assert!(value >= 0.0, "{m:?}");
    }
}
