//! Taking typed fields out of a JSON object, with every complaint kept and none fatal: a field that is wrong is
//! reported and read as if it were missing, so that one reading finds everything there is to say.

use super::json::Tree;
use crate::diag::{Diagnostic, codes, nearest};
use crate::ids::Id;
use crate::order::Map;
use crate::topology::{Extra, Json, Position, Reliability};
use crate::units::{Duration, DurationError, Probability};

/// The fields of one object on their way into the model.
pub struct Fields<'a> {
    /// Where the object stands in the document.
    pub path: String,
    /// The id of the part, as far as known.
    pub subject: String,
    /// By name; nothing where it was taken.
    fields: Map<&'a str, Option<&'a Tree>>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of an object; `None` and a complaint when it is none.
    pub fn of(tree: &'a Tree, path: String, out: &mut Vec<Diagnostic>) -> Option<Fields<'a>> {
        let Tree::Object(entries) = tree else {
            out.push(wrong_type(&path, "", "an object", tree));
            return None;
        };
        let mut fields = Map::new();
        for (name, value) in entries {
            if fields.insert(name.as_str(), Some(value)).is_some() {
                let finding = Diagnostic::error(codes::LISTED_TWICE, format!("the field \"{name}\" is there twice"));
                out.push(finding.at(path.clone(), "").hint("keep one of them"));
            }
        }
        Some(Fields { path, subject: String::new(), fields, known: Vec::new() })
    }

    /// The raw field, marked as known.
    pub fn take(&mut self, name: &'static str) -> Option<&'a Tree> {
        self.known.push(name);
        self.fields.get_mut(name)?.take()
    }

    /// The path of a field of this object.
    pub fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_string() } else { format!("{}.{name}", self.path) }
    }

    /// A finding about a field.
    pub fn say(&self, out: &mut Vec<Diagnostic>, name: &str, finding: Diagnostic) {
        out.push(finding.at(self.path_of(name), &self.subject));
    }

    /// A text field; missing is `None`.
    pub fn text(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Option<&'a str> {
        match self.take(name)? {
            Tree::Text(text) => Some(text),
            other => self.wrong(name, "a text", other, out),
        }
    }

    /// A number from `min` up; missing is `None`.
    pub fn number(&mut self, name: &'static str, min: f64, out: &mut Vec<Diagnostic>) -> Option<f64> {
        let tree = self.take(name)?;
        let Some(value) = as_number(tree) else { return self.wrong(name, "a number", tree, out) };
        if value >= min && value <= NUMBER_MAX {
            return Some(value);
        }
        let finding =
            Diagnostic::error(codes::OUT_OF_RANGE, format!("{name} is {value}, and must be from {min} to 1e12"));
        self.say(out, name, finding.hint("write a number within the range"));
        None
    }

    /// A share from 0 to 1; missing is `None`.
    pub fn share(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Option<Probability> {
        let tree = self.take(name)?;
        let Some(value) = as_number(tree) else { return self.wrong(name, "a number from 0 to 1", tree, out) };
        if let Some(share) = Probability::new(value) {
            return Some(share);
        }
        let hint = if (1.0..=100.0).contains(&value) {
            // Twelve digits are more than anyone writes, and hide that 99.9 / 100 is not quite 0.999.
            format!("for {value} % write {}", (value * 1e10).round() / 1e12)
        } else {
            "write a share from 0 to 1, such as 0.999".to_string()
        };
        let finding = Diagnostic::error(codes::OUT_OF_RANGE, format!("{name} is {value}, and must be from 0 to 1"));
        self.say(out, name, finding.hint(hint));
        None
    }

    /// A duration of more than nothing; missing is `None`.
    pub fn duration(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Option<Duration> {
        let duration = self.time(name, out)?;
        if !duration.is_zero() {
            return Some(duration);
        }
        let finding = Diagnostic::error(codes::BAD_DURATION, format!("{name} must be more than nothing"));
        self.say(out, name, finding.hint("leave the field out for a part that never fails"));
        None
    }

    /// A duration, which may be nothing; missing is `None`.
    pub fn time(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Option<Duration> {
        let text = match self.take(name)? {
            Tree::Text(text) => text,
            Tree::Number(number) => {
                let finding = Diagnostic::error(codes::BAD_DURATION, format!("{name} is {number} without a unit"));
                self.say(out, name, finding.hint(format!("write it as a text with a unit, for example \"{number}h\"")));
                return None;
            }
            other => return self.wrong(name, "a duration such as \"4h\"", other, out),
        };
        let finding = match Duration::parse(text) {
            Ok(duration) => return Some(duration),
            Err(DurationError::Negative) => {
                Diagnostic::error(codes::BAD_DURATION, format!("{name} is negative: \"{text}\""))
                    .hint("write a duration above zero")
            }
            Err(error @ DurationError::TooShort) => {
                Diagnostic::error(codes::BAD_DURATION, format!("{name} is too short to be counted: \"{text}\""))
                    .hint(error.to_string())
            }
            Err(error) => Diagnostic::error(codes::BAD_DURATION, format!("{name} is no duration: \"{text}\""))
                .hint(error.to_string()),
        };
        self.say(out, name, finding);
        None
    }

    /// A whole number from 1; missing is `None`.
    pub fn whole(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Option<u32> {
        let tree = self.take(name)?;
        let number = as_number(tree).filter(|n| *n >= 1.0 && *n <= f64::from(u32::MAX) && n.fract() == 0.0);
        if number.is_none() {
            let message = format!("{name} is {}, and must be a whole number from 1 to {}", tree.compact(), u32::MAX);
            let finding = Diagnostic::error(codes::OUT_OF_RANGE, message);
            self.say(out, name, finding.hint("write a whole number within the range"));
        }
        number.map(|n| n as u32)
    }

    /// True or false; missing is false.
    pub fn flag(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> bool {
        match self.take(name) {
            None => false,
            Some(Tree::Bool(flag)) => *flag,
            Some(other) => self.wrong(name, "true or false", other, out).unwrap_or(false),
        }
    }

    /// Whether the object has this field, and it was not taken.
    pub fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Option::is_some)
    }

    /// A list of anything; missing is empty.
    pub fn list(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> &'a [Tree] {
        match self.take(name) {
            None => &[],
            Some(Tree::List(items)) => items,
            Some(other) => self.wrong(name, "a list", other, out).unwrap_or(&[]),
        }
    }

    /// A list of names; missing is empty.
    pub fn names(&mut self, name: &'static str, out: &mut Vec<Diagnostic>) -> Vec<Id> {
        let items = self.list(name, out);
        let mut names = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            names.extend(read_id(item, &format!("{}[{i}]", self.path_of(name)), &self.subject, out));
        }
        names
    }

    /// The `id` field, which every part has.
    pub fn id(&mut self, out: &mut Vec<Diagnostic>) -> Option<Id> {
        let Some(tree) = self.take("id") else {
            let finding = Diagnostic::error(codes::MISSING_FIELD, "the part has no id");
            self.say(out, "id", finding.hint("give it a name: \"id\": \"web-1\""));
            return None;
        };
        let id = read_id(tree, &self.path_of("id"), "", out)?;
        self.subject = id.to_string();
        if id.as_str() == crate::ids::CLIENTS {
            let finding = Diagnostic::error(codes::BAD_ID, "the name \"clients\" is kept for the clients");
            self.say(out, "id", finding.hint("choose another name"));
        }
        Some(id)
    }

    /// How the part fails, from `mttf`, `mttr`, `availability` and `unavailability`.
    pub fn reliability(&mut self, out: &mut Vec<Diagnostic>) -> Reliability {
        let says_how = ["mttf", "availability", "unavailability"].iter().any(|name| self.has(name));
        let says_mttr = self.has("mttr");
        let mttf = self.duration("mttf", out);
        let mttr = self.duration("mttr", out);
        let availability = self.share("availability", out);
        let unavailability = self.share("unavailability", out);
        let given = [mttf.is_some(), availability.is_some(), unavailability.is_some()];
        if given.iter().filter(|g| **g).count() > 1 {
            let finding = Diagnostic::error(codes::CONFLICT, "it is said twice how the part fails");
            self.say(out, "mttf", finding.hint("keep one of mttf, availability and unavailability"));
        }
        match (mttf, availability, unavailability) {
            (Some(mttf), _, _) => {
                if !says_mttr {
                    let finding = Diagnostic::note(codes::ASSUMED, "mttr is not given: 1h is assumed");
                    self.say(out, "mttr", finding.hint("write how long a repair takes, for example \"mttr\": \"4h\""));
                }
                Reliability::Times { mttf, mttr }
            }
            (None, Some(availability), _) => Reliability::Availability { availability, mttr },
            (None, None, Some(unavailability)) => Reliability::Unavailability { unavailability, mttr },
            (None, None, None) => {
                // A field that was given and is wrong has been reported already.
                if mttr.is_some() && !says_how {
                    let finding =
                        Diagnostic::warning(codes::NO_EFFECT, "mttr alone has no effect: the part never fails");
                    self.say(out, "mttr", finding.hint("add mttf, availability or unavailability"));
                }
                Reliability::Never
            }
        }
    }

    /// A position `{ "x": …, "y": … }`.
    pub fn position(&mut self, out: &mut Vec<Diagnostic>) -> Option<Position> {
        let x = self.number("x", -NUMBER_MAX, out);
        let y = self.number("y", -NUMBER_MAX, out);
        Some(Position { x: x?, y: y? })
    }

    /// Everything that was not taken: kept, and named in a warning unless it is one of `kept`, the fields this
    /// version knows of but does not model.
    pub fn rest(self, kept: &[&'static str], out: &mut Vec<Diagnostic>) -> Extra {
        let mut extra = Extra::new();
        for (name, value) in self.fields.iter().filter_map(|(name, left)| Some((*name, (*left)?))) {
            if !kept.contains(&name) {
                let known = self.known.iter().chain(kept).copied();
                let hint = match nearest(name, known) {
                    Some(near) => format!("did you mean \"{near}\"? it is kept as it is"),
                    None => "it is kept as it is and has no effect".to_string(),
                };
                let finding = Diagnostic::warning(codes::UNKNOWN_FIELD, format!("the field \"{name}\" is not known"));
                self.say(out, name, finding.hint(hint));
            }
            extra.insert(name.to_string(), Json(value.compact()));
        }
        extra
    }

    fn wrong<T>(&self, name: &str, expected: &str, found: &Tree, out: &mut Vec<Diagnostic>) -> Option<T> {
        out.push(wrong_type(&self.path_of(name), &self.subject, expected, found));
        None
    }
}

/// The largest plain number a document may hold (rps, cost, coordinates).
const NUMBER_MAX: f64 = 1e12;

/// Reads a name; complains and gives `None` when it is none.
pub fn read_id(tree: &Tree, path: &str, subject: &str, out: &mut Vec<Diagnostic>) -> Option<Id> {
    let Tree::Text(text) = tree else {
        out.push(wrong_type(path, subject, "a name in quotes", tree));
        return None;
    };
    match Id::new(text) {
        Ok(id) => Some(id),
        Err(error) => {
            let finding = Diagnostic::error(codes::BAD_ID, error.to_string()).at(path, subject);
            out.push(finding.hint("use 1 to 64 characters, such as \"web-1\""));
            None
        }
    }
}

/// The complaint that a value is of the wrong sort.
pub fn wrong_type(path: &str, subject: &str, expected: &str, found: &Tree) -> Diagnostic {
    let message = format!("expected {expected}, found {}", found.sort());
    Diagnostic::error(codes::WRONG_TYPE, message).at(path, subject).hint(format!("write {expected} here"))
}

fn as_number(tree: &Tree) -> Option<f64> {
    match tree {
        Tree::Number(number) => Some(number.value()),
        _ => None,
    }
}
