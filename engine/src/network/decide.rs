//! The decisions behind "are these two connected?": a decision diagram of a network, without probabilities, for those
//! who put it into a larger structure. Only what is on no path is left out, so every element keeps its own name.
//!
//! The frontier method makes one decision a state; walked backward, states that lead to the same two places become one
//! decision, so what comes out is reduced (Bryant 1986). Blocks are asked one after the other: the good end of one is
//! the node behind it and the next block's beginning.

use super::blocks::Leg;
use super::model::{DecisionLimits, Element, Shape, TooLarge};
use super::record::{BAD, GIVEN_UP, GOOD};
use super::way::{Recorded, Way};
use crate::hash::mix;

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

    fn never() -> Decisions {
        Decisions { decisions: Vec::new(), root: Decisions::DISCONNECTED, order: Vec::new() }
    }

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
    let mut left = limits.decisions_max as usize;
    let Some(way) = Way::between(shape, a, b) else { return Ok(Decisions::never()) };
    // A node that everything goes through is one decision.
    left = left.checked_sub(way.fallible_nodes(shape)).ok_or(TooLarge)?;
    let mut legs = Vec::with_capacity(way.legs.len());
    for leg in &way.legs {
        let block = way.block(shape, leg);
        let leg = block.recorded_within(u32::try_from(left).unwrap_or(u32::MAX)).ok_or(TooLarge)?;
        // The first level is there whatever the limit, so that an attempt may have a state more than it was allowed.
        left = left.checked_sub(leg.states()).ok_or(TooLarge)?;
        legs.push(leg);
    }
    Ok(written(&way, shape, &legs, Decisions::DISCONNECTED))
}

/// Decisions between which the truth lies, where all of them would be too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// Never connected when the two are not.
    pub least: Decisions,
    /// Always connected when the two are.
    pub most: Decisions,
}

/// The likeliest decisions: of the states that a level of the frontier can be in, the `width_max` likeliest are kept
/// (at least one), and what the others lead to is taken as disconnected, and as connected. `down` tells how likely each
/// element is down; whatever it says, the truth lies between the two answers, and the closer it is to the chances the
/// decisions are later given, the closer they are.
///
/// The same cut as in [`two_terminal`](super::two_terminal()), written down.
///
/// # Errors
/// When the frontier is wider than 252 nodes.
///
/// # Panics
/// When `a` or `b` is no node, or a link ends at no node.
pub fn decide_likeliest(
    shape: &Shape,
    (a, b): (u32, u32),
    down: impl Fn(Element) -> f64,
    width_max: usize,
) -> Result<Bracket, TooLarge> {
    let Some(way) = Way::between(shape, a, b) else {
        return Ok(Bracket { least: Decisions::never(), most: Decisions::never() });
    };
    let recorded = |leg: &Leg| way.block(shape, leg).recorded_likeliest(&down, width_max.max(1));
    let legs = way.legs.iter().map(recorded).collect::<Option<Vec<Recorded>>>().ok_or(TooLarge)?;
    Ok(Bracket {
        least: written(&way, shape, &legs, Decisions::DISCONNECTED),
        most: written(&way, shape, &legs, Decisions::CONNECTED),
    })
}

/// The decisions of a way from its end to its beginning, the good end of each leg leading to the next. What was given up
/// leads to `given_up`.
fn written(way: &Way, shape: &Shape, legs: &[Recorded], given_up: u32) -> Decisions {
    let mut writer = Writer { decisions: Vec::new(), order: Vec::new() };
    let mut target = Decisions::CONNECTED;
    for (leg, recorded) in way.legs.iter().zip(legs) {
        target = writer.node(shape, leg.to, target);
        // Connected as far as this leg goes.
        let given_up = if given_up == Decisions::CONNECTED { target } else { given_up };
        target = writer.backward(recorded, target, given_up);
    }
    let root = writer.node(shape, way.a, target);
    writer.order.reverse();
    Decisions { decisions: writer.decisions, root, order: writer.order }
}

/// Writes decisions from the end to the beginning.
struct Writer {
    decisions: Vec<Decision>,
    /// Last asked first.
    order: Vec<Element>,
}

impl Writer {
    /// A node that everything goes through.
    fn node(&mut self, shape: &Shape, node: u32, target: u32) -> u32 {
        if !shape.nodes[node as usize].fallible {
            return target;
        }
        let element = Element::Node(node);
        self.order.push(element);
        self.push(Decision { element, up: target, down: Decisions::DISCONNECTED })
    }

    fn backward(&mut self, recorded: &Recorded, target: u32, given_up: u32) -> u32 {
        let mut below: Vec<u32> = Vec::new();
        for (level, &element) in recorded.levels.iter().zip(&recorded.elements).rev() {
            let number = |to: u32| match to {
                GOOD => target,
                BAD => Decisions::DISCONNECTED,
                GIVEN_UP => given_up,
                place => below[place as usize],
            };
            let branches: Vec<(u32, u32)> = level.iter().map(|edges| (number(edges.up), number(edges.down))).collect();
            below = self.level(element, &branches);
        }
        below[0]
    }

    /// The numbers of the states of a level with these branches, equal ones decided once.
    fn level(&mut self, element: Option<Element>, branches: &[(u32, u32)]) -> Vec<u32> {
        let deciding = branches.iter().filter(|(up, down)| up != down).count();
        let Some(element) = element.filter(|_| deciding > 0) else {
            return branches.iter().map(|&(up, _)| up).collect();
        };
        self.order.push(element);
        // Open addressing: the numbers of this level's decisions, 0 for empty. Less than half are in use.
        let mut table = vec![0_u32; (deciding * 2 + 1).next_power_of_two()];
        let number = |&(up, down): &(u32, u32)| {
            if up == down {
                return up;
            }
            let decision = Decision { element, up, down };
            let mut slot = mix(up, down, 0) & (table.len() - 1);
            while table[slot] != 0 {
                if self.decisions[table[slot] as usize - 2] == decision {
                    return table[slot];
                }
                slot = (slot + 1) & (table.len() - 1);
            }
            table[slot] = self.push(decision);
            table[slot]
        };
        branches.iter().map(number).collect()
    }

    /// The number of a new decision.
    fn push(&mut self, decision: Decision) -> u32 {
        self.decisions.push(decision);
        self.decisions.len() as u32 + 1
    }
}
