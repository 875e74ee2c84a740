//! The commands as they are typed: output, errors, exit status.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const CHAIN: &str = r#"{ "format": "nines-topology", "version": 1, "title": "Chain", "slo": { "availability": 0.999 },
  "clients": { "needs": ["web"] },
  "components": [ { "id": "web", "kind": "server", "mttf": "1000h", "mttr": "1h", "needs": ["db"] },
                  { "id": "db", "kind": "database", "mttf": "2000h", "mttr": "4h", "cost": 4 } ] }"#;

fn nines(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nines"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that needs no input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn check_wrong_usage(args: &[&str], expected: &str) {
    let output = nines(args, "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr).lines().next().unwrap(), expected);
    assert!(output.stdout.is_empty());
}

#[test]
fn analyze_answers_people() {
    let output = nines(&["analyze", "-"], CHAIN);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    for expected in
        ["99.701 %", "2.52", "26 h 13 min a year", "What to fix first", "db: 67 % of the downtime", "is missed by"]
    {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
}

#[test]
fn analyze_answers_programs() {
    let output = nines(&["analyze", "-", "--json", "--cuts", "1"], CHAIN);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = (1000.0 / 1001.0) * (2000.0 / 2004.0);
    assert!((json["availability"].as_f64().unwrap() - expected).abs() < 1e-15);
    assert_eq!(json["method"], "exact");
    assert_eq!(json["cut_sets"].as_array().unwrap().len(), 1);
    assert_eq!(json["single_points_of_failure"], serde_json::json!(["db", "web"]));
    assert_eq!(json["importance"][0]["id"], "db");
    assert_eq!(json["cost"], 4);
}

#[test]
fn simulate_is_the_same_every_time_and_holds_the_exact_answer() {
    let args = ["simulate", "-", "--years", "400", "--seed", "7", "--json"];
    let (first, second) = (nines(&args, CHAIN), nines(&args, CHAIN));
    assert_eq!(first.stdout, second.stdout);
    let json: serde_json::Value = serde_json::from_slice(&first.stdout).unwrap();
    let (low, high) = (json["availability_ci95"][0].as_f64().unwrap(), json["availability_ci95"][1].as_f64().unwrap());
    let exact = (1000.0 / 1001.0) * (2000.0 / 2004.0);
    assert!(low < exact && exact < high, "{low} {high}");
    assert_eq!((json["years"].as_u64(), json["seed"].as_u64()), (Some(400), Some(7)));
}

#[test]
fn the_trace_is_one_history() {
    let short = text(&nines(&["simulate", "-", "--trace", "--years", "1"], CHAIN).stdout);
    let long = text(&nines(&["simulate", "-", "--trace", "--years", "2"], CHAIN).stdout);
    assert!(short.lines().count() > 10);
    assert!(long.starts_with(&short) && long.len() > short.len());
}

#[test]
fn errors_come_all_at_once_with_hints() {
    let broken = CHAIN.replace(r#""needs": ["db"]"#, r#""needs": ["dbb"]"#).replace("\"1h\"", "1");
    let output = nines(&["analyze", "-"], &broken);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(
        said.contains(r#"N012 needs[0] of "web": no component or pool is called "dbb" — did you mean "db"?"#),
        "{said}"
    );
    assert!(said.contains("N010 mttr of \"web\""), "{said}");
    let as_json = nines(&["check", "-", "--json"], &broken);
    assert_eq!(as_json.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&as_json.stderr).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 2);
}

#[test]
fn check_says_what_there_is_to_say() {
    assert_eq!(text(&nines(&["check", "-"], CHAIN).stdout), "No errors, 0 warnings, 0 notes.\n");
    let odd = CHAIN.replace("\"cost\": 4", "\"cots\": 4");
    let said = text(&nines(&["check", "-"], &odd).stdout);
    assert!(said.contains("warning: N007 cots of \"db\"") && said.contains("did you mean \"cost\"?"), "{said}");
}

#[test]
fn wrong_usage_says_what_to_write() {
    check_wrong_usage(&[], "nines: what shall be done? analyze, simulate, check, import or export");
    check_wrong_usage(&["anlyze"], "nines: there is no command \"anlyze\" — did you mean \"analyze\"?");
    check_wrong_usage(&["analyze"], "nines: which document? Name a file, or - for standard input");
    check_wrong_usage(
        &["simulate", "-", "--years", "x"],
        "nines: --years is \"x\", and must be a whole number from 0 to 10000000",
    );
    check_wrong_usage(&["simulate", "-", "--years", "0"], "nines: --years must be at least 1");
    assert_eq!(nines(&["analyze", "/nowhere/at/all.json"], "").status.code(), Some(1));
}

#[test]
fn help_is_there_for_everything() {
    for args in [&["--help"][..], &["analyze", "--help"], &["simulate", "-h"], &["check", "--help"], &["--version"]] {
        let output = nines(args, "");
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("nines"));
    }
    // The document in the help is a good one.
    let help = text(&nines(&["--help"], "").stdout);
    let example = &help[help.find("  { \"format\"").unwrap()..help.find("Exit status").unwrap()];
    assert_eq!(nines(&["analyze", "-"], example).status.code(), Some(0));
}
