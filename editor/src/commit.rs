//! How a plan becomes the document: one step of the history, or part of the step before it when both belong to one
//! burst. And the net below all changes: nothing that would break the document gets through.

use std::sync::Arc;

use nines_engine::diag::Severity;
use nines_engine::topology::{Topology, validate};

use crate::change::{Plan, Refusal};
use crate::effect::Effect;
use crate::focus;
use crate::geometry::on_grid;
use crate::history::Mark;
use crate::layout;
use crate::session::{CoalesceKey, Session};
use crate::target::Selection;

/// Makes a plan the document, as one step of the history, or as part of the step before when it belongs to the same
/// burst. Nothing happens to a plan that would break the document.
pub(crate) fn commit(session: &mut Session, plan: Plan, key: Option<CoalesceKey>) -> Vec<Effect> {
    let document = with_places(session, plan.document);
    let meaning = means_other(&session.document, &document);
    if meaning && let Some(refusal) = broken(&document) {
        return vec![Effect::refuse(refusal)];
    }
    let mut effects = Vec::new();
    if document != *session.document {
        let continues = key.is_some() && session.coalesce == key;
        session.coalesce = key;
        if !continues {
            let (document, selection) = (session.document.clone(), session.selection.clone());
            session.history.mark(Mark { document, selection, what: plan.what });
        } else if session.history.begins_with(&document) {
            // The burst has come back to where it began: a step that changes nothing would be no step.
            session.history.forget_last();
            session.coalesce = None;
        }
        session.show(Arc::new(document));
        effects.push(Effect::Changed { meaning });
    }
    if let Some(targets) = plan.select {
        session.selection = Selection::from_iter(targets.iter().cloned());
        if let Some(first) = targets.into_iter().next() {
            focus::reveal(session, &first);
            session.focus = Some(first.clone());
            effects.push(Effect::FocusMoved(first));
        }
    }
    if !plan.said.is_empty() {
        effects.push(Effect::say(plan.said));
    }
    effects
}

/// Makes a plan the document, or says why there is none.
pub(crate) fn commit_or_refuse(session: &mut Session, plan: Result<Plan, Refusal>) -> Vec<Effect> {
    match plan {
        Ok(plan) => commit(session, plan, None),
        Err(refusal) => vec![Effect::refuse(refusal.0)],
    }
}

/// A place for every part that stands at one of its own. What has just lost its last part stays where it was drawn.
fn with_places(session: &Session, mut document: Topology) -> Topology {
    if layout::is_complete(&document) {
        return document;
    }
    for id in layout::standing(&document) {
        if let Some(rect) = session.scene.rect_of_part(&id).filter(|_| !document.layout.contains_key(&id)) {
            document.layout.insert(id, on_grid(rect.center()).into());
        }
    }
    layout::completed(&document)
}

/// Whether two documents mean different things: everything but places, title and notes counts.
pub(crate) fn means_other(a: &Topology, b: &Topology) -> bool {
    a.clients != b.clients
        || a.components != b.components
        || a.pools != b.pools
        || a.domains != b.domains
        || a.cables != b.cables
        || a.slo != b.slo
}

/// Why a document would be broken; `None` for a sound one. The changes refuse what they know of themselves, in better
/// words: this is the net below them, and where the limits on size are kept.
pub(crate) fn broken(document: &Topology) -> Option<String> {
    let error = validate(document).into_iter().find(|d| d.severity == Severity::Error)?;
    let mut sentence = error.message.clone();
    if let Some(first) = sentence.get(..1) {
        sentence = first.to_ascii_uppercase() + &sentence[1..];
    }
    Some(if error.hint.is_empty() { format!("{sentence}.") } else { format!("{sentence}: {}.", error.hint) })
}
