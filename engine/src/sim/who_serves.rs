//! Who serves in a pool with spares when a year of a study begins, who has failed and who of them unseen: drawn from the
//! long run of the pool's chain, so that nothing has to be lived through that takes lives to be forgotten.
//!
//! The chain is that of the exact answer ([`crate::markov::Explicit`]), for pools whose members are parts of their own and
//! are each blocked by any one of some events. It is drawn given which of those events are on in this year's beginning.

use super::graph::Graph;
use super::model::{EventModel, GroupModel, SparesModel};
use crate::markov::{Atom, Changeover, Explicit, ExplicitPool, Member, Spares, State, Work};
use crate::order::Map;
use crate::structure::GroupMember;
use crate::units::Ticks;

/// The long run of a pool with spares.
#[derive(Debug)]
pub struct WhoServes {
    /// By bit of a situation, the events of which any one makes it so.
    atoms: Vec<Vec<u32>>,
    chain: Explicit,
    /// Whether the chain is all there is to know: no lives with a shape, and no times between tests.
    pub is_whole: bool,
}

impl WhoServes {
    /// What the chains of one document may take together: some 0.2 seconds.
    pub const WORK_MAX: u64 = 200_000_000;

    /// Of the pool at this place; `None` when no chain can follow it.
    pub fn of(
        graph: &Graph,
        events: &[EventModel],
        groups: &[GroupModel],
        place: usize,
        work: &mut Work,
    ) -> Option<WhoServes> {
        let group = &groups[place];
        let SparesModel { dormancy, latent, test_interval } = group.spares?;
        let own = |member: &GroupMember| {
            let event = &events[member.event? as usize];
            event.group.is_some_and(|(own, _)| own as usize == place).then_some(event)
        };
        let own: Vec<&EventModel> = group.members.iter().map(own).collect::<Option<_>>()?;
        let mut blocks: Map<u32, u16> = Map::new();
        for (place, member) in group.members.iter().enumerate().take(ExplicitPool::MEMBERS_MAX) {
            let fails = |event: &u32| events[*event as usize].unavailability > 0.0;
            for event in graph.any_of(member.free)?.into_iter().filter(fails) {
                *blocks.entry(event).or_default() |= 1 << place;
            }
        }
        if blocks.keys().any(|event| !lives_alone(&events[*event as usize])) {
            return None;
        }
        // What blocks the same members is one cause.
        let mut causes: Map<u16, Vec<u32>> = Map::new();
        blocks.iter().for_each(|(event, members)| causes.entry(*members).or_default().push(*event));
        let (blocked, atoms): (Vec<u16>, Vec<Vec<u32>>) = causes.into_iter().unzip();
        let members = own.iter().enumerate().map(|(place, event)| Member {
            failure_rate: 1.0 / event.mttf_hours,
            repair_rate: 1.0 / event.mttr_hours,
            blocked_by: (0..atoms.len() as u32).filter(|atom| blocked[*atom as usize] >> place & 1 == 1).collect(),
        });
        let covered_hours = group.detect.hours() + group.switch.hours();
        let changeover = Changeover { coverage: group.coverage, covered_hours, manual_hours: group.manual.hours() };
        let find_rate = Spares::find_rate(test_interval.map(Ticks::hours));
        let pool = ExplicitPool {
            members: members.collect(),
            atoms: atoms.iter().map(|cause| any_one(cause.iter().map(|event| &events[*event as usize]))).collect(),
            spares: Some(Spares { active: group.active, dormancy, latent, find_rate }),
            crews: group.crews,
            changeover,
        };
        let causes = atoms.iter().flatten().map(|event| &events[*event as usize]);
        let has_shape = |event: &EventModel| event.failure.has_shape() || event.repair.has_shape();
        let is_shaped = own.into_iter().chain(causes).any(has_shape);
        let is_whole = !(is_shaped || latent && test_interval.is_some());
        let chain = Explicit::solve(pool, work)?;
        Some(WhoServes { atoms, chain, is_whole })
    }

    /// The events outside that it knows of.
    pub fn outside(&self) -> impl Iterator<Item = u32> + '_ {
        self.atoms.iter().flatten().copied()
    }

    /// A state of the pool, given which events are on; `share` is between 0 and 1, and evenly spread.
    pub fn draw(&self, is_on: impl Fn(u32) -> bool, share: f64) -> Option<&State> {
        let situation = self.atoms.iter().enumerate().filter(|(_, cause)| cause.iter().any(|event| is_on(*event)));
        self.chain.draw(situation.fold(0, |down, (atom, _)| down | 1 << atom), share)
    }
}

/// Whether an event fails and is repaired whatever else happens.
fn lives_alone(event: &EventModel) -> bool {
    event.group.is_none() && !event.source.is_of_module()
}

/// Causes of which any one is enough, as one: rates add while none is on, and the share of time is theirs together.
fn any_one<'a>(events: impl Iterator<Item = &'a EventModel> + Clone) -> Atom {
    let up: f64 = events.clone().map(|event| 1.0 - event.unavailability).product();
    if up <= 0.0 {
        return Atom { failure_rate: 0.0, repair_rate: 0.0 };
    }
    let failure_rate: f64 = events.clone().map(|event| 1.0 / event.mttf_hours).sum();
    let mut alone = events;
    match (alone.next(), alone.next()) {
        (Some(only), None) => Atom { failure_rate, repair_rate: 1.0 / only.mttr_hours },
        _ => Atom { failure_rate, repair_rate: failure_rate * up / (1.0 - up) },
    }
}
