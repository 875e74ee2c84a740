//! Divides a module into the functions that a first look runs and the rest, which is loaded later.
//!
//! The two share memory, tables and globals. A function of the rest that the first part can call has a place in the table. Where
//! the first part calls it by name, it sees to it that the rest is there and calls what is in that place. Where it is called by
//! its place, or from outside, nobody knows that it is missing: so a stand-in is there until the rest is, which calls for the rest
//! and then for what has taken its place. So whichever function is called first, and from wherever, the call arrives; a wrong
//! choice costs time and nothing else.
//!
//! Data that only functions of the rest can reach comes with the rest (`data`). What goes where is decided in `plan`.

use super::data::Objects;
use super::module::Module;
use super::plan::Plan;
use anyhow::{Context, Result, anyhow, bail};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, StartSection,
    TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{Operator, Parser};

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
    objects.check(&module.data)?;
    let plan = Plan::new(module, objects, stays)?;
    Ok(Parts { first: first(&plan, bytes)?, rest: rest(&plan)? })
}

impl Plan<'_> {
    /// A table of the module; that of functions, which is the first, with the places that were added.
    fn table(&self, at: usize, mut ty: TableType) -> TableType {
        if at == 0 {
            ty.minimum += self.places.added;
            ty.maximum = ty.maximum.map(|most| most + self.places.added);
        }
        ty
    }

    /// Calls a function of the rest, by its place in the table.
    fn call(&self, body: &mut Function, function: u32, slot: u32) {
        body.instruction(&Instruction::I32Const(slot as i32));
        let type_index = self.module.type_of[function as usize];
        body.instruction(&Instruction::CallIndirect { type_index, table_index: 0 });
    }
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
        let added = plan.places.filled.range(plan.places.before..).map(|(_, function)| *function);
        let stood_in = added.filter(|function| plan.is_stood_in(*function));
        let stand_ins = stood_in.map(|function| self.function_index(function)).collect::<Result<Vec<_>, _>>()?;
        let from = ConstExpr::i32_const(plan.places.before as i32);
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
                _ => _ = code.function(&self.stand_in(*function, self.plan.places.of[function])),
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
        for (address, bytes) in &self.plan.data[0] {
            data.active(0, &ConstExpr::i32_const(*address as i32), bytes.iter().copied());
        }
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
                Operator::Call { function_index: callee } if self.plan.places.of.contains_key(&callee) => {
                    if !self.plan.is_stood_in(callee) {
                        function.instruction(&Instruction::Call(self.plan.ensure()));
                    }
                    self.plan.call(&mut function, callee, self.plan.places.of[&callee]);
                }
                other => _ = function.instruction(&self.instruction(other)?),
            }
        }
        code.function(&function);
        Ok(())
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
    // Its own last function lets it arrive.
    let start = plan.shared.len() as u32 + functions.len();
    functions.function(plan.module.type_of[plan.loader as usize]);
    let mut writer = Rest { number };
    let mut code = CodeSection::new();
    for function in &plan.moved {
        let body = plan.module.body(*function).context("only functions with a body are moved")?;
        writer.parse_function_body(&mut code, body.clone()).map_err(|error| anyhow!("writing the rest: {error}"))?;
    }
    code.function(&arrive(plan));
    let mut data = DataSection::new();
    let bytes: Vec<u8> = plan.data[1].iter().flat_map(|(_, bytes)| bytes).copied().collect();
    data.passive(bytes);
    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports(plan)?).section(&functions).section(&StartSection { function_index: start });
    out.section(&elements(plan, &writer)?).section(&DataCountSection { count: 1 }).section(&code).section(&data);
    Ok(out.finish())
}

/// Puts the data of the rest where they belong and says that it is there. A page may begin to bring the rest and then need it at
/// once: it comes twice then, and the second time its data have been worked with.
fn arrive(plan: &Plan<'_>) -> Function {
    let mut arrive = Function::new([]);
    let mut write = arrive.instructions();
    write.global_get(plan.is_there()).i32_eqz().if_(BlockType::Empty);
    let mut from = 0;
    for (address, bytes) in &plan.data[1] {
        let length = bytes.len() as i32;
        write.i32_const(*address as i32).i32_const(from).i32_const(length).memory_init(0, 0);
        from += length;
    }
    write.i32_const(1).global_set(plan.is_there()).end().end();
    arrive
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
    for (slot, function) in &plan.places.filled {
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
