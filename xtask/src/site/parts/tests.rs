//! Dividing and counting a small module written out here. That the parts of the application work together is shown by every
//! browser test.

use super::branches::read;
use super::data::Objects;
use super::module::Module;
use super::{counted, divide};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, Instruction, MemorySection, MemoryType, NameMap, NameSection, RefType,
    TableSection, TableType, TypeSection, ValType,
};

/// Imports `bring`. `loadRest` calls it; `main` calls `rare` directly and whatever is in the table; `rare` calls `common` and
/// `rarer`; `handler` is in the table only, and `export` is called from outside.
fn module() -> Vec<u8> {
    let names = ["bring", "loadRest", "main", "common", "rare", "rarer", "handler", "export"];
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("js", "bring", wasm_encoder::EntityType::Function(0));
    let mut functions = FunctionSection::new();
    for ty in [0, 1, 1, 1, 1, 1, 1] {
        functions.function(ty);
    }
    let mut tables = TableSection::new();
    let element_type = RefType::FUNCREF;
    tables.table(TableType { element_type, minimum: 3, maximum: Some(3), table64: false, shared: false });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(7));
    let mut exports = ExportSection::new();
    for (name, function) in [("loadRest", 1), ("main", 2), ("export", 7)] {
        exports.export(name, ExportKind::Func, function);
    }
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(vec![3, 6].into()));
    let call = |functions: &[u32]| {
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        for function in functions {
            body.instruction(&Instruction::Call(*function));
        }
        // Long enough that it is worth moving.
        for _ in 0..10 {
            body.instruction(&Instruction::I32Const(1)).instruction(&Instruction::I32Add);
        }
        body.instruction(&Instruction::End);
        body
    };
    let mut loader = Function::new([]);
    loader.instruction(&Instruction::Call(0)).instruction(&Instruction::End);
    let mut code = CodeSection::new();
    code.function(&loader);
    for calls in [&[4, 3][..], &[], &[3, 5], &[], &[3], &[5]] {
        code.function(&call(calls));
    }
    let mut name_map = NameMap::new();
    (0..).zip(names).for_each(|(at, name)| name_map.append(at, name));
    let mut name_section = NameSection::new();
    name_section.functions(&name_map);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&globals);
    module.section(&exports).section(&elements).section(&code).section(&name_section);
    module.finish()
}

#[track_caller]
fn valid(bytes: &[u8]) -> Module<'_> {
    wasmparser::validate(bytes).expect("a module that browsers take");
    Module::read(bytes).expect("readable")
}

#[test]
fn the_module_here_is_as_it_is_said_to_be() {
    let bytes = module();
    let module = valid(&bytes);
    assert_eq!((module.imported, module.bodies.len()), (1, 7));
    assert_eq!(module.names[4], "rare");
    assert_eq!(module.in_table, [(1, 3), (2, 6)]);
    assert_eq!(module.calls(2).expect("known"), [4, 3]);
    assert_eq!(module.exported["export"], 7);
}

#[test]
fn what_stays_has_a_stand_in_for_what_it_can_call() {
    let bytes = module();
    let parts =
        divide::divide(&bytes, &Objects::default(), |name| ["main", "common"].contains(&name)).expect("divided");
    let first = valid(&parts.first);
    // The import, the three that stay, stand-ins for `handler` and `export`, and what sees to the rest; `rare`, which is only called
    // by name, needs no stand-in, and `rarer` is called by the rest alone.
    assert_eq!(first.bodies.len(), 3 + 2 + 1);
    assert!(first.names.iter().all(String::is_empty), "names are of no use to a browser");
    // Those in the table come first and in its order: `common`, and the stand-ins.
    let [common, stand_ins, main, ensure] = [1..2, 2..4, 5..6, 6..7].map(|functions| functions.collect::<Vec<u32>>());
    assert_eq!(first.exported["main"], main[0]);
    assert_eq!(first.calls(ensure[0]).expect("known"), [first.exported["loadRest"]]);
    for stand_in in &stand_ins {
        assert_eq!(first.calls(*stand_in).expect("known"), ensure);
    }
    assert!(stand_ins.contains(&first.exported["export"]));
    // `main` sees to the rest and finds `rare` in the table; `common`, which stays, it still calls by number.
    assert_eq!(first.calls(main[0]).expect("known"), [ensure[0], common[0]]);
    // The places that were there, and two more: until the rest comes, stand-ins are in those that can be called blindly, and nothing
    // is in that of `rare`.
    assert_eq!(first.tables[0].initial, 5);
    let mut filled = first.in_table.clone();
    filled.sort_unstable();
    assert_eq!(filled, [(1, common[0]), (2, stand_ins[0]), (3, stand_ins[1])]);
}

#[test]
fn the_rest_takes_the_places_of_its_stand_ins() {
    let bytes = module();
    let parts =
        divide::divide(&bytes, &Objects::default(), |name| ["main", "common"].contains(&name)).expect("divided");
    let first = valid(&parts.first);
    wasmparser::validate(&parts.rest).expect("a module that browsers take");
    let mut imported = Vec::new();
    let mut places = Vec::new();
    let mut bodies = 0;
    for payload in wasmparser::Parser::new(0).parse_all(&parts.rest) {
        match payload.expect("readable") {
            wasmparser::Payload::ImportSection(section) => {
                imported.extend(section.into_imports().map(|import| import.expect("readable").name.to_owned()));
            }
            wasmparser::Payload::ElementSection(section) => {
                for element in section {
                    let wasmparser::ElementItems::Functions(functions) = element.expect("readable").items else {
                        panic!("a table of functions")
                    };
                    places.extend(functions.into_iter().map(|function| function.expect("readable")));
                }
            }
            wasmparser::Payload::CodeSectionEntry(_) => bodies += 1,
            _ => {}
        }
    }
    // `common`, the memory, the table, the global, and the one that says that the rest is there.
    assert_eq!(imported.len(), 5);
    assert!(first.exported.contains_key(imported[0].as_str()), "{imported:?}");
    assert_eq!(bodies, 5, "rare, rarer, handler, export, and what says that they are there");
    // Function 0 is the imported one, so these are handler (in the table before), and export and rare in new places.
    assert_eq!(places, [1, 2, 3]);
}

#[test]
fn everything_stays_with_what_calls_for_the_rest() {
    let bytes = module();
    let all = divide::divide(&bytes, &Objects::default(), |_| true).err().expect("nothing is left to divide");
    assert!(format!("{all:#}").contains("calls nothing of the rest"), "{all:#}");
}

#[test]
fn a_module_without_a_loader_is_refused() {
    let bytes = module();
    let text = b"loadRest";
    let mut renamed = bytes.clone();
    let at = renamed.windows(text.len()).position(|window| window == text).expect("it is exported");
    renamed[at] = b'L';
    let why = divide::divide(&renamed, &Objects::default(), |_| true).err().expect("refused");
    assert!(format!("{why:#}").contains("exports no loadRest"), "{why:#}");
}

#[test]
fn what_runs_is_counted_in_a_memory_of_its_own() {
    let bytes = module();
    let module = valid(&bytes);
    let counting = counted::counted(&module, &bytes, &read(&module, &bytes).expect("readable")).expect("written");
    wasmparser::validate(&counting).expect("a module that browsers take");
    let mut memories = 0;
    let mut exported = false;
    let mut begins = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(&counting) {
        match payload.expect("readable") {
            wasmparser::Payload::MemorySection(section) => memories = section.count(),
            wasmparser::Payload::ExportSection(section) => {
                exported = section.into_iter().any(|export| export.expect("readable").name == "ran");
            }
            wasmparser::Payload::CodeSectionEntry(body) => {
                let mut reader = body.get_operators_reader().expect("readable");
                begins.push(match reader.read().expect("readable") {
                    wasmparser::Operator::I32Const { value } => value,
                    other => panic!("{other:?}"),
                });
            }
            _ => {}
        }
    }
    assert_eq!((memories, exported), (2, true));
    assert_eq!(begins, [1, 2, 3, 4, 5, 6, 7], "each function by its number");
}
