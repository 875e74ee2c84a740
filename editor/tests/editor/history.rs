//! Undo and redo over long random histories: after each action the document is sound, all the way back is the very
//! document it began with, and all the way forward the one it ended with.

use std::sync::Arc;

use nines_editor::{
    Action, Button, ConnectMode, Direction, Effect, End, Field, Follow, Modifiers, Phase, Point, Pointer, SelectMode,
    Session, Target, update,
};
use nines_engine::diag::Severity;
use nines_engine::ids::Id;
use nines_engine::topology::{Kind, Topology, validate};

use crate::notation::{Driver, id, need, part};

/// A small generator of our own: the same numbers everywhere, from a seed (Steele, Lea, Flood: Fast splittable
/// pseudorandom number generators, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    fn point(&mut self) -> Point {
        Point::new(self.below(1600) as f64, self.below(1000) as f64)
    }
}

/// Some id of the document, or now and then one that is not there.
fn some_id(random: &mut Random, topology: &Topology) -> Id {
    let mut ids: Vec<Id> = topology.index().into_keys().collect();
    ids.push(Id::clients());
    ids.push(id("nobody"));
    random.pick(&ids)
}

fn some_target(random: &mut Random, session: &Session) -> Target {
    let edges = &session.scene().edges;
    if random.below(4) == 0 && !edges.is_empty() {
        let edge = random.pick(edges);
        return Target::Need { from: edge.from.clone(), to: edge.to.clone() };
    }
    Target::Part(some_id(random, session.document()))
}

fn some_field(random: &mut Random) -> (Field, String) {
    let fields = [
        Field::Title,
        Field::Notes,
        Field::SloAvailability,
        Field::SloWindow,
        Field::ClientsRps,
        Field::Name,
        Field::Kind,
        Field::Mode,
        Field::Mttf,
        Field::Mttr,
        Field::Availability,
        Field::Unavailability,
        Field::Cost,
        Field::CapacityRps,
        Field::Required,
        Field::CommonCause,
        Field::Soft,
    ];
    let texts =
        ["", "1", "2", "demand", "4h", "99.9 %", "0", "-1", "1e-9", "zone", "server", "times", "never", "soft", "x"];
    (random.pick(&fields), random.pick(&texts).to_string())
}

fn some_action(random: &mut Random, session: &Session) -> Action {
    let document = session.document();
    let kinds = ["server", "database", "load_balancer", "cache", "zone", "rack", "clients", "teapot"];
    let directions = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];
    let (a, b) = (some_id(random, document), some_id(random, document));
    match random.below(33) {
        0..=3 => {
            let at_canvas = (random.below(2) == 0).then(|| random.point());
            let link_from = (random.below(2) == 0).then_some(a);
            Action::Place { kind: Kind::new(random.pick(&kinds)), at_canvas, link_from }
        }
        4..=6 => Action::Connect { from: a, to: b, soft: random.below(4) == 0 },
        7 => Action::Disconnect { from: a, to: b },
        8 => match random.pick(&session.scene().edges.iter().map(Some).chain([None]).collect::<Vec<_>>()) {
            Some(e) => Action::Reconnect {
                from: e.from.clone(),
                to: e.to.clone(),
                end: random.pick(&[End::From, End::To]),
                onto: a,
            },
            None => Action::SetSoft { from: a, to: b, soft: true },
        },
        9 | 10 => Action::PoolSelected,
        11 => Action::AddToPool { part: a, pool: b },
        12 => Action::RemoveFromPool { part: a, pool: b },
        13 => Action::Unpool { pool: a },
        14 => Action::JoinDomain { part: a, domain: b },
        15 => Action::LeaveDomain { part: a, domain: b },
        16 => Action::DomainFromSelection { kind: Kind::new("zone") },
        17 => Action::Delete { targets: vec![some_target(random, session)] },
        18 => Action::Rename { id: a, to: format!("part-{}", random.below(40)) },
        19 => Action::Duplicate,
        20 => Action::Nudge { direction: random.pick(&directions), far: random.below(2) == 0 },
        21 => Action::MoveTo { id: a, at_canvas: random.point() },
        22 => random.pick(&[Action::Tidy, Action::Settle, Action::LeaveDomains]),
        23 | 24 => {
            let (field, text) = some_field(random);
            let of = (random.below(8) > 0).then(|| some_target(random, session));
            Action::SetField { of, field, text }
        }
        25 => Action::Cut,
        26 => {
            let copied = update(session, Action::Copy).effects;
            let Some(Effect::Copied(text)) = copied.into_iter().next() else { return Action::SelectAll };
            Action::Paste { text, at_canvas: None }
        }
        27 => Action::FocusMove(random.pick(&directions)),
        28 => Action::FocusFollow(random.pick(&[Follow::Out, Follow::In])),
        _ => {
            let mode = random.pick(&[SelectMode::Only, SelectMode::Add, SelectMode::Toggle]);
            Action::Select { target: some_target(random, session), mode }
        }
    }
}

/// A press, a few moves and a release at random places: some gesture or other.
fn some_gesture(random: &mut Random) -> Vec<Action> {
    let shift = random.below(4) == 0;
    let modifiers = Modifiers { shift, ..Modifiers::default() };
    let mut phases = vec![Phase::Down, Phase::Move, Phase::Move];
    phases.push(random.pick(&[Phase::Up, Phase::Up, Phase::Up, Phase::Cancel]));
    let pointer = |phase, at_screen| {
        let button = Button::Main;
        Action::Pointer(Pointer { phase, pointer_id: 1, at_screen, button, modifiers, coarse: false, hit: None })
    };
    let mut actions: Vec<Action> = phases.into_iter().map(|phase| pointer(phase, random.point())).collect();
    if random.below(5) == 0 {
        actions.insert(0, Action::BeginConnect { from: None, mode: ConnectMode::Click });
    }
    actions
}

/// Every place a part can stand at is a number within the canvas.
#[track_caller]
fn assert_sound(topology: &Topology, why: &str) {
    let errors: Vec<_> = validate(topology).into_iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{why}: {errors:?}");
    assert!(nines_editor::layout::is_complete(topology), "{why}: a part has no place");
    assert!(topology.layout.values().all(|p| p.x.is_finite() && p.y.is_finite()), "{why}: a place is no number");
    let stray = topology.layout.keys().find(|id| **id != Id::clients() && topology.find(id).is_none());
    assert_eq!(stray, None, "{why}: a place of nothing");
}

fn live(seed: u64, actions_count: usize) {
    let mut random = Random(seed);
    let start = "clients > lb; lb > p; p = app-1 app-2; p > db; db > log?; zone-a : app-1 db; free";
    let mut driver = Driver::new(start);
    let first: Arc<Topology> = driver.session.document().clone();
    let mut changes = 0;
    for i in 0..actions_count {
        let actions = match random.below(8) {
            0 => some_gesture(&mut random),
            _ => vec![some_action(&mut random, &driver.session)],
        };
        for action in actions {
            let before = driver.session.clone();
            let why = format!("seed {seed}, action {i}: {action:?}");
            driver.act(action);
            assert_sound(driver.session.document(), &why);
            let gone = |t: &Target| !t.exists_in(driver.session.document());
            assert!(!driver.session.selection().iter().any(gone), "{why}: something gone is selected");
            assert!(!driver.session.focus().is_some_and(gone), "{why}: something gone is focused");
            let changed = driver.effects.iter().any(|e| matches!(e, Effect::Changed { .. }));
            let idle = *driver.session.gesture() == nines_editor::Gesture::Idle;
            if driver.refused() {
                assert_eq!(driver.session.document(), before.document(), "{why}: refused and changed");
            }
            if idle && *before.gesture() == nines_editor::Gesture::Idle {
                assert_eq!(changed, driver.session.document() != before.document(), "{why}: said and done differ");
            }
            changes += usize::from(changed);
            assert_eq!(
                **driver.session.scene(),
                nines_editor::scene(driver.session.document()),
                "{why}: the scene is old"
            );
        }
    }
    assert!(changes > actions_count / 4, "seed {seed}: only {changes} changes");
    travel(&mut driver, &first, seed);
}

fn travel(driver: &mut Driver, first: &Arc<Topology>, seed: u64) {
    driver.act(Action::Cancel);
    let last = driver.session.document().clone();
    let mut way = vec![last.clone()];
    while driver.session.can_undo().is_some() {
        driver.act(Action::Undo);
        assert_ne!(driver.session.document(), way.last().unwrap(), "seed {seed}: a step that changes nothing");
        way.push(driver.session.document().clone());
    }
    assert_eq!(driver.session.document(), first, "seed {seed}: not the document it began with");
    for step in way.iter().rev().skip(1) {
        driver.act(Action::Redo);
        assert_eq!(driver.session.document(), step, "seed {seed}: redo is another way than undo");
    }
    assert!(driver.session.can_redo().is_none());
    assert_eq!(*driver.session.document(), last);
}

#[test]
fn random_histories_lead_back_and_forth() {
    for seed in 1..=12 {
        live(seed, 300);
    }
}

#[test]
fn an_edit_and_its_inverse_cancel() {
    let chain = "clients > lb; lb > app; app > db; z : db; p = x y";
    let pairs = [
        (
            Action::Connect { from: id("lb"), to: id("db"), soft: false },
            Action::Disconnect { from: id("lb"), to: id("db") },
        ),
        (
            Action::SetSoft { from: id("app"), to: id("db"), soft: true },
            Action::SetSoft { from: id("app"), to: id("db"), soft: false },
        ),
        (Action::AddToPool { part: id("db"), pool: id("p") }, Action::RemoveFromPool { part: id("db"), pool: id("p") }),
        (
            Action::JoinDomain { part: id("app"), domain: id("z") },
            Action::LeaveDomain { part: id("app"), domain: id("z") },
        ),
        (Action::Rename { id: id("db"), to: "store".into() }, Action::Rename { id: id("store"), to: "db".into() }),
        (
            Action::Nudge { direction: Direction::Left, far: true },
            Action::Nudge { direction: Direction::Right, far: true },
        ),
        (Action::Duplicate, Action::DeleteSelected),
    ];
    for (there, back) in pairs {
        let mut driver = Driver::new(chain);
        driver.select("app");
        let before = driver.session.document().clone();
        driver.act(there.clone()).act(Action::Settle);
        assert_ne!(*driver.session.document(), before, "{there:?}");
        driver.act(back);
        assert_eq!(*driver.session.document(), before, "{there:?}");
    }
}

#[test]
fn typing_into_one_field_is_one_step() {
    let mut driver = Driver::new("clients > a, b");
    let set = |name: &str, text: &str| Action::SetField { of: Some(part(name)), field: Field::Cost, text: text.into() };
    driver.act(set("a", "1")).act(set("a", "12")).act(set("a", "125"));
    driver.act(set("b", "3"));
    driver.act(Action::Undo);
    assert_eq!(driver.session.document().components[0].cost, Some(125.0));
    driver.act(Action::Undo);
    assert_eq!(driver.session.document().components[0].cost, None);
    assert!(driver.session.can_undo().is_none());
    driver.act(set("a", "1")).act(Action::Settle).act(set("a", "2"));
    driver.act(Action::Undo);
    assert_eq!(driver.session.document().components[0].cost, Some(1.0));
}

#[test]
fn a_burst_that_comes_back_is_no_step() {
    let mut driver = Driver::new("clients > a");
    let before = driver.session.document().clone();
    driver.select("a").keys("Ctrl+ArrowLeft Ctrl+ArrowUp Ctrl+ArrowRight Ctrl+ArrowDown");
    assert_eq!(*driver.session.document(), before);
    assert!(driver.session.can_undo().is_none());
}

#[test]
fn looking_about_does_not_end_a_burst() {
    let mut driver = Driver::new("clients > a");
    let before = driver.session.document().clone();
    driver.select("a").keys("Ctrl+ArrowLeft");
    let host = driver.session.host();
    driver.act(Action::PanBy { by_screen: Point::new(5.0, 5.0) }).act(Action::Resize(host));
    driver.keys("Ctrl+ArrowLeft").act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn a_burst_goes_on_after_a_text_that_is_refused() {
    let mut driver = Driver::new("clients > a");
    let before = driver.session.document().clone();
    for text in ["9", "99.", "99.9", "99.9 x", "99.95"] {
        driver.act(Action::SetField { of: Some(part("a")), field: Field::Availability, text: text.into() });
    }
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn what_is_done_after_an_undo_cannot_be_redone_over() {
    let mut driver = Driver::new("a; b");
    driver.act(Action::Connect { from: id("a"), to: id("b"), soft: false }).act(Action::Undo);
    assert_eq!(driver.session.can_redo(), Some("Connect a to b"));
    driver.act(Action::Connect { from: id("b"), to: id("a"), soft: false });
    assert!(driver.session.can_redo().is_none());
    driver.act(Action::Redo);
    assert_eq!(driver.text(), "b > a");
}

#[test]
fn the_selection_comes_back_with_the_document() {
    let mut driver = Driver::new("clients > a; a > b");
    driver.act(Action::Select { target: need("a", "b"), mode: SelectMode::Only }).act(Action::DeleteSelected);
    assert!(driver.session.selection().is_empty());
    driver.act(Action::Undo);
    assert_eq!(driver.session.selection().single(), Some(&need("a", "b")));
}

#[test]
fn the_oldest_steps_are_forgotten() {
    let mut driver = Driver::new("a");
    for i in 0..520 {
        driver.act(Action::SetField { of: None, field: Field::Title, text: i.to_string() }).act(Action::Settle);
    }
    let mut steps = 0;
    while driver.session.can_undo().is_some() {
        driver.act(Action::Undo);
        steps += 1;
    }
    assert_eq!(steps, 500);
    assert_eq!(driver.session.document().title, "19");
}

#[test]
fn edits_share_what_they_do_not_touch() {
    let mut driver = Driver::new("clients > a, b, c");
    let before = driver.session.clone();
    driver.select("a").act(Action::Nudge { direction: Direction::Down, far: false });
    let (old, new) = (before.scene(), driver.session.scene());
    let kept = |i: usize| Arc::ptr_eq(&old.nodes[i], &new.nodes[i]);
    assert_eq!([kept(0), kept(1), kept(2), kept(3)], [true, false, true, true]);
    assert!(Arc::ptr_eq(&old.edges[1], &new.edges[1]));
    assert!(Arc::ptr_eq(&before.document().components[0], &driver.session.document().components[0]));
}
