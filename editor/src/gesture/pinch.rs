//! Two fingers move and zoom the picture: the points of the canvas under them stay under them.

use crate::effect::Effect;
use crate::geometry::{Point, Viewport};
use crate::input::{Phase, Pointer};
use crate::session::Session;
use crate::viewport;

use super::Gesture;

/// Two fingers on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinch {
    fingers: [(i32, Point); 2],
    start: [Point; 2],
    viewport: Viewport,
}

/// A second finger went down.
pub(super) fn begin(session: &Session, first: (i32, Point), second: &Pointer) -> Pinch {
    let second = (second.pointer_id, second.at_screen);
    Pinch { fingers: [first, second], start: [first.1, second.1], viewport: session.viewport }
}

/// A finger moved, or was lifted.
pub(super) fn next(session: &mut Session, mut pinch: Pinch, pointer: &Pointer) -> Vec<Effect> {
    let Some(finger) = pinch.fingers.iter_mut().find(|(id, _)| *id == pointer.pointer_id) else {
        // A third finger changes nothing.
        session.gesture = Gesture::Pinch(pinch);
        return Vec::new();
    };
    if pointer.phase == Phase::Up {
        return Vec::new();
    }
    finger.1 = pointer.at_screen;
    let [a, b] = pinch.fingers.map(|(_, at)| at);
    let [a0, b0] = pinch.start;
    let (before, now) = (spread(a0, b0), spread(a, b));
    let factor = if before > 1.0 { now / before } else { 1.0 };
    let middle = |a: Point, b: Point| a.plus(b).times(0.5);
    let zoomed = viewport::zoomed(pinch.viewport, pinch.viewport.zoom * factor, middle(a0, b0));
    session.viewport = viewport::panned(zoomed, middle(a, b).minus(middle(a0, b0)));
    session.gesture = Gesture::Pinch(pinch);
    Vec::new()
}

/// How far two fingers are apart.
fn spread(a: Point, b: Point) -> f64 {
    a.distance_squared(b).sqrt()
}
