//! What views ask a bench: signals by name. Nothing is computed here but the sentence on the difference.

use std::sync::Arc;

use nines_editor::scene::{Band, Edge, Frame, Node};
use nines_editor::{Gesture, Selection, Target, Viewport};
use nines_engine::ids::Id;
use nines_engine::report::{self, Gap, GapKind};
use nines_engine::sim::{Measured, PartState, Stretch};
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

use super::{Bench, Message, Panel, Predicted, SaveState, Speed, StudyState};
use crate::live::prelude::*;

impl Bench {
    /// The document.
    pub fn document(self) -> Signal<Arc<Topology>> {
        self.signals.document.into()
    }

    /// Ids of the boxes, in the order to draw them.
    pub fn node_ids(self) -> Signal<Vec<Id>> {
        self.signals.nodes.into()
    }

    /// Keys of the needs' lines.
    pub fn edge_keys(self) -> Signal<Vec<String>> {
        self.signals.edges.into()
    }

    /// Ids of the pools' bands.
    pub fn band_ids(self) -> Signal<Vec<Id>> {
        self.signals.bands.into()
    }

    /// Ids of the domains' frames, outermost first.
    pub fn frame_ids(self) -> Signal<Vec<Id>> {
        self.signals.frames.into()
    }

    /// The box of a part.
    pub fn node(self, id: &Id) -> Signal<Option<Arc<Node>>> {
        self.node_signal(id).into()
    }

    /// The band of a pool.
    pub fn band(self, id: &Id) -> Signal<Option<Arc<Band>>> {
        self.band_signal(id).into()
    }

    /// The frame of a domain.
    pub fn frame(self, id: &Id) -> Signal<Option<Arc<Frame>>> {
        self.frame_signal(id).into()
    }

    /// The line of a need.
    pub fn edge(self, key: &str) -> Signal<Option<Arc<Edge>>> {
        self.edge_signal(key).into()
    }

    /// The state of a part, or of the clients.
    pub fn state(self, id: &Id) -> Signal<PartState> {
        self.state_signal(id).into()
    }

    /// The state of the clients.
    pub fn clients_state(self) -> Signal<PartState> {
        self.state(&Id::clients())
    }

    /// The share of the downtime that a part stands for, its common cause included; `None` while sealed.
    pub fn contribution(self, id: &Id) -> Signal<Option<f64>> {
        let share: Signal<Option<f64>> = self.share_signal(id).into();
        Signal::derive(move || if self.signals.sealed.get() { None } else { share.get() })
    }

    /// What is selected.
    pub fn selection(self) -> Signal<Selection> {
        self.signals.selection.into()
    }

    /// Where the keyboard is.
    pub fn focus(self) -> Signal<Option<Target>> {
        self.signals.focus.into()
    }

    /// What the pointer is in the middle of.
    pub fn gesture(self) -> Signal<Gesture> {
        self.signals.gesture.into()
    }

    /// Which part of the canvas is seen.
    pub fn viewport(self) -> Signal<Viewport> {
        self.signals.viewport.into()
    }

    /// What undo takes back.
    pub fn undo_label(self) -> Signal<Option<String>> {
        self.signals.undo.into()
    }

    /// What redo does again.
    pub fn redo_label(self) -> Signal<Option<String>> {
        self.signals.redo.into()
    }

    /// The exact answer.
    pub fn predicted(self) -> Signal<Predicted> {
        self.signals.predicted.into()
    }

    /// Whether the answers are kept from view until the learner has predicted.
    pub fn sealed(self) -> Signal<bool> {
        self.signals.sealed.into()
    }

    /// Whether the simulation runs.
    pub fn running(self) -> Signal<bool> {
        self.signals.running.into()
    }

    /// How far it is.
    pub fn now(self) -> Signal<Ticks> {
        self.signals.now.into()
    }

    /// What it has measured.
    pub fn measured(self) -> Signal<Measured> {
        self.signals.measured.into()
    }

    /// When the clients were up and down.
    pub fn tape(self) -> Signal<Arc<Vec<Stretch>>> {
        self.signals.tape.into()
    }

    /// Where the prediction and the measurement differ, and why.
    pub fn gap(self) -> Signal<Gap> {
        Signal::derive(move || {
            let measured = self.signals.measured.get();
            let answer = self.signals.predicted.with(|p| p.answer().map(|analysis| report::gap(analysis, &measured)));
            let nothing =
                || Gap { kind: GapKind::NotStarted, sentence: "There is no prediction to compare with.".into() };
            answer.unwrap_or_else(nothing)
        })
    }

    /// Simulated time a second.
    pub fn speed(self) -> Signal<Speed> {
        self.signals.speed.into()
    }

    /// Which history.
    pub fn seed(self) -> Signal<u64> {
        self.signals.seed.into()
    }

    /// How far a run of many years is, from 0 to 1.
    pub fn progress(self) -> Signal<Option<f64>> {
        self.signals.progress.into()
    }

    /// The study of many years in the worker.
    pub fn study(self) -> Signal<StudyState> {
        self.signals.study.into()
    }

    /// Whether a click on a part fails or repairs it.
    pub fn breaking(self) -> RwSignal<bool> {
        self.signals.breaking
    }

    /// Whether the outline is shown instead of the picture.
    pub fn outline(self) -> RwSignal<bool> {
        self.signals.outline
    }

    /// What there is to tell.
    pub fn messages(self) -> Signal<Vec<Message>> {
        self.signals.messages.into()
    }

    /// What is open over the sandbox.
    pub fn panel(self) -> Signal<Panel> {
        self.signals.panel.into()
    }

    /// Whether the document is saved.
    pub fn save_state(self) -> Signal<SaveState> {
        self.signals.save_state.into()
    }
}
