//! What the editor asks the world for.

use nines_editor::{Action, Effect};
use nines_engine::report;

use super::show::put;
use super::{Bench, MessageAction, Panel, Severity};
use crate::live::prelude::*;
use crate::platform::{clipboard, input};

impl Bench {
    /// Does one thing that an update asks for.
    pub(super) fn perform(self, effect: Effect) {
        match effect {
            Effect::Changed { meaning } => self.changed(meaning),
            Effect::Announce { text, urgent } => self.announce(text, urgent),
            Effect::Refused { text, .. } => {
                self.announce(text.clone(), true);
                self.tell_briefly(Severity::Warning, text);
            }
            Effect::Copied(text) => clipboard::write(text, move |done| {
                if !done {
                    self.tell(
                        Severity::Warning,
                        "The browser did not let the page use the clipboard. Nothing was copied.",
                    );
                }
            }),
            Effect::RequestPaste => clipboard::read(move |text| match text {
                Some(text) => self.dispatch(Action::Paste { text, at_canvas: None }),
                None => self.tell(
                    Severity::Warning,
                    "The browser did not let the page read the clipboard. Import a file instead.",
                ),
            }),
            Effect::OpenInspector(_) => input::focus_soon("inspector-first".to_owned()),
            Effect::BeginRename(id) => self.open_panel(Panel::Rename(id)),
            Effect::OpenPalette { at_canvas, link_from } => self.open_panel(Panel::Add { at_canvas, link_from }),
            Effect::OpenCommands => self.open_panel(Panel::Commands),
            Effect::OpenShortcuts => self.open_panel(Panel::Shortcuts),
            Effect::OpenJump => self.open_panel(Panel::Jump),
            Effect::ToggleFailure(id) => self.toggle_failure(&id),
            Effect::OpenFailureMenu(id) => self.open_panel(Panel::FailureMenu(id)),
            Effect::ReadSummary => self.announce(self.summary(), true),
            // The canvas names its active descendant from the focus signal.
            Effect::FocusMoved(_) => {}
        }
    }

    /// Opens something over the sandbox.
    pub fn open_panel(self, panel: Panel) {
        put(self.signals.panel, panel);
    }

    /// Closes it.
    pub fn close_panel(self) {
        put(self.signals.panel, Panel::None);
    }

    /// The document is another one.
    fn changed(self, meaning: bool) {
        if meaning {
            let had_run = self.signals.now.get_untracked().0 > 0;
            self.restart();
            self.analyse();
            let said = self.inner.try_update_value(|inner| {
                let said = inner.said_restarts;
                inner.said_restarts |= had_run;
                said
            });
            if had_run && said == Some(false) {
                self.announce("The system has changed, so the simulation starts again.", false);
            }
        }
        // What a message offered to take back is no longer the last step.
        self.withdraw(&MessageAction::Undo);
        self.notice_return();
        self.save_soon();
    }

    /// The answers and what has failed, to be read aloud.
    fn summary(self) -> String {
        let measured = self.signals.measured.get_untracked();
        let predicted = match self.signals.predicted.get_untracked().answer() {
            Some(_) if self.signals.sealed.get_untracked() => "The prediction is yours to make.".to_string(),
            Some(a) => {
                format!("Predicted {}, {}.", report::predicted_text(a), report::downtime_text(a.unavailability))
            }
            None => "No prediction.".to_string(),
        };
        let state = if measured.down_now { "The clients are down." } else { "The clients are up." };
        format!(
            "{predicted} Measured {} over {}. {state}",
            report::percent(measured.unavailability()),
            report::span_text(measured.span)
        )
    }
}
