//! Advice against brute force over all combinations, hand-made examples with known answers, and its own edits.

mod generate;

use generate::{Shape, generated};
use nines_engine::advise::{Advice, AdviseOptions, Plan, SAME, UpgradeKind, advise, reaches, step, upgrades};
use nines_engine::availability::{AnalyzeOptions, analyze, unavailability};
use nines_engine::diag::has_errors;
use nines_engine::format::read;
use nines_engine::topology::edit::apply_all;
use nines_engine::topology::{Topology, validate};
use nines_engine::units::Probability;

fn options() -> AdviseOptions {
    AdviseOptions::standard()
}

fn document(text: &str) -> Topology {
    let read = read(text);
    assert!(!has_errors(&read.diagnostics), "{:?}", read.diagnostics);
    read.topology.unwrap()
}

fn target(availability: f64) -> Option<Probability> {
    Probability::new(availability)
}

fn upgraded(topology: &Topology, plan: &Plan) -> Topology {
    let mut upgraded = topology.clone();
    let undo = apply_all(&mut upgraded, plan.edits.clone()).unwrap();
    let mut back = upgraded.clone();
    apply_all(&mut back, undo).unwrap();
    assert_eq!(&back, topology, "the edits of {:?} can be taken back", plan.words);
    upgraded
}

fn kinds(plan: &Plan) -> Vec<(UpgradeKind, &str)> {
    plan.upgrades.iter().map(|upgrade| (upgrade.kind, upgrade.part.as_str())).collect()
}

/// Every combination, solved in full: cost and unavailability.
fn brute_force(topology: &Topology, options: &AdviseOptions, changes: usize) -> Vec<(f64, f64)> {
    fn place(topology: &Topology, upgrade: &nines_engine::advise::Upgrade) -> (usize, usize) {
        let place = topology.components.iter().position(|c| c.id == upgrade.part).map(|i| (0, i));
        let pool = || topology.pools.iter().position(|p| p.id == upgrade.part).map(|i| (1, i));
        let domain = || topology.domains.iter().position(|d| d.id == upgrade.part).map(|i| (2, i));
        place.or_else(pool).or_else(domain).unwrap()
    }
    type Made = Vec<(nines_engine::advise::Upgrade, usize)>;
    fn grow(topology: &Topology, made: &Made, cost: f64, options: &AdviseOptions, more: usize, out: &mut Vec<(f64, f64)>) {
        if let Ok(u) = unavailability(topology, options.nodes_max) {
            out.push((cost, u));
        }
        if more == 0 {
            return;
        }
        // In the catalogue's own order, each combination comes up once; of equal ones at most two.
        for (at, upgrade) in upgrades(topology, &options.prices).into_iter().enumerate() {
            let same = |m: &&(nines_engine::advise::Upgrade, usize)| {
                m.0.kind == upgrade.kind && m.0.part == upgrade.part && m.0.domain == upgrade.domain
            };
            if made.iter().filter(same).count() == 2 || made.last().is_some_and(|(l, _)| later(topology, l, &upgrade)) {
                continue;
            }
            let mut next = topology.clone();
            apply_all(&mut next, step(topology, &upgrade, &options.assumed).unwrap().edits).unwrap();
            assert!(!has_errors(&validate(&next)), "{upgrade:?}: {:?}", validate(&next));
            let mut made = made.clone();
            let price = upgrade.price;
            made.push((upgrade, at));
            grow(&next, &made, cost + price, options, more - 1, out);
        }
    }
    fn later(topology: &Topology, last: &nines_engine::advise::Upgrade, this: &nines_engine::advise::Upgrade) -> bool {
        let stage = |kind| match kind {
            UpgradeKind::HotSpare | UpgradeKind::ColdSpare | UpgradeKind::Replica => 0,
            UpgradeKind::AnotherDomain => 1,
            UpgradeKind::FasterRepair | UpgradeKind::FewerBadChanges | UpgradeKind::FasterRollback => 2,
            _ => 3,
        };
        let key = |u: &nines_engine::advise::Upgrade| {
            let domain = u.domain.as_ref().and_then(|d| topology.domains.iter().position(|x| x.id == *d));
            (stage(u.kind), place(topology, u), u.kind, domain)
        };
        key(last) > key(this)
    }
    let mut out = Vec::new();
    grow(topology, &Vec::new(), 0.0, options, changes, &mut out);
    out
}

/// The points of a list that no other beats.
fn pareto(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (cost, u) in points {
        if kept.last().is_none_or(|last| u < last.1 * (1.0 - SAME)) {
            kept.push((cost, u));
        }
    }
    kept
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 * a.abs().max(b.abs())
}

/// What must hold of any advice.
#[track_caller]
fn check_consistent(topology: &Topology, advice: &Advice) {
    assert!(advice.frontier[0].upgrades.is_empty());
    assert_eq!(advice.frontier[0].unavailability, advice.now.unavailability);
    for pair in advice.frontier.windows(2) {
        assert!(pair[0].added_cost < pair[1].added_cost && pair[0].unavailability > pair[1].unavailability);
    }
    for plan in advice.frontier.iter().chain(&advice.cheapest).chain(&advice.single) {
        let upgraded = upgraded(topology, plan);
        assert!(!has_errors(&validate(&upgraded)));
        let u = unavailability(&upgraded, 1_000_000).unwrap();
        assert!(close(u, plan.unavailability), "{:?}: {u} {}", plan.words, plan.unavailability);
        let sum: f64 = plan.upgrades.iter().map(|upgrade| upgrade.price).sum();
        assert!(close(sum, plan.added_cost));
        assert_eq!(plan.words.len(), plan.upgrades.len());
    }
}

#[test]
fn the_search_equals_brute_force() {
    let mut compared = 0;
    let mut points = 0;
    for seed in 0..60 {
        let mut topology = generated(seed, Shape::Any);
        topology.slo = None;
        for (i, component) in topology.components.iter_mut().enumerate() {
            std::sync::Arc::make_mut(component).cost = [Some(1.0), Some(3.0), None, Some(2.0)][(seed as usize + i) % 4];
        }
        let changes = if upgrades(&topology, &options().prices).len() > 24 { 1 } else { 2 };
        let asked = AdviseOptions { changes_max: changes, ..options() };
        let all = brute_force(&topology, &asked, changes);
        let expected = pareto(all.clone());
        let advice = advise(&topology, &asked).unwrap();
        if !advice.complete {
            continue;
        }
        compared += 1;
        points += expected.len();
        check_consistent(&topology, &advice);
        let found: Vec<(f64, f64)> = advice.frontier.iter().map(|p| (p.added_cost, p.unavailability)).collect();
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(a, b)| close(a.0, b.0) && close(a.1, b.1));
        assert!(same, "seed {seed}:\n{found:?}\n{expected:?}");
        // The cheapest way to half the downtime, and to a quarter.
        for share in [0.5, 0.25] {
            let aim = Probability::new(1.0 - advice.now.unavailability * share).unwrap();
            let reaching = all.iter().filter(|(_, u)| reaches(*u, aim)).map(|(cost, _)| *cost);
            let cheapest = reaching.min_by(f64::total_cmp);
            let advice = advise(&topology, &AdviseOptions { target: Some(aim), ..asked.clone() }).unwrap();
            match (cheapest, advice.cheapest) {
                (Some(cost), Some(plan)) => assert!(close(cost, plan.added_cost), "seed {seed}: {cost} {plan:?}"),
                (None, None) => {}
                other => panic!("seed {seed}: {other:?}"),
            }
        }
    }
    assert!(compared >= 55, "{compared} of 60 searches were complete");
    assert!(points > 150, "{points} points of frontiers were compared");
}
