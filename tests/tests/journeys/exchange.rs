//! Documents out and in: as a file, and as a link in somebody else's browser.

use nines_tests::browser::Profile;
use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::page::Page;
use nines_tests::pages::Sandbox;

use crate::documents::{CHAIN, ZONES, meaning};

/// The link that the dialog of *Share* offers.
#[track_caller]
fn share(page: &Page, sandbox: Sandbox) -> String {
    sandbox.tool("Share");
    let link = page.find("dialog", "Share").find("textbox", "Link").property("value");
    page.press("Escape");
    page.until("the dialog to close", || (!page.has("dialog", "Share")).then_some(()));
    link.as_str().expect("a text").to_owned()
}

#[test]
fn a_file_is_imported_and_exported_without_loss() {
    in_each_browser("files", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("zones.json", ZONES);
        sandbox.predicts(&oracle::percent(ZONES));
        sandbox.tool("Export");
        let (name, text) = page.downloaded();
        assert_eq!(name, "zones-b-bold-b-names.nines.json");
        assert_eq!(meaning(&text), meaning(ZONES));
        assert!(sandbox.can("Undo"), "opening a file can be taken back");
    });
}

#[test]
fn a_link_shows_the_same_system_in_another_browser() {
    in_each_browser("link", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("zones.json", ZONES);
        sandbox.predicts(&oracle::percent(ZONES));
        let link = share(page, sandbox);
        assert!(link.starts_with(&page.site.url("sandbox/#t=1.")), "{link}");

        let other = Page::start(page.browser, &Profile::usual(), page.site.clone());
        other.go(&link);
        let theirs = Sandbox::on(&other);
        theirs.predicts(&oracle::percent(ZONES));
        assert_eq!(meaning(&theirs.export()), meaning(ZONES));
        assert_eq!(other.complaints(), [""; 0]);
    });
}

#[test]
fn a_link_leaves_ones_own_work_alone() {
    in_each_browser("link-own", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("zones.json", ZONES);
        sandbox.predicts(&oracle::percent(ZONES));
        let link = share(page, sandbox);
        sandbox.import("chain.json", CHAIN);
        sandbox.predicts("99.689 %");
        page.until("the chain to be saved", || {
            let stored = page.script("return localStorage.getItem('nines.document') ?? ''", &[]);
            stored.as_str().is_some_and(|text| text.contains("A chain")).then_some(())
        });

        page.open("map/");
        page.go(&link);
        let sandbox = Sandbox::on(page);
        sandbox.predicts(&oracle::percent(ZONES));
        page.says("Your own work is kept.");
        page.find("button", "Back to mine").click();
        sandbox.predicts("99.689 %");
        page.reload();
        let sandbox = Sandbox::on(page);
        sandbox.predicts("99.689 %");
        assert_eq!(meaning(&sandbox.export()), meaning(CHAIN));
    });
}
