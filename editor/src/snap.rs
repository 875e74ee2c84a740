//! Where a dragged box comes to rest: on the grid, or in line with the middle of a neighbour. Data in, data out.

use crate::geometry::{Point, Rect, on_grid};

/// From how far a box is drawn into line with another, in screen pixels.
const GUIDE_PX: f64 = 8.0;

/// A line that shows what a box is in line with, in canvas units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    /// Where it starts.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
}

/// Where the middle of a box comes to rest when it is let go near `wanted`, and the guides that say why. Neighbours'
/// middles win over the grid, since they need not be on it.
pub fn snapped(wanted: Point, neighbours: &[Rect], zoom: f64) -> (Point, Vec<Guide>) {
    let reach = GUIDE_PX / zoom;
    let centers: Vec<Point> = neighbours.iter().map(|n| n.center()).collect();
    let nearest = |distance: &dyn Fn(&Point) -> f64, tie: &dyn Fn(&Point) -> f64| {
        let near = centers.iter().filter(|c| distance(c) <= reach);
        near.min_by(|a, b| distance(a).total_cmp(&distance(b)).then(tie(a).total_cmp(&tie(b)))).copied()
    };
    let (dx, dy) = (|c: &Point| (c.x - wanted.x).abs(), |c: &Point| (c.y - wanted.y).abs());
    let (column, row) = (nearest(&dx, &dy), nearest(&dy, &dx));
    let grid = on_grid(wanted);
    let rest = Point::new(column.map_or(grid.x, |c| c.x), row.map_or(grid.y, |c| c.y));
    let guides = [column, row].into_iter().flatten().map(|c| Guide { from: c, to: rest });
    (rest, guides.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_win_over_the_grid() {
        let neighbour = Rect::of_node(Point::new(203.0, 5.0));
        let (rest, guides) = snapped(Point::new(1.0, 2.0), &[neighbour], 1.0);
        assert_eq!(rest, Point::new(0.0, 5.0));
        assert_eq!(guides, vec![Guide { from: Point::new(203.0, 5.0), to: rest }]);
    }

    #[test]
    fn the_reach_is_measured_on_the_screen() {
        let neighbour = Rect::of_node(Point::new(200.0, 6.0));
        assert_eq!(snapped(Point::new(0.0, 0.0), &[neighbour], 1.0).0.y, 6.0);
        assert_eq!(snapped(Point::new(0.0, 0.0), &[neighbour], 2.0).0.y, 0.0);
    }
}
