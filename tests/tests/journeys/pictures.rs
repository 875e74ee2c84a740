//! Pictures of the main screens, for people to look at, and for the README. What a program can see is checked on the way: nothing is wider
//! than the window, and the page is in the colours that were asked for.

use nines_tests::browser::{Browser, Profile};
use nines_tests::journey::{browsers, in_browser};
use nines_tests::page::Page;
use nines_tests::pages::{Lesson, Sandbox};
use nines_tests::settings;
use nines_tests::site::Site;

#[track_caller]
fn picture(page: &Page, name: &str) {
    page.screenshot(name);
    let widths = page.script("return [document.documentElement.scrollWidth, innerWidth]", &[]);
    assert!(widths[0].as_u64() <= widths[1].as_u64(), "{name} is wider than the window: {widths}");
}

#[track_caller]
fn is_dark(page: &Page) -> bool {
    let script = "const colour = getComputedStyle(document.documentElement).backgroundColor;
        return colour.match(/\\d+/g).slice(0, 3).map(Number)";
    let paper = page.script(script, &[]);
    paper.as_array().expect("a colour").iter().filter_map(|part| part.as_u64()).sum::<u64>() < 3 * 128
}

/// One browser is enough for pictures; how each behaves is the other journeys' matter.
#[test]
fn the_main_screens_fit_their_windows() {
    let sizes = [("desktop", (1440, 900)), ("phone", (390, 844))];
    let wanted = browsers().contains(&Browser::Chromium);
    for (size_name, size) in sizes.into_iter().filter(|_| wanted) {
        for (colours, dark) in [("light", false), ("dark", true)] {
            let profile = Profile { size, is_dark: dark, ..Profile::usual() };
            let name = |screen: &str| format!("{screen}-{size_name}-{colours}");
            in_browser(
                &name("pictures"),
                Browser::Chromium,
                &profile,
                || Site::serve(settings::dist()),
                &|page: &Page| {
                    take(page, dark, &name);
                },
            );
        }
    }
}

fn take(page: &Page, dark: bool, name: &impl Fn(&str) -> String) {
    page.open("");
    page.find("button", "Break it").click();
    page.says("You broke");
    let number = page.place("#front-availability");
    page.until("the number to fall", || (number.text() != "100 %").then_some(()));
    assert_eq!(is_dark(page), dark);
    picture(page, &name("front"));

    page.open("map/");
    picture(page, &name("map"));

    Lesson::open(page, "chains-and-dependencies").predict("99.6");
    Sandbox::on(page).predicts("99.590 %");
    page.find("button", "Run 10 years").click();
    page.says("outages in 10 years");
    picture(page, &name("lesson-compared"));
    page.script("scrollTo(0, 0)", &[]);
    picture(page, &name("lesson"));

    let sandbox = Sandbox::open(page);
    sandbox.command("Live 100 years");
    page.until("the end of 100 years", || (sandbox.now() == "100 years").then_some(()));
    page.find("combobox", "Speed").choose("30 days/s");
    page.find("button", "Play").click();
    page.click_at(sandbox.middle("db"));
    page.until("a button that fails it", || page.has("button", "Fail").then_some(()));
    page.place("#fail-or-repair").click();
    sandbox.becomes("clients", "blocked");
    picture(page, &name("sandbox"));

    sandbox.import("square.json", &crate::large::square(12));
    page.until("bounds", || sandbox.predicted().starts_with('≈').then_some(()));
    picture(page, &name("bounds"));
}
