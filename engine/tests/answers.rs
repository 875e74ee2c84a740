//! Small documents with closed forms, and what is said where an answer is not exact. Values that others printed are in
//! `published.rs`, the course's table of reference values is in `vectors/`.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze, analyze_quickly};
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

fn k_of_n(k: usize, n: usize, availability: f64) -> Analysis {
    let (parts, names) = equal(n, availability);
    analysis(
        r#"["pool"]"#,
        &format!(r#"{parts}, "pools": [ {{ "id": "pool", "members": {names}, "required": {k} }} ]"#),
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
fn large_pools_are_counted_and_not_listed() {
    // C(60, 11): that many sets of eleven of sixty must fail for fewer than fifty to be left.
    let analysis = k_of_n(50, 60, 0.99);
    assert_eq!(analysis.cut_sets_count, Some(342_700_125_300.0));
    assert_eq!(analysis.cut_sets.len(), 50);
    assert!(analysis.cut_sets.iter().all(|cut| cut.members.len() == 11));
    let log_choose = |n: u32, k: u32| (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product::<f64>();
    let tail: f64 = (11..=60).map(|j| log_choose(60, j) * 0.01_f64.powi(j as i32) * 0.99_f64.powi(60 - j as i32)).sum();
    let error = (analysis.unavailability - tail).abs() / tail;
    assert!(error < 1e-9, "{} is not {tail}", analysis.unavailability);
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
    let analysis = k_of_n(2, 2, 0.99);
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

/// Who does not want to wait gets the same, or is told to wait elsewhere: also where only the question of degraded time takes longer.
#[test]
fn an_answer_is_quick_or_none() {
    let tiers = |needs: &str| {
        read(&format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p", "q"] }},
            "domains": [ {{ "id": "z", "mttf": "900h" }}, {{ "id": "y", "mttf": "800h" }} ],
            "components": [ {{ "id": "a", "mttf": "900h", "in": ["z"] }}, {{ "id": "b", "mttf": "800h", "in": ["y"] }},
                {{ "id": "c", "mttf": "700h", "in": ["z"]{needs} }}, {{ "id": "d", "mttf": "600h", "in": ["y"] }}, {{ "id": "e" }} ],
            "pools": [ {{ "id": "p", "members": ["a", "b"], "standby": {{ "switch": "1m" }} }},
                {{ "id": "q", "members": ["c", "d"], "standby": {{ "switch": "2m" }} }} ] }}"#
        ))
        .topology
        .unwrap()
    };
    let options = AnalyzeOptions::standard();
    for needs in ["", r#", "needs": [ { "to": "e", "soft": true } ]"#] {
        let topology = tiers(needs);
        let (whole, mut work) = (analyze(&topology, &options).unwrap(), 1);
        let mut refused = 0;
        let quick = loop {
            match analyze_quickly(&topology, &options, work) {
                Ok(quick) => break quick,
                Err(findings) => assert!(findings.iter().all(|d| d.code == "N103"), "{findings:?}"),
            }
            (work, refused) = (work * 2, refused + 1);
        };
        assert_eq!(quick, whole);
        assert!(refused > 10 && work < 100_000_000, "{refused} {work}");
    }
}

#[test]
fn an_empty_system_has_no_negative_zeros() {
    let analysis = analysis("[]", r#""components": [ { "id": "a" } ]"#);
    assert!(analysis.cost.is_sign_positive() && analysis.outages_per_year.unwrap().is_sign_positive());
    assert_eq!((analysis.availability, analysis.unavailability), (1.0, 0.0));
}
