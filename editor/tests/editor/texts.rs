//! The clipboard: parts as text, and text as parts.

use nines_editor::{Action, Effect, Point};
use nines_engine::format;

use crate::notation::{Driver, id, part};

fn copied(driver: &mut Driver, action: Action) -> String {
    driver.act(action);
    match driver.effects.first() {
        Some(Effect::Copied(text)) => text.clone(),
        other => panic!("nothing was copied: {other:?}"),
    }
}

fn paste(text: &str) -> Action {
    Action::Paste { text: text.into(), at_canvas: None }
}

#[test]
fn copies_are_documents_of_their_own() {
    let mut driver = Driver::new("clients > lb; lb > p; p = a b; p > db; z : a db");
    let text = copied(driver.select("p db"), Action::Copy);
    let read = format::read(&text);
    assert!(read.topology.is_some(), "{:?}", read.diagnostics);
    driver.act(paste(&text));
    assert_eq!(driver.text(), "clients > lb; lb > p; p = a b; p > db; p-2 = a-2 b-2; p-2 > db-2; z : a db");
    assert_eq!(driver.session.selection().len(), 4, "what was pasted is selected");
    driver.act(Action::Undo);
    assert_eq!(driver.text(), "clients > lb; lb > p; p = a b; p > db; z : a db");
}

#[test]
fn cut_and_paste_brings_parts_back_where_they_were() {
    let mut driver = Driver::new("clients > a, b; b > c");
    let place = driver.session.document().layout[&id("b")];
    let text = copied(driver.select("b c"), Action::Cut);
    assert_eq!(driver.text(), "clients > a");
    driver.act(paste(&text));
    assert_eq!(driver.text(), "b > c; clients > a");
    assert_eq!(driver.session.document().layout[&id("b")], place);
}

#[test]
fn parts_are_pasted_at_a_point() {
    let mut driver = Driver::new("clients > a");
    let text = copied(driver.select("a"), Action::Copy);
    driver.act(Action::Paste { text, at_canvas: Some(Point::new(801.0, 402.0)) });
    assert_eq!(driver.session.scene().rect_of_part(&id("a-2")).unwrap().center(), Point::new(800.0, 400.0));
    assert_eq!(driver.session.selection().single(), Some(&part("a-2")));
}

#[test]
fn foreign_text_is_refused_and_changes_nothing() {
    let mut driver = Driver::new("clients > a");
    let before = driver.session.document().clone();
    let nested = "[".repeat(100_000);
    for text in ["", "hello", "{}", "[1]", r#"{"format":"nines-topology","version":99}"#, nested.as_str()] {
        driver.act(paste(text));
        assert!(driver.refused() && driver.said().starts_with("The clipboard holds no parts"), "{}", driver.said());
    }
    driver.act(paste(r#"{"format":"nines-topology","version":1,"clients":{"needs":[]}}"#));
    assert!(driver.refused() && driver.said().contains("no parts but the clients"), "{}", driver.said());
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn a_whole_document_can_be_pasted_into_another() {
    let mut driver = Driver::new("clients > a; z : a");
    let text = format::write(driver.session.document());
    driver.act(paste(&text));
    assert_eq!(driver.text(), "a-2; clients > a; z : a; z-2 : a-2".replace("a-2; ", ""));
    let boxes: Vec<_> = driver.session.scene().frames.iter().map(|f| f.rect).collect();
    assert!(!boxes[0].overlaps(boxes[1]));
}
