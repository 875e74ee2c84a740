//! Everything a person can do to a session. Data only: what each does is in the module named for its subject
//! (`change/` for the document, `gesture/` for the pointer, `focus` and `view` for the rest); `update` sends them there.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::topology::{Kind, Topology};

use crate::command::Command;
use crate::field::Field;
use crate::geometry::{Host, Point};
use crate::input::{Key, Pointer};
use crate::target::{End, Target};

/// One thing a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Add a part of a kind of the catalogue.
    Place {
        /// A word of [`crate::catalogue::PALETTE`].
        kind: Kind,
        /// Where; `None` finds a free place.
        at_canvas: Option<Point>,
        /// The part that will need it. For a domain: the part that will be in it.
        link_from: Option<Id>,
    },
    /// Take a kind from the palette: the next click places it.
    BeginPlace {
        /// A word of [`crate::catalogue::PALETTE`].
        kind: Kind,
        /// Whether the pointer is down, so that letting go places it.
        held: bool,
    },
    /// Put a part at a point of the grid.
    MoveTo {
        /// A part; a pool or domain moves with all it holds.
        id: Id,
        /// Where its middle will be.
        at_canvas: Point,
    },
    /// Move what is selected, or focused, along the grid.
    Nudge {
        /// Where to.
        direction: Direction,
        /// Four steps instead of one.
        far: bool,
    },
    /// Lay everything out anew.
    Tidy,

    /// Let one part need another.
    Connect {
        /// A component or pool, or the clients.
        from: Id,
        /// A component or pool.
        to: Id,
        /// Whether work goes on without it.
        soft: bool,
    },
    /// Take a need away.
    Disconnect {
        /// The part that uses.
        from: Id,
        /// The part that is used.
        to: Id,
    },
    /// Make a need soft or hard.
    SetSoft {
        /// The part that uses.
        from: Id,
        /// The part that is used.
        to: Id,
        /// Whether work goes on without it.
        soft: bool,
    },
    /// Put one end of a need on another part.
    Reconnect {
        /// The part that uses.
        from: Id,
        /// The part that is used.
        to: Id,
        /// The end that moves.
        end: End,
        /// The part it moves to.
        onto: Id,
    },
    /// Start a need that is finished by a click or by keys.
    BeginConnect {
        /// Where it starts; `None` takes the focused or selected part.
        from: Option<Id>,
        /// How it will be finished.
        mode: ConnectMode,
    },

    /// Make a pool of the selected components and pools.
    PoolSelected,
    /// Make a part a member of a pool.
    AddToPool {
        /// A component or pool.
        part: Id,
        /// The pool.
        pool: Id,
    },
    /// Take a part out of a pool.
    RemoveFromPool {
        /// A member.
        part: Id,
        /// The pool.
        pool: Id,
    },
    /// Take a pool away and let its members be needed themselves.
    Unpool {
        /// The pool.
        pool: Id,
    },
    /// Put a part into a domain.
    JoinDomain {
        /// A component or domain; a pool stands for its members.
        part: Id,
        /// The domain.
        domain: Id,
    },
    /// Take a part out of a domain.
    LeaveDomain {
        /// A component or domain; a pool stands for its members.
        part: Id,
        /// The domain.
        domain: Id,
    },
    /// Take what is selected out of all its domains.
    LeaveDomains,
    /// Put what is selected into a new domain.
    DomainFromSelection {
        /// `zone`, `region`, `rack` or any other word.
        kind: Kind,
    },

    /// Delete targets, with everything that mentions them.
    Delete {
        /// What to delete.
        targets: Vec<Target>,
    },
    /// Delete what is selected, or focused.
    DeleteSelected,
    /// Give a part another name, everywhere.
    Rename {
        /// Its name.
        id: Id,
        /// The new one, as typed.
        to: String,
    },
    /// Make copies of what is selected, or focused.
    Duplicate,
    /// Set a field of the inspector.
    SetField {
        /// Whose; `None` for the document itself.
        of: Option<Target>,
        /// Which.
        field: Field,
        /// The value as typed.
        text: String,
    },

    /// Go one step back.
    Undo,
    /// Go one step forward again.
    Redo,
    /// Half a second has passed without an action: what follows is a step of its own.
    Settle,
    /// Put what is selected on the clipboard.
    Copy,
    /// Put what is selected on the clipboard and delete it.
    Cut,
    /// Add the parts of a document's text.
    Paste {
        /// A document, whole or partial.
        text: String,
        /// Where the middle of it will be; `None` finds a free place.
        at_canvas: Option<Point>,
    },
    /// Put another document in the place of this one; undo brings this one back.
    Load(Arc<Topology>),
    /// Put an empty document in the place of this one; undo brings this one back.
    New,

    /// Select a target.
    Select {
        /// Which.
        target: Target,
        /// What happens to the rest.
        mode: SelectMode,
    },
    /// Select all parts.
    SelectAll,
    /// Select nothing.
    Deselect,
    /// Put the focus on a target, or nowhere.
    Focus(Option<Target>),
    /// Put the focus on the nearest part in a direction.
    FocusMove(Direction),
    /// Put the focus on a need of the focused part, or on the next one.
    FocusFollow(Follow),
    /// Put the focus on the first part in reading order.
    FocusFirst,
    /// Put the focus on the last part in reading order.
    FocusLast,
    /// Do the main thing with what is focused: select it, open it when selected, follow it when it is a need.
    Activate,

    /// The element the canvas is in has another size.
    Resize(Host),
    /// Move the picture.
    PanBy {
        /// By this many screen pixels.
        by_screen: Point,
    },
    /// Zoom along the ladder of steps.
    ZoomStep {
        /// Positive: closer.
        steps: i32,
        /// What stays in place; `None` for the middle.
        at_screen: Option<Point>,
    },
    /// Zoom by any factor, as wheels and pinches do.
    ZoomBy {
        /// Above one: closer.
        factor: f64,
        /// What stays in place.
        at_screen: Point,
    },
    /// One canvas unit a pixel.
    ZoomTo100,
    /// Show everything.
    Fit,
    /// Show what is selected, or focused.
    FitSelection,
    /// Move the picture, if needed, so that a target is seen.
    Reveal(Target),

    /// Stop what is going on and put everything back as it was before.
    Cancel,
    /// The pointer did something on the canvas.
    Pointer(Pointer),
    /// A key was pressed on the canvas.
    Key(Key),
    /// Do what a command of the palette or the keymap does.
    Run(Command),
    /// Whether single letters are shortcuts.
    SetSingleKeys(bool),
}

/// A direction on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

/// Which needs of a part to follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// What it uses.
    #[default]
    Out,
    /// What uses it.
    In,
}

/// What selecting does to the rest of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    /// Nothing else stays selected.
    Only,
    /// The rest stays.
    Add,
    /// The rest stays, and the target leaves when it was selected.
    Toggle,
}

/// How a need that is being drawn will be finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectMode {
    /// By letting the pointer go.
    Drag,
    /// By a second click.
    Click,
    /// By arrows or letters, and Enter.
    Keys,
}
