//! A need is being drawn: by dragging from a port, by two clicks, or by keys. Or one end of a need is being moved,
//! which is a drag that ends with the same question: may this part need that one, and if not, why.

use nines_engine::ids::Id;

use crate::action::{ConnectMode, Direction};
use crate::change::{Refusal, link};
use crate::commit::commit_or_refuse;
use crate::effect::Effect;
use crate::focus;
use crate::geometry::{Point, Rect};
use crate::hit::{connect_target, hit_test};
use crate::input::{Phase, Pointer};
use crate::keymap::Choosing;
use crate::letters::lower;
use crate::outline::reading_order;
use crate::route;
use crate::session::Session;
use crate::target::{End, Hit, Target};

use super::press::Press;
use super::{Before, Gesture};

/// A need that is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Connect {
    pub(super) before: Before,
    /// The part it starts from.
    pub from: Id,
    /// Where its loose end is; on the candidate once that is a possible one.
    pub at_canvas: Point,
    /// The part it would go to.
    pub candidate: Option<Candidate>,
    /// How it will be finished.
    pub mode: ConnectMode,
    /// What has been typed of the target's name.
    pub typed: String,
    /// The end that moves, when this is a need there already is, and the part it goes to.
    moving: Option<(Id, End)>,
    /// Which pointer is down, and where it was last.
    pointer: Option<(i32, Point)>,
    /// The box the line starts at.
    from_rect: Rect,
}

/// A part that a need could go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The part.
    pub id: Id,
    /// Why not; `None` when it can.
    pub refusal: Option<String>,
}

impl Connect {
    /// The line as it is drawn now, as the data of an SVG path.
    pub fn preview_path(&self) -> String {
        let loose_start = self.moving.as_ref().is_some_and(|(_, end)| *end == End::From);
        if loose_start {
            // The moving end is the start: the line is drawn from the pointer to the part that stays.
            let spot = Rect { x: self.at_canvas.x, y: self.at_canvas.y, width: 0.0, height: 0.0 };
            return route::path(&route::between(spot, self.from_rect));
        }
        route::path(&route::to_point(self.from_rect, self.at_canvas))
    }

    pub(super) fn held_by(&self) -> Option<(i32, Point)> {
        self.pointer
    }

    fn refusal(&self, session: &Session, id: &Id) -> Option<Refusal> {
        match &self.moving {
            None => link::connect_refusal(&session.document, &self.from, id),
            Some((to, end)) => link::reconnect(&session.document, &self.from, to, *end, id).err(),
        }
    }

    fn try_candidate(&mut self, session: &Session, id: Option<Id>) {
        self.candidate = id.map(|id| {
            let refusal = self.refusal(session, &id).map(|refusal| refusal.0);
            Candidate { id, refusal }
        });
        // The line goes to the part only when letting go there will connect: nothing else would be honest.
        if let Some(Candidate { id, refusal: None }) = &self.candidate
            && let Some(rect) = session.scene.rect_of_part(id)
        {
            self.at_canvas = route::between(self.from_rect, rect)[3];
        }
    }
}

/// Starts a need at a part, or at the focused or selected one.
pub(crate) fn begin(session: &mut Session, from: Option<Id>, mode: ConnectMode) -> Vec<Effect> {
    let chosen = session.subjects();
    let only = match (session.focus(), chosen.as_slice()) {
        // Where the keyboard is counts before what was selected earlier.
        (Some(Target::Part(id)), _) | (_, [Target::Part(id)]) => Some(id.clone()),
        _ => None,
    };
    let Some(from) = from.or(only) else {
        return vec![Effect::refuse("Select the one part that needs something, then connect it.")];
    };
    // What cannot need anything is told now, not after the target has been chosen.
    if let Some(refusal) = link::start_refusal(&session.document, &from) {
        return vec![Effect::refuse(refusal.0)];
    }
    let before = Before::of(session);
    session.selection = [Target::Part(from.clone())].into_iter().collect();
    session.focus = Some(Target::Part(from.clone()));
    let rect = session.scene.rect_of_part(&from).unwrap_or_default();
    let connect = Connect {
        before,
        at_canvas: Point::new(rect.right(), rect.center().y),
        candidate: None,
        mode,
        typed: String::new(),
        moving: None,
        pointer: None,
        from_rect: rect,
        from: from.clone(),
    };
    session.gesture = Gesture::Connect(connect);
    let how = match mode {
        ConnectMode::Keys => {
            "Choose the part it needs with the arrow keys or the letters of its name. Enter connects, Escape cancels."
        }
        ConnectMode::Click | ConnectMode::Drag => "Click the part it needs. Escape cancels.",
    };
    vec![Effect::say(format!("Connecting {from}. {how}"))]
}

/// A press on a port, or on the end of a selected need, has become a drag.
pub(super) fn begin_drag(
    session: &mut Session,
    press: Press,
    from: Id,
    moving: Option<(Id, End)>,
    pointer: &Pointer,
) -> Vec<Effect> {
    let stays = match &moving {
        Some((to, End::From)) => to,
        _ => &from,
    };
    let connect = Connect {
        from_rect: session.scene.rect_of_part(stays).unwrap_or_default(),
        before: press.before,
        from,
        at_canvas: session.viewport.to_canvas(pointer.at_screen),
        candidate: None,
        mode: ConnectMode::Drag,
        typed: String::new(),
        moving,
        pointer: Some((press.pointer_id, pointer.at_screen)),
    };
    next(session, connect, pointer)
}

/// The pointer did something while a need is drawn.
pub(super) fn next(session: &mut Session, mut connect: Connect, pointer: &Pointer) -> Vec<Effect> {
    match pointer.phase {
        Phase::Up if connect.pointer.is_some() => {
            aim(session, &mut connect, pointer);
            return finish(session, connect, Some(pointer));
        }
        Phase::Down => {
            connect.pointer = Some((pointer.pointer_id, pointer.at_screen));
            aim(session, &mut connect, pointer);
        }
        Phase::Move if connect.mode != ConnectMode::Keys || connect.pointer.is_some() => {
            connect.pointer = connect.pointer.map(|(id, _)| (id, pointer.at_screen));
            aim(session, &mut connect, pointer);
        }
        Phase::Up | Phase::Move | Phase::Cancel => {}
    }
    session.gesture = Gesture::Connect(connect);
    Vec::new()
}

fn aim(session: &Session, connect: &mut Connect, pointer: &Pointer) {
    connect.at_canvas = session.viewport.to_canvas(pointer.at_screen);
    let said = pointer.hit.as_ref().and_then(|hit| match hit {
        Hit::Part(id) | Hit::Port(id) => Some(id.clone()),
        _ => None,
    });
    let found = said.or_else(|| connect_target(&session.scene, session.viewport, pointer.at_screen));
    // Over its own box the line has only just begun: no reason to complain yet.
    let found = found.filter(|id| *id != connect.from || connect.moving.is_some());
    connect.try_candidate(session, found);
}

fn finish(session: &mut Session, connect: Connect, pointer: Option<&Pointer>) -> Vec<Effect> {
    let from = connect.from.clone();
    match (connect.candidate, connect.moving) {
        (Some(candidate), None) => {
            connect.before.restore_selection(session);
            let plan = link::connect(&session.document, &from, &candidate.id, false);
            commit_or_refuse(session, plan)
        }
        (Some(candidate), Some((to, end))) => {
            let plan = link::reconnect(&session.document, &from, &to, end, &candidate.id);
            commit_or_refuse(session, plan)
        }
        (None, None) => match pointer.filter(|p| is_away_from(session, &from, p)) {
            Some(pointer) => {
                let at_canvas = Some(session.viewport.to_canvas(pointer.at_screen));
                vec![Effect::OpenPalette { at_canvas, link_from: Some(from) }]
            }
            None => Vec::new(),
        },
        (None, Some(_)) => Vec::new(),
    }
}

/// Whether the pointer is over nothing, and not over the very part the line starts at.
fn is_away_from(session: &Session, from: &Id, pointer: &Pointer) -> bool {
    let hit = hit_test(&session.scene, &session.selection, session.viewport, pointer.at_screen, pointer.coarse);
    !matches!(hit, Hit::Part(id) | Hit::Port(id) if id == *from)
}

impl Before {
    /// A need that was drawn is no reason to select its start.
    fn restore_selection(&self, session: &mut Session) {
        session.selection = self.selection.clone();
    }
}

/// A key chose, or confirmed, a target.
pub(crate) fn choose(session: &mut Session, choosing: Choosing) -> Vec<Effect> {
    let Gesture::Connect(mut connect) = std::mem::take(&mut session.gesture) else { return Vec::new() };
    let effects = match choosing {
        Choosing::Confirm => match &connect.candidate {
            Some(Candidate { refusal: None, .. }) => {
                let from = Target::Part(connect.from.clone());
                let effects = finish(session, connect, None);
                session.focus = Some(from);
                return effects;
            }
            Some(Candidate { refusal: Some(text), .. }) => vec![Effect::refuse(text.clone())],
            None => vec![Effect::refuse("Choose a part first, with the arrow keys or the letters of its name.")],
        },
        Choosing::Cancel => {
            session.gesture = Gesture::Connect(connect);
            super::cancel(session);
            return vec![Effect::say("Not connected.")];
        }
        Choosing::Go(direction) => go(session, &mut connect, direction),
        Choosing::Type(letter) => {
            connect.typed.push(letter);
            find(session, &mut connect)
        }
        Choosing::Erase => {
            connect.typed.pop();
            find(session, &mut connect)
        }
    };
    session.gesture = Gesture::Connect(connect);
    effects
}

fn go(session: &mut Session, connect: &mut Connect, direction: Direction) -> Vec<Effect> {
    let at = connect.candidate.as_ref().map_or(&connect.from, |c| &c.id);
    let from = session.scene.handle_of(at).unwrap_or_default();
    let at = at.clone();
    let counts = |id: &Id| *id != at && *id != connect.from;
    let Some(next) = focus::nearest(&session.scene, from, direction, counts) else {
        return vec![Effect::say("There is nothing further in that direction.")];
    };
    connect.typed.clear();
    say_candidate(session, connect, next)
}

/// The first part in reading order whose name starts with what has been typed, or else contains it.
fn find(session: &mut Session, connect: &mut Connect) -> Vec<Effect> {
    let typed = lower(&connect.typed);
    if typed.is_empty() {
        connect.candidate = None;
        return Vec::new();
    }
    let mut order = reading_order(&session.document);
    order.retain(|id| *id != connect.from);
    let lowered = |id: &Id| lower(id.as_str());
    let found = order.iter().find(|id| lowered(id).starts_with(&typed));
    let found = found.or_else(|| order.iter().find(|id| lowered(id).contains(&typed)));
    match found.cloned() {
        Some(id) => say_candidate(session, connect, id),
        None => {
            let text = format!("No other part has \"{}\" in its name.", connect.typed);
            connect.typed.pop();
            vec![Effect::say(text)]
        }
    }
}

fn say_candidate(session: &mut Session, connect: &mut Connect, id: Id) -> Vec<Effect> {
    connect.try_candidate(session, Some(id.clone()));
    focus::reveal(session, &Target::Part(id.clone()));
    let refusal = connect.candidate.as_ref().and_then(|c| c.refusal.as_ref());
    vec![Effect::say(
        refusal.map_or_else(|| format!("{id}. Enter connects."), |why| format!("{id}: not possible. {why}")),
    )]
}
