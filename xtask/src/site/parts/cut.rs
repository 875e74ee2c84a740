//! Makes branches functions of their own, so that they can wait while the rest of their function is there.
//!
//! The function of a branch is given the locals that the branch reads, and gives back those it wrote that are read later, what
//! the branch leaves on the stack, and by which way it left: at its end, by a jump to a block around it, or out of the
//! function. Its old place calls it and goes that way. This is the outlining of cold code that optimising linkers do
//! (Zhao, Amaral: Function outlining and partial inlining, SBAC-PAD 2005), on WebAssembly.

use super::branches::{Branch, Code, Namer, read};
use super::live::{self, Live, Locals};
use super::module::Module;
use anyhow::{Context, Result, anyhow};
use std::collections::HashMap;
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    BlockType, CodeSection, Function, FunctionSection, Instruction, NameMap, NameSection, TypeSection, ValType,
};
use wasmparser::{FrameKind, Operator, Parser};

/// A branch is cut if it has so many bytes more than what stands in its place takes, which is so much at the least.
const WORTH: usize = 12;
const CALL: usize = 12;

/// The module with every branch cut that can wait and is worth it.
pub fn cut(module: &Module<'_>, bytes: &[u8], waits: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let namer = Namer::new(module, bytes);
    let mut cutter = Cutter { types: module.types.clone(), functions: Vec::new(), code: CodeSection::new() };
    let first_new = module.type_of.len() as u32;
    let all = read(module, bytes)?;
    for (function, code) in (module.imported..).zip(&all) {
        let cuts = if waits(&module.names[function as usize]) {
            Vec::new()
        } else {
            choose(&code.branches, |at| waits(&namer.name(function, code, &code.branches[at])))
        };
        let cuts: Vec<Branch> = cuts.into_iter().map(|at| code.branches[at]).collect();
        let names = cuts.iter().map(|branch| namer.name(function, code, branch)).collect();
        cutter.function(code, &cuts, names, first_new)?;
    }
    cutter.module(module, bytes)
}

/// Which of a function's branches are cut, if those wait: of branches within each other the longest.
pub fn choose(branches: &[Branch], waits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut end = 0;
    for (at, branch) in branches.iter().enumerate() {
        if branch.from >= end && branch.bytes >= WORTH + CALL && waits(at) {
            cuts.push(at);
            end = branch.to;
        }
    }
    cuts
}

/// A way out of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// At its end, into what follows its block.
    End,
    /// To this block around it.
    Jump(usize),
}

/// What is known of a branch that is cut.
struct Plan {
    branch: Branch,
    /// The blocks around it, the function first, its own last.
    around: Vec<usize>,
    ways: Vec<Way>,
    /// What its function is given, and what it gives back, after `values`.
    given: Vec<u32>,
    written: Vec<u32>,
    /// What the ways out carry; of each type so many as the one that carries most.
    values: Vec<wasmparser::ValType>,
}

impl Plan {
    /// `None` when the branch cannot be cut.
    fn new(code: &Code<'_>, live: &Live, branch: Branch, around: &[usize]) -> Option<Plan> {
        let around = around.to_vec();
        let mut plan =
            Plan { branch, around, ways: Vec::new(), given: Vec::new(), written: Vec::new(), values: Vec::new() };
        if branch.falls {
            plan.ways.push(Way::End);
        }
        let mut written = Locals::none(code.locals.len());
        let mut depth = 0;
        for number in branch.from..branch.to {
            let mut targets = Vec::new();
            match &code.operators[number] {
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => written.add(*local_index),
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                Operator::End => depth -= 1,
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => targets.push(*relative_depth),
                Operator::BrTable { targets: table } => {
                    targets.extend(table.targets().flatten().chain([table.default()]));
                }
                Operator::Return => targets.push(depth + plan.around.len() as u32 - 1),
                _ => {}
            }
            for target in targets {
                if let Some(way) = target.checked_sub(depth).map(|outwards| plan.way(code, outwards))
                    && !plan.ways.contains(&way)
                {
                    plan.ways.push(way);
                }
            }
        }
        // The end first, whether it is fallen or jumped to.
        plan.ways.sort_by_key(|way| *way != Way::End);
        let mut later = Locals::none(code.locals.len());
        for way in &plan.ways {
            match way {
                Way::End => later.add_all(&live.left[branch.block]),
                Way::Jump(block) => later.add_all(&live.jumped[*block]),
            }
        }
        written.keep_only(&later);
        plan.given = live::read_by(code, &branch, plan.around.len(), &written).list();
        plan.written = written.list();
        for way in &plan.ways {
            let carried = plan.carried(code, *way);
            let begins_with_values = matches!(way, Way::Jump(block) if code.blocks[*block].takes_values);
            if carried.len() > 1 || begins_with_values {
                return None;
            }
            for ty in carried {
                if !plan.values.contains(ty) {
                    plan.values.push(*ty);
                }
            }
        }
        Some(plan)
    }

    /// Where a jump arrives that leads out of so many blocks, its own counted as none.
    fn way(&self, code: &Code<'_>, outwards: u32) -> Way {
        let block = self.around[self.around.len() - 1 - outwards as usize];
        // Jumping to the end of its own block is falling there.
        if block == self.branch.block && code.blocks[block].kind != FrameKind::Loop {
            Way::End
        } else {
            Way::Jump(block)
        }
    }

    fn carried<'a>(&self, code: &'a Code<'_>, way: Way) -> &'a [wasmparser::ValType] {
        match way {
            Way::End => &code.blocks[self.branch.block].results,
            Way::Jump(block) if code.blocks[block].kind == FrameKind::Loop => &[],
            Way::Jump(block) => &code.blocks[block].results,
        }
    }

    /// The place of the value that a way carries, among `values`.
    fn value(&self, code: &Code<'_>, way: Way) -> Option<usize> {
        let carried = self.carried(code, way).first()?;
        self.values.iter().position(|ty| ty == carried)
    }

    /// What stands in its place is no longer than it.
    fn is_worth_it(&self) -> bool {
        let instead = CALL + 2 * (self.given.len() + self.written.len()) + 4 * self.ways.len();
        self.branch.bytes >= WORTH + instead
    }
}

/// Writes the code section anew.
struct Cutter {
    types: Vec<wasmparser::FuncType>,
    /// The new functions: their types, names and code.
    functions: Vec<(u32, String, Function)>,
    code: CodeSection,
}

impl Cutter {
    fn function(&mut self, code: &Code<'_>, cuts: &[Branch], names: Vec<String>, first_new: u32) -> Result<()> {
        let live = if cuts.is_empty() { None } else { Some(live::of(code)) };
        let mut cuts = cuts.iter().zip(names).peekable();
        let mut locals: Vec<wasmparser::ValType> = code.locals.clone();
        let mut out = Vec::new();
        let mut around = vec![0];
        let mut number = 0;
        while number < code.operators.len() {
            if let Some((branch, name)) = cuts.next_if(|(branch, _)| branch.from == number)
                && let Some(plan) = live.as_ref().and_then(|live| Plan::new(code, live, *branch, &around))
                && plan.is_worth_it()
            {
                let function = first_new + self.functions.len() as u32;
                self.call(code, &plan, function, &mut locals, &mut out);
                self.of_its_own(code, &plan, name)?;
                number = branch.to;
                continue;
            }
            let operator = &code.operators[number];
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    around.push(code.block_at[number].context("an operator that opens a block knows it")?);
                }
                Operator::End => _ = around.pop(),
                _ => {}
            }
            out.push(instruction(operator)?);
            number += 1;
        }
        self.code.function(&function(&locals[code.parameters..], &out)?);
        Ok(())
    }

    /// What stands in the place of a branch.
    fn call(
        &self,
        code: &Code<'_>,
        plan: &Plan,
        function: u32,
        locals: &mut Vec<wasmparser::ValType>,
        out: &mut Vec<Instruction<'_>>,
    ) {
        let mut new_local = |ty| {
            locals.push(ty);
            locals.len() as u32 - 1
        };
        out.extend(plan.given.iter().map(|local| Instruction::LocalGet(*local)));
        out.push(Instruction::Call(function));
        let (last, others) = match plan.ways.split_last() {
            None => {
                out.push(Instruction::Unreachable);
                return;
            }
            Some(ways) => ways,
        };
        let which = (!others.is_empty()).then(|| new_local(wasmparser::ValType::I32));
        out.extend(which.map(Instruction::LocalSet));
        out.extend(plan.written.iter().rev().map(|local| Instruction::LocalSet(*local)));
        let outwards = |block: usize| {
            let at = plan.around.iter().rev().position(|around| *around == block);
            at.expect("a way out leads to a block around") as u32
        };
        let go = |way: Way, out: &mut Vec<Instruction<'_>>| {
            if let Way::Jump(block) = way {
                out.push(Instruction::Br(outwards(block)));
            }
        };
        let Some(which) = which else {
            // The value that it carries, if any, lies on the stack.
            go(*last, out);
            return;
        };
        let values: Vec<u32> = plan.values.iter().map(|ty| new_local(*ty)).collect();
        out.extend(values.iter().rev().map(|local| Instruction::LocalSet(*local)));
        let carry = |way: Way, out: &mut Vec<Instruction<'_>>| {
            let value = plan.value(code, way);
            out.extend(value.map(|at| Instruction::LocalGet(values[at])));
            value.is_some()
        };
        // The end is the first way, if it is one at all, and it needs no jump: the others are asked for.
        for (number, way) in plan.ways.iter().enumerate().skip(1) {
            let Way::Jump(block) = *way else { continue };
            let carries = carry(*way, out);
            out.push(Instruction::LocalGet(which));
            if plan.ways.len() > 2 {
                out.extend([Instruction::I32Const(number as i32), Instruction::I32Eq]);
            }
            out.push(Instruction::BrIf(outwards(block)));
            if carries {
                out.push(Instruction::Drop);
            }
        }
        carry(plan.ways[0], out);
        go(plan.ways[0], out);
    }

    /// The function of a branch.
    fn of_its_own(&mut self, code: &Code<'_>, plan: &Plan, name: String) -> Result<()> {
        let mut locals = Vec::new();
        let mut number_of: HashMap<u32, u32> = HashMap::new();
        let mentioned = code.operators[plan.branch.from..plan.branch.to].iter().filter_map(|operator| match operator {
            Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index } => Some(*local_index),
            _ => None,
        });
        for local in plan.given.iter().copied().chain(mentioned).chain(plan.written.iter().copied()) {
            number_of.entry(local).or_insert_with(|| {
                locals.push(code.locals[local as usize]);
                locals.len() as u32 - 1
            });
        }
        let values: Vec<u32> = (locals.len() as u32..).take(plan.values.len()).collect();
        locals.extend(&plan.values);

        let mut out = Vec::new();
        for way in plan.ways.iter().rev() {
            out.push(Instruction::Block(match plan.carried(code, *way) {
                [] => BlockType::Empty,
                [ty, ..] => BlockType::Result(value_type(*ty)?),
            }));
        }
        let mut depth = 0;
        let jump = |target: u32, depth: u32| match target.checked_sub(depth) {
            None => target,
            Some(outwards) => {
                let way = plan.way(code, outwards);
                depth + plan.ways.iter().position(|known| *known == way).expect("every way was noted") as u32
            }
        };
        for operator in &code.operators[plan.branch.from..plan.branch.to] {
            out.push(match operator {
                Operator::LocalGet { local_index } => Instruction::LocalGet(number_of[local_index]),
                Operator::LocalSet { local_index } => Instruction::LocalSet(number_of[local_index]),
                Operator::LocalTee { local_index } => Instruction::LocalTee(number_of[local_index]),
                Operator::Br { relative_depth } => Instruction::Br(jump(*relative_depth, depth)),
                Operator::BrIf { relative_depth } => Instruction::BrIf(jump(*relative_depth, depth)),
                Operator::BrTable { targets } => {
                    let all: Vec<u32> = targets.targets().collect::<Result<_, _>>()?;
                    let all: Vec<u32> = all.into_iter().map(|target| jump(target, depth)).collect();
                    Instruction::BrTable(all.into(), jump(targets.default(), depth))
                }
                Operator::Return => Instruction::Br(jump(depth + plan.around.len() as u32 - 1, depth)),
                other => {
                    match other {
                        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                        Operator::End => depth -= 1,
                        _ => {}
                    }
                    instruction(other)?
                }
            });
        }
        for (number, way) in plan.ways.iter().enumerate() {
            out.push(Instruction::End);
            let value = plan.value(code, *way);
            if plan.ways.len() > 1 || !plan.written.is_empty() {
                out.extend(value.map(|at| Instruction::LocalSet(values[at])));
                out.extend(values.iter().map(|local| Instruction::LocalGet(*local)));
            }
            out.extend(plan.written.iter().map(|local| Instruction::LocalGet(number_of[local])));
            if plan.ways.len() > 1 {
                out.push(Instruction::I32Const(number as i32));
            }
            if number + 1 < plan.ways.len() {
                out.push(Instruction::Return);
            }
        }
        out.push(Instruction::End);

        let parameters = plan.given.iter().map(|local| code.locals[*local as usize]);
        let which = (plan.ways.len() > 1).then_some(wasmparser::ValType::I32);
        let written = plan.written.iter().map(|local| code.locals[*local as usize]);
        let ty = wasmparser::FuncType::new(parameters, plan.values.iter().copied().chain(written).chain(which));
        let ty = self.type_index(ty);
        self.functions.push((ty, name, function(&locals[plan.given.len()..], &out)?));
        Ok(())
    }

    fn type_index(&mut self, ty: wasmparser::FuncType) -> u32 {
        let at = self.types.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        });
        at as u32
    }

    /// The whole module.
    fn module(mut self, module: &Module<'_>, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut names = NameMap::new();
        let all = module.names.iter().chain(self.functions.iter().map(|(_, name, _)| name));
        for (function, name) in (0..).zip(all).filter(|(_, name)| !name.is_empty()) {
            names.append(function, name);
        }
        for (_, _, function) in &self.functions {
            self.code.function(function);
        }
        let mut out = wasm_encoder::Module::new();
        self.parse_core_module(&mut out, Parser::new(0), bytes)
            .map_err(|error| anyhow!("writing the module whose branches are cut: {error}"))?;
        let mut section = NameSection::new();
        section.functions(&names);
        out.section(&section);
        Ok(out.finish())
    }
}

impl Reencode for Cutter {
    type Error = std::convert::Infallible;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let known = section.count() as usize;
        utils::parse_type_section(self, types, section)?;
        for ty in self.types.split_off(known) {
            types.ty().func_type(&self.func_type(ty)?);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_function_section(self, functions, section)?;
        for (ty, _, _) in &self.functions {
            functions.function(*ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        *code = std::mem::take(&mut self.code);
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        // The names are written anew.
        Ok(())
    }
}

fn function(locals: &[wasmparser::ValType], instructions: &[Instruction<'_>]) -> Result<Function> {
    let mut runs: Vec<(u32, ValType)> = Vec::new();
    for local in locals {
        let ty = value_type(*local)?;
        match runs.last_mut() {
            Some((count, last)) if *last == ty => *count += 1,
            _ => runs.push((1, ty)),
        }
    }
    let mut function = Function::new(runs);
    for instruction in instructions {
        function.instruction(instruction);
    }
    Ok(function)
}

fn value_type(ty: wasmparser::ValType) -> Result<ValType> {
    RoundtripReencoder.val_type(ty).map_err(|error| anyhow!("{error}"))
}

fn instruction<'a>(operator: &Operator<'a>) -> Result<Instruction<'a>> {
    RoundtripReencoder.instruction(operator.clone()).map_err(|error| anyhow!("{error}"))
}
