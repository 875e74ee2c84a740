//! Pools: making one of parts, members that come and go, and taking one apart.
//!
//! Making a pool rewires: whoever needed any of the members needs the pool instead, once, in the place of the first
//! such need, and hard when any of those needs was hard. What the members need stays theirs. Taking a pool apart is
//! the reverse: whoever needed the pool needs all its members, pools it was in get its members, and what the pool as
//! a whole needed its members need.

use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::topology::{
    Extra, Need, PartRef, Pool, Recovery, Required, Topology, circle_if_needed, dependents_of,
};
use nines_engine::units::Probability;

use super::fresh::stem_of;
use super::{Draft, Plan, Refusal, fresh_id, names, remove};
use crate::target::Target;

/// A pool of these parts, of which one must work.
#[inline(never)]
pub fn pool_of(topology: &Topology, parts: &[Id]) -> Result<Plan, Refusal> {
    let is_worker = |id: &&Id| matches!(topology.find(id), Some(PartRef::Component(_) | PartRef::Pool(_)));
    let members: Vec<Id> = parts.iter().filter(is_worker).cloned().collect();
    // What is in a selected pool is in the new pool through it.
    let within: Set<Id> = members.iter().flat_map(|id| inside(topology, id)).collect();
    let members: Vec<Id> = members.into_iter().filter(|id| !within.contains(id)).collect();
    let Some(first) = members.first() else {
        return Err(Refusal::because("Select the components that do the same work, then make a pool of them."));
    };
    let id = pool_id(topology, first);
    let mut draft = Draft::of(topology);
    draft.add_pool(Pool {
        id: id.clone(),
        members: members.clone(),
        required: Required::Count(1),
        common_cause: Probability::ZERO,
        recovery: Recovery::default(),
        change: None,
        needs: Vec::new(),
        extra: Extra::new(),
    });
    draft.all_needs(|user, needs| {
        if !members.contains(user) && *user != id {
            rewire(needs, &members, std::slice::from_ref(&id));
        }
    });
    let said = format!("{id} is a pool of {}. One of them must work.", names(&members));
    Ok(Plan::new(draft, format!("Make a pool of {}", names(&members)), said).selecting(vec![Target::Part(id)]))
}

/// The id of a new pool: the stem its first member's name suggests (`app-1` gives `app`), or `app-pool` when that is
/// taken, or that with a number.
fn pool_id(topology: &Topology, first: &Id) -> Id {
    let stem = stem_of(first);
    let free = |name: &str| Id::new(name).ok().filter(|id| *id != Id::clients() && topology.find(id).is_none());
    let pool = format!("{stem}-pool");
    free(&stem).or_else(|| free(&pool)).unwrap_or_else(|| fresh_id(topology, &pool, false))
}

/// Every member of a pool, of the pools in it, and so on.
fn inside(topology: &Topology, pool: &Id) -> Set<Id> {
    let mut found: Set<Id> = Set::new();
    let mut open = vec![pool.clone()];
    while let Some(id) = open.pop() {
        let Some(PartRef::Pool(i)) = topology.find(&id) else { continue };
        let new = topology.pools[i].members.iter().filter(|m| !found.contains(m)).cloned().collect::<Vec<_>>();
        found.extend(new.iter().cloned());
        open.extend(new);
    }
    found
}

/// Replaces the needs of some parts by needs of others, in the place of the first, hard when any of them was.
fn rewire(needs: &mut Vec<Need>, old: &[Id], new: &[Id]) {
    let Some(at) = needs.iter().position(|n| old.contains(&n.to)) else { return };
    let soft = needs.iter().filter(|n| old.contains(&n.to)).all(|n| n.soft);
    // The first need's own fields (timeouts, retries) are kept for what replaces it.
    let extra = needs[at].extra.clone();
    needs.retain(|n| !old.contains(&n.to));
    for (i, to) in new.iter().enumerate() {
        match needs.iter_mut().find(|n| n.to == *to) {
            Some(same) => same.soft &= soft,
            None => needs.insert((at + i).min(needs.len()), Need { to: to.clone(), soft, extra: extra.clone() }),
        }
    }
}

/// Why a part cannot be a member of a pool; `None` when it can.
pub fn join_refusal(topology: &Topology, part: &Id, pool: &Id) -> Option<Refusal> {
    let text = match (topology.find(part), topology.find(pool)) {
        (None, _) if *part == Id::clients() => "The clients cannot be in a pool.".to_string(),
        (None, _) => return Some(Refusal::unknown(part)),
        (_, None) => return Some(Refusal::unknown(pool)),
        (Some(PartRef::Domain(_)), _) => format!("{part} is a domain, and only components and pools can be in a pool."),
        (Some(_), Some(PartRef::Pool(_))) if topology.pools_of(part).any(|p| p.id == *pool) => {
            format!("{part} is a member of {pool} already.")
        }
        (Some(_), Some(PartRef::Pool(_))) if part == pool => format!("{pool} cannot be a member of itself."),
        (Some(_), Some(PartRef::Pool(_))) if dependents_of(topology, part).contains(pool) => {
            format!("{pool} depends on {part}, so the two do not do the same work.")
        }
        (Some(_), Some(PartRef::Pool(_))) => {
            let way = circle_if_needed(topology, pool, part)?;
            let mut circle: Vec<&str> = vec![pool.as_str()];
            circle.extend(way.iter().map(Id::as_str));
            format!("That would be a circle: {}. Take one of its needs away first.", circle.join(" → "))
        }
        (Some(_), Some(_)) => format!("{pool} is no pool."),
    };
    Some(Refusal::because(text))
}

/// A part becomes a member of a pool. Whoever needed both now needs the pool alone.
#[inline(never)]
pub fn add_to_pool(topology: &Topology, part: &Id, pool: &Id) -> Result<Plan, Refusal> {
    if let Some(refusal) = join_refusal(topology, part, pool) {
        return Err(refusal);
    }
    let mut draft = Draft::of(topology);
    join(&mut draft, part, pool);
    Ok(Plan::new(draft, format!("Add {part} to {pool}"), format!("{part} is a member of {pool}.")))
}

/// Makes a part a member, which nothing speaks against.
pub(super) fn join(draft: &mut Draft, part: &Id, pool: &Id) {
    if let Some(PartRef::Pool(i)) = draft.topology().find(pool) {
        draft.pool(i, |p| p.members.push(part.clone()));
        draft.put(pool, None);
    }
    let both = |needs: &[Need]| [part, pool].iter().all(|id| needs.iter().any(|n| n.to == **id));
    draft.all_needs(|_, needs| {
        if both(needs) {
            rewire(needs, &[part.clone(), pool.clone()], std::slice::from_ref(pool));
        }
    });
}

/// A part leaves a pool; a pool without members goes.
#[inline(never)]
pub fn remove_from_pool(topology: &Topology, part: &Id, pool: &Id) -> Result<Plan, Refusal> {
    let Some(PartRef::Pool(i)) = topology.find(pool) else { return Err(Refusal::unknown(pool)) };
    if !topology.pools[i].members.contains(part) {
        return Err(Refusal::because(format!("{part} is no member of {pool}.")));
    }
    let mut draft = Draft::of(topology);
    draft.pool(i, |p| p.members.retain(|m| m != part));
    let mut said = format!("{part} is no longer a member of {pool}.");
    if draft.topology().pools[i].members.is_empty() {
        remove::forget(&mut draft, std::slice::from_ref(pool));
        said = format!("{part} was the last member of {pool}, so the pool is gone too.");
    }
    Ok(Plan::new(draft, format!("Take {part} out of {pool}"), said))
}

/// A pool is taken apart.
#[inline(never)]
pub fn unpool(topology: &Topology, pool: &Id) -> Result<Plan, Refusal> {
    let Some(PartRef::Pool(i)) = topology.find(pool) else {
        return Err(Refusal::because(format!("{pool} is no pool.")));
    };
    let (members, own_needs) = (topology.pools[i].members.clone(), topology.pools[i].needs.clone());
    let mut draft = Draft::of(topology);
    draft.all_needs(|_, needs| rewire(needs, std::slice::from_ref(pool), &members));
    draft.all_members(|list| {
        if let Some(at) = list.iter().position(|m| m == pool) {
            list.remove(at);
            let new: Vec<Id> = members.iter().filter(|m| !list.contains(m)).cloned().collect();
            list.splice(at..at, new);
        }
    });
    for member in &members {
        draft.needs(member, |needs| {
            let new: Vec<Need> = own_needs.iter().filter(|n| needs.iter().all(|own| own.to != n.to)).cloned().collect();
            needs.extend(new);
        });
    }
    remove::forget(&mut draft, std::slice::from_ref(pool));
    let said = format!("{pool} is no pool any more. What needed it now needs {}.", names(&members));
    let select = members.into_iter().map(Target::Part).collect();
    Ok(Plan::new(draft, format!("Take {pool} apart"), said).selecting(select))
}
