//! Reduced ordered binary decision diagrams with complement edges (Bryant: Graph-Based Algorithms for
//! Boolean Function Manipulation, IEEE Transactions on Computers 35(8), 1986, section 4; Brace, Rudell, Bryant: Efficient
//! Implementation of a BDD Package, DAC 1990). A variable is an event, and `high` is where it is not on ("works").
//!
//! Written here and not taken from a library, because the probabilities are summed on both sides of every node and
//! the size must be limited from inside.

use crate::hash::mix;

/// An edge: the node's place times two, plus one when the function is the complement of the node's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge(u32);

impl Edge {
    /// Always true.
    pub const TRUE: Edge = Edge(0);
    /// Never true.
    pub const FALSE: Edge = Edge(1);

    /// The complement.
    pub fn not(self) -> Edge {
        Edge(self.0 ^ 1)
    }

    /// The place of the node it points at.
    pub fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it complements that node.
    pub fn is_complemented(self) -> bool {
        self.0 & 1 == 1
    }

    pub fn with_parity(self, complemented: bool) -> Edge {
        Edge(self.0 ^ u32::from(complemented))
    }
}

/// The most questions for each node it may have, that the cache did not know the answer to. One is usual; four are the most
/// that published trees and generated systems took.
const STEPS_FOR_A_NODE: u64 = 12;

/// The diagram grew past its limit, or took too long. What was built is of no use; try another order, or give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// The level of the terminal node: below all variables.
const TERMINAL: u32 = u32::MAX;

/// A node: the variable's level (0 is asked first) and where its two values lead. `high` is never complemented.
#[derive(Clone, Copy, Debug)]
pub struct DiagramNode {
    /// Level of the variable.
    pub level: u32,
    /// Where the event is on (failed).
    pub low: Edge,
    /// Where it is off (works).
    pub high: Edge,
}

/// All nodes of some functions over the same variables. Node 0 is the terminal, and every node comes after its
/// children.
pub struct Diagram {
    nodes: Vec<DiagramNode>,
    /// Open addressing: places of nodes, 0 for empty.
    unique: Vec<u32>,
    cache: Vec<CacheLine>,
    nodes_max: usize,
    /// How many more questions may be asked. Large functions can have a small answer that takes long to find.
    steps_left: u64,
}

#[derive(Clone, Copy)]
struct CacheLine {
    f: Edge,
    g: Edge,
    h: Edge,
    result: Edge,
}

impl Diagram {
    /// An empty diagram that may grow to `nodes_max` nodes.
    pub fn new(nodes_max: usize) -> Diagram {
        let terminal = DiagramNode { level: TERMINAL, low: Edge::TRUE, high: Edge::TRUE };
        // An impossible question: the terminal is never asked about.
        let empty = CacheLine { f: Edge::TRUE, g: Edge::TRUE, h: Edge::TRUE, result: Edge::TRUE };
        let (unique, cache) = (vec![0; 1 << 10], vec![empty; 1 << 12]);
        Diagram { nodes: vec![terminal], unique, cache, nodes_max, steps_left: steps_for(nodes_max) }
    }

    /// How many nodes it may have.
    pub fn nodes_max(&self) -> usize {
        self.nodes_max
    }

    /// Lets it grow to another size, with the time that is given to one of that size.
    pub fn set_nodes_max(&mut self, nodes_max: usize) {
        self.nodes_max = nodes_max;
        self.steps_left = steps_for(nodes_max);
    }

    /// All nodes, children before parents.
    pub fn nodes(&self) -> &[DiagramNode] {
        &self.nodes
    }

    /// The level of an edge's node.
    pub fn level(&self, edge: Edge) -> u32 {
        self.nodes[edge.node()].level
    }

    /// Where an edge leads when the variable at `level` has failed and when it works.
    pub fn cofactors(&self, edge: Edge, level: u32) -> (Edge, Edge) {
        let node = self.nodes[edge.node()];
        if node.level != level {
            return (edge, edge);
        }
        let flip = edge.is_complemented();
        (node.low.with_parity(flip), node.high.with_parity(flip))
    }

    /// The function "the variable at this level works".
    pub fn variable(&mut self, level: u32) -> Result<Edge, TooLarge> {
        self.make(level, Edge::FALSE, Edge::TRUE)
    }

    /// Both.
    pub fn and(&mut self, f: Edge, g: Edge) -> Result<Edge, TooLarge> {
        self.if_then_else(f, g, Edge::FALSE)
    }

    /// One of them and not both.
    pub fn xor(&mut self, f: Edge, g: Edge) -> Result<Edge, TooLarge> {
        self.if_then_else(f, g.not(), g)
    }

    /// The function that is `low` where the variable at `level` has failed and `high` where it works. Both must be
    /// about later variables only.
    pub fn make(&mut self, level: u32, low: Edge, high: Edge) -> Result<Edge, TooLarge> {
        if low == high {
            return Ok(low);
        }
        let flip = high.is_complemented();
        let (low, high) = (low.with_parity(flip), high.with_parity(flip));
        Ok(self.find_or_add(DiagramNode { level, low, high })?.with_parity(flip))
    }

    /// `g` where `f` is true and `h` where it is not. Recursion is as deep as there are variables.
    pub fn if_then_else(&mut self, f: Edge, g: Edge, h: Edge) -> Result<Edge, TooLarge> {
        let (mut f, mut g, mut h) = (f, g, h);
        // Where a branch repeats the question, its answer there is known.
        g = if g == f {
            Edge::TRUE
        } else if g == f.not() {
            Edge::FALSE
        } else {
            g
        };
        h = if h == f {
            Edge::FALSE
        } else if h == f.not() {
            Edge::TRUE
        } else {
            h
        };
        if f == Edge::TRUE || g == h {
            return Ok(g);
        }
        if f == Edge::FALSE {
            return Ok(h);
        }
        if g == Edge::TRUE && h == Edge::FALSE {
            return Ok(f);
        }
        if g == Edge::FALSE && h == Edge::TRUE {
            return Ok(f.not());
        }
        // One form for equal questions: and and or commute.
        if g == Edge::TRUE && h.node() < f.node() {
            std::mem::swap(&mut f, &mut h);
        } else if h == Edge::FALSE && g.node() < f.node() {
            std::mem::swap(&mut f, &mut g);
        }
        if f.is_complemented() {
            f = f.not();
            std::mem::swap(&mut g, &mut h);
        }
        let flip = g.is_complemented();
        let (g, h) = (g.with_parity(flip), h.with_parity(flip));
        Ok(self.regular_if_then_else(f, g, h)?.with_parity(flip))
    }

    /// The same with `f` and `g` not complemented, through the cache.
    fn regular_if_then_else(&mut self, f: Edge, g: Edge, h: Edge) -> Result<Edge, TooLarge> {
        let slot = self.cache_slot(f, g, h);
        let line = self.cache[slot];
        if line.f == f && line.g == g && line.h == h && f != Edge::TRUE {
            return Ok(line.result);
        }
        self.steps_left = self.steps_left.checked_sub(1).ok_or(TooLarge)?;
        let level = self.level(f).min(self.level(g)).min(self.level(h));
        let ((f0, f1), (g0, g1)) = (self.cofactors(f, level), self.cofactors(g, level));
        let (h0, h1) = self.cofactors(h, level);
        let high = self.if_then_else(f1, g1, h1)?;
        let low = self.if_then_else(f0, g0, h0)?;
        let result = self.make(level, low, high)?;
        let slot = self.cache_slot(f, g, h);
        self.cache[slot] = CacheLine { f, g, h, result };
        Ok(result)
    }

    fn cache_slot(&self, f: Edge, g: Edge, h: Edge) -> usize {
        mix(f.0, g.0, h.0) & (self.cache.len() - 1)
    }

    fn find_or_add(&mut self, node: DiagramNode) -> Result<Edge, TooLarge> {
        let mask = self.unique.len() - 1;
        let mut slot = mix(node.level, node.low.0, node.high.0) & mask;
        while self.unique[slot] != 0 {
            let place = self.unique[slot];
            let there = self.nodes[place as usize];
            if there.level == node.level && there.low == node.low && there.high == node.high {
                return Ok(Edge(place << 1));
            }
            slot = (slot + 1) & mask;
        }
        if self.nodes.len() >= self.nodes_max {
            return Err(TooLarge);
        }
        let place = self.nodes.len() as u32;
        self.nodes.push(node);
        self.unique[slot] = place;
        if self.nodes.len() * 2 > self.unique.len() {
            self.grow();
        }
        Ok(Edge(place << 1))
    }

    fn grow(&mut self) {
        let size = self.unique.len() * 2;
        let mut unique = vec![0_u32; size];
        for (place, node) in self.nodes.iter().enumerate().skip(1) {
            let mut slot = mix(node.level, node.low.0, node.high.0) & (size - 1);
            while unique[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            unique[slot] = place as u32;
        }
        self.unique = unique;
        // Old answers stay right, but their places move with the size: forgetting them is simpler and costs little.
        let empty = CacheLine { f: Edge::TRUE, g: Edge::TRUE, h: Edge::TRUE, result: Edge::TRUE };
        self.cache = vec![empty; size * 2];
    }
}

fn steps_for(nodes: usize) -> u64 {
    nodes as u64 * STEPS_FOR_A_NODE
}
