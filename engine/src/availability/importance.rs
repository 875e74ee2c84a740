//! How much each event matters: Birnbaum's measure in one pass over the diagram, and the others from it and from the
//! cut sets.

use super::analyze::{Cuts, Importance};
use super::cut_sets::{CutsOf, works_without_cuts_of};
use super::quantify::{Pair, Quantified, extend};
use super::solve::Solved;
use crate::diag::{Diagnostic, codes};

/// Nodes of the cut sets times events that the measures of all events may visit: some tenths of a second.
const WORK_MAX: usize = 20_000_000;
/// How many nodes they may add to the diagram: putting cut sets back may make it many times as large.
const NODES_ADDED_MAX: usize = 100_000;

/// The measures of every event that matters at all, by criticality, and of equals by name. All but Birnbaum's are over U:
/// without one that has its digits (0 among them) there are none.
pub(super) fn importance(
    solved: &mut Solved,
    cuts: &Cuts,
    pair: Pair,
    birnbaum: &[f64],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Importance> {
    let reached: Vec<usize> = (0..birnbaum.len()).filter(|level| birnbaum[*level] > 0.0).collect();
    if pair.down < f64::MIN_POSITIVE {
        if !reached.is_empty() {
            let message = "importance is left out: the unavailability is too small for a number to be compared with it";
            diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
        }
        return Vec::new();
    }
    let never: Vec<f64> = reached.iter().map(|level| never(solved, *level, birnbaum[*level], pair)).collect();
    let fussell_vesely = fussell_vesely(solved, cuts, pair, &reached, diagnostics);
    let measure = |((level, never), fussell_vesely): ((&usize, f64), Option<f64>)| {
        let (q, b) = (solved.q[*level], birnbaum[*level]);
        Importance {
            id: solved.names[*level].clone(),
            birnbaum: b,
            criticality: b * q / pair.down,
            fussell_vesely,
            raw: (never + b) / pair.down,
            rrw: pair.down / never,
        }
    };
    let mut all: Vec<Importance> = reached.iter().zip(never).zip(fussell_vesely).map(measure).collect();
    crate::order::sort_by(&mut all, |a, b| b.criticality.total_cmp(&a.criticality).then_with(|| a.id.cmp(&b.id)));
    all
}

/// The unavailability if the event of a level never happened: U − q·B. Where that would cancel digits, the diagram
/// is summed anew instead.
fn never(solved: &Solved, level: usize, birnbaum: f64, pair: Pair) -> f64 {
    let share = solved.q[level] * birnbaum;
    if share < 0.5 * pair.down {
        return pair.down - share;
    }
    let mut q = solved.q.clone();
    q[level] = 0.0;
    Quantified::of(&solved.diagram, &q).pair(solved.top).down
}

/// The probability that some cut set with the event is on, over U; `None` where the cut sets are too many.
fn fussell_vesely(
    solved: &mut Solved,
    cuts: &Cuts,
    pair: Pair,
    levels: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<f64>> {
    let limit = solved.diagram.nodes_max();
    solved.diagram.set_nodes_max(limit.min(solved.diagram.nodes().len() + NODES_ADDED_MAX));
    let all = cuts.family.and_then(|family| {
        let mut known = CutsOf::of(&cuts.families);
        let mut pairs = Vec::new();
        let mut one = |level: usize| {
            if cuts.families.nodes().len() * levels.len() > WORK_MAX {
                return None;
            }
            let works = works_without_cuts_of(&mut solved.diagram, &mut known, family, level as u32).ok()?;
            // Every question adds a few nodes; those before it are summed already.
            extend(&mut pairs, &solved.diagram, &solved.q);
            Some(Some(super::quantify::look_up(&pairs, works).down / pair.down))
        };
        levels.iter().map(|level| one(*level)).collect::<Option<Vec<_>>>()
    });
    solved.diagram.set_nodes_max(limit);
    all.unwrap_or_else(|| {
        let message = "Fussell-Vesely importance is left out: there are too many cut sets";
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
        vec![None; levels.len()]
    })
}
