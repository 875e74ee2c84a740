//! Limit: the top probability and the number of minimal cut sets of a coherent fault tree, by a plain binary decision
//! diagram (Bryant 1986) and a zero-suppressed one (Minato 1993; Rauzy 1993 for minsol and without). No complement
//! edges, no modules, two orders under a budget of nodes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::systems::tree::{Input, Tree};

/// Multiplication and rotation, as in the Rust compiler's own tables.
#[derive(Default)]
pub struct Fast(u64);

impl Hasher for Fast {
    fn finish(&self) -> u64 {
        // The table uses the low bits, and multiplication mixes upwards.
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0xF135_7AEA_2E62_A9C5);
    }

    fn write_u128(&mut self, word: u128) {
        self.write_u64(word as u64);
        self.write_u64((word >> 64) as u64);
    }
}

/// A hash map that trusts its keys.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fast>>;

const NODES_MAX: usize = 4_000_000;
const FALSE: u32 = 0;
const TRUE: u32 = 1;

/// A node of either diagram.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    level: u32,
    high: u32,
    low: u32,
}

#[derive(Default)]
struct Nodes {
    all: Vec<Node>,
    place: FastMap<Node, u32>,
}

impl Nodes {
    fn new() -> Nodes {
        let end = Node { level: u32::MAX, high: 0, low: 0 };
        Nodes { all: vec![end, end], place: FastMap::default() }
    }

    fn get(&mut self, level: u32, high: u32, low: u32) -> u32 {
        let node = Node { level, high, low };
        *self.place.entry(node).or_insert_with(|| {
            self.all.push(node);
            self.all.len() as u32 - 1
        })
    }
}

/// The diagram of a tree that is being built.
struct Diagram {
    nodes: Nodes,
    done: FastMap<(u32, u32, u32), u32>,
}

impl Diagram {
    /// And (`stop` is false) or or (`stop` is true); `None` past the budget.
    fn combine(&mut self, stop: u32, a: u32, b: u32) -> Option<u32> {
        let neutral = 1 - stop;
        if a == stop || b == stop {
            return Some(stop);
        }
        if a == neutral || a == b {
            return Some(b);
        }
        if b == neutral {
            return Some(a);
        }
        let key = (stop, a.min(b), a.max(b));
        if let Some(known) = self.done.get(&key) {
            return Some(*known);
        }
        let (x, y) = (self.nodes.all[a as usize], self.nodes.all[b as usize]);
        let level = x.level.min(y.level);
        let (ah, al) = if x.level == level { (x.high, x.low) } else { (a, a) };
        let (bh, bl) = if y.level == level { (y.high, y.low) } else { (b, b) };
        let high = self.combine(stop, ah, bh)?;
        let low = self.combine(stop, al, bl)?;
        let result = if high == low { high } else { self.nodes.get(level, high, low) };
        self.done.insert(key, result);
        (self.nodes.all.len() < NODES_MAX).then_some(result)
    }

    /// That at least `k` of these have failed, row by row from the last.
    fn at_least(&mut self, k: usize, of: &[u32]) -> Option<u32> {
        let mut row = vec![FALSE; k + 1];
        row[0] = TRUE;
        for input in of.iter().rev() {
            for j in (1..=k).rev() {
                let with = self.combine(FALSE, *input, row[j - 1])?;
                row[j] = self.combine(TRUE, with, row[j])?;
            }
        }
        Some(row[k])
    }
}

/// A solved tree.
pub struct Solved {
    nodes: Vec<Node>,
    top: u32,
    /// Failure probability at each level.
    q: Vec<f64>,
}

/// Builds the diagram in the order of a walk from the top; when it grows too large, smaller branches first.
pub fn solve(tree: &Tree) -> Option<Solved> {
    [false, true].into_iter().find_map(|small_first| in_order(tree, small_first))
}

fn in_order(tree: &Tree, small_first: bool) -> Option<Solved> {
    let sizes = sizes(tree);
    let mut walk = Walk { tree, sizes: small_first.then_some(&sizes[..]), levels: FastMap::default(), q: Vec::new() };
    walk.visit(Input::Gate(tree.top), &mut vec![false; tree.gates.len()]);
    let Walk { levels, q, .. } = walk;
    let mut diagram = Diagram { nodes: Nodes::new(), done: FastMap::default() };
    let mut built = vec![None; tree.gates.len()];
    let top = gate(tree, tree.top, &levels, &mut diagram, &mut built)?;
    Some(Solved { nodes: diagram.nodes.all, top, q })
}

/// How many inputs lie under each gate, shared ones counted each time.
fn sizes(tree: &Tree) -> Vec<f64> {
    fn size(tree: &Tree, gate: usize, sizes: &mut [f64]) -> f64 {
        if sizes[gate] == 0.0 {
            let inputs = &tree.gates[gate].inputs;
            let of = |input: &Input| match input {
                Input::Gate(gate) => size(tree, *gate, sizes),
                Input::Event(_) => 1.0,
            };
            sizes[gate] = inputs.iter().map(of).sum();
        }
        sizes[gate]
    }
    let mut sizes = vec![0.0; tree.gates.len()];
    size(tree, tree.top, &mut sizes);
    sizes
}

struct Walk<'a> {
    tree: &'a Tree,
    sizes: Option<&'a [f64]>,
    levels: FastMap<u32, u32>,
    q: Vec<f64>,
}

impl Walk<'_> {
    fn visit(&mut self, input: Input, seen: &mut [bool]) {
        match input {
            Input::Event(event) => {
                let next = self.q.len() as u32;
                self.levels.entry(event as u32).or_insert_with(|| {
                    self.q.push(self.tree.events[event]);
                    next
                });
            }
            Input::Gate(gate) if !seen[gate] => {
                seen[gate] = true;
                let mut inputs = self.tree.gates[gate].inputs.clone();
                if let Some(sizes) = self.sizes {
                    let size = |input: &Input| if let Input::Gate(gate) = input { sizes[*gate] } else { 1.0 };
                    inputs.sort_by(|a, b| size(a).total_cmp(&size(b)));
                }
                inputs.into_iter().for_each(|input| self.visit(input, seen));
            }
            Input::Gate(_) => {}
        }
    }
}

fn gate(
    tree: &Tree,
    at: usize,
    levels: &FastMap<u32, u32>,
    diagram: &mut Diagram,
    built: &mut [Option<u32>],
) -> Option<u32> {
    if let Some(edge) = built[at] {
        return Some(edge);
    }
    let inputs = &tree.gates[at].inputs;
    let mut edges = Vec::with_capacity(inputs.len());
    for input in inputs {
        edges.push(match input {
            Input::Event(event) => diagram.nodes.get(levels[&(*event as u32)], TRUE, FALSE),
            Input::Gate(below) => gate(tree, *below, levels, diagram, built)?,
        });
    }
    let failures = tree.gates[at].failures as usize;
    let edge = if failures == 1 {
        edges.iter().try_fold(FALSE, |sum, edge| diagram.combine(TRUE, sum, *edge))?
    } else if failures == edges.len() {
        edges.iter().try_fold(TRUE, |product, edge| diagram.combine(FALSE, product, *edge))?
    } else {
        diagram.at_least(failures, &edges)?
    };
    built[at] = Some(edge);
    Some(edge)
}

impl Solved {
    /// The probability of the top.
    pub fn probability(&self) -> f64 {
        // A node comes after the nodes it names.
        let mut p = vec![0.0; self.nodes.len()];
        p[TRUE as usize] = 1.0;
        for (i, node) in self.nodes.iter().enumerate().skip(2) {
            let q = self.q[node.level as usize];
            p[i] = q * p[node.high as usize] + (1.0 - q) * p[node.low as usize];
        }
        p[self.top as usize]
    }

    /// How many minimal cut sets there are.
    pub fn cut_sets(&self) -> f64 {
        let mut families = Families { nodes: Nodes::new(), minimal: FastMap::default(), without: FastMap::default() };
        let family = families.minimal(&self.nodes, self.top);
        let mut counts = vec![0.0; families.nodes.all.len()];
        counts[TRUE as usize] = 1.0;
        for (i, node) in families.nodes.all.iter().enumerate().skip(2) {
            counts[i] = counts[node.high as usize] + counts[node.low as usize];
        }
        counts[family as usize]
    }
}

struct Families {
    nodes: Nodes,
    minimal: FastMap<u32, u32>,
    without: FastMap<(u32, u32), u32>,
}

impl Families {
    fn get(&mut self, level: u32, high: u32, low: u32) -> u32 {
        if high == FALSE { low } else { self.nodes.get(level, high, low) }
    }

    fn minimal(&mut self, of: &[Node], at: u32) -> u32 {
        if at <= TRUE {
            return at;
        }
        if let Some(known) = self.minimal.get(&at) {
            return *known;
        }
        let node = of[at as usize];
        let low = self.minimal(of, node.low);
        let high = self.minimal(of, node.high);
        let high = self.without(high, low);
        let result = self.get(node.level, high, low);
        self.minimal.insert(at, result);
        result
    }

    /// The sets of `a` that include no set of `b`.
    fn without(&mut self, a: u32, b: u32) -> u32 {
        if a == FALSE || b == TRUE || a == b {
            return FALSE;
        }
        if b == FALSE {
            return a;
        }
        let (x, y) = (self.nodes.all[a as usize], self.nodes.all[b as usize]);
        if x.level > y.level {
            return self.without(a, y.low);
        }
        if let Some(known) = self.without.get(&(a, b)) {
            return *known;
        }
        let (high, low) = if x.level == y.level {
            let high = self.without(x.high, y.high);
            (self.without(high, y.low), self.without(x.low, y.low))
        } else {
            (self.without(x.high, b), self.without(x.low, b))
        };
        let result = self.get(x.level, high, low);
        self.without.insert((a, b), result);
        result
    }
}
