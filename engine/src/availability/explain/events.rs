//! What is said about a single event: where its unavailability comes from. What comes from a pool's chain is `chains`'
//! matter.

use super::chains;
use super::forms::{Form, FormIdx, Forms};
use super::numbers::{chance, listed_and};
use crate::ids::Id;
use crate::order::Map;
use crate::report;
use crate::structure::{Event, EventSource, Structure};
use crate::topology::{Component, Part, Pool, Reliability, Topology};
use crate::units::{Duration, HOURS_PER_YEAR};

/// The text of an event: the right-hand sides of its formula, and why.
pub struct EventText {
    /// Where the number comes from, for the title.
    pub origin: &'static str,
    /// Sentences.
    pub words: String,
    /// With names.
    pub formula: String,
    /// With numbers, without what they come to; empty when there is nothing to compute.
    pub numbers: String,
}

/// Says where an event's unavailability comes from; `several` when it stands for others that are alike.
pub fn event_text(
    topology: &Topology,
    structure: &Structure,
    event: &Event,
    several: bool,
    was_told: impl Fn(&Id) -> bool,
) -> EventText {
    if let EventSource::Cable(place) = event.source {
        return of_reliability(&topology.cables[place].reliability, "It").0;
    }
    let text = match own(topology, &event.source) {
        _ if matches!(event.source, EventSource::Change(_)) => change_of(topology, event),
        Some(Part::Component(component)) => Some(of_component(topology, component, several)),
        Some(Part::Domain(domain)) => {
            let (text, q) = of_reliability(&domain.reliability, "It");
            Some((EventText { words: format!("{}{}", text.words, takes_with_it(topology, &domain.id)), ..text }, q))
        }
        Some(Part::Pool(pool)) => Some(of_common_cause(topology, pool)),
        None => chains::of_module(topology, structure, event, was_told).map(|text| (text, event.unavailability)),
    };
    // A sentence must not claim a number that the structure does not use.
    match text {
        Some((text, q)) if (q - event.unavailability).abs() <= 1e-9 * event.unavailability => text,
        _ => as_it_is(event),
    }
}

/// The part an event belongs to: a component's own failure, a domain's, a pool's common cause.
fn own<'a>(topology: &'a Topology, source: &EventSource) -> Option<Part<'a>> {
    if let EventSource::Component(id) | EventSource::Domain(id) = source {
        topology.get(id)
    } else if let EventSource::CommonCause(id) = source {
        topology.get(id)
    } else {
        None
    }
}

/// An event whose number is not what the document says of one part, as when several pools share in its failures.
fn as_it_is(event: &Event) -> EventText {
    let per_year = event.failures_per_year();
    let mut words = format!("{} is one event.", event.name);
    if per_year > 0.0 {
        let minutes = event.mttr_hours * 60.0;
        words.push_str(&format!(" It lasts {} on average, {per_year:.3} times a year.", report::minutes_text(minutes)));
    }
    EventText { origin: "as it is", words, formula: "its share of the time".to_string(), numbers: String::new() }
}

/// A bad change that is being rolled back.
fn change_of(topology: &Topology, event: &Event) -> Option<(EventText, f64)> {
    let EventSource::Change(id) = &event.source else { return None };
    let (change, part, whom) = match topology.get(id)? {
        Part::Component(component) => (component.change.as_ref()?, component.change.as_ref()?.blast(), "it"),
        Part::Pool(pool) => {
            let change = pool.change.as_ref()?;
            let all = change.members_hit(pool.members.len()) == pool.members.len();
            (change, 1.0, if all { "it" } else { "its first members, as many as its blast says," })
        }
        Part::Domain(_) => return None,
    };
    let rollback = change.rollback.unwrap_or_else(|| Duration::hours_of(change.rollback_hours()));
    let load = change.bad_per_year * part * change.rollback_hours() / HOURS_PER_YEAR;
    let times =
        if part < 1.0 { format!("{} · {}", change.bad_per_year, part) } else { change.bad_per_year.to_string() };
    let blast = if part < 1.0 {
        format!(", of which the share {} takes {whom} down", chance(part))
    } else {
        format!(", which takes {whom} down")
    };
    let words = format!(
        "{id} gets {} bad changes a year of time without one{blast} until it is rolled back, {rollback} later. m is that time, and b how often a year it begins; it is not begun while it lasts.",
        change.bad_per_year
    );
    let text = EventText {
        origin: "from its bad changes",
        words,
        formula: format!("b · m / (1 + b · m), where b · m = {times} · {rollback} / 365d"),
        numbers: format!("{} / (1 + {})", chance(load), chance(load)),
    };
    Some((text, load / (1.0 + load)))
}

/// From what the document says, with the value that follows from it.
fn of_reliability(reliability: &Reliability, who: &str) -> (EventText, f64) {
    let q = reliability.unavailability();
    let text = match reliability {
        Reliability::Times { mttf, mttr } => {
            let mttr = mttr.unwrap_or_else(|| Duration::hours_of(Reliability::MTTR_HOURS_DEFAULT));
            EventText {
                origin: "from its mean times",
                words: format!("{who} works {mttf} on average, then takes {mttr} to repair."),
                formula: "MTTR / (MTTF + MTTR)".to_string(),
                numbers: format!("{mttr} / ({mttf} + {mttr})"),
            }
        }
        Reliability::Availability { availability, .. } => EventText {
            origin: "as given",
            words: format!("{who} is said to work {} of the time.", report::percent(q)),
            formula: "1 − A".to_string(),
            numbers: format!("1 − {}", availability.get()),
        },
        Reliability::Unavailability { .. } | Reliability::Never => EventText {
            origin: "as given",
            words: format!("{who} is said to be down {} of the time.", report::share_percent(q)),
            formula: "as the document says".to_string(),
            numbers: String::new(),
        },
    };
    (text, q)
}

fn of_component(topology: &Topology, component: &Component, several: bool) -> (EventText, f64) {
    let (text, q) = of_reliability(&component.reliability, if several { "Each of them" } else { "It" });
    let pools: Vec<&Pool> = topology.pools_of(&component.id).map(|pool| &**pool).collect();
    let with_share: Vec<&Pool> = pools.into_iter().filter(|pool| pool.common_cause.get() > 0.0).collect();
    let beta: f64 = with_share.iter().map(|pool| pool.common_cause.get()).sum();
    if beta <= 0.0 {
        return (text, q);
    }
    let names: Vec<String> = with_share.iter().map(|pool| format!("{}/common-cause", pool.id)).collect();
    let share = report::share_percent(beta);
    let inner = |symbols: &str, numbers: &str| if numbers.is_empty() { "q".to_string() } else { symbols.to_string() };
    let numbers = if text.numbers.is_empty() { chance(q) } else { text.numbers.clone() };
    let bracket = |inner: String| if inner.contains(" − ") { format!("({inner})") } else { inner };
    let told = EventText {
        origin: text.origin,
        words: format!(
            "{} The share β = {share} of that is counted in {} and left out here.",
            text.words,
            listed_and(&names)
        ),
        formula: format!("(1 − β) · {}", bracket(inner(&text.formula, &text.numbers))),
        numbers: format!("(1 − {}) · {}", chance(beta), bracket(numbers)),
    };
    (told, (1.0 - beta) * q)
}

/// The β-factor model: one event for what takes all members at once (Fleming 1975).
fn of_common_cause(topology: &Topology, pool: &Pool) -> (EventText, f64) {
    let members = pool.members.iter().filter_map(|id| match topology.get(id) {
        Some(Part::Component(component)) => Some(component.reliability.unavailability()),
        _ => None,
    });
    let (least, most) = members.fold((1.0_f64, 0.0_f64), |(least, most), q| (least.min(q), most.max(q)));
    let beta = pool.common_cause.get();
    let which = if least < most { "the worst member's" } else { "a member's" };
    let text = EventText {
        origin: "by the β-factor",
        words: format!(
            "Some failures have a cause that all members of {} share. β = {} of {which} unavailability q is taken to be of that sort and hits them all at once; the members keep the rest. This event counts as working while nothing of that sort has happened.",
            pool.id,
            report::share_percent(beta)
        ),
        formula: "β · q".to_string(),
        numbers: format!("{} · {}", chance(beta), chance(most)),
    };
    (text, beta * most)
}

/// `While it is down it takes app-1 with it.`, or nothing when nothing is in the domain.
fn takes_with_it(topology: &Topology, domain: &Id) -> String {
    let components = topology.components.iter().filter(|c| c.domains.contains(domain)).map(|c| c.id.to_string());
    let domains = topology.domains.iter().filter(|d| d.domains.contains(domain)).map(|d| d.id.to_string());
    let inside: Vec<String> = domains.chain(components).collect();
    if inside.is_empty() {
        String::new()
    } else {
        format!(" While it is down it takes {} with it.", listed_and(&inside))
    }
}

/// Events with the same numbers for the same reasons: components of one pool that are described alike.
pub struct Alike {
    groups: Vec<Vec<u32>>,
    group_of: Map<u32, usize>,
}

impl Alike {
    /// An event and those like it, in document order.
    pub fn all(&self, event: u32) -> Vec<u32> {
        self.group_of.get(&event).map_or_else(|| vec![event], |group| self.groups[*group].clone())
    }

    /// The first of them.
    pub fn first(&self, event: u32) -> u32 {
        self.group_of.get(&event).map_or(event, |group| self.groups[*group][0])
    }
}

/// Groups the events below a form.
pub fn alike_events(topology: &Topology, structure: &Structure, forms: &Forms, top: FormIdx) -> Alike {
    let mut alike = Alike { groups: Vec::new(), group_of: Map::new() };
    let mut sorts: Map<(&Id, u64), Vec<(usize, &Reliability)>> = Map::new();
    let mut pool_of: Map<&Id, &Id> = Map::new();
    for pool in &topology.pools {
        pool.members.iter().for_each(|member| {
            pool_of.entry(member).or_insert(&pool.id);
        });
    }
    let component_of: Map<&Id, &Component> =
        topology.components.iter().map(|component| (&component.id, &**component)).collect();
    let events = forms.reach(&[top], None).into_iter().filter_map(|form| match forms.get(form) {
        Form::Event(event) => Some(*event),
        _ => None,
    });
    let mut events: Vec<u32> = events.collect();
    crate::order::sort_by(&mut events, Ord::cmp);
    for event in events {
        let EventSource::Component(id) = &structure.events[event as usize].source else { continue };
        let (Some(pool), Some(component)) = (pool_of.get(id), component_of.get(id)) else { continue };
        // Equal bits: the same share of common causes as well.
        let key = (*pool, structure.events[event as usize].unavailability.to_bits());
        let groups = sorts.entry(key).or_default();
        let known =
            groups.iter().find(|(_, reliability)| **reliability == component.reliability).map(|(group, _)| *group);
        let group = known.unwrap_or_else(|| {
            groups.push((alike.groups.len(), &component.reliability));
            alike.groups.push(Vec::new());
            alike.groups.len() - 1
        });
        alike.groups[group].push(event);
        alike.group_of.insert(event, group);
    }
    alike
}
