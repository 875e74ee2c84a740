//! Keys as a person presses them, as WebDriver wants them: `Ctrl+Shift+z`, `Enter`, or a text letter by letter.

use serde_json::{Value, json};

/// Presses one combination, such as `Ctrl+z` or `Enter`, and lets it go.
///
/// # Panics
/// A key has no such name.
pub fn press(combination: &str) -> Value {
    // `+` by itself is the key.
    let names: Vec<&str> = if combination == "+" { vec!["+"] } else { combination.split('+').collect() };
    let keys: Vec<char> = names.into_iter().map(code).collect();
    let downs = keys.iter().map(|key| step("keyDown", *key));
    let ups = keys.iter().rev().map(|key| step("keyUp", *key));
    source(downs.chain(ups).collect())
}

/// Types a text.
pub fn typed(text: &str) -> Value {
    source(text.chars().flat_map(|letter| [step("keyDown", letter), step("keyUp", letter)]).collect())
}

fn source(steps: Vec<Value>) -> Value {
    json!({ "type": "key", "id": "keyboard", "actions": steps })
}

fn step(kind: &str, key: char) -> Value {
    json!({ "type": kind, "value": key.to_string() })
}

/// WebDriver's letter for a key (WebDriver, "Keyboard actions", normalised key values).
fn code(name: &str) -> char {
    match name {
        "Ctrl" => '\u{E009}',
        "Shift" => '\u{E008}',
        "Alt" => '\u{E00A}',
        "Enter" => '\u{E007}',
        "Escape" => '\u{E00C}',
        "Tab" => '\u{E004}',
        "Space" => ' ',
        "Backspace" => '\u{E003}',
        "Delete" => '\u{E017}',
        "Home" => '\u{E011}',
        "End" => '\u{E010}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "F2" => '\u{E032}',
        letter => {
            let mut letters = letter.chars();
            let first = letters.next().filter(|_| letters.next().is_none());
            first.unwrap_or_else(|| panic!("no key is called {letter:?}"))
        }
    }
}
