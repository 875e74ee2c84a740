//! Saved work as text: an envelope with a version and a number that grows with every saving, so that another tab's
//! newer work is seen before it is written over. Pure; the browser's storage is `platform::storage`.

use serde::{Deserialize, Serialize};

/// What is stored under a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Version of the envelope: 1.
    pub version: u32,
    /// Grows with every saving, in whatever tab.
    pub revision: u64,
    /// The document's text.
    pub document: String,
}

/// Why stored text is no saved work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedError {
    /// It is no envelope at all.
    Broken,
    /// A newer version of Nines wrote it.
    Newer,
}

impl Saved {
    /// The first version of the envelope.
    pub const VERSION: u32 = 1;

    /// Reads stored text.
    ///
    /// # Errors
    /// [`SavedError`]; the text should be kept aside then, not thrown away.
    pub fn read(text: &str) -> Result<Saved, SavedError> {
        let saved: Saved = serde_json::from_str(text).map_err(|_| SavedError::Broken)?;
        if saved.version > Saved::VERSION { Err(SavedError::Newer) } else { Ok(saved) }
    }

    /// The text to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_work_comes_back() {
        let saved = Saved { version: 1, revision: 7, document: "{\"a\": \"<b>\"}".into() };
        assert_eq!(Saved::read(&saved.write()), Ok(saved));
    }

    #[test]
    fn broken_and_newer_are_told_apart() {
        assert_eq!(Saved::read("{"), Err(SavedError::Broken));
        assert_eq!(Saved::read("{\"format\":\"nines-topology\"}"), Err(SavedError::Broken));
        assert_eq!(Saved::read(r#"{"version":2,"revision":1,"document":""}"#), Err(SavedError::Newer));
    }
}
