//! Rare outages measured by importance sampling, against the exact answer: no bias, and intervals that mean what they say.

mod generate;

use generate::{Shape, generated};
use nines_engine::availability::{AnalyzeOptions, Method, analyze};
use nines_engine::diag::{Severity, codes};
use nines_engine::format::read;
use nines_engine::math::sqrt;
use nines_engine::sim::random::Stream;
use nines_engine::sim::{Rare, RareMeasurement};
use nines_engine::topology::Topology;

/// A document from its clients' needs, components and the rest.
fn document(needs: &str, components: &str, rest: &str) -> Topology {
    let text = format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": [{needs}] }}, "components": [{components}] {rest} }}"#
    );
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("{text}: {:?}", read.diagnostics))
}

/// So many equal components `x1`, `x2`, ….
fn equal(name: &str, count: usize, fields: &str) -> String {
    (1..=count).map(|i| format!(r#"{{ "id": "{name}{i}", {fields} }}"#)).collect::<Vec<_>>().join(", ")
}

fn members(name: &str, count: usize) -> String {
    (1..=count).map(|i| format!(r#""{name}{i}""#)).collect::<Vec<_>>().join(", ")
}

fn pool(count: usize, required: usize, fields: &str, recovery: &str) -> Topology {
    let of = members("x", count);
    let rest = format!(r#", "pools": [{{ "id": "p", "members": [{of}], "required": {required} {recovery} }}]"#);
    document(r#""p""#, &equal("x", count, fields), &rest)
}

const YEAR: &str = r#""mttf": "8760h", "mttr": "1h""#;
const MONTHS: &str = r#""mttf": "2000h", "mttr": "4h""#;

fn high_nines() -> Vec<(&'static str, Topology)> {
    vec![
        ("pair", pool(2, 1, YEAR, "")),
        ("pair of slow repairs", pool(2, 1, MONTHS, "")),
        ("triple", pool(3, 1, YEAR, "")),
        ("triple, 1e-14", pool(3, 1, r#""mttf": "46000h", "mttr": "1h""#, "")),
        ("2 of 4", pool(4, 2, MONTHS, "")),
        ("3 of 5", pool(5, 3, YEAR, "")),
        ("common cause", pool(3, 1, YEAR, r#", "common_cause": 0.01"#)),
        ("one crew", pool(3, 1, YEAR, r#", "repair_crews": 1"#)),
        ("two crews, 2 of 5", pool(5, 2, MONTHS, r#", "repair_crews": 2"#)),
        ("cold standby", pool(2, 1, YEAR, r#", "standby": { "level": "cold" }"#)),
        ("hot standby, one crew", pool(2, 1, YEAR, r#", "standby": { "level": "hot" }, "repair_crews": 1"#)),
        ("two warm spares", pool(4, 2, YEAR, r#", "standby": { "level": "warm" }"#)),
        (
            "standby that does not always cover",
            pool(2, 1, YEAR, r#", "standby": { "level": "hot", "coverage": 0.9999, "manual": "30m" }"#),
        ),
        ("cover of active members", pool(3, 1, YEAR, r#", "coverage": 0.9999, "manual": "30m""#)),
        ("zones", zones()),
        ("three tiers", tiers()),
        ("twenty pairs", pairs(20)),
    ]
}

fn zones() -> Topology {
    let zone = |z: usize| format!(r#"{{ "id": "z{z}", "kind": "zone", "mttf": "100000h", "mttr": "1h" }}"#);
    let server = |s: usize| format!(r#"{{ "id": "x{s}", "in": ["z{s}"], "mttf": "3000h", "mttr": "30m" }}"#);
    let list = |of: &dyn Fn(usize) -> String| (1..=3).map(of).collect::<Vec<_>>().join(", ");
    let rest = format!(
        r#", "domains": [{}], "pools": [{{ "id": "p", "members": [{}], "required": 1 }}]"#,
        list(&zone),
        members("x", 3)
    );
    document(r#""p""#, &list(&server), &rest)
}

fn tiers() -> Topology {
    let lbs = equal("lb", 2, r#""mttf": "20000h", "mttr": "30m", "needs": ["app"]"#);
    let apps = equal("app-", 6, r#""mttf": "2000h", "mttr": "30m""#);
    let dbs = equal("db", 3, r#""mttf": "20000h", "mttr": "2h""#);
    let rest = format!(
        r#", "pools": [ {{ "id": "lb", "members": [{}] }},
          {{ "id": "app", "members": [{}], "required": 3, "needs": ["db"] }},
          {{ "id": "db", "members": [{}], "required": 1 }} ]"#,
        members("lb", 2),
        members("app-", 6),
        members("db", 3)
    );
    document(r#""lb""#, &format!("{lbs}, {apps}, {dbs}"), &rest)
}

fn pairs(count: usize) -> Topology {
    let mut components = Vec::new();
    let mut pools = Vec::new();
    for i in 0..count {
        components.push(equal(&format!("x{i}-"), 2, YEAR));
        pools.push(format!(r#"{{ "id": "p{i}", "members": [{}] }}"#, members(&format!("x{i}-"), 2)));
    }
    let needs = (0..count).map(|i| format!(r#""p{i}""#)).collect::<Vec<_>>().join(", ");
    document(&needs, &components.join(", "), &format!(r#", "pools": [{}]"#, pools.join(", ")))
}

fn exact(topology: &Topology) -> f64 {
    analyze(topology, &AnalyzeOptions::standard()).unwrap().unavailability
}

fn measured(topology: &Topology, seed: u64, cycles: u64) -> RareMeasurement {
    let mut rare = Rare::new(topology, seed).unwrap_or_else(|e| panic!("{e:?}"));
    rare.run(cycles);
    rare.measurement()
}

/// Systems of pools whose members depend on each other, made up from a seed.
fn dependent(seed: u64) -> Topology {
    let mut dice = Stream::new(seed, 0, 77);
    let mut below = |n: u64| dice.next_bits() % n;
    let (mut components, mut pools) = (Vec::new(), Vec::new());
    let count = 1 + below(3) as usize;
    for p in 0..count {
        let size = 2 + below(3) as usize;
        let fields = format!(r#""mttf": "{}h", "mttr": "{}h""#, 500 + below(5000), 1 + below(12));
        components.push(equal(&format!("x{p}-"), size, &fields));
        let recovery = match below(5) {
            0 => r#""repair_crews": 1"#.to_string(),
            1 => format!(r#""repair_crews": {}, "common_cause": 0.01"#, 1 + below(2)),
            2 => format!(r#""coverage": 0.{}, "manual": "{}m""#, 9 + 90 * below(2), 10 + below(50)),
            3 => format!(r#""standby": {{ "level": "{}" }}"#, ["hot", "warm", "cold"][below(3) as usize]),
            _ => r#""standby": { "level": "hot", "coverage": 0.95, "detect": "20s", "switch": "1m", "manual": "40m" }"#
                .to_string(),
        };
        let needs = if p > 0 && below(2) == 0 { format!(r#", "needs": ["p{}"]"#, p - 1) } else { String::new() };
        let required = 1 + below(size as u64 - 1);
        let of = members(&format!("x{p}-"), size);
        pools.push(format!(r#"{{ "id": "p{p}", "members": [{of}], "required": {required}, {recovery} {needs} }}"#));
    }
    let needs = (0..count).map(|p| format!(r#""p{p}""#)).collect::<Vec<_>>().join(", ");
    document(&needs, &components.join(", "), &format!(r#", "pools": [{}]"#, pools.join(", ")))
}

/// How many standard errors it is off; nothing to say of what is known without chance.
fn z(measurement: &RareMeasurement, truth: f64) -> f64 {
    let half = measurement.relative_half_width.expect("an interval") * measurement.unavailability;
    let off = measurement.unavailability - truth;
    if off.abs() < 1e-9 * truth { 0.0 } else { off / (half / 1.96) }
}

/// Off by as much as chance allows: standard errors that are standard normal numbers, about.
#[track_caller]
fn check_no_bias(errors: &[f64]) {
    let count = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / count;
    let squares = errors.iter().map(|z| z * z).sum::<f64>();
    assert!(errors.iter().all(|z| z.abs() < 4.5), "{errors:?}");
    assert!(mean.abs() < 3.5 / sqrt(count), "mean {mean} of {count}");
    // Intervals from few rounds are a little short, so the upper side is given a tenth.
    assert!(squares < count + 3.0 * sqrt(2.0 * count) + 0.1 * count, "{squares} of {count}");
}

#[test]
fn high_nines_are_measured_without_bias() {
    let mut errors = Vec::new();
    for (name, topology) in high_nines() {
        let truth = exact(&topology);
        let measurement = measured(&topology, 1, 20_000);
        assert!(measurement.relative_half_width.unwrap() < 0.5, "{name}: {measurement:?}");
        errors.push(z(&measurement, truth));
    }
    check_no_bias(&errors);
}

#[test]
fn dependent_pools_are_measured_without_bias() {
    let mut errors = Vec::new();
    for seed in 0..60 {
        let topology = dependent(seed);
        let answer = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        if answer.method == Method::Exact {
            errors.push(z(&measured(&topology, seed, 20_000), answer.unavailability));
        }
    }
    assert!(errors.len() > 40, "{}", errors.len());
    check_no_bias(&errors);
}

#[test]
fn slices_are_leaps_and_rare_outages_gain_much() {
    let (_, topology) = high_nines().into_iter().find(|(name, _)| *name == "triple").unwrap();
    let leap = measured(&topology, 7, 5000);
    let mut slices = Rare::new(&topology, 7).unwrap();
    (0..50).for_each(|_| slices.run(100));
    assert_eq!(leap, slices.measurement());
    assert!(leap.gain.unwrap() > 1000.0, "{:?}", leap.gain);
    // Where outages are not rare, nothing is gained, and the number is right all the same.
    let often = generated(3, Shape::OftenDown);
    let measurement = measured(&often, 1, 20_000);
    assert!(z(&measurement, exact(&often)).abs() < 4.5, "{measurement:?}");
}

/// Hosts that are repaired in days, and processes on them that restart in seconds every day: on the way to an outage there
/// are many restarts, each of which a fixed bias would pay for.
#[test]
fn restarts_while_a_host_is_down_do_not_bias() {
    let host = r#""mttf": "43800h", "mttr": "72h""#;
    let process = |i: u32| format!(r#"{{ "id": "p{i}", "mttf": "24h", "mttr": "5s", "needs": ["h{i}"] }}"#);
    for count in [2, 3] {
        let hosts: Vec<String> = (0..count).map(|i| format!(r#"{{ "id": "h{i}", {host} }}"#)).collect();
        let processes: Vec<String> = (0..count).map(process).collect();
        let names: Vec<String> = (0..count).map(|i| format!("\"p{i}\"")).collect();
        let pools = format!(r#", "pools": [{{ "id": "app", "members": [{}] }}]"#, names.join(", "));
        let topology = document(r#""app""#, &[hosts.join(", "), processes.join(", ")].join(", "), &pools);
        let truth = exact(&topology);
        let seeds = 20;
        let studies: Vec<RareMeasurement> = (0..seeds).map(|seed| measured(&topology, seed, 50_000)).collect();
        let mean = studies.iter().map(|study| study.unavailability).sum::<f64>() / seeds as f64 / truth;
        // A fixed bias found two thirds of it, in nearly all studies.
        assert!((mean - 1.0).abs() < 0.2, "{count} hosts: {mean} of the truth");
        let is_covered_or_warned = |study: &&RareMeasurement| {
            let covers = study.unavailability_ci95.is_some_and(|(low, high)| (low..=high).contains(&truth));
            covers
                || study.diagnostics.iter().any(|d| d.code == codes::RARE_MEASURED && d.severity == Severity::Warning)
        };
        let covered = studies.iter().filter(is_covered_or_warned).count();
        assert!(covered >= 17, "{count} hosts: {covered} of {seeds} intervals cover or warn");
    }
}
