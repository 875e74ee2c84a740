//! The data of a topology. Parts are behind `Arc`, so that an edited copy shares what did not change and a view
//! can tell by pointer what did. No rules that need the whole document live here: see `validate`.

use std::sync::Arc;

use super::capacity::Capacities;
use super::recovery::{Change, Recovery, Shapes};
use crate::ids::Id;
use crate::order::Map;
use crate::units::{Duration, Probability};

/// A whole document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topology {
    /// What people call it.
    pub title: String,
    /// Free text.
    pub notes: String,
    /// The promise it should keep.
    pub slo: Option<Slo>,
    /// Who it is for.
    pub clients: Arc<Clients>,
    /// What fails and is repaired on its own.
    pub components: Vec<Arc<Component>>,
    /// Groups that do the same work.
    pub pools: Vec<Arc<Pool>>,
    /// What takes several parts down together.
    pub domains: Vec<Arc<Domain>>,
    /// The network, when it is part of the question.
    pub cables: Vec<Arc<Cable>>,
    /// Where parts stand in the picture, by id (`clients` included).
    pub layout: Map<Id, Position>,
    /// Top-level fields this version does not know.
    pub extra: Extra,
}

/// A service level objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Slo {
    /// The share of time that is promised.
    pub availability: Probability,
    /// The window it is measured over; 30 days is usual.
    pub window: Option<Duration>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// Those the system is for. It is up when everything they need (hard) works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clients {
    /// Requests a second; used by `required: "demand"`.
    pub rps: Option<f64>,
    /// What they use directly.
    pub needs: Vec<Need>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// Something that fails and is repaired on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its name.
    pub id: Id,
    /// What sort of thing it is; decides its picture, not its numbers.
    pub kind: Kind,
    /// How it fails.
    pub reliability: Reliability,
    /// The shapes of its times.
    pub shapes: Shapes,
    /// Changes to it that go wrong.
    pub change: Option<Change>,
    /// The domains it is in.
    pub domains: Vec<Id>,
    /// What it uses.
    pub needs: Vec<Need>,
    /// Cost units.
    pub cost: Option<f64>,
    /// Requests a second it can serve.
    pub capacity_rps: Option<f64>,
    /// Fields this version does not know, or keeps without counting them.
    pub extra: Extra,
}

impl Component {
    /// Whether paths may lead on through it: it is a switch or a router.
    pub fn passes_traffic(&self) -> bool {
        matches!(self.kind.as_str(), "switch" | "router")
    }
}

/// Members that do the same work: works while at least `required` of them work, its own needs work, and no
/// common-cause event is on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Its name.
    pub id: Id,
    /// Components or pools.
    pub members: Vec<Id>,
    /// How many must work.
    pub required: Required,
    /// β: the share of each member's unavailability that hits all members at once.
    pub common_cause: Probability,
    /// How it recovers from failures of its members.
    pub recovery: Recovery,
    /// Changes to it that go wrong.
    pub change: Option<Change>,
    /// What the pool as a whole uses.
    pub needs: Vec<Need>,
    /// Fields this version does not know, or keeps without counting them.
    pub extra: Extra,
}

/// What a failure takes down together: a zone, a rack, a power feed, a software version…
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Its name.
    pub id: Id,
    /// `zone`, `region`, `rack` or any other word.
    pub kind: Kind,
    /// How it fails as a whole.
    pub reliability: Reliability,
    /// The shapes of its times.
    pub shapes: Shapes,
    /// The domains it is in itself.
    pub domains: Vec<Id>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// A cable between two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Cable {
    /// Its name, when it has one.
    pub id: Option<Id>,
    /// Its two ends.
    pub between: [Id; 2],
    /// How it fails.
    pub reliability: Reliability,
    /// The shapes of its times.
    pub shapes: Shapes,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// That one part uses another.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The component or pool that is used.
    pub to: Id,
    /// Whether work goes on, degraded, without it.
    pub soft: bool,
    /// Fields this version does not know, or keeps for the traffic simulation.
    pub extra: Extra,
}

/// How many members of a pool must work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// At least this many.
    Count(u32),
    /// As many as the clients' requests a second divided by a member's capacity, rounded up.
    Demand,
}

/// How a part fails and is repaired. A mean time to repair that is not given is one hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reliability {
    /// It never fails by itself.
    Never,
    /// Mean time to failure and mean time to repair.
    Times {
        /// Mean time from repair to the next failure (mean up time).
        mttf: Duration,
        /// Mean time from failure to repaired.
        mttr: Option<Duration>,
    },
    /// The long-run share of time it works.
    Availability {
        /// That share.
        availability: Probability,
        /// Mean time from failure to repaired.
        mttr: Option<Duration>,
    },
    /// The long-run share of time it does not work; keeps its digits at nine nines.
    Unavailability {
        /// That share.
        unavailability: Probability,
        /// Mean time from failure to repaired.
        mttr: Option<Duration>,
    },
}

impl Reliability {
    /// The mean time to repair where none is given, in hours.
    pub const MTTR_HOURS_DEFAULT: f64 = 1.0;

    /// The long-run share of time it is down by itself: MTTR / (MTTF + MTTR)
    /// (Treynor, Dahlin, Rau, Beyer: The Calculus of Service Availability, ACM Queue 15(2), 2017).
    pub fn unavailability(&self) -> f64 {
        match self {
            Reliability::Never => 0.0,
            Reliability::Times { mttf, .. } => {
                let mttr = self.mttr_hours();
                mttr / (mttf.hours() + mttr)
            }
            Reliability::Availability { availability, .. } => availability.complement().get(),
            Reliability::Unavailability { unavailability, .. } => unavailability.get(),
        }
    }

    /// Mean time to repair in hours.
    pub fn mttr_hours(&self) -> f64 {
        match self {
            Reliability::Never => None,
            Reliability::Times { mttr, .. }
            | Reliability::Availability { mttr, .. }
            | Reliability::Unavailability { mttr, .. } => *mttr,
        }
        .map_or(Reliability::MTTR_HOURS_DEFAULT, Duration::hours)
    }

    /// Mean time to failure in hours; infinite when it never fails, 0 when it never works.
    pub fn mttf_hours(&self) -> f64 {
        if let Reliability::Times { mttf, .. } = self {
            return mttf.hours();
        }
        let u = self.unavailability();
        if u <= 0.0 { f64::INFINITY } else { self.mttr_hours() * (1.0 - u) / u }
    }
}

/// What sort of thing a part is, as the document writes it (`load_balancer`, `zone`…).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind(Arc<str>);

impl Kind {
    /// The kinds of components this version draws, in the order of a palette.
    pub const COMPONENTS: [&'static str; 13] = [
        "load_balancer",
        "server",
        "database",
        "cache",
        "queue",
        "third_party",
        "dns",
        "cdn",
        "object_store",
        "switch",
        "router",
        "monitor",
        "component",
    ];
    /// The kinds of domains this version draws; any other word is welcome too.
    pub const DOMAINS: [&'static str; 4] = ["zone", "region", "rack", "domain"];

    /// A kind by its word.
    pub fn new(word: &str) -> Kind {
        Kind(Arc::from(word))
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether components of this kind have a picture of their own.
    pub fn is_known_component(&self) -> bool {
        Kind::COMPONENTS.contains(&self.as_str())
    }
}

/// A place on the canvas, in canvas units (one grid step is 8): the centre of the part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// Fields that are kept as they came, by name.
pub type Extra = Map<String, Json>;

/// A JSON value as compact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(pub String);

/// The sizes a document may have; more is refused before any work.
pub struct Limits;

impl Limits {
    /// Components in a document.
    pub const COMPONENTS: usize = 2000;
    /// Needs of all parts together.
    pub const NEEDS: usize = 4000;
    /// Pools in a document.
    pub const POOLS: usize = 1000;
    /// Domains in a document.
    pub const DOMAINS: usize = 200;
    /// Cables in a document.
    pub const CABLES: usize = 4000;
    /// Bytes of text.
    pub const BYTES: usize = 1 << 20;
}

/// Which sort of part an id names, and where it stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartRef {
    /// `topology.components[i]`
    Component(usize),
    /// `topology.pools[i]`
    Pool(usize),
    /// `topology.domains[i]`
    Domain(usize),
}

/// A part, borrowed.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A component.
    Component(&'a Arc<Component>),
    /// A pool.
    Pool(&'a Arc<Pool>),
    /// A domain.
    Domain(&'a Arc<Domain>),
}

impl<'a> Part<'a> {
    /// What it needs; nothing for a domain.
    pub fn needs(self) -> &'a [Need] {
        match self {
            Part::Component(c) => &c.needs,
            Part::Pool(p) => &p.needs,
            Part::Domain(_) => &[],
        }
    }

    /// Its name.
    pub fn id(self) -> &'a Id {
        match self {
            Part::Component(c) => &c.id,
            Part::Pool(p) => &p.id,
            Part::Domain(d) => &d.id,
        }
    }
}

impl Topology {
    /// Where the part with this id stands. A linear search: build an [`Topology::index`] for many.
    pub fn find(&self, id: &Id) -> Option<PartRef> {
        let component = self.components.iter().position(|c| c.id == *id).map(PartRef::Component);
        component
            .or_else(|| self.pools.iter().position(|p| p.id == *id).map(PartRef::Pool))
            .or_else(|| self.domains.iter().position(|d| d.id == *id).map(PartRef::Domain))
    }

    /// Where every part stands, by id. Of two parts with one id the first counts.
    pub fn index(&self) -> Map<Id, PartRef> {
        let mut index = Map::new();
        let components = self.components.iter().enumerate().map(|(i, c)| (&c.id, PartRef::Component(i)));
        let pools = self.pools.iter().enumerate().map(|(i, p)| (&p.id, PartRef::Pool(i)));
        let domains = self.domains.iter().enumerate().map(|(i, d)| (&d.id, PartRef::Domain(i)));
        for (id, part) in components.chain(pools).chain(domains) {
            index.entry(id.clone()).or_insert(part);
        }
        index
    }

    /// The part a reference points at.
    ///
    /// # Panics
    /// When the reference is from another topology and out of range.
    pub fn part(&self, part: PartRef) -> Part<'_> {
        match part {
            PartRef::Component(i) => Part::Component(&self.components[i]),
            PartRef::Pool(i) => Part::Pool(&self.pools[i]),
            PartRef::Domain(i) => Part::Domain(&self.domains[i]),
        }
    }

    /// The part with this id.
    pub fn get(&self, id: &Id) -> Option<Part<'_>> {
        self.find(id).map(|part| self.part(part))
    }

    /// The pools this part is a member of, in document order.
    pub fn pools_of<'a>(&'a self, id: &'a Id) -> impl Iterator<Item = &'a Arc<Pool>> {
        self.pools.iter().filter(move |pool| pool.members.contains(id))
    }

    /// The members a pool requires as a number, or `None` when `"demand"` cannot be computed because the clients'
    /// rps or a member's capacity is not known or is nothing. A member that is a pool counts with the capacity of its own
    /// required members. For many pools ask [`Topology::required_counts`].
    pub fn required_count(&self, pool: &Pool) -> Option<u32> {
        match pool.required {
            Required::Count(count) => Some(count),
            Required::Demand => Capacities::of(self).required_count(pool).ok(),
        }
    }

    /// The same of all pools, in document order.
    pub fn required_counts(&self) -> Vec<Option<u32>> {
        Capacities::of(self).required_counts().into_iter().map(Result::ok).collect()
    }

    /// The sum of the components' cost units; parts without a cost count nothing.
    pub fn cost(&self) -> f64 {
        // Not `sum`, which is −0 for nothing.
        self.components.iter().filter_map(|c| c.cost).fold(0.0, |sum, cost| sum + cost)
    }

    /// How many needs all parts have together.
    pub fn needs_count(&self) -> usize {
        let components: usize = self.components.iter().map(|c| c.needs.len()).sum();
        let pools: usize = self.pools.iter().map(|p| p.needs.len()).sum();
        self.clients.needs.len() + components + pools
    }
}

impl Need {
    /// A hard need.
    pub fn hard(to: Id) -> Need {
        Need { to, soft: false, extra: Extra::new() }
    }

    /// A soft need.
    pub fn soft(to: Id) -> Need {
        Need { to, soft: true, extra: Extra::new() }
    }
}
