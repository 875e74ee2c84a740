//! Exact values of forms that are not spelled out: one decision diagram for all of them, made when first asked for.

use super::super::build::{Levels, build};
use super::super::diagram::{Diagram, TooLarge};
use super::super::paths::Paths;
use super::super::quantify::{Pair, extend, look_up};
use super::super::solve::{Solved, solve};
use super::forms::{Form, FormIdx, Forms};
use crate::order::Map;
use crate::structure::{Node, NodeIdx, Structure};

/// How many nodes the diagram may have: as many as an analysis.
const NODES_MAX: usize = 1_000_000;

/// A diagram in which any form of one structure can be asked about.
pub struct Diagrams {
    diagram: Diagram,
    levels: Levels,
    q: Vec<f64>,
    pairs: Vec<Pair>,
}

impl Diagrams {
    /// In the order that an analysis of the structure is made in.
    pub fn of(structure: &Structure) -> Result<Diagrams, TooLarge> {
        let Solved { diagram, levels, q, .. } = solve(structure, NODES_MAX)?;
        Ok(Diagrams { diagram, levels, q, pairs: Vec::new() })
    }

    /// The probabilities of a form.
    pub fn pair(&mut self, structure: &Structure, forms: &Forms, form: FormIdx) -> Result<Pair, TooLarge> {
        let structure = structure_of(structure, forms, form);
        let edge = build(&mut self.diagram, (&structure, structure.top), &Paths::default(), &self.levels)?;
        extend(&mut self.pairs, &self.diagram, &self.q);
        Ok(look_up(&self.pairs, edge))
    }
}

/// The structure of one form, about the same events.
fn structure_of(structure: &Structure, forms: &Forms, form: FormIdx) -> Structure {
    let mut nodes = Vec::new();
    let mut node_of: Map<FormIdx, NodeIdx> = Map::new();
    for below in forms.reach(&[form], None) {
        let now = |of: &[FormIdx]| of.iter().map(|child| node_of[child]).collect();
        let node = match forms.get(below) {
            Form::Certain(works) => Node::AtLeast { least: u32::from(!works), of: Vec::new() },
            Form::Event(event) => Node::Event(*event),
            Form::All(of) => Node::All(now(of)),
            Form::AtLeast(least, of) => Node::AtLeast { least: *least, of: now(of) },
        };
        node_of.insert(below, NodeIdx(nodes.len() as u32));
        nodes.push(node);
    }
    let top = node_of[&form];
    Structure { nodes, top, parts: Map::new(), ..structure.clone() }
}
