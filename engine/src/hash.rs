//! The hash of the tables that find equal nodes and decisions.

/// A hash of three words: multiplied and folded, so that all bits tell (after Wang Yi's wyhash).
pub fn mix(a: u32, b: u32, c: u32) -> usize {
    let x = (u64::from(a) << 32 | u64::from(b)) ^ 0x9E37_79B9_7F4A_7C15;
    let y = (u64::from(c) << 1 | 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let product = u128::from(x) * u128::from(y);
    ((product as u64) ^ ((product >> 64) as u64)) as usize
}
