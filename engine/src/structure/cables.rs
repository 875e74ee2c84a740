//! The network of a document: what its cables join, and which of it may be passed through.

use std::collections::BTreeMap;

use super::NodeIdx;
use crate::ids::Id;

/// The cables as a graph. Vertices are the parts that cables end at; links are the cables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cabling {
    /// For every vertex, the node that says whether it can be passed through; `None` for what passes nothing on (only
    /// switches and routers do).
    pub vertices: Vec<Option<NodeIdx>>,
    /// For every cable, its two vertices and its node.
    pub links: Vec<(u32, u32, NodeIdx)>,
    /// The vertex of a part.
    pub vertex_of: BTreeMap<Id, u32>,
}

impl Cabling {
    /// Everything a path may depend on.
    pub fn elements(&self) -> Vec<NodeIdx> {
        let vertices = self.vertices.iter().flatten().copied();
        vertices.chain(self.links.iter().map(|(_, _, link)| *link)).collect()
    }

    /// Whether `from` and `to` are joined when exactly the nodes for which `works` says so work. The ends themselves need
    /// not pass anything on.
    pub fn joined(&self, from: u32, to: u32, works: impl Fn(NodeIdx) -> bool) -> bool {
        if from == to {
            return true;
        }
        let mut reached = vec![false; self.vertices.len()];
        reached[from as usize] = true;
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for (a, b, link) in &self.links {
                let next = if *a == at { *b } else { *a };
                if (*a != at && *b != at) || reached[next as usize] || !works(*link) {
                    continue;
                }
                if next == to {
                    return true;
                }
                reached[next as usize] = true;
                if self.vertices[next as usize].is_some_and(&works) {
                    open.push(next);
                }
            }
        }
        false
    }
}
