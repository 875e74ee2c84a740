//! The automatic layout: columns along the needs, members and zones together, nothing on top of anything, and the same
//! every time.

use std::sync::Arc;

use nines_editor::layout::{COLUMN_PITCH, layered};
use nines_editor::{Action, Point, Rect, scene};
use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Cable, Component, Extra, Reliability, Shapes, Topology};

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

fn places(notation: &str) -> Map<Id, Point> {
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

/// What stands below a pool leaves room for its band's tab, in a zone, and between pools of a pool.
#[test]
fn the_bands_of_pools_do_not_touch() {
    for text in [
        "clients > app; app = a-1 a-2 a-3; a-1 > db; other > db; app > other; other = o-1 o-2; db = d-1 d-2; clients > x
         east : a-1 a-2 a-3 o-1 o-2 d-1 d-2",
        "clients > all; all = p q; p = a b; q = c d",
        "clients > f; f > p, q; p = a b; q = c d; zone : f a b c d",
    ] {
        let topology = document(text);
        check_apart(&topology);
        let scene = scene(&topology);
        for (i, band) in scene.bands.iter().enumerate() {
            let holds = |other: &nines_editor::scene::Band| other.members.contains(&band.id) || band.members.contains(&other.id);
            for other in scene.bands[i + 1..].iter().filter(|other| !holds(other)) {
                assert!(!band.rect.overlaps(other.rect), "{} and {} of {text}", band.id, other.id);
            }
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

fn cable(from: &str, to: &str) -> Arc<Cable> {
    let between = [id(from), id(to)];
    Arc::new(Cable {
        id: None,
        between,
        reliability: Reliability::Never,
        shapes: Shapes::default(),
        extra: Extra::default(),
    })
}

/// Cabled parts that nothing needs stood in one column, however many they were.
#[test]
fn a_network_spreads_to_the_right_by_its_cables() {
    let side = 6;
    let name = |x: usize, y: usize| format!("s{x}-{y}");
    let mut topology = document(&format!("clients > {}", name(side - 1, side - 1)));
    let switch = Arc::clone(&topology.components[0]);
    topology.cables.push(cable("clients", &name(0, 0)));
    for (x, y) in (0..side * side).map(|at| (at % side, at / side)) {
        if topology.components[0].id != id(&name(x, y)) {
            topology.components.push(Arc::new(Component { id: id(&name(x, y)), ..Component::clone(&switch) }));
        }
        let near = [(x + 1, y), (x, y + 1)].into_iter().filter(|(x, y)| *x < side && *y < side);
        topology.cables.extend(near.map(|(to_x, to_y)| cable(&name(x, y), &name(to_x, to_y))));
    }
    check_apart(&topology);
    let places = layered(&topology);
    for (x, y) in (0..side * side).map(|at| (at % side, at / side)) {
        let column = (places[&id(&name(x, y))].x - places[&Id::clients()].x) / COLUMN_PITCH;
        assert_eq!(column, (x + y + 1) as f64, "as many cables from the clients as columns");
    }
}

#[test]
fn what_hangs_on_a_switch_is_still_to_the_right_of_what_needs_it() {
    let mut topology = document("clients > lb; lb > app; app > db; switch");
    topology.cables.extend(["clients", "lb", "app", "db"].map(|part| cable(part, "switch")));
    let places = layered(&topology);
    let columns = ["clients", "switch", "lb", "app", "db"].map(|part| places[&id(part)].x / COLUMN_PITCH);
    assert_eq!(columns, [0.0, 1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn the_clients_alone_stand_where_the_layout_of_all_would_put_them() {
    let alone = document("clients");
    let session = nines_editor::Session::new(alone.clone()).unwrap();
    assert_eq!(Point::from(session.document().layout[&Id::clients()]), layered(&alone)[&Id::clients()]);
}
