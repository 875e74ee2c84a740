//! Building, breaking and repairing with the mouse, and finding everything again.

use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::page::Page;
use nines_tests::pages::Sandbox;

use crate::documents::meaning;

/// Presses a button of the tools as often as it can do something, and says how often that was.
#[track_caller]
fn press_while_possible(sandbox: Sandbox, tool: &str) -> usize {
    let mut count = 0;
    while sandbox.can(tool) {
        sandbox.tool(tool);
        count += 1;
        assert!(count < 100, "{tool} has no end");
    }
    count
}

#[track_caller]
fn build_chain(page: &Page, sandbox: Sandbox) {
    sandbox.tool("New");
    page.until("an empty system", || (sandbox.parts() == ["clients"]).then_some(()));
    sandbox.click_in("Load balancer", sandbox.spot(0.45, 0.3));
    sandbox.drag_in("Server", sandbox.spot(0.65, 0.5));
    sandbox.drag_in("Database", sandbox.spot(0.85, 0.7));
    page.until("four parts", || (sandbox.parts() == ["clients", "lb-1", "server-1", "db-1"]).then_some(()));
    sandbox.connect("clients", "lb-1");
    sandbox.connect("lb-1", "server-1");
    sandbox.connect("server-1", "db-1");
}

#[test]
fn a_chain_is_built_undone_redone_and_found_again() {
    in_each_browser("build", |page| {
        let sandbox = Sandbox::open(page);
        let first = sandbox.export();
        sandbox.predicts(&oracle::percent(&first));
        build_chain(page, sandbox);
        sandbox.predicts("99.689 %");
        let built = sandbox.export();
        assert_eq!(oracle::percent(&built), "99.689 %");

        let steps = press_while_possible(sandbox, "Undo");
        assert!(steps >= 7, "New, three parts and three needs are {steps} steps");
        assert_eq!(oracle::plain(&sandbox.export()), oracle::plain(&first));
        assert_eq!(press_while_possible(sandbox, "Redo"), steps);
        assert_eq!(oracle::plain(&sandbox.export()), oracle::plain(&built));

        page.reload();
        let sandbox = Sandbox::on(page);
        sandbox.predicts("99.689 %");
        assert_eq!(oracle::plain(&sandbox.export()), oracle::plain(&built));
    });
}

#[test]
fn a_broken_part_takes_down_what_needs_it_and_the_number_falls() {
    in_each_browser("break", |page| {
        let sandbox = Sandbox::open(page);
        build_chain(page, sandbox);
        page.find("combobox", "Speed").choose("1 day/s");
        page.find("button", "Play").click();
        page.until("a measurement", || sandbox.measured());
        sandbox.select("server-1");
        page.find("button", "Fail server-1").click();
        sandbox.becomes("server-1", "failed");
        for needs_it in ["lb-1", "clients"] {
            sandbox.becomes(needs_it, "blocked");
        }
        assert_eq!(sandbox.state("db-1"), "up", "what is needed by the failed part works");
        assert!(page.place("#cause").text().contains("server-1"), "the run bar names the cause");
        let before = sandbox.measured().expect("measured already");
        page.until("a lower measurement", || sandbox.measured().filter(|now| *now < before - 1.0));
        sandbox.predicts("99.689 %");

        page.find("button", "Repair server-1").click();
        for part in ["server-1", "lb-1", "clients"] {
            sandbox.becomes(part, "up");
        }
        let lowest = sandbox.measured().expect("measured already");
        page.until("a higher measurement", || sandbox.measured().filter(|now| *now > lowest));
        page.find("button", "Pause").click();
        page.says("by hand");
    });
}

#[test]
fn a_click_breaks_and_repairs_in_break_mode_and_a_zone_takes_its_parts_along() {
    in_each_browser("break-mode", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("zones.json", crate::documents::ZONES);
        sandbox.predicts(&oracle::percent(crate::documents::ZONES));
        page.place("label:has([name=mode]:not(:checked))").click();
        page.click_at(sandbox.middle("store"));
        sandbox.becomes("clients", "blocked");
        page.click_at(sandbox.middle("store"));
        sandbox.becomes("clients", "up");
        page.click_at(sandbox.middle("hints"));
        sandbox.becomes("clients", "degraded");
        page.click_at(sandbox.middle("hints"));
        for (zone, lost) in [("zone-a", "front-1"), ("zone-b", "front-2")] {
            page.click_at(page.place(&format!("[data-part={zone:?}] .frame-tab")).middle());
            sandbox.becomes(lost, "blocked");
        }
        sandbox.becomes("clients", "blocked");
        assert_eq!(
            meaning(&sandbox.export()),
            meaning(crate::documents::ZONES),
            "failures are no part of the document"
        );
    });
}
