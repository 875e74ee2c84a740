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

/// A square of switches that all can fail, cabled to those beside them; the clients at one corner need the opposite one.
pub fn square(side: usize) -> String {
    let name = |x: usize, y: usize| format!("s{x}-{y}");
    let places: Vec<(usize, usize)> = (0..side * side).map(|at| (at % side, at / side)).collect();
    let switch =
        |(x, y): &(usize, usize)| json!({ "id": name(*x, *y), "kind": "switch", "mttf": "1000h", "mttr": "2h" });
    let beside = |(x, y): &(usize, usize)| {
        let near = [(x + 1, *y), (*x, y + 1)].into_iter().filter(|(x, y)| *x < side && *y < side);
        near.map(|(to_x, to_y)| json!({ "between": [name(*x, *y), name(to_x, to_y)], "mttf": "9y", "mttr": "4h" }))
            .collect::<Vec<_>>()
    };
    let mut cables: Vec<_> = places.iter().flat_map(beside).collect();
    cables.push(json!({ "between": ["clients", name(0, 0)] }));
    json!({
        "format": "nines-topology", "version": 1, "title": "A square", "slo": { "availability": 0.99, "window": "30d" },
        "clients": { "needs": [name(side - 1, side - 1)] },
        "components": places.iter().map(switch).collect::<Vec<_>>(), "cables": cables,
    })
    .to_string()
}

#[test]
fn a_network_too_wide_for_an_exact_answer_shows_its_bounds() {
    in_each_browser("bounds", |page| {
        let sandbox = Sandbox::open(page);
        let square = square(12);
        sandbox.import("square.json", &square);
        let (number, bounds) = oracle::bounds(&square);
        assert!(number.starts_with("≈ "), "{number}");
        sandbox.predicts(&number);
        page.says(&bounds);
        page.says("met, ");
        page.find("button", "2 findings").click();
        page.says("the unavailability lies between");
    });
}
