//! The graph of who depends on whom, on petgraph: circles, an order in which everything comes after what it
//! depends on, and the parts that depend on one. Domains are nodes too, since a part depends on what it is in.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::model::Topology;
use crate::ids::Id;
use crate::order::{Map, Set};

/// Parts in an order where everything comes after what it depends on, or the circles that make that impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedsOrder {
    /// All ids, dependencies first. The clients are not among them.
    Ordered(Vec<Id>),
    /// Each circle, as the ids along it, starting with the smallest.
    Circles(Vec<Vec<Id>>),
}

type Graph = DiGraph<Id, ()>;

/// Orders all parts, dependencies first. Needs, soft needs, membership of pools and of domains all count.
/// Names of nothing are passed over: validation reports them.
pub fn needs_order(topology: &Topology) -> NeedsOrder {
    let graph = graph_of(topology);
    // Tarjan's algorithm gives the components in reverse topological order, which is dependencies first.
    let groups = tarjan_scc(&graph);
    let is_circle = |group: &Vec<NodeIndex>| group.len() > 1 || graph.contains_edge(group[0], group[0]);
    if groups.iter().any(is_circle) {
        let mut circles: Vec<Vec<Id>> = groups.iter().filter(|g| is_circle(g)).map(|g| circle_in(&graph, g)).collect();
        crate::order::sort_by(&mut circles, Ord::cmp);
        return NeedsOrder::Circles(circles);
    }
    NeedsOrder::Ordered(groups.into_iter().map(|group| graph[group[0]].clone()).collect())
}

/// The circle there would be if `from` needed `to` (or had it as a member, or were in it): the ids on the way from
/// `to` back to `from`, both included. `None` when there would be none.
pub fn circle_if_needed(topology: &Topology, from: &Id, to: &Id) -> Option<Vec<Id>> {
    let graph = graph_of(topology);
    let find = |id: &Id| graph.node_indices().find(|n| graph[*n] == *id);
    path(&graph, find(to)?, find(from)?, &|_| true).map(|way| way.into_iter().map(|n| graph[n].clone()).collect())
}

/// Everything that depends on this part, directly or through others, the part itself not included; ordered by id.
pub fn dependents_of(topology: &Topology, id: &Id) -> Vec<Id> {
    let graph = graph_of(topology);
    let Some(start) = graph.node_indices().find(|n| graph[*n] == *id) else { return Vec::new() };
    let mut found = Set::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for next in graph.neighbors_directed(node, petgraph::Direction::Incoming) {
            if found.insert(graph[next].clone()) {
                open.push(next);
            }
        }
    }
    found.into_iter().filter(|other| other != id).collect()
}

fn graph_of(topology: &Topology) -> Graph {
    let mut graph = Graph::new();
    let mut nodes: Map<&Id, NodeIndex> = Map::new();
    let components = topology.components.iter().map(|c| &c.id);
    let pools = topology.pools.iter().map(|p| &p.id);
    for id in components.chain(pools).chain(topology.domains.iter().map(|d| &d.id)) {
        nodes.entry(id).or_insert_with(|| graph.add_node(id.clone()));
    }
    let mut connect = |from: &Id, to: &Id| {
        if let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) {
            graph.add_edge(*from, *to, ());
        }
    };
    for component in &topology.components {
        component.domains.iter().for_each(|to| connect(&component.id, to));
        component.needs.iter().for_each(|need| connect(&component.id, &need.to));
    }
    for pool in &topology.pools {
        pool.members.iter().for_each(|to| connect(&pool.id, to));
        pool.needs.iter().for_each(|need| connect(&pool.id, &need.to));
    }
    for domain in &topology.domains {
        domain.domains.iter().for_each(|to| connect(&domain.id, to));
    }
    graph
}

/// One circle through the smallest id of a strongly connected group.
fn circle_in(graph: &Graph, group: &[NodeIndex]) -> Vec<Id> {
    let start = *group.iter().min_by_key(|n| &graph[**n]).expect("a group has a member");
    let within = |n: NodeIndex| group.contains(&n);
    let mut firsts: Vec<NodeIndex> = graph.neighbors(start).filter(|n| within(*n)).collect();
    crate::order::sort_by_key(&mut firsts, |n| &graph[*n]);
    let way = firsts.into_iter().find_map(|first| path(graph, first, start, &within)).unwrap_or_default();
    // The way ends at the start; a circle is read beginning with it.
    let mut circle: Vec<Id> = vec![graph[start].clone()];
    circle.extend(way.into_iter().filter(|n| *n != start).map(|n| graph[n].clone()));
    circle
}

/// A shortest way along the arrows, both ends included.
fn path(graph: &Graph, from: NodeIndex, to: NodeIndex, within: &dyn Fn(NodeIndex) -> bool) -> Option<Vec<NodeIndex>> {
    let mut came_from: Vec<Option<NodeIndex>> = vec![None; graph.node_count()];
    let mut open = vec![from];
    let mut at = 0;
    while let Some(node) = open.get(at).copied() {
        at += 1;
        if node == to {
            let mut way = vec![to];
            let mut back = to;
            while let Some(before) = came_from[back.index()].filter(|_| back != from) {
                back = before;
                way.push(back);
            }
            way.reverse();
            return Some(way);
        }
        let mut next: Vec<NodeIndex> = graph.neighbors(node).filter(|n| within(*n)).collect();
        crate::order::sort_by_key(&mut next, |n| &graph[*n]);
        for n in next {
            if n != from && came_from[n.index()].is_none() {
                came_from[n.index()] = Some(node);
                open.push(n);
            }
        }
    }
    None
}
