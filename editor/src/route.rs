//! The way a need's line takes: one cubic curve between the sides of two boxes, its direction at the end, and how
//! near a point is to it. Data in, data out; which lines there are is [`crate::scene`](mod@crate::scene)'s matter.

use crate::geometry::{Point, Rect};

/// A cubic curve: start, two handles, end.
pub type Curve = [Point; 4];

/// Into how many straight pieces a curve is cut to measure distances to it.
const PIECES: u32 = 24;
/// The shortest handle of a curve, in canvas units, so that lines leave a box at a right angle.
const HANDLE_MIN: f64 = 24.0;

/// How far from a box a line around it stays, in canvas units.
const CLEARANCE: f64 = 6.0;
/// How far handles are pulled to the side to get around a box, in canvas units; the first that works is taken.
const BOWS: [f64; 8] = [64.0, -64.0, 96.0, -96.0, 144.0, -144.0, 208.0, -208.0];

/// A side of a box.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

/// The curve from one box to another. It leaves to the right and arrives from the left when there is room for that,
/// and takes the nearest sides when the boxes stand above one another or the target stands further left.
pub fn between(from: Rect, to: Rect) -> Curve {
    let (leave, arrive) = sides(from, to);
    curve(on_side(from, leave), leave, on_side(to, arrive), arrive)
}

/// The curve from one box to another that goes around boxes in between: the least bow to the side that touches none,
/// or the plain curve when every bow would. A line that passes behind a box would seem to end there.
pub fn around(from: Rect, to: Rect, obstacles: &[Rect]) -> Curve {
    let plain = between(from, to);
    let reach = hull(&plain).grown(BOWS[BOWS.len() - 1].abs());
    let near: Vec<Rect> = obstacles.iter().map(|o| o.grown(CLEARANCE)).filter(|o| o.overlaps(reach)).collect();
    let is_clear = |curve: &Curve| {
        let mut points = (1..PIECES).map(|i| point_at(curve, f64::from(i) / f64::from(PIECES)));
        !points.any(|point| near.iter().any(|o| o.contains(point)))
    };
    if near.is_empty() || is_clear(&plain) {
        return plain;
    }
    let bows = BOWS.into_iter().map(|bow| bowed(&plain, bow));
    bows.into_iter().find(is_clear).unwrap_or(plain)
}

/// The curve with both handles pulled to the side, across the way it goes.
fn bowed(curve: &Curve, bow: f64) -> Curve {
    let along = curve[3].minus(curve[0]);
    let side = if along.x.abs() >= along.y.abs() { Point::new(0.0, bow) } else { Point::new(bow, 0.0) };
    [curve[0], curve[1].plus(side), curve[2].plus(side), curve[3]]
}

/// The box around the four points of a curve, within which all of it stays.
pub fn hull(curve: &Curve) -> Rect {
    Rect::between(curve[0], curve[3]).union(Rect::between(curve[1], curve[2]))
}

/// The curve from a box to a point, while a need is drawn.
pub fn to_point(from: Rect, at_canvas: Point) -> Curve {
    let spot = Rect { x: at_canvas.x, y: at_canvas.y, width: 0.0, height: 0.0 };
    let (leave, arrive) = sides(from, spot);
    curve(on_side(from, leave), leave, at_canvas, arrive)
}

/// The curve as the data of an SVG path.
pub fn path(curve: &Curve) -> String {
    let [a, b, c, d] = curve.map(|p| format!("{} {}", tenth(p.x), tenth(p.y)));
    format!("M{a} C{b} {c} {d}")
}

/// The direction of the curve where it ends, as a vector of length one.
pub fn heading(curve: &Curve) -> [f64; 2] {
    let before = if curve[2] == curve[3] { curve[0] } else { curve[2] };
    let d = curve[3].minus(before);
    let length = curve[3].distance_squared(before).sqrt();
    if length > 0.0 { [d.x / length, d.y / length] } else { [1.0, 0.0] }
}

/// The point a share of the way along the curve (0 to 1).
pub fn point_at(curve: &Curve, share: f64) -> Point {
    let (t, s) = (share, 1.0 - share);
    let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    curve.iter().zip(weights).fold(Point::default(), |sum, (p, w)| sum.plus(p.times(w)))
}

/// How far a point is from the curve, squared.
pub fn distance_squared(curve: &Curve, at: Point) -> f64 {
    let points = (0..=PIECES).map(|i| point_at(curve, f64::from(i) / f64::from(PIECES)));
    let mut last = curve[0];
    let mut nearest = f64::INFINITY;
    for point in points {
        nearest = nearest.min(segment_distance_squared(last, point, at));
        last = point;
    }
    nearest
}

/// How far a point is from a straight piece, squared.
pub fn segment_distance_squared(a: Point, b: Point, at: Point) -> f64 {
    let (d, to) = (b.minus(a), at.minus(a));
    let length_squared = d.x * d.x + d.y * d.y;
    let share = if length_squared > 0.0 { ((to.x * d.x + to.y * d.y) / length_squared).clamp(0.0, 1.0) } else { 0.0 };
    at.distance_squared(a.plus(d.times(share)))
}

fn sides(from: Rect, to: Rect) -> (Side, Side) {
    let room = to.x - from.right();
    let (above, below) = (from.y - to.bottom(), to.y - from.bottom());
    if room >= 0.0 || (above < 0.0 && below < 0.0 && to.center().x >= from.center().x) {
        (Side::Right, Side::Left)
    } else if below >= 0.0 && below >= from.x - to.right() {
        (Side::Bottom, Side::Top)
    } else if above >= 0.0 && above >= from.x - to.right() {
        (Side::Top, Side::Bottom)
    } else {
        (Side::Left, Side::Right)
    }
}

fn on_side(rect: Rect, side: Side) -> Point {
    let center = rect.center();
    match side {
        Side::Left => Point::new(rect.x, center.y),
        Side::Right => Point::new(rect.right(), center.y),
        Side::Top => Point::new(center.x, rect.y),
        Side::Bottom => Point::new(center.x, rect.bottom()),
    }
}

fn curve(start: Point, leave: Side, end: Point, arrive: Side) -> Curve {
    let along = match leave {
        Side::Left | Side::Right => (end.x - start.x).abs(),
        Side::Top | Side::Bottom => (end.y - start.y).abs(),
    };
    let length = (along / 2.0).max(HANDLE_MIN);
    [start, out_of(start, leave, length), out_of(end, arrive, length), end]
}

fn out_of(point: Point, side: Side, by: f64) -> Point {
    point.plus(match side {
        Side::Left => Point::new(-by, 0.0),
        Side::Right => Point::new(by, 0.0),
        Side::Top => Point::new(0.0, -by),
        Side::Bottom => Point::new(0.0, by),
    })
}

/// Rounded to a tenth, which no eye can tell from more and which keeps paths short.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(x: f64, y: f64) -> Rect {
        Rect::of_node(Point::new(x, y))
    }

    #[track_caller]
    fn check(to: Rect, path_expected: &str, heading_expected: [f64; 2]) {
        let curve = between(node(0.0, 0.0), to);
        assert_eq!(path(&curve), path_expected);
        assert_eq!(heading(&curve), heading_expected);
    }

    #[test]
    fn lines_take_the_sides_that_face_each_other() {
        check(node(224.0, 0.0), "M64 0 C112 0 112 0 160 0", [1.0, 0.0]);
        check(node(0.0, 200.0), "M0 28 C0 100 0 100 0 172", [0.0, 1.0]);
        check(node(0.0, -200.0), "M0 -28 C0 -100 0 -100 0 -172", [0.0, -1.0]);
        check(node(-300.0, 0.0), "M-64 0 C-150 0 -150 0 -236 0", [-1.0, 0.0]);
    }

    #[test]
    fn lines_go_around_what_is_in_between() {
        let (from, to, between_them) = (node(0.0, 0.0), node(480.0, 0.0), node(240.0, 8.0));
        assert_eq!(around(from, to, &[node(240.0, 200.0)]), between(from, to));
        let curve = around(from, to, &[between_them]);
        let samples = (0..=100).map(|i| point_at(&curve, f64::from(i) / 100.0));
        assert!(samples.into_iter().all(|point| !between_them.contains(point)));
        assert_eq!((curve[0], curve[3]), (Point::new(64.0, 0.0), Point::new(416.0, 0.0)));
        let wall = Rect { x: 200.0, y: -1000.0, width: 40.0, height: 2000.0 };
        assert_eq!(around(from, to, &[wall]), between(from, to), "through a wall there is no way around");
    }

    #[test]
    fn distance_is_to_the_line_and_not_to_its_ends() {
        let curve = between(node(0.0, 0.0), node(400.0, 0.0));
        assert!((distance_squared(&curve, Point::new(200.0, 7.0)) - 49.0).abs() < 1e-6);
        assert!((distance_squared(&curve, Point::new(340.0, 0.0)) - 16.0).abs() < 1e-6);
    }
}
