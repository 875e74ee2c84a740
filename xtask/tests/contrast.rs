//! The colours of `app/style/tokens.css` can be read: text against every ground it stands on at 4.5 to 1, shapes at 3
//! to 1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11), in light and in dark. Computed from the file itself, because a
//! colour is changed by eye and seldom checked in both.

use std::collections::BTreeMap;
use std::path::Path;

/// Colours by name, in the 0 to 255 of sRGB.
type Tokens = BTreeMap<String, [u8; 3]>;

/// What words are written in, on paper and on raised ground.
const TEXT: [&str; 8] = ["ink", "faint", "accent", "up", "degraded", "failed", "recovering", "standby"];
/// What only shapes are drawn in: frames of fields and parts.
const SHAPES: [&str; 1] = ["control"];
/// Words on the grounds that a choice or a failure colours.
const ON_COLOUR: [(&str, &str); 6] = [
    ("on-accent", "accent"),
    ("accent", "accent-wash"),
    ("ink", "accent-wash"),
    ("ink", "failed-wash"),
    ("failed", "failed-wash"),
    ("faint", "accent-wash"),
];

/// The colour tokens of every block that has some: light, dark by the system, dark by choice.
fn blocks() -> Vec<Tokens> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/style/tokens.css");
    let text = std::fs::read_to_string(path).expect("the style sheet with the tokens is there");
    let mut blocks = vec![Tokens::new()];
    for line in text.lines().map(str::trim) {
        if line == "}" {
            blocks.push(Tokens::new());
        } else if let Some((name, value)) = line.strip_prefix("--").and_then(|rest| rest.split_once(": #")) {
            let digits = value.trim_end_matches(';');
            assert_eq!(digits.len(), 6, "--{name}: six digits, so that the test can read them");
            let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits");
            let before = blocks.last_mut().unwrap().insert(name.to_owned(), [channel(0), channel(2), channel(4)]);
            assert!(before.is_none(), "--{name} stands twice in a block");
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What does not reach the contrast it needs, in words.
fn too_faint(tokens: &Tokens) -> Vec<String> {
    let grounds = ["paper", "raised"];
    let text = TEXT.iter().flat_map(|name| grounds.map(|ground| (*name, ground, 4.5)));
    let shapes = SHAPES.iter().flat_map(|name| grounds.map(|ground| (*name, ground, 3.0)));
    let on_colour = ON_COLOUR.iter().map(|(name, ground)| (*name, *ground, 4.5));
    let colour = |name: &str| *tokens.get(name).unwrap_or_else(|| panic!("there is no --{name}"));
    text.chain(shapes)
        .chain(on_colour)
        .map(|(name, ground, needed)| (name, ground, needed, contrast(colour(name), colour(ground))))
        .filter(|(_, _, needed, reached)| reached < needed)
        .map(|(name, ground, needed, reached)| format!("{name} on {ground}: {reached:.2} of {needed}"))
        .collect()
}

#[test]
fn every_colour_can_be_read_in_light_and_in_dark() {
    let blocks = blocks();
    assert_eq!(blocks.len(), 3, "one light block and two dark ones");
    for (tokens, name) in blocks.iter().zip(["light", "dark by the system", "dark by choice"]) {
        let faint = too_faint(tokens);
        assert!(faint.is_empty(), "{name}: {faint:#?}");
    }
}

#[test]
fn dark_is_the_same_by_choice_and_by_the_system() {
    let blocks = blocks();
    assert_eq!(blocks[1], blocks[2]);
    let names = |block: &Tokens| block.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&blocks[0]), names(&blocks[1]), "a token of one theme only");
}

#[test]
fn the_formula_agrees_with_known_pairs() {
    let close = |a: f64, b: f64| (a - b).abs() < 0.01;
    assert!(close(contrast([0; 3], [255; 3]), 21.0));
    // The grey that is just dark enough for text on white.
    assert!(close(contrast([0x76; 3], [255; 3]), 4.54));
    let mut faded = blocks().swap_remove(0);
    faded.insert("ink".into(), [0xAA; 3]);
    assert_eq!(too_faint(&faded).len(), 4);
}
