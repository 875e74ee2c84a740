//! Cut sets and importance measures of generated systems, from their definitions: every combination of failures is
//! tried on the topology itself, and what the engine reads from its diagram must be what the combinations say.

mod generate;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use generate::{Shape, generated};
use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::ids::Id;
use nines_engine::topology::{Reliability, Topology};
use nines_engine::units::Probability;
use reading::{Combination, combinations, failures};

const SYSTEMS: u64 = 300;

fn answer(topology: &Topology) -> Analysis {
    analyze(topology, &AnalyzeOptions { cut_sets_max: 10_000, ..AnalyzeOptions::standard() }).unwrap()
}

/// A system, its failures by name, and every combination of them.
struct Tried {
    seed: u64,
    topology: Topology,
    events: BTreeMap<String, f64>,
    combinations: Vec<Combination>,
}

fn tried() -> impl Iterator<Item = Tried> {
    (0..SYSTEMS).map(|seed| {
        let topology = generated(seed, Shape::Any);
        let events = failures(&topology);
        let combinations = combinations(&topology, &events);
        Tried { seed, topology, events, combinations }
    })
}

impl Tried {
    /// The probability of the combinations that are picked.
    fn sum(&self, pick: impl Fn(&Combination) -> bool) -> f64 {
        // Not `sum`, which is −0 for nothing.
        self.combinations.iter().filter(|c| pick(c)).fold(0.0, |sum, c| sum + c.probability)
    }

    fn is_down(&self, failed: u32) -> bool {
        self.combinations[failed as usize].down
    }

    /// Every combination that takes the clients down and stops doing so when any of its failures is left out.
    fn minimal(&self) -> Vec<u32> {
        let bits = |failed: u32| (0..self.events.len()).map(|i| 1 << i).filter(move |bit| failed & bit != 0);
        let is_minimal = |failed: u32| self.is_down(failed) && bits(failed).all(|bit| !self.is_down(failed & !bit));
        (0..self.combinations.len() as u32).filter(|failed| is_minimal(*failed)).collect()
    }

    fn names(&self, failed: u32) -> Vec<String> {
        let on = self.events.keys().enumerate().filter(|(i, _)| failed >> i & 1 == 1);
        on.map(|(_, name)| name.clone()).collect()
    }
}

#[test]
fn cut_sets_are_those_of_every_combination() {
    let (mut cuts, mut most_failures) = (0, 0);
    for tried in tried() {
        let seed = tried.seed;
        let exact = answer(&tried.topology);
        let mut found: Vec<(Vec<String>, f64)> = Vec::new();
        for cut in &exact.cut_sets {
            let mut members = cut.members.clone();
            members.sort();
            found.push((members, cut.probability));
        }
        let in_order = found.windows(2).all(|w| w[0].1 >= w[1].1);
        assert!(in_order, "seed {seed}");
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let mut expected: Vec<Vec<String>> = tried.minimal().into_iter().map(|failed| tried.names(failed)).collect();
        expected.sort();
        assert_eq!(found.iter().map(|(members, _)| members.clone()).collect::<Vec<_>>(), expected, "seed {seed}");
        assert_eq!(exact.cut_sets_count, Some(expected.len() as f64), "seed {seed}");
        for (members, probability) in &found {
            let product: f64 = members.iter().map(|name| tried.events[name]).product();
            assert!((probability / product - 1.0).abs() < 1e-14, "seed {seed}: {members:?}");
        }
        let mut alone: Vec<String> = found.into_iter().filter(|(m, _)| m.len() == 1).flat_map(|(m, _)| m).collect();
        let mut single = exact.single_points_of_failure.clone();
        alone.sort();
        single.sort();
        assert_eq!(single, alone, "seed {seed}");
        cuts += expected.len();
        most_failures = most_failures.max(tried.events.len());
    }
    // The generator must not have become tame.
    assert!(cuts > 1000 && most_failures > 12, "{cuts} {most_failures}");
}

/// Birnbaum 1969, Vesely 1970 and Fussell 1975 by conditioning: sums over the combinations in which a failure is on,
/// and in which it is not. No difference is taken, so that twelve digits can be asked for.
#[test]
fn importance_is_what_its_definitions_say() {
    let (mut compared, mut only_way, mut shared) = (0, 0, 0);
    for tried in tried() {
        let seed = tried.seed;
        let exact = answer(&tried.topology);
        let down = tried.sum(|c| c.down);
        let minimal = tried.minimal();
        let listed: BTreeMap<&str, _> = exact.importance.iter().map(|one| (one.id.as_str(), one)).collect();
        assert_eq!(listed.len(), exact.importance.len(), "seed {seed}: listed once");
        let by_criticality = exact.importance.windows(2).all(|w| w[0].criticality >= w[1].criticality);
        assert!(by_criticality, "seed {seed}");
        for (i, (name, q)) in tried.events.iter().enumerate() {
            let bit = 1_u32 << i;
            let is_on = |c: &Combination| c.failed & bit != 0;
            // The share of time in which this failure would decide.
            let birnbaum = tried.sum(|c| !is_on(c) && !c.down && tried.is_down(c.failed | bit)) / (1.0 - q);
            let Some(one) = listed.get(name.as_str()) else {
                assert_eq!(birnbaum, 0.0, "seed {seed}: {name} is missing");
                continue;
            };
            let check = |measure: &str, found: f64, expected: f64| {
                let is_near = found == expected || (found - expected).abs() <= 2e-12 * expected;
                assert!(is_near, "seed {seed}: {measure} of {name} is {found:e} and should be {expected:e}");
            };
            let (always, never) =
                (tried.sum(|c| is_on(c) && c.down) / q, tried.sum(|c| !is_on(c) && c.down) / (1.0 - q));
            let some_cut = |c: &Combination| minimal.iter().any(|cut| cut & bit != 0 && cut & c.failed == *cut);
            let fussell_vesely = tried.sum(some_cut) / down;
            check("Birnbaum", one.birnbaum, birnbaum);
            check("criticality", one.criticality, birnbaum * q / down);
            check("RAW", one.raw, always / down);
            check("RRW", one.rrw, down / never);
            check("Fussell-Vesely", one.fussell_vesely.unwrap(), fussell_vesely);
            // Criticality counts what would not have happened; Fussell-Vesely also what others would still cause.
            assert!(one.fussell_vesely.unwrap() >= one.criticality * (1.0 - 1e-11), "seed {seed}: {name}");
            compared += 1;
            only_way += usize::from(never == 0.0);
            shared += usize::from(fussell_vesely > 1.001 * one.criticality);
        }
    }
    assert!(compared > 1000 && only_way > 10 && shared > 500, "{compared} {only_way} {shared}");
}

/// The system with another unavailability of a component or domain, written in the document.
fn with(topology: &Topology, name: &str, q: f64) -> Topology {
    let mut changed = topology.clone();
    let reliability = Reliability::Unavailability { unavailability: Probability::new(q).unwrap(), mttr: None };
    for component in changed.components.iter_mut().filter(|c| c.id.as_str() == name) {
        Arc::make_mut(component).reliability = reliability;
    }
    for domain in changed.domains.iter_mut().filter(|d| d.id.as_str() == name) {
        Arc::make_mut(domain).reliability = reliability;
    }
    changed
}

/// A document in which a part fails a little more and a little less often, always, or never. (A member of a pool with a
/// common cause is left out: there a part's unavailability is that of two events.)
#[test]
fn importance_is_the_difference_it_claims() {
    let mut compared = 0;
    for seed in 0..SYSTEMS {
        let topology = generated(seed, Shape::Any);
        let exact = answer(&topology);
        let events = failures(&topology);
        for one in &exact.importance {
            if one.id.contains('/') {
                continue;
            }
            let id = Id::new(&one.id).unwrap();
            if topology.pools_of(&id).any(|pool| pool.common_cause.get() > 0.0) {
                continue;
            }
            let down = |q: f64| answer(&with(&topology, &one.id, q)).unavailability;
            let q = events[&one.id];
            // U is linear in q, so the step may be as large as q itself; what is lost is lost to the difference.
            let step = q / 2.0;
            let slope = (down(q + step) - down(q - step)) / (2.0 * step);
            let lost = 1e-15 * exact.unavailability / step;
            assert!((one.birnbaum - slope).abs() <= 1e-12 * slope + lost, "seed {seed} {}: Birnbaum", one.id);
            let elasticity = slope * q / exact.unavailability;
            assert!(
                (one.criticality - elasticity).abs() < 1e-12 * elasticity + 1e-14,
                "seed {seed} {}: criticality",
                one.id
            );
            let near = |a: f64, b: f64| a == b || (a / b - 1.0).abs() < 1e-11;
            assert!(near(one.raw, down(1.0) / exact.unavailability), "seed {seed} {}: RAW", one.id);
            assert!(near(one.rrw, exact.unavailability / down(0.0)), "seed {seed} {}: RRW", one.id);
            compared += 1;
        }
    }
    assert!(compared > 800, "{compared}");
}

/// Birnbaum's measure of "a" is 5e-18 where U is a half: a difference of two sums has no digit of it.
#[test]
fn what_hardly_matters_keeps_its_digits() {
    let listed = |needs: &str, components: [&str; 3]| {
        let text = format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": {needs} }}, "components": [{}],
                "pools": [ {{ "id": "p", "members": ["a", "b"] }} ] }}"#,
            components.join(", ")
        );
        let exact = answer(&read(&text).topology.unwrap());
        exact.importance.iter().map(|one| (one.id.clone(), one.birnbaum)).collect::<Vec<_>>()
    };
    let a = r#"{ "id": "a", "unavailability": 0.5 }"#;
    let b = r#"{ "id": "b", "unavailability": 1e-17 }"#;
    let x = r#"{ "id": "x", "unavailability": 0.5 }"#;
    for (needs, components) in [(r#"["x", "p"]"#, [x, a, b]), (r#"["p", "x"]"#, [a, b, x])] {
        let found = listed(needs, components);
        // x decides while p works; b while a is down and x works; a while b is down and x works.
        for ((id, birnbaum), (expected, value)) in found.iter().zip([("x", 1.0), ("a", 5e-18), ("b", 0.25)]) {
            assert!(id == expected && (birnbaum / value - 1.0).abs() < 1e-12, "{needs}: {found:?}");
        }
    }
}
