//! Share links as text: `#t=1.` and base64url of four bytes of checksum and the deflated document. Pure; compressing is
//! the browser's (`platform::share`). A link is hostile until proven otherwise: sizes are limited before any work.

/// What stands before the payload. The number is the version of the coding.
const PREFIX: &str = "t=1.";

/// The longest fragment that is made or looked at, in characters: 2,000 parts deflate to less than half of it.
pub const LINK_LENGTH_MAX: usize = 200_000;

/// Why a fragment is no document. Each says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// A coding this version does not know.
    Newer,
    /// Longer than [`LINK_LENGTH_MAX`].
    TooLong,
    /// Letters are missing or changed.
    Damaged,
    /// The document in it is larger than a document may be.
    TooLarge,
}

impl LinkError {
    /// One sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            LinkError::Newer => "The link was made by a newer version of Nines. Reload the page to get the newest one.",
            LinkError::TooLong => "The link is longer than any system needs. Ask for the system as a file instead.",
            LinkError::Damaged => "The link is damaged or cut off. Ask for it again, and copy all of it.",
            LinkError::TooLarge => "The link unpacks to more than a system may hold (1 MiB). Nothing of it was opened.",
        }
    }
}

/// The payload of a fragment (with or without `#`); `None` when it is about something else.
pub fn payload(fragment: &str) -> Option<Result<Payload, LinkError>> {
    let text = fragment.trim_start_matches('#');
    let Some(coded) = text.strip_prefix(PREFIX) else {
        return text.starts_with("t=").then_some(Err(LinkError::Newer));
    };
    if coded.len() > LINK_LENGTH_MAX {
        return Some(Err(LinkError::TooLong));
    }
    Some(split(coded).ok_or(LinkError::Damaged))
}

fn split(coded: &str) -> Option<Payload> {
    let bytes = from_base64(coded)?;
    let (sum, deflated) = bytes.split_first_chunk::<4>()?;
    Some(Payload { checksum: u32::from_be_bytes(*sum), deflated: deflated.to_vec() })
}

/// A payload that still has to be inflated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// Checksum of the text that comes out.
    pub checksum: u32,
    /// Deflate-raw data.
    pub deflated: Vec<u8>,
}

/// The fragment for a document's text and its deflated bytes.
pub fn fragment(text: &str, deflated: &[u8]) -> String {
    let mut bytes = checksum(text.as_bytes()).to_be_bytes().to_vec();
    bytes.extend_from_slice(deflated);
    format!("{PREFIX}{}", to_base64(&bytes))
}

/// FNV-1a, 32 bits: finds what copying loses. It protects against accidents, not against malice.
pub fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            out.push(char::from(LETTERS[(group >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    // Mail programs wrap and pad; neither carries meaning.
    let letters: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=').collect();
    for chunk in letters.chunks(4) {
        let mut group = 0_u32;
        for letter in chunk {
            let value = LETTERS.iter().position(|known| known == letter)?;
            group = group << 6 | value as u32;
        }
        group <<= 6 * (4 - chunk.len());
        let bytes = group.to_be_bytes();
        out.extend_from_slice(&bytes[1..chunk.len().max(1)]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_comes_back() {
        for len in 0..20_u8 {
            let deflated: Vec<u8> = (0..len).map(|i| i.wrapping_mul(83)).collect();
            let text = "some document";
            let found = payload(&format!("#{}", fragment(text, &deflated))).unwrap().unwrap();
            assert_eq!(found, Payload { checksum: checksum(text.as_bytes()), deflated });
        }
    }

    #[test]
    fn what_is_no_link_is_told_apart() {
        assert_eq!(payload("#chapter-2"), None);
        assert_eq!(payload(""), None);
        assert_eq!(payload("#t=2.abc"), Some(Err(LinkError::Newer)));
        assert_eq!(payload("#t=1.ab"), Some(Err(LinkError::Damaged)));
        assert_eq!(payload("#t=1.<script>"), Some(Err(LinkError::Damaged)));
        assert_eq!(payload(&format!("#t=1.{}", "A".repeat(LINK_LENGTH_MAX + 1))), Some(Err(LinkError::TooLong)));
    }
}
