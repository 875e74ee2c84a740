//! The answer for a system that is too entangled for the diagram: rigorous bounds, the most probable cut sets, and
//! nothing that only the diagram could say.

use super::analyze::{Analysis, AnalyzeOptions, CutSet, Method};
use super::bounds::{BoundLimits, CutLimits, bounds, probable_cut_sets, single_points};
use crate::diag::{Diagnostic, codes};
use crate::math;
use crate::structure::Structure;
use crate::topology::Topology;
use crate::units::MINUTES_PER_YEAR;

/// What sums and products over many thousand boxes may lose, relative: some 2⁻⁵³ for each of ten thousand steps.
const ROUNDING: f64 = 1e-12;

/// Bounds the availability of a lowered topology; `diagnostics` are those found so far.
// Rare and long: apart from `analyze`, which every page runs, it can be loaded later.
#[cold]
#[inline(never)]
pub fn bounded(
    topology: &Topology,
    structure: &Structure,
    options: &AnalyzeOptions,
    mut diagnostics: Vec<Diagnostic>,
) -> Analysis {
    let found = bounds(structure, BoundLimits::standard());
    // Outward, so that the rounding of the sums cannot carry the true value past an end.
    let least = found.down * (1.0 - ROUNDING);
    let most = ((found.down + found.unexplored) * (1.0 + ROUNDING)).min(1.0);
    // The middle is off by at most half the gap.
    let (unavailability, availability) = (found.down + found.unexplored / 2.0, found.up + found.unexplored / 2.0);
    let cuts = probable_cut_sets(structure, CutLimits { count: options.cut_sets_max, ..CutLimits::standard() });
    let name = |event: &u32| structure.events[*event as usize].name.clone();
    let mut single: Vec<u32> = single_points(structure);
    let q = |event: &u32| structure.events[*event as usize].unavailability;
    crate::order::sort_by(&mut single, |a, b| q(b).total_cmp(&q(a)).then(a.cmp(b)));
    let message = format!(
        "the parts depend on each other too much for an exact answer within {} nodes: the unavailability lies between \
         {least:.3e} and {most:.3e}",
        options.nodes_max
    );
    let finding = Diagnostic::warning(codes::TOO_ENTANGLED, message);
    diagnostics.push(finding.hint("simulate for a second opinion, or take apart what many pools share"));
    if !cuts.complete {
        let message = format!(
            "only the most probable cut sets are listed; none that is more probable than {:.1e} is missing",
            cuts.left_out_below
        );
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
    }
    let cut = |(members, probability): &(Vec<u32>, f64)| CutSet {
        members: members.iter().map(name).collect(),
        probability: *probability,
    };
    Analysis {
        availability,
        unavailability,
        unavailability_bounds: Some((least, most)),
        nines: math::nines(unavailability),
        downtime_minutes_per_year: unavailability * MINUTES_PER_YEAR,
        outages_per_year: None,
        mean_outage_minutes: None,
        served_fraction: None,
        degraded_minutes_per_year: None,
        method: Method::Approximate,
        single_points_of_failure: single.iter().map(name).collect(),
        cut_sets_count: cuts.complete.then_some(cuts.sets.len() as f64),
        cut_sets: cuts.sets.iter().map(cut).collect(),
        importance: Vec::new(),
        cost: topology.cost(),
        diagnostics,
    }
}
