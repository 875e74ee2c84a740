//! Spares and what blocks them: exact where a chain can follow it, near where it cannot. The second opinion is always what
//! is lived through.

mod asked;

use asked::{exact, topology};
use nines_engine::availability::{Analysis, Method};
use nines_engine::diag::codes;
use nines_engine::sim::{Measurement, Study};
use nines_engine::topology::Topology;

fn lived(topology: &Topology, years: u64) -> Measurement {
    let mut study = Study::new(topology, 11).unwrap();
    study.run(years);
    study.measurement()
}

/// Downtime and outages are as measured, to this share.
#[track_caller]
fn near(said: &Analysis, measured: &Measurement, tolerance: f64) {
    let off = said.unavailability / measured.unavailability - 1.0;
    assert!(off.abs() < tolerance, "{} and {} measured: {off}", said.unavailability, measured.unavailability);
    let (outages, seen) = (said.outages_per_year.unwrap(), measured.outages_per_year);
    assert!((outages / seen - 1.0).abs() < tolerance, "{outages} outages and {seen} seen");
}

#[track_caller]
fn exactly(topology: &Topology, years: u64, tolerance: f64) {
    let said = exact(topology);
    assert_eq!(said.method, Method::Exact, "{:?}", said.diagnostics);
    near(&said, &lived(topology, years), tolerance);
}

/// A change-over takes the time it takes: a zone that is repaired meanwhile decides who serves after it, and with a time
/// taken as exponential the pool would be down a twentieth longer.
#[test]
fn zones_come_back_while_a_pool_changes_over() {
    let zones = |repair: &str, switch: &str| {
        topology(&format!(
            r#""domains": [{{ "id": "z", "mttf": "449h", "mttr": "{repair}" }}, {{ "id": "y", "mttf": "30000h", "mttr": "20h" }}],
               "components": [{{ "id": "a", "mttf": "1800h", "mttr": "20h", "in": ["z"] }},
                 {{ "id": "b", "mttf": "1500h", "mttr": "30h", "in": ["y"] }}],
               "pools": [{{ "id": "app", "members": ["a", "b"],
                 "standby": {{ "level": "hot", "coverage": 0.941, "manual": "4.64h", "detect": "258s", "switch": "{switch}" }} }}]"#
        ))
    };
    exactly(&zones("0.213h", "212s"), 20_000, 0.01);
    // The zone is nearly never back in time.
    exactly(&zones("30h", "10s"), 20_000, 0.02);
    // It nearly always is: then a pool that cannot change over, because both zones are down, is up the sooner. No monotone
    // function says that; it is hardly ever so.
    near(&exact(&zones("1m", "1h")), &lived(&zones("1m", "1h"), 20_000), 0.01);
}

/// A zone that fails every day, and an hour to change over: it fails and comes back while that goes on.
#[test]
fn zones_fail_while_a_pool_changes_over() {
    let system = topology(
        r#""domains": [{ "id": "z", "mttf": "1d", "mttr": "1h" }, { "id": "y", "mttf": "2d", "mttr": "1h" }],
           "components": [{ "id": "a", "mttf": "100h", "in": ["z"] }, { "id": "b", "mttf": "100h", "in": ["y"] },
             { "id": "c", "mttf": "100h" }],
           "pools": [{ "id": "app", "members": ["a", "b", "c"], "required": 2,
             "standby": { "level": "warm", "coverage": 0.9, "switch": "1h", "manual": "3h" } }]"#,
    );
    near(&exact(&system), &lived(&system, 2000), 0.01);
}

/// What a spare alone needs blocks it as its zone does, and is followed as exactly.
#[test]
fn what_a_spare_needs_blocks_it_as_a_zone_does() {
    let standby = r#""pools": [{ "id": "app", "members": ["a", "b"],
        "standby": { "level": "hot", "coverage": 0.9, "detect": "30s", "switch": "5m", "manual": "1h" } }]"#;
    let life = r#""mttf": "2000h", "mttr": "4h""#;
    let needs = topology(&format!(
        r#""components": [{{ "id": "a", {life}, "needs": ["d"] }}, {{ "id": "b", {life}, "needs": ["e"] }},
             {{ "id": "d", "mttf": "5000h", "mttr": "2h" }}, {{ "id": "e", "mttf": "3000h", "mttr": "1h" }}], {standby}"#
    ));
    let zones = topology(&format!(
        r#""domains": [{{ "id": "d", "mttf": "5000h", "mttr": "2h" }}, {{ "id": "e", "mttf": "3000h", "mttr": "1h" }}],
           "components": [{{ "id": "a", {life}, "in": ["d"] }}, {{ "id": "b", {life}, "in": ["e"] }}], {standby}"#
    ));
    let (needs, zones) = (exact(&needs), exact(&zones));
    assert_eq!((needs.method, zones.method), (Method::Exact, Method::Exact));
    assert!((needs.unavailability / zones.unavailability - 1.0).abs() < 1e-12);
    let outages = |said: &Analysis| said.outages_per_year.unwrap();
    assert!((outages(&needs) / outages(&zones) - 1.0).abs() < 1e-12);
}

/// Failing over from one region to another: members that are pools, or that are only the sum of what they need. As if nobody
/// had to change over, the answer would be a twentieth of what is lived through.
#[test]
fn regions_change_over() {
    let region = |id: &str, as_pool: bool| {
        let life = r#""mttf": "1000h", "mttr": "2h""#;
        let parts = format!(
            r#"{{ "id": "{id}-1", {life} }}, {{ "id": "{id}-2", {life} }}, {{ "id": "{id}-db", "mttf": "2000h", "mttr": "4h" }}"#
        );
        let pool =
            |id: &str, needs: &str| format!(r#"{{ "id": "{id}", "members": ["{0}-1", "{0}-2"]{needs} }}"#, &id[..4]);
        match as_pool {
            true => (parts, pool(id, &format!(r#", "needs": ["{id}-db"]"#))),
            false => (
                format!(r#"{parts}, {{ "id": "{id}", "needs": ["{id}-app", "{id}-db"] }}"#),
                pool(&format!("{id}-app"), ""),
            ),
        }
    };
    for as_pool in [true, false] {
        let [(east, east_pool), (west, west_pool)] = ["east", "west"].map(|id| region(id, as_pool));
        let system = topology(&format!(
            r#""components": [{east}, {west}], "pools": [{east_pool}, {west_pool}, {{ "id": "app", "members": ["east", "west"],
                 "standby": {{ "level": "hot", "coverage": 0.9, "switch": "5m", "manual": "1h" }} }}]"#
        ));
        let said = exact(&system);
        assert_eq!(said.method, Method::Approximate);
        let reason = said.diagnostics.iter().find(|d| d.code == codes::APPROXIMATED).unwrap();
        assert!(reason.message.contains("what blocks east is several parts"), "{}", reason.message);
        near(&said, &lived(&system, 10_000), 0.03);
    }
}

/// More members that differ than a chain can name: what waiting for a crew adds is not lost.
#[test]
fn many_that_differ_wait_for_each_other() {
    let lives = ["900h", "1500h", "700h", "2600h", "500h", "1400h", "1300h", "1200h", "1150h"];
    let repairs = ["10h", "4h", "6h", "20h", "8h", "5h", "3h", "12h", "7h"];
    for (fields, tolerance) in [
        (r#""required": 8, "repair_crews": 1"#, 0.25),
        (r#""required": 7, "repair_crews": 2"#, 0.2),
        (r#""required": 7, "repair_crews": 1, "coverage": 0.95, "manual": "1h""#, 0.25),
        (r#""required": 5, "standby": { "level": "hot", "switch": "10m" }"#, 0.1),
        (
            r#""required": 8, "repair_crews": 1, "standby": { "level": "warm", "switch": "10m", "coverage": 0.9, "manual": "2h" }"#,
            0.15,
        ),
    ] {
        let member = |i: usize| format!(r#"{{ "id": "m{i}", "mttf": "{}", "mttr": "{}" }}"#, lives[i], repairs[i]);
        let members: Vec<String> = (0..9).map(member).collect();
        let names: Vec<String> = (0..9).map(|i| format!(r#""m{i}""#)).collect();
        let system = topology(&format!(
            r#""components": [{}], "pools": [{{ "id": "app", "members": [{}], {fields} }}]"#,
            members.join(", "),
            names.join(", ")
        ));
        let said = exact(&system);
        assert_eq!(said.method, Method::Approximate);
        near(&said, &lived(&system, 10_000), tolerance);
    }
}

/// What all members need takes the pool down, and is no reason to change over: nor does it keep the pool from doing so.
#[test]
fn what_all_need_is_no_reason_to_change_over() {
    let system = topology(
        r#""domains": [{ "id": "z", "mttf": "100h", "mttr": "10h" }],
           "components": [{ "id": "a", "mttf": "50h", "mttr": "1h", "in": ["z"] }, { "id": "b", "mttf": "50h", "mttr": "1h", "in": ["z"] }],
           "pools": [{ "id": "app", "members": ["a", "b"], "standby": { "level": "hot", "switch": "2h" } }]"#,
    );
    exactly(&system, 30_000, 0.002);
    let alone = topology(
        r#""components": [{ "id": "a", "mttf": "50h", "mttr": "1h" }, { "id": "b", "mttf": "50h", "mttr": "1h" }],
           "pools": [{ "id": "app", "members": ["a", "b"], "standby": { "level": "hot", "switch": "2h" } }]"#,
    );
    let up = (1.0 - exact(&alone).unavailability) * 100.0 / 110.0;
    assert!((exact(&system).unavailability - (1.0 - up)).abs() < 1e-12);
}

/// Members that differ and do not react to what blocks them are exact as well: what is blocked is lost, whatever they do.
#[test]
fn members_that_differ_are_blocked_exactly() {
    let system = topology(
        r#""domains": [{ "id": "z", "mttf": "400h", "mttr": "20h" }, { "id": "y", "mttf": "300h", "mttr": "5h" }],
           "components": [{ "id": "a", "mttf": "960h", "mttr": "48h", "in": ["z"] },
             { "id": "b", "mttf": "20h", "mttr": "1h", "needs": ["c"], "change": { "bad_per_year": 52, "rollback": "30m" } },
             { "id": "c", "mttf": "500h", "mttr": "3h", "in": ["y"] }, { "id": "d", "mttf": "200h", "mttr": "9h", "in": ["y", "z"] }],
           "pools": [{ "id": "app", "members": ["a", "b", "d"], "required": 2, "repair_crews": 1, "coverage": 0.9, "manual": "2h" }]"#,
    );
    exactly(&system, 2000, 0.01);
}

/// A soft need of one member and a hard one of the other are two things, in pools that wait for crews and in those that
/// change over; and what is needed softly is no reason to change over. Closed forms with two equal members, of which one
/// is repaired at a time.
#[test]
fn soft_needs_are_not_hard_ones() {
    let life = r#""mttf": "100h", "mttr": "10h""#;
    let system = topology(&format!(
        r#""components": [{{ "id": "a", {life}, "needs": [{{ "to": "cache", "soft": true }}] }}, {{ "id": "b", {life}, "needs": ["cache"] }},
             {{ "id": "cache", {life} }}],
           "pools": [{{ "id": "app", "members": ["a", "b"], "repair_crews": 1 }}]"#
    ));
    // Shares of time with none, one and both failed: 1, 2r and 2r² for r = 10/100.
    let all = 1.0 + 0.2 + 0.02;
    let (one, both, q) = (0.2 / all, 0.02 / all, 10.0 / 110.0);
    let said = exact(&system);
    let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
    assert_eq!(said.method, Method::Exact);
    assert!(close(said.unavailability, both + one / 2.0 * q), "{}", said.unavailability);
    // Degraded: up, though one that needs the cache would not be if the need were hard.
    let degraded = q * (1.0 - both - one / 2.0);
    assert!(
        close(said.degraded_minutes_per_year.unwrap(), degraded * 525_600.0),
        "{:?}",
        said.degraded_minutes_per_year
    );

    let hot = topology(
        r#""components": [{ "id": "a", "mttf": "300h", "mttr": "30m", "needs": [{ "to": "x", "soft": true }] },
             { "id": "b", "mttf": "300h", "mttr": "30m" }, { "id": "x", "mttf": "1000h", "mttr": "30m" }],
           "pools": [{ "id": "app", "members": ["a", "b"], "standby": { "level": "hot" },
             "change": { "bad_per_year": 30, "rollback": "2h", "blast": 0.5 } }]"#,
    );
    let (r, load) = (0.5 / 300.0, 30.0 * 2.0 / 8760.0);
    let all = 1.0 + 2.0 * r + 2.0 * r * r;
    let (x, change) = (0.5 / 1000.5, load / (1.0 + load));
    let degraded = r / all * x * (1.0 - change);
    let found = exact(&hot).degraded_minutes_per_year.unwrap() / 525_600.0;
    assert!((found / degraded - 1.0).abs() < 1e-6, "{found:e} {degraded:e}");
}

/// What a spare needs may be a pool with a chain of its own: its events come as often as that pool stops.
#[test]
fn spares_need_pools_that_depend_on_each_other() {
    let life = r#""mttf": "100h", "mttr": "10h""#;
    for (needed, tolerance) in [
        (r#""required": 2, "standby": { "switch": "1m" }"#, 0.02),
        (r#""required": 1, "repair_crews": 1"#, 0.02),
        (r#""required": 1, "standby": { "level": "warm", "switch": "20m", "coverage": 0.9, "manual": "2h" }"#, 0.03),
        (r#""required": 1, "coverage": 0.9, "manual": "5h""#, 0.03),
    ] {
        for required in [1, 2] {
            let system = topology(&format!(
                r#""components": [{{ "id": "a", {life} }}, {{ "id": "b", {life}, "needs": ["e"] }}, {{ "id": "x", {life} }}, {{ "id": "y", {life} }}],
                   "pools": [{{ "id": "app", "members": ["a", "b"], "required": {required}, "standby": {{ "switch": "20m" }} }},
                     {{ "id": "e", "members": ["x", "y"], {needed} }}]"#
            ));
            let said = exact(&system);
            assert_eq!(said.method, Method::Approximate);
            let measured = lived(&system, 2000);
            let off = [
                said.unavailability / measured.unavailability,
                said.outages_per_year.unwrap() / measured.outages_per_year,
            ];
            assert!(
                (off[0] - 1.0).abs() < tolerance && (off[1] - 1.0).abs() < 0.1,
                "{needed}, {required} required: {off:?}"
            );
        }
    }
}

/// A zone that takes down what the clients need, and blocks a member beside it, is one outage: counted for the pool and for what
/// it changes over from, there would be a sixth too many.
#[test]
fn what_takes_the_clients_down_too_is_one_outage() {
    let system = topology(
        r#""domains": [{ "id": "x", "mttf": "2000h", "mttr": "30m" }, { "id": "y", "mttf": "2000h", "mttr": "4h" }],
           "components": [{ "id": "c", "mttf": "1500h", "mttr": "24h", "in": ["x", "y"] }, { "id": "d", "mttf": "6000h", "mttr": "6h", "in": ["y"] },
             { "id": "a", "mttf": "6000h", "mttr": "1h", "in": ["x"] },
             { "id": "b", "mttf": "1500h", "mttr": "24h", "in": ["y"], "needs": ["db"] }],
           "pools": [{ "id": "db", "members": ["c", "d"], "required": 1, "standby": { "level": "warm", "switch": "10s" } },
             { "id": "pair", "members": ["a", "b"], "required": 1,
               "standby": { "switch": "5m", "coverage": 0.95, "manual": "20m" } },
             { "id": "app", "members": ["pair", "db"], "required": 2 }]"#,
    );
    let said = exact(&system);
    assert_eq!(said.method, Method::Approximate);
    let measured = lived(&system, 10_000);
    near(&said, &measured, 0.06);
    let (outages, seen) = (said.outages_per_year.unwrap(), measured.outages_per_year);
    assert!((outages / seen - 1.0).abs() < 0.02, "{outages} outages and {seen} seen");
}

/// Six things block three members, each another choice of them: more than situations are made of one by one.
#[test]
fn more_causes_than_members_are_followed_by_member() {
    let system = |pool: &str| {
        topology(&format!(
            r#""domains": [{{ "id": "x", "mttf": "300h", "mttr": "4h" }}, {{ "id": "y", "mttf": "500h", "mttr": "9h" }},
                 {{ "id": "z", "mttf": "400h", "mttr": "6h" }}],
               "components": [{{ "id": "a", "mttf": "100h", "mttr": "20h", "in": ["x", "y"], "needs": ["na"] }},
                 {{ "id": "b", "mttf": "150h", "mttr": "10h", "in": ["y", "z"], "needs": ["nb"] }},
                 {{ "id": "c", "mttf": "60h", "mttr": "5h", "in": ["z", "x"], "needs": ["nc"] }},
                 {{ "id": "na", "mttf": "200h", "mttr": "5h" }}, {{ "id": "nb", "mttf": "300h", "mttr": "20h" }},
                 {{ "id": "nc", "mttf": "90h", "mttr": "9h" }}],
               "pools": [{{ "id": "app", "members": ["a", "b", "c"], "repair_crews": 1 {pool} }}]"#
        ))
    };
    // Members that do not react to what blocks them: whatever it is, who is lost is all that counts.
    exactly(&system(""), 2000, 0.02);
    exactly(&system(r#", "required": 2, "coverage": 0.9, "manual": "3h""#), 500, 0.01);
    // Spares react to each member's own part of it.
    let spares = system(r#", "standby": { "level": "warm", "switch": "5m" }"#);
    let said = exact(&spares);
    assert!(said.diagnostics.iter().any(|d| d.code == codes::APPROXIMATED && d.message.contains("each of them apart")));
    near(&said, &lived(&spares, 2000), 0.05);
}
