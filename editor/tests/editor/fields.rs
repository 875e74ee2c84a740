//! The inspector: what fields there are, what typing into them makes of the document, and what is refused with which
//! words.

use nines_editor::{Action, Effect, Field, Target, check_field, inspector};
use nines_engine::topology::{PartRef, Reliability};

use crate::notation::{Driver, id, need, part};

const SHOP: &str = "clients > app; app = app-1 app-2; app > db?; z : db";

fn set(of: Option<Target>, field: Field, text: &str) -> Action {
    Action::SetField { of, field, text: text.into() }
}

/// Types a text into a field, and reads the field back as the inspector shows it.
#[track_caller]
fn check(of: Option<Target>, field: Field, text: &str, shown: &str) {
    let mut driver = Driver::new(SHOP);
    driver.act(set(None, Field::SloAvailability, "99.9 %")).act(Action::Settle);
    let before = driver.session.document().clone();
    assert_eq!(check_field(&before, of.as_ref(), field, text), Ok(()));
    driver.act(set(of.clone(), field, text));
    assert!(!driver.refused(), "{}", driver.said());
    let row = inspector(driver.session.document(), of.as_ref()).into_iter().find(|row| row.field == field);
    assert_eq!(row.map(|row| row.text).as_deref(), Some(shown));
    if *driver.session.document() != before {
        driver.act(Action::Undo);
    }
    assert_eq!(*driver.session.document(), before);
}

#[track_caller]
fn check_refused(of: Option<Target>, field: Field, text: &str, words: &str) {
    let mut driver = Driver::new(SHOP);
    let before = driver.session.document().clone();
    driver.act(set(of.clone(), field, text));
    let Some(Effect::Refused { text: said, field: Some(named) }) = driver.effects.first() else {
        panic!("not refused: {:?}", driver.effects)
    };
    assert_eq!(*named, field);
    assert!(said.contains(words), "{said}");
    assert_eq!(check_field(&before, of.as_ref(), field, text).as_ref(), Err(said));
    assert_eq!(*driver.session.document(), before);
}

#[test]
fn every_field_takes_what_it_shows() {
    let (db, app, z, clients) = (Some(part("db")), Some(part("app")), Some(part("z")), Some(part("clients")));
    check(None, Field::Title, "Shop <b>", "Shop <b>");
    check(None, Field::Notes, "two\nlines", "two\nlines");
    check(None, Field::SloAvailability, "99.95", "99.95 %");
    check(None, Field::SloWindow, "30d", "30d");
    check(clients, Field::ClientsRps, "100", "100");
    check(db.clone(), Field::Availability, "0.9995", "99.95 %");
    check(db.clone(), Field::Unavailability, "1e-9", "0.000000001");
    check(db.clone(), Field::Mttf, "2000h", "2000h");
    check(db.clone(), Field::Mttr, "4h", "4h");
    check(db.clone(), Field::Mttr, "", "");
    check(db.clone(), Field::Cost, "4,5", "4.5");
    check(db.clone(), Field::CapacityRps, "60", "60");
    check(db.clone(), Field::Kind, "cache", "cache");
    check(db, Field::Mode, "times", "times");
    check(app.clone(), Field::Required, "2", "2");
    check(app, Field::CommonCause, "2 %", "2 %");
    check(z.clone(), Field::Kind, "power feed", "power feed");
    check(z, Field::Mttf, "1y", "1y");
    check(Some(need("app", "db")), Field::Soft, "hard", "hard");
}

#[test]
fn what_a_field_cannot_hold_is_refused_with_what_to_do() {
    let (db, app, z, clients) = (Some(part("db")), Some(part("app")), Some(part("z")), Some(part("clients")));
    check_refused(db.clone(), Field::Mttf, "1000", "Add a unit: 1000h for hours");
    check_refused(db.clone(), Field::Mttr, "-4h", "more than nothing");
    check_refused(db.clone(), Field::Availability, "101", "from 0 % to 100 %");
    check_refused(db.clone(), Field::Availability, "nan", "from 0 % to 100 %");
    check_refused(db.clone(), Field::Cost, "-1", "from 0 to");
    check_refused(db.clone(), Field::CapacityRps, "0", "more than 0");
    check_refused(db.clone(), Field::Kind, "teapot", "Choose one of the kinds");
    check_refused(db.clone(), Field::Name, "app", "Another part is called \"app\"");
    check_refused(db, Field::Required, "1", "no such field");
    check_refused(app.clone(), Field::Required, "3", "from 1 to 2");
    check_refused(app.clone(), Field::Required, "0", "from 1 to 2");
    check_refused(app, Field::Required, "demand", "the capacity of every member");
    check_refused(z, Field::Mttr, "4h", "Choose how it fails first");
    check_refused(clients.clone(), Field::ClientsRps, "inf", "from 0 to");
    check_refused(clients, Field::Cost, "1", "no such field");
    check_refused(None, Field::SloWindow, "30d", "promised availability first");
    check_refused(None, Field::Title, &"x".repeat(201), "at most 200 characters");
    check_refused(Some(part("gone")), Field::Cost, "1", "no part called \"gone\"");
    check_refused(Some(need("app", "db")), Field::Soft, "medium", "soft or hard");
}

#[test]
fn taking_a_number_away_that_demand_needs_is_refused() {
    let mut driver = Driver::new(SHOP);
    let capacity = |name: &str| set(Some(part(name)), Field::CapacityRps, "60");
    driver.act(set(Some(part("clients")), Field::ClientsRps, "100")).act(capacity("app-1")).act(capacity("app-2"));
    driver.act(set(Some(part("app")), Field::Required, "demand"));
    assert!(!driver.refused(), "{}", driver.said());
    assert_eq!(driver.session.scene().bands[0].label, "app: 2 of 2 by demand");
    driver.act(set(Some(part("clients")), Field::ClientsRps, ""));
    assert!(driver.refused() && driver.said().contains("clients' rps"), "{}", driver.said());
    driver.act(Action::Duplicate);
    assert!(driver.refused() || driver.text().contains("demand"), "{}", driver.said());
}

#[test]
fn ways_of_failing_change_into_one_another_with_their_numbers() {
    let mut driver = Driver::new("clients > a");
    let reliability = |driver: &Driver| match driver.session.document().find(&id("a")) {
        Some(PartRef::Component(i)) => driver.session.document().components[i].reliability,
        _ => panic!("a is gone"),
    };
    let mut mode = |word: &str| {
        driver.act(set(Some(part("a")), Field::Mode, word)).act(Action::Settle);
        reliability(&driver)
    };
    let Reliability::Times { mttf, mttr } = mode("times") else { panic!("not times") };
    assert_eq!((mttf.to_string().as_str(), mttr), ("999h", None));
    assert!((mode("unavailability").unavailability() - 0.001).abs() < 1e-12);
    assert!((mode("availability").unavailability() - 0.001).abs() < 1e-12);
    assert_eq!(mode("never"), Reliability::Never);
    assert!((mode("times").unavailability() - 0.001).abs() < 1e-12, "from never it starts with three nines");
}

#[test]
fn the_inspector_shows_only_what_counts() {
    let driver = Driver::new(SHOP);
    let fields = |of: Option<Target>| {
        let rows = inspector(driver.session.document(), of.as_ref());
        assert!(
            rows.iter().all(|row| row.choices.is_empty() || row.choices.iter().any(|(value, _)| *value == row.text))
        );
        rows.into_iter().map(|row| row.field).collect::<Vec<_>>()
    };
    use Field::{Availability, CapacityRps, ClientsRps, CommonCause, Cost, Kind, Mode, Mttr, Name, Required, Soft};
    assert_eq!(fields(Some(part("db"))), [Name, Kind, Mode, Availability, Mttr, Cost, CapacityRps]);
    assert_eq!(fields(Some(part("app"))), [Name, Required, CommonCause]);
    assert_eq!(fields(Some(part("z"))), [Name, Kind, Mode]);
    assert_eq!(fields(Some(part("clients"))), [ClientsRps]);
    assert_eq!(fields(Some(need("app", "db"))), [Soft]);
    assert!(fields(Some(part("gone"))).is_empty());
    assert_eq!(fields(None).len(), 4);
}
