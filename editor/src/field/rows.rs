//! What the inspector shows for a target: its fields with their present texts. Only the fields the engine uses.

use nines_engine::ids::Id;
use nines_engine::topology::{Clients, Component, Domain, Kind, Part, Pool, Reliability, Required, Topology};
use nines_engine::units::{Duration, Probability};

use super::Field;
use crate::catalogue;
use crate::change::needs_of;
use crate::target::Target;

/// A field of the inspector.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// Which.
    pub field: Field,
    /// Its name for people.
    pub label: &'static str,
    /// What it holds now, as it would be typed.
    pub text: String,
    /// What is assumed while it is empty, or an example.
    pub placeholder: String,
    /// What it means, and in which unit.
    pub help: &'static str,
    /// The values there are, with their labels; empty when any text may be typed.
    pub choices: Vec<(String, String)>,
}

/// The fields of a target, or of the document when there is none. Empty for what does not exist.
pub fn inspector(topology: &Topology, of: Option<&Target>) -> Vec<FieldRow> {
    match of {
        None => document(topology),
        Some(Target::Part(id)) if *id == Id::clients() => clients(&topology.clients),
        Some(Target::Part(id)) => match topology.get(id) {
            Some(Part::Component(c)) => component(c),
            Some(Part::Pool(p)) => pool(p),
            Some(Part::Domain(d)) => domain(d),
            None => Vec::new(),
        },
        Some(Target::Need { from, to }) => {
            let need = needs_of(topology, from).iter().find(|n| n.to == *to);
            need.map(|n| soft(n.soft)).into_iter().collect()
        }
        Some(Target::Cable { between }) => {
            let cable = topology.cables.iter().find(|c| c.between == *between);
            cable.map_or_else(Vec::new, |c| reliability(&c.reliability))
        }
    }
}

fn row(field: Field, label: &'static str, text: String, placeholder: &str, help: &'static str) -> FieldRow {
    FieldRow { field, label, text, placeholder: placeholder.to_string(), help, choices: Vec::new() }
}

fn choice(mut row: FieldRow, choices: &[(&str, &str)]) -> FieldRow {
    row.choices = choices.iter().map(|(value, label)| (value.to_string(), label.to_string())).collect();
    row
}

fn document(topology: &Topology) -> Vec<FieldRow> {
    let slo = topology.slo.as_ref();
    let promised = slo.map_or_else(String::new, |s| percent_text(s.availability));
    let window = slo.and_then(|s| s.window).map_or_else(String::new, |w| w.to_string());
    vec![
        row(Field::Title, "Title", topology.title.clone(), "Untitled", "What people call the system."),
        row(Field::SloAvailability, "Promised availability", promised, "99.9 %", "The share of time it should work."),
        row(Field::SloWindow, "Measured over", window, "30d", "The time the promise is about: 30d, 90d, 1y."),
        row(Field::Notes, "Notes", topology.notes.clone(), "", "Anything worth remembering."),
    ]
}

fn clients(clients: &Clients) -> Vec<FieldRow> {
    let help = "Requests a second. Pools that require \"demand\" count with it.";
    vec![row(Field::ClientsRps, "Requests a second", number_text(clients.rps), "100", help)]
}

fn component(component: &Component) -> Vec<FieldRow> {
    let mut rows = vec![name(&component.id), kind(&component.kind, &Kind::COMPONENTS)];
    rows.extend(reliability(&component.reliability));
    rows.push(row(Field::Cost, "Cost", number_text(component.cost), "0", "Cost units; the system's cost is the sum."));
    let help = "Requests a second it can serve. Pools that require \"demand\" count with it.";
    rows.push(row(Field::CapacityRps, "Capacity", number_text(component.capacity_rps), "60", help));
    rows
}

fn pool(pool: &Pool) -> Vec<FieldRow> {
    let required = match pool.required {
        Required::Count(count) => count.to_string(),
        Required::Demand => "demand".to_string(),
    };
    let beta = if pool.common_cause.get() > 0.0 { percent_text(pool.common_cause) } else { String::new() };
    let required_help =
        "How many members must work: a number, or \"demand\" for as many as the clients' requests ask for.";
    let beta_help = "The share of each member's failures that hits all members at once.";
    vec![
        name(&pool.id),
        row(Field::Required, "Required", required, "1", required_help),
        row(Field::CommonCause, "Common cause", beta, "0 %", beta_help),
    ]
}

fn domain(domain: &Domain) -> Vec<FieldRow> {
    let mut rows = vec![name(&domain.id), kind(&domain.kind, &Kind::DOMAINS)];
    rows.extend(reliability(&domain.reliability));
    rows
}

fn name(id: &Id) -> FieldRow {
    row(Field::Name, "Name", id.to_string(), "", "1 to 64 characters, different from every other part's.")
}

fn kind(kind: &Kind, known: &[&str]) -> FieldRow {
    let mut choices: Vec<(&str, &str)> = known.iter().map(|word| (*word, catalogue::label(word))).collect();
    if !known.contains(&kind.as_str()) {
        choices.push((kind.as_str(), kind.as_str()));
    }
    let help = "What sort of thing it is. Decides the picture, not the numbers.";
    choice(row(Field::Kind, "Kind", kind.as_str().to_string(), "", help), &choices)
}

fn soft(soft: bool) -> FieldRow {
    let text = if soft { "soft" } else { "hard" };
    let help = "Hard: no work without it. Soft: work goes on, degraded.";
    choice(row(Field::Soft, "Need", text.to_string(), "", help), &[("hard", "Hard"), ("soft", "Soft")])
}

fn reliability(reliability: &Reliability) -> Vec<FieldRow> {
    let (mode, mttr) = match reliability {
        Reliability::Never => ("never", None),
        Reliability::Times { mttr, .. } => ("times", *mttr),
        Reliability::Availability { mttr, .. } => ("availability", *mttr),
        Reliability::Unavailability { mttr, .. } => ("unavailability", *mttr),
    };
    let modes = [
        ("never", "Never fails by itself"),
        ("times", "Mean times"),
        ("availability", "Availability"),
        ("unavailability", "Unavailability"),
    ];
    let mode_help = "How its failures are given.";
    let mut rows = vec![choice(row(Field::Mode, "Fails", mode.to_string(), "", mode_help), &modes)];
    match reliability {
        Reliability::Never => return rows,
        Reliability::Times { mttf, .. } => {
            let help = "Mean time from repaired to the next failure: 1000h, 90d, 20y.";
            rows.push(row(Field::Mttf, "Mean time to failure", mttf.to_string(), "1000h", help));
        }
        Reliability::Availability { availability, .. } => {
            let help = "The long-run share of time it works.";
            rows.push(row(Field::Availability, "Availability", percent_text(*availability), "99.9 %", help));
        }
        Reliability::Unavailability { unavailability, .. } => {
            let help = "The long-run share of time it does not work; keeps its digits at nine nines.";
            rows.push(row(Field::Unavailability, "Unavailability", unavailability.get().to_string(), "1e-9", help));
        }
    }
    let mttr = mttr.map_or_else(String::new, |d: Duration| d.to_string());
    rows.push(row(Field::Mttr, "Mean time to repair", mttr, "1h", "Mean time from failed to repaired: 30m, 1h, 4h."));
    rows
}

fn number_text(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// A share as per cent, with exactly the digits it has: 0.9995 is `99.95 %`. Moving the point in the text keeps
/// rounding errors out.
pub(super) fn percent_text(share: Probability) -> String {
    let text = format!("{}", share.get());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let padded = format!("{fraction:0<2}");
    let (moved, rest) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{whole} %") } else { format!("{whole}.{rest} %") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(share: f64, expected: &str) {
        let text = percent_text(Probability::new(share).unwrap());
        assert_eq!(text, expected);
        assert_eq!(super::super::parse::share(&text, "").unwrap().get(), share);
    }

    #[test]
    fn shares_keep_their_digits_as_per_cent() {
        check(0.999, "99.9 %");
        check(0.99999, "99.999 %");
        check(0.5, "50 %");
        check(1.0, "100 %");
        check(0.0, "0 %");
        check(0.05, "5 %");
        check(0.001, "0.1 %");
        check(0.999_999_999, "99.9999999 %");
    }
}
