//! Pools whose members share a cause: the β-factor.

use serde_json::{Value, json};

use crate::{check_close, check_down, check_up, pool, table};
use nines_engine::availability::Analysis;
use nines_engine::math;

const BETA_COLUMNS: [&str; 7] = ["q", "beta", "n", "k", "unavailability", "availability", "nines"];

/// 1 − (1 − βq)·P(at least k of n, each down for (1−β)q). Fleming 1975 is where the β-factor comes from; IEC
/// 61508-6:2010, annex D, is where most engineers meet it. The table's unavailabilities were taken as 1 − A, and so
/// hold sixteen digits after the point and not of themselves: for β = 0 it has 1.0000000000287557e-6.
#[rustfmt::skip]
const BETA: [[f64; 7]; 9] = [
    [0.001, 0.0, 2.0, 1.0, 1.0000000000287557e-06, 0.999999, 5.999999999987511],
    [0.001, 0.01, 2.0, 1.0, 1.0980090198953185e-05, 0.999989019909801, 4.959394092240504],
    [0.001, 0.02, 2.0, 1.0, 2.0960380792023336e-05, 0.999979039619208, 4.678600831689634],
    [0.001, 0.05, 2.0, 1.0, 5.090245487493483e-05, 0.9999490975451251, 4.293261272419053],
    [0.001, 0.1, 2.0, 1.0, 0.00010080991899996672, 0.999899190081, 3.996496734209766],
    [0.001, 0.2, 2.0, 1.0, 0.00020063987199991917, 0.9997993601280001, 3.6975827579115115],
    [0.01, 0.05, 2.0, 1.0, 0.0005902048749999445, 0.9994097951250001, 3.2289972076167586],
    [0.001, 0.05, 3.0, 1.0, 5.00008573320887e-05, 0.9999499991426679, 4.301022549035918],
    [0.001, 0.05, 3.0, 2.0, 5.270564996073812e-05, 0.9999472943500393, 4.2781428266233545],
];

/// A published check of 2 of 3 with β = 5 %: a sum of chances, which counts twice what overlaps.
const PUBLISHED_P: f64 = 0.001;
const PUBLISHED_BETA: f64 = 0.05;
const PUBLISHED_SUM: f64 = 5.27075e-05;

pub fn groups() -> Vec<(&'static str, Value)> {
    vec![
        ("beta_factor", table(BETA_COLUMNS, &BETA)),
        (
            "beta_published_2oo3",
            json!({
                "p": PUBLISHED_P, "beta": PUBLISHED_BETA, "formula": "beta*p + 3*(1-beta)^2*p^2",
                "value": PUBLISHED_SUM, "published": "~5.3e-5", "independent": "3e-6"
            }),
        ),
    ]
}

fn answer(q: f64, beta: f64, n: f64, k: f64) -> Analysis {
    pool(n as usize, &format!(r#""unavailability": {q}"#), &format!(r#""required": {k}, "common_cause": {beta}"#))
}

/// The common cause, or else too many members by themselves: a sum of positive numbers.
fn closed_form(q: f64, beta: f64, n: f64, k: f64) -> f64 {
    let alone = (1.0 - beta) * q;
    let power = |base: f64, exponent: i32| base.powi(exponent);
    let ways = |failed: i32| (0..failed).fold(1.0, |product, i| product * (n - f64::from(i)) / f64::from(i + 1));
    let (n_whole, least) = (n as i32, (n - k) as i32 + 1);
    let tail: f64 = (least..=n_whole).map(|i| ways(i) * power(alone, i) * power(1.0 - alone, n_whole - i)).sum();
    beta * q + (1.0 - beta * q) * tail
}

#[test]
fn a_common_cause_caps_what_redundancy_gives() {
    for [q, beta, n, k, unavailability, availability, nines] in BETA {
        let answer = answer(q, beta, n, k);
        check_up(&answer, availability);
        let error = (answer.unavailability - unavailability).abs();
        assert!(error < 2e-16, "β = {beta}: {} is not {unavailability}", answer.unavailability);
        let exact = closed_form(q, beta, n, k);
        check_down(&answer, exact);
        check_close(answer.nines, -math::log10(exact), 1e-15);
        // For β = 0 the table has 5.999999999987511; it is 6.
        assert!((answer.nines - nines).abs() < 2e-11, "β = {beta}: {} nines", answer.nines);
        let common: Vec<f64> = (answer.cut_sets.iter())
            .filter(|cut| cut.members == ["pool/common-cause"])
            .map(|cut| cut.probability)
            .collect();
        assert_eq!(common.len(), usize::from(beta > 0.0));
        common.into_iter().for_each(|probability| check_close(probability, beta * q, 1e-15));
    }
    // A third replica buys nothing once the common cause dominates: from 99.9949 % to 99.9950 %.
    let (two, three) = (answer(0.001, 0.05, 2.0, 1.0), answer(0.001, 0.05, 3.0, 1.0));
    assert!(three.unavailability < two.unavailability && three.unavailability > 0.98 * two.unavailability);
}

#[test]
fn two_of_three_as_published() {
    let sum = |answer: &Analysis| answer.cut_sets.iter().map(|cut| cut.probability).sum::<f64>();
    let shared = answer(PUBLISHED_P, PUBLISHED_BETA, 3.0, 2.0);
    check_close(sum(&shared), PUBLISHED_SUM, 1e-12);
    assert_eq!(format!("{:.1e}", shared.unavailability), "5.3e-5");
    // The sum is the upper side: the exact answer is 5.27056e-5.
    assert!(shared.unavailability < PUBLISHED_SUM && shared.unavailability > PUBLISHED_SUM * (1.0 - 4e-5));
    let independent = answer(PUBLISHED_P, 0.0, 3.0, 2.0);
    check_close(sum(&independent), 3e-6, 1e-12);
    check_down(&independent, 2.998e-6);
    // Over one unit this gains 19-fold, as printed. "A claimed 1000-fold" was printed beside it: that is 1 of 2. Two of
    // three would gain 334-fold if they were independent.
    assert_eq!((PUBLISHED_P / shared.unavailability).round(), 19.0);
    assert_eq!((PUBLISHED_P / independent.unavailability).round(), 334.0);
    assert_eq!((PUBLISHED_P / answer(PUBLISHED_P, 0.0, 2.0, 1.0).unavailability).round(), 1000.0);
}
