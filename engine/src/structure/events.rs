//! The basic events of a topology.
//!
//! The β-factor model (Fleming 1975; IEC 61508-6 annex D): a member of unavailability q keeps (1 − β)·q of its own
//! and the pool gains one event of β·q, with the largest q where members differ.

use std::sync::Arc;

use super::{Event, EventSource};
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::topology::{Change, Part, PartRef, Pool, Reliability, Topology};
use crate::units::HOURS_PER_YEAR;

/// All events but those of modules: domains, components, pools, cables.
pub fn events_of(topology: &Topology, index: &Map<Id, PartRef>) -> Vec<Event> {
    let mut events = Vec::new();
    for domain in &topology.domains {
        let source = EventSource::Domain(domain.id.clone());
        events.push(own(source, domain.id.to_string(), 1.0, &domain.reliability));
    }
    let shared = shared_of(topology);
    for component in &topology.components {
        let keeps = (1.0 - shared.get(&component.id).copied().unwrap_or(0.0)).max(0.0);
        let source = EventSource::Component(component.id.clone());
        events.push(own(source, component.id.to_string(), keeps, &component.reliability));
        events.extend(component.change.as_ref().and_then(|change| bad_change(&component.id, change, change.blast())));
    }
    for pool in &topology.pools {
        events.extend(common_cause(topology, index, pool));
        events.extend(pool.change.as_ref().and_then(|change| bad_change(&pool.id, change, 1.0)));
    }
    let names = cable_names(topology, index);
    for ((place, cable), name) in topology.cables.iter().enumerate().zip(names) {
        events.push(own(EventSource::Cable(place), name, 1.0, &cable.reliability));
    }
    events
}

/// How much of each component's unavailability its pools' common causes take.
fn shared_of(topology: &Topology) -> Map<Id, f64> {
    let mut shared = Map::new();
    for pool in topology.pools.iter().filter(|pool| pool.common_cause.get() > 0.0) {
        for member in &pool.members {
            *shared.entry(member.clone()).or_insert(0.0) += pool.common_cause.get();
        }
    }
    shared
}

fn own(source: EventSource, name: String, keeps: f64, reliability: &Reliability) -> Event {
    event(source, name, keeps * reliability.unavailability(), reliability.mttr_hours())
}

fn common_cause(topology: &Topology, index: &Map<Id, PartRef>, pool: &Arc<Pool>) -> Option<Event> {
    if pool.common_cause.get() <= 0.0 {
        return None;
    }
    let members = pool.members.iter().filter_map(|id| match topology.part(index[id]) {
        Part::Component(c) => Some(&c.reliability),
        _ => None,
    });
    let worst = members.reduce(|a, b| if b.unavailability() > a.unavailability() { b } else { a })?;
    let q = pool.common_cause.get() * worst.unavailability();
    Some(event(EventSource::CommonCause(pool.id.clone()), format!("{}/common-cause", pool.id), q, worst.mttr_hours()))
}

/// Bad changes: on average `bad_per_year` of them in a year of time in which none is being rolled back.
fn bad_change(id: &Id, change: &Change, share: f64) -> Option<Event> {
    let per_year = change.bad_per_year * share;
    if per_year <= 0.0 {
        return None;
    }
    let (mttf, mttr) = (HOURS_PER_YEAR / per_year, change.rollback_hours());
    let q = mttr / (mttf + mttr);
    Some(event(EventSource::Change(id.clone()), format!("{id}/change"), q, mttr))
}

/// An event of long-run unavailability `q`; repairs take what they take, so the rate of failures follows.
fn event(source: EventSource, name: String, q: f64, mttr_hours: f64) -> Event {
    let mttf_hours = if q > 0.0 { mttr_hours * (1.0 - q) / q } else { f64::INFINITY };
    Event { source, name, unavailability: q, mttf_hours, mttr_hours }
}

/// A name for every cable: its id, or its two ends, with a number where that is not enough. A part may be called like two
/// ends, and a cable like a number of another, so that numbers are tried until one is free.
fn cable_names(topology: &Topology, index: &Map<Id, PartRef>) -> Vec<String> {
    let mut taken: Set<String> = index.keys().map(Id::to_string).collect();
    let mut counts: Map<String, u32> = Map::new();
    let mut names = Vec::new();
    for cable in &topology.cables {
        let [a, b] = &cable.between;
        let wanted = cable.id.as_ref().map_or_else(|| format!("{a} – {b}"), Id::to_string);
        let count = counts.entry(wanted.clone()).or_insert(0);
        let name = loop {
            *count += 1;
            let name = if *count == 1 { wanted.clone() } else { format!("{wanted} ({count})") };
            if taken.insert(name.clone()) {
                break name;
            }
        };
        names.push(name);
    }
    names
}
