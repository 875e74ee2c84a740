//! A correct system from any bytes: every byte is a choice, and when they are used up the rest is as small as it can be.
//! Chains, shared needs, pools in pools, nested domains, common causes, soft needs, demand; with numbers from never to
//! always and down to where floats end.
//!
//! A new part of the document gets its choices here, so that it is met with everything else. How parts come back
//! (shapes, standby, crews, coverage, bad changes) is `recovery`; cables are `network`.

mod recovery;
mod network;

use std::sync::Arc;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use nines_engine::ids::Id;
use nines_engine::topology::{
    Clients, Component, Domain, Extra, Kind, Need, Pool, Recovery, Reliability, Required, Shapes, Topology,
};
use nines_engine::units::{Duration, Probability, TimeUnit};

/// Shares of time worth meeting.
const SHARES: [f64; 12] =
    [0.0, 1.0, 0.5, 1e-3, 1e-4, 1e-9, 1e-16, 1e-20, 1e-160, 0.999_999_999, 1.0 / 3.0, f64::MIN_POSITIVE];
/// Hours worth meeting, from a millisecond to the longest there is.
const HOURS: [f64; 10] = [1.0, 4.0, 1000.0, 8760.0, 26_280.0, 0.25, 1.0 / 3_600_000.0, 100.0, 876_000_000.0, 0.000_001];
/// Shares of common causes. Four pools can hold a component before they add up to more than it fails.
const BETAS: [f64; 6] = [0.0, 0.02, 0.1, 0.25, 1e-9, 1e-300];

const DOMAINS_MAX: usize = 4;
const COMPONENTS_MAX: usize = 10;
const POOLS_MAX: usize = 6;

/// What is left to choose with.
type Choices<'a, 'b> = &'a mut Unstructured<'b>;

/// The system that these bytes choose. An error means that there were no bytes at all.
pub fn system(bytes: &[u8]) -> Result<Topology> {
    let choices = &mut Unstructured::new(bytes);
    let mut topology = Topology::default();
    // The first choice says what may be met, so that plain systems, which have the strictest second opinion, are many.
    let sorts = choices.int_in_range(0..=3_u8)?;
    let is_dependent = sorts & 1 == 1;
    for i in 0..choices.int_in_range(0..=DOMAINS_MAX)? {
        topology.domains.push(Arc::new(domain(choices, i)?));
    }
    let domains = ids("d", topology.domains.len());
    // Each may need only those before it, so that no circle can be.
    let mut workers: Vec<Id> = Vec::new();
    for i in 0..choices.int_in_range(1..=COMPONENTS_MAX)? {
        let mut component = component(choices, i, &workers, &domains)?;
        if is_dependent {
            (component.shapes, component.change) = (recovery::shapes(choices)?, recovery::change(choices)?);
        }
        workers.push(component.id.clone());
        topology.components.push(Arc::new(component));
        if topology.pools.len() < POOLS_MAX && choices.ratio(1, 3)? {
            let mut pool = pool(choices, topology.pools.len(), &workers)?;
            if is_dependent {
                (pool.recovery, pool.change) = (recovery::recovery(choices)?, recovery::change(choices)?);
            }
            workers.push(pool.id.clone());
            topology.pools.push(Arc::new(pool));
        }
    }
    topology.clients = Arc::new(clients(choices, &workers)?);
    if sorts & 2 == 2 {
        network::add(choices, &mut topology)?;
    }
    Ok(topology)
}

fn domain(choices: Choices, i: usize) -> Result<Domain> {
    let domains = some_of(choices, &ids("d", i), 4)?;
    let (id, kind, shapes) = (id("d", i), Kind::new("zone"), Shapes::default());
    Ok(Domain { id, kind, reliability: reliability(choices)?, shapes, domains, extra: Extra::new() })
}

fn clients(choices: Choices, workers: &[Id]) -> Result<Clients> {
    let mut needs = needs(choices, workers)?;
    if let Some(last) = workers.last().filter(|last| needs.iter().all(|need| need.to != **last)) {
        needs.push(Need::hard(last.clone()));
    }
    Ok(Clients { rps: Some(*choices.choose(&[100.0, 0.0, 1.0, 1e12])?), needs, extra: Extra::new() })
}

fn component(choices: Choices, i: usize, workers: &[Id], domains: &[Id]) -> Result<Component> {
    Ok(Component {
        id: id("c", i),
        kind: Kind::new("server"),
        reliability: reliability(choices)?,
        shapes: Shapes::default(),
        change: None,
        domains: some_of(choices, domains, 3)?,
        needs: needs(choices, workers)?,
        cost: if choices.ratio(1, 8)? { Some(*choices.choose(&[0.0, 1e-300, 1e12])?) } else { None },
        capacity_rps: Some(*choices.choose(&[60.0, 100.0, 1.0, 33.3])?),
        extra: Extra::new(),
    })
}

fn pool(choices: Choices, i: usize, workers: &[Id]) -> Result<Pool> {
    let mut members = some_of(choices, workers, 2)?;
    if members.is_empty() {
        members.extend(workers.last().cloned());
    }
    // One more than there are members never works; nothing but a warning.
    let required = match choices.int_in_range(0..=7)? {
        0 => Required::Demand,
        1 => Required::Count(members.len() as u32 + 1),
        _ => Required::Count(choices.int_in_range(1..=members.len() as u32)?),
    };
    let common_cause = Probability::new(*choices.choose(&BETAS)?).unwrap_or(Probability::ZERO);
    let others: Vec<Id> = workers.iter().filter(|id| !members.contains(id)).cloned().collect();
    Ok(Pool {
        id: id("p", i),
        members,
        required,
        common_cause,
        recovery: Recovery::default(),
        change: None,
        needs: needs(choices, &others)?,
        extra: Extra::new(),
    })
}

fn reliability(choices: Choices) -> Result<Reliability> {
    let mttr = if choices.ratio(1, 2)? { Some(hours(choices)?) } else { None };
    Ok(match choices.int_in_range(0..=4)? {
        0 => Reliability::Never,
        1 => Reliability::Unavailability { unavailability: probability(choices)?, mttr },
        2 => Reliability::Availability { availability: probability(choices)?, mttr },
        _ => Reliability::Times { mttf: hours(choices)?, mttr },
    })
}

fn probability(choices: Choices) -> Result<Probability> {
    let value = if choices.ratio(1, 4)? {
        f64::from(choices.int_in_range(0..=u16::MAX)?) / f64::from(u16::MAX)
    } else {
        *choices.choose(&SHARES)?
    };
    Ok(Probability::new(value).unwrap_or(Probability::ZERO))
}

/// More than nothing, as the reader demands.
fn hours(choices: Choices) -> Result<Duration> {
    let value =
        if choices.ratio(1, 4)? { f64::from(choices.int_in_range(1..=u16::MAX)?) } else { *choices.choose(&HOURS)? };
    Ok(Duration::new(value, TimeUnit::Hour).unwrap_or(Duration::hours_of(1.0)))
}

fn needs(choices: Choices, workers: &[Id]) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    for to in some_of(choices, &workers[workers.len().saturating_sub(5)..], 3)? {
        needs.push(if choices.ratio(1, 4)? { Need::soft(to) } else { Need::hard(to) });
    }
    Ok(needs)
}

/// One in `rarity` of these.
fn some_of(choices: Choices, ids: &[Id], rarity: u8) -> Result<Vec<Id>> {
    let mut some = Vec::new();
    for id in ids {
        if choices.ratio(1, rarity)? {
            some.push(id.clone());
        }
    }
    Ok(some)
}

fn ids(letter: &str, count: usize) -> Vec<Id> {
    (0..count).map(|i| id(letter, i)).collect()
}

fn id(letter: &str, i: usize) -> Id {
    Id::new(&format!("{letter}{i}")).expect("a letter and a number are a name")
}
