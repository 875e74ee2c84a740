//! Every check bites: a small course without a fault, broken in one place, gives the finding that names it.
//! The course is `fixture.txt`.

use crate::findings;
use crate::source::{self, Files};

const FIXTURE: &str = include_str!("fixture.txt");

fn files(text: &str) -> Files {
    let parts = text.split("\n== ").skip(1);
    parts
        .filter_map(|part| part.split_once('\n'))
        .map(|(path, text)| (path.to_string(), text.to_string() + "\n"))
        .collect()
}

fn said_of(text: &str) -> Vec<String> {
    match source::read(&files(text)) {
        Ok(content) => findings(&content).into_iter().map(|f| format!("{}: {}", f.place, f.says)).collect(),
        Err(error) => vec![error],
    }
}

/// Replaces one passage, which must be there once, and expects a finding with these words.
#[track_caller]
fn check(passage: &str, by: &str, expected: &str) {
    assert_eq!(FIXTURE.matches(passage).count(), 1, "the passage to break: {passage}");
    let said = said_of(&FIXTURE.replace(passage, by));
    assert!(said.iter().any(|finding| finding.contains(expected)), "expected \"{expected}\", found {said:#?}");
}

#[test]
fn the_fixture_has_no_fault() {
    assert_eq!(said_of(FIXTURE), Vec::<String>::new());
}

#[test]
fn numbers() {
    let marked = "[99.800 %](num:a.start.availability)";
    check(marked, "99.800 %", "\"99.800 %\" is not marked");
    check(marked, "99.8%", "\"99.8 %\" is not marked");
    check(marked, "[99.801 %](num:a.start.availability)", "the text says \"99.801 %\", and it is 99.800 %");
    check(marked, "[100 %](num:a.start.availability)", "the text says \"100 %\"");
    check(marked, "[99.8 h](num:a.start.availability)", "the text says \"99.8 h\"");
    check(marked, "[99.800 %](num:a.end.availability)", "no document is called a.end");
    check(marked, "[99.800 %](num:a.start.beauty)", "a system has no beauty");
    check(marked, "[99.800 %](num:percent(0.999*0.998))", "and it is 99.700 %");
    check(marked, "[99.800 %](num:percent(0.999*))", "no number is called");
    check("[17 h 31 min](num:a.start.downtime)", "17 h 31 min", "\"17 h\" is not marked");
    check("Reach [99.85 %](num:a.goal.enough).", "Reach [99.86 %](num:a.goal.enough).", "and it is 99.850 %");
    check("\"back\": \"D\"", "\"back\": \"99.95 %\"", "\"99.95 %\" is not marked");
    check("- Multiply.", "- Reach 99.9 %.", "\"99.9 %\" is not marked");
    check("Parts that must all work.", "Parts at 99.9 %.", "glossary, chain: \"99.9 %\" is not marked");
}

#[test]
fn exercises() {
    check("\"availability_at_least\": 0.9985", "\"availability_at_least\": 0.99", "the start reaches every goal");
    check("\"availability_at_least\": 0.9985", "\"availability_at_least\": 0.9999", "the reference misses enough");
    check("\"fails\": \"enough\"", "\"fails\": \"cost\"", "the mistake is said to miss cost, and misses [\"enough\"]");
    let soft = "{ \"needs\": [\"x\", \"y\"] }";
    check(
        soft,
        "{ \"needs\": [\"x\", { \"to\": \"y\", \"soft\": true }] }",
        "the mistake is said to miss enough, and misses []",
    );
    check(soft, "{ \"needs\": [\"z\"] }", "mistake.json: N012");
    check("\"explanation\": \"So it goes.\"", "\"explanation\": \"\"", "it has no explanation");
    check("\"One.\", \"Two.\"", "\"One.\", \"One.\"", "a hint is given twice");
    check("\"One.\", \"Two.\"", "\"One.\"", "fewer than two hints");
}

#[test]
fn predictions() {
    let prediction = |within: &str| {
        format!(
            "\"prediction\": {{ \"question\": \"Q\", \"within_pp\": {within}, \"right\": \"R\", \"too_high\": \"H\", \
             \"too_low\": \"L\" }}, \"hints\": [ \"One.\","
        )
    };
    check("\"hints\": [ \"One.\",", &prediction("0.2"), "WeakestLink counts as a right prediction");
    check("\"hints\": [ \"One.\",", &prediction("0.01"), "no goal asks for the prediction");
    check("```sandbox a\n```", "```prediction a\n```\n\n```sandbox a\n```", "no exercise a asks for a prediction");
}

#[test]
fn words() {
    check("it gets better", "it gets a spare", "\"spare\" is used without a link");
    check("[chain](term:chain)", "chain", "chain is introduced here and never linked");
    check("Two parts make a", "A chain: two parts make a", "\"chain\" is used before it is linked");
    check("[chain](term:chain)", "[chain](term:chane)", "the glossary has no chane");
    check("it gets better", "it gets a [spare](term:spare)", "\"spare\" is introduced only in L02");
    check("  - chain\n", "  - spare\n", "the glossary does not say that spare comes from here");
}

#[test]
fn structure() {
    check("minutes: 10\n", "", "the field minutes is missing");
    check("minutes: 10\n", "minutes: soon\n", "minutes: soon is not from 5 to 90");
    check("### Deeper", "#### Deeper", "the heading \"Deeper\" of level 4 follows level 2");
    check("### Deeper", "## First", "two headings are \"first\"");
    check("(lesson:later)", "(lesson:never)", "no lesson is called never");
    check("(fact:book)", "(fact:rumour)", "rumour is not among the lesson's sources");
    check("(fact:book)", "(ftp:book)", "no link begins with ftp:");
    check("\"status\": \"to_come\"", "\"status\": \"ready\"", "later: the map and the folders do not agree");
    check("\"label\": \"L02\"", "\"label\": \"L03\"", "L03 is the lesson number 2");
    check("title: Two parts\n", "title: Three parts\n", "not that of the course map");
    check("```sandbox a\n```", "```sandbox b\n```", "the text shows the exercises [\"b\"]");
    check("```sandbox a\n```", "```figure a.end\nNo.\n```\n\n```sandbox a\n```", "the figure a.end does not exist");
    check("```sandbox a\n```", "```callout loud Hear\nNo.\n```\n\n```sandbox a\n```", "no callout is a loud");
    check("- [ ] That. :: Not.", "- [x] That. :: Not.", "the check one has not exactly one right choice");
    check("```explain why\nWhy?\n---\nBecause.\n```", "Why?", "nothing is asked to be explained");
    check(
        "{ \"id\": \"3\", \"front\": \"E\", \"back\": \"F\" }",
        "{ \"id\": \"2\", \"front\": \"E\", \"back\": \"F\" }",
        "card two/2 is there twice",
    );
}

#[test]
fn identity() {
    check("goal two/a/enough\n", "", "goal two/a/enough is new");
    check("card two/3\n", "card two/3\ncard two/4\n", "card two/4 is gone: ids never change");
}
