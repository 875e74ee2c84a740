//! Limit: k of n different units, by the recursion over (unit, failures so far), and the number of its minimal cut
//! sets.

/// The probability that at least `failures` of the units have failed.
pub fn at_least(failures: usize, q: &[f64]) -> f64 {
    // row[j]: that exactly j have failed so far; the last entry collects everything from `failures` on.
    let mut row = vec![0.0; failures + 1];
    row[0] = 1.0;
    for q in q {
        row[failures] += q * row[failures - 1];
        for j in (1..failures).rev() {
            row[j] = (1.0 - q) * row[j] + q * row[j - 1];
        }
        row[0] *= 1.0 - q;
    }
    row[failures]
}

/// In how many ways `chosen` of `n` can be chosen.
pub fn combinations(n: u64, chosen: u64) -> u64 {
    (0..chosen).fold(1, |ways, i| ways * (n - i) / (i + 1))
}

/// # Panics
/// When 2 of 3 is not its closed form.
pub fn check() {
    let (a, b, c) = (0.1, 0.2, 0.3);
    let expected = a * b + a * c + b * c - 2.0 * a * b * c;
    assert!((at_least(2, &[a, b, c]) - expected).abs() < 1e-15);
    assert_eq!(combinations(60, 11), 342_700_125_300);
}
