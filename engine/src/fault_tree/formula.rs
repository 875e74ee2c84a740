//! A fault tree with its names resolved and its constants taken away: what is left to be translated and answered.

use super::model::{FaultTree, Gate, Input, Op};
use crate::order::Map;

/// What a node combines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Child {
    /// A basic event, by its place in the tree.
    Event(u32),
    /// Another node, by its place in the formula.
    Node(u32),
}

/// A combination that depends on events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// All of them; at least one.
    And(Vec<Child>),
    /// Some of them; at least one.
    Or(Vec<Child>),
    /// At least this many of them, from 1 to as many as there are.
    AtLeast(u32, Vec<Child>),
    /// One of two, not both.
    Xor(Child, Child),
    /// That it does not happen.
    Not(Child),
}

/// A term and the gate it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The gate's place in the tree.
    pub gate: u32,
    /// What it has become.
    pub term: Term,
}

/// A constant or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Always or never.
    Constant(bool),
    /// Sometimes.
    Child(Child),
}

impl Value {
    /// What it depends on.
    pub fn child(self) -> Option<Child> {
        match self {
            Value::Constant(_) => None,
            Value::Child(child) => Some(child),
        }
    }
}

/// The part of a tree that its top depends on.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Children before parents.
    pub nodes: Vec<Node>,
    /// The top.
    pub top: Value,
    /// For every gate of the tree whether the top mentions it, directly or through others.
    pub mentioned: Vec<bool>,
}

impl Term {
    /// What it combines, in order.
    pub fn children(&self) -> impl Iterator<Item = Child> + '_ {
        let (list, pair): (&[Child], [Option<Child>; 2]) = match self {
            Term::And(of) | Term::Or(of) | Term::AtLeast(_, of) => (of, [None, None]),
            Term::Xor(a, b) => (&[], [Some(*a), Some(*b)]),
            Term::Not(of) => (&[], [Some(*of), None]),
        };
        list.iter().copied().chain(pair.into_iter().flatten())
    }

    /// The same about other children.
    fn map(self, moved: impl Fn(Child) -> Child) -> Term {
        let all = |of: Vec<Child>| of.into_iter().map(&moved).collect();
        match self {
            Term::And(of) => Term::And(all(of)),
            Term::Or(of) => Term::Or(all(of)),
            Term::AtLeast(k, of) => Term::AtLeast(k, all(of)),
            Term::Xor(a, b) => Term::Xor(moved(a), moved(b)),
            Term::Not(of) => Term::Not(moved(of)),
        }
    }
}

/// Resolves a tree that [`super::validate()`] found nothing wrong with.
///
/// # Panics
/// When there is a name of nothing or a circle.
pub fn resolve(tree: &FaultTree) -> Formula {
    let mut build = Build { tree, sorts: sorts(tree), value: vec![None; tree.gates.len()], nodes: Vec::new() };
    let top = match build.look_up(&tree.top) {
        Sort::Gate(gate) => {
            build.fold_from(gate);
            build.value[gate as usize].expect("the top was folded")
        }
        Sort::Event(event) => Value::Child(Child::Event(event)),
        Sort::House(state) => Value::Constant(state),
    };
    let mentioned = build.value.iter().map(Option::is_some).collect();
    let (nodes, top) = reached_only(build.nodes, top);
    Formula { nodes, top, mentioned }
}

/// Takes out the nodes that the top does not depend on after all: constants have decided what they were for.
fn reached_only(nodes: Vec<Node>, top: Value) -> (Vec<Node>, Value) {
    let mut reached = vec![false; nodes.len()];
    let mark = |reached: &mut Vec<bool>, child| {
        if let Child::Node(node) = child {
            reached[node as usize] = true;
        }
    };
    top.child().into_iter().for_each(|child| mark(&mut reached, child));
    for (i, node) in nodes.iter().enumerate().rev() {
        if reached[i] {
            node.term.children().for_each(|child| mark(&mut reached, child));
        }
    }
    // The new place of every node that stays.
    let mut place = Vec::with_capacity(nodes.len());
    let mut count = 0;
    for stays in &reached {
        place.push(count);
        count += u32::from(*stays);
    }
    let moved = |child| match child {
        Child::Node(node) => Child::Node(place[node as usize]),
        event => event,
    };
    let stays = nodes.into_iter().zip(&reached).filter(|(_, stays)| **stays);
    let kept = stays.map(|(node, _)| Node { term: node.term.map(moved), ..node }).collect();
    let top = top.child().map_or(top, |child| Value::Child(moved(child)));
    (kept, top)
}

/// What a name is the name of.
#[derive(Clone, Copy)]
enum Sort {
    Gate(u32),
    Event(u32),
    House(bool),
}

fn sorts(tree: &FaultTree) -> Map<&str, Sort> {
    let gates = tree.gates.iter().enumerate().map(|(i, gate)| (gate.name.as_str(), Sort::Gate(i as u32)));
    let events = tree.events.iter().enumerate().map(|(i, event)| (event.name.as_str(), Sort::Event(i as u32)));
    let houses = tree.houses.iter().map(|house| (house.name.as_str(), Sort::House(house.state)));
    gates.chain(events).chain(houses).collect()
}

struct Build<'a> {
    tree: &'a FaultTree,
    sorts: Map<&'a str, Sort>,
    /// What each gate has become, once it is known.
    value: Vec<Option<Value>>,
    nodes: Vec<Node>,
}

impl<'a> Build<'a> {
    fn look_up(&self, name: &str) -> Sort {
        *self.sorts.get(name).expect("a name that validation has found")
    }

    /// Folds a gate after all that it depends on. The stack is a list: trees may be deeper than the program's own.
    fn fold_from(&mut self, gate: u32) {
        let mut open = vec![(gate, 0)];
        while let Some((gate, next)) = open.pop() {
            let inputs = &self.tree.gates[gate as usize].inputs;
            let waits_for = inputs[next..].iter().enumerate().find_map(|(i, input)| match input {
                Input::Name(name) => match self.look_up(name) {
                    Sort::Gate(below) if self.value[below as usize].is_none() => Some((next + i, below)),
                    _ => None,
                },
                Input::Constant(_) => None,
            });
            match waits_for {
                Some((at, below)) => {
                    assert!(open.len() <= self.tree.gates.len(), "a circle");
                    open.push((gate, at));
                    open.push((below, 0));
                }
                None => self.value[gate as usize] = Some(self.fold(gate)),
            }
        }
    }

    fn fold(&mut self, place: u32) -> Value {
        let gate: &'a Gate = &self.tree.gates[place as usize];
        let values: Vec<Value> = gate.inputs.iter().map(|input| self.value_of(input)).collect();
        let children: Vec<Child> = values.iter().filter_map(|value| value.child()).collect();
        let always = values.iter().filter(|v| **v == Value::Constant(true)).count();
        let never = values.len() - always - children.len();
        let term = match gate.op {
            Op::And if never > 0 => return Value::Constant(false),
            Op::And if children.is_empty() => return Value::Constant(true),
            Op::And => Term::And(children),
            Op::Or if always > 0 => return Value::Constant(true),
            Op::Or if children.is_empty() => return Value::Constant(false),
            Op::Or => Term::Or(children),
            Op::AtLeast(k) if always >= k as usize => return Value::Constant(true),
            Op::AtLeast(k) if always + children.len() < k as usize => return Value::Constant(false),
            Op::AtLeast(k) => Term::AtLeast(k - always as u32, children),
            Op::Not | Op::Xor => match parity(gate.op, always, &children) {
                Ok(term) => term,
                Err(constant) => return Value::Constant(constant),
            },
        };
        self.nodes.push(Node { gate: place, term });
        Value::Child(Child::Node(self.nodes.len() as u32 - 1))
    }

    fn value_of(&self, input: &Input) -> Value {
        match input {
            Input::Constant(state) => Value::Constant(*state),
            Input::Name(name) => match self.look_up(name) {
                Sort::Gate(gate) => self.value[gate as usize].expect("inputs are folded first"),
                Sort::Event(event) => Value::Child(Child::Event(event)),
                Sort::House(state) => Value::Constant(state),
            },
        }
    }
}

/// "Not" is "exactly one of this and what always happens".
fn parity(op: Op, always: usize, children: &[Child]) -> Result<Term, bool> {
    let odd = (always + usize::from(op == Op::Not)) % 2 == 1;
    match children {
        [a, b] if a == b => Err(odd),
        [a, b] => Ok(Term::Xor(*a, *b)),
        [a] if odd => Ok(Term::Not(*a)),
        [a] => Ok(Term::Or(vec![*a])),
        _ => Err(odd),
    }
}
