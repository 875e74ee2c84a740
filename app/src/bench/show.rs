//! From one session to the next: signals of what changed are written, and only those. Parts are compared by pointer,
//! since the editor keeps the same allocation for what did not change.

use std::sync::Arc;

use nines_editor::Session;
use nines_editor::scene::{Band, Edge, Frame, Node, Scene};
use nines_engine::ids::Id;
use nines_engine::order::Set;
use nines_engine::sim::PartState;

use super::{Bench, Inner};
use crate::live::prelude::*;

/// A signal for every single thing. They count their readers themselves, so they may be made anywhere.
#[derive(Default)]
pub struct PartSignals {
    nodes: SignalsBy<Id, Option<Arc<Node>>>,
    bands: SignalsBy<Id, Option<Arc<Band>>>,
    frames: SignalsBy<Id, Option<Arc<Frame>>>,
    edges: SignalsBy<String, Option<Arc<Edge>>>,
    /// The state of every part, the clients included.
    pub states: SignalsBy<Id, PartState>,
    /// The share of the downtime that each part stands for.
    pub shares: SignalsBy<Id, Option<f64>>,
}

impl Bench {
    pub(super) fn node_signal(self, id: &Id) -> ArcRwSignal<Option<Arc<Node>>> {
        self.signal(|inner| inner.parts.nodes.of(id, || None))
    }

    pub(super) fn band_signal(self, id: &Id) -> ArcRwSignal<Option<Arc<Band>>> {
        self.signal(|inner| inner.parts.bands.of(id, || None))
    }

    pub(super) fn frame_signal(self, id: &Id) -> ArcRwSignal<Option<Arc<Frame>>> {
        self.signal(|inner| inner.parts.frames.of(id, || None))
    }

    pub(super) fn edge_signal(self, key: &str) -> ArcRwSignal<Option<Arc<Edge>>> {
        self.signal(|inner| inner.parts.edges.of(&key.to_string(), || None))
    }

    pub(super) fn state_signal(self, id: &Id) -> ArcRwSignal<PartState> {
        self.signal(|inner| {
            let clients = *id == Id::clients();
            let history = inner.history.as_ref();
            let now = history.and_then(|h| if clients { Some(h.clients_state()) } else { h.state(id) });
            inner.parts.states.of(id, || now.unwrap_or(PartState::Up))
        })
    }

    pub(super) fn share_signal(self, id: &Id) -> ArcRwSignal<Option<f64>> {
        let now = self.share_now(id);
        self.signal(|inner| inner.parts.shares.of(id, || now))
    }

    fn signal<T>(self, f: impl FnOnce(&mut Inner) -> T) -> T {
        self.inner.try_update_value(f).expect("a bench lives as long as its page")
    }

    /// Writes everything, for a session that nothing was shown of yet.
    pub(super) fn show_all(self) {
        let session = self.session();
        self.show_scene(&Scene::default(), session.scene());
    }

    /// Writes what is another one than before.
    pub(super) fn show(self, before: &Session, after: &Session) {
        if !Arc::ptr_eq(before.scene(), after.scene()) {
            self.show_scene(before.scene(), after.scene());
        }
        if !Arc::ptr_eq(before.document(), after.document()) {
            self.signals.document.set(after.document().clone());
        }
        put(self.signals.selection, after.selection().clone());
        put(self.signals.focus, after.focus().cloned());
        put(self.signals.gesture, after.gesture().clone());
        put(self.signals.viewport, after.viewport());
        put(self.signals.undo, after.can_undo().map(str::to_string));
        put(self.signals.redo, after.can_redo().map(str::to_string));
    }

    fn show_scene(self, before: &Scene, after: &Scene) {
        // What is new gets its content before the list that makes its view is written.
        self.signal(|inner| {
            let parts = &mut inner.parts;
            show_each(&mut parts.nodes, &before.nodes, &after.nodes, |n| n.id.clone());
            show_each(&mut parts.bands, &before.bands, &after.bands, |b| b.id.clone());
            show_each(&mut parts.frames, &before.frames, &after.frames, |f| f.id.clone());
            show_each(&mut parts.edges, &before.edges, &after.edges, |e| e.key());
        });
        put(self.signals.nodes, after.nodes.iter().map(|n| n.id.clone()).collect());
        put(self.signals.bands, after.bands.iter().map(|b| b.id.clone()).collect());
        put(self.signals.frames, after.frames.iter().map(|f| f.id.clone()).collect());
        put(self.signals.edges, after.edges.iter().map(|e| e.key()).collect());
        // What is gone loses its content after the list has taken its view away.
        self.signal(|inner| {
            let parts = &mut inner.parts;
            forget_each(&parts.nodes, &before.nodes, &after.nodes, |n| n.id.clone());
            forget_each(&parts.bands, &before.bands, &after.bands, |b| b.id.clone());
            forget_each(&parts.frames, &before.frames, &after.frames, |f| f.id.clone());
            forget_each(&parts.edges, &before.edges, &after.edges, |e| e.key());
        });
    }
}

/// Writes a signal if that changes it.
pub fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|present| *present != value) {
        signal.set(value);
    }
}

fn show_each<K: Ord + Clone, T: Send + Sync + 'static>(
    signals: &mut SignalsBy<K, Option<Arc<T>>>,
    before: &[Arc<T>],
    after: &[Arc<T>],
    key: impl Fn(&T) -> K,
) {
    for (i, thing) in after.iter().enumerate() {
        // Most edits leave the order alone; where they do not, the signal itself is asked below.
        if before.get(i).is_some_and(|old| Arc::ptr_eq(old, thing)) {
            continue;
        }
        let signal = signals.of(&key(thing), || None);
        let is_same = signal.with_untracked(|shown| shown.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, thing)));
        if !is_same {
            signal.set(Some(thing.clone()));
        }
    }
}

fn forget_each<K: Ord + Clone, T: Send + Sync + 'static>(
    signals: &SignalsBy<K, Option<Arc<T>>>,
    before: &[Arc<T>],
    after: &[Arc<T>],
    key: impl Fn(&T) -> K,
) {
    if before.len() == after.len() && before.iter().zip(after).all(|(old, new)| Arc::ptr_eq(old, new)) {
        return;
    }
    let kept: Set<K> = after.iter().map(|thing| key(thing)).collect();
    for gone in before.iter().map(|thing| key(thing)).filter(|key| !kept.contains(key)) {
        if let Some(signal) = signals.get(&gone) {
            signal.set(None);
        }
    }
}
