//! Hundreds of generated systems on which independent answers must agree: the decision diagram, enumeration of
//! every combination, and the simulation's interval. What is read from the diagram besides is in `measures.rs`.

mod generate;

use std::sync::Arc;

use generate::{Shape, generated};
use nines_engine::availability::enumerate::enumerate;
use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::ids::Id;
use nines_engine::sim::Study;
use nines_engine::topology::{Change, Component, Extra, Need, Reliability, Topology};
use nines_engine::units::{Duration, Probability};

const SYSTEMS: u64 = 300;
const STUDIES: u64 = 400;

#[test]
fn the_diagram_equals_enumeration() {
    let mut with_domains = 0;
    let mut with_common_cause = 0;
    let mut with_degraded = 0;
    for seed in 0..SYSTEMS {
        let topology = generated(seed, Shape::Any);
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap_or_else(|e| panic!("seed {seed}: {e:?}"));
        let brute = enumerate(&topology).unwrap();
        let error = (exact.unavailability - brute.down).abs() / brute.down.max(1e-300);
        assert!(error < 1e-12, "seed {seed}: {} and {}", exact.unavailability, brute.down);
        assert!((exact.availability - brute.up).abs() < 1e-12, "seed {seed}");
        let degraded = exact.degraded_minutes_per_year.unwrap() / 525_600.0;
        assert!((degraded - brute.degraded).abs() <= 1e-12 * brute.degraded.max(1e-15), "seed {seed}: degraded");
        with_domains += usize::from(!topology.domains.is_empty());
        with_common_cause += usize::from(topology.pools.iter().any(|p| p.common_cause.get() > 0.0));
        with_degraded += usize::from(brute.degraded > 0.0);
    }
    // The generator must not have become tame.
    assert!(
        with_domains > 100 && with_common_cause > 50 && with_degraded > 30,
        "{with_domains} {with_common_cause} {with_degraded}"
    );
}

/// Common causes and bad changes written out: every one of them a component that is needed. What is left in the
/// document for enumeration is parts, needs and counts, and none of the engine's rules about shares.
#[test]
fn common_causes_and_changes_are_parts_of_their_own() {
    let (mut causes, mut changes) = (0, 0);
    for seed in 0..SYSTEMS {
        let mut topology = generated(seed, Shape::Any);
        for (place, component) in topology.components.iter_mut().enumerate().filter(|(place, _)| place % 3 == 0) {
            let (bad_per_year, rollback) = (1.0 + place as f64, Some(Duration::hours_of(0.5 + place as f64)));
            let blast = (place > 0).then(|| Probability::new(0.4).unwrap());
            Arc::make_mut(component).change = Some(Change { bad_per_year, blast, rollback, extra: Extra::new() });
            changes += 1;
        }
        causes += topology.pools.iter().filter(|pool| pool.common_cause.get() > 0.0).count();
        let brute = enumerate(&written_out(&topology)).unwrap();
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        let error = (exact.unavailability - brute.down).abs() / brute.down.max(1e-300);
        assert!(error < 1e-12, "seed {seed}: {} and {}", exact.unavailability, brute.down);
    }
    assert!(causes > 100 && changes > 500, "{causes} {changes}");
}

fn written_out(topology: &Topology) -> Topology {
    let mut out = topology.clone();
    let mut add = |name: String, q: f64| -> Need {
        let mut part = (*topology.components[0]).clone();
        (part.id, part.needs, part.domains, part.change) = (Id::new(&name).unwrap(), Vec::new(), Vec::new(), None);
        part.reliability = of_share(q);
        let need = Need::hard(part.id.clone());
        out.components.push(Arc::new(part));
        need
    };
    let q = |component: &Component| component.reliability.unavailability();
    let mut needs: Vec<(Id, Need)> = Vec::new();
    for pool in &topology.pools {
        let members = topology.components.iter().filter(|c| pool.members.contains(&c.id));
        let worst = members.map(|c| q(c)).fold(0.0, f64::max);
        needs.push((pool.id.clone(), add(format!("{}-cause", pool.id), pool.common_cause.get() * worst)));
    }
    for component in &topology.components {
        let Some(change) = &component.change else { continue };
        let per_hour = change.bad_per_year * change.blast.map_or(1.0, Probability::get) / 8760.0;
        let down = change.rollback.unwrap().hours();
        let name = format!("{}-change", component.id);
        needs.push((component.id.clone(), add(name, down * per_hour / (1.0 + down * per_hour))));
    }
    for component in &mut out.components {
        let beta: f64 = topology.pools_of(&component.id).map(|pool| pool.common_cause.get()).sum();
        let component = Arc::make_mut(component);
        component.reliability = of_share((1.0 - beta) * q(component));
        component.change = None;
        component.needs.extend(needs.iter().filter(|(of, _)| *of == component.id).map(|(_, need)| need.clone()));
    }
    for pool in out.pools.iter_mut().map(Arc::make_mut) {
        pool.common_cause = Probability::ZERO;
        pool.needs.extend(needs.iter().filter(|(of, _)| *of == pool.id).map(|(_, need)| need.clone()));
    }
    out
}

fn of_share(q: f64) -> Reliability {
    Reliability::Unavailability { unavailability: Probability::new(q).unwrap(), mttr: None }
}

#[test]
fn the_interval_covers_at_the_rate_it_claims() {
    let (mut covered, mut tried) = (0_u64, 0_u64);
    for seed in 0.. {
        let topology = generated(seed, Shape::OftenDown);
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        // An interval from the spread of years speaks where years have outages: here at least five a year.
        if exact.outages_per_year.unwrap() < 5.0 {
            continue;
        }
        let truth = enumerate(&topology).unwrap().up;
        let mut study = Study::new(&topology, seed).unwrap();
        study.run(60);
        let (low, high) = study.measurement().availability_ci95.unwrap();
        covered += u64::from((low..=high).contains(&truth));
        tried += 1;
        if tried == STUDIES {
            break;
        }
    }
    // 93 to 97 % of them.
    assert!((STUDIES * 93 / 100..=STUDIES * 97 / 100).contains(&covered), "{covered} of {tried} intervals cover");
}

#[test]
fn simulated_frequency_and_degraded_time_match_the_exact_ones() {
    for seed in [3, 17, 42, 77] {
        let topology = generated(seed, Shape::OftenDown);
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        let mut study = Study::new(&topology, 7).unwrap();
        study.run(400);
        let measured = study.measurement();
        let close = |a: f64, b: f64| (a - b).abs() <= 0.03 * b + 0.5;
        let rate = exact.outages_per_year.unwrap();
        assert!(close(measured.outages_per_year, rate), "seed {seed}: {} and {rate}", measured.outages_per_year);
        let degraded = exact.degraded_minutes_per_year.unwrap();
        assert!(
            (measured.degraded_minutes_per_year - degraded).abs() <= 0.05 * degraded + 5.0,
            "seed {seed}: degraded"
        );
        let mean = measured.outage_minutes.unwrap().mean;
        let exact_mean = exact.mean_outage_minutes.unwrap();
        assert!((mean - exact_mean).abs() <= 0.05 * exact_mean, "seed {seed}: {mean} and {exact_mean}");
        let served = exact.served_fraction.unwrap();
        assert!((measured.served_fraction.unwrap() - served).abs() < 0.01, "seed {seed}: served");
        let by_cause: f64 = measured.downtime_by_cause.iter().map(|(_, minutes)| minutes).sum();
        assert!((by_cause - measured.downtime_minutes_per_year).abs() < 1e-6 * by_cause, "seed {seed}: causes add up");
    }
}
