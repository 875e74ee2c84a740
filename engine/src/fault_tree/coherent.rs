//! Whether a tree is coherent: a further failure never helps. It is when every "not" is undone by another one and no
//! "exclusive or" is left, once constants are gone and De Morgan's laws have moved every "not" down to the events.
//!
//! This looks at how the tree is written: `a or (not a and b)` is coherent as a function and is not found to be.

use super::formula::{Child, Formula, Term, Value, resolve};
use super::model::FaultTree;
use super::validate::validate;
use crate::diag::Diagnostic;
use crate::order::Set;

/// Whether a further failure never helps, as far as the way it is written shows.
///
/// # Errors
/// The findings of [`validate`].
pub fn is_coherent(tree: &FaultTree) -> Result<bool, Vec<Diagnostic>> {
    not_coherent_because(tree).map(|gates| gates.is_empty())
}

/// The names of the gates that keep a tree from being coherent, in the order of the tree: every "xor" that depends on
/// two events, and every "not" that nothing above or below it undoes.
///
/// # Errors
/// The findings of [`validate`].
pub fn not_coherent_because(tree: &FaultTree) -> Result<Vec<String>, Vec<Diagnostic>> {
    let findings = validate(tree);
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(blamed(tree, &resolve(tree)))
}

/// The same for a formula.
pub fn blamed(tree: &FaultTree, formula: &Formula) -> Vec<String> {
    let asked = asked(formula);
    let bare = bare(formula);
    let is_to_blame = |i: usize| match formula.nodes[i].term {
        Term::Xor(..) => asked[i] != [false; 2],
        Term::Not(Child::Event(_)) => asked[i][0],
        Term::Not(Child::Node(below)) => asked[i][0] && bare[below as usize],
        _ => false,
    };
    let gates = (0..formula.nodes.len()).filter(|i| is_to_blame(*i)).map(|i| formula.nodes[i].gate);
    gates.collect::<Set<_>>().into_iter().map(|gate| tree.gates[gate as usize].name.clone()).collect()
}

/// For every node whether it is asked for as it is, and whether its opposite is, when each "not" is moved down.
pub fn asked(formula: &Formula) -> Vec<[bool; 2]> {
    let mut asked = vec![[false; 2]; formula.nodes.len()];
    if let Value::Child(Child::Node(top)) = formula.top {
        asked[top as usize][0] = true;
    }
    for i in (0..formula.nodes.len()).rev() {
        let [plain, opposite] = asked[i];
        let term = &formula.nodes[i].term;
        let below = match term {
            Term::Not(_) => [opposite, plain],
            Term::Xor(..) => [plain || opposite; 2],
            _ => [plain, opposite],
        };
        for child in term.children() {
            if let Child::Node(child) = child {
                let slot = &mut asked[child as usize];
                *slot = [slot[0] || below[0], slot[1] || below[1]];
            }
        }
    }
    asked
}

/// For every node whether its opposite comes down to an event that does not happen without another "not" or an "xor"
/// in between, which would be to blame itself.
fn bare(formula: &Formula) -> Vec<bool> {
    let mut bare: Vec<bool> = Vec::with_capacity(formula.nodes.len());
    for node in &formula.nodes {
        let found = match &node.term {
            Term::Xor(..) | Term::Not(_) => false,
            term => term.children().any(|child| match child {
                Child::Event(_) => true,
                Child::Node(below) => bare[below as usize],
            }),
        };
        bare.push(found);
    }
    bare
}
