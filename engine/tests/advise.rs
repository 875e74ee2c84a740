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
    fn grow(
        topology: &Topology,
        made: &Made,
        cost: f64,
        options: &AdviseOptions,
        more: usize,
        out: &mut Vec<(f64, f64)>,
    ) {
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

/// Pools with spares, few crews and imperfect coverage, and parts with bad changes, where the system of a seed allows.
fn with_recovery(seed: u64, mut topology: Topology) -> Topology {
    use nines_engine::topology::{Change, Extra, Required, Standby, StandbyLevel};
    use nines_engine::units::Duration;
    let hours = |h: f64| Some(Duration::hours_of(h));
    for (i, pool) in topology.pools.iter_mut().enumerate() {
        let pool = std::sync::Arc::make_mut(pool);
        let has_spare = matches!(pool.required, Required::Count(k) if (k as usize) < pool.members.len());
        match (seed as usize + i) % 4 {
            0 => pool.recovery.repair_crews = Some(1),
            1 if has_spare => {
                let (coverage, detect, switch) = (Probability::new(0.9), hours(0.01), hours(0.02));
                let level = StandbyLevel::ALL[seed as usize % 3];
                let standby = Standby { level, coverage, detect, switch, manual: hours(1.0), ..Standby::default() };
                pool.recovery.standby = Some(standby);
            }
            2 => (pool.recovery.coverage, pool.recovery.manual) = (Probability::new(0.9), hours(2.0)),
            _ => pool.change = Some(Change { bad_per_year: 2.0, blast: None, rollback: None, extra: Extra::new() }),
        }
    }
    for component in topology.components.iter_mut().skip(seed as usize % 3).step_by(3) {
        let blast = Probability::new(0.5);
        let change = Change { bad_per_year: 6.0, blast, rollback: hours(2.0), extra: Extra::new() };
        std::sync::Arc::make_mut(component).change = Some(change);
    }
    assert!(!has_errors(&validate(&topology)), "seed {seed}");
    topology
}

#[test]
fn the_search_equals_brute_force_where_parts_wait_for_each_other() {
    let (mut compared, mut left) = (0, 0);
    for seed in 100..140 {
        let topology = with_recovery(seed, generated(seed, Shape::OftenDown));
        let count = upgrades(&topology, &options().prices).len();
        let changes = if count > 22 { 1 } else { 2 };
        let asked = AdviseOptions { changes_max: changes, ..options() };
        let advice = advise(&topology, &asked).unwrap();
        check_consistent(&topology, &advice);
        if !advice.complete {
            left += 1;
            continue;
        }
        let expected = pareto(brute_force(&topology, &asked, changes));
        let found: Vec<(f64, f64)> = advice.frontier.iter().map(|p| (p.added_cost, p.unavailability)).collect();
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(a, b)| close(a.0, b.0) && close(a.1, b.1));
        assert!(same, "seed {seed}:\n{found:?}\n{expected:?}");
        compared += 1;
    }
    assert!(compared >= 30, "{compared} compared, {left} incomplete");
}

/// Upgrades that matter only after others: another member survives a bad change that hits all of them today, and a zone that
/// is empty today can be repaired faster once something is moved to it.
#[test]
fn upgrades_that_others_make_worth_it_are_found() {
    let change = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p", "x"] },
        "components": [{ "id": "a", "mttf": "2000h", "mttr": "8h", "cost": 1 }, { "id": "x", "mttf": "500h", "mttr": "1h", "cost": 1 }],
        "pools": [{ "id": "p", "members": ["a"], "change": { "bad_per_year": 12, "rollback": "4h", "blast": 0.5 } }] }"#;
    let empty = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p"] },
        "domains": [{ "id": "za", "kind": "zone", "mttf": "9000h", "mttr": "1h" }, { "id": "zb", "kind": "zone", "mttf": "500h", "mttr": "3h" }],
        "components": [{ "id": "a", "mttf": "9000h", "mttr": "1h", "cost": 1, "in": ["za"] }, { "id": "b", "mttf": "9000h", "mttr": "1h", "cost": 1, "in": ["za"] }],
        "pools": [{ "id": "p", "members": ["a", "b"] }] }"#;
    for (text, points) in [(change, 12), (empty, 4)] {
        let topology = document(text);
        let asked = AdviseOptions { changes_max: 2, ..options() };
        let advice = advise(&topology, &asked).unwrap();
        check_consistent(&topology, &advice);
        let expected = pareto(brute_force(&topology, &asked, 2));
        assert!(advice.complete && expected.len() >= points, "{expected:?}");
        let found: Vec<(f64, f64)> = advice.frontier.iter().map(|p| (p.added_cost, p.unavailability)).collect();
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(a, b)| close(a.0, b.0) && close(a.1, b.1));
        assert!(same, "{found:?}\n{expected:?}");
    }
}

#[test]
fn three_changes_equal_brute_force() {
    let mut compared = 0;
    for seed in 0..200 {
        let topology = generated(seed, Shape::Plain);
        if upgrades(&topology, &options().prices).len() > 9 {
            continue;
        }
        let advice = advise(&topology, &options()).unwrap();
        check_consistent(&topology, &advice);
        let expected = pareto(brute_force(&topology, &options(), 3));
        assert!(advice.complete);
        let found: Vec<(f64, f64)> = advice.frontier.iter().map(|p| (p.added_cost, p.unavailability)).collect();
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(a, b)| close(a.0, b.0) && close(a.1, b.1));
        assert!(same, "seed {seed}:\n{found:?}\n{expected:?}");
        compared += 1;
    }
    assert!(compared >= 10, "{compared}");
}

const TWO: &str = r#"{ "format": "nines-topology", "version": 1, "slo": { "availability": 0.999 },
  "clients": { "needs": ["web"] },
  "components": [ { "id": "web", "kind": "server", "unavailability": 0.0005, "cost": 2, "needs": ["db"] },
                  { "id": "db", "kind": "database", "unavailability": 0.01, "mttr": "4h", "cost": 5 } ],
  "layout": { "db": { "x": 80, "y": 160 } } }"#;

#[test]
fn two_single_points_and_a_replica_of_the_worse() {
    let topology = document(TWO);
    // Only replicas are for sale at a sensible price: then the answer is one of the database.
    let mut only_replicas = options();
    let p = &mut only_replicas.prices;
    (p.hot_spare, p.cold_spare, p.faster_repair) = (1000.0, 1000.0, 1000.0);
    let advice = advise(&topology, &only_replicas).unwrap();
    check_consistent(&topology, &advice);
    let plan = advice.cheapest.unwrap();
    assert_eq!(kinds(&plan), [(UpgradeKind::Replica, "db")]);
    assert_eq!(plan.added_cost, 5.0);
    let expected = 1.0 - (1.0 - 0.0005) * (1.0 - 0.01 * 0.01);
    assert!((plan.unavailability - expected).abs() < 1e-15, "{} {expected}", plan.unavailability);
    let upgraded = upgraded(&topology, &plan);
    let analysis = analyze(&upgraded, &AnalyzeOptions::standard()).unwrap();
    assert_eq!(analysis.cost, advice.now.cost + plan.added_cost);
    assert_eq!(analysis.single_points_of_failure, ["web"]);
    let ids: Vec<&str> = upgraded.components.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["web", "db", "db-2"]);
    assert_eq!(upgraded.pools[0].id.as_str(), "db-pool");
    assert_eq!(upgraded.components[0].needs[0].to.as_str(), "db-pool");
    let (old, new) = (upgraded.layout[&upgraded.components[1].id], upgraded.layout[&upgraded.components[2].id]);
    assert!(new.x == old.x && new.y > old.y);
}

#[test]
fn two_single_points_with_everything_for_sale() {
    let topology = document(TWO);
    let advice = advise(&topology, &options()).unwrap();
    check_consistent(&topology, &advice);
    assert!(advice.complete);
    let plan = advice.cheapest.unwrap();
    assert_eq!(kinds(&plan), [(UpgradeKind::ColdSpare, "db"), (UpgradeKind::FasterRepair, "web")]);
    // Half the cost of the database and 0.3 of the web server's.
    assert!((plan.added_cost - (0.5 * 5.0 + 0.3 * 2.0)).abs() < 1e-12);
    // Two units, one active, one cold and one crew, MTTF 396 h and MTTR 4 h. States: both good; changing over by itself
    // (95 %, 10.5 min); by hand (5 %, 1 h); one good; none. In change-over the clock of the spare stands still.
    let (failures, repairs): (f64, f64) = (1.0 / 396.0, 1.0 / 4.0);
    let changing = failures * (0.95 * 10.5 / 60.0 + 0.05 * 1.0);
    let one = failures / repairs;
    let none = one * failures / repairs;
    let down = (changing + none) / (1.0 + changing + one + none);
    let web = 0.0005 / (2.0 - 0.0005);
    let expected = 1.0 - (1.0 - down) * (1.0 - web);
    assert!((plan.unavailability - expected).abs() < 1e-6, "{} {expected}", plan.unavailability);
}

fn zones(common_cause: f64) -> Topology {
    document(&format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["app"] }},
        "domains": [ {{ "id": "eu", "kind": "region" }},
                     {{ "id": "zone-a", "kind": "zone", "in": ["eu"], "unavailability": 0.001, "mttr": "2h" }} ],
        "components": [
          {{ "id": "app-1", "kind": "server", "unavailability": 0.002, "cost": 1, "in": ["zone-a"] }},
          {{ "id": "app-2", "kind": "server", "unavailability": 0.002, "cost": 1, "in": ["zone-a"] }} ],
        "pools": [ {{ "id": "app", "members": ["app-1", "app-2"], "common_cause": {common_cause} }} ] }}"#
    ))
}

#[test]
fn where_a_zone_takes_all_members_down_another_zone_helps_and_a_replica_does_not() {
    let topology = zones(0.0);
    let advice = advise(&topology, &AdviseOptions { target: target(0.99998), ..options() }).unwrap();
    check_consistent(&topology, &advice);
    let of = |kind: UpgradeKind| advice.single.iter().find(|p| p.upgrades[0].kind == kind).unwrap();
    assert!(of(UpgradeKind::Replica).unavailability > 0.001);
    let plan = advice.cheapest.as_ref().unwrap();
    assert_eq!(kinds(plan), [(UpgradeKind::AnotherDomain, "app")]);
    assert!((plan.added_cost - 1.2).abs() < 1e-12);
    let one = 1.0 - (1.0 - 0.001) * (1.0 - 0.002);
    assert!((plan.unavailability - one * one).abs() < 1e-15, "{}", plan.unavailability);
    let upgraded = upgraded(&topology, plan);
    let zone = upgraded.domains.last().unwrap();
    assert_eq!((zone.id.as_str(), zone.domains[0].as_str()), ("zone-b", "eu"));
    assert_eq!(upgraded.components[1].domains, std::slice::from_ref(&zone.id));
    // With a zone that is there already, nothing new is built, and it costs less.
    let mut with_b = topology.clone();
    let mut b = topology.domains[1].as_ref().clone();
    b.id = nines_engine::ids::Id::new("zone-b").unwrap();
    with_b.domains.push(std::sync::Arc::new(b));
    let plan = advise(&with_b, &AdviseOptions { target: target(0.99998), ..options() }).unwrap().cheapest.unwrap();
    assert!((plan.added_cost - 0.2).abs() < 1e-12);
    assert!((plan.unavailability - one * one).abs() < 1e-15);
}

#[test]
fn a_common_cause_is_not_helped_by_more_of_the_same() {
    let topology = zones(0.2);
    let advice = advise(&topology, &AdviseOptions { target: target(0.9999), ..options() }).unwrap();
    check_consistent(&topology, &advice);
    // β·q = 0.0004 stays whatever is added or moved: only faster repair makes it less.
    let floor = 0.2 * 0.002;
    for plan in advice.frontier.iter().filter(|p| p.upgrades.iter().all(|u| u.kind != UpgradeKind::FasterRepair)) {
        assert!(plan.unavailability > floor);
    }
    // Repaired twice as fast two times, 0.002 becomes 0.0005, and a fifth of that is just above 0.0001.
    assert!(advice.cheapest.is_none() && advice.complete);
    assert!(
        advice.diagnostics.iter().any(|d| d.message.contains("the best reaches 99.98")),
        "{:?}",
        advice.diagnostics
    );
}

#[test]
fn a_lone_part_in_a_zone_needs_both_a_replica_and_another_zone() {
    let topology = document(
        r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["db", { "to": "db", "soft": true }] },
        "domains": [ { "id": "z1", "kind": "zone", "unavailability": 0.001 } ],
        "components": [ { "id": "db", "kind": "database", "unavailability": 0.001, "cost": 3, "in": ["z1"] } ] }"#,
    );
    let advice = advise(&topology, &AdviseOptions { target: target(0.999995), ..options() }).unwrap();
    check_consistent(&topology, &advice);
    let plan = advice.cheapest.unwrap();
    assert_eq!(kinds(&plan), [(UpgradeKind::Replica, "db"), (UpgradeKind::AnotherDomain, "db-pool")]);
    assert!((plan.added_cost - (3.0 + 0.2 * 3.0 + 1.0)).abs() < 1e-12);
    let upgraded = upgraded(&topology, &plan);
    // Each need keeps what was said of it.
    assert_eq!(upgraded.clients.needs.iter().map(|n| n.soft).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_replica_is_no_protection_against_a_bad_change() {
    let topology = document(
        r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["web"] },
        "components": [ { "id": "web", "kind": "server", "unavailability": 0.001, "cost": 1,
          "change": { "bad_per_year": 10, "blast": 0.5, "rollback": "1h" } } ] }"#,
    );
    let advice = advise(&topology, &options()).unwrap();
    check_consistent(&topology, &advice);
    let change = 5.0 / (8760.0 + 5.0);
    let replica = advice.single.iter().find(|p| p.upgrades[0].kind == UpgradeKind::Replica).unwrap();
    let expected = 1.0 - (1.0 - change) * (1.0 - 1e-6);
    assert!((replica.unavailability - expected).abs() < 1e-15, "{} {expected}", replica.unavailability);
    assert!(replica.words[0].contains("A bad change still takes both down."));
    // Rolling back in half the time halves it for a tenth of the cost, and is worth more.
    assert_eq!(advice.single[0].upgrades[0].kind, UpgradeKind::FasterRollback);
}

#[test]
fn what_is_reached_already_costs_nothing() {
    let met = advise(&document(TWO), &AdviseOptions { target: target(0.98), ..options() }).unwrap();
    let plan = met.cheapest.unwrap();
    assert!(plan.upgrades.is_empty() && plan.edits.is_empty() && plan.added_cost == 0.0);
    let empty = document(r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": [] } }"#);
    let advice = advise(&empty, &AdviseOptions { target: target(0.999), ..options() }).unwrap();
    assert_eq!((advice.now.unavailability, advice.frontier.len(), advice.evaluations), (0.0, 1, 0));
    assert!(advice.cheapest.unwrap().upgrades.is_empty() && advice.single.is_empty() && advice.complete);
    let no_target = advise(&zones(0.0), &options()).unwrap();
    assert!(no_target.cheapest.is_none() && no_target.target.is_none() && no_target.frontier.len() > 2);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let topology = with_recovery(7, generated(7, Shape::OftenDown));
    assert_eq!(advise(&topology, &options()).unwrap(), advise(&topology, &options()).unwrap());
}

#[test]
fn limits_are_kept_and_said() {
    let topology = document(TWO);
    let advice = advise(&topology, &AdviseOptions { evaluations_max: 3, ..options() }).unwrap();
    check_consistent(&topology, &advice);
    assert!(advice.evaluations == 3 && !advice.complete);
    assert!(advice.diagnostics.iter().any(|d| d.code == "N104"), "{:?}", advice.diagnostics);
    let none = advise(&topology, &AdviseOptions { changes_max: 0, ..options() }).unwrap();
    assert_eq!((none.frontier.len(), none.single.len(), none.evaluations), (1, 0, 0));
    let mut free = options();
    (free.prices.replica, free.prices.new_domain) = (0.0, f64::NAN);
    let errors = advise(&topology, &free).unwrap_err();
    assert_eq!(errors.iter().map(|d| d.code).collect::<Vec<_>>(), ["N011", "N011"]);
    let broken = Topology { domains: Vec::new(), ..zones(0.0) };
    assert!(advise(&broken, &options()).is_err());
}

/// A chain of pools and single parts in zones, as large as documents come in practice.
fn large(parts: usize) -> Topology {
    let mut text = String::from(
        r#"{ "format": "nines-topology", "version": 1, "slo": { "availability": 0.9999 }, "domains": [
        { "id": "zone-a", "kind": "zone", "unavailability": 0.0001 }, { "id": "zone-b", "kind": "zone", "unavailability": 0.0001 } ],
        "components": ["#,
    );
    let mut pools = Vec::new();
    let mut needs = Vec::new();
    for i in 0..parts {
        let comma = if i == 0 { "" } else { "," };
        let zone = if i % 2 == 0 { "zone-a" } else { "zone-b" };
        let mttf = 2000 + 137 * (i % 50);
        text.push_str(&format!(
            r#"{comma}{{ "id": "s{i}", "kind": "server", "mttf": "{mttf}h", "mttr": "1h", "in": ["{zone}"], "cost": {} }}"#,
            1 + i % 5
        ));
        match i % 5 {
            0 => needs.push(format!("\"s{i}\"")),
            4 => {
                let members: Vec<String> = (i - 3..=i).map(|m| format!("\"s{m}\"")).collect();
                pools.push(format!(r#"{{ "id": "p{i}", "members": [{}], "required": 2 }}"#, members.join(",")));
                needs.push(format!("\"p{i}\""));
            }
            _ => {}
        }
    }
    let (pools, needs) = (pools.join(","), needs.join(","));
    text.push_str(&format!(r#"], "pools": [{pools}], "clients": {{ "needs": [{needs}] }} }}"#));
    document(&text)
}

#[test]
fn a_large_document_is_answered_from_its_most_important_parts() {
    let topology = large(500);
    let advice = advise(&topology, &AdviseOptions { changes_max: 4, evaluations_max: 300, ..options() }).unwrap();
    assert!(!advice.complete);
    assert!(advice.frontier.len() > 10, "{}", advice.frontier.len());
    assert!(advice.frontier.iter().any(|plan| plan.upgrades.len() == 4));
    // Singles are many and large; the frontier is what the search is about.
    check_consistent(&topology, &Advice { single: Vec::new(), ..advice.clone() });
    assert!(
        advice.diagnostics.iter().any(|d| d.message.contains("parts that matter most")),
        "{:?}",
        advice.diagnostics
    );
}
