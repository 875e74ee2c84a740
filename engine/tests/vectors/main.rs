//! The course's table of reference values, `../shared/vectors.json` beside the project: every row of every group that
//! is about availability is a row here, and is answered by the engine from a document that a person could have written.
//! Groups about traffic and alerting are not; [`ELSEWHERE`] lists them. Values that others printed and that are not in
//! the table are in `published.rs`.
//!
//! The rows are copied so that a fresh clone has them. Where the table itself is there too, it is compared digit for
//! digit.

mod windows;
mod structures;
mod pools;
mod common_cause;
mod chains;

use std::path::PathBuf;

use nines_engine::availability::{Analysis, AnalyzeOptions, Method, analyze};
use nines_engine::format::read;
use serde_json::{Map, Value};

/// Groups of the table that no answer of this engine is about, and what they are about.
const ELSEWHERE: [(&str, &str); 12] = [
    ("burn_rate_time_to_fire_min_slo_99_9", "alerting"),
    ("burn_rate_budget_consumed", "alerting"),
    ("burn_rate_exhaustion", "alerting"),
    ("shuffle_sharding", "traffic: which clients share a worker"),
    ("retry_amplification", "traffic: retries over layers"),
    ("expected_attempts", "traffic: retries of one request"),
    ("vrrp_master_down_interval_s", "traffic: the timers of a change-over"),
    ("client_throttle_K2", "traffic: refusing before sending"),
    ("balls_into_bins_mean_max_load_simulated", "traffic: balancing"),
    ("supermarket_model_mean_time_in_service_units", "traffic: balancing"),
    ("supermarket_simulated_n200", "traffic: balancing"),
    ("request_vs_time", "traffic: demand that changes over the day"),
];

/// Every group that is tested here, as the table holds it.
fn here() -> Map<String, Value> {
    let groups = [windows::groups(), structures::groups(), pools::groups(), common_cause::groups(), chains::groups()];
    let named = groups.into_iter().flatten().map(|(name, rows)| (name.to_string(), numbers(rows)));
    named.collect()
}

/// A wrongly copied digit fails here, and so does a group that nobody has thought about.
#[test]
fn the_rows_are_those_of_the_table() {
    let here = here();
    assert!(ELSEWHERE.iter().all(|(group, _)| !here.contains_key(*group)));
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped the comparison of {} groups with the table: {} is not there", here.len(), file.display());
        return;
    };
    let table: Map<String, Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(table.len(), here.len() + ELSEWHERE.len(), "a group is gone, or on no list");
    for (group, rows) in table {
        let is_elsewhere = ELSEWHERE.iter().any(|(name, _)| *name == group);
        match here.get(&group) {
            Some(ours) => assert_eq!(*ours, numbers(rows), "{group}"),
            None => assert!(is_elsewhere, "{group} is neither tested here nor on the list of what is tested elsewhere"),
        }
    }
}

/// The same with every number as a float: the table writes `1000` where a row here has `1000.0`.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(n) => Value::from(n.as_f64().unwrap()),
        Value::Array(list) => list.into_iter().map(numbers).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, numbers(value))).collect(),
        other => other,
    }
}

/// Rows with the names of their columns, as the table has them. (The formatter is kept off rows: it would give every number
/// a line.)
fn table<const N: usize>(columns: [&str; N], rows: &[[f64; N]]) -> Value {
    let row = |row: &[f64; N]| -> Map<String, Value> {
        columns.iter().zip(row).map(|(column, value)| (column.to_string(), Value::from(*value))).collect()
    };
    rows.iter().map(row).collect()
}

/// The exact answer for a document of these parts, the clients needing `needs`.
#[track_caller]
fn analysis(needs: &str, parts: &str) -> Analysis {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": {needs} }}, {parts} }}"#);
    let read = read(&text);
    let topology = read.topology.unwrap_or_else(|| panic!("{text}: {:?}", read.diagnostics));
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    assert_eq!(analysis.method, Method::Exact, "{text}: {:?}", analysis.diagnostics);
    analysis
}

/// The answer for one component with these fields.
#[track_caller]
fn single(fields: &str) -> Analysis {
    analysis(r#"["c"]"#, &format!(r#""components": [ {{ "id": "c", {fields} }} ]"#))
}

/// A component a row, called c0, c1, …, with these fields; and the list of their names.
fn components<T>(rows: &[T], fields: impl Fn(&T) -> String) -> (String, String) {
    let part = |(i, row): (usize, &T)| format!(r#"{{ "id": "c{i}", {} }}"#, fields(row));
    let parts: Vec<String> = rows.iter().enumerate().map(part).collect();
    let names: Vec<String> = (0..rows.len()).map(|i| format!(r#""c{i}""#)).collect();
    (format!(r#""components": [{}]"#, parts.join(", ")), format!("[{}]", names.join(", ")))
}

/// The answer for a pool of `count` equal members.
#[track_caller]
fn pool(count: usize, member: &str, fields: &str) -> Analysis {
    let (parts, names) = components(&vec![(); count], |()| member.to_string());
    analysis(r#"["pool"]"#, &format!(r#"{parts}, "pools": [ {{ "id": "pool", "members": {names}, {fields} }} ]"#))
}

/// One minus an availability as it was written: in doubles 1 − 0.999999 is 3·10⁻¹¹ too large. For what has at most six
/// decimals.
fn complement(availability: f64) -> f64 {
    ((1.0 - availability) * 1e6).round() / 1e6
}

/// What an availability in doubles holds.
#[track_caller]
fn check_up(analysis: &Analysis, availability: f64) {
    let error = (analysis.availability - availability).abs();
    assert!(error <= 1e-15, "{} is not {availability}: off by {error:e}", analysis.availability);
}

#[track_caller]
fn check_down(analysis: &Analysis, unavailability: f64) {
    check_close(analysis.unavailability, unavailability, 1e-12);
}

/// Equal but for this share of the expected value.
#[track_caller]
fn check_close(value: f64, expected: f64, tolerance: f64) {
    let error = (value / expected - 1.0).abs();
    assert!(error <= tolerance, "{value} is not {expected}: off by {error:e} of it");
}
