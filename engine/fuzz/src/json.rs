//! Where the values of a JSON text stand. Tolerant: what is no JSON has fewer values, and never too many. It reads no
//! numbers and no escapes; the engine does that, and this is for cutting and pasting.

use std::ops::Range;

/// The most values that are found in one text.
const VALUES_MAX: usize = 20_000;

/// A value's place.
#[derive(Clone, Debug)]
pub struct Value {
    /// The value alone.
    pub at: Range<usize>,
    /// From its field's name on, when it has one: what goes when it is deleted.
    pub item: Range<usize>,
    /// The name, without quotes, of the field that it is or whose list it is in; empty for the whole document.
    pub name: Range<usize>,
    /// Whether it is an item of a list and has no name of its own.
    pub listed: bool,
    /// `{`, `[`, `"`, or anything else for numbers and words.
    pub sort: u8,
}

/// All values of a text, outer before inner.
pub fn values(text: &[u8]) -> Vec<Value> {
    let mut scan = Scan { text, at: 0, open: Vec::new(), name: None, found: Vec::new() };
    while scan.at < text.len() && scan.found.len() < VALUES_MAX {
        scan.token();
    }
    // What was never closed has no end and is of no use.
    scan.found.retain(|value| value.at.end > value.at.start);
    scan.found
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// Places in `found` of the lists and objects around.
    open: Vec<usize>,
    /// A field's name that waits for its value.
    name: Option<Range<usize>>,
    found: Vec<Value>,
}

impl Scan<'_> {
    fn token(&mut self) {
        let start = self.at;
        match self.text[start] {
            b'{' | b'[' => {
                self.at += 1;
                self.open.push(self.found.len());
                self.add(start, start);
            }
            b'}' | b']' => {
                self.at += 1;
                if let Some(value) = self.open.pop() {
                    self.found[value].at.end = self.at;
                    self.found[value].item.end = self.at;
                }
            }
            b'"' => self.text_or_name(start),
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
            _ => {
                let word = self.text[start..].iter().take_while(|byte| !b"{}[]\",: \n\r\t".contains(byte));
                self.at += word.count();
                self.add(start, self.at);
            }
        }
    }

    fn text_or_name(&mut self, start: usize) {
        self.at += 1;
        while self.at < self.text.len() && self.text[self.at] != b'"' {
            self.at += if self.text[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.text.len());
        let after = self.text[self.at..].iter().find(|byte| !byte.is_ascii_whitespace());
        if after == Some(&b':') && self.name.is_none() {
            self.name = Some(start..self.at);
        } else {
            self.add(start, self.at);
        }
    }

    fn add(&mut self, start: usize, end: usize) {
        // An opening value has just been put on the list of what is open, so what is around it is found before.
        let around = self.open.iter().rev().find(|place| **place < self.found.len());
        let inherited = around.map_or(start..start, |place| self.found[*place].name.clone());
        let field = self.name.take();
        let listed = field.is_none() && around.is_some();
        let item = field.as_ref().map_or(start, |field| field.start)..end;
        let name = field.map_or(inherited, |field| field.start + 1..(field.end - 1).max(field.start + 1));
        self.found.push(Value { at: start..end, item, name, listed, sort: self.text[start] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = values(text.as_bytes());
        let found: Vec<_> = found.iter().map(|value| (&text[value.name.clone()], &text[value.at.clone()])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_found_with_their_names() {
        let list = r#"[1, "b\"]"]"#;
        check(
            r#"{"a": [1, "b\"]"], "c": {}}"#,
            &[("", r#"{"a": [1, "b\"]"], "c": {}}"#), ("a", list), ("", "1"), ("", r#""b\"]""#), ("c", "{}")],
        );
    }

    #[test]
    fn broken_text_has_fewer_values() {
        check(r#"{"a": "#, &[]);
        check(r#"[1, {"x": tru"#, &[("", "1"), ("x", "tru")]);
        check("]}\"", &[("", "\"")]);
    }
}
