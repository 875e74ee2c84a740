//! Saving: a moment after every change, at once when the page may be left. What cannot be saved stays on the screen and
//! can be exported; what cannot be read is kept aside; what another tab has saved, and what is somebody else's, waits
//! for a choice. That choice is `whose`'s matter.

use nines_engine::format;
use nines_engine::topology::Topology;

use super::{Bench, MessageAction, SaveState, Severity, Whose};
use crate::live::prelude::*;
use crate::platform::storage::{self, StorageError};
use crate::platform::{files, page, panics, timers};
use crate::saved::{self, Saved, SavedError};

/// How long after a change the document is saved, in milliseconds.
const SAVE_AFTER_MS: u32 = 300;

/// What storage holds under a key.
pub(super) enum Stored {
    /// Nothing.
    Nothing,
    /// Something that cannot be read, and why.
    Unreadable(&'static str),
    /// A document, and when it was saved.
    Document(Box<Topology>, u64),
}

/// Reads what is saved under a key.
pub(super) fn stored(key: &str) -> Stored {
    let Some(text) = storage::get(key) else { return Stored::Nothing };
    let unreadable = |why| {
        // Should there be no room for a second copy, the first stays where it is until it is written over.
        let _ = storage::set(&broken_key(key), &text);
        Stored::Unreadable(why)
    };
    match Saved::read(&text) {
        Err(SavedError::Newer) => unreadable("What was saved here comes from a newer version of Nines."),
        Err(SavedError::Broken) => unreadable("What was saved here cannot be read."),
        Ok(saved) => match format::read(&saved.document).topology {
            Some(topology) => Stored::Document(Box::new(topology), saved.saved_at),
            None => unreadable("What was saved here is no system that Nines can read."),
        },
    }
}

/// Where text that is no saved work is kept aside.
fn broken_key(key: &str) -> String {
    format!("{key}.broken")
}

impl Bench {
    /// Begins with what is saved under the bench's key, if anything is; says so when it cannot be read.
    pub fn open_stored(self) -> bool {
        let Some(key) = self.storage_key() else { return false };
        match stored(key) {
            Stored::Nothing => false,
            Stored::Document(document, saved_at) => {
                self.inner.update_value(|inner| inner.saved_at = saved_at);
                self.open(*document).is_ok()
            }
            Stored::Unreadable(why) => {
                let text = format!("{why} It is kept aside, and you start afresh.");
                let actions = vec![("Save it as a file", MessageAction::DownloadBroken)];
                self.tell_with(Severity::Warning, text, Vec::new(), actions);
                false
            }
        }
    }

    pub(super) fn storage_key(self) -> Option<&'static str> {
        self.inner.try_with_value(|inner| inner.storage_key).flatten()
    }

    /// The document has changed: it is saved in a moment.
    pub(super) fn save_soon(self) {
        if self.storage_key().is_none() {
            return;
        }
        if self.inner.with_value(|inner| inner.whose.is_held()) {
            self.inner.update_value(|inner| inner.held_edits = true);
            self.note_saving(SaveState::Held);
            self.ask_again();
            return;
        }
        if self.signals.save_state.get_untracked() != SaveState::Failed {
            self.note_saving(SaveState::Pending);
        }
        let later = timers::after(SAVE_AFTER_MS, move || self.save_now());
        self.inner.update_value(|inner| inner.saving = Some(later));
    }

    /// Saves what is waiting to be saved. Called when the page may be left.
    pub(super) fn flush(self) {
        if self.inner.try_with_value(|inner| inner.saving.is_some()) == Some(true) {
            self.save_now();
        }
    }

    /// Saves now, unless the document is not this person's to save. Says so, once, when that is not possible.
    pub fn save_now(self) {
        self.inner.update_value(|inner| inner.saving = None);
        let Some(key) = self.storage_key() else { return };
        if self.inner.with_value(|inner| inner.whose.is_held()) {
            return;
        }
        let known = self.inner.with_value(|inner| inner.saved_at);
        let there = storage::get(key).and_then(|text| Saved::read(&text).ok());
        if there.is_some_and(|there| there.saved_at > known) {
            self.fall_behind();
            return;
        }
        let document = format::write_compact(&self.document_now());
        let saved_at = saved::next_time(page::date_ms(), known);
        match storage::set(key, &Saved { saved_at, document }.write()) {
            Ok(()) => {
                self.inner.update_value(|inner| inner.saved_at = saved_at);
                panics::note_saved();
                self.note_saving(SaveState::Saved);
            }
            Err(error) => self.could_not_save(error),
        }
    }

    fn could_not_save(self, error: StorageError) {
        if self.signals.save_state.get_untracked() != SaveState::Failed {
            let text = match error {
                StorageError::Forbidden => {
                    "This browser does not let the page store anything, so your work lasts until you leave. Export it to keep it."
                }
                StorageError::Full => {
                    "The browser’s storage is full, so your work is not saved. It stays on the screen; export it to keep it."
                }
            };
            self.tell_with(Severity::Warning, text, Vec::new(), vec![("Export", MessageAction::Export)]);
        }
        self.note_saving(SaveState::Failed);
    }

    /// Saves over what is there, which the person has chosen to do.
    pub(super) fn save_over(self) {
        self.inner.update_value(|inner| {
            inner.whose = Whose::Own;
            // Later than whatever any other tab has written.
            let there = inner.storage_key.and_then(storage::get).and_then(|text| Saved::read(&text).ok());
            inner.saved_at = inner.saved_at.max(there.map_or(0, |saved| saved.saved_at));
        });
        self.save_now();
    }

    pub(super) fn download_broken(self) {
        let text = self.storage_key().and_then(|key| storage::get(&broken_key(key)).or_else(|| storage::get(key)));
        if let Some(text) = text {
            files::download("nines-kept-aside.json", &text);
        }
    }
}
