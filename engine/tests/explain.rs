//! Derivations: goldens of textbook systems, and on generated systems that they end in the exact answer, that every
//! step is what a brute-force reading of its name says, and that they can be followed.

mod generate;

use std::collections::{BTreeMap, BTreeSet};

use generate::{Shape, generated};
use nines_engine::availability::explain::{Derivation, STEPS_MAX, StepKind, explain};
use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::read;
use nines_engine::ids::Id;
use nines_engine::sim::random::Stream;
use nines_engine::topology::{Need, Part, Topology};

fn topology(needs: &str, parts: &str) -> Topology {
    let text = format!(r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": {needs} }}, {parts} }}"#);
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics))
}

/// What holds for every derivation: it ends in the exact answer, refers to earlier steps only, points at parts, says
/// everything in words, and keeps its limits.
#[track_caller]
fn explained(topology: &Topology, what: &str) -> Derivation {
    let derivation = explain(topology).unwrap_or_else(|e| panic!("{what}: {e:?}"));
    let text = derivation.text();
    let exact = analyze(topology, &AnalyzeOptions { cut_sets_max: 1, ..AnalyzeOptions::standard() }).unwrap();
    let error = (derivation.unavailability - exact.unavailability).abs();
    assert!(error <= 1e-12 * exact.unavailability, "{what}: not {}\n{text}", exact.unavailability);
    assert!((1..=STEPS_MAX).contains(&derivation.steps.len()), "{what}");
    assert_eq!(derivation.complete, derivation.steps.iter().all(|s| s.kind != StepKind::Diagram), "{what}");
    let index = topology.index();
    let mut names = BTreeSet::new();
    let mut used = BTreeSet::from([derivation.steps.len() - 1]);
    for (i, step) in derivation.steps.iter().enumerate() {
        assert!(step.uses.iter().all(|earlier| *earlier < i), "{what}: step {}\n{text}", i + 1);
        used.extend(step.uses.iter().copied());
        let known = |id: &Id| *id == Id::clients() || index.contains_key(id);
        assert!(!step.parts.is_empty() && step.parts.iter().all(known), "{what}: {:?}", step.parts);
        assert!(names.insert(step.name.clone()), "{what}: {} is computed twice\n{text}", step.name);
        assert!(step.words.ends_with('.') && step.title.starts_with(&step.name), "{what}: {step:?}");
        let left = format!("U({}) = ", step.name);
        assert!(step.formula.starts_with(&left) && step.numbers.starts_with(&left), "{what}: {step:?}");
        assert!((step.availability + step.unavailability - 1.0).abs() < 1e-12, "{what}: {step:?}");
        let leaf = matches!(step.kind, StepKind::Event | StepKind::Certain | StepKind::Diagram);
        assert_eq!(leaf, step.uses.is_empty(), "{what}: {step:?}");
    }
    assert_eq!(used.len(), derivation.steps.len(), "{what}: a step that nothing uses\n{text}");
    assert!(derivation.steps.last().unwrap().parts.contains(&Id::clients()), "{what}");
    derivation
}

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
            return all.split(", ").all(|one| self.subject(one));
        }
        if let Some((least, list)) = subject.split_once(" of ") {
            return list.split(", ").filter(|one| self.subject(one)).count() >= least.parse().unwrap();
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

/// The unavailability a step's name stands for, over all combinations of failures; `None` where a name is shortened
/// or has conditions inside a list.
fn brute(topology: &Topology, events: &BTreeMap<String, f64>, name: &str) -> Option<f64> {
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

/// Unavailabilities of all failures, worked out from the document here once more.
fn failures(topology: &Topology) -> BTreeMap<String, f64> {
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

/// Checks every step against brute force; gives how many steps of each kind could be.
fn check_steps(topology: &Topology, derivation: &Derivation, what: &str, checked: &mut BTreeMap<String, usize>) {
    let events = failures(topology);
    for step in &derivation.steps {
        let Some(expected) = brute(topology, &events, &step.name) else {
            *checked.entry("skipped".to_string()).or_default() += 1;
            continue;
        };
        let error = (step.unavailability - expected).abs();
        assert!(error <= 1e-9 * expected, "{what}: {} is not {expected}\n{}", step.name, derivation.text());
        *checked.entry(format!("{:?}", step.kind)).or_default() += 1;
    }
}

/// Systems in which much is shared: pools over zones whose members need a few stores, and clients that need two.
fn entangled(seed: u64) -> Topology {
    let mut stream = Stream::new(seed, 0, 0);
    let mut below = |n: u64| stream.next_bits() % n;
    let zones = 1 + below(3);
    let mut parts = Vec::new();
    let domains: Vec<String> = (0..zones)
        .map(|i| {
            let within = if i > 0 && below(3) == 0 { r#", "in": ["z0"]"# } else { "" };
            format!(r#"{{ "id": "z{i}", "availability": 0.99{within} }}"#)
        })
        .collect();
    let stores = 1 + below(2);
    for i in 0..stores {
        let needs = if i > 0 && below(2) == 0 { r#", "needs": ["s0"]"# } else { "" };
        parts.push(format!(r#"{{ "id": "s{i}", "mttf": "{}h", "mttr": "2h"{needs} }}"#, 100 + below(900)));
    }
    let mut pools = Vec::new();
    for p in 0..1 + below(2) {
        let members: Vec<String> = (0..2 + below(2)).map(|m| format!("p{p}m{m}")).collect();
        for member in &members {
            let needs = if below(2) == 0 { format!(r#", "needs": ["s{}"]"#, below(stores)) } else { String::new() };
            let within = if below(4) > 0 { format!(r#", "in": ["z{}"]"#, below(zones)) } else { String::new() };
            parts
                .push(format!(r#"{{ "id": "{member}", "mttf": "{}h", "mttr": "1h"{needs}{within} }}"#, 50 << below(2)));
        }
        let required = 1 + below(members.len() as u64);
        let beta = if below(3) == 0 { 0.1 } else { 0.0 };
        let list = members.iter().map(|m| format!("{m:?}")).collect::<Vec<_>>().join(", ");
        pools.push(format!(
            r#"{{ "id": "p{p}", "members": [{list}], "required": {required}, "common_cause": {beta} }}"#
        ));
    }
    let mut needs: Vec<String> = (0..pools.len()).map(|p| format!(r#""p{p}""#)).collect();
    if pools.len() == 2 && below(2) == 0 {
        pools.push(r#"{ "id": "any", "members": ["p0", "p1"] }"#.to_string());
        needs = vec![r#""any""#.to_string()];
    }
    if below(2) == 0 {
        needs.push(r#""s0""#.to_string());
    }
    let list = |items: &[String]| items.join(", ");
    let text =
        format!(r#""domains": [{}], "components": [{}], "pools": [{}]"#, list(&domains), list(&parts), list(&pools));
    topology(&format!("[{}]", list(&needs)), &text)
}

#[test]
fn generated_systems_end_in_the_exact_answer() {
    let mut complete = 0;
    for shape in [Shape::Any, Shape::OftenDown] {
        for seed in 0..300 {
            complete += usize::from(explained(&generated(seed, shape), &format!("seed {seed}")).complete);
        }
    }
    assert!(complete >= 590, "only {complete} of 600 are spelled out");
}

#[test]
fn every_step_is_what_its_name_says() {
    let mut checked = BTreeMap::new();
    for seed in 0..60 {
        let topology = generated(seed, Shape::Any);
        if failures(&topology).len() <= 11 {
            check_steps(&topology, &explained(&topology, "any"), &format!("seed {seed}"), &mut checked);
        }
    }
    let mut complete = 0;
    for seed in 0..300 {
        let topology = entangled(seed);
        let derivation = explained(&topology, &format!("entangled {seed}"));
        complete += usize::from(derivation.complete);
        if failures(&topology).len() <= 11 {
            check_steps(&topology, &derivation, &format!("entangled {seed}"), &mut checked);
        }
    }
    println!("{complete} {checked:?}");
}

#[test]
fn show() {
    for seed in [3, 5, 8, 13, 21, 34] {
        println!("=={seed}\n{}", explain(&entangled(seed)).unwrap().text());
    }
}
