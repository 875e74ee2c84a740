//! A free place for a box: the nearest one that overlaps nothing. Data in, data out.

use crate::geometry::{GRID, Point, Rect, on_grid};

/// How much room a new box keeps from others, in canvas units.
const ROOM: f64 = 20.0;
/// Steps of the search, in canvas units.
const STEP: Point = Point::new(4.0 * GRID, 3.0 * GRID);
/// How many rings of steps are searched before the box is put below everything.
const RINGS_MAX: i32 = 80;
/// A step to the side counts as much as this many up or down, so that columns fill first.
const SIDEWAYS: f64 = 2.5;

/// The middle of the nearest free place to the one that is wanted, on the grid.
pub fn free_place(taken: &[Rect], wanted: Rect) -> Point {
    let start = on_grid(wanted.center());
    let wanted = wanted.moved(start.minus(wanted.center()));
    // Only what the search can reach matters: with 2,000 boxes that is a few of them.
    let reach = wanted.grown(f64::from(RINGS_MAX) * STEP.x);
    let near: Vec<Rect> = taken.iter().map(|t| t.grown(ROOM)).filter(|t| t.overlaps(reach)).collect();
    let is_free = |at: Point| !near.iter().any(|t| t.overlaps(wanted.moved(at.minus(start))));
    let mut best: Option<(f64, Point)> = None;
    for ring in 0..=RINGS_MAX {
        // The cheapest place of a ring is straight above or below: once that costs more, no further ring is better.
        if best.is_some_and(|(least, _)| f64::from(ring) * STEP.y > least) {
            break;
        }
        let free = ring_of(ring).map(|offset| start.plus(offset)).filter(|at| is_free(*at));
        let costs = free.map(|at| (cost(start, at), at));
        best = costs.chain(best).min_by(|a, b| a.0.total_cmp(&b.0));
    }
    if let Some((_, at)) = best {
        return at;
    }
    let bottom = taken.iter().map(|t| t.bottom()).fold(start.y, f64::max);
    on_grid(Point::new(start.x, bottom + ROOM + wanted.height))
}

fn cost(start: Point, at: Point) -> f64 {
    let d = at.minus(start);
    // Half a step in favour of below and of the right, so that ties have one answer.
    let tie = if d.y < 0.0 { 0.5 } else { 0.0 } + if d.x < 0.0 { 1.0 } else { 0.0 };
    SIDEWAYS * d.x.abs() + d.y.abs() + tie
}

/// The offsets on a square ring around the start.
fn ring_of(ring: i32) -> impl Iterator<Item = Point> {
    let side = -ring..=ring;
    side.clone().flat_map(move |i| {
        let inner = if i.abs() == ring { 1 } else { (2 * ring).max(1) };
        side.clone().step_by(inner as usize).map(move |j| Point::new(f64::from(i) * STEP.x, f64::from(j) * STEP.y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(x: f64, y: f64) -> Rect {
        Rect::of_node(Point::new(x, y))
    }

    #[test]
    fn a_free_place_is_taken_as_it_is() {
        assert_eq!(free_place(&[], node(3.0, 5.0)), Point::new(0.0, 8.0));
        assert_eq!(free_place(&[node(240.0, 0.0)], node(0.0, 0.0)), Point::new(0.0, 0.0));
    }

    #[test]
    fn columns_fill_downwards_first() {
        let mut taken = vec![node(0.0, 0.0)];
        for expected in [Point::new(0.0, 96.0), Point::new(0.0, -96.0), Point::new(0.0, 192.0)] {
            let at = free_place(&taken, node(0.0, 0.0));
            assert_eq!(at, expected);
            taken.push(Rect::of_node(at));
        }
    }

    #[test]
    fn a_crowd_never_overlaps() {
        let mut taken: Vec<Rect> = Vec::new();
        for _ in 0..150 {
            let rect = Rect::of_node(free_place(&taken, node(0.0, 0.0)));
            assert!(taken.iter().all(|t| !t.overlaps(rect)));
            taken.push(rect);
        }
    }

    #[test]
    fn what_is_walled_in_goes_below() {
        let wall = Rect::centered(Point::default(), crate::geometry::Size { width: 20_000.0, height: 20_000.0 });
        assert!(!wall.overlaps(Rect::of_node(free_place(&[wall], node(0.0, 0.0)))));
    }
}
