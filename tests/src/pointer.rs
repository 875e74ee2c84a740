//! The mouse, as WebDriver wants it. Points are CSS pixels from the top left corner of the window.

use serde_json::{Value, json};

/// A point of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
}

impl Point {
    /// The point so far to the right of this one and below it.
    pub fn moved(self, x: f64, y: f64) -> Point {
        Point { x: self.x + x, y: self.y + y }
    }
}

/// A click on a point.
pub fn click(at: Point) -> Value {
    source(vec![to(at, 0), down(), up()])
}

/// Holds the button at one point and lets go at another. As hands do, it begins slowly, so that a page hears of the first
/// pixels; it ends with a rest.
pub fn drag(from: Point, onto: Point) -> Value {
    const STEPS: u32 = 8;
    let mut steps = vec![to(from, 0), down(), to(from.moved(3.0, 3.0), 20), to(from.moved(7.0, 4.0), 20)];
    for step in 1..=STEPS {
        let share = (f64::from(step) / f64::from(STEPS)).powi(2);
        steps.push(to(from.moved((onto.x - from.x) * share, (onto.y - from.y) * share), 20));
    }
    steps.extend([to(onto, 30), up()]);
    source(steps)
}

fn source(steps: Vec<Value>) -> Value {
    json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps })
}

fn to(point: Point, duration_ms: u32) -> Value {
    let (x, y) = (point.x.round(), point.y.round());
    json!({ "type": "pointerMove", "x": x as i64, "y": y as i64, "origin": "viewport", "duration": duration_ms })
}

fn down() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}
