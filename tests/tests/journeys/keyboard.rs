//! The keyboard alone: no mouse is touched from the first key to the last.

use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::page::Page;
use nines_tests::pages::Sandbox;

/// Goes on with Tab until something has the focus, as a person does who cannot see how far it is.
#[track_caller]
fn tab_to(page: &Page, role: &str, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..80 {
        page.press("Tab");
        let here = (page.focused().role(), page.focused().name());
        if (here.0.as_str(), here.1.as_str()) == (role, name) {
            return;
        }
        passed.push(here);
    }
    panic!("80 times Tab do not lead to {name:?}, but past {passed:?}");
}

#[track_caller]
fn add(page: &Page, kind: &str) {
    page.press("n");
    page.find("combobox", "Add a part");
    page.type_text(kind);
    page.press("Enter");
    page.until("the dialog to close", || (!page.has("combobox", "Add a part")).then_some(()));
    page.until("the focus to come back", || (page.focused().role() == "application").then_some(()));
}

#[test]
fn a_system_is_built_broken_and_repaired_by_keys() {
    in_each_browser("keyboard", |page| {
        let sandbox = Sandbox::open(page);
        tab_to(page, "button", "New");
        page.press("Enter");
        page.until("an empty system", || (sandbox.parts() == ["clients"]).then_some(()));
        tab_to(page, "application", "System");
        page.press("Home");
        page.press("Enter");
        for kind in ["Load balancer", "Server", "Database"] {
            add(page, kind);
        }
        sandbox.predicts("99.689 %");

        // A second need, drawn from part to part by keys.
        page.press("Home");
        page.press("Enter");
        page.press("c");
        page.type_text("server");
        page.press("Enter");
        page.find("img", "clients needs server-1");
        let document = sandbox.export_by_keys(page);
        sandbox.predicts(&oracle::percent(&document));

        page.press("/");
        page.find("combobox", "Go to a part");
        page.type_text("server");
        page.press("Enter");
        page.until("the focus to come back", || (page.focused().role() == "application").then_some(()));
        page.press("f");
        sandbox.becomes("server-1", "failed");
        sandbox.becomes("clients", "blocked");
        page.press("f");
        sandbox.becomes("clients", "up");

        page.press("r");
        let predicted = sandbox.predicted();
        page.until("the answer to be read aloud", || {
            let said = page.script("return document.querySelector('#said').textContent + document.querySelector('#said-at-once').textContent", &[]);
            said.as_str().is_some_and(|said| said.contains(&predicted)).then_some(())
        });
        page.press("Ctrl+z");
        page.until("the need to go", || (!page.has("img", "clients needs server-1")).then_some(()));
    });
}

/// What only someone without a mouse does.
trait ByKeys {
    fn export_by_keys(self, page: &Page) -> String;
}

impl ByKeys for Sandbox<'_> {
    #[track_caller]
    fn export_by_keys(self, page: &Page) -> String {
        page.press("Ctrl+k");
        page.find("combobox", "Commands");
        page.type_text("export as a file");
        page.press("Enter");
        page.until("the focus to come back", || (page.focused().role() == "application").then_some(()));
        page.downloaded().1
    }
}
