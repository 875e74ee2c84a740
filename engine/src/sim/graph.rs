//! What depends on what, ready to be lived through: the nodes of all questions that a history follows (up, undegraded,
//! levels of capacity), merged, because they are about the same events and share every node that says the same. Nothing
//! here changes while time passes; which nodes are down is `world`.
//!
//! Gates over the same children share one count of those that are down: four of six, three of six and two of six are
//! one number and three thresholds. An event then costs one step for every set of children it belongs to.

use crate::order::Map;
use crate::structure::{Cabling, Node, NodeIdx, Structure};

/// The nodes of all questions, merged.
#[derive(Clone, Debug)]
pub struct Graph {
    /// For every event, its node; `NONE` when nothing depends on it.
    pub leaf_of: Vec<u32>,
    /// For every node, the counts it is counted in.
    pub counts_of: Lists,
    /// For every count, the gates that look at it.
    pub gates_of: Lists,
    /// For every count, the least threshold of its gates.
    pub least_of: Vec<u32>,
    /// For every node, the paths it is an element of.
    pub paths_of: Lists,
    /// For every node, its children.
    pub children: Lists,
    /// How many children must be down for the gate to be down; 0 is always, `u32::MAX` never.
    pub threshold: Vec<u32>,
    /// The event of a leaf; `NONE` for a gate.
    pub event_of: Vec<u32>,
    /// The ends of a path; gates of paths have the threshold [`PATH`].
    pub paths: Map<u32, (u32, u32)>,
    /// The nodes that are down when no event is on.
    pub never: Vec<u32>,
    pub cabling: Cabling,
    /// Nodes whose changes are reported.
    pub watched: Vec<bool>,
    /// The groups a node is watched for.
    groups_of: Map<u32, Vec<u32>>,
    /// The node of each question.
    pub tops: Vec<NodeIdx>,
}

/// No node, no event.
pub const NONE: u32 = u32::MAX;
/// A threshold that is never met by counting: the node is the joining of two ends of the network.
const PATH: u32 = u32::MAX - 1;

/// Lists of numbers, one after the other in one vector.
#[derive(Clone, Debug)]
pub struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn new(count: usize, pairs: &[(u32, u32)]) -> Lists {
        let mut starts = vec![0_u32; count + 1];
        for (list, _) in pairs {
            starts[*list as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (list, item) in pairs {
            items[next[*list as usize] as usize] = *item;
            next[*list as usize] += 1;
        }
        Lists { starts, items }
    }

    /// One of the lists.
    pub fn of(&self, list: u32) -> &[u32] {
        &self.items[self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize]
    }
}

impl Graph {
    /// How many nodes there are, and how many times a node is another's child: what a change may have to pass at most.
    pub fn size(&self) -> usize {
        self.threshold.len() + self.children.items.len()
    }

    /// Merges the structures, which are lowerings of one topology; with the places of each structure's nodes.
    pub fn of(structures: &[Structure]) -> (Graph, Vec<Vec<NodeIdx>>) {
        let mut merge = Merge::default();
        let mut places = Vec::new();
        for structure in structures {
            places.push(merge.add(structure));
        }
        let tops = structures.iter().zip(&places).map(|(structure, place)| place[structure.top.at()]).collect();
        (merge.finish(structures, &places, tops), places)
    }

    /// Asks for reports to a group when a node turns.
    pub fn watch_member(&mut self, node: NodeIdx, group: u32) {
        self.watched[node.at()] = true;
        let groups = self.groups_of.entry(node.0).or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }

    /// The events that anything below these nodes depends on, by number.
    pub fn events_below(&self, from: &[NodeIdx]) -> Vec<bool> {
        let mut open: Vec<u32> = from.iter().map(|node| node.0).collect();
        let mut seen = vec![false; self.threshold.len()];
        let mut events = vec![false; self.leaf_of.len()];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node as usize], true) {
                continue;
            }
            if self.event_of[node as usize] != NONE {
                events[self.event_of[node as usize] as usize] = true;
            }
            open.extend(self.children.of(node));
        }
        events
    }

    /// The events of which any one takes this node down, when that is all there is to it.
    pub fn any_of(&self, node: NodeIdx) -> Option<Vec<u32>> {
        let (mut open, mut events) = (vec![node.0], Vec::new());
        while let Some(node) = open.pop() {
            match (self.event_of[node as usize], self.threshold[node as usize]) {
                (_, NONE) => {}
                (NONE, 1) => open.extend(self.children.of(node)),
                (NONE, _) => return None,
                (event, _) => events.push(event),
            }
        }
        Some(events)
    }

    /// The leaf of an event and the one count that it is counted in; `None` when more depends on it, or nothing.
    pub fn alone(&self, event: u32) -> Option<(u32, u32)> {
        let leaf = self.leaf_of[event as usize];
        if leaf == NONE || self.watched[leaf as usize] || !self.paths_of.of(leaf).is_empty() {
            return None;
        }
        match self.counts_of.of(leaf) {
            [count] => Some((leaf, *count)),
            _ => None,
        }
    }

    /// The groups that a node's turn matters to.
    pub fn groups_of(&self, node: NodeIdx) -> &[u32] {
        self.groups_of.get(&node.0).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
struct Merge {
    nodes: Vec<Node>,
    known: Map<(u64, Vec<u32>), u32>,
}

impl Merge {
    /// Adds the nodes of a structure that are not there yet.
    fn add(&mut self, structure: &Structure) -> Vec<NodeIdx> {
        let mut place: Vec<NodeIdx> = Vec::with_capacity(structure.nodes.len());
        for node in &structure.nodes {
            let there = |of: &[NodeIdx]| of.iter().map(|child| place[child.at()]).collect::<Vec<_>>();
            let merged = match node {
                Node::Event(event) => self.put((0, vec![*event]), Node::Event(*event)),
                Node::All(of) => self.gate(of.len() as u32, there(of)),
                Node::AtLeast { least, of } => self.gate(*least, there(of)),
                Node::Path { from, to } => self.put((1, vec![*from, *to]), node.clone()),
            };
            place.push(merged);
        }
        place
    }

    /// All of `n` is at least `n` of `n`; one of one is itself.
    fn gate(&mut self, least: u32, of: Vec<NodeIdx>) -> NodeIdx {
        if let ([one], 1) = (of.as_slice(), least) {
            return *one;
        }
        let key = (u64::from(least) + 2, of.iter().map(|child| child.0).collect());
        self.put(key, Node::AtLeast { least, of })
    }

    fn put(&mut self, key: (u64, Vec<u32>), node: Node) -> NodeIdx {
        if let Some(place) = self.known.get(&key) {
            return NodeIdx(*place);
        }
        let place = self.nodes.len() as u32;
        self.nodes.push(node);
        self.known.insert(key, place);
        NodeIdx(place)
    }

    fn finish(self, structures: &[Structure], places: &[Vec<NodeIdx>], tops: Vec<NodeIdx>) -> Graph {
        let count = self.nodes.len();
        let events = structures.iter().map(|structure| structure.events.len()).max().unwrap_or(0);
        let cabling = structures.first().map(|structure| structure.cabling.moved(&places[0])).unwrap_or_default();
        let mut leaf_of = vec![NONE; events];
        let mut event_of = vec![NONE; count];
        for (node, what) in self.nodes.iter().enumerate() {
            if let Node::Event(event) = what {
                leaf_of[*event as usize] = node as u32;
                event_of[node] = *event;
            }
        }
        let wiring = Wiring::of(&self.nodes, &cabling);
        let threshold: Vec<u32> = self.nodes.iter().map(threshold).collect();
        let mut watched = vec![false; count];
        tops.iter().for_each(|top| watched[top.at()] = true);
        let mut never: Vec<u32> = (0..count as u32).filter(|node| threshold[*node as usize] == 0).collect();
        let cut = |ends: &(u32, u32)| !cabling.joined(ends.0, ends.1, |_| true);
        never.extend(wiring.paths.iter().filter(|(_, ends)| cut(ends)).map(|(node, _)| *node));
        let gates_of = Lists::new(wiring.counts, &wiring.looks_at);
        let least = |list: u32| gates_of.of(list).iter().map(|gate| threshold[*gate as usize]).min().unwrap_or(NONE);
        Graph {
            leaf_of,
            counts_of: Lists::new(count, &wiring.counted_in),
            least_of: (0..wiring.counts as u32).map(least).collect(),
            gates_of,
            paths_of: Lists::new(count, &wiring.element_of),
            children: Lists::new(count, &wiring.children),
            threshold,
            event_of,
            paths: wiring.paths,
            never,
            cabling,
            watched,
            groups_of: Map::new(),
            tops,
        }
    }
}

/// How many children must be down for a node to be down.
fn threshold(node: &Node) -> u32 {
    match node {
        Node::Event(_) | Node::All(_) => 1,
        Node::Path { .. } => PATH,
        Node::AtLeast { least: 0, .. } => NONE,
        Node::AtLeast { least, of } => (of.len() as u32 + 1).saturating_sub(*least),
    }
}

/// Who is counted where, as pairs.
#[derive(Default)]
struct Wiring {
    /// (node, child)
    children: Vec<(u32, u32)>,
    /// How many counts there are.
    counts: usize,
    /// (node, count)
    counted_in: Vec<(u32, u32)>,
    /// (count, gate)
    looks_at: Vec<(u32, u32)>,
    /// (node, path)
    element_of: Vec<(u32, u32)>,
    paths: Map<u32, (u32, u32)>,
}

impl Wiring {
    fn of(nodes: &[Node], cabling: &Cabling) -> Wiring {
        let elements: Vec<u32> = cabling.elements().into_iter().map(|node| node.0).collect();
        let mut wiring = Wiring::default();
        let mut known: Map<Vec<u32>, u32> = Map::new();
        for (node, what) in nodes.iter().enumerate() {
            let node = node as u32;
            match what {
                Node::Event(_) => {}
                Node::All(of) | Node::AtLeast { of, .. } => {
                    wiring.children.extend(of.iter().map(|child| (node, child.0)));
                    let mut counted: Vec<u32> = of.iter().map(|child| child.0).collect();
                    crate::order::sort_by_key(&mut counted, |child| *child);
                    let count = wiring.count(&mut known, counted);
                    wiring.looks_at.push((count, node));
                }
                Node::Path { from, to } => {
                    wiring.paths.insert(node, (*from, *to));
                    wiring.children.extend(elements.iter().map(|element| (node, *element)));
                    wiring.element_of.extend(elements.iter().map(|element| (*element, node)));
                }
            }
        }
        wiring
    }

    /// The count of these children; a child that stands there twice counts twice.
    fn count(&mut self, known: &mut Map<Vec<u32>, u32>, children: Vec<u32>) -> u32 {
        if let Some(count) = known.get(&children) {
            return *count;
        }
        let count = self.counts as u32;
        self.counted_in.extend(children.iter().map(|child| (*child, count)));
        known.insert(children, count);
        self.counts += 1;
        count
    }
}
