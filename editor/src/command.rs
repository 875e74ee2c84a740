//! Commands: what the keymap and the command palette offer. Each stands for an action on the selection or the focus,
//! and knows its name and why it cannot be done just now. How it is done is [`crate::update`](mod@crate::update)'s matter.

use nines_engine::ids::Id;
use nines_engine::topology::PartRef;

use crate::action::{Direction, Follow};
use crate::keymap;
use crate::session::Session;
use crate::target::Target;

/// Something that can be asked for by name or by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask for a kind, and add a part of it.
    Add,
    /// Add a part of a kind of the catalogue; the selected part will need it.
    Place(&'static str),
    /// Start a need at the focused part.
    Connect,
    /// Make a need soft, or hard again.
    ToggleSoft,
    /// Make a pool of what is selected.
    Pool,
    /// Take the selected pool away.
    Unpool,
    /// Put what is selected into a new zone.
    Zone,
    /// Take what is selected out of its domains.
    LeaveDomains,
    /// Change the name.
    Rename,
    /// Show the fields.
    Inspect,
    /// Fail the part, or repair it.
    ToggleFailure,
    /// Show the ways the part can fail.
    FailureMenu,
    /// Copy in place.
    Duplicate,
    /// Delete.
    Delete,
    /// To the clipboard.
    Copy,
    /// To the clipboard, and away.
    Cut,
    /// From the clipboard.
    Paste,
    /// A step back.
    Undo,
    /// A step forward.
    Redo,
    /// Lay everything out anew.
    Tidy,
    /// Select all parts.
    SelectAll,
    /// Select nothing.
    Deselect,
    /// Closer.
    ZoomIn,
    /// Further away.
    ZoomOut,
    /// One to one.
    ZoomTo100,
    /// Show everything.
    Fit,
    /// Show what is selected.
    FitSelection,
    /// Read the answers aloud.
    ReadSummary,
    /// Show the sheet of shortcuts.
    Shortcuts,
    /// Go to a part by name.
    Jump,
    /// Show all commands.
    Commands,
    /// Start with an empty document.
    New,
    /// Put the focus on the nearest part in a direction.
    Focus(Direction),
    /// Put the focus on a need.
    Follow(Follow),
    /// Put the focus on the first part.
    FocusFirst,
    /// Put the focus on the last part.
    FocusLast,
    /// Select what is focused; open it when selected.
    Activate,
    /// Select what is focused, or take it out of the selection.
    ToggleSelect,
    /// Move along the grid.
    Nudge {
        /// Where to.
        direction: Direction,
        /// Four steps instead of one.
        far: bool,
    },
    /// Stop, and put everything back.
    Cancel,
}

/// A line of the command palette.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRow {
    /// What it does.
    pub command: Command,
    /// Its name.
    pub name: String,
    /// Its keys, as `Ctrl+Z`.
    pub keys: Option<&'static str>,
    /// Why it cannot be done just now.
    pub disabled: Option<String>,
}

/// The commands a palette lists, in its order.
const LISTED: [Command; 32] = [
    Command::Add,
    Command::Connect,
    Command::ToggleSoft,
    Command::Pool,
    Command::Unpool,
    Command::Zone,
    Command::LeaveDomains,
    Command::Rename,
    Command::Inspect,
    Command::ToggleFailure,
    Command::FailureMenu,
    Command::Duplicate,
    Command::Delete,
    Command::Copy,
    Command::Cut,
    Command::Paste,
    Command::Undo,
    Command::Redo,
    Command::Tidy,
    Command::SelectAll,
    Command::Deselect,
    Command::ZoomIn,
    Command::ZoomOut,
    Command::ZoomTo100,
    Command::Fit,
    Command::FitSelection,
    Command::ReadSummary,
    Command::Shortcuts,
    Command::Jump,
    Command::New,
    Command::FocusFirst,
    Command::FocusLast,
];

/// Every command a palette lists, with why it cannot be done just now.
pub fn commands(session: &Session) -> Vec<CommandRow> {
    let row = |command: Command| CommandRow {
        command,
        name: name(command),
        keys: keymap::keys_of(command),
        disabled: disabled(session, command),
    };
    let placed = crate::catalogue::PALETTE.iter().filter(|e| e.kind != "clients").map(|e| Command::Place(e.kind));
    LISTED.into_iter().chain(placed).map(row).collect()
}

/// The name of a command.
pub fn name(command: Command) -> String {
    if let Command::Place(kind) = command {
        return format!("Add: {}", crate::catalogue::label(kind));
    }
    fixed_name(command).to_string()
}

fn fixed_name(command: Command) -> &'static str {
    match command {
        Command::Add => "Add a part",
        Command::Place(kind) => kind,
        Command::Connect => "Connect to another part",
        Command::ToggleSoft => "Make the need soft or hard",
        Command::Pool => "Make a pool of the selection",
        Command::Unpool => "Take the pool apart",
        Command::Zone => "Put the selection into a new zone",
        Command::LeaveDomains => "Leave zones and other domains",
        Command::Rename => "Rename",
        Command::Inspect => "Edit the fields",
        Command::ToggleFailure => "Fail or repair",
        Command::FailureMenu => "Ways to fail",
        Command::Duplicate => "Duplicate",
        Command::Delete => "Delete",
        Command::Copy => "Copy",
        Command::Cut => "Cut",
        Command::Paste => "Paste",
        Command::Undo => "Undo",
        Command::Redo => "Redo",
        Command::Tidy => "Tidy up the picture",
        Command::SelectAll => "Select all",
        Command::Deselect => "Select nothing",
        Command::ZoomIn => "Zoom in",
        Command::ZoomOut => "Zoom out",
        Command::ZoomTo100 => "Zoom to 100 %",
        Command::Fit => "Show everything",
        Command::FitSelection => "Show the selection",
        Command::ReadSummary => "Read the summary",
        Command::Shortcuts => "Shortcuts",
        Command::Jump => "Go to a part",
        Command::Commands => "All commands",
        Command::New => "New document",
        Command::Focus(_) => "Move the focus",
        Command::Follow(Follow::Out) => "Follow what the part uses",
        Command::Follow(Follow::In) => "Follow what uses the part",
        Command::FocusFirst => "First part",
        Command::FocusLast => "Last part",
        Command::Activate => "Select, then open",
        Command::ToggleSelect => "Select or unselect",
        Command::Nudge { .. } => "Move the part",
        Command::Cancel => "Cancel",
    }
}

/// Why a command cannot be done just now; `None` when it can.
pub fn disabled(session: &Session, command: Command) -> Option<String> {
    let why = |unless: bool, text: &str| (!unless).then(|| text.to_string());
    let subjects = session.subjects();
    let document = session.document();
    let parts = || subjects.iter().filter_map(Target::part);
    let sort = |id: &Id| document.find(id);
    match command {
        Command::Undo => why(session.can_undo().is_some(), "There is nothing to undo."),
        Command::Redo => why(session.can_redo().is_some(), "There is nothing to redo."),
        Command::Connect => why(parts().count() == 1, "Select the one part that needs something."),
        Command::ToggleSoft => {
            why(subjects.iter().any(|t| matches!(t, Target::Need { .. })), "Select the line of a need.")
        }
        Command::Pool => why(
            parts().any(|id| matches!(sort(id), Some(PartRef::Component(_) | PartRef::Pool(_)))),
            "Select the components that do the same work.",
        ),
        Command::Unpool => why(parts().any(|id| matches!(sort(id), Some(PartRef::Pool(_)))), "Select a pool."),
        Command::Zone => why(parts().any(|id| sort(id).is_some()), "Select the parts that go into the zone."),
        Command::LeaveDomains => why(
            parts().any(|id| !crate::change::domains_of(document, id).is_empty()),
            "Select a part that is in a zone or another domain.",
        ),
        Command::Rename => {
            why(parts().count() == 1 && parts().all(|id| sort(id).is_some()), "Select the one part to rename.")
        }
        Command::ToggleFailure | Command::FailureMenu => {
            why(parts().count() == 1 && parts().all(|id| sort(id).is_some()), "Select the one part to fail or repair.")
        }
        Command::Duplicate | Command::Copy | Command::Cut => {
            why(parts().any(|id| sort(id).is_some()), "Select at least one part.")
        }
        Command::Delete => {
            let clients = Target::Part(Id::clients());
            why(subjects.iter().any(|t| *t != clients), "Select what to delete. The clients always stay.")
        }
        Command::Inspect | Command::FitSelection | Command::Nudge { .. } => {
            why(!subjects.is_empty(), "Select something first.")
        }
        Command::Deselect => why(!session.selection().is_empty(), "Nothing is selected."),
        _ => None,
    }
}
