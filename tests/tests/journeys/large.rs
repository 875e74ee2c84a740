//! Work too large to be done between two frames: the web worker does it, and its answers are the engine's.

use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::pages::Sandbox;
use serde_json::json;

/// So many pools in a row, each of two servers.
fn row_of_pools(count: usize) -> String {
    let pool = |i: usize| format!("tier-{i}");
    let server =
        |i: usize, copy: &str| json!({ "id": format!("s{i}{copy}"), "kind": "server", "mttf": "1000h", "mttr": "2h" });
    let needs = |i: usize| if i + 1 < count { vec![pool(i + 1)] } else { Vec::new() };
    let components: Vec<_> = (0..count).flat_map(|i| [server(i, "a"), server(i, "b")]).collect();
    let pools: Vec<_> = (0..count)
        .map(|i| json!({ "id": pool(i), "members": [format!("s{i}a"), format!("s{i}b")], "common_cause": 0.01, "needs": needs(i) }))
        .collect();
    json!({
        "format": "nines-topology", "version": 1, "title": "A long row",
        "clients": { "needs": [pool(0)] }, "components": components, "pools": pools,
    })
    .to_string()
}

#[test]
fn a_large_system_is_answered_by_the_worker() {
    in_each_browser("large", |page| {
        let sandbox = Sandbox::open(page);
        let large = row_of_pools(100);
        sandbox.import("large.json", &large);
        sandbox.predicts(&oracle::percent(&large));
        // And a small one after it is not answered with the large one's number.
        sandbox.import("chain.json", crate::documents::CHAIN);
        sandbox.predicts("99.689 %");
    });
}

#[test]
fn a_thousand_separate_years_are_measured_in_the_background() {
    in_each_browser("years", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("zones.json", crate::documents::ZONES);
        sandbox.predicts(&oracle::percent(crate::documents::ZONES));
        page.find("button", "Measure 1000 separate years").click();
        let expected = oracle::measured_percent(crate::documents::ZONES, 1000, 1);
        page.says(&format!("1000 separate years: {expected}"));
    });
}
