//! How a form is taken apart: independent members in a chain or side by side, a count of members, or one shared part
//! that is settled first. Decides only; the numbers and words are made in `derive` and `words`.

use super::forms::{Form, FormIdx, Forms, Given, once};
use super::labels::Labels;
use crate::order::{Map, Set};
use crate::structure::{EventSource, Structure};

/// What members have to do with the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// All must work.
    Chain,
    /// One must work.
    Beside,
}

impl Gate {
    /// What a member is when it leaves the rest to decide.
    fn neutral(self) -> bool {
        self == Gate::Chain
    }
}

/// A way to compute a form from others.
#[derive(Clone, Debug)]
pub enum Plan {
    /// Independent members, all or one of them needed.
    Gate(Gate, Members),
    /// Independent members, a number of them needed.
    Count(u32, Vec<FormIdx>),
    /// With something shared working, and with it down.
    Condition {
        /// What is shared.
        on: FormIdx,
        /// The members that depend on it.
        among: Vec<FormIdx>,
        /// The form when it works.
        works: FormIdx,
        /// The form when it is down.
        down: FormIdx,
    },
    /// Too much to spell out; what is shared, as far as it was looked for.
    Diagram(Vec<FormIdx>),
}

/// Independent members, and how they were made so.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// They.
    pub of: Vec<FormIdx>,
    /// What was there more than once.
    pub repeated: Vec<FormIdx>,
    /// What the other members take as settled: working in a chain, down side by side.
    pub settled: Vec<FormIdx>,
    /// Members that have nothing left to decide then.
    pub dropped: Vec<FormIdx>,
}

/// Conditions that nest deeper than this, two cases each, are no explanation any more.
pub const SHARED_MAX: usize = 4;
/// How many shared parts are looked for.
const SHARED_FOUND_MAX: usize = 24;
/// How many forms are asked whether they are one thing, at most.
const CANDIDATES_MAX: usize = 256;
/// How often members are taken apart and settled before what is left goes to a condition.
const ROUNDS_MAX: usize = 32;

/// Forms with their names, in the system they are of.
pub struct Planner<'a> {
    pub structure: &'a Structure,
    pub forms: Forms,
    pub labels: Labels,
}

impl Planner<'_> {
    /// How to compute a form that is neither certain nor an event, in a step with at most `members_max` members.
    pub fn plan(&mut self, form: FormIdx, members_max: usize) -> Plan {
        let (gate, list) = match self.forms.get(form) {
            Form::All(of) => (Gate::Chain, of.clone()),
            Form::AtLeast(1, of) => (Gate::Beside, of.clone()),
            Form::AtLeast(least, of) => {
                let (least, of) = (*least, of.clone());
                return match self.forms.are_disjoint(&of) {
                    _ if of.len() > members_max => Plan::Diagram(Vec::new()),
                    true => Plan::Count(least, of),
                    false => self.condition(form, &of),
                };
            }
            Form::Certain(_) | Form::Event(_) => return Plan::Diagram(Vec::new()),
        };
        if list.len() > members_max {
            return Plan::Diagram(Vec::new());
        }
        let members = self.made_independent(gate, list);
        let blocks = self.forms.blocks(&members.of);
        if blocks.len() == 1 && members.of.len() > 1 {
            let whole = self.gate(gate, members.of.clone());
            self.labels.lend(&self.forms, form, whole);
            return self.condition(whole, &members.of);
        }
        let of = blocks.into_iter().map(|block| self.gate(gate, block)).collect();
        Plan::Gate(gate, Members { of, ..members })
    }

    fn gate(&mut self, gate: Gate, of: Vec<FormIdx>) -> FormIdx {
        match gate {
            Gate::Chain => self.forms.all(of),
            Gate::Beside => self.forms.at_least(1, of),
        }
    }

    /// Takes members apart and settles what others contain, until nothing more can be done without a condition.
    fn made_independent(&mut self, gate: Gate, of: Vec<FormIdx>) -> Members {
        let mut members = Members { of, ..Members::default() };
        for _ in 0..ROUNDS_MAX {
            if self.forms.are_disjoint(&members.of)
                || !(self.take_apart(gate, &mut members) || self.settle(gate, &mut members))
            {
                break;
            }
        }
        members
    }

    /// A chain in a chain is one chain, where it shares something; what is listed twice then counts once.
    fn take_apart(&self, gate: Gate, members: &mut Members) -> bool {
        let shared = self.forms.shared_events(&members.of);
        let is_same_gate = |form: FormIdx| match self.forms.get(form) {
            Form::All(_) => gate == Gate::Chain,
            Form::AtLeast(1, _) => gate == Gate::Beside,
            _ => false,
        };
        let is_apart = |form: &FormIdx| is_same_gate(*form) && self.forms.touches(*form, &shared);
        if !members.of.iter().any(is_apart) {
            return false;
        }
        let mut flat = Set::new();
        let mut of = Vec::new();
        for form in &members.of {
            let parts = if is_apart(form) { self.forms.members(*form) } else { std::slice::from_ref(form) };
            for part in parts {
                if flat.insert(*part) {
                    of.push(*part);
                } else if !members.repeated.contains(part) {
                    members.repeated.push(*part);
                }
            }
        }
        members.of = of;
        true
    }

    /// A member that is also below others is settled for them: in a chain it may be taken as working there, since
    /// without it all is down anyway; side by side as down.
    fn settle(&mut self, gate: Gate, members: &mut Members) -> bool {
        let list = members.of.clone();
        let times = self.times(&list);
        let below_another = list.iter().copied().filter(|form| times[form] > 1);
        let settled: Vec<FormIdx> = below_another.filter(|form| self.forms.is_one_thing(*form, &list)).collect();
        if settled.is_empty() {
            return false;
        }
        let known = settled.iter().map(|form| (*form, gate.neutral())).collect();
        let (mut now, mut dropped) = (Vec::new(), Vec::new());
        for form in list {
            let then = if settled.contains(&form) { Some(form) } else { self.given(form, &known) };
            match then {
                None => return false,
                // What has become certain leaves the rest to decide.
                Some(then) if then.is_certain() => dropped.push(form),
                Some(then) => now.push(then),
            }
        }
        // What is settled comes first: the rest is read under that condition.
        crate::order::sort_by_key(&mut now, |form| !settled.contains(form));
        once(&mut now);
        members.of = now;
        members.settled.extend(settled);
        members.dropped.extend(dropped);
        true
    }

    /// How many of these each form is below.
    fn times(&self, list: &[FormIdx]) -> Map<FormIdx, usize> {
        let mut times: Map<FormIdx, usize> = Map::new();
        for member in list {
            self.forms.reach(&[*member], None).into_iter().for_each(|form| *times.entry(form).or_default() += 1);
        }
        times
    }

    /// A form under a condition, named.
    fn given(&mut self, form: FormIdx, known: &Map<FormIdx, bool>) -> Option<FormIdx> {
        let given: Given = self.forms.given(form, known)?;
        self.labels.conditioned(&self.forms, &given, known);
        Some(given.image[&form])
    }

    /// Settles the part that most members share; or, where several are needed by all, those first.
    fn condition(&mut self, form: FormIdx, members: &[FormIdx]) -> Plan {
        let Some(shared) = self.shared(members) else { return Plan::Diagram(Vec::new()) };
        let mut needed = Vec::new();
        for part in &shared {
            let Some(without) = self.given(form, &Map::from([(*part, false)])) else {
                return Plan::Diagram(shared);
            };
            if without == FormIdx::DOWN {
                needed.push(*part);
            }
        }
        if needed.len() > 1 {
            let known = needed.iter().map(|part| (*part, true)).collect();
            let Some(rest) = self.given(form, &known) else { return Plan::Diagram(shared) };
            let mut of = needed.clone();
            of.extend([rest].into_iter().filter(|rest| !rest.is_certain()));
            return Plan::Gate(Gate::Chain, Members { of, settled: needed, ..Members::default() });
        }
        let falls_apart = !matches!(self.forms.get(form), Form::AtLeast(2.., _));
        let open: Vec<FormIdx> = shared.iter().copied().filter(|part| !needed.contains(part)).collect();
        if shared.is_empty() || nesting(self.masks(members, &open), falls_apart) > SHARED_MAX {
            return Plan::Diagram(shared);
        }
        let on = needed.first().copied().unwrap_or(shared[0]);
        let cases = [true, false].map(|works| self.given(form, &Map::from([(on, works)])));
        let [Some(works), Some(down)] = cases else { return Plan::Diagram(shared) };
        let among = members.iter().copied().filter(|member| self.forms.overlap(on, *member)).collect();
        Plan::Condition { on, among, works, down }
    }

    /// What members share, as few things as possible: domains first, then what most members share. `None` when
    /// there is too much to look through.
    fn shared(&self, members: &[FormIdx]) -> Option<Vec<FormIdx>> {
        let times = self.times(members);
        let mut found: Vec<FormIdx> = Vec::new();
        let mut tried = 0;
        // From the largest down: what is inside a thing that is settled whole needs no settling of its own.
        for (form, _) in times.iter().rev().filter(|(_, times)| **times > 1) {
            if found.iter().any(|thing| self.forms.overlap(*thing, *form)) {
                continue;
            }
            tried += 1;
            if tried > CANDIDATES_MAX || found.len() >= SHARED_FOUND_MAX {
                return None;
            }
            if self.forms.is_one_thing(*form, members) {
                found.push(*form);
            }
        }
        crate::order::sort_by_key(&mut found, |form| (!self.is_domain(*form), std::cmp::Reverse(times[form]), *form));
        Some(found)
    }

    /// Which of the shared parts each member depends on, a bit each.
    fn masks(&self, members: &[FormIdx], shared: &[FormIdx]) -> Vec<u32> {
        let bit = |member: FormIdx, (i, part): (usize, &FormIdx)| u32::from(self.forms.overlap(member, *part)) << i;
        members.iter().map(|member| shared.iter().enumerate().map(|entry| bit(*member, entry)).sum()).collect()
    }

    /// Whether a form is a domain, with or without the domains it is in.
    pub fn is_domain(&self, form: FormIdx) -> bool {
        self.forms.reach(&[form], None).into_iter().all(|below| match self.forms.get(below) {
            Form::Event(event) => matches!(self.structure.events[*event as usize].source, EventSource::Domain(_)),
            Form::All(_) => true,
            _ => false,
        })
    }
}

/// How deep conditions would nest if shared parts, the bits of members, are settled from the lowest bit up. Members
/// of a chain or side by side fall apart into groups that share nothing; members that are counted do not. Each level
/// settles a bit, so it is at most 32 deep.
fn nesting(mut masks: Vec<u32>, falls_apart: bool) -> usize {
    let (mut seen, mut shared) = (0_u32, 0_u32);
    for mask in &masks {
        shared |= seen & mask;
        seen |= mask;
    }
    if shared == 0 {
        return 0;
    }
    masks.iter_mut().for_each(|mask| *mask &= shared);
    let groups = if falls_apart { groups(&masks) } else { vec![masks] };
    let settled = |group: Vec<u32>| {
        let all = group.iter().fold(0, |all, mask| all | mask);
        let lowest = all & all.wrapping_neg();
        if all == 0 { 0 } else { 1 + nesting(group.iter().map(|mask| mask & !lowest).collect(), falls_apart) }
    };
    groups.into_iter().map(settled).max().unwrap_or(0)
}

/// Masks in groups that have no bit in common.
fn groups(masks: &[u32]) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for mask in masks {
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|other| other & mask != 0));
        joined.push(vec![*mask]);
        groups = apart;
        groups.push(joined.concat());
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_nest_as_deep_as_what_stays_together_shares() {
        // Three things shared by all of three members.
        assert_eq!(nesting(vec![0b111, 0b111, 0b111], false), 3);
        // Two pairs, each sharing something of its own: side by side they are settled apart.
        assert_eq!(nesting(vec![0b01, 0b01, 0b10, 0b10], true), 1);
        assert_eq!(nesting(vec![0b01, 0b01, 0b10, 0b10], false), 2);
        // A row of six that share with their neighbours: settling the first leaves a row of five.
        assert_eq!(nesting(vec![0b00001, 0b00011, 0b00110, 0b01100, 0b11000, 0b10000], true), 5);
        assert_eq!(nesting(vec![1, 2, 4], true), 0);
    }
}
