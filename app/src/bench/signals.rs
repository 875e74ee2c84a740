//! What views read. Each signal is written only when its value is another one.

use std::sync::Arc;

use nines_editor::{Gesture, Selection, Session, Target, Viewport};
use nines_engine::ids::Id;
use nines_engine::sim::{Measured, Stretch};
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

use super::answers::Predicted;
use super::message::Message;
use super::run::Speed;
use crate::live::prelude::*;
use crate::messages::StudySummary;

/// Everything a view can watch but for single parts, which are at [`super::Bench::node`] and its neighbours.
#[derive(Clone, Copy)]
pub struct Signals {
    /// The document.
    pub document: RwSignal<Arc<Topology>>,
    /// Ids of the boxes, in the order to draw them.
    pub nodes: RwSignal<Vec<Id>>,
    /// Keys of the needs' lines.
    pub edges: RwSignal<Vec<String>>,
    /// Ids of the pools' bands.
    pub bands: RwSignal<Vec<Id>>,
    /// Ids of the domains' frames, outermost first.
    pub frames: RwSignal<Vec<Id>>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// Where the keyboard is.
    pub focus: RwSignal<Option<Target>>,
    /// What the pointer is in the middle of.
    pub gesture: RwSignal<Gesture>,
    /// Which part of the canvas is seen.
    pub viewport: RwSignal<Viewport>,
    /// What undo takes back.
    pub undo: RwSignal<Option<String>>,
    /// What redo does again.
    pub redo: RwSignal<Option<String>>,
    /// The exact answer.
    pub predicted: RwSignal<Predicted>,
    /// Whether the exact answer is kept from view, because the learner has not predicted yet.
    pub sealed: RwSignal<bool>,
    /// Whether the simulation runs.
    pub running: RwSignal<bool>,
    /// How far it is.
    pub now: RwSignal<Ticks>,
    /// What it has measured.
    pub measured: RwSignal<Measured>,
    /// When the clients were up and down.
    pub tape: RwSignal<Arc<Vec<Stretch>>>,
    /// Simulated time a second.
    pub speed: RwSignal<Speed>,
    /// Which history.
    pub seed: RwSignal<u64>,
    /// How far a run of many years is, from 0 to 1; `None` when there is none.
    pub progress: RwSignal<Option<f64>>,
    /// The study of many years in the worker.
    pub study: RwSignal<StudyState>,
    /// Whether a click on a part fails or repairs it instead of selecting it.
    pub breaking: RwSignal<bool>,
    /// What there is to tell.
    pub messages: RwSignal<Vec<Message>>,
    /// What is open over the sandbox.
    pub panel: RwSignal<Panel>,
    /// Whether the outline is shown instead of the picture.
    pub outline: RwSignal<bool>,
    /// Whether the document is saved.
    pub save_state: RwSignal<SaveState>,
    /// What was last said to those who listen, politely.
    pub polite: RwSignal<String>,
    /// What was last said to those who listen, at once.
    pub urgent: RwSignal<String>,
}

impl Signals {
    /// The signals of a session at the start of a history.
    pub fn new(session: &Session, seed: u64, speed: Speed) -> Signals {
        Signals {
            document: RwSignal::new(session.document().clone()),
            nodes: RwSignal::new(Vec::new()),
            edges: RwSignal::new(Vec::new()),
            bands: RwSignal::new(Vec::new()),
            frames: RwSignal::new(Vec::new()),
            selection: RwSignal::new(session.selection().clone()),
            focus: RwSignal::new(None),
            gesture: RwSignal::new(Gesture::Idle),
            viewport: RwSignal::new(session.viewport()),
            undo: RwSignal::new(None),
            redo: RwSignal::new(None),
            predicted: RwSignal::new(Predicted::Working),
            sealed: RwSignal::new(false),
            running: RwSignal::new(false),
            now: RwSignal::new(Ticks::ZERO),
            measured: RwSignal::new(super::run::nothing_measured()),
            tape: RwSignal::new(Arc::default()),
            speed: RwSignal::new(speed),
            seed: RwSignal::new(seed),
            progress: RwSignal::new(None),
            study: RwSignal::new(StudyState::None),
            breaking: RwSignal::new(false),
            messages: RwSignal::new(Vec::new()),
            panel: RwSignal::new(Panel::None),
            outline: RwSignal::new(false),
            save_state: RwSignal::new(SaveState::Saved),
            polite: RwSignal::new(String::new()),
            urgent: RwSignal::new(String::new()),
        }
    }
}

/// What is open over the sandbox: one thing at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Panel {
    /// Nothing.
    #[default]
    None,
    /// The list of kinds to add.
    Add {
        /// Where it will stand.
        at_canvas: Option<nines_editor::Point>,
        /// Which part will need it.
        link_from: Option<Id>,
    },
    /// The list of commands.
    Commands,
    /// The sheet of shortcuts.
    Shortcuts,
    /// The list of parts to go to.
    Jump,
    /// The ways a part can fail.
    FailureMenu(Id),
    /// A new name for a part.
    Rename(Id),
    /// A link to this document.
    Share(String),
    /// The trace of the history so far.
    Trace(String),
}

/// Whether the document is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// It is.
    Saved,
    /// It will be in a moment.
    Pending,
    /// It waits for a choice that a message offers: it came by a link, or another tab has saved something else.
    Held,
    /// It is not; a message has said why.
    Failed,
}

/// A study of many years.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyState {
    /// None was asked for, or the document has changed since.
    None,
    /// So many of so many years are done.
    Running {
        /// Years measured.
        done: u64,
        /// Years asked for.
        of: u64,
    },
    /// Done.
    Done(StudySummary),
}
