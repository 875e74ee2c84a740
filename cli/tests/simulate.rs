//! `nines simulate` as it is typed: the second opinion beside an interval, traces of any length, options that exclude each
//! other, and studies that would never end.

mod typed;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use typed::{Folder, nines, text};

const CHAIN: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["web"] },
  "components": [ { "id": "web", "mttf": "1000h", "mttr": "1h", "needs": ["db"] },
                  { "id": "db", "mttf": "2000h", "mttr": "4h" } ] }"#;

/// A member that is used outside the pool as well: the exact answer takes it as independent there.
const APPROXIMATE: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p", "a"] },
  "components": [ { "id": "a", "mttf": "99h", "mttr": "1h" }, { "id": "b", "mttf": "99h", "mttr": "1h" } ],
  "pools": [ { "id": "p", "members": ["a", "b"], "repair_crews": 1 } ] }"#;

#[track_caller]
fn check_says(args: &[&str], document: &str, expected: &[&str]) {
    let output = nines(args, document.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for expected in expected {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
}

#[track_caller]
fn check_wrong_usage(args: &[&str], expected: &str) {
    let output = nines(&[&["simulate", "-"], args].concat(), b"");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr).lines().next().unwrap(), format!("nines: {expected}"));
}

#[test]
fn an_interval_has_the_exact_answer_beside_it() {
    check_says(
        &["simulate", "-", "--years", "400"],
        CHAIN,
        &["\nThe exact answer, 99.701 %, lies within the interval.\n"],
    );
    let rare = ["simulate", "-", "--rare", "--cycles", "20000"];
    check_says(&rare, CHAIN, &["\nThe exact answer, 2.9930e-3, lies within the interval.\n"]);
}

#[test]
fn what_is_approximate_is_not_called_exact() {
    for args in [&["simulate", "-", "--years", "200"][..], &["simulate", "-", "--rare", "--cycles", "20000"]] {
        check_says(args, APPROXIMATE, &["\nThe approximate answer, "]);
    }
}

/// Years with faults made by hand are not the long run: the exact answer was said to be outside by chance.
#[test]
fn years_with_faults_by_hand_are_not_compared() {
    let sentence = "\nNo exact answer to compare with: every year has faults made by hand in it.\n";
    let folder = Folder::new("compared");
    let scripted = folder.file("scripted", "at 1d: fail web for 300d\n");
    let study = ["simulate", "-", "--years", "100", "--script", &scripted];
    check_says(&study, CHAIN, &[sentence]);
    let whole = text(&nines(&study, CHAIN.as_bytes()).stdout);
    assert!(!whole.contains("The exact answer"), "{whole}");
    let part = nines(&[&study[..], &["--part", "1/1"]].concat(), CHAIN.as_bytes()).stdout;
    let part = folder.file("part", part);
    assert_eq!(text(&nines(&["merge", &part], b"").stdout), whole);
    // A script that changes no year is none.
    for (name, lines) in [("empty", "# nothing\n"), ("late", "at 2y: fail web\n")] {
        let script = folder.file(name, lines);
        check_says(&["simulate", "-", "--years", "100", "--script", &script], CHAIN, &["The exact answer, 99.701 %"]);
    }
}

/// The trace was one text, written when all years were over: a long one took all memory there is.
#[test]
fn a_trace_is_written_while_it_is_lived_through() {
    let folder = Folder::new("long-trace");
    // Ten thousand million lines.
    let busy = CHAIN.replace("\"2000h\", \"mttr\": \"4h\"", "\"30m\", \"mttr\": \"30m\"");
    let document = folder.file("busy.json", &busy);
    let mut child = Command::new(env!("CARGO_BIN_EXE_nines"))
        .args(["simulate", &document, "--trace", "--years", "10000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    // Whoever reads goes, as `head` does.
    drop(lines);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let short = text(&nines(&["simulate", "-", "--trace", "--years", "1"], busy.as_bytes()).stdout);
    assert_eq!(short.lines().next(), Some(first.as_str()));
}

#[test]
fn options_say_what_they_take() {
    check_wrong_usage(&["--years", "0"], r#"--years is "0", and must be a whole number from 1 to 10000000"#);
    check_wrong_usage(&["--threads", "0"], r#"--threads is "0", and must be a whole number from 1 to 1024"#);
    check_wrong_usage(
        &["--rare", "--cycles", "0"],
        r#"--cycles is "0", and must be a whole number from 1 to 1000000000"#,
    );
    check_wrong_usage(&["--seed", "-"], r#"--seed is "-", and must be a whole number from 0 to 18446744073709551615"#);
    let no_years = "--rare measures cycles, on one thread: write --cycles, and neither --years nor --threads";
    check_wrong_usage(&["--rare", "--years", "10"], no_years);
    check_wrong_usage(&["--threads", "2", "--rare"], no_years);
}

/// A part that fails every other millisecond made a study that would have taken months.
#[test]
fn a_study_that_would_never_end_is_refused() {
    let fast = CHAIN.replace("\"2000h\", \"mttr\": \"4h\"", "\"1ms\", \"mttr\": \"1ms\"");
    for more in [&[][..], &["--trace"], &["--part", "1/9"]] {
        let output = nines(&[&["simulate", "-"], more].concat(), fast.as_bytes());
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(
            said.starts_with("N004 \"db\": a year would have 3.2e10 failures") && output.stdout.is_empty(),
            "{said}"
        );
    }
    assert_eq!(nines(&["analyze", "-"], fast.as_bytes()).status.code(), Some(0));
}
