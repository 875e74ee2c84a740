//! Pools whose members depend on each other: crews, standby, coverage, bad changes. Closed forms, and the exact answer
//! against the lived one. Pairs with textbook and computed values are in `vectors/chains.rs`.

mod asked;
mod generate;

use asked::{exact, topology};
use generate::{Shape, generated};
use nines_engine::availability::Method;
use nines_engine::diag::codes;
use nines_engine::math::{ln, sqrt};
use nines_engine::sim::Study;
use nines_engine::topology::Topology;

/// A pool of equal members with these fields.
fn pool(count: usize, member: &str, fields: &str) -> Topology {
    let members: Vec<String> = (0..count).map(|i| format!(r#"{{ "id": "m{i}", {member} }}"#)).collect();
    let names: Vec<String> = (0..count).map(|i| format!(r#""m{i}""#)).collect();
    topology(&format!(
        r#""components": [{}], "pools": [ {{ "id": "app", "members": [{}], {fields} }} ]"#,
        members.join(", "),
        names.join(", ")
    ))
}

#[track_caller]
fn check(topology: &Topology, unavailability: f64, tolerance: f64) {
    let answer = exact(topology);
    let error = (answer.unavailability / unavailability - 1.0).abs();
    assert!(error < tolerance, "{} is not {unavailability}: off by {error:e}", answer.unavailability);
    assert_eq!(answer.method, Method::Exact, "{:?}", answer.diagnostics);
}

/// An all-active pair whose failures may take it down: both up, one up, uncovered, both down; solved by hand.
#[test]
fn uncovered_failures_of_an_active_pair() {
    let (l, m, c, b) = (1e-3, 0.1, 0.9, 0.5);
    // Balance: the uncovered phase after the first failure and after the second, one crew a member, clocks stand still.
    let p1 = 2.0 * l / m;
    let p0 = p1 * l / (2.0 * m);
    let (u1, u0) = ((1.0 - c) * 2.0 * l / b, (1.0 - c) * l / b * p1);
    let total = 1.0 + p1 + p0 + u1 + u0;
    let document = pool(2, r#""mttf": "1000h", "mttr": "10h""#, r#""coverage": 0.9, "manual": "2h""#);
    check(&document, (p0 + u1 + u0) / total, 1e-12);
    let answer = exact(&document);
    assert!(answer.cut_sets.iter().any(|cut| cut.members == ["app/failover"]), "{:?}", answer.cut_sets);
}

#[test]
fn crews_matter_where_repairs_queue() {
    let down = |crews: usize| {
        let fields = format!(r#""required": 5, "repair_crews": {crews}"#);
        exact(&pool(8, r#""mttf": "100h", "mttr": "10h""#, &fields)).unavailability
    };
    assert!(down(1) > 3.0 * down(2) && down(2) > down(3) && down(3) > down(8));
    check(&pool(8, r#""mttf": "100h", "mttr": "10h""#, r#""required": 5"#), down(8), 1e-12);
}

/// A bad change every month, half an hour each: MTTR over MTTF + MTTR, and of a pool only the members it hits.
#[test]
fn bad_changes_are_events() {
    let hours = 8760.0 / 12.0;
    let document =
        topology(r#""components": [ { "id": "app", "change": { "bad_per_year": 12, "rollback": "30m" } } ]"#);
    check(&document, 0.5 / (hours + 0.5), 1e-12);
    assert_eq!(exact(&document).cut_sets[0].members, ["app/change"]);
    // A canary of a quarter of four members takes one: three are left, and two are needed.
    let canary = |blast: f64, required: usize| {
        let fields = format!(
            r#""required": {required}, "change": {{ "bad_per_year": 12, "blast": {blast}, "rollback": "30m" }}"#
        );
        exact(&pool(4, r#""unavailability": 0"#, &fields)).unavailability
    };
    let q = 0.5 / (hours + 0.5);
    assert_eq!(canary(0.25, 2), 0.0);
    assert!((canary(0.25, 4) / q - 1.0).abs() < 1e-12 && (canary(1.0, 1) / q - 1.0).abs() < 1e-12);
    assert_eq!(canary(0.5, 2), 0.0);
    assert!((canary(0.75, 2) / q - 1.0).abs() < 1e-12);
}

/// A standby pair across two zones against the chain of everything, solved here in another way: by following the
/// probabilities through time until they stay.
#[test]
fn a_standby_pair_across_zones() {
    let document = |zones: [&str; 2]| {
        topology(&format!(
            r#""domains": [ {{ "id": "a", "mttf": "2000h", "mttr": "5h" }}, {{ "id": "b", "mttf": "3000h", "mttr": "2h" }} ],
            "components": [ {{ "id": "m0", "mttf": "1000h", "mttr": "10h", "in": ["{}"] }}, {{ "id": "m1", "mttf": "1000h", "mttr": "10h", "in": ["{}"] }} ],
            "pools": [ {{ "id": "app", "members": ["m0", "m1"], "standby": {{ "level": "hot", "switch": "3m", "coverage": 0.9, "manual": "1h" }} }} ]"#,
            zones[0], zones[1]
        ))
    };
    let apart = exact(&document(["a", "b"]));
    let together = exact(&document(["a", "a"]));
    assert_eq!(apart.method, Method::Exact, "{:?}", apart.diagnostics);
    assert_eq!(together.method, Method::Exact);
    assert!(apart.unavailability < together.unavailability);
    // In one zone the zone simply comes on top.
    let alone = exact(&pool(
        2,
        r#""mttf": "1000h", "mttr": "10h""#,
        r#""standby": { "level": "hot", "switch": "3m", "coverage": 0.9, "manual": "1h" }"#,
    ));
    let q = 5.0 / 2005.0;
    let expected = q + (1.0 - q) * alone.unavailability;
    assert!((together.unavailability / expected - 1.0).abs() < 1e-12);
}

/// Two crews for nine members in three zones of unequal size: birth and death for the members, the hypergeometric
/// distribution for those that are blocked, and a sum over the zones, all by hand.
#[test]
fn members_of_a_zone_are_blocked_together() {
    let (members, least, sizes) = (9_usize, 4_usize, [4_usize, 3, 2]);
    let zones: Vec<String> =
        (0..3).map(|z| format!(r#"{{ "id": "z{z}", "mttf": "{}h", "mttr": "8h" }}"#, 300 + z)).collect();
    let zone_of = |i: usize| {
        if i < 4 {
            0
        } else if i < 7 {
            1
        } else {
            2
        }
    };
    let parts: Vec<String> = (0..members)
        .map(|i| format!(r#"{{ "id": "m{i}", "mttf": "50h", "mttr": "6h", "in": ["z{}"] }}"#, zone_of(i)))
        .collect();
    let names: Vec<String> = (0..members).map(|i| format!(r#""m{i}""#)).collect();
    let document = topology(&format!(
        r#""domains": [{}], "components": [{}],
        "pools": [ {{ "id": "app", "members": [{}], "required": {least}, "repair_crews": 2 }} ]"#,
        zones.join(", "),
        parts.join(", "),
        names.join(", ")
    ));
    let mut shares = vec![1.0_f64];
    for failed in 0..members {
        shares.push(shares[failed] * (members - failed) as f64 / 50.0 * 6.0 / (failed + 1).min(2) as f64);
    }
    let total: f64 = shares.iter().sum();
    let choose = |n: usize, k: usize| (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product::<f64>();
    let mut unavailability = 0.0;
    for down in 0..8_usize {
        let mut situation = 1.0;
        let mut free = members;
        for (zone, size) in sizes.iter().enumerate() {
            let q = 8.0 / (308.0 + zone as f64);
            situation *= if down >> zone & 1 == 1 { q } else { 1.0 - q };
            free -= if down >> zone & 1 == 1 { *size } else { 0 };
        }
        for (failed, share) in shares.iter().enumerate() {
            for hit in (failed + free).saturating_sub(members)..=failed.min(free) {
                let ways = choose(free, hit) * choose(members - free, failed - hit) / choose(members, failed);
                unavailability += if free - hit < least { situation * share / total * ways } else { 0.0 };
            }
        }
    }
    check(&document, unavailability, 1e-12);
    // 9, 7, 6, 5 and 4 can be free: 8 cannot, and has no event.
    let answer = exact(&document);
    assert!(answer.importance.iter().all(|part| part.id != "app/members, 1 blocked"), "{:?}", answer.importance);
    assert!(answer.importance.iter().any(|part| part.id == "app/members, 2 blocked"));
}

/// One crew for more failures than it can repair: no member works for long, whatever the zones do. It was answered as if
/// nobody waited, because what never works had no event.
#[test]
fn a_counted_pool_that_never_works_is_down() {
    for zones in [["z0", "z0"], ["z0", "z1"]] {
        let part =
            |i: usize| format!(r#"{{ "id": "m{i}", "mttf": "1h", "mttr": "2000h", "in": ["{}"] }}"#, zones[i % 2]);
        let parts: Vec<String> = (0..40).map(part).collect();
        let names: Vec<String> = (0..40).map(|i| format!(r#""m{i}""#)).collect();
        let document = topology(&format!(
            r#""domains": [{{ "id": "z0", "mttf": "900h" }}, {{ "id": "z1", "mttf": "900h" }}], "components": [{}],
            "pools": [ {{ "id": "app", "members": [{}], "required": 20, "repair_crews": 1 }} ]"#,
            parts.join(", "),
            names.join(", ")
        ));
        check(&document, 1.0, 1e-12);
    }
}

/// Long lives against the exact answers: share of time, frequency, degraded time, for everything at once.
#[test]
fn dependent_systems_are_lived_as_they_are_solved() {
    let (mut squared, mut tried) = (0.0, 0);
    let mut misses = Vec::new();
    for seed in 0..400 {
        let topology = generated(seed, Shape::Dependent);
        let exact = exact(&topology);
        if exact.method == Method::Approximate || exact.outages_per_year.unwrap() < 2.0 {
            continue;
        }
        let years = 150;
        let mut study = Study::new(&topology, seed).unwrap();
        study.run(years);
        let measured = study.measurement();
        let Some((low, high)) = measured.availability_ci95 else { continue };
        let mut z = (measured.unavailability - exact.unavailability) / ((high - low) / 2.0 / 1.976);
        if z.abs() > 4.0 {
            // Outages of a sort that is rarer than once in the study are not in its interval: other years, and more.
            z = error_over_spread(&topology, seed + 1000, 20 * years, exact.unavailability);
        }
        squared += z * z;
        tried += 1;
        if z.abs() > 4.0 {
            misses.push((seed, z, exact.unavailability, measured.unavailability));
        }
        // Counts of outages are about as spread as Poisson's, somewhat more when they come in bursts.
        let (rate, seen) = (exact.outages_per_year.unwrap(), measured.outages_per_year);
        let sure = 7.0 * sqrt(rate / years as f64);
        assert!((seen - rate).abs() < sure + 0.01 * rate, "seed {seed}: {seen} outages a year and {rate}");
        let phases: f64 = measured.downtime_by_phase.iter().map(|(_, minutes)| minutes).sum();
        assert!((phases - measured.downtime_minutes_per_year).abs() < 1e-6 * phases, "seed {seed}: phases add up");
    }
    assert!(tried > 100, "only {tried} systems");
    assert!(misses.is_empty(), "{misses:?}");
    // A sum of squares of that many standard normal numbers: its mean is their count, its spread √(2·count).
    let expected = f64::from(tried);
    assert!((squared - expected).abs() < 4.0 * sqrt(2.0 * expected) + 0.06 * expected, "{squared} of {tried}");
}

/// How far a study is from the truth, in standard deviations of its mean.
fn error_over_spread(topology: &Topology, seed: u64, years: u64, truth: f64) -> f64 {
    let mut study = Study::new(topology, seed).unwrap();
    study.run(years);
    let measured = study.measurement();
    let (low, high) = measured.availability_ci95.unwrap_or_else(|| panic!("{measured:?}"));
    let unavailability = measured.unavailability;
    let spread = ln((1.0 - low) / (1.0 - high)) / 2.0 / 1.96;
    ln(unavailability / truth) / spread
}

/// A pool of two: their lives and shapes, and how they stand by.
fn two(lives: [&str; 2], fields: &str, standby: &str) -> Topology {
    let member = |(i, life): (usize, &str)| format!(r#"{{ "id": "m{i}", "mttf": "{life}", {fields} }}"#);
    let members: Vec<String> = lives.into_iter().enumerate().map(member).collect();
    topology(&format!(
        r#""components": [{}],
           "pools": [{{ "id": "app", "members": ["m0", "m1"], "standby": {{ {standby} }} }}]"#,
        members.join(", ")
    ))
}

/// A year begins in the long run, however long it takes to forget who served first and who has failed unseen: lives of
/// years and of centuries.
#[test]
fn pools_forget_how_they_began() {
    let switching = r#""switch": "1h""#;
    let latent = r#""level": "hot", "latent": true"#;
    let systems = [
        two(["1y", "5y"], r#""mttr": "2h""#, &format!(r#""level": "hot", {switching}"#)),
        two(["1y", "5y"], r#""mttr": "2h""#, &format!(r#""level": "cold", {switching}"#)),
        two(["20y", "100y"], r#""mttr": "2h""#, &format!(r#""level": "hot", {switching}"#)),
        two(["1000h", "10000h"], r#""mttr": "2h""#, &format!(r#""level": "warm", {switching}"#)),
        two(["1000000h", "1000000h"], r#""mttr": "24h""#, latent),
    ];
    for (place, topology) in systems.iter().enumerate() {
        let exact = exact(topology);
        assert_eq!(exact.method, Method::Exact, "{:?}", exact.diagnostics);
        let z = error_over_spread(topology, 7, 20_000, exact.unavailability);
        assert!(z.abs() < 4.0, "system {place}: {z}");
    }
}

/// A cold pair whose lives all take as long is down for an hour in each of them: renewal theory (Cox 1962, section 7.2).
#[test]
fn cold_spares_are_as_good_as_new() {
    for (shape, tolerance) in [
        (r#""fixed""#, 1e-3),
        (r#"{ "distribution": "weibull", "shape": 3 }"#, 0.02),
        (r#"{ "distribution": "lognormal", "sigma": 0.5 }"#, 0.02),
    ] {
        let fields = format!(r#""mttr": "1h", "failure": {shape}"#);
        let topology = two(["4380h", "4380h"], &fields, r#""level": "cold", "switch": "1h""#);
        let mut study = Study::new(&topology, 1).unwrap();
        study.run(4000);
        let measured = study.measurement().unavailability;
        assert!((measured * 4381.0 - 1.0).abs() < tolerance, "{shape}: {measured:e}");
    }
}

/// Who sees a pool only in part through the network is up while enough of those it sees work: not what the pool's own
/// chain says.
#[test]
fn dependent_pools_are_seen_through_the_network() {
    let document = |members: [&str; 2], pool: &str, cables: &str| {
        topology(&format!(
            r#""components": [{{ "id": "app", "availability": 1, "needs": ["p"] }}, {{ "id": "s", "kind": "switch", "availability": 1 }},
                 {{ "id": "a", {} }}, {{ "id": "b", {} }}],
               "pools": [{{ "id": "p", "members": ["a", "b"], {pool} }}],
               "cables": [{{ "between": ["clients", "s"] }}, {{ "between": ["app", "s"] }}, {cables}]"#,
            members[0], members[1]
        ))
    };
    let life = r#""mttf": "1000h", "mttr": "10h""#;
    let only_a = r#"{ "between": ["s", "a"] }"#;
    // With a crew each for two members, one of which is reached.
    let crews = exact(&document([life, life], r#""repair_crews": 1"#, only_a));
    assert_eq!(crews.method, Method::Exact);
    // a waits while b is under repair: states by failures 0, 1, 2 in the shares 1 : 2r : 2r², r = 10/1000.
    let r = 0.01;
    let expected = (r + 2.0 * r * r) / (1.0 + 2.0 * r + 2.0 * r * r);
    assert!((crews.unavailability / expected - 1.0).abs() < 1e-12, "{}", crews.unavailability);
    // Spares that differ are approximate there, and near what is lived through.
    let standby = r#""standby": { "level": "hot", "switch": "1m" }"#;
    let topology = document([life, r#""mttf": "1500h", "mttr": "10h""#], standby, only_a);
    let said = exact(&topology);
    assert_eq!(said.method, Method::Approximate);
    let mut study = Study::new(&topology, 3).unwrap();
    study.run(3000);
    let measured = study.measurement().unavailability;
    assert!((said.unavailability / measured - 1.0).abs() < 0.1, "{} and {measured}", said.unavailability);
    // Neither is reached.
    let none = exact(&document([life, life], standby, r#"{ "between": ["a", "b"] }"#));
    assert_eq!(none.unavailability, 1.0);
}

/// A member that a zone and its own bad changes block: one of them coming while the other is there sets off nothing.
#[test]
fn how_often_a_pool_stops_depends_on_what_was_down_before() {
    let topology = topology(
        r#""domains": [{ "id": "z", "mttf": "20h", "mttr": "4h" }],
           "components": [{ "id": "c", "mttf": "100h", "mttr": "4d" },
             { "id": "d", "in": ["z"], "mttf": "300h", "change": { "bad_per_year": 2000, "rollback": "2h", "blast": 0.5 } }],
           "pools": [{ "id": "app", "members": ["d", "c"], "standby": { "level": "cold", "switch": "10s" } }]"#,
    );
    let exact = exact(&topology);
    assert_eq!(exact.method, Method::Exact, "{:?}", exact.diagnostics);
    let mut study = Study::new(&topology, 1).unwrap();
    study.run(2000);
    let (rate, seen) = (exact.outages_per_year.unwrap(), study.measurement().outages_per_year);
    // Some 800,000 outages, which come in bursts.
    assert!((seen / rate - 1.0).abs() < 0.005, "{seen} outages a year and {rate}");
}

#[test]
fn only_what_matters_is_called_approximate() {
    let life = r#""mttf": "1000h", "mttr": "10h""#;
    let two = |members: [&str; 2], rest: &str| {
        topology(&format!(
            r#""components": [{{ "id": "a", {} }}, {{ "id": "b", {} }}, {{ "id": "c", {life} }}, {{ "id": "d", "mttf": "700h" }}],
               "pools": [{{ "id": "app", "members": ["a", "b"], "standby": {{ "switch": "1m" }} }}{rest}]"#,
            members[0], members[1]
        ))
    };
    // A pool that would be approximate, which nobody needs.
    let spare = r#", { "id": "aside", "members": ["c", "d"], "standby": { "latent": true, "test_interval": "30d" } }"#;
    assert_eq!(exact(&two([life, life], spare)).method, Method::Exact);
    // Members that never fail never change over; one of two serves for ever, once it does.
    let never = r#""availability": 1"#;
    for members in [[never, never], [never, life], [life, never]] {
        let system = two(members, "");
        let answer = exact(&system);
        assert_eq!((answer.method, answer.unavailability), (Method::Exact, 0.0));
        let mut study = Study::new(&system, 1).unwrap();
        study.run(100);
        assert_eq!(study.measurement().unavailability, 0.0, "nor does a year begin with the other one");
    }
}

/// Where members cannot be followed, their change-overs still count.
#[test]
fn approximate_pools_keep_their_change_overs() {
    let lives = ["900h", "800h", "700h", "600h", "500h", "400h", "300h", "200h", "150h"];
    let member = |(i, life): (usize, &&str)| format!(r#"{{ "id": "m{i}", "mttf": "{life}", "mttr": "1h" }}"#);
    let members: Vec<String> = lives.iter().enumerate().map(member).collect();
    let names: Vec<String> = (0..lives.len()).map(|i| format!(r#""m{i}""#)).collect();
    let topology = topology(&format!(
        r#""components": [{}], "pools": [{{ "id": "app", "members": [{}], "required": 2, "standby": {{ "level": "hot", "switch": "10m" }} }}]"#,
        members.join(", "),
        names.join(", ")
    ));
    let said = exact(&topology);
    assert_eq!(said.method, Method::Approximate);
    let mut study = Study::new(&topology, 1).unwrap();
    study.run(300);
    let measured = study.measurement().unavailability;
    let ratio = said.unavailability / measured;
    // The order of the list is not taking turns.
    assert!((0.5..2.0).contains(&ratio), "{} and {measured}", said.unavailability);
}

/// A member that is last in the list, is hardly ever asked and then serves for long.
#[test]
fn a_late_member_that_lives_long_is_not_forgotten() {
    let member =
        |id: &str, life: &str, repair: &str| format!(r#"{{ "id": "{id}", "mttf": "{life}", "mttr": "{repair}" }}"#);
    let members = [member("a", "100h", "0.1h"), member("b", "100h", "0.1h"), member("c", "10000h", "1h")].join(", ");
    let topology = topology(&format!(
        r#""components": [{members}],
           "pools": [{{ "id": "app", "members": ["a", "b", "c"], "standby": {{ "level": "hot", "detect": "5m", "switch": "10m" }} }}]"#
    ));
    let exact = exact(&topology);
    assert_eq!(exact.method, Method::Exact, "{:?}", exact.diagnostics);
    let mut study = Study::new(&topology, 1).unwrap();
    study.run(3000);
    let (rate, seen) = (exact.outages_per_year.unwrap(), study.measurement().outages_per_year);
    assert!((seen / rate - 1.0).abs() < 0.03, "{seen} outages a year and {rate}");
}

/// Who serves first is drawn from the chain: where two that fail every few days stand before one that lives a century, living
/// through lives until that is forgotten would take millions of events a year of the study, and what is left of the
/// beginning would be a fifth of the outages.
#[test]
fn a_century_is_not_lived_through_before_every_year() {
    let topology = topology(
        r#""components": [{ "id": "a", "mttf": "100h", "mttr": "6m" }, { "id": "b", "mttf": "100h", "mttr": "6m" }, { "id": "c", "mttf": "1000000h" }],
           "pools": [{ "id": "app", "members": ["a", "b", "c"], "standby": { "level": "hot", "detect": "5m", "switch": "10m" } }]"#,
    );
    let exact = exact(&topology);
    let mut study = Study::new(&topology, 1).unwrap();
    study.run(20_000);
    let measured = study.measurement();
    assert!(measured.diagnostics.iter().all(|d| d.code != codes::CUT_SHORT), "{:?}", measured.diagnostics);
    let (rate, seen) = (exact.outages_per_year.unwrap(), measured.outages_per_year);
    assert!((seen / rate - 1.0).abs() < 0.05, "{seen} outages a year and {rate}");
}

#[test]
fn what_a_chain_does_not_follow_is_not_called_exact() {
    let life = r#""mttf": "1000h", "mttr": "10h""#;
    // Spares are taken in the order of the list, so which of them are reached matters.
    let reached = topology(&format!(
        r#""components": [{{ "id": "s", "kind": "switch", "availability": 0.9 }}, {{ "id": "a", {life} }}, {{ "id": "b", {life} }}, {{ "id": "c", {life} }}],
           "pools": [{{ "id": "app", "members": ["a", "b", "c"], "standby": {{ "level": "cold" }} }}],
           "cables": [{{ "between": ["clients", "a"] }}, {{ "between": ["clients", "s"] }}, {{ "between": ["s", "b"] }}, {{ "between": ["s", "c"] }}]"#
    ));
    assert_eq!(exact(&reached).method, Method::Approximate);
    // A pool that nobody needs has a crew that the members of another one wait for.
    let shared = topology(&format!(
        r#""components": [{{ "id": "a", {life} }}, {{ "id": "b", {life} }}],
           "pools": [{{ "id": "app", "members": ["a", "b"] }}, {{ "id": "aside", "members": ["a", "b"], "repair_crews": 1 }}]"#
    ));
    assert_eq!(exact(&shared).method, Method::Approximate);
    // How long ago a zone failed matters to spares that take time to change over.
    let shaped = |repair: &str| {
        topology(&format!(
            r#""domains": [{{ "id": "z", "mttf": "1000h", "mttr": "1h", "repair": "{repair}" }}],
               "components": [{{ "id": "a", "mttf": "1000h", "in": ["z"] }}, {{ "id": "b", "mttf": "1000h" }}],
               "pools": [{{ "id": "app", "members": ["a", "b"], "standby": {{ "level": "hot", "switch": "1h" }} }}]"#
        ))
    };
    assert_eq!(exact(&shaped("fixed")).method, Method::Approximate);
    assert_eq!(exact(&shaped("exponential")).method, Method::Exact);
}

/// What no repair helps keeps no crew, and a pool in the pool is repaired by its own people: the others wait for each other
/// as if they were alone.
#[test]
fn only_what_is_repaired_keeps_a_crew() {
    // Both of two down with one crew, of lives of 100 hours and repairs of 20 (the machine repair model).
    let rho: f64 = 0.2;
    let both = 2.0 * rho * rho / (1.0 + 2.0 * rho + 2.0 * rho * rho);
    let parts = r#"{ "id": "a", "mttf": "100h", "mttr": "20h" }, { "id": "b", "mttf": "100h", "mttr": "20h" }"#;
    let dead = topology(&format!(
        r#""components": [{parts}, {{ "id": "gone", "availability": 0 }}],
           "pools": [{{ "id": "app", "members": ["a", "b", "gone"], "repair_crews": 1 }}]"#
    ));
    check(&dead, both, 1e-12);
    // The inner pool is down a quarter of the time.
    let inner = topology(&format!(
        r#""components": [{parts}, {{ "id": "c", "availability": 0.5 }}, {{ "id": "d", "availability": 0.5 }}],
           "pools": [{{ "id": "app", "members": ["a", "b", "inner"], "repair_crews": 1 }},
             {{ "id": "inner", "members": ["c", "d"] }}]"#
    ));
    check(&inner, both * 0.25, 1e-12);
    for topology in [dead, inner] {
        let said = exact(&topology);
        let mut study = Study::new(&topology, 5).unwrap();
        study.run(400);
        let off = study.measurement().unavailability / said.unavailability - 1.0;
        assert!(off.abs() < 0.02, "{off}");
    }
}
