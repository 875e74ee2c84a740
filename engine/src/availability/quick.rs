//! The unavailability alone, for those who ask it of many documents: lowered, solved and summed, without cut sets,
//! importance or served fraction. [`Baseline`] keeps the diagram of one document, to ask what it would be if events
//! were rarer.

use super::analyze::Method;
use super::diagram::TooLarge;
use super::quantify::{Quantified, birnbaum};
use super::solve::{Solved, solve};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::Map;
use crate::structure::{Chains, EventSource, Lowering, Structure, lower, lower_valid};
use crate::topology::Topology;

/// The long-run share of time in which some hard need of the clients does not work: the same number as
/// [`super::Analysis::unavailability`].
///
/// # Errors
/// The document's errors; or [`codes::TOO_ENTANGLED`] when every order of the variables grows past `nodes_max`.
pub fn unavailability(topology: &Topology, nodes_max: usize) -> Result<f64, Vec<Diagnostic>> {
    let structure = lower(topology, Lowering::UP)?;
    Ok(quick(&structure, nodes_max)?.unavailability)
}

/// An unavailability, and whether it is the document's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quick {
    pub unavailability: f64,
    pub method: Method,
}

/// The same of a document that is known to be correct, an analysis of its own with the chains that are known.
pub(crate) fn of_valid(topology: &Topology, nodes_max: usize, chains: &mut Chains) -> Result<Quick, Vec<Diagnostic>> {
    chains.begin_another();
    quick(&lower_valid(topology, Lowering::UP, chains)?, nodes_max)
}

fn quick(structure: &Structure, nodes_max: usize) -> Result<Quick, Vec<Diagnostic>> {
    let solved = solve(structure, nodes_max).map_err(|TooLarge| too_entangled(nodes_max))?;
    Ok(Quick { unavailability: solved.pair(solved.top).down, method: method(structure) })
}

fn method(structure: &Structure) -> Method {
    let approximated = structure.findings.iter().any(|finding| finding.code == codes::APPROXIMATED);
    if approximated { Method::Approximate } else { Method::Exact }
}

pub(super) fn too_entangled(nodes_max: usize) -> Vec<Diagnostic> {
    let message = format!("the parts depend on each other too much for an exact answer within {nodes_max} nodes");
    let finding = Diagnostic::error(codes::TOO_ENTANGLED, message);
    vec![finding.hint("simulate instead, or take apart what many pools share")]
}

/// The diagram of one document.
pub(crate) struct Baseline {
    solved: Solved,
    levels: Map<Id, Vec<(EventSource, u32)>>,
    birnbaum: Vec<f64>,
    /// Its answer.
    pub quick: Quick,
    /// What was approximated, and why.
    pub findings: Vec<Diagnostic>,
}

impl Baseline {
    /// Solves a document.
    pub fn of(topology: &Topology, nodes_max: usize) -> Result<Baseline, Vec<Diagnostic>> {
        let structure = lower(topology, Lowering::UP)?;
        let mut solved = solve(&structure, nodes_max).map_err(|TooLarge| too_entangled(nodes_max))?;
        let quick = Quick { unavailability: solved.pair(solved.top).down, method: method(&structure) };
        let birnbaum = birnbaum(&mut solved.diagram, &solved.q, solved.top);
        let mut levels: Map<Id, Vec<(EventSource, u32)>> = Map::new();
        for (event, level) in solved.levels.event_at.iter().zip(0..) {
            let source = &structure.events[*event as usize].source;
            for id in source.parts() {
                levels.entry(id.clone()).or_default().push((source.clone(), level));
            }
        }
        Ok(Baseline { solved, levels, birnbaum, quick, findings: structure.findings })
    }

    /// The events of a part that can fail and that the clients depend on, with their levels.
    pub fn events_of(&self, id: &Id) -> &[(EventSource, u32)] {
        self.levels.get(id).map_or(&[], Vec::as_slice)
    }

    /// The probability of the event at a level.
    pub fn q(&self, level: u32) -> f64 {
        self.solved.q[level as usize]
    }

    /// How many nodes the diagram has: what an answer of [`Baseline::with`] costs.
    pub fn nodes(&self) -> usize {
        self.solved.diagram.nodes().len()
    }

    /// The unavailability if the events at these levels had their probabilities multiplied by these factors.
    pub fn with(&self, factors: &[(u32, f64)]) -> f64 {
        let mut q = self.solved.q.clone();
        for (level, factor) in factors {
            q[*level as usize] *= factor;
        }
        self.summed(&q)
    }

    /// The unavailability if the events at these levels had these probabilities.
    pub fn at(&self, values: &[(u32, f64)]) -> f64 {
        let mut q = self.solved.q.clone();
        for (level, value) in values {
            q[*level as usize] = *value;
        }
        self.summed(&q)
    }

    fn summed(&self, q: &[f64]) -> f64 {
        Quantified::of(&self.solved.diagram, q).pair(self.solved.top).down
    }

    /// About how much of the unavailability would go with these factors: the first term of its series, by Birnbaum's
    /// measure. Enough to put many changes in an order.
    pub fn about_saved(&self, factors: &[(u32, f64)]) -> f64 {
        let saved = |(level, factor): &(u32, f64)| (1.0 - factor) * self.q(*level) * self.birnbaum[*level as usize];
        factors.iter().map(saved).sum()
    }
}
