//! Which nodes are down right now, kept up to date event by event: only what changes is visited. What depends on what is
//! `graph`.

use super::graph::{Graph, NONE};
use crate::structure::NodeIdx;

/// How many of some children are down.
#[derive(Clone, Copy, Debug)]
struct Count {
    down: u32,
    /// With fewer than so many no gate is down by it.
    least: u32,
}

/// The state of all nodes.
#[derive(Clone, Debug)]
pub struct World {
    counts: Vec<Count>,
    down: Vec<bool>,
    open: Vec<u32>,
    /// Watched nodes that turned since this was last emptied.
    touched: Vec<NodeIdx>,
}

impl World {
    /// Everything up, but for what can never work.
    pub fn new(graph: &Graph) -> World {
        let mut world = World {
            counts: graph.least_of.iter().map(|least| Count { down: 0, least: *least }).collect(),
            down: vec![false; graph.threshold.len()],
            open: Vec::new(),
            touched: Vec::new(),
        };
        world.reset(graph);
        world
    }

    /// The same state as another world of the same graph.
    pub fn copy(&mut self, other: &World) {
        self.counts.copy_from_slice(&other.counts);
        self.down.copy_from_slice(&other.down);
        self.touched.clear();
    }

    /// Everything up again, but for what can never work.
    pub fn reset(&mut self, graph: &Graph) {
        self.counts.iter_mut().for_each(|count| count.down = 0);
        self.down.fill(false);
        graph.never.iter().for_each(|node| self.turn(graph, *node, true));
        self.touched.clear();
    }

    /// An event begins (down) or ends. Must be a change.
    #[inline]
    pub fn set(&mut self, graph: &Graph, event: u32, down: bool) {
        let leaf = graph.leaf_of[event as usize];
        if leaf != NONE {
            self.turn(graph, leaf, down);
        }
    }

    /// Turns a leaf that is counted in this count alone, where nothing else turns with it; otherwise false, and nothing is
    /// done.
    #[inline]
    pub fn set_quietly(&mut self, leaf: u32, count: u32, down: bool) -> bool {
        let count = &mut self.counts[count as usize];
        let crossed = count.down + u32::from(down);
        let quiet = crossed < count.least;
        if quiet {
            count.down = crossed - u32::from(!down);
            self.down[leaf as usize] = down;
        }
        quiet
    }

    /// Whether a node is down.
    pub fn is_down(&self, node: NodeIdx) -> bool {
        self.down[node.at()]
    }

    /// A watched node that turned and was not taken yet.
    pub fn take_touched(&mut self) -> Option<NodeIdx> {
        self.touched.pop()
    }

    /// Whether any watched node turned since this was last emptied.
    pub fn is_touched(&self) -> bool {
        !self.touched.is_empty()
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
    #[inline]
    fn turn(&mut self, graph: &Graph, node: u32, down: bool) {
        self.turn_alone(graph, node, down);
        while let Some(node) = self.open.pop() {
            self.turn_alone(graph, node, down);
        }
    }

    /// Turns one node, and leaves in `open` what turns with it.
    #[inline]
    fn turn_alone(&mut self, graph: &Graph, node: u32, down: bool) {
        if self.down[node as usize] == down {
            return;
        }
        self.down[node as usize] = down;
        if graph.watched[node as usize] {
            self.touched.push(NodeIdx(node));
        }
        for count in graph.counts_of.of(node) {
            self.count(graph, *count, down);
        }
        if !graph.paths.is_empty() {
            self.cut_or_join(graph, node, down);
        }
    }

    /// One more child is down, or one less: gates turn whose threshold is crossed by that.
    #[inline]
    fn count(&mut self, graph: &Graph, place: u32, down: bool) {
        let count = &mut self.counts[place as usize];
        // Going up the last child counts, going down the one that is gone.
        let crossed = count.down + u32::from(down);
        count.down = if down { crossed } else { crossed - 1 };
        if crossed >= count.least {
            let gates = graph.gates_of.of(place).iter();
            self.open.extend(gates.filter(|gate| graph.threshold[**gate as usize] == crossed));
        }
    }

    /// Paths that turn after one of their elements has.
    fn cut_or_join(&mut self, graph: &Graph, node: u32, down: bool) {
        for path in graph.paths_of.of(node) {
            if self.path_turns(graph, *path, down) {
                self.open.push(*path);
            }
        }
    }

    /// Whether a path turns after one of its elements has turned down or up.
    fn path_turns(&self, graph: &Graph, path: u32, down: bool) -> bool {
        // What is cut stays cut when more fails, and what is joined stays joined when more works.
        if self.down[path as usize] == down {
            return false;
        }
        let (from, to) = graph.paths[&path];
        graph.cabling.joined(from, to, |node| !self.down[node.at()]) != down
    }
}
