//! A pool followed member by member, together with what can block its members from outside (a zone, a bad change): for
//! members that differ, spares in different zones, and spares that fail unseen. What it does is told in `moves`.
//!
//! A change-over lasts a fixed time, and meanwhile only the atoms move, whatever the pool does: so it is one state, entered
//! with some atoms down and left for what is down at its end, and its share of time is split among what is down meanwhile
//! (a semi-regenerative process: Çınlar, Introduction to Stochastic Processes, 1975, section 10.6). The rate of leaving
//! is one over its length: the long run of a semi-Markov process depends on the mean times in its states only.

use super::Changeover;
use super::moves::{Phase, State};
use super::outside::Outside;
use super::stationary::{Chain, Work, stationary};
use crate::order::Map;

/// A member: rates an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Failures while active; 0 for one that never fails by itself.
    pub failure_rate: f64,
    /// Repairs while a crew is at it.
    pub repair_rate: f64,
    /// The atoms (places in [`ExplicitPool::atoms`]) that block it while they are down.
    pub blocked_by: Vec<u32>,
}

/// Something outside that fails and is repaired whatever the pool does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Atom {
    /// Failures, an hour.
    pub failure_rate: f64,
    /// Repairs, an hour; 0 for what is down for good.
    pub repair_rate: f64,
}

/// Spares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spares {
    /// How many members are active.
    pub active: usize,
    /// Failure rate of a spare over that of an active one.
    pub dormancy: f64,
    /// Whether a spare may have failed without anyone knowing.
    pub latent: bool,
    /// How often such failures are found by tests, an hour.
    pub find_rate: f64,
}

impl Spares {
    /// How often tests so many hours apart find a failure, `None` for never: on average half an interval after it happened
    /// (IEC 61508-6:2010, B.3.2.2.1: T₁/2).
    pub(crate) fn find_rate(test_interval_hours: Option<f64>) -> f64 {
        test_interval_hours.map_or(0.0, |interval| 2.0 / interval)
    }
}

/// A pool with named members.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplicitPool {
    /// Its members, at most [`ExplicitPool::MEMBERS_MAX`].
    pub members: Vec<Member>,
    /// What can block them, at most [`ExplicitPool::ATOMS_MAX`].
    pub atoms: Vec<Atom>,
    /// All are active when `None`.
    pub spares: Option<Spares>,
    /// How many repairs go on at a time.
    pub crews: usize,
    /// What a failure that needs a change-over brings.
    pub changeover: Changeover,
}

impl ExplicitPool {
    /// The most members that are followed by name.
    pub const MEMBERS_MAX: usize = 8;
    /// The most outside causes.
    pub const ATOMS_MAX: usize = 4;

    /// All that makes one chain differ from another.
    pub(crate) fn key(&self) -> Vec<u64> {
        let mut key = vec![self.members.len() as u64, self.atoms.len() as u64, self.crews as u64];
        for member in &self.members {
            key.extend([member.failure_rate, member.repair_rate].map(f64::to_bits));
            key.push(member.blocked_by.len() as u64);
            key.extend(member.blocked_by.iter().map(|atom| u64::from(*atom)));
        }
        key.extend(self.atoms.iter().flat_map(|atom| [atom.failure_rate, atom.repair_rate].map(f64::to_bits)));
        key.extend(self.changeover.key());
        if let Some(Spares { active, dormancy, latent, find_rate }) = self.spares {
            key.extend([active as u64, dormancy.to_bits(), u64::from(latent), find_rate.to_bits()]);
        }
        key
    }
}

/// The most states; a chain of that size takes some tens of milliseconds.
const STATES_MAX: usize = 4000;

/// What it takes to find a state and where it leads.
const GROWING_WORK: u64 = 2000;

/// The long run of a pool with named members.
#[derive(Clone, Debug)]
pub struct Explicit {
    pool: ExplicitPool,
    states: Vec<State>,
    shares: Vec<f64>,
    /// For every set of atoms that are down, the states with it, and for how much of their time: each question is about one
    /// set.
    with_down: Vec<Vec<(u32, f64)>>,
    chain: Chain,
    /// For every state that is no change-over, where an atom's failure leads: the atom, the probability, the state.
    atom_moves: Vec<Vec<(u32, f64, u32)>>,
}

impl Explicit {
    /// Solves the pool. `None` when it is too large, a rate is unusable or the work is used up: the caller says so.
    pub fn solve(pool: ExplicitPool, work: &mut Work) -> Option<Explicit> {
        let usable = |rate: f64| rate > 0.0 && rate.is_finite();
        let rates_fit =
            pool.members.iter().all(|m| m.failure_rate == 0.0 || usable(m.failure_rate) && usable(m.repair_rate));
        if !rates_fit || pool.members.len() > ExplicitPool::MEMBERS_MAX || pool.atoms.len() > ExplicitPool::ATOMS_MAX {
            return None;
        }
        let during = Phase::CHANGING.map(|phase| Outside::of_atoms(&pool.atoms, phase.hours(&pool.changeover)));
        let mut found = Found::beginning_with(pool.start(), work)?;
        let mut chain = Chain::default();
        let mut atom_moves = Vec::new();
        while chain.rates.len() < found.all.len() {
            let state = found.all[chain.rates.len()].clone();
            let mut row = Vec::new();
            for (rate, next) in pool.own_moves(&state, &during) {
                row.push((found.place(next, work)?, rate));
            }
            let mut moves = Vec::new();
            for (atom, rate, next) in pool.outside_moves(&state) {
                let down = next.first().is_some_and(|(_, next)| next.atoms_down >> atom & 1 == 1);
                for (probability, next) in next {
                    let to = found.place(next, work)?;
                    row.push((to, rate * probability));
                    if down {
                        moves.push((atom as u32, probability, to));
                    }
                }
            }
            // A move to itself is none.
            let from = chain.rates.len() as u32;
            chain.rates.push(row.into_iter().filter(|(to, rate)| *to != from && *rate > 0.0).collect());
            atom_moves.push(moves);
        }
        let mut states = found.all;
        // The first state may be one that is never come back to: then another one is.
        let home = chain.begin_at_home();
        states.swap(0, home);
        atom_moves.swap(0, home);
        for (_, _, to) in atom_moves.iter_mut().flatten() {
            if *to == 0 {
                *to = home as u32;
            } else if *to as usize == home {
                *to = 0;
            }
        }
        let shares = stationary(&chain, work)?;
        let mut with_down = vec![Vec::new(); 1 << pool.atoms.len()];
        for (state, at) in states.iter().zip(0..) {
            let from = usize::from(state.atoms_down);
            match state.phase.of(&during) {
                None => with_down[from].push((at, 1.0)),
                Some(during) => {
                    let there = during.meanwhile[from].iter().zip(&mut with_down).filter(|(share, _)| **share > 0.0);
                    there.for_each(|(share, with)| with.push((at, *share)));
                }
            }
        }
        Some(Explicit { pool, states, shares, with_down, chain, atom_moves })
    }

    /// How many states the chain has.
    pub(crate) fn states(&self) -> usize {
        self.states.len()
    }

    /// The probability that this set of atoms (bits) is down.
    pub fn atoms_share(&self, atoms_down: u16) -> f64 {
        self.sum(atoms_down, |_| 1.0)
    }

    /// Given that exactly these atoms are down: the share of time a change-over goes on.
    pub fn changing(&self, atoms_down: u16) -> f64 {
        self.given(atoms_down, |at| f64::from(self.states[at].phase != Phase::Ok))
    }

    /// Given that exactly these atoms are down: the share of time in which no change-over goes on and fewer than `least`
    /// members have not failed and are not `lost` (bits) to whoever asks: what loses members need not be what blocks them.
    pub fn too_few(&self, least: usize, atoms_down: u16, lost: u16) -> f64 {
        self.given(atoms_down, |at| {
            f64::from(self.states[at].phase == Phase::Ok && self.states[at].left(self.pool.members.len(), lost) < least)
        })
    }

    /// Given that exactly these atoms are down, and these members lost: how often the pool stops working by itself, an hour.
    pub fn stops_per_hour(&self, least: usize, atoms_down: u16, lost: u16) -> f64 {
        self.given(atoms_down, |at| self.stops(at, |at| self.works(at, least, lost)))
    }

    /// Given that exactly `atoms_down` were down and `atom`, one more, has failed this moment, with these members lost since:
    /// that the pool does not work.
    pub fn down_just_after(&self, least: usize, atoms_down: u16, atom: u32, lost: u16) -> f64 {
        self.given(atoms_down, |at| {
            if self.states[at].phase != Phase::Ok {
                return 1.0;
            }
            let moved = self.atom_moves[at].iter().filter(|(moved, ..)| *moved == atom);
            let after = moved.filter(|(_, _, to)| !self.works(*to as usize, least, lost));
            after.map(|(_, probability, _)| probability).sum()
        })
    }

    /// A state of the long run, given that exactly these atoms are down: `share`, between 0 and 1, chooses among them by
    /// their shares of time. `None` where it is never so.
    pub(crate) fn draw(&self, atoms_down: u16, share: f64) -> Option<&State> {
        let mut left = share * self.atoms_share(atoms_down);
        let there = self.with_down[usize::from(atoms_down)].iter().map(|(at, part)| (*at as usize, *part));
        let mut there = there.map(|(at, part)| (at, part * self.shares[at])).filter(|(_, share)| *share > 0.0);
        let (last, _) = there.clone().next_back()?;
        let found = there.find(|(_, share)| {
            left -= share;
            left <= 0.0
        });
        Some(&self.states[found.map_or(last, |(at, _)| at)])
    }

    fn works(&self, at: usize, least: usize, lost: u16) -> bool {
        let state = &self.states[at];
        state.phase == Phase::Ok && state.left(self.pool.members.len(), lost) >= least
    }

    /// How fast a state is left for one that does not work, without an atom's doing.
    fn stops(&self, at: usize, works: impl Fn(usize) -> bool) -> f64 {
        if !works(at) {
            return 0.0;
        }
        let own = self.chain.rates[at].iter().filter(|(to, _)| {
            let to = *to as usize;
            self.states[to].atoms_down == self.states[at].atoms_down && !works(to)
        });
        own.map(|(_, rate)| rate).sum()
    }

    fn sum(&self, atoms_down: u16, value: impl Fn(usize) -> f64) -> f64 {
        let there = self.with_down[usize::from(atoms_down)].iter().map(|(at, part)| (*at as usize, *part));
        there.map(|(at, part)| part * self.shares[at] * value(at)).sum()
    }

    fn given(&self, atoms_down: u16, value: impl Fn(usize) -> f64) -> f64 {
        let share = self.atoms_share(atoms_down);
        if share > 0.0 { self.sum(atoms_down, value) / share } else { 1.0 }
    }
}

/// States as they are found.
pub(super) struct Found<S> {
    pub all: Vec<S>,
    place: Map<S, u32>,
}

impl<S: Clone + Ord> Found<S> {
    /// The one that a chain begins with, which is at 0.
    pub fn beginning_with(state: S, work: &mut Work) -> Option<Found<S>> {
        let mut found = Found { all: Vec::new(), place: Map::new() };
        found.place(state, work)?;
        Some(found)
    }

    /// Where a state is; `None` when they are too many.
    pub fn place(&mut self, state: S, work: &mut Work) -> Option<u32> {
        if let Some(place) = self.place.get(&state) {
            return Some(*place);
        }
        if self.all.len() >= STATES_MAX {
            return None;
        }
        work.take(GROWING_WORK)?;
        let place = self.all.len() as u32;
        self.all.push(state.clone());
        self.place.insert(state, place);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lumped, LumpedPool};
    use super::*;

    fn equal(members: usize, atoms: Vec<Atom>, spares: Option<Spares>, crews: usize) -> ExplicitPool {
        let member = Member { failure_rate: 1e-3, repair_rate: 0.1, blocked_by: Vec::new() };
        let changeover = Changeover { coverage: 0.9, covered_hours: 0.02, manual_hours: 1.5 };
        ExplicitPool { members: vec![member; members], atoms, spares, crews, changeover }
    }

    fn hot(active: usize, dormancy: f64) -> Option<Spares> {
        Some(Spares { active, dormancy, latent: false, find_rate: 0.0 })
    }

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10 * expected.abs(), "{value} is not {expected}");
    }

    /// Followed by name or counted, equal members have one answer.
    #[test]
    fn names_do_not_change_the_count() {
        for (members, active, crews) in [(2, 1, 1), (3, 1, 2), (4, 2, 1), (4, 3, 4), (5, 2, 2)] {
            for dormancy in [0.0, 0.3, 1.0] {
                let pool = equal(members, Vec::new(), hot(active, dormancy), crews);
                let explicit = Explicit::solve(pool.clone(), &mut Work::of(u64::MAX)).unwrap();
                let lumped = Lumped::solve(
                    LumpedPool {
                        members,
                        spares: Some((active, dormancy)),
                        crews,
                        failure_rate: 1e-3,
                        repair_rate: 0.1,
                        changeover: pool.changeover,
                    },
                    &mut Work::of(u64::MAX),
                )
                .unwrap();
                check(explicit.changing(0), lumped.changing());
                check(explicit.too_few(active, 0, 0), lumped.too_few(active, members));
                check(explicit.stops_per_hour(active, 0, 0), lumped.stops_per_hour(active, members));
            }
            let pool = equal(members, Vec::new(), None, crews);
            let explicit = Explicit::solve(pool.clone(), &mut Work::of(u64::MAX)).unwrap();
            let (failure_rate, repair_rate, changeover) = (1e-3, 0.1, pool.changeover);
            let lumped = Lumped::solve(
                LumpedPool { members, spares: None, crews, failure_rate, repair_rate, changeover },
                &mut Work::of(u64::MAX),
            );
            let lumped = lumped.unwrap();
            let lost = 1 << (members - 1);
            check(explicit.too_few(1, 0, lost), lumped.too_few(1, members - 1));
            check(explicit.stops_per_hour(1, 0, lost), lumped.stops_per_hour(1, members - 1));
            check(explicit.changing(0), lumped.changing());
        }
    }

    /// The atoms are not disturbed by the pool: their share is their own.
    #[test]
    fn atoms_live_their_own_life() {
        let atoms = vec![Atom { failure_rate: 1e-4, repair_rate: 0.5 }, Atom { failure_rate: 2e-3, repair_rate: 0.2 }];
        let mut pool = equal(3, atoms.clone(), hot(1, 0.5), 1);
        pool.members[0].blocked_by = vec![0];
        pool.members[1].blocked_by = vec![1];
        let explicit = Explicit::solve(pool, &mut Work::of(u64::MAX)).unwrap();
        let q = atoms.map_share();
        for down in 0..4_u16 {
            let expected: f64 = (0..2).map(|a| if down >> a & 1 == 1 { q[a] } else { 1.0 - q[a] }).product();
            check(explicit.atoms_share(down), expected);
        }
        // The pool is the worse the more is down.
        let down = |atoms| explicit.changing(atoms) + explicit.too_few(1, atoms, atoms);
        assert!(down(0) < down(1) && down(1) < down(3) && down(0) < down(2));
    }

    trait Shares {
        fn map_share(&self) -> Vec<f64>;
    }

    impl Shares for Vec<Atom> {
        fn map_share(&self) -> Vec<f64> {
            self.iter().map(|a| a.failure_rate / (a.failure_rate + a.repair_rate)).collect()
        }
    }

    /// A spare whose failures stay unseen and which is never tested: the pair of a protection system. With a failure
    /// found at once the answers are those of a seen one.
    #[test]
    fn unseen_failures_hurt_and_tests_help() {
        let with = |latent, find_rate| {
            let spares = Spares { active: 1, dormancy: 1.0, latent, find_rate };
            let explicit = Explicit::solve(equal(2, Vec::new(), Some(spares), 1), &mut Work::of(u64::MAX)).unwrap();
            explicit.changing(0) + explicit.too_few(1, 0, 0)
        };
        let (seen, never, monthly, at_once) =
            (with(false, 0.0), with(true, 0.0), with(true, 1.0 / 360.0), with(true, 1e9));
        assert!(seen < monthly && monthly < never, "{seen} {monthly} {never}");
        assert!((at_once / seen - 1.0).abs() < 1e-6, "{at_once} {seen}");
    }

    /// Stops and starts balance: stops an hour by the pool itself and by the atoms, against the share of time down over
    /// its mean length, here from the flow back.
    #[test]
    fn stops_equal_starts() {
        let atoms = vec![Atom { failure_rate: 1e-3, repair_rate: 0.3 }];
        let mut pool = equal(2, atoms, hot(1, 1.0), 1);
        pool.members[0].blocked_by = vec![0];
        let explicit = Explicit::solve(pool, &mut Work::of(u64::MAX)).unwrap();
        let mut stops = 0.0;
        for down in 0..2 {
            stops += explicit.atoms_share(down) * explicit.stops_per_hour(1, down, down);
        }
        // The atom's failure stops the pool when it worked before and does not after.
        let works_before = 1.0 - explicit.changing(0) - explicit.too_few(1, 0, 0);
        let works_after = 1.0 - explicit.down_just_after(1, 0, 0, 1);
        stops += explicit.atoms_share(0) * 1e-3 * (works_before - works_after);
        // What is down blocks the first member, and loses it.
        let works = |at: usize| explicit.works(at, 1, explicit.states[at].atoms_down);
        let starts: f64 = (0..explicit.states.len())
            .filter(|at| !works(*at))
            .map(|at| {
                let up = explicit.chain.rates[at].iter().filter(|(to, _)| works(*to as usize));
                explicit.shares[at] * up.map(|(_, rate)| rate).sum::<f64>()
            })
            .sum();
        check(stops, starts);
    }
}
