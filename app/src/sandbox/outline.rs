//! The same system as a table: every part with what it needs and how it does, and everything that can be done to it by
//! buttons and lists. Enough to build without the picture; fields are in the inspector beside it.

use std::sync::Arc;

use nines_editor::catalogue::PALETTE;
use nines_editor::scene::Sort;
use nines_editor::{Action, Row, SelectMode, Target, change, outline};
use nines_engine::ids::Id;

use super::inspector::Choose;
use super::sign::{Glyph, Icon, IconButton, StateWord};
use super::views::{self, use_views};
use super::words;
use crate::bench::{Panel, use_bench};
use crate::live::prelude::*;
use crate::platform::input;

/// The table's id.
const TABLE_ID: &str = "outline-table";

/// The outline.
#[component]
pub fn Outline() -> impl IntoView {
    let bench = use_bench();
    let rows = Memo::new(move |_| {
        bench.document().with(|document| outline(document).into_iter().map(Arc::new).collect::<Vec<_>>())
    });
    let kinds =
        PALETTE.iter().filter(|entry| entry.kind != "clients").map(|entry| entry.label.to_string()).collect::<Vec<_>>();
    let add = move |label: String| {
        let Some(entry) = PALETTE.iter().find(|entry| entry.label == label) else { return };
        let link_from = bench.selection().with_untracked(|s| s.single().and_then(|target| target.part()).cloned());
        views::place(bench, entry.kind, None, link_from);
    };
    view! {
        <div class="outline-host" hidden=move || !bench.outline().get()>
            <table id=TABLE_ID tabindex="-1" class="outline" aria-label="Outline">
                <thead><tr>
                    <th scope="col">"Part"</th><th scope="col" class="o-kind">"Kind"</th><th scope="col">"State"</th>
                    <th scope="col" class="o-needs">"Needs"</th><th scope="col">"By itself"</th><th scope="col">"Share"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| row.id.to_string() children=move |row| view! { <OutlineRow id=row.id.clone() rows/> }/>
                </tbody>
            </table>
            <div class="outline-add"><Choose label="A kind of part" verb="Add part" options=Signal::derive(move || kinds.clone()) on_choose=add/></div>
        </div>
    }
}

/// One part.
#[component]
fn OutlineRow(id: Id, rows: Memo<Vec<Arc<Row>>>) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let of = id.clone();
    let (name, id_text) = (id.to_string(), id.to_string());
    let row = Memo::new(move |before: Option<&Option<Arc<Row>>>| {
        let found = rows.with(|rows| rows.iter().find(|row| row.id == of).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let shown = Memo::new({
        let state = bench.state(&id);
        move |_| state.with(words::shown)
    });
    let share = bench.contribution(&id);
    let part_words = views.words_of(&id);
    let text = move |f: fn(&Row) -> String| move || row.with(|row| row.as_ref().map(|row| f(row)).unwrap_or_default());
    let kind = text(|row| row.kind_label.clone());
    let needs = text(needs_text);
    let target = Target::Part(id.clone());
    let selected = {
        let target = target.clone();
        Memo::new(move |_| bench.selection().with(|selection| selection.contains(&target)))
    };
    let depth = text(|row| row.depth.to_string());
    let glyph = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| kind_word(row)).unwrap_or_default()));
    let own = move || part_words.with(|w| w.as_ref().map(|w| w.own.clone()).unwrap_or_default());
    let percent = move || share.get().filter(|share| *share >= 0.005).map(|share| format!("{:.0} %", share * 100.0));
    let select = move |_| bench.dispatch(Action::Select { target: target.clone(), mode: SelectMode::Only });
    view! {
        <tr aria-selected=move || selected.get().to_string() data-part-row=id_text data-state=move || shown.with(|s| s.case)>
            <th scope="row" style=move || format!("--depth:{}", depth())>
                <Glyph kind=glyph small=true/>
                <button type="button" class="link-button" on:click=select>{name}</button>
            </th>
            <td class="o-kind">{move || kind()}</td>
            <td><StateWord look=Signal::derive(move || shown.with(|s| s.look)) word=Signal::derive(move || shown.with(|s| s.spoken.clone()))/></td>
            <td class="o-needs">{move || needs()} <AddNeed id=id.clone()/></td>
            <td class="value">{move || own()}</td>
            <td class="value">{move || percent()}</td>
            <td class="row-actions">{(id != Id::clients()).then(|| view! { <RowActions id/> })}</td>
        </tr>
    }
}

fn needs_text(row: &Row) -> String {
    let needs = row.needs.iter().map(|(id, soft)| if *soft { format!("{id} (soft)") } else { id.to_string() });
    let mut all: Vec<String> = needs.collect();
    if !row.members.is_empty() {
        all.push(format!("holds {}", change::names(&row.members)));
    }
    if !row.domains.is_empty() {
        all.push(format!("in {}", change::names(&row.domains)));
    }
    all.join(", ")
}

/// The word of the document for what a row is, for its picture.
fn kind_word(row: &Row) -> String {
    let by_label = PALETTE.iter().find(|entry| entry.label == row.kind_label).map(|entry| entry.kind);
    match row.sort {
        Sort::Clients => "clients",
        Sort::Pool => "pool",
        Sort::Component | Sort::Domain => by_label.unwrap_or("component"),
    }
    .to_string()
}

/// One more need, for what can need something.
#[component]
fn AddNeed(id: Id) -> impl IntoView {
    let bench = use_bench();
    let from = StoredValue::new(id.clone());
    let possible = Memo::new(move |_| {
        // Only while it is shown: asking every pair is work.
        if !bench.outline().get() {
            return Vec::new();
        }
        let from = from.get_value();
        bench.document().with(|document| change::link::possible_needs(document, &from))
    });
    let add = move |name: String| {
        if let Ok(to) = Id::new(&name) {
            bench.dispatch(Action::Connect { from: from.get_value(), to, soft: false });
        }
    };
    view! { <Choose label=format!("What {id} needs") verb="Connect" sign="+" options=possible on_choose=add/> }
}

/// Fail or repair, rename, delete.
#[component]
fn RowActions(id: Id) -> impl IntoView {
    let bench = use_bench();
    let failed = views::is_failed(bench, &id);
    let part = StoredValue::new(id.clone());
    let name = id.to_string();
    let icon = Signal::derive(move || if failed.get() { "repair" } else { "fail" });
    let word = move || if failed.get() { "Repair" } else { "Fail" };
    let label = move || format!("{} {name}", word());
    let delete = move || {
        bench.dispatch(Action::Delete { targets: vec![Target::Part(part.get_value())] });
        // The row is gone, and the keyboard with it: it goes to the table.
        input::focus(TABLE_ID);
    };
    view! {
        <span class="actions">
            <button type="button" class="button fail-button" aria-label=move || label() on:click=move |_| bench.toggle_failure(&part.get_value())><Icon name=icon/> {move || word()}</button>
            <button type="button" class="button" aria-label=format!("Rename {id}") on:click=move |_| bench.open_panel(Panel::Rename(part.get_value()))>"Rename"</button>
            <IconButton icon="delete" label=format!("Delete {id}") on_press=delete/>
        </span>
    }
}
