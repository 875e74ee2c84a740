//! From a topology to the fault tree of its clients, through [`crate::structure`]: what works while all of some work
//! fails when one of them does, what works while k of n work fails when n − k + 1 do.

use super::model::{BasicEvent, FaultTree, Gate, Input, Op, TreeLimits};
use super::names::Names;
use crate::availability::paths::expanded;
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::structure::{Event, EventSource, Lowering, Node, NodeIdx, Structure, lower};
use crate::topology::{Part, Reliability, Topology};

/// How many decisions the paths of a document with cables may take together.
const DECISIONS_MAX: usize = 100_000;

/// The tree whose top is that the clients are down. Exactly what the exact answer counts. Parts that never fail by
/// themselves have no event; pools whose members depend on each other have the events of their chain; paths of cables
/// become the decisions of the network.
///
/// # Errors
/// The findings of [`lower`]; or [`codes::TOO_ENTANGLED`] when the paths take too many decisions.
pub fn from_topology(topology: &Topology) -> Result<FaultTree, Vec<Diagnostic>> {
    let structure = lower(topology, Lowering::UP)?;
    let structure = expanded(structure, DECISIONS_MAX).map_err(|_| {
        let finding = Diagnostic::error(codes::TOO_ENTANGLED, "the cables make for too many paths for a fault tree");
        vec![finding.hint("export a system with a smaller network")]
    })?;
    let mut build = Build::new(topology, &structure);
    build.translate();
    let top = build.top();
    let (gates, top) = build.finish(top);
    let events = structure.events.iter().zip(&build.event_name).filter_map(|(event, name)| {
        let name = name.clone()?;
        Some(BasicEvent { name, probability: event.unavailability })
    });
    let name = topology.title.chars().take(TreeLimits::NAME).collect();
    Ok(FaultTree { name, top, events: events.collect(), gates, houses: Vec::new() })
}

/// What a node has become.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Failure {
    Constant(bool),
    Event(u32),
    Gate(u32),
}

/// A gate before all names are known.
struct Unnamed {
    wanted: Option<String>,
    op: Op,
    inputs: Vec<Failure>,
}

struct Build<'a> {
    structure: &'a Structure,
    part_of: Map<NodeIdx, &'a Id>,
    /// The names of events; none for what never fails.
    event_name: Vec<Option<String>>,
    names: Names,
    failures: Vec<Failure>,
    gates: Vec<Unnamed>,
}

impl<'a> Build<'a> {
    fn new(topology: &Topology, structure: &'a Structure) -> Build<'a> {
        let part_of = structure.parts.iter().map(|(id, node)| (*node, id)).collect();
        let index = topology.index();
        // A part that says how it fails has an event, even where that is never.
        let says_how = |id: &Id| match topology.part(index[id]) {
            Part::Component(component) => component.reliability != Reliability::Never,
            Part::Domain(domain) => domain.reliability != Reliability::Never,
            Part::Pool(_) => true,
        };
        let fails = |event: &Event| match &event.source {
            EventSource::Component(id) | EventSource::Domain(id) => says_how(id),
            EventSource::CommonCause(_) => true,
            _ => event.unavailability > 0.0,
        };
        let mut names = Names::new(TreeLimits::NAME, &[]);
        let event_name = structure.events.iter().map(|event| fails(event).then(|| names.give(&event.name))).collect();
        Build { structure, part_of, event_name, names, failures: Vec::new(), gates: Vec::new() }
    }

    /// Every node after the nodes it names.
    fn translate(&mut self) {
        for (i, node) in self.structure.nodes.iter().enumerate() {
            let part = self.part_of.get(&NodeIdx(i as u32)).copied();
            let failure = match node {
                Node::Event(event) if self.event_name[*event as usize].is_none() => Failure::Constant(false),
                Node::Event(event) => Failure::Event(*event),
                Node::All(of) => self.any(of, part),
                Node::AtLeast { least, of } => self.too_many(*least as usize, of, part),
                Node::Path { .. } => unreachable!("paths were spelled out"),
            };
            self.failures.push(failure);
        }
    }

    /// Fails when any of these does.
    fn any(&mut self, of: &[NodeIdx], part: Option<&Id>) -> Failure {
        let mut inputs: Vec<Failure> = Vec::with_capacity(of.len());
        let mut met = Set::new();
        for failure in of.iter().map(|node| self.failures[node.at()]) {
            if failure == Failure::Constant(true) {
                return failure;
            }
            if failure != Failure::Constant(false) && met.insert(failure) {
                inputs.push(failure);
            }
        }
        let is_alone = inputs.len() == 1;
        if let Some(part) = part {
            // What belongs to the part alone takes its name: all there is, or a pool's members.
            let name = if is_alone { part.to_string() } else { format!("{part} members") };
            inputs.iter().for_each(|input| self.suggest(*input, &name));
        }
        match inputs[..] {
            [] => Failure::Constant(false),
            [only] => only,
            _ => self.push(Op::Or, inputs, part),
        }
    }

    /// Fails when fewer than `least` of these work.
    fn too_many(&mut self, least: usize, of: &[NodeIdx], part: Option<&Id>) -> Failure {
        let inputs: Vec<Failure> = of.iter().map(|node| self.failures[node.at()]).collect();
        match (least, inputs.len()) {
            (0, _) => Failure::Constant(false),
            (least, count) if least > count => Failure::Constant(true),
            (least, count) if least == count => self.push(Op::Or, inputs, part),
            (1, _) => self.push(Op::And, inputs, part),
            (least, count) => self.push(Op::AtLeast((count - least + 1) as u32), inputs, part),
        }
    }

    fn push(&mut self, op: Op, inputs: Vec<Failure>, part: Option<&Id>) -> Failure {
        self.gates.push(Unnamed { wanted: part.map(Id::to_string), op, inputs });
        Failure::Gate(self.gates.len() as u32 - 1)
    }

    fn suggest(&mut self, failure: Failure, name: &str) {
        if let Failure::Gate(gate) = failure {
            self.gates[gate as usize].wanted.get_or_insert_with(|| name.to_string());
        }
    }

    /// The gate that the tree is about: that of the clients, or of the one part they need.
    fn top(&mut self) -> u32 {
        match self.failures[self.structure.top.at()] {
            Failure::Gate(gate) => {
                self.suggest(Failure::Gate(gate), "clients");
                gate
            }
            other => {
                self.gates.push(Unnamed { wanted: Some("clients".to_string()), op: Op::Or, inputs: vec![other] });
                self.gates.len() as u32 - 1
            }
        }
    }

    /// The gates that the top depends on, from the top down, with names; and the name of the top.
    fn finish(&mut self, top: u32) -> (Vec<Gate>, String) {
        let mut reached = vec![false; self.gates.len()];
        reached[top as usize] = true;
        for i in (0..self.gates.len()).rev().filter(|i| *i <= top as usize) {
            if reached[i] {
                let below = self.gates[i].inputs.iter();
                below.for_each(|input| {
                    if let Failure::Gate(gate) = input {
                        reached[*gate as usize] = true
                    }
                });
            }
        }
        let mut names = vec![String::new(); self.gates.len()];
        for i in (0..self.gates.len()).rev().filter(|i| reached[*i]) {
            let wanted = self.gates[i].wanted.clone().unwrap_or_else(|| "gate".to_string());
            // A component's own failure has its name already: the gate says what the part as a whole does.
            names[i] = if self.names.is_free(&wanted) {
                self.names.give(&wanted)
            } else {
                self.names.give(&format!("{wanted} is down"))
            };
        }
        let input = |failure: &Failure| match failure {
            Failure::Constant(state) => Input::Constant(*state),
            Failure::Event(event) => Input::Name(self.event_name[*event as usize].clone().unwrap_or_default()),
            Failure::Gate(gate) => Input::Name(names[*gate as usize].clone()),
        };
        let gates = (0..self.gates.len()).rev().filter(|i| reached[*i]).map(|i| {
            let gate = &self.gates[i];
            Gate { name: names[i].clone(), op: gate.op, inputs: gate.inputs.iter().map(input).collect() }
        });
        (gates.collect(), names[top as usize].clone())
    }
}
