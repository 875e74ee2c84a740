//! Leaves that decide a box alone: one whose failure takes the top down, or whose working keeps it up.

use super::circuit::{Circuit, Gate};
use super::evaluate::{Evaluator, Rule, Status};

/// A leaf that decides, and the value with which the rest of the box goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forced {
    /// Which.
    pub leaf: u32,
    /// The value that does not decide.
    pub rest: Status,
}

/// Finds them, from the top down.
pub struct Critical {
    /// What was found last.
    pub found: Vec<Forced>,
    seen: Vec<u32>,
    round: u32,
    open: Vec<u32>,
    children: Vec<u32>,
}

impl Critical {
    /// For this circuit.
    pub fn new(circuit: &Circuit) -> Critical {
        let seen = vec![0; circuit.gates.len()];
        Critical { found: Vec::new(), seen, round: 0, open: Vec::new(), children: Vec::new() }
    }

    /// Whether there are any, while the top is open: those whose failure decides, or else those whose working does.
    /// (Not both at once: fixing one kind may undo the other.)
    pub fn find<R: Rule>(&mut self, evaluator: &mut Evaluator<R>) -> bool {
        self.walk(evaluator, Status::Up);
        if self.found.is_empty() {
            self.walk(evaluator, Status::Down);
        }
        !self.found.is_empty()
    }

    fn walk<R: Rule>(&mut self, evaluator: &mut Evaluator<R>, rest: Status) {
        let circuit = evaluator.circuit;
        self.found.clear();
        self.round += 1;
        self.open.push(circuit.top() as u32);
        while let Some(node) = self.open.pop() {
            if std::mem::replace(&mut self.seen[node as usize], self.round) == self.round {
                continue;
            }
            match &circuit.gates[node as usize] {
                Gate::Leaf(leaf) => self.found.push(Forced { leaf: *leaf, rest }),
                Gate::AtLeast(least, of) => {
                    evaluator.work += of.len() as u64;
                    self.children.clear();
                    let mut least = *least as usize;
                    for child in of {
                        match evaluator.status(*child as usize) {
                            Status::Up => least -= 1,
                            Status::Down => {}
                            Status::Open => self.children.push(*child),
                        }
                    }
                    // All of them are needed, or any of them is enough.
                    let decides = if rest == Status::Up { least == self.children.len() } else { least == 1 };
                    if decides {
                        self.open.extend_from_slice(&self.children);
                    }
                }
            }
        }
    }
}
