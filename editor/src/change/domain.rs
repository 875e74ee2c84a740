//! Domains: parts that go in and out, and a new one around parts. A pool in a domain means its members are.

use nines_engine::ids::Id;
use nines_engine::topology::{Domain, Extra, Kind, PartRef, Reliability, Shapes, Topology, circle_if_needed};

use super::{Draft, Plan, Refusal, components_in, domains_of, fresh_id, names};
use crate::catalogue;
use crate::target::Target;

/// What goes into a domain when a part does: itself, or the components of a pool. Nothing for the clients.
fn movers(topology: &Topology, part: &Id) -> Vec<Id> {
    match topology.find(part) {
        Some(PartRef::Domain(_)) => vec![part.clone()],
        _ => components_in(topology, part),
    }
}

/// Why a part cannot go into a domain; `None` when it can.
pub fn join_refusal(topology: &Topology, part: &Id, domain: &Id) -> Option<Refusal> {
    if *part == Id::clients() {
        return Some(Refusal::because("The clients are outside of every domain."));
    }
    if topology.find(part).is_none() {
        return Some(Refusal::unknown(part));
    }
    let text = match topology.find(domain) {
        None => return Some(Refusal::unknown(domain)),
        Some(PartRef::Domain(_)) if part == domain => format!("{domain} cannot be in itself."),
        Some(PartRef::Domain(_))
            if movers(topology, part).iter().all(|id| domains_of(topology, id).contains(domain)) =>
        {
            format!("{part} is in {domain} already.")
        }
        Some(PartRef::Domain(_)) => {
            let way = circle_if_needed(topology, part, domain)?;
            let mut circle: Vec<&str> = vec![part.as_str()];
            circle.extend(way.iter().map(Id::as_str));
            format!("{domain} is in {part} itself: {}. Take it out first.", circle.join(" → "))
        }
        Some(_) => format!("{domain} is no domain."),
    };
    Some(Refusal::because(text))
}

/// A part goes into a domain.
#[inline(never)]
pub fn join_domain(topology: &Topology, part: &Id, domain: &Id) -> Result<Plan, Refusal> {
    if let Some(refusal) = join_refusal(topology, part, domain) {
        return Err(refusal);
    }
    let mut draft = Draft::of(topology);
    join(&mut draft, part, domain);
    Ok(Plan::new(draft, format!("Put {part} into {domain}"), format!("{part} is in {domain}.")))
}

/// Puts a part into a domain, which nothing speaks against.
pub(super) fn join(draft: &mut Draft, part: &Id, domain: &Id) {
    for id in movers(draft.topology(), part) {
        draft.domains(&id, |domains| {
            if !domains.contains(domain) {
                domains.push(domain.clone());
            }
        });
    }
    // From now on the domain is drawn around its parts and has no place of its own.
    draft.put(domain, None);
}

/// A part goes out of a domain.
#[inline(never)]
pub fn leave_domain(topology: &Topology, part: &Id, domain: &Id) -> Result<Plan, Refusal> {
    let leavers: Vec<Id> =
        movers(topology, part).into_iter().filter(|id| domains_of(topology, id).contains(domain)).collect();
    if leavers.is_empty() {
        return Err(Refusal::because(format!("{part} is not in {domain} itself.")));
    }
    let mut draft = Draft::of(topology);
    for id in &leavers {
        draft.domains(id, |domains| domains.retain(|d| d != domain));
    }
    Ok(Plan::new(draft, format!("Take {part} out of {domain}"), format!("{part} is no longer in {domain}.")))
}

/// Parts go out of all domains they are in themselves.
#[inline(never)]
pub fn leave_all(topology: &Topology, parts: &[Id]) -> Result<Plan, Refusal> {
    let all = parts.iter().flat_map(|part| movers(topology, part));
    let leavers: Vec<Id> = all.filter(|id| !domains_of(topology, id).is_empty()).collect();
    if leavers.is_empty() {
        return Err(Refusal::because("Nothing selected is in a zone or another domain."));
    }
    let mut draft = Draft::of(topology);
    leavers.iter().for_each(|id| draft.domains(id, Vec::clear));
    let said = format!("{} left their domains.", names(&leavers));
    Ok(Plan::new(draft, format!("Take {} out of their domains", names(&leavers)), said))
}

/// A new domain with these parts in it. Where they all are in one domain already, the new one is in that, and they
/// are in the new one instead: a rack in a zone.
#[inline(never)]
pub fn domain_of(topology: &Topology, kind: &Kind, parts: &[Id]) -> Result<Plan, Refusal> {
    let mut inside: Vec<Id> = Vec::new();
    for id in parts.iter().flat_map(|part| movers(topology, part)) {
        if !inside.contains(&id) {
            inside.push(id);
        }
    }
    // What is in a selected domain comes along with it and stays there.
    let chosen = inside.clone();
    inside.retain(|id| !domains_of(topology, id).iter().any(|d| chosen.contains(d)));
    let Some(first) = inside.first() else {
        return Err(Refusal::because("Select the parts that fail together, then put them into a domain."));
    };
    let entry = catalogue::entry(kind).filter(|e| e.is_domain);
    let stem = entry.map_or("domain", |e| e.stem());
    let id = fresh_id(topology, stem, true);
    let mut outer = domains_of(topology, first);
    outer.retain(|d| inside.iter().all(|id| domains_of(topology, id).contains(d)));
    let mut draft = Draft::of(topology);
    let reliability = entry.map_or(Reliability::Never, |e| e.reliability());
    let (kind, extra) = (kind.clone(), Extra::new());
    let shapes = Shapes::default();
    draft.add_domain(Domain { id: id.clone(), kind, reliability, shapes, domains: outer.clone(), extra });
    for part in &inside {
        draft.domains(part, |domains| {
            domains.retain(|d| !outer.contains(d));
            domains.push(id.clone());
        });
    }
    let said = format!("{id} holds {}.", names(&inside));
    Ok(Plan::new(draft, format!("Put {} into {id}", names(&inside)), said).selecting(vec![Target::Part(id)]))
}
