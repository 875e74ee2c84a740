//! Where the keyboard is: from part to part by direction, along needs, and in reading order. Selecting is here too,
//! since both go together.

use nines_engine::ids::Id;

use crate::action::{Direction, Follow, SelectMode};
use crate::effect::Effect;
use crate::geometry::{Point, Rect};
use crate::outline::{outline, reading_order};
use crate::scene::Scene;
use crate::session::Session;
use crate::target::{Selection, Target};
use crate::viewport;

/// Being off to the side counts as much as being this many times further away.
const SIDEWAYS: f64 = 2.0;

/// The nearest part in a direction from a point, of those that count. Pools and domains count by their tabs.
pub fn nearest(scene: &Scene, from: Point, direction: Direction, counts: impl Fn(&Id) -> bool) -> Option<Id> {
    let nodes = scene.nodes.iter().map(|n| (&n.id, n.rect.center()));
    let bands = scene.bands.iter().map(|b| (&b.id, b.tab.center()));
    let frames = scene.frames.iter().map(|f| (&f.id, f.tab.center()));
    let all = nodes.chain(bands).chain(frames).filter(|(id, _)| counts(id));
    let costs = all.filter_map(|(id, at)| {
        let d = at.minus(from);
        let (along, across) = match direction {
            Direction::Left => (-d.x, d.y),
            Direction::Right => (d.x, d.y),
            Direction::Up => (-d.y, d.x),
            Direction::Down => (d.y, d.x),
        };
        (along >= 1.0).then_some((along + SIDEWAYS * across.abs(), id))
    });
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id.clone())
}

/// Moves the focus to the nearest part; to the first one when there is no focus yet.
pub(crate) fn go(session: &mut Session, direction: Direction) -> Vec<Effect> {
    let Some(focus) = session.focus.clone() else { return first(session) };
    let Some(from) = point_of(&session.scene, &focus) else { return first(session) };
    let own = focus.part().cloned();
    match nearest(&session.scene, from, direction, |id| Some(id) != own.as_ref()) {
        Some(id) => put(session, Target::Part(id)),
        None => vec![Effect::say("There is nothing further in that direction.")],
    }
}

/// Moves the focus to a need of the focused part, or from one need to the next of the same part.
pub(crate) fn follow(session: &mut Session, follow: Follow) -> Vec<Effect> {
    let (part, current) = match &session.focus {
        Some(Target::Part(id)) => (id.clone(), None),
        Some(Target::Need { from, to }) => {
            let part = if follow == Follow::Out { from } else { to };
            (part.clone(), session.focus.clone())
        }
        _ => return first(session),
    };
    session.followed = follow;
    let mut needs: Vec<Target> = Vec::new();
    for edge in &session.scene.edges {
        if *(if follow == Follow::Out { &edge.from } else { &edge.to }) == part {
            needs.push(Target::Need { from: edge.from.clone(), to: edge.to.clone() });
        }
    }
    let at = current.and_then(|need| needs.iter().position(|n| *n == need));
    let next = at.map_or(0, |i| (i + 1) % needs.len().max(1));
    match needs.get(next) {
        Some(need) => put(session, need.clone()),
        None if follow == Follow::Out => vec![Effect::say(format!("{part} needs nothing."))],
        None => vec![Effect::say(format!("Nothing needs {part}."))],
    }
}

/// Moves the focus to the first part in reading order.
pub(crate) fn first(session: &mut Session) -> Vec<Effect> {
    put(session, Target::Part(Id::clients()))
}

/// Moves the focus to the last part in reading order.
pub(crate) fn last(session: &mut Session) -> Vec<Effect> {
    let last = reading_order(&session.document).pop().unwrap_or_else(Id::clients);
    put(session, Target::Part(last))
}

/// Puts the focus on a target, brings it into view, and says what it is.
pub(crate) fn put(session: &mut Session, target: Target) -> Vec<Effect> {
    if !target.exists_in(&session.document) {
        return Vec::new();
    }
    session.focus = Some(target.clone());
    reveal(session, &target);
    let text = describe(session, &target);
    vec![Effect::FocusMoved(target), Effect::say(text)]
}

/// Moves the picture, if needed, so that a target is seen.
pub(crate) fn reveal(session: &mut Session, target: &Target) {
    if let Some(rect) = session.scene.rect_of(target) {
        session.viewport = viewport::revealing(session.viewport, session.host, rect);
    }
}

/// The main thing: select a part, open it when it is selected, follow a need to its end.
pub(crate) fn activate(session: &mut Session) -> Vec<Effect> {
    match session.focus.clone() {
        None => first(session),
        Some(Target::Need { from, to }) => {
            let end = if session.followed == Follow::Out { to } else { from };
            put(session, Target::Part(end))
        }
        Some(target) if session.selection.contains(&target) => vec![Effect::OpenInspector(None)],
        Some(target) => select(session, target, SelectMode::Only),
    }
}

/// Selects a target and puts the focus on it.
pub(crate) fn select(session: &mut Session, target: Target, mode: SelectMode) -> Vec<Effect> {
    if !target.exists_in(&session.document) {
        return Vec::new();
    }
    session.selection = match mode {
        SelectMode::Only => Selection::from_iter([target.clone()]),
        SelectMode::Add => session.selection.with(target.clone()),
        SelectMode::Toggle => session.selection.toggled(target.clone()),
    };
    session.focus = Some(target.clone());
    let what = if session.selection.contains(&target) { "selected" } else { "no longer selected" };
    let mut text = format!("{} is {what}.", capital(&target.name()));
    if session.selection.len() > 1 {
        text.push_str(&format!(" {} selected in all.", session.selection.len()));
    }
    vec![Effect::FocusMoved(target), Effect::say(text)]
}

/// Selects all parts but the clients' needs and cables.
pub(crate) fn select_all(session: &mut Session) -> Vec<Effect> {
    session.selection = reading_order(&session.document).into_iter().map(Target::Part).collect();
    vec![Effect::say(format!("All {} parts are selected.", session.selection.len()))]
}

/// What a target is, in a sentence, with whether it is selected.
fn describe(session: &Session, target: &Target) -> String {
    let selected = if session.selection.contains(target) { " Selected." } else { "" };
    let text = match target {
        Target::Part(id) => {
            let row = outline(&session.document).into_iter().find(|row| row.id == *id);
            row.map_or_else(String::new, |row| row.sentence)
        }
        Target::Need { from, to } => {
            let edge = session.scene.edges.iter().find(|e| e.from == *from && e.to == *to);
            let soft = if edge.is_some_and(|e| e.soft) { ", soft" } else { "" };
            format!("{from} needs {to}{soft}.")
        }
        Target::Cable { between: [a, b] } => format!("Cable between {a} and {b}."),
    };
    capital(&text) + selected
}

/// The text with a capital at its beginning, when it is a word of ours and not a name.
fn capital(text: &str) -> String {
    for word in ["clients", "the need", "the cable"] {
        if text.starts_with(word) {
            return text[..1].to_ascii_uppercase() + &text[1..];
        }
    }
    text.to_string()
}

fn point_of(scene: &Scene, target: &Target) -> Option<Point> {
    match target {
        Target::Part(id) => scene.handle_of(id),
        other => scene.rect_of(other).map(Rect::center),
    }
}
