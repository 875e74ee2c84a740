//! A pool solved by name, in every situation outside: which of a few causes are on. Ranked from best to worst, each situation
//! adds an event to the better ones (see `modules`).

use std::rc::Rc;

use super::approximate::approximated;
use super::lower::Build;
use super::modules::{After, Plan, Ranking};
use super::outside::Cause;
use crate::markov::Explicit;
use crate::order::Set;
use crate::topology::Pool;

/// The situations of a solved pool: which of these are down outside, a bit each. Those that the pool reacts to, and that are
/// atoms of its chain, come first.
pub(super) struct Situations {
    pub explicit: Rc<Explicit>,
    /// How many members must work.
    pub least: usize,
    pub outside: Vec<Cause>,
}

/// The most situations, and states of the chain in all of them: what a tenth of a second is enough for.
const SITUATIONS_MAX: usize = 256;
const STATES_MAX: usize = 1 << 20;

/// What part of a time is rounding.
const ROUNDING: f64 = 1e-9;

/// Why a pool is taken as worse than it is.
pub(super) const HELPED: &str = "a spare that cannot be changed over to would help it; it is taken not to";

impl Situations {
    /// Ranks them; `None` where they are too many.
    pub fn plan(&self, build: &mut Build, pool: &Pool) -> Option<Plan> {
        let situations = 1_usize.checked_shl(self.outside.len() as u32)?;
        if situations > SITUATIONS_MAX || situations * self.explicit.states() > STATES_MAX {
            return None;
        }
        let possible = |down: &u16| self.explicit.atoms_share(self.heeded(*down)) > 0.0;
        let all = (0..1_u16 << self.outside.len()).filter(possible);
        let table = all.map(|situation| {
            let stops = self.explicit.stops_per_hour(self.least, self.heeded(situation), self.lost(situation));
            InSituation { situation, down: self.down(situation), stops_per_hour: stops + self.stops_beside(situation) }
        });
        let ranked = Ranked::of(table.collect(), |situation| (self.explicit.atoms_share(self.heeded(situation)), 0.0));
        if ranked.raised > ROUNDING {
            approximated(build, pool, HELPED);
        }
        let best = ranked.table.first()?.situation;
        let changing = self.explicit.changing(self.heeded(best));
        let ranking = Ranking::begin(build, pool, self.explicit.states(), changing);
        let name = format!("{}/members", pool.id);
        let just_after = |situation, atoms| self.just_after_all(situation, atoms);
        Some(ranked.plan(build, (&name, pool), &self.outside, ranking, &just_after))
    }

    /// The atoms that are down in a situation.
    fn heeded(&self, situation: u16) -> u16 {
        let atoms = self.outside.iter().filter(|cause| cause.atom.is_some()).count();
        situation & ((1 << atoms) - 1)
    }

    /// The members that are lost in it.
    pub fn lost(&self, situation: u16) -> u16 {
        let down = self.outside.iter().enumerate().filter(|(bit, _)| situation >> bit & 1 == 1);
        let lost = down.filter(|(_, cause)| cause.loses).flat_map(|(_, cause)| &cause.members);
        lost.fold(0, |lost, member| lost | 1 << member)
    }

    /// The probability that the pool is down in it.
    pub fn down(&self, situation: u16) -> f64 {
        let (heeded, lost) = (self.heeded(situation), self.lost(situation));
        (self.explicit.changing(heeded) + self.explicit.too_few(self.least, heeded, lost)).min(1.0)
    }

    /// That the pool is down just after one more of the atoms failed.
    pub fn just_after(&self, before: u16, atom: u32) -> f64 {
        self.explicit.down_just_after(self.least, self.heeded(before), atom, self.lost(before | 1 << atom))
    }

    /// The same when several atoms (bits) have failed at once and made it this situation: each with what it does alone, and too few
    /// members if all they block are too many.
    fn just_after_all(&self, situation: u16, atoms: u16) -> f64 {
        let before = situation & !atoms;
        let down = self.down(before);
        let each = (0..self.outside.len() as u32).filter(|atom| atoms >> atom & 1 == 1);
        let more: f64 = each.map(|atom| self.just_after(before, atom) - down).sum();
        let too_few = self.explicit.too_few(self.least, self.heeded(before), self.lost(situation));
        (down + more).max(too_few).min(1.0)
    }

    /// How often an hour causes that are no events begin a change-over that takes it down, in the situation that they bring (which is
    /// left as often as it is come to): there the pool is counted as often down as in the long run, and just after it more often.
    /// Whether that matters is asked there as well: what takes down the clients itself does not take them down twice.
    fn stops_beside(&self, situation: u16) -> f64 {
        let is_down = |cause: &Cause, bit: u32| cause.others > 0.0 && situation >> bit & 1 == 1;
        let down = self.outside.iter().zip(0..).filter(|(cause, bit)| is_down(cause, *bit));
        let stops = down.filter_map(|(cause, bit)| {
            let repair_rate = cause.atom.map(|atom| atom.repair_rate)?;
            let more = self.just_after(situation & !(1 << bit), bit) - self.down(situation);
            Some(cause.others * repair_rate * more.max(0.0))
        });
        stops.sum()
    }
}

/// What is known of a situation.
#[derive(Clone, Copy)]
pub(super) struct InSituation {
    pub situation: u16,
    /// The probability of being down in it.
    pub down: f64,
    /// How often it stops by itself in it, an hour.
    pub stops_per_hour: f64,
}

/// Situations from best to worst.
pub(super) struct Ranked {
    pub table: Vec<InSituation>,
    /// What part of the time it is taken as down in is so only because a situation with less down is worse.
    pub raised: f64,
}

impl Ranked {
    /// Of situations in the order of their bits, which has every one after those with less down; how likely each is, and to be
    /// down in it whatever is ranked here.
    pub fn of(mut table: Vec<InSituation>, weigh: impl Fn(u16) -> (f64, f64)) -> Ranked {
        let (mut raised, mut all) = (0.0, 0.0);
        for i in 0..table.len() {
            let InSituation { situation, down, .. } = table[i];
            let less = table[..i].iter().filter(|less| less.situation & situation == less.situation);
            table[i].down = less.map(|less| less.down).fold(down, f64::max);
            let (share, anyway) = weigh(situation);
            raised += share * (1.0 - anyway) * (table[i].down - down);
            all += share * (1.0 - (1.0 - anyway) * (1.0 - table[i].down));
        }
        crate::order::sort_by(&mut table, |a, b| {
            a.down.total_cmp(&b.down).then(a.situation.count_ones().cmp(&b.situation.count_ones()))
        });
        Ranked { table, raised: if all > 0.0 { raised / all } else { 0.0 } }
    }

    /// Gives every situation its event, under names that begin like this. `just_after` says how likely it is down when the failure
    /// of some atoms (bits) has just made a situation what it is.
    pub fn plan(
        &self,
        build: &mut Build,
        (name, pool): (&str, &Pool),
        outside: &[Cause],
        mut ranking: Ranking,
        just_after: &dyn Fn(u16, u16) -> f64,
    ) -> Plan {
        let mut steps = Vec::new();
        for InSituation { situation, down, stops_per_hour } in &self.table {
            let name = situation_name(build, (name, pool), outside, *situation);
            steps.push((*situation, ranking.step(build, name, *situation, (*down, *stops_per_hour))));
        }
        let mut after = Vec::new();
        let heeded = outside.iter().filter(|cause| cause.atom.is_some());
        let events: Set<u32> = heeded.flat_map(|cause| cause.events.iter().copied()).collect();
        for event in events.iter() {
            let is_in = |cause: &Cause| cause.events.contains(event);
            let bits =
                outside.iter().zip(0..).filter(|(cause, _)| is_in(cause)).fold(0, |bits, (_, bit)| bits | 1 << bit);
            let with_it = self.table.iter().zip(0..).filter(|(at, _)| at.situation & bits == bits);
            let down = with_it.map(|(at, rank)| (rank, just_after(at.situation, bits))).collect();
            after.push(After { event: *event, down });
        }
        if are_events(outside) {
            ranking.outside = outside.iter().filter_map(|cause| cause.event).collect();
        }
        let failover = ranking.failover;
        ranking.end(build, after);
        Plan::Situations(outside.iter().map(|cause| cause.node).collect(), steps, failover)
    }
}

/// Whether each cause is an event of its own.
fn are_events(outside: &[Cause]) -> bool {
    outside.iter().all(|cause| cause.event.is_some())
}

fn situation_name(build: &Build, (name, pool): (&str, &Pool), outside: &[Cause], situation: u16) -> String {
    let is_down = |bit: usize| situation >> bit & 1 == 1;
    let down: Vec<String> =
        outside.iter().enumerate().filter(|(bit, _)| is_down(*bit)).map(|(_, cause)| cause.name(build, pool)).collect();
    if down.is_empty() { name.to_string() } else { format!("{name} without {}", down.join(" and ")) }
}
