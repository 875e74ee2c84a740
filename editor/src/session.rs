//! The state of the sandbox: the document with its history, what is selected and focused, what the pointer is in the
//! middle of, and which part of the canvas is seen. A value: cloning is cheap, and [`crate::update`](mod@crate::update) makes the next
//! one from this one and an action. Nothing here is saved but the document.

use std::sync::Arc;

use nines_engine::diag::{Diagnostic, Severity};
use nines_engine::ids::Id;
use nines_engine::topology::{Topology, validate};

use crate::action::Follow;
use crate::field::Field;
use crate::geometry::{Host, Viewport};
use crate::gesture::Gesture;
use crate::history::History;
use crate::layout;
use crate::scene::{Scene, scene_after};
use crate::target::{Selection, Target};

/// All of the sandbox's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub(crate) document: Arc<Topology>,
    pub(crate) scene: Arc<Scene>,
    pub(crate) selection: Selection,
    pub(crate) focus: Option<Target>,
    /// Which way the focused need was come by, which says where following it goes.
    pub(crate) followed: Follow,
    pub(crate) gesture: Gesture,
    pub(crate) viewport: Viewport,
    pub(crate) host: Host,
    pub(crate) history: History,
    pub(crate) coalesce: Option<CoalesceKey>,
    pub(crate) single_keys: bool,
}

/// What a change belongs to: consecutive changes with the same key are one step of the history.
#[derive(Clone, Debug, PartialEq)]
pub enum CoalesceKey {
    /// Moving by arrow keys.
    Nudge,
    /// Typing into a field, or dragging its slider.
    Field(Option<Target>, Field),
}

impl Session {
    /// A session with a document. Parts without a place in the layout get one.
    ///
    /// # Errors
    /// The errors of a document that cannot be drawn (names of nothing, circles); there is no session then.
    pub fn new(document: Topology) -> Result<Session, Vec<Diagnostic>> {
        let mut errors = validate(&document);
        errors.retain(|d| d.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(errors);
        }
        let document = Arc::new(layout::completed(&document));
        let scene = Arc::new(scene_after(&Scene::default(), &document));
        Ok(Session {
            document,
            scene,
            selection: Selection::default(),
            focus: None,
            followed: Follow::Out,
            gesture: Gesture::Idle,
            viewport: Viewport::default(),
            host: Host::default(),
            history: History::default(),
            coalesce: None,
            single_keys: true,
        })
    }

    /// A session with nothing but the clients.
    pub fn empty() -> Session {
        Session::new(Topology::default()).expect("an empty document has no errors")
    }

    /// The document. Its parts that did not change since the last update are the same allocations.
    pub fn document(&self) -> &Arc<Topology> {
        &self.document
    }

    /// The document as it is drawn.
    pub fn scene(&self) -> &Arc<Scene> {
        &self.scene
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Where the keyboard is.
    pub fn focus(&self) -> Option<&Target> {
        self.focus.as_ref()
    }

    /// What the pointer is in the middle of.
    pub fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// Which part of the canvas is seen.
    pub fn viewport(&self) -> Viewport {
        self.viewport
    }

    /// The element the canvas is in.
    pub fn host(&self) -> Host {
        self.host
    }

    /// What undo would take back, as `Move app-1`.
    pub fn can_undo(&self) -> Option<&str> {
        self.history.undo_what()
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Option<&str> {
        self.history.redo_what()
    }

    /// Whether single letters are shortcuts.
    pub fn single_keys(&self) -> bool {
        self.single_keys
    }

    /// What commands act on: the selection, or the focus when nothing is selected.
    pub fn subjects(&self) -> Vec<Target> {
        if self.selection.is_empty() {
            return self.focus.iter().cloned().collect();
        }
        self.selection.iter().cloned().collect()
    }

    /// The parts among the subjects.
    pub(crate) fn subject_parts(&self) -> Vec<Id> {
        self.subjects().iter().filter_map(Target::part).cloned().collect()
    }

    /// Puts a document in place: the scene follows, and what is gone is neither selected nor focused.
    pub(crate) fn show(&mut self, document: Arc<Topology>) {
        if Arc::ptr_eq(&document, &self.document) {
            return;
        }
        self.scene = Arc::new(scene_after(&self.scene, &document));
        self.selection = self.selection.kept_in(&document);
        self.focus.take_if(|focus| !focus.exists_in(&document));
        self.document = document;
    }
}
