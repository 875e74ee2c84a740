//! Diagnostics: what is wrong with a document, where, and what to do. An answer travels with its diagnostics;
//! nothing here stops work by itself.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// There is no answer until this is repaired.
    Error,
    /// There is an answer, and this may make it another one than was meant.
    Warning,
    /// Worth knowing; the answer is what was asked for.
    Note,
}

impl Severity {
    /// The word for it: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One finding: a code, a place, a subject, one sentence, and a hint that says what to do. It is one pointer to what it says:
/// findings are made in a hundred places and handed on in as many.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic(Box<Finding>);

impl std::ops::Deref for Diagnostic {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

/// What a [`Diagnostic`] says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// `N` and three digits; never given to another finding later. The list is in [`codes`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The place in the document, as a JSON path (`components[2].needs[0]`), empty for the whole.
    pub path: String,
    /// The id of the part it is about, or empty.
    pub subject: String,
    /// One plain sentence, without a full stop.
    pub message: String,
    /// What to do about it, or empty when there is nothing to do.
    pub hint: String,
}

impl Diagnostic {
    /// A new error; say where with [`Diagnostic::at`] and what to do with [`Diagnostic::hint`].
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message.into())
    }

    /// A new warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, message.into())
    }

    /// A new note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, message.into())
    }

    /// The same finding with its place and subject.
    pub fn at(mut self, path: impl Into<String>, subject: impl fmt::Display) -> Diagnostic {
        self.0.path = path.into();
        self.0.subject = subject.to_string();
        self
    }

    /// The same finding with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.0.hint = hint.into();
        self
    }

    /// A new finding.
    pub fn new(code: &'static str, severity: Severity, message: String) -> Diagnostic {
        let nothing = String::new;
        Diagnostic(Box::new(Finding { code, severity, path: nothing(), subject: nothing(), message, hint: nothing() }))
    }
}

impl fmt::Display for Diagnostic {
    /// One line: `N012 needs[0] of "app": no component or pool is called "dbb" — did you mean "db"?`. A part that
    /// has a name is named instead of its place in the list.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        let within_part = self.path.split_once("].").map(|(_, rest)| rest);
        match (self.subject.is_empty(), within_part) {
            (true, _) if self.path.is_empty() => {}
            (true, _) => write!(f, " {}", self.path)?,
            (false, Some(field)) => write!(f, " {field} of \"{}\"", self.subject)?,
            (false, None) if self.path.is_empty() => write!(f, " \"{}\"", self.subject)?,
            (false, None) => write!(f, " {} of \"{}\"", self.path, self.subject)?,
        }
        write!(f, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " — {}", self.hint)?;
        }
        Ok(())
    }
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The known name nearest to a mistyped one, when it is near enough to suggest: at most a third of its letters
/// differ (Levenshtein distance).
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).max(1);
    known
        .map(|name| (distance(wrong, name), name))
        .filter(|(d, _)| *d <= limit)
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, name)| name)
}

/// Letters to insert, take out, change, or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            rows[i][j] = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
            }
        }
    }
    rows[a.len()][b.len()]
}

/// Every code, so that none is used twice. `N0…` is the document, `N1…` the answers, `N2…` fault
/// trees and the documents of others.
pub mod codes {
    /// The text is no JSON.
    pub const NOT_JSON: &str = "N001";
    /// The JSON is no nines-topology document.
    pub const FOREIGN: &str = "N002";
    /// The document is of a newer version than this program reads.
    pub const NEWER_VERSION: &str = "N003";
    /// A limit on size is passed.
    pub const TOO_LARGE: &str = "N004";
    /// A field has a value of the wrong type.
    pub const WRONG_TYPE: &str = "N005";
    /// A field that must be there is missing.
    pub const MISSING_FIELD: &str = "N006";
    /// A field that no version knows; kept on save.
    pub const UNKNOWN_FIELD: &str = "N007";
    /// An id is empty, too long, reserved, or holds a control character.
    pub const BAD_ID: &str = "N008";
    /// Two parts have the same id.
    pub const DUPLICATE_ID: &str = "N009";
    /// A text is no duration, or a duration is not positive.
    pub const BAD_DURATION: &str = "N010";
    /// A number is out of its range.
    pub const OUT_OF_RANGE: &str = "N011";
    /// A need, member or domain names nothing that exists.
    pub const UNKNOWN_NAME: &str = "N012";
    /// A name is of the wrong sort of part (a need of a domain, for example).
    pub const WRONG_SORT: &str = "N013";
    /// Needs, pools or domains form a circle.
    pub const CIRCLE: &str = "N014";
    /// Two ways to say how a part fails contradict each other.
    pub const CONFLICT: &str = "N015";
    /// A field has no effect as things stand.
    pub const NO_EFFECT: &str = "N016";
    /// A value was not given and a default is assumed.
    pub const ASSUMED: &str = "N017";
    /// A pool can never have as many working members as it requires.
    pub const NEVER_WORKS: &str = "N018";
    /// `required: "demand"` lacks the clients' rps or a member's capacity.
    pub const DEMAND_UNKNOWN: &str = "N019";
    /// The clients need nothing, so nothing can take them down.
    pub const NO_NEEDS: &str = "N020";
    /// The same name is listed twice.
    pub const LISTED_TWICE: &str = "N021";
    /// A part has a kind this version does not know; treated as a plain component.
    pub const UNKNOWN_KIND: &str = "N022";
    /// A common-cause share meets members that differ or are pools; says what was taken.
    pub const COMMON_CAUSE: &str = "N023";
    /// No cables lead from a part to what it needs.
    pub const NO_CABLE: &str = "N025";
    /// A line of a script of faults cannot be read, or names nothing that can fail by hand.
    pub const BAD_SCRIPT: &str = "N026";
    /// Partial results of a study do not belong together, or are not complete.
    pub const BAD_PART: &str = "N027";
    /// A part or cable is called like an event of another part.
    pub const NAME_OF_EVENT: &str = "N028";
    /// A file cannot be read, or is no text.
    pub const UNREADABLE: &str = "N029";
    /// A place in the layout is for no part.
    pub const STRAY_LAYOUT: &str = "N024";
    // N101 and N102 were said by versions that kept standby, crews and shapes of times without counting them.
    /// The structure is too entangled for an exact answer within the node limit.
    pub const TOO_ENTANGLED: &str = "N103";
    /// A measure was left out or bounded because it would take too long.
    pub const LEFT_OUT: &str = "N104";
    /// A study has faults made by hand in it.
    pub const BY_HAND: &str = "N106";
    /// The years of a study may still know how a pool began, because its members live so long.
    pub const CUT_SHORT: &str = "N107";
    /// A number is approximate; says which part was approximated and why.
    pub const APPROXIMATED: &str = "N105";
    /// A fault tree asks for something not to fail, so no topology says the same.
    pub const NOT_COHERENT: &str = "N201";
    /// A name was changed, because it was too long or another part has it.
    pub const RENAMED: &str = "N202";
    /// A part of a fault tree or of a foreign document has no place in the answer and was left out.
    pub const TREE_PART_LEFT_OUT: &str = "N203";
    /// A foreign document says something that cannot be read.
    pub const NOT_OPEN_PSA: &str = "N204";
    /// Measuring rare outages by importance sampling cannot be applied; says what keeps it from being.
    pub const NOT_FOR_RARE: &str = "N120";
    /// Something to know about a measurement of rare outages: what it gained, what it left out.
    pub const RARE_MEASURED: &str = "N121";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let known = || ["cost", "capacity_rps", "db"].into_iter();
        assert_eq!(nearest("cots", known()), Some("cost"));
        assert_eq!(nearest("dbb", known()), Some("db"));
        assert_eq!(nearest("capacity", known()), None);
        assert_eq!(nearest("zebra", known()), None);
    }
}
