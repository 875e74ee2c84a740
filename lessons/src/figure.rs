//! A still picture of a small topology as SVG, for the text of a lesson and for pages without WebAssembly. Lines
//! and words only, in the colour of the text; the parts' own pictures belong to the app.

use std::fmt::Write as _;

use nines_engine::ids::Id;
use nines_engine::math;
use nines_engine::report;
use nines_engine::topology::{Component, Need, Part, Position, Topology};

use crate::chain::{Steps, reached};
use crate::goal::list;
use crate::page::escaped;

/// Half the size of a box, in canvas units.
const BOX_HALF: (f64, f64) = (52.0, 24.0);
/// From the centre of a box to the next when the document says no places.
const STEP: (f64, f64) = (168.0, 88.0);
/// Room around the picture.
const MARGIN: f64 = 8.0;

/// The picture. Its words are in its label, so that a screen reader says what the picture shows.
pub fn svg(topology: &Topology) -> String {
    let places = places(topology);
    let (low, high) = bounds(&places);
    let (width, height) = (high.x - low.x, high.y - low.y);
    let mut out = format!(
        "<svg class=\"figure-topology\" role=\"img\" aria-label=\"{}\" viewBox=\"{:.0} {:.0} {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\">",
        escaped(&describe(topology)),
        low.x,
        low.y,
    );
    for (id, from) in &places {
        for need in needs_of(topology, id) {
            if let Some((_, to)) = places.iter().find(|(other, _)| *other == need.to) {
                out += &arrow(*from, *to, need.soft);
            }
        }
    }
    for (id, at) in &places {
        out += &labelled(topology, id, *at);
    }
    out + "</svg>"
}

/// The needs in words: "clients need lb; lb needs app; app needs db and, softly, payment."
pub fn describe(topology: &Topology) -> String {
    let mut sentences = vec![said("clients need", &topology.clients.needs)];
    sentences.extend(topology.components.iter().map(|c| said(&format!("{} needs", c.id), &c.needs)));
    let pools = topology.pools.iter().map(|pool| {
        let members: Vec<&str> = pool.members.iter().map(Id::as_str).collect();
        format!("{} is a pool of {}", pool.id, list(&members, "and"))
    });
    sentences.extend(pools);
    sentences.extend(topology.pools.iter().map(|p| said(&format!("{} needs", p.id), &p.needs)));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join("; ") + "."
}

fn said(beginning: &str, needs: &[Need]) -> String {
    let words: Vec<String> =
        needs.iter().map(|n| if n.soft { format!("softly {}", n.to) } else { n.to.to_string() }).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.is_empty() { String::new() } else { format!("{beginning} {}", list(&words, "and")) }
}

fn needs_of<'a>(topology: &'a Topology, id: &Id) -> &'a [Need] {
    if id.as_str() == nines_engine::ids::CLIENTS {
        return &topology.clients.needs;
    }
    topology.get(id).map_or(&[], Part::needs)
}

/// Where the clients and everything they use stand: where the document says, if it says it for all of them, and
/// otherwise in columns by how many needs away from the clients they are.
fn places(topology: &Topology) -> Vec<(Id, Position)> {
    let mut ids = vec![Id::clients()];
    ids.extend(topology.components.iter().map(|c| c.id.clone()));
    let drawn: Option<Vec<(Id, Position)>> =
        ids.iter().map(|id| topology.layout.get(id).map(|at| (id.clone(), *at))).collect();
    drawn.unwrap_or_else(|| {
        let columns: Vec<usize> = ids.iter().map(|id| column(topology, id)).collect();
        let row = |i: usize| columns[..i].iter().filter(|c| **c == columns[i]).count();
        let place = |i: usize| Position { x: columns[i] as f64 * STEP.0, y: row(i) as f64 * STEP.1 };
        ids.iter().enumerate().map(|(i, id)| (id.clone(), place(i))).collect()
    })
}

/// The length of the longest way from the clients: what a part needs stands to the right of it.
fn column(topology: &Topology, id: &Id) -> usize {
    if id.as_str() == nines_engine::ids::CLIENTS {
        return 0;
    }
    let before = topology.components.iter().map(|c| &c.id);
    1 + before.filter(|other| *other != id && reached(topology, Some(other), Steps::All).any(|r| r == id)).count()
}

fn bounds(places: &[(Id, Position)]) -> (Position, Position) {
    let mut low = Position { x: f64::INFINITY, y: f64::INFINITY };
    let mut high = Position { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    for (_, at) in places {
        low = Position { x: low.x.min(at.x - BOX_HALF.0 - MARGIN), y: low.y.min(at.y - BOX_HALF.1 - MARGIN) };
        high = Position { x: high.x.max(at.x + BOX_HALF.0 + MARGIN), y: high.y.max(at.y + BOX_HALF.1 + MARGIN) };
    }
    (low, high)
}

fn labelled(topology: &Topology, id: &Id, at: Position) -> String {
    let mut out = format!(
        "<rect x=\"{:.0}\" y=\"{:.0}\" width=\"{:.0}\" height=\"{:.0}\" rx=\"4\"/>",
        at.x - BOX_HALF.0,
        at.y - BOX_HALF.1,
        2.0 * BOX_HALF.0,
        2.0 * BOX_HALF.1
    );
    let number = match topology.get(id) {
        Some(Part::Component(part)) => number_of(part),
        _ => None,
    };
    let name_y = if number.is_some() { at.y - 2.0 } else { at.y + 5.0 };
    out += &word("figure-name", at.x, name_y, id.as_str());
    if let Some(number) = number {
        out += &word("figure-number", at.x, at.y + 15.0, &number);
    }
    out
}

fn number_of(part: &Component) -> Option<String> {
    let unavailability = part.reliability.unavailability();
    (unavailability > 0.0).then(|| report::percent(unavailability))
}

fn word(class: &str, x: f64, y: f64, text: &str) -> String {
    let text = escaped(text);
    format!(
        "<text class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"middle\" font-size=\"14\" \
         fill=\"currentColor\" stroke=\"none\">{text}</text>"
    )
}

/// A line from the edge of one box to the edge of the other with a head at its end; dashed when the need is soft.
fn arrow(from: Position, to: Position, soft: bool) -> String {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = math::sqrt(dx * dx + dy * dy);
    if length == 0.0 {
        return String::new();
    }
    let edge = (BOX_HALF.0 / dx.abs()).min(BOX_HALF.1 / dy.abs());
    let (x1, y1, x2, y2) = (from.x + dx * edge, from.y + dy * edge, to.x - dx * edge, to.y - dy * edge);
    let (ux, uy) = (dx / length * 7.0, dy / length * 7.0);
    let dash = if soft { " stroke-dasharray=\"5 4\"" } else { "" };
    let mut out = format!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\"{dash}/>");
    let (ax, ay, bx, by) = (x2 - ux - uy / 2.0, y2 - uy + ux / 2.0, x2 - ux + uy / 2.0, y2 - uy - ux / 2.0);
    write!(out, "<path d=\"M{ax:.1} {ay:.1}L{x2:.1} {y2:.1}L{bx:.1} {by:.1}\"/>").expect("a string takes everything");
    out
}
