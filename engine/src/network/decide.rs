//! The decisions behind "are these two connected?": a decision diagram of a network, without probabilities, for those
//! who put it into a larger structure. Only what is on no path is left out, so every element keeps its own name.
//!
//! The frontier method makes one decision a state; walked backward, states that lead to the same two places become one
//! decision, so what comes out is reduced (Bryant 1986). Blocks are asked one after the other: the good end of one is
//! the node behind it and the next block's beginning.

use super::blocks::{Blocks, Leg};
use super::model::{DecisionLimits, Element, LinkShape, Shape, TooLarge};
use super::order::node_orders;
use super::part::{Outline, place};
use super::plan::{Plan, fused, plan};
use super::record::{BAD, Edges, GOOD, record};
use super::two_terminal::{Attempt, attempts, states_max};
use crate::order::sort_by_key;

/// A question and where its answers lead: 0 is disconnected, 1 connected, n + 2 the decision at place n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What is asked.
    pub element: Element,
    /// When it is up.
    pub up: u32,
    /// When it is down.
    pub down: u32,
}

/// All decisions, children before parents, the first to be made last. No two are equal and none leads to one place
/// only: a reduced ordered decision diagram in the order of [`Decisions::order`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The decisions; empty when nothing that can fail decides.
    pub decisions: Vec<Decision>,
    /// Where to begin: 0, 1, or the number of the last decision.
    pub root: u32,
    order: Vec<Element>,
}

impl Decisions {
    /// Never connected.
    pub const DISCONNECTED: u32 = 0;
    /// Connected.
    pub const CONNECTED: u32 = 1;

    /// The elements in the order they are asked, on every way through the decisions. All of them matter.
    pub fn order(&self) -> &[Element] {
        &self.order
    }

    /// Whether the two are connected when exactly these elements are up.
    pub fn connected(&self, up: impl Fn(Element) -> bool) -> bool {
        let mut at = self.root;
        while at > Decisions::CONNECTED {
            let decision = &self.decisions[at as usize - 2];
            at = if up(decision.element) { decision.up } else { decision.down };
        }
        at == Decisions::CONNECTED
    }
}

/// The decisions that tell whether `a` and `b` are both up and connected. Of a node with itself: whether it is up.
///
/// # Errors
/// When there are more decisions than the limit.
///
/// # Panics
/// When `a` or `b` is no node, or a link ends at no node.
pub fn decide(shape: &Shape, a: u32, b: u32, limits: &DecisionLimits) -> Result<Decisions, TooLarge> {
    let is_node = |node: u32| (node as usize) < shape.nodes.len();
    assert!(is_node(a) && is_node(b), "both ends are nodes");
    assert!(shape.links.iter().all(|link| is_node(link.a) && is_node(link.b)), "every link ends at nodes");
    let mut writer = Writer { decisions: Vec::new(), order: Vec::new(), left: limits.decisions_max as usize };
    if a == b {
        let root = writer.node(shape, a, Decisions::CONNECTED)?;
        return Ok(writer.finish(root));
    }
    let links = useful(shape, a, b);
    let ends: Vec<(u32, u32)> = links.iter().map(|&link| ends(shape, link)).collect();
    let blocks = Blocks::of(shape.nodes.len(), &ends);
    let Some(legs) = blocks.way(a, b) else { return Ok(writer.finish(Decisions::DISCONNECTED)) };
    let mut target = Decisions::CONNECTED;
    for leg in legs.iter().rev() {
        target = writer.node(shape, leg.to, target)?;
        target = writer.leg(shape, &links, &blocks, leg, target)?;
    }
    target = writer.node(shape, a, target)?;
    Ok(writer.finish(target))
}

fn ends(shape: &Shape, link: u32) -> (u32, u32) {
    let link = &shape.links[link as usize];
    (link.a, link.b)
}

/// The places of the links that a path from `a` to `b` can use: not from a node to itself, not at a node that lets
/// nothing through, and not beside one between the same nodes that never fails.
fn useful(shape: &Shape, a: u32, b: u32) -> Vec<u32> {
    let open = |node: u32| node == a || node == b || shape.nodes[node as usize].passable;
    let pair = |link: &LinkShape| (link.a.min(link.b), link.a.max(link.b));
    let usable = |link: &LinkShape| link.a != link.b && open(link.a) && open(link.b);
    // Between the same nodes, those that never fail come first.
    let mut links: Vec<u32> = (0..shape.links.len() as u32).filter(|&at| usable(&shape.links[at as usize])).collect();
    sort_by_key(&mut links, |&at| (pair(&shape.links[at as usize]), shape.links[at as usize].fallible, at));
    let mut sure = None;
    links.retain(|&at| {
        let link = &shape.links[at as usize];
        if sure == Some(pair(link)) {
            return false;
        }
        if !link.fallible {
            sure = Some(pair(link));
        }
        true
    });
    links.sort_unstable();
    links
}

/// The states the orders are first tried with, where there are several.
const PILOT_STATES: u32 = 1 << 14;

/// Writes decisions from the end to the beginning.
struct Writer {
    decisions: Vec<Decision>,
    /// Last asked first.
    order: Vec<Element>,
    /// How many states may still be looked at.
    left: usize,
}

impl Writer {
    /// A node that everything goes through.
    fn node(&mut self, shape: &Shape, node: u32, target: u32) -> Result<u32, TooLarge> {
        if !shape.nodes[node as usize].fallible {
            return Ok(target);
        }
        self.left = self.left.checked_sub(1).ok_or(TooLarge)?;
        let element = Element::Node(node);
        self.order.push(element);
        Ok(self.push(Decision { element, up: target, down: Decisions::DISCONNECTED }))
    }

    /// A block, its good end leading to `target`.
    fn leg(&mut self, shape: &Shape, links: &[u32], blocks: &Blocks, leg: &Leg, target: u32) -> Result<u32, TooLarge> {
        let members = &blocks.nodes[leg.block as usize];
        let inside: Vec<u32> = blocks.links[leg.block as usize].iter().map(|&at| links[at as usize]).collect();
        let local = |&at: &u32| {
            let link = &shape.links[at as usize];
            LinkShape { a: place(members, link.a), b: place(members, link.b), fallible: link.fallible }
        };
        let fallible = members.iter().map(|&node| shape.nodes[node as usize].fallible).collect();
        let outline = Outline { fallible, links: inside.iter().map(local).collect() };
        let ends = (place(members, leg.from), place(members, leg.to));
        let plans: Vec<Plan> = node_orders(&outline, &[ends.0, ends.1])
            .iter()
            .filter_map(|order| plan(&outline, order, Some(ends)).map(fused))
            .collect();
        let limit = u32::try_from(self.left).unwrap_or(u32::MAX);
        let found = attempts(&plans, limit, PILOT_STATES).find_map(|attempt| Some((attempt.plan, recorded(&attempt)?)));
        let (plan, levels) = found.ok_or(TooLarge)?;
        // The first level is there whatever the limit, so that an attempt may have a state more than it was allowed.
        let states = levels.iter().map(Vec::len).sum::<usize>();
        self.left = self.left.checked_sub(states).ok_or(TooLarge)?;
        let global = |element| match element {
            Element::Node(node) => Element::Node(members[node as usize]),
            Element::Link(link) => Element::Link(inside[link as usize]),
        };
        let elements: Vec<Option<Element>> = plan.steps.iter().map(|step| step.element.map(global)).collect();
        Ok(self.backward(&levels, &elements, target))
    }

    fn backward(&mut self, levels: &[Vec<Edges>], elements: &[Option<Element>], target: u32) -> u32 {
        let mut below: Vec<u32> = Vec::new();
        for (level, &element) in levels.iter().zip(elements).rev() {
            let number = |to: u32| match to {
                GOOD => target,
                BAD => Decisions::DISCONNECTED,
                place => below[place as usize],
            };
            let branches: Vec<(u32, u32)> = level.iter().map(|edges| (number(edges.up), number(edges.down))).collect();
            below = self.level(element, &branches);
        }
        below[0]
    }

    /// The numbers of the states of a level with these branches, equal ones decided once.
    fn level(&mut self, element: Option<Element>, branches: &[(u32, u32)]) -> Vec<u32> {
        let mut numbers: Vec<u32> = branches.iter().map(|&(up, _)| up).collect();
        let mut places: Vec<u32> = (0..branches.len() as u32).collect();
        places.retain(|&place| branches[place as usize].0 != branches[place as usize].1);
        let Some(element) = element.filter(|_| !places.is_empty()) else { return numbers };
        self.order.push(element);
        places.sort_unstable_by_key(|&place| (branches[place as usize], place));
        let mut last = None;
        for place in places {
            let branch = branches[place as usize];
            if last != Some(branch) {
                last = Some(branch);
                self.push(Decision { element, up: branch.0, down: branch.1 });
            }
            numbers[place as usize] = self.decisions.len() as u32 + 1;
        }
        numbers
    }

    /// The number of a new decision.
    fn push(&mut self, decision: Decision) -> u32 {
        self.decisions.push(decision);
        self.decisions.len() as u32 + 1
    }

    fn finish(mut self, root: u32) -> Decisions {
        self.order.reverse();
        Decisions { decisions: self.decisions, root, order: self.order }
    }
}

fn recorded(attempt: &Attempt) -> Option<Vec<Vec<Edges>>> {
    let (plan, limit) = (attempt.plan, attempt.states_max);
    match plan.width {
        0..=8 => record::<1>(plan, states_max::<1>(limit)),
        9..=16 => record::<2>(plan, states_max::<2>(limit)),
        17..=64 => record::<8>(plan, states_max::<8>(limit)),
        _ => record::<32>(plan, states_max::<32>(limit)),
    }
}
