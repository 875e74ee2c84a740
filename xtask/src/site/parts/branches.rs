//! Reads a function closely: its blocks, and the branches that a run may never take.
//!
//! A branch begins where the ways through a function part (an arm of an `if`, what follows a conditional jump, where jumps out of
//! a block arrive) and goes on to the end of its block. If its beginning is never reached, neither is anything else of it: the
//! instructions of one block run one after another, and jumps lead to the ends of blocks and the beginnings of loops only.

use super::super::names::content_hash;
use super::module::Module;
use super::names::lasting;
use anyhow::{Context, Result, bail};
use wasmparser::{BlockType, FrameKind, FuncValidatorAllocations, Operator, Parser, ValType, ValidPayload, Validator};

/// A function's code.
pub struct Code<'a> {
    pub operators: Vec<Operator<'a>>,
    /// Where each operator begins in the module's bytes.
    pub at: Vec<usize>,
    /// The types of its parameters and other locals.
    pub locals: Vec<ValType>,
    pub parameters: usize,
    /// Its blocks; the first is the function itself.
    pub blocks: Vec<Block>,
    /// By operator: the block that it opens or ends.
    pub block_at: Vec<Option<usize>>,
    /// In the order in which they begin.
    pub branches: Vec<Branch>,
}

/// A block, a loop, an `if` or a whole function.
#[derive(Debug)]
pub struct Block {
    pub kind: FrameKind,
    /// Its first operator after the one that opens it, its `else`, and its end.
    pub from: usize,
    pub middle: Option<usize>,
    pub end: usize,
    pub results: Vec<ValType>,
    /// It takes values from before it.
    pub takes_values: bool,
}

/// Operators of one block, up to its end or its `else`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    pub from: usize,
    pub to: usize,
    pub block: usize,
    /// How many bytes it takes.
    pub bytes: usize,
    /// Its last operator is followed by what comes after the block.
    pub falls: bool,
}

/// A branch that is being read.
struct Begun {
    block: usize,
    from: usize,
}

/// Every function that is not imported, in order.
pub fn read<'a>(module: &Module<'_>, bytes: &'a [u8]) -> Result<Vec<Code<'a>>> {
    let mut validator = Validator::new();
    let mut memory = FuncValidatorAllocations::default();
    let mut all = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload?)? {
            let mut function = function.into_validator(memory);
            let ty = &module.types[module.type_of[function.index() as usize] as usize];
            all.push(read_function(module, &mut function, &body, ty)?);
            memory = function.into_allocations();
        }
    }
    Ok(all)
}

fn read_function<'a>(
    module: &Module<'_>,
    validator: &mut wasmparser::FuncValidator<wasmparser::ValidatorResources>,
    body: &wasmparser::FunctionBody<'a>,
    ty: &wasmparser::FuncType,
) -> Result<Code<'a>> {
    validator.read_locals(&mut body.get_binary_reader())?;
    let locals = (0..validator.len_locals()).filter_map(|local| validator.get_local_type(local)).collect();
    let mut code = Code {
        operators: Vec::new(),
        at: Vec::new(),
        locals,
        parameters: ty.params().len(),
        blocks: vec![Block {
            kind: FrameKind::Block,
            from: 0,
            middle: None,
            end: 0,
            results: ty.results().to_vec(),
            takes_values: false,
        }],
        block_at: Vec::new(),
        branches: Vec::new(),
    };
    let mut open = vec![0];
    let mut begun: Vec<Begun> = Vec::new();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let (operator, at) = reader.read_with_offset()?;
        let number = code.operators.len();
        let innermost = *open.last().context("operators stand in a block")?;
        if matches!(operator, Operator::Else | Operator::End) {
            let falls = validator.get_control_frame(0).is_some_and(|frame| !frame.unreachable);
            while let Some(Begun { from, .. }) = begun.pop_if(|branch| branch.block == innermost) {
                if from < number {
                    let branch = Branch { from, to: number, block: innermost, bytes: at - code.at[from], falls };
                    code.branches.push(branch);
                }
            }
        }
        validator.op(at, &operator)?;
        code.block_at.push(None);
        match &operator {
            Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
                let kind = validator.get_control_frame(0).context("a block was opened")?.kind;
                code.block_at[number] = Some(code.blocks.len());
                open.push(code.blocks.len());
                code.blocks.push(block(module, *blockty, kind, number + 1));
            }
            Operator::Else => code.blocks[innermost].middle = Some(number),
            Operator::End => {
                code.block_at[number] = Some(innermost);
                code.blocks[innermost].end = number;
                open.pop();
            }
            Operator::TryTable { .. } | Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } => {
                bail!("{operator:?} is not known here");
            }
            _ => {}
        }
        let parts = matches!(operator, Operator::If { .. } | Operator::Else | Operator::BrIf { .. } | Operator::End);
        if let (true, Some(frame), Some(block)) = (parts, validator.get_control_frame(0), open.last())
            && !frame.unreachable
            && validator.operand_stack_height() as usize == frame.height
        {
            begun.push(Begun { block: *block, from: number + 1 });
        }
        code.operators.push(operator);
        code.at.push(at);
    }
    code.branches.sort_by_key(|branch| branch.from);
    Ok(code)
}

fn block(module: &Module<'_>, ty: BlockType, kind: FrameKind, from: usize) -> Block {
    let (takes_values, results) = match ty {
        BlockType::Empty => (false, Vec::new()),
        BlockType::Type(ty) => (false, vec![ty]),
        BlockType::FuncType(index) => {
            let ty = &module.types[index as usize];
            (!ty.params().is_empty(), ty.results().to_vec())
        }
    };
    Block { kind, from, middle: None, end: from, results, takes_values }
}

/// What branches are called: after their function and what they do, not where they stand, so that a name lasts while other
/// branches of the function change, and from one compiler to the next where both say it alike.
pub struct Namer<'a> {
    module: &'a Module<'a>,
    bytes: &'a [u8],
    /// By function, for what calls it.
    callees: Vec<String>,
}

impl<'a> Namer<'a> {
    pub fn new(module: &'a Module<'a>, bytes: &'a [u8]) -> Namer<'a> {
        let callees = module.names.iter().map(|name| content_hash(lasting(name).as_bytes())).collect();
        Namer { module, bytes, callees }
    }

    /// The name of a branch of this function.
    pub fn name(&self, function: u32, code: &Code<'_>, branch: &Branch) -> String {
        let mut does = Vec::new();
        for number in branch.from..branch.to {
            // The first byte of an operator says which it is; numbers of locals and addresses are a matter of the build.
            does.push(self.bytes[code.at[number]]);
            if let Operator::Call { function_index } = code.operators[number] {
                does.extend(self.callees[function_index as usize].bytes());
            }
        }
        format!("{}~{}", self.module.names[function as usize], content_hash(&does))
    }
}
