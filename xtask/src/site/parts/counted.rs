//! The module that tells what of it ran: a second memory, with a byte for every function and then one for every branch, set when
//! it is entered.

use super::branches::Code;
use super::module::Module;
use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ExportKind, ExportSection, Function, Instruction, MemArg, MemorySection, MemoryType};

/// What the memory is exported as.
const EXPORTED_AS: &str = "ran";

const PAGE: u64 = 65_536;

/// The module whose bytes and functions these are, counting.
pub fn counted(module: &Module<'_>, bytes: &[u8], all: &[Code<'_>]) -> Result<Vec<u8>> {
    let branches: usize = all.iter().map(|code| code.branches.len()).sum();
    let things = (module.type_of.len() + branches) as u64;
    let mut counter = Counter { function: module.imported, branch: module.type_of.len() as u32, things, rest: all };
    let mut out = wasm_encoder::Module::new();
    counter
        .parse_core_module(&mut out, wasmparser::Parser::new(0), bytes)
        .map_err(|error| anyhow!("writing the module that counts: {error}"))?;
    Ok(out.finish())
}

struct Counter<'a, 'b> {
    /// The function and the branch that come next, by the numbers of their bytes.
    function: u32,
    branch: u32,
    things: u64,
    /// The functions that come next.
    rest: &'a [Code<'b>],
}

/// Sets the byte of this number.
fn note(function: &mut Function, number: u32) {
    function.instruction(&Instruction::I32Const(number as i32));
    function.instruction(&Instruction::I32Const(1));
    function.instruction(&Instruction::I32Store8(MemArg { offset: 0, align: 0, memory_index: 1 }));
}

impl Reencode for Counter<'_, '_> {
    type Error = std::convert::Infallible;

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_memory_section(self, memories, section)?;
        let minimum = self.things.div_ceil(PAGE);
        memories.memory(MemoryType {
            minimum,
            maximum: Some(minimum),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_export_section(self, exports, section)?;
        exports.export(EXPORTED_AS, ExportKind::Memory, 1);
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        section: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        note(&mut function, self.function);
        self.function += 1;
        if let Some((code, rest)) = self.rest.split_first() {
            self.rest = rest;
            let mut branches = code.branches.iter().peekable();
            for (number, operator) in code.operators.iter().enumerate() {
                if branches.next_if(|branch| branch.from == number).is_some() {
                    note(&mut function, self.branch);
                    self.branch += 1;
                }
                function.instruction(&self.instruction(operator.clone())?);
            }
        }
        section.function(&function);
        Ok(())
    }
}
