//! The keyboard alone: everything can be reached, built, moved, connected and taken back without a pointer.

use nines_editor::command::{self, Command};
use nines_editor::gesture::Gesture;
use nines_editor::{Action, Effect, Key, commands, shortcuts};
use nines_engine::topology::Kind;

use crate::notation::{Driver, id, need, part};

/// Answers the question of the palette, as the app does.
fn choose(driver: &mut Driver, kind: &str) {
    let Some(Effect::OpenPalette { at_canvas, link_from }) = driver.effects.first().cloned() else {
        panic!("the palette was not asked for: {:?}", driver.effects);
    };
    driver.act(Action::Place { kind: Kind::new(kind), at_canvas, link_from });
}

#[test]
fn a_chain_is_built_by_keys_alone() {
    let mut driver = Driver::new("");
    driver.keys("Home Enter n");
    choose(&mut driver, "load_balancer");
    driver.keys("n");
    choose(&mut driver, "server");
    driver.keys("n");
    choose(&mut driver, "database");
    assert_eq!(driver.text(), "clients > lb-1; lb-1 > server-1; server-1 > db-1");
    driver.keys("ArrowLeft F2");
    assert_eq!(driver.effects, vec![Effect::BeginRename(id("db-1"))], "the selection comes before the focus");
    driver.keys("Escape Home ArrowRight ArrowRight F2");
    assert_eq!(driver.effects, vec![Effect::BeginRename(id("server-1"))]);
    driver.act(Action::Rename { id: id("server-1"), to: "app".into() });
    assert_eq!(driver.text(), "app > db-1; clients > lb-1; lb-1 > app");
    driver.keys("Ctrl+z Ctrl+z Ctrl+z Ctrl+z");
    assert_eq!(driver.text(), "");
    driver.keys("Ctrl+y Ctrl+Shift+z Ctrl+y Ctrl+y");
    assert_eq!(driver.text(), "app > db-1; clients > lb-1; lb-1 > app");
}

#[test]
fn parts_are_connected_by_letters_or_arrows() {
    let mut driver = Driver::new("clients > lb; app; db");
    driver.keys("Home ArrowRight");
    assert_eq!(driver.session.focus(), Some(&part("lb")));
    driver.keys("c a p");
    assert!(driver.said().contains("app. Enter connects."), "{}", driver.said());
    driver.keys("Enter");
    assert_eq!(driver.text(), "clients > lb; db; lb > app");
    assert_eq!(driver.session.focus(), Some(&part("lb")), "the focus stays, for the next line");
    driver.keys("c ArrowDown ArrowDown ArrowDown");
    let Gesture::Connect(connect) = driver.session.gesture() else { panic!("not connecting") };
    assert!(connect.candidate.is_some());
    driver.keys("d Enter");
    assert_eq!(driver.text(), "clients > lb; lb > app, db");
}

#[test]
fn impossible_targets_are_told_with_the_reason() {
    let mut driver = Driver::new("clients > lb; lb > app; app > db; z : db");
    driver.keys("Home End");
    assert_eq!(driver.session.focus(), Some(&part("z")));
    driver.keys("c");
    assert!(driver.refused() && driver.said().contains("z is a domain"), "{}", driver.said());
    driver.act(Action::Focus(Some(part("db")))).keys("c l b");
    assert!(driver.said().contains("lb: not possible. That would be a circle"), "{}", driver.said());
    driver.keys("Enter");
    assert!(driver.refused());
    driver.keys("Backspace Backspace x");
    assert!(driver.said().contains("No other part has \"x\""), "{}", driver.said());
    let before = driver.session.document().clone();
    driver.keys("Escape");
    assert_eq!(*driver.session.gesture(), Gesture::Idle);
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn lines_are_followed_selected_and_deleted() {
    let mut driver = Driver::new("clients > lb; lb > a, b");
    driver.keys("Home ]");
    assert_eq!(driver.session.focus(), Some(&need("clients", "lb")));
    driver.keys("Enter ]");
    assert_eq!(driver.session.focus(), Some(&need("lb", "a")));
    driver.keys("]");
    assert_eq!(driver.session.focus(), Some(&need("lb", "b")));
    driver.keys("s");
    assert_eq!(driver.text(), "clients > lb; lb > a, b?");
    driver.keys("s Space Delete");
    assert_eq!(driver.text(), "b; clients > lb; lb > a");
    driver.keys("Ctrl+z Escape Escape");
    driver.act(Action::Focus(Some(part("b")))).keys("[ Enter");
    assert_eq!(driver.session.focus(), Some(&part("lb")));
    driver.act(Action::Focus(Some(part("b")))).keys("]");
    assert_eq!(driver.said(), "b needs nothing.");
}

#[test]
fn enter_selects_and_then_opens() {
    let mut driver = Driver::new("clients > lb");
    driver.keys("Home ArrowRight Enter");
    assert_eq!(driver.session.selection().single(), Some(&part("lb")));
    driver.keys("Enter");
    assert_eq!(driver.effects, vec![Effect::OpenInspector(None)]);
    driver.keys("Space");
    assert!(driver.session.selection().is_empty());
    assert_eq!(driver.session.focus(), Some(&part("lb")));
}

#[test]
fn a_burst_of_arrows_is_one_step() {
    let mut driver = Driver::new("clients > lb");
    let before = driver.session.document().clone();
    driver.select("lb").keys("Ctrl+ArrowRight Ctrl+ArrowRight Ctrl+Shift+ArrowDown");
    let (start, place) = (before.layout[&id("lb")], driver.session.document().layout[&id("lb")]);
    assert_eq!((place.x - start.x, place.y - start.y), (16.0, 32.0));
    let first = driver.session.document().clone();
    driver.act(Action::Settle).keys("Ctrl+ArrowUp");
    driver.keys("Ctrl+z");
    assert_eq!(*driver.session.document(), first, "after a pause it is a step of its own");
    driver.keys("Ctrl+z");
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn pools_and_zones_by_keys() {
    let mut driver = Driver::new("clients > app-1, app-2");
    driver.keys("Home ArrowRight Space ArrowDown");
    if driver.session.focus() != Some(&part("app-2")) {
        driver.keys("ArrowUp ArrowUp");
    }
    driver.keys("Space p");
    assert_eq!(driver.text(), "app = app-1 app-2; clients > app");
    driver.keys("g");
    assert_eq!(driver.text(), "app = app-1 app-2; clients > app; zone-a : app-1 app-2");
    driver.act(Action::Select { target: part("app"), mode: nines_editor::SelectMode::Only }).keys("u");
    assert_eq!(driver.text(), "app = app-1 app-2; clients > app; zone-a :");
}

#[test]
fn keys_ask_the_app_for_what_is_outside() {
    let mut driver = Driver::new("clients > lb");
    for (keys, effect) in [
        ("r", Effect::ReadSummary),
        ("?", Effect::OpenShortcuts),
        ("/", Effect::OpenJump),
        ("Ctrl+k", Effect::OpenCommands),
        ("Ctrl+v", Effect::RequestPaste),
    ] {
        driver.keys(keys);
        assert_eq!(driver.effects, vec![effect], "{keys}");
    }
    driver.keys("Home ArrowRight f");
    assert_eq!(driver.effects, vec![Effect::ToggleFailure(id("lb"))]);
    driver.keys("Shift+F");
    assert_eq!(driver.effects, vec![Effect::OpenFailureMenu(id("lb"))]);
    driver.keys("Home f");
    assert!(driver.refused(), "the clients do not fail");
}

#[test]
fn every_part_is_reached_by_arrows_or_reading_order() {
    let driver = Driver::new("clients > lb; lb > p; p = a b; p > db; z : a db; free");
    let rows = nines_editor::outline(driver.session.document());
    let order: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(order, ["clients", "lb", "p", "a", "b", "db", "free", "z"]);
    for row in &rows {
        let mut driver = Driver::new("clients > lb; lb > p; p = a b; p > db; z : a db; free");
        let mut reached = vec![part("clients")];
        driver.keys("Home");
        // Walks in all directions from every part that has been reached.
        let mut next = 0;
        while next < reached.len() {
            for arrow in ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] {
                driver.act(Action::Focus(Some(reached[next].clone()))).keys(arrow);
                let focus = driver.session.focus().unwrap().clone();
                if !reached.contains(&focus) {
                    reached.push(focus);
                }
            }
            next += 1;
        }
        assert!(reached.contains(&part(row.id.as_str())), "{} is out of reach", row.id);
    }
}

#[test]
fn letters_can_be_switched_off() {
    let mut driver = Driver::new("clients > lb");
    driver.act(Action::SetSingleKeys(false)).keys("Home n");
    assert!(driver.effects.is_empty());
    driver.keys("Ctrl+a");
    assert_eq!(driver.session.selection().len(), 2);
    assert!(!nines_editor::keymap::claims(&driver.session, &Key { key: "n".into(), ..Key::default() }));
    assert!(nines_editor::keymap::claims(&driver.session, &Key { key: "Enter".into(), ..Key::default() }));
}

#[test]
fn commands_say_why_they_cannot_be_done() {
    let mut driver = Driver::new("clients > lb");
    for row in commands(&driver.session) {
        let before = driver.session.clone();
        driver.act(Action::Run(row.command));
        match row.disabled {
            Some(why) => {
                assert_eq!(driver.said(), why, "{}", row.name);
                assert_eq!(driver.session.document(), before.document());
            }
            None => assert!(!driver.refused(), "{}: {}", row.name, driver.said()),
        }
        driver.session = before;
    }
    driver.select("lb");
    assert_eq!(command::disabled(&driver.session, Command::Delete), None);
    let listed = commands(&driver.session);
    assert!(listed.iter().any(|row| row.name == "Add: Load balancer"));
    assert!(listed.iter().any(|row| row.keys == Some("Ctrl+Z") && row.command == Command::Undo));
    assert!(shortcuts().iter().any(|s| s.keys == "F2"));
}

#[test]
fn the_view_is_moved_by_keys() {
    let mut driver = Driver::new("clients > lb");
    driver.keys("1");
    let fitted = driver.session.viewport();
    assert_eq!(fitted.to_screen(driver.session.scene().bounds.center()), nines_editor::Point::new(800.0, 500.0));
    driver.keys("0 = =");
    assert_eq!(driver.session.viewport().zoom, 2.0);
    driver.keys("- 2");
    assert!(driver.refused(), "nothing is selected");
}
