//! The only transcendental functions of the engine, through `libm`: the same bits natively and in WebAssembly.
//! (The standard library calls the platform's own, which differ in the last place.)

/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Logarithm to base 10.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// The exponential function.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// 1 − e^(−x), with all its digits where x is small.
pub fn one_minus_exp_neg(x: f64) -> f64 {
    -libm::expm1(-x)
}

/// x to the power y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// The gamma function.
pub fn gamma(x: f64) -> f64 {
    libm::tgamma(x)
}

/// Square root. IEEE 754 rounds it correctly everywhere; it is here so that one place lists what is used.
pub fn sqrt(x: f64) -> f64 {
    libm::sqrt(x)
}

/// The number of nines of an unavailability: −log₁₀ U. Infinite for 0.
pub fn nines(unavailability: f64) -> f64 {
    if unavailability <= 0.0 { f64::INFINITY } else { 0.0 - log10(unavailability) }
}

/// Two-sided 95 % quantile of Student's t with `degrees` degrees of freedom (0.975 point).
///
/// Exact values for 1 to 4 degrees, then Hill's expansion of the quantile around the normal one (G. W. Hill,
/// "Algorithm 396: Student's t-quantiles", CACM 13(10), 1970; the series in Abramowitz & Stegun 26.7.5), whose
/// error is below 0.002 from 5 degrees on.
pub fn student_t_975(degrees: u64) -> f64 {
    const SMALL: [f64; 4] = [12.706_204_736, 4.302_652_73, 3.182_446_305, 2.776_445_105];
    const Z: f64 = 1.959_963_984_540_054;
    match degrees {
        0 => f64::INFINITY,
        1..=4 => SMALL[(degrees - 1) as usize],
        _ => {
            let v = degrees as f64;
            let z2 = Z * Z;
            let g1 = Z * (z2 + 1.0) / 4.0;
            let g2 = Z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
            let g3 = Z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
            let g4 = Z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
            Z + g1 / v + g2 / (v * v) + g3 / (v * v * v) + g4 / (v * v * v * v)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_quantiles_match_published_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
        for (degrees, expected) in [(1, 12.706), (4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (100, 1.984)] {
            assert!((student_t_975(degrees) - expected).abs() < 2e-3, "{degrees}");
        }
    }

    #[test]
    fn nines_of_round_numbers() {
        assert!((nines(1e-3) - 3.0).abs() < 1e-12);
        assert_eq!(nines(1.0), 0.0);
        assert_eq!(nines(0.0), f64::INFINITY);
    }
}
