//! Which nodes of a structure are down right now, kept up to date event by event: every gate counts its children
//! that are down, and only what changes is visited.

use crate::structure::{Node, NodeIdx, Structure};

/// The state of all nodes of one structure.
#[derive(Clone, Debug)]
pub struct World {
    /// For every event, its nodes (none when nothing depends on it).
    leaves: Lists,
    /// For every node, the gates it is a child of.
    parents: Lists,
    /// How many children must be down for the gate to be down; 0 is always, `u32::MAX` never.
    threshold: Vec<u32>,
    children_down: Vec<u32>,
    down: Vec<bool>,
    top: NodeIdx,
    open: Vec<u32>,
    structure_nodes: Vec<Node>,
}

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

    fn range(&self, list: usize) -> std::ops::Range<usize> {
        self.starts[list] as usize..self.starts[list + 1] as usize
    }
}

impl World {
    /// Everything up, but for what can never work.
    pub fn new(structure: &Structure) -> World {
        let mut leaves = Vec::new();
        let mut parents = Vec::new();
        let mut threshold = Vec::new();
        for (i, node) in structure.nodes.iter().enumerate() {
            let i = i as u32;
            match node {
                Node::Event(event) => leaves.push((*event, i)),
                Node::All(of) | Node::AtLeast { of, .. } => parents.extend(of.iter().map(|child| (child.0, i))),
            }
            threshold.push(match node {
                Node::Event(_) | Node::All(_) => 1,
                Node::AtLeast { least: 0, .. } => u32::MAX,
                Node::AtLeast { least, of } => (of.len() as u32 + 1).saturating_sub(*least),
            });
        }
        let count = structure.nodes.len();
        let mut world = World {
            leaves: Lists::new(structure.events.len(), &leaves),
            parents: Lists::new(count, &parents),
            threshold,
            children_down: vec![0; count],
            down: vec![false; count],
            top: structure.top,
            open: Vec::new(),
            structure_nodes: structure.nodes.clone(),
        };
        world.reset();
        world
    }

    /// Everything up again, but for what can never work.
    pub fn reset(&mut self) {
        self.children_down.fill(0);
        self.down.fill(false);
        let never: Vec<u32> = (0..self.threshold.len() as u32).filter(|i| self.threshold[*i as usize] == 0).collect();
        for node in never {
            self.turn(node, true);
        }
    }

    /// An event begins (down) or ends. Must be a change.
    pub fn set(&mut self, event: u32, down: bool) {
        for i in self.leaves.range(event as usize) {
            let node = self.leaves.items[i];
            self.turn(node, down);
        }
    }

    /// Whether a node is down.
    pub fn is_down(&self, node: NodeIdx) -> bool {
        self.down[node.at()]
    }

    /// Whether the clients are down.
    pub fn top_is_down(&self) -> bool {
        self.is_down(self.top)
    }

    /// An event that keeps this node down: the first met on the way down through nodes that are down. `None` when
    /// the node is up, or down because it can never work.
    pub fn cause(&self, node: NodeIdx) -> Option<u32> {
        let mut node = node;
        while self.is_down(node) {
            match &self.structure_nodes[node.at()] {
                Node::Event(event) => return Some(*event),
                Node::All(of) | Node::AtLeast { of, .. } => {
                    node = *of.iter().find(|child| self.is_down(**child))?;
                }
            }
        }
        None
    }

    /// Turns one node and everything above that turns with it.
    fn turn(&mut self, node: u32, down: bool) {
        self.open.push(node);
        while let Some(node) = self.open.pop() {
            if self.down[node as usize] == down {
                continue;
            }
            self.down[node as usize] = down;
            for i in self.parents.range(node as usize) {
                let parent = self.parents.items[i] as usize;
                let count = &mut self.children_down[parent];
                *count = if down { *count + 1 } else { *count - 1 };
                if (*count >= self.threshold[parent]) != self.down[parent] {
                    self.open.push(parent as u32);
                }
            }
        }
    }
}
