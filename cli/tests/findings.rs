//! Findings are never lost: what reading says of a document comes with every answer about it, and a file that cannot be
//! read is a finding too.

mod typed;

use serde_json::Value;
use typed::{Folder, nines, text};

/// An unknown field, a repair time that is assumed, and a pool whose members differ.
const ODD: &str = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["web"] },
  "components": [ { "id": "a", "mttf": "1000h", "cots": 4 }, { "id": "b", "mttf": "900h", "mttr": "2h" } ],
  "pools": [ { "id": "web", "members": ["a", "b"], "common_cause": 0.1 } ] }"#;
const CODES: [&str; 3] = ["N017", "N007", "N023"];

/// The codes of a list of diagnostics in JSON.
fn codes(json: &[u8]) -> Vec<String> {
    let json: Value = serde_json::from_slice(json).unwrap_or_else(|error| panic!("{error}: {}", text(json)));
    let diagnostics = json["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|finding| finding["code"].as_str().unwrap().to_string()).collect()
}

/// The document's findings are the first lines on standard error, once each.
#[track_caller]
fn check_lines(args: &[&str], input: &str) {
    let output = nines(args, input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    let said = text(&output.stderr);
    let found: Vec<&str> = said.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert!(found.starts_with(&CODES), "{args:?}: {said}");
    for code in CODES {
        assert_eq!(found.iter().filter(|other| **other == code).count(), 1, "{args:?}: {said}");
    }
}

#[track_caller]
fn check_json(args: &[&str], input: &str) {
    let output = nines(args, input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    let found = codes(&output.stdout);
    assert!(found.iter().map(String::as_str).take(3).eq(CODES), "{args:?}: {found:?}");
    for code in CODES {
        assert_eq!(found.iter().filter(|other| *other == code).count(), 1, "{args:?}: {found:?}");
    }
}

#[test]
fn every_answer_comes_with_the_findings_of_its_document() {
    for command in [
        &["analyze", "-"][..],
        &["explain", "-"],
        &["advise", "-"],
        &["simulate", "-", "--years", "20"],
        &["simulate", "-", "--rare", "--cycles", "2000"],
    ] {
        check_lines(command, ODD);
        check_json(&[command, &["--json"]].concat(), ODD);
    }
    check_json(&["check", "-", "--json"], ODD);
    check_lines(&["export", "-"], ODD);
    check_lines(&["simulate", "-", "--trace", "--years", "1"], ODD);
    check_lines(&["simulate", "-", "--part", "1/2", "--years", "20"], ODD);
}

#[test]
fn merged_parts_have_the_findings_of_the_whole() {
    let folder = Folder::new("merged-findings");
    let study = ["simulate", "-", "--years", "20"];
    let part = |place: &str, name: &str| {
        let part = nines(&[&study[..], &["--part", place]].concat(), ODD.as_bytes()).stdout;
        folder.file(name, part)
    };
    let (one, two) = (part("1/2", "one"), part("2/2", "two"));
    check_lines(&["merge", &one, &two], "");
    check_json(&["merge", "--json", &one, &two], "");
    let whole = nines(&[&study[..], &["--json"]].concat(), ODD.as_bytes()).stdout;
    assert!(whole == nines(&["merge", "--json", &one, &two], b"").stdout);
}

/// A refusal is about the document as well: what reading said may be why.
#[test]
fn a_refusal_comes_with_the_findings_of_its_document() {
    let fixed = ODD.replace("\"2h\"", "\"2h\", \"repair\": \"fixed\"");
    let refused = nines(&["simulate", "-", "--rare", "--json"], fixed.as_bytes());
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(codes(&refused.stderr), ["N017", "N007", "N023", "N120"]);
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let folder = Folder::new("unreadable");
    let no_text = folder.file("no-text", [b'{', 0xff, b'}']);
    for command in ["analyze", "explain", "advise", "simulate", "check", "merge"] {
        for file in ["/nowhere/at/all.json", &no_text] {
            let refused = nines(&[command, file, "--json"], b"");
            assert_eq!(refused.status.code(), Some(1));
            assert_eq!(codes(&refused.stderr), ["N029"], "{command}");
            let said = text(&nines(&[command, file], b"").stderr);
            assert!(said.starts_with(&format!("N029 {file}: the file ")), "{said}");
        }
    }
    let script = ["simulate", "-", "--json", "--script", "/nowhere/at/all.txt"];
    assert_eq!(codes(&nines(&script, ODD.as_bytes()).stderr), ["N029"]);
    let said = text(&nines(&["import", "/nowhere/at/all.xml"], b"").stderr);
    assert!(said.starts_with("N029 /nowhere/at/all.xml: the file cannot be read: "), "{said}");
    let said = text(&nines(&["check", "-"], b"\xff").stderr);
    assert_eq!(said, "N029 standard input: the file is not UTF-8 text — save it as UTF-8\n");
}

/// Of a large file only so much is read as shows that it is, and that may end within a letter.
#[test]
fn what_is_too_large_is_said_to_be_no_more_than_that() {
    for large in [" ".repeat(2 << 20), "é".repeat(1 << 20), format!(" {}", "é".repeat(1 << 20))] {
        let said = text(&nines(&["check", "-"], large.as_bytes()).stderr);
        let expected = "N004: the document has more than 1048576 bytes, which is the limit — split the system into several documents\n";
        assert_eq!(said, expected);
    }
}
