//! Changes to a document's text that keep it a document often enough to get deep: values are replaced, moved, copied and
//! taken out as wholes, with the words and numbers of `words`. One input in sixteen is left to libFuzzer's own changes of
//! bytes.

use crate::json::{Value, values};
use crate::rng::Rng;
use crate::words::{DURATION_FIELDS, DURATIONS, FIELDS, NAME_FIELDS, NUMBERS, OTHERS};

/// Where a text without any value begins again.
const EMPTY: &str = r#"{"format":"nines-topology","version":1,"clients":{"needs":["a"]},"components":[{"id":"a"}]}"#;

/// A changed copy of a text, not much longer than `size_max`.
pub fn mutated(text: &[u8], size_max: usize, seed: u32) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    if rng.below(16) == 0 {
        return bytes_mutated(text, size_max);
    }
    let mut text = text.to_vec();
    // One change, or a few: more of them jump further, and break more.
    let changes = if rng.below(2) == 0 { 1 } else { 1 + rng.below(4) };
    for _ in 0..changes {
        let found = values(&text);
        if found.is_empty() {
            return EMPTY.into();
        }
        text = one_change(&text, &found, size_max, &mut rng);
        text.truncate(size_max);
    }
    text
}

/// A copy of `left` in which a value is one of `right`'s.
pub fn crossed(left: &[u8], right: &[u8], seed: u32) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    let (ours, theirs) = (values(left), values(right));
    if ours.is_empty() || theirs.is_empty() {
        return Vec::new();
    }
    let there = rng.pick(&theirs);
    // A value of the same sort in the field of the same name fits best; of the same sort is good too.
    let alike = |value: &&Value| value.sort == there.sort && left[value.name.clone()] == right[there.name.clone()];
    let alike: Vec<&Value> = ours.iter().filter(alike).collect();
    let here = if alike.is_empty() { rng.pick(&ours) } else { rng.pick(&alike) };
    spliced(left, &here.at, &right[there.at.clone()])
}

fn one_change(text: &[u8], found: &[Value], size_max: usize, rng: &mut Rng) -> Vec<u8> {
    let here = rng.pick(found).clone();
    match rng.below(12) {
        0..=2 => replaced(text, &here, rng),
        3..=5 => copied(text, found, &here, rng),
        6 => without(text, &here),
        7 => repeated(text, &here, rng),
        8 | 9 => with_field(text, found, rng),
        10 => swapped(text, &here, rng.pick(found)),
        _ => {
            let inner = bytes_mutated(&text[here.at.clone()], (here.at.len() + 16).min(size_max));
            spliced(text, &here.at, &inner)
        }
    }
}

/// A known value of the sort that belongs there; now and then any.
fn replaced(text: &[u8], here: &Value, rng: &mut Rng) -> Vec<u8> {
    let duration = DURATION_FIELDS.contains(&&text[here.name.clone()]);
    let value = match here.sort {
        _ if rng.below(8) == 0 => rng.pick(&OTHERS),
        b'"' if duration => rng.pick(&DURATIONS),
        b'0'..=b'9' | b'-' => rng.pick(&NUMBERS),
        _ => return text.to_vec(),
    };
    spliced(text, &here.at, value)
}

/// A value from elsewhere in the document that may stand here: of the same sort, in a field of the same name, or a name
/// where names stand.
fn copied(text: &[u8], found: &[Value], here: &Value, rng: &mut Rng) -> Vec<u8> {
    let named = |value: &Value| NAME_FIELDS.contains(&&text[value.name.clone()]);
    let names = here.sort == b'"' && named(here);
    let alike: Vec<&Value> = found
        .iter()
        .filter(|value| value.sort == here.sort)
        .filter(|value| {
            let same_field = text[value.name.clone()] == text[here.name.clone()];
            same_field || (names && (named(value) || &text[value.name.clone()] == b"id"))
        })
        .collect();
    let there = text[rng.pick(&alike).at.clone()].to_vec();
    // In a list it may also come in addition.
    if here.listed && rng.below(2) == 0 {
        return spliced(text, &(here.at.end..here.at.end), &[b",", &there[..]].concat());
    }
    spliced(text, &here.at, &there)
}

fn without(text: &[u8], here: &Value) -> Vec<u8> {
    let mut range = here.item.clone();
    let comma_after = text[range.end..].iter().position(|byte| !byte.is_ascii_whitespace());
    if let Some(gap) = comma_after.filter(|gap| text[range.end + gap] == b',') {
        range.end += gap + 1;
    } else if let Some(gap) = text[..range.start].iter().rposition(|byte| !byte.is_ascii_whitespace())
        && text[gap] == b','
    {
        range.start = gap;
    }
    spliced(text, &range, b"")
}

/// The item again, a few times or many, each with a name of its own where it has one.
fn repeated(text: &[u8], here: &Value, rng: &mut Rng) -> Vec<u8> {
    let doublings = rng.below(7);
    let times = 1 + rng.below(1 << doublings);
    let mut copies = Vec::new();
    for number in 0..times {
        copies.push(b',');
        copies.extend(renamed(&text[here.item.clone()], number));
    }
    spliced(text, &(here.item.end..here.item.end), &copies)
}

/// An object with a number added to its id, a text with a number added to itself.
fn renamed(item: &[u8], number: usize) -> Vec<u8> {
    let found = values(item);
    let named = found.iter().find(|value| &item[value.name.clone()] == b"id").or(found.first());
    match named.filter(|value| value.sort == b'"' && value.at.len() >= 2) {
        Some(value) => spliced(item, &(value.at.end - 1..value.at.end - 1), number.to_string().as_bytes()),
        None => item.to_vec(),
    }
}

/// A field that a part may have and does not.
fn with_field(text: &[u8], found: &[Value], rng: &mut Rng) -> Vec<u8> {
    let objects: Vec<&Value> = found.iter().filter(|value| value.sort == b'{').collect();
    if objects.is_empty() {
        return text.to_vec();
    }
    let here = rng.pick(&objects);
    let own = FIELDS.iter().find(|(part, _)| *part == &text[here.name.clone()]).unwrap_or(rng.pick(&FIELDS));
    let field = rng.pick(own.1);
    let name = field.split(':').next().unwrap_or(field);
    let inner = &text[here.at.clone()];
    if inner.windows(name.len()).any(|window| window == name.as_bytes()) && rng.below(8) > 0 {
        return text.to_vec();
    }
    let empty = text[here.at.start + 1..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'}');
    let comma = if empty { "" } else { "," };
    spliced(text, &(here.at.start + 1..here.at.start + 1), format!("{field}{comma}").as_bytes())
}

fn swapped(text: &[u8], one: &Value, other: &Value) -> Vec<u8> {
    let (first, second) = if one.at.start <= other.at.start { (one, other) } else { (other, one) };
    if first.at.end > second.at.start {
        return spliced(text, &first.at, &text[second.at.clone()]);
    }
    let swapped = spliced(text, &second.at, &text[first.at.clone()]);
    spliced(&swapped, &first.at, &text[second.at.clone()])
}

fn spliced(text: &[u8], at: &std::ops::Range<usize>, with: &[u8]) -> Vec<u8> {
    [&text[..at.start], with, &text[at.end..]].concat()
}

fn bytes_mutated(text: &[u8], size_max: usize) -> Vec<u8> {
    let mut buffer = text.to_vec();
    let size = text.len().min(size_max);
    buffer.resize(size_max.max(1), 0);
    let size = libfuzzer_sys::fuzzer_mutate(&mut buffer, size, size_max.max(1));
    buffer.truncate(size);
    buffer
}
