//! The long-run distribution of a Markov chain by the elimination of Grassmann, Taksar and Heyman (Regenerative analysis
//! and steady state distributions for Markov chains, Operations Research 33(5), 1985): no subtraction anywhere, so
//! that a state of probability 1e-30 has all its digits.

/// A chain in continuous time: from each state, the rates to others (an hour; a target may be listed more than once).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// For every state, where it goes and how fast.
    pub rates: Vec<Vec<(u32, f64)>>,
}

impl Chain {
    /// Adds a rate; nothing for a rate of 0 or to itself.
    pub fn add(&mut self, from: usize, to: usize, rate: f64) {
        if rate > 0.0 && from != to {
            self.rates[from].push((to as u32, rate));
        }
    }

    /// How fast a state is left.
    pub fn rate_out(&self, state: usize) -> f64 {
        self.rates[state].iter().map(|(_, rate)| rate).sum()
    }
}

/// The share of time spent in every state. Every state must be reachable from state 0 and state 0 from every state;
/// a state from which 0 cannot be reached has no finite answer, and `None` is returned.
///
/// Takes time in the size of the fill, which for chains numbered as they are discovered is a band: some
/// milliseconds for a thousand states.
pub fn stationary(chain: &Chain) -> Option<Vec<f64>> {
    let count = chain.rates.len();
    let mut rows: Vec<Vec<(u32, f64)>> = chain.rates.iter().map(|row| merged(row.clone())).collect();
    // Who has a rate to each state; entries may be stale or doubled, rows decide.
    let mut sources: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (from, row) in rows.iter().enumerate() {
        row.iter().for_each(|(to, _)| sources[*to as usize].push(from as u32));
    }
    // Each state is left out in turn, the last first: what went through it goes directly.
    let mut into: Vec<Vec<(u32, f64)>> = vec![Vec::new(); count];
    for state in (1..count).rev() {
        let row = std::mem::take(&mut rows[state]);
        let down: Vec<(u32, f64)> = row.into_iter().filter(|(to, _)| (*to as usize) < state).collect();
        let out: f64 = down.iter().map(|(_, rate)| rate).sum();
        if out <= 0.0 {
            return None;
        }
        let mut from = std::mem::take(&mut sources[state]);
        from.sort_unstable();
        from.dedup();
        for source in from.into_iter().filter(|source| (*source as usize) < state) {
            let row = &mut rows[source as usize];
            let Ok(place) = row.binary_search_by_key(&(state as u32), |(to, _)| *to) else { continue };
            let weight = row.remove(place).1 / out;
            into[state].push((source, weight));
            let mut place = 0;
            for (to, rate) in &down {
                if *to == source {
                    continue;
                }
                place = seek(row, place, *to);
                match row.get_mut(place) {
                    Some((there, sum)) if there == to => *sum += weight * rate,
                    _ => {
                        row.insert(place, (*to, weight * rate));
                        sources[*to as usize].push(source);
                    }
                }
            }
        }
    }
    let mut shares = vec![0.0; count];
    shares[0] = 1.0;
    for state in 1..count {
        let share: f64 = into[state].iter().map(|(source, weight)| shares[*source as usize] * weight).sum();
        if !share.is_finite() {
            return None;
        }
        shares[state] = share;
        if share > SHARE_MAX {
            // Where hardly anything is ever as in state 0, shares of it would grow past what a float holds.
            shares[..=state].iter_mut().for_each(|other| *other /= share);
        }
    }
    let total: f64 = shares.iter().sum();
    Some(shares.into_iter().map(|share| share / total).collect())
}

/// From here on shares are counted anew; what is lost is below 1e-300 of the rest.
const SHARE_MAX: f64 = 1e150;

/// The first place from `place` on whose target is not before `to`, found in strides that double: it is mostly near.
fn seek(row: &[(u32, f64)], mut place: usize, to: u32) -> usize {
    let mut stride = 1;
    while row.get(place + stride).is_some_and(|(there, _)| *there < to) {
        place += stride;
        stride *= 2;
    }
    let near = &row[place..row.len().min(place + stride)];
    place + near.partition_point(|(there, _)| *there < to)
}

/// Sorted by target, with rates to the same target added.
fn merged(mut row: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    crate::order::sort_by_key(&mut row, |(to, _)| *to);
    let mut out: Vec<(u32, f64)> = Vec::with_capacity(row.len());
    for (to, rate) in row {
        match out.last_mut() {
            Some(last) if last.0 == to => last.1 += rate,
            _ => out.push((to, rate)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A birth-death chain: πᵢ₊₁ / πᵢ = birthᵢ / deathᵢ₊₁ (Kleinrock, Queueing Systems I, 1975, section 3.1).
    #[test]
    fn birth_and_death_have_their_closed_form() {
        let (births, deaths) = ([1e-3, 2e-5, 7.0, 1e-9], [1.0, 3.0, 0.5, 40.0]);
        let mut chain = Chain { rates: vec![Vec::new(); 5] };
        for i in 0..4 {
            chain.add(i, i + 1, births[i]);
            chain.add(i + 1, i, deaths[i]);
        }
        let shares = stationary(&chain).unwrap();
        for i in 0..4 {
            let ratio = shares[i + 1] / shares[i];
            assert!((ratio * deaths[i] / births[i] - 1.0).abs() < 1e-14, "{i}");
        }
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-15);
    }

    /// Every state is entered as often as it is left, to the last digits, whatever the sizes of the rates.
    #[test]
    fn flows_balance_in_a_tangled_chain() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        let count = 60;
        let mut chain = Chain { rates: vec![Vec::new(); count] };
        for from in 0..count {
            chain.add(from, (from + 1) % count, 1e-6 * (1 + next() % 1000) as f64);
            for _ in 0..3 {
                let to = next() % count;
                chain.add(from, to, [1e-9, 1e-3, 1.0, 50.0][next() % 4]);
            }
        }
        let shares = stationary(&chain).unwrap();
        for state in 0..count {
            let out = shares[state] * chain.rate_out(state);
            let enter: f64 = (0..count)
                .flat_map(|from| chain.rates[from].iter().map(move |(to, rate)| (from, *to, *rate)))
                .filter(|(_, to, _)| *to as usize == state)
                .map(|(from, _, rate)| shares[from] * rate)
                .sum();
            assert!((enter / out - 1.0).abs() < 1e-11, "{state}: {enter} {out}");
        }
    }

    /// A thousand failures wait for one crew: everything works a 10⁻⁹⁰⁰th of the time, and 1/0 of it was no number.
    #[test]
    fn a_state_that_is_hardly_ever_met_may_be_the_first() {
        let mut chain = Chain { rates: vec![Vec::new(); 1001] };
        for i in 0..1000 {
            chain.add(i, i + 1, (1000 - i) as f64);
            chain.add(i + 1, i, 1.0);
        }
        let shares = stationary(&chain).unwrap();
        // Birth and death: the last two are met as 1 to 1.
        assert!((shares[1000] / shares[999] - 1.0).abs() < 1e-12 && shares[0] == 0.0);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_trap_has_no_answer() {
        let mut chain = Chain { rates: vec![Vec::new(); 2] };
        chain.add(0, 1, 1.0);
        assert_eq!(stationary(&chain), None);
        assert_eq!(stationary(&Chain { rates: vec![Vec::new()] }), Some(vec![1.0]));
    }
}
