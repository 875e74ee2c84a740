//! From parts to nodes. A component works while its event is off, no bad change is on, the domains it is in work and
//! its needs work; a domain while its event is off and the domains it is in work; a pool while enough members work, its
//! events are off and its needs work; the clients are up while their needs work.
//!
//! With cables a need of B by A also requires a path from A to B. A pool that is no end of a cable stands for its
//! members: A needs enough of them that work and are joined to A, and what the pool needs each member must reach.

use std::sync::Arc;

use super::approximate::{approximated, reacts, say_what_changes_over_together};
use super::chains::Chains;
use super::events::events_of;
use super::modules::{Plan, differing};
use super::together::{Pair, plan_together};
use super::uses::{used_besides_one_pool, used_by_clients};
use super::{Cabling, Event, EventSource, Group, GroupMember, Module, Node, NodeIdx, Structure};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::markov::ExplicitPool;
use crate::order::{Map, Set};
use crate::topology::{Component, Need, NeedsOrder, Part, PartRef, Pool, Topology, needs_order, validate};

/// Which question is asked of the topology.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lowering {
    /// Count soft needs as hard ones: the system is up *and not degraded*.
    pub soft_as_hard: bool,
    /// The share of the demand to be served, above 0 and at most 1: pools then require this share of what they
    /// require, rounded up.
    pub share: f64,
    /// What becomes of pools whose members depend on each other.
    pub dependent: Dependent,
}

/// How pools whose members depend on each other are lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dependent {
    /// Their chains are solved.
    Solved,
    /// Members are events, and the change-over is one that is turned on and off from outside.
    Lived,
}

impl Lowering {
    /// Whether the clients are up.
    pub const UP: Lowering = Lowering { soft_as_hard: false, share: 1.0, dependent: Dependent::Solved };
    /// Whether the clients are up and nothing they use softly is down.
    pub const UNDEGRADED: Lowering = Lowering { soft_as_hard: true, ..Lowering::UP };

    /// The same question of a system that is lived through.
    pub fn lived(self) -> Lowering {
        Lowering { dependent: Dependent::Lived, ..self }
    }

    /// The same question for a share of the demand.
    pub fn at_share(self, share: f64) -> Lowering {
        Lowering { share, ..self }
    }
}

/// The most nodes: what a document within its limits can reach only with very many paths.
const NODES_MAX: usize = 400_000;

/// The most children of all nodes together. A document of a mebibyte names 260,000 members at most, but with cables the
/// same members are seen from many parts, and members that depend on each other are asked for every domain they are in.
const CHILDREN_MAX: usize = 4_000_000;

/// Lowers a topology.
///
/// # Errors
/// The findings of [`validate`], when any of them is an error; or [`codes::TOO_LARGE`] when parts depend on each
/// other in too many ways, which they can with cables.
pub fn lower(topology: &Topology, lowering: Lowering) -> Result<Structure, Vec<Diagnostic>> {
    let findings = validate(topology);
    if crate::diag::has_errors(&findings) {
        return Err(findings);
    }
    lower_valid(topology, lowering, &mut Chains::new())
}

/// The same for a topology that is known to have no errors, with the chains that were solved for other questions about
/// it, or for others like it.
pub(crate) fn lower_valid(
    topology: &Topology,
    lowering: Lowering,
    chains: &mut Chains,
) -> Result<Structure, Vec<Diagnostic>> {
    // Without circles there is an order, and validation excludes circles.
    let NeedsOrder::Ordered(order) = needs_order(topology) else { return Err(validate(topology)) };
    let index = topology.index();
    let mut build = Build::new(topology, (lowering, chains), index);
    let is_domain = |id: &&Id| matches!(build.index[*id], PartRef::Domain(_));
    let domains: Vec<Id> = order.iter().filter(is_domain).cloned().collect();
    domains.into_iter().for_each(|id| build.domain(id));
    build.without_network(&order);
    build.cables();
    let asks_less_or_more = lowering.soft_as_hard || lowering.share < 1.0;
    if asks_less_or_more && lowering.dependent == Dependent::Solved && have_spares_with_needs(topology, &build.index) {
        // Spares react to what they need hard and in full, whatever is asked: that comes first.
        build.lowering = Lowering::UP;
        build.find_needed(&order);
        plan_together(&mut build);
        build.all(&order);
        build.ask_anew();
        build.lowering = lowering;
    }
    build.find_needed(&order);
    if lowering.dependent == Dependent::Solved {
        plan_together(&mut build);
    }
    build.all(&order);
    let top = build.needs(&Id::clients(), &topology.clients.needs);
    if build.is_too_large() {
        let finding = Diagnostic::error(codes::TOO_LARGE, "the parts depend on each other in too many ways");
        return Err(vec![finding.hint("let fewer parts need each other across the network, or be in fewer domains")]);
    }
    let top = build.push(Node::All(top));
    say_what_changes_over_together(&mut build);
    let used = used_by_clients(topology, &build.index);
    // A pool that nobody needs matters all the same where its members are used.
    let members_of = |id: &Id| topology.pools.iter().find(|pool| pool.id == *id).map_or(&[][..], |pool| &pool.members);
    let matters = |id: Id| used.contains(&id) || members_of(&id).iter().any(|member| used.contains(member));
    build.findings.retain(|finding| Id::new(&finding.subject).is_ok_and(matters));
    Ok(build.finish(top))
}

/// What each member of a pool depends on besides its own failure.
type Conditions = Vec<Vec<NodeIdx>>;

/// Whether there are spares whose being blocked depends on what is asked.
fn have_spares_with_needs(topology: &Topology, index: &Map<Id, PartRef>) -> bool {
    let spares = topology.pools.iter().filter(|pool| pool.recovery.standby.is_some());
    spares.flat_map(|pool| &pool.members).any(|member| match topology.part(index[member]) {
        Part::Component(component) => !component.needs.is_empty() || !topology.cables.is_empty(),
        _ => true,
    })
}

pub(super) struct Build<'a> {
    pub topology: &'a Topology,
    pub lowering: Lowering,
    pub chains: &'a mut Chains,
    pub index: Map<Id, PartRef>,
    pub events: Vec<Event>,
    pub modules: Vec<Module>,
    pub pairs: Vec<Pair>,
    pub findings: Vec<Diagnostic>,
    independent: usize,
    groups: Vec<Group>,
    nodes: Vec<Node>,
    pub parts: Map<Id, NodeIdx>,
    event_of: Map<EventSource, u32>,
    event_nodes: Map<u32, NodeIdx>,
    pub cabling: Cabling,
    /// Parts as they are, whoever reaches them; none where no switch or router needs anything.
    pub alone: Map<Id, NodeIdx>,
    pub seen: Map<(Id, Id), NodeIdx>,
    /// What each part cannot work without, of what is around spares.
    pub needed: Map<Id, Vec<NodeIdx>>,
    pub plans: Map<Id, Arc<Plan>>,
    /// What takes a pool down together with others.
    pub shared: Map<Id, Vec<Arc<Plan>>>,
    /// What the members of a solved pool react to, and how that pool is put into the diagram where nothing else is asked.
    heeded: Map<Id, Conditions>,
    plans_of_heeded: Map<Id, Arc<Plan>>,
    /// How many members each pool requires; more than there are when that is not known.
    required: Map<Id, u32>,
    /// Parts that are used besides in one pool.
    pub used_elsewhere: Set<&'a Id>,
    /// How many children all nodes have together.
    children: usize,
}

impl<'a> Build<'a> {
    fn new(
        topology: &'a Topology,
        (lowering, chains): (Lowering, &'a mut Chains),
        index: Map<Id, PartRef>,
    ) -> Build<'a> {
        let events = events_of(topology, &index);
        let ids = topology.pools.iter().map(|pool| pool.id.clone());
        let required = ids.zip(topology.required_counts()).map(|(id, count)| (id, count.unwrap_or(u32::MAX)));
        let event_of = events.iter().zip(0..).map(|(event, place)| (event.source.clone(), place)).collect();
        Build {
            topology,
            lowering,
            chains,
            index,
            independent: events.len(),
            events,
            groups: Vec::new(),
            modules: Vec::new(),
            pairs: Vec::new(),
            findings: Vec::new(),
            nodes: Vec::new(),
            parts: Map::new(),
            event_of,
            event_nodes: Map::new(),
            cabling: Cabling::default(),
            alone: Map::new(),
            seen: Map::new(),
            needed: Map::new(),
            plans: Map::new(),
            shared: Map::new(),
            heeded: Map::new(),
            plans_of_heeded: Map::new(),
            required: required.collect(),
            used_elsewhere: used_besides_one_pool(topology),
            children: 0,
        }
    }

    /// The nodes of all parts but domains, each after those it needs.
    fn all(&mut self, order: &[Id]) {
        for id in order {
            let node = match self.topology.part(self.index[id]) {
                Part::Domain(_) => continue,
                Part::Component(component) => self.component(component),
                Part::Pool(pool) => self.pool(pool, None),
            };
            self.parts.insert(id.clone(), node);
            if self.is_too_large() {
                break;
            }
        }
    }

    /// Forgets how parts were put into the diagram, but for what pools were found to react to.
    fn ask_anew(&mut self) {
        self.seen.clear();
        self.plans_of_heeded = std::mem::take(&mut self.plans);
        self.shared.clear();
    }

    fn finish(self, top: NodeIdx) -> Structure {
        let Build { events, independent, nodes, parts, cabling, modules, pairs, groups, findings, .. } = self;
        Structure { events, independent, nodes, top, parts, cabling, modules, pairs, groups, findings }
    }

    pub fn push(&mut self, node: Node) -> NodeIdx {
        if let Node::All(of) | Node::AtLeast { of, .. } = &node {
            self.children += of.len();
        }
        self.nodes.push(node);
        NodeIdx(self.nodes.len() as u32 - 1)
    }

    /// Whether it has become more than a structure may be.
    pub fn is_too_large(&self) -> bool {
        self.nodes.len() > NODES_MAX || self.children > CHILDREN_MAX
    }

    pub fn required(&self, pool: &Id) -> u32 {
        self.required.get(pool).copied().unwrap_or(u32::MAX)
    }

    /// The node "this event is off"; one for each event.
    pub fn event_node(&mut self, event: u32) -> NodeIdx {
        if let Some(node) = self.event_nodes.get(&event) {
            return *node;
        }
        let node = self.push(Node::Event(event));
        self.event_nodes.insert(event, node);
        node
    }

    /// An event that a module adds.
    pub fn add_event(&mut self, event: Event) -> u32 {
        self.events.push(event);
        self.events.len() as u32 - 1
    }

    pub fn event(&self, source: &EventSource) -> Option<u32> {
        self.event_of.get(source).copied()
    }

    pub fn node_of(&mut self, source: &EventSource) -> Option<NodeIdx> {
        let event = self.event(source)?;
        Some(self.event_node(event))
    }

    /// A component's or domain's own event.
    fn own_event(&mut self, id: &Id) -> Vec<NodeIdx> {
        let node = self.node_of(&EventSource::Component(id.clone()));
        node.or_else(|| self.node_of(&EventSource::Domain(id.clone()))).into_iter().collect()
    }

    fn domain(&mut self, id: Id) {
        let Part::Domain(domain) = self.topology.part(self.index[&id]) else { return };
        let mut nodes = self.own_event(&id);
        nodes.extend(domain.domains.iter().map(|id| self.parts[id]));
        let node = self.push(Node::All(nodes));
        self.parts.insert(id, node);
    }

    /// What a component is without its needs.
    pub fn itself(&mut self, component: &Component) -> Vec<NodeIdx> {
        let mut nodes: Vec<NodeIdx> = component.domains.iter().map(|id| self.parts[id]).collect();
        nodes.extend(self.own_event(&component.id));
        nodes.extend(self.node_of(&EventSource::Change(component.id.clone())));
        nodes
    }

    fn component(&mut self, component: &Component) -> NodeIdx {
        let mut nodes = self.itself(component);
        nodes.extend(self.needs(&component.id, &component.needs));
        self.push(Node::All(nodes))
    }

    /// What `from` needs, as nodes.
    fn needs(&mut self, from: &Id, needs: &[Need]) -> Vec<NodeIdx> {
        let soft_too = self.lowering.soft_as_hard;
        let counted = needs.iter().filter(|need| !need.soft || soft_too);
        counted.map(|need| self.reached(&need.to, from)).collect()
    }

    /// How many members must work for the share of the demand that is asked about.
    pub fn least(&self, pool: &Pool) -> u32 {
        // A half of three required members is two: with one, the pool serves less than a half.
        let required = self.required(&pool.id);
        (f64::from(required) * self.lowering.share - 1e-9).ceil().max(0.0) as u32
    }

    /// A pool as it is, or as it is seen from a part of the network.
    pub fn pool(&mut self, pool: &'a Pool, viewer: Option<&Id>) -> NodeIdx {
        let (hit, change) = self.hit_by_change(pool);
        let mut nodes: Vec<NodeIdx> = Vec::new();
        nodes.extend(self.node_of(&EventSource::CommonCause(pool.id.clone())));
        // A change that hits all members is the pool's own failure.
        nodes.extend(change.filter(|_| hit == pool.members.len()));
        if !self.has_cables() {
            nodes.extend(self.needs(&pool.id, &pool.needs));
        }
        let hits = |place: usize| if hit < pool.members.len() && place < hit { change } else { None };
        if self.lowering.dependent == Dependent::Solved && pool.is_dependent() {
            let conditions = self.conditions_of_all(pool, viewer, hits);
            let plan = match self.plans.get(&pool.id) {
                Some(plan) => {
                    // One that was planned together with others has not said yet what it reacts to.
                    let plan = plan.clone();
                    self.heeded.entry(pool.id.clone()).or_insert_with(|| conditions.clone());
                    plan
                }
                None => {
                    let plan = self.plan(pool, &conditions);
                    self.plans.insert(pool.id.clone(), plan.clone());
                    plan
                }
            };
            // Members first: readers and the order of the variables take them in this order.
            let node = match *plan {
                Plan::Plain(failover) => {
                    nodes.extend(failover.map(|event| self.event_node(event)));
                    let of = (0..pool.members.len()).map(|place| self.member(pool, place, viewer, hits(place)));
                    let of = of.collect();
                    self.push(Node::AtLeast { least: self.least(pool), of })
                }
                // Who is reached and who serves is not independent where spares take turns, or members differ.
                Plan::Situations(..) | Plan::Count(..) if viewer.is_some() && (reacts(pool) || !plan.is_counted()) => {
                    let seen_from_nowhere = self.conditions_of_all(pool, None, hits);
                    let whole = self.follow(pool, &plan, seen_from_nowhere);
                    let reached = self.reached_or_enough(pool, viewer, hits);
                    self.push(Node::All(vec![whole, reached]))
                }
                _ => self.follow(pool, &plan, conditions),
            };
            nodes.insert(0, node);
            for plan in self.shared.get(&pool.id).cloned().unwrap_or_default() {
                nodes.extend(self.follow_situations(&plan));
            }
        } else {
            let of: Vec<NodeIdx> =
                (0..pool.members.len()).map(|place| self.member(pool, place, viewer, hits(place))).collect();
            if pool.is_dependent() && self.lowering.dependent == Dependent::Lived {
                let changeover = self.changeover(pool);
                nodes.push(self.event_node(changeover));
                if viewer.is_none() {
                    self.group(pool, changeover, hits);
                }
            }
            nodes.insert(0, self.push(Node::AtLeast { least: self.least(pool), of }));
        }
        self.push(Node::All(nodes))
    }

    /// Solves a pool, or finds it solved where what is asked now is all that it reacts to.
    fn plan(&mut self, pool: &Pool, conditions: &Conditions) -> Arc<Plan> {
        let heeded = self.heeded.get(&pool.id).cloned().unwrap_or_else(|| conditions.clone());
        self.heeded.entry(pool.id.clone()).or_insert_with(|| conditions.clone());
        match self.plans_of_heeded.get(&pool.id) {
            Some(plan) if heeded == *conditions && self.least(pool) == self.required(&pool.id) => plan.clone(),
            _ => Arc::new(Plan::of(self, pool, conditions, &heeded)),
        }
    }

    /// What a pool that was solved without regard to who sees it must be besides: reached with all its members, or with
    /// enough of those that work, as if it did not matter which of them the pool's chain has down.
    fn reached_or_enough(
        &mut self,
        pool: &'a Pool,
        viewer: Option<&Id>,
        change: impl Fn(usize) -> Option<NodeIdx>,
    ) -> NodeIdx {
        let Some(from) = viewer else { return self.push(Node::All(Vec::new())) };
        let paths = pool.members.iter().map(|member| self.path(member, from)).collect();
        let all = self.push(Node::All(paths));
        let of = (0..pool.members.len()).map(|place| self.member(pool, place, viewer, change(place))).collect();
        let enough = self.push(Node::AtLeast { least: self.least(pool), of });
        approximated(self, pool, "which of its members are reached and which work is taken as independent");
        self.push(Node::AtLeast { least: 1, of: vec![all, enough] })
    }

    /// In a lived system: the event of the pool's change-over, which the simulation turns on and off.
    pub fn changeover(&mut self, pool: &Pool) -> u32 {
        let source = EventSource::Failover(pool.id.clone());
        if let Some(event) = self.event(&source) {
            return event;
        }
        let name = format!("{}/failover", pool.id);
        let never =
            Event { source: source.clone(), name, unavailability: 0.0, mttf_hours: f64::INFINITY, mttr_hours: 0.0 };
        let event = self.add_event(never);
        self.event_of.insert(source, event);
        event
    }

    /// In a lived system: what the simulation has to know of the members. What all of them depend on is no reason to change
    /// over.
    fn group(&mut self, pool: &'a Pool, changeover: u32, hits: impl Fn(usize) -> Option<NodeIdx>) {
        let conditions = self.conditions_of_all(pool, None, hits);
        let mut members = Vec::new();
        for (id, own) in pool.members.iter().zip(differing(&conditions)) {
            let event = self.event(&EventSource::Component(id.clone()));
            let free = self.push(Node::All(own));
            let itself = event.map(|event| self.event_node(event));
            let available = self.push(Node::All(itself.into_iter().chain([free]).collect()));
            members.push(GroupMember { event, available, free });
        }
        self.groups.push(Group { pool: pool.id.clone(), members, changeover });
    }

    /// How many of the first members a bad change to the pool hits, and its event's node.
    pub fn hit_by_change(&mut self, pool: &Pool) -> (usize, Option<NodeIdx>) {
        let hit = pool.change.as_ref().map_or(0, |change| change.members_hit(pool.members.len()));
        let node = if hit > 0 { self.node_of(&EventSource::Change(pool.id.clone())) } else { None };
        (hit, node)
    }

    /// A member, with the change that hits it, and with cables what it must reach and from where it must be reached.
    fn member(&mut self, pool: &'a Pool, place: usize, viewer: Option<&Id>, change: Option<NodeIdx>) -> NodeIdx {
        let id = &pool.members[place];
        let mut nodes = vec![match viewer {
            Some(viewer) => self.reached(id, viewer),
            None => self.parts[id],
        }];
        if self.has_cables() {
            nodes.extend(self.needs(id, &pool.needs));
        }
        nodes.extend(change);
        if nodes.len() == 1 { nodes[0] } else { self.push(Node::All(nodes)) }
    }

    /// What each member depends on besides its own failure, with the change that hits it.
    fn conditions_of_all(
        &mut self,
        pool: &'a Pool,
        viewer: Option<&Id>,
        change: impl Fn(usize) -> Option<NodeIdx>,
    ) -> Conditions {
        let of_member = |(place, member): (usize, &Id)| {
            let mut conditions = self.conditions(pool, member, viewer);
            conditions.extend(change(place));
            crate::order::each_once(&mut conditions);
            conditions
        };
        let mut conditions: Conditions = pool.members.iter().enumerate().map(of_member).collect();
        if pool.recovery.standby.is_some() {
            self.add_needed_by_all(pool, &mut conditions);
        }
        conditions
    }

    /// What a member of a solved pool depends on besides its own failure; of domains, each event on its own. For spares,
    /// which react to it, so is what is needed together, and what never works or is a pool is all there is to it.
    fn conditions(&mut self, pool: &'a Pool, member: &Id, viewer: Option<&Id>) -> Vec<NodeIdx> {
        let mut nodes = Vec::new();
        let by_name = pool.recovery.standby.is_some() && pool.members.len() <= ExplicitPool::MEMBERS_MAX;
        if let Part::Pool(_) = self.topology.part(self.index[member]) {
            nodes.push(self.parts[member]);
        }
        if let Part::Component(component) = self.topology.part(self.index[member]) {
            nodes.extend(self.around(component));
            nodes.extend(self.needs(member, &component.needs));
        }
        if self.has_cables() {
            nodes.extend(self.needs(member, &pool.needs));
            nodes.extend(viewer.map(|viewer| self.path(member, viewer)));
        }
        if by_name { self.spelled_out(nodes) } else { nodes }
    }

    /// Domains, each event on its own, and the component's bad changes; what never works, by itself.
    pub fn around(&mut self, component: &Component) -> Vec<NodeIdx> {
        let mut nodes = Vec::new();
        let own = self.event(&EventSource::Component(component.id.clone()));
        let never_works = own.filter(|event| self.events[*event as usize].unavailability >= 1.0);
        nodes.extend(never_works.map(|event| self.event_node(event)));
        let mut open: Vec<Id> = component.domains.clone();
        let mut met: Set<Id> = Set::new();
        while let Some(id) = open.pop() {
            // Domains may be in domains in as many ways as there are paths between them.
            if !met.insert(id.clone()) {
                continue;
            }
            nodes.extend(self.own_event(&id));
            if let Part::Domain(domain) = self.topology.part(self.index[&id]) {
                open.extend(domain.domains.iter().cloned());
            }
        }
        nodes.extend(self.node_of(&EventSource::Change(component.id.clone())));
        nodes
    }

    pub fn node_of_part(&self, id: &Id) -> Option<NodeIdx> {
        self.parts.get(id).copied()
    }

    pub fn node(&self, node: NodeIdx) -> &Node {
        &self.nodes[node.at()]
    }
}
