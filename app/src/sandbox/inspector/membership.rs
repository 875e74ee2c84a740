//! What a part is in: pools and domains, with ways in and out; and what a pool or domain holds.

use nines_editor::{Action, change};
use nines_engine::ids::Id;
use nines_engine::topology::{Kind, Part, Topology};

use super::super::sign::IconButton;
use super::choose::Choose;
use super::document::PartLink;
use crate::bench::use_bench;
use crate::live::prelude::*;

/// A list of names with a button each that takes it out, and a choice of more.
#[component]
fn NameList(
    legend: &'static str,
    /// What stands there when it is empty.
    empty: &'static str,
    names: Memo<Vec<Id>>,
    /// What could be added.
    more: Memo<Vec<String>>,
    /// The accessible name of the choice of more.
    more_label: String,
    verb: &'static str,
    #[prop(into)] on_add: Take<Id>,
    #[prop(into)] on_remove: Take<Id>,
    /// Buttons under the list.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = move |id: Id| {
        let name = id.to_string();
        let on_remove = on_remove.clone();
        view! {
            <div class="member-row">
                <PartLink name=name.clone()/>
                <IconButton icon="close" label=format!("Take out: {name}") on_press=move || on_remove.take(id.clone())/>
            </div>
        }
    };
    let add = move |name: String| {
        if let Ok(id) = Id::new(&name) {
            on_add.take(id);
        }
    };
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            <Show when=move || names.with(Vec::is_empty)><p class="inspector-empty">{empty}</p></Show>
            <For each=move || names.get() key=|id| id.to_string() children=row/>
            <Choose label=more_label verb=verb options=more on_choose=add/>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </fieldset>
    }
}

/// The pools a part is a member of.
#[component]
pub fn Pools(id: Id) -> impl IntoView {
    let bench = use_bench();
    let part = StoredValue::new(id.clone());
    let in_pools = move |document: &Topology| {
        let part = part.get_value();
        document.pools_of(&part).map(|pool| pool.id.clone()).collect::<Vec<_>>()
    };
    let names = Memo::new(move |_| bench.document().with(|d| in_pools(d)));
    let more = Memo::new(move |_| {
        bench.document().with(|document| {
            let own = in_pools(document);
            let others = document.pools.iter().filter(|p| p.id != part.get_value() && !own.contains(&p.id));
            others.map(|pool| pool.id.to_string()).collect::<Vec<_>>()
        })
    });
    let add = move |pool: Id| bench.dispatch(Action::AddToPool { part: part.get_value(), pool });
    let remove = move |pool: Id| bench.dispatch(Action::RemoveFromPool { part: part.get_value(), pool });
    let make = move |_| bench.dispatch(Action::PoolSelected);
    view! {
        <NameList legend="Pool" empty="In none." names more more_label=format!("A pool for {id}") verb="Join" on_add=add on_remove=remove>
            <button type="button" class="button" on:click=make>"Make a pool of it"</button>
        </NameList>
    }
}

/// The domains a part is in.
#[component]
pub fn Domains(id: Id) -> impl IntoView {
    let bench = use_bench();
    let part = StoredValue::new(id.clone());
    let names = Memo::new(move |_| bench.document().with(|d| change::domains_of(d, &part.get_value())));
    let more = Memo::new(move |_| {
        bench.document().with(|document| {
            let own = change::domains_of(document, &part.get_value());
            let others = document.domains.iter().filter(|d| d.id != part.get_value() && !own.contains(&d.id));
            others.map(|domain| domain.id.to_string()).collect::<Vec<_>>()
        })
    });
    let add = move |domain: Id| bench.dispatch(Action::JoinDomain { part: part.get_value(), domain });
    let remove = move |domain: Id| bench.dispatch(Action::LeaveDomain { part: part.get_value(), domain });
    let make = move |_| bench.dispatch(Action::DomainFromSelection { kind: Kind::new("zone") });
    view! {
        <NameList legend="Zones and other domains" empty="In none." names more more_label=format!("A domain for {id}") verb="Join" on_add=add on_remove=remove>
            <button type="button" class="button" on:click=make>"New zone"</button>
        </NameList>
    }
}

/// What a pool or a domain holds.
#[component]
pub fn Members(id: Id) -> impl IntoView {
    let bench = use_bench();
    let whole = StoredValue::new(id.clone());
    let is_pool = bench.document().with_untracked(|d| matches!(d.get(&id), Some(Part::Pool(_))));
    let held = move |document: &Topology| match document.get(&whole.get_value()) {
        Some(Part::Pool(pool)) => pool.members.clone(),
        _ => {
            let of = whole.get_value();
            let components = document.components.iter().filter(|c| c.domains.contains(&of)).map(|c| c.id.clone());
            components
                .chain(document.domains.iter().filter(|d| d.domains.contains(&of)).map(|d| d.id.clone()))
                .collect()
        }
    };
    let names = Memo::new(move |_| bench.document().with(|d| held(d)));
    let more = Memo::new(move |_| {
        bench.document().with(|document| {
            let own = held(document);
            let others = document.components.iter().map(|c| &c.id).filter(|c| !own.contains(c));
            others.map(Id::to_string).collect::<Vec<_>>()
        })
    });
    let add = move |part: Id| {
        let whole = whole.get_value();
        bench.dispatch(match is_pool {
            true => Action::AddToPool { part, pool: whole },
            false => Action::JoinDomain { part, domain: whole },
        });
    };
    let remove = move |part: Id| {
        let whole = whole.get_value();
        bench.dispatch(match is_pool {
            true => Action::RemoveFromPool { part, pool: whole },
            false => Action::LeaveDomain { part, domain: whole },
        });
    };
    let legend = if is_pool { "Members" } else { "Holds" };
    let unpool = move |_| bench.dispatch(Action::Unpool { pool: whole.get_value() });
    view! {
        <NameList legend empty="Nothing." names more more_label=format!("A part for {id}") verb="Add" on_add=add on_remove=remove/>
        {is_pool.then(|| view! { <div class="actions"><button type="button" class="button" on:click=unpool>"Take the pool apart"</button></div> })}
    }
}
