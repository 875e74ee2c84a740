//! What goes on outside a pool while something of a fixed length goes on in it.

use super::explicit::Atom;

/// The moves of something with a few states within a time of fixed length.
#[derive(Clone, Debug)]
pub(super) struct Outside {
    /// From its state at the beginning, the probability of that at the end.
    pub at_end: Vec<Vec<f64>>,
    /// From its state at the beginning, the share of the time in each.
    pub meanwhile: Vec<Vec<f64>>,
}

/// How many moves may be expected in the time that is begun with.
const STEP: f64 = 8.0;

/// The likelihood of more moves than are told apart in it.
const UNLIKELY: f64 = 1e-20;

impl Outside {
    /// Of some atoms, by which of them are down (bits).
    pub fn of_atoms(atoms: &[Atom], hours: f64) -> Outside {
        let turned = |down: usize, (place, atom): (usize, &Atom)| {
            let rate = if down >> place & 1 == 1 { atom.repair_rate } else { atom.failure_rate };
            ((down ^ 1 << place) as u32, rate)
        };
        let moves = |down| atoms.iter().enumerate().map(|atom| turned(down, atom)).collect();
        Outside::of(&(0..1_usize << atoms.len()).map(moves).collect::<Vec<_>>(), hours)
    }

    /// What that takes of a chain's work: some fifty times every state's row, and two products for every doubling.
    pub fn work(rates: &[Vec<(u32, f64)>], hours: f64) -> u64 {
        let states = rates.len() as u64;
        states * states * (50 + 2 * states * steps(rates, hours).2)
    }

    /// Of a chain, by its rates from every state, over so many hours: in a time in which little happens, by how many moves
    /// there are in it (uniformization: Jensen, Markoff chains as an aid in the study of Markoff processes, Skandinavisk
    /// Aktuarietidskrift 36, 1953), and then in twice that, as often as it takes. Nothing is subtracted, so that what
    /// hardly ever happens keeps its digits.
    pub fn of(rates: &[Vec<(u32, f64)>], hours: f64) -> Outside {
        let (fastest, span, doublings) = steps(rates, hours);
        // The chance of so many moves or more in it, were every state left as often as the fastest; and of just so many.
        let mut just = vec![crate::math::exp(-span * fastest)];
        while just.len() < 3 * STEP as usize / 2 || just[just.len() - 1] > UNLIKELY {
            just.push(just[just.len() - 1] * span * fastest / just.len() as f64);
        }
        let more = |number: usize| just[number..].iter().rev().sum::<f64>();
        let begin = |from: usize| {
            let (mut end, mut share) = (vec![0.0; rates.len()], vec![0.0; rates.len()]);
            let mut at = vec![0.0; rates.len()];
            at[from] = 1.0;
            for (number, just) in just[..just.len() - 1].iter().enumerate() {
                let share_now = more(number + 1) / (span * fastest);
                let mut next = vec![0.0; rates.len()];
                for (state, there) in at.iter().enumerate().filter(|(_, there)| **there > 0.0) {
                    end[state] += just * there;
                    share[state] += share_now * there;
                    rates[state].iter().for_each(|(to, rate)| next[*to as usize] += there * rate / fastest);
                    next[state] += there * (1.0 - rate_out(&rates[state]) / fastest).max(0.0);
                }
                at = next;
            }
            (end, share)
        };
        let (mut at_end, mut meanwhile): (Vec<_>, Vec<_>) = (0..rates.len()).map(begin).unzip();
        at_end.iter_mut().for_each(|row| add_up_to_one(row));
        for _ in 0..doublings {
            // The second half goes on from where the first one ends.
            let second = after(&at_end, &meanwhile);
            for (row, second) in meanwhile.iter_mut().zip(second) {
                row.iter_mut().zip(second).for_each(|(share, second)| *share = (*share + second) / 2.0);
            }
            at_end = after(&at_end, &at_end);
            // An error in the sum would double every time.
            at_end.iter_mut().chain(&mut meanwhile).for_each(|row| add_up_to_one(row));
        }
        Outside { at_end, meanwhile }
    }
}

fn rate_out(row: &[(u32, f64)]) -> f64 {
    row.iter().map(|(_, rate)| rate).sum()
}

/// How often the state that is left most often is left, the time to begin with, and how often it is doubled.
fn steps(rates: &[Vec<(u32, f64)>], hours: f64) -> (f64, f64, u64) {
    let fastest = rates.iter().map(|row| rate_out(row)).fold(f64::MIN_POSITIVE, f64::max);
    let (mut span, mut doublings) = (hours, 0);
    while span * fastest > STEP {
        span /= 2.0;
        doublings += 1;
    }
    (fastest, span, doublings)
}

fn add_up_to_one(row: &mut [f64]) {
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|share| *share /= sum);
}

/// One after the other.
fn after(first: &[Vec<f64>], second: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let onward = |row: &Vec<f64>| {
        let mut sum = vec![0.0; row.len()];
        for (there, second) in row.iter().zip(second).filter(|(there, _)| **there > 0.0) {
            sum.iter_mut().zip(second).for_each(|(sum, onward)| *sum += there * onward);
        }
        sum
    };
    first.iter().map(onward).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    /// One atom that was up is down for the share q·(1 − (1 − e^(−rt))/(rt)) of the time.
    #[test]
    fn one_atom_has_a_closed_form() {
        for (failure_rate, repair_rate) in [(1e-9, 0.5), (0.01, 0.02), (3.0, 40.0)] {
            for hours in [1e-3, 0.7, 24.0, 1e5] {
                let outside = Outside::of_atoms(&[Atom { failure_rate, repair_rate }], hours);
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
        let outside = Outside::of_atoms(&atoms, 1e-3);
        let expected = 6e-18 * 1e-9 / 4.0;
        assert!((outside.meanwhile[0][7] / expected - 1.0).abs() < 3e-6, "{:e}", outside.meanwhile[0][7]);
    }

    #[test]
    fn shares_add_up() {
        let atoms = [(1e-4, 0.1), (0.3, 2.0), (0.0, 0.0), (1e-2, 1e-2)];
        let atoms = atoms.map(|(failure_rate, repair_rate)| Atom { failure_rate, repair_rate });
        for hours in [0.1, 10.0, 1e4] {
            let outside = Outside::of_atoms(&atoms, hours);
            for row in outside.meanwhile.iter().chain(&outside.at_end) {
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            }
        }
    }
}
