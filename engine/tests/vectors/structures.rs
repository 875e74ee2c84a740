//! Chains and alternatives of independent parts: the products that AWS and Azure print.

use serde_json::{Value, json};

use crate::{analysis, check_close, check_down, check_up, complement, components};

/// A row: its name, the availabilities of its parts, the exact answer, and what was printed, if anything was.
type Row<'a> = (&'a str, &'a [f64], f64, Option<f64>);

/// AWS Well-Architected, Reliability Pillar, "Availability"; Azure Architecture Center, "Business metrics".
const SERIES: [Row; 6] = [
    ("AWS RP: 3 x 99.99% hard deps", &[0.9999; 3], 0.9997000299990001, Some(0.9997)),
    ("Azure AAC: 99.95 x 99.99", &[0.9995, 0.9999], 0.9994000500000001, Some(0.9994)),
    ("3 x 99.9", &[0.999; 3], 0.997002999, Some(0.997)),
    ("5 deps 99.999 + none", &[0.99999; 5], 0.9999500009999903, None),
    ("10 x 99.9", &[0.999; 10], 0.9900448802097482, Some(0.99)),
    ("50 x 99.9", &[0.999; 50], 0.9512056281970315, Some(0.951)),
];

/// The same sources. Azure prints the formula of two regions as 1 − 0.9995²; its number is that of 1 − (1 − 0.9995)².
const PARALLEL: [Row; 5] = [
    ("AWS RP: 2 x 99.9%", &[0.999, 0.999], 0.999999, Some(0.999999)),
    ("Azure AAC: DB or queue 99.99 || 99.9", &[0.9999, 0.999], 0.9999999, Some(0.9999999)),
    ("Azure two regions 99.95", &[0.9995, 0.9995], 0.99999975, Some(0.99999975)),
    (FOUR_REGIONS, &[0.9995; 4], 0.9999999999999375, Some(0.99999999)),
    ("2 x 99%", &[0.99, 0.99], 0.9999, Some(0.9999)),
];

/// Azure prints 99.999999 % for four regions; it is 99.99999999999375 %, six more nines than printed.
const FOUR_REGIONS: &str = "Azure four regions 99.95";

const WEB_AND_DATABASE_OR_QUEUE: f64 = 0.9994999000500001;
const TWO_REGIONS_BEHIND_TRAFFIC_MANAGER: f64 = 0.999899750025;

pub fn groups() -> Vec<(&'static str, Value)> {
    let row = |(name, components, exact, published): &Row| {
        let mut row = json!({ "name": name, "components": components, "exact": exact });
        row["published_rounded"] = json!(published);
        row
    };
    let rows = |rows: &[Row]| -> Value { rows.iter().map(row).collect() };
    vec![
        ("series", rows(&SERIES)),
        ("parallel_independent", rows(&PARALLEL)),
        ("azure_webapp_and_db_or_queue", json!({ "exact": WEB_AND_DATABASE_OR_QUEUE, "published": "~99.95%" })),
        ("azure_two_regions_with_traffic_manager_9999", json!({ "exact": TWO_REGIONS_BEHIND_TRAFFIC_MANAGER })),
    ]
}

/// What was printed is the exact number to as many decimals.
#[track_caller]
fn check_printed(exact: f64, printed: f64) {
    let decimals = printed.to_string().len() - "0.".len();
    assert_eq!(format!("{exact:.decimals$}"), printed.to_string());
}

#[test]
fn hard_dependencies_multiply() {
    for (name, parts, exact, published) in SERIES {
        let series = |field: &dyn Fn(&f64) -> String| {
            let (document, names) = components(parts, field);
            analysis(&names, &document)
        };
        let answer = series(&|availability| format!(r#""availability": {availability}"#));
        check_up(&answer, exact);
        // The chance that any is down, without a difference of large numbers.
        let any = parts.iter().map(|a| complement(*a)).fold(0.0, |down, q| down + q - down * q);
        let answer_to_q = series(&|availability| format!(r#""unavailability": {}"#, complement(*availability)));
        check_down(&answer_to_q, any);
        assert_eq!(answer.single_points_of_failure.len(), parts.len(), "{name}");
        published.into_iter().for_each(|printed| check_printed(answer.availability, printed));
    }
}

#[test]
fn alternatives_multiply_what_is_left_over() {
    for (name, parts, exact, published) in PARALLEL {
        let pool = |field: &dyn Fn(&f64) -> String| {
            let (document, names) = components(parts, field);
            analysis(r#"["any"]"#, &format!(r#"{document}, "pools": [ {{ "id": "any", "members": {names} }} ]"#))
        };
        let answer = pool(&|availability| format!(r#""availability": {availability}"#));
        check_up(&answer, exact);
        let all = parts.iter().map(|a| complement(*a)).product();
        check_down(&answer, all);
        check_down(&pool(&|availability| format!(r#""unavailability": {}"#, complement(*availability))), all);
        assert_eq!(answer.cut_sets.len(), 1, "{name}");
        let printed = published.unwrap();
        if name == FOUR_REGIONS {
            check_close(1.0 - printed, 1e-8, 1e-7);
            check_close(answer.unavailability, 6.25e-14, 1e-12);
        } else {
            check_printed(answer.availability, printed);
        }
    }
}

#[test]
fn azures_mixed_examples() {
    // Web 99.95 % and (database 99.99 % or queue 99.9 %): about 99.95 %, printed so.
    let parts = r#""components": [ { "id": "web", "availability": 0.9995, "needs": ["store"] },
          { "id": "db", "availability": 0.9999 }, { "id": "queue", "availability": 0.999 } ],
        "pools": [ { "id": "store", "members": ["db", "queue"] } ]"#;
    let answer = analysis(r#"["web"]"#, parts);
    check_up(&answer, WEB_AND_DATABASE_OR_QUEUE);
    check_down(&answer, 5e-4 + 1e-7 - 5e-11);
    check_printed(answer.availability, 0.9995);
    // Two regions at 99.95 % behind a Traffic Manager at 99.99 %: the router is now what fails.
    let parts = r#""components": [ { "id": "router", "availability": 0.9999, "needs": ["regions"] },
          { "id": "a", "availability": 0.9995 }, { "id": "b", "availability": 0.9995 } ],
        "pools": [ { "id": "regions", "members": ["a", "b"] } ]"#;
    let answer = analysis(r#"["router"]"#, parts);
    check_up(&answer, TWO_REGIONS_BEHIND_TRAFFIC_MANAGER);
    check_down(&answer, 1e-4 + 2.5e-7 - 2.5e-11);
    assert_eq!(answer.single_points_of_failure, ["router"]);
    assert!(answer.importance[0].id == "router" && answer.importance[0].criticality > 0.99);
}
