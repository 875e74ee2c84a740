//! What to change, for how much: the cheapest combination of upgrades that reaches a target, and the frontier of cost
//! against unavailability.
//!
//! An [`Upgrade`] is one change of a known sort to one part (another replica, a spare, half the repair time); which are
//! possible is [`upgrades`], what each does to the document is [`step`]. [`advise()`] searches their combinations. Prices
//! and what is assumed of new parts are [`Prices`] and [`Assumed`]: they are no facts of the document, so nothing of them
//! is written into it except the properties of new parts, and every advice repeats them in words.
//!
//! ```
//! use nines_engine::advise::{AdviseOptions, advise};
//! use nines_engine::{format, units::Probability};
//!
//! let read = format::read(r#"{
//!   "format": "nines-topology", "version": 1,
//!   "clients": { "needs": ["web"] },
//!   "components": [ { "id": "web", "kind": "server", "availability": 0.99, "cost": 2 } ]
//! }"#);
//! let target = Probability::new(0.9995);
//! let advice = advise(&read.topology.unwrap(), &AdviseOptions { target, ..AdviseOptions::standard() }).unwrap();
//! // A second one at 99 %, both active: 1 − 0.01².
//! let plan = advice.cheapest.unwrap();
//! assert_eq!(plan.added_cost, 2.0);
//! assert!((plan.unavailability - 1e-4).abs() < 1e-16);
//! ```

mod prices;
mod view;
mod catalogue;
mod changes;
mod spares;
mod names;
mod relax;
mod substitute;
mod frontier;
mod combine;
mod search;

pub use catalogue::upgrades;
pub use changes::{Step, step};
pub use prices::{Assumed, Prices};

use crate::availability::Method;
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::report;
use crate::topology::edit::{Edit, apply_all};
use crate::topology::{Topology, validate};
use crate::units::Probability;
use search::Found;

/// What to look for, and how much work that may be.
#[derive(Clone, Debug, PartialEq)]
pub struct AdviseOptions {
    /// The availability to reach; the document's SLO when `None`, and without that only a frontier is given.
    pub target: Option<Probability>,
    /// What upgrades cost.
    pub prices: Prices,
    /// What is assumed of spares that are added.
    pub assumed: Assumed,
    /// How many upgrades are combined at most; more than [`CHANGES_MAX`] are taken as that.
    pub changes_max: usize,
    /// How many changed documents are solved at most; fewer where each is large, so that it takes seconds.
    pub evaluations_max: usize,
    /// How many nodes the diagram of each may have.
    pub nodes_max: usize,
}

impl AdviseOptions {
    /// Standard prices and assumptions, up to three upgrades, 2,000 solved documents of at most a million nodes.
    pub fn standard() -> AdviseOptions {
        AdviseOptions {
            target: None,
            prices: Prices::standard(),
            assumed: Assumed::standard(),
            changes_max: 3,
            evaluations_max: 2000,
            nodes_max: 1_000_000,
        }
    }
}

/// A sort of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UpgradeKind {
    /// A running spare with a change-over, for a component on its own or a pool that requires all its members.
    HotSpare,
    /// A spare that is switched off until it is needed.
    ColdSpare,
    /// Another equal member, active like the others; a component on its own becomes a pool of two.
    Replica,
    /// A member of a pool is moved to another domain of the same kind.
    AnotherDomain,
    /// Half the mean time to repair, of a component, a domain, or all equal members of a pool.
    FasterRepair,
    /// Half as many bad changes.
    FewerBadChanges,
    /// Half the time to roll a bad change back.
    FasterRollback,
    /// Half as many failures that are not covered.
    BetterCoverage,
    /// Half the time to detect a failure and switch.
    FasterChangeover,
    /// Half the time a change-over by hand takes.
    FasterByHand,
    /// One more repair crew.
    RepairCrew,
}

impl UpgradeKind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            UpgradeKind::HotSpare => "hot_spare",
            UpgradeKind::ColdSpare => "cold_spare",
            UpgradeKind::Replica => "replica",
            UpgradeKind::AnotherDomain => "another_domain",
            UpgradeKind::FasterRepair => "faster_repair",
            UpgradeKind::FewerBadChanges => "fewer_bad_changes",
            UpgradeKind::FasterRollback => "faster_rollback",
            UpgradeKind::BetterCoverage => "better_coverage",
            UpgradeKind::FasterChangeover => "faster_changeover",
            UpgradeKind::FasterByHand => "faster_by_hand",
            UpgradeKind::RepairCrew => "repair_crew",
        }
    }
}

/// One change to one part. What it means exactly depends on the document it is made to: see [`step`].
#[derive(Clone, Debug, PartialEq)]
pub struct Upgrade {
    /// What sort of change.
    pub kind: UpgradeKind,
    /// The part that is changed.
    pub part: Id,
    /// The domain a member is moved out of, for [`UpgradeKind::AnotherDomain`].
    pub domain: Option<Id>,
    /// What it costs, in cost units.
    pub price: f64,
}

impl Upgrade {
    /// It in a few words: `replica of db`.
    pub fn short(&self) -> String {
        let part = &self.part;
        match self.kind {
            UpgradeKind::HotSpare => format!("hot spare for {part}"),
            UpgradeKind::ColdSpare => format!("cold spare for {part}"),
            UpgradeKind::Replica => format!("replica of {part}"),
            UpgradeKind::AnotherDomain => match &self.domain {
                Some(domain) => format!("{part} spread out of {domain}"),
                None => format!("{part} spread"),
            },
            UpgradeKind::FasterRepair => format!("faster repair of {part}"),
            UpgradeKind::FewerBadChanges => format!("fewer bad changes to {part}"),
            UpgradeKind::FasterRollback => format!("faster rollback of {part}"),
            UpgradeKind::BetterCoverage => format!("better coverage of {part}"),
            UpgradeKind::FasterChangeover => format!("faster change-over of {part}"),
            UpgradeKind::FasterByHand => format!("faster change-over by hand of {part}"),
            UpgradeKind::RepairCrew => format!("another repair crew for {part}"),
        }
    }
}

impl Plan {
    /// Its upgrades in a few words; those of the document as it is are none.
    pub fn short(&self) -> String {
        if self.upgrades.is_empty() {
            return "as it is".to_string();
        }
        let mut names: Vec<(String, usize)> = Vec::new();
        for name in self.upgrades.iter().map(Upgrade::short) {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, times)) => *times += 1,
                None => names.push((name, 1)),
            }
        }
        let said = names.into_iter().map(|(name, times)| match times {
            1 => name,
            2 => format!("{name}, twice"),
            _ => format!("{name}, {times} times"),
        });
        said.collect::<Vec<_>>().join(" + ")
    }
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Cost units of all components.
    pub cost: f64,
    /// Long-run share of time the clients are down.
    pub unavailability: f64,
    /// Whether that is exact.
    pub method: Method,
}

/// Upgrades together.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// In the order they are made; none for the document as it is.
    pub upgrades: Vec<Upgrade>,
    /// The sum of their prices.
    pub added_cost: f64,
    /// Unavailability of the upgraded document.
    pub unavailability: f64,
    /// Whether that number is the upgraded document's own.
    pub method: Method,
    /// What [`apply_all`] needs to upgrade the document.
    pub edits: Vec<Edit>,
    /// A sentence for each upgrade.
    pub words: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The document as it is.
    pub now: Point,
    /// The availability to reach.
    pub target: Option<Probability>,
    /// The cheapest combination found that reaches it; without upgrades when it is reached already.
    pub cheapest: Option<Plan>,
    /// Combinations that no other found one beats in both cost and unavailability, by cost; the document as it is first.
    pub frontier: Vec<Plan>,
    /// Single upgrades that help, by downtime saved per cost.
    pub single: Vec<Plan>,
    /// How many changed documents were solved.
    pub evaluations: usize,
    /// Whether no combination of up to `changes_max` upgrades was left out; then cheapest and frontier are proven.
    pub complete: bool,
    /// What was taken for granted, a sentence each.
    pub assumptions: Vec<String>,
    /// What to know about the document and the search.
    pub diagnostics: Vec<Diagnostic>,
}

/// The most upgrades in a combination, whatever is asked for.
pub const CHANGES_MAX: usize = 8;

/// Unavailabilities that differ by less than this share are the same: rounding.
pub const SAME: f64 = 1e-9;

/// Whether an unavailability reaches a target, up to rounding.
pub fn reaches(unavailability: f64, target: Probability) -> bool {
    unavailability <= target.complement().get() * (1.0 + SAME)
}

/// Looks for the best upgrades.
///
/// # Errors
/// The document's errors; a price that is not above 0; or [`codes::TOO_ENTANGLED`] when the document as it is has no
/// exact answer within `nodes_max`.
pub fn advise(topology: &Topology, options: &AdviseOptions) -> Result<Advice, Vec<Diagnostic>> {
    let wrong = options.prices.check();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let target = options.target.or_else(|| topology.slo.as_ref().map(|slo| slo.availability));
    let search::Searched { now, frontier, cheapest, single, evaluations, complete, findings } =
        search::search(topology, options, target)?;
    let mut diagnostics = validate(topology);
    diagnostics.extend(findings);
    diagnostics.extend(unreached(target, cheapest.is_some(), &frontier, options));
    let plan = |found: &Found| materialize(topology, found, options);
    Ok(Advice {
        now: Point { cost: topology.cost(), unavailability: now.unavailability, method: now.method },
        target,
        cheapest: cheapest.as_ref().map(plan),
        frontier: frontier.iter().map(plan).collect(),
        single: single.iter().map(plan).collect(),
        evaluations,
        complete,
        assumptions: prices::sentences(&options.prices, &options.assumed),
        diagnostics,
    })
}

/// Says when no plan reaches the target, and how near the best comes.
fn unreached(
    target: Option<Probability>,
    reached: bool,
    frontier: &[Found],
    options: &AdviseOptions,
) -> Option<Diagnostic> {
    let (target, best) = (target.filter(|_| !reached)?, frontier.last()?);
    let message = format!(
        "no combination of up to {} upgrades that was tried reaches {}; the best reaches {}",
        options.changes_max,
        report::percent(target.complement().get()),
        report::percent(best.unavailability)
    );
    Some(Diagnostic::note(codes::LEFT_OUT, message).hint("allow more changes, or take apart what everything shares"))
}

/// A combination with its edits and words, made to the whole document.
fn materialize(topology: &Topology, found: &Found, options: &AdviseOptions) -> Plan {
    let mut upgraded = topology.clone();
    let (mut edits, mut words) = (Vec::new(), Vec::new());
    for upgrade in &found.upgrades {
        let step = step(&upgraded, upgrade, &options.assumed).expect("an upgrade that was found can be made again");
        apply_all(&mut upgraded, step.edits.clone()).expect("edits fit the document they were planned for");
        edits.extend(step.edits);
        words.push(step.words);
    }
    let Found { upgrades, cost, unavailability, method } = found.clone();
    Plan { upgrades, added_cost: cost, unavailability, method, edits, words }
}
