//! Where a lesson's progress lives while the page is open: read once, written a moment after every change, and taken
//! over from another tab that has the same lesson open. Storage that is full or forbidden is said once; the work stays
//! on the page. What is in it is `progress`; what changes it is `desk`.

use nines_lessons::Lesson;

use super::progress::{Progress, ProgressError};
use crate::live::prelude::*;
use crate::platform::storage::{self, StorageError};
use crate::platform::timers::{self, Later};

/// How long to wait for more changes before writing, in milliseconds.
const WAIT_MS: u32 = 400;

/// A handle on a lesson's progress.
#[derive(Clone, Copy)]
pub struct Notebook {
    key: &'static str,
    /// What views read.
    pub progress: RwSignal<Progress>,
    /// What the store holds, as far as this tab knows.
    stored: StoredValue<Progress>,
    waiting: LocalValue<Option<Later>>,
    /// Whether it was said that nothing can be stored.
    complained: StoredValue<bool>,
    /// Whether the store belongs to a newer version, which is not to be written over.
    is_foreign: bool,
}

impl Notebook {
    /// Opens a lesson's notebook. The second is something to tell the learner: what was stored could not be read.
    pub fn open(lesson: &Lesson) -> (Notebook, Option<String>) {
        // A page is about one lesson, so this is leaked once.
        let key: &'static str = Progress::key(lesson.id).leak();
        let text = storage::get(key);
        let read = text.as_deref().map(Progress::read);
        let is_foreign = read == Some(Err(ProgressError::Newer));
        let (progress, trouble) = match read {
            None => (Progress::default(), None),
            Some(Ok(progress)) => (progress, None),
            Some(Err(ProgressError::Newer)) => (Progress::default(), Some(NEWER.to_string())),
            Some(Err(ProgressError::Broken)) => (Progress::default(), Some(keep_aside(key, &text.unwrap_or_default()))),
        };
        let notebook = Notebook {
            key,
            progress: RwSignal::new(progress.clone()),
            stored: StoredValue::new(progress),
            waiting: LocalValue::new_local(None),
            complained: StoredValue::new(false),
            is_foreign,
        };
        (notebook, trouble)
    }

    /// Writes soon what the snapshot will be then; a later call replaces an earlier one. `tell` gets a sentence when
    /// nothing can be stored.
    pub fn save_soon(self, snapshot: impl Fn() -> Progress + 'static, tell: impl Fn(&str) + 'static) {
        let later = timers::after(WAIT_MS, move || self.save(&snapshot(), tell));
        self.waiting.set_value(Some(later));
    }

    /// Writes now, unless the store holds the same already.
    pub fn save(self, snapshot: &Progress, tell: impl Fn(&str)) {
        self.waiting.set_value(None);
        if self.is_foreign || self.stored.with_value(|stored| stored == snapshot) {
            return;
        }
        match storage::set(self.key, &snapshot.write()) {
            Ok(()) => {
                self.stored.set_value(snapshot.clone());
                self.complained.set_value(false);
            }
            Err(why) if !self.complained.get_value() => {
                self.complained.set_value(true);
                tell(sentence(why));
            }
            Err(_) => {}
        }
    }

    /// Calls back when another tab has written this lesson's progress; it is in `progress` then.
    pub fn follow_other_tabs(self, then: impl Fn() + 'static) {
        storage::on_change_elsewhere(self.key, move |text| {
            // What cannot be read is the other tab's trouble: it keeps it aside and says so.
            if let Ok(theirs) = Progress::read(&text) {
                self.waiting.set_value(None);
                self.stored.set_value(theirs.clone());
                self.progress.set(theirs);
                then();
            }
        });
    }
}

const NEWER: &str = "A newer version of Nines saved your work on this lesson, and it is left as it is. Reload the page to get \
                     that version; until then nothing you do here is saved.";

fn keep_aside(key: &str, text: &str) -> String {
    let aside = format!("{key}.aside");
    let kept = match storage::set(&aside, text) {
        Ok(()) => format!("It is kept in this browser's storage as {aside}."),
        Err(_) => "There was no room to keep it.".to_string(),
    };
    format!("What was saved of this lesson could not be read. {kept} The lesson begins anew here.")
}

fn sentence(why: StorageError) -> &'static str {
    match why {
        StorageError::Forbidden => {
            "Your browser does not let this page store anything, so your work on this lesson lasts until you leave it."
        }
        StorageError::Full => {
            "The browser's storage is full, so your work on this lesson is not saved. It lasts until you leave the page."
        }
    }
}
