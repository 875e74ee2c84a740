//! From a session and an action to the next session and what the app has to do. Pure. Each action is sent to the
//! module that does it; what all share is here: gestures give way to other actions, and bursts on one thing become
//! one step. How a change becomes the document is in `commit`, what commands stand for in `run`.

use nines_engine::ids::Id;
use nines_engine::topology::Topology;

use crate::action::{Action, Direction, SelectMode};
use crate::change::place::Spot;
use crate::change::{Plan, Refusal, arrange, copy, domain, link, place, pool, remove, rename};
use crate::commit::{broken, commit, commit_or_refuse, means_other};
use crate::effect::Effect;
use crate::field::{Field, set_field};
use crate::geometry::{GRID, Host, Point, Rect};
use crate::gesture::{self, Gesture};
use crate::history::Mark;
use crate::input::Phase;
use crate::layout;
use crate::run::{key, run};
use crate::session::{CoalesceKey, Session};
use crate::target::{Selection, Target};
use crate::{focus, viewport};

/// How many steps of the grid a far nudge takes.
const NUDGE_FAR_STEPS: f64 = 4.0;

/// What an action makes of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The next session.
    pub session: Session,
    /// What the app has to do, in order.
    pub effects: Vec<Effect>,
}

/// Does an action. The session that is given stays as it is.
pub fn update(session: &Session, action: Action) -> Update {
    let mut session = session.clone();
    let effects = perform(&mut session, action);
    Update { session, effects }
}

pub(crate) fn perform(session: &mut Session, action: Action) -> Vec<Effect> {
    let burst = session.coalesce.take();
    if interrupts(&action) {
        gesture::cancel(session);
    }
    match action {
        Action::Nudge { direction, far } => {
            session.coalesce = burst.filter(|key| *key == CoalesceKey::Nudge);
            nudge(session, direction, far)
        }
        Action::SetField { of, field, text } => {
            let key = CoalesceKey::Field(of.clone(), field);
            session.coalesce = burst.filter(|burst| *burst == key);
            set(session, of, field, &text)
        }
        // Passing a key on keeps the burst: the command it stands for decides.
        Action::Key(pressed) => {
            session.coalesce = burst;
            key(session, &pressed)
        }
        Action::Run(command) => {
            session.coalesce = burst;
            run(session, command)
        }
        // What only looks, or hovers, does not end a burst: a phone's keyboard resizes the canvas while one types.
        action if is_still(session, &action) => {
            session.coalesce = burst;
            perform_change(session, action)
        }
        Action::Settle => Vec::new(),
        Action::Undo => undo(session),
        Action::Redo => redo(session),
        Action::Cancel => cancel(session),
        Action::Pointer(pointer) => gesture::pointer(session, &pointer),
        Action::SetSingleKeys(on) => {
            session.single_keys = on;
            Vec::new()
        }
        other => perform_change(session, other),
    }
}

/// Whether an action leaves document, selection and focus alone whatever happens.
fn is_still(session: &Session, action: &Action) -> bool {
    match action {
        Action::Resize(_) | Action::PanBy { .. } | Action::ZoomBy { .. } => true,
        Action::Pointer(pointer) => session.gesture == Gesture::Idle && pointer.phase == Phase::Move,
        _ => false,
    }
}

/// Whether an action cannot go on beside a gesture. What only looks, or is itself part of one, can.
fn interrupts(action: &Action) -> bool {
    !matches!(
        action,
        Action::Pointer(_)
            | Action::Key(_)
            | Action::Run(_)
            | Action::Cancel
            | Action::Settle
            | Action::SetSingleKeys(_)
            | Action::Resize(_)
            | Action::PanBy { .. }
            | Action::ZoomStep { .. }
            | Action::ZoomBy { .. }
            | Action::ZoomTo100
            | Action::Fit
            | Action::FitSelection
            | Action::Reveal(_)
            | Action::Focus(_)
    )
}

/// Actions that change the document.
fn perform_change(session: &mut Session, action: Action) -> Vec<Effect> {
    let document = session.document.clone();
    let scene = session.scene.clone();
    let plan = match action {
        Action::Place { kind, at_canvas, link_from } => {
            if kind.as_str() == "clients" {
                return focus::select(session, Target::Part(Id::clients()), SelectMode::Only);
            }
            let near = || session.viewport.to_canvas(viewport::middle(session.host));
            let spot = at_canvas.filter(|at| at.is_finite()).map_or_else(|| Spot::Near(near()), Spot::At);
            place::place(&document, &scene, &kind, spot, link_from.as_ref())
        }
        Action::MoveTo { id, at_canvas } => arrange::move_to(&document, &scene, &id, at_canvas),
        Action::Tidy => Ok(arrange::tidy(&document)),
        Action::Connect { from, to, soft } => link::connect(&document, &from, &to, soft),
        Action::Disconnect { from, to } => link::disconnect(&document, &from, &to),
        Action::SetSoft { from, to, soft } => link::set_soft(&document, &from, &to, soft),
        Action::Reconnect { from, to, end, onto } => link::reconnect(&document, &from, &to, end, &onto),
        Action::PoolSelected => pool::pool_of(&document, &session.subject_parts()),
        Action::AddToPool { part, pool } => pool::add_to_pool(&document, &part, &pool),
        Action::RemoveFromPool { part, pool } => pool::remove_from_pool(&document, &part, &pool),
        Action::Unpool { pool } => pool::unpool(&document, &pool),
        Action::JoinDomain { part, domain } => domain::join_domain(&document, &part, &domain),
        Action::LeaveDomain { part, domain } => domain::leave_domain(&document, &part, &domain),
        Action::LeaveDomains => domain::leave_all(&document, &session.subject_parts()),
        Action::DomainFromSelection { kind } => domain::domain_of(&document, &kind, &session.subject_parts()),
        Action::Delete { targets } => remove::delete(&document, &targets),
        Action::DeleteSelected => remove::delete(&document, &session.subjects()),
        Action::Rename { id, to } => rename::rename(&document, &id, &to),
        Action::Duplicate => copy::duplicate(&document, &scene, &session.subject_parts()),
        Action::Paste { text, at_canvas } => {
            copy::paste(&document, &scene, &text, at_canvas.filter(|at| at.is_finite()))
        }
        Action::Load(topology) => return replace(session, load(&topology, "Load another document")),
        Action::New => return replace(session, load(&Topology::default(), "Start a new document")),
        Action::Cut => return cut(session),
        other => return perform_view(session, other),
    };
    commit_or_refuse(session, plan)
}

/// Actions that change what is seen, selected and focused.
#[inline(never)]
fn perform_view(session: &mut Session, action: Action) -> Vec<Effect> {
    match action {
        Action::BeginPlace { kind, held } => return gesture::begin_place(session, kind, held),
        Action::BeginConnect { from, mode } => return gesture::begin_connect(session, from, mode),
        Action::Copy => return copied(session),
        Action::Select { target, mode } => return focus::select(session, target, mode),
        Action::SelectAll => return focus::select_all(session),
        Action::Deselect => return deselect(session),
        Action::Focus(target) => session.focus = target.filter(|t| t.exists_in(&session.document)),
        Action::FocusMove(direction) => return focus::go(session, direction),
        Action::FocusFollow(follow) => return focus::follow(session, follow),
        Action::FocusFirst => return focus::first(session),
        Action::FocusLast => return focus::last(session),
        Action::Activate => return focus::activate(session),
        Action::Resize(host) => resize(session, host),
        Action::PanBy { by_screen } => session.viewport = viewport::panned(session.viewport, by_screen),
        Action::ZoomStep { steps, at_screen } => {
            let at = at_screen.unwrap_or_else(|| viewport::middle(session.host));
            zoom_to(session, viewport::stepped(session.viewport.zoom, steps), at);
        }
        Action::ZoomBy { factor, at_screen } => zoom_to(session, session.viewport.zoom * factor, at_screen),
        Action::ZoomTo100 => zoom_to(session, 1.0, viewport::middle(session.host)),
        Action::Fit => session.viewport = viewport::fitted(session.host, session.scene.bounds),
        Action::FitSelection => fit_selection(session),
        Action::Reveal(target) => focus::reveal(session, &target),
        _ => {}
    }
    Vec::new()
}

#[inline(never)]
fn load(topology: &Topology, what: &str) -> Result<Plan, Refusal> {
    if let Some(why) = broken(topology) {
        return Err(Refusal::because(format!("The document cannot be loaded. {why}")));
    }
    let document = layout::completed(topology);
    let count = document.components.len() + document.pools.len() + document.domains.len();
    let named = if document.title.is_empty() { "The document".to_string() } else { document.title.clone() };
    let said = format!("{named} is loaded: {count} parts. Undo brings the one before back.");
    Ok(Plan { document, what: what.to_string(), said, select: Some(Vec::new()) })
}

/// Shows another document, all of it.
#[inline(never)]
fn replace(session: &mut Session, plan: Result<Plan, Refusal>) -> Vec<Effect> {
    let effects = commit_or_refuse(session, plan);
    if session.host.size.width > 0.0 {
        session.viewport = viewport::fitted(session.host, session.scene.bounds);
    }
    effects
}

fn undo(session: &mut Session) -> Vec<Effect> {
    let present = (session.document.clone(), session.selection.clone());
    let mark = session.history.undo(present);
    travel(session, mark, "Undone", "There is nothing to undo.")
}

fn redo(session: &mut Session) -> Vec<Effect> {
    let present = (session.document.clone(), session.selection.clone());
    let mark = session.history.redo(present);
    travel(session, mark, "Done again", "There is nothing to redo.")
}

fn travel(session: &mut Session, mark: Option<Mark>, done: &str, nothing: &str) -> Vec<Effect> {
    let Some(mark) = mark else { return vec![Effect::say(nothing)] };
    let meaning = means_other(&session.document, &mark.document);
    session.show(mark.document);
    session.selection = mark.selection.kept_in(&session.document);
    vec![Effect::Changed { meaning }, Effect::say(format!("{done}: {}.", mark.what))]
}

fn nudge(session: &mut Session, direction: Direction, far: bool) -> Vec<Effect> {
    let step = if far { NUDGE_FAR_STEPS * GRID } else { GRID };
    let by = match direction {
        Direction::Left => Point::new(-step, 0.0),
        Direction::Right => Point::new(step, 0.0),
        Direction::Up => Point::new(0.0, -step),
        Direction::Down => Point::new(0.0, step),
    };
    let parts = session.subject_parts();
    match arrange::move_by(&session.document, &session.scene, &parts, by) {
        Ok(plan) => {
            let effects = commit(session, plan, Some(CoalesceKey::Nudge));
            if let Some(first) = parts.first() {
                focus::reveal(session, &Target::Part(first.clone()));
            }
            effects
        }
        Err(refusal) => vec![Effect::refuse(refusal.0)],
    }
}

fn set(session: &mut Session, of: Option<Target>, field: Field, text: &str) -> Vec<Effect> {
    match set_field(&session.document, of.as_ref(), field, text) {
        // A burst of names is no burst: after each the target is called otherwise.
        Ok(plan) => commit(session, plan, (field != Field::Name).then_some(CoalesceKey::Field(of, field))),
        Err(refusal) => vec![Effect::Refused { text: refusal.0, field: Some(field) }],
    }
}

fn cancel(session: &mut Session) -> Vec<Effect> {
    if gesture::cancel(session) {
        return vec![Effect::say("Cancelled.")];
    }
    deselect(session)
}

fn deselect(session: &mut Session) -> Vec<Effect> {
    if session.selection.is_empty() {
        return Vec::new();
    }
    session.selection = Selection::default();
    vec![Effect::say("Nothing is selected.")]
}

fn copied(session: &Session) -> Vec<Effect> {
    match copy::text_of(&session.document, &session.subject_parts()) {
        Ok(text) => vec![Effect::Copied(text), Effect::say("Copied.")],
        Err(refusal) => vec![Effect::refuse(refusal.0)],
    }
}

fn cut(session: &mut Session) -> Vec<Effect> {
    let copied = copied(session);
    if !matches!(copied.first(), Some(Effect::Copied(_))) {
        return copied;
    }
    let plan = remove::delete(&session.document, &session.subjects());
    let mut effects = vec![copied[0].clone()];
    effects.extend(commit_or_refuse(session, plan));
    effects
}

fn resize(session: &mut Session, host: Host) {
    let sizes =
        [host.size.width, host.size.height, host.insets.top, host.insets.right, host.insets.bottom, host.insets.left];
    if sizes.iter().all(|v| v.is_finite() && *v >= 0.0) {
        session.host = host;
    }
}

fn zoom_to(session: &mut Session, zoom: f64, at_screen: Point) {
    session.viewport = viewport::zoomed(session.viewport, zoom, at_screen);
}

fn fit_selection(session: &mut Session) {
    let boxes = session.subjects().into_iter().filter_map(|t| session.scene.rect_of(&t)).collect::<Vec<_>>();
    if let Some(bounds) = Rect::around(boxes) {
        session.viewport = viewport::fitted(session.host, bounds);
    }
}
