//! Pools of equal, independent members: so many of so many, majorities, and how full members may be so that one can go.

use serde_json::Value;

use crate::{analysis, check_down, check_up, complement, components, pool, table};
use nines_engine::format::read;

const K_OF_N_COLUMNS: [&str; 4] = ["k", "n", "a", "exact"];

#[rustfmt::skip]
const K_OF_N: [[f64; 4]; 11] = [
    [1.0, 2.0, 0.99, 0.9999],
    [2.0, 3.0, 0.99, 0.9997020000000001],
    [3.0, 5.0, 0.99, 0.9999901494],
    [2.0, 2.0, 0.99, 0.9801],
    [3.0, 4.0, 0.99, 0.99940797],
    [4.0, 5.0, 0.99, 0.9990198504],
    [2.0, 3.0, 0.999, 0.999997002],
    [3.0, 5.0, 0.999, 0.9999999900149941],
    [3.0, 4.0, 0.999, 0.999994007997],
    [9.0, 10.0, 0.99, 0.9957337997571686],
    [10.0, 12.0, 0.99, 0.9997943839222334],
];

const QUORUM_COLUMNS: [&str; 3] = ["size", "majority", "tolerates"];

/// etcd's documentation, FAQ, "What is failure tolerance?": even sizes tolerate no more than the odd one below.
#[rustfmt::skip]
const QUORUM: [[f64; 3]; 9] = [
    [1.0, 1.0, 0.0],
    [2.0, 2.0, 0.0],
    [3.0, 2.0, 1.0],
    [4.0, 3.0, 1.0],
    [5.0, 3.0, 2.0],
    [6.0, 4.0, 2.0],
    [7.0, 4.0, 3.0],
    [8.0, 5.0, 3.0],
    [9.0, 5.0, 4.0],
];

const CEILING_COLUMNS: [&str; 3] = ["n", "max_util", "after_one_loss_at_80"];

/// How full members may be so that one can go, and how full the others are after that when all were 80 % full.
#[rustfmt::skip]
const CEILING: [[f64; 3]; 8] = [
    [2.0, 0.5, 1.6],
    [3.0, 0.6666666666666666, 1.2000000000000002],
    [4.0, 0.75, 1.0666666666666667],
    [5.0, 0.8, 1.0],
    [6.0, 0.8333333333333334, 0.9600000000000002],
    [8.0, 0.875, 0.9142857142857144],
    [10.0, 0.9, 0.8888888888888888],
    [20.0, 0.95, 0.8421052631578947],
];

pub fn groups() -> Vec<(&'static str, Value)> {
    vec![
        ("k_of_n", table(K_OF_N_COLUMNS, &K_OF_N)),
        ("quorum_table_etcd", table(QUORUM_COLUMNS, &QUORUM)),
        ("n_minus_1_utilisation_ceiling", table(CEILING_COLUMNS, &CEILING)),
    ]
}

fn choose(n: u32, k: u32) -> u128 {
    (0..u128::from(k)).fold(1, |product, i| product * (u128::from(n) - i) / (i + 1))
}

/// The chance that more than n − k of n fail, in whole numbers: shares are thousandths, and 1000¹² has 37 digits of 38.
fn too_few(k: u32, n: u32, availability: f64) -> f64 {
    let up = (availability * 1000.0).round() as u128;
    let ways: u128 =
        (n - k + 1..=n).map(|failed| choose(n, failed) * (1000 - up).pow(failed) * up.pow(n - failed)).sum();
    ways as f64 / 1000_u128.pow(n) as f64
}

#[test]
fn k_of_n_is_the_binomial_tail() {
    for [k, n, availability, exact] in K_OF_N {
        let required = format!(r#""required": {k}"#);
        let answer = pool(n as usize, &format!(r#""availability": {availability}"#), &required);
        check_up(&answer, exact);
        let down = too_few(k as u32, n as u32, availability);
        check_down(&answer, down);
        check_down(&pool(n as usize, &format!(r#""unavailability": {}"#, complement(availability)), &required), down);
        // Minimal cut sets: every choice of one more than may fail.
        let fail = (n - k) as u32 + 1;
        assert_eq!(answer.cut_sets_count, Some(choose(n as u32, fail) as f64));
        assert!(answer.cut_sets.iter().all(|cut| cut.members.len() == fail as usize));
    }
}

#[test]
fn a_majority_tolerates_less_than_half() {
    for [size, majority, tolerates] in QUORUM.map(|row| row.map(|number| number as usize)) {
        let required = format!(r#""required": {majority}"#);
        // Every choice of members that are down for good.
        for down in 0_u32..1 << size {
            let rows: Vec<u32> = (0..size).map(|i| down >> i & 1).collect();
            let (parts, names) = components(&rows, |is_down| format!(r#""unavailability": {is_down}"#));
            let parts = format!(r#"{parts}, "pools": [ {{ "id": "etcd", "members": {names}, {required} }} ]"#);
            let up = f64::from(u8::from(down.count_ones() as usize <= tolerates));
            let answer = analysis(r#"["etcd"]"#, &parts);
            assert_eq!((answer.availability, answer.unavailability), (up, 1.0 - up), "{size}: {down:b}");
        }
        let answer = pool(size, r#""unavailability": 0.01"#, &required);
        assert!(answer.cut_sets.iter().all(|cut| cut.members.len() == tolerates + 1));
        assert_eq!(answer.cut_sets_count, Some(choose(size as u32, tolerates as u32 + 1) as f64));
    }
}

/// `"required": "demand"` asks for as many members as the clients' rate fills. While that is all but one, one can go.
#[test]
fn one_can_go_up_to_the_ceiling() {
    const CAPACITY: f64 = 1200.0;
    for [n, ceiling, after_loss] in CEILING {
        let survives = |rate: f64| {
            let (parts, names) = components(&vec![(); n as usize], |()| {
                format!(r#""unavailability": 0.01, "capacity_rps": {CAPACITY}"#)
            });
            let text = format!(
                r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "rps": {rate}, "needs": ["pool"] }}, {parts},
                    "pools": [ {{ "id": "pool", "members": {names}, "required": "demand" }} ] }}"#
            );
            let topology = read(&text).topology.unwrap();
            let required = f64::from(topology.required_count(&topology.pools[0]).unwrap());
            assert_eq!(required, (rate / CAPACITY).ceil());
            let options = nines_engine::availability::AnalyzeOptions::standard();
            let answer = nines_engine::availability::analyze(&topology, &options).unwrap();
            assert_eq!(answer.single_points_of_failure.is_empty(), required < n);
            answer.single_points_of_failure.is_empty()
        };
        let full = n * CAPACITY;
        let highest = (ceiling * full).round();
        assert!((highest / full - ceiling).abs() < 1e-15, "{n}: whole requests");
        assert!(survives(highest) && !survives(highest + 1.0), "{n}");
        assert!((0.8 * full / (full - CAPACITY) - after_loss).abs() < 1e-15);
        assert_eq!(survives(0.8 * full), after_loss <= 1.0, "{n}");
    }
}
