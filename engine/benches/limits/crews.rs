//! Limit: identical units with fewer repair crews than units, as a birth-death chain solved term by term.

/// The long-run probability that fewer than `required` of `units` work. Times are exponential; each crew repairs one
/// unit at a time.
pub fn unavailability(units: u32, crews: u32, required: u32, mttf: f64, mttr: f64) -> f64 {
    let mut weight = 1.0;
    let mut all = 0.0;
    let mut down = 0.0;
    for failed in 0..=units {
        all += weight;
        if units - failed < required {
            down += weight;
        }
        // In the long run as many failures lead from one state to the next as repairs lead back.
        weight *= f64::from(units - failed) * mttr / (mttf * f64::from((failed + 1).min(crews)));
    }
    down / all
}

/// # Panics
/// When the chain of two units and one crew is not what its three balance equations give.
pub fn check() {
    // Two units, one crew, load r = MTTR / MTTF: the weights are 1, 2r and 2r².
    let r = 0.01;
    let expected = 2.0 * r * r / (1.0 + 2.0 * r + 2.0 * r * r);
    let got = unavailability(2, 1, 1, 1000.0, 10.0);
    assert!((got - expected).abs() < 1e-15, "{got} {expected}");
}
