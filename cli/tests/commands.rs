//! The commands as they are typed: output, errors, exit status.

#[allow(dead_code)]
mod typed;

use std::process::Command;

use typed::{nines, text};

const CHAIN: &str = r#"{ "format": "nines-topology", "version": 1, "title": "Chain", "slo": { "availability": 0.999 },
  "clients": { "needs": ["web"] },
  "components": [ { "id": "web", "kind": "server", "mttf": "1000h", "mttr": "1h", "needs": ["db"] },
                  { "id": "db", "kind": "database", "mttf": "2000h", "mttr": "4h", "cost": 4 } ] }"#;

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
    check_wrong_usage(
        &[],
        "nines: what shall be done? analyze, explain, advise, simulate, merge, check, import or export",
    );
    check_wrong_usage(&["anlyze"], "nines: there is no command \"anlyze\" — did you mean \"analyze\"?");
    check_wrong_usage(&["analyze"], "nines: which document? Name a file, or - for standard input");
    check_wrong_usage(
        &["simulate", "-", "--years", "x"],
        "nines: --years is \"x\", and must be a whole number from 1 to 10000000",
    );
    assert_eq!(nines(&["analyze", "/nowhere/at/all.json"], "").status.code(), Some(1));
}

#[test]
fn help_is_there_for_everything() {
    for args in [
        &["--help"][..],
        &["analyze", "--help"],
        &["simulate", "-h"],
        &["merge", "--help"],
        &["explain", "--help"],
        &["check", "--help"],
        &["--version"],
    ] {
        let output = nines(args, "");
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("nines"));
    }
    // The document in the help is a good one.
    let help = text(&nines(&["--help"], "").stdout);
    let example = &help[help.find("  { \"format\"").unwrap()..help.find("Exit status").unwrap()];
    assert_eq!(nines(&["analyze", "-"], example).status.code(), Some(0));
}

/// Pieces of work in a folder of their own.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("nines-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn threads_and_parts_give_the_bytes_of_the_whole() {
    let folder = folder("parts");
    let document = folder.join("chain.json");
    std::fs::write(&document, CHAIN).unwrap();
    let document = document.to_str().unwrap();
    let study = ["simulate", document, "--years", "1003", "--seed", "5"];
    let with = |more: &[&str]| nines(&[&study[..], more].concat(), "").stdout;
    let whole = with(&["--json"]);
    assert!(!whole.is_empty());
    // Compared without printing: the answers are long.
    assert!(whole == with(&["--json", "--threads", "1"]));
    assert!(whole == with(&["--json", "--threads", "7"]));
    let parts: Vec<String> = (1..=5).map(|i| folder.join(format!("part-{i}.json")).display().to_string()).collect();
    for (i, file) in parts.iter().enumerate().rev() {
        std::fs::write(file, with(&["--part", &format!("{}/5", i + 1)])).unwrap();
    }
    let mut merge: Vec<&str> = vec!["merge", "--json"];
    merge.extend(parts.iter().rev().map(String::as_str));
    assert!(whole == nines(&merge, "").stdout);
    // As text, too.
    let text = with(&[]);
    merge.remove(1);
    assert!(text == nines(&merge, "").stdout);
    // A part that is missing, and one that is there twice.
    let missing = nines(&merge[..4], "");
    assert_eq!(missing.status.code(), Some(1));
    assert!(self::text(&missing.stderr).contains("N027: of 5 parts these are missing: 1, 2"), "{missing:?}");
    let twice = nines(&["merge", &parts[0], &parts[0]], "");
    assert!(self::text(&twice.stderr).contains("part 1 is there twice"), "{twice:?}");
    // A part of another seed.
    std::fs::write(&parts[2], nines(&["simulate", document, "--years", "1003", "--part", "3/5"], "").stdout).unwrap();
    let other = nines(&merge, "");
    assert!(self::text(&other.stderr).contains("another study"), "{other:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Sixteen jobs as a batch system would run them, three at a time; one is killed in the midst of it and run again.
#[test]
fn a_killed_job_is_noticed_and_run_again() {
    let folder = folder("killed");
    let document = folder.join("chain.json");
    std::fs::write(&document, CHAIN).unwrap();
    let job = |i: usize| {
        let out = std::fs::File::create(folder.join(format!("part-{i:02}.json"))).unwrap();
        let part = format!("{i}/16");
        let mut command = Command::new(env!("CARGO_BIN_EXE_nines"));
        let args = ["simulate", document.to_str().unwrap(), "--years", "40000", "--part", &part, "--threads", "1"];
        command.args(args).stdout(out).spawn().unwrap()
    };
    for batch in (1..=16).collect::<Vec<_>>().chunks(3) {
        let mut running: Vec<_> = batch.iter().map(|i| (*i, job(*i))).collect();
        for (i, child) in &mut running {
            if *i == 7 {
                child.kill().unwrap();
            }
            child.wait().unwrap();
        }
    }
    let parts: Vec<String> = (1..=16).map(|i| folder.join(format!("part-{i:02}.json")).display().to_string()).collect();
    let mut merge: Vec<&str> = vec!["merge", "--json"];
    merge.extend(parts.iter().map(String::as_str));
    let noticed = nines(&merge, "");
    // It may have been faster than the kill; then nothing is missing.
    if noticed.status.code() == Some(1) {
        let said = text(&noticed.stderr);
        assert!(said.contains("part-07.json") && said.contains("run this part again"), "{said}");
        job(7).wait().unwrap();
    }
    let merged = nines(&merge, "");
    let whole = nines(&["simulate", document.to_str().unwrap(), "--years", "40000", "--json"], "");
    assert!(merged.stdout == whole.stdout);
    assert!(!whole.stdout.is_empty());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn faults_can_be_scripted() {
    let folder = folder("script");
    let script = folder.join("friday.txt");
    std::fs::write(&script, "# an exercise\nat 10d: fail db for 90m\n\nat 20d: fail web\nat 20d 2h: repair web\n")
        .unwrap();
    let path = script.to_str().unwrap();
    let trace = text(&nines(&["simulate", "-", "--trace", "--years", "1", "--script", path], CHAIN).stdout);
    for line in
        ["864000000000 fails hand down db", "1728000000000 fails hand down web", "1735200000000 repaired hand up web"]
    {
        assert!(trace.lines().any(|l| l == line), "{line} is not in the trace");
    }
    assert!(trace.contains("869400000000 repaired hand up db"));
    // Three and a half hours more of downtime in every year.
    let minutes = |args: &[&str]| {
        let json: serde_json::Value = serde_json::from_slice(&nines(args, CHAIN).stdout).unwrap();
        json["downtime_minutes_per_year"].as_f64().unwrap()
    };
    let with = minutes(&["simulate", "-", "--json", "--years", "20000", "--script", path]);
    let without = minutes(&["simulate", "-", "--json", "--years", "20000"]);
    // The downtime of a year spreads by some 850 minutes: four standard errors of the difference are 34.
    assert!((with - without - 210.0).abs() < 34.0, "{with} and {without}");
    std::fs::write(&script, "at 10d: fail dbb\nfail db\nat soon: fail db\nat 1d: fail db for -1h").unwrap();
    let wrong = nines(&["simulate", "-", "--script", path], CHAIN);
    assert_eq!(wrong.status.code(), Some(1));
    let said = text(&wrong.stderr);
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(said.contains("did you mean \"db\"?"), "{said}");
    let negative =
        r#"N026 line 4: the duration "-1h" is wrong: "at 1d: fail db for -1h" — a duration cannot be negative"#;
    assert!(said.lines().any(|line| line == negative), "{said}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn explain_derives_the_number() {
    let said = text(&nines(&["explain", "-"], CHAIN).stdout);
    assert!(said.contains("U(") && said.contains("db"), "{said}");
    let json: serde_json::Value = serde_json::from_slice(&nines(&["explain", "-", "--json"], CHAIN).stdout).unwrap();
    let exact: serde_json::Value = serde_json::from_slice(&nines(&["analyze", "-", "--json"], CHAIN).stdout).unwrap();
    let (derived, exact) = (json["unavailability"].as_f64().unwrap(), exact["unavailability"].as_f64().unwrap());
    assert!((derived / exact - 1.0).abs() < 1e-12);
}

#[test]
fn rare_outages_are_measured_and_the_gain_is_said() {
    let pair = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p"] },
      "components": [ { "id": "a", "mttf": "8760h", "mttr": "1h" }, { "id": "b", "mttf": "8760h", "mttr": "1h" } ],
      "pools": [ { "id": "p", "members": ["a", "b"] } ] }"#;
    let output = nines(&["simulate", "-", "--rare", "--cycles", "20000", "--json"], pair);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let (low, high) =
        (json["unavailability_ci95"][0].as_f64().unwrap(), json["unavailability_ci95"][1].as_f64().unwrap());
    let exact = (1.0_f64 / 8761.0).powi(2);
    let more = (high - low) / 2.0;
    assert!(low - more < exact && exact < high + more, "{low} {exact} {high}");
    assert!(json["gain"].as_f64().unwrap() > 100.0);
    let said = text(&nines(&["simulate", "-", "--rare", "--cycles", "20000"], pair).stdout);
    assert!(said.contains("times more"), "{said}");
    let fixed = pair.replacen("\"mttr\": \"1h\"", "\"mttr\": \"1h\", \"repair\": \"fixed\"", 1);
    let refused = nines(&["simulate", "-", "--rare"], &fixed);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("N120"));
}
