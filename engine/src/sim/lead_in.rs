//! How long a history runs before a year of a study, so that pools have forgotten how they began.
//!
//! What is on its own begins in its long-run state and needs no leading in, and so does a pool with spares whose long run
//! its chain knows ([`super::who_serves`]). Any other pool with spares begins with its first members active and nobody
//! failed unseen, or as a chain of what is nearly its own says. Repairs and change-overs wash that out within days, but who
//! is active and who has failed unseen is forgotten only as members fail: after lives, which may be centuries. So whatever
//! such a pool depends on lives through that time, some ten failures of each member, and the rest of the system sleeps
//! meanwhile.

use super::graph::Graph;
use super::model::{EventModel, GroupModel, SparesModel};
use super::who_serves::WhoServes;
use crate::markov::Work;
use crate::order::Map;
use crate::structure::NodeIdx;
use crate::units::Ticks;

/// What comes before a year.
#[derive(Debug)]
pub struct LeadIn {
    /// How long all live before the year begins.
    pub together: Ticks,
    /// How long the pools that need it, and what they depend on, live before that.
    pub alone: Ticks,
    /// Chance makes that longer by up to so much: lives that are all as long never forget when they began, and what is one
    /// moment among many has no bias.
    pub spread: Ticks,
    /// By event: whether it lives from the start.
    pub is_early: Vec<bool>,
    /// The pools for which it is cut short, by the name of their change-over's event.
    pub cut_short: Vec<u32>,
    /// By pool, the long run that it begins in, where that is known.
    pub who_serves: Vec<Option<WhoServes>>,
}

/// After so many times what it takes to forget, some e⁻¹⁰ is left of the beginning.
const TIMES: f64 = 10.0;

/// Repairs and change-overs are so much shorter than years that more does not matter.
const TIMES_OF_REPAIR: f64 = 30.0;

/// Repairs are waited for no longer than this: parts that are repaired more slowly are rare and said to be so by their
/// numbers.
const TOGETHER_YEARS_MAX: u64 = 100;

/// The longest life alone, far within what ticks can count.
const ALONE_YEARS_MAX: u64 = 100_000;

/// The most failures and repairs that may be lived through alone before each year.
const ALONE_EVENTS_MAX: f64 = 20_000.0;

impl LeadIn {
    /// Of these pools.
    pub fn of(graph: &Graph, events: &[EventModel], groups: &[GroupModel]) -> LeadIn {
        let repairs = groups.iter().map(|group| repairs_hours(group, events)).fold(0.0, f64::max);
        let mut work = Work::of(WhoServes::WORK_MAX);
        let who_serves: Vec<_> =
            (0..groups.len()).map(|place| WhoServes::of(graph, events, groups, place, &mut work)).collect();
        let is_known = known(graph, groups, &who_serves);
        let memory = groups
            .iter()
            .zip(is_known)
            .map(|(group, is_known)| if is_known { 0.0 } else { TIMES * memory_hours(graph, group, events) });
        let memory: Vec<f64> = memory.collect();
        let slow = || memory.iter().zip(groups).filter(|(hours, _)| **hours > 0.0);
        let is_early = early(graph, groups, slow().map(|(_, group)| group.changeover).collect());
        let there = events.iter().zip(&is_early).filter(|(_, is_early)| **is_early);
        // An event fails and is repaired once in a life and a repair.
        let an_hour: f64 = there.map(|(event, _)| 2.0 / (event.mttf_hours + event.mttr_hours)).sum();
        let affordable = (ALONE_EVENTS_MAX / an_hour).min(Ticks::from_years(ALONE_YEARS_MAX).hours());
        let alone = memory.iter().copied().fold(0.0, f64::max).min(affordable);
        let spread = slow()
            .filter(|(_, group)| own(group, events).any(|event| event.failure.has_shape()))
            .map(|(_, group)| own(group, events).map(|event| finite(event.mttf_hours)).sum::<f64>().min(affordable));
        LeadIn {
            together: Ticks::from_hours(repairs).min(Ticks::from_years(TOGETHER_YEARS_MAX)),
            alone: Ticks::from_hours(alone),
            spread: Ticks::from_hours(spread.fold(0.0, f64::max)),
            cut_short: slow().filter(|(hours, _)| **hours > affordable).map(|(_, group)| group.changeover).collect(),
            is_early,
            who_serves,
        }
    }
}

/// The pools that have forgotten how they began: their chains are all there is to know, and nothing that they depend on
/// matters to another pool with spares. Pools that have something in common are drawn apart, but are not independent of
/// each other: what was down in common years ago may be why the spares of both serve.
fn known(graph: &Graph, groups: &[GroupModel], who_serves: &[Option<WhoServes>]) -> Vec<bool> {
    let with_spares = || groups.iter().zip(who_serves).filter(|(group, _)| group.spares.is_some());
    let unknown = with_spares().filter(|(_, known)| known.is_none()).map(|(group, _)| group.changeover);
    let mut users: Vec<u32> = early(graph, groups, unknown.collect()).into_iter().map(u32::from).collect();
    let needed = |group: &GroupModel, known: &WhoServes| {
        let own = group.members.iter().filter_map(|member| member.event);
        own.chain(known.outside()).map(|event| event as usize).collect::<Vec<_>>()
    };
    for (group, known) in with_spares().filter_map(|(group, known)| Some((group, known.as_ref()?))) {
        needed(group, known).into_iter().for_each(|event| users[event] += 1);
    }
    let alone = |group: &GroupModel, known: &WhoServes| needed(group, known).into_iter().all(|event| users[event] < 2);
    let is_known = |(group, known): (&GroupModel, &Option<WhoServes>)| {
        known.as_ref().is_some_and(|known| known.is_whole && alone(group, known))
    };
    groups.iter().zip(who_serves).map(is_known).collect()
}

/// What these pools depend on, other pools on the way included.
fn early(graph: &Graph, groups: &[GroupModel], slow: Vec<u32>) -> Vec<bool> {
    let by_changeover: Map<u32, &GroupModel> = groups.iter().map(|group| (group.changeover, group)).collect();
    let mut is_early = vec![false; graph.leaf_of.len()];
    let mut open = slow;
    while let Some(event) = open.pop() {
        if std::mem::replace(&mut is_early[event as usize], true) {
            continue;
        }
        let Some(group) = by_changeover.get(&event) else { continue };
        let members: Vec<NodeIdx> = group.members.iter().flat_map(|member| [member.available, member.free]).collect();
        let below = graph.events_below(&members);
        open.extend((0..below.len() as u32).filter(|event| below[*event as usize]));
        open.extend(group.members.iter().filter_map(|member| member.event));
    }
    is_early
}

fn own<'a>(group: &'a GroupModel, events: &'a [EventModel]) -> impl Iterator<Item = &'a EventModel> {
    group.members.iter().filter_map(|member| member.event).map(|event| &events[event as usize])
}

fn finite(hours: f64) -> f64 {
    if hours.is_finite() { hours } else { 0.0 }
}

/// Failed members are repaired, one after the other if need be, and change-overs end.
fn repairs_hours(group: &GroupModel, events: &[EventModel]) -> f64 {
    let repair = own(group, events).map(|event| finite(event.mttr_hours)).fold(0.0, f64::max);
    let waves = (group.members.len() as f64 / group.crews as f64).max(1.0);
    TIMES_OF_REPAIR * (repair * waves + group.detect.hours() + group.switch.hours() + group.manual.hours())
}

/// How long it takes for a pool to forget who was active and who had failed unseen.
///
/// Two pools that began differently come together when the same members serve in both: after as long as all members take
/// to fail once, the longest-lived too, which may be last in the list and hardly ever asked. Of two members the shorter life
/// is enough, because it leads to the other one serving in both.
fn memory_hours(graph: &Graph, group: &GroupModel, events: &[EventModel]) -> f64 {
    let Some(SparesModel { latent, test_interval, .. }) = group.spares else { return 0.0 };
    let life = |event: Option<u32>, node: NodeIdx| match event.map(|event| events[event as usize].mttf_hours) {
        Some(own) if own.is_finite() => own,
        // It fails by what it needs, if at all.
        _ => {
            let below = graph.events_below(&[node]);
            let needed =
                events.iter().zip(below).filter(|(_, below)| *below).map(|(event, _)| finite(event.mttf_hours));
            needed.fold(0.0, f64::max)
        }
    };
    let lives: Vec<f64> = group.members.iter().map(|member| life(member.event, member.available)).collect();
    let longest = lives.iter().copied().fold(0.0, f64::max);
    let serving = if lives.len() > 2 { longest } else { lives.iter().sum::<f64>() - longest };
    let unseen = if latent { test_interval.map_or(longest, |interval| interval.hours().min(longest)) } else { 0.0 };
    serving.max(unseen)
}
