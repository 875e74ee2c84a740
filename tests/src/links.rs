//! Share links made by hand, the second opinion on the application's: `#t=1.`, and in base64url four bytes of checksum and
//! the deflated document (RFC 1951). Made without compression, or as a bomb, which no honest sender does.

/// The fragment of a link to a document.
pub fn fragment(document: &str) -> String {
    coded(document.as_bytes(), &stored(document.as_bytes()))
}

/// The fragment of a link that unpacks to that many spaces.
pub fn bomb(spaces: usize) -> String {
    coded(&vec![b' '; spaces], &repeated_space(spaces))
}

fn coded(text: &[u8], deflated: &[u8]) -> String {
    let checksum = text.iter().fold(0x811C_9DC5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let mut bytes = checksum.to_be_bytes().to_vec();
    bytes.extend_from_slice(deflated);
    format!("#t=1.{}", base64url(&bytes))
}

/// Blocks that hold their bytes as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut chunks = bytes.chunks(0xFFFF).peekable();
    while let Some(chunk) = chunks.next() {
        let length = chunk.len() as u16;
        out.push(u8::from(chunks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(chunk);
    }
    out
}

/// One block with fixed codes: a space, and "the last 258 bytes again, from one back" for the rest.
fn repeated_space(spaces: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.low_first(0b011, 3);
    bits.high_first(0x30 + u32::from(b' '), 8);
    for _ in 0..(spaces - 1) / 258 {
        bits.high_first(0xC5, 8);
        bits.high_first(0, 5);
    }
    for _ in 0..(spaces - 1) % 258 {
        bits.high_first(0x30 + u32::from(b' '), 8);
    }
    bits.high_first(0, 7);
    bits.bytes
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn low_first(&mut self, value: u32, count: u32) {
        for i in 0..count {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((value >> i & 1) as u8) << (self.count % 8);
            self.count += 1;
        }
    }

    fn high_first(&mut self, value: u32, count: u32) {
        for i in (0..count).rev() {
            self.low_first(value >> i & 1, 1);
        }
    }
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain([0, 0].iter()).take(3).fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
        for i in 0..=chunk.len() {
            out.push(char::from(LETTERS[(group >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_as_the_formats_say() {
        // FNV-1a of "a" is E40C292C; its stored block is 01 0100 FEFF 61 (RFC 1951, 3.2.4).
        assert_eq!(fragment("a"), "#t=1.5AwpLAEBAP7_YQ");
        assert_eq!(base64url(b"Man"), "TWFu");
        // As zlib writes one space with fixed codes: 53 00 00.
        assert_eq!(repeated_space(1), [0x53, 0x00, 0x00]);
    }
}
