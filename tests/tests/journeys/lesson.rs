//! A lesson from its first line to both exercises done: read, predict, run, compare, build, and find all of it again.

use nines_tests::journey::in_each_browser;
use nines_tests::pages::{Lesson, Sandbox};

const CHAINS: &str = "chains-and-dependencies";
/// The exact answer of the shop with the payment service (the lesson's own text says so as well).
const WITH_PAYMENT: &str = "99.590 %";
const GOALS_B: [&str; 6] = ["availability", "cost", "servers", "in-use", "core", "survives"];

#[test]
fn a_learner_predicts_runs_compares_and_reaches_the_goals() {
    in_each_browser("lesson", |page| {
        let lesson = Lesson::open(page, CHAINS);
        page.find("heading", "Chains and dependencies");
        page.says("Parts that must all work form a chain");
        let readout = page.place("#predicted-availability");
        assert_eq!(readout.text(), "–", "the answer is not shown before a prediction");
        assert_eq!(page.find("button", "Play").attribute("aria-disabled"), "true", "and nothing runs");

        lesson.predict("9x.5");
        assert!(!page.place(".field-error").text().is_empty(), "a slip of the finger is told, not locked in");
        lesson.predict("99.60");
        page.says("You predicted 99.600 %. It is locked");
        page.until("the focus to be where the field was", || {
            let focused = page.script("return document.activeElement.textContent", &[]);
            focused.as_str().is_some_and(|text| text.starts_with("You predicted 99.600")).then_some(())
        });
        let sandbox = Sandbox::on(page);
        sandbox.predicts(WITH_PAYMENT);
        assert!(lesson.comparison("a").contains(WITH_PAYMENT), "{}", lesson.comparison("a"));
        lesson.reaches("a", &["within"]);
        page.find("button", "Run 10 years").click();
        lesson.reaches("a", &["within", "run"]);
        let comparison = lesson.comparison("a");
        assert!(comparison.contains("outages in 10 years"), "{comparison}");

        lesson.work_on("b");
        lesson.reaches("b", &["cost", "servers", "in-use", "core"]);
        sandbox.select("app");
        page.find("checkbox", "payment is needed softly").click();
        lesson.reaches("b", &GOALS_B);
        sandbox.predicts("99.689 %");

        page.until("the work to be saved", || {
            let stored = page.script("return localStorage.getItem('nines.lesson.chains-and-dependencies') ?? ''", &[]);
            stored.as_str().is_some_and(|text| text.contains("soft")).then_some(())
        });
        page.reload();
        let sandbox = Sandbox::on(page);
        sandbox.predicts("99.689 %");
        page.says("You predicted 99.600 %. It is locked");
        lesson.reaches("b", &GOALS_B);
        lesson.reaches("a", &["within", "run"]);
        page.find("img", "app needs payment, softly");

        page.open("map/");
        page.until("the map to show the lesson as done", || {
            let entry = page.place(&format!("#{CHAINS}")).text();
            entry.contains("done").then_some(())
        });
    });
}

#[test]
fn hints_the_solution_and_starting_over_are_there_on_request() {
    in_each_browser("hints", |page| {
        let lesson = Lesson::open(page, CHAINS);
        let b = lesson.exercise("b");
        lesson.work_on("b");
        assert!(!b.text().contains("Look at the arrow from app to payment"), "a hint that nobody asked for");
        b.find("button", "Next hint").click();
        page.says("Look at the arrow from app to payment");
        b.find("button", "Show the reference solution").click();
        b.find("button", "Show it").click();
        lesson.reaches("b", &GOALS_B);
        page.says("This is the reference solution, so the exercise does not count as done.");
        b.find("button", "Bring my own drawing back").click();
        lesson.reaches("b", &["cost", "servers", "in-use", "core"]);
        b.find("button", "Start over").click();
        page.says("Started over.");
        b.find("button", "Bring back what was there").click();
    });
}
