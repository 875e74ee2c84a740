//! Deleting: parts with everything that mentions them (needs, memberships, places in domains, cables, layout), needs
//! and cables. A pool left without members goes too. Members of a deleted pool and parts in a deleted domain stay.

use nines_engine::ids::Id;
use nines_engine::topology::edit::Edit;
use nines_engine::topology::{PartRef, Topology};

use super::{Draft, Plan, Refusal, names};
use crate::target::Target;

/// Deletes targets. The clients among them stay.
#[inline(never)]
pub fn delete(topology: &Topology, targets: &[Target]) -> Result<Plan, Refusal> {
    let clients = Id::clients();
    let there: Vec<&Target> = targets.iter().filter(|t| t.exists_in(topology)).collect();
    let parts: Vec<Id> = there.iter().filter_map(|t| t.part()).filter(|id| **id != clients).cloned().collect();
    let lines: Vec<&&Target> = there.iter().filter(|t| t.part().is_none()).collect();
    if parts.is_empty() && lines.is_empty() {
        let text =
            if there.is_empty() { "Select what to delete." } else { "The clients stay: the system is for them." };
        return Err(Refusal::because(text));
    }
    let mut draft = Draft::of(topology);
    for line in &lines {
        match line {
            Target::Need { from, to } => draft.needs(from, |needs| needs.retain(|n| n.to != *to)),
            Target::Cable { between } => {
                if let Some(i) = draft.topology().cables.iter().position(|c| c.between == *between) {
                    draft.edit(Edit::RemoveCable(i));
                }
            }
            Target::Part(_) => {}
        }
    }
    let gone = forget(&mut draft, &parts);
    let what = match (gone.as_slice(), lines.as_slice()) {
        ([], [line]) => line.name(),
        ([], lines) => format!("{} lines", lines.len()),
        (gone, _) => names(gone),
    };
    Ok(Plan::new(draft, format!("Delete {what}"), format!("Deleted: {what}.")).selecting(Vec::new()))
}

/// Takes parts out, with everything that mentions them, and pools that have no member left. Gives all that went.
pub(super) fn forget(draft: &mut Draft, parts: &[Id]) -> Vec<Id> {
    let mut gone: Vec<Id> = parts.iter().filter(|id| draft.topology().find(id).is_some()).cloned().collect();
    let mut next = gone.clone();
    // Each round takes at least one pool, so there are at most as many as pools.
    while !next.is_empty() {
        mention_no_more(draft, &next);
        next.iter().for_each(|id| draft.take_out(id));
        next = emptied(draft.topology(), &next);
        gone.extend(next.iter().cloned());
    }
    gone
}

fn mention_no_more(draft: &mut Draft, gone: &[Id]) {
    draft.all_needs(|_, needs| needs.retain(|n| !gone.contains(&n.to)));
    // Pools that are emptied keep the ids for a moment, so that `emptied` can tell them from pools that were empty.
    for i in 0..draft.topology().pools.len() {
        if !draft.topology().pools[i].members.iter().all(|m| gone.contains(m)) {
            draft.pool(i, |p| p.members.retain(|m| !gone.contains(m)));
        }
    }
    draft.all_domains(|domains| domains.retain(|d| !gone.contains(d)));
    for i in (0..draft.topology().cables.len()).rev() {
        if draft.topology().cables[i].between.iter().any(|end| gone.contains(end)) {
            draft.edit(Edit::RemoveCable(i));
        }
    }
}

/// The pools all of whose members are gone.
fn emptied(topology: &Topology, gone: &[Id]) -> Vec<Id> {
    let is_emptied = |members: &[Id]| !members.is_empty() && members.iter().all(|m| gone.contains(m));
    let pools = topology.pools.iter().filter(|p| is_emptied(&p.members));
    pools.map(|p| p.id.clone()).filter(|id| matches!(topology.find(id), Some(PartRef::Pool(_)))).collect()
}
