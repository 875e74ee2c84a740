//! What the automatic layout puts into columns: parts by themselves, pools as one, and room for lines that pass a
//! column. Their order in the columns, and where they end up.

use nines_engine::order::{Map, Set};
use nines_engine::topology::Topology;

use super::{Graph, lanes, pools, roots};
use crate::geometry::{BAND_PADDING, GRID, NODE_HEIGHT, PADDING, Point, TAB_HEIGHT};
use crate::layout::{COLUMN_PITCH, ROW_PITCH};

/// How often the order of the columns is improved from left to right and back.
const SWEEPS: u32 = 4;
/// From the middle of a member of a pool to the next.
const MEMBER_PITCH: f64 = NODE_HEIGHT + 3.0 * GRID;
/// From the middle of a pool's last member to the middle of what stands below its band.
const BAND_STEP: f64 = NODE_HEIGHT + 2.0 * BAND_PADDING + TAB_HEIGHT + GRID;
/// The room a line gets in a column it passes.
const PASSING_HEIGHT: f64 = 2.0 * GRID;
/// A line that passes more columns than this gets no room in them: keeping it would spread the picture too much.
const PASSED_MAX: usize = 8;
/// How many times lines may get room in a column, so that a picture of 4,000 needs stays quick.
const PASSING_MAX: usize = 2000;

/// What is laid out as one: a part by itself, or the members of a pool in one column.
struct Block {
    parts: Vec<usize>,
    is_pool: bool,
    rank: usize,
}

/// All blocks, with what they need and what uses them, and their order in each column.
pub(super) struct Blocks {
    list: Vec<Block>,
    /// Each column's blocks, top to bottom.
    columns: Vec<Vec<usize>>,
    needs: Vec<Vec<usize>>,
    users: Vec<Vec<usize>>,
    /// The lanes there are: the way through the domains to the parts in it, empty for parts in none.
    pub(super) lanes: Vec<Vec<usize>>,
    lane_of: Vec<usize>,
    /// The innermost pool of each part.
    pool_of: Vec<Option<usize>>,
}

impl Blocks {
    pub(super) fn of(topology: &Topology, graph: &Graph) -> Blocks {
        let pool_of = pools(graph);
        let (list, block_of) = blocks_of(graph, &pool_of);
        let (lanes, lane_of) = lanes(topology, graph);
        let (columns, needs, users) = (Vec::new(), Vec::new(), Vec::new());
        let mut blocks = Blocks { list, columns, needs, users, lanes, lane_of, pool_of };
        let own = |part: usize| block_of[part];
        let lines = (0..graph.ids.len()).flat_map(|from| graph.needs[from].iter().map(move |to| (own(from), own(*to))));
        let lines: Set<(usize, usize)> = lines.filter_map(|(from, to)| Some((from?, to?))).collect();
        blocks.join(lines.into_iter().filter(|(from, to)| from != to).collect());
        let columns_count = blocks.list.iter().map(|b| b.rank + 1).max().unwrap_or(0);
        blocks.columns = vec![Vec::new(); columns_count];
        blocks.list.iter().enumerate().for_each(|(i, block)| blocks.columns[block.rank].push(i));
        blocks.sweep();
        blocks
    }

    /// Notes the lines between blocks. A line that passes columns gets an empty block in each of them, which keeps
    /// room for it between the boxes there.
    fn join(&mut self, lines: Vec<(usize, usize)>) {
        let mut steps: Vec<(usize, usize)> = Vec::with_capacity(lines.len());
        let mut passing_count = 0;
        for (from, to) in lines {
            let (first, last) = (self.list[from].rank + 1, self.list[to].rank);
            let between = last.saturating_sub(first);
            if between == 0 || between > PASSED_MAX || passing_count + between > PASSING_MAX {
                steps.push((from, to));
                continue;
            }
            passing_count += between;
            let mut at = from;
            for rank in first..last {
                self.list.push(Block { parts: Vec::new(), is_pool: false, rank });
                steps.push((at, self.list.len() - 1));
                at = self.list.len() - 1;
            }
            steps.push((at, to));
        }
        self.needs = vec![Vec::new(); self.list.len()];
        self.users = vec![Vec::new(); self.list.len()];
        for (from, to) in steps {
            self.needs[from].push(to);
            self.users[to].push(from);
        }
    }

    /// Reorders each column by the mean place of what its blocks are connected with, to the left and to the right.
    fn sweep(&mut self) {
        let mut place = vec![0.0; self.list.len()];
        let number = |columns: &[Vec<usize>], place: &mut Vec<f64>| {
            for column in columns {
                let middle = (column.len() as f64 - 1.0) / 2.0;
                column.iter().enumerate().for_each(|(i, block)| place[*block] = i as f64 - middle);
            }
        };
        number(&self.columns, &mut place);
        for sweep in 0..SWEEPS {
            let forward = sweep % 2 == 0;
            for i in 0..self.columns.len() {
                let column = if forward { i } else { self.columns.len() - 1 - i };
                let mut keyed: Vec<(f64, usize)> = self.columns[column]
                    .iter()
                    .map(|b| (self.mean(*b, forward, &place).unwrap_or(place[*b]), *b))
                    .collect();
                nines_engine::order::sort_by(&mut keyed, |a, b| a.0.total_cmp(&b.0));
                self.columns[column] = keyed.into_iter().map(|(_, block)| block).collect();
                number(&self.columns[column..=column], &mut place);
            }
        }
    }

    /// The mean place of the blocks that use this one, or of those it uses.
    fn mean(&self, block: usize, of_users: bool, place: &[f64]) -> Option<f64> {
        let others = if of_users { &self.users[block] } else { &self.needs[block] };
        let sum: f64 = others.iter().map(|other| place[*other]).sum();
        (!others.is_empty()).then(|| sum / others.len() as f64)
    }

    fn height(&self, block: usize) -> f64 {
        let block = &self.list[block];
        if block.parts.is_empty() {
            return PASSING_HEIGHT;
        }
        let stack = self.extent(&block.parts, MEMBER_PITCH) + NODE_HEIGHT;
        if block.is_pool { stack + 2.0 * BAND_PADDING + TAB_HEIGHT } else { stack }
    }

    /// Without domains: each block as near to the mean of what uses it as the column allows.
    pub(super) fn in_columns(&self) -> Vec<(usize, Point)> {
        let gap = ROW_PITCH - NODE_HEIGHT;
        let mut middle = vec![0.0; self.list.len()];
        let mut places = Vec::new();
        for (rank, column) in self.columns.iter().enumerate() {
            let wanted: Vec<Option<f64>> = column.iter().map(|b| self.mean(*b, true, &middle)).collect();
            let mut free_from = f64::NEG_INFINITY;
            for (block, wanted) in column.iter().zip(&wanted) {
                let half = self.height(*block) / 2.0;
                let unwanted = if free_from.is_finite() { free_from + half } else { 0.0 };
                middle[*block] = wanted.unwrap_or(unwanted).max(free_from + half);
                free_from = middle[*block] + half + gap;
            }
            // Pushing only downwards would let the column sink: it goes back up by the mean of what it was pushed.
            // What nothing uses has no say in it.
            let pushes = column.iter().zip(&wanted).filter_map(|(block, wanted)| wanted.map(|w| middle[*block] - w));
            let pushes: Vec<f64> = pushes.collect();
            let back = pushes.iter().sum::<f64>() / pushes.len().max(1) as f64;
            column.iter().for_each(|block| middle[*block] -= back);
            for block in column {
                places.extend(self.stack(*block, rank, middle[*block]));
            }
        }
        places
    }

    fn stack(&self, block: usize, rank: usize, middle: f64) -> Vec<(usize, Point)> {
        let block = &self.list[block];
        // The band's tab is below its members. The first member's place decides, so that all stay the same step apart.
        let tab = if block.is_pool { TAB_HEIGHT / 2.0 } else { 0.0 };
        let first = middle - tab - self.extent(&block.parts, MEMBER_PITCH) / 2.0;
        let first = (first / GRID).round() * GRID;
        let at = |offset: f64| Point::new(rank as f64 * COLUMN_PITCH, first + offset);
        let offsets = self.offsets(&block.parts, MEMBER_PITCH);
        block.parts.iter().zip(offsets).map(|(part, offset)| (*part, at(offset))).collect()
    }

    /// How far each of these stands below the first, a step or what the tab takes where the band of a pool ends.
    fn offsets(&self, parts: &[usize], step: f64) -> Vec<f64> {
        let mut offsets = vec![0.0];
        for pair in parts.windows(2) {
            let [above, below] = [0, 1].map(|i| self.pool_of[pair[i]]);
            let step = if above.is_some() && above != below { BAND_STEP } else { step };
            offsets.push(offsets[offsets.len() - 1] + step);
        }
        offsets
    }

    /// From the middle of the first to the middle of the last.
    fn extent(&self, parts: &[usize], step: f64) -> f64 {
        self.offsets(parts, step).last().copied().unwrap_or(0.0)
    }

    /// With domains: one lane below the other, and in each lane the parts of each column.
    pub(super) fn in_lanes(&self, graph: &Graph) -> Vec<(usize, Point)> {
        let none = self.lanes.iter().position(Vec::is_empty);
        let framed = |part: &usize| Some(self.lane_of[*part]) != none;
        let ranks = (0..graph.ids.len()).filter(|p| graph.members[*p].is_empty() && framed(p)).map(|p| graph.rank[p]);
        let (first, last) = ranks.fold((usize::MAX, 0), |(lo, hi), r| (lo.min(r), hi.max(r)));
        let mut cells: Map<(usize, usize), Vec<usize>> = Map::new();
        let mut beside: Map<usize, Vec<usize>> = Map::new();
        for (rank, column) in self.columns.iter().enumerate() {
            for part in column.iter().flat_map(|block| &self.list[*block].parts) {
                // What is in no domain stands in the middle, unless it would stand in the frames there.
                if framed(part) || (first..=last).contains(&rank) {
                    cells.entry((self.lane_of[*part], rank)).or_default().push(*part);
                } else {
                    beside.entry(rank).or_default().push(*part);
                }
            }
        }
        let mut places = Vec::new();
        let mut top = 0.0;
        let mut above: Option<usize> = None;
        for lane in 0..self.lanes.len() {
            let in_lane = || cells.iter().filter(|((l, _), _)| *l == lane);
            let heights = in_lane().map(|(_, parts)| self.extent(parts, ROW_PITCH) + ROW_PITCH);
            let Some(height) = heights.reduce(f64::max) else { continue };
            top += above.map_or(0.0, |above| gap(&self.lanes[above], &self.lanes[lane]));
            for ((_, rank), parts) in in_lane() {
                places.extend(self.spread(parts, *rank, top + height / 2.0));
            }
            top += height;
            above = Some(lane);
        }
        let framed_places = places.iter().filter(|(part, _)| framed(part)).map(|(_, at)| at.y);
        let (least, most) = framed_places.fold((f64::INFINITY, 0.0_f64), |(lo, hi), y| (lo.min(y), hi.max(y)));
        let middle = (least + most) / 2.0;
        beside.iter().for_each(|(rank, parts)| places.extend(self.spread(parts, *rank, middle)));
        places
    }

    fn spread(&self, parts: &[usize], rank: usize, middle: f64) -> Vec<(usize, Point)> {
        let first = middle - self.extent(parts, ROW_PITCH) / 2.0;
        let at = |offset: f64| Point::new(rank as f64 * COLUMN_PITCH, first + offset);
        parts.iter().zip(self.offsets(parts, ROW_PITCH)).map(|(part, offset)| (*part, at(offset))).collect()
    }
}

/// The room between two lanes: for the frames that end and begin there, and for the tab of a band.
fn gap(above: &[usize], below: &[usize]) -> f64 {
    let shared = above.iter().zip(below).take_while(|(a, b)| a == b).count();
    let (ending, beginning) = ((above.len() - shared) as f64, (below.len() - shared) as f64);
    TAB_HEIGHT + GRID + ending * PADDING + beginning * (PADDING + TAB_HEIGHT)
}

/// The blocks of all parts, and the block of each part; a pool's own is that of its members.
fn blocks_of(graph: &Graph, pool_of: &[Option<usize>]) -> (Vec<Block>, Vec<Option<usize>>) {
    let root = roots(pool_of);
    let mut list: Vec<Block> = Vec::new();
    let mut by_root: Map<(usize, usize), usize> = Map::new();
    let mut block_of = vec![None; graph.ids.len()];
    for part in (0..graph.ids.len()).filter(|part| graph.members[*part].is_empty()) {
        let block = *by_root.entry((root[part], graph.rank[part])).or_insert_with(|| {
            list.push(Block { parts: Vec::new(), is_pool: root[part] != part, rank: graph.rank[part] });
            list.len() - 1
        });
        list[block].parts.push(part);
        block_of[part] = Some(block);
    }
    for pool in (0..graph.ids.len()).filter(|part| !graph.members[*part].is_empty()) {
        block_of[pool] = by_root.get(&(root[pool], graph.rank[pool])).copied();
    }
    (list, block_of)
}
