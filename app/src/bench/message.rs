//! What the bench tells people: short messages that stay until they are dismissed, and what can be done about them.

use nines_engine::diag::Diagnostic;

use super::{Bench, SaveState};
use crate::live::prelude::*;
use crate::platform::timers;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Tells it from others.
    pub number: u32,
    /// How bad it is.
    pub severity: Severity,
    /// What happened, what was kept, what to do.
    pub text: String,
    /// Findings that belong to it.
    pub findings: Vec<Diagnostic>,
    /// What can be done about it.
    pub actions: Vec<(&'static str, MessageAction)>,
}

/// How bad a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something to know.
    Info,
    /// Something to look after.
    Warning,
    /// Something was not done.
    Error,
}

impl Severity {
    /// The word the style sheets know.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a button of a message does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageAction {
    /// Take back the last step.
    Undo,
    /// Save the document as a file.
    Export,
    /// Make the document that came by a link one's own.
    KeepAsMine,
    /// Back to one's own document.
    BackToMine,
    /// Save what is here over what another tab has saved.
    SaveOver,
    /// Show what another tab has saved.
    TakeTheirs,
    /// Keep a broken saved state as a file.
    DownloadBroken,
    /// Show what an earlier visit has set aside.
    ShowAside,
    /// Forget it.
    DropAside,
}

impl Bench {
    /// Tells something.
    pub fn tell(self, severity: Severity, text: impl Into<String>) {
        self.tell_with(severity, text, Vec::new(), Vec::new());
    }

    /// Tells that a document has errors, with all of them.
    pub fn tell_findings(self, text: &str, findings: &[Diagnostic]) {
        // A document that was refused before is no longer of interest.
        self.signals.messages.update(|messages| messages.retain(|message| message.findings.is_empty()));
        self.tell_with(Severity::Error, text, findings.to_vec(), Vec::new());
    }

    /// Tells something that something can be done about. A message that is there already is not said twice.
    pub fn tell_with(
        self,
        severity: Severity,
        text: impl Into<String>,
        findings: Vec<Diagnostic>,
        actions: Vec<(&'static str, MessageAction)>,
    ) {
        const SHOWN_MAX: usize = 3;
        let text = text.into();
        let number = self.inner.try_update_value(|inner| {
            inner.message_number += 1;
            inner.message_number
        });
        let Some(number) = number else { return };
        let is_there = |messages: &Vec<Message>| messages.iter().any(|m| m.text == text && m.findings == findings);
        if self.signals.messages.with_untracked(is_there) {
            return;
        }
        self.signals.messages.update(|messages| {
            messages.push(Message { number, severity, text, findings, actions });
            if messages.len() > SHOWN_MAX {
                // Old news gives way, but what waits for a choice stays as long as something else can go.
                let oldest = messages.iter().position(|message| message.actions.is_empty()).unwrap_or(0);
                messages.remove(oldest);
            }
        });
    }

    /// Tells something that is over soon: it goes by itself, or when there is something else of its sort.
    pub fn tell_briefly(self, severity: Severity, text: impl Into<String>) {
        const SHOWN_MS: u32 = 10_000;
        let before = self.inner.try_update_value(|inner| inner.brief.take()).flatten();
        if let Some((number, _)) = before {
            self.dismiss(number);
        }
        self.tell(severity, text);
        let Some(number) = self.inner.try_with_value(|inner| inner.message_number) else { return };
        let later = timers::after(SHOWN_MS, move || {
            if self.inner.try_with_value(|_| ()).is_some() {
                self.dismiss(number);
            }
        });
        self.inner.update_value(|inner| inner.brief = Some((number, later)));
    }

    /// Takes away messages that offer an action, because it is no longer to be had.
    pub(super) fn withdraw(self, action: &MessageAction) {
        let offers = |message: &Message| message.actions.iter().any(|(_, offered)| offered == action);
        if self.signals.messages.with_untracked(|messages| messages.iter().any(offers)) {
            self.signals.messages.update(|messages| messages.retain(|message| !offers(message)));
        }
    }

    /// Takes a message away.
    pub fn dismiss(self, number: u32) {
        self.signals.messages.update(|messages| messages.retain(|message| message.number != number));
    }

    /// Does what a button of a message says.
    pub fn act(self, number: u32, action: &MessageAction) {
        self.dismiss(number);
        match action {
            MessageAction::Undo => self.dispatch(nines_editor::Action::Undo),
            MessageAction::Export => self.export(),
            MessageAction::KeepAsMine => self.keep_as_mine(),
            MessageAction::BackToMine => self.back_to_mine(),
            MessageAction::SaveOver => self.save_over(),
            MessageAction::TakeTheirs => self.take_theirs(),
            MessageAction::DownloadBroken => self.download_broken(),
            MessageAction::ShowAside => self.show_aside(),
            MessageAction::DropAside => self.drop_aside(),
        }
    }

    /// Says something to those who listen: at once, or when half a second has passed without anything else to say.
    pub fn announce(self, text: impl Into<String>, urgent: bool) {
        let text = text.into();
        if urgent {
            self.signals.urgent.set(text);
            return;
        }
        let later = timers::after(500, move || {
            let _ = self.signals.polite.try_set(text);
        });
        self.inner.update_value(|inner| inner.announcing = Some(later));
    }

    /// Notes how saving went.
    pub(super) fn note_saving(self, state: SaveState) {
        super::show::put(self.signals.save_state, state);
    }
}
