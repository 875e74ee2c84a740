//! One seeded run in the browser is the command line's, byte for byte.

use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::pages::Sandbox;

use crate::documents::{CHAIN, ZONES};

#[test]
fn a_seeded_run_equals_the_command_lines() {
    in_each_browser("trace", |page| {
        let sandbox = Sandbox::open(page);
        for (document, seed) in [(CHAIN, 20_260_801), (ZONES, 7)] {
            sandbox.import("document.json", document);
            sandbox.predicts(&oracle::percent(document));
            page.find("textbox", "Seed").fill(&seed.to_string());
            page.press("Enter");
            sandbox.live_100_years();
            sandbox.command("Show trace");
            let shown = page.find("dialog", "Trace").find("textbox", "Trace").property("value");
            page.press("Escape");
            let (shown, expected) = (shown.as_str().expect("a text"), oracle::trace(document, 100, seed));
            assert!(expected.lines().count() >= 100, "a run that says something: {expected}");
            assert_eq!(shown, expected, "seed {seed}");
        }
    });
}
