//! Pools that change over for the same reasons outside: an application and its database, each with a spare in the other
//! zone. Given what is down outside they are not independent: who serves in one goes with who serves in the other, and
//! what takes a zone down makes both change over in the same moment.
//!
//! Two such pools are followed together ([`crate::markov::Joint`]), and what is common to them becomes an event of its own:
//! with P(both are up) = (1 − w)(1 − a)(1 − b) in a situation outside, and the same for each of them alone, w takes both
//! down, and a and b one each (the β-factor model's shape: Fleming 1975). Of more than two, what is common to a set of them
//! is what its pairs have in common beyond the larger sets they are in.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::NodeIdx;
use super::approximate::{approximated, reacts, say_what_is_taken_as_exponential, say_who_is_used_elsewhere};
use super::lower::Build;
use super::modules::{Ranking, common, members_of, required, spares_of};
use super::outside::cause;
use super::situations::{HELPED, InSituation, Ranked, Situations};
use crate::markov::{Asked, Down, ExplicitPool, Joint};
use crate::order::Set;
use crate::topology::{Component, Need, Part, Pool};

/// The most pools that are followed two by two.
const POOLS_MAX: usize = 5;

/// The share of time in change-overs up to which what happens meanwhile in another pool does not show.
const BRIEF: f64 = 2e-4;

/// What part of the time in which two pools are down shows.
const SHOWS: f64 = 1e-3;

/// What part of a downtime does not show, because change-overs that go on at once are taken in the mean to about as much.
const FINE: f64 = 1e-4;

/// Why pools are taken as worse together than they are.
const HELPED_TOGETHER: &str =
    "with more down outside it would be down less often together with another pool; it is taken not to be";

/// Two pools that were solved together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The places of their modules: what is each one's own, and what is common to them, if anything is.
    pub modules: Range<usize>,
    /// By situation: for each of them, how often an hour it stops by itself while the other one works, and while it does not.
    pub stops: Vec<(u16, [[f64; 2]; 2])>,
    /// By event outside and the situation that its failure makes: how likely they are down just after it.
    pub after: Vec<(u32, u16, Down)>,
}

/// A pool that is blocked by events only.
struct Candidate<'a> {
    /// Its place in the document.
    place: usize,
    pool: &'a Pool,
    /// What blocks each member that does not block all.
    blocked: Vec<Vec<NodeIdx>>,
}

/// Pools that are followed together.
struct Together<'a> {
    pools: Vec<&'a Pool>,
    alone: Vec<Situations>,
    /// Two of them, by their places.
    pairs: Vec<([usize; 2], Rc<Joint>)>,
}

/// Finds those pools, and plans them.
pub(super) fn plan_together(build: &mut Build) {
    let mut left = candidates(build);
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let own: Set<NodeIdx> = group[at].blocked.iter().flatten().copied().collect();
            let shares = |other: &Candidate| other.blocked.iter().flatten().any(|node| own.contains(node));
            let (with, without) = left.into_iter().partition(shares);
            group.extend::<Vec<Candidate>>(with);
            left = without;
            at += 1;
        }
        if group.len() > 1 && group.len() <= POOLS_MAX {
            crate::order::sort_by(&mut group, |a, b| a.place.cmp(&b.place));
            if let Some(together) = Together::of(build, &group) {
                together.plan(build);
            }
        }
    }
}

fn candidates<'a>(build: &mut Build<'a>) -> Vec<Candidate<'a>> {
    let topology = build.topology;
    let mut candidates = Vec::new();
    for (place, pool) in topology.pools.iter().enumerate().filter(|(_, pool)| reacts(pool)) {
        let is_followed = required(build, pool) > 0 && pool.members.len() <= ExplicitPool::MEMBERS_MAX;
        if is_followed
            && !build.has_cables()
            && let Some(blocked) = build.blocked_by_events(pool)
        {
            candidates.push(Candidate { place, pool, blocked });
        }
    }
    candidates
}

impl<'a> Build<'a> {
    /// What blocks each member of a pool, when that is nothing but events; what all of them need blocks none.
    fn blocked_by_events(&mut self, pool: &'a Pool) -> Option<Vec<Vec<NodeIdx>>> {
        let (hit, change) = self.hit_by_change(pool);
        let mut conditions = Vec::new();
        let mut first: Option<&'a Component> = None;
        for (place, id) in pool.members.iter().enumerate() {
            let Part::Component(component) = self.topology.part(self.index[id]) else { return None };
            let counted = |of: &'a Component| of.needs.iter().filter(|need| !need.soft || self.lowering.soft_as_hard);
            let of_first = *first.get_or_insert(component);
            let is_needed = |need: &Need| counted(of_first).any(|other| other.to == need.to);
            if counted(of_first).count() != counted(component).count() || !counted(component).all(is_needed) {
                return None;
            }
            let mut nodes = self.around(component);
            nodes.extend(change.filter(|_| hit < pool.members.len() && place < hit));
            crate::order::each_once(&mut nodes);
            conditions.push(nodes);
        }
        self.add_needed_by_all(pool, &mut conditions);
        let common = common(&conditions);
        for own in &mut conditions {
            own.retain(|node| !common.contains(node) && self.may_fail(*node));
        }
        Some(conditions)
    }

    fn may_fail(&self, node: NodeIdx) -> bool {
        self.own_event_of(node).is_some_and(|event| self.events[event as usize].unavailability > 0.0)
    }
}

impl<'a> Together<'a> {
    /// Solves them; `None` when that is too much. Few documents have such pools: a first look need not load it.
    #[inline(never)]
    fn of(build: &mut Build<'a>, group: &[Candidate<'a>]) -> Option<Together<'a>> {
        let nodes: Set<NodeIdx> = group.iter().flat_map(|of| of.blocked.iter().flatten().copied()).collect();
        let nodes: Vec<NodeIdx> = nodes.into_iter().collect();
        if nodes.len() > ExplicitPool::ATOMS_MAX {
            return None;
        }
        let (mut alone, mut chains, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for (second, Candidate { pool, blocked, .. }) in group.iter().enumerate() {
            let members = members_of(build, pool).ok()?;
            let mut outside = Vec::new();
            for node in &nodes {
                let places = (0..members.len()).filter(|place| blocked[*place].contains(node)).collect();
                outside.push(cause(build, pool, vec![*node], places)?);
            }
            let chain = spares_of(build, pool, &members, &outside)?;
            let explicit = build.chains.explicit(chain.clone())?;
            alone.push(Situations { explicit, least: build.least(pool) as usize, outside });
            chains.push(chain);
            for first in 0..second {
                let reacts = |pool: usize, atom: usize| !alone[pool].outside[atom].members.is_empty();
                if (0..nodes.len()).any(|atom| reacts(first, atom) && reacts(second, atom)) {
                    pairs.push(([first, second], build.chains.joint([&chains[first], &chains[second]])?));
                }
            }
        }
        Some(Together { pools: group.iter().map(|of| of.pool).collect(), alone, pairs })
    }

    /// Puts them into the diagram.
    #[inline(never)]
    fn plan(&self, build: &mut Build<'a>) {
        let outside = &self.alone[0].outside;
        let all = 0..1_u16 << outside.len();
        let possible: Vec<u16> = all.clone().filter(|situation| self.share(*situation) > 0.0).collect();
        let down: Vec<Vec<f64>> = all.clone().map(|situation| self.apart(situation, None)).collect();
        let one_more = |before: u16| {
            let up = |atom: &u32| before >> atom & 1 == 0;
            (0..outside.len() as u32).map(|atom| up(&atom).then(|| self.apart(before, Some(atom)))).collect()
        };
        let after: Vec<Vec<Option<Vec<f64>>>> = all.map(one_more).collect();
        let first_module = build.modules.len();
        for set in 1..1_usize << self.pools.len() {
            let who: Vec<usize> = (0..self.pools.len()).filter(|pool| set >> pool & 1 == 1).collect();
            let alone = if let [alone] = who[..] { Some(alone) } else { None };
            if alone.is_none() && down.iter().all(|down| down[set] <= 0.0) {
                continue;
            }
            let table = possible.iter().map(|situation| {
                let down = down[usize::from(*situation)][set];
                let stops_per_hour = alone.map_or(0.0, |alone| self.stops(alone, *situation, down));
                InSituation { situation: *situation, down, stops_per_hour }
            });
            let ranked = Ranked::of(table.collect(), |situation| {
                let each = who.iter().map(|pool| down[usize::from(situation)][1 << pool]);
                (self.share(situation), if alone.is_some() { 0.0 } else { each.product() })
            });
            if ranked.raised > FINE {
                for pool in &who {
                    approximated(build, self.pools[*pool], if alone.is_some() { HELPED } else { HELPED_TOGETHER });
                }
            }
            let pool = self.pools[who[0]];
            let ranking = match alone {
                Some(alone) => self.ranking_alone(build, alone, &ranked),
                None => {
                    let within = self.pairs.iter().filter(|(pools, _)| pools.iter().all(|pool| who.contains(pool)));
                    let states = within.map(|(_, joint)| joint.states()).sum();
                    let mut ranking = Ranking::begin(build, pool, states, 0.0);
                    ranking.together = who.iter().map(|pool| self.pools[*pool].id.clone()).collect();
                    ranking
                }
            };
            let others: Vec<String> = who[1..].iter().map(|pool| self.pools[*pool].id.to_string()).collect();
            let name = match alone {
                Some(_) => format!("{}/members", pool.id),
                None => format!("{}/together with {}", pool.id, others.join(" and ")),
            };
            let just_after = |situation: u16, atom: u16| {
                let after = &after[usize::from(situation & !atom)][atom.trailing_zeros() as usize];
                after.as_ref().map_or(1.0, |after| after[set])
            };
            let plan = Arc::new(ranked.plan(build, (&name, pool), outside, ranking, &just_after));
            for pool in &who {
                let shared = build.shared.entry(self.pools[*pool].id.clone()).or_default();
                if alone.is_none() {
                    shared.push(plan.clone());
                }
            }
            if alone.is_some() {
                build.plans.insert(pool.id.clone(), plan);
            }
        }
        if let [pair] = self.pairs.as_slice() {
            let stops = possible.iter().map(|situation| (*situation, self.stops_of_both(pair, *situation)));
            let mut after = Vec::new();
            for (cause, atom) in outside.iter().zip(0..) {
                for situation in possible.iter().filter(|situation| **situation >> atom & 1 == 1) {
                    let down = self.just_after(pair, *situation & !(1 << atom), atom);
                    after.extend(cause.event.map(|event| (event, *situation, down)));
                }
            }
            build.pairs.push(Pair { modules: first_module..build.modules.len(), stops: stops.collect(), after });
        }
        self.say(build);
    }

    /// How likely two pools are down just after one more atom failed: each as its own chain says, and what they have in common
    /// as that of both.
    fn just_after(&self, (pools, joint): &([usize; 2], Rc<Joint>), before: u16, atom: u32) -> Down {
        let each = pools.map(|pool| self.alone[pool].just_after(before, atom));
        let found = joint.down(before, Some(atom), &self.asked(pools, before | 1 << atom));
        let both = each[0] * each[1] + found.both - found.each[0] * found.each[1];
        Down { each, both: both.clamp(0.0, each[0].min(each[1])) }
    }

    /// For each of two pools, how often an hour it stops by itself while the other works, and while it does not.
    fn stops_of_both(&self, (pools, joint): &([usize; 2], Rc<Joint>), situation: u16) -> [[f64; 2]; 2] {
        let asked = self.asked(pools, situation);
        [0, 1].map(|at| {
            let alone = &self.alone[pools[at]];
            let exact = alone.explicit.stops_per_hour(alone.least, situation, alone.lost(situation));
            let [whatever, beside] = joint.stops_per_hour(situation, at, &asked);
            if whatever > 0.0 { [beside, whatever - beside].map(|stops| stops * exact / whatever) } else { [0.0; 2] }
        })
    }

    /// Of change-overs, the part that is the pool's own in the best situation.
    fn ranking_alone(&self, build: &mut Build, pool: usize, ranked: &Ranked) -> Ranking {
        let own = &self.alone[pool];
        let share = ranked.table.first().map_or(0.0, |best| {
            own.explicit.changing(best.situation) * best.down / own.down(best.situation).max(f64::MIN_POSITIVE)
        });
        Ranking::begin(build, self.pools[pool], own.explicit.states(), share)
    }

    fn say(&self, build: &mut Build) {
        let is_brief = self.alone.iter().all(|alone| alone.explicit.changing(0) < BRIEF);
        let are_apart_at_times = self.are_apart_at_times();
        let is_lumped = self.pairs.iter().any(|(_, joint)| joint.is_lumped);
        for (pool, alone) in self.pools.iter().zip(&self.alone) {
            say_what_is_taken_as_exponential(build, pool);
            say_who_is_used_elsewhere(build, pool);
            if alone.outside.iter().any(|cause| !cause.members.is_empty() && cause.has_shape(build)) {
                approximated(build, pool, "the times of what blocks its spares are taken as exponential");
            }
            if are_apart_at_times {
                let why =
                    "it is less often down together with another pool than if they were independent, as it is taken";
                approximated(build, pool, why);
            }
            if is_lumped {
                approximated(
                    build,
                    pool,
                    "which of its members are repaired is averaged, by who serves and how many are left",
                );
            }
            if self.pools.len() > 2 {
                let why =
                    "it changes over together with several pools: what three do at once is taken from what two do";
                approximated(build, pool, why);
            } else if !is_brief {
                let why =
                    "it changes over together with another pool, and while one does that, the other does not begin to";
                approximated(build, pool, why);
            }
        }
    }

    /// Whether it shows that two pools are down together less often than if they were independent: no event takes that into
    /// account.
    fn are_apart_at_times(&self) -> bool {
        self.pairs.iter().any(|(pools, joint)| {
            let (mut both_down, mut too_often) = (0.0, 0.0);
            for situation in 0..1_u16 << self.alone[0].outside.len() {
                let Down { each, both } = joint.down(situation, None, &self.asked(pools, situation));
                let share = self.share(situation);
                both_down += share * both;
                too_often += share * (each[0] * each[1] - both).max(0.0);
            }
            too_often > SHOWS * both_down
        })
    }

    /// How likely a situation is.
    fn share(&self, situation: u16) -> f64 {
        self.alone[0].explicit.atoms_share(situation)
    }

    fn asked(&self, pools: &[usize; 2], situation: u16) -> [Asked; 2] {
        pools.map(|pool| Asked { least: self.alone[pool].least, lost: self.alone[pool].lost(situation) })
    }

    /// How often an hour a pool stops by itself, of the time in which its own events let it work.
    fn stops(&self, pool: usize, situation: u16, own: f64) -> f64 {
        let alone = &self.alone[pool];
        let stops = alone.explicit.stops_per_hour(alone.least, situation, alone.lost(situation));
        let up = 1.0 - alone.down(situation);
        if up > 0.0 { stops / up * (1.0 - own) } else { 0.0 }
    }

    /// For every set of pools (bits), the probability of what takes just these down in a situation; or just after one more atom
    /// failed in it.
    fn apart(&self, situation: u16, failing: Option<u32>) -> Vec<f64> {
        let then = failing.map_or(situation, |atom| situation | 1 << atom);
        let both = |(pools, joint): &([usize; 2], Rc<Joint>)| {
            in_common(joint.down(situation, failing, &self.asked(pools, then)))
        };
        let mut left: Vec<f64> = self.pairs.iter().map(both).collect();
        let down = |alone: &Situations| {
            failing.map_or_else(|| alone.down(situation), |atom| alone.just_after(situation, atom))
        };
        let mut own: Vec<f64> = self.alone.iter().map(down).collect();
        let mut apart = vec![0.0; 1 << own.len()];
        for number in (2..=own.len() as u32).rev() {
            for set in (0..apart.len()).filter(|set| set.count_ones() == number) {
                let within = |pools: &[usize; 2]| pools.iter().all(|pool| set >> pool & 1 == 1);
                let pairs = self.pairs.iter().zip(&mut left).filter(|((pools, _), _)| within(pools));
                let mut left: Vec<&mut f64> = pairs.map(|(_, left)| left).collect();
                if left.len() as u32 == number * (number - 1) / 2 {
                    apart[set] = left.iter().map(|left| **left).fold(1.0, f64::min);
                    left.iter_mut().for_each(|left| **left = without(**left, apart[set]));
                    let own = own.iter_mut().enumerate().filter(|(pool, _)| set >> pool & 1 == 1);
                    own.for_each(|(_, own)| *own = without(*own, apart[set]));
                }
            }
        }
        own.into_iter().enumerate().for_each(|(pool, own)| apart[1 << pool] = own);
        apart
    }
}

/// What is left of a probability of being down when one cause of it is told apart.
fn without(down: f64, cause: f64) -> f64 {
    if cause >= 1.0 { down } else { ((down - cause) / (1.0 - cause)).max(0.0) }
}

/// The probability of a cause that takes both down, if nothing else were common to them.
fn in_common(Down { each: [first, second], both }: Down) -> f64 {
    // As often as if they were independent, or less: nothing is.
    let more = both - first * second;
    let neither = 1.0 - first - second + both;
    if more <= 1e-12 * both || neither <= 0.0 { 0.0 } else { (more / neither).min(1.0) }
}
