//! From formulas to gates: what is nested becomes a gate of its own, named after the gate it is in.

use std::collections::{BTreeMap, BTreeSet};

use nines_engine::diag::{Diagnostic, codes};
use nines_engine::fault_tree::{Gate, Input, Op};
use roxmltree::Node;

use super::read::{DEPTH_MAX, FINDINGS_MAX, line, said, short, truth};
use super::scope::{Scope, Scopes, Sort};

/// Gates as far as they are read.
pub struct Formulas<'a> {
    scopes: &'a Scopes,
    gates: Vec<Gate>,
    /// Names given to nested formulas, and the last number given for each gate.
    given: BTreeSet<String>,
    last: BTreeMap<String, u32>,
    errors: Vec<Diagnostic>,
}

impl<'a> Formulas<'a> {
    /// None yet.
    pub fn new(scopes: &'a Scopes) -> Formulas<'a> {
        let (given, last) = (BTreeSet::new(), BTreeMap::new());
        Formulas { scopes, gates: Vec::new(), given, last, errors: Vec::new() }
    }

    /// Reads the formula of a gate.
    pub fn gate(&mut self, name: &str, scope: &Scope, formula: Node) {
        self.combine(name, &Place { gate: name, scope, depth: 0 }, formula);
    }

    /// All gates, those of the document before those of what is nested in them, and every error.
    pub fn finish(self) -> (Vec<Gate>, Vec<Diagnostic>) {
        (self.gates, self.errors)
    }

    /// Makes the gate `name` of a formula.
    fn combine(&mut self, name: &str, place: &Place, formula: Node) {
        if place.depth > DEPTH_MAX {
            return self.error(
                formula,
                place,
                "formulas are nested too deep",
                "give the inner ones names of their own",
            );
        }
        let op = match formula.tag_name().name() {
            "and" => Op::And,
            "or" => Op::Or,
            "not" => Op::Not,
            "xor" => Op::Xor,
            "atleast" => Op::AtLeast(self.least(place, formula)),
            "nand" => return self.negated(name, place, Op::And, formula),
            "nor" => return self.negated(name, place, Op::Or, formula),
            _ => {
                // A gate may be another name for one thing.
                let inputs = self.input(place, formula).into_iter().collect();
                return self.gates.push(Gate::new(name, Op::Or, inputs));
            }
        };
        let at = self.gates.len();
        self.gates.push(Gate::new(name, op, Vec::new()));
        self.gates[at].inputs = self.inputs(place, formula);
    }

    fn negated(&mut self, name: &str, place: &Place, op: Op, formula: Node) {
        let inner = self.name_within(place.gate);
        self.gates.push(Gate::new(name, Op::Not, vec![Input::name(&inner)]));
        let at = self.gates.len();
        self.gates.push(Gate::new(&inner, op, Vec::new()));
        self.gates[at].inputs = self.inputs(place, formula);
    }

    fn inputs(&mut self, place: &Place, formula: Node) -> Vec<Input> {
        let deeper = Place { depth: place.depth + 1, ..*place };
        said(formula).into_iter().filter_map(|child| self.input(&deeper, child)).collect()
    }

    fn input(&mut self, place: &Place, node: Node) -> Option<Input> {
        let element = node.tag_name().name();
        match element {
            "gate" => self.reference(place, node, Some(Sort::Gate)),
            "basic-event" => self.reference(place, node, Some(Sort::BasicEvent)),
            "house-event" => self.reference(place, node, Some(Sort::HouseEvent)),
            "event" => self.reference(place, node, None),
            "constant" => match truth(node) {
                Some(state) => Some(Input::Constant(state)),
                None => {
                    self.error(node, place, "a constant is neither true nor false", "write value=\"true\"");
                    None
                }
            },
            "and" | "or" | "not" | "xor" | "nand" | "nor" | "atleast" => {
                let name = self.name_within(place.gate);
                self.combine(&name, place, node);
                Some(Input::Name(name))
            }
            other => {
                let message = format!("<{}> is no formula that is read", short(other));
                let hint = "write it with <and>, <or>, <not>, <xor>, <nand>, <nor> and <atleast>";
                self.error(node, place, &message, hint);
                None
            }
        }
    }

    fn reference(&mut self, place: &Place, node: Node, expected: Option<Sort>) -> Option<Input> {
        let Some(name) = node.attribute("name").map(str::trim) else {
            let message = format!("<{}> does not say which", node.tag_name().name());
            self.error(node, place, &message, "write name=\"…\"");
            return None;
        };
        match self.scopes.find(place.scope, name) {
            Some((_, sort)) if expected.is_some_and(|expected| expected != *sort) => {
                let message = format!("\"{name}\" is a {} and no {}", sort.words(), expected?.words());
                self.error(node, place, &message, "write <event name=\"…\"/> for any of them");
                None
            }
            Some((called, _)) => Some(Input::name(called)),
            // The tree's own checks say that there is no such name, and which is near.
            None => Some(Input::name(name)),
        }
    }

    fn least(&mut self, place: &Place, formula: Node) -> u32 {
        let min = formula.attribute("min").map(str::trim);
        match min.and_then(|min| min.parse().ok()) {
            Some(least) => least,
            None => {
                let message = match min {
                    Some(min) => format!("<atleast> asks for \"{}\", which is no whole number", short(min)),
                    None => "<atleast> does not say how many".to_string(),
                };
                self.error(formula, place, &message, "write min=\"2\"");
                1
            }
        }
    }

    fn name_within(&mut self, gate: &str) -> String {
        let last = self.last.entry(gate.to_string()).or_insert(0);
        loop {
            *last += 1;
            let name = format!("{gate}/{last}");
            if !self.scopes.is_taken(&name) && self.given.insert(name.clone()) {
                return name;
            }
        }
    }

    fn error(&mut self, node: Node, place: &Place, message: &str, hint: &str) {
        if self.errors.len() > FINDINGS_MAX {
            return;
        }
        let finding = Diagnostic::error(codes::NOT_OPEN_PSA, message).at(line(node), place.gate);
        self.errors.push(finding.hint(hint));
    }
}

/// Where a formula stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The gate of the document that it belongs to.
    gate: &'a str,
    scope: &'a Scope,
    depth: usize,
}
