//! Which constant data a first look needs: texts, tables, and what points at them.
//!
//! A finished module says only what bytes lie where. What the linker wrote before says more, when it is asked to keep its notes
//! (`--emit-relocs`, in `app/build.rs`): where every object begins and ends, which one each address in the code means, and
//! which objects hold addresses of others. That matters, because an address need not lie in the object that it means: what is
//! looked up by a number that is never below ten is asked for ten places before its table. The tools that come after the linker
//! leave data where they are, which is checked. A few addresses they make anew, of two numbers: such a one keeps what it lies in, and
//! what begins just after it.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{
    DataKind, FunctionBody, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo,
};

/// An address that the linker did not write may be meant for what begins so many bytes after it.
const BEFORE: u32 = 256;

/// A run of data shorter than this is not worth a segment of its own.
const SHORTEST_RUN: u32 = 16;

/// The objects of a program's constant data, and who points at whom. They are numbered by address.
#[derive(Default)]
pub struct Objects {
    places: Vec<Range<u32>>,
    /// What each address means that the linker wrote. One address can mean two objects: the end of one and the next.
    meant: HashMap<u32, Vec<usize>>,
    /// The objects at which each object points.
    points_at: Vec<Vec<usize>>,
    /// All data as the linker wrote them, and where.
    linked: Vec<(u32, Vec<u8>)>,
}

impl Objects {
    /// Reads what the linker noted in the module that it wrote.
    pub fn read(linked: &[u8]) -> Result<Objects> {
        let mut segments = Vec::new();
        let mut symbols = Vec::new();
        let mut notes: Vec<(usize, RelocationEntry)> = Vec::new();
        // Relocations say how far from the beginning of a section they are.
        let mut sections = Vec::new();
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                sections.push(range.start);
            }
            match payload {
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data?;
                        segments.push((address(&data.kind)?, data.range.end - data.data.len()..data.range.end));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for subsection in linking.subsections() {
                            if let Linking::SymbolTable(table) = subsection? {
                                symbols = table.into_iter().collect::<wasmparser::Result<Vec<_>>>()?;
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let of = relocations.section_index() as usize;
                        for entry in relocations.entries() {
                            notes.push((of, entry?));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if symbols.is_empty() || notes.is_empty() {
            bail!("the linker's notes are missing; app/build.rs asks it for them with --emit-relocs");
        }
        let mut objects = Objects::default();
        let mut place_of_symbol = vec![None; symbols.len()];
        for (place, symbol) in place_of_symbol.iter_mut().zip(&symbols) {
            if let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol {
                let (from, bytes) = segments.get(symbol.index as usize).context("an object in no segment")?;
                if u64::from(symbol.offset) + u64::from(symbol.size) > bytes.len() as u64 {
                    bail!("an object goes beyond its segment");
                }
                let start = from + symbol.offset;
                *place = Some(start..start + symbol.size);
            }
        }
        objects.places = place_of_symbol.iter().flatten().filter(|place| !place.is_empty()).cloned().collect();
        objects.places.sort_unstable_by_key(|place| (place.start, place.end));
        // Two symbols may name one object; what overlaps is one, as far as this matters.
        objects.places.dedup_by(|next, before| {
            let same = next.start < before.end;
            before.end = before.end.max(if same { next.end } else { 0 });
            same
        });
        objects.points_at = vec![Vec::new(); objects.places.len()];
        for (of, entry) in notes {
            if !is_address(entry.ty)? {
                continue;
            }
            let place = place_of_symbol.get(entry.index as usize).context("an address of no symbol")?;
            let Some(place) = place.clone() else { continue };
            let Some(object) = objects.containing(place.start) else { continue };
            let written = (i64::from(place.start) + entry.addend) as u32;
            let meant = objects.meant.entry(written).or_default();
            if !meant.contains(&object) {
                meant.push(object);
            }
            let at = sections.get(of).context("a relocation of no section")? + entry.offset as usize;
            if let Some((from, bytes)) = segments.iter().find(|(_, bytes)| bytes.contains(&at)) {
                if linked.get(at..at + 4) != Some(&written.to_le_bytes()[..]) {
                    bail!("the linker's notes do not fit what it wrote");
                }
                let pointer = from + (at - bytes.start) as u32;
                let holder = objects.containing(pointer).context("an address in no object")?;
                objects.points_at[holder].push(object);
            }
        }
        objects.linked = segments.into_iter().map(|(from, bytes)| (from, linked[bytes].to_vec())).collect();
        Ok(objects)
    }

    /// Objects that point at nothing.
    #[cfg(test)]
    pub fn at<const COUNT: usize>(places: [Range<u32>; COUNT]) -> Objects {
        Objects { points_at: vec![Vec::new(); COUNT], places: places.into(), ..Objects::default() }
    }

    fn containing(&self, address: u32) -> Option<usize> {
        let next = self.places.partition_point(|place| place.start <= address);
        let at = next.checked_sub(1)?;
        self.places[at].contains(&address).then_some(at)
    }

    /// The objects that begin soon after an address in the data.
    fn just_after(&self, address: u32) -> Range<usize> {
        let first = self.places.partition_point(|place| place.start <= address);
        let last = self.places.partition_point(|place| place.start <= address.saturating_add(BEFORE));
        if self.places.first().is_some_and(|place| place.start <= address) { first..last } else { 0..0 }
    }

    /// Refuses data that are not what the linker wrote: its notes would be of another program.
    pub fn check(&self, data: &[wasmparser::Data<'_>]) -> Result<()> {
        if self.linked.is_empty() {
            return Ok(());
        }
        for segment in data {
            let start = address(&segment.kind)?;
            for (at, byte) in (start..).zip(segment.data) {
                let linked = self.linked.iter().find_map(|(from, bytes)| bytes.get(at.checked_sub(*from)? as usize));
                if linked != Some(byte) {
                    bail!("the data are not those that the linker wrote, so its notes are of no use; build anew");
                }
            }
        }
        Ok(())
    }

    /// Where the objects are that nothing reaches from these addresses. Numbers that are no addresses only keep more.
    pub fn unreached(&self, addresses: impl IntoIterator<Item = u32>) -> Vec<Range<u32>> {
        let mut reached = vec![false; self.places.len()];
        let mut open = Vec::new();
        for address in addresses {
            open.extend(self.containing(address));
            match self.meant.get(&address) {
                Some(meant) => open.extend(meant),
                None => open.extend(self.just_after(address)),
            }
        }
        while let Some(object) = open.pop() {
            if !std::mem::replace(&mut reached[object], true) {
                open.extend(&self.points_at[object]);
            }
        }
        let unreached = self.places.iter().zip(reached).filter(|(_, reached)| !reached);
        unreached.map(|(place, _)| place.clone()).collect()
    }
}

/// Whether a relocation writes the address of data.
fn is_address(ty: RelocationType) -> Result<bool> {
    use RelocationType as Ty;
    match ty {
        Ty::MemoryAddrLeb | Ty::MemoryAddrSleb | Ty::MemoryAddrI32 => Ok(true),
        Ty::FunctionIndexLeb
        | Ty::TableIndexSleb
        | Ty::TableIndexI32
        | Ty::TypeIndexLeb
        | Ty::GlobalIndexLeb
        | Ty::FunctionOffsetI32
        | Ty::SectionOffsetI32
        | Ty::GlobalIndexI32
        | Ty::TableNumberLeb
        | Ty::FunctionIndexI32 => Ok(false),
        other => bail!("a relocation of a kind that is not known here: {other:?}"),
    }
}

/// Where a segment goes that is written at the start, which all are.
fn address(kind: &DataKind<'_>) -> Result<u32> {
    if let DataKind::Active { memory_index: 0, offset_expr } = kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value as u32);
    }
    bail!("data that is not written to a fixed place at the start is not known here")
}

/// Adds every number in a function that may be an address.
pub fn read_addresses(body: &FunctionBody<'_>, addresses: &mut Vec<u32>) -> Result<()> {
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        match reader.read()? {
            Operator::I32Const { value } => addresses.push(value as u32),
            // Two that were put together.
            Operator::I64Const { value } => addresses.extend([value as u32, (value >> 32) as u32]),
            other => addresses.extend(memory_offset(&other)),
        }
    }
    Ok(())
}

/// What is added to the address that an operator is given.
fn memory_offset(operator: &Operator<'_>) -> Option<u32> {
    use Operator as Op;
    match operator {
        Op::I32Load { memarg }
        | Op::I64Load { memarg }
        | Op::F32Load { memarg }
        | Op::F64Load { memarg }
        | Op::I32Load8S { memarg }
        | Op::I32Load8U { memarg }
        | Op::I32Load16S { memarg }
        | Op::I32Load16U { memarg }
        | Op::I64Load8S { memarg }
        | Op::I64Load8U { memarg }
        | Op::I64Load16S { memarg }
        | Op::I64Load16U { memarg }
        | Op::I64Load32S { memarg }
        | Op::I64Load32U { memarg }
        | Op::I32Store { memarg }
        | Op::I64Store { memarg }
        | Op::F32Store { memarg }
        | Op::F64Store { memarg }
        | Op::I32Store8 { memarg }
        | Op::I32Store16 { memarg }
        | Op::I64Store8 { memarg }
        | Op::I64Store16 { memarg }
        | Op::I64Store32 { memarg } => u32::try_from(memarg.offset).ok(),
        _ => None,
    }
}

/// A run of bytes and where in memory it goes.
pub type Segment = (u32, Vec<u8>);

/// Divides a module's data: what is in the places that wait, and before it everything else.
pub fn divided(segments: &[wasmparser::Data<'_>], waiting: &[Range<u32>]) -> Result<[Vec<Segment>; 2]> {
    let mut runs = merged(waiting);
    runs.retain(|run| run.len() >= SHORTEST_RUN as usize);
    let mut parts = [Vec::new(), Vec::new()];
    for segment in segments {
        let (mut at, mut bytes) = (address(&segment.kind)?, segment.data);
        while !bytes.is_empty() {
            // The first run that is not over yet.
            let run = runs.get(runs.partition_point(|run| run.end <= at));
            let (part, end) = match run {
                Some(run) if run.start <= at => (1, run.end),
                Some(run) => (0, run.start),
                None => (0, u32::MAX),
            };
            let (here, after) = bytes.split_at(bytes.len().min((end - at) as usize));
            parts[part].push((at, here.to_vec()));
            (at, bytes) = (at + here.len() as u32, after);
        }
    }
    Ok(parts)
}

/// Neighbours together.
fn merged(places: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some(run) if run.end == place.start => run.end = place.end,
            _ => runs.push(place.clone()),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::module::Module;
    use super::*;
    use wasm_encoder::{
        ConstExpr, CustomSection, DataSection, DataSymbolDefinition, LinkingSection, MemorySection, MemoryType,
        SymbolTable,
    };

    const START: u32 = 1000;
    /// A text, a table that points at another text, that text, and something that is written to.
    const OBJECTS: [(u32, u32); 4] = [(0, 20), (20, 8), (28, 40), (68, 20)];
    const TEXT: u32 = START;
    const TABLE: u32 = START + 20;
    const OTHER_TEXT: u32 = START + 28;
    const WRITTEN: u32 = START + 68;

    fn bytes() -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..88).collect();
        // It points at the eighth letter.
        bytes[24..28].copy_from_slice(&(OTHER_TEXT + 8).to_le_bytes());
        bytes
    }

    /// Sections 0 and 1 are the memory and the data; a relocation is its kind, how far in its section, of which object, and what is
    /// added to where that is.
    fn linked(notes: &[(&str, u8, [u8; 4])]) -> Vec<u8> {
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(START as i32), bytes());
        let mut table = SymbolTable::new();
        for (name, (offset, size)) in ["text", "table", "other", "written"].into_iter().zip(OBJECTS) {
            table.data(0, name, Some(DataSymbolDefinition { index: 0, offset, size }));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&table);
        let mut module = wasm_encoder::Module::new();
        module.section(&memories).section(&data).section(&linking);
        for (name, section, note) in notes {
            let content = [&[*section, 1][..], note].concat();
            module.section(&CustomSection { name: (*name).into(), data: content.as_slice().into() });
        }
        module.finish()
    }

    const MEMORY_ADDRESS_IN_CODE: u8 = 4;
    const MEMORY_ADDRESS_IN_DATA: u8 = 5;

    /// How far in the data section the bytes begin: after how many segments there are, what kind this one is, where it goes
    /// (four bytes), and how long it is.
    const BEFORE_BYTES: u8 = 7;

    fn usual() -> Vec<u8> {
        linked(&[
            // The table is asked for sixteen places before itself, which is in the text.
            ("reloc.CODE", 0, [MEMORY_ADDRESS_IN_CODE, 0, 1, 0x70]),
            ("reloc.DATA", 1, [MEMORY_ADDRESS_IN_DATA, BEFORE_BYTES + 24, 2, 8]),
        ])
    }

    fn starts(places: &[Range<u32>]) -> Vec<u32> {
        places.iter().map(|place| place.start).collect()
    }

    #[test]
    fn an_address_means_what_the_linker_meant() {
        let objects = Objects::read(&usual()).expect("readable");
        assert_eq!(starts(&objects.unreached([])), [TEXT, TABLE, OTHER_TEXT, WRITTEN]);
        // By what was written, the table and what it points at; the text, where that address lies, is kept to be sure.
        assert_eq!(starts(&objects.unreached([TABLE - 16])), [WRITTEN]);
        // What the linker did not write may mean what it lies in, and what comes soon after.
        assert_eq!(starts(&objects.unreached([OTHER_TEXT])), [TEXT, TABLE]);
        assert_eq!(starts(&objects.unreached([WRITTEN + 5])), [TEXT, TABLE, OTHER_TEXT]);
        assert_eq!(objects.unreached([7, u32::MAX]).len(), 4, "those are no addresses");
    }

    #[test]
    fn notes_that_are_missing_or_do_not_fit_are_an_error() {
        let why = |bytes: &[u8]| Objects::read(bytes).err().expect("an error").to_string();
        assert!(why(&linked(&[])).contains("--emit-relocs"));
        let elsewhere = [("reloc.DATA", 1, [MEMORY_ADDRESS_IN_DATA, BEFORE_BYTES + 20, 2, 8])];
        assert!(why(&linked(&elsewhere)).contains("do not fit"));
        let unknown = [("reloc.CODE", 0, [11, 0, 1, 0])];
        assert!(why(&linked(&unknown)).contains("not known here"));
    }

    #[test]
    fn data_is_divided_without_losing_a_byte() {
        let module_bytes = usual();
        let module = Module::read(&module_bytes).expect("readable");
        let objects = Objects::read(&module_bytes).expect("readable");
        objects.check(&module.data).expect("what the linker wrote");
        let waiting = [TEXT..TABLE, WRITTEN..WRITTEN + 20];
        let [first, rest] = divided(&module.data, &waiting).expect("divided");
        // What is together stays together.
        assert_eq!(first, [(TABLE, bytes()[20..68].to_vec())]);
        assert_eq!(rest, [(TEXT, bytes()[..20].to_vec()), (WRITTEN, bytes()[68..].to_vec())]);
        // A run of eight bytes is not worth a segment.
        let waiting = [TABLE..OTHER_TEXT, WRITTEN..WRITTEN + 20];
        let [first, rest] = divided(&module.data, &waiting).expect("divided");
        assert_eq!((first[0].1.len(), rest.len()), (68, 1));
        assert_eq!(divided(&module.data, &[]).expect("divided"), [vec![(START, bytes())], vec![]]);
    }

    #[test]
    fn notes_of_another_program_are_refused() {
        let objects = Objects::read(&usual()).expect("readable");
        let mut other = usual();
        let at = other.windows(4).position(|bytes| bytes == [0, 1, 2, 3]).expect("the data");
        other[at] = 9;
        let module = Module::read(&other).expect("readable");
        let why = objects.check(&module.data).expect_err("refused");
        assert!(why.to_string().contains("not those that the linker wrote"), "{why}");
    }

    #[test]
    fn every_number_that_may_be_an_address_is_read() {
        let mut function = wasm_encoder::Function::new([]);
        let access = wasm_encoder::MemArg { offset: 1234, align: 0, memory_index: 0 };
        function.instructions().i32_const(-5).i64_const(0x0000_0007_0000_0009).i32_const(1).i32_load8_u(access).end();
        let mut code = wasm_encoder::CodeSection::new();
        code.function(&function);
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([], []);
        let mut functions = wasm_encoder::FunctionSection::new();
        functions.function(0);
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&functions).section(&code);
        let bytes = module.finish();
        let mut addresses = Vec::new();
        for payload in Parser::new(0).parse_all(&bytes) {
            if let Payload::CodeSectionEntry(body) = payload.expect("readable") {
                read_addresses(&body, &mut addresses).expect("readable");
            }
        }
        assert_eq!(addresses, [-5_i32 as u32, 9, 7, 1, 1234]);
    }
}
