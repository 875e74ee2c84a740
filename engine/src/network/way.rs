//! The way from one end of a network to the other, block by block, and the states each block goes through. What is on no
//! path is left out.

use super::blocks::{Blocks, Leg};
use super::model::{Element, LinkShape, Shape};
use super::order::node_orders;
use super::part::{Outline, place};
use super::plan::{Plan, fused, plan};
use super::record::{Edges, record, record_likeliest};
use super::two_terminal::{Attempt, attempts, states_max};
use crate::order::sort_by_key;

/// The way from one end to the other, block by block.
pub struct Way {
    pub a: u32,
    /// The places of the links that a path can use; the blocks number these.
    links: Vec<u32>,
    blocks: Blocks,
    /// The last one first, as they are written.
    pub legs: Vec<Leg>,
}

impl Way {
    /// `None` when there is none.
    pub fn between(shape: &Shape, a: u32, b: u32) -> Option<Way> {
        let is_node = |node: u32| (node as usize) < shape.nodes.len();
        assert!(is_node(a) && is_node(b), "both ends are nodes");
        assert!(shape.links.iter().all(|link| is_node(link.a) && is_node(link.b)), "every link ends at nodes");
        let links = useful(shape, a, b);
        let ends: Vec<(u32, u32)> = links.iter().map(|&link| ends(shape, link)).collect();
        let blocks = Blocks::of(shape.nodes.len(), &ends);
        let mut legs = if a == b { Vec::new() } else { blocks.way(a, b)? };
        legs.reverse();
        Some(Way { a, links, blocks, legs })
    }

    /// The ends of all legs.
    fn nodes(&self) -> impl Iterator<Item = u32> {
        self.legs.iter().map(|leg| leg.to).chain([self.a])
    }

    pub fn fallible_nodes(&self, shape: &Shape) -> usize {
        self.nodes().filter(|&node| shape.nodes[node as usize].fallible).count()
    }

    pub fn block<'w>(&'w self, shape: &Shape, leg: &Leg) -> Block<'w> {
        let members = &self.blocks.nodes[leg.block as usize];
        let links: Vec<u32> = self.blocks.links[leg.block as usize].iter().map(|&at| self.links[at as usize]).collect();
        let local = |&at: &u32| {
            let link = &shape.links[at as usize];
            LinkShape { a: place(members, link.a), b: place(members, link.b), fallible: link.fallible }
        };
        let fallible = members.iter().map(|&node| shape.nodes[node as usize].fallible).collect();
        let outline = Outline { fallible, links: links.iter().map(local).collect() };
        let ends = (place(members, leg.from), place(members, leg.to));
        let orders = node_orders(&outline, &[ends.0, ends.1]);
        let plans = orders.iter().filter_map(|order| plan(&outline, order, Some(ends)).map(fused)).collect();
        Block { members, links, plans }
    }
}

/// A block of the way and how it can be asked.
pub struct Block<'w> {
    members: &'w [u32],
    links: Vec<u32>,
    plans: Vec<Plan>,
}

/// A block asked: where every state leads, and what each level asks.
pub struct Recorded {
    pub levels: Vec<Vec<Edges>>,
    pub elements: Vec<Option<Element>>,
}

impl Recorded {
    pub fn states(&self) -> usize {
        self.levels.iter().map(Vec::len).sum()
    }
}

impl Block<'_> {
    fn global(&self, element: Element) -> Element {
        match element {
            Element::Node(node) => Element::Node(self.members[node as usize]),
            Element::Link(link) => Element::Link(self.links[link as usize]),
        }
    }

    fn elements(&self, plan: &Plan) -> Vec<Option<Element>> {
        plan.steps.iter().map(|step| step.element.map(|element| self.global(element))).collect()
    }

    /// All states, by the plan that has few of them.
    pub fn recorded_within(&self, states_max: u32) -> Option<Recorded> {
        attempts(&self.plans, states_max, PILOT_STATES).find_map(|attempt| {
            let levels = recorded(&attempt)?;
            Some(Recorded { levels, elements: self.elements(attempt.plan) })
        })
    }

    /// The likeliest states, by the plan that gives up least.
    pub fn recorded_likeliest(&self, down: &impl Fn(Element) -> f64, width_max: usize) -> Option<Recorded> {
        let found = self.plans.iter().map(|plan| {
            let elements = self.elements(plan);
            let downs: Vec<f64> = elements.iter().map(|element| element.map_or(0.0, down)).collect();
            let (levels, given_up) = likeliest(plan, &downs, width_max);
            (given_up, Recorded { levels, elements })
        });
        found.min_by(|one, two| one.0.total_cmp(&two.0)).map(|(_, recorded)| recorded)
    }
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
    crate::order::sort_numbers(&mut links);
    links
}

/// The states the orders are first tried with, where there are several.
const PILOT_STATES: u32 = 1 << 14;

fn recorded(attempt: &Attempt) -> Option<Vec<Vec<Edges>>> {
    let (plan, limit) = (attempt.plan, attempt.states_max);
    match plan.width {
        0..=8 => record::<1>(plan, states_max::<1>(limit)),
        9..=16 => record::<2>(plan, states_max::<2>(limit)),
        17..=64 => record::<8>(plan, states_max::<8>(limit)),
        _ => record::<32>(plan, states_max::<32>(limit)),
    }
}

/// As [`record_likeliest`], as wide as the plan.
fn likeliest(plan: &Plan, downs: &[f64], width_max: usize) -> (Vec<Vec<Edges>>, f64) {
    match plan.width {
        0..=8 => record_likeliest::<1>(plan, downs, width_max),
        9..=16 => record_likeliest::<2>(plan, downs, width_max),
        17..=64 => record_likeliest::<8>(plan, downs, width_max),
        _ => record_likeliest::<32>(plan, downs, width_max),
    }
}
