//! Divides a module into the functions that a first look runs and the rest, which is loaded later.
//!
//! The two share memory, tables and globals. A function of the rest that the first part can call has a place in the table. Where
//! the first part calls it by name, it sees to it that the rest is there and calls what is in that place. Where it is called by
//! its place, or from outside, nobody knows that it is missing: so a stand-in is there until the rest is, which calls for the rest
//! and then for what has taken its place. So whichever function is called first, and from wherever, the call arrives; a wrong
//! choice costs time and nothing else.
//!
//! Data that only functions of the rest can reach comes with the rest (`data`).

use super::data::{self, Objects, Segment};
use super::module::Module;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, StartSection, TableSection,
    TableType, TypeSection, ValType,
};
use wasmparser::{Operator, Parser};

/// The export by which the module calls for its rest. It must not need anything of it: whatever it calls stays with it.
const LOADER: &str = "loadRest";

/// A body of so many bytes is not longer than a stand-in for it.
const SHORTER_THAN_A_STAND_IN: usize = 20;

/// The global that says whether the rest is there.
const IS_THERE: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// What the rest imports from: the exports of the first part.
const FIRST: &str = "first";

/// Both parts.
pub struct Parts {
    /// Has the imports and exports of the undivided module.
    pub first: Vec<u8>,
    /// Imports everything it shares from the exports of the first part.
    pub rest: Vec<u8>,
}

pub fn divide(bytes: &[u8], objects: &Objects, stays: impl Fn(&str) -> bool) -> Result<Parts> {
    let module = Module::read(bytes)?;
    let plan = Plan::new(module, objects, stays)?;
    Ok(Parts { first: first(&plan, bytes)?, rest: rest(&plan)? })
}

/// Where every function goes.
struct Plan<'a> {
    module: Module<'a>,
    loader: u32,
    /// Whether each function belongs to the first part.
    stay: Vec<bool>,
    /// The functions with a body in the first part, stand-ins among them, and those of the rest: in both, those in the table come
    /// first and in its order, so that a run of numbers fills it (which packs well).
    here: Vec<u32>,
    moved: Vec<u32>,
    /// Moved functions that the first part can call or hand out, each with its place in the table.
    slots: BTreeMap<u32, u32>,
    /// Every place of the table that a function of the rest takes.
    filled: BTreeMap<u32, u32>,
    /// The moved functions that something stands in for, in order.
    stood_in: Vec<u32>,
    /// How long the table was, and how many places were added.
    table_before: u32,
    added: u64,
    /// The number of each function in the first part. Moved ones have the number of their stand-in, or none.
    number: Vec<Option<u32>>,
    /// Functions of the first part that the rest calls, in the order in which it imports them.
    shared: Vec<u32>,
    /// The data of the first part and of the rest.
    data: [Vec<Segment>; 2],
}

impl<'a> Plan<'a> {
    fn new(module: Module<'a>, objects: &Objects, stays: impl Fn(&str) -> bool) -> Result<Plan<'a>> {
        let loader = *module.exported.get(LOADER).with_context(|| format!("the application exports no {LOADER}"))?;
        let of_loader = &module.types[module.type_of[loader as usize] as usize];
        if !of_loader.params().is_empty() || !of_loader.results().is_empty() {
            bail!("{LOADER} is given something or gives something back");
        }
        let stay = staying(&module, loader, stays)?;
        let mut filled: BTreeMap<u32, u32> =
            module.in_table.iter().copied().filter(|(_, function)| !stay[*function as usize]).collect();
        let mut slots: BTreeMap<u32, u32> = filled.iter().rev().map(|(slot, function)| (*function, *slot)).collect();
        let mut called = BTreeSet::new();
        let mut shared = BTreeSet::new();
        for function in 0..module.type_of.len() as u32 {
            let here = stay[function as usize];
            for other in module.calls(function)? {
                match (here, stay[other as usize]) {
                    (true, false) => _ = called.insert(other),
                    (false, true) => _ = shared.insert(other),
                    _ => {}
                }
            }
        }
        let table_before = u32::try_from(module.tables.first().context("the application has a table")?.initial)?;
        let exported: BTreeSet<u32> =
            module.exported.values().copied().filter(|function| !stay[*function as usize]).collect();
        let exported: Vec<u32> = exported.into_iter().filter(|function| !slots.contains_key(function)).collect();
        let mut stood_in: Vec<u32> = slots.keys().chain(&exported).copied().collect();
        stood_in.sort_unstable();
        called.retain(|function| stood_in.binary_search(function).is_err());
        // Those that are stood in for come first, so that the first part fills one run of places.
        let without_place: Vec<u32> = exported.into_iter().chain(called).collect();
        for (slot, function) in (table_before..).zip(&without_place) {
            slots.insert(*function, slot);
            filled.insert(slot, *function);
        }
        let mut here: Vec<u32> = (module.imported..)
            .zip(&stay[module.imported as usize..])
            .filter(|(_, stays)| **stays)
            .map(|(function, _)| function)
            .collect();
        let mut moved: Vec<u32> =
            (0..).zip(&stay).filter(|(_, stays)| !**stays).map(|(function, _)| function).collect();
        here.extend(&stood_in);
        let mut place = vec![u32::MAX; module.type_of.len()];
        for (slot, function) in
            module.in_table.iter().rev().copied().chain(slots.iter().map(|(function, slot)| (*slot, *function)))
        {
            place[function as usize] = slot;
        }
        for functions in [&mut here, &mut moved] {
            functions.sort_by_key(|function| (place[*function as usize], *function));
        }
        let mut number = vec![None; module.type_of.len()];
        for (at, function) in (0..).zip((0..module.imported).chain(here.iter().copied())) {
            number[function as usize] = Some(at);
        }
        let mut shared: Vec<u32> = shared.into_iter().collect();
        shared.sort_by_key(|function| number[*function as usize]);
        let added = without_place.len() as u64;
        let mut addresses = Vec::new();
        for body in (module.imported..).zip(&module.bodies).filter(|(function, _)| stay[*function as usize]) {
            data::read_addresses(body.1, &mut addresses)?;
        }
        let data = data::divided(&module.data, &objects.unreached(addresses))?;
        Ok(Plan {
            module,
            loader,
            stay,
            here,
            moved,
            slots,
            filled,
            stood_in,
            table_before,
            added,
            number,
            shared,
            data,
        })
    }

    /// The function that sees to it that the rest is there: the last of the first part.
    fn ensure(&self) -> u32 {
        self.module.imported + self.here.len() as u32
    }

    /// The global that says that the rest is there: the last.
    fn is_there(&self) -> u32 {
        self.module.globals.len() as u32
    }

    fn is_stood_in(&self, function: u32) -> bool {
        self.stood_in.binary_search(&function).is_ok()
    }

    /// A table of the module; that of functions, which is the first, with the places that were added.
    fn table(&self, at: usize, mut ty: TableType) -> TableType {
        if at == 0 {
            ty.minimum += self.added;
            ty.maximum = ty.maximum.map(|most| most + self.added);
        }
        ty
    }

    /// Calls a function of the rest, by its place in the table.
    fn call(&self, body: &mut Function, function: u32, slot: u32) {
        body.instruction(&Instruction::I32Const(slot as i32));
        let type_index = self.module.type_of[function as usize];
        body.instruction(&Instruction::CallIndirect { type_index, table_index: 0 });
    }

    fn stays(&self, function: u32) -> bool {
        self.stay[function as usize]
    }
}

/// What belongs to the first part: what is said to, what is imported, what calls for the rest, and what is too short to move.
fn staying(module: &Module<'_>, loader: u32, stays: impl Fn(&str) -> bool) -> Result<Vec<bool>> {
    let mut stay: Vec<bool> = (0..module.type_of.len() as u32)
        .map(|function| match module.body(function) {
            None => true,
            Some(body) => body.range().len() < SHORTER_THAN_A_STAND_IN || stays(&module.names[function as usize]),
        })
        .collect();
    let mut reached = vec![false; stay.len()];
    let mut open = vec![loader];
    while let Some(function) = open.pop() {
        if !std::mem::replace(&mut reached[function as usize], true) {
            stay[function as usize] = true;
            open.extend(module.calls(function)?);
        }
    }
    Ok(stay)
}

/// What a shared thing is exported as. No name of wasm-bindgen's begins with a digit.
fn shared_name(kind: &str, number: usize) -> String {
    format!("{number}{kind}")
}

fn first(plan: &Plan<'_>, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    First { plan }
        .parse_core_module(&mut out, Parser::new(0), bytes)
        .map_err(|error| anyhow!("writing the first part: {error}"))?;
    Ok(out.finish())
}

/// Writes the first part.
struct First<'a, 'b> {
    plan: &'b Plan<'a>,
}

/// A function that one part uses without knowing it: neither itself nor a stand-in for it.
#[derive(Debug)]
struct NoStandIn(u32);

impl std::fmt::Display for NoStandIn {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "function {} is used where neither it nor a stand-in is", self.0)
    }
}

impl std::error::Error for NoStandIn {}

impl First<'_, '_> {
    /// Sees to it that the rest is there, and then calls what has taken its own place.
    fn stand_in(&self, function: u32, slot: u32) -> Function {
        let module = &self.plan.module;
        let parameters = module.types[module.type_of[function as usize] as usize].params().len() as u32;
        let mut body = Function::new([]);
        body.instruction(&Instruction::Call(self.plan.ensure()));
        for parameter in 0..parameters {
            body.instruction(&Instruction::LocalGet(parameter));
        }
        self.plan.call(&mut body, function, slot);
        body.instruction(&Instruction::End);
        body
    }
}

impl Reencode for First<'_, '_> {
    type Error = NoStandIn;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<NoStandIn>> {
        self.plan.number[function as usize].ok_or(Error::UserError(NoStandIn(function)))
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        // Names and notes of the tools are of no use to a learner.
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        utils::parse_global_section(self, globals, section)?;
        globals.global(IS_THERE, &ConstExpr::i32_const(0));
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        // What sees to the rest comes last, and is given and gives nothing, as what calls for it.
        for function in self.plan.here.iter().chain([&self.plan.loader]) {
            functions.function(self.plan.module.type_of[*function as usize]);
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        for (at, table) in section.into_iter().enumerate() {
            let ty = self.table_type(table?.ty)?;
            tables.table(self.plan.table(at, ty));
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: wasmparser::ElementSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        utils::parse_element_section(self, elements, section)?;
        let plan = self.plan;
        // Of the places that were added, those that are stood in for follow each other.
        let added = plan.filled.range(plan.table_before..).map(|(_, function)| *function);
        let stood_in = added.filter(|function| plan.is_stood_in(*function));
        let stand_ins = stood_in.map(|function| self.function_index(function)).collect::<Result<Vec<_>, _>>()?;
        let from = ConstExpr::i32_const(plan.table_before as i32);
        elements.active(None, &from, Elements::Functions(stand_ins.into()));
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        utils::parse_export_section(self, exports, section)?;
        for (at, function) in self.plan.shared.iter().enumerate() {
            exports.export(&shared_name("", at), ExportKind::Func, self.function_index(*function)?);
        }
        exports.export(&shared_name("m", 0), ExportKind::Memory, 0);
        for at in 0..self.plan.module.tables.len() {
            exports.export(&shared_name("t", at), ExportKind::Table, at as u32);
        }
        for at in 0..=self.plan.module.globals.len() {
            exports.export(&shared_name("g", at), ExportKind::Global, at as u32);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        for function in &self.plan.here {
            match self.plan.module.body(*function) {
                Some(body) if self.plan.stays(*function) => self.parse_function_body(code, body.clone())?,
                _ => _ = code.function(&self.stand_in(*function, self.plan.slots[function])),
            }
        }
        let mut ensure = Function::new([]);
        ensure.instruction(&Instruction::GlobalGet(self.plan.is_there())).instruction(&Instruction::I32Eqz);
        ensure.instruction(&Instruction::If(BlockType::Empty));
        ensure.instruction(&Instruction::Call(self.function_index(self.plan.loader)?));
        ensure.instruction(&Instruction::End).instruction(&Instruction::End);
        code.function(&ensure);
        Ok(())
    }

    fn data_count(&mut self, _: u32) -> Result<u32, Error<NoStandIn>> {
        Ok(self.plan.data[0].len() as u32)
    }

    fn parse_data_section(
        &mut self,
        data: &mut DataSection,
        _: wasmparser::DataSectionReader<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        write_data(data, &self.plan.data[0]);
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<NoStandIn>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            let operator = reader.read()?;
            match operator {
                Operator::Call { function_index: callee } if self.plan.slots.contains_key(&callee) => {
                    if !self.plan.is_stood_in(callee) {
                        function.instruction(&Instruction::Call(self.plan.ensure()));
                    }
                    self.plan.call(&mut function, callee, self.plan.slots[&callee]);
                }
                other => _ = function.instruction(&self.instruction(other)?),
            }
        }
        code.function(&function);
        Ok(())
    }
}

fn write_data(data: &mut DataSection, segments: &[Segment]) {
    for (address, bytes) in segments {
        data.active(0, &ConstExpr::i32_const(*address as i32), bytes.iter().copied());
    }
}

fn rest(plan: &Plan<'_>) -> Result<Vec<u8>> {
    let mut types = TypeSection::new();
    for ty in &plan.module.types {
        types.ty().func_type(&RoundtripReencoder.func_type(ty.clone()).map_err(|error| anyhow!("{error}"))?);
    }
    let mut functions = FunctionSection::new();
    let mut number = vec![None; plan.module.type_of.len()];
    for (at, function) in (0_u32..).zip(&plan.shared) {
        number[*function as usize] = Some(at);
    }
    for (at, function) in (plan.shared.len() as u32..).zip(&plan.moved) {
        number[*function as usize] = Some(at);
        functions.function(plan.module.type_of[*function as usize]);
    }
    // Its own last function says that it is there.
    let start = plan.shared.len() as u32 + functions.len();
    functions.function(plan.module.type_of[plan.loader as usize]);
    let mut writer = Rest { number };
    let mut code = CodeSection::new();
    for function in &plan.moved {
        let body = plan.module.body(*function).context("only functions with a body are moved")?;
        writer.parse_function_body(&mut code, body.clone()).map_err(|error| anyhow!("writing the rest: {error}"))?;
    }
    let mut say = Function::new([]);
    say.instruction(&Instruction::I32Const(1)).instruction(&Instruction::GlobalSet(plan.is_there()));
    say.instruction(&Instruction::End);
    code.function(&say);
    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports(plan)?).section(&functions).section(&StartSection { function_index: start });
    let mut data = DataSection::new();
    write_data(&mut data, &plan.data[1]);
    out.section(&elements(plan, &writer)?).section(&code).section(&data);
    Ok(out.finish())
}

/// All that the rest shares with the first part.
fn imports(plan: &Plan<'_>) -> Result<ImportSection> {
    let module = &plan.module;
    let mut as_is = RoundtripReencoder;
    let mut imports = ImportSection::new();
    for (at, function) in plan.shared.iter().enumerate() {
        imports.import(FIRST, &shared_name("", at), EntityType::Function(module.type_of[*function as usize]));
    }
    let memory = as_is.memory_type(module.memory).map_err(|error| anyhow!("{error}"))?;
    imports.import(FIRST, &shared_name("m", 0), memory);
    for (at, table) in module.tables.iter().enumerate() {
        let table = as_is.table_type(*table).map_err(|error| anyhow!("{error}"))?;
        imports.import(FIRST, &shared_name("t", at), plan.table(at, table));
    }
    for (at, global) in module.globals.iter().enumerate() {
        let global = as_is.global_type(*global).map_err(|error| anyhow!("{error}"))?;
        imports.import(FIRST, &shared_name("g", at), global);
    }
    imports.import(FIRST, &shared_name("g", module.globals.len()), IS_THERE);
    Ok(imports)
}

/// The places of the table that the rest takes, neighbours together.
fn elements(plan: &Plan<'_>, writer: &Rest) -> Result<ElementSection> {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (slot, function) in &plan.filled {
        let number = writer.number[*function as usize].context("what fills a place is in the rest")?;
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == *slot => run.push(number),
            _ => runs.push((*slot, vec![number])),
        }
    }
    if runs.is_empty() {
        bail!("the first part calls nothing of the rest");
    }
    let mut elements = ElementSection::new();
    for (start, run) in runs {
        elements.active(None, &ConstExpr::i32_const(start as i32), Elements::Functions(run.into()));
    }
    Ok(elements)
}

/// Writes the functions of the rest.
struct Rest {
    number: Vec<Option<u32>>,
}

impl Reencode for Rest {
    type Error = NoStandIn;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<NoStandIn>> {
        self.number[function as usize].ok_or(Error::UserError(NoStandIn(function)))
    }
}
