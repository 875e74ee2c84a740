//! The automatic layout: columns from left to right by how far a part is from the clients (the longest way along the
//! needs, or the shortest along the cables where that is longer), an order in each column that crosses few lines
//! (barycentre sweeps), and rows. Members of a pool stand above one another; parts of a domain stay together in a lane.
//! Deterministic: ties keep the document's order.
//!
//! After Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures, 1981, without
//! its last step; the columns here are few and the lines curve around what is in the way.

mod blocks;

use std::collections::VecDeque;

use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{NeedsOrder, Topology, needs_order};

use super::{COLUMN_PITCH, ROW_PITCH, held_by_domain, standing};
use crate::geometry::{GRID, Point, on_grid};
use blocks::Blocks;

/// How often columns are pushed right until members of a pool share one; enough for pools in pools.
const PASSES_MAX: u32 = 8;
/// How deep pools may be nested before their members are laid out as if they were not.
const NESTING_MAX: u32 = 32;

/// A place for every part that stands at one of its own.
pub fn layered(topology: &Topology) -> Map<Id, Point> {
    let mut graph = Graph::of(topology);
    graph.rank(topology);
    let blocks = Blocks::of(topology, &graph);
    let places = if blocks.lanes.len() > 1 { blocks.in_lanes(&graph) } else { blocks.in_columns() };
    let mut named: Map<Id, Point> = places.into_iter().map(|(i, at)| (graph.ids[i].clone(), on_grid(at))).collect();
    let bottom = named.values().map(|p| p.y).fold(0.0, f64::max);
    let others: Vec<Id> = standing(topology).into_iter().filter(|id| !named.contains_key(id)).collect();
    for (i, id) in others.into_iter().enumerate() {
        let at = Point::new(i as f64 * (COLUMN_PITCH - 8.0 * GRID), bottom + 2.0 * ROW_PITCH);
        named.insert(id, on_grid(at));
    }
    named
}

/// The clients, components and pools, with their needs, by index.
struct Graph {
    ids: Vec<Id>,
    needs: Vec<Vec<usize>>,
    members: Vec<Vec<usize>>,
    rank: Vec<usize>,
    index: Map<Id, usize>,
}

impl Graph {
    fn of(topology: &Topology) -> Graph {
        let mut ids = vec![Id::clients()];
        ids.extend(topology.components.iter().map(|c| c.id.clone()));
        ids.extend(topology.pools.iter().map(|p| p.id.clone()));
        let index: Map<Id, usize> = ids.iter().enumerate().map(|(i, id)| (id.clone(), i)).collect();
        let lists = std::iter::once(&topology.clients.needs);
        let lists = lists.chain(topology.components.iter().map(|c| &c.needs));
        let lists = lists.chain(topology.pools.iter().map(|p| &p.needs));
        let needs: Vec<Vec<usize>> =
            lists.map(|list| list.iter().filter_map(|n| index.get(&n.to).copied()).collect()).collect();
        let mut members = vec![Vec::new(); ids.len()];
        for pool in &topology.pools {
            members[index[&pool.id]] = pool.members.iter().filter_map(|m| index.get(m).copied()).collect();
        }
        let rank = vec![1; ids.len()];
        Graph { ids, needs, members, rank, index }
    }

    /// Columns: one to the right of everything that needs the part, as far right as its way through the network is long,
    /// members of a pool in one column.
    fn rank(&mut self, topology: &Topology) {
        self.rank[0] = 0;
        self.rank_by_cables(topology);
        let order: Vec<usize> = match needs_order(topology) {
            NeedsOrder::Ordered(ids) => ids.iter().rev().filter_map(|id| self.index.get(id).copied()).collect(),
            NeedsOrder::Circles(_) => (1..self.ids.len()).collect(),
        };
        let order: Vec<usize> = std::iter::once(0).chain(order).collect();
        for _ in 0..PASSES_MAX {
            let before = self.rank.clone();
            for part in &order {
                let own = self.rank[*part];
                let down = self.needs[*part].iter().map(|to| (*to, own + 1));
                let within = self.members[*part].iter().map(|member| (*member, own));
                for (part, least) in down.chain(within).collect::<Vec<_>>() {
                    self.rank[part] = self.rank[part].max(least);
                }
            }
            for part in order.iter().rev().filter(|part| !self.members[**part].is_empty()) {
                let most = self.members[*part].iter().map(|m| self.rank[*m]).max().unwrap_or(0);
                let most = most.max(self.rank[*part]);
                self.rank[*part] = most;
                self.members[*part].clone().into_iter().for_each(|m| self.rank[m] = most);
            }
            if self.rank == before {
                break;
            }
        }
    }

    /// Where there are cables, a part begins as many columns to the right as it is cables away from the clients; of a
    /// network without them, from the first of its parts.
    fn rank_by_cables(&mut self, topology: &Topology) {
        let mut beside = vec![Vec::new(); self.ids.len()];
        for cable in &topology.cables {
            let ends = cable.between.iter().filter_map(|id| self.index.get(id).copied());
            if let [a, b] = ends.collect::<Vec<_>>()[..] {
                beside[a].push(b);
                beside[b].push(a);
            }
        }
        let mut seen = vec![false; self.ids.len()];
        for start in 0..self.ids.len() {
            if seen[start] || beside[start].is_empty() {
                continue;
            }
            seen[start] = true;
            let mut queue = VecDeque::from([start]);
            while let Some(part) = queue.pop_front() {
                for next in beside[part].clone() {
                    if !std::mem::replace(&mut seen[next], true) {
                        self.rank[next] = self.rank[part] + 1;
                        queue.push_back(next);
                    }
                }
            }
        }
    }
}

/// For each part the innermost pool it is in. Of several pools the first of the document counts.
fn pools(graph: &Graph) -> Vec<Option<usize>> {
    let mut pool_of = vec![None; graph.ids.len()];
    for (pool, members) in graph.members.iter().enumerate() {
        members.iter().for_each(|m| pool_of[*m] = pool_of[*m].or(Some(pool)));
    }
    pool_of
}

/// For each part the outermost pool it is in, or itself.
fn roots(pool_of: &[Option<usize>]) -> Vec<usize> {
    let outermost = |part: usize| {
        let mut at = part;
        for _ in 0..NESTING_MAX {
            let Some(outer) = pool_of[at] else { break };
            at = outer;
        }
        at
    };
    (0..pool_of.len()).map(outermost).collect()
}

/// The lanes there are, sorted so that domains in one domain are neighbours and parts in none come last, and each
/// part's lane. One lane when nothing is in a domain.
fn lanes(topology: &Topology, graph: &Graph) -> (Vec<Vec<usize>>, Vec<usize>) {
    let held = held_by_domain(topology);
    let mut within: Map<Id, usize> = Map::new();
    for (d, domain) in topology.domains.iter().enumerate() {
        held[&domain.id].iter().for_each(|part| {
            within.entry(part.clone()).or_insert(d);
        });
    }
    let way = |id: &Id| {
        let mut way = Vec::new();
        let mut at = id;
        while let Some(d) = within.get(at).filter(|_| way.len() < NESTING_MAX as usize) {
            way.insert(0, *d);
            at = &topology.domains[*d].id;
        }
        way
    };
    let ways: Vec<Vec<usize>> = graph.ids.iter().map(way).collect();
    let standing = (0..graph.ids.len()).filter(|p| graph.members[*p].is_empty());
    let mut lanes: Vec<Vec<usize>> = standing.map(|p| ways[p].clone()).collect();
    nines_engine::order::sort_by(&mut lanes, |a, b| a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b)));
    lanes.dedup();
    let lane_of = ways.iter().map(|way| lanes.iter().position(|lane| lane == way).unwrap_or(0)).collect();
    (lanes, lane_of)
}
