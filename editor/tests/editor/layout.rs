//! The automatic layout: columns along the needs, members and zones together, nothing on top of anything, and the same
//! every time.

use std::collections::BTreeMap;

use nines_editor::layout::layered;
use nines_editor::{Action, Point, Rect, scene};
use nines_engine::ids::Id;
use nines_engine::topology::Topology;

use crate::notation::{Driver, document, id};

#[track_caller]
fn check_apart(topology: &Topology) {
    let places: Vec<(Id, Point)> = layered(topology).into_iter().collect();
    for (i, (a, at)) in places.iter().enumerate() {
        for (b, other) in &places[i + 1..] {
            assert!(!Rect::of_node(*at).overlaps(Rect::of_node(*other)), "{a} is on {b}");
        }
    }
}

fn places(notation: &str) -> BTreeMap<Id, Point> {
    layered(&document(notation))
}

#[test]
fn a_chain_is_a_straight_line() {
    let places = places("clients > lb; lb > app; app > db");
    let line = ["clients", "lb", "app", "db"].map(|name| places[&id(name)]);
    assert_eq!(line, [0.0, 240.0, 480.0, 720.0].map(|x| Point::new(x, 0.0)));
}

#[test]
fn a_column_is_the_longest_way_from_the_clients() {
    let places = places("clients > lb, cdn; lb > app; app > db; cdn > db");
    assert_eq!(places[&id("db")].x, 720.0);
    assert_eq!(places[&id("cdn")].x, places[&id("lb")].x);
}

#[test]
fn members_stand_above_one_another() {
    let topology = document("clients > p; p = a b c; a > x; p > db");
    let places = layered(&topology);
    assert_eq!(places[&id("a")].x, places[&id("c")].x);
    assert_eq!(places[&id("b")].y - places[&id("a")].y, 80.0);
    assert!(places[&id("x")].x > places[&id("a")].x);
    check_apart(&topology);
}

#[test]
fn fewer_lines_cross_than_in_the_order_of_the_document() {
    let places = places("clients > a, b, c; a > z; b > y; c > x; x; y; z");
    let row = |name: &str| places[&id(name)].y;
    assert!(row("a") < row("b") && row("b") < row("c"));
    assert!(row("z") < row("y") && row("y") < row("x"));
}

#[test]
fn zones_do_not_overlap_and_hold_only_their_own() {
    let topology = document(
        "clients > dns; dns > lb; lb > app; app = a-1 a-2 a-3; app > db; db = d-1 d-2; app > pay
         zone-a : a-1 d-1; zone-b : a-2 d-2; zone-c : a-3; region : zone-a zone-b",
    );
    check_apart(&topology);
    let scene = scene(&topology);
    let frame = |name: &str| scene.frames.iter().find(|f| f.id == id(name)).unwrap();
    assert!(!frame("zone-a").rect.overlaps(frame("zone-b").rect));
    assert!(!frame("region").rect.overlaps(frame("zone-c").rect));
    assert_eq!((frame("region").depth, frame("zone-a").depth), (0, 1));
    for frame in &scene.frames {
        for node in scene.nodes.iter().filter(|n| frame.rect.overlaps(n.rect)) {
            let within = nines_editor::change::arrange::standing_for(&topology, std::slice::from_ref(&frame.id));
            assert!(within.contains(&node.id), "{} is drawn in {}", node.id, frame.id);
        }
    }
}

#[test]
fn large_systems_are_laid_out_without_overlaps_and_the_same_each_time() {
    let mut notation = String::from("clients > n-0\n");
    for i in 1..300_usize {
        notation.push_str(&format!("n-{} > n-{i}\n", (i - 1) / 2));
        if i % 5 == 0 {
            notation.push_str(&format!("n-{} > n-{i}\n", i / 7));
        }
    }
    let topology = document(&notation);
    check_apart(&topology);
    assert_eq!(layered(&topology), layered(&topology));
}

#[test]
fn tidying_up_is_one_step_and_changes_nothing_else() {
    let mut driver = Driver::new("clients > lb; lb > app");
    driver.act(Action::MoveTo { id: id("app"), at_canvas: Point::new(-400.0, 404.0) });
    let (before, meaning) = (driver.session.document().clone(), driver.text());
    assert_eq!(driver.session.document().layout[&id("app")].y, 408.0);
    driver.act(Action::Tidy);
    assert_eq!(driver.session.document().layout[&id("app")].x, 480.0);
    assert_eq!(driver.text(), meaning);
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn parts_without_a_place_get_one_beside_what_needs_them() {
    let mut topology = document("clients > lb; lb > app; other");
    topology.layout.insert(id("clients"), Point::new(0.0, 0.0).into());
    topology.layout.insert(id("lb"), Point::new(40.0, 480.0).into());
    topology.layout.insert(id("other"), Point::new(f64::NAN, f64::INFINITY).into());
    let session = nines_editor::Session::new(topology).unwrap();
    let layout = &session.document().layout;
    assert_eq!(Point::from(layout[&id("lb")]), Point::new(40.0, 480.0), "a given place is kept");
    assert_eq!(Point::from(layout[&id("app")]), Point::new(280.0, 480.0));
    assert!(Point::from(layout[&id("other")]).is_finite());
}

#[test]
fn what_has_lost_its_last_part_stays_where_it_was_drawn() {
    let mut driver = Driver::new("clients > a; z :");
    driver.act(Action::JoinDomain { part: id("a"), domain: id("z") });
    driver.act(Action::MoveTo { id: id("a"), at_canvas: Point::new(2000.0, 2000.0) });
    let frame = driver.session.scene().frames[0].rect;
    driver.act(Action::LeaveDomain { part: id("a"), domain: id("z") });
    let rect = driver.session.scene().rect_of_part(&id("z")).unwrap();
    assert!(frame.contains(rect.center()));
    assert!(driver.session.scene().frames.is_empty());
}
