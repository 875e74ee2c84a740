//! Log-log charts as plain SVG, readable in light and dark and without colour: every series has a marker and a name.

use super::table::escape;
use std::fmt::Write as _;

pub struct Chart {
    pub title: &'static str,
    /// With the unit.
    pub x: &'static str,
    pub y: &'static str,
    pub series: Vec<Series>,
    /// Lines y = factor · x, with what they say.
    pub guides: Vec<(f64, &'static str)>,
}

pub struct Series {
    pub name: String,
    /// Both coordinates above 0.
    pub points: Vec<(f64, f64)>,
    /// Joined by a line, in this order.
    pub joined: bool,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 460.0;
/// Left, right, top, bottom: room for labels.
const MARGINS: (f64, f64, f64, f64) = (90.0, 150.0, 40.0, 60.0);
const STYLE: &str = "\
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --faint: #d5d9de;
  --s0: #0b5fb0; --s1: #b0440b; --s2: #2f7d32; --s3: #7a3e9d; }
@media (prefers-color-scheme: dark) { :root { --ground: #15181c; --ink: #e8eaed; --faint: #3a4048;
  --s0: #7ab8ff; --s1: #ffab7a; --s2: #8fd694; --s3: #d3a6f0; } }
text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.title { font-weight: 600; }
.grid { stroke: var(--faint); } .guide { stroke: var(--ink); stroke-dasharray: 4 4; opacity: .5; }
.line { fill: none; stroke-width: 2; }";

/// The decades of one axis and where they lie.
#[derive(Clone, Copy)]
struct Axis {
    /// Powers of ten.
    from: i32,
    to: i32,
    at_from: f64,
    at_to: f64,
}

impl Axis {
    fn of(values: impl Iterator<Item = f64> + Clone, at_from: f64, at_to: f64) -> Axis {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let most = values.fold(0.0, f64::max);
        let (from, to) = if least > most { (0, 1) } else { (least.log10().floor() as i32, most.log10().ceil() as i32) };
        Axis { from, to: to.max(from + 1), at_from, at_to }
    }

    fn place(self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from);
        self.at_from + share * (self.at_to - self.at_from)
    }

    fn ends(self) -> (f64, f64) {
        (10_f64.powi(self.from), 10_f64.powi(self.to))
    }
}

impl Chart {
    pub fn svg(&self) -> String {
        let points = || self.series.iter().flat_map(|series| series.points.iter().copied());
        let (left, right, top, bottom) = MARGINS;
        let x = Axis::of(points().map(|p| p.0), left, WIDTH - right);
        let y = Axis::of(points().map(|p| p.1), HEIGHT - bottom, top);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n\
             <style>\n{STYLE}\n</style>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"var(--ground)\"/>\n",
            escape(self.title)
        );
        text(&mut out, (left, 22.0), "start", "title", self.title);
        self.axes(&mut out, x, y);
        self.guides.iter().for_each(|guide| draw_guide(&mut out, x, y, *guide));
        for (i, series) in self.series.iter().enumerate() {
            draw_series(&mut out, x, y, i, series);
        }
        out + "</svg>\n"
    }

    fn axes(&self, out: &mut String, x: Axis, y: Axis) {
        for power in x.from..=x.to {
            let at = x.place(10_f64.powi(power));
            line(out, "grid", (at, y.at_from), (at, y.at_to));
            text(out, (at, y.at_from + 20.0), "middle", "", &decade(power));
        }
        for power in y.from..=y.to {
            let at = y.place(10_f64.powi(power));
            line(out, "grid", (x.at_from, at), (x.at_to, at));
            text(out, (x.at_from - 8.0, at + 4.0), "end", "", &decade(power));
        }
        let middle = (y.at_from + y.at_to) / 2.0;
        text(out, ((x.at_from + x.at_to) / 2.0, HEIGHT - 16.0), "middle", "", self.x);
        let _ = writeln!(
            out,
            "<text transform=\"translate(22 {middle}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            escape(self.y)
        );
    }
}

/// A line y = factor · x, as far as it is within.
fn draw_guide(out: &mut String, x: Axis, y: Axis, (factor, says): (f64, &str)) {
    let ((x0, x1), (y0, y1)) = (x.ends(), y.ends());
    let (from, to) = (x0.max(y0 / factor), x1.min(y1 / factor));
    if from < to {
        let end = (x.place(to), y.place(factor * to));
        line(out, "guide", (x.place(from), y.place(factor * from)), end);
        text(out, (end.0 + 6.0, end.1 + 4.0), "start", "", says);
    }
}

fn draw_series(out: &mut String, x: Axis, y: Axis, i: usize, series: &Series) {
    let colour = format!("var(--s{})", i % 4);
    let places: Vec<(f64, f64)> = series.points.iter().map(|p| (x.place(p.0), y.place(p.1))).collect();
    if series.joined {
        let path: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(out, "<polyline class=\"line\" stroke=\"{colour}\" points=\"{}\"/>", path.join(" "));
    }
    for place in &places {
        marker(out, i, *place, &colour);
    }
    // Joined series are named at their end, clouds in the corner.
    let named = if series.joined { places.last().copied() } else { None };
    let (x, y) = named.unwrap_or((x.at_from + 14.0, y.at_to + 18.0 + 20.0 * i as f64));
    if named.is_none() {
        marker(out, i, (x, y), &colour);
    }
    text(out, (x + 10.0, y + 4.0), "start", "", &series.name);
}

/// A circle, a square, a triangle or a diamond.
fn marker(out: &mut String, i: usize, (x, y): (f64, f64), colour: &str) {
    let path = match i % 4 {
        0 => format!("M{:.1} {y:.1}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0", x - 5.0),
        1 => format!("M{:.1} {:.1}h8v8h-8z", x - 4.0, y - 4.0),
        2 => format!("M{x:.1} {:.1}l5 9h-10z", y - 5.0),
        _ => format!("M{x:.1} {:.1}l5 5l-5 5l-5 -5z", y - 5.0),
    };
    let _ = writeln!(out, "<path d=\"{path}\" fill=\"{colour}\"/>");
}

fn line(out: &mut String, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = writeln!(out, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
}

fn text(out: &mut String, (x, y): (f64, f64), anchor: &str, class: &str, says: &str) {
    let says = escape(says);
    let _ = writeln!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{says}</text>");
}

/// 0.001, 1, 1000; powers of ten from a million on.
fn decade(power: i32) -> String {
    match power {
        0..=4 => 10_u32.pow(power as u32).to_string(),
        -3..0 => format!("{:.*}", -power as usize, 10_f64.powi(power)),
        _ => {
            let digits: String = power.to_string().chars().map(superscript).collect();
            format!("10{digits}")
        }
    }
}

fn superscript(digit: char) -> char {
    match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => char::from_u32('⁰' as u32 + other as u32 - '0' as u32).unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_are_written_short() {
        let written: Vec<String> = [-7, -3, 0, 3, 6].map(decade).to_vec();
        assert_eq!(written, ["10⁻⁷", "0.001", "1", "1000", "10⁶"]);
    }

    #[test]
    fn values_lie_between_their_decades() {
        let axis = Axis::of([2.0, 500.0].into_iter(), 0.0, 300.0);
        assert_eq!((axis.from, axis.to), (0, 3));
        assert!((axis.place(10.0) - 100.0).abs() < 1e-9);
        // Without values there is still a frame.
        let empty = Axis::of(std::iter::empty(), 0.0, 1.0);
        assert!(empty.place(1.0).is_finite());
    }

    #[test]
    fn a_chart_names_its_axes_and_series() {
        let series = Series { name: "a < b".to_owned(), points: vec![(1.0, 2.0), (10.0, 30.0)], joined: true };
        let guides = vec![(1.0, "as fast")];
        let svg = Chart { title: "T", x: "parts", y: "seconds", series: vec![series], guides }.svg();
        for expected in [">parts<", ">seconds<", ">a &lt; b<", "polyline", ">as fast<"] {
            assert!(svg.contains(expected), "{expected}");
        }
    }
}
