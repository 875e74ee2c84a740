//! A box is being drawn around what will be selected; what was selected before stays.

use crate::effect::Effect;
use crate::geometry::{Point, Rect};
use crate::hit::in_marquee;
use crate::input::{Phase, Pointer};
use crate::session::Session;
use crate::target::Target;

use super::press::Press;
use super::{Before, Gesture};

/// A box that selects.
#[derive(Clone, Debug, PartialEq)]
pub struct Marquee {
    pub(super) before: Before,
    pub(super) pointer_id: i32,
    /// Where the pointer was last.
    pub(super) at_screen: Point,
    from_canvas: Point,
    /// The box, in canvas units.
    pub rect: Rect,
    /// What it touches.
    pub hits: Vec<Target>,
}

/// A press on nothing, with Shift, has become a drag.
pub(super) fn begin(session: &mut Session, press: Press, pointer: &Pointer) -> Vec<Effect> {
    let from_canvas = press.before.viewport.to_canvas(press.at_screen);
    let marquee = Marquee {
        before: press.before,
        pointer_id: press.pointer_id,
        at_screen: press.at_screen,
        from_canvas,
        rect: Rect::between(from_canvas, from_canvas),
        hits: Vec::new(),
    };
    next(session, marquee, pointer)
}

/// The pointer moved, or was let go.
pub(super) fn next(session: &mut Session, mut marquee: Marquee, pointer: &Pointer) -> Vec<Effect> {
    marquee.at_screen = pointer.at_screen;
    marquee.rect = Rect::between(marquee.from_canvas, session.viewport.to_canvas(pointer.at_screen));
    marquee.hits = in_marquee(&session.scene, marquee.rect);
    let selected = marquee.before.selection.iter().chain(&marquee.hits).cloned();
    session.selection = selected.collect();
    if pointer.phase == Phase::Move {
        session.gesture = Gesture::Marquee(marquee);
        return Vec::new();
    }
    vec![Effect::say(format!("{} selected.", session.selection.len()))]
}
