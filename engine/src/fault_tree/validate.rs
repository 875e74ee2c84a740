//! Everything that is wrong with a fault tree, all at once: sizes, names of nothing, names given twice, numbers out of
//! range, circles. Which gates are reached from the top does not matter here.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::model::{FaultTree, Gate, Input, Op, TreeLimits};
use crate::diag::{Diagnostic, codes, nearest};
use crate::order::{Map, Set};

/// How many names a search for the nearest one may look at: it compares letter by letter.
const NEAREST_AMONG: usize = 2000;
/// The most findings of one tree: more help nobody, and each takes memory.
const FINDINGS_MAX: usize = 100;

/// Checks a whole tree. Findings come in the order of the tree, at most a hundred; all of them are errors.
pub fn validate(tree: &FaultTree) -> Vec<Diagnostic> {
    let mut out = sizes(tree);
    if !out.is_empty() {
        return out;
    }
    let known = names(tree, &mut out);
    if tree.top.is_empty() || !known.contains_key(tree.top.as_str()) {
        out.push(unknown(&tree.top, &known).at("top", ""));
    }
    for (i, gate) in tree.gates.iter().enumerate() {
        check_gate(gate, &format!("gates[{i}]"), &known, &mut out);
    }
    for (i, event) in tree.events.iter().enumerate() {
        if !(0.0..=1.0).contains(&event.probability) {
            let message = format!("the probability is {}, and must be from 0 to 1", event.probability);
            out.push(Diagnostic::error(codes::OUT_OF_RANGE, message).at(format!("events[{i}]"), &event.name));
        }
    }
    circles(tree, &mut out);
    if out.len() > FINDINGS_MAX {
        out.truncate(FINDINGS_MAX);
        let message = format!("there are more findings than the {FINDINGS_MAX} above");
        out.push(Diagnostic::error(codes::TOO_LARGE, message).hint("repair those first"));
    }
    out
}

fn sizes(tree: &FaultTree) -> Vec<Diagnostic> {
    let inputs = tree.gates.iter().map(|gate| gate.inputs.len()).sum();
    let sizes = [
        ("gates", tree.gates.len(), TreeLimits::GATES),
        ("basic events", tree.events.len(), TreeLimits::EVENTS),
        ("house events", tree.houses.len(), TreeLimits::HOUSES),
        ("inputs of gates", inputs, TreeLimits::INPUTS),
    ];
    let too_many = sizes.into_iter().filter(|(_, len, limit)| len > limit);
    let finding = |(what, len, limit): (&str, usize, usize)| {
        let message = format!("there are {len} {what}, and the limit is {limit}");
        Diagnostic::error(codes::TOO_LARGE, message).hint("split the tree into several")
    };
    too_many.map(finding).collect()
}

/// Every name with what it is the name of.
fn names<'a>(tree: &'a FaultTree, out: &mut Vec<Diagnostic>) -> Map<&'a str, &'static str> {
    let gates = tree.gates.iter().enumerate().map(|(i, g)| (format!("gates[{i}].name"), g.name.as_str(), "a gate"));
    let events =
        tree.events.iter().enumerate().map(|(i, e)| (format!("events[{i}].name"), e.name.as_str(), "an event"));
    let houses =
        tree.houses.iter().enumerate().map(|(i, h)| (format!("houses[{i}].name"), h.name.as_str(), "a house event"));
    let mut known: Map<&str, &'static str> = Map::new();
    for (path, name, sort) in gates.chain(events).chain(houses) {
        if name.trim().is_empty() {
            let finding = Diagnostic::error(codes::BAD_ID, "a name needs at least one character");
            out.push(finding.at(path, "").hint(format!("it is for {sort}: give it one")));
        } else if name.chars().count() > TreeLimits::NAME {
            let start: String = name.chars().take(40).collect();
            let message = format!("a name has at most {} characters", TreeLimits::NAME);
            out.push(Diagnostic::error(codes::BAD_ID, message).at(path, format!("{start}…")));
        } else if let Some(other) = known.insert(name, sort) {
            let message = format!("the name \"{name}\" is given twice: to {other} and to {sort}");
            let finding = Diagnostic::error(codes::DUPLICATE_ID, message).at(path, name);
            out.push(finding.hint("give every gate and event a name of its own"));
        }
    }
    known
}

fn check_gate(gate: &Gate, path: &str, known: &Map<&str, &'static str>, out: &mut Vec<Diagnostic>) {
    let count = gate.inputs.len();
    let wrong = match gate.op {
        _ if count == 0 => Some("the gate has no inputs".to_string()),
        Op::Not if count != 1 => Some(format!("\"not\" has one input, and here are {count}")),
        Op::Xor if count != 2 => Some(format!("\"xor\" has two inputs, and here are {count}")),
        Op::AtLeast(k) if k == 0 || k as usize > count => {
            Some(format!("at least {k} of {count} inputs cannot be asked for: write a number from 1 to {count}"))
        }
        _ => None,
    };
    if let Some(message) = wrong {
        out.push(Diagnostic::error(codes::OUT_OF_RANGE, message).at(path, &gate.name));
    }
    for (i, input) in gate.inputs.iter().enumerate() {
        if let Input::Name(name) = input
            && !known.contains_key(name.as_str())
            && out.len() <= FINDINGS_MAX
        {
            out.push(unknown(name, known).at(format!("{path}.inputs[{i}]"), &gate.name));
        }
    }
}

fn unknown(name: &str, known: &Map<&str, &'static str>) -> Diagnostic {
    let name: String = name.chars().take(TreeLimits::NAME).collect();
    let near = nearest(&name, known.keys().copied().take(NEAREST_AMONG));
    let hint = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "define it, or take the name out".to_string(),
    };
    Diagnostic::error(codes::UNKNOWN_NAME, format!("no gate or event is called \"{name}\"")).hint(hint)
}

/// Gates that feed themselves, a finding for each group of them.
fn circles(tree: &FaultTree, out: &mut Vec<Diagnostic>) {
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut place: Map<&str, NodeIndex> = Map::new();
    for gate in &tree.gates {
        place.entry(&gate.name).or_insert_with(|| graph.add_node(&gate.name));
    }
    for gate in &tree.gates {
        for input in &gate.inputs {
            if let Input::Name(name) = input
                && let Some(to) = place.get(name.as_str())
            {
                graph.add_edge(place[gate.name.as_str()], *to, ());
            }
        }
    }
    // Kosaraju's algorithm keeps its own stack, where Tarjan's would recurse as deep as the tree is. The groups that
    // have an arrow inside are those with a circle.
    for group in kosaraju_scc(&graph) {
        if group.len() > 1 || graph.contains_edge(group[0], group[0]) {
            let way = circle_in(&graph, &group);
            let message = format!("these gates feed each other: {}", way.join(" → "));
            let finding = Diagnostic::error(codes::CIRCLE, message).at("", way[0]);
            out.push(finding.hint("take one of the arrows out"));
        }
    }
}

/// A circle within a group: from any gate onwards until one comes again.
fn circle_in<'a>(graph: &DiGraph<&'a str, ()>, group: &[NodeIndex]) -> Vec<&'a str> {
    const NAMED_MAX: usize = 20;
    let inside: Set<_> = group.iter().copied().collect();
    let mut way = vec![group[0]];
    let mut met = Map::from([(group[0], 0)]);
    loop {
        let last = way[way.len() - 1];
        let next = graph.neighbors(last).filter(|next| inside.contains(next)).min();
        // Every gate of such a group leads to another one of it.
        let Some(next) = next else { break };
        way.push(next);
        if let Some(first) = met.insert(next, way.len() - 1) {
            way.drain(..first);
            break;
        }
    }
    let mut names: Vec<&str> = way.iter().map(|node| graph[*node]).collect();
    if names.len() > NAMED_MAX {
        let last = names[names.len() - 1];
        names.truncate(NAMED_MAX);
        names.extend(["…", last]);
    }
    names
}
