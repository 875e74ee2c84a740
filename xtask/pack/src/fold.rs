//! Leaves out of a module what follows from the rest of it, and puts it back: how long each function is, the numbers by which
//! the two parts of the application name what they share, and functions in the order in which they come.
//!
//! A folded module has the sections of the module, with their sizes. In them
//! - the function of an export, or of a place in the table, is the difference from the one before, in zigzag (0, -1, 1, -2, …);
//! - an export without a name is called by the next number, from 0 on;
//! - a segment of the table is where it begins and its functions, and always of the first table;
//! - the bodies of functions do not say how long they are.

use crate::shape::{EXPORTS, Ended, Place, Shape};

/// What is written before the number where a segment begins, and after it.
const SEGMENT_BEGINS: [u8; 2] = [0x00, 0x41];
const SEGMENT_BEGUN: [u8; 1] = [0x0B];

/// How many bytes the length of a body is thought to take until it is known.
const USUAL_LENGTH: usize = 2;

/// So much more room than the module takes is needed: the length of a last body may turn out to take less.
pub const SPARE: usize = USUAL_LENGTH - 1;

/// The bytes of a number: seven bits in each, the last ones first.
fn number_bytes(number: u32) -> impl Iterator<Item = u8> {
    let mut left = Some(number);
    core::iter::from_fn(move || {
        let number = left?;
        left = Some(number >> 7).filter(|more| *more > 0);
        Some((number & 0x7F) as u8 | if left.is_some() { 0x80 } else { 0 })
    })
}

/// A number's decimal digits, the last one first.
fn digits(number: u32) -> impl Iterator<Item = u8> {
    let mut left = Some(number);
    core::iter::from_fn(move || {
        let number = left?;
        left = Some(number / 10).filter(|more| *more > 0);
        Some(b'0' + (number % 10) as u8)
    })
}

/// Writes a module from a folded one, byte by byte.
pub struct Unfold<'a> {
    module: &'a mut [u8],
    written: usize,
    /// More was to be written than there is room for.
    overflowed: bool,
    /// Where the body that is being written begins.
    body: usize,
    /// How many exports without a name there were.
    numbered: u32,
    export_kind: u8,
    /// The function that was last exported or put into the table.
    function: u32,
}

impl<'a> Unfold<'a> {
    /// Writes into a place that is longer than the module by `SPARE`.
    pub fn new(module: &'a mut [u8]) -> Unfold<'a> {
        Unfold { module, written: 0, overflowed: false, body: 0, numbered: 0, export_kind: 0, function: 0 }
    }

    /// Whether the module is as long as it should be.
    pub fn is_complete(&self) -> bool {
        !self.overflowed && self.written + SPARE == self.module.len()
    }

    fn write(&mut self, bytes: impl IntoIterator<Item = u8>) {
        for byte in bytes {
            match self.module.get_mut(self.written) {
                Some(place) => *place = byte,
                None => self.overflowed = true,
            }
            self.written += 1;
        }
    }

    /// Takes the next byte of the folded module, which `shape` stands before, and moves `shape` on.
    #[inline]
    pub fn push(&mut self, shape: &mut Shape, byte: u8) {
        let (place, begins) = (shape.place, shape.byte_of_number == 0);
        let ended = shape.push(byte);
        match place {
            Place::Index => {
                if let Ended::Number(folded) = ended {
                    self.index(shape.section, folded);
                }
                return;
            }
            Place::NameLength if byte == 0 => {
                let length = digits(self.numbered).count();
                self.write(number_bytes(length as u32));
                for at in (0..length).rev() {
                    self.write(digits(self.numbered).nth(at));
                }
                self.numbered = self.numbered.wrapping_add(1);
                return;
            }
            Place::SegmentStart if begins => self.write(SEGMENT_BEGINS),
            Place::LocalGroups if begins => {
                self.body = self.written;
                self.write([0; USUAL_LENGTH]);
            }
            Place::ExportKind => self.export_kind = byte,
            _ => {}
        }
        self.write([byte]);
        match (place, ended) {
            (Place::SegmentStart, Ended::Number(_)) => self.write(SEGMENT_BEGUN),
            (_, Ended::Body) => self.body_ends(),
            _ => {}
        }
    }

    fn index(&mut self, section: u8, folded: u32) {
        if section == EXPORTS && self.export_kind != 0 {
            return self.write(number_bytes(folded));
        }
        let difference = (folded >> 1) ^ (folded & 1).wrapping_neg();
        self.function = self.function.wrapping_add(difference);
        self.write(number_bytes(self.function));
    }

    /// The length of a body is known when it ends, and may take another place than was left for it.
    fn body_ends(&mut self) {
        let from = self.body + USUAL_LENGTH;
        let length = self.written - from;
        let used = number_bytes(length as u32).count();
        let to = self.body + used;
        let mut move_one = |at: usize| {
            let byte = self.module.get(from + at).copied();
            match (self.module.get_mut(to + at), byte) {
                (Some(place), Some(byte)) => *place = byte,
                _ => self.overflowed = true,
            }
        };
        match used {
            USUAL_LENGTH => {}
            1 => (0..length).for_each(&mut move_one),
            _ => (0..length).rev().for_each(&mut move_one),
        }
        self.written = self.body;
        self.write(number_bytes(length as u32));
        self.written = to + length;
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use of_module::fold;

#[cfg(not(target_arch = "wasm32"))]
mod of_module {
    use super::{SEGMENT_BEGINS, SEGMENT_BEGUN, number_bytes};
    use crate::shape::{CODE, EXPORTS, TABLE};

    /// Reads a module. Every step is `None` where it is not as expected.
    struct Reader<'a> {
        rest: &'a [u8],
    }

    impl<'a> Reader<'a> {
        fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
            let (bytes, rest) = self.rest.split_at_checked(count)?;
            self.rest = rest;
            Some(bytes)
        }

        fn byte(&mut self) -> Option<u8> {
            self.bytes(1).map(|bytes| bytes[0])
        }

        /// The bytes of a number.
        fn raw_number(&mut self) -> Option<&'a [u8]> {
            let used = 1 + self.rest.iter().take(5).position(|byte| byte & 0x80 == 0)?;
            self.bytes(used)
        }

        /// A number in as few bytes as it takes; another would not come back as it was.
        fn number(&mut self) -> Option<u32> {
            let raw = self.raw_number()?;
            let number = raw.iter().rev().fold(0_u64, |number, byte| number << 7 | u64::from(byte & 0x7F));
            let number = u32::try_from(number).ok()?;
            number_bytes(number).eq(raw.iter().copied()).then_some(number)
        }
    }

    struct Folded {
        bytes: Vec<u8>,
        numbered: u32,
        function: u32,
    }

    impl Folded {
        fn number(&mut self, number: u32) {
            self.bytes.extend(number_bytes(number));
        }

        fn function(&mut self, function: u32) {
            let difference = function.wrapping_sub(self.function) as i32;
            self.function = function;
            self.number((difference << 1 ^ difference >> 31) as u32);
        }

        fn export(&mut self, reader: &mut Reader<'_>) -> Option<()> {
            let length = reader.number()?;
            let name = reader.bytes(length as usize)?;
            if name == self.numbered.to_string().as_bytes() {
                self.numbered += 1;
                self.number(0);
            } else if name.is_empty() {
                return None;
            } else {
                self.number(length);
                self.bytes.extend(name);
            }
            let kind = reader.byte()?;
            self.bytes.push(kind);
            let index = reader.number()?;
            match kind {
                0 => self.function(index),
                _ => self.number(index),
            }
            Some(())
        }

        fn segment(&mut self, reader: &mut Reader<'_>) -> Option<()> {
            let begins = reader.bytes(SEGMENT_BEGINS.len())? == SEGMENT_BEGINS;
            let start = reader.raw_number()?;
            let begun = reader.bytes(SEGMENT_BEGUN.len())? == SEGMENT_BEGUN;
            if !(begins && begun) {
                return None;
            }
            self.bytes.extend(start);
            let count = reader.number()?;
            self.number(count);
            (0..count).try_for_each(|_| reader.number().map(|function| self.function(function)))
        }

        fn body(&mut self, reader: &mut Reader<'_>) -> Option<()> {
            let length = reader.number()?;
            self.bytes.extend(reader.bytes(length as usize)?);
            Some(())
        }
    }

    /// A module folded; `None` when it has something that is not expected of it.
    pub fn fold(module: &[u8]) -> Option<Vec<u8>> {
        let mut reader = Reader { rest: module };
        let mut folded = Folded { bytes: reader.bytes(8)?.to_vec(), numbered: 0, function: 0 };
        while !reader.rest.is_empty() {
            let section = reader.byte()?;
            folded.bytes.push(section);
            let size = reader.number()?;
            folded.number(size);
            let mut inside = Reader { rest: reader.bytes(size as usize)? };
            let one: fn(&mut Folded, &mut Reader<'_>) -> Option<()> = match section {
                EXPORTS => Folded::export,
                TABLE => Folded::segment,
                CODE => Folded::body,
                _ => {
                    folded.bytes.extend(inside.rest);
                    continue;
                }
            };
            let count = inside.number()?;
            folded.number(count);
            for _ in 0..count {
                one(&mut folded, &mut inside)?;
            }
            if !inside.rest.is_empty() {
                return None;
            }
        }
        Some(folded.bytes)
    }
}
