//! The long-run distribution of a Markov chain by the elimination of Grassmann, Taksar and Heyman (Regenerative analysis
//! and steady state distributions for Markov chains, Operations Research 33(5), 1985): no subtraction anywhere, so
//! that a state of probability 1e-30 has all its digits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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

    /// A state that is come back to from wherever it leads: in the one class of such states that the chain ends in, or in
    /// one of them.
    fn recurrent(&self) -> u32 {
        let forward: Vec<Vec<u32>> = self.rates.iter().map(|row| row.iter().map(|(to, _)| *to).collect()).collect();
        let mut backward = vec![Vec::new(); forward.len()];
        for (from, row) in forward.iter().enumerate() {
            row.iter().for_each(|to| backward[*to as usize].push(from as u32));
        }
        let mut state = 0;
        loop {
            let (after, before) = (reached(&forward, state), reached(&backward, state));
            let lost = (0..forward.len()).find(|at| after[*at] && !before[*at]);
            match lost {
                // From there fewer states are reached: not this one.
                Some(at) => state = at as u32,
                None => return state,
            }
        }
    }

    /// Changes places so that state 0 is one that is come back to; says which it was.
    pub(super) fn begin_at_home(&mut self) -> usize {
        let home = self.recurrent();
        self.rates.swap(0, home as usize);
        for (to, _) in self.rates.iter_mut().flatten() {
            if *to == 0 {
                *to = home;
            } else if *to == home {
                *to = 0;
            }
        }
        home as usize
    }

    /// How fast a state is left.
    pub fn rate_out(&self, state: usize) -> f64 {
        self.rates[state].iter().map(|(_, rate)| rate).sum()
    }
}

fn reached(moves: &[Vec<u32>], from: u32) -> Vec<bool> {
    let (mut open, mut met) = (vec![from], vec![false; moves.len()]);
    while let Some(state) = open.pop() {
        if !std::mem::replace(&mut met[state as usize], true) {
            open.extend(&moves[state as usize]);
        }
    }
    met
}

/// How much work chains may still take: new rates and states left out, a measure of time that is the same on every
/// machine, some nanoseconds each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    left: u64,
}

impl Work {
    /// So much.
    pub fn of(left: u64) -> Work {
        Work { left }
    }

    /// Takes some of it; `None`, and nothing is left, when it is not there.
    pub fn take(&mut self, work: u64) -> Option<()> {
        let left = self.left.checked_sub(work);
        self.left = left.unwrap_or(0);
        left.map(drop)
    }

    /// How much that is.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Whether some was asked for that was not there.
    pub fn is_used_up(&self) -> bool {
        self.left == 0
    }
}

/// The share of time spent in every state. State 0 must be reachable from every state;
/// a state from which 0 cannot be reached has no finite answer, and `None` is returned; so it is when the work is used
/// up.
///
/// States are left out one after the other, in the order that makes the fewest new rates, as far as that can be seen one
/// step ahead (Markowitz: The elimination form of the inverse and its application to linear programming, Management
/// Science 3(3), 1957).
pub fn stationary(chain: &Chain, work: &mut Work) -> Option<Vec<f64>> {
    let count = chain.rates.len();
    let mut left = Left::of(chain);
    // Each state but the first is left out in turn: what went through it goes directly.
    let mut gone: Vec<Gone> = Vec::with_capacity(count);
    while let Some(state) = left.cheapest().filter(|_| !left.is_dense()) {
        work.take(STATE_WORK + left.cost(state))?;
        gone.push(left.leave_out(state)?);
    }
    let states = left.states as u64;
    work.take(states * STATE_WORK + states * states * states / 3)?;
    gone.extend(left.core()?);
    let mut shares = vec![0.0; count];
    shares[0] = 1.0;
    for Gone { state, into } in gone.iter().rev() {
        let share: f64 = into.iter().map(|(source, weight)| shares[*source as usize] * weight).sum();
        if !share.is_finite() {
            return None;
        }
        shares[*state as usize] = share;
        if share > SHARE_MAX {
            // Where hardly anything is ever as in state 0, shares of it would grow past what a float holds.
            shares.iter_mut().for_each(|other| *other /= share);
        }
    }
    let total: f64 = shares.iter().sum();
    Some(shares.into_iter().map(|share| share / total).collect())
}

/// A state that was left out.
struct Gone {
    state: u32,
    /// What share of the time in it each state that was left then accounts for.
    into: Vec<(u32, f64)>,
}

/// The states that have not been left out, and the rates between them.
struct Left {
    /// From each state, sorted by target.
    rows: Vec<Vec<(u32, f64)>>,
    /// Who has had a rate to each state, some more than once, some left out by now: rows decide.
    sources: Vec<Vec<u32>>,
    /// From how many states each is entered.
    entries: Vec<u32>,
    /// What leaving out a state may make, cheapest first; entries that are no longer true are passed over.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    is_gone: Vec<bool>,
    /// How many states are left, and how many rates.
    states: usize,
    rates: usize,
}

impl Left {
    fn of(chain: &Chain) -> Left {
        let count = chain.rates.len();
        let rows: Vec<Vec<(u32, f64)>> = chain.rates.iter().map(|row| merged(row.clone())).collect();
        let mut sources: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (from, row) in rows.iter().enumerate() {
            row.iter().for_each(|(to, _)| sources[*to as usize].push(from as u32));
        }
        let entries = sources.iter().map(|from| from.len() as u32).collect();
        let rates = rows.iter().map(Vec::len).sum();
        let (queue, is_gone) = (BinaryHeap::new(), vec![false; count]);
        let mut left = Left { rows, sources, entries, queue, is_gone, states: count, rates };
        (1..count as u32).for_each(|state| left.put(state));
        left
    }

    /// At most so many rates are new when it is left out.
    fn cost(&self, state: u32) -> u64 {
        u64::from(self.entries[state as usize]) * self.rows[state as usize].len() as u64
    }

    fn put(&mut self, state: u32) {
        if state != 0 {
            self.queue.push(Reverse((self.cost(state), state)));
        }
    }

    /// The state to leave out next; the first one stays.
    fn cheapest(&mut self) -> Option<u32> {
        while let Some(Reverse((cost, state))) = self.queue.pop() {
            if !self.is_gone[state as usize] && cost == self.cost(state) {
                return Some(state);
            }
        }
        None
    }

    /// Leaves a state out. `None` when it leads nowhere.
    fn leave_out(&mut self, state: u32) -> Option<Gone> {
        self.is_gone[state as usize] = true;
        self.states -= 1;
        let onward = std::mem::take(&mut self.rows[state as usize]);
        let out: f64 = onward.iter().map(|(_, rate)| rate).sum();
        if out <= 0.0 {
            return None;
        }
        let mut from = std::mem::take(&mut self.sources[state as usize]);
        crate::order::numbers_once(&mut from);
        let mut into = Vec::with_capacity(from.len());
        for source in from.into_iter().filter(|source| !self.is_gone[*source as usize]) {
            let row = &mut self.rows[source as usize];
            let Ok(place) = row.binary_search_by_key(&state, |(to, _)| *to) else { continue };
            let weight = row.remove(place).1 / out;
            into.push((source, weight));
            let known = row.len();
            let mut place = 0;
            for (to, rate) in onward.iter().filter(|(to, _)| *to != source) {
                place = seek(row, place, *to);
                match row.get_mut(place) {
                    Some((there, sum)) if there == to => *sum += weight * rate,
                    _ => {
                        row.insert(place, (*to, weight * rate));
                        self.sources[*to as usize].push(source);
                        self.entries[*to as usize] += 1;
                    }
                }
            }
            self.rates += row.len() - known;
        }
        self.rates -= onward.len() + into.len();
        onward.iter().for_each(|(to, _)| self.entries[*to as usize] -= 1);
        into.iter().for_each(|(source, _)| self.put(*source));
        onward.iter().for_each(|(to, _)| self.put(*to));
        Some(Gone { state, into })
    }

    /// Whether nearly all states that are left lead to nearly all others.
    fn is_dense(&self) -> bool {
        self.rates * DENSE > self.states * self.states
    }

    /// Leaves out the rest but for the first state, the last first, in a table.
    fn core(&self) -> Option<Vec<Gone>> {
        let states: Vec<u32> = (0..self.rows.len() as u32).filter(|state| !self.is_gone[*state as usize]).collect();
        let count = states.len();
        let mut table = vec![0.0; count * count];
        for (row, state) in table.chunks_mut(count).zip(&states) {
            for (to, rate) in &self.rows[*state as usize] {
                row[states.binary_search(to).expect("rates lead to states that are left")] = *rate;
            }
        }
        let mut gone = Vec::with_capacity(count - 1);
        for last in (1..count).rev() {
            let (before, rest) = table.split_at_mut(last * count);
            let onward = &rest[..last];
            let out: f64 = onward.iter().sum();
            if out <= 0.0 {
                return None;
            }
            let mut into = Vec::new();
            for (row, source) in before.chunks_mut(count).zip(&states).filter(|(row, _)| row[last] > 0.0) {
                let weight = row[last] / out;
                into.push((*source, weight));
                // A rate to itself is none: it is not read.
                row.iter_mut().zip(onward).for_each(|(sum, rate)| *sum += weight * rate);
            }
            gone.push(Gone { state: states[last], into });
        }
        Some(gone)
    }
}

/// What a state takes besides its rates.
const STATE_WORK: u64 = 100;

/// A table is faster once a rate in so many is there.
const DENSE: usize = 3;

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
pub(super) fn merged(mut row: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
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

    fn plenty() -> Work {
        Work::of(u64::MAX)
    }

    /// A birth-death chain: πᵢ₊₁ / πᵢ = birthᵢ / deathᵢ₊₁ (Kleinrock, Queueing Systems I, 1975, section 3.1).
    #[test]
    fn birth_and_death_have_their_closed_form() {
        let (births, deaths) = ([1e-3, 2e-5, 7.0, 1e-9], [1.0, 3.0, 0.5, 40.0]);
        let mut chain = Chain { rates: vec![Vec::new(); 5] };
        for i in 0..4 {
            chain.add(i, i + 1, births[i]);
            chain.add(i + 1, i, deaths[i]);
        }
        let shares = stationary(&chain, &mut plenty()).unwrap();
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
        let shares = stationary(&chain, &mut plenty()).unwrap();
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
        let shares = stationary(&chain, &mut plenty()).unwrap();
        // Birth and death: the last two are met as 1 to 1.
        assert!((shares[1000] / shares[999] - 1.0).abs() < 1e-12 && shares[0] == 0.0);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_trap_has_no_answer() {
        let mut chain = Chain { rates: vec![Vec::new(); 2] };
        chain.add(0, 1, 1.0);
        assert_eq!(stationary(&chain, &mut plenty()), None);
        assert_eq!(stationary(&Chain { rates: vec![Vec::new()] }, &mut plenty()), Some(vec![1.0]));
    }
}
