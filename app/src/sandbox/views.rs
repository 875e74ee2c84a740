//! What the views of one instrument share besides the bench: words worked out once for all parts, and what is open in
//! the instrument itself. Handed down by context.

use std::sync::Arc;

use nines_editor::{Action, Gesture, Point, Target};
use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Kind, Part};

use super::words::{self, PartWords};
use crate::bench::Bench;
use crate::live::prelude::*;

/// A handle on what views share.
#[derive(Clone, Copy)]
pub struct Views {
    /// The words of all parts.
    pub words: Memo<Arc<Map<Id, PartWords>>>,
    /// The parts that stand for most of the downtime.
    pub causes: Memo<Vec<Id>>,
    /// The parts a gesture would end on: what a line may go to, what a dragged part would be put into.
    pub aims: Memo<Vec<Id>>,
    /// The one thing that is selected.
    pub chosen: Memo<Option<Target>>,
    /// A line of help over the picture.
    pub hint: RwSignal<Option<&'static str>>,
    /// Whether the inspector was opened by hand where it is not always shown.
    pub is_opened: RwSignal<bool>,
    /// Whether the findings are shown.
    pub findings: RwSignal<bool>,
}

impl Views {
    /// Derives everything from a bench.
    pub fn new(bench: Bench) -> Views {
        let is_moving = Memo::new(move |_| bench.gesture().with(|gesture| matches!(gesture, Gesture::Drag(_))));
        let words = Memo::new(move |before: Option<&Arc<Map<Id, PartWords>>>| {
            // A dragged part changes the document before every frame, and no word of it until it is let go.
            match before {
                Some(before) if is_moving.get() => before.clone(),
                _ => bench.document().with(|document| Arc::new(words::words_of(document))),
            }
        });
        let causes = Memo::new(move |_| {
            let is_hidden = bench.sealed().get();
            let causes = bench.predicted().with(|p| p.answer().map(|analysis| words::top_causes(analysis)));
            causes.filter(|_| !is_hidden).unwrap_or_default()
        });
        Views {
            words,
            causes,
            aims: Memo::new(move |_| bench.gesture().with(aims)),
            chosen: Memo::new(move |_| bench.selection().with(|selection| selection.single().cloned())),
            hint: RwSignal::new(None),
            is_opened: RwSignal::new(false),
            findings: RwSignal::new(false),
        }
    }

    /// The words of one part; changes only when they do.
    pub fn words_of(self, id: &Id) -> Memo<Option<PartWords>> {
        let id = id.clone();
        Memo::new(move |_| self.words.with(|words| words.get(&id).cloned()))
    }
}

/// The views of the instrument around the one that asks.
pub fn use_views() -> Views {
    expect_context::<Views>()
}

fn aims(gesture: &Gesture) -> Vec<Id> {
    match gesture {
        Gesture::Connect(connect) => {
            let possible = connect.candidate.iter().filter(|candidate| candidate.refusal.is_none());
            possible.map(|candidate| candidate.id.clone()).collect()
        }
        Gesture::Drag(drag) => drag.drop_on.clone(),
        _ => Vec::new(),
    }
}

/// Whether a button on a part repairs it: it has failed itself, or it is a pool all of whose members have.
pub fn is_failed(bench: Bench, id: &Id) -> Memo<bool> {
    let id = id.clone();
    Memo::new(move |_| {
        let members = bench.document().with(|document| match document.get(&id) {
            Some(Part::Pool(pool)) => pool.members.clone(),
            _ => Vec::new(),
        });
        let is_failed = |id: &Id| bench.state(id).with(words::is_failed);
        if members.is_empty() { is_failed(&id) } else { members.iter().all(is_failed) }
    })
}

/// Adds a part at a free place, and shows it.
pub fn place(bench: Bench, kind: &str, at_canvas: Option<Point>, link_from: Option<Id>) {
    bench.dispatch(Action::Place { kind: Kind::new(kind), at_canvas, link_from });
    let added = bench.selection().with_untracked(|selection| selection.single().cloned());
    if let Some(target) = added {
        bench.dispatch(Action::Reveal(target));
    }
}
