//! A block on its own, with its nodes numbered from 0: as an outline (what can fail) and with chances.

use super::chance::Chance;
use super::model::{Element, LinkShape};

/// What the frontier method needs to know of a block.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Which nodes can fail.
    pub fallible: Vec<bool>,
    pub links: Vec<LinkShape>,
}

/// A block with its chances.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub nodes: Vec<Chance>,
    pub links: Vec<PartLink>,
}

/// A link of a part.
#[derive(Clone, Copy, Debug)]
pub struct PartLink {
    pub a: u32,
    pub b: u32,
    pub chance: Chance,
}

impl Part {
    pub fn outline(&self) -> Outline {
        let fallible = |chance: Chance| chance.down > 0.0;
        let shape = |link: &PartLink| LinkShape { a: link.a, b: link.b, fallible: fallible(link.chance) };
        Outline {
            fallible: self.nodes.iter().map(|&node| fallible(node)).collect(),
            links: self.links.iter().map(shape).collect(),
        }
    }

    pub fn chance(&self, element: Element) -> Chance {
        match element {
            Element::Node(node) => self.nodes[node as usize],
            Element::Link(link) => self.links[link as usize].chance,
        }
    }
}

/// The place of a node among the nodes of a block, which are in rising order.
pub fn place(members: &[u32], node: u32) -> u32 {
    members.binary_search(&node).expect("a block holds the ends of its links") as u32
}
