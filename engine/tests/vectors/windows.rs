//! Shares of time as people say them: nines, and minutes of a year, a quarter, a month, a week and a day; mean times;
//! and what happens to both when they are averaged or shared out.

use nines_engine::units::Duration;
use serde_json::{Value, json};

use crate::{analysis, check_close, check_down, check_up, complement, components, single, table};

const NINES_COLUMNS: [&str; 9] = [
    "availability",
    "nines",
    "year365_min",
    "year365_25_min",
    "month30_min",
    "month_avg_min",
    "quarter90_min",
    "week_min",
    "day_s",
];

/// The lengths of the windows of the columns above, as a document writes them. A year is 365 days everywhere in Nines;
/// others count 365.25, or months of a twelfth of that.
const WINDOWS: [&str; 7] = ["1y", "8766h", "30d", "730.5h", "90d", "7d", "1d"];

/// Azure Architecture Center prints these for 99 %, 99.9 %, 99.95 %, 99.99 % and 99.999 %, rounded.
#[rustfmt::skip]
const NINES: [[f64; 9]; 13] = [
    [0.9, 1.0, 52559.999999999985, 52595.999999999985,
     4319.999999999999, 4382.999999999999, 12959.999999999996, 1007.9999999999998, 8639.999999999998],
    [0.95, 1.30103, 26280.000000000022, 26298.000000000022,
     2160.000000000002, 2191.500000000002, 6480.0000000000055, 504.00000000000045, 4320.000000000004],
    [0.97, 1.522879, 15768.000000000015, 15778.800000000014,
     1296.0000000000011, 1314.9000000000012, 3888.0000000000036, 302.40000000000026, 2592.0000000000023],
    [0.98, 1.69897, 10512.00000000001, 10519.20000000001,
     864.0000000000008, 876.6000000000008, 2592.0000000000023, 201.6000000000002, 1728.0000000000016],
    [0.99, 2.0, 5256.000000000005, 5259.600000000005,
     432.0000000000004, 438.3000000000004, 1296.0000000000011, 100.8000000000001, 864.0000000000008],
    [0.995, 2.30103, 2628.0000000000023, 2629.8000000000025,
     216.0000000000002, 219.1500000000002, 648.0000000000006, 50.40000000000005, 432.0000000000004],
    [0.998, 2.69897, 1051.200000000001, 1051.920000000001,
     86.40000000000008, 87.66000000000008, 259.2000000000002, 20.160000000000018, 172.80000000000015],
    [0.999, 3.0, 525.6000000000005, 525.9600000000005,
     43.20000000000004, 43.83000000000004, 129.6000000000001, 10.080000000000009, 86.40000000000008],
    [0.9995, 3.30103, 262.7999999999711, 262.979999999971,
     21.59999999999762, 21.914999999997587, 64.79999999999286, 5.039999999999445, 43.19999999999524],
    [0.9999, 4.0, 52.55999999999421, 52.595999999994206,
     4.319999999999524, 4.382999999999517, 12.959999999998573, 1.007999999999889, 8.639999999999048],
    [0.99995, 4.30103, 26.279999999997106, 26.297999999997103,
     2.159999999999762, 2.1914999999997584, 6.479999999999286, 0.5039999999999445, 4.319999999999524],
    [0.99999, 5.0, 5.25599999997608, 5.259599999976063,
     0.43199999999803396, 0.4382999999980053, 1.2959999999941019, 0.10079999999954126, 0.8639999999960679],
    [0.999999, 6.0, 0.525600000015114, 0.5259600000151243,
     0.043200000001242245, 0.04383000000126036, 0.12960000000372673, 0.010080000000289857, 0.08640000000248449],
];

const TIMES_COLUMNS: [&str; 3] = ["mtbf_h", "mttr_h", "availability"];

/// MTTF / (MTTF + MTTR): Treynor, Dahlin, Rau, Beyer, The Calculus of Service Availability, ACM Queue 15(2), 2017. The
/// table's "MTBF" is the mean time *to* failure.
#[rustfmt::skip]
const TIMES: [[f64; 3]; 7] = [
    [1000.0, 1.0, 0.999000999000999],
    [1000.0, 0.1, 0.9999000099990001],
    [1000.0, 10.0, 0.9900990099009901],
    [8760.0, 4.0, 0.9995435874030123],
    [2190.0, 1.0, 0.9995435874030123],
    [43800.0, 8.0, 0.99981738495252],
    [720.0, 0.5, 0.9993060374739764],
];

/// Two services, and three wrong ways to say how good both together are.
const AVERAGED: [f64; 2] = [0.999, 0.99999];
const MEAN: f64 = 0.999495;
const SERIES: f64 = 0.9989900100000001;
const MEAN_OF_NINES: f64 = 4.000000000000988;
const AVAILABILITY_AT_MEAN_NINES: f64 = 0.9999000000000002;

/// The Calculus of Service Availability (see above), "the rule of the extra 9", in minutes a year.
const YEAR: f64 = 525_600.0;
const BUDGET_AT_9999: f64 = 52.56;
const FIVE_DEPENDENCIES: f64 = 26.28;
const LEFT: f64 = 26.28;
const THREE_OUTAGES: f64 = 60.0;

pub fn groups() -> Vec<(&'static str, Value)> {
    vec![
        ("nines_table", table(NINES_COLUMNS, &NINES)),
        ("mtbf_mttr", table(TIMES_COLUMNS, &TIMES)),
        (
            "averaging_nines",
            json!({
                "note": "two services 99.9% and 99.999%: mean of availabilities vs series vs mean of nines",
                "a": AVERAGED, "mean": MEAN, "series": SERIES, "mean_of_nines": MEAN_OF_NINES,
                "availability_at_mean_nines": AVAILABILITY_AT_MEAN_NINES
            }),
        ),
        (
            "calculus",
            json!({
                "year_min": YEAR, "budget_9999": BUDGET_AT_9999, "five_deps_99999_min": FIVE_DEPENDENCIES,
                "left_min": LEFT, "three_20min_outages": THREE_OUTAGES
            }),
        ),
    ]
}

#[test]
fn nines_are_minutes_of_a_window() {
    for [availability, nines, minutes @ .., day_seconds] in NINES {
        let answer = single(&format!(r#""availability": {availability}"#));
        check_up(&answer, availability);
        // The table has six decimals.
        assert!((answer.nines - nines).abs() <= 5e-7, "{availability}: {} nines", answer.nines);
        check_close(answer.downtime_minutes_per_year, minutes[0], 1e-12);
        let down_minutes = |window: &str, unavailability: f64| {
            let window = Duration::parse(window).unwrap();
            window.hours() * 60.0 * unavailability
        };
        let expected: Vec<f64> = minutes.into_iter().chain([day_seconds / 60.0]).collect();
        assert_eq!(expected.len(), WINDOWS.len());
        for (window, expected) in WINDOWS.into_iter().zip(&expected) {
            check_close(down_minutes(window, answer.unavailability), *expected, 1e-12);
        }
        // The table took the complement of a double and prints 0.525600000015114 minutes for 99.9999 %. It is 0.5256:
        // who writes the unavailability gets that.
        let exact = complement(availability);
        let answer = single(&format!(r#""unavailability": {exact}"#));
        check_close(answer.downtime_minutes_per_year, exact * YEAR, 1e-15);
        for (window, expected) in WINDOWS.into_iter().zip(&expected) {
            check_close(down_minutes(window, answer.unavailability), *expected, 3e-11);
        }
    }
}

#[test]
fn mean_times_give_the_share() {
    for [mttf, mttr, availability] in TIMES {
        let answer = single(&format!(r#""mttf": "{mttf}h", "mttr": "{mttr}h""#));
        check_up(&answer, availability);
        check_down(&answer, mttr / (mttf + mttr));
        check_close(answer.outages_per_year.unwrap(), 8760.0 / (mttf + mttr), 1e-12);
        check_close(answer.mean_outage_minutes.unwrap(), mttr * 60.0, 1e-12);
    }
}

#[test]
fn nines_are_not_averaged() {
    let [a, b] = AVERAGED.map(|availability| single(&format!(r#""availability": {availability}"#)));
    check_close((a.availability + b.availability) / 2.0, MEAN, 1e-15);
    let (parts, names) = components(&AVERAGED, |availability| format!(r#""availability": {availability}"#));
    let both = analysis(&names, &parts);
    check_up(&both, SERIES);
    check_down(&both, 1.0e-3 + 1.0e-5 - 1.0e-8);
    // Exactly 4. The table's and the engine's both come from complements of doubles: 1 − 0.99999 keeps eleven digits.
    let mean_of_nines = (a.nines + b.nines) / 2.0;
    assert!((mean_of_nines - MEAN_OF_NINES).abs() < 1e-12, "{mean_of_nines}");
    let at_mean = single(&format!(r#""availability": {AVAILABILITY_AT_MEAN_NINES}"#));
    assert!((at_mean.nines - mean_of_nines).abs() < 1e-12, "{}", at_mean.nines);
    let [a, b] = AVERAGED.map(|availability| single(&format!(r#""unavailability": {}"#, complement(availability))));
    assert!(((a.nines + b.nines) / 2.0 - 4.0).abs() < 1e-15);
    // Both averages promise too much, that of nines the most.
    assert!(both.availability < MEAN && MEAN < AVAILABILITY_AT_MEAN_NINES);
}

#[test]
fn five_dependencies_take_half_a_budget() {
    let budget = single(r#""unavailability": 0.0001"#).downtime_minutes_per_year;
    check_close(budget, BUDGET_AT_9999, 1e-15);
    check_close(budget / 0.0001, YEAR, 1e-15);
    let one = single(r#""unavailability": 0.00001"#);
    check_close(5.0 * one.downtime_minutes_per_year, FIVE_DEPENDENCIES, 1e-15);
    check_close(budget - 5.0 * one.downtime_minutes_per_year, LEFT, 1e-15);
    // The paper adds; what overlaps is counted once here, and is half a thousandth of a minute.
    let (parts, names) = components(&[(); 5], |()| r#""unavailability": 0.00001"#.to_string());
    let five = analysis(&names, &parts).downtime_minutes_per_year;
    assert!((5e-4..6e-4).contains(&(FIVE_DEPENDENCIES - five)), "{five}");
    // Three complete outages of 20 minutes a year, one every 2920 hours, and there is no budget left.
    let outages = single(r#""mttf": "175180m", "mttr": "20m""#);
    check_close(outages.outages_per_year.unwrap(), 3.0, 1e-12);
    check_close(outages.mean_outage_minutes.unwrap(), 20.0, 1e-12);
    check_close(outages.downtime_minutes_per_year, THREE_OUTAGES, 1e-12);
    assert!(outages.downtime_minutes_per_year > budget);
}
