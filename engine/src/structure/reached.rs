//! Who reaches whom over cables: a need of B by A also requires a path from A to B, and a path leads through switches and
//! routers that work.

use super::approximate::approximated;
use super::lower::{Build, Dependent};
use super::uses::needed_from;
use super::{EventSource, Node, NodeIdx};
use crate::ids::Id;
use crate::topology::{Need, Part, Pool};

impl<'a> Build<'a> {
    pub fn has_cables(&self) -> bool {
        !self.cabling.links.is_empty()
    }

    /// Makes vertices of all ends of cables.
    pub fn cables(&mut self) {
        for (place, cable) in self.topology.cables.iter().enumerate() {
            let [a, b] = [0, 1].map(|end| self.vertex(&cable.between[end]));
            if let Some(link) = self.node_of(&EventSource::Cable(place)) {
                self.cabling.join(a, b, link);
            }
        }
    }

    fn vertex(&mut self, id: &Id) -> u32 {
        if let Some(vertex) = self.cabling.vertex_of.get(id) {
            return *vertex;
        }
        let passes = self.passes(id);
        self.cabling.add(id.clone(), passes)
    }

    /// A switch or router passes on while it works. What it needs must work for that, but need not be reached through the
    /// network, which would be a circle.
    pub fn passes(&mut self, id: &Id) -> Option<NodeIdx> {
        match self.topology.part(*self.index.get(id)?) {
            Part::Component(component) if component.passes_traffic() => {
                let mut nodes = self.itself(component);
                nodes.extend(self.needs_alone(&component.needs));
                Some(self.push(Node::All(nodes)))
            }
            _ => None,
        }
    }

    /// What switches and routers need, as it is without the network.
    pub fn without_network(&mut self, order: &[Id]) {
        let topology = self.topology;
        if topology.cables.is_empty() {
            return;
        }
        let passing = topology.components.iter().filter(|component| component.passes_traffic());
        let needed = needed_from(topology, &self.index, passing.flat_map(|component| &component.needs));
        for id in order.iter().filter(|id| needed.contains(*id)) {
            let nodes = match topology.part(self.index[id]) {
                Part::Domain(_) => continue,
                Part::Component(component) => {
                    let mut nodes = self.itself(component);
                    nodes.extend(self.needs_alone(&component.needs));
                    nodes
                }
                Part::Pool(pool) => self.pool_alone(pool),
            };
            let node = self.push(Node::All(nodes));
            self.alone.insert(id.clone(), node);
        }
    }

    fn needs_alone(&self, needs: &[Need]) -> Vec<NodeIdx> {
        let soft_too = self.lowering.soft_as_hard;
        let counted = needs.iter().filter(|need| !need.soft || soft_too);
        counted.filter_map(|need| self.alone.get(&need.to).copied()).collect()
    }

    fn pool_alone(&mut self, pool: &'a Pool) -> Vec<NodeIdx> {
        let (hit, change) = self.hit_by_change(pool);
        let members = pool.members.iter().enumerate().filter_map(|(place, id)| Some((place, *self.alone.get(id)?)));
        let members: Vec<(usize, NodeIdx)> = members.collect();
        let is_hit = |place: usize| hit < pool.members.len() && place < hit;
        let with_change = |(place, node): (usize, NodeIdx)| match change.filter(|_| is_hit(place)) {
            Some(change) => self.push(Node::All(vec![node, change])),
            None => node,
        };
        let of = members.into_iter().map(with_change).collect();
        let mut nodes = vec![self.push(Node::AtLeast { least: self.least(pool), of })];
        nodes.extend(self.node_of(&EventSource::CommonCause(pool.id.clone())));
        nodes.extend(change.filter(|_| hit == pool.members.len()));
        nodes.extend(self.needs_alone(&pool.needs));
        match self.lowering.dependent {
            Dependent::Lived if pool.is_dependent() => {
                let changeover = self.changeover(pool);
                nodes.push(self.event_node(changeover));
            }
            Dependent::Solved if pool.is_dependent() => {
                let why = "for what switches and routers need of it, its members are taken as independent";
                approximated(self, pool, why);
            }
            _ => {}
        }
        nodes
    }

    /// Whether paths may lead on through a part: it passes traffic on, and has cables to do so.
    pub fn is_passed_through(&self, id: &Id) -> bool {
        let vertex = self.cabling.vertex_of.get(id).copied();
        let passes = |vertex: &u32| self.cabling.vertices[*vertex as usize].is_some();
        vertex.filter(passes).is_some_and(|vertex| self.cabling.neighbours(vertex).nth(1).is_some())
    }

    /// The node "`to` works and `from` reaches it". Without cables everything is reached.
    pub fn reached(&mut self, to: &Id, from: &Id) -> NodeIdx {
        if self.is_too_large() {
            // It is refused in the end: any node serves until then.
            return NodeIdx(0);
        }
        if !self.has_cables() {
            return self.parts[to];
        }
        let key = (to.clone(), from.clone());
        if let Some(node) = self.seen.get(&key) {
            return *node;
        }
        let topology = self.topology;
        let node = match (topology.part(self.index[to]), self.stands_for(from)) {
            (_, Some((least, members))) => {
                let of = members.iter().map(|member| self.reached(to, member)).collect();
                self.push(Node::AtLeast { least, of })
            }
            (Part::Pool(pool), None) if !self.cabling.vertex_of.contains_key(to) => self.pool(pool, Some(from)),
            _ => {
                let nodes = vec![self.parts[to], self.path(to, from)];
                self.push(Node::All(nodes))
            }
        };
        self.seen.insert(key, node);
        node
    }

    /// A pool that is no end of a cable stands for its members.
    fn stands_for(&self, id: &Id) -> Option<(u32, &'a [Id])> {
        if self.cabling.vertex_of.contains_key(id) {
            return None;
        }
        match self.topology.part(*self.index.get(id)?) {
            Part::Pool(pool) => Some((self.least(pool), &pool.members)),
            _ => None,
        }
    }

    /// The node "cables join these two"; never, when one of them is no end of a cable.
    pub fn path(&mut self, to: &Id, from: &Id) -> NodeIdx {
        let vertex = |id: &Id| self.cabling.vertex_of.get(id).copied();
        match (vertex(from), vertex(to)) {
            (Some(from), Some(to)) => self.push(Node::Path { from, to }),
            _ => self.push(Node::AtLeast { least: 1, of: Vec::new() }),
        }
    }
}
