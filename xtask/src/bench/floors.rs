//! The lowest ratios that `cargo xtask bench --check` takes: what the engine reached, so that it is noticed when it
//! falls behind. A ratchet: raise a floor when the engine gets faster; lowering one needs a reason.
//!
//! Not part of CI: a shared machine is too noisy to fail somebody's change by it.

use super::measured::Measured;

/// A ratio may be this much of its floor. Quick runs on a busy machine differed by up to a third here.
const MARGIN: f64 = 0.6;

/// Cases whose names begin so, and the share of the limit's speed they reached; the geometric mean where there are
/// several, since one tree alone is noise.
///
/// From quick runs on a machine with other work, the lower of two.
pub const FLOORS: [(&str, f64); 8] = [
    ("bounds/", 0.02),
    ("exact/100-components", 0.25),
    ("exact/500-components", 1.0),
    ("lifetime/events", 0.95),
    ("lifetime/three-tier-11", 0.6),
    ("network/", 28.0),
    ("sizes/analyze/", 0.33),
    ("trees/", 1.1),
];

/// A floor with what was measured against it; `None` when no case has a ratio.
pub fn reached(measured: &Measured, cases: &str) -> Option<f64> {
    let named = measured.cases.iter().filter(|(name, _)| name.starts_with(cases));
    let logarithms: Vec<f64> = named.filter_map(|(_, case)| case.ratio()).map(f64::ln).collect();
    (!logarithms.is_empty()).then(|| (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp())
}

/// Every floor that was fallen through, in words.
pub fn fallen(measured: &Measured) -> Vec<String> {
    FLOORS.iter().filter_map(|(cases, floor)| fallen_through(measured, cases, *floor)).collect()
}

fn fallen_through(measured: &Measured, cases: &str, floor: f64) -> Option<String> {
    let reached = reached(measured, cases)?;
    let least = floor * MARGIN;
    (reached < least)
        .then(|| format!("  {cases}: {reached:.3} of the limit's speed, and was {floor} (fails under {least:.3})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::measured::{LIMIT, Machine, OURS, Times};

    #[test]
    fn a_ratio_well_under_its_floor_is_said() {
        let mut measured = Measured::new(Machine::look(), false);
        for (name, ours) in [("trees/a", 2.0), ("trees/b", 8.0)] {
            measured.add(name, OURS, Times::of(vec![ours], None).expect("samples"));
            measured.add(name, LIMIT, Times::of(vec![1.0], None).expect("samples"));
        }
        // The geometric mean of 1/2 and 1/8.
        assert!((reached(&measured, "trees/").expect("a ratio") - 0.25).abs() < 1e-12);
        assert!(fallen_through(&measured, "trees/", 0.5).is_some());
        assert!(fallen_through(&measured, "trees/", 0.3).is_none());
        assert!(fallen_through(&measured, "network/", 0.3).is_none());
    }
}
