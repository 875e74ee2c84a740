//! Hundreds of generated systems on which independent answers must agree: the decision diagram, enumeration of
//! every combination, and the simulation's interval.

mod generate;

use generate::{Shape, generated};
use nines_engine::availability::enumerate::{enumerate, is_up_with};
use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::sim::Study;
use nines_engine::topology::Reliability;

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

#[test]
fn cut_sets_are_minimal_complete_and_weighed() {
    let options = AnalyzeOptions { cut_sets_max: 10_000, ..AnalyzeOptions::standard() };
    for seed in 0..SYSTEMS {
        let topology = generated(seed, Shape::Any);
        let exact = analyze(&topology, &options).unwrap();
        assert_eq!(Some(exact.cut_sets.len() as f64), exact.cut_sets_count, "seed {seed}");
        for cut in &exact.cut_sets {
            assert!(!is_up_with(&topology, &cut.members), "seed {seed}: {:?} does not cut", cut.members);
            for left_out in 0..cut.members.len() {
                let mut fewer = cut.members.clone();
                fewer.remove(left_out);
                assert!(is_up_with(&topology, &fewer), "seed {seed}: {:?} is not minimal", cut.members);
            }
        }
        let in_order = exact.cut_sets.windows(2).all(|w| w[0].probability >= w[1].probability);
        assert!(in_order, "seed {seed}");
        // Complete: no combination that takes the clients down misses every cut set (tried on a sample of them).
        let names: Vec<String> = exact.importance.iter().map(|i| i.id.clone()).collect();
        for sample in 0..64_u64 {
            let bits = sample.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 7;
            let failed: Vec<String> =
                names.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, n)| n.clone()).collect();
            let cut = exact.cut_sets.iter().any(|c| c.members.iter().all(|m| failed.contains(m)));
            assert_eq!(cut, !is_up_with(&topology, &failed), "seed {seed}: {failed:?}");
        }
    }
}

#[test]
fn importance_is_the_difference_it_claims() {
    for seed in 0..60 {
        let topology = generated(seed, Shape::Plain);
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        let unavailability_with = |id: &str, q: f64| {
            let mut changed = topology.clone();
            for component in &mut changed.components {
                if component.id.as_str() == id {
                    let unavailability = nines_engine::units::Probability::new(q).unwrap();
                    std::sync::Arc::make_mut(component).reliability =
                        Reliability::Unavailability { unavailability, mttr: None };
                }
            }
            enumerate(&changed).unwrap().down
        };
        for importance in &exact.importance {
            let (failed, never) = (unavailability_with(&importance.id, 1.0), unavailability_with(&importance.id, 0.0));
            // The oracle's own difference loses digits, so the bound is absolute where the measure is small.
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs() + 1e-14;
            assert!(near(importance.birnbaum, failed - never), "seed {seed} {}: Birnbaum", importance.id);
            assert!(near(importance.raw, failed / exact.unavailability), "seed {seed} {}: RAW", importance.id);
            if never > 0.0 {
                assert!(near(importance.rrw, exact.unavailability / never), "seed {seed} {}: RRW", importance.id);
            }
            let criticality = (exact.unavailability - never) / exact.unavailability;
            assert!((importance.criticality - criticality).abs() < 1e-9, "seed {seed} {}: criticality", importance.id);
            // Criticality counts what would not have happened; Fussell-Vesely also what others would still cause.
            let fussell_vesely = importance.fussell_vesely.unwrap();
            assert!(fussell_vesely >= importance.criticality - 1e-9 && fussell_vesely <= 1.0 + 1e-9);
        }
    }
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

/// Another member, like one that is there, never makes a pool worse; unless a common cause takes its share of it, or
/// more is required because there are more.
#[test]
fn a_replica_never_hurts() {
    let mut helped = 0;
    for seed in 0..SYSTEMS {
        let topology = generated(seed, Shape::Any);
        let before = analyze(&topology, &AnalyzeOptions::standard()).unwrap().unavailability;
        for place in 0..topology.pools.len() {
            let pool = &topology.pools[place];
            let Some(member) = topology.components.iter().find(|c| pool.members.contains(&c.id)) else { continue };
            let mut copy = (**member).clone();
            copy.id = nines_engine::ids::Id::new("another").unwrap();
            let mut more = topology.clone();
            std::sync::Arc::make_mut(&mut more.pools[place]).members.push(copy.id.clone());
            more.components.push(std::sync::Arc::new(copy));
            let after = analyze(&more, &AnalyzeOptions::standard()).unwrap().unavailability;
            // A common cause is sized by the worst member, and a copy is no worse.
            assert!(after <= before * (1.0 + 1e-12), "seed {seed}, pool {place}: {after} after {before}");
            helped += usize::from(after < before * 0.999);
        }
    }
    assert!(helped > 30, "{helped}");
}
