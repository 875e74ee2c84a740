//! Which locals of a function are read later, at every end of a block (backward analysis: Aho, Lam, Sethi, Ullman, Compilers,
//! 2nd edition 2006, section 9.2.5).

use super::branches::{Branch, Code};
use wasmparser::{FrameKind, Operator};

/// A set of locals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locals(Vec<u64>);

impl Locals {
    pub fn none(count: usize) -> Locals {
        Locals(vec![0; count.div_ceil(64)])
    }

    pub fn add(&mut self, local: u32) {
        self.0[local as usize / 64] |= 1 << (local % 64);
    }

    fn remove(&mut self, local: u32) {
        self.0[local as usize / 64] &= !(1 << (local % 64));
    }

    pub fn add_all(&mut self, others: &Locals) {
        self.0.iter_mut().zip(&others.0).for_each(|(these, those)| *these |= those);
    }

    pub fn keep_only(&mut self, others: &Locals) {
        self.0.iter_mut().zip(&others.0).for_each(|(these, those)| *these &= those);
    }

    /// In rising order.
    pub fn list(&self) -> Vec<u32> {
        (0..self.0.len() as u32 * 64).filter(|local| self.0[*local as usize / 64] >> (local % 64) & 1 == 1).collect()
    }
}

/// What is read later where a jump to a block arrives, and where the block is left at its end.
pub struct Live {
    /// By block.
    pub jumped: Vec<Locals>,
    pub left: Vec<Locals>,
}

/// Reads a whole function.
pub fn of(code: &Code<'_>) -> Live {
    let none = Locals::none(code.locals.len());
    let blocks = vec![none.clone(); code.blocks.len()];
    let mut live = Live { jumped: blocks.clone(), left: blocks };
    let mut reader = Reader { code, live: &mut live, labels: vec![none.clone()] };
    reader.before(0, code.blocks[0].end, none);
    live
}

/// What a branch reads that was written before it, when these are read wherever it is left.
pub fn read_by(code: &Code<'_>, branch: &Branch, nesting: usize, later: &Locals) -> Locals {
    let blocks = vec![later.clone(); code.blocks.len()];
    let mut live = Live { jumped: blocks.clone(), left: blocks };
    let mut reader = Reader { code, live: &mut live, labels: vec![later.clone(); nesting] };
    reader.before(branch.from, branch.to, later.clone())
}

struct Reader<'a, 'b> {
    code: &'a Code<'b>,
    live: &'a mut Live,
    /// What is read later where a jump arrives, by the blocks around, outermost first.
    labels: Vec<Locals>,
}

impl Reader<'_, '_> {
    fn label(&self, depth: u32) -> &Locals {
        &self.labels[self.labels.len() - 1 - depth as usize]
    }

    /// What is read at or after `from`, when these are read at or after `to`.
    fn before(&mut self, from: usize, to: usize, mut live: Locals) -> Locals {
        let mut number = to;
        while number > from {
            number -= 1;
            match &self.code.operators[number] {
                Operator::LocalGet { local_index } => live.add(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => live.remove(*local_index),
                Operator::Br { relative_depth } => live = self.label(*relative_depth).clone(),
                Operator::BrIf { relative_depth } => live.add_all(self.label(*relative_depth)),
                Operator::BrTable { targets } => {
                    live = self.label(targets.default()).clone();
                    for target in targets.targets().flatten() {
                        live.add_all(self.label(target));
                    }
                }
                // Leaving the function is a jump to its end.
                Operator::Return => live = self.labels[0].clone(),
                Operator::Unreachable => live = Locals::none(self.code.locals.len()),
                Operator::End => {
                    if let Some(block) = self.code.block_at[number] {
                        live = self.block(block, live);
                        // The operator that opens it does nothing else.
                        number = self.code.blocks[block].from - 1;
                    }
                }
                _ => {}
            }
        }
        live
    }

    /// What is read at or after the beginning of a block.
    fn block(&mut self, number: usize, after: Locals) -> Locals {
        let block = &self.code.blocks[number];
        let mut label =
            if block.kind == FrameKind::Loop { Locals::none(self.code.locals.len()) } else { after.clone() };
        loop {
            self.labels.push(label.clone());
            let mut live = self.before(block.middle.map_or(block.from, |middle| middle + 1), block.end, after.clone());
            match block.middle {
                Some(middle) => live.add_all(&self.before(block.from, middle, after.clone())),
                None if block.kind == FrameKind::If => live.add_all(&after),
                None => {}
            }
            self.labels.pop();
            let known = label.clone();
            if block.kind == FrameKind::Loop {
                label.add_all(&live);
            }
            if label == known {
                self.live.jumped[number] = label;
                self.live.left[number] = after;
                return live;
            }
        }
    }
}
