//! Small systems made up from a seed: chains, shared needs, pools in pools, nested domains, common causes, soft needs.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::sim::random::Stream;
use nines_engine::topology::{
    Change, Component, Domain, Extra, Kind, Need, Pool, Recovery, Reliability, Required, Shapes, Standby, StandbyLevel,
    Topology, validate,
};
use nines_engine::units::{Duration, Probability};

/// What sort of system to make up. Each test file uses some of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Anything small.
    Any,
    /// No domains and no common causes, so that every failure is a component's.
    Plain,
    /// Down often enough that 60 years hold many outages.
    OftenDown,
    /// The same with pools whose members depend on each other.
    Dependent,
}

#[allow(dead_code)]
pub mod dressed;

/// Chances of one stream of luck.
pub struct Dice(pub Stream);

impl Dice {
    /// Uniform whole numbers below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.0.next_bits() % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

fn id(text: String) -> Id {
    Id::new(&text).unwrap()
}

/// The system of a seed. At most 12 parts besides pools, and at most 18 failures.
#[allow(dead_code)]
pub fn generated(seed: u64, shape: Shape) -> Topology {
    let mut dice = Dice(Stream::new(seed, 0, shape as u64));
    let mut topology = Topology::default();
    let plain = shape == Shape::Plain;
    for i in 0..if plain { 0 } else { dice.below(4) } {
        let domains = (i > 0 && dice.one_in(2)).then(|| id(format!("d{}", dice.below(i)))).into_iter().collect();
        let reliability = reliability(&mut dice, shape);
        let domain = Domain {
            id: id(format!("d{i}")),
            kind: Kind::new("zone"),
            reliability,
            shapes: Shapes::default(),
            domains,
            extra: Extra::new(),
        };
        topology.domains.push(Arc::new(domain));
    }
    // Workers are made in an order; each may need only earlier ones, so no circle can be.
    let mut workers: Vec<Id> = Vec::new();
    for i in 0..3 + dice.below(7) {
        let component = component(&mut dice, i, &workers, &topology, shape);
        workers.push(component.id.clone());
        topology.components.push(Arc::new(component));
        if workers.len() > 2 && dice.one_in(3) {
            let pool = pool(&mut dice, topology.pools.len(), &workers, plain);
            workers.push(pool.id.clone());
            topology.pools.push(Arc::new(pool));
        }
    }
    if shape == Shape::Dependent {
        dependent_pools(&mut dice, &mut topology, &mut workers);
    }
    let needs = needs(&mut dice, &workers, 2);
    let mut clients = (*topology.clients).clone();
    clients.needs = needs;
    // The last worker is needed for sure: something must be at stake.
    clients.needs.retain(|need| need.to != *workers.last().unwrap());
    clients.needs.push(Need::hard(workers.last().unwrap().clone()));
    topology.clients = Arc::new(clients);
    let findings = validate(&topology);
    assert!(!nines_engine::diag::has_errors(&findings), "seed {seed}: {findings:?}");
    topology
}

/// The system with one member more in the pool at a place: of any quality, in any domains, and perhaps in need of the
/// pool's other members.
#[allow(dead_code)]
pub fn with_another(topology: &Topology, pool: usize, seed: u64) -> Topology {
    let mut dice = Dice(Stream::new(seed, pool as u64, 1 << 33));
    let mut more = topology.clone();
    let mut another = component(&mut dice, 90, &topology.pools[pool].members, topology, Shape::Any);
    another.capacity_rps = topology.components[0].capacity_rps;
    Arc::make_mut(&mut more.pools[pool]).members.push(another.id.clone());
    more.components.push(Arc::new(another));
    let findings = validate(&more);
    assert!(!nines_engine::diag::has_errors(&findings), "seed {seed}: {findings:?}");
    more
}

/// Pools of their own members, with standby, few crews, or coverage; sometimes in zones, sometimes with bad changes.
fn dependent_pools(dice: &mut Dice, topology: &mut Topology, workers: &mut Vec<Id>) {
    for p in 0..1 + dice.below(2) {
        let name = format!("g{p}");
        let equal = reliability(dice, Shape::Dependent);
        let is_equal = !dice.one_in(4);
        let count = 2 + dice.below(3);
        let zoned = !topology.domains.is_empty() && dice.one_in(2);
        let mut members = Vec::new();
        for i in 0..count {
            let zone = topology.domains[..topology.domains.len().min(2)].get(i % 2).filter(|_| zoned);
            let component = Component {
                id: id(format!("{name}m{i}")),
                kind: Kind::new("server"),
                reliability: if is_equal { equal } else { reliability(dice, Shape::Dependent) },
                shapes: Shapes::default(),
                change: None,
                domains: zone.map(|zone| zone.id.clone()).into_iter().collect(),
                needs: Vec::new(),
                cost: Some(1.0),
                capacity_rps: None,
                extra: Extra::new(),
            };
            members.push(component.id.clone());
            topology.components.push(Arc::new(component));
        }
        let (recovery, required) = recovery(dice, count);
        let change = dice.one_in(3).then(|| Change {
            bad_per_year: 1.0 + dice.below(12) as f64,
            blast: Probability::new(dice.below(3) as f64 / 2.0),
            rollback: Some(Duration::hours_of(0.5)),
            extra: Extra::new(),
        });
        let common_cause = Probability::new(if dice.one_in(3) { 0.05 } else { 0.0 }).unwrap();
        let required = Required::Count(required as u32);
        let pool = Pool {
            id: id(name),
            members,
            required,
            common_cause,
            recovery,
            change,
            needs: Vec::new(),
            extra: Extra::new(),
        };
        workers.push(pool.id.clone());
        topology.pools.push(Arc::new(pool));
    }
}

fn recovery(dice: &mut Dice, count: usize) -> (Recovery, usize) {
    let minutes = |n: usize| Some(Duration::new(n as f64, nines_engine::units::TimeUnit::Minute).unwrap());
    let coverage = [None, Probability::new(0.9), Probability::new(0.5)][dice.below(3)];
    let manual = minutes(30 + dice.below(120));
    let repair_crews = (!dice.one_in(3)).then(|| 1 + dice.below(2) as u32);
    if dice.one_in(3) {
        let recovery =
            Recovery { repair_crews, standby: None, coverage, manual: manual.filter(|_| coverage.is_some()) };
        return (recovery, 1 + dice.below(count));
    }
    let standby = Standby {
        level: StandbyLevel::ALL[dice.below(3)],
        dormancy: None,
        coverage,
        detect: minutes(dice.below(5)),
        switch: minutes(dice.below(10)),
        manual,
        latent: false,
        test_interval: None,
        extra: Extra::new(),
    };
    (Recovery { repair_crews, standby: Some(standby), coverage: None, manual: None }, 1 + dice.below(count - 1))
}

fn reliability(dice: &mut Dice, shape: Shape) -> Reliability {
    let hours = |h: usize| Some(Duration::hours_of(h as f64));
    if matches!(shape, Shape::OftenDown | Shape::Dependent) {
        let mttf = Duration::hours_of(100.0 + dice.below(900) as f64);
        return Reliability::Times { mttf, mttr: hours(1 + dice.below(12)) };
    }
    match dice.below(8) {
        0 => Reliability::Never,
        1 => Reliability::Unavailability { unavailability: Probability::new(1e-9).unwrap(), mttr: None },
        2 => Reliability::Availability { availability: Probability::new(0.5).unwrap(), mttr: hours(1 + dice.below(5)) },
        3 => Reliability::Unavailability { unavailability: Probability::new(1e-4).unwrap(), mttr: None },
        _ => Reliability::Times {
            mttf: Duration::hours_of(10.0 + dice.below(20_000) as f64),
            mttr: hours(1 + dice.below(40)),
        },
    }
}

fn component(dice: &mut Dice, i: usize, workers: &[Id], topology: &Topology, shape: Shape) -> Component {
    let domains = topology.domains.iter().filter(|_| dice.one_in(3)).map(|d| d.id.clone()).collect();
    let needs = needs(dice, workers, 3);
    Component {
        id: id(format!("c{i}")),
        kind: Kind::new("server"),
        reliability: reliability(dice, shape),
        shapes: Shapes::default(),
        change: None,
        domains,
        needs,
        cost: Some(1.0),
        capacity_rps: None,
        extra: Extra::new(),
    }
}

fn needs(dice: &mut Dice, workers: &[Id], rarity: usize) -> Vec<Need> {
    let mut needs = Vec::new();
    for worker in workers.iter().rev().take(5) {
        if dice.one_in(rarity) {
            needs.push(if dice.one_in(4) { Need::soft(worker.clone()) } else { Need::hard(worker.clone()) });
        }
    }
    needs
}

fn pool(dice: &mut Dice, i: usize, workers: &[Id], plain: bool) -> Pool {
    let mut members: Vec<Id> = workers.iter().filter(|_| dice.one_in(2)).cloned().collect();
    if members.is_empty() {
        members.push(workers[0].clone());
    }
    let required = Required::Count(1 + dice.below(members.len()) as u32);
    // Pools of pools only have no common cause to share out; the engine warns and takes none.
    let beta = if plain || dice.one_in(2) { 0.0 } else { 0.05 };
    let common_cause = Probability::new(beta).unwrap();
    Pool {
        id: id(format!("p{i}")),
        members,
        required,
        common_cause,
        recovery: Recovery::default(),
        change: None,
        needs: Vec::new(),
        extra: Extra::new(),
    }
}
