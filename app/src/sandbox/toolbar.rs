//! The tools above the picture: steps back and forward, documents in and out, the view, and what a click means.

use nines_editor::Action;

use super::sign::IconButton;
use super::views::use_views;
use crate::bench::{Panel, SaveState, use_bench};
use crate::live::prelude::*;

/// The toolbar.
#[component]
pub fn Toolbar(
    /// Whether the bench saves the document itself.
    saves: bool,
) -> impl IntoView {
    view! {
        <div class="toolbar" role="group" aria-label="Tools">
            <Steps/>
            <span class="divider"></span>
            <Documents/>
            <span class="divider"></span>
            <View/>
            <span class="divider"></span>
            <Help/>
            <span class="spacer"></span>
            {saves.then(|| view! { <Saving/> })}
            <Mode/>
        </div>
    }
}

/// Undo and redo, which say what they would do.
#[component]
fn Steps() -> impl IntoView {
    let bench = use_bench();
    let (undo, redo) = (bench.undo_label(), bench.redo_label());
    let about = |word: &'static str, what: Signal<Option<String>>| {
        Signal::derive(move || {
            what.get()
                .map_or_else(|| format!("Nothing to {}", word.to_ascii_lowercase()), |what| format!("{word}: {what}"))
        })
    };
    view! {
        <IconButton icon="undo" label="Undo" about=about("Undo", undo) disabled=Signal::derive(move || undo.with(Option::is_none))
            on_press=move || bench.dispatch(Action::Undo)/>
        <IconButton icon="redo" label="Redo" about=about("Redo", redo) disabled=Signal::derive(move || redo.with(Option::is_none))
            on_press=move || bench.dispatch(Action::Redo)/>
    }
}

/// A new document, a file in, a file out, a link.
#[component]
fn Documents() -> impl IntoView {
    let bench = use_bench();
    view! {
        <IconButton icon="new" label="New" about="New: an empty system; Undo brings this one back".to_string() on_press=move || bench.new_document()/>
        <IconButton icon="import" label="Import" about="Import a file".to_string() on_press=move || bench.import()/>
        <IconButton icon="export" label="Export" about="Export as a file".to_string() on_press=move || bench.export()/>
        <IconButton icon="share" label="Share" about="Share as a link".to_string() on_press=move || bench.share()/>
    }
}

/// How the system is looked at.
#[component]
fn View() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let outline = bench.outline();
    let zoom = move || format!("{:.0} %", bench.viewport().get().zoom * 100.0);
    let icon = Signal::derive(move || if outline.get() { "picture" } else { "outline" });
    let about =
        Signal::derive(move || if outline.get() { "Back to the picture" } else { "The same as a table" }.to_string());
    view! {
        <IconButton icon="tidy" label="Tidy up" about="Tidy up: lay the picture out anew (T)".to_string() on_press=move || bench.dispatch(Action::Tidy)/>
        <IconButton icon="fit" label="Fit" about="Fit: show everything (1)".to_string() on_press=move || bench.dispatch(Action::Fit)/>
        <IconButton icon="minus" label="Zoom out" class="zoom" on_press=move || bench.dispatch(Action::ZoomStep { steps: -1, at_screen: None })/>
        <button type="button" class="link-button zoom value" style="--ch:5" aria-label="Zoom to 100 %" title="Zoom to 100 % (0)"
            on:click=move |_| bench.dispatch(Action::ZoomTo100)>{move || zoom()}</button>
        <IconButton icon="plus" label="Zoom in" class="zoom" on_press=move || bench.dispatch(Action::ZoomStep { steps: 1, at_screen: None })/>
        <IconButton icon=icon label="Outline" about=about pressed=Signal::derive(move || outline.get()) on_press=move || outline.update(|on| *on = !*on)/>
        <IconButton icon="more" label="About the system" class="system-button" about="Promise, notes, what to fix first".to_string()
            pressed=Signal::derive(move || views.is_opened.get()) on_press=move || show_system(bench, views)/>
    }
}

/// Opens the inspector for the document as a whole, or closes it.
fn show_system(bench: crate::bench::Bench, views: super::views::Views) {
    let is_open = views.is_opened.get_untracked() && bench.selection().with_untracked(|s| s.is_empty());
    bench.dispatch(Action::Deselect);
    views.is_opened.set(!is_open);
}

/// Commands and shortcuts.
#[component]
fn Help() -> impl IntoView {
    let bench = use_bench();
    view! {
        <IconButton icon="search" label="Commands" about="All commands (Ctrl+K)".to_string() on_press=move || bench.open_panel(Panel::Commands)/>
        <button type="button" class="icon-button" aria-label="Shortcuts" title="Shortcuts (?)" on:click=move |_| bench.open_panel(Panel::Shortcuts)>
            <span aria-hidden="true">"?"</span>
        </button>
    }
}

/// What a click on a part does: choose it, or fail and repair it.
#[component]
fn Mode() -> impl IntoView {
    let breaking = use_bench().breaking();
    let mode = |label: &'static str, breaks: bool, about: &'static str| {
        view! {
            <label title=about>
                <input type="radio" name="mode" prop:checked=move || breaking.get() == breaks on:change=move |_| breaking.set(breaks)/>
                {label}
            </label>
        }
    };
    view! {
        <div class="segmented" role="radiogroup" aria-label="A click on a part">
            {mode("Build", false, "A click selects a part")}
            {mode("Break", true, "A click fails a part, or repairs it")}
        </div>
    }
}

/// Whether the document is saved, where it is saved at all.
#[component]
fn Saving() -> impl IntoView {
    let bench = use_bench();
    let state = bench.save_state();
    let word = move || match state.get() {
        SaveState::Saved => "saved",
        SaveState::Pending => "saving",
        SaveState::Held => "kept apart",
        SaveState::Failed => "not saved",
    };
    view! { <span class="save-state" data-failed=move || (state.get() == SaveState::Failed).then_some("")>{move || word()}</span> }
}
