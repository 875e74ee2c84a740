//! Values that others printed, each with its source, from the engine's answer for a document. Known misprints are here
//! too: the answer is the right value, and a comment says what was printed. What AWS and Azure print about products of
//! availabilities, and Markov pairs, are rows of `vectors/`; published fault trees and networks are in `benchmarks.rs`,
//! `networks.rs` and `cables.rs`.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::report::downtime_text;
use nines_engine::topology::Topology;
use nines_engine::units::Duration;

fn topology(parts: &str) -> Topology {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, {parts} }}"#);
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

fn answer(topology: &Topology) -> Analysis {
    analyze(topology, &AnalyzeOptions::standard()).unwrap()
}

/// The unavailability of one component that works for this share of the time.
fn down(availability: &str) -> f64 {
    let parts = format!(
        r#""clients": {{ "needs": ["c"] }}, "components": [ {{ "id": "c", "availability": {availability} }} ]"#
    );
    answer(&topology(&parts)).unavailability
}

/// How far `printed`, such as `52.6 m`, is from the downtime in a window, in units of its last digit: rounding leaves
/// at most 0.5, cutting off less than 1.
fn last_digits_off(unavailability: f64, window: &str, printed: &str) -> f64 {
    let (number, unit) = printed.split_once(' ').unwrap();
    let in_units = Duration::parse(window).unwrap().seconds() * unavailability
        / Duration::parse(&format!("1{unit}")).unwrap().seconds();
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let units_of_last = (0..decimals).fold(1.0, |scale, _| scale * 10.0);
    (in_units - number.parse::<f64>().unwrap()) * units_of_last
}

#[track_caller]
fn check_rounded(availability: &str, window: &str, printed: &str) {
    let off = last_digits_off(down(availability), window, printed).abs();
    assert!(off <= 0.5 + 1e-9, "{availability} of {window} is not {printed}: off by {off} in the last digit");
}

/// Beyer, Jones, Petoff, Murphy (editors): Site Reliability Engineering, O'Reilly 2016, appendix A, "Availability
/// Table".
#[test]
fn the_sre_books_table() {
    const WINDOWS: [&str; 6] = ["1y", "90d", "30d", "7d", "1d", "1h"];
    const TABLE: [(&str, [&str; 6]); 8] = [
        ("0.9", ["36.5 d", "9 d", "3 d", "16.8 h", "2.4 h", "6 m"]),
        ("0.95", ["18.25 d", "4.5 d", "1.5 d", "8.4 h", "1.2 h", "3 m"]),
        ("0.99", ["3.65 d", "21.6 h", "7.2 h", "1.68 h", "14.4 m", "36 s"]),
        ("0.995", ["1.83 d", "10.8 h", "3.6 h", "50.4 m", "7.20 m", "18 s"]),
        ("0.999", ["8.76 h", "2.16 h", "43.2 m", "10.1 m", "1.44 m", "3.6 s"]),
        ("0.9995", ["4.38 h", "1.08 h", "21.6 m", "5.04 m", "43.2 s", "1.8 s"]),
        ("0.9999", ["52.6 m", "12.96 m", "4.32 m", "60.5 s", "8.64 s", "0.36 s"]),
        // Printed for a day: 0.87 seconds. It is 0.864.
        ("0.99999", ["5.26 m", "1.30 m", "25.9 s", "6.05 s", "0.86 s", "0.04 s"]),
    ];
    for (availability, printed) in TABLE {
        for (window, printed) in WINDOWS.into_iter().zip(printed) {
            check_rounded(availability, window, printed);
        }
    }
    assert!(last_digits_off(down("0.99999"), "1d", "0.87 s").abs() > 0.5);
}

/// Azure Architecture Center, "Business metrics": downtime a week, a month and a year.
#[test]
fn azures_table() {
    const TABLE: [(&str, [&str; 3]); 5] = [
        ("0.99", ["1.68 h", "7.2 h", "3.65 d"]),
        ("0.999", ["10.1 m", "43.2 m", "8.76 h"]),
        ("0.9995", ["5 m", "21.6 m", "4.38 h"]),
        ("0.9999", ["1.01 m", "4.32 m", "52.56 m"]),
        ("0.99999", ["6 s", "25.9 s", "5.26 m"]),
    ];
    for (availability, printed) in TABLE {
        for (window, printed) in ["7d", "30d", "1y"].into_iter().zip(printed) {
            check_rounded(availability, window, printed);
        }
    }
}

/// AWS Well-Architected, Reliability Pillar, "Availability": the table cuts off instead of rounding (99.9 % is 8 h 45.6
/// min).
#[test]
fn awss_table() {
    const TABLE: [(&str, &str); 5] =
        [("0.99", "87 h"), ("0.999", "525 m"), ("0.9995", "262 m"), ("0.9999", "52 m"), ("0.99999", "5 m")];
    for (availability, printed) in TABLE {
        let off = last_digits_off(down(availability), "1y", printed);
        assert!((0.0..1.0).contains(&off), "{availability} is not {printed}: off by {off} in the last digit");
    }
    // Its first row is 3 days 15 hours. A vendor's blog (ibexlabs) prints 99 % as 3 h 15 min a year; it is 3.65 days.
    assert_eq!(downtime_text(down("0.99")), "3 d 16 h a year");
    assert!(last_digits_off(down("0.99"), "1y", "195 m") > 5000.0);
}

/// The tiers of data centres as commonly quoted (the Uptime Institute itself no longer gives percentages): I to IV.
#[test]
fn tiers_of_data_centres() {
    for (availability, printed) in
        [("0.99671", "28.8 h"), ("0.99741", "22.7 h"), ("0.99982", "1.6 h"), ("0.99995", "26.3 m")]
    {
        check_rounded(availability, "1y", printed);
    }
}

/// Beyer, Murphy, Rensin, Kawahara, Thorne (editors): The Site Reliability Workbook, O'Reilly 2018, chapter 5.
#[test]
fn the_sre_workbooks_budgets() {
    // How many times as fast as the promise allows a service spends its budget that fails this share of the time, and
    // after how many hours nothing is left.
    let burn = |unavailability: f64| {
        let topology = topology(&format!(
            r#""slo": {{ "availability": 0.999, "window": "30d" }}, "clients": {{ "needs": ["c"] }},
                "components": [ {{ "id": "c", "unavailability": {unavailability} }} ]"#
        ));
        let slo = topology.slo.as_ref().unwrap();
        let rate = answer(&topology).unavailability / (1.0 - slo.availability.get());
        (rate, slo.window.unwrap().hours() / rate)
    };
    let check = |unavailability: f64, rate: f64, hours: f64| {
        let (found, lasts) = burn(unavailability);
        assert!((found / rate - 1.0).abs() < 1e-12, "{unavailability}: {found} and {rate}");
        assert!((lasts / hours - 1.0).abs() < 1e-12, "{unavailability}: {lasts} and {hours}");
    };
    // Table 5-4: 30, 15 and 3 days; and 43 minutes, which are 43.2.
    check(0.001, 1.0, 30.0 * 24.0);
    check(0.002, 2.0, 15.0 * 24.0);
    check(0.01, 10.0, 3.0 * 24.0);
    check(1.0, 1000.0, 0.72);
    // The service with ten requests an hour, one of which fails: printed "a 1,000x burn rate". It is 100x; the same
    // sentence's 13.9 % of the budget in an hour is right.
    check(0.1, 100.0, 7.2);
    assert_eq!(format!("{:.1}", 100.0 / burn(0.1).1), "13.9");
    // Blogs print "14.4x: the budget is gone in 2 hours". It is gone in 50; 14.4x spends 2 % of it an hour.
    check(0.0144, 14.4, 50.0);
}

/// Billinton and Allan, Reliability Evaluation of Engineering Systems, 2nd edition, Plenum 1992, example 11.2: 0.05 and
/// 0.02 failures a year, repairs of 20 and 25 hours. Equations 11.15 to 11.18 leave out that a part that is down does
/// not fail.
#[test]
fn two_that_overlap() {
    let topology = topology(
        r#""clients": { "needs": ["p"] }, "pools": [ { "id": "p", "members": ["a", "b"] } ],
            "components": [ { "id": "a", "mttf": "20y", "mttr": "20h" }, { "id": "b", "mttf": "50y", "mttr": "25h" } ]"#,
    );
    let answer = answer(&topology);
    let near = |value: f64, expected: f64| (value / expected - 1.0).abs() < 2e-4;
    assert!(near(answer.outages_per_year.unwrap(), 0.05 * 0.02 * (20.0 + 25.0) / 8760.0));
    assert!((answer.mean_outage_minutes.unwrap() / 60.0 - 100.0 / 9.0).abs() < 1e-9);
    assert!(near(answer.downtime_minutes_per_year / 60.0, 0.05 * 0.02 * 20.0 * 25.0 / 8760.0));
    // Exactly: 20 hours in 20 years and 20 hours, 25 in 50 years and 25.
    let both = 20.0 / (175_200.0 + 20.0) * (25.0 / (438_000.0 + 25.0));
    assert!((answer.unavailability / both - 1.0).abs() < 1e-12);
    assert!((answer.outages_per_year.unwrap() / (both * (1.0 / 20.0 + 1.0 / 25.0) * 8760.0) - 1.0).abs() < 1e-12);
}

/// MacCárthaigh, Shuffle Sharding: Massive and Magical Fault Isolation, AWS Architecture Blog 2014: two of eight workers,
/// printed "56 potential shuffle shards". That counts each pair twice; the Builders' Library of 2019 has 28. They are the
/// pairs without which seven of eight do not work.
#[test]
fn shuffle_shards_of_two_from_eight() {
    let workers: Vec<String> = (0..8).map(|i| format!(r#"{{ "id": "w{i}", "availability": 0.9 }}"#)).collect();
    let names: Vec<String> = (0..8).map(|i| format!(r#""w{i}""#)).collect();
    let topology = topology(&format!(
        r#""clients": {{ "needs": ["p"] }}, "components": [{}], "pools": [{{ "id": "p", "members": [{}], "required": 7 }}]"#,
        workers.join(", "),
        names.join(", ")
    ));
    let answer = answer(&topology);
    assert_eq!(answer.cut_sets_count, Some(28.0));
    assert!(answer.cut_sets.iter().all(|cut| cut.members.len() == 2));
}

/// What an agreement promises, against what is printed of it: Azure's availability sets have 99.95 % and not "99.999 %", a
/// database of AWS RDS in one zone 99.5 % and not "99.99 %" (their service level agreements of 2024).
#[test]
fn agreements_are_hours_where_minutes_are_printed() {
    let hours = |availability: &str| down(availability) * 8760.0;
    for (promised, printed, hours_promised) in [("0.9995", "0.99999", 4.38), ("0.995", "0.9999", 43.8)] {
        assert!((hours(promised) / hours_promised - 1.0).abs() < 1e-9);
        assert!((hours(promised) / hours(printed) - 50.0).abs() < 1e-6);
    }
}
