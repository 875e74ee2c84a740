//! How bytes become bits: for each kind of place in a module a prefix code (Huffman 1952), so that a usual byte is two or three
//! decisions instead of eight. The model predicts each decision; the code only has to make them few.

use crate::coder::Probability;
use crate::shape::KINDS;

/// No byte takes more decisions.
pub const LONGEST: usize = 15;

/// Marks a byte where a node could be.
const BYTE: u16 = 0x8000;

/// How many decisions every byte takes, by kind; 0 where it does not occur.
pub type Lengths = [[u8; 256]; KINDS];

/// Both codes and trees follow from the lengths: shorter codes first, and equally long ones in the order of their bytes.
fn codes(lengths: &[u8; 256], mut of_byte: impl FnMut(u8, u32, usize)) {
    let mut code = 0;
    for length in 1..=LONGEST {
        for byte in 0..=255_u8 {
            if usize::from(lengths[usize::from(byte)]) == length {
                of_byte(byte, code, length);
                code += 1;
            }
        }
        code <<= 1;
    }
}

/// The trees by which bytes are read.
pub struct Trees {
    /// Where a zero and a one lead from each node, by kind: to a node, or to a byte.
    nodes: [[[u16; 2]; 256]; KINDS],
}

impl Trees {
    #[cfg(target_arch = "wasm32")]
    pub const EMPTY: Trees = Trees { nodes: [[[0; 2]; 256]; KINDS] };

    pub fn fill(&mut self, lengths: &Lengths) {
        for (nodes, lengths) in self.nodes.iter_mut().zip(lengths) {
            let mut used = 1;
            codes(lengths, |byte, code, length| {
                let mut node = 0_u16;
                for depth in (0..length).rev() {
                    let way = &mut nodes[usize::from(node & 255)][(code >> depth & 1) as usize];
                    if depth == 0 {
                        *way = BYTE | u16::from(byte);
                    } else if *way == 0 {
                        *way = used;
                        used += 1;
                    }
                    node = *way;
                }
            });
        }
    }

    /// Goes from the root to a byte by the ways that `bit` says.
    #[inline]
    pub fn byte(&self, kind: usize, mut bit: impl FnMut() -> u32) -> u8 {
        let nodes = &self.nodes[kind & (KINDS - 1)];
        let mut node = 0_u16;
        // Damaged lengths make trees with ends that are no bytes.
        for _ in 0..LONGEST {
            node = nodes[usize::from(node & 255)][(bit() & 1) as usize];
            if node & BYTE != 0 {
                break;
            }
        }
        node as u8
    }
}

/// The model of the lengths themselves: each is four decisions, predicted by the length before it.
pub struct LengthModel {
    ones: [[u16; 16]; 16],
    before: u8,
}

impl LengthModel {
    pub fn new() -> LengthModel {
        LengthModel { ones: [[0x8000; 16]; 16], before: 0 }
    }

    /// One length: `bit` codes each of its four decisions, given its number and the probability of a one.
    pub fn length(&mut self, mut bit: impl FnMut(u32, Probability) -> u32) -> u8 {
        let mut path = 1;
        for at in 0..4 {
            let one = &mut self.ones[usize::from(self.before & 15)][path & 15];
            let is_one = bit(at, u32::from(*one));
            *one = if is_one == 1 { *one + ((0xFFFF - *one) >> 4) } else { *one - (*one >> 4) };
            // What is certain cannot be coded.
            *one = (*one).clamp(64, 0xFFFF - 64);
            path = path << 1 | is_one as usize;
        }
        self.before = (path & 15) as u8;
        self.before
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use of_bytes::{Codes, lengths_of};

#[cfg(not(target_arch = "wasm32"))]
mod of_bytes {
    use super::{KINDS, LONGEST, Lengths, codes};

    /// The decisions of every byte, by kind: as a number, and how many they are.
    pub struct Codes {
        codes: Vec<[(u32, usize); 256]>,
    }

    impl Codes {
        pub fn new(lengths: &Lengths) -> Codes {
            let of_kind = |lengths| {
                let mut table = [(0, 0); 256];
                codes(lengths, |byte, code, length| table[usize::from(byte)] = (code, length));
                table
            };
            Codes { codes: lengths.iter().map(of_kind).collect() }
        }

        pub fn of(&self, kind: usize, byte: u8) -> (u32, usize) {
            self.codes[kind][usize::from(byte)]
        }
    }

    /// The best lengths for bytes that occur so often.
    pub fn lengths_of(counts: &[[u64; 256]; KINDS]) -> Lengths {
        counts.map(lengths)
    }

    fn lengths(mut counts: [u64; 256]) -> [u8; 256] {
        // A tree has two ends at least.
        for count in &mut counts[..2] {
            *count = (*count).max(1);
        }
        loop {
            let lengths = huffman(&counts);
            if lengths.iter().all(|length| usize::from(*length) <= LONGEST) {
                return lengths;
            }
            // Rarer bytes get nearer to the others, until the tree is flat enough.
            for count in counts.iter_mut().filter(|count| **count > 0) {
                *count = *count / 2 + 1;
            }
        }
    }

    fn huffman(counts: &[u64; 256]) -> [u8; 256] {
        let mut lengths = [0; 256];
        let of_byte = |byte: usize| (counts[byte], vec![byte]);
        let mut groups: Vec<(u64, Vec<usize>)> = (0..256).filter(|byte| counts[*byte] > 0).map(of_byte).collect();
        loop {
            groups.sort_by(|a, b| b.cmp(a));
            let (Some((count, mut bytes)), Some((other_count, others))) = (groups.pop(), groups.pop()) else {
                return lengths;
            };
            bytes.extend(others);
            for byte in &bytes {
                lengths[*byte] += 1;
            }
            groups.push((count + other_count, bytes));
        }
    }
}
