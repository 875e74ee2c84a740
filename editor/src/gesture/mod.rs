//! What the pointer is in the middle of. Each gesture is a small state in a file of its own; this file has the ways
//! from one to the next, and what all share: a gesture remembers how everything was before it, cancelling puts that
//! back, and its changes become one step of the history when it ends.
//!
//! A second pointer ends any gesture as if it had been cancelled; two fingers then move and zoom the picture.

mod press;
mod drag;
mod connect;
mod pan;
mod marquee;
mod place;
mod pinch;

use std::sync::Arc;

use nines_engine::topology::Topology;

use crate::effect::Effect;
use crate::geometry::{Point, Viewport};
use crate::hit::hit_test;
use crate::input::{Phase, Pointer};
use crate::scene::Scene;
use crate::session::Session;
use crate::target::{Hit, Selection, Target};

pub use connect::{Candidate, Connect};
pub(crate) use connect::{begin as begin_connect, choose};
pub use drag::Drag;
pub use marquee::Marquee;
pub use pan::Pan;
pub use pinch::Pinch;
pub use place::Placing;
pub(crate) use place::begin as begin_place;
pub use press::Press;

/// How far a mouse moves before a press is a drag, in screen pixels.
pub const DRAG_PX_FINE: f64 = 4.0;
/// How far a finger moves before a press is a drag, in screen pixels.
pub const DRAG_PX_COARSE: f64 = 8.0;

/// What is going on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// The pointer is down, and it is not decided yet whether this is a click.
    Press(Press),
    /// Parts are being moved.
    Drag(Drag),
    /// A need is being drawn, or an end of one moved.
    Connect(Connect),
    /// The picture is being moved.
    Pan(Pan),
    /// A box is being drawn around what will be selected.
    Marquee(Marquee),
    /// A kind from the palette waits for its place.
    Place(Placing),
    /// Two fingers move and zoom the picture.
    Pinch(Pinch),
}

/// How everything was before a gesture.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub(crate) document: Arc<Topology>,
    scene: Arc<Scene>,
    pub(crate) selection: Selection,
    focus: Option<Target>,
    viewport: Viewport,
}

impl Before {
    pub(crate) fn of(session: &Session) -> Before {
        Before {
            document: session.document.clone(),
            scene: session.scene.clone(),
            selection: session.selection.clone(),
            focus: session.focus.clone(),
            viewport: session.viewport,
        }
    }

    fn restore(&self, session: &mut Session) {
        session.document = self.document.clone();
        session.scene = self.scene.clone();
        session.selection = self.selection.clone();
        session.focus = self.focus.clone();
        session.viewport = self.viewport;
    }
}

/// The pointer did something.
pub(crate) fn pointer(session: &mut Session, pointer: &Pointer) -> Vec<Effect> {
    if !pointer.at_screen.is_finite() {
        return Vec::new();
    }
    if let Some((id, at_screen)) = held_by(&session.gesture)
        && pointer.phase == Phase::Down
        && pointer.pointer_id != id
    {
        cancel(session);
        if pointer.coarse {
            session.gesture = Gesture::Pinch(pinch::begin(session, (id, at_screen), pointer));
        }
        return Vec::new();
    }
    if held_by(&session.gesture).is_some_and(|(id, _)| id != pointer.pointer_id) {
        return Vec::new();
    }
    if pointer.phase == Phase::Cancel {
        cancel(session);
        return Vec::new();
    }
    match std::mem::take(&mut session.gesture) {
        Gesture::Idle => press::begin(session, pointer),
        Gesture::Press(press) => press::next(session, press, pointer),
        Gesture::Drag(drag) => drag::next(session, drag, pointer),
        Gesture::Connect(connect) => connect::next(session, connect, pointer),
        Gesture::Pan(pan) => pan::next(session, pan, pointer),
        Gesture::Marquee(marquee) => marquee::next(session, marquee, pointer),
        Gesture::Place(placing) => place::next(session, placing, pointer),
        Gesture::Pinch(pinch) => pinch::next(session, pinch, pointer),
    }
}

/// Puts everything back as it was before the gesture. Whether there was one.
pub(crate) fn cancel(session: &mut Session) -> bool {
    let before = match std::mem::take(&mut session.gesture) {
        Gesture::Idle => return false,
        Gesture::Press(press) => press.before,
        Gesture::Drag(drag) => drag.before,
        Gesture::Connect(connect) => connect.before,
        Gesture::Pan(pan) => pan.before,
        Gesture::Marquee(marquee) => marquee.before,
        Gesture::Place(placing) => placing.before,
        // Fingers that lift one after the other are no reason to jump back.
        Gesture::Pinch(_) => return true,
    };
    before.restore(session);
    true
}

/// The pointer that holds the gesture, and where it was last.
fn held_by(gesture: &Gesture) -> Option<(i32, Point)> {
    match gesture {
        Gesture::Press(press) => Some((press.pointer_id, press.at_screen)),
        Gesture::Drag(drag) => Some((drag.pointer_id, drag.at_screen)),
        Gesture::Connect(connect) => connect.held_by(),
        Gesture::Pan(pan) => Some((pan.pointer_id, pan.at_screen)),
        Gesture::Marquee(marquee) => Some((marquee.pointer_id, marquee.at_screen)),
        Gesture::Idle | Gesture::Place(_) | Gesture::Pinch(_) => None,
    }
}

/// What is under the pointer, as the app says or as the editor finds.
fn hit_of(session: &Session, pointer: &Pointer) -> Hit {
    let find = || hit_test(&session.scene, &session.selection, session.viewport, pointer.at_screen, pointer.coarse);
    let hit = pointer.hit.clone().unwrap_or_else(find);
    // The app may speak of a picture that is one update old.
    let gone = hit.target().is_some_and(|target| !target.exists_in(&session.document));
    if gone { Hit::Canvas } else { hit }
}
