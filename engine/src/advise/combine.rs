//! Combinations of upgrades on their way through the search, and how they are made to a document.

use super::catalogue::{Key, Offer, offers};
use super::changes::step_of;
use super::prices::Assumed;
use super::relax::{Factors, Relax};
use super::search::Found;
use super::view::View;
use super::{AdviseOptions, Upgrade, UpgradeKind};
use crate::ids::Id;
use crate::topology::Topology;
use crate::topology::edit::apply_all;

/// How often one upgrade is made to one part.
const REPEATS_MAX: usize = 2;

/// A combination that further upgrades are added to.
pub struct State {
    pub topology: Topology,
    pub upgrades: Vec<Upgrade>,
    pub cost: f64,
    pub factors: Factors,
    last: Option<Key>,
}

/// A combination that could be better than what is known.
pub struct Candidate {
    pub upgrades: Vec<Upgrade>,
    pub cost: f64,
    /// Its unavailability is not below this.
    pub bound: f64,
    /// What it will probably come to.
    pub guess: f64,
    /// Whether the upgrades are in the order in which they are made; else that has to be found.
    pub is_ordered: bool,
}

impl State {
    /// No upgrade.
    pub fn start(base: &Topology) -> State {
        State { topology: base.clone(), upgrades: Vec::new(), cost: 0.0, factors: Vec::new(), last: None }
    }

    /// A combination that was found.
    pub fn of(base: &Topology, found: &Found, relax: &Relax, options: &AdviseOptions) -> Option<State> {
        let mut state = State::start(base);
        for upgrade in &found.upgrades {
            let topology = state.topology.clone();
            let view = View::of(&topology);
            let offer = offers(&view, &|id| *id == upgrade.part, &options.prices)
                .into_iter()
                .find(|offer| is_same(&offer.upgrade, upgrade))?;
            state = state.with(&view, offer, relax, &options.assumed)?;
        }
        Some(state)
    }

    /// One more upgrade, offered by its own topology.
    pub fn with(&self, view: &View, offer: Offer, relax: &Relax, assumed: &Assumed) -> Option<State> {
        let mut topology = self.topology.clone();
        apply_all(&mut topology, step_of(view, &offer.upgrade, assumed)?.edits).ok()?;
        let mut factors = self.factors.clone();
        factors.extend(relax.factors(view, &offer.upgrade));
        let cost = self.cost + offer.upgrade.price;
        let mut upgrades = self.upgrades.clone();
        upgrades.push(offer.upgrade);
        Some(State { topology, upgrades, cost, factors, last: Some(offer.key) })
    }

    /// Whether an upgrade comes after those made, and was not made too often.
    pub fn allows(&self, offer: &Offer) -> bool {
        let repeats = self.upgrades.iter().filter(|made| is_same(made, &offer.upgrade)).count();
        self.last.is_none_or(|last| last <= offer.key) && repeats < REPEATS_MAX
    }
}

impl Candidate {
    /// A name that is the same for the same upgrades in any order.
    pub fn name(&self) -> Vec<(UpgradeKind, Id, Option<Id>)> {
        let mut name: Vec<_> =
            self.upgrades.iter().map(|made| (made.kind, made.part.clone(), made.domain.clone())).collect();
        crate::order::sort_by(&mut name, Ord::cmp);
        name
    }
}

fn is_same(a: &Upgrade, b: &Upgrade) -> bool {
    a.kind == b.kind && a.part == b.part && a.domain == b.domain
}

/// The document with these upgrades, made in this order.
pub fn made(base: &Topology, upgrades: &[Upgrade], assumed: &Assumed) -> Option<Topology> {
    let mut topology = base.clone();
    for upgrade in upgrades {
        let step = step_of(&View::of(&topology), upgrade, assumed)?;
        apply_all(&mut topology, step.edits).ok()?;
    }
    Some(topology)
}

/// The order in which upgrades are made, each when it is offered, with what they cost so; `None` when there is none.
pub fn can_be_made(base: &Topology, upgrades: &[Upgrade], options: &AdviseOptions) -> Option<(Vec<Upgrade>, f64)> {
    let mut topology = base.clone();
    let mut open: Vec<&Upgrade> = upgrades.iter().collect();
    let (mut ordered, mut cost, mut last) = (Vec::new(), 0.0, None);
    while !open.is_empty() {
        let view = View::of(&topology);
        let is_open = |id: &Id| open.iter().any(|upgrade| upgrade.part == *id);
        let fits = |offer: &Offer| {
            last.is_none_or(|last| last <= offer.key) && open.iter().any(|upgrade| is_same(upgrade, &offer.upgrade))
        };
        let offer = offers(&view, &is_open, &options.prices).into_iter().find(fits)?;
        let place = open.iter().position(|upgrade| is_same(upgrade, &offer.upgrade))?;
        let edits = step_of(&view, &offer.upgrade, &options.assumed)?.edits;
        apply_all(&mut topology, edits).ok()?;
        open.remove(place);
        cost += offer.upgrade.price;
        last = Some(offer.key);
        ordered.push(offer.upgrade);
    }
    let count = |upgrade: &Upgrade| ordered.iter().filter(|other| is_same(other, upgrade)).count();
    ordered.iter().all(|upgrade| count(upgrade) <= REPEATS_MAX).then_some((ordered.clone(), cost))
}
