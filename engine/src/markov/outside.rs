//! What fails and is repaired outside a pool while something of a fixed length goes on in it.

use super::explicit::Atom;
use crate::math;

/// The moves of some atoms within a time of fixed length, by which of them are down (bits).
#[derive(Clone, Debug)]
pub(super) struct Outside {
    /// From what is down at its beginning, the probability of what is down at its end.
    pub at_end: Vec<Vec<f64>>,
    /// From what is down at its beginning, the share of it in which exactly so much is down.
    pub meanwhile: Vec<Vec<f64>>,
}

/// Points and weights of Gauss and Legendre's rule over 0 to 1 (Abramowitz and Stegun 1964, table 25.4, n = 5).
const POINTS: [(f64, f64); 5] = [
    (0.046_910_077_030_668_0, 0.118_463_442_528_094_5),
    (0.230_765_344_947_158_5, 0.239_314_335_249_683_2),
    (0.5, 0.284_444_444_444_444_4),
    (0.769_234_655_052_841_5, 0.239_314_335_249_683_2),
    (0.953_089_922_969_332, 0.118_463_442_528_094_5),
];

impl Outside {
    /// Over so many hours; at least as many doublings are done as it takes to begin with a time in which next to nothing
    /// happens. Nothing is subtracted, so that what hardly ever happens keeps its digits.
    pub fn of(atoms: &[Atom], hours: f64) -> Outside {
        let rate: f64 = atoms.iter().map(|atom| atom.failure_rate + atom.repair_rate).sum();
        let (mut span, mut doublings) = (hours, 0);
        while span * rate > 0.5 {
            span /= 2.0;
            doublings += 1;
        }
        let sets = 1_usize << atoms.len();
        let mut meanwhile = vec![vec![0.0; sets]; sets];
        for (point, weight) in POINTS {
            let there = after(atoms, span * point);
            for (row, there) in meanwhile.iter_mut().zip(there) {
                row.iter_mut().zip(there).for_each(|(share, there)| *share += weight * there);
            }
        }
        for _ in 0..doublings {
            // The second half goes on from where the first one ends.
            let end = after(atoms, span);
            let second = |from: usize, to: usize| (0..sets).map(|by| end[from][by] * meanwhile[by][to]).sum::<f64>();
            let both = |from: usize, to: usize| (meanwhile[from][to] + second(from, to)) / 2.0;
            meanwhile = (0..sets).map(|from| (0..sets).map(|to| both(from, to)).collect()).collect();
            span *= 2.0;
        }
        Outside { at_end: after(atoms, hours), meanwhile }
    }
}

/// From what is down, the probability of what is down so many hours later: each atom on its own turns between two states
/// (Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science Applications, 2nd ed. 2002,
/// section 8.2.2).
fn after(atoms: &[Atom], hours: f64) -> Vec<Vec<f64>> {
    let sets = 1_usize << atoms.len();
    let alone: Vec<[[f64; 2]; 2]> = atoms.iter().map(|atom| alone(atom, hours)).collect();
    let probability = |from: usize, to: usize| {
        let bits = |atom: usize| (from >> atom & 1, to >> atom & 1);
        let ways = alone.iter().enumerate().map(|(atom, alone)| alone[bits(atom).0][bits(atom).1]);
        ways.product::<f64>()
    };
    (0..sets).map(|from| (0..sets).map(|to| probability(from, to)).collect()).collect()
}

/// Of one atom: from up (0) or down (1), that it is up or down so many hours later.
fn alone(atom: &Atom, hours: f64) -> [[f64; 2]; 2] {
    let rate = atom.failure_rate + atom.repair_rate;
    if rate <= 0.0 {
        return [[1.0, 0.0], [0.0, 1.0]];
    }
    let (up, down) = (atom.repair_rate / rate, atom.failure_rate / rate);
    let (forgotten, remembered) = (math::one_minus_exp_neg(rate * hours), math::exp(-rate * hours));
    [[up + down * remembered, down * forgotten], [up * forgotten, down + up * remembered]]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One atom that was up is down for the share q·(1 − (1 − e^(−rt))/(rt)) of the time.
    #[test]
    fn one_atom_has_a_closed_form() {
        for (failure_rate, repair_rate) in [(1e-9, 0.5), (0.01, 0.02), (3.0, 40.0)] {
            for hours in [1e-3, 0.7, 24.0, 1e5] {
                let outside = Outside::of(&[Atom { failure_rate, repair_rate }], hours);
                let rate = failure_rate + repair_rate;
                let share = failure_rate / rate * (1.0 - math::one_minus_exp_neg(rate * hours) / (rate * hours));
                let found = outside.meanwhile[0][1];
                // The closed form loses digits in short times.
                let tolerance = 1e-12 + 1e-15 / (rate * hours);
                assert!(
                    (found / share - 1.0).abs() < tolerance,
                    "{failure_rate} {repair_rate} {hours}: {found} {share}"
                );
                let end = failure_rate / rate * math::one_minus_exp_neg(rate * hours);
                assert!((outside.at_end[0][1] / end - 1.0).abs() < 1e-13);
            }
        }
    }

    /// What is unlikely has its digits: three atoms that fail within a short time have all failed for (abc)·t³/4 of it.
    #[test]
    fn what_is_unlikely_has_its_digits() {
        let atoms = [1e-6, 2e-6, 3e-6].map(|failure_rate| Atom { failure_rate, repair_rate: 1e-3 });
        let outside = Outside::of(&atoms, 1e-3);
        let expected = 6e-18 * 1e-9 / 4.0;
        assert!((outside.meanwhile[0][7] / expected - 1.0).abs() < 3e-6, "{:e}", outside.meanwhile[0][7]);
    }

    #[test]
    fn shares_add_up() {
        let atoms = [(1e-4, 0.1), (0.3, 2.0), (0.0, 0.0), (1e-2, 1e-2)];
        let atoms = atoms.map(|(failure_rate, repair_rate)| Atom { failure_rate, repair_rate });
        for hours in [0.1, 10.0, 1e4] {
            let outside = Outside::of(&atoms, hours);
            for row in outside.meanwhile.iter().chain(&outside.at_end) {
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            }
        }
    }
}
