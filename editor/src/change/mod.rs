//! Changes to the document, one file a subject. Each is a pure function from a document to a [`Plan`] or a refusal
//! that says why and what to do; nothing here knows selection, pointer or history.
//!
//! They are never inlined: the application loads what a first look does not run later, function by function, and who calls them
//! all would take them all along.
//!
//! All changes are made on a [`Draft`], a copy that is changed only by the engine's edits. When a plan becomes the
//! document, the whole of it is validated once more (see [`crate::update`](mod@crate::update)): a rule forgotten here cannot break it.

mod draft;
pub mod fresh;
pub mod place;
pub mod link;
pub mod pool;
pub mod domain;
pub mod remove;
pub mod rename;
pub mod copy;
pub mod arrange;

use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::topology::{Need, Part, Topology};

pub use draft::Draft;
pub use fresh::fresh_id;

use crate::target::Target;

/// A document to come, with the words for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The document after the change.
    pub document: Topology,
    /// What the step is called in the history: `Move app-1`.
    pub what: String,
    /// What to tell those who listen.
    pub said: String,
    /// What will be selected and focused; `None` leaves both alone.
    pub select: Option<Vec<Target>>,
}

/// Why a change was not made: one or two sentences that say what to do. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    /// A refusal with its reason.
    pub fn because(text: impl Into<String>) -> Refusal {
        Refusal(text.into())
    }

    /// The refusal of a name that names nothing.
    pub fn unknown(id: &Id) -> Refusal {
        Refusal(format!("There is no part called \"{id}\"."))
    }
}

impl Plan {
    /// A plan that leaves the selection alone and is announced by the name of its step.
    pub fn new(draft: Draft, what: impl Into<String>, said: impl Into<String>) -> Plan {
        Plan { document: draft.finish(), what: what.into(), said: said.into(), select: None }
    }

    /// The plan with what will be selected.
    pub fn selecting(mut self, targets: Vec<Target>) -> Plan {
        self.select = Some(targets);
        self
    }
}

/// What a part needs; the clients too. Nothing for what does not exist.
pub fn needs_of<'a>(topology: &'a Topology, id: &Id) -> &'a [Need] {
    if *id == Id::clients() {
        return &topology.clients.needs;
    }
    topology.get(id).map_or(&[], Part::needs)
}

/// The domains a part is in itself: for a pool those all its members are in.
pub fn domains_of(topology: &Topology, id: &Id) -> Vec<Id> {
    match topology.get(id) {
        Some(Part::Component(c)) => c.domains.clone(),
        Some(Part::Domain(d)) => d.domains.clone(),
        Some(Part::Pool(_)) => {
            let mut members = components_in(topology, id).into_iter();
            let mut shared = members.next().map_or_else(Vec::new, |m| domains_of(topology, &m));
            members.for_each(|m| shared.retain(|d| domains_of(topology, &m).contains(d)));
            shared
        }
        None => Vec::new(),
    }
}

/// All domains a component or domain is in, directly or through others.
pub fn all_domains_of(topology: &Topology, id: &Id) -> Set<Id> {
    let mut found = Set::new();
    let mut open = domains_of(topology, id);
    while let Some(domain) = open.pop() {
        if found.insert(domain.clone()) {
            open.extend(domains_of(topology, &domain));
        }
    }
    found
}

/// The components a part stands for: itself, or the members of a pool and of the pools in it.
pub fn components_in(topology: &Topology, id: &Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut seen = Set::new();
    let mut open = vec![id.clone()];
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        match topology.get(&id) {
            Some(Part::Component(_)) => found.push(id),
            Some(Part::Pool(pool)) => open.extend(pool.members.iter().rev().cloned()),
            _ => {}
        }
    }
    found
}

/// Names joined as in a sentence: `a`, `a and b`, `a, b and c`; more than five are counted.
pub fn names<'a>(ids: impl IntoIterator<Item = &'a Id>) -> String {
    let ids: Vec<&str> = ids.into_iter().map(Id::as_str).collect();
    match ids.as_slice() {
        [] => "nothing".to_string(),
        [one] => (*one).to_string(),
        many if many.len() > 5 => format!("{} parts", many.len()),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
