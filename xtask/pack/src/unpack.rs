//! Unpacks, a piece at a time, because browsers make a function faster between two calls of it.
//!
//! A packed module is two lengths, each four bytes with the highest first: of the module, and of it folded. What follows is one run of
//! coded decisions: the lengths of the prefix codes, and then the folded module.

use crate::coder::Decoder;
pub use crate::fold::SPARE;
use crate::fold::Unfold;
use crate::letters::{LengthModel, Lengths, Trees};
use crate::model::{Model, Tables};
use crate::shape::{KINDS, Shape};

/// The bytes of both lengths.
pub const HEAD: usize = 8;

/// The memory that unpacking takes; as it is at first.
pub struct Memory {
    tables: Tables,
    trees: Trees,
}

impl Memory {
    #[cfg(target_arch = "wasm32")]
    pub const ZERO: Memory = Memory { tables: Tables::ZERO, trees: Trees::EMPTY };
}

/// How long the module will be, and how long it is folded.
pub fn lengths(packed: &[u8]) -> Option<(usize, usize)> {
    let length = |at: usize| Some(u32::from_be_bytes(*packed.get(at..)?.first_chunk()?) as usize);
    Some((length(0)?, length(4)?))
}

/// A module that is being unpacked.
pub struct Unpacker<'a> {
    decoder: Decoder<'a>,
    model: Model<'a>,
    trees: &'a Trees,
    shape: Shape,
    unfold: Unfold<'a>,
    /// How many bytes of the folded module are to come.
    left: usize,
}

impl<'a> Unpacker<'a> {
    /// Begins to write into `module`, which is as long as `lengths` says, and by `SPARE` longer.
    pub fn new(packed: &'a [u8], memory: &'a mut Memory, module: &'a mut [u8]) -> Option<Unpacker<'a>> {
        let (_, left) = lengths(packed)?;
        let mut decoder = Decoder::new(packed.get(HEAD..)?);
        let mut of_letters: Lengths = [[0; 256]; KINDS];
        let mut model = LengthModel::new();
        for length in of_letters.as_flattened_mut() {
            *length = model.length(|_, one| decoder.bit(one));
        }
        memory.trees.fill(&of_letters);
        Some(Unpacker {
            decoder,
            model: Model::new(&mut memory.tables),
            trees: &memory.trees,
            shape: Shape::START,
            unfold: Unfold::new(module),
            left,
        })
    }

    /// Goes on by so many bytes; how many are left after that.
    pub fn more(&mut self, bytes: usize) -> usize {
        for _ in 0..bytes.min(self.left) {
            let kind = self.model.begin(&self.shape);
            let byte = self.trees.byte(kind, || {
                let bit = self.decoder.bit(self.model.one());
                self.model.learn(bit);
                bit
            });
            self.model.end(byte);
            self.unfold.push(&mut self.shape, byte);
            self.left -= 1;
        }
        self.left
    }

    /// Whether the module is there as a whole.
    pub fn is_complete(&self) -> bool {
        self.left == 0 && self.unfold.is_complete()
    }
}
