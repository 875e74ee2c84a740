//! Two pools that react to the same things outside, followed together: who serves in one says something about who serves in
//! the other, and what takes a zone down makes both change over in the same moment.
//!
//! Each pool is a walk over states of its own, and what is outside is the same in both. A change-over has its fixed length:
//! meanwhile what is outside moves, and so does the other pool, except that it begins no change-over by a failure of its
//! own. That two overlap by chance is added afterwards, as often as one would begin while the other goes on: for pools that
//! have nothing in common, what is so put together is the product of what each does alone, as it must be. What is left out
//! is of the order of the share of time in which change-overs go on, of what is common to the two.

use super::explicit::{ExplicitPool, Found};
use super::moves::{Phase, State};
use super::outside::Outside;
use super::stationary::{Chain, Work, merged, stationary};
use crate::order::Map;

/// The long run of two pools with the same atoms.
#[derive(Clone, Debug)]
pub struct Joint {
    walks: [Walk; 2],
    /// For every set of atoms that are down, what the pools are doing, and for how much of all time.
    with_down: Vec<Vec<([u32; 2], f64)>>,
    /// Whether states of the pools had to be taken together.
    pub is_lumped: bool,
}

/// How likely each of two pools is down, and both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Down {
    /// The first one, and the second, whatever the other does.
    pub each: [f64; 2],
    /// Both.
    pub both: f64,
}

/// When a pool is taken to work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// How many members must.
    pub least: usize,
    /// The members that do not count, a bit each.
    pub lost: u16,
}

/// A pool, state by state.
#[derive(Clone, Debug)]
struct Walk {
    states: Vec<State>,
    /// By itself: rates.
    own: Vec<Vec<(u32, f64)>>,
    /// When an atom fails or is repaired: probabilities.
    heed: Vec<Vec<Vec<(u32, f64)>>>,
    /// Of a change-over, by what is down outside: itself then, and what it ends in.
    with_down: Vec<Vec<(u32, u32)>>,
    /// How long the change-overs take.
    hours: [f64; 2],
    members: usize,
}

/// Both, and how many hours are left of their change-overs (as bits; 0 for none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    at: [u32; 2],
    left: [u64; 2],
}

/// The moves of one or both pools in so many hours: of the pool that does not change over, or of the atoms alone.
type Meanwhile = Vec<((usize, u64), Outside)>;

/// Neither pool moves: the place of the atoms in [`Meanwhile`].
const ATOMS: usize = 2;

/// The most states in which no change-over goes on.
const AT_WORK_MAX: usize = 1500;

/// Lengths that differ by less, relatively, are equal.
const ROUNDING: f64 = 1e-12;

/// What is less likely than this within one change-over is not followed.
const UNLIKELY: f64 = 1e-10;

impl Joint {
    /// Solves two pools whose atoms are the same, in the same order. `None` when they are too large or the work is used up.
    pub fn solve(pools: [&ExplicitPool; 2], work: &mut Work) -> Option<Joint> {
        let mut walks = [Walk::of(pools[0], work)?, Walk::of(pools[1], work)?];
        // Eliminating them takes about a thirtieth of their number to the third.
        let is_lumped = at_work(&walks) > AT_WORK_MAX;
        if is_lumped {
            walks = [walks[0].lumped(pools[0], work)?, walks[1].lumped(pools[1], work)?];
            if at_work(&walks) > AT_WORK_MAX {
                return None;
            }
        }
        let mut moving = Moving { pools, walks: &walks, meanwhile: Vec::new() };
        let mut found = Found::beginning_with(Pair { at: [0, 0], left: [0, 0] }, work)?;
        let mut chain = Chain::default();
        while chain.rates.len() < found.all.len() {
            let from = chain.rates.len() as u32;
            let mut row = Vec::new();
            for (rate, next) in moving.moves(found.all[from as usize], work)? {
                row.push((found.place(next, work)?, rate));
            }
            chain.rates.push(row.into_iter().filter(|(to, rate)| *to != from && *rate > 0.0).collect());
        }
        found.all.swap(0, chain.begin_at_home());
        let shares = stationary(&chain, work)?;

        // For how much of the time each does what.
        let width = walks[1].states.len();
        let mut doing = vec![0.0; walks[0].states.len() * width];
        for (pair, share) in found.all.iter().zip(shares) {
            for ([first, second], part) in moving.doing(*pair) {
                doing[first as usize * width + second as usize] += part * share;
            }
        }
        let mut with_down = vec![Vec::new(); 1 << pools[0].atoms.len()];
        for (place, share) in doing.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
            let (first, second) = (place / width, place % width);
            let down = walks[0].states[first].atoms_down;
            with_down[usize::from(down)].push(([first as u32, second as u32], share));
        }
        with_down.iter_mut().for_each(|there| overlap_by_chance(&walks, there));
        Some(Joint { walks, with_down, is_lumped })
    }

    /// How many states of the two are told apart.
    pub(crate) fn states(&self) -> usize {
        self.with_down.iter().map(Vec::len).sum()
    }

    /// Given that exactly these atoms are down, how likely each pool does not work; or, if one more failed this moment, that it
    /// does not work just after.
    pub(crate) fn down(&self, atoms_down: u16, failing: Option<u32>, asked: &[Asked; 2]) -> Down {
        let is_down = |pool: usize, at: u32| f64::from(!self.walks[pool].works(at, &asked[pool]));
        let down = |pool: usize, at: u32| match failing {
            None => is_down(pool, at),
            Some(atom) => {
                let ways = self.walks[pool].heed[at as usize][atom as usize].iter();
                ways.map(|(to, probability)| probability * is_down(pool, *to)).sum()
            }
        };
        let (mut each, mut both, mut total) = ([0.0; 2], 0.0, 0.0);
        for ([first, second], share) in &self.with_down[usize::from(atoms_down)] {
            let (first, second): (f64, f64) = (down(0, *first), down(1, *second));
            total += share;
            each[0] += share * first;
            each[1] += share * second;
            both += share * first * second;
        }
        if total <= 0.0 {
            return Down { each: [1.0; 2], both: 1.0 };
        }
        Down { each: each.map(|each| each / total), both: both / total }
    }

    /// Given that exactly these atoms are down: how often an hour a pool stops working by itself; and how often it does while
    /// the other one works.
    pub(crate) fn stops_per_hour(&self, atoms_down: u16, pool: usize, asked: &[Asked; 2]) -> [f64; 2] {
        let (mut whatever, mut beside, mut total) = (0.0, 0.0, 0.0);
        for (at, share) in &self.with_down[usize::from(atoms_down)] {
            total += share;
            let [own, other] = [pool, 1 - pool];
            let works = |pool: usize, at: u32| self.walks[pool].works(at, &asked[pool]);
            if works(own, at[own]) {
                let stops = self.walks[own].own[at[own] as usize].iter().filter(|(to, _)| !works(own, *to));
                let stops = share * stops.map(|(_, rate)| rate).sum::<f64>();
                whatever += stops;
                beside += if works(other, at[other]) { stops } else { 0.0 };
            }
        }
        [whatever / total, beside / total]
    }
}

/// In how many states of the two no change-over goes on.
fn at_work(walks: &[Walk; 2]) -> usize {
    let mut count = 0;
    for state in walks[0].states.iter().filter(|state| state.phase == Phase::Ok) {
        let beside = |other: &&State| other.phase == Phase::Ok && other.atoms_down == state.atoms_down;
        count += walks[1].states.iter().filter(beside).count();
    }
    count
}

/// Adds that both change over because each does so by itself: one begins while the other goes on as often as it would, at any
/// time of it.
fn overlap_by_chance(walks: &[Walk; 2], there: &mut Vec<([u32; 2], f64)>) {
    let before: f64 = there.iter().map(|(_, share)| share).sum();
    let hours = |pool: usize, at: u32| f64::from_bits(walks[pool].length(at));
    let mut overlapping = Vec::new();
    for (at, share) in there.iter() {
        for (pool, other) in [(0, 1), (1, 0)] {
            let going_on = hours(pool, at[pool]);
            for (to, rate) in &walks[other].own[at[other] as usize] {
                let begun = hours(other, *to);
                if going_on > 0.0 && begun > 0.0 {
                    let mut both = *at;
                    both[other] = *to;
                    overlapping.push((both, share * rate * overlap(begun, going_on)));
                }
            }
        }
    }
    there.append(&mut overlapping);
    let after: f64 = there.iter().map(|(_, share)| share).sum();
    there.iter_mut().for_each(|(_, share)| *share *= before / after);
}

/// For how long, on average, something of a length goes on within so many hours when it begins at any time of them.
fn overlap(length: f64, hours: f64) -> f64 {
    let part = (length / hours).min(1.0);
    hours * part * (1.0 - part / 2.0)
}

/// Something of a length that begins at any time within so many hours: how often it ends within them, an hour, if that takes
/// no account of when it began, to go on there for as long as it does; and how long the rest then is.
fn begun_within(length: f64, hours: f64) -> (f64, f64) {
    let overlap = overlap(length, hours);
    // Of what ends x times in the hours, so much has not ended by then.
    let not_ended = |x: f64| if x > 0.0 { (1.0 - crate::math::exp(-x)) / x } else { 1.0 };
    let (mut low, mut high) = (0.0, hours / overlap);
    for _ in 0..HALVINGS {
        let x = (low + high) / 2.0;
        if 1.0 - not_ended(x) > x * overlap / hours { low = x } else { high = x }
    }
    let x = if length < hours { low } else { 0.0 };
    (x / hours, (length - overlap) / not_ended(x))
}

/// Halvings of an interval that bring it to a float's last digit.
const HALVINGS: usize = 60;

impl Walk {
    fn of(pool: &ExplicitPool, work: &mut Work) -> Option<Walk> {
        let hours = Phase::CHANGING.map(|phase| phase.hours(&pool.changeover));
        let (own, heed, with_down) = (Vec::new(), Vec::new(), Vec::new());
        let mut walk = Walk { states: Vec::new(), own, heed, with_down, hours, members: pool.members.len() };
        let mut found = Found::beginning_with(pool.start(), work)?;
        let always_down = found.all[0].atoms_down;
        while walk.own.len() < found.all.len() {
            let state = found.all[walk.own.len()].clone();
            let (mut own, mut heed, mut with_down) = (Vec::new(), Vec::new(), Vec::new());
            if state.phase == Phase::Ok {
                for (rate, next) in pool.moves_at_work(&state) {
                    own.push((found.place(next, work)?, rate));
                }
            } else {
                for atoms_down in 0..1_u16 << pool.atoms.len() {
                    let then = State { atoms_down: atoms_down | always_down, ..state.clone() };
                    let end = found.place(pool.changed_over(&then), work)?;
                    with_down.push((found.place(then, work)?, end));
                }
            }
            for atom in 0..pool.atoms.len() {
                let mut ways = Vec::new();
                if pool.atom_rate(&state, atom) > 0.0 {
                    for (probability, next) in pool.heed(&state, atom) {
                        ways.push((found.place(next, work)?, probability));
                    }
                }
                heed.push(ways);
            }
            walk.own.push(own);
            walk.heed.push(heed);
            walk.with_down.push(with_down);
        }
        walk.states = found.all;
        Some(walk)
    }

    fn works(&self, at: u32, asked: &Asked) -> bool {
        let state = &self.states[at as usize];
        state.phase == Phase::Ok && state.left(self.members, asked.lost) >= asked.least
    }

    fn is_changing(&self, at: u32) -> bool {
        self.states[at as usize].phase != Phase::Ok
    }

    /// How long what begins in a state takes, as bits; 0 for no change-over.
    fn length(&self, at: u32) -> u64 {
        self.states[at as usize].phase.of(&self.hours).copied().unwrap_or(0.0).to_bits()
    }

    /// What it does. Within so many hours in which another pool changes over no change-over of its own begins by a failure of its
    /// members.
    fn rates(&self, pool: &ExplicitPool, within: Option<f64>) -> Vec<Vec<(u32, f64)>> {
        let mut rates = Vec::new();
        for (at, state) in self.states.iter().enumerate() {
            let mut row = self.own[at].clone();
            row.retain(|(to, _)| within.is_none() || !self.is_changing(*to));
            if let Some((_, end)) = self.with_down[at].get(usize::from(state.atoms_down)) {
                let length = f64::from_bits(self.length(at as u32));
                row.push((*end, within.map_or(1.0 / length, |hours| begun_within(length, hours).0)));
            }
            for (atom, ways) in self.heed[at].iter().enumerate() {
                let rate = pool.atom_rate(state, atom);
                ways.iter().for_each(|(to, probability)| row.push((*to, rate * probability)));
            }
            rates.push(row);
        }
        rates
    }

    /// The same with fewer states: while no change-over goes on only who serves and how many members are left, not which, nor
    /// in which order the others are repaired. What they do on average is as in the long run of the pool alone.
    fn lumped(&self, pool: &ExplicitPool, work: &mut Work) -> Option<Walk> {
        let mut chain = Chain { rates: self.rates(pool, None) };
        let home = chain.begin_at_home();
        let mut shares = stationary(&chain, work)?;
        shares.swap(0, home);
        let mut lumps: Map<[u16; 4], u32> = Map::new();
        let mut lump_of = Vec::new();
        let mut lumped = Walk { states: Vec::new(), own: Vec::new(), heed: Vec::new(), with_down: Vec::new(), ..*self };
        let mut weights = Vec::new();
        for (state, share) in self.states.iter().zip(&mut shares) {
            // One that is left for ever counts where there is no other.
            *share += f64::MIN_POSITIVE;
            let (phase, left) = match state.phase {
                Phase::Ok => (0, pool.available(state).count_ones() as u16),
                phase => (1 + u16::from(phase == Phase::Manual), state.failed_and_unseen()),
            };
            let next = weights.len() as u32;
            let lump = *lumps.entry([state.atoms_down, state.active, phase, left]).or_insert(next);
            if lump == next {
                lumped.states.push(state.clone());
                weights.push(0.0);
            }
            weights[lump as usize] += *share;
            lump_of.push(lump);
        }
        lumped.own = vec![Vec::new(); weights.len()];
        lumped.heed = vec![vec![Vec::new(); pool.atoms.len()]; weights.len()];
        lumped.with_down = vec![Vec::new(); weights.len()];
        for (at, share) in shares.iter().enumerate() {
            let lump = lump_of[at] as usize;
            let part = share / weights[lump];
            let lumps = |ways: &[(u32, f64)]| {
                ways.iter().map(|(to, of)| (lump_of[*to as usize], of * part)).collect::<Vec<_>>()
            };
            lumped.own[lump].extend(lumps(&self.own[at]));
            for (all, ways) in lumped.heed[lump].iter_mut().zip(&self.heed[at]) {
                all.extend(lumps(ways));
            }
            let both = |(then, end): &(u32, u32)| (lump_of[*then as usize], lump_of[*end as usize]);
            lumped.with_down[lump] = self.with_down[at].iter().map(both).collect();
        }
        let rows = lumped.own.iter_mut().chain(lumped.heed.iter_mut().flatten());
        rows.for_each(|row| *row = merged(std::mem::take(row)));
        Some(lumped)
    }
}

/// How the two move.
struct Moving<'a> {
    pools: [&'a ExplicitPool; 2],
    walks: &'a [Walk; 2],
    meanwhile: Meanwhile,
}

impl Moving<'_> {
    fn moves(&mut self, pair: Pair, work: &mut Work) -> Option<Vec<(f64, Pair)>> {
        let mut moves = Vec::new();
        let begun = |at: [u32; 2]| Pair { at, left: [0, 1].map(|pool| self.walks[pool].length(at[pool])) };
        let Some((who, hours)) = stage(pair) else {
            let [first, second] = pair.at;
            moves.extend(self.walks[0].own[first as usize].iter().map(|(to, rate)| (*rate, begun([*to, second]))));
            moves.extend(self.walks[1].own[second as usize].iter().map(|(to, rate)| (*rate, begun([first, *to]))));
            let state = &self.walks[0].states[first as usize];
            for atom in 0..self.pools[0].atoms.len() {
                let rate = self.pools[0].atom_rate(state, atom);
                for (first, p) in &self.walks[0].heed[first as usize][atom] {
                    let both = self.walks[1].heed[second as usize][atom].iter();
                    moves.extend(both.map(|(second, q)| (rate * p * q, begun([*first, *second]))));
                }
            }
            return Some(moves);
        };
        self.find_out((who, hours), work)?;
        let span = f64::from_bits(hours);
        for (at, probability) in self.together(pair, (who, hours), |outside| &outside.at_end) {
            let mut next = Pair { at, left: pair.left };
            for pool in [0, 1] {
                let walk = &self.walks[pool];
                if pair.left[pool] == 0 {
                    // In what is itself a rest it begins anew: else there would be no end of rests.
                    let length = walk.length(at[pool]);
                    let is_rest = hours != self.walks[1 - pool].length(pair.at[1 - pool]);
                    let rest = || begun_within(f64::from_bits(length), span).1.to_bits();
                    next.left[pool] = if length == 0 || is_rest { length } else { rest() };
                } else if f64::from_bits(pair.left[pool]) <= span * (1.0 + ROUNDING) {
                    let down = walk.states[at[pool] as usize].atoms_down;
                    next.at[pool] = walk.with_down[at[pool] as usize][usize::from(down)].1;
                    next.left[pool] = 0;
                } else {
                    next.left[pool] = (f64::from_bits(pair.left[pool]) - span).to_bits();
                }
            }
            moves.push((probability / span, next));
        }
        Some(moves)
    }

    /// What the pools are doing in a state of the chain, with shares of its time.
    fn doing(&self, pair: Pair) -> Vec<([u32; 2], f64)> {
        match stage(pair) {
            None => vec![(pair.at, 1.0)],
            Some(stage) => self.together(pair, stage, |outside| &outside.meanwhile),
        }
    }

    /// The ways that what moves can be, with what does not move beside it.
    fn together(&self, pair: Pair, stage: (usize, u64), rows: fn(&Outside) -> &[Vec<f64>]) -> Vec<([u32; 2], f64)> {
        let Some((_, outside)) = self.meanwhile.iter().find(|(known, _)| *known == stage) else { return Vec::new() };
        let who = stage.0;
        let down = |pool: usize, at: u32| usize::from(self.walks[pool].states[at as usize].atoms_down);
        let from = if who == ATOMS { down(0, pair.at[0]) } else { pair.at[who] as usize };
        let mut ways = Vec::new();
        for (probability, to) in rows(outside)[from].iter().zip(0..).filter(|(probability, _)| **probability > UNLIKELY)
        {
            let down = if who == ATOMS { to as usize } else { down(who, to) };
            let mut at = pair.at;
            for pool in [0, 1] {
                at[pool] = if pool == who { to } else { self.walks[pool].with_down[at[pool] as usize][down].0 };
            }
            ways.push((at, *probability));
        }
        ways
    }

    /// Finds out what goes on in a stage.
    fn find_out(&mut self, stage: (usize, u64), work: &mut Work) -> Option<()> {
        if self.meanwhile.iter().all(|(known, _)| *known != stage) {
            let (who, hours) = (stage.0, f64::from_bits(stage.1));
            let outside = if who == ATOMS {
                Outside::of_atoms(&self.pools[0].atoms, hours)
            } else {
                let rates = self.walks[who].rates(self.pools[who], Some(hours));
                work.take(Outside::work(&rates, hours))?;
                Outside::of(&rates, hours)
            };
            self.meanwhile.push((stage, outside));
        }
        Some(())
    }
}

/// What moves until a change-over ends, and how long that is; `None` where none goes on.
fn stage(pair: Pair) -> Option<(usize, u64)> {
    match pair.left {
        [0, 0] => None,
        [0, left] => Some((0, left)),
        [left, 0] => Some((1, left)),
        [first, second] => Some((ATOMS, first.min(second))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Changeover;
    use super::super::explicit::{Atom, Explicit, Member, Spares};
    use super::*;

    const ATOMS: [Atom; 2] =
        [Atom { failure_rate: 5e-4, repair_rate: 0.25 }, Atom { failure_rate: 1e-3, repair_rate: 0.5 }];

    /// Two members, blocked by these atoms.
    fn pool(life: f64, hours: f64, blocked_by: [&[u32]; 2]) -> ExplicitPool {
        let member =
            |blocked_by: &[u32]| Member { failure_rate: 1.0 / life, repair_rate: 0.2, blocked_by: blocked_by.to_vec() };
        ExplicitPool {
            members: blocked_by.map(member).to_vec(),
            atoms: ATOMS.to_vec(),
            spares: Some(Spares { active: 1, dormancy: 1.0, latent: false, find_rate: 0.0 }),
            crews: 1,
            changeover: Changeover { coverage: 1.0, covered_hours: hours, manual_hours: 0.0 },
        }
    }

    fn lost(pool: &ExplicitPool, down: u16) -> u16 {
        let is_lost = |member: &Member| member.blocked_by.iter().any(|atom| down >> atom & 1 == 1);
        pool.members
            .iter()
            .enumerate()
            .filter(|(_, member)| is_lost(member))
            .fold(0, |lost, (place, _)| lost | 1 << place)
    }

    fn down(joint: &Joint, pools: [&ExplicitPool; 2], atoms: u16) -> Down {
        joint.down(atoms, None, &pools.map(|pool| Asked { least: 1, lost: lost(pool, atoms) }))
    }

    fn solve(pools: [&ExplicitPool; 2]) -> Joint {
        Joint::solve(pools, &mut Work::of(u64::MAX)).unwrap()
    }

    /// Whatever is outside, each pool is down for as much of the time as its own chain says, nearly; and so it is whichever of
    /// the two it is.
    #[test]
    fn each_pool_is_as_it_is_alone() {
        let (first, second) = (pool(1500.0, 0.05, [&[0], &[1]]), pool(700.0, 0.2, [&[1], &[0]]));
        let (joint, turned) = (solve([&first, &second]), solve([&second, &first]));
        for atoms in 0..3_u16 {
            let both = down(&joint, [&first, &second], atoms);
            for (place, pool) in [&first, &second].into_iter().enumerate() {
                let alone = Explicit::solve(pool.clone(), &mut Work::of(u64::MAX)).unwrap();
                let expected = alone.changing(atoms) + alone.too_few(1, atoms, lost(pool, atoms));
                let found = both.each[place];
                assert!((found / expected - 1.0).abs() < 2e-3, "{atoms}: {found} {expected}");
            }
            let other = down(&turned, [&second, &first], atoms);
            assert!((other.both / both.both - 1.0).abs() < 1e-9 && (other.each[0] / both.each[1] - 1.0).abs() < 1e-9);
        }
    }

    /// Pools that react to different atoms are independent given both, and so they are in the chain of the two, but for what is
    /// of the order of the share of time in change-overs.
    #[test]
    fn pools_with_nothing_in_common_are_independent() {
        let (first, second) = (pool(1500.0, 0.05, [&[0], &[]]), pool(700.0, 0.2, [&[1], &[]]));
        let joint = solve([&first, &second]);
        for atoms in 0..4_u16 {
            let Down { each, both } = down(&joint, [&first, &second], atoms);
            let off = (both - each[0] * each[1]).abs();
            assert!(off < 4e-4 * each[0].min(each[1]), "{atoms}: {both} {each:?}");
            let asked = [&first, &second].map(|pool| Asked { least: 1, lost: lost(pool, atoms) });
            for (pool, down) in each.into_iter().enumerate() {
                let [whatever, beside] = joint.stops_per_hour(atoms, pool, &asked);
                let up = 1.0 - each[1 - pool];
                assert!(down < 1.0 && (beside / (whatever * up) - 1.0).abs() < 1e-3, "{atoms}: {beside} {whatever}");
            }
        }
    }

    /// Just after an atom failed that blocks the members that serve, both are changing over.
    #[test]
    fn what_blocks_both_begins_both_change_overs() {
        let alike = pool(1e9, 0.1, [&[0], &[1]]);
        let joint = solve([&alike, &alike]);
        let asked = [Asked { least: 1, lost: 1 }; 2];
        let Down { each, both } = joint.down(0, Some(0), &asked);
        // They serve from the same place, whichever that is.
        assert!((both / each[0] - 1.0).abs() < 1e-3 && (each[0] / each[1] - 1.0).abs() < 1e-6, "{both} {each:?}");
        assert!(each[0] > 0.2 && each[0] < 0.8);
    }

    /// Fewer states say nearly the same: of three members, which of them is repaired, and what comes next.
    #[test]
    fn lumped_pools_are_as_likely_down() {
        let three = |life: f64, hours: f64| {
            let mut pool = pool(life, hours, [&[0], &[1]]);
            pool.members.push(Member { failure_rate: 0.5 / life, repair_rate: 0.1, blocked_by: vec![0] });
            pool
        };
        let (first, second) = (three(1500.0, 0.05), pool(700.0, 0.2, [&[1], &[0]]));
        let work = &mut Work::of(u64::MAX);
        let whole = Walk::of(&first, work).unwrap();
        let lumped = whole.lumped(&first, work).unwrap();
        assert!(lumped.states.len() * 2 < whole.states.len(), "{} {}", lumped.states.len(), whole.states.len());
        let joint = solve([&first, &second]);
        assert!(!joint.is_lumped);
        // One pool alone: in the long run each lump is entered and left as often as its states are.
        let shares = |walk: &Walk| {
            let mut chain = Chain { rates: walk.rates(&first, None) };
            let home = chain.begin_at_home();
            let mut shares = stationary(&chain, &mut Work::of(u64::MAX)).unwrap();
            shares.swap(0, home);
            let down = walk.states.iter().zip(shares).filter(|(state, _)| first.available(state) == 0);
            down.map(|(_, share)| share).sum::<f64>()
        };
        assert!((shares(&lumped) / shares(&whole) - 1.0).abs() < 1e-9, "{} {}", shares(&lumped), shares(&whole));
    }

    /// What is too large is refused before it is begun.
    #[test]
    fn what_is_too_large_is_refused() {
        let member = |atom| Member { failure_rate: 1e-3, repair_rate: 0.1, blocked_by: vec![atom] };
        let members: Vec<Member> = [0, 1, 0, 1, 0, 1].map(member).to_vec();
        let wide = ExplicitPool { members, ..pool(1000.0, 0.1, [&[0], &[1]]) };
        let mut work = Work::of(300_000_000);
        assert!(Joint::solve([&wide, &wide], &mut work).is_none());
        assert!(work.left() > 250_000_000);
    }
}
