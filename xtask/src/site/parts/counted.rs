//! The module that tells which of its functions ran: a second memory, a byte for every function, set when it is entered.

use super::module::Module;
use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ExportKind, ExportSection, Instruction, MemArg, MemorySection, MemoryType};

/// What the memory is exported as.
const EXPORTED_AS: &str = "ran";

const PAGE: u64 = 65_536;

/// The module whose bytes these are, counting.
pub fn counted(module: &Module<'_>, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut counter = Counter { next: module.imported, functions: module.type_of.len() as u64 };
    let mut out = wasm_encoder::Module::new();
    counter
        .parse_core_module(&mut out, wasmparser::Parser::new(0), bytes)
        .map_err(|error| anyhow!("writing the module that counts: {error}"))?;
    Ok(out.finish())
}

struct Counter {
    /// The function whose body comes next.
    next: u32,
    functions: u64,
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_memory_section(self, memories, section)?;
        let minimum = self.functions.div_ceil(PAGE);
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
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        function.instruction(&Instruction::I32Const(self.next as i32));
        function.instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::I32Store8(MemArg { offset: 0, align: 0, memory_index: 1 }));
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            function.instruction(&self.parse_instruction(&mut reader)?);
        }
        code.function(&function);
        self.next += 1;
        Ok(())
    }
}
