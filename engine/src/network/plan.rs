//! The questions about a block in the order they are asked, one a step: a node enters the frontier and its state is
//! decided, then its links to those there; nodes without links to come leave.
//!
//! The plan is made once; the states only follow it. Nodes of the frontier have slots, which are used again.

use super::model::Element;
use super::part::Outline;
use crate::order::sort_by_key;

/// The most slots of a frontier: a label is a byte, and three labels are not for slots.
pub const SLOTS_MAX: usize = 252;

/// All steps of a block.
#[derive(Clone, Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// How many slots are used.
    pub width: usize,
}

/// One question and what follows.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// What happens in any case, before the question.
    pub always: Vec<Action>,
    /// What is asked; without a question everything is in `always`.
    pub element: Option<Element>,
    /// What happens when the element is up.
    pub up: Vec<Action>,
    /// The slots whose nodes leave after it.
    pub leave: Vec<u8>,
    /// The slots that have just come down to one link to go.
    pub last: Vec<u8>,
    /// Of all slots, which have one link to go after this step.
    pub one_to_go: Vec<bool>,
    /// The node that enters.
    pub enters: Option<u32>,
}

/// A change of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A node that is up takes a slot.
    Enter { slot: u8, mark: Mark },
    /// The nodes of two slots are linked.
    Join { slot: u8, other: u8 },
}

/// What an entering node is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Inner,
    /// The first of the two nodes to be connected.
    A,
    /// The second.
    B,
}

impl Step {
    /// The same step for a node that is an end: it is up, and marked.
    pub fn with_end(&self, mark: Mark) -> Step {
        let marked = |action: &Action| match *action {
            Action::Enter { slot, .. } => Action::Enter { slot, mark },
            join => join,
        };
        let always = self.always.iter().chain(&self.up).map(marked).collect();
        Step { always, element: None, up: Vec::new(), ..self.clone() }
    }
}

/// The steps for nodes that enter in this order. The ends, if given, are up: their own chance is for later. `None` when
/// the frontier gets wider than [`SLOTS_MAX`].
pub fn plan(outline: &Outline, order: &[u32], ends: Option<(u32, u32)>) -> Option<Plan> {
    let mut planner = Planner::new(outline);
    for &node in order {
        let mark = match ends {
            Some((a, _)) if node == a => Mark::A,
            Some((_, b)) if node == b => Mark::B,
            _ => Mark::Inner,
        };
        planner.enter(node, mark)?;
    }
    Some(Plan { steps: planner.steps, width: planner.taken.len() })
}

/// The same plan with the steps that ask nothing joined to the next one where nobody leaves between them: fewer levels.
pub fn fused(plan: Plan) -> Plan {
    let mut steps: Vec<Step> = Vec::new();
    for mut step in plan.steps {
        if let Some(before) = steps.pop_if(|before| before.element.is_none() && before.leave.is_empty()) {
            step.always.splice(0..0, before.always);
            let still = before.last.into_iter().filter(|&slot| step.one_to_go[slot as usize]);
            let missing: Vec<u8> = still.filter(|slot| !step.last.contains(slot)).collect();
            step.last.extend(missing);
        }
        steps.push(step);
    }
    Plan { steps, ..plan }
}

struct Planner<'o> {
    outline: &'o Outline,
    incident: Vec<Vec<u32>>,
    /// How many links of each node have not been asked.
    to_go: Vec<u32>,
    slot_of: Vec<Option<u8>>,
    /// The node in each slot.
    taken: Vec<Option<u32>>,
    steps: Vec<Step>,
}

impl<'o> Planner<'o> {
    fn new(outline: &'o Outline) -> Planner<'o> {
        let nodes_count = outline.fallible.len();
        let mut incident = vec![Vec::new(); nodes_count];
        for (place, link) in outline.links.iter().enumerate() {
            incident[link.a as usize].push(place as u32);
            incident[link.b as usize].push(place as u32);
        }
        let to_go = incident.iter().map(|list| list.len() as u32).collect();
        Planner { outline, incident, to_go, slot_of: vec![None; nodes_count], taken: Vec::new(), steps: Vec::new() }
    }

    /// The steps of a node and its links to the frontier: perfect links at once, the others one by one, first those
    /// after which somebody leaves.
    fn enter(&mut self, node: u32, mark: Mark) -> Option<()> {
        let mut links: Vec<(u32, u32)> =
            self.incident[node as usize].iter().map(|&link| (link, self.other(link, node))).collect();
        links.retain(|&(_, other)| self.slot_of[other as usize].is_some());
        let slot = self.take_slot(node)?;
        let (mut asked, sure): (Vec<_>, Vec<_>) = links.into_iter().partition(|&(link, _)| self.fallible(link));
        let mut actions = vec![Action::Enter { slot, mark }];
        actions.extend(sure.iter().map(|&(_, other)| self.join(slot, other)));
        let decided = self.outline.fallible[node as usize] && mark == Mark::Inner;
        let (always, up) = if decided { (Vec::new(), actions) } else { (actions, Vec::new()) };
        let step =
            Step { always, element: decided.then_some(Element::Node(node)), up, enters: Some(node), ..Step::default() };
        self.close(step, node, &sure);
        sort_by_key(&mut asked, |&(link, other)| (self.to_go[other as usize], link));
        for &(link, other) in &asked {
            let step = Step { element: Some(Element::Link(link)), up: vec![self.join(slot, other)], ..Step::default() };
            self.close(step, node, &[(link, other)]);
        }
        Some(())
    }

    fn other(&self, link: u32, node: u32) -> u32 {
        let link = &self.outline.links[link as usize];
        if link.a == node { link.b } else { link.a }
    }

    fn fallible(&self, link: u32) -> bool {
        self.outline.links[link as usize].fallible
    }

    fn join(&self, slot: u8, other: u32) -> Action {
        Action::Join { slot, other: self.slot_of[other as usize].expect("the node is in the frontier") }
    }

    fn take_slot(&mut self, node: u32) -> Option<u8> {
        let free = self.taken.iter().position(Option::is_none).unwrap_or(self.taken.len());
        if free == SLOTS_MAX {
            return None;
        }
        if free == self.taken.len() {
            self.taken.push(None);
        }
        self.taken[free] = Some(node);
        self.slot_of[node as usize] = Some(free as u8);
        Some(free as u8)
    }

    /// Ends a step that has asked these links of `node`.
    fn close(&mut self, mut step: Step, node: u32, links: &[(u32, u32)]) {
        for &(_, other) in links {
            self.to_go[node as usize] -= 1;
            self.to_go[other as usize] -= 1;
        }
        let mut touched: Vec<u32> = links.iter().map(|&(_, other)| other).chain([node]).collect();
        crate::order::numbers_once(&mut touched);
        for node in touched {
            let Some(slot) = self.slot_of[node as usize] else { continue };
            match self.to_go[node as usize] {
                0 => {
                    step.leave.push(slot);
                    self.taken[slot as usize] = None;
                    self.slot_of[node as usize] = None;
                }
                1 => step.last.push(slot),
                _ => {}
            }
        }
        step.one_to_go =
            self.taken.iter().map(|node| node.is_some_and(|node| self.to_go[node as usize] == 1)).collect();
        self.steps.push(step);
    }
}
