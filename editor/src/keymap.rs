//! The one table of keys: what each does on the canvas, and the words for it in the sheet of shortcuts. Keys in text
//! fields and dialogs are not its matter: the app sends only what was pressed on the canvas.

use crate::action::{ConnectMode, Direction, Follow};
use crate::command::{Command, name};
use crate::gesture::Gesture;
use crate::input::Key;
use crate::letters::lower;
use crate::session::Session;

/// A line of the sheet of shortcuts.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortcut {
    /// The keys, as `Ctrl+Z`.
    pub keys: &'static str,
    /// What it does, in a few words.
    pub name: String,
    /// What it does, in a sentence.
    pub description: &'static str,
}

/// Which modifiers a key wants.
#[derive(Clone, Copy, PartialEq)]
enum With {
    /// None; Shift does not matter for signs, which need it on some keyboards and not on others.
    Nothing,
    Shift,
    Ctrl,
    CtrlShift,
}

/// A line of the table: how it is shown, its sentence, and each key with its command.
struct Row {
    keys: &'static str,
    description: &'static str,
    bindings: &'static [(With, &'static str, Command)],
}

const fn row(keys: &'static str, description: &'static str, bindings: &'static [(With, &'static str, Command)]) -> Row {
    Row { keys, description, bindings }
}

const fn nudge(direction: Direction, far: bool) -> Command {
    Command::Nudge { direction, far }
}

use Direction::{Down, Left, Right, Up};
use With::{Ctrl, CtrlShift, Nothing, Shift};

const TABLE: &[Row] = &[
    row(
        "Arrow keys",
        "Go to the nearest part in that direction.",
        &[
            (Nothing, "ArrowLeft", Command::Focus(Left)),
            (Nothing, "ArrowRight", Command::Focus(Right)),
            (Nothing, "ArrowUp", Command::Focus(Up)),
            (Nothing, "ArrowDown", Command::Focus(Down)),
        ],
    ),
    row(
        "]",
        "Go to a need of the part; again for the next. Enter goes to its end.",
        &[(Nothing, "]", Command::Follow(Follow::Out))],
    ),
    row(
        "[",
        "Go to a need for the part; again for the next. Enter goes to its start.",
        &[(Nothing, "[", Command::Follow(Follow::In))],
    ),
    row("Home", "Go to the first part.", &[(Nothing, "Home", Command::FocusFirst)]),
    row("End", "Go to the last part.", &[(Nothing, "End", Command::FocusLast)]),
    row("Enter", "Select the part; when it is selected, open its fields.", &[(Nothing, "Enter", Command::Activate)]),
    row("Space", "Add the part to the selection, or take it out.", &[(Nothing, " ", Command::ToggleSelect)]),
    row(
        "Ctrl+Arrow",
        "Move the part one step; with Shift four steps.",
        &[
            (Ctrl, "ArrowLeft", nudge(Left, false)),
            (Ctrl, "ArrowRight", nudge(Right, false)),
            (Ctrl, "ArrowUp", nudge(Up, false)),
            (Ctrl, "ArrowDown", nudge(Down, false)),
            (CtrlShift, "ArrowLeft", nudge(Left, true)),
            (CtrlShift, "ArrowRight", nudge(Right, true)),
            (CtrlShift, "ArrowUp", nudge(Up, true)),
            (CtrlShift, "ArrowDown", nudge(Down, true)),
        ],
    ),
    row("N", "Add a part. With one part selected, that part will need the new one.", &[(Nothing, "n", Command::Add)]),
    row(
        "C",
        "Connect: choose the target with the arrows or its letters, confirm with Enter.",
        &[(Nothing, "c", Command::Connect)],
    ),
    row("S", "Make the selected need soft, or hard again.", &[(Nothing, "s", Command::ToggleSoft)]),
    row("P", "Make a pool: parts that do the same work.", &[(Nothing, "p", Command::Pool)]),
    row("G", "Put the selection into a new zone.", &[(Nothing, "g", Command::Zone)]),
    row("U", "Take the selection out of its zones.", &[(Nothing, "u", Command::LeaveDomains)]),
    row("F", "Fail the part, or repair it.", &[(Nothing, "f", Command::ToggleFailure)]),
    row("Shift+F", "Show the ways the part can fail.", &[(Shift, "f", Command::FailureMenu)]),
    row("F2", "Change the name of the part.", &[(Nothing, "F2", Command::Rename)]),
    row(
        "Delete",
        "Delete what is selected.",
        &[(Nothing, "Delete", Command::Delete), (Nothing, "Backspace", Command::Delete)],
    ),
    row("Ctrl+Z", "Take the last step back.", &[(Ctrl, "z", Command::Undo)]),
    row(
        "Ctrl+Shift+Z",
        "Do the step again; Ctrl+Y does the same.",
        &[(CtrlShift, "z", Command::Redo), (Ctrl, "y", Command::Redo)],
    ),
    row("Ctrl+X", "Cut.", &[(Ctrl, "x", Command::Cut)]),
    row("Ctrl+C", "Copy, as text that can be pasted anywhere.", &[(Ctrl, "c", Command::Copy)]),
    row("Ctrl+V", "Paste.", &[(Ctrl, "v", Command::Paste)]),
    row("Ctrl+D", "Copy the parts in place.", &[(Ctrl, "d", Command::Duplicate)]),
    row("Ctrl+A", "Select all parts.", &[(Ctrl, "a", Command::SelectAll)]),
    row("Escape", "Stop what you are doing; then select nothing.", &[(Nothing, "Escape", Command::Cancel)]),
    row("+", "Zoom in.", &[(Nothing, "+", Command::ZoomIn), (Nothing, "=", Command::ZoomIn)]),
    row("-", "Zoom out.", &[(Nothing, "-", Command::ZoomOut), (Nothing, "_", Command::ZoomOut)]),
    row("0", "Zoom to 100 %.", &[(Nothing, "0", Command::ZoomTo100)]),
    row("1", "Show everything.", &[(Nothing, "1", Command::Fit)]),
    row("2", "Show the selection.", &[(Nothing, "2", Command::FitSelection)]),
    row("T", "Lay the picture out anew.", &[(Nothing, "t", Command::Tidy)]),
    row("R", "Read the availability and what is down.", &[(Nothing, "r", Command::ReadSummary)]),
    row("/", "Go to a part by its name.", &[(Nothing, "/", Command::Jump)]),
    row("Ctrl+K", "Show all commands.", &[(Ctrl, "k", Command::Commands)]),
    row("?", "Show these shortcuts.", &[(Nothing, "?", Command::Shortcuts)]),
];

/// The sheet of shortcuts, in the order of the table.
pub fn shortcuts() -> Vec<Shortcut> {
    let words = |row: &Row| Shortcut { keys: row.keys, name: name(row.bindings[0].2), description: row.description };
    TABLE.iter().map(words).collect()
}

/// The keys of a command, as `Ctrl+Z`.
pub fn keys_of(command: Command) -> Option<&'static str> {
    TABLE.iter().find(|row| row.bindings.iter().any(|b| b.2 == command)).map(|row| row.keys)
}

/// The command of a key. Single letters and signs have one only when they are switched on.
pub fn command_of(key: &Key, single_keys: bool) -> Option<Command> {
    if key.alt || (is_single(key) && !single_keys) {
        return None;
    }
    let pressed = lower(&key.key);
    let letter = pressed.chars().all(char::is_alphanumeric);
    let with = match (key.ctrl, key.shift && (letter || key.ctrl)) {
        (false, false) => Nothing,
        (false, true) => Shift,
        (true, false) => Ctrl,
        (true, true) => CtrlShift,
    };
    let all = TABLE.iter().flat_map(|row| row.bindings);
    all.clone().find(|b| b.0 == with && lower(b.1) == pressed).map(|b| b.2)
}

/// Whether the canvas does something with a key, so that the browser should not.
pub fn claims(session: &Session, key: &Key) -> bool {
    if is_choosing(session) && choosing(key).is_some() {
        return true;
    }
    command_of(key, session.single_keys).is_some()
}

/// Whether a need is being drawn by keys, which then choose its target.
pub(crate) fn is_choosing(session: &Session) -> bool {
    matches!(&session.gesture, Gesture::Connect(connect) if connect.mode == ConnectMode::Keys)
}

/// What a key does while the target of a need is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choosing {
    /// Go to the nearest part.
    Go(Direction),
    /// Type a letter of its name.
    Type(char),
    /// Take the last letter back.
    Erase,
    /// This one.
    Confirm,
    /// None.
    Cancel,
}

/// What a key does while the target of a need is chosen; `None` when nothing.
pub(crate) fn choosing(key: &Key) -> Option<Choosing> {
    if key.ctrl || key.alt {
        return None;
    }
    Some(match key.key.as_str() {
        "ArrowLeft" => Choosing::Go(Left),
        "ArrowRight" => Choosing::Go(Right),
        "ArrowUp" => Choosing::Go(Up),
        "ArrowDown" => Choosing::Go(Down),
        "Enter" => Choosing::Confirm,
        "Escape" => Choosing::Cancel,
        "Backspace" => Choosing::Erase,
        text => Choosing::Type(single_char(text)?),
    })
}

/// Whether a key is one letter or sign by itself (WCAG 2.1.4). Space is a key of the widget, not a sign.
fn is_single(key: &Key) -> bool {
    !key.ctrl && key.key != " " && single_char(&key.key).is_some()
}

fn single_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use nines_engine::order::Set;

    use super::*;

    fn key(text: &str) -> Key {
        let mut key = Key::default();
        for word in text.split('+') {
            match word {
                "Ctrl" => key.ctrl = true,
                "Shift" => key.shift = true,
                "Alt" => key.alt = true,
                "" => key.key = "+".to_string(),
                word => key.key = word.to_string(),
            }
        }
        key
    }

    #[track_caller]
    fn check(text: &str, expected: Option<Command>) {
        assert_eq!(command_of(&key(text), true), expected, "{text}");
    }

    #[test]
    fn keys_find_their_commands() {
        check("c", Some(Command::Connect));
        check("Ctrl+c", Some(Command::Copy));
        check("Shift+F", Some(Command::FailureMenu));
        check("F", Some(Command::ToggleFailure));
        check("Ctrl+Shift+Z", Some(Command::Redo));
        check("Shift+?", Some(Command::Shortcuts));
        check("?", Some(Command::Shortcuts));
        check("+", Some(Command::ZoomIn));
        check("Ctrl+Shift+ArrowLeft", Some(nudge(Left, true)));
        check("Alt+c", None);
        check("Ctrl+0", None);
        check("Tab", None);
    }

    #[test]
    fn letters_and_signs_can_be_switched_off() {
        for text in ["c", "Shift+?", "0", "[", "+"] {
            assert_eq!(command_of(&key(text), false), None, "{text}");
        }
        for text in ["Ctrl+z", "Delete", "ArrowLeft", " ", "F2", "Enter"] {
            assert!(command_of(&key(text), false).is_some(), "{text}");
        }
    }

    #[test]
    fn no_key_means_two_things() {
        let mut seen = Set::new();
        for (with, key, _) in TABLE.iter().flat_map(|row| row.bindings) {
            assert!(seen.insert((*with as u8, *key)), "{key} is bound twice");
        }
    }
}
