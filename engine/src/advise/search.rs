//! The search for combinations: singles first, then pairs, then more. Every combination is looked at by its bound, which
//! is cheap; only what could still be on the frontier is solved, the most promising first. Where there are too many
//! combinations of one size to look at, only those are that add one upgrade to a point of the frontier.

use super::catalogue::offers;
use super::combine::{Candidate, State, can_be_made, made};
use super::frontier::{Frontier, with_room};
use super::relax::Relax;
use super::substitute;
use super::view::View;
use super::{AdviseOptions, CHANGES_MAX, SAME, Upgrade, UpgradeKind, reaches};
use crate::availability::{Baseline, Method, Quick, of_valid};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::structure::Chains;
use crate::topology::{Part, Topology};
use crate::units::Probability;

/// Upgrades that are combined; more are those of the parts that matter least, and left out.
const OFFERS_MAX: usize = 80;
/// Combinations of one size that are looked at.
const LOOKS_MAX: usize = 100_000;
/// Nodes of the diagram that looking at those may visit in all: about half a second.
const LOOK_WORK_MAX: usize = 100_000_000;
/// What a look costs in nodes, however small the diagram.
const LOOK_WORK: usize = 500;
/// What solving may cost in all, a node of a diagram counting one and a part several: a few seconds.
const SOLVE_WORK_MAX: usize = 4_000_000;
/// Who asks for few documents does not want to wait as long for them: what each may cost on average.
const SOLVE_WORK_EACH: usize = 8_000;
/// What lowering a part costs in nodes.
const PART_WORK: usize = 5;
/// What solving chains counts is some nanoseconds, a node about a microsecond.
const CHAIN_WORK: u64 = 1000;
/// How many times cheaper it is to sum a diagram that is there than to build one.
const SUMMING: usize = 20;
/// Documents that are solved even when each is large.
const LEAST: usize = 20;

/// A combination that was solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub upgrades: Vec<Upgrade>,
    pub cost: f64,
    pub unavailability: f64,
    pub method: Method,
}

/// What came out.
pub struct Searched {
    pub now: Quick,
    pub frontier: Vec<Found>,
    pub cheapest: Option<Found>,
    pub single: Vec<Found>,
    pub evaluations: usize,
    pub complete: bool,
    pub findings: Vec<Diagnostic>,
}

/// Searches the combinations of upgrades of a document.
pub fn search(
    topology: &Topology,
    options: &AdviseOptions,
    target: Option<Probability>,
) -> Result<Searched, Vec<Diagnostic>> {
    // Places in the picture have no part in it, and copying them for every combination would.
    let base = Topology { layout: Map::new(), ..topology.clone() };
    let baseline = Baseline::of(&base, options.nodes_max)?;
    let relax = Relax::of(&base, &baseline);
    let mut search = Search::of(&base, options, target, &baseline, &relax);
    search.select();
    for changes in 1..=options.changes_max.min(CHANGES_MAX) {
        search.begin(changes);
        let mut candidates = Vec::new();
        if search.combinations(changes) <= search.looks_max {
            search.grow(&State::start(&base), changes, &mut candidates);
        } else {
            search.unsolved += 1;
            search.extend(changes, &mut candidates);
        }
        match changes {
            1 => search.solve_singles(candidates),
            _ => search.solve_promising(candidates),
        }
    }
    Ok(search.end())
}

struct Search<'a> {
    base: &'a Topology,
    options: &'a AdviseOptions,
    target: Option<Probability>,
    baseline: &'a Baseline,
    relax: &'a Relax<'a>,
    /// Parts of the document whose upgrades are looked at, and all its parts.
    selected: Set<Id>,
    given: Set<Id>,
    left_out: usize,
    /// Upgrades of the selected parts.
    offered: usize,
    frontier: Frontier,
    cheapest: Option<Found>,
    single: Vec<Found>,
    /// What each single upgrade saves.
    saved: Map<(UpgradeKind, Id, Option<Id>), f64>,
    looks_max: usize,
    looks_left: usize,
    evaluations: usize,
    /// What solving may cost and may still cost, and what it costs for one document.
    work_max: usize,
    work_left: usize,
    work: usize,
    /// What is kept for larger combinations.
    evaluations_reserved: usize,
    work_reserved: usize,
    /// Chains that pools of several documents have in common.
    chains: Chains,
    /// Candidates that could have been better and were not solved; documents that could not be solved.
    unsolved: usize,
    failed: usize,
}

impl<'a> Search<'a> {
    fn of(
        base: &'a Topology,
        options: &'a AdviseOptions,
        target: Option<Probability>,
        baseline: &'a Baseline,
        relax: &'a Relax<'a>,
    ) -> Search<'a> {
        let parts = base.components.len() + base.pools.len() + base.domains.len();
        let work = PART_WORK * parts + baseline.nodes();
        let work_max = SOLVE_WORK_MAX.min(SOLVE_WORK_EACH.saturating_mul(options.evaluations_max)).max(LEAST * work);
        let mut search = Search {
            base,
            options,
            target,
            baseline,
            relax,
            selected: Set::new(),
            given: base.index().into_keys().collect(),
            left_out: 0,
            offered: 0,
            frontier: Frontier::default(),
            cheapest: None,
            single: Vec::new(),
            saved: Map::new(),
            looks_max: (LOOK_WORK_MAX / (LOOK_WORK + baseline.nodes())).min(LOOKS_MAX),
            looks_left: 0,
            evaluations: 0,
            work_max,
            work_left: work_max,
            work,
            evaluations_reserved: 0,
            work_reserved: 0,
            chains: Chains::new(),
            unsolved: 0,
            failed: 0,
        };
        let quick = baseline.quick;
        let (unavailability, method) = (quick.unavailability, quick.method);
        search.take(Found { upgrades: Vec::new(), cost: 0.0, unavailability, method });
        search
    }

    fn now(&self) -> f64 {
        self.baseline.quick.unavailability
    }

    /// Chooses the parts whose upgrades are looked at: those the clients depend on, the ones that can save most first.
    fn select(&mut self) {
        let view = View::of(self.base);
        let reached = reached(&view);
        let mut by_part: Map<Id, (f64, usize)> = Map::new();
        for offer in offers(&view, &|id| reached.contains(id), &self.options.prices) {
            let saved = self.baseline.about_saved(&self.relax.factors(&view, &offer.upgrade));
            let entry = by_part.entry(offer.upgrade.part).or_insert((0.0, 0));
            *entry = (entry.0.max(saved), entry.1 + 1);
        }
        let mut parts: Vec<(Id, (f64, usize))> = by_part.into_iter().collect();
        crate::order::sort_by(&mut parts, |a, b| b.1.0.total_cmp(&a.1.0));
        for (id, (_, count)) in parts {
            if self.left_out == 0 && self.offered + count <= OFFERS_MAX {
                self.offered += count;
                self.selected.insert(id);
            } else {
                self.left_out += 1;
            }
        }
    }

    /// Begins with the combinations of a size: larger ones keep a share of what may be solved.
    fn begin(&mut self, changes: usize) {
        self.looks_left = self.looks_max;
        let sizes_after = self.options.changes_max.min(CHANGES_MAX) - changes;
        self.evaluations_reserved = self.options.evaluations_max / CHANGES_MAX * sizes_after;
        self.work_reserved = self.work_max / CHANGES_MAX * sizes_after;
    }

    fn is_spent(&self) -> bool {
        self.evaluations + self.evaluations_reserved >= self.options.evaluations_max
            || self.work_left < self.work + self.work_reserved
    }

    /// How many combinations there are of this many of the upgrades, with repeats.
    fn combinations(&self, changes: usize) -> usize {
        (0..changes).fold(1_usize, |count, i| count.saturating_mul(self.offered + i) / (i + 1))
    }

    /// Whether a part's upgrades are looked at; those of parts that upgrades made always are.
    fn is_asked(&self, id: &Id) -> bool {
        self.selected.contains(id) || !self.given.contains(id)
    }

    /// Collects the combinations with this many more upgrades that could be better than what is known.
    fn grow(&mut self, state: &State, more: usize, out: &mut Vec<Candidate>) {
        let view = View::of(&state.topology);
        for offer in offers(&view, &|id| self.is_asked(id), &self.options.prices) {
            if !state.allows(&offer) {
                continue;
            }
            if self.looks_left == 0 {
                self.unsolved += 1;
                return;
            }
            self.looks_left -= 1;
            if more == 1 {
                out.extend(self.candidate(state, &view, offer.upgrade));
            } else if let Some(next) = state.with(&view, offer, self.relax, &self.options.assumed) {
                self.grow(&next, more - 1, out);
            }
        }
    }

    /// Collects the combinations that add one upgrade to a point of the frontier.
    fn extend(&mut self, changes: usize, out: &mut Vec<Candidate>) {
        let fits = |point: &&Found| point.upgrades.len() + 1 == changes;
        // From the best downwards: with a target, that is where the plan will be; without, where most is left to gain.
        let points: Vec<Found> = self.frontier.points().iter().rev().filter(fits).cloned().collect();
        let mut seen = Set::new();
        for point in points {
            let Some(state) = State::of(self.base, &point, self.relax, self.options) else { continue };
            let view = View::of(&state.topology);
            for offer in offers(&view, &|id| self.is_asked(id), &self.options.prices) {
                if self.looks_left == 0 {
                    return;
                }
                self.looks_left -= 1;
                if let Some(candidate) = self.candidate(&state, &view, offer.upgrade) {
                    let candidate = Candidate { is_ordered: false, ..candidate };
                    if seen.insert(candidate.name()) {
                        out.push(candidate);
                    }
                }
            }
        }
    }

    /// A combination and one more upgrade, if that could be better than what is known.
    fn candidate(&self, state: &State, view: &View, upgrade: Upgrade) -> Option<Candidate> {
        let mut factors = state.factors.clone();
        factors.extend(self.relax.factors(view, &upgrade));
        let cost = state.cost + upgrade.price;
        let bound = self.relax.bound(&factors);
        if bound >= self.frontier.best_at(cost) {
            return None;
        }
        let mut upgrades = state.upgrades.clone();
        upgrades.push(upgrade);
        let guess = self.guess(&upgrades, bound);
        Some(Candidate { upgrades, cost, bound, guess, is_ordered: true })
    }

    /// What a combination will probably come to: what its upgrades save one by one, but no less than its bound.
    fn guess(&self, upgrades: &[Upgrade], bound: f64) -> f64 {
        let saved = |u: &Upgrade| self.saved.get(&(u.kind, u.part.clone(), u.domain.clone())).copied();
        match upgrades.iter().map(saved).sum::<Option<f64>>() {
            Some(saved) => bound.max(self.now() - saved),
            // Upgrades of what other upgrades make have no such number: hope for the best.
            None => bound,
        }
    }

    /// Solves all singles that can help at all, so that each can be listed, and remembers what each saves.
    fn solve_singles(&mut self, mut candidates: Vec<Candidate>) {
        crate::order::sort_by(&mut candidates, |a, b| {
            let gain = |c: &Candidate| (self.now() - c.bound) / c.cost;
            gain(b).total_cmp(&gain(a))
        });
        for candidate in candidates {
            let Some(found) = self.solve(&candidate) else { continue };
            let upgrade = &candidate.upgrades[0];
            let saved = self.now() - found.unavailability;
            self.saved.insert((upgrade.kind, upgrade.part.clone(), upgrade.domain.clone()), saved);
            if saved > SAME * self.now() {
                self.single.push(found);
            }
        }
        let now = self.now();
        let worth = |found: &Found| (now - found.unavailability) / found.cost;
        crate::order::sort_by(&mut self.single, |a, b| worth(b).total_cmp(&worth(a)).then(a.cost.total_cmp(&b.cost)));
    }

    /// Solves first what would be on the frontier if the guesses were right, since good points spare others; then all
    /// that can still be better, what could reach the target more cheaply before the rest.
    fn solve_promising(&mut self, mut candidates: Vec<Candidate>) {
        crate::order::sort_by(&mut candidates, |a, b| a.cost.total_cmp(&b.cost).then(a.guess.total_cmp(&b.guess)));
        let mut best = f64::INFINITY;
        let mut rest = Vec::new();
        for candidate in candidates {
            if candidate.guess < best.min(self.frontier.best_at(candidate.cost)) {
                best = candidate.guess;
                self.solve(&candidate);
            } else {
                rest.push(candidate);
            }
        }
        let mut ordered: Vec<((bool, f64), Candidate)> = rest.into_iter().map(|c| (self.rank(&c), c)).collect();
        crate::order::sort_by(&mut ordered, |(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for (_, candidate) in ordered {
            self.solve(&candidate);
        }
    }

    /// What to solve first: what may reach the target for less, then what is guessed to beat the frontier by most.
    fn rank(&self, candidate: &Candidate) -> (bool, f64) {
        let is_cheaper = self.cheapest.as_ref().is_none_or(|cheapest| candidate.cost < cheapest.cost);
        let is_hope = self.target.is_some_and(|target| is_cheaper && reaches(candidate.bound, target));
        (!is_hope, candidate.guess / self.frontier.best_at(candidate.cost))
    }

    /// Solves a combination, unless it cannot be better than what is known by now.
    fn solve(&mut self, candidate: &Candidate) -> Option<Found> {
        let is_single = candidate.upgrades.len() == 1;
        if !is_single && candidate.bound >= self.frontier.best_at(candidate.cost) {
            return None;
        }
        if self.is_spent() {
            self.unsolved += 1;
            return None;
        }
        let options = self.options;
        let (upgrades, cost) = match candidate.is_ordered {
            true => (candidate.upgrades.clone(), candidate.cost),
            false => can_be_made(self.base, &candidate.upgrades, options)?,
        };
        let topology = made(self.base, &upgrades, &options.assumed)?;
        self.evaluations += 1;
        let view = View::of(&topology);
        let (base, chains) = (self.relax.base(), &mut self.chains);
        let summed = substitute::solved(self.baseline, base, &view, &upgrades, options.nodes_max, chains);
        let work = if summed.is_some() { self.work / SUMMING } else { self.work };
        let solved = summed.or_else(|| {
            let quick = of_valid(&topology, options.nodes_max, chains).ok()?;
            Some((quick.unavailability, quick.method))
        });
        let work = work + (chains.take_solved() / CHAIN_WORK) as usize;
        self.work_left = self.work_left.saturating_sub(work);
        let Some((unavailability, method)) = solved else {
            self.failed += 1;
            return None;
        };
        let found = Found { upgrades, cost, unavailability, method };
        self.take(found.clone());
        Some(found)
    }

    fn take(&mut self, found: Found) {
        let is_better = self.cheapest.as_ref().is_none_or(|cheapest| {
            let is_as_cheap = found.cost <= with_room(cheapest.cost) && found.unavailability < cheapest.unavailability;
            with_room(found.cost) < cheapest.cost || is_as_cheap
        });
        if is_better && self.target.is_some_and(|target| reaches(found.unavailability, target)) {
            self.cheapest = Some(found.clone());
        }
        self.frontier.offer(found);
    }

    fn end(self) -> Searched {
        let mut findings = self.baseline.findings.clone();
        if self.left_out > 0 {
            let message = format!(
                "upgrades of the {} parts that matter most were tried; {} others matter less and were left out",
                self.selected.len(),
                self.left_out
            );
            findings.push(Diagnostic::note(codes::LEFT_OUT, message));
        }
        if self.unsolved > 0 {
            let message = format!(
                "{} changed documents were solved, and not every combination: one that was left out may be better",
                self.evaluations
            );
            findings.push(Diagnostic::note(codes::LEFT_OUT, message).hint("combine fewer upgrades"));
        }
        if self.failed > 0 {
            let message = format!(
                "{} combinations were left out: they have no exact answer within {} nodes",
                self.failed, self.options.nodes_max
            );
            findings.push(Diagnostic::note(codes::LEFT_OUT, message));
        }
        Searched {
            now: self.baseline.quick,
            frontier: self.frontier.points().to_vec(),
            cheapest: self.cheapest,
            single: self.single,
            evaluations: self.evaluations,
            complete: self.left_out == 0 && self.unsolved == 0 && self.failed == 0,
            findings,
        }
    }
}

/// The parts the clients depend on, directly or through others, soft needs not counted.
fn reached(view: &View) -> Set<Id> {
    let mut reached = Set::new();
    let hard = |needs: &[crate::topology::Need]| -> Vec<Id> {
        needs.iter().filter(|need| !need.soft).map(|need| need.to.clone()).collect()
    };
    let mut open = hard(&view.topology.clients.needs);
    // With cables, every part that passes on may be on the way.
    open.extend(view.topology.cables.iter().flat_map(|cable| cable.between.iter().cloned()));
    while let Some(id) = open.pop() {
        let Some(part) = view.part(&id).filter(|_| reached.insert(id)) else { continue };
        open.extend(hard(part.needs()));
        match part {
            Part::Component(component) => open.extend(component.domains.iter().cloned()),
            Part::Pool(pool) => {
                open.extend(pool.members.iter().cloned());
                // Where members can be moved to matters as soon as they are there.
                open.extend(view.crowded(pool).into_iter().flat_map(|from| view.siblings(from)));
            }
            Part::Domain(domain) => open.extend(domain.domains.iter().cloned()),
        }
    }
    reached
}
