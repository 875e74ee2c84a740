//! Where in a module a byte stands: follows a folded module (`fold`) byte by byte, and knows for each what kind it is of and what
//! has come before. The model predicts from that; `fold` undoes itself by it.

/// How many kinds of places there are room for, each with a prefix code and weights of its own: `kind` gives 26. All tables here
/// have powers of two of places, so that a mask keeps within them and nothing is left that could panic.
pub const KINDS: usize = 32;

/// The kinds. The first are of instructions, by what comes before them.
const AFTER_OTHERS: usize = 12;
pub const LOCAL_READ: usize = 13;
pub const LOCAL_WRITTEN: usize = 14;
pub const CALLED: usize = 15;
const ALIGNMENT: usize = 16;
pub const OFFSET: usize = 17;
pub const CONSTANT: usize = 18;
const LONG_CONSTANT: usize = 19;
const OTHER_IMMEDIATE: usize = 20;
const LOCALS_OF_FUNCTION: usize = 21;
/// All up to here are of code.
const LAST_OF_CODE: usize = LOCALS_OF_FUNCTION;
const TEXT: usize = 22;
const DATA_AFTER_ZERO: usize = 23;
const OTHER_DATA: usize = 24;
const ALL_ELSE: usize = 25;

/// How many instructions are remembered.
const REMEMBERED: usize = 6;

/// How many locals are told apart when they are remembered.
const LOCALS: usize = 64;

/// What the next byte is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Magic number and version.
    Head,
    SectionId,
    SectionSize,
    /// A section that is not followed in detail.
    Other,
    /// How many exports, segments of a table, or functions a section has.
    Count,
    /// The length of an export's name, the name, and the kind of what is exported.
    NameLength,
    Name,
    ExportKind,
    /// Which function is exported or goes into the table; folded.
    Index,
    /// Where a segment of a table begins, and how many functions it has.
    SegmentStart,
    SegmentCount,
    /// The local variables of a function.
    LocalGroups,
    LocalCount,
    LocalType,
    /// An instruction, and what follows it.
    Instruction,
    Immediate,
}

/// What has just ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    Nothing,
    /// A number of several bytes, of which this was the last.
    Number(u32),
    /// A function.
    Body,
}

/// What of a module has come so far.
pub struct Shape {
    pub place: Place,
    pub section: u8,
    last_byte: u8,
    /// How many bytes of the section or name, exports, segments or functions of the section, entries of a segment, groups of locals
    /// are to come.
    bytes_left: u32,
    left: u32,
    entries_left: u32,
    groups_left: u32,
    /// How many blocks of the function are open.
    depth: u32,
    /// The number that is being read, how far, and how many of its bytes are there.
    number: u32,
    shift: u32,
    pub byte_of_number: u8,
    /// The instruction that is being read: which, which immediate of how many, whether that is bytes instead of numbers.
    pub instruction: u8,
    pub immediate: u8,
    immediates_left: u32,
    fixed_left: u8,
    /// Its first immediate, and a hash of it all so far.
    first_immediate: u32,
    pub hash: u32,
    /// The last instructions of the function, the latest first: which, and with their immediates.
    pub instructions: [u8; REMEMBERED],
    pub hashes: [u32; 3],
    /// The locals that were last named, the highest that the function has named, and the function that was last called.
    pub locals: [u32; 2],
    pub highest_local: u32,
    pub called: u32,
    /// The constant that was last named.
    pub constant: u32,
    /// The last load or store after each local was named: fields of one thing are near each other.
    accesses: [u32; LOCALS],
}

/// Whether a kind is of code.
pub fn is_of_code(kind: usize) -> bool {
    kind <= LAST_OF_CODE
}

pub fn hash(a: u32, b: u32) -> u32 {
    let mixed = (a.wrapping_mul(0x9E37_79B1) ^ b).wrapping_mul(0x85EB_CA6B);
    mixed ^ (mixed >> 15)
}

impl Shape {
    pub const START: Shape = Shape {
        place: Place::Head,
        section: 0,
        last_byte: 0,
        bytes_left: 8,
        left: 0,
        entries_left: 0,
        groups_left: 0,
        depth: 0,
        number: 0,
        shift: 0,
        byte_of_number: 0,
        instruction: 0,
        immediate: 0,
        immediates_left: 0,
        fixed_left: 0,
        first_immediate: 0,
        hash: 0,
        instructions: [0; REMEMBERED],
        hashes: [0; 3],
        locals: [0; 2],
        highest_local: 0,
        called: 0,
        constant: 0,
        accesses: [0; LOCALS],
    };

    /// The kind of the next byte.
    pub fn kind(&self) -> usize {
        match self.place {
            Place::Instruction => after(self.instructions[0]),
            Place::Immediate => match self.instruction {
                0x20 => LOCAL_READ,
                0x21 | 0x22 => LOCAL_WRITTEN,
                0x10 => CALLED,
                0x28..=0x3E if self.immediate == 0 => ALIGNMENT,
                0x28..=0x3E => OFFSET,
                0x41 => CONSTANT,
                0x42 => LONG_CONSTANT,
                _ => OTHER_IMMEDIATE,
            },
            Place::LocalGroups | Place::LocalCount | Place::LocalType => LOCALS_OF_FUNCTION,
            Place::Other if self.section == DATA => match self.last_byte {
                b'a'..=b'z' => TEXT,
                0 => DATA_AFTER_ZERO,
                _ => OTHER_DATA,
            },
            _ => ALL_ELSE,
        }
    }

    /// The last load or store after the local that was last named.
    pub fn last_access(&self) -> u32 {
        self.accesses[self.locals[0] as usize & (LOCALS - 1)]
    }

    /// A number for the place, finer than its kind.
    pub fn position(&self) -> u32 {
        let finer = match self.place {
            Place::Immediate => u32::from(self.instruction) << 8 | u32::from(self.immediate.min(3)) << 6,
            _ => u32::from(self.section) << 8,
        };
        (self.place as u32) << 16 | finer | u32::from(self.byte_of_number.min(15))
    }

    /// Goes on by one byte.
    pub fn push(&mut self, byte: u8) -> Ended {
        self.last_byte = byte;
        match self.place {
            Place::Head => self.in_bytes(Place::SectionId),
            Place::Other => self.in_bytes(Place::SectionId),
            Place::Name => self.in_bytes(Place::ExportKind),
            Place::SectionId => {
                self.section = byte;
                self.begin(Place::SectionSize)
            }
            Place::ExportKind => self.begin(Place::Index),
            Place::LocalType => {
                self.groups_left = self.groups_left.saturating_sub(1);
                self.next_group()
            }
            Place::Instruction => self.instruction(byte),
            Place::Immediate => {
                self.hash = hash(self.hash, u32::from(byte) + 1);
                match self.fixed_left {
                    0 => self.number_byte(byte),
                    _ => {
                        self.byte_of_number = self.byte_of_number.wrapping_add(1);
                        self.fixed_left -= 1;
                        if self.fixed_left == 0 { self.instruction_ends() } else { Ended::Nothing }
                    }
                }
            }
            _ => self.number_byte(byte),
        }
    }

    fn begin(&mut self, place: Place) -> Ended {
        self.place = place;
        (self.number, self.shift, self.byte_of_number) = (0, 0, 0);
        Ended::Nothing
    }

    /// In a run of bytes that something else comes after.
    fn in_bytes(&mut self, then: Place) -> Ended {
        self.bytes_left = self.bytes_left.saturating_sub(1);
        if self.bytes_left == 0 { self.begin(then) } else { Ended::Nothing }
    }

    fn number_byte(&mut self, byte: u8) -> Ended {
        self.number |= u32::from(byte & 0x7F).wrapping_shl(self.shift);
        self.shift += 7;
        self.byte_of_number = self.byte_of_number.wrapping_add(1);
        if byte & 0x80 != 0 {
            return Ended::Nothing;
        }
        let number = self.number;
        match (self.place, self.section) {
            (Place::SectionSize, EXPORTS | TABLE | CODE) => self.begin(Place::Count),
            (Place::SectionSize, _) => {
                self.bytes_left = number;
                self.begin(if number == 0 { Place::SectionId } else { Place::Other })
            }
            (Place::Count, _) => {
                self.left = number.wrapping_add(1);
                self.next_of_section()
            }
            (Place::NameLength, _) => {
                self.bytes_left = number;
                self.begin(if number == 0 { Place::ExportKind } else { Place::Name })
            }
            (Place::Index, EXPORTS) => self.next_of_section(),
            (Place::Index, _) => self.next_entry(),
            (Place::SegmentStart, _) => self.begin(Place::SegmentCount),
            (Place::SegmentCount, _) => {
                self.entries_left = number.wrapping_add(1);
                self.next_entry()
            }
            (Place::LocalGroups, _) => {
                self.groups_left = number;
                self.next_group()
            }
            (Place::LocalCount, _) => self.begin(Place::LocalType),
            _ => return self.immediate(number),
        };
        Ended::Number(number)
    }

    fn next_of_section(&mut self) -> Ended {
        self.left = self.left.wrapping_sub(1);
        self.begin(match (self.left, self.section) {
            (0, _) => Place::SectionId,
            (_, EXPORTS) => Place::NameLength,
            (_, TABLE) => Place::SegmentStart,
            _ => Place::LocalGroups,
        })
    }

    fn next_entry(&mut self) -> Ended {
        self.entries_left = self.entries_left.wrapping_sub(1);
        if self.entries_left == 0 { self.next_of_section() } else { self.begin(Place::Index) }
    }

    fn next_group(&mut self) -> Ended {
        self.depth = 1;
        self.begin(if self.groups_left == 0 { Place::Instruction } else { Place::LocalCount })
    }

    fn instruction(&mut self, byte: u8) -> Ended {
        self.instruction = byte;
        self.hash = u32::from(byte) + 1;
        self.immediate = 0;
        match byte {
            BLOCK..=IF => self.depth = self.depth.wrapping_add(1),
            END => self.depth = self.depth.wrapping_sub(1),
            _ => {}
        }
        (self.immediates_left, self.fixed_left) = match byte {
            BLOCK..=IF | 0x0C..=BR_TABLE | 0x10 | SELECT_OF | 0x20..=0x26 | 0x3F..=0x42 | 0xD0 | 0xD2 | MORE => (1, 0),
            0x11 | 0x28..=0x3E => (2, 0),
            0x43 => (0, 4),
            0x44 => (0, 8),
            _ => (0, 0),
        };
        if (self.immediates_left, self.fixed_left) == (0, 0) {
            return self.instruction_ends();
        }
        self.begin(Place::Immediate)
    }

    fn immediate(&mut self, number: u32) -> Ended {
        if self.immediate == 0 {
            self.first_immediate = number;
            let more = match self.instruction {
                BR_TABLE => number.wrapping_add(1),
                SELECT_OF => number,
                // What is done to whole runs of memory or of tables.
                MORE => match number {
                    0..=7 => 0,
                    8 | 10 | 12 | 14 => 2,
                    _ => 1,
                },
                _ => 0,
            };
            self.immediates_left = self.immediates_left.wrapping_add(more);
        }
        self.immediate = self.immediate.saturating_add(1);
        self.immediates_left = self.immediates_left.wrapping_sub(1);
        if self.immediates_left == 0 {
            return self.instruction_ends();
        }
        self.begin(Place::Immediate)
    }

    fn instruction_ends(&mut self) -> Ended {
        if self.depth == 0 {
            self.instructions = [0; REMEMBERED];
            self.hashes = [0; 3];
            self.locals = [0; 2];
            self.highest_local = 0;
            self.next_of_section();
            return Ended::Body;
        }
        let [a, b, c, d, e, _] = self.instructions;
        self.instructions = [self.instruction, a, b, c, d, e];
        self.hashes = [self.hash, self.hashes[0], self.hashes[1]];
        match self.instruction {
            0x20..=0x22 => {
                self.locals = [self.first_immediate, self.locals[0]];
                self.highest_local = self.highest_local.max(self.first_immediate);
            }
            0x10 => self.called = self.hash,
            0x41 => self.constant = self.hash,
            0x28..=0x3E => self.accesses[self.locals[0] as usize & (LOCALS - 1)] = self.hash,
            _ => {}
        }
        self.begin(Place::Instruction)
    }
}

/// The kind of an instruction after this one.
fn after(instruction: u8) -> usize {
    match instruction {
        0x20 => 0,
        0x21 | 0x22 => 1,
        0x41 | 0x42 => 2,
        // Loads and stores.
        0x28..=0x35 => 3,
        0x36..=0x3E => 4,
        // Calls.
        0x10 | 0x11 => 5,
        END => 6,
        BLOCK..=IF => 7,
        // Branches.
        0x0C..=0x0F => 8,
        // Comparisons, and calculations with 32 bits.
        0x45..=0x5A => 9,
        0x6A..=0x78 => 10,
        // Globals.
        0x23 | 0x24 => 11,
        _ => AFTER_OTHERS,
    }
}

/// Sections that are followed in detail, and the one with texts.
pub const EXPORTS: u8 = 7;
pub const TABLE: u8 = 9;
pub const CODE: u8 = 10;
const DATA: u8 = 11;

/// Instructions that say how much follows them.
const BLOCK: u8 = 0x02;
const IF: u8 = 0x04;
const END: u8 = 0x0B;
const BR_TABLE: u8 = 0x0E;
const SELECT_OF: u8 = 0x1C;
const MORE: u8 = 0xFC;
