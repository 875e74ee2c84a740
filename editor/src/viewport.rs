//! Moving and zooming the picture. Data in, data out.

use crate::geometry::{Host, Point, Rect, Viewport, ZOOM_MAX, ZOOM_MIN};

/// The steps that zooming by keys and buttons takes; 100 % is one of them, so that it is always reachable.
pub const ZOOM_LADDER: [f64; 10] = [ZOOM_MIN, 0.27, 0.36, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, ZOOM_MAX];
/// The closest that fitting zooms: a picture of three parts is not blown up to fill a wall.
const FIT_ZOOM_MAX: f64 = 1.25;
/// The room around what is fitted, in screen pixels.
const FIT_MARGIN_PX: f64 = 32.0;
/// How far from the border dragging starts to move the picture, in screen pixels.
const AUTO_PAN_ZONE_PX: f64 = 40.0;
/// How far the picture moves a frame when the pointer is on the border, in screen pixels.
const AUTO_PAN_PX: f64 = 15.0;

/// The middle of what panels leave free, in screen pixels.
pub fn middle(host: Host) -> Point {
    open(host).center()
}

/// What panels leave free of the canvas's element, in screen pixels.
fn open(host: Host) -> Rect {
    let i = host.insets;
    let (width, height) = (host.size.width - i.left - i.right, host.size.height - i.top - i.bottom);
    Rect { x: i.left, y: i.top, width: width.max(1.0), height: height.max(1.0) }
}

/// The viewport with another zoom, with a point of the screen staying in place.
pub fn zoomed(viewport: Viewport, zoom: f64, at_screen: Point) -> Viewport {
    if !zoom.is_finite() || !at_screen.is_finite() {
        return viewport;
    }
    let zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
    let fixed = viewport.to_canvas(at_screen);
    Viewport { x: at_screen.x - fixed.x * zoom, y: at_screen.y - fixed.y * zoom, zoom }
}

/// The zoom some steps up or down the ladder. Between two steps the first step goes to the nearer of them in that
/// direction.
pub fn stepped(zoom: f64, steps: i32) -> f64 {
    let mut zoom = zoom;
    for _ in 0..steps.unsigned_abs().min(ZOOM_LADDER.len() as u32) {
        // A hair of tolerance, so that a zoom that is a step but for rounding does not step onto itself.
        let next = if steps > 0 {
            ZOOM_LADDER.into_iter().find(|step| *step > zoom * 1.001)
        } else {
            ZOOM_LADDER.into_iter().rev().find(|step| *step < zoom * 0.999)
        };
        zoom = next.unwrap_or(zoom);
    }
    zoom
}

/// The viewport moved by screen pixels.
pub fn panned(viewport: Viewport, by_screen: Point) -> Viewport {
    if !by_screen.is_finite() {
        return viewport;
    }
    Viewport { x: viewport.x + by_screen.x, y: viewport.y + by_screen.y, ..viewport }
}

/// The viewport that shows a box of the canvas in the middle of what panels leave free.
pub fn fitted(host: Host, bounds: Rect) -> Viewport {
    let open = open(host);
    let (width, height) = ((open.width - 2.0 * FIT_MARGIN_PX).max(1.0), (open.height - 2.0 * FIT_MARGIN_PX).max(1.0));
    let fits = (width / bounds.width.max(1.0)).min(height / bounds.height.max(1.0));
    let zoom = fits.clamp(ZOOM_MIN, FIT_ZOOM_MAX);
    let (on_screen, on_canvas) = (open.center(), bounds.center());
    Viewport { x: on_screen.x - on_canvas.x * zoom, y: on_screen.y - on_canvas.y * zoom, zoom }
}

/// The viewport moved as little as needed for a box to be seen whole; its middle when it is too large for that.
pub fn revealing(viewport: Viewport, host: Host, bounds: Rect) -> Viewport {
    if host.size.width <= 0.0 || host.size.height <= 0.0 {
        return viewport;
    }
    let open = open(host);
    let from = viewport.to_screen(Point::new(bounds.x, bounds.y));
    let to = viewport.to_screen(Point::new(bounds.right(), bounds.bottom()));
    let by = Point::new(shift(from.x, to.x, open.x, open.right()), shift(from.y, to.y, open.y, open.bottom()));
    panned(viewport, by)
}

fn shift(from: f64, to: f64, open_from: f64, open_to: f64) -> f64 {
    const ROOM_PX: f64 = 16.0;
    if to - from + 2.0 * ROOM_PX > open_to - open_from {
        return (open_from + open_to) / 2.0 - (from + to) / 2.0;
    }
    (open_from + ROOM_PX - from).max(0.0) + (open_to - ROOM_PX - to).min(0.0)
}

/// By how much to move the picture in this frame while something is dragged near the border: nothing further in than
/// a zone along it, and more the nearer it is.
pub fn auto_pan(at_screen: Point, host: Host) -> Point {
    let speed = |at: f64, length: f64| {
        let depth = |from_border: f64| ((AUTO_PAN_ZONE_PX - from_border) / AUTO_PAN_ZONE_PX).clamp(0.0, 1.0);
        AUTO_PAN_PX * (depth(at) - depth(length - at))
    };
    Point::new(speed(at_screen.x, host.size.width), speed(at_screen.y, host.size.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Insets, Size};

    fn host() -> Host {
        let insets = Insets { left: 200.0, ..Insets::default() };
        Host { size: Size { width: 1000.0, height: 600.0 }, insets }
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let at = Point::new(300.0, 200.0);
        let before = Viewport { x: 10.0, y: 20.0, zoom: 1.0 };
        let after = zoomed(before, 2.0, at);
        assert_eq!(after.to_canvas(at), before.to_canvas(at));
        assert_eq!(zoomed(before, 99.0, at).zoom, ZOOM_MAX);
        assert_eq!(zoomed(before, f64::NAN, at), before);
    }

    #[test]
    fn the_ladder_always_passes_100_percent() {
        assert_eq!(stepped(0.93, 1), 1.0);
        assert_eq!(stepped(1.0, 1), 1.4);
        assert_eq!(stepped(1.3, -1), 1.0);
        assert_eq!(stepped(4.0, 3), 4.0);
        assert_eq!(stepped(1.0, i32::MIN), ZOOM_MIN);
    }

    #[test]
    fn fitting_uses_what_panels_leave() {
        let bounds = Rect { x: 0.0, y: 0.0, width: 2000.0, height: 100.0 };
        let viewport = fitted(host(), bounds);
        assert_eq!(viewport.to_screen(bounds.center()), Point::new(600.0, 300.0));
        assert_eq!(viewport.zoom, (800.0 - 64.0) / 2000.0);
        assert_eq!(fitted(host(), Rect::default()).zoom, FIT_ZOOM_MAX);
    }

    #[test]
    fn revealing_moves_no_more_than_needed() {
        let viewport = Viewport::default();
        let seen = Rect { x: 300.0, y: 100.0, width: 128.0, height: 56.0 };
        assert_eq!(revealing(viewport, host(), seen), viewport);
        let hidden = seen.moved(Point::new(-200.0, 600.0));
        let after = revealing(viewport, host(), hidden);
        assert_eq!((after.x, after.y), (116.0, -172.0));
    }

    #[test]
    fn near_the_border_the_picture_moves() {
        assert_eq!(auto_pan(Point::new(500.0, 300.0), host()), Point::default());
        assert_eq!(auto_pan(Point::new(20.0, 600.0), host()), Point::new(7.5, -15.0));
    }
}
