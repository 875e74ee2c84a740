//! Values printed by others, and closed forms: the same numbers from the diagram. Known misprints are here too, with
//! the right value and what was printed.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format::read;

/// An analysis of these parts, the clients needing `needs`.
fn analysis(needs: &str, parts: &str) -> Analysis {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": {needs} }}, {parts} }}"#);
    let read = read(&text);
    let topology = read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    analyze(&topology, &AnalyzeOptions::standard()).unwrap()
}

/// `count` components of this availability, called c0, c1, …, and a list of their names.
fn equal(count: usize, availability: f64) -> (String, String) {
    let parts: Vec<String> =
        (0..count).map(|i| format!(r#"{{ "id": "c{i}", "availability": {availability} }}"#)).collect();
    let names: Vec<String> = (0..count).map(|i| format!(r#""c{i}""#)).collect();
    (format!(r#""components": [{}]"#, parts.join(", ")), format!("[{}]", names.join(", ")))
}

fn series(availabilities: &[f64]) -> Analysis {
    let part = |(i, a): (usize, &f64)| format!(r#"{{ "id": "s{i}", "availability": {a} }}"#);
    let parts: Vec<String> = availabilities.iter().enumerate().map(part).collect();
    let names: Vec<String> = (0..availabilities.len()).map(|i| format!(r#""s{i}""#)).collect();
    analysis(&format!("[{}]", names.join(", ")), &format!(r#""components": [{}]"#, parts.join(", ")))
}

fn k_of_n(k: usize, n: usize, availability: f64, beta: f64) -> Analysis {
    let (parts, names) = equal(n, availability);
    analysis(
        r#"["pool"]"#,
        &format!(
            r#"{parts}, "pools": [ {{ "id": "pool", "members": {names}, "required": {k}, "common_cause": {beta} }} ]"#
        ),
    )
}

#[track_caller]
fn check(analysis: &Analysis, availability: f64) {
    assert!((analysis.availability - availability).abs() < 1e-14, "{} is not {availability}", analysis.availability);
}

/// The unavailability to 11 digits of itself: what an availability near 1 could not hold.
#[track_caller]
fn check_down(analysis: &Analysis, unavailability: f64) {
    let error = (analysis.unavailability - unavailability).abs() / unavailability;
    assert!(error < 1e-11, "{} is not {unavailability}", analysis.unavailability);
}

#[test]
fn mean_times_give_the_share() {
    // Treynor, Dahlin, Rau, Beyer: The Calculus of Service Availability, ACM Queue 15(2), 2017.
    for (mttf, mttr, a) in
        [("1000h", "1h", 0.999000999000999), ("1000h", "6m", 0.9999000099990001), ("8760h", "4h", 0.9995435874030123)]
    {
        let parts = format!(r#""components": [ {{ "id": "c", "mttf": "{mttf}", "mttr": "{mttr}" }} ]"#);
        let analysis = analysis(r#"["c"]"#, &parts);
        check(&analysis, a);
        let hours = |text: &str| nines_engine::units::Duration::parse(text).unwrap().hours();
        let cycle = hours(mttf) + hours(mttr);
        assert!((analysis.outages_per_year.unwrap() - 8760.0 / cycle).abs() < 1e-9);
        assert!((analysis.mean_outage_minutes.unwrap() - hours(mttr) * 60.0).abs() < 1e-6);
    }
}

#[test]
fn hard_dependencies_multiply() {
    // AWS Well-Architected, Reliability Pillar, "Availability": 99.99 % with two hard dependencies at 99.99 % is 99.97 %.
    check(&series(&[0.9999, 0.9999, 0.9999]), 0.9997000299990001);
    // Azure Architecture Center, "Business metrics": App Service 99.95 % and SQL 99.99 % is 99.94 %.
    check(&series(&[0.9995, 0.9999]), 0.9994000500000001);
    check(&series(&[0.999; 10]), 0.9900448802097482);
    check(&series(&[0.999; 50]), 0.9512056281970315);
}

#[test]
fn redundancy_multiplies_unavailability() {
    // AWS Reliability Pillar: two independent at 99.9 % are 99.9999 %.
    check_down(&k_of_n(1, 2, 0.999, 0.0), (1.0 - 0.999_f64).powi(2));
    // Azure: two regions at 99.95 % are 99.999975 %. The page prints the formula as 1 − 0.9995²; the number is right.
    check_down(&k_of_n(1, 2, 0.9995, 0.0), (1.0 - 0.9995_f64).powi(2));
    // Azure prints 99.999999 % for four regions; it is 99.99999999999375 %.
    check_down(&k_of_n(1, 4, 0.9995, 0.0), (1.0 - 0.9995_f64).powi(4));
    check(&k_of_n(1, 4, 0.9995, 0.0), 0.9999999999999375);
}

#[test]
fn a_web_tier_over_a_database_or_a_queue() {
    // Azure Architecture Center: web 99.95 % and (database 99.99 % or queue 99.9 %) is about 99.95 %.
    let parts = r#""components": [ { "id": "web", "availability": 0.9995, "needs": ["store"] },
        { "id": "db", "availability": 0.9999 }, { "id": "queue", "availability": 0.999 } ],
      "pools": [ { "id": "store", "members": ["db", "queue"] } ]"#;
    check(&analysis(r#"["web"]"#, parts), 0.9994999000500001);
}

#[test]
fn k_of_n_is_the_binomial_tail() {
    let cases = [
        (2, 3, 0.99, 0.9997020000000001),
        (3, 5, 0.99, 0.9999901494),
        (2, 2, 0.99, 0.9801),
        (3, 4, 0.99, 0.99940797),
        (4, 5, 0.99, 0.9990198504),
        (2, 3, 0.999, 0.999997002),
        (9, 10, 0.99, 0.9957337997571686),
        (10, 12, 0.99, 0.9997943839222334),
    ];
    for (k, n, a, expected) in cases {
        check(&k_of_n(k, n, a, 0.0), expected);
    }
}

#[test]
fn large_pools_are_counted_and_not_listed() {
    // C(60, 11): that many sets of eleven of sixty must fail for fewer than fifty to be left.
    let analysis = k_of_n(50, 60, 0.99, 0.0);
    assert_eq!(analysis.cut_sets_count, Some(342_700_125_300.0));
    assert_eq!(analysis.cut_sets.len(), 50);
    assert!(analysis.cut_sets.iter().all(|cut| cut.members.len() == 11));
    let log_choose = |n: u32, k: u32| (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product::<f64>();
    let tail: f64 = (11..=60).map(|j| log_choose(60, j) * 0.01_f64.powi(j as i32) * 0.99_f64.powi(60 - j as i32)).sum();
    let error = (analysis.unavailability - tail).abs() / tail;
    assert!(error < 1e-9, "{} is not {tail}", analysis.unavailability);
}

#[test]
fn a_common_cause_caps_what_redundancy_gives() {
    // 1 − (1 − βq)(1 − ((1−β)q)²), as printed to four digits in IEC 61508-6 style tables; q = 0.1 %.
    let cases = [
        (0.01, 1.0980090198953185e-05),
        (0.02, 2.0960380792023336e-05),
        (0.05, 5.090245487493483e-05),
        (0.1, 0.00010080991899996672),
    ];
    for (beta, expected) in cases {
        let analysis = k_of_n(1, 2, 0.999, beta);
        // The expected values were made as 1 − A, so they have 12 digits after the point and no more.
        assert!((analysis.unavailability - expected).abs() < 1e-15, "β = {beta}: {}", analysis.unavailability);
    }
    // 2-of-3 at β = 5 %: printed as about 5.3e-5 (a claimed 1000-fold gain becomes 19-fold).
    assert!((k_of_n(2, 3, 0.999, 0.05).unavailability - 5.270564996073812e-05).abs() < 1e-15);
    // The third replica buys nothing once the common cause dominates.
    assert!((k_of_n(1, 3, 0.999, 0.05).unavailability - 5.00008573320887e-05).abs() < 1e-15);
}

#[test]
fn nine_nines_keep_their_digits() {
    let parts = r#""components": [ { "id": "a", "unavailability": 1.25e-10 }, { "id": "b", "unavailability": 1.6e-10 } ],
        "pools": [ { "id": "p", "members": ["a", "b"] } ]"#;
    check_down(&analysis(r#"["p"]"#, parts), 2e-20);
    check_down(&analysis(r#"["a", "b"]"#, parts), 1.25e-10 + 1.6e-10 - 2e-20);
}

#[test]
fn the_teaching_chain_has_its_numbers() {
    // Load balancer 8760 h / 1 h, server 1000 h / 1 h, database 2000 h / 4 h, and a payment API at 99.9 %.
    let parts = |payment: &str| {
        format!(
            r#""components": [ {{ "id": "lb", "mttf": "8760h", "mttr": "1h", "needs": ["app"] }},
            {{ "id": "app", "mttf": "1000h", "mttr": "1h", "needs": ["db", {payment}] }},
            {{ "id": "db", "mttf": "2000h", "mttr": "4h" }}, {{ "id": "payment", "availability": 0.999 }} ]"#
        )
    };
    let product = 8760.0 / 8761.0 * (1000.0 / 1001.0) * (2000.0 / 2004.0);
    check(&analysis(r#"["lb"]"#, &parts(r#""payment""#)), product * 0.999);
    let soft = analysis(r#"["lb"]"#, &parts(r#"{ "to": "payment", "soft": true }"#));
    check(&soft, product);
    assert!((soft.degraded_minutes_per_year.unwrap() - product * 0.001 * 525_600.0).abs() < 1e-6);
}

#[test]
fn capacity_that_is_left_serves_its_share() {
    // Two of two needed, 99 % each: one left (1.98 %) serves half.
    let analysis = k_of_n(2, 2, 0.99, 0.0);
    assert!((analysis.served_fraction.unwrap() - (0.9801 + 0.5 * 0.0198)).abs() < 1e-12);
}

#[test]
fn what_is_approximated_is_called_approximate() {
    // A member that is used outside the pool as well is taken as independent of it there.
    let parts = r#""components": [ { "id": "a", "availability": 0.99 }, { "id": "b", "availability": 0.99 } ],
        "pools": [ { "id": "p", "members": ["a", "b"], "repair_crews": 1 } ]"#;
    let both = analysis(r#"["p", "a"]"#, parts);
    assert_eq!(both.method, nines_engine::availability::Method::Approximate);
    assert!(both.diagnostics.iter().any(|d| d.code == "N105" && d.subject == "p"));
    assert_eq!(analysis(r#"["p"]"#, parts).method, nines_engine::availability::Method::Exact);
}

#[test]
fn a_structure_past_the_limit_is_bounded_and_said() {
    let (parts, names) = equal(30, 0.99);
    let text = format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p"] }}, {parts},
        "pools": [ {{ "id": "p", "members": {names}, "required": 15 }} ] }}"#
    );
    let topology = read(&text).topology.unwrap();
    let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap().unavailability;
    let answer = analyze(&topology, &AnalyzeOptions { cut_sets_max: 5, nodes_max: 100 }).unwrap();
    let (least, most) = answer.unavailability_bounds.unwrap();
    assert!(least <= exact && exact <= most && most <= 1.0, "{least} {exact} {most}");
    assert_eq!(answer.method, nines_engine::availability::Method::Approximate);
    assert!(answer.diagnostics.iter().any(|d| d.code == "N103"));
}

#[test]
fn an_empty_system_has_no_negative_zeros() {
    let analysis = analysis("[]", r#""components": [ { "id": "a" } ]"#);
    assert!(analysis.cost.is_sign_positive() && analysis.outages_per_year.unwrap().is_sign_positive());
    assert_eq!((analysis.availability, analysis.unavailability), (1.0, 0.0));
}
