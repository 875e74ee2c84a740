//! Renaming a part: in its list, in every need, pool, domain, cable, and in the layout.

use nines_engine::ids::{CLIENTS, Id};
use nines_engine::topology::edit::Edit;
use nines_engine::topology::{Cable, Kind, PartRef, Topology};

use super::{Draft, Plan, Refusal};
use crate::letters::lower;
use crate::target::Target;

/// Why a text cannot become the name of a part; the id when it can.
pub fn new_name(topology: &Topology, id: &Id, text: &str) -> Result<Id, Refusal> {
    if *id == Id::clients() {
        return Err(Refusal::because("The clients keep their name."));
    }
    if topology.find(id).is_none() {
        return Err(Refusal::unknown(id));
    }
    let to = Id::new(text.trim()).map_err(|error| {
        let sentence = error.to_string();
        let (first, rest) = sentence.split_at(1);
        Refusal::because(format!("{}{rest}.", first.to_ascii_uppercase()))
    })?;
    if to.as_str() == CLIENTS {
        return Err(Refusal::because("The name \"clients\" is taken by the clients. Choose another one."));
    }
    if to != *id && topology.find(&to).is_some() {
        return Err(Refusal::because(format!("Another part is called \"{to}\". Choose another name.")));
    }
    Ok(to)
}

/// A part gets another name.
#[inline(never)]
pub fn rename(topology: &Topology, id: &Id, text: &str) -> Result<Plan, Refusal> {
    let to = new_name(topology, id, text)?;
    let mut draft = Draft::of(topology);
    let part = topology.find(id).ok_or_else(|| Refusal::unknown(id))?;
    match part {
        PartRef::Component(i) => draft.component(i, |c| c.id = to.clone()),
        PartRef::Pool(i) => draft.pool(i, |p| p.id = to.clone()),
        PartRef::Domain(i) => draft.domain(i, |d| d.id = to.clone()),
    }
    let swap = |name: &mut Id| {
        if name == id {
            *name = to.clone();
        }
    };
    draft.all_needs(|_, needs| needs.iter_mut().for_each(|n| swap(&mut n.to)));
    draft.all_members(|members| members.iter_mut().for_each(swap));
    draft.all_domains(|domains| domains.iter_mut().for_each(swap));
    for i in 0..topology.cables.len() {
        let cable = topology.cables[i].clone();
        if cable.between.contains(id) {
            let between = cable.between.clone().map(|end| if end == *id { to.clone() } else { end });
            draft.edit(Edit::ReplaceCable(i, Cable { between, ..(*cable).clone() }.into()));
        }
    }
    if let Some(position) = topology.layout.get(id).filter(|_| to != *id) {
        draft.put(id, None);
        draft.put(&to, Some((*position).into()));
    }
    let plan = Plan::new(draft, format!("Rename {id} to {to}"), format!("{id} is now called {to}."));
    Ok(plan.selecting(vec![Target::Part(to)]))
}

/// A component or domain becomes one of another kind; its numbers stay.
#[inline(never)]
pub fn set_kind(topology: &Topology, id: &Id, kind: &Kind) -> Result<Plan, Refusal> {
    let mut draft = Draft::of(topology);
    match topology.find(id) {
        Some(PartRef::Component(i)) => draft.component(i, |c| c.kind = kind.clone()),
        Some(PartRef::Domain(i)) => draft.domain(i, |d| d.kind = kind.clone()),
        _ => return Err(Refusal::because(format!("{id} has no kind that could be changed."))),
    }
    let label = lower(crate::catalogue::label(kind.as_str()));
    Ok(Plan::new(draft, format!("Change the kind of {id}"), format!("{id} is a {label}. Its numbers stay.")))
}
