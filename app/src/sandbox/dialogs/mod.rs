//! What opens over the instrument: one dialog at a time. They are the browser's own, which keep the keyboard inside and
//! give it back. `frame` is what all share, `picker` the list with a filter that several are made of.

mod frame;
mod picker;
mod commands;
mod shortcuts;
mod jump;
mod add;
mod rename;
mod failure;
mod share;
mod trace;
mod findings;

use super::views::use_views;
use crate::bench::{Panel, use_bench};
use crate::live::prelude::*;

use add::AddDialog;
use commands::CommandsDialog;
use failure::FailureDialog;
pub use findings::FindingList;
use findings::FindingsDialog;
use jump::JumpDialog;
use rename::RenameDialog;
use share::ShareDialog;
use shortcuts::ShortcutsDialog;
use trace::TraceDialog;

/// The dialog that is open, if one is.
#[component]
pub fn Dialogs() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let panel = Memo::new(move |_| bench.panel().get());
    let dialog = move || match panel.get() {
        Panel::None => ().into_any(),
        Panel::Add { at_canvas, link_from } => view! { <AddDialog at_canvas link_from/> }.into_any(),
        Panel::Commands => view! { <CommandsDialog/> }.into_any(),
        Panel::Shortcuts => view! { <ShortcutsDialog/> }.into_any(),
        Panel::Jump => view! { <JumpDialog/> }.into_any(),
        Panel::FailureMenu(id) => view! { <FailureDialog id/> }.into_any(),
        Panel::Rename(id) => view! { <RenameDialog id/> }.into_any(),
        Panel::Share(link) => view! { <ShareDialog link/> }.into_any(),
        Panel::Trace(text) => view! { <TraceDialog text/> }.into_any(),
    };
    view! {
        {move || dialog()}
        <Show when=move || views.findings.get()><FindingsDialog/></Show>
    }
}
