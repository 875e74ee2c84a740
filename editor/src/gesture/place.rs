//! A kind from the palette waits for its place: dragged out of the palette, or clicked there and then on the canvas.

use nines_engine::topology::Kind;

use crate::catalogue;
use crate::change::place::{Spot, place};
use crate::commit::commit_or_refuse;
use crate::effect::Effect;
use crate::geometry::{Rect, on_grid};
use crate::input::{Phase, Pointer};
use crate::session::Session;

use super::{Before, Gesture};

/// A kind that waits for its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placing {
    pub(super) before: Before,
    /// The kind.
    pub kind: Kind,
    /// Whether the pointer is down, so that letting go places it.
    pub held: bool,
    /// Where it would stand, in canvas units; `None` while the pointer is not over the canvas.
    pub ghost: Option<Rect>,
}

/// A kind is taken from the palette.
pub(crate) fn begin(session: &mut Session, kind: Kind, held: bool) -> Vec<Effect> {
    if catalogue::entry(&kind).is_none() {
        return vec![Effect::refuse(format!("There is no kind of part called \"{}\".", kind.as_str()))];
    }
    let text = format!("{}: click where it should stand. Escape cancels.", catalogue::label(kind.as_str()));
    session.gesture = Gesture::Place(Placing { before: Before::of(session), kind, held, ghost: None });
    if held { Vec::new() } else { vec![Effect::say(text)] }
}

/// The pointer did something while a kind waits.
pub(super) fn next(session: &mut Session, mut placing: Placing, pointer: &Pointer) -> Vec<Effect> {
    let at = session.viewport.to_canvas(pointer.at_screen);
    let size = session.host.size;
    let over = Rect { x: 0.0, y: 0.0, width: size.width, height: size.height }.contains(pointer.at_screen);
    placing.ghost = over.then(|| Rect::of_node(on_grid(at)));
    if pointer.phase == Phase::Down {
        placing.held = true;
    }
    if pointer.phase != Phase::Up || !placing.held {
        session.gesture = Gesture::Place(placing);
        return Vec::new();
    }
    if !over {
        return vec![Effect::say("Nothing was added.")];
    }
    let plan = place(&session.document, &session.scene, &placing.kind, Spot::At(at), None);
    commit_or_refuse(session, plan)
}
