//! Parts are being moved. The document follows the pointer; one step of the history is made when it is let go.

use nines_engine::ids::Id;

use crate::action::SelectMode;
use crate::change::{Draft, Plan, arrange, names};
use crate::commit::commit;
use crate::effect::Effect;
use crate::focus;
use crate::geometry::{Point, Rect, on_grid};
use crate::input::{Phase, Pointer};
use crate::session::Session;
use crate::snap::{Guide, snapped};
use crate::target::Target;

use super::press::Press;
use super::{Before, Gesture};

/// Parts that are being moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    pub(super) before: Before,
    pub(super) pointer_id: i32,
    /// Where the pointer was last.
    pub(super) at_screen: Point,
    /// Where on the canvas the pointer went down.
    from_canvas: Point,
    /// The part under the pointer, which comes to rest on the grid; the others keep their distance to it.
    lead: Id,
    /// The parts as they were chosen: a pool or domain moves with all it holds.
    parts: Vec<Id>,
    /// All that move.
    standing: Vec<Id>,
    /// What the lead is in line with.
    pub guides: Vec<Guide>,
    /// The frames and bands that parts will be put into when they are let go here.
    pub drop_on: Vec<Id>,
}

/// A press on a part has become a drag.
pub(super) fn begin(session: &mut Session, press: Press, part: &Id, pointer: &Pointer) -> Vec<Effect> {
    let target = Target::Part(part.clone());
    if !session.selection.contains(&target) {
        let mode = if press.modifiers_add() { SelectMode::Add } else { SelectMode::Only };
        focus::select(session, target, mode);
    }
    let mut parts: Vec<Id> = session.selection.parts().cloned().collect();
    nines_engine::order::sort_by_key(&mut parts, |id| id != part);
    let drag = Drag {
        from_canvas: press.before.viewport.to_canvas(press.at_screen),
        before: press.before,
        pointer_id: press.pointer_id,
        at_screen: pointer.at_screen,
        lead: part.clone(),
        standing: arrange::standing_for(&session.document, &parts),
        parts,
        guides: Vec::new(),
        drop_on: Vec::new(),
    };
    next(session, drag, pointer)
}

/// The pointer moved, or was let go.
pub(super) fn next(session: &mut Session, mut drag: Drag, pointer: &Pointer) -> Vec<Effect> {
    match pointer.phase {
        Phase::Move => {
            drag.at_screen = pointer.at_screen;
            follow(session, &mut drag, pointer.modifiers.alt);
            session.gesture = Gesture::Drag(drag);
            Vec::new()
        }
        Phase::Up => finish(session, drag),
        Phase::Down | Phase::Cancel => Vec::new(),
    }
}

/// Moves the parts to where the pointer is; Alt leaves grid and guides alone.
fn follow(session: &mut Session, drag: &mut Drag, free: bool) {
    let by = session.viewport.to_canvas(drag.at_screen).minus(drag.from_canvas);
    let start = drag.before.scene.rect_of_part(&drag.lead).unwrap_or_default().center();
    let (rest, guides) = if free {
        let wanted = start.plus(by);
        (Point::new(wanted.x.round(), wanted.y.round()), Vec::new())
    } else if drag.standing == [drag.lead.clone()] {
        snapped(start.plus(by), &neighbours(session, drag), session.viewport.zoom)
    } else {
        // Frames and groups keep their parts on the grid by moving in whole steps.
        (start.plus(on_grid(by)), Vec::new())
    };
    let moved = arrange::shifted(&drag.before.document, &drag.standing, rest.minus(start));
    session.show(moved.into());
    drag.guides = guides;
    drag.drop_on = drop_on(session, drag);
}

/// The boxes that are seen and stay where they are: only with those can one be in line by intention.
fn neighbours(session: &Session, drag: &Drag) -> Vec<Rect> {
    let (viewport, size) = (session.viewport, session.host.size);
    let seen =
        Rect::between(viewport.to_canvas(Point::default()), viewport.to_canvas(Point::new(size.width, size.height)));
    let stays = session.scene.nodes.iter().filter(|n| !drag.standing.contains(&n.id));
    stays.map(|n| n.rect).filter(|rect| rect.union(seen) == seen).collect()
}

/// The parts that would be put into what is under them: those that were chosen, but not what moves because its pool
/// or domain was chosen too.
fn joiners(session: &Session, drag: &Drag) -> Vec<Id> {
    let moves_with = |part: &Id, other: &Id| {
        other != part && arrange::standing_for(&session.document, std::slice::from_ref(other)).contains(part)
    };
    drag.parts.iter().filter(|part| !drag.parts.iter().any(|other| moves_with(part, other))).cloned().collect()
}

fn drop_on(session: &Session, drag: &Drag) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    for part in joiners(session, drag) {
        let Some(rect) = session.scene.rect_of_part(&part) else { continue };
        let here = arrange::what_is_here(&session.document, &session.scene, &drag.standing, &part, rect.center());
        all.extend(here.into_iter().filter(|id| !all.contains(id)).collect::<Vec<_>>());
    }
    all
}

fn finish(session: &mut Session, drag: Drag) -> Vec<Effect> {
    let mut draft = Draft::of(&session.document);
    let scene = session.scene.clone();
    let at = |id: &Id| scene.rect_of_part(id).map(Rect::center);
    let joined = arrange::join_what_is_here(&mut draft, &scene, &joiners(session, &drag), at);
    let what = format!("Move {}", names(&drag.parts));
    let said = format!("Moved {}.{joined}", names(&drag.parts));
    // The step starts from before the drag; what was shown in between is no part of the history.
    let selection = session.selection.clone();
    let plan = Plan::new(draft, what, said);
    session.show(drag.before.document.clone());
    let mut effects = commit(session, plan, None);
    session.selection = selection.kept_in(&session.document);
    if let Some(focus) = &session.focus {
        effects.push(Effect::FocusMoved(focus.clone()));
    }
    effects
}
