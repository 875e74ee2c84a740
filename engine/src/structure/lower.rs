//! From parts to nodes. A component works while its event is off, the domains it is in work and its needs work; a
//! domain while its event is off and the domains it is in work; a pool while enough members work, its common cause
//! is off and its needs work; the clients are up while their needs work.
//!
//! The β-factor model (Fleming 1975; IEC 61508-6 annex D): a member of unavailability q keeps (1 − β)·q of its own
//! and the pool gains one event of β·q, with the largest q where members differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Event, EventSource, Node, NodeIdx, Structure};
use crate::diag::Diagnostic;
use crate::ids::Id;
use crate::topology::{Component, Need, NeedsOrder, Part, PartRef, Pool, Topology, needs_order, validate};
use crate::units::HOURS_PER_YEAR;

/// Which question is asked of the topology.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lowering {
    /// Count soft needs as hard ones: the system is up *and not degraded*.
    pub soft_as_hard: bool,
    /// The share of the demand to be served, above 0 and at most 1: pools then require this share of what they
    /// require, rounded up.
    pub share: f64,
}

impl Lowering {
    /// Whether the clients are up.
    pub const UP: Lowering = Lowering { soft_as_hard: false, share: 1.0 };
    /// Whether the clients are up and nothing they use softly is down.
    pub const UNDEGRADED: Lowering = Lowering { soft_as_hard: true, share: 1.0 };
}

/// Lowers a topology.
///
/// # Errors
/// The findings of [`validate`], when any of them is an error.
pub fn lower(topology: &Topology, lowering: Lowering) -> Result<Structure, Vec<Diagnostic>> {
    let findings = validate(topology);
    if crate::diag::has_errors(&findings) {
        return Err(findings);
    }
    // Without circles there is an order, and validation has just excluded circles.
    let NeedsOrder::Ordered(order) = needs_order(topology) else { return Err(findings) };
    let events = events_of(topology);
    let mut build = Build { lowering, nodes: Vec::new(), parts: BTreeMap::new(), event_of: index_events(&events) };
    let index = topology.index();
    for id in order {
        let node = match topology.part(index[&id]) {
            Part::Domain(domain) => {
                let event = build.event(&id);
                build.all(event, &domain.domains)
            }
            Part::Component(component) => build.component(component),
            Part::Pool(pool) => build.pool(pool, topology.required_count(pool).unwrap_or(u32::MAX)),
        };
        let node = build.push(node);
        build.parts.insert(id, node);
    }
    let top = Node::All(build.needs(&topology.clients.needs));
    let top = build.push(top);
    Ok(Structure { events, nodes: build.nodes, top, parts: build.parts })
}

struct Build {
    lowering: Lowering,
    nodes: Vec<Node>,
    parts: BTreeMap<Id, NodeIdx>,
    event_of: BTreeMap<Id, u32>,
}

impl Build {
    fn push(&mut self, node: Node) -> NodeIdx {
        self.nodes.push(node);
        NodeIdx(self.nodes.len() as u32 - 1)
    }

    fn event(&mut self, id: &Id) -> Vec<NodeIdx> {
        let event = self.event_of.get(id).copied();
        event.map(|e| self.push(Node::Event(e))).into_iter().collect()
    }

    fn all(&self, mut nodes: Vec<NodeIdx>, more: &[Id]) -> Node {
        nodes.extend(more.iter().map(|id| self.parts[id]));
        Node::All(nodes)
    }

    fn needs(&self, needs: &[Need]) -> Vec<NodeIdx> {
        let counted = needs.iter().filter(|need| !need.soft || self.lowering.soft_as_hard);
        counted.map(|need| self.parts[&need.to]).collect()
    }

    fn component(&mut self, component: &Component) -> Node {
        let mut nodes: Vec<NodeIdx> = component.domains.iter().map(|id| self.parts[id]).collect();
        nodes.extend(self.event(&component.id));
        nodes.extend(self.needs(&component.needs));
        Node::All(nodes)
    }

    fn pool(&mut self, pool: &Pool, required: u32) -> Node {
        // A half of three required members is two: with one, the pool serves less than a half.
        let least = (f64::from(required) * self.lowering.share - 1e-9).ceil().max(0.0) as u32;
        let of = pool.members.iter().map(|id| self.parts[id]).collect();
        let mut nodes = vec![self.push(Node::AtLeast { least, of })];
        nodes.extend(self.event(&pool.id));
        nodes.extend(self.needs(&pool.needs));
        Node::All(nodes)
    }
}

fn index_events(events: &[Event]) -> BTreeMap<Id, u32> {
    let id = |event: &Event| match &event.source {
        EventSource::Component(id) | EventSource::Domain(id) | EventSource::CommonCause(id) => id.clone(),
    };
    crate::order::map_of(events.iter().enumerate().map(|(i, event)| (id(event), i as u32)))
}

fn events_of(topology: &Topology) -> Vec<Event> {
    let index = topology.index();
    let domains = topology.domains.iter().map(|d| {
        let q = d.reliability.unavailability();
        event(EventSource::Domain(d.id.clone()), d.id.to_string(), q, d.reliability.mttr_hours())
    });
    let components = topology.components.iter().map(|c| {
        let shared: f64 = topology.pools_of(&c.id).map(|p| p.common_cause.get()).sum();
        let q = (1.0 - shared).max(0.0) * c.reliability.unavailability();
        event(EventSource::Component(c.id.clone()), c.id.to_string(), q, c.reliability.mttr_hours())
    });
    let pools = topology.pools.iter().filter_map(|pool| common_cause(topology, &index, pool));
    domains.chain(components).chain(pools).collect()
}

fn common_cause(topology: &Topology, index: &BTreeMap<Id, PartRef>, pool: &Arc<Pool>) -> Option<Event> {
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

/// An event of long-run unavailability `q`; repairs take what they take, so the rate of failures follows.
fn event(source: EventSource, name: String, q: f64, mttr_hours: f64) -> Event {
    let mttf_hours = if q > 0.0 { mttr_hours * (1.0 - q) / q } else { f64::INFINITY };
    Event { source, name, unavailability: q, mttf_hours, mttr_hours }
}

impl Event {
    /// How often it fails in the long run, per year: unavailability over mean time to repair (as many failures end
    /// as begin). 0 for what never fails and for what never works.
    pub fn failures_per_year(&self) -> f64 {
        if self.unavailability >= 1.0 { 0.0 } else { self.unavailability / self.mttr_hours * HOURS_PER_YEAR }
    }
}
