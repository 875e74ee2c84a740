//! Needs: connecting, disconnecting, soft and hard, and moving an end. Why two parts cannot be connected is told
//! here, in one place, for the pointer, the keys and the inspector alike.

use nines_engine::ids::Id;
use nines_engine::topology::{Need, PartRef, Topology, circle_if_needed};

use super::{Draft, Plan, Refusal, needs_of};
use crate::target::{End, Target};

/// Why a part can neither need nor be needed; `None` when it can.
pub fn start_refusal(topology: &Topology, id: &Id) -> Option<Refusal> {
    match topology.find(id) {
        None if *id != Id::clients() => Some(Refusal::unknown(id)),
        Some(PartRef::Domain(_)) => {
            let text = format!("{id} is a domain: parts are in it, and nothing needs it. Put a part into it instead.");
            Some(Refusal::because(text))
        }
        _ => None,
    }
}

/// Names of all parts that a part could come to need.
pub fn possible_needs(topology: &Topology, from: &Id) -> Vec<String> {
    let parts = topology.components.iter().map(|c| &c.id).chain(topology.pools.iter().map(|p| &p.id));
    parts.filter(|to| connect_refusal(topology, from, to).is_none()).map(Id::to_string).collect()
}

/// Why one part cannot need another; `None` when it can.
pub fn connect_refusal(topology: &Topology, from: &Id, to: &Id) -> Option<Refusal> {
    if let Some(refusal) = [from, to].into_iter().find_map(|id| start_refusal(topology, id)) {
        return Some(refusal);
    }
    let (clients, is_pool) = (Id::clients(), |id: &Id| matches!(topology.find(id), Some(PartRef::Pool(_))));
    let text = if *to == clients {
        format!("Nothing needs the clients. Draw the line from the clients to {from}.")
    } else if from == to {
        format!("{from} cannot need itself. Choose another part.")
    } else if needs_of(topology, from).iter().any(|n| n.to == *to) {
        format!("{} already.", needing(from, to))
    } else if is_pool(from) && topology.pools_of(to).any(|p| p.id == *from) {
        format!("{to} is a member of {from}, so {from} works through it already.")
    } else if *from != clients
        && let Some(way) = circle_if_needed(topology, from, to)
    {
        let mut names: Vec<&str> = vec![from.as_str()];
        names.extend(way.iter().map(Id::as_str));
        format!("That would be a circle: {}. Take one of its needs away first.", names.join(" → "))
    } else {
        return None;
    };
    Some(Refusal::because(text))
}

/// One part needs another.
#[inline(never)]
pub fn connect(topology: &Topology, from: &Id, to: &Id, soft: bool) -> Result<Plan, Refusal> {
    if let Some(refusal) = connect_refusal(topology, from, to) {
        return Err(refusal);
    }
    let mut draft = Draft::of(topology);
    let need = if soft { Need::soft(to.clone()) } else { Need::hard(to.clone()) };
    draft.needs(from, |needs| needs.push(need));
    Ok(Plan::new(draft, format!("Connect {from} to {to}"), format!("{}.", needing(from, to))))
}

/// One part no longer needs another.
#[inline(never)]
pub fn disconnect(topology: &Topology, from: &Id, to: &Id) -> Result<Plan, Refusal> {
    exists(topology, from, to)?;
    let mut draft = Draft::of(topology);
    draft.needs(from, |needs| needs.retain(|n| n.to != *to));
    let no_longer = if *from == Id::clients() { "no longer need" } else { "no longer needs" };
    Ok(Plan::new(draft, format!("Disconnect {from} from {to}"), format!("{from} {no_longer} {to}.")))
}

/// A need becomes soft or hard.
#[inline(never)]
pub fn set_soft(topology: &Topology, from: &Id, to: &Id, soft: bool) -> Result<Plan, Refusal> {
    exists(topology, from, to)?;
    let mut draft = Draft::of(topology);
    draft.needs(from, |needs| needs.iter_mut().filter(|n| n.to == *to).for_each(|n| n.soft = soft));
    let (word, meaning) =
        if soft { ("soft", "work goes on, degraded, without it") } else { ("hard", "no work without it") };
    let said = format!("The need of {from} for {to} is {word}: {meaning}.");
    Ok(Plan::new(draft, format!("Make the need of {from} for {to} {word}"), said))
}

/// One end of a need moves to another part. The need keeps its other fields; at the same user also its place.
#[inline(never)]
pub fn reconnect(topology: &Topology, from: &Id, to: &Id, end: End, onto: &Id) -> Result<Plan, Refusal> {
    let need = exists(topology, from, to)?;
    let present = if end == End::From { from } else { to };
    if onto == present {
        return Err(Refusal::because(format!("The line ends at {onto} already.")));
    }
    let (new_from, new_to) = if end == End::From { (onto, to) } else { (from, onto) };
    // Without the old need, which may be part of the only circle there would be.
    let mut draft = Draft::of(topology);
    let at = needs_of(topology, from).iter().position(|n| n.to == *to).unwrap_or(0);
    draft.needs(from, |needs| needs.retain(|n| n.to != *to));
    if let Some(refusal) = connect_refusal(draft.topology(), new_from, new_to) {
        return Err(refusal);
    }
    let moved = Need { to: new_to.clone(), ..need };
    draft.needs(new_from, |needs| needs.insert(if end == End::To { at.min(needs.len()) } else { needs.len() }, moved));
    let plan = Plan::new(draft, format!("Reconnect {from} to {to}"), format!("{} now.", needing(new_from, new_to)));
    Ok(plan.selecting(vec![Target::Need { from: new_from.clone(), to: new_to.clone() }]))
}

fn exists(topology: &Topology, from: &Id, to: &Id) -> Result<Need, Refusal> {
    let need = needs_of(topology, from).iter().find(|n| n.to == *to);
    need.cloned().ok_or_else(|| Refusal::because(format!("{from} does not need {to}.")))
}

fn needing(from: &Id, to: &Id) -> String {
    if *from == Id::clients() { format!("The clients need {to}") } else { format!("{from} needs {to}") }
}
