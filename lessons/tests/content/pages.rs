//! The catalogue and the pages made of it: what the build script wrote is what the app and the site get.

use nines_lessons::goal::{Start, evaluate};
use nines_lessons::model::topology_of;
use nines_lessons::prediction::{Verdict, judge, read};
use nines_lessons::{Exercise, Slip, Status, catalogue, figure, lesson_html, segments};

#[test]
fn the_map_has_thirty_lessons_and_offers_the_written_ones() {
    assert_eq!(catalogue().modules.len(), 8);
    assert_eq!(catalogue().entries().count(), 30);
    let lesson = catalogue().lesson("chains-and-dependencies").unwrap();
    assert!(!segments(lesson).is_empty());
    assert!(catalogue().entries().any(|e| matches!(e.status, Status::Ready(l) if l.id == lesson.id)));
    assert!(catalogue().lesson("capstone").is_none());
}

#[test]
fn a_page_is_balanced_and_its_links_within_it_lead_somewhere() {
    for lesson in catalogue().lessons() {
        let html = lesson_html(lesson);
        for tag in
            ["article", "section", "details", "figure", "aside", "p", "ul", "li", "dfn", "a", "span", "table", "svg"]
        {
            let opened = html.matches(&format!("<{tag} ")).count() + html.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag} in {}", lesson.id);
        }
        for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split_once('"')) {
            assert!(html.contains(&format!("id=\"{}\"", link.0)), "#{} in {}", link.0, lesson.id);
        }
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
        assert!((1..ids.len()).all(|i| !ids[..i].contains(&ids[i])), "an id is there twice: {ids:?}");
        for left_over in ["(num:", "lesson:", "term:", "<p><p>", "<p><ul>", "<p></p>"] {
            assert!(!html.contains(left_over), "{left_over} in {}", lesson.id);
        }
    }
}

fn exercise(id: &str) -> &'static Exercise {
    catalogue().lesson("chains-and-dependencies").unwrap().exercise(id).unwrap()
}

#[track_caller]
fn check_judged(typed: &str, verdict: Verdict, slip: Option<Slip>, words: &str) {
    let asked = exercise("a");
    let start = Start::new(asked.start_topology()).unwrap();
    let judged = judge(&asked.prediction.unwrap(), read(typed).unwrap(), &start.topology, &start.answer);
    assert_eq!((judged.verdict, judged.slip), (verdict, slip), "{}", judged.sentence);
    assert!(judged.sentence.contains(words), "{}", judged.sentence);
}

#[test]
fn predictions_are_judged_and_slips_recognised() {
    // The numbers are the availabilities of the four parts, rounded as a learner would.
    check_judged("99.59", Verdict::Right, None, "exactly it is 99.590 %");
    check_judged("99.80 %", Verdict::TooHigh, Some(Slip::WeakestLink), "db, the weakest part");
    check_judged("0.99897", Verdict::TooHigh, Some(Slip::Average), "the average of lb, app, db and payment");
    check_judged("99.9886", Verdict::TooHigh, Some(Slip::OnePart), "lb alone is available 99.9886 %");
    check_judged("99,69", Verdict::TooHigh, Some(Slip::LeftOut), "without app or without payment");
    check_judged("0.41 %", Verdict::TooLow, Some(Slip::DownShare), "the share of time it is down");
    check_judged("98", Verdict::TooLow, None, "1.590 percentage points too low");
    check_judged("99.99", Verdict::TooHigh, Some(Slip::OnePart), "lb alone");
    check_judged("99.7", Verdict::TooHigh, None, "0.110 percentage points too high");
}

#[test]
fn what_is_no_availability_is_refused() {
    for text in ["", "%", "much", "-1", "1e2", "101", "100.1 %", "99.5.1", "NaN", "inf"] {
        assert!(read(text).is_err(), "{text}");
    }
    for (text, share) in [("100", 1.0), ("1", 1.0), ("0", 0.0), (" 50 % ", 0.5), ("1 %", 0.01), (".5", 0.5)] {
        assert_eq!(read(text), Ok(share), "{text}");
    }
}

#[test]
fn goals_say_how_things_stand() {
    let asked = exercise("b");
    let start = Start::new(asked.start_topology()).unwrap();
    let said: Vec<String> = asked.goals.iter().map(|goal| evaluate(goal, &start.situation()).says).collect();
    let expected = [
        "The availability is 99.590 %; 99.685 % is asked for.",
        "It costs as much as the start.",
        "Every part of the start is there and fails as before.",
        "app uses payment.",
        "The clients still need lb, app and db.",
        "The clients are down whenever payment is down.",
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_figure_says_in_words_what_it_shows() {
    let reference = topology_of(exercise("b").reference.topology);
    assert_eq!(figure::describe(&reference), "clients need lb; lb needs app; app needs db and softly payment.");
    let svg = figure::svg(&reference);
    assert!(svg.contains("stroke-dasharray") && svg.contains("99.800 %"), "{svg}");
}
