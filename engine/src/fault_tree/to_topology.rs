//! From a fault tree to the topology that fails when its top happens. An event is a component; an or-gate is a
//! component that needs all its inputs and never fails by itself; an and-gate is a pool that requires one of its
//! inputs; where k of n must happen, the pool requires n − k + 1.

use std::sync::Arc;

use super::coherent::{asked, blamed};
use super::formula::{Child, Formula, Term, Value, resolve};
use super::model::FaultTree;
use super::names::Names;
use super::validate::validate;
use crate::diag::{Diagnostic, codes, has_errors};
use crate::ids::{CLIENTS, ID_LENGTH_MAX, Id};
use crate::order::{Map, Set};
use crate::topology::{
    Clients, Component, Extra, Kind, Limits, Need, Pool, Recovery, Reliability, Required, Shapes, Topology,
};
use crate::units::Probability;

/// A topology, and what to know about it.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The topology; [`crate::topology::validate()`] finds no errors in it.
    pub topology: Topology,
    /// Notes and warnings: names that were shortened, events that the top does not depend on.
    pub diagnostics: Vec<Diagnostic>,
}

/// How many names a sentence lists.
const LISTED_MAX: usize = 8;

/// Translates a coherent tree. What the top does not depend on is left out.
///
/// # Errors
/// The findings of [`validate`]; [`codes::NOT_COHERENT`] with the gates to blame; [`codes::TOO_LARGE`] when a document
/// cannot be as large as the tree is. [`super::quantify()`] has an answer in the last two cases.
pub fn to_topology(tree: &FaultTree) -> Result<Converted, Vec<Diagnostic>> {
    let findings = validate(tree);
    if !findings.is_empty() {
        return Err(findings);
    }
    let formula = resolve(tree);
    let blamed = blamed(tree, &formula);
    if !blamed.is_empty() {
        return Err(vec![not_coherent(&blamed)]);
    }
    let mut build = Build::new(tree, &formula);
    let top = build.top();
    build.topology.title = if tree.name.is_empty() { tree.top.clone() } else { tree.name.clone() };
    build.topology.clients = Arc::new(Clients { needs: vec![Need::hard(top)], ..Clients::default() });
    let findings = sizes(&build.topology);
    if !findings.is_empty() {
        // Not left to the checks of the topology, which go on past a size and recurse as deep as it is.
        return Err(findings);
    }
    let findings = crate::topology::validate(&build.topology);
    if has_errors(&findings) {
        return Err(findings);
    }
    let mut diagnostics = build.renamed();
    diagnostics.extend(left_out(tree, &formula.mentioned, &build.event_id));
    Ok(Converted { topology: build.topology, diagnostics })
}

fn sizes(topology: &Topology) -> Vec<Diagnostic> {
    let sizes = [
        ("components", topology.components.len(), Limits::COMPONENTS),
        ("pools", topology.pools.len(), Limits::POOLS),
        ("needs", topology.needs_count(), Limits::NEEDS),
    ];
    let finding = |(what, len, limit): (&str, usize, usize)| {
        let message = format!("the document would have {len} {what}, and the limit is {limit}");
        Diagnostic::error(codes::TOO_LARGE, message).hint("split the tree into several")
    };
    sizes.into_iter().filter(|(_, len, limit)| len > limit).map(finding).collect()
}

/// The first names of a list, and how many more there are.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(LISTED_MAX).map(|name| format!("\"{name}\"")).collect();
    match names.len().saturating_sub(LISTED_MAX) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

fn not_coherent(blamed: &[String]) -> Diagnostic {
    let gates = if blamed.len() == 1 { "the gate" } else { "the gates" };
    let message =
        format!("{gates} {} ask for something not to fail, and no topology gets better by a failure", listed(blamed));
    Diagnostic::error(codes::NOT_COHERENT, message).hint("take each \"not\" and \"xor\" out, or put in what is meant")
}

/// A warning for gates that the top does not mention, and one for events it does not depend on.
fn left_out(tree: &FaultTree, mentioned: &[bool], event_id: &Map<u32, Id>) -> Vec<Diagnostic> {
    let gates = tree.gates.iter().zip(mentioned).filter(|(_, mentioned)| !**mentioned);
    let gates: Vec<String> = gates.map(|(gate, _)| gate.name.clone()).collect();
    let events = tree.events.iter().enumerate().filter(|(i, _)| !event_id.contains_key(&(*i as u32)));
    let events: Vec<String> = events.map(|(_, event)| event.name.clone()).collect();
    let warning = |(what, names): (&str, Vec<String>)| {
        let message = format!("\"{}\" does not depend on the {what} {}", tree.top, listed(&names));
        let finding = Diagnostic::warning(codes::TREE_PART_LEFT_OUT, message);
        (!names.is_empty()).then(|| finding.hint("left out of the document"))
    };
    [("gates", gates), ("events", events)].into_iter().filter_map(warning).collect()
}

struct Build<'a> {
    tree: &'a FaultTree,
    formula: &'a Formula,
    names: Names,
    renamed: Vec<(String, Id)>,
    topology: Topology,
    event_id: Map<u32, Id>,
    /// The parts of each node, as it is and as its opposite.
    gate_id: Map<(u32, bool), Id>,
    /// Components that stand for another part when a pool has it more than once.
    doubles: Map<(Id, usize), Id>,
}

impl<'a> Build<'a> {
    /// With the names of all parts given; names that can stay as they are stay so.
    fn new(tree: &'a FaultTree, formula: &'a Formula) -> Build<'a> {
        let mut build = Build {
            tree,
            formula,
            names: Names::new(ID_LENGTH_MAX, &[CLIENTS]),
            renamed: Vec::new(),
            topology: Topology::default(),
            event_id: Map::new(),
            gate_id: Map::new(),
            doubles: Map::new(),
        };
        let gates = gates_of(formula);
        let name = |(node, opposite): (u32, bool)| {
            let name = &tree.gates[formula.nodes[node as usize].gate as usize].name;
            if opposite { format!("not {name}") } else { name.clone() }
        };
        for good in [true, false] {
            for event in events_of(formula) {
                if !build.event_id.contains_key(&event)
                    && let Some(id) = build.name(&tree.events[event as usize].name, good)
                {
                    build.event_id.insert(event, id);
                }
            }
            for gate in &gates {
                if !build.gate_id.contains_key(gate)
                    && let Some(id) = build.name(&name(*gate), good)
                {
                    build.gate_id.insert(*gate, id);
                }
            }
        }
        build.parts(&gates);
        build
    }

    /// A name; where only a `good` one is asked for, only when it can be given as it is.
    fn name(&mut self, wanted: &str, good: bool) -> Option<Id> {
        if good && !self.names.is_free(wanted) {
            return None;
        }
        let given = self.names.give(wanted);
        let id = Id::new(&given).expect("given names are ids");
        if given != wanted {
            self.renamed.push((wanted.to_string(), id.clone()));
        }
        Some(id)
    }

    fn renamed(&self) -> Vec<Diagnostic> {
        let note = |(wanted, id): &(String, Id)| {
            let message = format!("\"{wanted}\" is called \"{id}\" in the document");
            let finding = Diagnostic::note(codes::RENAMED, message);
            finding.hint(format!("names have at most {ID_LENGTH_MAX} characters, and every part one of its own"))
        };
        self.renamed.iter().map(note).collect()
    }

    fn top(&mut self) -> Id {
        match self.formula.top {
            Value::Child(child) => self.id_of(child, false),
            Value::Constant(always) => {
                let id = self.name(&self.tree.top.clone(), false).expect("any name was asked for");
                let unavailability = Probability::ONE;
                let down = Reliability::Unavailability { unavailability, mttr: None };
                self.component(id.clone(), if always { down } else { Reliability::Never }, Vec::new());
                id
            }
        }
    }

    /// All parts: the gates from the top down, then the events as the gates ask for them.
    fn parts(&mut self, gates: &[(u32, bool)]) {
        for (node, opposite) in gates.iter().copied() {
            self.gate(node, opposite);
        }
        for event in events_of(self.formula) {
            let probability = self.tree.events[event as usize].probability;
            let unavailability = Probability::new(probability).expect("validation has found it in its range");
            let id = self.event_id[&event].clone();
            self.component(id, Reliability::Unavailability { unavailability, mttr: None }, Vec::new());
        }
    }

    fn gate(&mut self, node: u32, opposite: bool) {
        let id = self.gate_id[&(node, opposite)].clone();
        let term = &self.formula.nodes[node as usize].term;
        let below = opposite != matches!(term, Term::Not(_));
        let inputs: Vec<Id> = term.children().map(|child| self.id_of(child, below)).collect();
        // De Morgan: the opposite of "all" is that one does not, of "k of n" that n − k + 1 do not.
        match (term, opposite) {
            (Term::Xor(..), _) => unreachable!("an exclusive or is not coherent"),
            (Term::Or(_), false) | (Term::And(_), true) | (Term::Not(_), _) => {
                self.component(id, Reliability::Never, once_each(inputs));
            }
            (Term::And(_), false) | (Term::Or(_), true) => self.pool(id, once_each(inputs), 1),
            (Term::AtLeast(k, of), false) => self.pool(id, inputs, of.len() as u32 - k + 1),
            (Term::AtLeast(k, _), true) => self.pool(id, inputs, *k),
        }
    }

    fn id_of(&self, child: Child, opposite: bool) -> Id {
        match child {
            Child::Event(event) => self.event_id[&event].clone(),
            Child::Node(node) => self.gate_id[&(node, opposite)].clone(),
        }
    }

    fn component(&mut self, id: Id, reliability: Reliability, needs: Vec<Id>) {
        let component = Component {
            id,
            kind: Kind::new("component"),
            reliability,
            shapes: Shapes::default(),
            change: None,
            domains: Vec::new(),
            needs: needs.into_iter().map(Need::hard).collect(),
            cost: None,
            capacity_rps: None,
            extra: Extra::new(),
        };
        self.topology.components.push(Arc::new(component));
    }

    fn pool(&mut self, id: Id, members: Vec<Id>, required: u32) {
        let mut met: Map<Id, usize> = Map::new();
        let mut distinct = Vec::with_capacity(members.len());
        for member in members {
            let times = met.entry(member.clone()).or_insert(0);
            *times += 1;
            distinct.push(if *times == 1 { member } else { self.double(member, *times) });
        }
        let required = Required::Count(required);
        let common_cause = Probability::ZERO;
        let pool = Pool {
            id,
            members: distinct,
            required,
            common_cause,
            recovery: Recovery::default(),
            change: None,
            needs: Vec::new(),
            extra: Extra::new(),
        };
        self.topology.pools.push(Arc::new(pool));
    }

    /// A part that works when this one does: a pool lists nobody twice, and an input that counts twice is listed twice.
    fn double(&mut self, of: Id, times: usize) -> Id {
        if let Some(id) = self.doubles.get(&(of.clone(), times)) {
            return id.clone();
        }
        let id = Id::new(&self.names.give(&format!("{of} ×{times}"))).expect("given names are ids");
        self.component(id.clone(), Reliability::Never, vec![of.clone()]);
        self.doubles.insert((of, times), id.clone());
        id
    }
}

/// The nodes that are asked for, as they are (`false`) and as their opposites, from the top down.
fn gates_of(formula: &Formula) -> Vec<(u32, bool)> {
    let asked = asked(formula);
    let nodes = (0..formula.nodes.len()).rev();
    let both = nodes.flat_map(|node| [false, true].map(|opposite| (node, opposite)));
    both.filter(|(node, opposite)| asked[*node][usize::from(*opposite)]).map(|(n, o)| (n as u32, o)).collect()
}

/// The events that are asked for, in the order a reader from the top down meets them.
fn events_of(formula: &Formula) -> Vec<u32> {
    let mut met = Set::new();
    let below = formula.nodes.iter().rev().flat_map(|node| node.term.children());
    let events = formula.top.child().into_iter().chain(below).filter_map(|child| match child {
        Child::Event(event) => Some(event),
        Child::Node(_) => None,
    });
    events.filter(|event| met.insert(*event)).collect()
}

fn once_each(ids: Vec<Id>) -> Vec<Id> {
    let mut met = Set::new();
    ids.into_iter().filter(|id| met.insert(id.clone())).collect()
}
