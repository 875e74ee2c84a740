//! Every change to the document: what it makes of it, that undo gives the very same document back, and what is refused
//! with which words.

use nines_editor::{Action, End};
use nines_engine::topology::Kind;

use crate::notation::{Driver, document, id, need, part, text};

/// Selects parts, does an action, and compares the document; then undoes it.
#[track_caller]
fn check(before: &str, selected: &str, action: Action, after: &str) {
    let mut driver = Driver::new(before);
    driver.select(selected);
    let start = driver.session.document().clone();
    driver.act(action.clone());
    assert!(!driver.refused(), "{action:?}: {}", driver.said());
    assert_eq!(driver.text(), text(&document(after)), "{action:?}");
    driver.act(Action::Undo);
    assert_eq!(*driver.session.document(), start, "undo of {action:?}");
    assert!(driver.session.can_undo().is_none(), "{action:?} is one step");
}

#[track_caller]
fn check_refused(before: &str, selected: &str, action: Action, words: &str) {
    let mut driver = Driver::new(before);
    driver.select(selected);
    let start = driver.session.clone();
    driver.act(action.clone());
    assert!(driver.refused(), "{action:?} was not refused");
    assert!(driver.said().contains(words), "{action:?}: {}", driver.said());
    assert_eq!(driver.session.document(), start.document());
    assert!(driver.session.can_undo().is_none());
}

fn connect(from: &str, to: &str) -> Action {
    Action::Connect { from: id(from), to: id(to), soft: false }
}

const CHAIN: &str = "clients > lb; lb > app; app > db";

#[test]
fn parts_connect_and_disconnect() {
    check("clients > lb; db", "", connect("lb", "db"), "clients > lb; lb > db");
    let soft = Action::Connect { from: id("lb"), to: id("db"), soft: true };
    check("clients > lb; db", "", soft, "clients > lb; lb > db?");
    let away = Action::Disconnect { from: id("app"), to: id("db") };
    check(CHAIN, "", away, "clients > lb; lb > app; db");
    let soft = Action::SetSoft { from: id("app"), to: id("db"), soft: true };
    check(CHAIN, "", soft, "clients > lb; lb > app; app > db?");
}

#[test]
fn a_connection_that_cannot_be_says_why() {
    check_refused(CHAIN, "", connect("db", "lb"), "That would be a circle: db → lb → app → db.");
    check_refused(CHAIN, "", connect("db", "db"), "db cannot need itself.");
    check_refused(CHAIN, "", connect("lb", "app"), "lb needs app already.");
    check_refused(CHAIN, "", connect("lb", "clients"), "Nothing needs the clients.");
    check_refused("clients > a; z : a; b", "", connect("b", "z"), "z is a domain");
    check_refused("clients > p; p = a b", "", connect("p", "a"), "a is a member of p");
    check_refused("clients > p; p = a b", "", connect("a", "p"), "circle: a → p → a");
    check_refused(CHAIN, "", connect("lb", "nobody"), "no part called \"nobody\"");
}

#[test]
fn ends_of_needs_move() {
    let reconnect =
        |from: &str, to: &str, end, onto: &str| Action::Reconnect { from: id(from), to: id(to), end, onto: id(onto) };
    check("clients > lb; lb > a; b", "", reconnect("lb", "a", End::To, "b"), "clients > lb; lb > b; a");
    check("clients > lb; lb > a; b", "", reconnect("lb", "a", End::From, "b"), "clients > lb; b > a");
    // Turning a need round would be a circle only with the old need still there.
    check("a > b; c > b", "", reconnect("a", "b", End::From, "clients"), "clients > b; c > b; a");
    check_refused(CHAIN, "", reconnect("app", "db", End::To, "lb"), "circle");
    check_refused(CHAIN, "", reconnect("app", "db", End::To, "db"), "already");
}

#[test]
fn pools_take_over_what_needed_their_members() {
    let pool = Action::PoolSelected;
    check(
        "clients > app-1, app-2; app-1 > db; app-2 > db",
        "app-1 app-2",
        pool.clone(),
        "clients > app; app-1 > db; app-2 > db; app = app-1 app-2",
    );
    check("clients > x, a-1?, y, a-2", "a-1 a-2", pool.clone(), "clients > x, a, y; a = a-1 a-2");
    check("clients > x, a-1?, a-2?", "a-1 a-2", pool.clone(), "clients > x, a?; a = a-1 a-2");
    // A selected part that is in a selected pool is in the new pool through it.
    check("clients > p; p = a b; c", "p b c", pool.clone(), "clients > c-pool; c-pool = c p; p = a b");
    check_refused("clients > a; a > x; x > b; b > c", "a c", pool, "depend on each other");
    check_refused("clients > a", "clients", Action::PoolSelected, "Select the components");
}

#[test]
fn members_come_and_go() {
    let add = |part: &str, pool: &str| Action::AddToPool { part: id(part), pool: id(pool) };
    let take = |part: &str, pool: &str| Action::RemoveFromPool { part: id(part), pool: id(pool) };
    check("clients > p; p = a b; c", "", add("c", "p"), "clients > p; p = a b c");
    check("clients > c?, p; p = a b", "", add("c", "p"), "clients > p; p = a b c");
    check("clients > p; p = 2/ a b", "", take("b", "p"), "clients > p; p = a; b");
    check("clients > p, x; p = a", "", take("a", "p"), "clients > x; a");
    check_refused("clients > p; p = a b", "", add("a", "p"), "a is a member of p already.");
    check_refused("clients > p; p = a b; a > c", "", add("c", "p"), "p depends on c");
    check_refused("clients > p; p = a b; x > p", "", add("x", "p"), "circle: p → x → p");
    check_refused("clients > p; p = a b", "", add("clients", "p"), "The clients cannot be in a pool.");
    check_refused("clients > p; p = a b; c", "", take("c", "p"), "c is no member of p.");
}

#[test]
fn taking_a_pool_apart_is_the_reverse() {
    let unpool = Action::Unpool { pool: id("p") };
    check("clients > x, p?; p = a b; p > db", "", unpool.clone(), "clients > x, a?, b?; a > db; b > db");
    check("clients > q; q = p c; p = a b", "", unpool, "clients > q; q = a b c");
    // A member that was needed softly is needed hard when the pool was.
    let unpool = Action::Unpool { pool: id("p") };
    check("clients > a?, p; p = a b", "", unpool, "clients > a, b");
    check_refused("clients > a", "", Action::Unpool { pool: id("a") }, "a is no pool.");
}

#[test]
fn deleting_takes_every_mention_away() {
    let delete = |names: &str| Action::Delete { targets: names.split_whitespace().map(part).collect() };
    check(CHAIN, "", delete("app"), "clients > lb; db");
    check("clients > p; p = 2/ a b; z : a", "", delete("b"), "clients > p; p = a; z : a");
    check("clients > p; p = a b; z : a", "", delete("a b"), "clients; z : ");
    check("clients > q; q = p; p = a", "", delete("a"), "");
    check("clients > p; p = a b", "", delete("p"), "a; b");
    check("z : a y; y : b", "", delete("z"), "y : b; a");
    check(CHAIN, "", Action::Delete { targets: vec![need("lb", "app")] }, "clients > lb; app > db");
    check(CHAIN, "", delete("clients lb"), "app > db");
    check_refused(CHAIN, "", delete("clients"), "The clients stay");
    check_refused(CHAIN, "", delete("nobody"), "Select what to delete.");
}

#[test]
fn a_new_name_is_used_everywhere() {
    let rename = |from: &str, to: &str| Action::Rename { id: id(from), to: to.into() };
    check(
        "clients > p; p = a b; z : a; p > c; b > c",
        "",
        rename("a", " web-1 "),
        "clients > p; p = web-1 b; z : web-1; p > c; b > c",
    );
    check("clients > p; p = a b", "", rename("p", "app"), "clients > app; app = a b");
    check("z : a y; y : b", "", rename("y", "rack"), "z : a rack; rack : b");
    check_refused(CHAIN, "", rename("lb", "db"), "Another part is called \"db\".");
    check_refused(CHAIN, "", rename("lb", "clients"), "taken by the clients");
    check_refused(CHAIN, "", rename("lb", "  "), "A name needs at least one character.");
    check_refused(CHAIN, "", rename("lb", &"x".repeat(65)), "at most 64 characters");
    check_refused(CHAIN, "", rename("clients", "people"), "The clients keep their name.");
}

#[test]
fn renaming_keeps_the_place_and_the_selection_follows() {
    let mut driver = Driver::new(CHAIN);
    let place = driver.session.document().layout[&id("app")];
    driver.select("app").act(Action::Rename { id: id("app"), to: "web".into() });
    assert_eq!(driver.session.document().layout[&id("web")], place);
    assert!(!driver.session.document().layout.contains_key(&id("app")));
    assert_eq!(driver.session.selection().single(), Some(&part("web")));
}

#[test]
fn copies_need_what_the_originals_need() {
    let copy = Action::Duplicate;
    check(CHAIN, "app", copy.clone(), "clients > lb; lb > app; app > db; app-2 > db");
    check(CHAIN, "app db", copy.clone(), "clients > lb; lb > app; app > db; app-2 > db-2");
    check("clients > p; p = a-1 a-2; z : a-1", "a-1", copy.clone(), "clients > p; p = a-1 a-2 a-3; z : a-1 a-3");
    check("clients > p; p = a-1 a-2", "p", copy.clone(), "clients > p; p = a-1 a-2; p-2 = a-3 a-4");
    check(
        "clients > p; p = a-1 a-2; zone-a : a-1",
        "zone-a",
        copy.clone(),
        "clients > p; p = a-1 a-2 a-3; zone-a : a-1; zone-b : a-3",
    );
    check_refused(CHAIN, "clients", copy, "The clients cannot be copied.");
}

#[test]
fn parts_go_into_domains_and_out() {
    let join = |part: &str, domain: &str| Action::JoinDomain { part: id(part), domain: id(domain) };
    let leave = |part: &str, domain: &str| Action::LeaveDomain { part: id(part), domain: id(domain) };
    check("z : a; b", "", join("b", "z"), "z : a b");
    check("z : a; p = b c", "", join("p", "z"), "z : a b c; p = b c");
    check("z : a; y : b", "", join("y", "z"), "z : a y; y : b");
    check("z : a b", "", leave("a", "z"), "z : b; a");
    check("z : a b; y : a", "a", Action::LeaveDomains, "z : b; y : ; a");
    check("a; b", "a b", Action::DomainFromSelection { kind: Kind::new("zone") }, "zone-a : a b");
    // A rack for parts of one zone is in that zone.
    check("z : a b c", "a b", Action::DomainFromSelection { kind: Kind::new("rack") }, "z : c rack-a; rack-a : a b");
    check_refused("z : a y; y : b", "", join("z", "y"), "y is in z itself: z → y → z");
    check_refused("z : a", "", join("a", "z"), "a is in z already.");
    check_refused("z : a", "", join("clients", "z"), "outside of every domain");
    check_refused("z : a; b", "", leave("b", "z"), "b is not in z itself.");
}

#[test]
fn new_parts_have_names_and_places_of_their_own() {
    let place = |kind: &str, from: Option<&str>| Action::Place {
        kind: Kind::new(kind),
        at_canvas: None,
        link_from: from.map(id),
    };
    check("clients > lb-1", "", place("load_balancer", Some("lb-1")), "clients > lb-1; lb-1 > lb-2");
    check("", "", place("third_party", Some("clients")), "clients > api-1");
    check("a", "", place("zone", None), "a; zone-a :");
    check("a", "", place("zone", Some("a")), "zone-a : a");
    check("zone-a : a", "", place("server", Some("zone-a")), "zone-a : a server-1");
    check_refused("a", "", place("teapot", None), "no kind of part called \"teapot\"");
    let mut driver = Driver::new("clients > a");
    for _ in 0..30 {
        driver.act(place("server", Some("a")));
    }
    let boxes: Vec<_> = driver.session.scene().nodes.iter().map(|n| n.rect).collect();
    for (i, a) in boxes.iter().enumerate() {
        assert!(boxes[i + 1..].iter().all(|b| !a.overlaps(*b)));
    }
}

#[test]
fn clients_are_placed_once() {
    let mut driver = Driver::new("a");
    driver.act(Action::Place { kind: Kind::new("clients"), at_canvas: None, link_from: None });
    assert_eq!(driver.session.selection().single(), Some(&part("clients")));
    assert!(driver.session.can_undo().is_none());
}

#[test]
fn another_document_can_be_undone() {
    let mut driver = Driver::new(CHAIN);
    let before = driver.session.document().clone();
    driver.act(Action::Load(document("clients > web").into()));
    assert_eq!(driver.text(), "clients > web");
    driver.act(Action::New);
    assert_eq!(driver.text(), "");
    driver.act(Action::Undo).act(Action::Undo);
    assert_eq!(*driver.session.document(), before);
    driver.act(Action::Load(document("a > b; b > a").into()));
    assert!(driver.refused() && driver.said().contains("depend on each other"), "{}", driver.said());
}

#[test]
fn the_limits_of_a_document_hold() {
    let mut topology = document("clients > a");
    let component = topology.components[0].clone();
    for i in 1..2000 {
        let mut copy = (*component).clone();
        copy.id = id(&format!("a-{i}"));
        topology.components.push(copy.into());
    }
    let mut driver = Driver::new("");
    driver.act(Action::Load(topology.into()));
    assert!(!driver.refused(), "{}", driver.said());
    driver.act(Action::Place { kind: Kind::new("server"), at_canvas: None, link_from: None });
    assert!(driver.refused() && driver.said().contains("the limit is 2000"), "{}", driver.said());
    assert_eq!(driver.session.document().components.len(), 2000);
}
