//! The pointer is down and may still become a click or a drag: it is a drag once it has moved far enough.

use crate::action::{ConnectMode, SelectMode};
use crate::effect::Effect;
use crate::focus;
use crate::geometry::Point;
use crate::input::{Button, Modifiers, Phase, Pointer};
use crate::session::Session;
use crate::target::{Hit, Selection};

use super::{Before, DRAG_PX_COARSE, DRAG_PX_FINE, Gesture, connect, drag, hit_of, marquee, pan};

/// A press that is not decided yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    pub(super) before: Before,
    pub(super) pointer_id: i32,
    /// Where the pointer went down.
    pub(super) at_screen: Point,
    pub(super) hit: Hit,
    modifiers: Modifiers,
}

impl Press {
    /// Whether the keys held down ask for the rest of the selection to stay.
    pub(super) fn modifiers_add(&self) -> bool {
        self.modifiers.ctrl || self.modifiers.shift
    }
}

/// The pointer did something while nothing was going on.
pub(super) fn begin(session: &mut Session, pointer: &Pointer) -> Vec<Effect> {
    if pointer.phase != Phase::Down || pointer.button == Button::Other {
        return Vec::new();
    }
    let press = Press {
        before: Before::of(session),
        pointer_id: pointer.pointer_id,
        at_screen: pointer.at_screen,
        hit: hit_of(session, pointer),
        modifiers: pointer.modifiers,
    };
    session.gesture =
        if pointer.button == Button::Middle { Gesture::Pan(pan::begin(press)) } else { Gesture::Press(press) };
    Vec::new()
}

/// The pointer did something while it is down.
pub(super) fn next(session: &mut Session, press: Press, pointer: &Pointer) -> Vec<Effect> {
    match pointer.phase {
        Phase::Up => click(session, press),
        Phase::Move => {
            let threshold = if pointer.coarse { DRAG_PX_COARSE } else { DRAG_PX_FINE };
            if press.at_screen.is_within(pointer.at_screen, threshold) {
                session.gesture = Gesture::Press(press);
                return Vec::new();
            }
            become_drag(session, press, pointer)
        }
        Phase::Down | Phase::Cancel => Vec::new(),
    }
}

fn become_drag(session: &mut Session, press: Press, pointer: &Pointer) -> Vec<Effect> {
    match press.hit.clone() {
        Hit::Part(id) => drag::begin(session, press, &id, pointer),
        Hit::Port(id) => connect::begin_drag(session, press, id, None, pointer),
        Hit::NeedEnd { from, to, end } => connect::begin_drag(session, press, from, Some((to, end)), pointer),
        Hit::Canvas | Hit::Need { .. } | Hit::Cable { .. } if press.modifiers.shift => {
            marquee::begin(session, press, pointer)
        }
        Hit::Canvas | Hit::Need { .. } | Hit::Cable { .. } => {
            let pan = pan::begin(press);
            pan::next(session, pan, pointer)
        }
    }
}

fn click(session: &mut Session, press: Press) -> Vec<Effect> {
    let adding = press.modifiers_add();
    if let Hit::Port(id) = &press.hit {
        return connect::begin(session, Some(id.clone()), ConnectMode::Click);
    }
    match press.hit.target() {
        Some(target) => {
            let mode = if adding { SelectMode::Toggle } else { SelectMode::Only };
            focus::select(session, target, mode)
        }
        None if adding => Vec::new(),
        None => {
            session.selection = Selection::default();
            Vec::new()
        }
    }
}
