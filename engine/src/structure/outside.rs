//! What blocks the spares of a pool from outside, as a few causes that a chain can follow: each blocks some members while it
//! is on. An event that blocks members by itself is a cause; where there are too many of those, or members need what is
//! more than events (a pool, say), all that blocks the same members is one cause, whose times are taken as exponential.

use super::approximate::approximated;
use super::lower::Build;
use super::{Node, NodeIdx};
use crate::markov::{Atom, ExplicitPool};
use crate::order::{Map, Set};
use crate::topology::{Pool, Shapes};

/// Something that blocks members.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    /// That it is off.
    pub node: NodeIdx,
    /// The event that it is; `None` for one that is several together.
    pub event: Option<u32>,
    /// How it comes and goes, where the pool reacts to it; `None` where it does not, and only loses members.
    pub atom: Option<Atom>,
    /// The places of the members it blocks.
    pub members: Vec<usize>,
    /// What it is made of.
    pub nodes: Vec<NodeIdx>,
    /// The events among that, and for how many of its failures the rest stands.
    pub events: Vec<u32>,
    pub others: f64,
    /// Whether the members it blocks are lost to what is asked. Where only a share of the demand is asked about, a region
    /// that is not what it should be, and is changed over from, may be good enough.
    pub loses: bool,
}

impl Cause {
    /// Whether it is a part whose times are not exponential.
    pub fn has_shape(&self, build: &Build) -> bool {
        let source = self.event.map(|event| &build.events[event as usize].source);
        source.is_some_and(|source| source.shapes(build.topology) != Shapes::default())
    }

    /// What it is called; of several, the members that are lost by it.
    pub fn name(&self, build: &Build, pool: &Pool) -> String {
        match self.event {
            Some(event) => build.events[event as usize].name.clone(),
            None => self.members.iter().map(|place| pool.members[*place].to_string()).collect::<Vec<_>>().join(" and "),
        }
    }
}

/// What loses members of a pool that does not react to it: all that blocks the same ones, together; of more than a few such
/// sets, all that blocks each member.
pub(super) fn losses(build: &mut Build, conditions: &[Vec<NodeIdx>]) -> Vec<Cause> {
    let together = together(conditions);
    let is_apart = together.len() > ExplicitPool::ATOMS_MAX;
    let loss = |(members, nodes): (Vec<usize>, Vec<NodeIdx>)| {
        let node = if let [node] = nodes[..] { node } else { build.push(Node::All(nodes.clone())) };
        let event = build.own_event_of(node).filter(|_| !is_apart);
        Cause { node, event, atom: None, members, nodes, events: Vec::new(), others: 0.0, loses: true }
    };
    let losses = if is_apart { each_apart(conditions) } else { together };
    losses.into_iter().map(loss).collect()
}

/// Members that are blocked, with what blocks just these.
type Blocked = Vec<(Vec<usize>, Vec<NodeIdx>)>;

/// Who is blocked together, and by what.
fn together(conditions: &[Vec<NodeIdx>]) -> Blocked {
    let mut together: Map<Vec<usize>, Vec<NodeIdx>> = Map::new();
    blocked_by(conditions).into_iter().for_each(|(node, members)| together.entry(members).or_default().push(node));
    together.into_iter().collect()
}

/// Each member that is blocked by anything, with all that blocks it; of what blocks several, each has its own part.
fn each_apart(conditions: &[Vec<NodeIdx>]) -> Blocked {
    let blocked = conditions.iter().enumerate().filter(|(_, own)| !own.is_empty());
    blocked.map(|(place, own)| (vec![place], own.clone())).collect()
}

/// What blocks members, with the places of those it blocks.
fn blocked_by(conditions: &[Vec<NodeIdx>]) -> Map<NodeIdx, Vec<usize>> {
    let mut blocked: Map<NodeIdx, Vec<usize>> = Map::new();
    for (place, own) in conditions.iter().enumerate() {
        own.iter().for_each(|node| blocked.entry(*node).or_default().push(place));
    }
    blocked
}

/// The causes of which each member is blocked by some; `None` when they are more than a chain can follow.
pub(super) fn causes(build: &mut Build, pool: &Pool, conditions: &[Vec<NodeIdx>]) -> Option<Vec<Cause>> {
    let blocked = blocked_by(conditions);
    let is_event = |node: &NodeIdx| build.own_event_of(*node).is_some();
    if blocked.len() <= ExplicitPool::ATOMS_MAX && blocked.keys().all(is_event) {
        let alone = blocked.into_iter().map(|(node, members)| cause(build, pool, vec![node], members));
        return alone.collect();
    }
    let mut sets = together(conditions);
    let is_apart = sets.len() > ExplicitPool::ATOMS_MAX;
    if is_apart {
        sets = each_apart(conditions);
    }
    if sets.len() > ExplicitPool::ATOMS_MAX {
        return None;
    }
    let mut causes: Vec<Cause> =
        sets.into_iter().map(|(members, nodes)| cause(build, pool, nodes, members)).collect::<Option<_>>()?;
    if is_apart {
        // One event may be in several of them, and is then none of them; what is no event is counted once.
        for cause in &mut causes {
            let others = cause.nodes.iter().filter(|node| build.own_event_of(**node).is_none());
            let shared = others.map(|node| failure_rate(build, *node) / blocked[node].len() as f64).sum::<f64>();
            let all = cause.atom.map_or(0.0, |atom| atom.failure_rate);
            (cause.event, cause.others) = (None, if all > 0.0 { shared / all } else { 0.0 });
        }
        let why = "what blocks several of its spares at once is followed as if it blocked each of them apart";
        approximated(build, pool, why);
    }
    for cause in causes.iter().filter(|cause| cause.event.is_none()) {
        let lost = cause.name(build, pool);
        let why = format!("what blocks {lost} is several parts, taken as one with exponential times");
        approximated(build, pool, &why);
    }
    Some(causes)
}

/// These nodes as one cause; `None` when how often they fail is not known.
pub(super) fn cause(build: &mut Build, pool: &Pool, nodes: Vec<NodeIdx>, members: Vec<usize>) -> Option<Cause> {
    if let ([node], Some(event)) = (nodes.as_slice(), nodes.first().and_then(|node| build.own_event_of(*node))) {
        let of = &build.events[event as usize];
        let atom = Some(Flow { down: of.unavailability, per_hour: of.failures_per_hour() }.atom()?);
        let (node, nodes, event, events) = (*node, vec![*node], Some(event), vec![event]);
        return Some(Cause { node, event, atom, members, nodes, events, others: 0.0, loses: true });
    }
    let node = match whole_member(build, pool, &nodes, &members) {
        Some(node) => node,
        None => build.push(Node::All(nodes.clone())),
    };
    let atom = flow_of(build, node)?.atom()?;
    let (mut events, mut of_events) = (Vec::new(), 0.0);
    for node in &nodes {
        if let Some(event) = build.own_event_of(*node) {
            events.push(event);
            of_events += failure_rate(build, *node);
        }
    }
    let others = if atom.failure_rate > 0.0 { (1.0 - of_events / atom.failure_rate).max(0.0) } else { 0.0 };
    Some(Cause { node, event: None, atom: Some(atom), members, nodes, events, others, loses: true })
}

/// The node of the one member that these make up, when that is all there is to it: a region that is only the sum of its
/// parts keeps its name.
fn whole_member(build: &Build, pool: &Pool, nodes: &[NodeIdx], members: &[usize]) -> Option<NodeIdx> {
    let [member] = members else { return None };
    let node = build.node_of_part(&pool.members[*member])?;
    let all: Set<NodeIdx> = build.spelled_out(vec![node]).into_iter().collect();
    (all == nodes.iter().copied().collect()).then_some(node)
}

/// The long run of something that is up and down.
#[derive(Clone, Copy)]
struct Flow {
    /// The share of time it is down.
    down: f64,
    /// How often it fails, an hour.
    per_hour: f64,
}

impl Flow {
    /// The same as something that fails and is repaired; `None` when it is down at times, and how often is not known.
    fn atom(self) -> Option<Atom> {
        match self {
            Flow { down, .. } if down >= 1.0 => Some(Atom { failure_rate: 0.0, repair_rate: 0.0 }),
            Flow { down, per_hour } if down > 0.0 => {
                (per_hour > 0.0).then(|| Atom { failure_rate: per_hour / (1.0 - down), repair_rate: per_hour / down })
            }
            // It is never down: how it would be repaired does not matter.
            _ => Some(Atom { failure_rate: 0.0, repair_rate: 1.0 }),
        }
    }
}

/// How often a node fails while it works, an hour; 0 where that is not known.
fn failure_rate(build: &Build, node: NodeIdx) -> f64 {
    flow_of(build, node).and_then(Flow::atom).map_or(0.0, |atom| atom.failure_rate)
}

/// The long run of a node, from the bottom up, as if what it depends on had nothing in common; `None` with cables on the
/// way, or with more children of a gate than are worth it.
fn flow_of(build: &Build, top: NodeIdx) -> Option<Flow> {
    let mut below: Set<NodeIdx> = Set::new();
    let mut open = vec![top];
    while let Some(node) = open.pop() {
        if below.insert(node) {
            open.extend(children(build.node(node)));
        }
    }
    let mut flows: Map<NodeIdx, Flow> = Map::new();
    // Every node comes after the nodes it names.
    for node in &below {
        let of: Vec<Flow> = children(build.node(*node)).map(|child| flows[&child]).collect();
        let flow = match build.node(*node) {
            Node::Event(event) => {
                let down = build.events[*event as usize].unavailability;
                Flow { down, per_hour: build.failures_per_hour(*event) }
            }
            Node::All(_) => gate(of.len(), &of)?,
            Node::AtLeast { least, .. } => gate(*least as usize, &of)?,
            Node::Path { .. } => return None,
        };
        flows.insert(*node, flow);
    }
    flows.get(&top).copied()
}

fn children(node: &Node) -> impl Iterator<Item = NodeIdx> + '_ {
    let of = match node {
        Node::All(of) | Node::AtLeast { of, .. } => of.as_slice(),
        Node::Event(_) | Node::Path { .. } => &[],
    };
    of.iter().copied()
}

/// The most children of a gate other than "all of".
const CHILDREN_MAX: usize = 64;

/// At least so many of these: it goes down with one of them while exactly the others that must be up are.
fn gate(least: usize, of: &[Flow]) -> Option<Flow> {
    if least == 0 || least > of.len() {
        return Some(Flow { down: f64::from(least > 0), per_hour: 0.0 });
    }
    if least == of.len() {
        let up: f64 = of.iter().map(|child| 1.0 - child.down).product();
        // 1 − ∏(1 − uᵢ), without losing what is small.
        let down = of.iter().fold(0.0, |down, child| down + child.down * (1.0 - down));
        let per_hour = of.iter().filter(|child| child.down < 1.0).map(|child| child.per_hour / (1.0 - child.down));
        return Some(Flow { down, per_hour: up * per_hour.sum::<f64>() });
    }
    if of.len() > CHILDREN_MAX {
        return None;
    }
    let per_hour = (0..of.len()).map(|own| {
        let others = of.iter().enumerate().filter(|(other, _)| *other != own).map(|(_, child)| child.down);
        of[own].per_hour * how_many_down(others)[of.len() - least]
    });
    let per_hour = per_hour.sum();
    let down = how_many_down(of.iter().map(|child| child.down))[of.len() - least + 1..].iter().sum();
    Some(Flow { down, per_hour })
}

/// The probability of every number of independent things being down.
pub(super) fn how_many_down(each: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut down = vec![1.0];
    for own in each {
        down.push(0.0);
        for count in (0..down.len()).rev() {
            let fewer = if count > 0 { down[count - 1] } else { 0.0 };
            down[count] = down[count] * (1.0 - own) + fewer * own;
        }
    }
    down
}

impl Build<'_> {
    /// The event that a node is, when it fails and is repaired by itself: those of a pool's chain do not.
    pub fn own_event_of(&self, node: NodeIdx) -> Option<u32> {
        match self.node(node) {
            Node::Event(event) if !self.events[*event as usize].source.is_of_module() => Some(*event),
            _ => None,
        }
    }

    /// How often an event comes, an hour; one of a pool's chain as often as the pool stops for it where nothing outside is
    /// down.
    fn failures_per_hour(&self, event: u32) -> f64 {
        let of = &self.events[event as usize];
        let Some(module) = self.modules.iter().find(|module| module.events.contains(&event)) else {
            return of.failures_per_hour();
        };
        let Some(best) = module.ranks.first() else { return 0.0 };
        let events = &module.events[..best.events as usize];
        let down: f64 = events.iter().map(|event| self.events[*event as usize].unavailability).sum();
        if !events.contains(&event) || down <= 0.0 {
            return 0.0;
        }
        best.stops_per_hour.unwrap_or(0.0) * of.unavailability / down
    }

    /// The same nodes, with all that is needed together on its own.
    pub fn spelled_out(&self, nodes: Vec<NodeIdx>) -> Vec<NodeIdx> {
        let (mut open, mut met, mut out) = (nodes, Set::new(), Vec::new());
        while let Some(node) = open.pop() {
            if !met.insert(node) {
                continue;
            }
            match self.node(node) {
                Node::All(of) => open.extend(of),
                Node::AtLeast { least, of } if *least as usize == of.len() => open.extend(of),
                Node::AtLeast { least: 0, .. } => {}
                _ => out.push(node),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the sums over all states.
    #[test]
    fn gates_have_the_flows_of_their_states() {
        let of: Vec<Flow> = [(0.1, 2.0), (0.02, 0.3), (0.4, 1.0), (1e-7, 1e-5)]
            .map(|(down, per_hour)| Flow { down, per_hour })
            .to_vec();
        for least in 0..=5 {
            let (mut down, mut per_hour) = (0.0, 0.0);
            for state in 0..1_u32 << of.len() {
                let is_up = |child: usize| state >> child & 1 == 0;
                let share: f64 = (0..4).map(|c| if is_up(c) { 1.0 - of[c].down } else { of[c].down }).product();
                let up = (0..4).filter(|child| is_up(*child)).count();
                if up < least {
                    down += share;
                } else if up == least {
                    let rates = (0..4).filter(|c| is_up(*c)).map(|c| of[c].per_hour / (1.0 - of[c].down));
                    per_hour += share * rates.sum::<f64>();
                }
            }
            let flow = gate(least, &of).unwrap();
            assert!((flow.down - down).abs() <= 1e-14 * down, "{least}: {} {down}", flow.down);
            assert!((flow.per_hour - per_hour).abs() <= 1e-14 * per_hour, "{least}: {} {per_hour}", flow.per_hour);
        }
    }
}
