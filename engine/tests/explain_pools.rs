//! Derivations of what is not a product: pools that change over, cables, bad changes, and what has no name.

mod derivations;

use derivations::{check_text, explained, topology};

/// Where the numbers of a pool's chain come from is said once, and how often it changes over multiplies up.
#[test]
fn a_pool_that_changes_over() {
    let life = r#""mttf": "2190h", "mttr": "4h""#;
    let parts = format!(
        r#""components": [ {{ "id": "a", {life} }}, {{ "id": "b", {life} }} ],
           "pools": [ {{ "id": "db", "members": ["a", "b"],
             "standby": {{ "level": "hot", "coverage": 0.95, "detect": "30s", "switch": "1m", "manual": "1h" }} }} ]"#
    );
    check_text(
        r#"["db"]"#,
        &parts,
        r#"
1. db/failover: from how often it happens and how long it takes
   A change-over of db begins when an active member stops serving and a spare is thought to work. That takes 1
     min 30 s by itself in 95 % and 1 h by hand in 5 %. The members of db depend on each other, so what they
     do is followed together, in a Markov chain of 9 states: each fails every 2190h and is repaired in 4h on
     average; one is repaired at a time; a spare fails as often as one that serves. In the long run every
     state is entered as often as it is left, and that says for how much of the time the pool is in it.
   U(db/failover) = how often it happens · how long it takes
   U(db/failover) = 3.99 a year · 4 min 26 s = 3.355·10⁻⁵
   99.99664 %, down 17 min 38 s a year (4.47 nines)
2. db/members: from the chain of the pool's states
   This is of the same chain of 9 states. db needs 1 of 2. In the long run it is down for the share D of the
     time. db/failover accounts for the share D₀ of that already; this event is what is missing, as if it were
     independent of it.
   U(db/members) = (D − D₀) / (1 − D₀)
   U(db/members) = (4.02·10⁻⁵ − 3.355·10⁻⁵) / (1 − 3.355·10⁻⁵) = 6.648·10⁻⁶
   99.999335 %, down 3 min 30 s a year (5.18 nines)
3. db: all of db/failover, db/members (from 1, 2)
   db works while all of these work: db/failover, db/members. Each adds its unavailability for the time in
     which those before it work. The clients need nothing else that can fail, so this is their number.
   U(db) = U(db/failover) + A(db/failover) · U(db/members)
   U(db) = 3.355·10⁻⁵ + 0.9999664 · 6.648·10⁻⁶ = 4.02·10⁻⁵
   99.99598 %, down 21 min 8 s a year (4.40 nines)
"#,
    );
}

/// A cable is explained as any other part, and a bad change by how often it comes and how long it stays.
#[test]
fn cables_and_bad_changes() {
    let parts = r#""components": [ { "id": "a", "change": { "bad_per_year": 12, "blast": 0.5, "rollback": "30m" } } ],
        "cables": [ { "between": ["clients", "a"], "mttf": "20y", "mttr": "4h" } ]"#;
    let derivation = explained(&topology(r#"["a"]"#, parts), "a cable");
    let formulas: Vec<&str> = derivation.steps.iter().map(|step| step.numbers.as_str()).collect();
    assert!(formulas.contains(&"U(clients – a) = 4h / (20y + 4h) = 2.283·10⁻⁵"), "{formulas:?}");
    let change = derivation
        .steps
        .iter()
        .find(|step| step.name.contains("change") || step.parts.iter().any(|p| p.as_str() == "a"));
    let change = change.unwrap();
    assert!(
        change.formula.ends_with("= b · m / (1 + b · m), where b · m = 12 · 0.5 · 30m / 365d"),
        "{}",
        change.formula
    );
    let load = 12.0 * 0.5 * 0.5 / 8760.0;
    assert!((change.unavailability - load / (1.0 + load)).abs() < 1e-15);
}

/// What has no name, and is too much to be called after what it depends on, is a group with a letter: in the order in which
/// they come up, each said once what it is.
#[test]
fn long_names_become_letters() {
    let ring = |i: usize| format!(r#"{{ "id": "s{i}", "kind": "switch", "mttf": "50000h", "mttr": "4h" }}"#);
    let cable = |a: &str, b: &str| format!(r#"{{ "between": ["{a}", "{b}"], "mttf": "20y", "mttr": "4h" }}"#);
    let parts = format!(
        r#""components": [ {}, {}, {}, {{ "id": "app", "mttf": "1000h", "needs": ["db"] }}, {{ "id": "db", "mttf": "2000h" }} ],
           "cables": [ {}, {}, {}, {{ "between": ["clients", "s1"] }}, {{ "between": ["s1", "app"] }}, {{ "between": ["s3", "db"] }} ]"#,
        ring(1),
        ring(2),
        ring(3),
        cable("s1", "s2"),
        cable("s2", "s3"),
        cable("s3", "s1")
    );
    let derivation = explained(&topology(r#"["app"]"#, &parts), "a ring");
    let text = derivation.text();
    assert!(text.contains("Group A stands for") && !text.contains('⟦'), "{text}");
    let longest = derivation.steps.iter().map(|step| step.name.chars().count()).max().unwrap();
    assert!(longest < 100, "{text}");
    assert_eq!(text.matches("Group A stands for").count(), 1);
}
