//! SCRAM on published fault trees, written as Open-PSA XML. Its time is the whole program's, reading and reporting
//! included; it lists the cut sets in any case, since it cannot do without.

use super::{Answer, Outcome, PeerRow, install, published, timed};
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const TIME_MAX: Duration = Duration::from_secs(40);

/// From small to large; the last ones have too many cut sets to list.
const TREES: [(&str, &str); 11] = [
    ("chinese", "f01-aralia-chinese.json"),
    ("baobab1", "f02-aralia-baobab1.json"),
    ("baobab3", "f04-aralia-baobab3.json"),
    ("das9209", "f13-aralia-das9209.json"),
    ("edf9201", "f15-aralia-edf9201.json"),
    ("edf9202", "f16-aralia-edf9202.json"),
    ("edfpa15p", "f22-aralia-edfpa15p.json"),
    ("edfpa15q", "f23-aralia-edfpa15q.json"),
    ("elf9601", "f25-aralia-elf9601.json"),
    ("isp9602", "f28-aralia-isp9602.json"),
    ("jbd9601", "f34-aralia-jbd9601.json"),
];

pub fn run(project: &Project, folder: &Path) -> Vec<PeerRow> {
    let installed = install::scram(project);
    let mut rows = Vec::new();
    for (name, file) in TREES {
        let Ok(text) = fs::read_to_string(published(project).join(file)) else { continue };
        let (program, outcome) = match &installed {
            Err(error) => {
                let why = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
                ("SCRAM".to_owned(), Outcome::Without(format!("not installed: {why}")))
            }
            Ok((program, version)) => {
                eprintln!("timing SCRAM {version}: {name}");
                let answered = solve(program, folder, name, &text).map(Outcome::Answered);
                (format!("SCRAM {version}"), answered.unwrap_or_else(|error| Outcome::Without(format!("{error:#}"))))
            }
        };
        rows.push(PeerRow { input: format!("fault tree {name}"), program, case: format!("trees/{name}"), outcome });
    }
    rows
}

fn solve(program: &Path, folder: &Path, name: &str, text: &str) -> Result<Answer> {
    let case: Value = serde_json::from_str(text)?;
    let model = folder.join(format!("scram-{name}.xml"));
    let report = folder.join(format!("scram-{name}-report.xml"));
    fs::write(&model, open_psa(&case["model"]).context("the tree is not coherent")?)?;
    let once = || {
        let mut command = Command::new(program);
        command.args(["--bdd", "--probability", "true", "-o"]).arg(&report).arg(&model);
        timed::run(command, &folder.join(format!("scram-{name}.log")), TIME_MAX)
    };
    let ran = timed::fastest(once, |ran| ran.seconds)?;
    let report = fs::read_to_string(&report)?;
    let sets = attribute(&report, "products").context("no number of cut sets in its report")?;
    let value = attribute(&report, "probability").context("no probability in its report")?;
    Ok(Answer { seconds: ran.seconds, amount: None, value, note: format!("{sets} cut sets") })
}

/// An attribute of the report's only analysis.
fn attribute(report: &str, name: &str) -> Option<f64> {
    let analysis = &report[report.find("<sum-of-products")?..];
    let opening = &analysis[..analysis.find('>')?];
    let after = opening.split_once(&format!(" {name}=\""))?.1;
    after.split_once('"')?.0.parse().ok()
}

/// The tree in the Open-PSA Model Exchange Format 2.0d, sections on fault trees and basic events. Names are numbers,
/// since the format's names cannot hold all that the published ones do.
fn open_psa(model: &Value) -> Option<String> {
    let gates = model["gates"].as_object()?;
    let events = model["events"].as_object()?;
    let input = |name: &Value| {
        let gate = gates.keys().position(|known| name == known).map(|i| format!("<gate name=\"g{i}\"/>"));
        gate.or_else(|| events.keys().position(|known| name == known).map(|i| format!("<basic-event name=\"e{i}\"/>")))
    };
    // SCRAM takes the gates that no other names as tops, and a published tree has one.
    let mut out = "<?xml version=\"1.0\"?>\n<opsa-mef>\n<define-fault-tree name=\"tree\">\n".to_owned();
    for (i, gate) in gates.values().enumerate() {
        let inputs: String = gate["in"].as_array()?.iter().map(input).collect::<Option<_>>()?;
        let (open, close) = match gate["op"].as_str()? {
            "and" => ("<and>".to_owned(), "and"),
            "or" => ("<or>".to_owned(), "or"),
            "atleast" => (format!("<atleast min=\"{}\">", gate["k"].as_u64()?), "atleast"),
            _ => return None,
        };
        // A gate of one input is that input; the format asks for two under and and or.
        let body = match gate["in"].as_array()?.len() {
            1 => inputs,
            _ => format!("{open}{inputs}</{close}>"),
        };
        writeln!(out, "<define-gate name=\"g{i}\">{body}</define-gate>").ok()?;
    }
    out += "</define-fault-tree>\n<model-data>\n";
    for (i, q) in events.values().enumerate() {
        let q = q.as_f64()?;
        writeln!(out, "<define-basic-event name=\"e{i}\"><float value=\"{q:e}\"/></define-basic-event>").ok()?;
    }
    Some(out + "</model-data>\n</opsa-mef>\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tree_is_written_gate_by_gate() {
        let model = json!({
            "top": "t", "events": { "a b": 0.5, "c": 1e-9, "d": 0.1 },
            "gates": {
                "s": { "op": "or", "in": ["a b"] },
                "t": { "op": "atleast", "k": 2, "in": ["s", "c", "d"] }
            }
        });
        let written = open_psa(&model).expect("a coherent tree");
        let gates = "<define-gate name=\"g0\"><basic-event name=\"e0\"/></define-gate>\n\
                     <define-gate name=\"g1\"><atleast min=\"2\"><gate name=\"g0\"/><basic-event name=\"e1\"/>\
                     <basic-event name=\"e2\"/></atleast></define-gate>\n";
        assert!(written.contains(gates), "{written}");
        assert!(written.contains("<define-basic-event name=\"e1\"><float value=\"1e-9\"/>"), "{written}");
        let xor = json!({ "top": "t", "events": {}, "gates": { "t": { "op": "xor", "in": [] } } });
        assert_eq!(open_psa(&xor), None);
    }

    #[test]
    fn a_report_is_read_from_its_analysis() {
        let report = "<x probability=\"9\"/><sum-of-products name=\"t\" products=\"392\" probability=\"1.2e-3\" distribution=\"\">";
        assert_eq!((attribute(report, "products"), attribute(report, "probability")), (Some(392.0), Some(0.0012)));
        assert_eq!(attribute(report, "name"), None);
    }
}
