//! Pairs whose members depend on each other: crews, cold spares, and change-overs that may need a person.

use serde_json::Value;

use crate::{check_close, check_down, check_up, pool, single, table};
use nines_engine::availability::Analysis;

const PAIR_COLUMNS: [&str; 6] = [
    "mtbf_h",
    "mttr_h",
    "active_active_two_crews",
    "active_active_one_crew",
    "cold_standby_perfect_switch_two_crews",
    "cold_standby_perfect_switch_one_crew",
];

/// Births and deaths. Two active, one crew: Epstein and Weissman, Mathematical Models for Systems Reliability, 2008,
/// section 5.1, case 2(a). One crew and a spare that fails at any rate: Birolini, Reliability Engineering, 5th edition,
/// 2007, section 6.4, equation (6.88). Two crews: two active ones are independent; with a cold spare it is the general
/// solution in Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science Applications, 2nd
/// edition, 2002, section 8.2.
#[rustfmt::skip]
const PAIRS: [[f64; 6]; 4] = [
    [1000.0, 10.0, 9.80296049406921e-05, 0.00019603999215840032, 4.9502499876243746e-05, 9.9000099000099e-05],
    [1000.0, 1.0, 9.980029960049944e-07, 1.9960039999920156e-06, 4.995002499998752e-07, 9.99000000999e-07],
    [8760.0, 24.0, 7.46513780644391e-06, 1.493016415715491e-05, 3.7427811109322888e-06, 7.485534205148549e-06],
    [2190.0, 1.0, 2.0831245868903553e-07, 4.166248305899282e-07, 1.0420377840816432e-07, 2.0840753509947606e-07],
];

const FAILOVER_COLUMNS: [&str; 10] = [
    "mtbf_h",
    "mttr_h",
    "coverage",
    "failover_s",
    "manual_h",
    "unavailability",
    "availability",
    "downtime_min_per_year",
    "first_order_lambda_times_mean_outage",
    "single_node_availability",
];

/// An active and a hot spare, one crew: both up, one up, changing over, waiting for a person, both down. Textbooks call
/// what is not switched by itself incomplete coverage: Trivedi, section 8.4; Birolini, section 6.8, figures 6.27 and
/// 6.28.
#[rustfmt::skip]
const FAILOVER: [[f64; 10]; 7] = [
    [2190.0, 4.0, 1.0, 90.0, 1.0, 1.8021455087668947e-05,
     0.9999819785449123, 9.472076794078799, 1.1415525114155251e-05, 0.9981768459434822],
    [2190.0, 4.0, 0.99, 90.0, 1.0, 2.245712630588592e-05,
     0.9999775428736941, 11.80346558637364, 1.5867579908675803e-05, 0.9981768459434822],
    [2190.0, 4.0, 0.95, 90.0, 1.0, 4.0199417675301774e-05,
     0.9999598005823247, 21.128813930138612, 3.3675799086758005e-05, 0.9981768459434822],
    [2190.0, 4.0, 0.9, 90.0, 1.0, 6.237639654305127e-05,
     0.999937623603457, 32.78503402302775, 5.593607305936072e-05, 0.9981768459434822],
    [2190.0, 4.0, 0.95, 10.0, 1.0, 3.0595406492528454e-05,
     0.9999694045935075, 16.080945652472955, 2.4036022323693578e-05, 0.9981768459434822],
    [2190.0, 4.0, 0.95, 90.0, 4.0, 0.00010843313276687194,
     0.9998915668672331, 56.9924545822679, 0.00010216894977168957, 0.9981768459434822],
    [2190.0, 4.0, 0.0, 90.0, 1.0, 0.0004613938746330648,
     0.9995386061253669, 242.50862050713886, 0.00045662100456621003, 0.9981768459434822],
];

const TEACHING_COLUMNS: [&str; 7] =
    ["mtbf_h", "mttr_h", "coverage", "failover_s", "manual_h", "unavailability", "downtime_min_per_year"];

/// The same chain with the numbers of the course's database.
#[rustfmt::skip]
const TEACHING: [[f64; 7]; 5] = [
    [2000.0, 4.0, 0.95, 90.0, 1.0, 4.469421747699265e-05, 23.491280705907336],
    [2000.0, 4.0, 0.99, 90.0, 1.0, 2.5273265628400488e-05, 13.283628414287296],
    [2000.0, 4.0, 0.99, 30.0, 1.0, 1.7056481979693672e-05, 8.964886928526994],
    [2000.0, 4.0, 0.9, 90.0, 1.0, 6.89693464867025e-05, 36.25028851341084],
    [2000.0, 4.0, 1.0, 30.0, 0.5, 1.211804704226438e-05, 6.369245525414158],
];

/// The table solved its chains with rounding: it is up to 8e-12 off the closed form in exact fractions, on which the
/// engine is to twelve digits.
const OF_THE_TABLE: f64 = 1e-11;

pub fn groups() -> Vec<(&'static str, Value)> {
    vec![
        ("markov_pair_unavailability", table(PAIR_COLUMNS, &PAIRS)),
        ("active_passive_with_coverage_ctmc", table(FAILOVER_COLUMNS, &FAILOVER)),
        ("teaching_db_pair_ctmc", table(TEACHING_COLUMNS, &TEACHING)),
    ]
}

#[test]
fn pairs_have_their_textbook_values() {
    for [mttf, mttr, active_two, active_one, cold_two, cold_one] in PAIRS {
        let member = format!(r#""mttf": "{mttf}h", "mttr": "{mttr}h""#);
        let check = |fields: &str, expected: f64| check_down(&pool(2, &member, fields), expected);
        check(r#""required": 1"#, active_two);
        check(r#""repair_crews": 2"#, active_two);
        check(r#""repair_crews": 1"#, active_one);
        check(r#""repair_crews": 2, "standby": { "level": "cold" }"#, cold_two);
        check(r#""repair_crews": 1, "standby": { "level": "cold" }"#, cold_one);
        check(r#""standby": { "level": "cold" }"#, cold_one);
        // A hot spare changed over to at once is an active one.
        check(r#""repair_crews": 2, "standby": { "level": "hot" }"#, active_two);
        // The closed forms, ρ = λ/μ.
        let rho = mttr / mttf;
        check_close(active_two, (rho / (1.0 + rho)) * (rho / (1.0 + rho)), 1e-14);
        check_close(active_one, 2.0 * rho * rho / (1.0 + 2.0 * rho + 2.0 * rho * rho), 1e-14);
        check_close(cold_two, rho * rho / 2.0 / (1.0 + rho + rho * rho / 2.0), 1e-14);
        check_close(cold_one, rho * rho / (1.0 + rho + rho * rho), 1e-14);
        // A warm spare fails half as often as an active one.
        let warm = 1.5 * rho * rho / (1.0 + 1.5 * rho + 1.5 * rho * rho);
        check(r#""standby": { "level": "warm" }"#, warm);
    }
}

/// A pair in which the active is replaced by a hot spare.
#[derive(Clone, Copy)]
struct Pair {
    mttf_hours: f64,
    mttr_hours: f64,
    coverage: f64,
    failover_seconds: f64,
    manual_hours: f64,
}

impl Pair {
    fn of([mttf_hours, mttr_hours, coverage, failover_seconds, manual_hours]: [f64; 5]) -> Pair {
        Pair { mttf_hours, mttr_hours, coverage, failover_seconds, manual_hours }
    }

    #[track_caller]
    fn answer(self) -> Analysis {
        let Pair { mttf_hours, mttr_hours, coverage, failover_seconds, manual_hours } = self;
        let member = format!(r#""mttf": "{mttf_hours}h", "mttr": "{}s""#, mttr_hours * 3600.0);
        let standby = format!(
            r#""standby": {{ "level": "hot", "coverage": {coverage}, "detect": "{failover_seconds}s", "manual": "{manual_hours}h" }}"#
        );
        pool(2, &member, &standby)
    }

    /// λ times the mean outage of a failure of the active.
    fn first_order(self) -> f64 {
        let failover_hours = self.failover_seconds / 3600.0;
        (self.coverage * failover_hours + (1.0 - self.coverage) * self.manual_hours) / self.mttf_hours
    }

    /// Shares over that of "both up": one up 2ρ, both down 2ρ², changing over or waiting for a person λ times the mean.
    fn closed_form(self) -> f64 {
        let rho = self.mttr_hours / self.mttf_hours;
        let down = self.first_order() + 2.0 * rho * rho;
        down / (1.0 + 2.0 * rho + down)
    }
}

#[test]
fn change_overs_have_their_computed_values() {
    for row in FAILOVER {
        let [mttf, mttr, coverage, failover, manual, unavailability, availability, minutes, first_order, alone] = row;
        let pair = Pair::of([mttf, mttr, coverage, failover, manual]);
        let answer = pair.answer();
        check_up(&answer, availability);
        check_close(answer.unavailability, unavailability, OF_THE_TABLE);
        check_close(answer.downtime_minutes_per_year, minutes, OF_THE_TABLE);
        check_down(&answer, pair.closed_form());
        check_up(&single(&format!(r#""mttf": "{mttf}h", "mttr": "{mttr}h""#)), alone);
        // Where repair takes no time nothing else can fail meanwhile, and the odds of being down are the first order.
        let instant = Pair { mttr_hours: 1e-6 / 3600.0, ..pair }.answer();
        check_close(instant.unavailability / instant.availability, first_order, 1e-12);
        check_close(pair.first_order(), first_order, 1e-14);
        assert!(answer.unavailability > first_order);
    }
}

#[test]
fn the_courses_database_has_its_computed_values() {
    for [mttf, mttr, coverage, failover, manual, unavailability, minutes] in TEACHING {
        let pair = Pair::of([mttf, mttr, coverage, failover, manual]);
        let answer = pair.answer();
        check_close(answer.unavailability, unavailability, OF_THE_TABLE);
        check_close(answer.downtime_minutes_per_year, minutes, OF_THE_TABLE);
        check_down(&answer, pair.closed_form());
    }
}
