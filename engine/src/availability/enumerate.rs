//! The second opinion: every combination of failures, tried on the topology itself. Exponential, so for small systems
//! only; it shares nothing with the structure and the diagram but the document.

use crate::ids::Id;
use crate::order::Map;
use crate::topology::{Need, Part, PartRef, Topology};

/// The most failures (parts and common causes) that are enumerated: 2²² combinations.
pub const EVENTS_MAX: usize = 22;

/// What enumeration finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enumerated {
    /// Probability that the clients are up.
    pub up: f64,
    /// Probability that they are not, summed on its own.
    pub down: f64,
    /// Probability that they are up while something used softly is down.
    pub degraded: f64,
}

/// Sums over all combinations. `None` when there are more than [`EVENTS_MAX`] failures. The topology must be
/// valid; a circle makes this run forever.
pub fn enumerate(topology: &Topology) -> Option<Enumerated> {
    let failures = Failures::of(topology);
    if failures.q.len() > EVENTS_MAX {
        return None;
    }
    let mut sums = Enumerated { up: 0.0, down: 0.0, degraded: 0.0 };
    for combination in 0_u32..1 << failures.q.len() {
        let probability = (0..failures.q.len())
            .map(|i| if combination >> i & 1 == 1 { failures.q[i] } else { 1.0 - failures.q[i] })
            .product::<f64>();
        let world = World { topology, failures: &failures, combination };
        if !world.needs_work(&topology.clients.needs, false) {
            sums.down += probability;
        } else {
            sums.up += probability;
            if !world.needs_work(&topology.clients.needs, true) {
                sums.degraded += probability;
            }
        }
    }
    Some(sums)
}

/// Whether the clients are up when exactly the named failures are on (`app/common-cause` for a pool's).
pub fn is_up_with(topology: &Topology, failed: &[String]) -> bool {
    let failures = Failures::of(topology);
    let on = |name: &str| failed.iter().any(|f| f == name);
    let combination = failures.names.iter().enumerate().map(|(i, name)| u32::from(on(name)) << i).sum();
    World { topology, failures: &failures, combination }.needs_work(&topology.clients.needs, false)
}

/// What can fail, with bit numbers.
struct Failures {
    q: Vec<f64>,
    names: Vec<String>,
    bit_of: Map<String, usize>,
    index: Map<Id, PartRef>,
}

impl Failures {
    fn of(topology: &Topology) -> Failures {
        let index = topology.index();
        let mut failures = Failures { q: Vec::new(), names: Vec::new(), bit_of: Map::new(), index };
        for component in &topology.components {
            let beta: f64 = topology.pools_of(&component.id).map(|pool| pool.common_cause.get()).sum();
            failures.add(component.id.to_string(), component.reliability.unavailability() * (1.0 - beta));
        }
        for domain in &topology.domains {
            failures.add(domain.id.to_string(), domain.reliability.unavailability());
        }
        for pool in &topology.pools {
            let members = topology.components.iter().filter(|c| pool.members.contains(&c.id));
            let largest = members.map(|c| c.reliability.unavailability()).fold(0.0, f64::max);
            failures.add(format!("{}/common-cause", pool.id), pool.common_cause.get() * largest);
        }
        failures
    }

    fn add(&mut self, name: String, q: f64) {
        if q > 0.0 {
            self.bit_of.insert(name.clone(), self.q.len());
            self.names.push(name);
            self.q.push(q);
        }
    }
}

struct World<'a> {
    topology: &'a Topology,
    failures: &'a Failures,
    combination: u32,
}

impl World<'_> {
    fn needs_work(&self, needs: &[Need], soft_too: bool) -> bool {
        needs.iter().all(|need| (need.soft && !soft_too) || self.works(&need.to, soft_too))
    }

    fn works(&self, id: &Id, soft_too: bool) -> bool {
        match self.topology.part(self.failures.index[id]) {
            Part::Component(c) => {
                self.is_off(id.as_str())
                    && c.domains.iter().all(|d| self.works(d, soft_too))
                    && self.needs_work(&c.needs, soft_too)
            }
            Part::Domain(d) => self.is_off(id.as_str()) && d.domains.iter().all(|d| self.works(d, soft_too)),
            Part::Pool(pool) => {
                let required = self.topology.required_count(pool).unwrap_or(u32::MAX) as usize;
                self.is_off(&format!("{id}/common-cause"))
                    && pool.members.iter().filter(|m| self.works(m, soft_too)).count() >= required
                    && self.needs_work(&pool.needs, soft_too)
            }
        }
    }

    fn is_off(&self, name: &str) -> bool {
        self.failures.bit_of.get(name).is_none_or(|bit| self.combination >> bit & 1 == 0)
    }
}
