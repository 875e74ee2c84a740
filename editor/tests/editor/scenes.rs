//! What is drawn: boxes, bands, frames and lines, what is under the pointer, and the same as text.

use nines_editor::hit::hit_test;
use nines_editor::{Hit, Point, Selection, Viewport, outline, scene};
use nines_engine::ids::Id;
use nines_engine::topology::{Cable, Extra, Reliability};

use crate::notation::{document, id, need, part};

#[test]
fn a_pool_is_a_band_around_its_members_and_an_empty_zone_a_box() {
    let scene = scene(&document("clients > p; p = a b; p > db; empty :"));
    let nodes: Vec<&str> = scene.nodes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(nodes, ["clients", "a", "b", "db", "empty"]);
    let band = &scene.bands[0];
    assert_eq!(band.label, "p: 1 of 2");
    for member in ["a", "b"] {
        let rect = scene.rect_of_part(&id(member)).unwrap();
        assert_eq!(band.rect.union(rect), band.rect);
        assert!(!band.tab.overlaps(rect));
    }
    assert!(scene.nodes.iter().all(|n| n.id != id("p")));
    assert!(scene.frames.is_empty());
}

#[test]
fn lines_say_whether_they_are_soft_or_redundant() {
    let scene = scene(&document("clients > p, q; p = a b; q = 2/ c d; p > db?"));
    let edge = |to: &str| scene.edges.iter().find(|e| e.to == id(to)).unwrap();
    assert!(edge("p").redundant, "one of two may fail");
    assert!(!edge("q").redundant, "both are required");
    assert!(edge("db").soft && !edge("p").soft);
    let band = scene.bands.iter().find(|b| b.id == id("p")).unwrap();
    assert_eq!(edge("p").end.x, band.rect.x, "the line ends at the band");
    assert_eq!(edge("p").heading, [1.0, 0.0]);
}

#[test]
fn keys_differ_even_where_a_document_says_things_twice() {
    let mut topology = document("clients > a, a; b");
    let reliability = Reliability::Never;
    let cable =
        Cable { id: None, between: [id("a"), id("b")], reliability, shapes: Default::default(), extra: Extra::new() };
    topology.cables = vec![cable.clone().into(), cable.into()];
    let scene = scene(&topology);
    assert_eq!((scene.edges.len(), scene.cables.len()), (1, 1));
}

#[test]
fn what_is_on_top_is_hit_first() {
    let scene = scene(&document("clients > p; p = a b; p > db; z : a"));
    let rect = |name: &str| scene.rect_of_part(&id(name)).unwrap();
    let port = |name: &str| scene.nodes.iter().find(|n| n.id == id(name)).unwrap().port;
    let (band, frame) = (scene.bands[0].clone(), scene.frames[0].clone());
    let line = scene.edges.iter().find(|e| e.to == id("db")).unwrap();
    let viewport = Viewport { x: 50.0, y: 60.0, zoom: 1.0 };
    let hit = |at_canvas: Point, coarse: bool| {
        hit_test(&scene, &Selection::default(), viewport, viewport.to_screen(at_canvas), coarse)
    };
    assert_eq!(hit(rect("a").center(), false), Hit::Part(id("a")));
    assert_eq!(hit(port("db").plus(Point::new(9.0, 0.0)), false), Hit::Port(id("db")));
    assert_eq!(hit(port("db").plus(Point::new(18.0, 0.0)), false), Hit::Canvas);
    assert_eq!(hit(port("db").plus(Point::new(18.0, 0.0)), true), Hit::Port(id("db")), "a finger is wider");
    assert_eq!(hit(band.tab.center(), false), Hit::Part(id("p")));
    assert_eq!(hit(frame.tab.center(), false), Hit::Part(id("z")));
    assert_eq!(hit(Point::new(band.rect.x + 2.0, band.rect.y + 3.0), false), Hit::Part(id("p")));
    assert_eq!(hit(line.middle.plus(Point::new(0.0, 8.0)), false), Hit::Need { from: id("p"), to: id("db") });
    assert_eq!(hit(Point::new(-500.0, -500.0), false), Hit::Canvas);
    let selected: Selection = [need("p", "db")].into_iter().collect();
    let end = hit_test(&scene, &selected, viewport, viewport.to_screen(line.end), false);
    assert!(matches!(end, Hit::NeedEnd { .. }));
}

#[test]
fn the_outline_reads_along_the_needs() {
    let rows = outline(&document("db; clients > lb; lb > app, log?; app = a-1 a-2; app > db; zone-a : a-1; spare"));
    let order: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(order, ["clients", "lb", "app", "a-1", "a-2", "log", "db", "spare", "zone-a"]);
    let sentence = |name: &str| rows.iter().find(|r| r.id == id(name)).unwrap().sentence.clone();
    assert_eq!(sentence("clients"), "clients; needs lb.");
    assert_eq!(sentence("lb"), "lb, load balancer; needs app, log (soft).");
    assert_eq!(sentence("app"), "app, pool; 1 of 2 of: a-1, a-2; needs db.");
    assert_eq!(sentence("a-1"), "a-1, server; member of app; in zone-a.");
    assert_eq!(sentence("spare"), "spare, server; nothing needs it.");
    assert_eq!(sentence("zone-a"), "zone-a, zone; holds a-1.");
    let db = rows.iter().find(|r| r.id == id("db")).unwrap();
    assert_eq!((db.needed_by.as_slice(), db.depth), (&[id("app")][..], 3));
}

#[test]
fn targets_have_keys_of_their_own() {
    let keys = [part("a"), part("b"), need("a", "b"), need("b", "a"), part(Id::clients().as_str())].map(|t| t.key());
    for (i, key) in keys.iter().enumerate() {
        assert!(!keys[i + 1..].contains(key));
    }
}
