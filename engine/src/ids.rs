//! Names of parts. An [`Id`] is what the document calls a component, pool, domain or cable; it is also what
//! people see. Not an index: indices are local to the structure that made them.

use std::fmt;
use std::sync::Arc;

/// The longest id, in characters.
pub const ID_LENGTH_MAX: usize = 64;

/// The name the clients go by where a part is named (the end of a cable, a place in the layout).
pub const CLIENTS: &str = "clients";

/// The name of a part: 1 to 64 characters, none of them a control character. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

/// Why a text is no id. Nothing was changed; ask for another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdError {
    /// The text is empty.
    Empty,
    /// The text has more than [`ID_LENGTH_MAX`] characters.
    TooLong,
    /// The text holds a control character, such as a line break.
    ControlCharacter,
}

impl Id {
    /// Checks and makes an id.
    ///
    /// # Errors
    /// [`IdError`] when the text is empty, too long, or holds a control character.
    pub fn new(text: &str) -> Result<Id, IdError> {
        if text.trim().is_empty() {
            return Err(IdError::Empty);
        }
        if text.chars().count() > ID_LENGTH_MAX {
            return Err(IdError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(IdError::ControlCharacter);
        }
        Ok(Id(Arc::from(text)))
    }

    /// The id of the clients.
    pub fn clients() -> Id {
        Id(Arc::from(CLIENTS))
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IdError::Empty => "a name needs at least one character",
            IdError::TooLong => "a name has at most 64 characters",
            IdError::ControlCharacter => "a name cannot hold line breaks or other control characters",
        })
    }
}

impl std::error::Error for IdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        assert_eq!(Id::new("db-1").unwrap().as_str(), "db-1");
        assert_eq!(Id::new("Straße <b>").unwrap().as_str(), "Straße <b>");
        assert_eq!(Id::new("  "), Err(IdError::Empty));
        assert_eq!(Id::new(&"x".repeat(65)), Err(IdError::TooLong));
        assert_eq!(Id::new("a\nb"), Err(IdError::ControlCharacter));
    }
}
