//! Saved work as text: an envelope around the document with a version and the time of saving, so that another tab's
//! newer work is seen before it is written over. Pure; the browser's storage is `platform::storage`.

use serde::Deserialize;
use serde_json::value::RawValue;

/// What is stored under a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// Milliseconds since 1970. Every saving has a later one, in whatever tab.
    pub saved_at: u64,
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

/// The envelope as it is stored; what is in `document` is the engine's to read.
#[derive(Deserialize)]
struct Envelope<'a> {
    version: u32,
    saved_at: u64,
    #[serde(borrow)]
    document: &'a RawValue,
}

impl Saved {
    /// The first version of the envelope.
    const VERSION: u32 = 1;

    /// Reads stored text.
    ///
    /// # Errors
    /// [`SavedError`]; the text should be kept aside then, not thrown away.
    pub fn read(text: &str) -> Result<Saved, SavedError> {
        let envelope: Envelope = serde_json::from_str(text).map_err(|_| SavedError::Broken)?;
        if envelope.version > Saved::VERSION {
            return Err(SavedError::Newer);
        }
        Ok(Saved { saved_at: envelope.saved_at, document: envelope.document.get().to_string() })
    }

    /// The text to store. The document has to be JSON, which what the engine writes is.
    pub fn write(&self) -> String {
        format!("{{\"version\":{},\"saved_at\":{},\"document\":{}}}", Saved::VERSION, self.saved_at, self.document)
    }
}

/// The time for the next saving: now, or a moment after the last where a clock was set back.
pub fn next_time(now: u64, last: u64) -> u64 {
    now.max(last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_work_comes_back() {
        let saved = Saved { saved_at: 7, document: "{\"a\": \"<b>\"}".into() };
        assert_eq!(Saved::read(&saved.write()), Ok(saved));
    }

    #[test]
    fn broken_and_newer_are_told_apart() {
        for broken in
            ["", "{", "null", "7", "{\"format\":\"nines-topology\"}", "{\"version\":1,\"saved_at\":-1,\"document\":{}}"]
        {
            assert_eq!(Saved::read(broken), Err(SavedError::Broken), "{broken}");
        }
        assert_eq!(Saved::read(r#"{"version":2,"saved_at":1,"document":{"x":[]}}"#), Err(SavedError::Newer));
    }

    #[test]
    fn deep_nesting_is_no_reason_to_fall_over() {
        let deep =
            format!("{{\"version\":1,\"saved_at\":1,\"document\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let saved = Saved::read(&deep).unwrap();
        assert!(nines_engine::format::read(&saved.document).topology.is_none());
    }

    #[test]
    fn time_moves_on_even_when_the_clock_does_not() {
        assert_eq!(next_time(100, 7), 100);
        assert_eq!(next_time(100, 100), 101);
        assert_eq!(next_time(5, 100), 101);
    }
}
