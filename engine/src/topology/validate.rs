//! Everything about a topology that only the whole shows, all at once: names of nothing, names given twice,
//! circles, pools that can never work. The shape of single fields is the reader's matter.

use super::capacity::{Capacities, NoCount};
use super::graph::{NeedsOrder, needs_order};
use super::model::{Limits, Need, Part, PartRef, Pool, Required, Topology};
use super::names::names_of_events;
use super::wiring::Groups;
use crate::diag::{Diagnostic, Severity, codes, nearest};
use crate::ids::{CLIENTS, Id};
use crate::order::{Map, Set};

/// Checks a whole topology. Findings come in the order of the document; an error among them means that there is no
/// answer until it is repaired.
pub fn validate(topology: &Topology) -> Vec<Diagnostic> {
    let mut capacities = Capacities::of(topology);
    let required = capacities.required_counts();
    let mut check = Check { topology, index: topology.index(), required, capacities, out: Vec::new() };
    check.sizes();
    check.unique_ids();
    check.out.extend(names_of_events(topology));
    check.needs_of("clients", CLIENTS, &topology.clients.needs);
    if topology.clients.needs.iter().all(|need| need.soft) {
        let finding = Diagnostic::warning(codes::NO_NEEDS, "the clients need nothing, so nothing takes them down");
        check.out.push(finding.at("clients.needs", "").hint("connect the clients to the first part they use"));
    }
    for (i, domain) in topology.domains.iter().enumerate() {
        check.domains_of(&format!("domains[{i}]"), &domain.id, &domain.domains);
    }
    for (i, component) in topology.components.iter().enumerate() {
        let path = format!("components[{i}]");
        check.domains_of(&path, &component.id, &component.domains);
        check.needs_of(&path, component.id.as_str(), &component.needs);
    }
    for (i, pool) in topology.pools.iter().enumerate() {
        check.pool(i, pool);
    }
    check.cables();
    check.needs_have_cables();
    check.layout();
    check.circles();
    check.out
}

struct Check<'a> {
    topology: &'a Topology,
    index: Map<Id, PartRef>,
    /// How many members each pool requires.
    required: Vec<Result<u32, NoCount>>,
    capacities: Capacities<'a>,
    out: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn sizes(&mut self) {
        let t = self.topology;
        let sizes = [
            ("components", t.components.len(), Limits::COMPONENTS),
            ("pools", t.pools.len(), Limits::POOLS),
            ("domains", t.domains.len(), Limits::DOMAINS),
            ("cables", t.cables.len(), Limits::CABLES),
            ("needs", t.needs_count(), Limits::NEEDS),
        ];
        for (what, len, limit) in sizes {
            if len > limit {
                let message = format!("there are {len} {what}, and the limit is {limit}");
                self.out
                    .push(Diagnostic::error(codes::TOO_LARGE, message).hint("split the system into several documents"));
            }
        }
    }

    fn unique_ids(&mut self) {
        let t = self.topology;
        let mut seen = Set::new();
        let domains = t.domains.iter().enumerate().map(|(i, d)| (format!("domains[{i}]"), &d.id));
        let components = t.components.iter().enumerate().map(|(i, c)| (format!("components[{i}]"), &c.id));
        let pools = t.pools.iter().enumerate().map(|(i, p)| (format!("pools[{i}]"), &p.id));
        for (path, id) in domains.chain(components).chain(pools) {
            if !seen.insert(id.clone()) {
                let message = format!("another part is called \"{id}\" too");
                let finding = Diagnostic::error(codes::DUPLICATE_ID, message).at(format!("{path}.id"), id);
                self.out.push(finding.hint("give every component, pool and domain a name of its own"));
            }
        }
    }

    fn needs_of(&mut self, path: &str, subject: &str, needs: &[Need]) {
        let mut seen = Set::new();
        for (i, need) in needs.iter().enumerate() {
            let place = format!("{path}.needs[{i}]");
            self.worker(&place, subject, &need.to, "component or pool");
            self.listed_once(&mut seen, &need.to, &place, subject, Severity::Warning);
        }
    }

    fn pool(&mut self, i: usize, pool: &'a Pool) {
        let path = format!("pools[{i}]");
        let mut seen = Set::new();
        for (m, member) in pool.members.iter().enumerate() {
            let place = format!("{path}.members[{m}]");
            self.worker(&place, pool.id.as_str(), member, "component or pool");
            self.listed_once(&mut seen, member, &place, pool.id.as_str(), Severity::Error);
        }
        self.needs_of(&path, pool.id.as_str(), &pool.needs);
        self.required(&path, i, pool);
        self.common_cause(&path, pool);
        self.recovery(&path, i, pool);
    }

    fn required(&mut self, path: &str, i: usize, pool: &'a Pool) {
        let place = format!("{path}.required");
        match self.required[i] {
            Err(why) => {
                let why = match why {
                    NoCount::NotGiven => "the clients' rps or a member's capacity_rps is not given",
                    NoCount::NoCapacity => "a member's capacity_rps is 0 and must be above 0",
                    NoCount::TooMany => {
                        "a member's capacity_rps is so small that more than 4294967295 would be required"
                    }
                };
                let message = format!("required is \"demand\", and {why}");
                let finding = Diagnostic::error(codes::DEMAND_UNKNOWN, message).at(place, &pool.id);
                self.out.push(finding.hint("give clients.rps and capacity_rps of every member, or write a number"));
            }
            Ok(count) if count as usize > pool.members.len() => {
                let why = if pool.required == Required::Demand { " for the clients' demand" } else { "" };
                let message = format!("{count} members must work{why}, and the pool has {}", pool.members.len());
                let finding = Diagnostic::warning(codes::NEVER_WORKS, message).at(place, &pool.id);
                self.out.push(finding.hint("the pool never works: add members or require fewer"));
            }
            Ok(_) if self.capacities.differ(pool) => {
                let message = "the members' capacities differ: each is counted as if it had the smallest of them";
                let finding = Diagnostic::note(codes::ASSUMED, message).at(place, &pool.id);
                self.out.push(finding.hint("to count them otherwise, write how many members must work"));
            }
            Ok(_) => {}
        }
    }

    /// What is said about recovery and has no effect, or contradicts itself.
    fn recovery(&mut self, path: &str, i: usize, pool: &Pool) {
        let recovery = &pool.recovery;
        let required = self.required[i].unwrap_or(0) as usize;
        let mut no_effect = |field: &str, message: &str, hint: &str| {
            let finding = Diagnostic::warning(codes::NO_EFFECT, message).at(format!("{path}.{field}"), &pool.id);
            self.out.push(finding.hint(hint));
        };
        if recovery.standby.is_some() && required >= pool.members.len() && required > 0 {
            no_effect("standby", "all members are required, so none is a spare", "add members or require fewer");
        }
        if pool.coverage() < 1.0 && pool.manual_hours() <= 0.0 {
            let message = "an uncovered failure lasts no time, so coverage has no effect";
            no_effect("coverage", message, "write how long a person needs: \"manual\": \"1h\"");
        }
        if recovery.standby.is_some() && (recovery.coverage.is_some() || recovery.manual.is_some()) {
            let message = "coverage and manual are said of the pool and it has a standby, which has its own";
            let finding = Diagnostic::error(codes::CONFLICT, message).at(format!("{path}.standby"), &pool.id);
            self.out.push(finding.hint("move them into the standby"));
        }
    }

    fn common_cause(&mut self, path: &str, pool: &Pool) {
        if pool.common_cause.get() <= 0.0 {
            return;
        }
        let place = format!("{path}.common_cause");
        let members: Vec<&Id> = pool.members.iter().collect();
        let components: Vec<_> = members
            .iter()
            .filter_map(|id| match self.topology.part(*self.index.get(*id)?) {
                Part::Component(c) => Some(c),
                _ => None,
            })
            .collect();
        if components.len() < members.len() {
            let message =
                "the common cause takes its share of the members that are components, not of pools in the pool";
            self.out.push(Diagnostic::warning(codes::COMMON_CAUSE, message).at(place.clone(), &pool.id));
        }
        let shares: Vec<f64> = components.iter().map(|c| c.reliability.unavailability()).collect();
        let (least, most) = shares.iter().fold((1.0_f64, 0.0_f64), |(lo, hi), q| (lo.min(*q), hi.max(*q)));
        if !shares.is_empty() && most - least > 1e-12 * most {
            let message = "the members fail differently: the common cause takes its share of the worst of them";
            self.out.push(Diagnostic::note(codes::COMMON_CAUSE, message).at(place.clone(), &pool.id));
        }
        for component in components {
            let total: f64 = self.topology.pools_of(&component.id).map(|p| p.common_cause.get()).sum();
            if total > 1.0 {
                let message =
                    format!("the common causes of the pools \"{}\" is in add up to more than 1", component.id);
                let finding = Diagnostic::error(codes::OUT_OF_RANGE, message).at(place.clone(), &pool.id);
                self.out.push(finding.hint("lower the shares"));
            }
        }
    }

    fn cables(&mut self) {
        for (i, cable) in self.topology.cables.iter().enumerate() {
            for (end, id) in cable.between.iter().enumerate() {
                if id.as_str() == CLIENTS {
                    continue;
                }
                self.worker(&format!("cables[{i}].between[{end}]"), "", id, "component");
            }
        }
    }

    /// With cables, a need of what no cable leads to is never met.
    fn needs_have_cables(&mut self) {
        if self.topology.cables.is_empty() {
            return;
        }
        let groups = Groups::of(self.topology);
        let t = self.topology;
        let clients = (String::from("clients"), Id::clients(), &t.clients.needs);
        let components = t.components.iter().enumerate();
        let components = components.map(|(i, c)| (format!("components[{i}]"), c.id.clone(), &c.needs));
        let pools = t.pools.iter().enumerate().map(|(i, p)| (format!("pools[{i}]"), p.id.clone(), &p.needs));
        for (path, id, needs) in std::iter::once(clients).chain(components).chain(pools) {
            for (i, need) in needs.iter().enumerate() {
                if !self.index.contains_key(&need.to) || groups.may_reach(&id, &need.to) {
                    continue;
                }
                let message = format!("no cables lead from \"{id}\" to \"{}\", so the need is never met", need.to);
                let finding = Diagnostic::warning(codes::NO_CABLE, message).at(format!("{path}.needs[{i}]"), &id);
                self.out.push(finding.hint("connect both to the network, or take all cables out"));
            }
        }
    }

    fn domains_of(&mut self, path: &str, subject: &Id, domains: &[Id]) {
        let mut seen = Set::new();
        for (i, id) in domains.iter().enumerate() {
            let place = format!("{path}.in[{i}]");
            match self.index.get(id) {
                Some(PartRef::Domain(_)) => {}
                Some(_) => {
                    self.wrong_sort(&place, subject.as_str(), id, "is no domain", "name a zone, rack or other domain")
                }
                None => {
                    let known = self.topology.domains.iter().map(|d| d.id.as_str());
                    let near = nearest(id.as_str(), known).map(str::to_string);
                    self.unknown(&place, subject.as_str(), id, "domain", near);
                }
            }
            self.listed_once(&mut seen, id, &place, subject.as_str(), Severity::Warning);
        }
    }

    /// Something that does work must be there: a component or a pool.
    fn worker(&mut self, place: &str, subject: &str, id: &Id, what: &str) {
        match self.index.get(id) {
            Some(PartRef::Component(_) | PartRef::Pool(_)) => {}
            Some(PartRef::Domain(_)) => {
                self.wrong_sort(place, subject, id, "is a domain", "put the part in it with \"in\" instead");
            }
            None => {
                let known = self.index.iter().filter(|(_, part)| !matches!(part, PartRef::Domain(_)));
                let near = nearest(id.as_str(), known.map(|(id, _)| id.as_str())).map(str::to_string);
                self.unknown(place, subject, id, what, near);
            }
        }
    }

    fn unknown(&mut self, place: &str, subject: &str, id: &Id, what: &str, near: Option<String>) {
        let hint = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("add a {what} with this name, or take the name out"),
        };
        let finding = Diagnostic::error(codes::UNKNOWN_NAME, format!("no {what} is called \"{id}\""));
        self.out.push(finding.at(place, subject).hint(hint));
    }

    fn wrong_sort(&mut self, place: &str, subject: &str, id: &Id, is: &str, hint: &str) {
        let finding = Diagnostic::error(codes::WRONG_SORT, format!("\"{id}\" {is}"));
        self.out.push(finding.at(place, subject).hint(hint));
    }

    /// A member counted twice changes the answer; a need or a domain said twice does not.
    fn listed_once(&mut self, seen: &mut Set<Id>, id: &Id, place: &str, subject: &str, severity: Severity) {
        if !seen.insert(id.clone()) {
            let finding = Diagnostic::new(codes::LISTED_TWICE, severity, format!("\"{id}\" is listed twice"));
            self.out.push(finding.at(place, subject).hint("keep it once"));
        }
    }

    fn layout(&mut self) {
        for id in self.topology.layout.keys() {
            if id.as_str() != CLIENTS && !self.index.contains_key(id) {
                let finding = Diagnostic::warning(codes::STRAY_LAYOUT, format!("no part is called \"{id}\""));
                self.out.push(finding.at(format!("layout.{id}"), id).hint("the place is kept and has no effect"));
            }
        }
    }

    fn circles(&mut self) {
        let NeedsOrder::Circles(circles) = needs_order(self.topology) else { return };
        for circle in circles {
            let mut names: Vec<&str> = circle.iter().map(Id::as_str).collect();
            names.push(names[0]);
            let finding =
                Diagnostic::error(codes::CIRCLE, format!("these depend on each other: {}", names.join(" → ")));
            self.out.push(finding.at("", &circle[0]).hint("take one of the arrows out"));
        }
    }
}
