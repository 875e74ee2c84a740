//! Points, boxes and the viewport, and every size the picture is drawn with.
//!
//! Two spaces exist. *Canvas* units are the document's: a part's place in the layout. *Screen* units are CSS pixels
//! from the top left corner of the element the canvas is in. A name says which one a value is in (`at_canvas`,
//! `at_screen`). No knowledge of parts here; what a document looks like is [`crate::scene`](mod@crate::scene)'s matter.

use nines_engine::topology::Position;

/// The width of a part's box, in canvas units.
pub const NODE_WIDTH: f64 = 128.0;
/// The height of a part's box, in canvas units.
pub const NODE_HEIGHT: f64 = 56.0;
/// One step of the grid that parts stand on, in canvas units.
pub const GRID: f64 = 8.0;
/// How far a domain's frame reaches beyond what it holds, in canvas units.
pub const PADDING: f64 = 16.0;
/// How far a pool's band reaches beyond its members, in canvas units.
pub const BAND_PADDING: f64 = 8.0;
/// The height of the tab with the name of a frame or band, in canvas units.
pub const TAB_HEIGHT: f64 = 24.0;
/// The smallest zoom: five canvas units a pixel.
pub const ZOOM_MIN: f64 = 0.2;
/// The largest zoom.
pub const ZOOM_MAX: f64 = 4.0;
/// The farthest from the middle of the canvas a part may stand, in canvas units.
pub const CANVAS_REACH: f64 = 1_000_000.0;

/// A point, or a distance to the right and down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A box with upright sides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The left side.
    pub x: f64,
    /// The top side.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// How much of the canvas's element is covered from each side, in screen pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Insets {
    /// From the top.
    pub top: f64,
    /// From the right.
    pub right: f64,
    /// From the bottom.
    pub bottom: f64,
    /// From the left.
    pub left: f64,
}

/// The element the canvas is in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Host {
    /// Its size in screen pixels; zero until the app has measured it.
    pub size: Size,
    /// What panels cover of it.
    pub insets: Insets,
}

/// Which part of the canvas is seen: `screen = canvas × zoom + (x, y)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Where the canvas's origin is on the screen, in pixels from the left.
    pub x: f64,
    /// Where the canvas's origin is on the screen, in pixels from the top.
    pub y: f64,
    /// Pixels a canvas unit, from [`ZOOM_MIN`] to [`ZOOM_MAX`].
    pub zoom: f64,
}

impl Point {
    /// A point.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// The point moved by a distance.
    pub fn plus(self, by: Point) -> Point {
        Point::new(self.x + by.x, self.y + by.y)
    }

    /// The distance from `other` to here.
    pub fn minus(self, other: Point) -> Point {
        Point::new(self.x - other.x, self.y - other.y)
    }

    /// Both coordinates times a factor.
    pub fn times(self, factor: f64) -> Point {
        Point::new(self.x * factor, self.y * factor)
    }

    /// How far it is to another point, squared: enough to compare, and without a root.
    pub fn distance_squared(self, other: Point) -> f64 {
        let d = self.minus(other);
        d.x * d.x + d.y * d.y
    }

    /// Whether another point is at most this far away.
    pub fn is_within(self, other: Point, distance: f64) -> bool {
        self.distance_squared(other) <= distance * distance
    }

    /// Whether both coordinates are numbers.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl From<Position> for Point {
    fn from(position: Position) -> Point {
        Point::new(position.x, position.y)
    }
}

impl From<Point> for Position {
    fn from(point: Point) -> Position {
        Position { x: point.x, y: point.y }
    }
}

impl Rect {
    /// The box of a part that stands at `center`.
    pub fn of_node(center: Point) -> Rect {
        Rect::centered(center, Size { width: NODE_WIDTH, height: NODE_HEIGHT })
    }

    /// A box of a size around a point.
    pub fn centered(center: Point, size: Size) -> Rect {
        let (width, height) = (size.width, size.height);
        Rect { x: center.x - width / 2.0, y: center.y - height / 2.0, width, height }
    }

    /// The smallest box that holds two points.
    pub fn between(a: Point, b: Point) -> Rect {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        Rect { x, y, width: a.x.max(b.x) - x, height: a.y.max(b.y) - y }
    }

    /// The right side.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// The bottom side.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// The point in the middle.
    pub fn center(self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether a point is inside or on a side.
    pub fn contains(self, point: Point) -> bool {
        (self.x..=self.right()).contains(&point.x) && (self.y..=self.bottom()).contains(&point.y)
    }

    /// Whether the two share more than a side.
    pub fn overlaps(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The smallest box that holds both.
    pub fn union(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect { x, y, width: right - x, height: bottom - y }
    }

    /// The box with every side moved outwards.
    pub fn grown(self, by: f64) -> Rect {
        Rect { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    /// The same box elsewhere.
    pub fn moved(self, by: Point) -> Rect {
        Rect { x: self.x + by.x, y: self.y + by.y, ..self }
    }

    /// The smallest box that holds all of them; `None` when there are none.
    pub fn around(boxes: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        boxes.into_iter().reduce(Rect::union)
    }
}

impl Default for Viewport {
    fn default() -> Viewport {
        Viewport { x: 0.0, y: 0.0, zoom: 1.0 }
    }
}

impl Viewport {
    /// Where a point of the screen is on the canvas.
    pub fn to_canvas(self, at_screen: Point) -> Point {
        Point::new((at_screen.x - self.x) / self.zoom, (at_screen.y - self.y) / self.zoom)
    }

    /// Where a point of the canvas is on the screen.
    pub fn to_screen(self, at_canvas: Point) -> Point {
        Point::new(at_canvas.x * self.zoom + self.x, at_canvas.y * self.zoom + self.y)
    }

    /// The CSS transform of the element that holds the canvas; its origin is the top left corner.
    pub fn css(self) -> String {
        format!("translate({}px, {}px) scale({})", self.x, self.y, self.zoom)
    }
}

/// The nearest point of the grid, within the canvas's reach.
pub fn on_grid(at_canvas: Point) -> Point {
    let snap = |v: f64| ((v / GRID).round() * GRID).clamp(-CANVAS_REACH, CANVAS_REACH) + 0.0;
    Point::new(snap(at_canvas.x), snap(at_canvas.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screen_and_canvas_are_inverse() {
        let viewport = Viewport { x: 30.0, y: -12.0, zoom: 2.0 };
        let at = Point::new(17.0, 41.0);
        assert_eq!(viewport.to_canvas(viewport.to_screen(at)), at);
        assert_eq!(viewport.css(), "translate(30px, -12px) scale(2)");
    }

    #[test]
    fn the_grid_catches_points_and_the_reach_holds_them() {
        assert_eq!(on_grid(Point::new(11.9, -4.1)), Point::new(8.0, -8.0));
        assert_eq!(on_grid(Point::new(1e12, -1e12)), Point::new(CANVAS_REACH, -CANVAS_REACH));
    }

    #[test]
    fn boxes_that_only_touch_do_not_overlap() {
        let a = Rect { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
        assert!(!a.overlaps(a.moved(Point::new(10.0, 0.0))));
        assert!(a.overlaps(a.moved(Point::new(9.0, 0.0))));
        assert_eq!(a.union(a.moved(Point::new(5.0, 5.0))), Rect { width: 15.0, height: 15.0, ..a });
    }
}
