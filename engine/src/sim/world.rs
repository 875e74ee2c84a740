//! Which nodes are down right now, kept up to date event by event: every gate counts its children that are down, and
//! only what changes is visited. The questions that are followed (up, undegraded, levels of capacity) are about the same
//! events and share every node that says the same.

use std::collections::BTreeMap;

use crate::structure::{Cabling, Node, NodeIdx, Structure};

/// What never changes: the nodes of all questions, merged.
#[derive(Clone, Debug)]
pub struct Graph {
    /// For every event, its node; `NONE` when nothing depends on it.
    leaf_of: Vec<u32>,
    /// For every node, the gates it is a child of.
    parents: Lists,
    /// For every node, its children.
    children: Lists,
    /// How many children must be down for the gate to be down; 0 is always, `u32::MAX` never.
    threshold: Vec<u32>,
    /// The event of a leaf; `NONE` for a gate.
    event_of: Vec<u32>,
    /// The ends of a path; gates of paths have the threshold [`PATH`].
    paths: BTreeMap<u32, (u32, u32)>,
    cabling: Cabling,
    /// Nodes whose changes are reported.
    watched: Vec<bool>,
    /// The groups a node is watched for.
    groups_of: BTreeMap<u32, Vec<u32>>,
    /// The node of each question.
    pub tops: Vec<NodeIdx>,
}

const NONE: u32 = u32::MAX;
/// A threshold that is never met by counting: the node is the joining of two ends of the network.
const PATH: u32 = u32::MAX - 1;

/// Lists of numbers, one after the other in one vector.
#[derive(Clone, Debug)]
struct Lists {
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

    fn of(&self, list: u32) -> &[u32] {
        &self.items[self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize]
    }

    fn range(&self, list: u32) -> std::ops::Range<usize> {
        self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize
    }
}

impl Graph {
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

    /// The groups that a node's turn matters to.
    pub fn groups_of(&self, node: NodeIdx) -> &[u32] {
        self.groups_of.get(&node.0).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
struct Merge {
    nodes: Vec<Node>,
    known: BTreeMap<(u64, Vec<u32>), u32>,
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
        let cabling = structures.first().map(|structure| moved(&structure.cabling, &places[0])).unwrap_or_default();
        let elements: Vec<u32> = cabling.elements().into_iter().map(|node| node.0).collect();
        let mut leaf_of = vec![NONE; events];
        let mut event_of = vec![NONE; count];
        let mut pairs = Vec::new();
        let mut threshold = Vec::new();
        let mut paths = BTreeMap::new();
        for (node, what) in self.nodes.iter().enumerate() {
            let node = node as u32;
            match what {
                Node::Event(event) => {
                    leaf_of[*event as usize] = node;
                    event_of[node as usize] = *event;
                    threshold.push(1);
                }
                Node::AtLeast { least: 0, of } => {
                    pairs.extend(of.iter().map(|child| (node, child.0)));
                    threshold.push(NONE);
                }
                Node::All(of) | Node::AtLeast { of, .. } => {
                    let least = if let Node::AtLeast { least, .. } = what { *least } else { of.len() as u32 };
                    pairs.extend(of.iter().map(|child| (node, child.0)));
                    threshold.push((of.len() as u32 + 1).saturating_sub(least));
                }
                Node::Path { from, to } => {
                    paths.insert(node, (*from, *to));
                    pairs.extend(elements.iter().map(|element| (node, *element)));
                    threshold.push(PATH);
                }
            }
        }
        let backwards: Vec<(u32, u32)> = pairs.iter().map(|(gate, child)| (*child, *gate)).collect();
        let mut watched = vec![false; count];
        tops.iter().for_each(|top| watched[top.at()] = true);
        Graph {
            leaf_of,
            parents: Lists::new(count, &backwards),
            children: Lists::new(count, &pairs),
            threshold,
            event_of,
            paths,
            cabling,
            watched,
            groups_of: BTreeMap::new(),
            tops,
        }
    }
}

fn moved(cabling: &Cabling, place: &[NodeIdx]) -> Cabling {
    Cabling {
        vertices: cabling.vertices.iter().map(|node| node.map(|node| place[node.at()])).collect(),
        links: cabling.links.iter().map(|(a, b, node)| (*a, *b, place[node.at()])).collect(),
        vertex_of: cabling.vertex_of.clone(),
    }
}

/// The state of all nodes.
#[derive(Clone, Debug)]
pub struct World {
    children_down: Vec<u32>,
    down: Vec<bool>,
    open: Vec<u32>,
    /// Watched nodes that turned since this was last emptied.
    touched: Vec<NodeIdx>,
}

impl World {
    /// Everything up, but for what can never work.
    pub fn new(graph: &Graph) -> World {
        let count = graph.threshold.len();
        let mut world =
            World { children_down: vec![0; count], down: vec![false; count], open: Vec::new(), touched: Vec::new() };
        world.reset(graph);
        world
    }

    /// The same state as another world of the same graph.
    pub fn copy(&mut self, other: &World) {
        self.children_down.copy_from_slice(&other.children_down);
        self.down.copy_from_slice(&other.down);
        self.touched.clear();
    }

    /// Everything up again, but for what can never work.
    pub fn reset(&mut self, graph: &Graph) {
        self.children_down.fill(0);
        self.down.fill(false);
        for (node, ends) in &graph.paths {
            if !graph.cabling.joined(ends.0, ends.1, |_| true) {
                self.turn(graph, *node, true);
            }
        }
        let never = (0..graph.threshold.len() as u32).filter(|node| graph.threshold[*node as usize] == 0);
        for node in never.collect::<Vec<_>>() {
            self.turn(graph, node, true);
        }
        self.touched.clear();
    }

    /// An event begins (down) or ends. Must be a change.
    pub fn set(&mut self, graph: &Graph, event: u32, down: bool) {
        let leaf = graph.leaf_of[event as usize];
        if leaf != NONE {
            self.turn(graph, leaf, down);
        }
    }

    /// Whether a node is down.
    pub fn is_down(&self, node: NodeIdx) -> bool {
        self.down[node.at()]
    }

    /// A watched node that turned and was not taken yet.
    pub fn take_touched(&mut self) -> Option<NodeIdx> {
        self.touched.pop()
    }

    /// Forgets which watched nodes turned.
    pub fn forget_touched(&mut self) {
        self.touched.clear();
    }

    /// An event that keeps this node down: the first met on the way down through nodes that are down. `None` when
    /// the node is up, or down because it can never work.
    pub fn cause(&self, graph: &Graph, node: NodeIdx) -> Option<u32> {
        let mut node = node.0;
        while self.down[node as usize] {
            if graph.event_of[node as usize] != NONE {
                return Some(graph.event_of[node as usize]);
            }
            node = *graph.children.of(node).iter().find(|child| self.down[**child as usize])?;
        }
        None
    }

    /// Turns one node and everything above that turns with it.
    fn turn(&mut self, graph: &Graph, node: u32, down: bool) {
        self.open.push(node);
        while let Some(node) = self.open.pop() {
            if self.down[node as usize] == down {
                continue;
            }
            self.down[node as usize] = down;
            if graph.watched[node as usize] {
                self.touched.push(NodeIdx(node));
            }
            for place in graph.parents.range(node) {
                let parent = graph.parents.items[place];
                let threshold = graph.threshold[parent as usize];
                let count = &mut self.children_down[parent as usize];
                *count = if down { *count + 1 } else { *count - 1 };
                let is_down =
                    if threshold == PATH { self.path_turns(graph, parent, down) } else { *count >= threshold };
                if is_down != self.down[parent as usize] {
                    self.open.push(parent);
                }
            }
        }
    }

    /// Whether a path is down after one of its elements turned down or up.
    fn path_turns(&self, graph: &Graph, path: u32, down: bool) -> bool {
        let is_down = self.down[path as usize];
        // What is cut stays cut when more fails, and what is joined stays joined when more works.
        if is_down == down {
            return is_down;
        }
        let (from, to) = graph.paths[&path];
        !graph.cabling.joined(from, to, |node| !self.down[node.at()])
    }
}
