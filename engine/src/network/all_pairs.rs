//! How likely every two nodes are connected: each block once, then the tree of blocks from every node.

use super::chance::Chance;
use super::model::{Limits, Network, Pair, TwoTerminal};
use super::part::{Part, place};
use super::shared::every_pair;
use super::two_terminal::{Useful, connected};

/// The answer for every two different nodes, in rising order of both; each unordered pair once.
///
/// A block (nodes that no single one holds together) whose shared states do not fit eight times the limit is asked
/// pair by pair, each pair with its share of the limit, so that all together cost about as much as one. Such answers
/// may be bounds where [`two_terminal`](super::two_terminal()) with the whole limit is exact. Of such a block with more
/// than 256 nodes nothing is said: both bounds are 0.
///
/// # Panics
/// When a link ends at no node, or an unavailability is not within 0 and 1.
pub fn all_pairs(network: &Network, limits: &Limits) -> Vec<Pair> {
    network.check();
    let useful = Useful::of(network);
    let blocks: Vec<Vec<Vec<TwoTerminal>>> =
        (0..useful.blocks.links.len() as u32).map(|block| block_pairs(&useful.part(block), limits)).collect();
    let count = network.nodes.len() as u32;
    let mut pairs = Vec::with_capacity(network.nodes.len() * network.nodes.len().saturating_sub(1) / 2);
    for a in 0..count {
        let row = from(network, &useful, &blocks, a);
        pairs.extend((a + 1..count).map(|b| Pair { a, b, answer: row[b as usize] }));
    }
    pairs
}

/// How likely each node is connected to `a`.
fn from(network: &Network, useful: &Useful, blocks: &[Vec<Vec<TwoTerminal>>], a: u32) -> Vec<TwoTerminal> {
    let node = |node: u32| TwoTerminal::exactly(Chance::of_unavailability(network.nodes[node as usize]));
    let (last, reached) = useful.blocks.ways_from(a);
    let mut row = vec![TwoTerminal::NEVER; network.nodes.len()];
    row[a as usize] = node(a);
    for &to in &reached {
        if let Some(leg) = last[to as usize] {
            let members = &useful.blocks.nodes[leg.block as usize];
            let through = blocks[leg.block as usize][place(members, leg.from) as usize][place(members, to) as usize];
            row[to as usize] = row[leg.from as usize].and(through).and(node(to));
        }
    }
    row
}

/// The largest block that is asked pair by pair: past it the search for orders alone takes minutes.
const ASKED_NODES_MAX: usize = 256;

/// The answers within a block, given that both ends are up.
fn block_pairs(part: &Part, limits: &Limits) -> Vec<Vec<TwoTerminal>> {
    if let [link] = part.links[..] {
        return vec![vec![TwoTerminal::exactly(link.chance); 2]; 2];
    }
    if let Some(rows) = every_pair(part, limits) {
        return rows.into_iter().map(|row| row.into_iter().map(TwoTerminal::exactly).collect()).collect();
    }
    let count = part.nodes.len();
    if count > ASKED_NODES_MAX {
        return vec![vec![TwoTerminal::UNKNOWN; count]; count];
    }
    let share = Limits { states_max: (limits.states_max / (count * count / 2) as u32).max(1) };
    let mut rows = vec![vec![TwoTerminal::exactly(Chance::ALWAYS); count]; count];
    for (a, b) in (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))) {
        let answer = connected(part, (a as u32, b as u32), &share);
        rows[a][b] = answer;
        rows[b][a] = answer;
    }
    rows
}
