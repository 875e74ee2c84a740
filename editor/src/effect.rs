//! What the app has to do after an update: everything that touches the world outside the session. The editor itself
//! does none of it.

use nines_engine::ids::Id;

use crate::field::Field;
use crate::geometry::Point;
use crate::target::Target;

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The document is another one: save it. While a gesture goes on nothing is said until it ends.
    Changed {
        /// Whether it means something else now (analyse it again), or only looks different.
        meaning: bool,
    },
    /// Tell those who listen instead of look.
    Announce {
        /// One or two short sentences.
        text: String,
        /// Whether to interrupt what is being read.
        urgent: bool,
    },
    /// Something was not done: show and announce why. The session is as it was.
    Refused {
        /// Why, and what to do.
        text: String,
        /// The field of the inspector it is about.
        field: Option<Field>,
    },
    /// Put a text on the clipboard.
    Copied(String),
    /// Read the clipboard and send its text as [`crate::Action::Paste`].
    RequestPaste,
    /// Show the inspector for the selection, with the keyboard in one of its fields.
    OpenInspector(Option<Field>),
    /// Ask for another name for a part; send [`crate::Action::Rename`].
    BeginRename(Id),
    /// Ask which kind of part to add; send [`crate::Action::Place`] with these two.
    OpenPalette {
        /// Where it will stand; `None` lets the editor find a place.
        at_canvas: Option<Point>,
        /// Which part will need it.
        link_from: Option<Id>,
    },
    /// Show the list of commands.
    OpenCommands,
    /// Show the sheet of shortcuts.
    OpenShortcuts,
    /// Ask for the name of a part to go to.
    OpenJump,
    /// Fail a part in the running simulation, or repair it when it is failed.
    ToggleFailure(Id),
    /// Show how a part can fail.
    OpenFailureMenu(Id),
    /// Read the answers and the failed parts aloud.
    ReadSummary,
    /// The focus is on another target: move the document's active descendant there.
    FocusMoved(Target),
}

impl Effect {
    /// A polite announcement.
    pub fn say(text: impl Into<String>) -> Effect {
        Effect::Announce { text: text.into(), urgent: false }
    }

    /// A refusal that is about no field.
    pub fn refuse(text: impl Into<String>) -> Effect {
        Effect::Refused { text: text.into(), field: None }
    }
}
