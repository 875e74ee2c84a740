//! A structure made ready for bounding: what it names is flattened, what all alternatives share is moved out of them,
//! and what nothing else touches is worked out at once. [`compile`] is the only place here that reads
//! [`Node`](crate::structure::Node).
//!
//! Every node becomes a list of conjuncts, each of which must work. Lists join under "all of", so that nothing is
//! counted twice in chains of needs. Under "at least k of n" a conjunct that n − k + 1 or more of the alternatives
//! name is needed whatever the others do, and moves in front: app-1 and app-2 that both need the database are the
//! database, and one of app-1 and app-2.

use super::pairs::{all_of, at_least_of};
use crate::availability::quantify::Pair;
use crate::order::{Map, sort_by};
use crate::structure::{Event, Node, NodeIdx};

/// The longest list of conjuncts that is copied into what names it; a longer one stays one node.
const CONJUNCTS_MAX: usize = 256;

/// The most children that are compared with each other, pair by pair.
const COMPARED_MAX: usize = 64;

/// What a node of a circuit is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// An event, or several that nothing else touches: the place in [`Circuit::leaves`].
    Leaf(u32),
    /// At least this many of the children, 1 to all of them.
    AtLeast(u32, Vec<u32>),
}

/// What is known of a leaf.
#[derive(Clone, Copy, Debug)]
pub struct Leaf {
    /// The event of the structure; of several, one of them.
    pub event: u32,
    /// Probabilities of working and not.
    pub pair: Pair,
}

/// What a structure is to the bounds. Children come before parents; the top is the last gate.
pub struct Circuit {
    /// All nodes.
    pub gates: Vec<Gate>,
    /// All leaves.
    pub leaves: Vec<Leaf>,
    /// The node of each leaf.
    pub node_of_leaf: Vec<u32>,
    /// The gates that name each node.
    pub parents: Vec<Vec<u32>>,
    /// For nodes with several parents: their place in the rows that tell which nodes share something.
    pub bit: Vec<Option<u32>>,
    /// How many 64-bit words such a row has.
    pub words: usize,
}

/// A structure is a circuit, or is decided before anything happens.
pub enum Compiled {
    /// The top works whatever happens, or never does.
    Constant(bool),
    /// It depends.
    Circuit(Circuit),
}

/// What is asked of the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Probabilities: events that never or always happen are settled, and private ones are merged.
    Probability,
    /// Sets of events: every event that can happen keeps its own leaf.
    Sets,
}

/// Makes the circuit of a structure's nodes, which have no paths.
pub fn compile(events: &[Event], (nodes, top): (&[Node], NodeIdx), purpose: Purpose) -> Compiled {
    let mut compiler = Compiler { gates: Vec::new(), unique: Map::new(), leaves: Vec::new() };
    let mut lists: Vec<Conjuncts> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let list = match node {
            Node::Event(event) => compiler.event(*event, events[*event as usize].unavailability, purpose),
            Node::All(of) => compiler.all(of.iter().map(|child| &lists[child.at()])),
            Node::AtLeast { least, of } => {
                let of = of.iter().map(|child| lists[child.at()].clone()).collect();
                compiler.at_least(*least as usize, of)
            }
            Node::Path { .. } => unreachable!("paths were spelled out"),
        };
        lists.push(list);
    }
    match lists.swap_remove(top.at()) {
        None => Compiled::Constant(false),
        Some(list) if list.is_empty() => Compiled::Constant(true),
        Some(list) => {
            let top = compiler.node_of(list);
            compiler.finish(top, purpose)
        }
    }
}

/// Nodes that must all work, in order and each once; `None` for what never works.
type Conjuncts = Option<Vec<u32>>;

struct Compiler {
    gates: Vec<Gate>,
    unique: Map<Gate, u32>,
    leaves: Vec<Leaf>,
}

impl Compiler {
    fn add(&mut self, gate: Gate) -> u32 {
        if let Some(there) = self.unique.get(&gate) {
            return *there;
        }
        let place = self.gates.len() as u32;
        self.unique.insert(gate.clone(), place);
        self.gates.push(gate);
        place
    }

    fn event(&mut self, event: u32, q: f64, purpose: Purpose) -> Conjuncts {
        if q <= 0.0 {
            return Some(Vec::new());
        }
        if q >= 1.0 && purpose == Purpose::Probability {
            return None;
        }
        let leaf = self.leaves.len() as u32;
        self.leaves.push(Leaf { event, pair: Pair { up: 1.0 - q, down: q } });
        Some(vec![self.add(Gate::Leaf(leaf))])
    }

    fn all<'a>(&mut self, of: impl Iterator<Item = &'a Conjuncts>) -> Conjuncts {
        let mut list = Vec::new();
        for conjuncts in of {
            list.extend_from_slice(conjuncts.as_ref()?);
        }
        crate::order::numbers_once(&mut list);
        Some(if list.len() > CONJUNCTS_MAX { vec![self.node_of(list)] } else { list })
    }

    fn at_least(&mut self, least: usize, of: Vec<Conjuncts>) -> Conjuncts {
        let mut least = least;
        let mut of: Vec<Vec<u32>> = of.into_iter().flatten().collect();
        let mut in_front = Vec::new();
        // Each round moves at least one conjunct in front, or is the last.
        loop {
            let always = of.iter().filter(|list| list.is_empty()).count();
            of.retain(|list| !list.is_empty());
            least = least.saturating_sub(always);
            if least == 0 {
                break;
            }
            if of.len() < least {
                return None;
            }
            let shared = named_by(&of, of.len() - least + 1);
            if shared.is_empty() {
                in_front.push(self.alternatives(least, of));
                break;
            }
            of.iter_mut().for_each(|list| list.retain(|node| shared.binary_search(node).is_err()));
            in_front.extend(shared);
        }
        crate::order::numbers_once(&mut in_front);
        Some(in_front)
    }

    fn alternatives(&mut self, least: usize, mut of: Vec<Vec<u32>>) -> u32 {
        if least == 1 && of.len() <= COMPARED_MAX {
            of = without_larger(of);
        }
        let mut children: Vec<u32> = of.into_iter().map(|list| self.node_of(list)).collect();
        crate::order::sort_numbers(&mut children);
        self.gate(least, children)
    }

    fn node_of(&mut self, list: Vec<u32>) -> u32 {
        self.gate(list.len(), list)
    }

    fn gate(&mut self, least: usize, children: Vec<u32>) -> u32 {
        if let [only] = children[..] { only } else { self.add(Gate::AtLeast(least as u32, children)) }
    }

    /// Keeps what the top reaches, merges what is private, and numbers anew.
    fn finish(mut self, top: u32, purpose: Purpose) -> Compiled {
        if purpose == Purpose::Probability {
            self.merge_private(top);
        }
        let named = self.times_named(top);
        let mut number = vec![u32::MAX; self.gates.len()];
        let (mut gates, mut leaves, mut node_of_leaf) = (Vec::new(), Vec::new(), Vec::new());
        for (old, gate) in self.gates.iter().enumerate().take(top as usize + 1) {
            if named[old] == 0 {
                continue;
            }
            number[old] = gates.len() as u32;
            gates.push(match gate {
                Gate::Leaf(leaf) => {
                    leaves.push(self.leaves[*leaf as usize]);
                    node_of_leaf.push(gates.len() as u32);
                    Gate::Leaf(leaves.len() as u32 - 1)
                }
                Gate::AtLeast(least, of) => {
                    Gate::AtLeast(*least, of.iter().map(|child| number[*child as usize]).collect())
                }
            });
        }
        Compiled::Circuit(Circuit::of(gates, leaves, node_of_leaf))
    }

    /// How many children lists each node is in, for nodes that the top reaches; 1 for the top itself.
    fn times_named(&self, top: u32) -> Vec<u32> {
        let mut named = vec![0_u32; self.gates.len()];
        named[top as usize] = 1;
        for node in (0..=top as usize).rev() {
            if let (true, Gate::AtLeast(_, of)) = (named[node] > 0, &self.gates[node]) {
                of.iter().for_each(|child| named[*child as usize] += 1);
            }
        }
        named
    }

    /// Leaves that only one gate names are independent of all else: a gate of such leaves alone becomes a leaf, and in
    /// "all of" and "one of" they become one.
    fn merge_private(&mut self, top: u32) {
        let named = self.times_named(top);
        for node in 0..=top as usize {
            let Gate::AtLeast(least, of) = &self.gates[node] else { continue };
            if named[node] == 0 {
                continue;
            }
            let (least, of) = (*least as usize, of.clone());
            let is_private =
                |child: &u32| named[*child as usize] == 1 && matches!(self.gates[*child as usize], Gate::Leaf(_));
            let (private, others): (Vec<u32>, Vec<u32>) = of.iter().partition(|child| is_private(child));
            let leaf_of = |child: &u32| match self.gates[*child as usize] {
                Gate::Leaf(leaf) => self.leaves[leaf as usize],
                Gate::AtLeast(..) => unreachable!("only leaves are private"),
            };
            let leaves: Vec<Leaf> = private.iter().map(leaf_of).collect();
            let pairs: Vec<Pair> = leaves.iter().map(|leaf| leaf.pair).collect();
            if others.is_empty() {
                let pair = at_least_of(least, &pairs);
                self.gates[node] = self.new_leaf(leaves[0].event, pair);
            } else if private.len() > 1 && (least == of.len() || least == 1) {
                let pair = if least == 1 { at_least_of(1, &pairs) } else { all_of(pairs.iter().copied()) };
                // The first of them stands for all; it comes before the gate, and nothing else names it.
                self.gates[private[0] as usize] = self.new_leaf(leaves[0].event, pair);
                let children: Vec<u32> = others.into_iter().chain([private[0]]).collect();
                let least = if least == 1 { 1 } else { children.len() as u32 };
                self.gates[node] = Gate::AtLeast(least, children);
            }
        }
    }

    fn new_leaf(&mut self, event: u32, pair: Pair) -> Gate {
        self.leaves.push(Leaf { event, pair });
        Gate::Leaf(self.leaves.len() as u32 - 1)
    }
}

impl Circuit {
    fn of(gates: Vec<Gate>, leaves: Vec<Leaf>, node_of_leaf: Vec<u32>) -> Circuit {
        let mut parents: Vec<Vec<u32>> = vec![Vec::new(); gates.len()];
        for (node, gate) in gates.iter().enumerate() {
            if let Gate::AtLeast(_, of) = gate {
                of.iter().for_each(|child| parents[*child as usize].push(node as u32));
            }
        }
        let mut bits = 0;
        let shared = parents.iter().map(|parents| {
            (parents.len() > 1).then(|| {
                bits += 1;
                bits - 1
            })
        });
        let bit = shared.collect();
        Circuit { gates, leaves, node_of_leaf, parents, bit, words: (bits as usize).div_ceil(64) }
    }

    /// The node of the clients.
    pub fn top(&self) -> usize {
        self.gates.len() - 1
    }
}

/// Nodes that at least `count` of the lists name, in order.
fn named_by(lists: &[Vec<u32>], count: usize) -> Vec<u32> {
    let mut all: Vec<u32> = lists.iter().flatten().copied().collect();
    crate::order::sort_numbers(&mut all);
    all.chunk_by(|a, b| a == b).filter(|same| same.len() >= count).map(|same| same[0]).collect()
}

/// Of alternatives, one that needs all that another needs, or the same, adds nothing.
fn without_larger(mut of: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    sort_by(&mut of, |a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let mut kept: Vec<Vec<u32>> = Vec::new();
    for list in of {
        let needs_all_of = |smaller: &Vec<u32>| smaller.iter().all(|node| list.binary_search(node).is_ok());
        if !kept.iter().any(needs_all_of) {
            kept.push(list);
        }
    }
    kept
}
