//! The kinds of parts that can be placed, with the numbers a new one starts with. Round numbers, so that answers can
//! be checked by hand; where a number has a source it is named beside it.

use nines_engine::topology::{Kind, Reliability};
use nines_engine::units::{Duration, Probability};

/// A kind of the palette.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The word of the document.
    pub kind: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What it is, in one sentence.
    pub hint: &'static str,
    /// Whether it is a domain: something that takes several parts down together.
    pub is_domain: bool,
    /// The word new ids are made of: `db` becomes `db-1`, `db-2`…
    stem: &'static str,
    reliability: Start,
    cost: Option<f64>,
}

/// How a new part fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Start {
    Never,
    /// Mean time to failure and to repair, in hours.
    Hours(f64, f64),
    /// The share of time it works.
    Share(f64),
}

const fn part(
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    stem: &'static str,
    reliability: Start,
    cost: f64,
) -> Entry {
    Entry { kind, label, hint, is_domain: false, stem, reliability, cost: Some(cost) }
}

const fn domain(kind: &'static str, label: &'static str, hint: &'static str, reliability: Start) -> Entry {
    Entry { kind, label, hint, is_domain: true, stem: kind, reliability, cost: None }
}

/// Hours in a year.
const YEAR: f64 = 8760.0;

/// Everything that can be placed, in the order of the palette.
pub const PALETTE: &[Entry] = &[
    Entry {
        kind: "clients",
        label: "Clients",
        hint: "Those the system is for. There is exactly one.",
        is_domain: false,
        stem: "clients",
        reliability: Start::Never,
        cost: None,
    },
    part("load_balancer", "Load balancer", "Spreads requests over a pool.", "lb", Start::Hours(YEAR, 1.0), 1.0),
    part("server", "Server", "Runs the application.", "server", Start::Hours(1000.0, 1.0), 1.0),
    part("database", "Database", "Keeps the data.", "db", Start::Hours(2000.0, 4.0), 4.0),
    part("cache", "Cache", "Answers what was asked before.", "cache", Start::Share(0.999), 0.5),
    part("queue", "Queue", "Holds work until someone takes it.", "queue", Start::Share(0.999), 0.5),
    Entry {
        kind: "third_party",
        label: "Third-party API",
        hint: "Somebody else's service, such as a payment provider.",
        is_domain: false,
        stem: "api",
        reliability: Start::Share(0.999),
        cost: None,
    },
    part("dns", "DNS", "Turns a name into an address.", "dns", Start::Share(0.999_99), 0.2),
    part("cdn", "CDN", "Serves copies near the clients.", "cdn", Start::Share(0.9999), 0.5),
    part("object_store", "Object store", "Keeps files and backups.", "store", Start::Share(0.999), 0.3),
    part("switch", "Switch", "Joins cables.", "switch", Start::Hours(20.0 * YEAR, 4.0), 0.5),
    domain("zone", "Zone", "A data centre that fails as a whole.", Start::Hours(YEAR, 2.0)),
    domain("region", "Region", "Several zones that can fail together.", Start::Hours(3.0 * YEAR, 4.0)),
    // About 20 rack failures in a new cluster's first year, 1 to 6 hours each (Jeff Dean, "The Joys of Real Hardware",
    // slide 4 of his Stanford 295 talk); that a cluster has some 40 racks is a guess: one failure in two years.
    domain("rack", "Rack", "Machines that share power and a switch.", Start::Hours(2.0 * YEAR, 3.0)),
    domain("domain", "Other domain", "Anything that takes several parts down together.", Start::Never),
];

/// The entry of a kind.
pub fn entry(kind: &Kind) -> Option<&'static Entry> {
    PALETTE.iter().find(|e| e.kind == kind.as_str())
}

/// The name of a kind for people; a word this version does not know stands for itself.
pub fn label(kind: &str) -> &str {
    match kind {
        "component" => "Component",
        "router" => "Router",
        "monitor" => "Monitor",
        "pool" => "Pool",
        _ => PALETTE.iter().find(|e| e.kind == kind).map_or(kind, |e| e.label),
    }
}

impl Entry {
    /// How a new part of the kind fails.
    pub fn reliability(&self) -> Reliability {
        match self.reliability {
            Start::Never => Reliability::Never,
            Start::Hours(mttf, mttr) => {
                Reliability::Times { mttf: Duration::hours_of(mttf), mttr: Some(Duration::hours_of(mttr)) }
            }
            Start::Share(share) => {
                let availability = Probability::new(share).expect("the catalogue's shares are from 0 to 1");
                Reliability::Availability { availability, mttr: None }
            }
        }
    }

    /// What a new part of the kind costs, in cost units.
    pub fn cost(&self) -> Option<f64> {
        self.cost
    }

    /// The word new ids are made of.
    pub fn stem(&self) -> &'static str {
        self.stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: &str, minutes_down_a_year: f64) {
        let entry = entry(&Kind::new(kind)).unwrap();
        let minutes = entry.reliability().unavailability() * 525_600.0;
        assert!((minutes - minutes_down_a_year).abs() < 0.5, "{kind}: {minutes}");
    }

    #[test]
    fn new_parts_have_the_teaching_numbers() {
        check("server", 525.0);
        check("database", 1049.0);
        check("load_balancer", 60.0);
        check("zone", 120.0);
        check("region", 80.0);
        check("third_party", 525.6);
        check("cdn", 52.6);
        check("dns", 5.3);
        check("domain", 0.0);
    }

    #[test]
    fn every_kind_of_the_palette_is_one_the_engine_knows() {
        for entry in PALETTE.iter().filter(|e| e.kind != "clients") {
            let known = if entry.is_domain { &Kind::DOMAINS[..] } else { &Kind::COMPONENTS[..] };
            assert!(known.contains(&entry.kind), "{}", entry.kind);
        }
    }
}
