//! JSON as a tree that keeps the order of fields, duplicate fields and whole numbers of any size, so that nothing a
//! person wrote is lost on the way. Parsing is serde_json's; printing is here, because documents should come out as
//! people write them: a part a line.

use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::decimal;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// A number as JSON's reader tells them apart: whole ones keep all their digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Whole(u64),
    Negative(i64),
    Real(f64),
}

impl Number {
    /// Its value, to the nearest double.
    pub fn value(self) -> f64 {
        match self {
            Number::Whole(value) => value as f64,
            Number::Negative(value) => value as f64,
            Number::Real(value) => value,
        }
    }

    /// The number that JSON writes like this, infinite for one beyond all doubles; `None` for what is none.
    fn read(text: &str) -> Option<Number> {
        let value = decimal::read(text)?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let whole = digits.bytes().try_fold(0_u64, |sum, digit| {
            if digit.is_ascii_digit() { sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')) } else { None }
        });
        match whole {
            Some(whole) if digits.len() == text.len() => Some(Number::Whole(whole)),
            Some(whole) if whole > 0 && whole <= 1 << 63 => Some(Number::Negative((whole as i64).wrapping_neg())),
            _ => Some(Number::Real(value)),
        }
    }

    /// Its value, when it is a whole number from 0; one that was written with a point or an exponent is as well.
    pub fn whole(self) -> Option<u64> {
        match self {
            Number::Whole(value) => Some(value),
            Number::Negative(_) => None,
            // 2⁶⁴ and above are no longer counted.
            Number::Real(value) => (value.fract() == 0.0 && (0.0..1.8e19).contains(&value)).then_some(value as u64),
        }
    }
}

impl fmt::Display for Number {
    /// As JSON writes it, the shortest text that is read back as the same number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Number::Whole(value) => write!(f, "{value}"),
            Number::Negative(value) => write!(f, "{value}"),
            Number::Real(value) if value != 0.0 && !(1e-5..1e15).contains(&value.abs()) => write!(f, "{value:e}"),
            Number::Real(value) => write!(f, "{value}"),
        }
    }
}

impl Tree {
    /// Reads a text; says why it is none.
    pub fn read(text: &str) -> Result<Tree, String> {
        let tree: Tree = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if tree.is_finite() { Ok(tree) } else { Err("a number is beyond all that can be computed with".to_string()) }
    }

    fn is_finite(&self) -> bool {
        match self {
            Tree::Number(number) => number.value().is_finite(),
            Tree::List(items) => items.iter().all(Tree::is_finite),
            Tree::Object(fields) => fields.iter().all(|(_, value)| value.is_finite()),
            _ => true,
        }
    }

    /// A number; what JSON cannot say (infinite, not a number) becomes null.
    pub fn number(value: f64) -> Tree {
        if value.is_finite() { Tree::Number(Number::Real(value)) } else { Tree::Null }
    }

    /// A whole number.
    pub fn whole(value: u64) -> Tree {
        Tree::Number(Number::Whole(value))
    }

    /// A text.
    pub fn text(value: impl fmt::Display) -> Tree {
        Tree::Text(value.to_string())
    }

    /// An object of these fields, in this order.
    pub fn object<const N: usize>(fields: [(&str, Tree); N]) -> Tree {
        Tree::Object(fields.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
    }

    /// What sort of value it is, for messages.
    pub fn sort(&self) -> &'static str {
        match self {
            Tree::Null => "null",
            Tree::Bool(_) => "true or false",
            Tree::Number(_) => "a number",
            Tree::Text(_) => "a text",
            Tree::List(_) => "a list",
            Tree::Object(_) => "an object",
        }
    }

    /// The JSON text without any white space.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    /// The JSON text with a line for whatever fits one, and broken over lines where it does not.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write_broken(&mut out, 0);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, spaced: bool) {
        let (comma, colon, pad) = if spaced { (", ", ": ", " ") } else { (",", ":", "") };
        match self {
            Tree::Null => out.push_str("null"),
            Tree::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Tree::Number(number) => {
                let _ = write!(out, "{number}");
            }
            Tree::Text(text) => write_text(out, text),
            Tree::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { comma } else { "" });
                    item.write(out, spaced);
                }
                out.push(']');
            }
            Tree::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Tree::Object(fields) => {
                out.push('{');
                out.push_str(pad);
                for (i, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if i > 0 { comma } else { "" });
                    write_text(out, name);
                    out.push_str(colon);
                    value.write(out, spaced);
                }
                out.push_str(pad);
                out.push('}');
            }
        }
    }

    fn write_broken(&self, out: &mut String, depth: usize) {
        const WIDTH: usize = 150;
        let mut line = String::new();
        self.write(&mut line, true);
        let whole_document = depth == 0;
        if !whole_document && line.chars().count() + 2 * depth <= WIDTH {
            out.push_str(&line);
            return;
        }
        let indent = |out: &mut String, depth: usize| out.extend(std::iter::repeat_n("  ", depth));
        match self {
            Tree::List(items) if !items.is_empty() => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { ",\n" } else { "\n" });
                    indent(out, depth + 1);
                    item.write_broken(out, depth + 1);
                }
                out.push('\n');
                indent(out, depth);
                out.push(']');
            }
            Tree::Object(fields) if !fields.is_empty() => {
                out.push('{');
                for (i, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if i > 0 { ",\n" } else { "\n" });
                    indent(out, depth + 1);
                    write_text(out, name);
                    out.push_str(": ");
                    value.write_broken(out, depth + 1);
                }
                out.push('\n');
                indent(out, depth);
                out.push('}');
            }
            _ => out.push_str(&line),
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

/// What serde_json names the only field of what it makes of a number, with its text (its feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    // Numbers come as text, in a map. But what is not said here complains, and complaints print whatever there may be.
    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::Negative(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::whole(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut fields: Vec<(String, Tree)> = Vec::new();
        while let Some((name, value)) = entries.next_entry()? {
            fields.push((name, value));
        }
        if let [(name, Tree::Text(text))] = fields.as_slice()
            && name == NUMBER
        {
            return Ok(Number::read(text).map_or_else(|| Tree::text(text), Tree::Number));
        }
        Ok(Tree::Object(fields))
    }
}
