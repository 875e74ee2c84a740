//! The arithmetic coder: turns bits and how probable each was into bytes, and back.
//!
//! As in Mahoney's lpaq1 (2007): an interval of 32-bit numbers is narrowed by each bit, and its first bytes are written as soon as both
//! ends share them.

/// How probable a one is, in 65,536ths; never 0 or all of them.
pub type Probability = u32;

/// Where the interval is divided: ones lie below, zeros above.
fn middle(low: u32, high: u32, one: Probability) -> u32 {
    let size = high - low;
    low + (size >> 16) * one + (((size & 0xFFFF) * one) >> 16)
}

fn share_a_byte(low: u32, high: u32) -> bool {
    (low ^ high) >> 24 == 0
}

/// Writes.
#[cfg(not(target_arch = "wasm32"))]
pub struct Encoder {
    low: u32,
    high: u32,
    pub bytes: Vec<u8>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Encoder {
    pub fn new() -> Encoder {
        Encoder { low: 0, high: u32::MAX, bytes: Vec::new() }
    }

    pub fn bit(&mut self, one: Probability, bit: u32) {
        let middle = middle(self.low, self.high, one);
        match bit {
            0 => self.low = middle + 1,
            _ => self.high = middle,
        }
        while share_a_byte(self.low, self.high) {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
        }
    }

    /// All bytes, with those that tell the last interval from others.
    pub fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.low.to_be_bytes());
        self.bytes
    }
}

/// Reads.
pub struct Decoder<'a> {
    low: u32,
    high: u32,
    /// The number that is in all intervals, as far as it is read.
    number: u32,
    rest: core::slice::Iter<'a, u8>,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Decoder<'a> {
        let mut decoder = Decoder { low: 0, high: u32::MAX, number: 0, rest: bytes.iter() };
        for _ in 0..4 {
            decoder.read();
        }
        decoder
    }

    /// Past the end come zeros; that the result is wrong then, its length says.
    fn read(&mut self) {
        self.number = self.number << 8 | u32::from(self.rest.next().copied().unwrap_or(0));
    }

    #[inline]
    pub fn bit(&mut self, one: Probability) -> u32 {
        let middle = middle(self.low, self.high, one);
        let bit = u32::from(self.number <= middle);
        match bit {
            0 => self.low = middle + 1,
            _ => self.high = middle,
        }
        while share_a_byte(self.low, self.high) {
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
            self.read();
        }
        bit
    }
}
