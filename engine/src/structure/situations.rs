//! A pool solved by name, in every situation outside: which of a few causes are on. Ranked from best to worst, each situation
//! adds an event to the better ones (see `modules`).

use super::approximate::approximated;
use super::lower::Build;
use super::modules::{After, Plan, Ranking};
use super::outside::Cause;
use crate::markov::Explicit;
use crate::topology::Pool;

/// The situations of a solved pool: which of these are down outside, a bit each. Those that the pool reacts to, and that are
/// atoms of its chain, come first.
pub(super) struct Situations<'a> {
    pub explicit: &'a Explicit,
    /// How many members must work.
    pub least: usize,
    pub outside: &'a [Cause],
}

/// The most situations, and states of the chain in all of them: what a tenth of a second is enough for.
const SITUATIONS_MAX: usize = 256;
const STATES_MAX: usize = 1 << 20;

impl Situations<'_> {
    /// Ranks them; `None` where they are too many.
    pub fn plan(&self, build: &mut Build, pool: &Pool) -> Option<Plan> {
        let situations = 1_usize.checked_shl(self.outside.len() as u32)?;
        if situations > SITUATIONS_MAX || situations * self.explicit.states() > STATES_MAX {
            return None;
        }
        let possible = |down: &u16| self.explicit.atoms_share(self.heeded(*down)) > 0.0;
        let all: Vec<u16> = (0..1_u16 << self.outside.len()).filter(possible).collect();
        let mut down_in: Vec<f64> = all.iter().map(|situation| self.down(*situation)).collect();
        // The order of the bits has every situation after those with less down.
        for (i, situation) in all.iter().enumerate() {
            let worst = all[..i].iter().zip(&down_in).filter(|(s, _)| *s & situation == **s).map(|(_, d)| *d);
            let worst = worst.fold(0.0, f64::max);
            if worst > down_in[i] * (1.0 + 1e-9) {
                let why = "a spare that cannot be changed over to would help it; it is taken not to";
                approximated(build, pool, why);
            }
            down_in[i] = down_in[i].max(worst);
        }
        let mut ranked: Vec<(u16, f64)> = all.into_iter().zip(down_in).collect();
        crate::order::sort_by(&mut ranked, |a, b| a.1.total_cmp(&b.1).then(a.0.count_ones().cmp(&b.0.count_ones())));
        let best = ranked.first()?.0;
        let changing = self.explicit.changing(self.heeded(best));
        let mut ranking = Ranking::begin(build, pool, self.explicit.states(), changing);
        let mut steps = Vec::new();
        for (situation, down) in &ranked {
            let name = situation_name(build, pool, self.outside, *situation);
            let stops = self.explicit.stops_per_hour(self.least, self.heeded(*situation), self.lost(*situation));
            let stops = stops + if self.are_events() { 0.0 } else { self.stops_beside(*situation) };
            steps.push((*situation, ranking.step(build, name, *situation, (*down, stops))));
        }
        let mut after = Vec::new();
        if self.are_events() {
            let events = self.outside.iter().zip(0..).filter(|(cause, _)| cause.atom.is_some());
            after = events.filter_map(|(cause, atom)| Some(self.after((cause.event?, atom), &ranked))).collect();
            ranking.outside = self.outside.iter().filter_map(|cause| cause.event).collect();
        }
        let failover = ranking.failover;
        ranking.end(build, after);
        Some(Plan::Situations(self.outside.iter().map(|cause| cause.node).collect(), steps, failover))
    }

    /// Whether each cause is an event of its own.
    fn are_events(&self) -> bool {
        self.outside.iter().all(|cause| cause.event.is_some())
    }

    /// The atoms that are down in a situation.
    fn heeded(&self, situation: u16) -> u16 {
        let atoms = self.outside.iter().filter(|cause| cause.atom.is_some()).count();
        situation & ((1 << atoms) - 1)
    }

    /// The members that are lost in it.
    fn lost(&self, situation: u16) -> u16 {
        let down = self.outside.iter().enumerate().filter(|(bit, _)| situation >> bit & 1 == 1);
        let lost = down.filter(|(_, cause)| cause.loses).flat_map(|(_, cause)| &cause.members);
        lost.fold(0, |lost, member| lost | 1 << member)
    }

    /// The probability that the pool is down in it.
    fn down(&self, situation: u16) -> f64 {
        let (heeded, lost) = (self.heeded(situation), self.lost(situation));
        (self.explicit.changing(heeded) + self.explicit.too_few(self.least, heeded, lost)).min(1.0)
    }

    /// What the failure of an outside event, which is this atom, does at once.
    fn after(&self, (event, atom): (u32, u32), ranked: &[(u16, f64)]) -> After {
        let with_it = ranked.iter().enumerate().filter(|(_, (situation, _))| situation >> atom & 1 == 1);
        let down = with_it.map(|(rank, (situation, _))| {
            let before = self.heeded(situation & !(1 << atom));
            (rank as u32, self.explicit.down_just_after(self.least, before, atom, self.lost(*situation)))
        });
        After { event, down: down.collect() }
    }

    /// How often an hour causes that are no events begin a change-over, beside what the situation they bring counts: there
    /// the pool is as often down as in the long run, and just after it more often.
    fn stops_beside(&self, situation: u16) -> f64 {
        let not_down = self.outside.iter().zip(0..).filter(|(_, atom)| situation >> atom & 1 == 0);
        let stops = not_down.filter_map(|(cause, bit)| {
            let atom = cause.atom.filter(|atom| atom.failure_rate > 0.0)?;
            let before = self.heeded(situation);
            let after = situation | 1 << bit;
            let more = self.explicit.down_just_after(self.least, before, bit, self.lost(after)) - self.down(after);
            Some(atom.failure_rate * more.max(0.0))
        });
        stops.sum()
    }
}

fn situation_name(build: &Build, pool: &Pool, outside: &[Cause], situation: u16) -> String {
    let is_down = |bit: usize| situation >> bit & 1 == 1;
    let down: Vec<String> =
        outside.iter().enumerate().filter(|(bit, _)| is_down(*bit)).map(|(_, cause)| cause.name(build, pool)).collect();
    if down.is_empty() {
        format!("{}/members", pool.id)
    } else {
        format!("{}/members without {}", pool.id, down.join(" and "))
    }
}
