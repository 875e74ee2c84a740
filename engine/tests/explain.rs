//! Derivations: goldens of textbook systems, and on generated systems that they end in the exact answer, that every
//! step is what a brute-force reading of its name says, and that they can be followed.

mod derivations;
mod generate;
mod reading;

use std::collections::BTreeMap;

use derivations::{check_text, explained, topology};
use generate::{Shape, generated};
use nines_engine::availability::explain::{Derivation, STEPS_MAX, StepKind, explain};
use nines_engine::sim::random::Stream;
use nines_engine::topology::Topology;
use reading::{brute, failures};

/// Checks every step against brute force; gives how many steps of each kind could be.
fn check_steps(topology: &Topology, derivation: &Derivation, what: &str, checked: &mut BTreeMap<String, usize>) {
    let events = failures(topology);
    for step in &derivation.steps {
        let Some(expected) = brute(topology, &events, &step.name) else {
            *checked.entry("skipped".to_string()).or_default() += 1;
            continue;
        };
        let error = (step.unavailability - expected).abs();
        assert!(error <= 1e-9 * expected, "{what}: {} is not {expected}\n{}", step.name, derivation.text());
        *checked.entry(format!("{:?}", step.kind)).or_default() += 1;
    }
}

/// Systems in which much is shared: pools over zones whose members need a few stores, and clients that need two.
fn entangled(seed: u64) -> Topology {
    let mut stream = Stream::new(seed, 0, 0);
    let mut below = |n: u64| stream.next_bits() % n;
    let zones = 1 + below(3);
    let mut parts = Vec::new();
    let domains: Vec<String> = (0..zones)
        .map(|i| {
            let within = if i > 0 && below(3) == 0 { r#", "in": ["z0"]"# } else { "" };
            format!(r#"{{ "id": "z{i}", "availability": 0.99{within} }}"#)
        })
        .collect();
    let stores = 1 + below(2);
    for i in 0..stores {
        let needs = if i > 0 && below(2) == 0 { r#", "needs": ["s0"]"# } else { "" };
        parts.push(format!(r#"{{ "id": "s{i}", "mttf": "{}h", "mttr": "2h"{needs} }}"#, 100 + below(900)));
    }
    let mut pools = Vec::new();
    for p in 0..1 + below(2) {
        let members: Vec<String> = (0..2 + below(2)).map(|m| format!("p{p}m{m}")).collect();
        for member in &members {
            let needs = if below(2) == 0 { format!(r#", "needs": ["s{}"]"#, below(stores)) } else { String::new() };
            let within = if below(4) > 0 { format!(r#", "in": ["z{}"]"#, below(zones)) } else { String::new() };
            parts
                .push(format!(r#"{{ "id": "{member}", "mttf": "{}h", "mttr": "1h"{needs}{within} }}"#, 50 << below(2)));
        }
        let required = 1 + below(members.len() as u64);
        let beta = if below(3) == 0 { 0.1 } else { 0.0 };
        let list = members.iter().map(|m| format!("{m:?}")).collect::<Vec<_>>().join(", ");
        pools.push(format!(
            r#"{{ "id": "p{p}", "members": [{list}], "required": {required}, "common_cause": {beta} }}"#
        ));
    }
    let mut needs: Vec<String> = (0..pools.len()).map(|p| format!(r#""p{p}""#)).collect();
    if pools.len() == 2 && below(2) == 0 {
        pools.push(r#"{ "id": "any", "members": ["p0", "p1"] }"#.to_string());
        needs = vec![r#""any""#.to_string()];
    }
    if below(2) == 0 {
        needs.push(r#""s0""#.to_string());
    }
    let list = |items: &[String]| items.join(", ");
    let text =
        format!(r#""domains": [{}], "components": [{}], "pools": [{}]"#, list(&domains), list(&parts), list(&pools));
    topology(&format!("[{}]", list(&needs)), &text)
}

#[test]
fn generated_systems_end_in_the_exact_answer() {
    let mut complete = 0;
    for shape in [Shape::Any, Shape::OftenDown] {
        for seed in 0..300 {
            complete += usize::from(explained(&generated(seed, shape), &format!("seed {seed}")).complete);
        }
    }
    assert!(complete >= 590, "only {complete} of 600 are spelled out");
}

#[test]
fn every_step_is_what_its_name_says() {
    let mut checked = BTreeMap::new();
    for seed in 0..60 {
        let topology = generated(seed, Shape::Any);
        if failures(&topology).len() <= 11 {
            check_steps(&topology, &explained(&topology, "any"), &format!("seed {seed}"), &mut checked);
        }
    }
    for seed in 0..300 {
        let topology = entangled(seed);
        let derivation = explained(&topology, &format!("entangled {seed}"));
        assert!(derivation.complete, "entangled {seed}");
        if failures(&topology).len() <= 11 {
            check_steps(&topology, &derivation, &format!("entangled {seed}"), &mut checked);
        }
    }
    // The systems must not have become tame, nor the names unreadable.
    for (kind, least) in [("AtLeast", 50), ("Condition", 150), ("Event", 1500), ("Parallel", 250), ("Series", 700)] {
        assert!(checked[kind] >= least, "{checked:?}");
    }
    assert_eq!(checked.get("skipped"), None);
}

/// Prints what differs in full, so that a wanted change can be read and pasted.
const SERVERS: &str = r#"{ "id": "app-1", "in": ["zone-a"], "mttf": "1000h", "mttr": "1h" },
    { "id": "app-2", "in": ["zone-a"], "mttf": "1000h", "mttr": "1h" }"#;

#[test]
fn two_in_series() {
    let parts =
        r#""components": [ { "id": "a", "availability": 0.999 }, { "id": "b", "mttf": "2000h", "mttr": "4h" } ]"#;
    check_text(
        r#"["a", "b"]"#,
        parts,
        r#"
1. a: as given
   It is said to work 99.900 % of the time.
   U(a) = 1 − A
   U(a) = 1 − 0.999 = 0.001
   99.900 %, down 8 h 46 min a year (3.00 nines)
2. b: from its mean times
   It works 2000h on average, then takes 4h to repair.
   U(b) = MTTR / (MTTF + MTTR)
   U(b) = 4h / (2000h + 4h) = 0.001996
   99.800 %, down 17 h 29 min a year (2.70 nines)
3. clients: all of a, b (from 1, 2)
   The clients are served while all of these work: a, b. Each adds its unavailability for the time in which
     those before it work.
   U(clients) = U(a) + A(a) · U(b)
   U(clients) = 0.001 + 0.999 · 0.001996 = 0.002994
   99.701 %, down 26 h 14 min a year (2.52 nines)
"#,
    );
}

#[test]
fn a_pair_in_one_zone() {
    let zone = r#""domains": [ { "id": "zone-a", "mttf": "8760h", "mttr": "2h" } ]"#;
    let parts =
        format!(r#"{zone}, "components": [{SERVERS}], "pools": [ {{ "id": "app", "members": ["app-1", "app-2"] }} ]"#);
    check_text(
        r#"["app"]"#,
        &parts,
        r#"
1. zone-a: from its mean times
   It works 8760h on average, then takes 2h to repair. While it is down it takes app-1 and app-2 with it.
   U(zone-a) = MTTR / (MTTF + MTTR)
   U(zone-a) = 2h / (8760h + 2h) = 0.0002283
   99.9772 %, down 2 h a year (3.64 nines)
2. app-1 itself, app-2 itself: each from its mean times
   Each of them works 1000h on average, then takes 1h to repair.
   U(app-1 itself) = MTTR / (MTTF + MTTR)
   U(app-1 itself) = 1h / (1000h + 1h) = 0.000999
   99.9001 %, down 8 h 45 min a year (3.00 nines)
3. app if zone-a works: 1 of app-1 itself, app-2 itself (from 2)
   app is down only while all of these are down at once: app-1 itself, app-2 itself. They fail independently,
     so the unavailabilities multiply.
   U(app if zone-a works) = U(app-1 itself) · U(app-2 itself)
   U(app if zone-a works) = 0.000999 · 0.000999 = 9.98·10⁻⁷
   99.9999002 %, down 31.5 s a year (6.00 nines)
4. app: with and without zone-a (from 1, 3)
   zone-a takes app-1 and app-2 with it. So both cases are computed, and each counts for its share of the
     time. While zone-a works, it takes 1 of app-1 itself, app-2 itself. While it is down, app is down too.
     The clients need nothing else that can fail, so this is their number.
   U(app) = A(zone-a) · U(app if zone-a works) + U(zone-a)
   U(app) = 0.999772 · 9.98·10⁻⁷ + 0.0002283 = 0.0002293
   99.9771 %, down 2 h a year (3.64 nines)
"#,
    );
}

#[test]
fn two_of_three_alike() {
    let parts = r#""components": [ { "id": "a", "availability": 0.99 }, { "id": "b", "availability": 0.99 },
        { "id": "c", "availability": 0.99 } ], "pools": [ { "id": "app", "members": ["a", "b", "c"], "required": 2 } ]"#;
    check_text(
        r#"["app"]"#,
        parts,
        r#"
1. a, b, c: each as given
   Each of them is said to work 99.00 % of the time.
   U(a) = 1 − A
   U(a) = 1 − 0.99 = 0.01
   99.00 %, down 3 d 16 h a year (2.00 nines)
2. app: 2 of a, b, c (from 1)
   app works while at least 2 of these 3 do: a, b, c. They are alike, so it is enough to know how likely it is
     that fewer than 2 work: the ways to choose those that do, times the chance of each way. The clients need
     nothing else that can fail, so this is their number.
   U(app) = 3 · A(a) · U(a)² + U(a)³
   U(app) = 3 · 0.99 · 0.01² + 0.01³ = 0.000298
   99.9702 %, down 2 h 37 min a year (3.53 nines)
"#,
    );
}

#[test]
fn two_of_three_that_differ() {
    let parts = r#""components": [ { "id": "a", "availability": 0.99 }, { "id": "b", "availability": 0.98 },
        { "id": "c", "availability": 0.97 } ], "pools": [ { "id": "app", "members": ["a", "b", "c"], "required": 2 } ]"#;
    check_text(
        r#"["app"]"#,
        parts,
        r#"
1. a: as given
   It is said to work 99.00 % of the time.
   U(a) = 1 − A
   U(a) = 1 − 0.99 = 0.01
   99.00 %, down 3 d 16 h a year (2.00 nines)
2. b: as given
   It is said to work 98.00 % of the time.
   U(b) = 1 − A
   U(b) = 1 − 0.98 = 0.02
   98.00 %, down 7 d 7 h a year (1.70 nines)
3. c: as given
   It is said to work 97.00 % of the time.
   U(c) = 1 − A
   U(c) = 1 − 0.97 = 0.03
   97.00 %, down 10 d 23 h a year (1.52 nines)
4. app: 2 of a, b, c (from 1, 2, 3)
   app works while at least 2 of these 3 do: a, b, c. They differ, so they are taken one by one: while a
     works, 1 of the others must; while it is down, 2 of them. The same is asked of the next, until none is
     left. The clients need nothing else that can fail, so this is their number.
   U(app) = A(a) · U(1 of b, c) + U(a) · U(2 of b, c)
   U(app) = 0.99 · 0.0006 + 0.01 · 0.0494 = 0.001088
   99.891 %, down 9 h 32 min a year (2.96 nines)
"#,
    );
}

#[test]
fn a_pool_with_a_common_cause() {
    let servers = SERVERS.replace(r#""in": ["zone-a"], "#, "");
    let pool = r#"{ "id": "app", "members": ["app-1", "app-2"], "common_cause": 0.02 }"#;
    check_text(
        r#"["app"]"#,
        &format!(r#""components": [{servers}], "pools": [{pool}]"#),
        r#"
1. app-1, app-2: each from its mean times
   Each of them works 1000h on average, then takes 1h to repair. The share β = 2.00 % of that is counted in
     app/common-cause and left out here.
   U(app-1) = (1 − β) · MTTR / (MTTF + MTTR)
   U(app-1) = (1 − 0.02) · 1h / (1000h + 1h) = 0.000979
   99.9021 %, down 8 h 35 min a year (3.01 nines)
2. app members: 1 of app-1, app-2 (from 1)
   Too few members of app work only while all of these are down at once: app-1, app-2. They fail
     independently, so the unavailabilities multiply.
   U(app members) = U(app-1) · U(app-2)
   U(app members) = 0.000979 · 0.000979 = 9.585·10⁻⁷
   99.9999042 %, down 30.2 s a year (6.02 nines)
3. app/common-cause: by the β-factor
   Some failures have a cause that all members of app share. β = 2.00 % of a member's unavailability q is
     taken to be of that sort and hits them all at once; the members keep the rest. This event counts as
     working while nothing of that sort has happened.
   U(app/common-cause) = β · q
   U(app/common-cause) = 0.02 · 0.000999 = 1.998·10⁻⁵
   99.99800 %, down 10 min 30 s a year (4.70 nines)
4. app: all of app members, app/common-cause (from 2, 3)
   app works while all of these work: app members, app/common-cause. Each adds its unavailability for the time
     in which those before it work. The clients need nothing else that can fail, so this is their number.
   U(app) = U(app members) + A(app members) · U(app/common-cause)
   U(app) = 9.585·10⁻⁷ + 0.999999042 · 1.998·10⁻⁵ = 2.094·10⁻⁵
   99.99791 %, down 11 min a year (4.68 nines)
"#,
    );
}

#[test]
fn web_over_a_database_or_a_queue() {
    let parts = r#""components": [ { "id": "web", "availability": 0.9995, "needs": ["store"] },
        { "id": "db", "availability": 0.9999 }, { "id": "queue", "availability": 0.999 } ],
        "pools": [ { "id": "store", "members": ["db", "queue"] } ]"#;
    check_text(
        r#"["web"]"#,
        parts,
        r#"
1. web itself: as given
   It is said to work 99.9500 % of the time.
   U(web itself) = 1 − A
   U(web itself) = 1 − 0.9995 = 0.0005
   99.9500 %, down 4 h 23 min a year (3.30 nines)
2. db: as given
   It is said to work 99.99000 % of the time.
   U(db) = 1 − A
   U(db) = 1 − 0.9999 = 0.0001
   99.99000 %, down 52 min 34 s a year (4.00 nines)
3. queue: as given
   It is said to work 99.900 % of the time.
   U(queue) = 1 − A
   U(queue) = 1 − 0.999 = 0.001
   99.900 %, down 8 h 46 min a year (3.00 nines)
4. store: 1 of db, queue (from 2, 3)
   store is down only while all of these are down at once: db, queue. They fail independently, so the
     unavailabilities multiply.
   U(store) = U(db) · U(queue)
   U(store) = 0.0001 · 0.001 = 1·10⁻⁷
   99.99999000 %, down 3.2 s a year (7.00 nines)
5. web: all of web itself, store (from 1, 4)
   web works while all of these work: web itself, store. Each adds its unavailability for the time in which
     those before it work. The clients need nothing else that can fail, so this is their number.
   U(web) = U(web itself) + A(web itself) · U(store)
   U(web) = 0.0005 + 0.9995 · 1·10⁻⁷ = 0.0005001
   99.9500 %, down 4 h 23 min a year (3.30 nines)
"#,
    );
}

#[test]
fn what_all_members_need_comes_first() {
    let servers = SERVERS.replace("\"mttf\"", "\"needs\": [\"db\"], \"mttf\"");
    let parts = format!(
        r#""domains": [ {{ "id": "zone-a", "mttf": "8760h", "mttr": "2h" }} ],
        "components": [{servers}, {{ "id": "db", "availability": 0.999 }} ],
        "pools": [ {{ "id": "app", "members": ["app-1", "app-2"] }} ]"#
    );
    check_text(
        r#"["app"]"#,
        &parts,
        r#"
1. zone-a: from its mean times
   It works 8760h on average, then takes 2h to repair. While it is down it takes app-1 and app-2 with it.
   U(zone-a) = MTTR / (MTTF + MTTR)
   U(zone-a) = 2h / (8760h + 2h) = 0.0002283
   99.9772 %, down 2 h a year (3.64 nines)
2. db: as given
   It is said to work 99.900 % of the time.
   U(db) = 1 − A
   U(db) = 1 − 0.999 = 0.001
   99.900 %, down 8 h 46 min a year (3.00 nines)
3. app-1 itself, app-2 itself: each from its mean times
   Each of them works 1000h on average, then takes 1h to repair.
   U(app-1 itself) = MTTR / (MTTF + MTTR)
   U(app-1 itself) = 1h / (1000h + 1h) = 0.000999
   99.9001 %, down 8 h 45 min a year (3.00 nines)
4. app if zone-a works and db works: 1 of app-1 itself, app-2 itself (from 3)
   app is down only while all of these are down at once: app-1 itself, app-2 itself. They fail independently,
     so the unavailabilities multiply.
   U(app if zone-a works and db works) = U(app-1 itself) · U(app-2 itself)
   U(app if zone-a works and db works) = 0.000999 · 0.000999 = 9.98·10⁻⁷
   99.9999002 %, down 31.5 s a year (6.00 nines)
5. app: all of zone-a, db, app if zone-a works and db works (from 1, 2, 4)
   app works while all of these work: zone-a, db, app if zone-a works and db works. Each adds its
     unavailability for the time in which those before it work. All of this needs zone-a and db, so the rest
     is asked only for the time in which they work. The clients need nothing else that can fail, so this is
     their number.
   U(app) = U(zone-a) + A(zone-a) · U(db) + A(zone-a) · A(db) · U(app if zone-a works and db works)
   U(app) = 0.0002283 + 0.999772 · 0.001 + 0.999772 · 0.999 · 9.98·10⁻⁷ = 0.001229
   99.877 %, down 10 h 46 min a year (2.91 nines)
"#,
    );
}

/// `count` components of different availabilities, named after a letter, with these fields each.
fn many(letter: char, count: usize, fields: impl Fn(usize) -> String) -> String {
    let part = |i| format!(r#"{{ "id": "{letter}{i}", "mttf": "{}h", "mttr": "1h"{} }}"#, 500 + 7 * i, fields(i));
    (0..count).map(part).collect::<Vec<_>>().join(", ")
}

fn names(letter: char, count: usize) -> String {
    (0..count).map(|i| format!(r#""{letter}{i}""#)).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_shares_too_much_is_left_to_the_diagram() {
    // Ten members, each needing three of nine stores in turn: nine things are shared, and none is needed by all.
    let needs = |i: usize| format!(r#", "needs": ["s{}", "s{}", "s{}"]"#, i % 9, (i + 2) % 9, (i + 3) % 9);
    let parts = format!(
        r#""components": [{}, {}], "pools": [ {{ "id": "app", "members": [{}], "required": 3 }} ]"#,
        many('s', 9, |_| String::new()),
        many('a', 10, needs),
        names('a', 10)
    );
    let derivation = explained(&topology(r#"["app"]"#, &parts), "stores");
    assert!(!derivation.complete);
    let [step] = &derivation.steps[..] else { panic!("{}", derivation.text()) };
    assert_eq!((step.kind, step.title.as_str()), (StepKind::Diagram, "app: from the decision diagram of 19 events"));
    assert!(step.words.starts_with("9 things are shared by several parts here: s"));
    assert!(derivation.text().ends_with("those numbers are exact too.\n"));
}

#[test]
fn much_is_shared_and_still_falls_apart() {
    // Ten pools have a member in zone g; two at a time share another zone. Six zones are shared, and with g settled
    // the pairs have nothing to do with each other.
    let zone = |id: String| format!(r#"{{ "id": "{id}", "availability": 0.999 }}"#);
    let zones: Vec<String> = (0..5).map(|z| zone(format!("z{z}"))).chain([zone("g".to_string())]).collect();
    let near = many('a', 10, |_| r#", "in": ["g"]"#.to_string());
    let far = many('b', 10, |i| format!(r#", "in": ["z{}"]"#, i / 2));
    let pools: Vec<String> = (0..10).map(|p| format!(r#"{{ "id": "p{p}", "members": ["a{p}", "b{p}"] }}"#)).collect();
    let (zones, pools) = (zones.join(", "), pools.join(", "));
    let parts = format!(r#""domains": [{zones}], "components": [{near}, {far}], "pools": [{pools}]"#);
    let derivation = explained(&topology(&format!("[{}]", names('p', 10)), &parts), "pairs");
    let first = derivation.steps.last().unwrap();
    assert_eq!((first.kind, first.title.as_str()), (StepKind::Condition, "clients: with and without g"));
    assert!(derivation.complete && derivation.steps.iter().filter(|s| s.kind == StepKind::Condition).count() == 6);
    let pair = derivation.steps.iter().find(|step| step.name.starts_with("p0 and p1 together")).unwrap();
    assert_eq!(
        pair.title,
        "p0 and p1 together if g works and z0 works: all of p0 if g works and z0 works, p1 if g works and z0 works"
    );
}

#[test]
fn things_without_a_name_are_called_after_what_they_depend_on() {
    // Between s1 and s2 lie 60 cables, and every way from one side to the other is a form without a name below another.
    let beside = r#"{ "between": ["s1", "s2"], "unavailability": 0.01 }"#;
    let switches = (1..=4).map(|i| format!(r#"{{ "id": "s{i}", "kind": "switch", "unavailability": 0.001 }}"#));
    let parts = format!(
        r#""components": [{{ "id": "db", "unavailability": 0.001 }}, {}], "cables": [
            {{ "between": ["clients", "s1"] }}, {{ "between": ["clients", "s2"] }},
            {{ "between": ["s1", "s3"], "unavailability": 0.01 }}, {{ "between": ["s2", "s4"], "unavailability": 0.01 }},
            {{ "between": ["s3", "s4"], "unavailability": 0.01 }}, {{ "between": ["s3", "db"], "unavailability": 0.02 }},
            {{ "between": ["s4", "db"] }}, {}]"#,
        switches.collect::<Vec<_>>().join(", "),
        vec![beside; 60].join(", ")
    );
    let derivation = explained(&topology(r#"["db"]"#, &parts), "cables");
    let longest = derivation.steps.iter().map(|step| step.title.len() + step.words.len()).max().unwrap();
    assert!(longest < 2000, "{longest}\n{}", derivation.text());
    let named = derivation.steps.iter().filter(|step| step.words.contains("what depends on s"));
    assert!(named.count() > 0, "{}", derivation.text());
}

#[test]
fn large_systems_keep_the_limit() {
    let chain = many('c', 2000, |i| if i < 1999 { format!(r#", "needs": ["c{}"]"#, i + 1) } else { String::new() });
    let long = explained(&topology(r#"["c0"]"#, &format!(r#""components": [{chain}]"#)), "a chain of 2000");
    assert!(!long.complete && long.steps.len() > STEPS_MAX / 2);

    let wide = format!(r#""components": [{}]"#, many('c', 300, |_| String::new()));
    assert!(!explained(&topology(&format!("[{}]", names('c', 300)), &wide), "300 side by side").complete);
}

#[test]
fn a_large_pool_of_alike_members_is_two_steps() {
    let alike: Vec<String> = (0..300).map(|i| format!(r#"{{ "id": "c{i}", "availability": 0.9 }}"#)).collect();
    let pool = format!(r#"{{ "id": "app", "members": [{}], "required": 250 }}"#, names('c', 300));
    let parts = format!(r#""components": [{}], "pools": [{pool}]"#, alike.join(", "));
    // The closed form: fewer than 250 of 300 work.
    let ways = |j: u32| (0..j).map(|i| f64::from(300 - i) / f64::from(i + 1)).product::<f64>();
    let tail: f64 = (0..250).map(|j| ways(j) * 0.9_f64.powi(j as i32) * 0.1_f64.powi(300 - j as i32)).sum();
    let derivation = explain(&topology(r#"["app"]"#, &parts)).unwrap();
    assert!((derivation.unavailability - tail).abs() < 1e-10 * tail, "{} is not {tail}", derivation.unavailability);
    assert!(derivation.complete && derivation.steps.len() == 2, "{}", derivation.text());
    assert!(derivation.steps[1].formula.contains("C(300, j)"), "{}", derivation.text());
}

/// Tiers in a chain, each two of three servers over the same three zones.
fn tiers(count: usize) -> Topology {
    let zones: Vec<String> = (0..3).map(|z| format!(r#"{{ "id": "z{z}", "availability": 0.9995 }}"#)).collect();
    let servers = many('s', 3 * count, |i| format!(r#", "in": ["z{}"]"#, i % 3));
    let pool = |t: usize| {
        let members = format!(r#""s{}", "s{}", "s{}""#, 3 * t, 3 * t + 1, 3 * t + 2);
        format!(r#"{{ "id": "t{t}", "members": [{members}], "required": 2 }}"#)
    };
    let pools = (0..count).map(pool).collect::<Vec<_>>().join(", ");
    let zones = zones.join(", ");
    let parts = format!(r#""domains": [{zones}], "components": [{servers}], "pools": [{pools}]"#);
    topology(&format!("[{}]", names('t', count)), &parts)
}

#[test]
fn steps_are_shared_out_when_there_are_too_few() {
    let kinds = |derivation: &Derivation, kind| derivation.steps.iter().filter(|step| step.kind == kind).count();
    let few = explained(&tiers(4), "4 tiers");
    assert!(few.complete && kinds(&few, StepKind::Condition) == 3, "{}", few.text());
    // The zones are still settled one after the other; the cases that do not fit come from the diagram.
    let many = explained(&tiers(25), "25 tiers");
    assert!(!many.complete && kinds(&many, StepKind::Condition) == 3, "{}", many.text());
    assert!(kinds(&many, StepKind::Diagram) >= 2, "{}", many.text());
}

#[test]
fn nothing_to_compute_is_said() {
    check_text(
        r#"["a"]"#,
        r#""components": [ { "id": "a" } ]"#,
        r#"
1. clients: nothing to compute
   Nothing the clients need can fail, so they are always served.
   U(clients) = 0
   U(clients) = 0
   100 %, never down
"#,
    );
}

#[test]
fn what_never_works_is_said() {
    let pool = r#"{ "id": "p", "members": ["a"], "required": 2 }"#;
    let parts = format!(r#""components": [ {{ "id": "a", "availability": 0.9 }} ], "pools": [{pool}]"#);
    check_text(
        r#"["p"]"#,
        &parts,
        r#"
1. clients: nothing to compute
   Something the clients need can never work, so they are never served.
   U(clients) = 1
   U(clients) = 1
   0.00 %, down 1 years a year (0.00 nines)
"#,
    );
}

#[test]
fn what_a_document_gets_wrong_is_reported() {
    let mut topology = topology(r#"["a"]"#, r#""components": [ { "id": "a" } ]"#);
    topology.components.clear();
    assert_eq!(explain(&topology).unwrap_err()[0].code, "N012");
}
