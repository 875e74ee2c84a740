//! All exact answers about a topology, from one diagram: availability, how often and how long it is down, the
//! minimal cut sets, and what matters most.

use super::bounded::bounded;
use super::cut_sets::{minimal_cut_sets, most_probable};
use super::diagram::TooLarge;
use super::frequency::outages_per_year;
use super::importance::importance;
use super::quantify::{Pair, birnbaum};
use super::quick::too_entangled;
use super::solve::{Also, Solved, solve};
use super::zero_suppressed::{Families, Family};
use crate::diag::{Diagnostic, codes, has_errors};
use crate::math;
use crate::order::Set;
use crate::structure::{Chains, Lowering, Structure, lower_valid, shares_below_one};
use crate::topology::{Topology, validate};
use crate::units::MINUTES_PER_YEAR;

/// How much work an analysis may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnalyzeOptions {
    /// How many cut sets are listed, most probable first.
    pub cut_sets_max: usize,
    /// How many nodes a diagram may have before the answer is bounds. Several orders of the variables are tried under less
    /// first, together under half as much.
    pub nodes_max: usize,
}

impl AnalyzeOptions {
    /// 50 cut sets, a million nodes (some 50 MB, about a second).
    pub fn standard() -> AnalyzeOptions {
        AnalyzeOptions { cut_sets_max: 50, nodes_max: 1_000_000 }
    }
}

/// The exact answers. Probabilities are long-run shares of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Share of time in which every hard need of the clients works.
    pub availability: f64,
    /// The rest, computed as such: it keeps its digits at nine nines.
    pub unavailability: f64,
    /// When the system was too entangled for an exact answer: between which values the unavailability lies for
    /// certain. The other numbers are then of the middle, and what only the diagram could say is left out.
    pub unavailability_bounds: Option<(f64, f64)>,
    /// −log₁₀ of the unavailability; infinite when nothing can take the clients down.
    pub nines: f64,
    /// Unavailability in minutes of a 365-day year.
    pub downtime_minutes_per_year: f64,
    /// Long-run frequency of outages, a year.
    pub outages_per_year: Option<f64>,
    /// Their mean length in minutes; `None` when there are none.
    pub mean_outage_minutes: Option<f64>,
    /// Share of requests served when a pool with half of what it requires serves half; `None` when there are too
    /// many capacity levels, which a diagnostic then says. A pool in a pool is one member, which helps to serve a share
    /// when it serves that share itself.
    pub served_fraction: Option<f64>,
    /// Minutes a year in which the clients are up and something used softly is down; `None` when that is too entangled
    /// to be found, which a diagnostic then says.
    pub degraded_minutes_per_year: Option<f64>,
    /// Whether the numbers are exact for the document.
    pub method: Method,
    /// Names of events that take the clients down alone, most probable first.
    pub single_points_of_failure: Vec<String>,
    /// Minimal cut sets, most probable first, as many as asked for.
    pub cut_sets: Vec<CutSet>,
    /// How many minimal cut sets there are; exact up to 2⁵³, and `None` where they were too many to find.
    pub cut_sets_count: Option<f64>,
    /// Importance of every event that can fail, by criticality.
    pub importance: Vec<Importance>,
    /// Cost units of all components.
    pub cost: f64,
    /// What to know about these numbers, and the document's warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether the numbers are the document's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// They are.
    Exact,
    /// The document says something that was not counted; a diagnostic names it.
    Approximate,
}

/// A minimal cut set.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSet {
    /// Names of its events.
    pub members: Vec<String>,
    /// That all of them are on.
    pub probability: f64,
}

/// How much one event matters. With h the system's unavailability as a function of the event's q (the time a pool takes to
/// change over because of a domain is the pool's own event, `app/failover`, and not the domain's):
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Name of the event.
    pub id: String,
    /// ∂U/∂q = h(1) − h(0) (Birnbaum 1969).
    pub birnbaum: f64,
    /// Birnbaum · q / U: the share of the unavailability that would go if the event never happened (Lambert: Measures of
    /// importance of events and cut sets in fault trees, in: Reliability and Fault Tree Analysis, SIAM 1975).
    pub criticality: f64,
    /// Probability that some minimal cut set with the event is on, over U (Vesely 1970; Fussell 1975); `None` where the
    /// cut sets were too many.
    pub fussell_vesely: Option<f64>,
    /// Risk achievement worth: h(1) / U (Vesely, Davis, Denning, Saltos: Measures of Risk Importance and Their
    /// Applications, NUREG/CR-3385, 1983).
    pub raw: f64,
    /// Risk reduction worth: U / h(0) (the same report); infinite when the event is the only way to fail.
    pub rrw: f64,
}

/// Analyses a topology.
///
/// Where every order of the variables grows past `options.nodes_max`, the answer is [bounds](super::bounds), marked as
/// approximate with a finding ([`codes::TOO_ENTANGLED`]).
///
/// # Errors
/// The document's errors.
pub fn analyze(topology: &Topology, options: &AnalyzeOptions) -> Result<Analysis, Vec<Diagnostic>> {
    let asked = Asked::of(topology, Chains::new())?;
    match solve(&asked.structure, options.nodes_max) {
        Ok(solved) => answer(topology, options, asked, solved),
        Err(TooLarge) => Ok(bounded(topology, &asked.structure, options, asked.diagnostics)),
    }
}

/// The same for those who would rather wait for it elsewhere than be kept from what they do: no bounds are looked for, and solving
/// the chains of pools may take `chains_max`, some nanoseconds each.
///
/// # Errors
/// The document's errors; or [`codes::TOO_ENTANGLED`] when every order of the variables grows past
/// `options.nodes_max`, or chains take longer.
pub fn analyze_quickly(
    topology: &Topology,
    options: &AnalyzeOptions,
    chains_max: u64,
) -> Result<Analysis, Vec<Diagnostic>> {
    let asked = Asked::of(topology, Chains::within(chains_max))?;
    if asked.chains.were_given_up() {
        return Err(too_long());
    }
    let solved = solve(&asked.structure, options.nodes_max).map_err(|TooLarge| too_entangled(options.nodes_max))?;
    answer(topology, options, asked, solved)
}

fn too_long() -> Vec<Diagnostic> {
    let finding = Diagnostic::error(codes::TOO_ENTANGLED, "the chains of the pools take longer than they may");
    vec![finding.hint("give them more time, or take apart what changes over together")]
}

/// What is asked of a topology.
struct Asked {
    structure: Structure,
    chains: Chains,
    /// What to know so far.
    diagnostics: Vec<Diagnostic>,
}

impl Asked {
    fn of(topology: &Topology, mut chains: Chains) -> Result<Asked, Vec<Diagnostic>> {
        let mut diagnostics = validate(topology);
        if has_errors(&diagnostics) {
            return Err(diagnostics);
        }
        let structure = lower_valid(topology, Lowering::UP, &mut chains)?;
        diagnostics.extend(structure.findings.iter().cloned());
        Ok(Asked { structure, chains, diagnostics })
    }
}

/// Everything that the diagram says.
fn answer(
    topology: &Topology,
    options: &AnalyzeOptions,
    asked: Asked,
    mut solved: Solved,
) -> Result<Analysis, Vec<Diagnostic>> {
    let Asked { structure, mut chains, mut diagnostics } = asked;
    let pair = solved.pair(solved.top);
    let degraded = degraded((topology, &mut chains), &structure, &mut solved, &mut diagnostics)?;
    let served = served_fraction((topology, &mut chains), &mut solved, &mut diagnostics);
    if chains.were_given_up() {
        return Err(too_long());
    }
    let cuts = cut_sets(&mut solved, options, pair, &mut diagnostics);
    let birnbaum = birnbaum(&mut solved.diagram, &solved.q, solved.top);
    let outages = outages_per_year(&structure, &solved, &birnbaum);
    let importance = importance(&mut solved, &cuts, pair, &birnbaum, &mut diagnostics);
    let downtime = pair.down * MINUTES_PER_YEAR;
    let approximate = diagnostics.iter().any(|d| d.code == codes::APPROXIMATED);
    Ok(Analysis {
        availability: pair.up,
        unavailability: pair.down,
        unavailability_bounds: None,
        nines: math::nines(pair.down),
        downtime_minutes_per_year: downtime,
        outages_per_year: Some(outages),
        mean_outage_minutes: (outages > 0.0).then(|| downtime / outages),
        served_fraction: served,
        degraded_minutes_per_year: degraded.map(|share| share * MINUTES_PER_YEAR),
        method: if approximate { Method::Approximate } else { Method::Exact },
        single_points_of_failure: cuts.single.iter().map(|level| solved.names[*level as usize].clone()).collect(),
        cut_sets: cuts.listed(&solved),
        cut_sets_count: cuts.count,
        importance,
        cost: topology.cost(),
        diagnostics,
    })
}

/// The share of time up but degraded.
fn degraded(
    (topology, chains): (&Topology, &mut Chains),
    hard: &Structure,
    solved: &mut Solved,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<f64>, Vec<Diagnostic>> {
    let parts = topology.components.iter().map(|c| &c.needs).chain(topology.pools.iter().map(|p| &p.needs));
    if !parts.chain([&topology.clients.needs]).flatten().any(|need| need.soft) {
        return Ok(Some(0.0));
    }
    let structure = lower_valid(topology, Lowering::UNDEGRADED, chains)?;
    say_too(&structure, diagnostics);
    let both = if has_same_modules(hard, &structure) {
        solved.also(&structure).and_then(|Also { edge, q }| {
            let edge = solved.diagram.and(solved.top, edge.not())?;
            Ok(solved.pair_of(&Also { edge, q }).up)
        })
    } else {
        // What is undegraded is up, so that the difference is what is up and degraded.
        let up = solved.pair(solved.top).down;
        let nodes_max = solved.diagram.nodes_max();
        solve(&structure, nodes_max).map(|undegraded| (undegraded.pair(undegraded.top).down - up).max(0.0))
    };
    if both.is_err() {
        let message = "degraded time is left out: the parts depend on each other too much";
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
    }
    Ok(both.ok())
}

/// Whether two questions have the same events of pools' chains, as probable: then those of one are those of the other.
fn has_same_modules(one: &Structure, other: &Structure) -> bool {
    let events = |structure: &Structure| -> Vec<(String, u64)> {
        let of_modules = structure.events[structure.independent..].iter();
        of_modules.map(|event| (event.name.clone(), event.unavailability.to_bits())).collect()
    };
    events(one) == events(other)
}

/// Takes over what another question had to approximate.
fn say_too(structure: &Structure, diagnostics: &mut Vec<Diagnostic>) {
    for finding in &structure.findings {
        if !diagnostics.contains(finding) {
            diagnostics.push(finding.clone());
        }
    }
}

/// The share of requests served: one question for every level of capacity the pools can have. With levels s₁ < s₂ < … the
/// mean of a quantity that is at least sᵢ with probability Aᵢ is Σ (sᵢ − sᵢ₋₁)·Aᵢ (expected performance of a multi-state
/// system: Lisnianski and Levitin, Multi-State System Reliability, 2003, section 1.3).
fn served_fraction(
    (topology, chains): (&Topology, &mut Chains),
    solved: &mut Solved,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let served = shares_below_one(topology).and_then(|shares| {
        let mut served = 0.0;
        let mut below = 0.0;
        for share in shares {
            let structure = lower_valid(topology, Lowering::UP.at_share(share), chains).ok()?;
            say_too(&structure, diagnostics);
            served += (share - below) * up(&structure, solved).ok()?;
            below = share;
        }
        Some(served + (1.0 - below) * solved.pair(solved.top).up)
    });
    if served.is_none() {
        let message = "served_fraction is left out: the pools have too many levels of capacity";
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
    }
    served
}

/// The answer to another question, asked alone where two chains of one pool are in it: events of chains are known by name.
fn up(structure: &Structure, solved: &mut Solved) -> Result<f64, TooLarge> {
    let names: Vec<&String> = structure.events[structure.independent..].iter().map(|event| &event.name).collect();
    let distinct: Set<&String> = names.iter().copied().collect();
    if distinct.iter().count() < names.len() {
        let alone = solve(structure, solved.diagram.nodes_max())?;
        return Ok(alone.pair(alone.top).up);
    }
    let works = solved.also(structure)?;
    Ok(solved.pair_of(&works).up)
}

/// The cut sets as far as they were found.
pub(super) struct Cuts {
    pub families: Families,
    /// `None` when there were too many to find, as is their count.
    pub family: Option<Family>,
    count: Option<f64>,
    single: Vec<u32>,
    best: Vec<(Vec<u32>, f64)>,
}

impl Cuts {
    fn listed(&self, solved: &Solved) -> Vec<CutSet> {
        let name = |level: &u32| solved.names[*level as usize].clone();
        let cut = |(members, probability): &(Vec<u32>, f64)| CutSet {
            members: members.iter().map(name).collect(),
            probability: *probability,
        };
        self.best.iter().map(cut).collect()
    }
}

fn cut_sets(solved: &mut Solved, options: &AnalyzeOptions, pair: Pair, diagnostics: &mut Vec<Diagnostic>) -> Cuts {
    let mut families = Families::new(options.nodes_max);
    let Ok(family) = minimal_cut_sets(&solved.diagram, solved.top, &mut families) else {
        let message = "the cut sets are left out: there are too many to find";
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message));
        return Cuts { families, family: None, count: None, single: Vec::new(), best: Vec::new() };
    };
    let count = families.counts()[family.at()];
    let best = most_probable(&families, family, &solved.q, options.cut_sets_max);
    let single = singles(&families, family, &solved.q);
    if count > best.len() as f64 {
        let listed: f64 = best.iter().map(|(_, p)| p).sum();
        let message = format!(
            "{} of {count} cut sets are listed; those left out add less than {:.1e} to the unavailability",
            best.len(),
            left_out_bound(&families, family, &solved.q, listed).min(pair.down)
        );
        diagnostics.push(Diagnostic::note(codes::LEFT_OUT, message).hint("ask for more with --cuts"));
    }
    Cuts { families, family: Some(family), count: Some(count), single, best }
}

/// Sets of one member, most probable first: along the chain of "without" each node whose "with" is complete.
fn singles(families: &Families, family: Family, q: &[f64]) -> Vec<u32> {
    let mut singles = Vec::new();
    let mut rest = family;
    while rest != Family::EMPTY && rest != Family::BASE {
        let node = families.node(rest);
        // Minimal sets cannot include another, so a complete "with" is exactly the set of this member alone.
        if node.with == Family::BASE {
            singles.push(node.level);
        }
        rest = node.without;
    }
    crate::order::sort_by(&mut singles, |a, b| q[*b as usize].total_cmp(&q[*a as usize]).then(a.cmp(b)));
    singles
}

/// The sum of all sets' probabilities less the listed ones: an upper bound for what was left out (Boole).
fn left_out_bound(families: &Families, family: Family, q: &[f64], listed: f64) -> f64 {
    let mut sums: Vec<f64> = vec![0.0, 1.0];
    for node in &families.nodes()[2..] {
        sums.push(q[node.level as usize] * sums[node.with.at()] + sums[node.without.at()]);
    }
    // Where what is left out is less than what rounding loses, that is the bound.
    let lost = f64::EPSILON * families.nodes().len() as f64 * sums[family.at()];
    (sums[family.at()] - listed).max(lost)
}
