//! Saving: a moment after every change, at once when the page may be left. What cannot be saved stays on the screen and
//! can be exported; what cannot be read is kept aside; what another tab has saved is not written over unasked.

use leptos::prelude::*;
use nines_engine::format;
use nines_engine::topology::Topology;

use super::{Bench, MessageAction, SaveState, Severity};
use crate::platform::storage::{self, StorageError};
use crate::platform::{files, timers};
use crate::saved::{Saved, SavedError};

/// Where text that is no saved work is kept aside.
const BROKEN_KEY: &str = "nines.broken";
/// How long after a change the document is saved, in milliseconds.
const SAVE_AFTER_MS: u32 = 300;

/// What storage holds under a key.
pub enum Stored {
    /// Nothing, or nothing that could be read: what could not was kept aside.
    Nothing {
        /// Whether something was kept aside, and why.
        aside: Option<&'static str>,
    },
    /// A document.
    Document(Box<Topology>, u64),
}

/// Reads what is saved under a key.
pub fn stored(key: &str) -> Stored {
    let Some(text) = storage::get(key) else { return Stored::Nothing { aside: None } };
    let keep_aside = |why| {
        // Should there be no room for a second copy, the first stays where it is until it is written over.
        let _ = storage::set(BROKEN_KEY, &text);
        Stored::Nothing { aside: Some(why) }
    };
    match Saved::read(&text) {
        Err(SavedError::Newer) => keep_aside("What was saved here comes from a newer version of Nines. It is kept aside; you start afresh."),
        Err(SavedError::Broken) => keep_aside("What was saved here cannot be read. It is kept aside; you start afresh."),
        Ok(saved) => match format::read(&saved.document).topology {
            Some(topology) => Stored::Document(Box::new(topology), saved.revision),
            None => keep_aside("What was saved here is no system Nines can read. It is kept aside; you start afresh."),
        },
    }
}

impl Bench {
    /// Begins with what is saved under the bench's key, if anything is; says so when it cannot be read.
    pub fn open_stored(self) -> bool {
        let Some(key) = self.inner.with_value(|inner| inner.storage_key) else { return false };
        match stored(key) {
            Stored::Document(document, revision) => {
                self.inner.update_value(|inner| inner.revision = revision);
                self.open(*document).is_ok()
            }
            Stored::Nothing { aside: None } => false,
            Stored::Nothing { aside: Some(why) } => {
                let actions = vec![("Keep it as a file", MessageAction::DownloadBroken)];
                self.tell_with(Severity::Warning, why, Vec::new(), actions);
                false
            }
        }
    }

    /// Watches for other tabs that save under the same key.
    pub fn watch_other_tabs(self) {
        let Some(key) = self.inner.with_value(|inner| inner.storage_key) else { return };
        storage::on_change_elsewhere(key, move |text| {
            let known = self.inner.with_value(|inner| inner.revision);
            let Ok(saved) = Saved::read(&text) else { return };
            if saved.revision > known && !self.inner.with_value(|inner| inner.is_guest) {
                let actions = vec![
                    ("Show the other one", MessageAction::TakeTheirs),
                    ("Keep this one", MessageAction::SaveOver),
                ];
                let text = "Another tab has saved a different system. Nothing is written over until you choose.";
                self.inner.update_value(|inner| inner.is_guest = true);
                self.tell_with(Severity::Warning, text, Vec::new(), actions);
            }
        });
    }

    /// Shows a system that is not one's own. It is not saved until it is made one's own.
    pub fn open_as_guest(self, document: Topology) -> bool {
        self.inner.update_value(|inner| inner.is_guest = true);
        self.open(document).is_ok()
    }

    pub(super) fn keep_as_mine(self) {
        crate::platform::page::forget_fragment();
        self.save_over();
    }

    pub(super) fn save_over(self) {
        self.inner.update_value(|inner| {
            inner.is_guest = false;
            // Above whatever any other tab has written.
            let there = inner.storage_key.and_then(storage::get).and_then(|text| Saved::read(&text).ok());
            inner.revision = inner.revision.max(there.map_or(0, |saved| saved.revision));
        });
        self.save_now();
    }

    pub(super) fn back_to_mine(self) {
        self.inner.update_value(|inner| inner.is_guest = false);
        if !self.open_stored() {
            self.tell(Severity::Info, "There is no saved work of yours here yet. This system stays on the screen.");
        }
    }

    pub(super) fn save_soon(self) {
        if self.inner.with_value(|inner| inner.storage_key.is_none() || inner.is_guest) {
            return;
        }
        self.note_saving(SaveState::Pending);
        let later = timers::after(SAVE_AFTER_MS, move || self.save_now());
        self.inner.update_value(|inner| inner.saving = Some(later));
    }

    /// Saves now. Says so, once, when that is not possible.
    pub fn save_now(self) {
        let outcome = self.inner.try_update_value(|inner| {
            inner.saving = None;
            let key = inner.storage_key.filter(|_| !inner.is_guest)?;
            let document = format::write_compact(inner.session.document());
            let saved = Saved { version: Saved::VERSION, revision: inner.revision + 1, document };
            let outcome = storage::set(key, &saved.write());
            if outcome.is_ok() {
                inner.revision += 1;
            }
            Some(outcome)
        });
        match outcome.flatten() {
            None => {}
            Some(Ok(())) => self.note_saving(SaveState::Saved),
            Some(Err(error)) => {
                if self.signals.save_state.get_untracked() != SaveState::Failed {
                    let text = match error {
                        StorageError::Forbidden => "This browser does not let the page store anything, so your work lasts until you leave. Export it to keep it.",
                        StorageError::Full => "The browser’s storage is full or closed, so your work is not saved. It stays on the screen; export it to keep it.",
                    };
                    self.tell_with(Severity::Warning, text, Vec::new(), vec![("Export", MessageAction::Export)]);
                }
                self.note_saving(SaveState::Failed);
            }
        }
    }

    pub(super) fn download_broken(self) {
        if let Some(text) = storage::get(BROKEN_KEY) {
            files::download("nines-kept-aside.json", &text);
        }
    }
}
