//! From forms to steps with numbers. Both sides of every number are summed on their own, so that nine nines keep
//! their digits; nothing is ever subtracted from 1.

use super::super::Method;
use super::super::paths::expanded;
use super::chains::FOLLOWED;
use super::diagrams::Diagrams;
use super::events::{Alike, alike_events};
use super::forms::{Form, FormIdx, Forms};
use super::labels::Labels;
use super::plan::{Gate, Plan, Planner};
use super::words;
use super::{Derivation, STEPS_MAX, Step, StepKind};
use crate::availability::diagram::TooLarge;
use crate::availability::quantify::Pair;
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::structure::{Lowering, Structure, lower};
use crate::topology::Topology;

/// Derives the clients' unavailability step by step, in at most [`STEPS_MAX`] steps. The last
/// step has the number of [`crate::availability::analyze()`].
///
/// # Errors
/// The document's errors; or [`codes::TOO_ENTANGLED`] when a step would need the decision diagram and that is too
/// large.
pub fn explain(topology: &Topology) -> Result<Derivation, Vec<Diagnostic>> {
    let too_large = |TooLarge| {
        let finding =
            Diagnostic::error(codes::TOO_ENTANGLED, "the parts depend on each other too much for a derivation");
        vec![finding.hint("the answer of analyze needs none: its cut sets say what takes the clients down")]
    };
    let structure = expanded(lower(topology, Lowering::UP)?, DECISIONS_MAX).map_err(too_large)?;
    let mut derive = Derive::new(topology, &structure);
    derive.run().map_err(too_large)
}

/// How many decisions the paths of a network may take.
const DECISIONS_MAX: usize = 10_000;

/// A derivation in the making.
pub struct Derive<'a> {
    pub topology: &'a Topology,
    pub planner: Planner<'a>,
    pub alike: Alike,
    top: FormIdx,
    steps: Vec<Step>,
    step_of: Map<FormIdx, usize>,
    diagrams: Option<Diagrams>,
    sharing: Sharing,
    /// Whether a step was left to the diagram for want of steps.
    ran_short: bool,
}

/// A step has no more members than this; alike ones share a step, so that a large pool may have a short derivation.
const MEMBERS_MAX: usize = 512;

/// How the steps that are left are shared among members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    /// Whoever comes first takes what it needs.
    FirstCome,
    /// As many for each member; what one leaves over goes to the later ones.
    Even,
}

impl<'a> Derive<'a> {
    fn new(topology: &'a Topology, structure: &'a Structure) -> Derive<'a> {
        let (forms, form_of) = Forms::of(structure);
        let labels = Labels::of(topology, structure, &forms, &form_of);
        let top = form_of[structure.top.at()];
        let alike = alike_events(topology, structure, &forms, top);
        Derive {
            topology,
            planner: Planner { structure, forms, labels },
            alike,
            top,
            steps: Vec::new(),
            step_of: Map::new(),
            diagrams: None,
            sharing: Sharing::FirstCome,
            ran_short: false,
        }
    }

    fn run(&mut self) -> Result<Derivation, TooLarge> {
        for sharing in [Sharing::FirstCome, Sharing::Even] {
            (self.sharing, self.ran_short) = (sharing, false);
            self.steps.clear();
            self.step_of.clear();
            if self.top.is_certain() {
                self.steps.push(words::certain(self, self.top == FormIdx::WORKS));
            } else {
                self.derive(self.top, STEPS_MAX)?;
            }
            if !self.ran_short {
                break;
            }
        }
        let mut steps = std::mem::take(&mut self.steps);
        words::introduce(&mut steps, &self.planner.labels.groups());
        let unavailability = steps.last().expect("the clients have a step").unavailability;
        let complete = steps.iter().all(|step| step.kind != StepKind::Diagram);
        let is_exact = self.planner.structure.findings.is_empty();
        let method = if is_exact { Method::Exact } else { Method::Approximate };
        Ok(Derivation { steps, unavailability, complete, method })
    }

    /// Makes the step of a form after the steps it builds on, in at most `steps_max` steps, which is at least 1.
    /// Recursion takes a step a level, so it is at most [`STEPS_MAX`] deep.
    fn derive(&mut self, form: FormIdx, steps_max: usize) -> Result<(), TooLarge> {
        if form.is_certain() || self.step_of.contains_key(&form) {
            return Ok(());
        }
        if let Form::Event(event) = *self.planner.forms.get(form) {
            self.derive_event(event);
            return Ok(());
        }
        let mut plan = self.planner.plan(form, MEMBERS_MAX);
        let pending = self.pending(&plan);
        if pending.len() >= steps_max {
            self.ran_short = true;
            plan = Plan::Diagram(Vec::new());
        } else {
            self.derive_all(&pending, steps_max - 1)?;
        }
        let pair = self.value(form, &plan)?;
        let step = words::step(self, form, &plan, pair);
        self.push(form, step);
        Ok(())
    }

    fn derive_all(&mut self, pending: &[FormIdx], mut steps_left: usize) -> Result<(), TooLarge> {
        for (i, form) in pending.iter().enumerate() {
            let after = pending.len() - i - 1;
            let share = match self.sharing {
                Sharing::FirstCome => steps_left - after,
                Sharing::Even => steps_left / (after + 1),
            };
            let before = self.steps.len();
            self.derive(*form, share)?;
            steps_left -= self.steps.len() - before;
        }
        Ok(())
    }

    /// What a plan uses and has no step yet; of events that are alike, one.
    fn pending(&self, plan: &Plan) -> Vec<FormIdx> {
        let mut pending = used_by(plan);
        pending.retain(|form| !form.is_certain() && !self.step_of.contains_key(form));
        let mut seen = Set::new();
        pending.retain(|form| match self.planner.forms.get(*form) {
            Form::Event(event) => seen.insert((true, self.alike.first(*event))),
            _ => seen.insert((false, form.at() as u32)),
        });
        pending
    }

    fn derive_event(&mut self, event: u32) {
        let events = self.alike.all(event);
        let first = &self.planner.structure.events[events[0] as usize];
        let q = first.unavailability;
        let forms: Vec<FormIdx> = events.into_iter().map(|event| self.planner.forms.event(event)).collect();
        let step = words::event(self, first, &forms, Pair { up: 1.0 - q, down: q });
        forms.into_iter().for_each(|form| {
            self.step_of.insert(form, self.steps.len());
        });
        self.steps.push(step);
    }

    fn push(&mut self, form: FormIdx, step: Step) {
        self.step_of.insert(form, self.steps.len());
        self.steps.push(step);
    }

    fn value(&mut self, form: FormIdx, plan: &Plan) -> Result<Pair, TooLarge> {
        Ok(match plan {
            Plan::Gate(Gate::Chain, members) => series(&self.pairs(&members.of)),
            Plan::Gate(Gate::Beside, members) => swapped(series(&swapped_all(self.pairs(&members.of)))),
            Plan::Count(least, of) => at_least(*least, &self.pairs(of)),
            Plan::Condition { on, works, down, .. } => {
                let (on, works, down) = (self.pair(*on), self.pair(*works), self.pair(*down));
                let side = |works: f64, down: f64| on.up * works + on.down * down;
                Pair { up: side(works.up, down.up), down: side(works.down, down.down) }
            }
            Plan::Diagram(_) => {
                let structure = self.planner.structure;
                let diagrams = match &mut self.diagrams {
                    Some(diagrams) => diagrams,
                    none => none.insert(Diagrams::of(structure)?),
                };
                diagrams.pair(structure, &self.planner.forms, form)?
            }
        })
    }

    /// The value of a form that is certain or has its step.
    pub fn pair(&self, form: FormIdx) -> Pair {
        if form.is_certain() {
            let up = f64::from(u8::from(form == FormIdx::WORKS));
            return Pair { up, down: 1.0 - up };
        }
        let step = &self.steps[self.step_of[&form]];
        Pair { up: step.availability, down: step.unavailability }
    }

    pub fn pairs(&self, forms: &[FormIdx]) -> Vec<Pair> {
        forms.iter().map(|form| self.pair(*form)).collect()
    }

    /// Whether an earlier step says what the chain of a pool is.
    pub fn has_told(&self, pool: &Id) -> bool {
        self.steps.iter().any(|step| step.parts.contains(pool) && step.words.contains(FOLLOWED))
    }

    /// The steps a plan uses, in its order.
    pub fn uses(&self, plan: &Plan) -> Vec<usize> {
        let mut uses = Vec::new();
        for step in used_by(plan).iter().filter_map(|form| self.step_of.get(form)) {
            if !uses.contains(step) {
                uses.push(*step);
            }
        }
        uses
    }
}

/// The forms a plan computes with.
fn used_by(plan: &Plan) -> Vec<FormIdx> {
    match plan {
        Plan::Gate(_, members) => members.of.clone(),
        Plan::Count(_, of) => of.clone(),
        Plan::Condition { on, works, down, .. } => vec![*on, *works, *down],
        Plan::Diagram(_) => Vec::new(),
    }
}

/// A chain of independent members: A = A₁·A₂·…, U = U₁ + A₁·U₂ + A₁·A₂·U₃ + …
/// (Barlow, Proschan 1975, chapter 2; the sum is 1 − A with its digits kept).
fn series(pairs: &[Pair]) -> Pair {
    pairs.iter().fold(Pair { up: 1.0, down: 0.0 }, |all, next| Pair {
        up: all.up * next.up,
        down: all.down + all.up * next.down,
    })
}

/// Side by side is a chain of failures: all must be down.
fn swapped(pair: Pair) -> Pair {
    Pair { up: pair.down, down: pair.up }
}

fn swapped_all(pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.into_iter().map(swapped).collect()
}

/// At least `least` of independent members, member by member
/// (Barlow, Heidtmann: Computing k-out-of-n System Reliability, IEEE Transactions on Reliability R-33, 1984).
pub fn at_least(least: u32, pairs: &[Pair]) -> Pair {
    // working[j]: that exactly j of those seen so far work; all from `least` on are counted together.
    let least = least as usize;
    let mut working = vec![0.0; least + 1];
    working[0] = 1.0;
    for pair in pairs {
        for j in (0..=least).rev() {
            let stays = if j == least { working[j] } else { working[j] * pair.down };
            working[j] = stays + if j > 0 { working[j - 1] * pair.up } else { 0.0 };
        }
    }
    Pair { up: working[least], down: working[..least].iter().fold(0.0, |sum, p| sum + p) }
}
