//! The document as rows of text, in reading order: the clients, then what they use, breadth first along the needs,
//! then what nothing uses, then the domains. The same order is used by Home, End and Tab. Independent of where parts
//! stand, so that it reads the same however the picture is drawn.

use std::collections::VecDeque;

use nines_engine::ids::Id;
use nines_engine::order::{Map, Set};
use nines_engine::topology::{Need, Part, PartRef, Topology};

use crate::catalogue;
use crate::letters::lower;
use crate::scene::{Sort, required_text};

/// One part, as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The part.
    pub id: Id,
    /// What sort it is.
    pub sort: Sort,
    /// Its kind for people: `Load balancer`.
    pub kind_label: String,
    /// What it needs, and whether softly.
    pub needs: Vec<(Id, bool)>,
    /// What needs it.
    pub needed_by: Vec<Id>,
    /// The members of a pool, or the parts in a domain.
    pub members: Vec<Id>,
    /// The pools it is a member of.
    pub pools: Vec<Id>,
    /// The domains it is in.
    pub domains: Vec<Id>,
    /// How many needs it is away from the clients, at least; 0 for what nothing uses.
    pub depth: u32,
    /// All of this as one or two sentences.
    pub sentence: String,
}

/// All parts in reading order.
pub fn outline(topology: &Topology) -> Vec<Row> {
    let index = topology.index();
    let order = order(topology, &index);
    let mut needed_by: Map<Id, Vec<Id>> = Map::new();
    for (id, _) in &order {
        for need in needs(topology, &index, id) {
            needed_by.entry(need.to.clone()).or_default().push(id.clone());
        }
    }
    let held = crate::layout::held_by_domain(topology);
    let mut pools: Map<Id, Vec<Id>> = Map::new();
    for pool in &topology.pools {
        pool.members.iter().for_each(|m| pools.entry(m.clone()).or_default().push(pool.id.clone()));
    }
    let rows = order.iter().map(|(id, depth)| {
        let mut row = bare_row(topology, &index, id, *depth);
        row.needed_by = needed_by.get(id).cloned().unwrap_or_default();
        row.pools = pools.get(id).cloned().unwrap_or_default();
        row.members.extend(held.get(id).cloned().unwrap_or_default());
        row.sentence = sentence(topology, &row);
        row
    });
    rows.collect()
}

/// The ids of all parts in reading order, the clients first.
pub fn reading_order(topology: &Topology) -> Vec<Id> {
    order(topology, &topology.index()).into_iter().map(|(id, _)| id).collect()
}

fn order(topology: &Topology, index: &Map<Id, PartRef>) -> Vec<(Id, u32)> {
    let mut order = Vec::new();
    let mut seen: Set<Id> = Set::new();
    let mut open = VecDeque::from([(Id::clients(), 0)]);
    let components = topology.components.iter().map(|c| c.id.clone());
    let mut rest = topology.pools.iter().map(|p| p.id.clone()).chain(components);
    loop {
        while let Some((id, depth)) = open.pop_front() {
            let known = id == Id::clients() || index.contains_key(&id);
            if !known || !seen.insert(id.clone()) {
                continue;
            }
            if let Some(PartRef::Pool(i)) = index.get(&id) {
                // Members follow their pool at once, before what else is as far away.
                topology.pools[*i].members.iter().rev().for_each(|m| open.push_front((m.clone(), depth)));
            }
            needs(topology, index, &id).iter().for_each(|n| open.push_back((n.to.clone(), depth + 1)));
            order.push((id, depth));
        }
        let Some(next) = rest.find(|id| !seen.contains(id)) else { break };
        open.push_back((next, 0));
    }
    let domains = topology.domains.iter().map(|d| (d.id.clone(), 0));
    order.extend(domains.filter(|(id, _)| !seen.contains(id)));
    order
}

fn needs<'a>(topology: &'a Topology, index: &Map<Id, PartRef>, id: &Id) -> &'a [Need] {
    match index.get(id) {
        Some(part) => topology.part(*part).needs(),
        None if *id == Id::clients() => &topology.clients.needs,
        None => &[],
    }
}

fn bare_row(topology: &Topology, index: &Map<Id, PartRef>, id: &Id, depth: u32) -> Row {
    let (sort, kind, members, domains) = match index.get(id).map(|part| topology.part(*part)) {
        None => (Sort::Clients, "clients", Vec::new(), Vec::new()),
        Some(Part::Component(c)) => (Sort::Component, c.kind.as_str(), Vec::new(), c.domains.clone()),
        Some(Part::Pool(p)) => (Sort::Pool, "pool", p.members.clone(), Vec::new()),
        Some(Part::Domain(d)) => (Sort::Domain, d.kind.as_str(), Vec::new(), d.domains.clone()),
    };
    Row {
        id: id.clone(),
        sort,
        kind_label: catalogue::label(kind).to_string(),
        needs: needs(topology, index, id).iter().map(|n| (n.to.clone(), n.soft)).collect(),
        needed_by: Vec::new(),
        members,
        pools: Vec::new(),
        domains,
        depth,
        sentence: String::new(),
    }
}

fn sentence(topology: &Topology, row: &Row) -> String {
    let mut clauses = vec![match row.sort {
        Sort::Clients => "clients".to_string(),
        _ => format!("{}, {}", row.id, lower(&row.kind_label)),
    }];
    if let Some(Part::Pool(pool)) = topology.get(&row.id) {
        clauses.push(format!("{} of: {}", required_text(topology, pool), list(&row.members)));
    } else if row.sort == Sort::Domain {
        let holds = if row.members.is_empty() { "nothing".to_string() } else { list(&row.members) };
        clauses.push(format!("holds {holds}"));
    }
    if !row.needs.is_empty() {
        let word = |(id, soft): &(Id, bool)| if *soft { format!("{id} (soft)") } else { id.to_string() };
        clauses.push(format!("needs {}", row.needs.iter().map(word).collect::<Vec<_>>().join(", ")));
    } else if row.sort == Sort::Clients {
        clauses.push("need nothing".to_string());
    }
    if !row.pools.is_empty() {
        clauses.push(format!("member of {}", list(&row.pools)));
    }
    if !row.domains.is_empty() {
        clauses.push(format!("in {}", list(&row.domains)));
    }
    let nothing_needs_it = row.needed_by.is_empty() && row.pools.is_empty();
    if nothing_needs_it && matches!(row.sort, Sort::Component | Sort::Pool) {
        clauses.push("nothing needs it".to_string());
    }
    format!("{}.", clauses.join("; "))
}

fn list(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}
