//! Messages that stay until they are dismissed, and the two regions that are read aloud.

use super::dialogs::FindingList;
use super::sign::IconButton;
use crate::bench::{Message, MessageAction, Severity, use_bench};
use crate::live::prelude::*;

/// What there is to tell.
#[component]
pub fn Messages() -> impl IntoView {
    let bench = use_bench();
    view! {
        <div class="messages">
            <For each=move || bench.messages().get() key=|message| message.number.to_string() children=|message| view! { <MessageView message/> }/>
        </div>
    }
}

/// One message, with what can be done about it.
#[component]
fn MessageView(message: Message) -> impl IntoView {
    let bench = use_bench();
    let Message { number, severity, text, findings, actions } = message;
    let role = if severity == Severity::Error { "alert" } else { "status" };
    let button = move |(label, action): (&'static str, MessageAction)| {
        view! { <button type="button" class="link-button" on:click=move |_| bench.act(number, &action)>{label}</button> }
    };
    view! {
        <div class="message" role=role data-severity=severity.word()>
            <div class="message-text"><p>{text}</p><FindingList findings/></div>
            {actions.into_iter().map(button).collect_view()}
            <IconButton icon="close" label="Dismiss" class="close" on_press=move || bench.dismiss(number)/>
        </div>
    }
}

/// What is said to those who listen instead of look: politely, and at once.
#[component]
pub fn LiveRegions() -> impl IntoView {
    let bench = use_bench();
    let (polite, urgent) = (bench.signals.polite, bench.signals.urgent);
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" id="said">{move || polite.get()}</div>
        <div class="visually-hidden" role="alert" aria-live="assertive" id="said-at-once">{move || urgent.get()}</div>
    }
}
