//! Undo and redo: whole documents between marks. Parts are shared between them, so that a step costs what it
//! changed. What makes one step is decided in [`crate::update`](mod@crate::update).

use std::sync::Arc;

use nines_engine::topology::Topology;

use crate::target::Selection;

/// How many steps can be taken back; the oldest is forgotten when there are more.
pub const STEPS_MAX: usize = 500;

/// A document to go back (or forward) to.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The document.
    pub document: Arc<Topology>,
    /// What was selected then.
    pub selection: Selection,
    /// The step between this document and the one that came after (or before) it, as `Move app-1`.
    pub what: String,
}

/// The documents before and after the present one. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    undo: Arc<Vec<Mark>>,
    redo: Arc<Vec<Mark>>,
}

impl PartialEq for History {
    /// By allocation: two histories with equal documents of different origin count as different.
    fn eq(&self, other: &History) -> bool {
        Arc::ptr_eq(&self.undo, &other.undo) && Arc::ptr_eq(&self.redo, &other.redo)
    }
}

impl History {
    /// Remembers the document before a step. What was taken back cannot be done again after it.
    pub fn mark(&mut self, before: Mark) {
        let undo = Arc::make_mut(&mut self.undo);
        if undo.len() == STEPS_MAX {
            undo.remove(0);
        }
        undo.push(before);
        self.redo = Arc::default();
    }

    /// Whether a document is the one before the last step.
    pub fn begins_with(&self, document: &Topology) -> bool {
        self.undo.last().is_some_and(|mark| *mark.document == *document)
    }

    /// Forgets the last step.
    pub fn forget_last(&mut self) {
        Arc::make_mut(&mut self.undo).pop();
    }

    /// Goes one step back from the present; gives the mark to show.
    pub fn undo(&mut self, present: (Arc<Topology>, Selection)) -> Option<Mark> {
        step(&mut self.undo, &mut self.redo, present)
    }

    /// Goes one step forward from the present; gives the mark to show.
    pub fn redo(&mut self, present: (Arc<Topology>, Selection)) -> Option<Mark> {
        step(&mut self.redo, &mut self.undo, present)
    }

    /// The step that undo would take back.
    pub fn undo_what(&self) -> Option<&str> {
        self.undo.last().map(|m| m.what.as_str())
    }

    /// The step that redo would do again.
    pub fn redo_what(&self) -> Option<&str> {
        self.redo.last().map(|m| m.what.as_str())
    }
}

fn step(from: &mut Arc<Vec<Mark>>, to: &mut Arc<Vec<Mark>>, present: (Arc<Topology>, Selection)) -> Option<Mark> {
    if from.is_empty() {
        return None;
    }
    let mark = Arc::make_mut(from).pop()?;
    let (document, selection) = present;
    Arc::make_mut(to).push(Mark { document, selection, what: mark.what.clone() });
    Some(mark)
}
