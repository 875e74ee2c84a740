//! A second opinion on the steps of derivations, cut sets and importance: reads a step's name on the topology itself
//! and tries every combination of failures. Shares nothing with the structure, the forms or the diagram but the
//! document. Each test file uses some of it.

use std::collections::BTreeMap;

use nines_engine::ids::Id;
use nines_engine::topology::{Need, Part, Topology};

/// Reads the names of steps on the topology itself: `app if zone-a works and db itself is down`.
struct World<'a> {
    topology: &'a Topology,
    failed: &'a dyn Fn(&str) -> bool,
}

impl World<'_> {
    fn needs(&self, needs: &[Need]) -> bool {
        needs.iter().all(|need| need.soft || self.part(&need.to))
    }

    fn part(&self, id: &Id) -> bool {
        let on = (self.failed)(id.as_str());
        match self.topology.get(id).unwrap_or_else(|| panic!("{id}")) {
            Part::Component(c) => !on && c.domains.iter().all(|d| self.part(d)) && self.needs(&c.needs),
            Part::Domain(d) => !on && d.domains.iter().all(|d| self.part(d)),
            Part::Pool(p) => !(self.failed)(&format!("{id}/common-cause")) && self.members(id) && self.needs(&p.needs),
        }
    }

    fn members(&self, id: &Id) -> bool {
        let Part::Pool(pool) = self.topology.get(id).unwrap() else { panic!("{id} is no pool") };
        let required = self.topology.required_count(pool).unwrap() as usize;
        pool.members.iter().filter(|member| self.part(member)).count() >= required
    }

    fn subject(&self, subject: &str) -> bool {
        let id = |text: &str| Id::new(text).unwrap();
        if subject == "clients" {
            return self.needs(&self.topology.clients.needs);
        }
        if let Some(part) = subject.strip_suffix(" itself") {
            return !(self.failed)(part);
        }
        if let Some(pool) = subject.strip_suffix(" members") {
            return self.members(&id(pool));
        }
        if let Some(all) = subject.strip_suffix(" together") {
            return listed(all).all(|one| self.subject(one));
        }
        if let Some((least, list)) = subject.split_once(" of ") {
            return listed(list).filter(|one| self.subject(one)).count() >= least.parse().unwrap();
        }
        if subject.contains('/') { !(self.failed)(subject) } else { self.part(&id(subject)) }
    }

    fn condition(&self, condition: &str) -> bool {
        match condition.strip_suffix(" works") {
            Some(subject) => self.subject(subject),
            None => !self.subject(condition.strip_suffix(" is down").unwrap_or_else(|| panic!("{condition}"))),
        }
    }
}

/// The names of `a, b and c`.
fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ").flat_map(|names| names.split(" and "))
}

/// The unavailability a step's name stands for, over all combinations of failures; `None` where a name is shortened
/// or has conditions inside a list.
#[allow(dead_code)]
pub fn brute(topology: &Topology, events: &BTreeMap<String, f64>, name: &str) -> Option<f64> {
    let (subject, conditions) = name.split_once(" if ").unwrap_or((name, ""));
    if name.contains(" more") || name.matches(" if ").count() > 1 || (conditions.contains(", ")) {
        return None;
    }
    let conditions: Vec<&str> = conditions.split(" and ").filter(|c| !c.is_empty()).collect();
    let names: Vec<&String> = events.keys().collect();
    let (mut down, mut all) = (0.0, 0.0);
    for combination in 0_u32..1 << names.len() {
        let is_on = |i: usize| combination >> i & 1 == 1;
        let failed = |name: &str| names.iter().position(|n| *n == name).is_some_and(is_on);
        let world = World { topology, failed: &failed };
        if conditions.iter().all(|condition| world.condition(condition)) {
            let p: f64 =
                names.iter().enumerate().map(|(i, n)| if is_on(i) { events[*n] } else { 1.0 - events[*n] }).product();
            all += p;
            down += if world.subject(subject) { 0.0 } else { p };
        }
    }
    Some(down / all)
}

/// One combination of failures.
#[allow(dead_code)]
pub struct Combination {
    /// Bit i: the i-th failure (by name) is on.
    pub failed: u32,
    pub probability: f64,
    /// Whether the clients are down.
    pub down: bool,
}

/// All combinations, in the order of their bits.
#[allow(dead_code)]
pub fn combinations(topology: &Topology, events: &BTreeMap<String, f64>) -> Vec<Combination> {
    let places: BTreeMap<&str, usize> = events.keys().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let one = |failed: u32| {
        let is_on = |i: usize| failed >> i & 1 == 1;
        let named = |name: &str| places.get(name).is_some_and(|i| is_on(*i));
        let world = World { topology, failed: &named };
        let shares = events.values().enumerate().map(|(i, q)| if is_on(i) { *q } else { 1.0 - q });
        Combination { failed, probability: shares.product(), down: !world.subject("clients") }
    };
    (0..1 << events.len()).map(one).collect()
}

/// Unavailabilities of all failures, worked out from the document here once more.
pub fn failures(topology: &Topology) -> BTreeMap<String, f64> {
    let mut failures = BTreeMap::new();
    for c in &topology.components {
        let beta: f64 = topology.pools_of(&c.id).map(|p| p.common_cause.get()).sum();
        failures.insert(c.id.to_string(), (1.0 - beta) * c.reliability.unavailability());
    }
    for d in &topology.domains {
        failures.insert(d.id.to_string(), d.reliability.unavailability());
    }
    for p in &topology.pools {
        let members = topology.components.iter().filter(|c| p.members.contains(&c.id));
        let worst = members.map(|c| c.reliability.unavailability()).fold(0.0, f64::max);
        failures.insert(format!("{}/common-cause", p.id), p.common_cause.get() * worst);
    }
    failures.retain(|_, q| *q > 0.0);
    failures
}
