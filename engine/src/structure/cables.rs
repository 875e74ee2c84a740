//! The network of a document: what its cables join, and which of it may be passed through.

use super::NodeIdx;
use crate::ids::Id;
use crate::order::Map;

/// The cables as a graph. Vertices are the parts that cables end at; links are the cables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cabling {
    /// For every vertex, the node that says whether it can be passed through; `None` for what passes nothing on (only
    /// switches and routers do).
    pub vertices: Vec<Option<NodeIdx>>,
    /// For every cable, its two vertices and its node. Added by [`Cabling::join`] only.
    pub links: Vec<(u32, u32, NodeIdx)>,
    /// The vertex of a part.
    pub vertex_of: Map<Id, u32>,
    /// For every vertex, where its cables lead, and their places in `links`.
    neighbours: Vec<Vec<(u32, u32)>>,
}

impl Cabling {
    /// Adds a vertex that can be passed through while `passes` works.
    pub fn add(&mut self, id: Id, passes: Option<NodeIdx>) -> u32 {
        let vertex = self.vertices.len() as u32;
        self.vertices.push(passes);
        self.neighbours.push(Vec::new());
        self.vertex_of.insert(id, vertex);
        vertex
    }

    /// Adds a cable.
    pub fn join(&mut self, a: u32, b: u32, link: NodeIdx) {
        let place = self.links.len() as u32;
        self.links.push((a, b, link));
        self.neighbours[a as usize].push((b, place));
        self.neighbours[b as usize].push((a, place));
    }

    /// Where the cables of a vertex lead, and their nodes.
    pub fn neighbours(&self, vertex: u32) -> impl Iterator<Item = (u32, NodeIdx)> {
        self.neighbours[vertex as usize].iter().map(|(next, place)| (*next, self.links[*place as usize].2))
    }

    /// The same network with every node at another place.
    pub fn moved(&self, place: &[NodeIdx]) -> Cabling {
        let moved = |node: &NodeIdx| place[node.at()];
        Cabling {
            vertices: self.vertices.iter().map(|node| node.as_ref().map(moved)).collect(),
            links: self.links.iter().map(|(a, b, node)| (*a, *b, moved(node))).collect(),
            vertex_of: self.vertex_of.clone(),
            neighbours: self.neighbours.clone(),
        }
    }

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
            for (next, link) in self.neighbours(at) {
                if reached[next as usize] || !works(link) {
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
