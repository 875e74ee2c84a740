//! Modules written here byte by byte come back as they were; what is not followed is refused, and what is damaged is noticed.

use crate::coder::{Decoder, Encoder};
use crate::fold::fold;
use crate::letters::{Codes, LONGEST, Trees, lengths_of};
use crate::model::SQUASHED;
use crate::native::{pack, unpack, zeroed};
use crate::shape::KINDS;
use crate::unpack::{Memory, SPARE, Unpacker, lengths};

/// A number in as few bytes as it takes.
fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id], &number(content.len())[..], content].concat()
}

/// A section of so many things.
fn list(id: u8, things: &[Vec<u8>]) -> Vec<u8> {
    section(id, &[number(things.len()), things.concat()].concat())
}

fn module(sections: &[Vec<u8>]) -> Vec<u8> {
    [b"\0asm\x01\0\0\0".to_vec(), sections.concat()].concat()
}

fn export(name: &str, kind: u8, index: usize) -> Vec<u8> {
    [number(name.len()), name.as_bytes().to_vec(), vec![kind], number(index)].concat()
}

/// A segment of the table from a place on, written as a constant.
fn segment(start: &[u8], functions: &[usize]) -> Vec<u8> {
    let functions: Vec<Vec<u8>> = functions.iter().map(|function| number(*function)).collect();
    [vec![0x00, 0x41], start.to_vec(), vec![0x0B], number(functions.len()), functions.concat()].concat()
}

/// A function with one group of locals, or none.
fn body(locals: &[u8], instructions: &[u8]) -> Vec<u8> {
    let content = [locals, instructions, &[END]].concat();
    [number(content.len()), content].concat()
}

const END: u8 = 0x0B;

/// One of everything that is followed.
const INSTRUCTIONS: &[u8] = &[
    0x02, 0x40, 0x03, 0x7F, 0x04, 0x40, 0x05, END, // blocks in blocks, one with an else
    0x41, 0x8B, 0x0B, // a constant that holds the byte of an end
    0x0E, 0x02, 0x00, 0x01, 0x8B, 0x00, // a table of branches, one written longer than it must be
    END, END, 0x20, 0x00, 0x28, 0x02, 0x8B, 0x0B, 0x36, 0x02, 0x04, 0x10, 0x0B, 0x11, 0x03,
    0x00, // access and call
    0x44, 0x0B, 0, 0, 0, 0, 0, 0x0B, 0x0B, 0x43, 0x0B, 0, 0, 0x0B, // floats
    0xFC, 0x02, 0xFC, 0x0A, 0x00, 0x00, 0xFC, 0x0B, 0x00, 0xFC, 0x08, 0x01, 0x00, 0xFC, 0x10,
    0x00, // runs of memory
    0x1C, 0x01, 0x7F, 0xD0, 0x70, 0xD2, 0x0B, 0x3F, 0x00, 0x25, 0x00, // and the others
];

fn everything() -> Vec<u8> {
    let exports = [
        export("memory", 2, 0),
        export("0", 0, 700),
        export("1", 0, 3),
        export("main", 0, 4),
        export("2", 0, 1_000_000),
        // The next would be 3.
        export("4", 0, 5),
    ];
    let segments = [segment(&[0x0B], &[9, 10, 11, 8]), segment(&[0x8B, 0x8B, 0x00], &[]), segment(&[1], &[300])];
    let long = vec![0x01; 20_000];
    let bodies = [
        body(&[0], &[]),
        body(&[2, 1, 0x7F, 200, 1, 0x7C], INSTRUCTIONS),
        body(&[0], &long[..100]),
        body(&[0], &long[..126]),
        body(&[0], &long),
        body(&[1, 3, 0x7E], INSTRUCTIONS),
    ];
    let data = section(11, b"\x01\0\x41\x08\x0B\x20what a page says, what a page says");
    module(&[section(1, &[0]), list(7, &exports), list(9, &segments), list(10, &bodies), data, section(0, b"")])
}

#[track_caller]
fn comes_back(module: &[u8]) -> Vec<u8> {
    let packed = pack(module).expect("a module that is followed");
    assert!(unpack(&packed).is_some_and(|unpacked| unpacked == module));
    packed
}

#[test]
fn every_place_of_a_module_comes_back() {
    let packed = comes_back(&everything());
    assert!(packed.len() * 20 < everything().len(), "{} bytes", packed.len());
    comes_back(&module(&[]));
    comes_back(&module(&[list(7, &[]), list(9, &[]), list(10, &[])]));
    // Nothing comes after the last body.
    comes_back(&module(&[list(10, &[body(&[0], &[1, 1])])]));
}

#[test]
fn what_follows_from_the_rest_is_left_out() {
    let numbered: Vec<Vec<u8>> = (0..200).map(|at| export(&at.to_string(), 0, 500 + at)).collect();
    let folded = fold(&module(&[list(7, &numbered)])).expect("folded");
    // Of each, that it has the next name, that it is a function, and that it is the next.
    assert_eq!(&folded[folded.len() - 6..], [0, 0, 2, 0, 0, 2]);
}

#[test]
fn what_is_not_followed_is_refused() {
    let of_table = |segment: Vec<u8>| module(&[list(9, &[segment])]);
    let mut other_table = segment(&[1], &[1]);
    other_table[0] = 0x02;
    let longer_than_it_must_be = module(&[section(7, &[0x81, 0x00, 1, b'a', 0, 0])]);
    let too_much = module(&[section(7, &[1, 1, b'a', 0, 0, 0])]);
    // Vectors of bytes are not known.
    let vectors = module(&[list(10, &[body(&[0], &[0xFD, 0x0C, 0x0B, 0x0B, 0x0B])])]);
    let no_name = module(&[list(7, &[export("", 0, 1)])]);
    for refused in [of_table(other_table), longer_than_it_must_be, too_much, vectors, no_name] {
        assert!(pack(&refused).is_none(), "{refused:?}");
    }
    for length in 0..everything().len() {
        let cut = &everything()[..length];
        if let Some(packed) = pack(cut) {
            assert!(unpack(&packed).is_some_and(|unpacked| unpacked == cut), "the first {length} bytes");
        }
        if length > 500 {
            break;
        }
    }
}

#[test]
fn damage_is_noticed_or_gives_another_module() {
    let module = everything();
    let packed = pack(&module).expect("followed");
    let is_harmless = |damaged: &[u8]| unpack(damaged).is_some_and(|unpacked| unpacked == module);
    // The last bytes only tell one interval from others.
    for at in 0..packed.len() - 4 {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        // What is said to be gigantic is not tried here: the page would be refused the memory.
        if lengths(&damaged).is_some_and(|(length, folded)| length < 1 << 20 && folded < 1 << 20) {
            assert!(!is_harmless(&damaged), "with byte {at} damaged");
        }
        assert!(!is_harmless(&packed[..at]), "cut to {at} bytes");
    }
}

#[test]
fn pieces_are_as_good_as_the_whole() {
    let module = everything();
    let packed = pack(&module).expect("followed");
    let mut memory = zeroed::<Memory>();
    let mut unpacked = vec![0; module.len() + SPARE];
    let mut unpacker = Unpacker::new(&packed, &mut memory, &mut unpacked).expect("it begins");
    let mut pieces = 0;
    while unpacker.more(7) > 0 {
        assert!(!unpacker.is_complete());
        pieces += 1;
    }
    assert!(unpacker.is_complete() && pieces > 1000, "{pieces} pieces");
    assert!(unpacked[..module.len()] == module);
}

/// Counts as of Fibonacci make the deepest trees.
#[test]
fn no_byte_takes_too_many_decisions() {
    let mut counts = [[0_u64; 256]; KINDS];
    let (mut a, mut b) = (1, 1);
    for count in &mut counts[3][..60] {
        (*count, a, b) = (a, b, a + b);
    }
    counts[4][7] = 1;
    let lengths = lengths_of(&counts);
    for of_kind in &lengths {
        let used = of_kind.iter().filter(|length| **length > 0);
        let filled: u64 = used.map(|length| 1 << (LONGEST - usize::from(*length))).sum();
        assert_eq!(filled, 1 << LONGEST, "the ends of a tree fill it");
    }
    let mut trees = zeroed::<Trees>();
    trees.fill(&lengths);
    let codes = Codes::new(&lengths);
    for (kind, of_kind) in lengths.iter().enumerate() {
        for byte in (0..=255).filter(|byte| of_kind[usize::from(*byte)] > 0) {
            let (code, length) = codes.of(kind, byte);
            let mut ways = (0..length).rev().map(|at| code >> at & 1);
            assert_eq!(trees.byte(kind, || ways.next().expect("a decision")), byte, "of kind {kind}");
            assert_eq!(ways.next(), None);
        }
    }
}

#[test]
fn bits_come_back_however_improbable() {
    let mut seed = 1_u32;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 8
    };
    let bits: Vec<(u32, u32)> = (0..20_000)
        .map(|at| {
            let one = [16, 65_519, 32_768, 16 + random() % 65_504][at % 4];
            (one, u32::from(random() % 65_536 < one) ^ u32::from(random() % 50 == 0))
        })
        .collect();
    let mut encoder = Encoder::new();
    bits.iter().for_each(|(one, bit)| encoder.bit(*one, *bit));
    let bytes = encoder.finish();
    let mut decoder = Decoder::new(&bytes);
    assert!(bits.iter().all(|(one, bit)| decoder.bit(*one) == *bit));
}

#[test]
fn the_table_is_the_formula() {
    for (at, squashed) in (0..).zip(SQUASHED) {
        let exact = 4096.0 / (1.0 + (f64::from(2048 - at * 128) / 256.0).exp());
        assert_eq!(f64::from(squashed), exact.round().clamp(1.0, 4095.0), "of step {at}");
    }
}
