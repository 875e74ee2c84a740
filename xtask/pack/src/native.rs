//! Packing, which only builds do, and unpacking in one go, by which they check it.

use crate::coder::Encoder;
use crate::fold::fold;
use crate::letters::{Codes, LengthModel, lengths_of};
use crate::model::{Model, Tables};
use crate::shape::{KINDS, Shape};
use crate::unpack::{HEAD, Memory, SPARE, Unpacker, lengths};

/// What zeros are a value of.
///
/// # Safety
/// It is made of whole numbers only.
pub unsafe trait Zeros {}
// SAFETY: all three are.
unsafe impl Zeros for Tables {}
unsafe impl Zeros for Memory {}
#[cfg(test)]
unsafe impl Zeros for crate::letters::Trees {}

/// Something large, made where it stays.
pub fn zeroed<T: Zeros>() -> Box<T> {
    // SAFETY: zeros are a value of it.
    unsafe { Box::new_zeroed().assume_init() }
}

/// Packs a module; `None` when it is none, or has something that the packer does not follow.
pub fn pack(module: &[u8]) -> Option<Vec<u8>> {
    let folded = fold(module)?;
    let mut counts = [[0; 256]; KINDS];
    let mut shape = Shape::START;
    for byte in &folded {
        counts[shape.kind()][usize::from(*byte)] += 1;
        shape.push(*byte);
    }
    let of_letters = lengths_of(&counts);

    let mut encoder = Encoder::new();
    let mut length_model = LengthModel::new();
    for length in of_letters.as_flattened() {
        length_model.length(|at, one| {
            let bit = u32::from(length >> (3 - at) & 1);
            encoder.bit(one, bit);
            bit
        });
    }
    let codes = Codes::new(&of_letters);
    let mut tables = zeroed::<Tables>();
    let mut model = Model::new(&mut tables);
    let mut shape = Shape::START;
    for byte in &folded {
        let kind = model.begin(&shape);
        let (code, length) = codes.of(kind, *byte);
        for at in (0..length).rev() {
            let bit = code >> at & 1;
            encoder.bit(model.one(), bit);
            model.learn(bit);
        }
        model.end(*byte);
        shape.push(*byte);
    }

    let mut packed = Vec::with_capacity(HEAD);
    for length in [module.len(), folded.len()] {
        packed.extend(u32::try_from(length).ok()?.to_be_bytes());
    }
    packed.extend(encoder.finish());
    (unpack(&packed).as_deref() == Some(module)).then_some(packed)
}

/// Unpacks a module; `None` when it is damaged.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (length, _) = lengths(packed)?;
    let mut memory = zeroed::<Memory>();
    let mut module = vec![0; length.checked_add(SPARE)?];
    let mut unpacker = Unpacker::new(packed, &mut memory, &mut module)?;
    unpacker.more(usize::MAX);
    let is_complete = unpacker.is_complete();
    module.truncate(length);
    is_complete.then_some(module)
}
