//! Setting a field from a typed text: the text is checked, then the document is changed. An empty text takes the
//! value away where the document can do without it.

use nines_engine::ids::Id;
use nines_engine::topology::edit::Edit;
use nines_engine::topology::{Cable, Kind, PartRef, Reliability, Required, Slo, Topology};
use nines_engine::units::{Duration, Probability, TimeUnit};

use super::{Field, parse};
use crate::change::{Draft, Plan, Refusal, link, rename};
use crate::target::Target;

/// The longest title, in characters.
const TITLE_LENGTH_MAX: usize = 200;
/// The longest notes, in bytes: a quarter of what a document may have.
const NOTES_BYTES_MAX: usize = 1 << 18;

/// The plan that sets a field.
///
/// # Errors
/// [`Refusal`] when the text is no value of the field, or the target has no such field.
pub fn set_field(topology: &Topology, of: Option<&Target>, field: Field, text: &str) -> Result<Plan, Refusal> {
    match (of, field) {
        (None, _) => document(topology, field, text),
        (Some(Target::Part(id)), Field::Name) => rename::rename(topology, id, text),
        (Some(Target::Part(id)), Field::Kind) => rename::set_kind(topology, id, &kind(topology, id, text)?),
        (Some(Target::Part(id)), _) if *id == Id::clients() => clients(topology, field, text),
        (Some(Target::Part(id)), _) => part(topology, id, field, text),
        (Some(Target::Need { from, to }), Field::Soft) => match text.trim() {
            "soft" => link::set_soft(topology, from, to, true),
            "hard" => link::set_soft(topology, from, to, false),
            _ => Err(Refusal::because("Choose soft or hard.")),
        },
        (Some(Target::Cable { between }), _) => cable(topology, between, field, text),
        (Some(Target::Need { .. }), _) => Err(no_such_field()),
    }
}

fn no_such_field() -> Refusal {
    Refusal::because("What is selected has no such field.")
}

fn done(draft: Draft, whose: &str, what: &str) -> Plan {
    Plan::new(draft, format!("Change {what} of {whose}"), String::new())
}

fn document(topology: &Topology, field: Field, text: &str) -> Result<Plan, Refusal> {
    let mut draft = Draft::of(topology);
    match field {
        Field::Title if text.chars().count() > TITLE_LENGTH_MAX => {
            return Err(Refusal::because(format!("A title has at most {TITLE_LENGTH_MAX} characters.")));
        }
        Field::Title => draft.edit(Edit::SetTitle(text.to_string())),
        Field::Notes if text.len() > NOTES_BYTES_MAX => {
            return Err(Refusal::because("The notes are too long: keep them under 250,000 letters."));
        }
        Field::Notes => draft.edit(Edit::SetNotes(text.to_string())),
        Field::SloAvailability if text.trim().is_empty() => draft.edit(Edit::SetSlo(None)),
        Field::SloAvailability => {
            let availability = parse::share(text, "99.9 %")?;
            draft.edit(Edit::SetSlo(Some(with_slo(topology, |slo| slo.availability = availability))));
        }
        Field::SloWindow => {
            if topology.slo.is_none() {
                return Err(Refusal::because("Write the promised availability first."));
            }
            let window = if text.trim().is_empty() { None } else { Some(parse::duration(text)?) };
            draft.edit(Edit::SetSlo(Some(with_slo(topology, |slo| slo.window = window))));
        }
        _ => return Err(no_such_field()),
    }
    Ok(done(draft, "the document", label(field)))
}

fn with_slo(topology: &Topology, change: impl FnOnce(&mut Slo)) -> Slo {
    let none = || Slo { availability: Probability::ONE, window: None, extra: Default::default() };
    let mut slo = topology.slo.clone().unwrap_or_else(none);
    change(&mut slo);
    slo
}

fn clients(topology: &Topology, field: Field, text: &str) -> Result<Plan, Refusal> {
    if field != Field::ClientsRps {
        return Err(no_such_field());
    }
    let rps = optional_number(text, "the requests a second")?;
    let mut draft = Draft::of(topology);
    draft.clients(|clients| clients.rps = rps);
    Ok(done(draft, "the clients", label(field)))
}

fn optional_number(text: &str, what: &str) -> Result<Option<f64>, Refusal> {
    if text.trim().is_empty() { Ok(None) } else { parse::number(text, what).map(Some) }
}

fn kind(topology: &Topology, id: &Id, text: &str) -> Result<Kind, Refusal> {
    let word = text.trim();
    let is_word = !word.is_empty() && word.chars().count() <= 64 && !word.chars().any(char::is_control);
    match topology.find(id) {
        Some(PartRef::Component(_)) if !Kind::COMPONENTS.contains(&word) => {
            Err(Refusal::because(format!("Choose one of the kinds: {}.", Kind::COMPONENTS.join(", "))))
        }
        _ if !is_word => Err(Refusal::because("Write a word of 1 to 64 characters, such as zone.")),
        _ => Ok(Kind::new(word)),
    }
}

fn part(topology: &Topology, id: &Id, field: Field, text: &str) -> Result<Plan, Refusal> {
    let place = topology.find(id).ok_or_else(|| Refusal::unknown(id))?;
    let mut draft = Draft::of(topology);
    match (place, field) {
        (PartRef::Component(i), Field::Cost) => {
            let cost = optional_number(text, "the cost")?;
            draft.component(i, |c| c.cost = cost);
        }
        (PartRef::Component(i), Field::CapacityRps) => {
            let capacity = optional_number(text, "the capacity")?;
            if capacity == Some(0.0) {
                return Err(Refusal::because("Write a capacity of more than 0 requests a second, or nothing."));
            }
            draft.component(i, |c| c.capacity_rps = capacity);
        }
        (PartRef::Component(i), _) => {
            let changed = reliability(topology.components[i].reliability, field, text)?;
            draft.component(i, |c| c.reliability = changed);
        }
        (PartRef::Domain(i), _) => {
            let changed = reliability(topology.domains[i].reliability, field, text)?;
            draft.domain(i, |d| d.reliability = changed);
        }
        (PartRef::Pool(i), Field::Required) => {
            let required = required(topology, i, text)?;
            draft.pool(i, |p| p.required = required);
        }
        (PartRef::Pool(i), Field::CommonCause) => {
            let empty = text.trim().is_empty();
            let share = if empty { Probability::ZERO } else { parse::share(text, "2 %")? };
            draft.pool(i, |p| p.common_cause = share);
        }
        (PartRef::Pool(_), _) => return Err(no_such_field()),
    }
    Ok(done(draft, id.as_str(), label(field)))
}

fn required(topology: &Topology, pool: usize, text: &str) -> Result<Required, Refusal> {
    let pool = &topology.pools[pool];
    let has = pool.members.len();
    match text.trim() {
        "demand" => {
            let asking = nines_engine::topology::Pool { required: Required::Demand, ..(**pool).clone() };
            if topology.required_count(&asking).is_none() {
                let text =
                    "Demand needs two things first: the clients' requests a second, and the capacity of every member.";
                return Err(Refusal::because(text));
            }
            Ok(Required::Demand)
        }
        "" => Ok(Required::Count(1)),
        number => match number.parse::<u32>() {
            Ok(count) if count >= 1 && count as usize <= has.max(1) => Ok(Required::Count(count)),
            _ => {
                Err(Refusal::because(format!("Write a number from 1 to {has}, the members there are, or \"demand\".")))
            }
        },
    }
}

fn cable(topology: &Topology, between: &[Id; 2], field: Field, text: &str) -> Result<Plan, Refusal> {
    let place = topology.cables.iter().position(|c| c.between == *between);
    let i = place.ok_or_else(|| Refusal::because("There is no such cable."))?;
    let cable = &topology.cables[i];
    let reliability = reliability(cable.reliability, field, text)?;
    let mut draft = Draft::of(topology);
    draft.edit(Edit::ReplaceCable(i, Cable { reliability, ..(**cable).clone() }.into()));
    let [a, b] = between;
    Ok(done(draft, &format!("the cable between {a} and {b}"), label(field)))
}

/// The way a part fails with one field set. Setting a field of another way changes to that way, and keeps what it
/// can: the time to repair always.
fn reliability(now: Reliability, field: Field, text: &str) -> Result<Reliability, Refusal> {
    let mttr = match now {
        Reliability::Never => None,
        Reliability::Times { mttr, .. }
        | Reliability::Availability { mttr, .. }
        | Reliability::Unavailability { mttr, .. } => mttr,
    };
    Ok(match field {
        Field::Mode => return mode(now, mttr, text.trim()),
        Field::Mttf => Reliability::Times { mttf: parse::duration(text)?, mttr },
        Field::Availability => Reliability::Availability { availability: parse::share(text, "99.9 %")?, mttr },
        Field::Unavailability => Reliability::Unavailability { unavailability: parse::share(text, "0.1 %")?, mttr },
        Field::Mttr => {
            let mttr = if text.trim().is_empty() { None } else { Some(parse::duration(text)?) };
            match now {
                Reliability::Never => {
                    return Err(Refusal::because(
                        "It never fails, so it is never repaired. Choose how it fails first.",
                    ));
                }
                Reliability::Times { mttf, .. } => Reliability::Times { mttf, mttr },
                Reliability::Availability { availability, .. } => Reliability::Availability { availability, mttr },
                Reliability::Unavailability { unavailability, .. } => {
                    Reliability::Unavailability { unavailability, mttr }
                }
            }
        }
        _ => return Err(no_such_field()),
    })
}

/// The same numbers said another way; from "never", three nines to start with.
fn mode(now: Reliability, mttr: Option<Duration>, word: &str) -> Result<Reliability, Refusal> {
    const START_UNAVAILABILITY: f64 = 0.001;
    let unavailability = if now == Reliability::Never { START_UNAVAILABILITY } else { now.unavailability() };
    let share = |value: f64| Probability::new(value).unwrap_or(Probability::ZERO);
    Ok(match word {
        "never" => Reliability::Never,
        "times" if matches!(now, Reliability::Times { .. }) => now,
        "times" => {
            let mttr_hours = mttr.map_or(Reliability::MTTR_HOURS_DEFAULT, Duration::hours);
            let hours =
                if unavailability > 0.0 { mttr_hours * (1.0 - unavailability) / unavailability } else { f64::INFINITY };
            let longest = Duration::YEARS_MAX * nines_engine::units::HOURS_PER_YEAR;
            // A tenth of an hour is finer than anybody knows a mean time to failure; less than that is kept as it is.
            let rounded = if hours >= 1.0 { (hours * 10.0).round() / 10.0 } else { hours };
            let mttf = Duration::new(rounded.min(longest).max(1e-6), TimeUnit::Hour);
            let mttf = mttf.map_err(|error| Refusal::because(error.to_string()))?;
            Reliability::Times { mttf, mttr }
        }
        "availability" => Reliability::Availability { availability: share(1.0 - unavailability), mttr },
        "unavailability" => Reliability::Unavailability { unavailability: share(unavailability), mttr },
        _ => return Err(Refusal::because("Choose never, times, availability or unavailability.")),
    })
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Title => "the title",
        Field::Notes => "the notes",
        Field::SloAvailability => "the promise",
        Field::SloWindow => "the window of the promise",
        Field::ClientsRps => "the requests a second",
        Field::Name => "the name",
        Field::Kind => "the kind",
        Field::Mode => "the way of failing",
        Field::Mttf => "the time to failure",
        Field::Mttr => "the time to repair",
        Field::Availability => "the availability",
        Field::Unavailability => "the unavailability",
        Field::Cost => "the cost",
        Field::CapacityRps => "the capacity",
        Field::Required => "the required members",
        Field::CommonCause => "the common cause",
        Field::Soft => "the need",
    }
}
