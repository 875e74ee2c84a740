//! Small systems made up from a seed: chains, shared needs, pools in pools, nested domains, common causes, soft needs.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::sim::random::Stream;
use nines_engine::topology::{
    Component, Domain, Extra, Kind, Need, Pool, Recovery, Reliability, Required, Shapes, Topology, validate,
};
use nines_engine::units::{Duration, Probability};

/// What sort of system to make up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Anything small.
    Any,
    /// No domains and no common causes, so that every failure is a component's.
    Plain,
    /// Down often enough that 60 years hold many outages.
    OftenDown,
}

struct Dice(Stream);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        (self.0.next_bits() % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

fn id(text: String) -> Id {
    Id::new(&text).unwrap()
}

/// The system of a seed. At most 12 parts besides pools, and at most 18 failures.
pub fn generated(seed: u64, shape: Shape) -> Topology {
    let mut dice = Dice(Stream::new(seed, 0, shape as u64));
    let mut topology = Topology::default();
    let plain = shape == Shape::Plain;
    for i in 0..if plain { 0 } else { dice.below(4) } {
        let domains = (i > 0 && dice.one_in(2)).then(|| id(format!("d{}", dice.below(i)))).into_iter().collect();
        let reliability = reliability(&mut dice, shape);
        let domain =
            Domain { id: id(format!("d{i}")), kind: Kind::new("zone"), reliability, shapes: Shapes::default(), domains, extra: Extra::new() };
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

fn reliability(dice: &mut Dice, shape: Shape) -> Reliability {
    let hours = |h: usize| Some(Duration::hours_of(h as f64));
    if shape == Shape::OftenDown {
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
