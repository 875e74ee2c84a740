//! `nines advise` as it is typed.

#[allow(dead_code)]
mod typed;

use typed::{nines, text};

const PAIR: &str = r#"{ "format": "nines-topology", "version": 1, "title": "Two", "slo": { "availability": 0.999 },
  "clients": { "needs": ["web"] },
  "components": [ { "id": "web", "kind": "server", "unavailability": 0.0005, "cost": 2, "needs": ["db"] },
                  { "id": "db", "kind": "database", "unavailability": 0.01, "mttr": "4h", "cost": 5 } ] }"#;

#[track_caller]
fn check_says(args: &[&str], expected: &[&str]) {
    let output = nines(args, PAIR);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for expected in expected {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
}

#[test]
fn advise_answers_people() {
    let expected = [
        "The cheapest way to 99.900 %",
        "1. Add \"db-2\" as a cold spare of \"db\" in the pool \"db-pool\"",
        "2. Repair \"web\" twice as fast, in 0.5h.",
        "What more availability costs",
        "as it is",
        "Best single upgrades",
        "A component without a cost counts 1.",
        "Every combination was considered",
    ];
    check_says(&["advise", "-"], &expected);
    check_says(&["advise", "-", "--slo", "0.9"], &["90.00 % is reached as it is."]);
    check_says(&["advise", "-", "--slo", "1"], &["No combination that was tried reaches 100 %."]);
}

#[test]
fn advise_answers_programs() {
    let output = nines(&["advise", "-", "--json", "--changes", "2"], PAIR);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["target"], 0.999);
    assert_eq!(json["complete"], true);
    assert_eq!(json["now"]["cost"], 7);
    let plan = &json["cheapest"];
    assert!((plan["added_cost"].as_f64().unwrap() - 3.1).abs() < 1e-9, "{plan}");
    assert_eq!(plan["upgrades"][0]["kind"], "cold_spare");
    assert_eq!(plan["upgrades"][1]["part"], "web");
    assert_eq!(json["frontier"][0]["added_cost"], 0);
    assert!(json["assumptions"].as_array().unwrap().len() > 5);
    let again = nines(&["advise", "-", "--json", "--changes", "2"], PAIR);
    assert_eq!(again.stdout, output.stdout);
}

#[test]
fn wrong_usage_says_what_to_write() {
    let check = |args: &[&str], expected: &str| {
        let output = nines(args, "");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr).lines().next().unwrap(), expected);
    };
    let slo = "nines: --slo is \"99.95\", and must be a share of time from 0 to 1, such as 0.9995";
    check(&["advise", "-", "--slo", "99.95"], slo);
    check(&["advise", "-", "--changes", "9"], "nines: --changes is \"9\", and must be a whole number from 0 to 8");
    check(&["advice", "-"], "nines: there is no command \"advice\" — did you mean \"advise\"?");
    let broken = nines(&["advise", "-"], PAIR.replace("\"needs\": [\"db\"]", "\"needs\": [\"dbb\"]"));
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("N012"));
    assert!(text(&nines(&["advise", "--help"], "").stdout).contains("--changes N"));
}
