//! Fault trees in and out, through the program itself: what is read, what is refused and how, and that the numbers are
//! those that were published. The published trees lie beside the project; a run without them says how many it skipped.

#[path = "../../engine/tests/generate/mod.rs"]
mod generate;
#[allow(dead_code)]
mod typed;

use std::collections::BTreeSet;
use std::path::PathBuf;

use generate::{Shape, generated};
use nines_engine::fault_tree::{from_topology, quantify};
use serde_json::Value;
use typed::{nines, text};

/// The document of an Open-PSA text; there must be one.
#[track_caller]
fn import(xml: &str) -> String {
    let output = nines(&["import", "-"], xml.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What is said about a text that is refused.
#[track_caller]
fn refused(args: &[&str], xml: &[u8]) -> String {
    let output = nines(args, xml);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    text(&output.stderr)
}

#[track_caller]
fn export(document: &str) -> String {
    let output = nines(&["export", "-"], document.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[track_caller]
fn analyze(document: &str) -> Value {
    let output = nines(&["analyze", "-", "--json", "--cuts", "200"], document.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn unavailability(document: &str) -> f64 {
    analyze(document)["unavailability"].as_f64().unwrap()
}

/// Gates and events as a document: definitions of gates, then events of these probabilities.
fn document(gates: &str, events: &[(&str, f64)]) -> String {
    let event = |(name, p): &(&str, f64)| {
        format!("<define-basic-event name=\"{name}\"><float value=\"{p}\"/></define-basic-event>")
    };
    let events: String = events.iter().map(event).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<!-- plain -->\n<!DOCTYPE opsa-mef>\n<opsa-mef><define-fault-tree name=\"t\">{gates}\
         </define-fault-tree><model-data>{events}</model-data></opsa-mef>"
    )
}

const ABC: [(&str, f64); 3] = [("a", 0.1), ("b", 0.2), ("c", 0.3)];

/// The probability of the document of one formula about a, b and c.
#[track_caller]
fn check_formula(formula: &str, expected: f64) {
    let xml = document(&format!("<define-gate name=\"g\">{formula}</define-gate>"), &ABC);
    let found = unavailability(&import(&xml));
    assert!((found - expected).abs() < 1e-15, "{formula}: {found} and {expected}");
}

#[test]
fn formulas_mean_what_they_say() {
    let [a, b, c] = ["a", "b", "c"].map(|name| format!("<basic-event name=\"{name}\"/>"));
    let (p, q, r) = (0.1, 0.2, 0.3);
    check_formula(&format!("<and>{a}{b}{c}</and>"), p * q * r);
    check_formula(&format!("<or>{a}{b}</or>"), 1.0 - (1.0 - p) * (1.0 - q));
    let two = p * q * (1.0 - r) + p * (1.0 - q) * r + (1.0 - p) * q * r + p * q * r;
    check_formula(&format!("<atleast min=\"2\">{a}{b}{c}</atleast>"), two);
    check_formula(&format!("<not><nand>{a}{b}</nand></not>"), p * q);
    check_formula(&format!("<nor><nor>{a}{b}</nor><not>{c}</not></nor>"), (1.0 - (1.0 - p) * (1.0 - q)) * r);
    check_formula(&format!("<or><label>nested</label><and>{a}{b}</and><and>{a}{c}</and></or>"), p * (q + r - q * r));
    check_formula(&format!("<and>{a}<constant value=\"true\"/></and>"), p);
    check_formula(&format!("<xor>{b}<constant value=\"false\"/></xor>"), q);
    check_formula("<event name=\"c\"/>", r);
    check_formula("<constant value=\"true\"/>", 1.0);
    check_formula("<constant value=\"false\"/>", 0.0);
    check_formula(&format!("<atleast min=\"2\">{a}{a}{b}</atleast>"), p);
}

#[test]
fn a_tree_becomes_the_document_a_person_would_write() {
    let xml = document(
        "<label>Both pumps, or the tank</label>
         <define-gate name=\"no-water\"><or><gate name=\"pumps\"/><basic-event name=\"tank\"/></or></define-gate>
         <define-gate name=\"pumps\"><atleast min=\"2\"><event name=\"p1\"/><event name=\"p2\"/><event name=\"p3\"/>
         </atleast></define-gate>",
        &[("p1", 0.01), ("p2", 0.01), ("p3", 0.01), ("tank", 1e-7)],
    );
    let expected = r#"{
  "format": "nines-topology",
  "version": 1,
  "title": "t",
  "clients": { "needs": ["no-water"] },
  "components": [
    { "id": "no-water", "kind": "component", "needs": ["pumps", "tank"] },
    { "id": "tank", "kind": "component", "unavailability": 1e-7 },
    { "id": "p1", "kind": "component", "unavailability": 0.01 },
    { "id": "p2", "kind": "component", "unavailability": 0.01 },
    { "id": "p3", "kind": "component", "unavailability": 0.01 }
  ],
  "pools": [{ "id": "pumps", "members": ["p1", "p2", "p3"], "required": 2 }]
}
"#;
    assert_eq!(import(&xml), expected);
}

#[test]
fn containers_house_events_and_private_names_are_read() {
    let xml = r#"<opsa-mef>
      <define-fault-tree name="plant">
        <define-gate name="top"><or><gate name="left.fails"/><gate name="plant.right.fails"/></or></define-gate>
        <define-component name="left" role="private">
          <define-gate name="fails"><and><event name="motor"/><house-event name="maintenance"/></and></define-gate>
          <define-basic-event name="motor"><label>M</label><float value="0.1"/></define-basic-event>
        </define-component>
        <define-component name="right" role="private">
          <define-gate name="fails"><and><event name="motor"/><event name="spare"/></and></define-gate>
          <define-basic-event name="motor"><attributes><attribute name="x" value="y"/></attributes><float value="2e-1"/>
          </define-basic-event>
        </define-component>
        <define-house-event name="maintenance"><constant value="true"/></define-house-event>
      </define-fault-tree>
      <model-data><define-basic-event name="spare"><float value="0.5"/></define-basic-event></model-data>
    </opsa-mef>"#;
    let document = import(xml);
    assert!((unavailability(&document) - (1.0 - 0.9 * 0.9)).abs() < 1e-15, "{document}");
    assert!(document.contains("\"plant.left.motor\"") && document.contains("\"plant.right.motor\""), "{document}");
}

#[test]
fn what_is_passed_over_is_named() {
    let gates = "<define-gate name=\"top\"><event name=\"a\"/></define-gate>
        <define-CCF-group name=\"pumps\" model=\"beta-factor\"><members/></define-CCF-group>
        <define-parameter name=\"lambda\"/><define-parameter name=\"mu\"/>";
    let output = nines(&["import", "-"], document(gates, &ABC).as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr);
    for expected in [
        "warning: N203: <define-CCF-group> is not read, and there is one: \"pumps\" — its events are taken as independent",
        "warning: N203: <define-parameter> is not read, and there are 2: \"lambda\", \"mu\" — left out",
        "warning: N203: \"top\" does not depend on the events \"b\", \"c\" — left out of the document",
    ] {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
}

#[test]
fn several_tops_need_a_choice() {
    let gates = "<define-gate name=\"left\"><and><event name=\"a\"/><event name=\"b\"/></and></define-gate>
        <define-gate name=\"right\"><and><event name=\"b\"/><event name=\"c\"/></and></define-gate>";
    let xml = document(gates, &ABC);
    let said = refused(&["import", "-"], xml.as_bytes());
    assert_eq!(said, "N204: there are 2 top gates: \"left\", \"right\" — choose one with --top NAME\n");
    let said = refused(&["import", "-", "--top", "lefft"], xml.as_bytes());
    assert_eq!(said, "N012: no gate is called \"lefft\" — did you mean \"left\"?\n");
    let output = nines(&["import", "-", "--top", "right"], xml.as_bytes());
    assert!((unavailability(&text(&output.stdout)) - 0.06).abs() < 1e-15);
    let said = text(&output.stderr);
    assert!(said.contains("\"right\" does not depend on the gates \"left\""), "{said}");
}

#[test]
fn a_tree_that_is_not_coherent_names_its_gates_and_has_an_answer() {
    let gates = "<define-gate name=\"top\"><or><gate name=\"odd\"/><gate name=\"spare-idle\"/></or></define-gate>
        <define-gate name=\"odd\"><xor><event name=\"a\"/><event name=\"b\"/></xor></define-gate>
        <define-gate name=\"spare-idle\"><and><not><event name=\"c\"/></not><event name=\"a\"/></and></define-gate>";
    let said = refused(&["import", "-"], document(gates, &ABC).as_bytes());
    assert!(said.starts_with("N201: the gates \"odd\", \"spare-idle/1\" ask for something not to fail"), "{said}");
    // a and not b, b and not a, or a and b and not c.
    let expected = 0.1 * 0.8 + 0.9 * 0.2 + 0.1 * 0.2 * 0.7;
    let found = said.lines().find_map(|line| line.strip_prefix("The exact probability of \"top\" is ")).unwrap();
    assert!((found.trim_end_matches('.').parse::<f64>().unwrap() - expected).abs() < 1e-15, "{said}");
}

#[test]
fn errors_come_all_at_once_with_their_lines() {
    let xml = "<opsa-mef>\n<define-fault-tree name=\"t\">\n\
        <define-gate name=\"top\"><or>\n<event name=\"a\"/>\n<gate name=\"a\"/>\n<iff/>\n<constant value=\"x\"/></or></define-gate>\n\
        <define-gate name=\"two\"><event name=\"a\"/><event name=\"a\"/></define-gate>\n\
        <define-gate name=\"some\"><atleast><event name=\"a\"/></atleast></define-gate>\n\
        <define-gate><event name=\"a\"/></define-gate>\n\
        <define-basic-event name=\"a\"><exponential/></define-basic-event>\n\
        <define-basic-event name=\"b\"><float value=\"often\"/></define-basic-event>\n\
        <define-basic-event name=\"c\"/>\n<define-house-event name=\"h\"/>\n</define-fault-tree></opsa-mef>";
    let said = refused(&["import", "-"], xml.as_bytes());
    for expected in [
        "N204 line 8 of \"two\": a gate has one formula, and here are 2",
        "N204 line 10: <define-gate> has no name",
        "N204 line 11 of \"a\": the probability is <exponential>, and only numbers are read",
        "N204 line 12 of \"b\": the probability is \"often\", which is no number",
        "N204 line 13 of \"c\": the probability is not given",
        "N204 line 14 of \"h\": whether the house event happens is not given",
        "N204 line 5 of \"top\": \"a\" is a basic event and no gate",
        "N204 line 6 of \"top\": <iff> is no formula that is read",
        "N204 line 7 of \"top\": a constant is neither true nor false",
        "N204 line 9 of \"some\": <atleast> does not say how many",
    ] {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
    assert_eq!(said.lines().count(), 10, "{said}");
    let circle = document(
        "<define-gate name=\"g\"><and><gate name=\"h\"/><event name=\"nobody\"/></and></define-gate>
         <define-gate name=\"h\"><or><gate name=\"g\"/><event name=\"a\"/></or></define-gate>",
        &[("a", 0.1), ("b", 1.5), ("b", 0.2)],
    );
    let said = refused(&["import", "-"], circle.as_bytes());
    for expected in ["N014 ", "no gate or event is called \"nobody\"", "must be from 0 to 1", "\"b\" is given twice"] {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
}

#[test]
fn hostile_texts_are_refused_in_words() {
    let check = |xml: &[u8], expected: &str| {
        let said = refused(&["import", "-"], xml);
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    };
    check(b"", "this is no XML");
    check(b"{ \"format\": \"nines-topology\" }", "this is no XML");
    check(b"<opsa-mef><define-fault-tree>", "this is no XML");
    check(b"<html/>", "the outermost element is <html> and not <opsa-mef>");
    check(b"<opsa-mef/>", "the document defines no gates");
    check(b"\xff\xfe<opsa-mef/>", "is not UTF-8 text");
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><opsa-mef>&b;</opsa-mef>";
    check(bomb.as_bytes(), "the document defines entities");
    let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"/etc/passwd\">]><opsa-mef>&a;</opsa-mef>";
    check(outside.as_bytes(), "the document defines entities");
    check(b"<opsa-mef>&nobody;</opsa-mef>", "this is no XML");
    let deep =
        |element: &str, n: usize| format!("{}{}", format!("<{element}>").repeat(n), format!("</{element}>").repeat(n));
    let formulas = document(&format!("<define-gate name=\"g\">{}</define-gate>", deep("not", 200_000)), &ABC);
    check(formulas.as_bytes(), "formulas are nested too deep");
    let containers = format!("<opsa-mef>{}</opsa-mef>", deep("model-data", 200_000));
    check(containers.as_bytes(), "elements are nested too deep");
    let elsewhere = format!("<opsa-mef>{}</opsa-mef>", deep("x", 200_000));
    check(elsewhere.as_bytes(), "the document defines no gates");
    let many = "<define-gate/>".repeat(300_000);
    check(format!("<opsa-mef>\n{many}</opsa-mef>").as_bytes(), "there are more errors than the 100 above");
    let name = "n".repeat(1 << 20);
    let named = document(&format!("<define-gate name=\"{name}\"><event name=\"{name}\"/></define-gate>"), &ABC);
    check(named.as_bytes(), "a name has at most 256 characters");
    check(" ".repeat((16 << 20) + 1).as_bytes(), "has more than 16 MiB");
    let gates = 20_001;
    let chain: String = (0..gates)
        .map(|i| format!("<define-gate name=\"g{i}\"><gate name=\"g{}\"/></define-gate>", i + 1))
        .collect::<String>()
        + &format!("<define-gate name=\"g{gates}\"><event name=\"a\"/></define-gate>");
    check(document(&chain, &ABC).as_bytes(), "gates, and the limit is 20000");
    assert_eq!(nines(&["import", "/nowhere/at/all.xml"], b"").status.code(), Some(1));
}

#[test]
fn wrong_usage_and_help() {
    for (args, expected) in [
        (&["import"][..], "nines: which document? Name a file, or - for standard input"),
        (&["import", "-", "--top"], "nines: --top needs the name of a gate"),
        (&["improt"], "nines: there is no command \"improt\" — did you mean \"import\"?"),
        (&["export", "-", "--json"], "nines: invalid option '--json'"),
    ] {
        let output = nines(args, b"");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr).lines().next(), Some(expected));
    }
    for command in ["import", "export"] {
        let output = nines(&[command, "--help"], b"");
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("Open-PSA"));
    }
    assert!(refused(&["export", "-"], b"{}").contains("N002"));
}

#[test]
fn an_exported_document_reads_well() {
    let shop = r#"{ "format": "nines-topology", "version": 1, "title": "Shop & co",
      "clients": { "needs": ["app"] },
      "domains": [ { "id": "zone a", "kind": "zone", "unavailability": 0.001 } ],
      "components": [
        { "id": "app-1", "kind": "server", "unavailability": 0.01, "in": ["zone a"] },
        { "id": "app-2", "kind": "server", "unavailability": 0.01 },
        { "id": "db", "kind": "database", "unavailability": 0.002, "needs": ["dns"] },
        { "id": "dns", "kind": "dns", "unavailability": 0.0001 } ],
      "pools": [ { "id": "app", "members": ["app-1", "app-2"], "common_cause": 0.1, "needs": ["db"] } ] }"#;
    let xml = export(shop);
    for expected in [
        "<define-fault-tree name=\"Shop___co\">\n    <label>Shop &amp; co</label>",
        "<define-gate name=\"app\">\n      <or>\n        <gate name=\"app_members\"/>\n        \
         <basic-event name=\"app_common-cause\"/>\n        <gate name=\"db_is_down\"/>\n      </or>",
        "<define-gate name=\"app_members\">\n      <label>app members</label>\n      <and>\n        \
         <gate name=\"app-1_is_down\"/>\n        <basic-event name=\"app-2\"/>\n      </and>",
        "<define-basic-event name=\"zone_a\">\n      <label>zone a</label>\n      <float value=\"0.001\"/>",
        "<define-basic-event name=\"dns\">\n      <float value=\"1e-4\"/>",
    ] {
        assert!(xml.contains(expected), "{expected} is not in:\n{xml}");
    }
    let q = (0.9 * 0.01, 0.1 * 0.01);
    let pool = (1.0 - (1.0 - q.0) * 0.999) * q.0;
    let expected = 1.0 - (1.0 - pool) * (1.0 - q.1) * (1.0 - 0.002) * (1.0 - 0.0001);
    assert!((unavailability(&import(&xml)) - expected).abs() < 1e-15);
    let crews = shop.replace("\"common_cause\": 0.1", "\"repair_crews\": 1");
    let crews = crews.replace("\"needs\": [\"app\"] }", "\"needs\": [\"app\", \"app-1\"] }");
    let output = nines(&["export", "-"], crews.as_bytes());
    assert!(text(&output.stderr).contains("warning: N105"), "what is approximated is said");
}

#[test]
fn generated_documents_survive_the_way_out_and_in() {
    for seed in 0..60 {
        let document = nines_engine::format::write(&generated(seed, Shape::Any));
        let (before, after) = (analyze(&document), analyze(&import(&export(&document))));
        let [a, b] = [&before, &after].map(|answer| answer["unavailability"].as_f64().unwrap());
        assert!((a - b).abs() <= 1e-12 * a, "seed {seed}: {a} and {b}");
        assert_eq!(cuts(&before), cuts(&after), "seed {seed}");
    }
}

/// Cut sets with their names as the format spells them.
fn cuts(answer: &Value) -> BTreeSet<Vec<String>> {
    let spelled = |member: &Value| member.as_str().unwrap().replace('/', "_");
    let cut = |cut: &Value| {
        let mut members: Vec<String> = cut["members"].as_array().unwrap().iter().map(spelled).collect();
        members.sort();
        members
    };
    answer["cut_sets"].as_array().unwrap().iter().map(cut).collect()
}

#[test]
fn published_trees_are_imported_with_their_published_answers() {
    const TREES: [&str; 7] = [
        "f01-aralia-chinese",
        "f02-aralia-baobab1",
        "f13-aralia-das9209",
        "f14-aralia-das9601",
        "f17-aralia-edf9203",
        "f31-aralia-isp9605",
        "f40-scram-lift",
    ];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    if !folder.is_dir() {
        eprintln!("skipped {} published fault trees: {} is not there", TREES.len(), folder.display());
        return;
    }
    for id in TREES {
        let case = std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
        let case: Value = serde_json::from_str(&case).unwrap();
        let expected = |measure: &str| {
            let all = case["expected"].as_array().unwrap();
            all.iter().find(|e| e["measure"] == measure).and_then(|e| e["value"].as_f64())
        };
        let probability = expected("top_probability").unwrap();
        let near = |a: f64| (a - probability).abs() <= 1e-9 * probability;
        let xml = xml_of(&case["model"]);
        let output = nines(&["import", "-"], xml.as_bytes());
        if output.status.code() == Some(1) {
            // Not coherent, or too large for a document: the number is in the words.
            let said = text(&output.stderr);
            assert!(["f14", "f17"].contains(&&id[..3]), "{id}: {said}");
            let found = said.split(" is ").last().unwrap().trim_end().trim_end_matches('.');
            assert!(near(found.parse().unwrap()), "{id}: {said}");
            continue;
        }
        let imported = text(&output.stdout);
        assert!(near(unavailability(&imported)), "{id}");
        for document in [&imported, &import(&export(&imported))] {
            let topology = nines_engine::format::read(document).topology.unwrap();
            let answer = quantify(&from_topology(&topology).unwrap(), 1_000_000).unwrap();
            assert!(near(answer.probability), "{id}");
            assert_eq!(answer.cut_sets_count, expected("minimal_cut_set_count"), "{id}");
        }
    }
}

/// A published tree in XML.
fn xml_of(model: &Value) -> String {
    let gates = model["gates"].as_object().unwrap();
    let mut xml = String::from("<opsa-mef><define-fault-tree name=\"published\">");
    for (name, gate) in gates {
        let op = gate["op"].as_str().unwrap();
        let min = gate["k"].as_u64().map(|k| format!(" min=\"{k}\"")).unwrap_or_default();
        xml.push_str(&format!("<define-gate name=\"{name}\"><{op}{min}>"));
        for input in gate["in"].as_array().unwrap() {
            let input = input.as_str().unwrap();
            let element = if gates.contains_key(input) { "gate" } else { "basic-event" };
            xml.push_str(&format!("<{element} name=\"{input}\"/>"));
        }
        xml.push_str(&format!("</{op}></define-gate>"));
    }
    xml.push_str("</define-fault-tree><model-data>");
    for (name, q) in model["events"].as_object().unwrap() {
        xml.push_str(&format!("<define-basic-event name=\"{name}\"><float value=\"{q}\"/></define-basic-event>"));
    }
    xml + "</model-data></opsa-mef>"
}
