//! Names that answers give to events: a pool's common cause is `app/common-cause`. A part or cable of that very name would
//! be another event of the same name: answers could not tell the two apart, and in a simulation both would draw from one
//! random stream. Not here: the events themselves (`structure::events`, `structure::modules`).

use super::model::{Pool, Topology};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::Map;

/// An error for every part or cable that is called like an event of another part, and for every cable that is called like
/// a part.
pub fn names_of_events(topology: &Topology) -> Vec<Diagnostic> {
    let parts = named_parts(topology);
    let mut out: Vec<Diagnostic> = cables_like_parts(topology, &parts);
    let mut names = parts;
    for (place, cable) in topology.cables.iter().enumerate() {
        if let Some(id) = &cable.id {
            names.entry(id.as_str()).or_insert_with(|| format!("cables[{place}].id"));
        }
    }
    for component in &topology.components {
        if component.change.is_some() {
            out.extend(taken(&names, &component.id, "change", "a bad change to"));
        }
    }
    for pool in &topology.pools {
        out.extend(events_of_pool(&names, pool));
    }
    out
}

/// The places of all ids but the cables'.
fn named_parts(topology: &Topology) -> Map<&str, String> {
    let components = topology.components.iter().enumerate().map(|(i, c)| (&c.id, format!("components[{i}].id")));
    let pools = topology.pools.iter().enumerate().map(|(i, p)| (&p.id, format!("pools[{i}].id")));
    let domains = topology.domains.iter().enumerate().map(|(i, d)| (&d.id, format!("domains[{i}].id")));
    components.chain(pools).chain(domains).map(|(id, path)| (id.as_str(), path)).collect()
}

fn cables_like_parts(topology: &Topology, parts: &Map<&str, String>) -> Vec<Diagnostic> {
    let ids = topology.cables.iter().enumerate().filter_map(|(place, cable)| Some((place, cable.id.as_ref()?)));
    let alike = ids.filter(|(_, id)| parts.contains_key(id.as_str()));
    let finding = |(place, id): (usize, &Id)| {
        let finding = Diagnostic::error(codes::DUPLICATE_ID, format!("a part is called \"{id}\" too"));
        finding.at(format!("cables[{place}].id"), id).hint("give the cable a name of its own, or none")
    };
    alike.map(finding).collect()
}

fn events_of_pool(names: &Map<&str, String>, pool: &Pool) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if pool.common_cause.get() > 0.0 {
        out.extend(taken(names, &pool.id, "common-cause", "the common cause of"));
    }
    if pool.change.is_some() {
        out.extend(taken(names, &pool.id, "change", "a bad change to"));
    }
    if pool.is_dependent() {
        out.extend(taken(names, &pool.id, "failover", "the change-over of"));
        // What follows says which members are blocked, and which other pools are down too.
        let ways = [("members", "too few working members of"), ("together with ", "what takes down others and")];
        for (begins, what) in ways {
            let begins = format!("{}/{begins}", pool.id);
            let from_there = names.iter_from(begins.as_str()).take_while(|(name, _)| name.starts_with(&begins));
            out.extend(from_there.map(|(name, path)| alike(name, path, what, &pool.id)));
        }
    }
    out
}

fn taken(names: &Map<&str, String>, id: &Id, event: &str, what: &str) -> Option<Diagnostic> {
    let name = format!("{id}/{event}");
    names.get(name.as_str()).map(|path| alike(&name, path, what, id))
}

fn alike(name: &str, path: &str, what: &str, id: &Id) -> Diagnostic {
    let message = format!("answers call {what} \"{id}\" like this part");
    Diagnostic::error(codes::NAME_OF_EVENT, message).at(path, name).hint("choose another name")
}
