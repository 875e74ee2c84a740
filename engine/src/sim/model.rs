//! What a history needs to know of a topology and never changes: shared by all histories of it.

use std::sync::{Arc, OnceLock};

use super::draw::Draw;
use super::graph::Graph;
use super::lead_in::LeadIn;
use super::random::name_number;
use crate::diag::Diagnostic;
use crate::ids::Id;
use crate::order::Map;
use crate::structure::{Chains, Event, EventSource, GroupMember, Lowering, NodeIdx, lower, lower_valid};
use crate::topology::{Pool, Topology};
use crate::units::{Duration, Ticks};

/// Everything about a topology that a history uses.
#[derive(Debug)]
pub struct Model {
    pub graph: Graph,
    pub events: Vec<EventModel>,
    /// By event, what the usual change of one needs, close together.
    pub lives: Vec<Life>,
    pub groups: Vec<GroupModel>,
    /// The shares of the demand below 1 that are followed: questions 2, 3, …
    pub shares: Vec<f64>,
    /// The nodes of every part: whether it works, and whether it works undegraded.
    pub parts: Map<Id, [NodeIdx; 2]>,
    /// The members of every pool.
    pub pools: Map<Id, Vec<Id>>,
    /// The events that a person can turn on, by the id of their part.
    pub by_hand: Map<Id, u32>,
    lead_in: OnceLock<LeadIn>,
}

/// An event.
#[derive(Debug)]
pub struct EventModel {
    pub name: Arc<str>,
    pub name_number: u64,
    pub source: EventSource,
    pub unavailability: f64,
    pub mttf_hours: f64,
    pub mttr_hours: f64,
    pub failure: Draw,
    pub repair: Draw,
    /// The group it is a member of, and its place there.
    pub group: Option<(u32, u32)>,
}

/// What is needed when an event turns by itself and nothing else turns with it.
#[derive(Debug)]
pub struct Life {
    /// Its leaf and the one count it is counted in; `None` when more than a count may turn with it.
    pub counted: Option<(u32, u32)>,
    pub failure: Draw,
    pub repair: Draw,
}

/// A pool whose members depend on each other.
#[derive(Debug)]
pub struct GroupModel {
    pub members: Vec<GroupMember>,
    /// How many are active; all of them without spares.
    pub active: usize,
    pub crews: usize,
    pub coverage: f64,
    pub detect: Ticks,
    pub switch: Ticks,
    pub manual: Ticks,
    /// The event that it is changing over.
    pub changeover: u32,
    pub spares: Option<SparesModel>,
}

/// Spares.
#[derive(Clone, Copy, Debug)]
pub struct SparesModel {
    pub dormancy: f64,
    pub latent: bool,
    pub test_interval: Option<Ticks>,
}

impl Model {
    /// Lowers a topology for histories that follow these shares of the demand.
    pub fn of(topology: &Topology, shares: &[f64]) -> Result<Model, Vec<Diagnostic>> {
        // What is lived through has no chains.
        let none = &mut Chains::new();
        let mut structures = vec![lower(topology, Lowering::UP.lived())?];
        structures.push(lower_valid(topology, Lowering::UNDEGRADED.lived(), none)?);
        for share in shares {
            structures.push(lower_valid(topology, Lowering::UP.lived().at_share(*share), none)?);
        }
        let (mut graph, places) = Graph::of(&structures);
        let there = |node: NodeIdx, question: usize| places[question][node.at()];
        let structure = &structures[0];
        let undegraded = &structures[1].parts;
        let parts = structure.parts.iter().map(|(id, node)| (id.clone(), [there(*node, 0), there(undegraded[id], 1)]));
        let parts = parts.collect();
        let mut events: Vec<EventModel> = structure.events.iter().map(|event| event_model(topology, event)).collect();
        let mut groups = Vec::new();
        let required = topology.required_counts();
        for group in &structure.groups {
            let Some(place) = topology.pools.iter().position(|pool| pool.id == group.pool) else { continue };
            let (pool, required) = (&topology.pools[place], required[place].unwrap_or(u32::MAX) as usize);
            let members = group.members.iter().map(|member| GroupMember {
                event: member.event,
                available: there(member.available, 0),
                free: there(member.free, 0),
            });
            let model = group_model(pool, members.collect(), required, group.changeover);
            for (place, member) in model.members.iter().enumerate() {
                graph.watch_member(member.available, groups.len() as u32);
                graph.watch_member(member.free, groups.len() as u32);
                // A member of two such pools belongs to the first; a finding of the exact answer says so.
                if let Some(event) = member.event
                    && events[event as usize].group.is_none()
                {
                    events[event as usize].group = Some((groups.len() as u32, place as u32));
                }
            }
            groups.push(model);
        }
        let by_hand = structure.events.iter().enumerate().filter_map(|(place, event)| match &event.source {
            EventSource::Component(id) | EventSource::Domain(id) => Some((id.clone(), place as u32)),
            EventSource::Cable(cable) => Some((topology.cables[*cable].id.clone()?, place as u32)),
            _ => None,
        });
        let by_hand = by_hand.collect();
        let pools = topology.pools.iter().map(|pool| (pool.id.clone(), pool.members.clone())).collect();
        let lives = events.iter().enumerate().map(|(place, event)| life(&graph, place as u32, event)).collect();
        Ok(Model {
            graph,
            events,
            lives,
            groups,
            shares: shares.to_vec(),
            parts,
            pools,
            by_hand,
            lead_in: OnceLock::new(),
        })
    }
}

impl Model {
    /// What comes before a year that begins in the long run: worked out when it is first asked for, because a history
    /// that begins with everything up has no use for it.
    pub fn lead_in(&self) -> &LeadIn {
        self.lead_in.get_or_init(|| LeadIn::of(&self.graph, &self.events, &self.groups))
    }

    /// Whether a member of a group begins as a spare that does not age: it has been as good as new since its repair.
    pub fn is_cold_spare(&self, (group, place): (u32, u32)) -> bool {
        let group = &self.groups[group as usize];
        place as usize >= group.active && group.spares.is_some_and(|spares| spares.dormancy <= 0.0)
    }
}

fn life(graph: &Graph, place: u32, event: &EventModel) -> Life {
    let counted = if event.group.is_none() { graph.alone(place) } else { None };
    Life { counted, failure: event.failure, repair: event.repair }
}

fn event_model(topology: &Topology, event: &Event) -> EventModel {
    let shapes = event.source.shapes(topology);
    // What never works stays down, whatever its repairs take.
    let mttr_hours = if event.unavailability >= 1.0 { f64::INFINITY } else { event.mttr_hours };
    EventModel {
        name: Arc::from(event.name.as_str()),
        name_number: name_number(&event.name),
        source: event.source.clone(),
        unavailability: event.unavailability,
        mttf_hours: event.mttf_hours,
        mttr_hours,
        failure: Draw::of(event.mttf_hours, shapes.failure),
        repair: Draw::of(mttr_hours, shapes.repair),
        group: None,
    }
}

fn group_model(pool: &Pool, members: Vec<GroupMember>, required: usize, changeover: u32) -> GroupModel {
    let ticks = |duration: Option<Duration>| Ticks::from_hours(duration.map_or(0.0, Duration::hours));
    let standby = pool.recovery.standby.as_ref();
    let spares = standby.map(|standby| SparesModel {
        dormancy: standby.dormancy(),
        latent: standby.is_latent(),
        test_interval: standby.test_interval.map(|interval| Ticks::from_hours(interval.hours()).max(Ticks(1))),
    });
    GroupModel {
        active: if spares.is_some() { required.min(members.len()) } else { members.len() },
        members,
        crews: pool.crews(),
        coverage: pool.coverage(),
        detect: ticks(standby.and_then(|standby| standby.detect)),
        switch: ticks(standby.and_then(|standby| standby.switch)),
        manual: Ticks::from_hours(pool.manual_hours()),
        changeover,
        spares,
    }
}
