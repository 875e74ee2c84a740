//! Cutting changes nothing: generated functions, with blocks, loops and jumps of every kind, are run whole, cut, and cut and
//! divided, in node, which also fetches the wasm optimiser.

use super::branches::{Namer, read};
use super::cut;
use super::data::Objects;
use super::divide;
use super::module::Module;
use std::fs;
use std::process::Command;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, Instruction, MemorySection, MemoryType, NameMap, NameSection, RefType,
    TableSection, TableType, TypeSection, ValType,
};

/// Globals: what was done, folded into one number, and how much may still be done.
const DONE: u32 = 0;
const FUEL: u32 = 1;
/// Locals: parameters, and others that begin as zero, of two types.
const PARAMETERS: u32 = 3;
const WHOLE: u32 = 7;
const LONG: u32 = 9;
/// The generated functions are those after the import and `loadRest`.
const FIRST: u32 = 2;
const FUNCTIONS: u32 = 6;
const FUNCTION_TYPE: u32 = 1;

/// Where a jump can go.
#[derive(Clone, Copy)]
struct Label {
    carries_value: bool,
}

struct Generator {
    state: u64,
    labels: Vec<Label>,
    out: Vec<Instruction<'static>>,
    /// Functions from this number on may be called, so that none calls itself.
    next: u32,
    left: u32,
}

impl Generator {
    /// Below `count` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
    fn below(&mut self, count: u32) -> u32 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % u64::from(count)) as u32
    }

    fn put<const N: usize>(&mut self, instructions: [Instruction<'static>; N]) {
        self.out.extend(instructions);
    }

    /// Leaves a number.
    fn number(&mut self) {
        match if self.left == 0 { self.below(2) } else { self.below(8) } {
            0 => {
                let value = self.below(7) as i32;
                self.put([Instruction::I32Const(value)]);
            }
            1..=3 => {
                let local = self.below(WHOLE);
                self.put([Instruction::LocalGet(local)]);
            }
            4 => {
                self.number();
                self.number();
                self.put([Instruction::I32Add]);
            }
            5 => self.block(Instruction::Block(BlockType::Result(ValType::I32)), true),
            6 => {
                self.number();
                self.put([Instruction::If(BlockType::Result(ValType::I32))]);
                self.inside(true);
                self.put([Instruction::Else]);
                self.inside(true);
                self.put([Instruction::End]);
            }
            _ => {
                let local = LONG - 1 - self.below(LONG - WHOLE);
                self.put([Instruction::LocalGet(local), Instruction::I32WrapI64]);
            }
        }
    }

    fn block(&mut self, begin: Instruction<'static>, carries_value: bool) {
        self.put([begin]);
        self.inside(carries_value);
        self.put([Instruction::End]);
    }

    /// Statements, and the value that the block leaves.
    fn inside(&mut self, leaves_value: bool) {
        self.labels.push(Label { carries_value: leaves_value });
        let goes_on = self.statements();
        if leaves_value && goes_on {
            self.number();
        }
        self.labels.pop();
    }

    /// Whether what follows them is reached.
    fn statements(&mut self) -> bool {
        for _ in 0..=self.below(4) {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            if !self.statement() {
                return false;
            }
        }
        true
    }

    fn statement(&mut self) -> bool {
        match self.below(14) {
            0..=2 => {
                self.number();
                let local = self.below(WHOLE);
                self.put([Instruction::LocalSet(local)]);
            }
            3 => {
                let local = LONG - 1 - self.below(LONG - WHOLE);
                self.put([Instruction::LocalGet(local)]);
                self.number();
                self.put([Instruction::I64ExtendI32S, Instruction::I64Add, Instruction::LocalSet(local)]);
            }
            4 => self.note(),
            5 => {
                self.number();
                self.put([Instruction::If(BlockType::Empty)]);
                self.inside(false);
                if self.below(2) == 0 {
                    self.put([Instruction::Else]);
                    self.inside(false);
                }
                self.put([Instruction::End]);
            }
            6 => self.block(Instruction::Block(BlockType::Empty), false),
            7 => {
                // Each round costs fuel, and without any the function is left.
                self.put([Instruction::Loop(BlockType::Empty), Instruction::GlobalGet(FUEL), Instruction::I32Eqz]);
                self.put([Instruction::If(BlockType::Empty), Instruction::LocalGet(0), Instruction::Return]);
                self.put([Instruction::End, Instruction::GlobalGet(FUEL), Instruction::I32Const(1)]);
                self.put([Instruction::I32Sub, Instruction::GlobalSet(FUEL)]);
                self.inside(false);
                self.put([Instruction::End]);
            }
            8 | 9 => {
                let depth = self.below(self.labels.len() as u32);
                let carries_value = self.label(depth).carries_value;
                if carries_value {
                    self.number();
                }
                self.number();
                self.put([Instruction::BrIf(depth)]);
                if carries_value {
                    self.put([Instruction::Drop]);
                }
            }
            10 => {
                let depth = self.below(self.labels.len() as u32);
                if self.label(depth).carries_value {
                    self.number();
                }
                self.put([Instruction::Br(depth)]);
                return false;
            }
            11 => {
                let wanted = self.below(2) == 0;
                let depths: Vec<u32> =
                    (0..self.labels.len() as u32).filter(|depth| self.label(*depth).carries_value == wanted).collect();
                let Some(default) = depths.last().copied() else { return true };
                if wanted {
                    self.number();
                }
                self.number();
                self.put([Instruction::I32Const(3), Instruction::I32And]);
                self.put([Instruction::BrTable(depths.into(), default)]);
                return false;
            }
            12 if self.below(3) == 0 => {
                self.number();
                self.put([Instruction::Return]);
                return false;
            }
            _ if self.next < FIRST + FUNCTIONS => {
                let callee = self.next + self.below(FIRST + FUNCTIONS - self.next);
                self.number();
                self.number();
                self.number();
                let local = self.below(WHOLE);
                self.put([Instruction::Call(callee), Instruction::LocalSet(local)]);
            }
            _ => self.note(),
        }
        true
    }

    fn label(&self, depth: u32) -> Label {
        self.labels[self.labels.len() - 1 - depth as usize]
    }

    /// Folds a number into what was done.
    fn note(&mut self) {
        self.put([Instruction::GlobalGet(DONE), Instruction::I32Const(31), Instruction::I32Mul]);
        self.number();
        self.put([Instruction::I32Add, Instruction::GlobalSet(DONE)]);
    }
}

fn generated(seed: u64) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32; PARAMETERS as usize], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("js", "bring", wasm_encoder::EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut code = CodeSection::new();
    let mut loader = Function::new([]);
    loader.instruction(&Instruction::Call(0)).instruction(&Instruction::End);
    code.function(&loader);
    let mut names = NameMap::new();
    names.append(1, "loadRest");
    let mut exports = ExportSection::new();
    exports.export("loadRest", ExportKind::Func, 1);
    for function in FIRST..FIRST + FUNCTIONS {
        let state = seed.wrapping_mul(1000) + u64::from(function);
        let mut generator = Generator { state, labels: Vec::new(), out: Vec::new(), next: function + 1, left: 60 };
        generator.inside(true);
        generator.put([Instruction::End]);
        let mut body = Function::new([(WHOLE - PARAMETERS, ValType::I32), (LONG - WHOLE, ValType::I64)]);
        generator.out.iter().for_each(|instruction| _ = body.instruction(instruction));
        code.function(&body);
        functions.function(FUNCTION_TYPE);
        exports.export(&format!("f{function}"), ExportKind::Func, function);
        names.append(function, &format!("f{function}"));
    }
    exports.export("done", ExportKind::Global, DONE).export("fuel", ExportKind::Global, FUEL);
    let mut tables = TableSection::new();
    let element_type = RefType::FUNCREF;
    tables.table(TableType { element_type, minimum: 2, maximum: Some(2), table64: false, shared: false });
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(vec![FIRST].into()));
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    for _ in [DONE, FUEL] {
        globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(0));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&globals);
    module.section(&exports).section(&elements).section(&code).section(&section);
    module.finish()
}

/// Whether this name can wait: the last function, most branches, and with odd seeds some functions, other ones by seed.
fn waits(name: &str, seed: u64) -> bool {
    let number = name.bytes().fold(seed, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
    name == "f7" || if name.contains('~') { number % 4 != 0 } else { seed % 2 == 1 && number % 3 == 0 }
}

const RUN: &str = "
    const fs = require('fs');
    const [folder, count, functions] = [process.argv[1], +process.argv[2], +process.argv[3]];
    const read = name => new WebAssembly.Module(fs.readFileSync(`${folder}/${name}`));
    let runs = 0;
    for (let seed = 0; seed < count; seed++) {
        const start = name => {
            let brought = 0;
            const instance = new WebAssembly.Instance(read(`${seed}.${name}`), { js: { bring: () => {
                brought++;
                new WebAssembly.Instance(read(`${seed}.rest`), { first: instance.exports });
            } } });
            return { ...instance.exports, brought: () => brought };
        };
        for (let number = 0; number < functions; number++) {
            const those = ['whole', 'cut', 'first'].map(start);
            for (let round = 0; round < 12; round++) {
                const [x, y, z] = [round % 4 - 1, round * 7 % 5, round * 3 % 11];
                const results = those.map(({ [`f${2 + number}`]: f, done, fuel }) => {
                    done.value = 0;
                    fuel.value = 100;
                    let result;
                    try { result = f(x, y, z); } catch (error) { result = String(error); }
                    return `${result} ${done.value} ${fuel.value}`;
                });
                runs++;
                if (results[0] !== results[1] || results[0] !== results[2])
                    throw new Error(`seed ${seed}, function ${number}, (${x}, ${y}, ${z}): ${results.join(' | ')}`);
            }
            if (those[2].brought() > 1) throw new Error(`seed ${seed}: the rest came ${those[2].brought()} times`);
        }
    }
    console.log(runs);";

#[test]
fn whatever_is_cut_does_the_same() {
    const COUNT: u64 = 150;
    let folder = std::env::temp_dir().join(format!("nines-cut-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut cuts = 0;
    for seed in 0..COUNT {
        let whole = generated(seed);
        wasmparser::validate(&whole).expect("a module that browsers take");
        let module = Module::read(&whole).expect("readable");
        let cut = cut::cut(&module, &whole, |name| waits(name, seed)).expect("cut");
        wasmparser::validate(&cut).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        cuts += Module::read(&cut).expect("readable").bodies.len() - module.bodies.len();
        let parts =
            divide::divide(&cut, &Objects::default(), |name| !waits(name, seed) && name != "f2").expect("divided");
        wasmparser::validate(&parts.first).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        wasmparser::validate(&parts.rest).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        for (name, bytes) in [("whole", &whole), ("cut", &cut), ("first", &parts.first), ("rest", &parts.rest)] {
            fs::write(folder.join(format!("{seed}.{name}")), bytes).expect("written");
            // It unpacks what it packed, to be sure; some are enough.
            assert!(seed % 25 != 0 || nines_pack::pack(bytes).is_some(), "seed {seed}: {name} is not packed");
        }
    }
    assert!(cuts > 300, "{cuts} cuts in all");
    let output = Command::new("node")
        .args(["-e", RUN])
        .arg(&folder)
        .args([COUNT.to_string(), FUNCTIONS.to_string()])
        .output()
        .expect("node is there: it fetches the optimiser");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), (COUNT * u64::from(FUNCTIONS) * 12).to_string());
    fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn a_branch_is_named_by_what_it_does() {
    let bytes = generated(3);
    let module = Module::read(&bytes).expect("readable");
    let all = read(&module, &bytes).expect("readable");
    let namer = Namer::new(&module, &bytes);
    let mut names = std::collections::BTreeSet::new();
    for (function, code) in (module.imported..).zip(&all) {
        for branch in &code.branches {
            assert!(branch.from < branch.to);
            names.insert(namer.name(function, code, branch));
        }
    }
    assert!(names.len() > 20, "{}", names.len());
    assert!(names.iter().all(|name| {
        name.split_once('~').is_some_and(|(function, hash)| function.starts_with('f') && hash.len() == 16)
    }));
}
