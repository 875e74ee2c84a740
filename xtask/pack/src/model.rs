//! Predicts each decision by mixing what followed before in several contexts, as Mahoney's lpaq1 (2007) does: the probability in each
//! context, stretched to ln(p/(1-p)), is an input of a small neural network whose weights learn by what comes, and what that says is
//! corrected by how often it was right. The contexts know what a WebAssembly module is made of (`shape`).
//!
//! All in whole numbers, so that every machine predicts the same.

use crate::coder::Probability;
use crate::letters::LONGEST;
use crate::shape::{CALLED, CONSTANT, KINDS, LOCAL_READ, LOCAL_WRITTEN, OFFSET, Place, Shape, hash, is_of_code};

/// In how many contexts every decision is looked up.
pub const CONTEXTS: usize = 7;
/// Beside them one that always says the same.
const INPUTS: usize = CONTEXTS + 1;

/// What follows a context is kept in rows of decisions, five of them deep: a row is a line of the processor's memory. The first
/// place of a row says of which context it is.
const ROW: usize = 32;
const ROW_DEPTH: u32 = 5;
/// How many rows each context has: twice as many would take a sixtieth off what is packed, and add a quarter to the time.
const ROWS: usize = 1 << 14;
/// All places; a power of two, so that a mask keeps within them.
const PLACES: usize = (CONTEXTS * ROWS * ROW).next_power_of_two();

/// How many decisions of a byte have weights of their own, and they by how many of the contexts that say most have been met.
const WEIGHED_PATHS: usize = 64;
const TELLING: [usize; 2] = [4, 5];
const MET: usize = 4;
const WEIGHTED: usize = KINDS * WEIGHED_PATHS * MET;
/// Where the weights begin, in 65,536ths, and how fast they learn.
const WEIGHT_START: i32 = 15_000;
const LEARNS: i32 = 22;

/// A probability that has moved more often than this goes on moving as fast.
const STEADY: i32 = 8;

/// The corrections: for how many contexts, and at how many probabilities each.
const CORRECTED: usize = 512;
pub const STEPS: usize = 33;

/// 4096 / (1 + e^(-x/256)), for x every 128 from -2048 on; rounded, and never 0 or 4096. A test computes it.
pub const SQUASHED: [i16; STEPS] = [
    1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048, 2550, 2994, 3349, 3608, 3785, 3902,
    3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095,
];

/// The memory of a model; all zeros at first.
#[repr(align(64))]
pub struct Tables {
    states: [u16; PLACES],
    weights: [[i32; INPUTS]; WEIGHTED],
    corrections: [[u16; STEPS]; CORRECTED],
    stretched: [i16; 4096],
    squashed: [i16; 4096],
    /// How fast a probability moves that has moved so often.
    rates: [i32; 16],
}

impl Tables {
    #[cfg(target_arch = "wasm32")]
    pub const ZERO: Tables = Tables {
        states: [0; PLACES],
        weights: [[0; INPUTS]; WEIGHTED],
        corrections: [[0; STEPS]; CORRECTED],
        stretched: [0; 4096],
        squashed: [0; 4096],
        rates: [0; 16],
    };

    /// To be called once, on zeros.
    fn begin(&mut self) {
        for (at, squashed) in self.squashed.iter_mut().enumerate() {
            let (step, part) = (at >> 7, (at & 127) as i32);
            let (below, above) = (i32::from(SQUASHED[step]), i32::from(SQUASHED[(step + 1).min(STEPS - 1)]));
            *squashed = ((below * (128 - part) + above * part) >> 7) as i16;
        }
        // The other way round: the first that is squashed to so much.
        let mut squashed = self.squashed.iter().zip(-2048..).skip(1).peekable();
        for (at, stretched) in (0..).zip(&mut self.stretched) {
            while squashed.next_if(|(squashed, _)| **squashed < at).is_some() {}
            *stretched = squashed.peek().map_or(2047, |(_, stretched)| *stretched);
        }
        for (moved, rate) in (0..).zip(&mut self.rates) {
            *rate = 655_360 / (moved.min(STEADY) * 9 + 12);
        }
        self.weights = [[WEIGHT_START; INPUTS]; WEIGHTED];
        for corrections in &mut self.corrections {
            for (correction, squashed) in corrections.iter_mut().zip(SQUASHED) {
                *correction = squashed as u16 * 16;
            }
        }
    }
}

/// What is known of the bytes before.
struct Before {
    /// The last eight bytes, the latest in the lowest bits.
    bytes: u64,
    /// A hash of the letters of the word so far.
    word: u32,
}

/// Predicts the bytes of a folded module, one after the other.
pub struct Model<'a> {
    tables: &'a mut Tables,
    before: Before,
    contexts: [u32; CONTEXTS],
    /// Where the row of each context begins, and how far in it the byte is.
    rows: [usize; CONTEXTS],
    in_row: usize,
    kind: usize,
    /// The decisions of this byte so far, after a one.
    path: u32,
    depth: u32,
    inputs: [i32; INPUTS],
    /// The weights of the decision.
    weighed: usize,
    /// What the network said, in 4096ths.
    mixed: i32,
    corrected: (usize, usize),
}

impl<'a> Model<'a> {
    pub fn new(tables: &'a mut Tables) -> Model<'a> {
        tables.begin();
        Model {
            tables,
            before: Before { bytes: 0, word: 0 },
            contexts: [0; CONTEXTS],
            rows: [0; CONTEXTS],
            in_row: 1,
            kind: 0,
            path: 1,
            depth: 0,
            inputs: [256; INPUTS],
            weighed: 0,
            mixed: 0,
            corrected: (0, 0),
        }
    }

    /// Begins a byte, which `shape` stands before, and gives its kind.
    #[inline]
    pub fn begin(&mut self, shape: &Shape) -> usize {
        self.kind = shape.kind();
        self.contexts = if is_of_code(self.kind) { in_code(shape, self.kind) } else { in_data(shape, &self.before) };
        (self.path, self.depth) = (1, 0);
        self.kind
    }

    /// The probability that the next decision is a one.
    #[inline]
    pub fn one(&mut self) -> Probability {
        if self.depth.is_multiple_of(ROW_DEPTH) {
            self.find_rows();
        }
        let tables = &mut *self.tables;
        let moved = |context: &usize| tables.states[(self.rows[*context] + self.in_row) & (PLACES - 1)] & 15;
        let met = TELLING.iter().filter(|context| moved(context) > 0).count();
        let path = (self.path as usize).min(WEIGHED_PATHS - 1);
        self.weighed = ((self.kind * WEIGHED_PATHS + path) * MET + met) & (WEIGHTED - 1);
        let weights = &tables.weights[self.weighed];
        let mut sum = weights[CONTEXTS];
        // The last input is always the same.
        for ((input, row), weight) in self.inputs.iter_mut().zip(self.rows).zip(weights) {
            let state = tables.states[(row + self.in_row) & (PLACES - 1)];
            *input = i32::from(tables.stretched[usize::from(one_of(state)) & 4095]);
            sum += input.wrapping_mul(*weight) >> 8;
        }
        let sum = (sum >> 8).clamp(-2047, 2047) + 2048;
        self.mixed = i32::from(tables.squashed[sum as usize & 4095]);
        // Between two corrections, of which the nearer will learn.
        let (step, part) = (sum as usize >> 7, sum & 127);
        let of = hash(self.contexts[0], self.path) as usize >> 8 & (CORRECTED - 1);
        self.corrected = (of, step + usize::from(part > 64));
        let corrections = &tables.corrections[of];
        let (below, above) = (i32::from(corrections[step & 31]), i32::from(corrections[(step & 31) + 1]));
        let corrected = (below * (128 - part) + above * part) >> 7;
        ((self.mixed * 16 + corrected) >> 1).clamp(16, 65_519) as Probability
    }

    /// Learns what the decision was.
    #[inline]
    pub fn learn(&mut self, bit: u32) {
        let tables = &mut *self.tables;
        let error = ((bit << 12) as i32 - self.mixed) * LEARNS;
        let weights = &mut tables.weights[self.weighed & (WEIGHTED - 1)];
        for (weight, input) in weights.iter_mut().zip(self.inputs) {
            *weight = weight.wrapping_add((input * error + 0x4000) >> 15);
        }
        let (of, step) = self.corrected;
        let correction = &mut tables.corrections[of & (CORRECTED - 1)][step.min(STEPS - 1)];
        let goal = if bit == 1 { 0xFFFF } else { 0 };
        *correction = (i32::from(*correction) + ((goal - i32::from(*correction)) >> 7)) as u16;
        let goal = if bit == 1 { 4095 } else { 0 };
        for row in self.rows {
            let state = &mut tables.states[(row + self.in_row) & (PLACES - 1)];
            let (one, moved) = (i32::from(one_of(*state)), *state & 15);
            let one = one + (((goal - one) * tables.rates[usize::from(moved) & 15] + 0x8000) >> 16);
            *state = state_of(one as u16, (moved + 1).min(15));
        }
        self.path = self.path << 1 | bit;
        self.in_row = self.in_row << 1 | bit as usize;
        self.depth += 1;
    }

    /// Ends a byte.
    pub fn end(&mut self, byte: u8) {
        self.before.bytes = self.before.bytes << 8 | u64::from(byte);
        let is_letter = byte.is_ascii_alphabetic() || byte >= 0x80;
        self.before.word = if is_letter { hash(self.before.word, u32::from(byte)) } else { 0 };
    }

    fn find_rows(&mut self) {
        debug_assert!((self.depth as usize) < LONGEST);
        let path = self.path.wrapping_mul(0x2545_F491);
        for (number, (row, context)) in (0..).zip(self.rows.iter_mut().zip(self.contexts)) {
            let hash = hash(context, path.wrapping_add(number));
            let at = number as usize * ROWS + (hash as usize >> 4 & (ROWS - 1));
            *row = (at * ROW) & (PLACES - ROW);
            let mark = (hash >> 16 ^ hash << 3) as u16 | 1;
            let states = &mut self.tables.states;
            if states[*row] != mark {
                for place in 0..ROW {
                    states[(*row + place) & (PLACES - 1)] = 0;
                }
                states[*row] = mark;
            }
        }
        self.in_row = 1;
    }
}

/// A state is a probability in 4096ths, which is a half in a row of zeros, and how often it has moved, up to 15.
fn one_of(state: u16) -> u16 {
    (state ^ 0x8000) >> 4
}

fn state_of(one: u16, moved: u16) -> u16 {
    (one << 4 | moved) ^ 0x8000
}

/// Several numbers as one.
fn all(numbers: &[u32]) -> u32 {
    numbers.iter().fold(1, |so_far, number| hash(so_far, *number))
}

/// What the next byte of code may depend on, each with the instruction and immediate that it is part of.
fn in_code(shape: &Shape, kind: usize) -> [u32; CONTEXTS] {
    let position = shape.position();
    let is_immediate = shape.place == Place::Immediate;
    let here = if is_immediate { hash(position, shape.hash) } else { position };
    let [a, b, c, d, e, f] = shape.instructions.map(u32::from);
    let [last, before, before_that] = shape.hashes;
    let [local, other_local] = shape.locals;
    [
        // The instruction before, of an immediate nothing else.
        if is_immediate { all(&[here, 1]) } else { all(&[here, 1, a]) },
        match kind {
            // The function that was called before.
            CALLED => all(&[here, 2, shape.called]),
            // The field that was last used of the same thing.
            OFFSET => all(&[here, 3, shape.last_access(), a]),
            CONSTANT => all(&[here, 4, shape.constant, a << 8 | b]),
            // Locals are numbered by when they are first named.
            LOCAL_READ | LOCAL_WRITTEN => all(&[here, 5, shape.highest_local]),
            _ => all(&[here, 6, shape.constant, a << 8 | b]),
        },
        // The instructions before, and then with their immediates.
        all(&[here, 7, a << 16 | b << 8 | c]),
        all(&[here, 8, a << 24 | b << 16 | c << 8 | d, e << 8 | f]),
        all(&[here, 9, last]),
        all(&[here, 10, last, before, before_that]),
        // The locals that were last named, and the instructions before.
        all(&[here, 11, local, other_local, a << 24 | b << 16 | c << 8 | d]),
    ]
}

/// What the next byte of anything else may depend on: the bytes before, one to six of them, the word that it continues, and the byte
/// a pointer before.
fn in_data(shape: &Shape, before: &Before) -> [u32; CONTEXTS] {
    let position = shape.position();
    let (bytes, earlier) = (before.bytes as u32, (before.bytes >> 32) as u32);
    [
        all(&[position, 1, bytes & 0xFF]),
        all(&[position, 2, bytes & 0xFFFF]),
        all(&[position, 3, bytes & 0xFF_FFFF]),
        all(&[position, 4, bytes]),
        all(&[position, 5, bytes, earlier & 0xFFFF]),
        all(&[position, 6, before.word]),
        all(&[position, 7, bytes >> 24]),
    ]
}
