//! The picture is being moved by a drag on nothing, or with the middle button.

use crate::effect::Effect;
use crate::geometry::Point;
use crate::input::{Phase, Pointer};
use crate::session::Session;
use crate::viewport;

use super::press::Press;
use super::{Before, Gesture};

/// The picture, being moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Pan {
    pub(super) before: Before,
    pub(super) pointer_id: i32,
    /// Where the pointer was last.
    pub(super) at_screen: Point,
}

/// A press on nothing has become a drag.
pub(super) fn begin(press: Press) -> Pan {
    Pan { before: press.before, pointer_id: press.pointer_id, at_screen: press.at_screen }
}

/// The pointer moved, or was let go.
pub(super) fn next(session: &mut Session, mut pan: Pan, pointer: &Pointer) -> Vec<Effect> {
    session.viewport = viewport::panned(session.viewport, pointer.at_screen.minus(pan.at_screen));
    pan.at_screen = pointer.at_screen;
    if pointer.phase == Phase::Move {
        session.gesture = Gesture::Pan(pan);
    }
    Vec::new()
}
