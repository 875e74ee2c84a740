//! A WebAssembly module as far as dividing it needs: what each function is called, how long it is, and whom it calls.

use anyhow::{Result, bail};
use std::collections::HashMap;
use wasmparser::{ElementItems, ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// What is known of a module without changing it. Functions are numbered as in the module: the imported ones first.
pub struct Module<'a> {
    pub types: Vec<wasmparser::FuncType>,
    /// The type of every function.
    pub type_of: Vec<u32>,
    /// How many of the functions are imported.
    pub imported: u32,
    /// The functions that are not, in order.
    pub bodies: Vec<FunctionBody<'a>>,
    /// What the module's name section calls each function; nothing where it says nothing.
    pub names: Vec<String>,
    /// Functions that the outside can call, by what they are exported as.
    pub exported: HashMap<&'a str, u32>,
    /// The functions in the table, with the place of each.
    pub in_table: Vec<(u32, u32)>,
    pub globals: Vec<wasmparser::GlobalType>,
    pub tables: Vec<wasmparser::TableType>,
    pub memory: wasmparser::MemoryType,
    pub data: Vec<wasmparser::Data<'a>>,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Module<'a>> {
        let mut module = Module {
            types: Vec::new(),
            type_of: Vec::new(),
            imported: 0,
            bodies: Vec::new(),
            names: Vec::new(),
            exported: HashMap::new(),
            in_table: Vec::new(),
            globals: Vec::new(),
            tables: Vec::new(),
            memory: wasmparser::MemoryType {
                memory64: false,
                shared: false,
                initial: 0,
                maximum: None,
                page_size_log2: None,
            },
            data: Vec::new(),
        };
        let mut memories = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        module.types.push(ty?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let TypeRef::Func(ty) = import?.ty else {
                            bail!("the module imports something that is not a function");
                        };
                        module.type_of.push(ty);
                        module.imported += 1;
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        module.type_of.push(ty?);
                    }
                }
                Payload::TableSection(section) => {
                    for table in section {
                        module.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(section) => {
                    for memory in section {
                        module.memory = memory?;
                        memories += 1;
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        module.globals.push(global?.ty);
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            module.exported.insert(export.name, export.index);
                        }
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        module.read_element(element?)?;
                    }
                }
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::DataSection(section) => {
                    for data in section {
                        module.data.push(data?);
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        module.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        if memories != 1 {
            bail!("the module has {memories} memories instead of one");
        }
        if module.type_of.len() != module.imported as usize + module.bodies.len() {
            bail!("the module's functions and their bodies are not as many");
        }
        module.names.resize(module.type_of.len(), String::new());
        Ok(module)
    }

    fn read_element(&mut self, element: wasmparser::Element<'_>) -> Result<()> {
        let wasmparser::ElementKind::Active { table_index: None | Some(0), offset_expr } = element.kind else {
            bail!("a part of a table that is not filled in at the start is not known here");
        };
        let ElementItems::Functions(functions) = element.items else {
            bail!("a table that is filled by expressions is not known here");
        };
        let mut operators = offset_expr.get_operators_reader();
        let Operator::I32Const { value } = operators.read()? else {
            bail!("a table that is filled from a place that is no number is not known here");
        };
        for (slot, function) in (value as u32..).zip(functions) {
            self.in_table.push((slot, function?));
        }
        Ok(())
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'_>) -> Result<()> {
        for subsection in names {
            if let Name::Function(map) = subsection? {
                for naming in map {
                    let naming = naming?;
                    let at = naming.index as usize;
                    if self.names.len() <= at {
                        self.names.resize(at + 1, String::new());
                    }
                    self.names[at] = naming.name.to_owned();
                }
            }
        }
        Ok(())
    }

    /// The body of a function that is not imported.
    pub fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize)
    }

    /// Whom a function calls by number. A function that takes another's number otherwise than by the table is refused.
    pub fn calls(&self, function: u32) -> Result<Vec<u32>> {
        let Some(body) = self.body(function) else { return Ok(Vec::new()) };
        let mut calls = Vec::new();
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            match reader.read()? {
                Operator::Call { function_index } => calls.push(function_index),
                Operator::RefFunc { .. } | Operator::ReturnCall { .. } => {
                    bail!(
                        "{} takes or leaves for a function in a way that is not known here",
                        self.names[function as usize]
                    );
                }
                _ => {}
            }
        }
        Ok(calls)
    }
}
