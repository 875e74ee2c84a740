//! Pools that change over for the same reasons outside, against closed forms and against what is lived through.

mod lives;

use lives::topology;
use nines_engine::availability::{Analysis, AnalyzeOptions, Method, analyze};
use nines_engine::diag::codes;
use nines_engine::sim::Study;
use nines_engine::topology::Topology;

const ZONES: &str = r#""domains": [{ "id": "za", "mttf": "2000h", "mttr": "4h" }, { "id": "zb", "mttf": "2000h", "mttr": "4h" },
    { "id": "zc", "mttf": "2000h", "mttr": "4h" }]"#;

/// A pool with one member in each zone.
struct Tier<'a> {
    name: &'a str,
    zones: &'a [&'a str],
    life: &'a str,
    standby: &'a str,
}

impl Tier<'_> {
    fn components(&self) -> String {
        let member = |zone: &&str| format!(r#"{{ "id": "{}-{zone}", {}, "in": ["{zone}"] }}"#, self.name, self.life);
        self.zones.iter().map(member).collect::<Vec<_>>().join(", ")
    }

    fn pool(&self) -> String {
        let members: Vec<String> = self.zones.iter().map(|zone| format!(r#""{}-{zone}""#, self.name)).collect();
        let (name, members, standby) = (self.name, members.join(", "), self.standby);
        format!(r#"{{ "id": "{name}", "members": [{members}], "required": 1, "standby": {{ {standby} }} }}"#)
    }
}

/// Clients that need all of these tiers, or (in parallel) any one of them.
fn system(tiers: &[Tier], in_parallel: bool) -> Topology {
    let names: Vec<String> = tiers.iter().map(|tier| format!(r#""{}""#, tier.name)).collect();
    let components: Vec<String> = tiers.iter().map(Tier::components).collect();
    let mut pools: Vec<String> = tiers.iter().map(Tier::pool).collect();
    let required = if in_parallel { 1 } else { tiers.len() };
    pools.push(format!(r#"{{ "id": "all", "members": [{}], "required": {required} }}"#, names.join(", ")));
    topology(&format!(
        r#""clients": {{ "needs": ["all"] }}, {ZONES}, "components": [{}], "pools": [{}]"#,
        components.join(", "),
        pools.join(", ")
    ))
}

fn exact(topology: &Topology) -> Analysis {
    analyze(topology, &AnalyzeOptions::standard()).unwrap()
}

/// Members that never fail by themselves: both pools serve from the same zone as soon as one has failed, and only then do they
/// change over. It begins as often as the zone that serves fails while the other one works, and lasts T.
#[test]
fn zones_alone_have_a_closed_form() {
    let of = |name, standby| Tier { name, zones: &["za", "zb"], life: r#""availability": 1"#, standby };
    let tiers = || [of("app", r#""switch": "1s""#), of("db", r#""switch": "3s""#)];
    let (rate, down): (f64, f64) = (1.0 / 2000.0, 4.0 / 2004.0);
    for (in_parallel, seconds) in [(false, 3.0), (true, 1.0)] {
        let answer = exact(&system(&tiers(), in_parallel));
        assert_eq!(answer.method, Method::Exact, "{:?}", answer.diagnostics);
        let begins = rate * (1.0 - down).powi(2);
        let expected = begins * seconds / 3600.0 + down * down;
        // A zone may come back within these seconds, and then one pool changes over and the other does not.
        assert!((answer.unavailability / expected - 1.0).abs() < 1e-4, "{} {expected}", answer.unavailability);
        // Each zone fails while the other is down as often, and takes down what served.
        let outages = (begins + 2.0 * down * (1.0 - down) * rate) * 8760.0;
        let found = answer.outages_per_year.unwrap();
        assert!((found / outages - 1.0).abs() < 1e-3, "{found} {outages}");
    }
}

/// Against long lives: two tiers in the same zones, in opposite order, by hand at times, in parallel.
#[test]
fn two_tiers_are_as_they_are_lived_through() {
    let app = |standby| Tier { name: "app", zones: &["za", "zb"], life: r#""mttf": "1500h", "mttr": "6h""#, standby };
    let db = |zones, standby| Tier { name: "db", zones, life: r#""mttf": "3000h", "mttr": "10h""#, standby };
    let by_hand = r#""switch": "10m", "coverage": 0.9, "manual": "20m""#;
    let cases = [
        (app(r#""switch": "2m""#), db(&["za", "zb"], r#""switch": "10m""#), false),
        (app(r#""switch": "2m""#), db(&["zb", "za"], r#""switch": "10m""#), false),
        (app(r#""switch": "2m""#), db(&["za", "zb"], by_hand), false),
        (app(r#""switch": "2m""#), db(&["za", "zb"], r#""switch": "10m""#), true),
    ];
    for (seed, (app, db, in_parallel)) in (1..).zip(cases) {
        let standby = db.standby.to_string();
        let system = system(&[app, db], in_parallel);
        let answer = exact(&system);
        assert_eq!(answer.method, Method::Exact, "{standby}: {:?}", answer.diagnostics);
        lives::agree(&answer, &system, seed, 8000, &standby);
    }
}

/// What happens seldom together is taken as independent, and said to be.
#[test]
fn what_is_seldom_together_is_approximate_and_near() {
    let tier = |name, life, standby| Tier { name, zones: &["za", "zb"], life, standby };
    let app = tier("app", r#""mttf": "1500h", "mttr": "6h""#, r#""switch": "2m""#);
    let db = tier("db", r#""mttf": "3000h", "mttr": "10h""#, r#""level": "cold", "dormancy": 0.2"#);
    let system = system(&[app, db], false);
    let answer = exact(&system);
    assert_eq!(answer.method, Method::Approximate);
    assert!(answer.diagnostics.iter().any(|d| d.message.contains("less often down together")));
    lives::agree(&answer, &system, 6, 8000, "cold");
}

/// With more zones down two pools may be down less often together, which no event says: it is taken as no better, and said.
#[test]
fn what_more_down_would_help_is_said() {
    let life = r#""mttf": "6000h", "mttr": "24h""#;
    let app = Tier { name: "app", zones: &["za", "zc"], life, standby: r#""level": "warm", "switch": "1m""# };
    let standby = r#""switch": "1m", "coverage": 0.8, "manual": "20m""#;
    let db = Tier { name: "db", zones: &["za", "zb"], life: r#""mttf": "1500h", "mttr": "1h""#, standby };
    let system = system(&[app, db], false);
    let answer = exact(&system);
    assert_eq!(answer.method, Method::Approximate);
    let said: Vec<_> = answer.diagnostics.iter().filter(|d| d.code == codes::APPROXIMATED).collect();
    assert!(said.len() == 2 && said.iter().all(|d| d.message.contains("with more down outside")), "{said:?}");
    lives::agree(&answer, &system, 4, 8000, "helped");
}

/// Spares in parallel tiers: how often the clients go down by a failure in one depends on whether the other works.
#[test]
fn parallel_tiers_stop_as_often_as_they_are_lived_through() {
    let system = topology(
        r#""clients": { "needs": ["any"] }, "domains": [{ "id": "za", "mttf": "8000h" }, { "id": "zb", "mttf": "500h", "mttr": "12h" }],
           "components": [{ "id": "a", "mttf": "300h", "mttr": "24h" }, { "id": "b", "mttf": "300h", "in": ["zb"] },
             { "id": "c", "mttf": "6000h", "in": ["za"] }, { "id": "d", "mttf": "300h", "in": ["zb"] }],
           "pools": [{ "id": "p", "members": ["a", "b"], "required": 1, "standby": { "level": "cold", "switch": "1m" } },
             { "id": "q", "members": ["c", "d"], "required": 1, "standby": { "switch": "10s", "coverage": 0.8, "manual": "1h" } },
             { "id": "any", "members": ["p", "q"], "required": 1 }]"#,
    );
    lives::agree(&exact(&system), &system, 2, 20_000, "in parallel");
}

/// A zone that takes down what all members need is no reason to change over, in the answer as in the life: b would serve
/// while za is down, if what it needs did.
#[test]
fn a_zone_that_all_need_is_no_reason_to_change_over() {
    let system = topology(
        r#""clients": { "needs": ["app"] }, "domains": [{ "id": "za", "mttf": "500h", "mttr": "12h" }],
           "components": [{ "id": "x", "mttf": "1500h", "mttr": "24h", "in": ["za"] }, { "id": "y", "mttf": "300h", "in": ["za"] },
             { "id": "a", "mttf": "1500h", "in": ["za"], "needs": ["db"] },
             { "id": "b", "mttf": "1500h", "mttr": "24h", "needs": ["db"], "change": { "bad_per_year": 12, "rollback": "2h", "blast": 0.5 } }],
           "pools": [{ "id": "db", "members": ["x", "y"], "required": 1, "standby": { "level": "warm" } },
             { "id": "app", "members": ["a", "b"], "required": 1, "standby": { "switch": "10s" } }]"#,
    );
    let answer = exact(&system);
    assert_eq!(answer.method, Method::Exact);
    lives::agree(&answer, &system, 2, 8000, "through what all need");
}

/// Long change-overs are nearly as exact, and say that they are not.
#[test]
fn long_change_overs_are_approximate_and_near() {
    let tier = |name, life, standby| Tier { name, zones: &["za", "zb"], life, standby };
    for in_parallel in [false, true] {
        let app = tier("app", r#""mttf": "300h", "mttr": "2h""#, r#""switch": "1h""#);
        let db = tier("db", r#""mttf": "400h", "mttr": "3h""#, r#""switch": "2h""#);
        let system = system(&[app, db], in_parallel);
        let answer = exact(&system);
        assert_eq!(answer.method, Method::Approximate);
        let said = answer.diagnostics.iter().filter(|d| d.code == codes::APPROXIMATED);
        assert!(said.clone().count() == 2 && said.clone().all(|d| d.message.contains("the other does not begin to")));
        lives::agree(&answer, &system, 5, 8000, "long change-overs");
    }
}

/// Three tiers are taken two by two: within a hundredth.
#[test]
fn three_tiers_are_near_what_is_lived_through() {
    let tier = |name, life, standby| Tier { name, zones: &["za", "zb"], life, standby };
    let tiers = [
        tier("web", r#""mttf": "800h", "mttr": "2h""#, r#""switch": "1m""#),
        tier("app", r#""mttf": "1500h", "mttr": "6h""#, r#""switch": "2m""#),
        tier("db", r#""mttf": "3000h", "mttr": "10h""#, r#""switch": "10m""#),
    ];
    let system = system(&tiers, false);
    let answer = exact(&system);
    assert_eq!(answer.method, Method::Approximate);
    assert!(answer.diagnostics.iter().any(|d| d.message.contains("what three do at once is taken from what two do")));
    let mut study = Study::new(&system, 3).unwrap();
    study.run(20_000);
    let lived = study.measurement();
    let near = |exact: f64, lived: f64| (exact / lived - 1.0).abs();
    assert!(
        near(answer.unavailability, lived.unavailability) < 0.02,
        "{} {}",
        answer.unavailability,
        lived.unavailability
    );
    let outages = answer.outages_per_year.unwrap();
    assert!(near(outages, lived.outages_per_year) < 0.01, "{outages} {}", lived.outages_per_year);
}

/// Three members in three zones, in two tiers: only who serves and how many are left is followed, within some hundredths of
/// what is lived through (in parallel it would be a thirtieth, were they taken apart).
#[test]
fn wide_tiers_are_near_what_is_lived_through() {
    let tier = |name, life, standby| Tier { name, zones: &["za", "zb", "zc"], life, standby };
    for (in_parallel, tolerance) in [(false, 0.02), (true, 0.06)] {
        let app = tier("app", r#""mttf": "1500h", "mttr": "6h""#, r#""switch": "2m""#);
        let db = tier("db", r#""mttf": "3000h", "mttr": "10h""#, r#""switch": "10m""#);
        let system = system(&[app, db], in_parallel);
        let answer = exact(&system);
        assert_eq!(answer.method, Method::Approximate);
        assert!(answer.diagnostics.iter().any(|d| d.message.contains("by who serves and how many are left")));
        let mut study = Study::new(&system, 3).unwrap();
        study.run(8000);
        let lived = study.measurement();
        let near = |exact: f64, lived: f64| (exact / lived - 1.0).abs();
        let (found, expected) = (answer.unavailability, lived.unavailability);
        assert!(near(found, expected) < tolerance, "{found} {expected}");
        let (found, expected) = (answer.outages_per_year.unwrap(), lived.outages_per_year);
        assert!(near(found, expected) < 0.02, "{found} and {expected} outages");
    }
}

/// Pools that more than four zones block, all in all, are taken apart and named.
#[test]
fn what_is_taken_apart_is_said() {
    let domains: Vec<String> = (0..6).map(|i| format!(r#"{{ "id": "zone{i}", "mttf": "5000h" }}"#)).collect();
    let components = |pool: &str, zones: [usize; 3]| {
        let component = |i: usize| format!(r#"{{ "id": "{pool}{i}", "mttf": "1000h", "in": ["zone{i}"] }}"#);
        zones.map(component).join(", ")
    };
    let pool = |id: &str, zones: [usize; 3]| {
        let members = zones.map(|i| format!(r#""{id}{i}""#)).join(", ");
        format!(r#"{{ "id": "{id}", "members": [{members}], "required": 1, "standby": {{ "switch": "1m" }} }}"#)
    };
    let (p, q) = ([0, 1, 2], [2, 3, 4]);
    let wide = topology(&format!(
        r#""clients": {{ "needs": ["p", "q"] }}, "domains": [{}], "components": [{}, {}], "pools": [{}, {}]"#,
        domains.join(", "),
        components("p", p),
        components("q", q),
        pool("p", p),
        pool("q", q)
    ));
    let answer = exact(&wide);
    assert_eq!(answer.method, Method::Approximate);
    let said: Vec<_> = answer.diagnostics.iter().filter(|d| d.code == codes::APPROXIMATED).collect();
    assert!(said.len() == 2 && said.iter().all(|d| d.message.contains("taken to do so apart")), "{said:?}");
}

/// The event that takes both down is a cause like any other: named, in the cut sets, explained.
#[test]
fn what_is_common_has_a_name() {
    let of = |name, standby| Tier { name, zones: &["za", "zb"], life: r#""mttf": "1500h", "mttr": "6h""#, standby };
    let answer = exact(&system(&[of("app", r#""switch": "1m""#), of("db", r#""switch": "3m""#)], true));
    let single = answer.single_points_of_failure.iter().any(|name| name == "app/together with db");
    assert!(single, "{:?}", answer.single_points_of_failure);
    let changing = |members: &[String]| members.iter().any(|name| name.starts_with("app/together with db without z"));
    assert!(answer.cut_sets.iter().any(|cut| cut.members.len() == 2 && changing(&cut.members)));
}
