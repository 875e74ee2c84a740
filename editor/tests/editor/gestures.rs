//! What the pointer does: clicks, drags, lines, boxes, fingers, and that every gesture is one step and can be
//! cancelled without a trace.

use nines_editor::gesture::Gesture;
use nines_editor::{
    Action, Button, ConnectMode, Effect, Hit, Key, Modifiers, Phase, Point, Pointer, SelectMode, Target,
};
use nines_engine::topology::Kind;

use crate::notation::{Driver, id, need, part};

/// One pointer, as a mouse or a finger.
#[derive(Clone, Copy, Default)]
struct With {
    pointer_id: i32,
    coarse: bool,
    shift: bool,
    alt: bool,
    middle: bool,
}

const MOUSE: With = With { pointer_id: 1, coarse: false, shift: false, alt: false, middle: false };
const FINGER: With = With { coarse: true, ..MOUSE };

impl Driver {
    fn at(&self, name: &str) -> Point {
        let rect = self.session.scene().rect_of_part(&id(name)).unwrap();
        self.session.viewport().to_screen(rect.center())
    }

    fn pointer(&mut self, phase: Phase, at_screen: Point, with: With) -> &mut Driver {
        let modifiers = Modifiers { shift: with.shift, alt: with.alt, ..Modifiers::default() };
        let button = if with.middle { Button::Middle } else { Button::Main };
        let pointer_id = with.pointer_id;
        let pointer = Pointer { phase, pointer_id, at_screen, button, modifiers, coarse: with.coarse, hit: None };
        self.act(Action::Pointer(pointer))
    }

    fn drag(&mut self, from: Point, to: Point, with: With) -> &mut Driver {
        self.pointer(Phase::Down, from, with);
        self.pointer(Phase::Move, from.plus(to).times(0.5), with);
        self.pointer(Phase::Move, to, with);
        self.pointer(Phase::Up, to, with)
    }

    fn click(&mut self, at: Point, with: With) -> &mut Driver {
        self.pointer(Phase::Down, at, with);
        self.pointer(Phase::Up, at, with)
    }

    fn port(&self, name: &str) -> Point {
        let node = self.session.scene().nodes.iter().find(|n| n.id == id(name)).unwrap();
        self.session.viewport().to_screen(node.port)
    }

    fn nothing(&self) -> Point {
        Point::new(1500.0, 950.0)
    }
}

const CHAIN: &str = "clients > lb; lb > app; app > db";

#[test]
fn a_press_that_hardly_moves_is_a_click() {
    for (with, moved, is_drag) in [(MOUSE, 4.0, false), (MOUSE, 4.5, true), (FINGER, 8.0, false), (FINGER, 8.5, true)] {
        let mut driver = Driver::new(CHAIN);
        let (before, at) = (driver.session.document().clone(), driver.at("lb"));
        driver.pointer(Phase::Down, at, with);
        driver.pointer(Phase::Move, at.plus(Point::new(moved, 0.0)), with);
        assert_eq!(matches!(driver.session.gesture(), Gesture::Drag(_)), is_drag);
        driver.pointer(Phase::Up, at.plus(Point::new(moved, 0.0)), with);
        assert_eq!(driver.session.selection().single(), Some(&part("lb")));
        assert_eq!(
            *driver.session.document() == before,
            !is_drag || moved < 4.0 || driver.session.can_undo().is_none()
        );
    }
}

#[test]
fn a_drag_is_one_step() {
    let mut driver = Driver::new(CHAIN);
    let (before, at) = (driver.session.document().clone(), driver.at("lb"));
    driver.drag(at, at.plus(Point::new(100.0, 201.0)), MOUSE);
    let place = driver.session.document().layout[&id("lb")];
    let start = before.layout[&id("lb")];
    assert_eq!((place.x - start.x, place.y - start.y), (104.0, 200.0), "it rests on the grid");
    assert!(driver.effects.contains(&Effect::Changed { meaning: false }));
    assert_eq!(driver.session.can_undo(), Some("Move lb"));
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
    assert!(driver.session.can_undo().is_none());
}

#[test]
fn nothing_is_saved_while_a_drag_goes_on() {
    let mut driver = Driver::new(CHAIN);
    let at = driver.at("lb");
    driver.pointer(Phase::Down, at, MOUSE);
    driver.pointer(Phase::Move, at.plus(Point::new(50.0, 50.0)), MOUSE);
    assert!(driver.effects.is_empty());
    assert_ne!(driver.at("lb"), at, "the part follows the pointer all the same");
}

#[test]
fn escape_puts_everything_back() {
    for gesture in ["drag", "connect", "pan", "marquee", "place", "press"] {
        let mut driver = Driver::new(CHAIN);
        driver.select("db");
        let before = driver.session.clone();
        let away = driver.nothing();
        let (from, with) = match gesture {
            "connect" => (driver.port("lb"), MOUSE),
            "pan" => (away, MOUSE),
            "marquee" => (away, With { shift: true, ..MOUSE }),
            _ => (driver.at("lb"), MOUSE),
        };
        if gesture == "place" {
            driver.act(Action::BeginPlace { kind: Kind::new("server"), held: true });
        } else {
            driver.pointer(Phase::Down, from, with);
        }
        if gesture != "press" {
            driver.pointer(Phase::Move, Point::new(300.0, 300.0), with);
            assert_ne!(*driver.session.gesture(), Gesture::Idle, "{gesture}");
        }
        driver.act(Action::Key(Key { key: "Escape".into(), ..Key::default() }));
        assert_eq!(driver.session, before, "{gesture}");
        driver.pointer(Phase::Up, Point::new(300.0, 300.0), with);
        assert_eq!(driver.session, before, "letting go after {gesture} was cancelled");
    }
}

#[test]
fn a_pointer_that_is_taken_away_is_a_cancel() {
    let mut driver = Driver::new(CHAIN);
    let (before, at) = (driver.session.clone(), driver.at("lb"));
    driver.pointer(Phase::Down, at, FINGER);
    driver.pointer(Phase::Move, at.plus(Point::new(80.0, 0.0)), FINGER);
    driver.pointer(Phase::Cancel, at, FINGER);
    assert_eq!(driver.session, before);
}

#[test]
fn a_second_finger_ends_the_drag_and_zooms() {
    let mut driver = Driver::new(CHAIN);
    let (before, at) = (driver.session.clone(), driver.at("lb"));
    let second = With { pointer_id: 2, ..FINGER };
    driver.pointer(Phase::Down, at, FINGER);
    driver.pointer(Phase::Move, at.plus(Point::new(100.0, 0.0)), FINGER);
    driver.pointer(Phase::Down, at.plus(Point::new(300.0, 0.0)), second);
    assert_eq!(driver.session.document(), before.document());
    assert_eq!(driver.session.selection(), before.selection());
    driver.pointer(Phase::Move, at.plus(Point::new(500.0, 0.0)), second);
    assert_eq!(driver.session.viewport().zoom, 2.0);
    driver.pointer(Phase::Up, at, FINGER);
    driver.pointer(Phase::Move, at.plus(Point::new(900.0, 0.0)), second);
    assert_eq!(driver.session.viewport().zoom, 2.0);
    driver.pointer(Phase::Up, at, second);
    assert_eq!(driver.session.document(), before.document());
    assert!(driver.session.can_undo().is_none());
}

#[test]
fn a_second_mouse_only_ends_the_drag() {
    let mut driver = Driver::new(CHAIN);
    let (before, at) = (driver.session.clone(), driver.at("lb"));
    driver.pointer(Phase::Down, at, MOUSE);
    driver.pointer(Phase::Move, at.plus(Point::new(100.0, 0.0)), MOUSE);
    driver.pointer(Phase::Down, at, With { pointer_id: 7, ..MOUSE });
    assert_eq!(driver.session, before);
}

#[test]
fn selected_parts_move_together_and_pools_with_their_members() {
    let mut driver = Driver::new("clients > p; p = a b; c");
    let place = |driver: &Driver, name: &str| driver.session.scene().rect_of_part(&id(name)).unwrap().center();
    let before = ["a", "b", "c"].map(|name| place(&driver, name));
    driver.select("a c");
    let at = driver.at("a");
    driver.drag(at, at.plus(Point::new(0.0, 400.0)), MOUSE);
    let after = ["a", "b", "c"].map(|name| place(&driver, name));
    assert_eq!(after[0].minus(before[0]), Point::new(0.0, 400.0));
    assert_eq!(after[1], before[1]);
    assert_eq!(after[2].minus(before[2]), Point::new(0.0, 400.0));
    driver.act(Action::Undo).act(Action::Deselect);
    let tab = driver.session.scene().bands[0].tab.center();
    let tab = driver.session.viewport().to_screen(tab);
    driver.drag(tab, tab.plus(Point::new(0.0, 80.0)), MOUSE);
    assert_eq!(place(&driver, "a").minus(before[0]), Point::new(0.0, 80.0));
    assert_eq!(place(&driver, "b").minus(before[1]), Point::new(0.0, 80.0));
    assert_eq!(place(&driver, "c"), before[2]);
}

#[test]
fn parts_put_down_in_a_zone_or_pool_are_in_it() {
    let mut driver = Driver::new("clients > p; p = a b; z : a; c; y : z");
    let before = driver.session.document().clone();
    let (from, to) = (driver.at("c"), driver.at("a").plus(Point::new(0.0, -60.0)));
    driver.pointer(Phase::Down, from, MOUSE);
    driver.pointer(Phase::Move, to, MOUSE);
    let Gesture::Drag(drag) = driver.session.gesture() else { panic!("no drag") };
    assert!(drag.drop_on.contains(&id("z")), "{:?}", drag.drop_on);
    driver.pointer(Phase::Up, to, MOUSE);
    assert!(driver.text().contains("z : a c"), "{}", driver.text());
    assert!(!driver.text().contains("y : c"), "in the outer domain only through the inner");
    assert!(driver.said().contains("c is now in z."), "{}", driver.said());
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn a_zone_dragged_into_a_region_is_in_it_with_all_it_holds() {
    let mut driver = Driver::new("clients > a, b; z : a; r : b");
    let tab = |driver: &Driver, name: &str| {
        let frame = driver.session.scene().frames.iter().find(|f| f.id == id(name)).unwrap();
        driver.session.viewport().to_screen(frame.tab.center())
    };
    let (from, by) = (tab(&driver, "z"), driver.at("b").minus(driver.at("a")));
    driver.drag(from, from.plus(by).plus(Point::new(0.0, -8.0)), MOUSE);
    assert_eq!(driver.text(), "clients > a, b; r : b z; z : a");
    driver.act(Action::Undo);
    assert_eq!(driver.text(), "clients > a, b; r : b; z : a");
}

#[test]
fn what_a_pool_depends_on_does_not_join_it() {
    let mut driver = Driver::new("clients > lb; lb > p; p = a b; p > db");
    let between = driver.at("a").plus(driver.at("b")).times(0.5);
    for name in ["db", "lb"] {
        let from = driver.at(name);
        driver.drag(from, between, MOUSE);
        assert!(driver.text().contains("p = a b;"), "{}", driver.text());
    }
}

#[test]
fn dragging_a_member_about_changes_nothing_but_places() {
    let mut driver = Driver::new("clients > p; p = a b; z : a c");
    let meaning = driver.text();
    let from = driver.at("a");
    driver.drag(from, from.plus(Point::new(-120.0, 40.0)), MOUSE);
    assert_eq!(driver.text(), meaning);
}

#[test]
fn a_line_is_drawn_from_a_port() {
    let mut driver = Driver::new("clients > lb; app");
    let (from, to) = (driver.port("lb"), driver.at("app"));
    driver.pointer(Phase::Down, from, MOUSE);
    driver.pointer(Phase::Move, to, MOUSE);
    let Gesture::Connect(connect) = driver.session.gesture() else { panic!("no line") };
    assert_eq!(connect.candidate.as_ref().map(|c| (c.id.as_str(), c.refusal.is_none())), Some(("app", true)));
    assert!(connect.preview_path().starts_with('M'));
    driver.pointer(Phase::Up, to, MOUSE);
    assert_eq!(driver.text(), "clients > lb; lb > app");
    assert!(driver.effects.contains(&Effect::Changed { meaning: true }));
    driver.act(Action::Undo);
    assert_eq!(driver.text(), "app; clients > lb");
}

#[test]
fn a_line_that_cannot_be_says_why_and_stays_loose() {
    let mut driver = Driver::new(CHAIN);
    let (from, to) = (driver.port("db"), driver.at("lb"));
    driver.pointer(Phase::Down, from, MOUSE);
    driver.pointer(Phase::Move, to, MOUSE);
    let Gesture::Connect(connect) = driver.session.gesture() else { panic!("no line") };
    let candidate = connect.candidate.clone().unwrap();
    assert!(candidate.refusal.unwrap().contains("circle"));
    assert_eq!(connect.at_canvas, driver.session.viewport().to_canvas(to), "the end follows the pointer");
    driver.pointer(Phase::Up, to, MOUSE);
    assert!(driver.refused() && driver.said().contains("db → lb → app → db"), "{}", driver.said());
    assert_eq!(*driver.session.gesture(), Gesture::Idle);
}

#[test]
fn a_line_let_go_over_nothing_asks_for_a_part() {
    let mut driver = Driver::new("clients > lb");
    let (from, to) = (driver.port("lb"), driver.nothing());
    driver.drag(from, to, MOUSE);
    let at = driver.session.viewport().to_canvas(to);
    let at_canvas = Some(at);
    assert_eq!(driver.effects, vec![Effect::OpenPalette { at_canvas, link_from: Some(id("lb")) }]);
    driver.act(Action::Place { kind: Kind::new("database"), at_canvas, link_from: Some(id("lb")) });
    assert_eq!(driver.text(), "clients > lb; lb > db-1");
    assert!(driver.session.scene().rect_of_part(&id("db-1")).unwrap().contains(at));
}

#[test]
fn two_clicks_connect() {
    let mut driver = Driver::new("clients > lb; app");
    driver.act(Action::BeginConnect { from: Some(id("lb")), mode: ConnectMode::Click });
    let (over, away) = (driver.at("app"), driver.nothing());
    driver.pointer(Phase::Move, away, MOUSE);
    driver.click(over, FINGER);
    assert_eq!(driver.text(), "clients > lb; lb > app");
    // A click on the port starts the same.
    let mut driver = Driver::new("clients > lb; app");
    let port = driver.port("lb");
    driver.click(port, MOUSE);
    driver.click(over, MOUSE);
    assert_eq!(driver.text(), "clients > lb; lb > app");
}

#[test]
fn the_end_of_a_selected_line_goes_elsewhere() {
    let mut driver = Driver::new("clients > lb; lb > a; b");
    driver.act(Action::Select { target: need("lb", "a"), mode: SelectMode::Only });
    let end = driver.session.scene().edges.iter().find(|e| e.to == id("a")).unwrap().end;
    let (from, to) = (driver.session.viewport().to_screen(end), driver.at("b"));
    driver.drag(from, to, MOUSE);
    assert_eq!(driver.text(), "a; clients > lb; lb > b");
    assert_eq!(driver.session.selection().single(), Some(&need("lb", "b")));
    driver.act(Action::Undo);
    assert_eq!(driver.text(), "b; clients > lb; lb > a");
}

#[test]
fn the_picture_is_moved_by_a_drag_on_nothing_or_the_middle_button() {
    let mut driver = Driver::new(CHAIN);
    let (start, from) = (driver.session.viewport(), driver.nothing());
    driver.drag(from, from.plus(Point::new(-30.0, -40.0)), MOUSE);
    assert_eq!((driver.session.viewport().x - start.x, driver.session.viewport().y - start.y), (-30.0, -40.0));
    let at = driver.at("lb");
    driver.drag(at, at.plus(Point::new(10.0, 10.0)), With { middle: true, ..MOUSE });
    assert_eq!((driver.session.viewport().x - start.x, driver.session.viewport().y - start.y), (-20.0, -30.0));
    assert!(driver.session.can_undo().is_none());
}

#[test]
fn a_marquee_adds_what_it_touches() {
    let mut driver = Driver::new(CHAIN);
    driver.select("clients");
    let (from, to) = (driver.at("app").plus(Point::new(-10.0, 200.0)), driver.at("db").plus(Point::new(20.0, 0.0)));
    driver.drag(from, to, With { shift: true, ..MOUSE });
    let selected: Vec<&Target> = driver.session.selection().iter().collect();
    assert_eq!(selected, [&part("app"), &part("clients"), &part("db")]);
}

#[test]
fn clicks_select() {
    let mut driver = Driver::new(CHAIN);
    let (lb, db, away) = (driver.at("lb"), driver.at("db"), driver.nothing());
    driver.click(lb, MOUSE);
    assert_eq!(driver.session.selection().single(), Some(&part("lb")));
    driver.click(db, With { shift: true, ..MOUSE });
    assert_eq!(driver.session.selection().len(), 2);
    driver.click(lb, With { shift: true, ..MOUSE });
    assert_eq!(driver.session.selection().single(), Some(&part("db")));
    let line = driver.at("lb").plus(driver.at("app")).times(0.5);
    driver.click(line.plus(Point::new(0.0, 6.0)), MOUSE);
    assert_eq!(driver.session.selection().single(), Some(&need("lb", "app")));
    driver.click(away, MOUSE);
    assert!(driver.session.selection().is_empty());
}

#[test]
fn a_part_is_dragged_out_of_the_palette() {
    let mut driver = Driver::new("clients > lb; z : lb");
    let into = driver.at("lb").plus(Point::new(0.0, 30.0));
    driver.act(Action::BeginPlace { kind: Kind::new("server"), held: true });
    driver.pointer(Phase::Move, Point::new(-50.0, 10.0), MOUSE);
    let Gesture::Place(placing) = driver.session.gesture() else { panic!("not placing") };
    assert!(placing.ghost.is_none());
    driver.pointer(Phase::Move, into, MOUSE);
    driver.pointer(Phase::Up, into, MOUSE);
    assert_eq!(driver.text(), "clients > lb; z : lb server-1");
    driver.act(Action::BeginPlace { kind: Kind::new("server"), held: true });
    driver.pointer(Phase::Up, Point::new(-50.0, 10.0), MOUSE);
    assert_eq!(driver.text(), "clients > lb; z : lb server-1", "let go outside, nothing is added");
}

#[test]
fn a_taken_kind_is_placed_by_a_click() {
    let mut driver = Driver::new("");
    let at = driver.nothing();
    driver.act(Action::BeginPlace { kind: Kind::new("zone"), held: false });
    driver.pointer(Phase::Move, at, MOUSE);
    assert_eq!(driver.text(), "");
    driver.click(at, MOUSE);
    assert_eq!(driver.text(), "zone-a :");
    assert_eq!(*driver.session.gesture(), Gesture::Idle);
}

#[test]
fn what_the_app_says_is_hit_may_be_gone() {
    let mut driver = Driver::new(CHAIN);
    let hit = Some(Hit::Part(id("gone")));
    let at_screen = Point::new(10.0, 10.0);
    let (button, modifiers) = (Button::Main, Modifiers::default());
    for phase in [Phase::Down, Phase::Move, Phase::Up] {
        let pointer = Pointer { phase, pointer_id: 1, at_screen, button, modifiers, coarse: false, hit: hit.clone() };
        driver.act(Action::Pointer(pointer));
    }
    assert!(driver.session.selection().is_empty());
}

#[test]
fn other_actions_end_a_drag_without_a_trace() {
    let mut driver = Driver::new(CHAIN);
    let (before, at) = (driver.session.document().clone(), driver.at("lb"));
    driver.pointer(Phase::Down, at, MOUSE);
    driver.pointer(Phase::Move, at.plus(Point::new(100.0, 0.0)), MOUSE);
    driver.act(Action::Disconnect { from: id("app"), to: id("db") });
    assert_eq!(*driver.session.gesture(), Gesture::Idle);
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
}
