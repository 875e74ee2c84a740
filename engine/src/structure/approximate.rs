//! What a chain cannot follow, and how it is taken instead. Every finding here makes the answer `approximate`.

use std::sync::Arc;

use super::EventSource;
use super::lower::Build;
use super::modules::{Module, Plan, Rank, Ranking, changeover, required};
use crate::diag::{Diagnostic, codes};
use crate::ids::Id;
use crate::order::{Map, Set};
use crate::topology::{Part, Pool, Shape};

pub(super) fn approximated(build: &mut Build, pool: &Pool, why: &str) {
    let place = build.topology.pools.iter().position(|other| other.id == pool.id).unwrap_or(0);
    let finding = Diagnostic::warning(codes::APPROXIMATED, format!("the answer is approximate: {why}"));
    let finding = finding.at(format!("pools[{place}]"), &pool.id).hint("simulate it for a second opinion");
    if !build.findings.contains(&finding) {
        build.findings.push(finding);
    }
}

pub(super) fn plain(build: &mut Build, pool: &Pool, why: &str) -> Plan {
    let failover = changing_alone(build, pool);
    let over = if failover.is_some() {
        "its members are taken as independent, and change-overs as coming from outside, as often as active members fail"
    } else {
        "its members are taken as independent, with a change-over at once"
    };
    approximated(build, pool, &format!("{why}; {over}"));
    Plan::Plain(failover)
}

/// The event that a pool is changing over, when its members are not followed: as often as active members that are parts
/// of their own fail. Where members take turns, a turn is taken to last a mean life.
fn changing_alone(build: &mut Build, pool: &Pool) -> Option<u32> {
    let topology = build.topology;
    let mut rates: Vec<f64> = Vec::new();
    for id in &pool.members {
        if let Part::Component(_) = topology.part(build.index[id])
            && let Some(event) = build.event(&EventSource::Component(id.clone()))
        {
            let event = &build.events[event as usize];
            let fails = event.unavailability > 0.0 && event.unavailability < 1.0;
            rates.push(if fails { 1.0 / event.mttf_hours } else { 0.0 });
        }
    }
    let begins = if pool.recovery.standby.is_some() {
        let lives = rates.iter().map(|rate| 1.0 / rate).sum::<f64>();
        required(build, pool) as f64 * rates.len() as f64 / lives
    } else {
        rates.iter().sum()
    };
    let ways = changeover(pool).ways();
    let begins = if begins.is_finite() { begins } else { 0.0 };
    let share = begins * ways.iter().map(|(probability, hours)| probability * hours).sum::<f64>();
    let begins = begins * ways.iter().map(|(probability, _)| probability).sum::<f64>();
    let mut module = Ranking::begin(build, pool, 0, share / (1.0 + share));
    let failover = module.failover?;
    module.ranks.push(Rank { events: 1, situation: 0, stops_per_hour: Some(begins / (1.0 + share)) });
    module.end(build, Vec::new());
    Some(failover)
}

/// One failure outside may set off the change-overs of several pools in the same moment, and they then go on at the same
/// time; the events of modules are independent given what is down outside.
pub(super) fn say_what_changes_over_together(build: &mut Build) {
    let topology = build.topology;
    let reacting = topology.pools.iter().filter(|pool| reacts(pool));
    let followed = |pool: &Arc<Pool>| build.modules.iter().find(|module| module.pool == pool.id);
    let followed: Vec<_> = reacting.filter_map(|pool| Some((pool, followed(pool)?))).collect();
    // Pools that are followed together count as one: all that share an event are.
    let mut times: Map<u32, Set<Option<&Id>>> = Map::new();
    for (pool, module) in &followed {
        let whose = (!build.shared.contains_key(&pool.id)).then_some(&pool.id);
        for after in &module.after {
            times.entry(after.event).or_default().insert(whose);
        }
    }
    let shared = |module: &Module| {
        let events: Set<u32> =
            module.after.iter().map(|after| after.event).filter(|event| times[event].iter().count() > 1).collect();
        events
            .into_iter()
            .map(|event| format!("\"{}\"", build.events[event as usize].name))
            .collect::<Vec<_>>()
            .join(" or ")
    };
    let named: Vec<_> = followed.iter().map(|(pool, module)| (*pool, shared(module))).collect();
    for (pool, names) in named.into_iter().filter(|(_, names)| !names.is_empty()) {
        let why = "other pools change over in the same moment, and are taken to do so apart";
        approximated(build, pool, &format!("when {names} fails, {why}"));
    }
}

/// Whether what happened to a pool's spares outside matters later: how long ago, not only what is down now.
pub(super) fn reacts(pool: &Pool) -> bool {
    let takes_time = changeover(pool).ways().iter().any(|(probability, _)| *probability > 0.0);
    pool.recovery.standby.as_ref().is_some_and(|spares| takes_time || spares.dormancy() < 1.0 || spares.is_latent())
}

pub(super) fn say_what_is_taken_as_exponential(build: &mut Build, pool: &Pool) {
    let topology = build.topology;
    let shaped = pool.members.iter().any(|id| match topology.part(build.index[id]) {
        Part::Component(c) => c.shapes.failure != Shape::Exponential || c.shapes.repair != Shape::Exponential,
        _ => false,
    });
    if shaped {
        approximated(build, pool, "where members wait for each other, their times are taken as exponential");
    }
    if pool.recovery.standby.as_ref().is_some_and(|standby| standby.test_interval.is_some()) {
        approximated(build, pool, "the time to the next test of the spares is taken as exponential");
    }
}

pub(super) fn say_who_is_used_elsewhere(build: &mut Build, pool: &Pool) {
    let elsewhere = pool.members.iter().find(|id| build.used_elsewhere.contains(*id));
    if let Some(id) = elsewhere {
        let why = format!("\"{id}\" is also used outside the pool, and is taken as independent of it there");
        approximated(build, pool, &why);
    }
}
