//! What a chain of rare outages consists of: the events that can matter to the clients, with their rates. What cannot
//! matter is left out, so that cycles are no longer than they must be; and whatever is no Markov chain is named.

use super::super::draw::Draw;
use super::super::model::{EventModel, Model};
use crate::diag::{Diagnostic, codes};
use crate::structure::EventSource;

/// The events and pools that can matter.
#[derive(Clone, Debug)]
pub struct Parts {
    pub parts: Vec<Part>,
    /// The pools whose members depend on each other, by their place in the model.
    pub groups: Vec<usize>,
    /// There is more than one state at rest: a pool has spares, or a member that never works and keeps a crew.
    pub many_rests: bool,
}

/// An event that can matter, with rates an hour. The change-over of a pool has none: it ends when its stage does.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub event: u32,
    pub failure_rate: f64,
    pub repair_rate: f64,
    pub in_group: bool,
}

impl Parts {
    /// Everything that the clients' being up depends on.
    ///
    /// # Errors
    /// A finding for everything that keeps this from being a Markov chain.
    pub fn of(model: &Model) -> Result<Parts, Vec<Diagnostic>> {
        let (matters, groups) = what_matters(model);
        let mut findings = Vec::new();
        let mut parts = Vec::new();
        for (place, event) in model.events.iter().enumerate().filter(|(place, _)| matters[*place]) {
            findings.extend(not_exponential(event));
            let rate = |hours: f64| if hours > 0.0 && hours.is_finite() { 1.0 / hours } else { 0.0 };
            parts.push(Part {
                event: place as u32,
                failure_rate: rate(event.mttf_hours),
                repair_rate: rate(event.mttr_hours),
                in_group: event.group.is_some(),
            });
        }
        for group in &groups {
            let is_tested = model.groups[*group].spares.is_some_and(|spares| spares.test_interval.is_some());
            findings.extend(is_tested.then(|| tested(&model.events[model.groups[*group].changeover as usize])));
        }
        let never_works =
            |event: Option<u32>| event.is_some_and(|event| model.events[event as usize].unavailability >= 1.0);
        let many_rests = groups
            .iter()
            .map(|group| &model.groups[*group])
            .any(|group| group.spares.is_some() || group.members.iter().any(|member| never_works(member.event)));
        if findings.is_empty() { Ok(Parts { parts, groups, many_rests }) } else { Err(findings) }
    }
}

/// Which events matter, and which groups: what is below the clients' node, and with any event of a group the whole
/// group, because its members wait for each other.
fn what_matters(model: &Model) -> (Vec<bool>, Vec<usize>) {
    let mut nodes = vec![model.graph.tops[0]];
    let mut groups: Vec<usize> = Vec::new();
    loop {
        let matters = model.graph.events_below(&nodes);
        let is_of = |event: &EventModel, group: usize| event.group.is_some_and(|(own, _)| own as usize == group);
        let is_in = |group: &usize| {
            matters[model.groups[*group].changeover as usize]
                || model.events.iter().zip(&matters).any(|(event, matters)| *matters && is_of(event, *group))
        };
        let found: Vec<usize> =
            (0..model.groups.len()).filter(|group| !groups.contains(group) && is_in(group)).collect();
        if found.is_empty() {
            crate::order::sort_by(&mut groups, Ord::cmp);
            return (matters, groups);
        }
        for group in found {
            nodes.extend(model.groups[group].members.iter().flat_map(|member| [member.available, member.free]));
            groups.push(group);
        }
    }
}

fn not_exponential(event: &EventModel) -> Vec<Diagnostic> {
    let is_memoryless = |draw: &Draw| matches!(draw, Draw::Exponential { .. } | Draw::Never);
    let times = [("to failure", &event.failure), ("to repair", &event.repair)];
    let shaped = times.into_iter().filter(|(_, draw)| !is_memoryless(draw));
    let finding = |(what, _): (&str, &Draw)| {
        let message =
            format!("its times {what} are not exponential, and importance sampling needs a process without memory");
        refused(message, &event.source, &event.name)
    };
    shaped.map(finding).collect()
}

fn tested(changeover: &EventModel) -> Diagnostic {
    let message = "its spares are tested at regular times, and importance sampling needs a process without memory";
    refused(message.to_string(), &changeover.source, &changeover.name)
}

fn refused(message: String, source: &EventSource, name: &str) -> Diagnostic {
    let subject = source.part().map_or_else(|| name.to_string(), ToString::to_string);
    let hint = "measure it by living through years instead, without --rare";
    Diagnostic::error(codes::NOT_FOR_RARE, message).at("", subject).hint(hint)
}
