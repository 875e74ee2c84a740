//! The exact answers about a fault tree, from one decision diagram: coherent or not, and larger than any document may
//! be. What a tree's events mean for repair and frequency, [`crate::availability`] answers from a document.

use super::build::build;
use super::coherent::blamed;
use super::formula::{Formula, resolve};
use super::model::FaultTree;
use super::orders::{Order, order_events};
use super::validate::validate;
use crate::availability::cut_sets::minimal_cut_sets;
use crate::availability::diagram::{Diagram, Edge, TooLarge};
use crate::availability::quantify::Quantified;
use crate::availability::race::{GotAsFarAs, Race};
use crate::availability::zero_suppressed::Families;
use crate::diag::{Diagnostic, codes};

/// The exact answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantities {
    /// That the top happens, from 0 to 1.
    pub probability: f64,
    /// That it does not; summed as such and not 1 − the probability, so that both keep their digits.
    pub complement: f64,
    /// How many minimal cut sets there are, exact up to 2⁵³. `None` where the tree is not coherent (its smallest
    /// causes would hold things that work) and where they are too many for the limit. Events of probability 0 count:
    /// a cut set is a matter of how the tree is built.
    pub cut_sets_count: Option<f64>,
    /// How many of them have one member, two, three… up to the largest.
    pub cut_sets_by_order: Option<Vec<f64>>,
}

/// Answers a tree within `nodes_max` nodes of a diagram, and as many for the cut sets (some 50 bytes each).
///
/// # Errors
/// The findings of [`validate`]; or [`codes::TOO_ENTANGLED`] when every order of the events grows past the limit.
pub fn quantify(tree: &FaultTree, nodes_max: usize) -> Result<Quantities, Vec<Diagnostic>> {
    let findings = validate(tree);
    if !findings.is_empty() {
        return Err(findings);
    }
    let formula = resolve(tree);
    let solved = solve(&formula, nodes_max).map_err(|TooLarge| too_entangled(nodes_max))?;
    let q: Vec<f64> = solved.events.iter().map(|event| tree.events[*event as usize].probability).collect();
    let pair = Quantified::of(&solved.diagram, &q).pair(solved.top);
    let by_order = if blamed(tree, &formula).is_empty() { by_order(&solved, nodes_max) } else { None };
    Ok(Quantities {
        probability: pair.up,
        complement: pair.down,
        cut_sets_count: by_order.as_ref().map(|counts| counts.iter().sum()),
        // The set without members is the tree that always happens: it is counted and has no order.
        cut_sets_by_order: by_order.map(|counts| counts.into_iter().skip(1).collect()),
    })
}

fn too_entangled(nodes_max: usize) -> Vec<Diagnostic> {
    let message = format!("the gates share too much for an exact answer within {nodes_max} nodes");
    vec![Diagnostic::error(codes::TOO_ENTANGLED, message).hint("take apart what many gates share, or ask for less")]
}

/// A formula with its diagram.
struct Solved {
    diagram: Diagram,
    /// The event of each level.
    events: Vec<u32>,
    /// The function "the top happens".
    top: Edge,
}

/// Builds the diagram in the first order that stays within a limit. All orders are tried under a small limit, then the
/// ones that got furthest under four times as much, and so on; under `nodes_max` all of them again, before it is said
/// that there is no answer. That has cost some seven times `nodes_max` nodes, one diagram at a time.
fn solve(formula: &Formula, nodes_max: usize) -> Result<Solved, TooLarge> {
    const FIRST: usize = 1 << 15;
    let mut limit = FIRST.min(nodes_max);
    let orders = Order::ALL.into_iter().filter_map(|order| order_events(formula, order));
    let mut race = match Race::first(orders, |events| under(formula, events, limit)) {
        Ok(solved) => return Ok(solved),
        Err(race) => race,
    };
    let mut hopeful = race.len();
    while limit < nodes_max {
        limit = limit.saturating_mul(4).min(nodes_max);
        hopeful = if limit == nodes_max { race.len() } else { hopeful.div_ceil(2).max(2) };
        if let Some(solved) = race.again(hopeful, |events| under(formula, events, limit)) {
            return Ok(solved);
        }
    }
    Err(TooLarge)
}

fn under(formula: &Formula, events: &[u32], limit: usize) -> Result<Solved, GotAsFarAs> {
    let mut diagram = Diagram::new(limit);
    let top = build(&mut diagram, formula, events)?;
    Ok(Solved { diagram, events: events.to_vec(), top })
}

/// How many minimal cut sets have no member, one, two…
fn by_order(solved: &Solved, nodes_max: usize) -> Option<Vec<f64>> {
    let mut families = Families::new(nodes_max);
    let family = minimal_cut_sets(&solved.diagram, solved.top.not(), &mut families).ok()?;
    families.counts_by_size(family)
}
