//! The search for combinations: singles first, then pairs, then more. Every combination is looked at by its bound, which
//! is cheap; only what could still be on the frontier is solved, the most promising first.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Key, Offer, offers};
use super::changes::step_of;
use super::frontier::{Frontier, with_room};
use super::relax::{Factors, Relax};
use super::view::View;
use super::{AdviseOptions, SAME, Upgrade, UpgradeKind, reaches};
use crate::availability::{Baseline, Method, of_valid};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::topology::edit::apply_all;
use crate::topology::{Part, Topology};
use crate::units::Probability;

/// Upgrades that are combined; more are those of the parts that matter least, and left out.
const OFFERS_MAX: usize = 80;
/// How often one upgrade is made to one part.
const REPEATS_MAX: usize = 2;
/// The most upgrades in a combination, whatever is asked for.
const CHANGES_MAX: usize = 8;
/// Combinations that are looked at.
const LOOKS_MAX: usize = 100_000;
/// Nodes of the diagram that looking may visit in all: about a second.
const LOOK_WORK_MAX: usize = 200_000_000;
/// Parts and nodes that solving may visit in all: a few seconds.
const SOLVE_WORK_MAX: usize = 3_000_000;
/// Documents that are solved even when each is large.
const EVALUATIONS_LEAST: usize = 200;

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
    pub now: f64,
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
    let base = Topology { layout: BTreeMap::new(), ..topology.clone() };
    let baseline = Baseline::of(&base, options.nodes_max)?;
    let relax = Relax::of(&base, &baseline);
    let mut search = Search::of(&base, options, target, &baseline, &relax);
    search.select();
    for changes in 1..=options.changes_max.min(CHANGES_MAX) {
        let mut candidates = Vec::new();
        search.grow(&State::start(&base), changes, &mut candidates);
        if changes == 1 {
            search.solve_singles(candidates);
        } else {
            search.solve_promising(candidates);
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
    selected: BTreeSet<Id>,
    given: BTreeSet<Id>,
    left_out: usize,
    frontier: Frontier,
    cheapest: Option<Found>,
    single: Vec<Found>,
    /// What each single upgrade saves.
    saved: BTreeMap<(UpgradeKind, Id, Option<Id>), f64>,
    looks_left: usize,
    evaluations: usize,
    evaluations_max: usize,
    /// Candidates that could have been better and were not solved; documents that could not be solved.
    unsolved: usize,
    failed: usize,
}

/// A combination on the way.
struct State {
    topology: Topology,
    upgrades: Vec<Upgrade>,
    cost: f64,
    factors: Factors,
    last: Option<Key>,
}

/// A combination that could be better than what is known.
struct Candidate {
    upgrades: Vec<Upgrade>,
    cost: f64,
    bound: f64,
    /// What it will probably come to.
    guess: f64,
}

impl State {
    fn start(base: &Topology) -> State {
        State { topology: base.clone(), upgrades: Vec::new(), cost: 0.0, factors: Vec::new(), last: None }
    }

    fn allows(&self, offer: &Offer) -> bool {
        let is_same = |made: &&Upgrade| {
            let upgrade = &offer.upgrade;
            made.kind == upgrade.kind && made.part == upgrade.part && made.domain == upgrade.domain
        };
        let repeats = self.upgrades.iter().filter(is_same).count();
        self.last.is_none_or(|last| last <= offer.key) && repeats < REPEATS_MAX
    }
}

impl<'a> Search<'a> {
    fn of(
        base: &'a Topology,
        options: &'a AdviseOptions,
        target: Option<Probability>,
        baseline: &'a Baseline,
        relax: &'a Relax<'a>,
    ) -> Search<'a> {
        let size = base.components.len() + base.pools.len() + base.domains.len() + baseline.nodes();
        let mut search = Search {
            base,
            options,
            target,
            baseline,
            relax,
            selected: BTreeSet::new(),
            given: crate::order::set_of(base.index().into_keys()),
            left_out: 0,
            frontier: Frontier::default(),
            cheapest: None,
            single: Vec::new(),
            saved: BTreeMap::new(),
            looks_left: (LOOK_WORK_MAX / baseline.nodes().max(1)).clamp(EVALUATIONS_LEAST, LOOKS_MAX),
            evaluations: 0,
            evaluations_max: (SOLVE_WORK_MAX / size.max(1)).max(EVALUATIONS_LEAST).min(options.evaluations_max),
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
        let mut by_part: BTreeMap<Id, (f64, usize)> = BTreeMap::new();
        for offer in offers(&view, &|id| reached.contains(id), &self.options.prices) {
            let saved = self.baseline.about_saved(&self.relax.factors(&view, &offer.upgrade));
            let entry = by_part.entry(offer.upgrade.part).or_insert((0.0, 0));
            *entry = (entry.0.max(saved), entry.1 + 1);
        }
        let mut parts: Vec<(Id, (f64, usize))> = by_part.into_iter().collect();
        crate::order::sort_by(&mut parts, |a, b| b.1.0.total_cmp(&a.1.0));
        let mut offered = 0;
        for (id, (_, count)) in parts {
            offered += count;
            if offered <= OFFERS_MAX {
                self.selected.insert(id);
            } else {
                self.left_out += 1;
            }
        }
    }

    /// Collects the combinations with this many more upgrades that could be better than what is known.
    fn grow(&mut self, state: &State, more: usize, out: &mut Vec<Candidate>) {
        let view = View::of(&state.topology);
        let (selected, given) = (&self.selected, &self.given);
        // Parts that upgrades made are upgraded too.
        let is_asked = |id: &Id| selected.contains(id) || !given.contains(id);
        for offer in offers(&view, &is_asked, &self.options.prices) {
            if !state.allows(&offer) {
                continue;
            }
            if self.looks_left == 0 {
                self.unsolved += 1;
                return;
            }
            self.looks_left -= 1;
            let mut factors = state.factors.clone();
            factors.extend(self.relax.factors(&view, &offer.upgrade));
            if more > 1 {
                if let Some(next) = self.next(state, &view, offer, factors) {
                    self.grow(&next, more - 1, out);
                }
                continue;
            }
            let cost = state.cost + offer.upgrade.price;
            let bound = self.relax.bound(&factors);
            if bound < self.frontier.best_at(cost) {
                let mut upgrades = state.upgrades.clone();
                upgrades.push(offer.upgrade);
                let guess = self.guess(&upgrades, bound);
                out.push(Candidate { upgrades, cost, bound, guess });
            }
        }
    }

    fn next(&self, state: &State, view: &View, offer: Offer, factors: Factors) -> Option<State> {
        let mut topology = state.topology.clone();
        apply_all(&mut topology, step_of(view, &offer.upgrade, &self.options.assumed)?.edits).ok()?;
        let cost = state.cost + offer.upgrade.price;
        let mut upgrades = state.upgrades.clone();
        upgrades.push(offer.upgrade);
        Some(State { topology, upgrades, cost, factors, last: Some(offer.key) })
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
        if self.evaluations >= self.evaluations_max {
            self.unsolved += 1;
            return None;
        }
        self.evaluations += 1;
        let mut topology = self.base.clone();
        for upgrade in &candidate.upgrades {
            let step = step_of(&View::of(&topology), upgrade, &self.options.assumed)?;
            apply_all(&mut topology, step.edits).ok()?;
        }
        let Ok(quick) = of_valid(&topology, self.options.nodes_max) else {
            self.failed += 1;
            return None;
        };
        let (unavailability, method) = (quick.unavailability, quick.method);
        let found = Found { upgrades: candidate.upgrades.clone(), cost: candidate.cost, unavailability, method };
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
                "the search stopped after {} changed documents: a combination it did not try may be better",
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
            now: self.now(),
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
fn reached(view: &View) -> BTreeSet<Id> {
    let mut reached = BTreeSet::new();
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
            Part::Pool(pool) => open.extend(pool.members.iter().cloned()),
            Part::Domain(domain) => open.extend(domain.domains.iter().cloned()),
        }
    }
    reached
}
