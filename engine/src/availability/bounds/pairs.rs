//! Probabilities of independent things together: both sides summed on their own, so that no digit is lost at either
//! end.

use crate::availability::quantify::Pair;

/// What always works.
pub const ALWAYS: Pair = Pair { up: 1.0, down: 0.0 };
/// What never does.
pub const NEVER: Pair = Pair { up: 0.0, down: 1.0 };

/// All of them work.
pub fn all_of(pairs: impl Iterator<Item = Pair>) -> Pair {
    pairs.fold(ALWAYS, |sum, pair| Pair { up: pair.up * sum.up, down: pair.down + pair.up * sum.down })
}

/// One of them works.
pub fn one_of(pairs: impl Iterator<Item = Pair>) -> Pair {
    pairs.fold(NEVER, |sum, pair| Pair { up: pair.up + pair.down * sum.up, down: pair.down * sum.down })
}

/// At least `least` of them work: by the number that fail, one after the other (Barlow, Heidtmann: Computing k-out-of-n
/// system reliability, IEEE Trans. Reliability 33, 1984).
pub fn at_least_of(least: usize, pairs: &[Pair]) -> Pair {
    if least == 0 {
        return ALWAYS;
    }
    if least > pairs.len() {
        return NEVER;
    }
    if least == pairs.len() {
        return all_of(pairs.iter().copied());
    }
    if least == 1 {
        return one_of(pairs.iter().copied());
    }
    let fails = pairs.len() - least + 1;
    // failed[j]: exactly j of those seen have failed; from `fails` on nothing matters any more.
    let mut failed = vec![0.0; fails];
    failed[0] = 1.0;
    let mut down = 0.0;
    for pair in pairs {
        down += failed[fails - 1] * pair.down;
        for j in (1..fails).rev() {
            failed[j] = failed[j] * pair.up + failed[j - 1] * pair.down;
        }
        failed[0] *= pair.up;
    }
    Pair { up: failed.iter().rev().sum(), down }
}
