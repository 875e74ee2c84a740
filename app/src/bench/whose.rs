//! Whose the document on the screen is. One's own is saved; one that came by a link, and one that another tab has
//! since saved over, are held until the person chooses. Nothing is lost meanwhile: changes to what is held are set
//! aside when the page is left, and offered at the next visit.

use std::sync::Arc;

use nines_editor::{Action, Session};
use nines_engine::format;
use nines_engine::topology::Topology;

use super::keep::{Stored, stored};
use super::{Bench, MessageAction, SaveState, Severity};
use crate::live::prelude::*;
use crate::platform::{page, storage};
use crate::saved::{self, Saved};

/// Whose the document is.
pub(super) enum Whose {
    /// The person's own.
    Own,
    /// Somebody else's, and what the person had before.
    Shared(Box<Session>),
    /// The person's own, but another tab has saved something later.
    Behind,
}

impl Whose {
    /// Whether saving waits for a choice.
    pub fn is_held(&self) -> bool {
        !matches!(self, Whose::Own)
    }
}

fn aside_key(key: &str) -> String {
    format!("{key}.aside")
}

impl Bench {
    /// Shows a system that came by a link. With no work of the person's own here it simply becomes theirs.
    pub(super) fn open_shared_document(self, document: Topology) {
        self.flush();
        if document == *self.document_now() {
            page::forget_fragment();
            return;
        }
        let has_stored = self.storage_key().and_then(storage::get).is_some();
        if !has_stored && self.session().can_undo().is_none() {
            page::forget_fragment();
            if self.open(document).is_ok() {
                self.save_soon();
                self.tell(Severity::Info, "The shared system is open. Your changes to it are saved in this browser.");
            }
            return;
        }
        self.inner.update_value(|inner| {
            if !matches!(inner.whose, Whose::Shared(_)) {
                inner.whose = Whose::Shared(Box::new(inner.session.clone()));
            }
        });
        self.dispatch(Action::Load(Arc::new(document)));
        self.dispatch(Action::Fit);
        // What has only been opened is in the link.
        self.inner.update_value(|inner| inner.held_edits = false);
    }

    /// Watches for other tabs that save under the same key.
    pub fn watch_other_tabs(self) {
        let Some(key) = self.storage_key() else { return };
        storage::on_change_elsewhere(key, move |text| {
            let Ok(saved) = Saved::read(&text) else { return };
            let known = self.inner.with_value(|inner| inner.saved_at);
            if saved.saved_at <= known || self.inner.with_value(|inner| inner.whose.is_held()) {
                return;
            }
            if saved.document == format::write_compact(&self.document_now()) {
                self.inner.update_value(|inner| inner.saved_at = saved.saved_at);
            } else {
                self.fall_behind();
            }
        });
    }

    /// Another tab has saved later: from now on saving waits for a choice.
    pub(super) fn fall_behind(self) {
        self.inner.update_value(|inner| {
            inner.whose = Whose::Behind;
            inner.saving = None;
            inner.held_edits = true;
        });
        self.note_saving(SaveState::Held);
        self.ask_again();
    }

    /// Says what there is to choose, as often as a change is made before it is chosen.
    pub(super) fn ask_again(self) {
        let is_shared = self.inner.with_value(|inner| matches!(inner.whose, Whose::Shared(_)));
        let (text, actions) = if is_shared {
            let keep = ("Keep this as mine", MessageAction::KeepAsMine);
            (
                "You opened a shared system. Your own work is kept.",
                vec![keep, ("Back to mine", MessageAction::BackToMine)],
            )
        } else {
            let take = ("Take theirs", MessageAction::TakeTheirs);
            let text = "Your work was changed in another tab. Nothing is written over until you choose.";
            (text, vec![("Keep mine", MessageAction::SaveOver), take])
        };
        self.tell_with(Severity::Warning, text, Vec::new(), actions);
    }

    /// Going back by undo to one's own document ends a visit to somebody else's.
    pub(super) fn notice_return(self) {
        let is_back = self.inner.with_value(|inner| match &inner.whose {
            Whose::Shared(own) => Arc::ptr_eq(own.document(), inner.session.document()),
            _ => false,
        });
        if is_back {
            self.settle_whose();
        }
    }

    /// The document on the screen is one's own again.
    fn settle_whose(self) {
        page::forget_fragment();
        self.inner.update_value(|inner| {
            inner.whose = Whose::Own;
            inner.held_edits = false;
        });
        self.withdraw(&MessageAction::KeepAsMine);
        self.note_saving(SaveState::Saved);
        if let Some(key) = self.storage_key() {
            storage::remove(&aside_key(key));
        }
    }

    pub(super) fn keep_as_mine(self) {
        self.settle_whose();
        self.save_over();
        self.tell_with(
            Severity::Info,
            "This system is yours now, and saved in this browser.",
            Vec::new(),
            vec![("Undo", MessageAction::Undo)],
        );
    }

    pub(super) fn back_to_mine(self) {
        let whose = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.whose, Whose::Own));
        self.settle_whose();
        let known = self.inner.with_value(|inner| inner.saved_at);
        match (whose, self.storage_key().map(stored)) {
            // Another tab may have gone on with it meanwhile.
            (_, Some(Stored::Document(theirs, saved_at))) if saved_at > known => self.take(*theirs, saved_at),
            (Some(Whose::Shared(own)), _) => self.show_session(*own),
            _ => {}
        }
    }

    pub(super) fn take_theirs(self) {
        let Some(Stored::Document(theirs, saved_at)) = self.storage_key().map(stored) else {
            self.tell(Severity::Warning, "What the other tab saved is gone. Your own work stays.");
            self.save_over();
            return;
        };
        self.settle_whose();
        self.take(*theirs, saved_at);
    }

    /// Puts a saved document in the place of this one, as a step that undo takes back.
    fn take(self, document: Topology, saved_at: u64) {
        self.inner.update_value(|inner| inner.saved_at = saved_at);
        self.dispatch(Action::Load(Arc::new(document)));
    }

    /// When the page may be left: changes to what is held are set aside.
    pub(super) fn set_aside(self) {
        let held = self.inner.try_with_value(|inner| inner.whose.is_held() && inner.held_edits);
        let Some(key) = self.storage_key().filter(|_| held == Some(true)) else { return };
        let saved_at = saved::next_time(page::date_ms(), 0);
        let document = format::write_compact(&self.document_now());
        // Where there is no room, there is nothing more that can be done on the way out.
        let _ = storage::set(&aside_key(key), &Saved { saved_at, document }.write());
    }

    /// Offers what an earlier visit has set aside.
    pub fn offer_aside(self) {
        if self.aside().is_some() {
            let actions = vec![("Show it", MessageAction::ShowAside), ("Discard it", MessageAction::DropAside)];
            let text = "A system that you changed, and had not chosen to keep, is still here.";
            self.tell_with(Severity::Info, text, Vec::new(), actions);
        }
    }

    fn aside(self) -> Option<Topology> {
        let text = storage::get(&aside_key(self.storage_key()?))?;
        format::read(&Saved::read(&text).ok()?.document).topology
    }

    pub(super) fn show_aside(self) {
        if let Some(document) = self.aside() {
            self.dispatch(Action::Load(Arc::new(document)));
            self.dispatch(Action::Fit);
        }
        self.drop_aside();
    }

    pub(super) fn drop_aside(self) {
        if let Some(key) = self.storage_key() {
            storage::remove(&aside_key(key));
        }
    }
}
