//! What the fuzzer found (`cargo xtask fuzz`), each with the smallest document that showed it. Those that can be told in a
//! document are run by the fuzzer too, from `engine/fuzz/found`.

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::diag::{Diagnostic, codes};
use nines_engine::format::partial::{PartOf, join, read_partial, write_partial};
use nines_engine::format::read;
use nines_engine::sim::{History, HistoryOptions, Rare, Start, Sums};
use nines_engine::topology::Topology;
use nines_engine::units::{MINUTES_PER_YEAR, Ticks};

fn document(inner: &str) -> String {
    format!(r#"{{ "format": "nines-topology", "version": 1, {inner} }}"#)
}

#[track_caller]
fn topology(inner: &str) -> Topology {
    let read = read(&document(inner));
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// The only error of a document.
#[track_caller]
fn refused(inner: &str) -> Diagnostic {
    let read = read(&document(inner));
    assert!(read.topology.is_none(), "it is not refused");
    let errors: Vec<Diagnostic> =
        read.diagnostics.into_iter().filter(|d| d.severity == nines_engine::diag::Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].clone()
}

/// The unavailability is below the smallest float, and importance was 0/0.
#[test]
fn importance_of_zero_is_left_out() {
    let topology = topology(
        r#""clients": { "needs": ["p"] }, "pools": [ { "id": "p", "members": ["a", "b"] } ],
           "components": [ { "id": "a", "unavailability": 1e-300 }, { "id": "b", "unavailability": 1e-300 } ]"#,
    );
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    assert_eq!((analysis.unavailability, analysis.importance.len()), (0.0, 0));
    assert!(analysis.diagnostics.iter().any(|d| d.code == codes::LEFT_OUT && d.message.starts_with("importance")));
}

/// What blocks two members together was called as the two of them alone.
#[test]
fn causes_of_one_name_are_told_apart() {
    let topology = read(include_str!("../fuzz/found/system-causes-of-one-name.json")).topology.unwrap();
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    let mut names: Vec<&str> = analysis.importance.iter().map(|importance| importance.id.as_str()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(names.contains(&"p/members without r and b (2)"), "{names:?}");
}

fn no_time() -> String {
    format!("0.{}1ms", "0".repeat(320))
}

/// A repair of 1e-323 ms was more than nothing, and infinitely many of them fit into a year.
#[test]
fn a_repair_too_short_for_a_float_is_refused() {
    let no_time = no_time();
    let finding = refused(&format!(
        r#""clients": {{ "needs": ["a"] }}, "components": [ {{ "id": "a", "availability": 0.5, "mttr": "{no_time}" }} ]"#
    ));
    assert_eq!((finding.code, finding.path.as_str()), (codes::BAD_DURATION, "components[0].mttr"));
    assert_eq!(finding.hint, "a duration is at least 0.001ms, or 0s");
}

/// With both times too short for a float the share of time was 0/0, and the part never failed.
#[test]
fn a_share_of_two_times_too_short_is_refused() {
    let no_time = no_time();
    let read = read(&document(&format!(
        r#""clients": {{ "needs": ["a"] }}, "components": [ {{ "id": "a", "mttf": "{no_time}", "mttr": "{no_time}" }} ]"#
    )));
    let codes: Vec<&str> = read.diagnostics.iter().map(|d| d.code).collect();
    assert!(read.topology.is_none() && codes == [codes::BAD_DURATION, codes::BAD_DURATION], "{codes:?}");
}

/// A component called `p/common-cause` and the event of the pool `p` were one name for two things.
#[test]
fn a_part_called_like_an_event_is_refused() {
    let parts = r#""clients": { "needs": ["p", "p/common-cause"] },
                   "components": [ { "id": "a", "unavailability": 0.1 }, { "id": "b", "unavailability": 0.1 },
                                   { "id": "p/common-cause", "unavailability": 0.2 } ]"#;
    let pool = |more: &str| format!(r#"{parts}, "pools": [ {{ "id": "p", "members": ["a", "b"]{more} }} ]"#);
    let finding = refused(&pool(r#", "common_cause": 0.1"#));
    assert_eq!((finding.code, finding.path.as_str()), (codes::NAME_OF_EVENT, "components[2].id"));
    assert_eq!(finding.message, "answers call the common cause of \"p\" like this part");
    // Without the event the name is free: documents that came from fault trees have such names.
    assert_eq!(topology(&pool("")).components.len(), 3);
}

#[test]
fn every_event_of_a_part_keeps_its_name() {
    for (id, more) in [
        ("p/failover", r#""standby": {}"#),
        ("p/members", r#""standby": {}"#),
        ("p/members without a", r#""repair_crews": 1"#),
        ("p/change", r#""change": { "bad_per_year": 1 }"#),
    ] {
        let finding = refused(&format!(
            r#""clients": {{ "needs": ["p"] }}, "components": [ {{ "id": "a" }}, {{ "id": "b" }}, {{ "id": "{id}" }} ],
               "pools": [ {{ "id": "p", "members": ["a", "b"], {more} }} ]"#
        ));
        assert_eq!((finding.code, finding.subject.as_str()), (codes::NAME_OF_EVENT, id));
    }
}

/// A cable of a part's name could not be failed by hand, or the part could not, and both had one stream of luck.
#[test]
fn a_cable_called_like_a_part_is_refused() {
    let finding = refused(
        r#""clients": { "needs": ["a"] }, "components": [ { "id": "a" } ],
           "cables": [ { "id": "a", "between": ["clients", "a"] } ]"#,
    );
    assert_eq!((finding.code, finding.path.as_str()), (codes::DUPLICATE_ID, "cables[0].id"));
}

fn partial(change: impl Fn(String) -> String) -> Result<(PartOf, Sums), Diagnostic> {
    let (document, script) = (document(r#""clients": { "needs": [] }"#), String::new());
    let of = PartOf { document, script, seed: 1, years: 6, part: 2, parts: 3 };
    let mut sums = Sums { years: 2, ..Sums::default() };
    (0..2).for_each(|_| sums.yearly.add(Ticks::ZERO));
    read_partial(&change(write_partial(&of, &sums)))
}

/// A part of 2⁶⁰ parts was joined by counting up to that number.
#[test]
fn a_part_of_very_many_is_refused_at_once() {
    assert!(partial(|text| text).is_ok());
    let finding = partial(|text| text.replace(r#""parts":"3""#, r#""parts":"1152921504606846976""#)).unwrap_err();
    assert_eq!(finding.code, codes::BAD_PART);
    let of = PartOf { parts: 9_000_000, years: 9_000_000, ..partial(|text| text).unwrap().0 };
    let findings = join(&[("one".to_string(), of, Sums::default())]).unwrap_err();
    assert!(findings[0].message.ends_with(" and 8999979 more"), "{}", findings[0].message);
}

/// Sums that no years can have overflowed when they were joined.
#[test]
fn a_part_with_impossible_sums_is_refused() {
    let most = u128::MAX.to_string();
    for field in ["down", "down_squared", "degraded", "unserved", "outage_ticks", "events", "outages"] {
        let changed = |text: String| text.replace(&format!(r#""{field}":"0""#), &format!(r#""{field}":"{most}""#));
        assert_eq!(partial(changed).unwrap_err().code, codes::BAD_PART, "{field}");
    }
}

/// A network was allowed fewer states than the first that every network has, and the rest of the limit was less than none.
#[test]
fn a_network_within_no_nodes_has_bounds() {
    let topology = topology(
        r#""clients": { "needs": ["a"] }, "components": [ { "id": "a" }, { "id": "s", "kind": "router", "unavailability": 0.25 } ],
           "cables": [ { "between": ["a", "s"] }, { "between": ["s", "s"] }, { "between": ["clients", "s"] } ]"#,
    );
    for nodes_max in 0..8 {
        let analysis = analyze(&topology, &AnalyzeOptions { cut_sets_max: 5, nodes_max }).unwrap();
        let (least, most) =
            analysis.unavailability_bounds.unwrap_or((analysis.unavailability, analysis.unavailability));
        assert!(least <= 0.25 && 0.25 <= most * (1.0 + 1e-12), "within {nodes_max} nodes: {least} to {most}");
    }
}

/// Spares that are tested every millisecond made a history step through every test, found anything or not.
#[test]
fn tests_that_find_nothing_are_passed_over() {
    let topology = topology(
        r#""clients": { "needs": ["p"] }, "components": [ { "id": "a", "mttf": "1y", "mttr": "1h" }, { "id": "b", "mttf": "1y", "mttr": "1h" } ],
           "pools": [ { "id": "p", "members": ["a", "b"], "standby": { "test_interval": "1ms" } } ]"#,
    );
    let options = HistoryOptions { seed: 1, replication: 0, start: Start::AllUp, trace_lines_max: 1000 };
    let mut history = History::new(&topology, options).unwrap();
    history.run_until(Ticks::from_years(50));
    let (fails, repaired) = (history.trace().matches(" fails ").count(), history.trace().matches(" repaired ").count());
    assert!((60..160).contains(&fails) && fails.abs_diff(repaired) <= 2, "{fails} failures, {repaired} repairs");
}

/// Measured unavailability below the smallest float had an interval, and its relative width was 0/0.
#[test]
fn a_rare_measurement_of_zero_has_no_interval() {
    let tiny = r#""unavailability": 2.2250738585072014e-308"#;
    let topology = topology(&format!(
        r#""clients": {{ "needs": ["c1"] }},
           "domains": [ {{ "id": "d1", {tiny} }}, {{ "id": "d2", {tiny} }}, {{ "id": "d3", {tiny} }} ],
           "components": [ {{ "id": "c0", "in": ["d2", "d3"], {tiny} }},
                           {{ "id": "c1", "in": ["d1", "d2", "d3"], "needs": ["c0", "p0"] }} ],
           "pools": [ {{ "id": "p0", "members": ["c0"], "common_cause": 0.25 }} ]"#
    ));
    let mut rare = Rare::new(&topology, 15_129_831_308_584_066_237).unwrap();
    rare.run(20);
    let measurement = rare.measurement();
    assert!(measurement.relative_half_width.is_none_or(|width| width >= 0.0), "{measurement:?}");
    assert!(measurement.unavailability > 0.0 || measurement.unavailability_ci95.is_none(), "{measurement:?}");
}

/// Cycles of 10¹⁶⁰ hours are too long to be squared, and the interval was from 0 to 1 with a width that is no number.
#[test]
fn a_rare_measurement_of_endless_cycles_has_no_interval() {
    let topology =
        topology(r#""clients": { "needs": ["a"] }, "components": [ { "id": "a", "unavailability": 1e-160 } ]"#);
    let mut rare = Rare::new(&topology, 1).unwrap();
    rare.run(20);
    let measurement = rare.measurement();
    assert!((measurement.unavailability / 1e-160 - 1.0).abs() < 1e-9, "{measurement:?}");
    assert!(measurement.relative_half_width.is_none_or(|width| width >= 0.0), "{measurement:?}");
}

/// Cut sets that are as likely but for the last digit came in the order of bounds multiplied another way round.
#[test]
fn cut_sets_a_digit_apart_are_in_order() {
    let read = read(include_str!("../fuzz/found/analyze-cut-sets-a-digit-apart.json"));
    let analysis = analyze(&read.topology.unwrap(), &AnalyzeOptions::standard()).unwrap();
    assert!(analysis.cut_sets.is_sorted_by(|one, two| one.probability >= two.probability), "{:?}", analysis.cut_sets);
}

/// Time degraded was asked with the chains of soft needs counted as hard, by which the clients were up a little longer.
#[test]
fn clients_are_degraded_no_longer_than_up() {
    let read = read(include_str!("../fuzz/found/analyze-degraded-longer-than-up.json"));
    let analysis = analyze(&read.topology.unwrap(), &AnalyzeOptions::standard()).unwrap();
    // What the clients need softly is out of reach, so they are degraded whenever they are up.
    let degraded = analysis.degraded_minutes_per_year.unwrap() / MINUTES_PER_YEAR;
    assert!((degraded - analysis.availability).abs() < 1e-12, "{degraded} while up {}", analysis.availability);
}

/// Members that differ were followed as other equal ones for every level of capacity, so that less was served than up.
#[test]
fn as_much_is_served_as_is_up() {
    let topology = read(include_str!("../fuzz/found/system-served-less-than-up.json")).topology.unwrap();
    let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
    assert!(analysis.served_fraction.unwrap() >= analysis.availability - 1e-15, "{analysis:?}");
}

/// A pool that changes over for certain, as far as a float knows, stopped 0/0 times a year.
#[test]
fn what_is_down_for_certain_does_not_stop() {
    let found = include_str!("../fuzz/found/system-changing-over-for-certain.json");
    let answer = |text: &str| analyze(&read(text).topology.unwrap(), &AnalyzeOptions::standard()).unwrap();
    // It has a chain by now: an hour of repair, and then seven times of ten a day of change-over, for which "q" stops as well
    // as by itself.
    let followed = answer(found);
    let up = 1.0 / (1.0 + 0.7 * 24.0);
    let per_year = up * 8760.0 * (0.7 * 100.0 / 101.0 + 1.0 / 101.0);
    assert!((followed.outages_per_year.unwrap() / per_year - 1.0).abs() < 1e-9, "{:?}", followed.outages_per_year);
    // With cables it has none.
    let cables = r#""cables": [{ "between": ["clients", "a"] }, { "between": ["clients", "b"] }], "components""#;
    let apart = answer(&found.replace(r#""components""#, cables));
    assert_eq!(apart.outages_per_year, Some(0.0));
}

/// A demand of nothing requires no member: the pool was followed as one with spares, and served less than it was up.
#[test]
fn spares_of_which_none_is_required() {
    let found = include_str!("../fuzz/found/system-spares-of-which-none-is-required.json");
    let answer = analyze(&read(found).topology.unwrap(), &AnalyzeOptions::standard()).unwrap();
    // What is left is the pool's common cause.
    assert!((answer.unavailability / 5e-10 - 1.0).abs() < 1e-9, "{answer:?}");
    assert_eq!(answer.served_fraction, Some(answer.availability));
}
