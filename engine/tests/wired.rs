//! Generated documents with cables: the answer against every combination of failures, tried on the document with a search
//! along its cables. Shares nothing with the frontier method, the structure or the diagram. Published networks are in
//! `cables.rs`.

mod generate;

use generate::Dice;
use nines_engine::availability::{AnalyzeOptions, CutSet, Method, analyze};
use nines_engine::format::read;
use nines_engine::ids::Id;
use nines_engine::sim::random::Stream;
use nines_engine::topology::{Component, Need, Part, Topology};

impl Dice {
    /// How a part fails, as fields of the document: not at all one time in `rarity`.
    fn fails(&mut self, rarity: usize) -> String {
        let q = ["0.5", "0.1", "0.01", "1e-6"][self.below(4)];
        if self.one_in(rarity) { String::new() } else { format!(r#", "unavailability": {q}"#) }
    }
}

/// Two or three switches, three servers in a chain of needs, a pool of two more, a zone, and cables from everything to some
/// switch, some of them doubled or direct.
fn wired(seed: u64) -> Topology {
    let mut dice = Dice(Stream::new(seed, 0, 5));
    let switches = 2 + dice.below(2);
    let mut components: Vec<String> = Vec::new();
    let mut cables: Vec<String> = Vec::new();
    let cable = |dice: &mut Dice, a: &str, b: &str| format!(r#"{{ "between": ["{a}", "{b}"]{} }}"#, dice.fails(2));
    let zone = |dice: &mut Dice| if dice.one_in(3) { r#", "in": ["zone"]"# } else { "" };
    for i in 0..switches {
        let kind = ["switch", "router"][dice.below(2)];
        components.push(format!(r#"{{ "id": "s{i}", "kind": "{kind}"{}{} }}"#, dice.fails(3), zone(&mut dice)));
        cables.push(cable(&mut dice, &format!("s{i}"), &format!("s{}", (i + 1) % switches)));
    }
    // Each needs the next, the pool, or both.
    for (i, needs) in [["b", "p"], ["c", "p"], ["p", "p"], ["", ""], ["", ""]].into_iter().enumerate() {
        let name = ["a", "b", "c", "x", "y"][i];
        let soft = dice.one_in(4);
        let mut needs: Vec<&str> = needs.into_iter().filter(|need| !need.is_empty() && !dice.one_in(3)).collect();
        needs.dedup();
        let needs: Vec<String> = needs.iter().map(|to| format!(r#"{{ "to": "{to}", "soft": {soft} }}"#)).collect();
        let (fails, zone) = (dice.fails(4), zone(&mut dice));
        components
            .push(format!(r#"{{ "id": "{name}", "kind": "server"{fails}{zone}, "needs": [{}] }}"#, needs.join(", ")));
        for _ in 0..1 + dice.below(4) / 3 {
            let switch = format!("s{}", dice.below(switches));
            cables.push(cable(&mut dice, name, &switch));
        }
    }
    if dice.one_in(3) {
        cables.push(cable(&mut dice, "a", "b"));
    }
    cables.push(cable(&mut dice, "clients", "s0"));
    let (required, zone) = (1 + dice.below(2), dice.fails(2));
    let text = format!(
        r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["a"] }},
            "domains": [ {{ "id": "zone"{zone} }} ], "components": [{}],
            "pools": [ {{ "id": "p", "members": ["x", "y"], "required": {required} }} ], "cables": [{}] }}"#,
        components.join(", "),
        cables.join(", ")
    );
    let read = read(&text);
    read.topology.unwrap_or_else(|| panic!("seed {seed}: {:?}", read.diagnostics))
}

/// The document while some of it is down: components and domains by name, cables by place.
struct World<'a> {
    topology: &'a Topology,
    is_down: &'a dyn Fn(Event) -> bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Event<'a> {
    Part(&'a str),
    Cable(usize),
}

impl World<'_> {
    fn is_up(&self, component: &Component) -> bool {
        let down = |id: &Id| (self.is_down)(Event::Part(id.as_str()));
        !down(&component.id) && !component.domains.iter().any(down)
    }

    /// Whether `user` can use what it needs: it is up, there is a way to it, and it can use what it needs itself.
    fn has(&self, user: &Id, need: &Need) -> bool {
        need.soft || self.reaches_working(user, &need.to)
    }

    fn reaches_working(&self, user: &Id, to: &Id) -> bool {
        match self.topology.get(to).unwrap() {
            Part::Component(c) => {
                self.is_up(c) && self.joined(user, to) && c.needs.iter().all(|need| self.has(&c.id, need))
            }
            Part::Pool(pool) => {
                let working = pool.members.iter().filter(|member| self.reaches_working(user, member)).count();
                working >= self.topology.required_count(pool).unwrap() as usize
            }
            Part::Domain(_) => panic!("{to} is a domain"),
        }
    }

    fn joined(&self, from: &Id, to: &Id) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while next < reached.len() {
            let at = reached[next];
            next += 1;
            if at == to {
                return true;
            }
            let passes = |id: &Id| match self.topology.get(id) {
                Some(Part::Component(c)) => ["switch", "router"].contains(&c.kind.as_str()) && self.is_up(c),
                _ => false,
            };
            if at != from && !passes(at) {
                continue;
            }
            for (place, cable) in self.topology.cables.iter().enumerate() {
                if (self.is_down)(Event::Cable(place)) {
                    continue;
                }
                let [a, b] = &cable.between;
                let ends = [(a, b), (b, a)].into_iter().filter(|(end, _)| *end == at).map(|(_, other)| other);
                ends.for_each(|other| {
                    if !reached.contains(&other) {
                        reached.push(other)
                    }
                });
            }
        }
        false
    }
}

fn brute(topology: &Topology) -> f64 {
    let components = topology.components.iter().map(|c| (Event::Part(c.id.as_str()), c.reliability));
    let domains = topology.domains.iter().map(|d| (Event::Part(d.id.as_str()), d.reliability));
    let cables = topology.cables.iter().enumerate().map(|(i, c)| (Event::Cable(i), c.reliability));
    let all = components.chain(domains).chain(cables).map(|(event, reliability)| (event, reliability.unavailability()));
    let events: Vec<(Event, f64)> = all.filter(|(_, q)| *q > 0.0).collect();
    let mut down = 0.0;
    for combination in 0_u32..1 << events.len() {
        let is_on = |i: usize| combination >> i & 1 == 1;
        let is_down = |event: Event| events.iter().position(|(e, _)| *e == event).is_some_and(is_on);
        let world = World { topology, is_down: &is_down };
        if !topology.clients.needs.iter().all(|need| world.has(&Id::clients(), need)) {
            let chances = events.iter().enumerate().map(|(i, (_, q))| if is_on(i) { *q } else { 1.0 - q });
            down += chances.product::<f64>();
        }
    }
    down
}

#[test]
fn generated_networks_equal_every_combination() {
    let (mut tried, mut around, mut pooled) = (0, 0, 0);
    for seed in 0..400 {
        let topology = wired(seed);
        let parts =
            topology.components.iter().map(|c| c.reliability).chain(topology.cables.iter().map(|c| c.reliability));
        if parts.filter(|reliability| reliability.unavailability() > 0.0).count() > 12 {
            continue;
        }
        let exact = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        assert_eq!(exact.method, Method::Exact, "seed {seed}");
        let expected = brute(&topology);
        let error = (exact.unavailability - expected).abs() / expected.max(1e-300);
        assert!(error < 1e-12, "seed {seed}: {} and {expected}", exact.unavailability);
        tried += 1;
        // Two ways that must both be cut.
        let is_way = |cut: &CutSet| cut.members.len() > 1 && cut.members.iter().any(|name| name.contains(" – "));
        around += usize::from(exact.cut_sets.iter().any(is_way));
        pooled += usize::from(exact.cut_sets.iter().any(|cut| cut.members.contains(&"x".to_string())));
    }
    // The generator must not have become tame.
    assert!(tried > 200 && around > 100 && pooled > 50, "{tried} {around} {pooled}");
}
