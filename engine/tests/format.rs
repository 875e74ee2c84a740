//! Reading and writing documents: what is good comes back the same, what is bad is said all at once, and nothing
//! panics.

use nines_engine::diag::{Diagnostic, Severity};
use nines_engine::format::{read, write, write_compact};
use nines_engine::topology::{Limits, Required};

/// A document of these parts (a comma before it is added), read.
fn document(parts: &str) -> String {
    format!(r#"{{ "format": "nines-topology", "version": 1{parts} }}"#)
}

fn line(d: &Diagnostic) -> String {
    d.to_string()
}

/// The errors of a document, as they are printed.
#[track_caller]
fn check_errors(parts: &str, expected: &[&str]) {
    let read = read(&document(parts));
    let errors: Vec<String> = read.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(line).collect();
    assert_eq!(errors, expected);
    assert_eq!(read.topology.is_some(), expected.is_empty());
}

/// The warnings and notes of a document that has no errors.
#[track_caller]
fn check_findings(parts: &str, expected: &[&str]) {
    let read = read(&document(parts));
    assert_eq!(read.diagnostics.iter().map(line).collect::<Vec<_>>(), expected);
    assert!(read.topology.is_some());
}

const SHOP: &str = r#", "title": "Three-tier shop", "notes": "free text",
  "slo": { "availability": 0.999, "window": "30d" },
  "clients": { "rps": 100, "needs": ["lb"] },
  "domains": [
    { "id": "eu", "kind": "region", "mttf": "26280h", "mttr": "4h" },
    { "id": "zone-a", "kind": "zone", "in": ["eu"], "mttf": "8760h", "mttr": "2h" }
  ],
  "components": [
    { "id": "lb", "kind": "load_balancer", "mttf": "8760h", "mttr": "1h", "cost": 1, "needs": ["app"] },
    { "id": "app-1", "kind": "server", "in": ["zone-a"], "mttf": "1000h", "mttr": "1h", "cost": 1,
      "capacity_rps": 60, "service_time": { "mean": "10ms" } },
    { "id": "app-2", "kind": "server", "mttf": "1000h", "mttr": "1h", "capacity_rps": 60, "cost": 1 },
    { "id": "cache", "kind": "cache", "unavailability": 1e-12 },
    { "id": "db", "kind": "database", "availability": 0.999, "mttr": "4h", "cost": 4 }
  ],
  "pools": [
    { "id": "app", "members": ["app-1", "app-2"], "required": "demand", "common_cause": 0.02,
      "needs": ["db", { "to": "cache", "soft": true, "timeout": "50ms" }] }
  ],
  "cables": [ { "between": ["lb", "db"], "mttf": "20y", "mttr": "4h" } ],
  "layout": { "lb": { "x": 120, "y": 80.5 } }"#;

#[test]
fn a_document_comes_back_the_same() {
    let first = read(&document(SHOP)).topology.unwrap();
    assert_eq!(first.pools[0].required, Required::Demand);
    assert_eq!(first.required_count(&first.pools[0]), Some(2));
    for text in [write(&first), write_compact(&first)] {
        let again = read(&text);
        assert_eq!(again.topology.unwrap(), first);
        assert_eq!(write(&first), write(&read(&text).topology.unwrap()));
    }
}

/// Everything that says how parts come back.
const RECOVERY: &str = r#", "clients": { "needs": ["p", "q"] },
  "domains": [ { "id": "z", "mttf": "900h", "mttr": "3h", "repair": "fixed" } ],
  "components": [
    { "id": "a", "mttf": "300h", "mttr": "20h", "failure": { "distribution": "weibull", "shape": 1.5 },
      "repair": { "distribution": "lognormal", "sigma": 0.8 }, "change": { "bad_per_year": 12, "rollback": "30m" } },
    { "id": "b", "mttf": "300h", "mttr": "20h", "failure": "exponential" }, { "id": "c" }, { "id": "d" } ],
  "pools": [
    { "id": "p", "members": ["a", "b"], "repair_crews": 2,
      "standby": { "level": "warm", "dormancy": 0.3, "coverage": 0.95, "detect": "30s", "switch": "60s", "manual": "1h",
                   "latent": true, "test_interval": "30d", "replication": "async", "lag": "5s" } },
    { "id": "q", "members": ["c", "d"], "coverage": 0.9, "manual": "2h",
      "change": { "bad_per_year": 2, "blast": 0.5, "rollback": "1h" } } ]"#;

#[test]
fn recovery_comes_back_the_same() {
    let first = read(&document(RECOVERY));
    assert!(first.diagnostics.is_empty(), "{:?}", first.diagnostics);
    let first = first.topology.unwrap();
    let standby = first.pools[0].recovery.standby.as_ref().unwrap();
    assert_eq!((standby.dormancy(), standby.is_latent(), first.pools[0].crews()), (0.3, true, 2));
    assert_eq!(first.components[1].shapes, Default::default());
    for text in [write(&first), write_compact(&first)] {
        assert_eq!(read(&text).topology.unwrap(), first);
        assert!(text.contains("lag"), "{text}");
    }
}

#[test]
fn wrong_recovery_is_said() {
    check_errors(
        r#", "clients": { "needs": ["p"] },
            "components": [ { "id": "a", "mttf": "1h", "failure": "weibull", "repair": { "distribution": "lognormal", "sigma": 9 } },
              { "id": "b", "mttf": "1h", "mttr": "1h", "repair": 3, "change": { "blast": 2 } } ],
            "pools": [ { "id": "p", "members": ["a", "b"], "repair_crews": 0, "coverage": 0.5,
              "standby": { "level": "tepid", "switch": "5" } } ]"#,
        &[
            r#"N006 failure of "a": a weibull distribution needs shape — write "exponential", "fixed", { "distribution": "weibull", "shape": 2 } or { "distribution": "lognormal", "sigma": 1 }"#,
            r#"N011 repair.sigma of "a": sigma is 9, and must be from 0.001 to 4 — write a number within the range"#,
            r#"N005 repair of "b": expected a distribution, found a number — write "exponential", "fixed", { "distribution": "weibull", "shape": 2 } or { "distribution": "lognormal", "sigma": 1 }"#,
            r#"N006 change.bad_per_year of "b": it does not say how many changes a year are bad — write "bad_per_year": 12"#,
            r#"N011 change.blast of "b": blast is 2, and must be from 0 to 1 — for 2 % write 0.02"#,
            r#"N011 repair_crews of "p": repair_crews is 0, and must be a whole number from 1 to 4294967295 — write a whole number within the range"#,
            r#"N011 standby.level of "p": no standby level is called "tepid" — write "hot", "warm" or "cold""#,
            r#"N010 standby.switch of "p": switch is no duration: "5" — write a number and a unit: 250ms, 90s, 5m, 4h, 30d or 20y"#,
            r#"N015 standby of "p": coverage and manual are said of the pool and it has a standby, which has its own — move them into the standby"#,
        ],
    );
}

#[test]
fn what_is_not_known_is_named_and_kept() {
    let parts = r#", "clients": { "needs": ["a"] }, "colour": [1, {"x": null}], "components": [ { "id": "a", "mttff": "3h" } ]"#;
    check_findings(
        parts,
        &[
            r#"N007 mttff of "a": the field "mttff" is not known — did you mean "mttf"? it is kept as it is"#,
            r#"N007 colour: the field "colour" is not known — it is kept as it is and has no effect"#,
        ],
    );
    let written = write(&read(&document(parts)).topology.unwrap());
    assert!(written.contains(r#""colour": [1, { "x": null }]"#) && written.contains(r#""mttff": "3h""#), "{written}");
}

#[test]
fn all_errors_are_said_at_once() {
    check_errors(
        r#", "clients": { "needs": ["lb"] },
            "components": [
              { "id": "lb", "mttf": 5, "mttr": "-1h", "needs": ["dbb", "zone"] },
              { "id": "db", "availability": 99.9, "in": ["zone"] },
              { "id": "db", "mttf": "0h", "needs": [7] },
              { "kind": "server" },
              { "id": "x", "mttf": "5h", "availability": 0.9, "cost": -1 }
            ],
            "domains": [ { "id": "zone", "in": ["zona"] } ],
            "pools": [ { "id": "p", "members": ["lb", "lb"], "required": 0.5 } ]"#,
        &[
            r#"N010 mttf of "lb": mttf is 5 without a unit — write it as a text with a unit, for example "5h""#,
            r#"N010 mttr of "lb": mttr is negative: "-1h" — write a duration above zero"#,
            r#"N011 availability of "db": availability is 99.9, and must be from 0 to 1 — for 99.9 % write 0.999"#,
            r#"N010 mttf of "db": mttf must be more than nothing — leave the field out for a part that never fails"#,
            r#"N005 needs[0] of "db": expected a name in quotes, found a number — write a name in quotes here"#,
            r#"N006 components[3].id: the part has no id — give it a name: "id": "web-1""#,
            r#"N015 mttf of "x": it is said twice how the part fails — keep one of mttf, availability and unavailability"#,
            r#"N011 cost of "x": cost is -1, and must be from 0 to 1e12 — write a number within the range"#,
            r#"N011 required of "p": required is 0.5, and must be a whole number from 1 to 4294967295, or "demand" — write how many members must work"#,
            r#"N009 id of "db": another part is called "db" too — give every component, pool and domain a name of its own"#,
            r#"N012 in[0] of "zone": no domain is called "zona" — did you mean "zone"?"#,
            r#"N012 needs[0] of "lb": no component or pool is called "dbb" — did you mean "db"?"#,
            r#"N013 needs[1] of "lb": "zone" is a domain — put the part in it with "in" instead"#,
            r#"N021 members[1] of "p": "lb" is listed twice — keep it once"#,
        ],
    );
}

/// The upper end was not said, and a number above it refused as if it were below 1.
#[test]
fn whole_numbers_have_two_ends() {
    check_errors(
        r#", "components": [ { "id": "a" } ],
            "pools": [ { "id": "p", "members": ["a"], "required": 1e12, "repair_crews": 5000000000 } ]"#,
        &[
            r#"N011 required of "p": required is 1000000000000, and must be a whole number from 1 to 4294967295, or "demand" — write how many members must work"#,
            r#"N011 repair_crews of "p": repair_crews is 5000000000, and must be a whole number from 1 to 4294967295 — write a whole number within the range"#,
        ],
    );
}

#[test]
fn circles_are_listed_whole() {
    check_errors(
        r#", "components": [ { "id": "c", "needs": ["a"] }, { "id": "b", "needs": ["c"] }, { "id": "a", "needs": ["b"] }, { "id": "s", "needs": ["s"] } ]"#,
        &[
            r#"N014 "a": these depend on each other: a → b → c → a — take one of the arrows out"#,
            r#"N014 "s": these depend on each other: s → s — take one of the arrows out"#,
        ],
    );
}

#[test]
fn demand_needs_rates_and_a_pool_may_be_impossible() {
    check_errors(
        r#", "components": [ { "id": "a" } ], "pools": [ { "id": "p", "members": ["a"], "required": "demand" } ]"#,
        &[
            r#"N019 required of "p": required is "demand", and the clients' rps or a member's capacity_rps is not given — give clients.rps and capacity_rps of every member, or write a number"#,
        ],
    );
    let capacity = |capacity: &str| {
        format!(
            r#", "clients": {{ "rps": 100, "needs": ["p"] }}, "components": [ {{ "id": "a", "capacity_rps": {capacity} }} ], "pools": [ {{ "id": "p", "members": ["a"], "required": "demand" }} ]"#
        )
    };
    check_errors(
        &capacity("0"),
        &[
            r#"N019 required of "p": required is "demand", and a member's capacity_rps is 0 and must be above 0 — give clients.rps and capacity_rps of every member, or write a number"#,
        ],
    );
    check_errors(
        &capacity("1e-9"),
        &[
            r#"N019 required of "p": required is "demand", and a member's capacity_rps is so small that more than 4294967295 would be required — give clients.rps and capacity_rps of every member, or write a number"#,
        ],
    );
    check_findings(
        r#", "clients": { "rps": 100, "needs": ["p"] }, "components": [ { "id": "a", "capacity_rps": 60 } ], "pools": [ { "id": "p", "members": ["a"], "required": "demand" } ]"#,
        &[
            r#"N018 required of "p": 2 members must work for the clients' demand, and the pool has 1 — the pool never works: add members or require fewer"#,
        ],
    );
    let members = |other: &str| {
        format!(
            r#", "clients": {{ "rps": 100, "needs": ["p"] }}, "components": [ {{ "id": "a", "capacity_rps": 60 }}, {{ "id": "b", "capacity_rps": {other} }} ],
            "pools": [ {{ "id": "p", "members": ["a", "b"], "required": "demand" }} ]"#
        )
    };
    check_findings(&members("60"), &[]);
    check_findings(
        &members("90"),
        &[
            r#"N017 required of "p": the members' capacities differ: each is counted as if it had the smallest of them — to count them otherwise, write how many members must work"#,
        ],
    );
    // A pool counts with what its own members serve together.
    check_findings(
        r#", "clients": { "rps": 100, "needs": ["p"] }, "components": [ { "id": "a", "capacity_rps": 60 }, { "id": "b", "capacity_rps": 60 }, { "id": "c", "capacity_rps": 60 } ],
            "pools": [ { "id": "q", "members": ["b", "c"], "required": 1 }, { "id": "p", "members": ["a", "q"], "required": "demand" } ]"#,
        &[],
    );
}

#[test]
fn texts_that_are_no_document_are_refused() {
    let code = |text: &str| {
        let read = read(text);
        assert!(read.topology.is_none());
        read.diagnostics[0].code
    };
    assert_eq!(code(""), "N001");
    assert_eq!(code("hello"), "N001");
    assert_eq!(code(&document(SHOP)[..200]), "N001");
    assert_eq!(code(r#"{"a": NaN}"#), "N001");
    assert_eq!(code(r#"{"a": 1e999}"#), "N001");
    assert_eq!(code(&"[".repeat(100_000)), "N001");
    assert_eq!(code(&"{\"a\":".repeat(100_000)), "N001");
    assert_eq!(code("[]"), "N005");
    assert_eq!(code("{}"), "N002");
    assert_eq!(code(r#"{ "nodes": [], "edges": [] }"#), "N002");
    assert_eq!(code(r#"{ "format": "nines-topology" }"#), "N006");
    assert_eq!(code(r#"{ "format": "nines-topology", "version": 2, "gadgets": [] }"#), "N003");
    assert_eq!(code(&" ".repeat(Limits::BYTES + 1)), "N004");
    let too_large = read(&" ".repeat(Limits::BYTES + 1)).diagnostics[0].message.clone();
    assert_eq!(too_large, "the document has more than 1048576 bytes, which is the limit");
    assert_eq!(code(&document(r#", "title": "a", "title": "b""#)), "N021");
}

#[test]
fn limits_are_checked_before_the_parts() {
    let many = |name: &str, count: usize| {
        let parts: Vec<String> = (0..count).map(|i| format!(r#"{{"id":"x{i}"}}"#)).collect();
        document(&format!(r#", "{name}": [{}]"#, parts.join(",")))
    };
    for (name, limit) in [("components", Limits::COMPONENTS), ("pools", Limits::POOLS), ("domains", Limits::DOMAINS)] {
        let too_many = read(&many(name, limit + 1));
        assert_eq!(too_many.diagnostics.len(), 1);
        let said = too_many.diagnostics[0].to_string();
        assert_eq!(
            said,
            format!(
                "N004 {name}: the document has {} {name}, and the limit is {limit} — split the system into several documents",
                limit + 1
            )
        );
        assert!(read(&many(name, limit)).topology.is_some(), "{name}");
    }
}

#[test]
fn names_are_text_and_nothing_else() {
    let parts = r#", "clients": { "needs": ["<script>alert(1)</script>"] }, "components": [ { "id": "<script>alert(1)</script>" } ]"#;
    let topology = read(&document(parts)).topology.unwrap();
    assert_eq!(topology.components[0].id.as_str(), "<script>alert(1)</script>");
    check_errors(
        r#", "components": [ { "id": "clients" }, { "id": "" }, { "id": "a\u0000b" } ]"#,
        &[
            r#"N008 id of "clients": the name "clients" is kept for the clients — choose another name"#,
            r#"N008 components[1].id: a name needs at least one character — use 1 to 64 characters, such as "web-1""#,
            r#"N008 components[2].id: a name cannot hold line breaks or other control characters — use 1 to 64 characters, such as "web-1""#,
        ],
    );
}

/// Every prefix and many mutations of a good document: errors or an answer, never a panic.
#[test]
fn damaged_documents_never_panic() {
    let text = document(SHOP);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let _ = read(&text[..end]);
    }
    let pieces = ["null", "-1", "\"\"", "[]", "{}", "1e308", "\"demand\"", "true", "\"zone-a\"", "\"app\""];
    let bytes: Vec<char> = text.chars().collect();
    let mut state = 1_u64;
    for _ in 0..3000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) as usize % bytes.len();
        let len = (state >> 20) as usize % 12;
        let piece = pieces[(state >> 40) as usize % pieces.len()];
        let damaged: String = bytes[..at]
            .iter()
            .chain(piece.chars().collect::<Vec<_>>().iter())
            .chain(bytes[(at + len).min(bytes.len())..].iter())
            .collect();
        let read = read(&damaged);
        if let Some(topology) = read.topology {
            let _ =
                nines_engine::availability::analyze(&topology, &nines_engine::availability::AnalyzeOptions::standard());
        }
    }
}
