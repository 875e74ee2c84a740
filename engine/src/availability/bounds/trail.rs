//! Which leaves each box has fixed: every box names its parent and only what it fixes itself, and going from one box
//! to another changes only what differs.

use super::evaluate::{Evaluator, Rule, Status};

/// No box: the parent of the first one.
pub const NONE: u32 = u32::MAX;

/// The fixed leaves of all boxes.
pub struct Trail {
    /// Parent, and where its own fixed leaves begin; they end where the next one's begin.
    cells: Vec<(u32, u32)>,
    fixed: Vec<(u32, Status)>,
    /// What the evaluator has fixed now.
    current: Vec<(u32, Status)>,
    wanted: Vec<Status>,
}

impl Trail {
    /// Of no boxes, over this many leaves.
    pub fn new(leaves: usize) -> Trail {
        Trail { cells: Vec::new(), fixed: Vec::new(), current: Vec::new(), wanted: vec![Status::Open; leaves] }
    }

    /// Starts a new box, inside another one or [`NONE`], which the evaluator must be at.
    pub fn begin(&mut self, parent: u32) -> u32 {
        self.cells.push((parent, self.fixed.len() as u32));
        self.cells.len() as u32 - 1
    }

    /// Fixes one more leaf of the box begun last.
    pub fn fix<R: Rule>(&mut self, evaluator: &mut Evaluator<R>, leaf: u32, status: Status) {
        self.fixed.push((leaf, status));
        self.current.push((leaf, status));
        evaluator.fix(leaf, status);
    }

    /// All leaves that a box has fixed, its own first.
    pub fn of(&self, cell: u32) -> Vec<(u32, Status)> {
        let mut all = Vec::new();
        let mut at = cell;
        while at != NONE {
            let (parent, start) = self.cells[at as usize];
            let end = self.cells.get(at as usize + 1).map_or(self.fixed.len(), |next| next.1 as usize);
            all.extend_from_slice(&self.fixed[start as usize..end]);
            at = parent;
        }
        all
    }

    /// Fixes what a box has fixed, and nothing else.
    pub fn go_to<R: Rule>(&mut self, evaluator: &mut Evaluator<R>, cell: u32) {
        let target = self.of(cell);
        target.iter().for_each(|(leaf, status)| self.wanted[*leaf as usize] = *status);
        for (leaf, _) in &self.current {
            evaluator.fix(*leaf, self.wanted[*leaf as usize]);
        }
        for (leaf, status) in &target {
            evaluator.fix(*leaf, *status);
            self.wanted[*leaf as usize] = Status::Open;
        }
        self.current = target;
        evaluator.settle();
    }
}
