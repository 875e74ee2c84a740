//! Data that come with the rest, run in node: they are there when the rest is, and bringing the rest once more does not set them
//! back.

use super::data::Objects;
use super::divide;
use std::fs;
use std::process::Command;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, MemArg, MemorySection, MemoryType, NameMap, NameSection,
    RefType, TableSection, TableType, TypeSection, ValType,
};

/// Where a count is, and a number that is always needed.
const COUNT: u32 = 1024;
const ALWAYS: u32 = 1064;

/// `main` adds what is always needed to what `count` gives; `count` is one higher every time, and what it counts with is data.
fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("js", "bring", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0).function(1).function(1);
    let mut tables = TableSection::new();
    let element_type = RefType::FUNCREF;
    tables.table(TableType { element_type, minimum: 1, maximum: Some(1), table64: false, shared: false });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    let stack = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(stack, &ConstExpr::i32_const(COUNT as i32));
    let mut exports = ExportSection::new();
    exports.export("loadRest", ExportKind::Func, 1).export("main", ExportKind::Func, 2);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![2].into()));
    let at = |offset: u32| MemArg { offset: u64::from(offset), align: 0, memory_index: 0 };
    let [mut load, mut main, mut count] = [(); 3].map(|()| Function::new([]));
    load.instructions().call(0).end();
    main.instructions().i32_const(0).i32_load8_u(at(ALWAYS)).call(3).i32_add().end();
    let mut write = count.instructions();
    write.i32_const(COUNT as i32).i32_const(COUNT as i32).i32_load8_u(at(0)).i32_const(1).i32_add().i32_store8(at(0));
    write.i32_const(COUNT as i32).i32_load8_u(at(0)).end();
    let mut code = CodeSection::new();
    code.function(&load).function(&main).function(&count);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(COUNT as i32), (0..60).map(|byte| byte + 7));
    let mut names = NameMap::new();
    (0..).zip(["bring", "loadRest", "main", "count"]).for_each(|(at, name)| names.append(at, name));
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&globals).section(&exports).section(&elements).section(&code).section(&data).section(&name_section);
    module.finish()
}

/// Runs `main`, brings the rest once more, and runs it again.
const RUN: &str = "
    const fs = require('fs');
    const read = name => new WebAssembly.Module(fs.readFileSync(`${process.argv[1]}/${name}`));
    const bring = () => new WebAssembly.Instance(read('rest'), { first: first.exports });
    const first = new WebAssembly.Instance(read('first'), { js: { bring } });
    const bytes = new Uint8Array(first.exports['0m'].buffer);
    const said = [bytes[1024], bytes[1064], first.exports.main()];
    bring();
    console.log([...said, first.exports.main()].join(' '));";

#[test]
fn data_arrive_with_the_rest_and_once() {
    let objects = Objects::at([COUNT..COUNT + 40, ALWAYS..ALWAYS + 20]);
    let parts = divide::divide(&module(), &objects, |name| name != "count").expect("divided");
    let folder = std::env::temp_dir().join(format!("nines-data-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for (name, bytes) in [("first", &parts.first), ("rest", &parts.rest)] {
        wasmparser::validate(bytes).expect("a module that browsers take");
        fs::write(folder.join(name), bytes).expect("written");
    }
    let output = Command::new("node").args(["-e", RUN]).arg(&folder).output().expect("node is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_dir_all(&folder).expect("removed");
    // The count began at 7 and is not there at first; what is always needed is 47.
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "0 47 55 56");
}
