//! What is said about the events of a pool whose members depend on each other: where its chain comes from, what goes into
//! it, and what comes out.

use super::events::EventText;
use super::numbers::{chance, listed_and};
use crate::ids::Id;
use crate::order::Set;
use crate::report;
use crate::structure::{Event, EventSource, Module, Structure};
use crate::topology::{Component, Part, Pool, Reliability, Topology};
use crate::units::{Duration, HOURS_PER_YEAR, MINUTES_PER_YEAR};

/// Says where an event of a pool's module comes from; `None` for an event of no module.
/// What was said of a chain in an earlier step, as `was_told` knows, is not said again.
pub fn of_module(
    topology: &Topology,
    structure: &Structure,
    event: &Event,
    was_told: impl Fn(&Id) -> bool,
) -> Option<EventText> {
    let place = structure.events.iter().position(|other| other.name == event.name)? as u32;
    let module = structure.modules.iter().find(|module| module.events.contains(&place))?;
    let Some(Part::Pool(pool)) = topology.get(&module.pool) else { return None };
    let chain = if was_told(&pool.id) {
        format!("This is of the same chain of {} states.", module.states)
    } else {
        solved(topology, pool, module.states)
    };
    if let EventSource::Together(pools) = &event.source {
        return Some(together(structure, pools, module, place));
    }
    let mut text = match &event.source {
        EventSource::Failover(_) => changing_over(&chain, pool, module, event.unavailability),
        _ => too_few(topology, structure, &chain, (pool, module, place)),
    };
    let others = with_others(structure, &pool.id);
    if !others.is_empty() && !was_told(&pool.id) {
        text.words.push_str(&format!(
            " What takes it down together with {} is left out here: it is told apart.",
            listed_and(&others)
        ));
    }
    Some(text)
}

/// The pools that a pool is followed together with.
fn with_others(structure: &Structure, pool: &Id) -> Vec<String> {
    let events = structure.modules.iter().filter_map(|module| module.events.first());
    let mut others: Set<String> = Set::new();
    for event in events {
        if let EventSource::Together(pools) = &structure.events[*event as usize].source
            && pools.contains(pool)
        {
            others.extend(pools.iter().filter(|other| *other != pool).map(Id::to_string));
        }
    }
    others.into_iter().collect()
}

/// What takes several pools down at once.
fn together(structure: &Structure, pools: &[Id], module: &Module, place: u32) -> EventText {
    let names = listed_and(&pools.iter().map(Id::to_string).collect::<Vec<_>>());
    let mut words = format!(
        "{names} change over for the same reasons outside: who serves in one says who serves in the other, and they change over in the same moment. So they are followed together, in a chain of {} states. With w for what takes both down and a and b for what takes one down, the chance that both work is (1 − w) · (1 − a) · (1 − b).",
        module.states
    );
    let (before, with) = down_so_far(structure, module, place);
    let when = situation(&structure.events[place as usize].name);
    let (formula, numbers) = if before > 0.0 {
        words.push_str(&format!(" {when} w is larger than what is told above, w₀; this event is what is missing."));
        ("(w − w₀) / (1 − w₀)", format!("({} − {}) / (1 − {})", chance(with), chance(before), chance(before)))
    } else {
        words.push_str(&format!(" {when} w is this."));
        ("w", String::new())
    };
    EventText { origin: "from the chain of the pools' states", words, formula: formula.to_string(), numbers }
}

/// The probability that an event of a module before this one is on, and that one is with it.
fn down_so_far(structure: &Structure, module: &Module, place: u32) -> (f64, f64) {
    let at = module.events.iter().position(|event| *event == place).unwrap_or(0);
    // Down with all of these on: one minus the chance that none is.
    let down = |events: &[u32]| {
        let q = events.iter().map(|event| structure.events[*event as usize].unavailability);
        q.fold(0.0, |down, q| down + q * (1.0 - down))
    };
    (down(&module.events[..at]), down(&module.events[..=at]))
}

/// As many change-overs as a year has, each as long as it is on average.
fn changing_over(chain: &str, pool: &Pool, module: &Module, share: f64) -> EventText {
    let ways = ways(pool);
    let mean: f64 = ways.iter().map(|(probability, hours, _)| probability * hours).sum();
    let a_year = share * HOURS_PER_YEAR / mean;
    let lasts: Vec<String> = ways
        .iter()
        .filter(|(probability, ..)| *probability > 0.0)
        .map(|(probability, hours, how)| format!("{} {how} in {} %", time(*hours), chance(probability * 100.0)))
        .collect();
    let begins = match (module.states, pool.recovery.standby.is_some()) {
        (0, _) => {
            format!("A change-over of {} is taken to begin as often as its active members fail by themselves", pool.id)
        }
        (_, true) => {
            format!(
                "A change-over of {} begins when an active member stops serving and a spare is thought to work",
                pool.id
            )
        }
        (_, false) => format!("A failure of a member of {} takes the whole pool down when it is not covered", pool.id),
    };
    let words = format!("{begins}. That takes {}. {chain}", listed_and(&lasts));
    EventText {
        origin: "from how often it happens and how long it takes",
        words,
        formula: "how often it happens · how long it takes".to_string(),
        numbers: format!("{} a year · {}", significant(a_year), time(mean)),
    }
}

/// How a change-over can go: its probability, hours, and how.
fn ways(pool: &Pool) -> [(f64, f64, &'static str); 2] {
    let hours = |duration: Option<Duration>| duration.map_or(0.0, Duration::hours);
    let covered = pool.recovery.standby.as_ref().map_or(0.0, |s| hours(s.detect) + hours(s.switch));
    [(pool.coverage(), covered, "by itself"), (1.0 - pool.coverage(), pool.manual_hours(), "by hand")]
}

/// What the chain says of too few members working, in a situation outside.
fn too_few(
    topology: &Topology,
    structure: &Structure,
    chain: &str,
    (pool, module, place): (&Pool, &Module, u32),
) -> EventText {
    let at = module.events.iter().position(|event| *event == place).unwrap_or(0);
    let (before, with) = down_so_far(structure, module, place);
    // A pool that nothing blocks has one such event.
    let name = &structure.events[place as usize].name;
    let is_alone =
        module.events[..at].iter().all(|event| is_failover(structure, *event)) && at + 1 == module.events.len();
    let is_alone = is_alone && name.ends_with("/members");
    let when = if is_alone { "In the long run".to_string() } else { situation(name) };
    let required = topology.required_count(pool).unwrap_or(0);
    let mut words = format!("{chain} {} needs {required} of {}.", pool.id, pool.members.len());
    let (formula, numbers) = if before > 0.0 {
        let names: Vec<String> =
            module.events[..at].iter().map(|e| structure.events[*e as usize].name.clone()).collect();
        words.push_str(&format!(
            " {when} it is down for the share D of the time. {} {} for the share D₀ of that already; this event is what is missing, as if it were independent of {}.",
            listed_and(&names),
            if names.len() == 1 { "accounts" } else { "account" },
            if names.len() == 1 { "it" } else { "them" }
        ));
        (
            "(D − D₀) / (1 − D₀)".to_string(),
            format!("({} − {}) / (1 − {})", chance(with), chance(before), chance(before)),
        )
    } else {
        words.push_str(&format!(" {when} fewer work for this share of the time."));
        ("the share of the states with too few".to_string(), String::new())
    };
    EventText { origin: "from the chain of the pool's states", words, formula, numbers }
}

/// `While za is down`: the situation that an event is named after.
fn situation(name: &str) -> String {
    let lost = name.split_once("/members without ").or_else(|| {
        let (_, others) = name.split_once("/together with ")?;
        others.rsplit_once(" without ")
    });
    let lost = lost.map(|(_, lost)| lost);
    let blocked = name.split_once("/members, ").and_then(|(_, rest)| rest.strip_suffix(" blocked"));
    match (lost, blocked) {
        (Some(lost), _) if lost.contains(" and ") => format!("While {lost} are down,"),
        (Some(lost), _) => format!("While {lost} is down,"),
        (None, Some("1")) => "While one of them is blocked from outside,".to_string(),
        (None, Some(count)) => format!("While {count} of them are blocked from outside,"),
        (None, None) => "While nothing blocks them from outside,".to_string(),
    }
}

/// How every description of a chain begins, by which it is known again.
pub const FOLLOWED: &str = "what they do is followed together, in a Markov chain of";

/// Where the numbers of a chain come from: what the members do, and how many states that makes.
fn solved(topology: &Topology, pool: &Pool, states: u32) -> String {
    if states == 0 {
        return "Its members are not followed one by one.".to_string();
    }
    let members: Vec<&Component> = pool.members.iter().filter_map(|id| component(topology, id)).collect();
    let alike = members.len() == pool.members.len() && members.iter().all(|m| m.reliability == members[0].reliability);
    let each = match (alike, members.first().map(|member| &member.reliability)) {
        (true, Some(Reliability::Times { mttf, mttr })) => {
            let mttr = mttr.unwrap_or_else(|| Duration::hours_of(Reliability::MTTR_HOURS_DEFAULT));
            format!("each fails every {mttf} and is repaired in {mttr} on average")
        }
        (true, Some(Reliability::Never)) | (_, None) => "each is down while something it needs is".to_string(),
        (true, _) => "all fail alike".to_string(),
        (false, _) => "each fails and is repaired in its own time".to_string(),
    };
    let mut with = vec![each];
    if pool.crews() < pool.members.len() {
        with.push(match pool.crews() {
            1 => "one is repaired at a time".to_string(),
            crews => format!("{crews} are repaired at a time"),
        });
    }
    if let Some(standby) = &pool.recovery.standby {
        with.push(match standby.dormancy() {
            d if d <= 0.0 => "a spare does not fail".to_string(),
            d if d < 1.0 => format!("a spare fails {} times as often", chance(d)),
            _ => "a spare fails as often as one that serves".to_string(),
        });
        if standby.is_latent() {
            with.push("a spare that has failed is found out when it is asked or tested".to_string());
        }
    }
    format!(
        "The members of {} depend on each other, so {FOLLOWED} {states} states: {}. In the long run every state is entered as often as it is left, and that says for how much of the time the pool is in it.",
        pool.id,
        with.join("; ")
    )
}

fn component<'a>(topology: &'a Topology, id: &Id) -> Option<&'a Component> {
    match topology.get(id) {
        Some(Part::Component(component)) => Some(component),
        _ => None,
    }
}

fn time(hours: f64) -> String {
    report::minutes_text(hours * MINUTES_PER_YEAR / HOURS_PER_YEAR)
}

fn significant(number: f64) -> String {
    let decimals = (2.0 - crate::math::log10(number.max(1e-12)).floor()).clamp(0.0, 12.0) as usize;
    format!("{number:.decimals$}")
}

fn is_failover(structure: &Structure, event: u32) -> bool {
    matches!(structure.events[event as usize].source, EventSource::Failover(_))
}
