//! What comes in from the pointer and the keyboard, as plain data. What they mean is the matter of [`crate::gesture`]
//! and [`crate::keymap`].

use crate::geometry::Point;
use crate::target::Hit;

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It went down.
    Down,
    /// It moved, up or down.
    Move,
    /// It went up.
    Up,
    /// The browser took it away.
    Cancel,
}

/// Which button of the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Button {
    /// The left one, a finger, or a pen's tip.
    #[default]
    Main,
    /// The middle one, which moves the picture.
    Middle,
    /// Any other; ignored.
    Other,
}

/// The keys held down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or Option on a Mac.
    pub alt: bool,
}

/// Something the pointer did.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointer {
    /// What.
    pub phase: Phase,
    /// Which pointer, as the browser numbers them.
    pub pointer_id: i32,
    /// Where, in pixels from the top left corner of the canvas's element.
    pub at_screen: Point,
    /// Which button; only counts when it goes down.
    pub button: Button,
    /// The keys held down.
    pub modifiers: Modifiers,
    /// Whether it is a finger.
    pub coarse: bool,
    /// What is under it; `None` lets the editor find out.
    pub hit: Option<Hit>,
}

/// A key that was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// As `KeyboardEvent.key` says it: `a`, `Enter`, `ArrowLeft`…
    pub key: String,
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or Option on a Mac.
    pub alt: bool,
}
