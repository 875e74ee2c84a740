//! Browsers in which something is broken or missing: the saved state, storage, WebAssembly. Each time the page says so, keeps
//! what there is, and leaves a way on.

use nines_tests::browser::Profile;
use nines_tests::journey::{in_each_browser, in_each_browser_as};
use nines_tests::page::Page;
use nines_tests::pages::{Lesson, Sandbox};

use crate::documents::CHAIN;

#[track_caller]
fn store(page: &Page, key: &str, text: &str) {
    // From a page that stores nothing under the key itself.
    page.open("map/");
    page.script("localStorage.setItem(arguments[0], arguments[1])", &[key.into(), text.into()]);
}

#[test]
fn a_saved_state_that_cannot_be_read_is_kept_aside() {
    in_each_browser("corrupt-state", |page| {
        for broken in ["{\"saved_at\":1,\"docum", "null", r#"{"saved_at":1,"document":"{}"}"#] {
            store(page, "nines.document", broken);
            let sandbox = Sandbox::open(page);
            page.says("It is kept aside, and you start afresh.");
            page.find("button", "Save it as a file").click();
            assert_eq!(page.downloaded().1, broken);
            assert!(sandbox.parts().len() > 1, "there is something to start with");
        }
        store(page, "nines.lesson.chains-and-dependencies", "{\"version\":");
        let lesson = Lesson::open(page, "chains-and-dependencies");
        page.says("could not be read");
        lesson.predict("99.6");
        Sandbox::on(page).predicts("99.590 %");
    });
}

#[test]
fn full_storage_is_said_and_the_work_stays_on_the_screen() {
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }";
    let profile = Profile { before_every_page: Some(full), ..Profile::usual() };
    in_each_browser_as("storage-full", &profile, |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("chain.json", CHAIN);
        sandbox.predicts("99.689 %");
        page.says("storage is full");
        assert!(sandbox.export().contains("A chain"), "what cannot be saved can be exported");
        Lesson::open(page, "chains-and-dependencies").predict("99.6");
        Sandbox::on(page).predicts("99.590 %");
        page.says("storage is full");
    });
}

#[test]
fn forbidden_storage_is_said_and_everything_else_works() {
    let forbidden =
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })";
    let profile = Profile { before_every_page: Some(forbidden), ..Profile::usual() };
    in_each_browser_as("storage-forbidden", &profile, |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("chain.json", CHAIN);
        sandbox.predicts("99.689 %");
        page.says("does not let the page store anything");
        assert!(sandbox.export().contains("A chain"), "what cannot be saved can be exported");
        Lesson::open(page, "chains-and-dependencies").predict("99.6");
        Sandbox::on(page).predicts("99.590 %");
        page.says("does not let this page store anything");
        page.open("map/");
        page.find("link", "Chains and dependencies");
    });
}

#[test]
fn without_webassembly_the_text_is_there_and_the_page_says_what_is_not() {
    let profile = Profile { has_wasm: false, ..Profile::usual() };
    in_each_browser_as("no-wasm", &profile, |page| {
        for (path, heading) in
            [("learn/chains-and-dependencies/", "Chains and dependencies"), ("sandbox/", ""), ("", "")]
        {
            page.open(path);
            page.says("This browser does not run WebAssembly");
            page.says("You can read everything else on this page");
            if !heading.is_empty() {
                page.find("heading", heading);
                page.says("Hard and soft");
            }
            page.find("link", "Course");
        }
    });
}
