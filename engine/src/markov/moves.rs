//! What a pool with named members does, state by state: the rules that `explicit` makes a chain of.
//!
//! Rules. Active members serve; the others are spares. When an active member becomes unavailable and a spare is thought
//! to be available, a change-over begins; the pool is down until it ends, and its members' clocks stand still. At its end
//! the first spares of the list take over; one that had failed unseen is found out then. With no spare to be had the pool
//! waits, and the first member that becomes available serves at once. Repairs are first come, first served.

use super::Changeover;
use super::explicit::{ExplicitPool, Member};
use super::outside::Outside;

/// What a pool is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Its work, as far as it can.
    Ok,
    /// Changing over by itself.
    Covered,
    /// Waiting for a person to change over.
    Manual,
}

impl Phase {
    /// Those that last a fixed time.
    pub(super) const CHANGING: [Phase; 2] = [Phase::Covered, Phase::Manual];

    /// How long it lasts, when it is a change-over.
    pub(super) fn hours(self, changeover: &Changeover) -> f64 {
        let [covered, manual] = changeover.ways();
        if self == Phase::Manual { manual.1 } else { covered.1 }
    }

    /// What is its own of the two change-overs; `None` when it is none.
    pub(super) fn of<T>(self, changing: &[T; 2]) -> Option<&T> {
        Phase::CHANGING.iter().zip(changing).find(|(phase, _)| **phase == self).map(|(_, own)| own)
    }
}

/// The ways things can go on, with their probabilities.
pub(super) type Ways = Vec<(f64, State)>;

/// Everything that decides what can happen next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    /// Members that are known to have failed, in the order they wait for repair.
    pub(crate) queue: Vec<u8>,
    /// Spares that have failed unseen, a bit each.
    pub(crate) unseen: u16,
    /// Members whose turn it is, a bit each.
    pub(crate) active: u16,
    /// Atoms that are down; in a change-over those that were at its beginning.
    pub(super) atoms_down: u16,
    /// Whether it is changing over.
    pub(crate) phase: Phase,
}

fn bit(member: usize) -> u16 {
    1 << member
}

impl State {
    /// How many of so many members have not failed and are not `lost` (bits).
    pub(crate) fn left(&self, members: usize, lost: u16) -> usize {
        let all = (1 << members) - 1;
        (all & !failed_of(self) & !lost).count_ones() as usize
    }

    /// Which members have failed, and which of them unseen.
    pub(super) fn failed_and_unseen(&self) -> u16 {
        failed_of(self) | self.unseen << 8
    }
}

/// Members that have failed, known or not.
fn failed_of(state: &State) -> u16 {
    state.queue.iter().fold(state.unseen, |failed, member| failed | bit(*member as usize))
}

impl ExplicitPool {
    pub(super) fn start(&self) -> State {
        let active = self.spares.map_or(self.members.len(), |spares| spares.active);
        // What never works is down from the start.
        let dead = self.atoms.iter().enumerate().filter(|(_, atom)| atom.repair_rate <= 0.0);
        let atoms_down = dead.fold(0, |down, (atom, _)| down | bit(atom));
        let active = (0..active.min(self.members.len())).fold(0, |active, member| active | bit(member));
        State { queue: Vec::new(), unseen: 0, active, atoms_down, phase: Phase::Ok }
    }

    /// Members that nothing outside blocks.
    fn free(&self, state: &State) -> u16 {
        let is_free = |member: &Member| member.blocked_by.iter().all(|atom| state.atoms_down >> atom & 1 == 0);
        let free = self.members.iter().enumerate().filter(|(_, member)| is_free(member));
        free.fold(0, |free, (member, _)| free | bit(member))
    }

    pub(super) fn available(&self, state: &State) -> u16 {
        self.free(state) & !failed_of(state)
    }

    /// How many active members are available.
    fn serving(&self, state: &State) -> usize {
        (state.active & self.available(state)).count_ones() as usize
    }

    /// Spares that are thought to be available.
    fn candidates(&self, state: &State) -> u16 {
        let known = state.queue.iter().fold(0, |known, member| known | bit(*member as usize));
        self.free(state) & !known & !state.active
    }

    /// What the pool does by itself, with rates; a change-over ends with whatever is down outside by then.
    pub(super) fn own_moves(&self, state: &State, during: &[Outside; 2]) -> Vec<(f64, State)> {
        let mut moves = Vec::new();
        let Some(outside) = state.phase.of(during) else { return self.moves_at_work(state) };
        let rate = 1.0 / state.phase.hours(&self.changeover);
        for (down, probability) in outside.at_end[usize::from(state.atoms_down)].iter().enumerate() {
            if *probability > 0.0 {
                let end = State { atoms_down: down as u16, ..state.clone() };
                moves.push((rate * probability, self.changed_over(&end)));
            }
        }
        moves
    }

    /// What the pool does by itself while it is not changing over.
    pub(super) fn moves_at_work(&self, state: &State) -> Vec<(f64, State)> {
        let mut moves = Vec::new();
        self.failures(state, &mut moves);
        self.repairs(state, &mut moves);
        self.findings(state, &mut moves);
        moves
    }

    fn failures(&self, state: &State, moves: &mut Vec<(f64, State)>) {
        let failed = failed_of(state);
        let working = self.members.iter().enumerate().filter(|(place, _)| failed & bit(*place) == 0);
        for (place, member) in working.filter(|(_, member)| member.failure_rate > 0.0) {
            let mut next = state.clone();
            let is_active = state.active & bit(place) != 0;
            match self.spares {
                Some(spares) if !is_active => {
                    if spares.latent {
                        next.unseen |= bit(place);
                    } else {
                        next.queue.push(place as u8);
                    }
                    if spares.dormancy > 0.0 {
                        moves.push((member.failure_rate * spares.dormancy, next));
                    }
                }
                _ => {
                    next.queue.push(place as u8);
                    // A member that was blocked already did not serve: its failure changes nothing over.
                    let served = self.available(state) & bit(place) != 0;
                    let begins = match self.spares {
                        Some(_) => served && self.candidates(state) != 0,
                        None => true,
                    };
                    for (probability, next) in self.begin(next, begins) {
                        moves.push((member.failure_rate * probability, next));
                    }
                }
            }
        }
    }

    /// The ways to go on from a state in which a change-over begins, or does not.
    fn begin(&self, next: State, begins: bool) -> Ways {
        if !begins {
            return vec![(1.0, next)];
        }
        let [covered, manual] = self.changeover.ways();
        let mut ways = vec![
            (covered.0, State { phase: Phase::Covered, ..next.clone() }),
            (manual.0, State { phase: Phase::Manual, ..next.clone() }),
            (self.changeover.instant(), self.changed_over(&next)),
        ];
        ways.retain(|(probability, _)| *probability > 0.0);
        ways
    }

    /// A change-over ends: the first spares take the places of active members that are not available.
    pub(super) fn changed_over(&self, state: &State) -> State {
        let mut next = State { phase: Phase::Ok, ..state.clone() };
        for place in 0..self.members.len() {
            let lacking = next.active & !self.available(&next);
            if lacking == 0 || self.candidates(&next) & bit(place) == 0 {
                continue;
            }
            if next.unseen & bit(place) != 0 {
                next.unseen &= !bit(place);
                next.queue.push(place as u8);
            } else {
                next.active = next.active & !lowest(lacking) | bit(place);
            }
        }
        next
    }

    fn repairs(&self, state: &State, moves: &mut Vec<(f64, State)>) {
        for turn in 0..state.queue.len().min(self.crews) {
            let mut next = state.clone();
            let member = next.queue.remove(turn);
            moves.push((self.members[member as usize].repair_rate, self.takes_over_at_once(next)));
        }
    }

    /// Where active members are missing, members that have become available serve at once.
    fn takes_over_at_once(&self, state: State) -> State {
        if self.spares.is_none() { state } else { self.changed_over(&state) }
    }

    fn findings(&self, state: &State, moves: &mut Vec<(f64, State)>) {
        let Some(spares) = self.spares else { return };
        if state.unseen == 0 || spares.find_rate <= 0.0 {
            return;
        }
        let mut next = state.clone();
        next.queue.extend((0..self.members.len() as u8).filter(|member| state.unseen & bit(*member as usize) != 0));
        next.unseen = 0;
        moves.push((spares.find_rate, next));
    }

    /// What happens outside: the atom, its rate, and the ways the pool goes on. In a change-over it is part of that.
    pub(super) fn outside_moves(&self, state: &State) -> Vec<(usize, f64, Ways)> {
        if state.phase != Phase::Ok {
            return Vec::new();
        }
        let moves = (0..self.atoms.len()).map(|atom| (atom, self.atom_rate(state, atom), self.heed(state, atom)));
        moves.filter(|(_, rate, _)| *rate > 0.0).collect()
    }

    /// How fast an atom fails or is repaired.
    pub(super) fn atom_rate(&self, state: &State, atom: usize) -> f64 {
        let of = self.atoms[atom];
        if state.atoms_down & bit(atom) == 0 { of.failure_rate } else { of.repair_rate }
    }

    /// The ways the pool goes on when an atom fails or is repaired.
    pub(super) fn heed(&self, state: &State, atom: usize) -> Ways {
        let next = State { atoms_down: state.atoms_down ^ bit(atom), ..state.clone() };
        if self.spares.is_none() || state.phase != Phase::Ok {
            return vec![(1.0, next)];
        }
        if next.atoms_down & bit(atom) == 0 {
            return vec![(1.0, self.changed_over(&next))];
        }
        let stops = self.serving(&next) < self.serving(state);
        let begins = stops && self.candidates(&next) != 0;
        self.begin(next, begins)
    }
}

fn lowest(bits: u16) -> u16 {
    bits & bits.wrapping_neg()
}
