//! The most probable minimal cut sets by trying sets of events, the most probable first, on the structure itself: for
//! networks whose paths are too many to be written down, where no search through gates is to be had.
//!
//! Sets come in falling order of their probability: from the sorted events, each set is followed by the one with the next
//! event in place of its last, and by the one with the next event besides (Lawler: A procedure for computing the K best
//! solutions, Management Science 18(7), 1972). Every part of a set is more probable and was tried before, so a set that
//! takes the top down and holds none of those found is minimal.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cuts::{CutLimits, CutList};
use super::single::Works;
use crate::order::Total;
use crate::structure::{Node, Structure};

/// Tries sets until enough cut, or a limit is reached.
pub fn probable_cut_sets(structure: &Structure, limits: CutLimits) -> CutList {
    let mut works = Works::new(structure);
    if works.down_with(&[[]]) != 0 {
        return CutList { sets: vec![(Vec::new(), 1.0)], complete: true, left_out_below: 0.0 };
    }
    let mut search = Search::of(structure);
    let mut found: Vec<(Vec<u32>, f64)> = Vec::new();
    let (mut work, work_of_one) = (0, work_of_one(structure));
    while found.len() < limits.count && work < limits.work_max && (search.open.len() as u64) < limits.open_max {
        let some = search.next(&found, limits.cutoff);
        if some.is_empty() {
            break;
        }
        work += work_of_one;
        let sets: Vec<&[u32]> = some.iter().map(|(events, _)| &events[..]).collect();
        let down = works.down_with(&sets);
        for (at, (events, probability)) in some.into_iter().enumerate() {
            // A part of it may have been found in the same round.
            if down >> at & 1 == 1 && !holds_one_of(&found, &events) {
                found.push((events, probability));
            }
        }
    }
    let order = |a: &(Vec<u32>, f64), b: &(Vec<u32>, f64)| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0));
    crate::order::sort_by(&mut found, order);
    // What was found beyond the count is not listed, and what is open was not tried.
    let not_tried = search.open.peek().map_or(0.0, |(Total(probability), ..)| *probability);
    let not_listed = found.get(limits.count).map_or(0.0, |(_, probability)| *probability);
    found.truncate(limits.count);
    let left_out_below = not_tried.max(not_listed);
    CutList { sets: found, complete: left_out_below == 0.0, left_out_below }
}

/// About how many visits one evaluation of the structure takes.
fn work_of_one(structure: &Structure) -> u64 {
    let size = |node: &Node| match node {
        Node::Event(_) => 1,
        Node::All(of) | Node::AtLeast { of, .. } => 1 + of.len() as u64,
        // Each cable from both ends, and some again in other situations.
        Node::Path { .. } => 6 * structure.cabling.links.len() as u64,
    };
    structure.nodes.iter().map(size).sum()
}

/// Whether one of the sets, whose events are in order, is a part of these.
fn holds_one_of(sets: &[(Vec<u32>, f64)], events: &[u32]) -> bool {
    sets.iter().any(|(set, _)| set.iter().all(|event| events.binary_search(event).is_ok()))
}

struct Search {
    /// Events that can fail with their probabilities, the most probable first.
    events: Vec<(u32, f64)>,
    sets: Vec<Set>,
    /// Sets that were not tried yet: probability, how many events, and the place in `sets`. Of equals the smaller set comes
    /// first, which may be a part of the other, then the older one.
    open: BinaryHeap<(Total, Reverse<u32>, Reverse<u32>)>,
}

/// A set of events.
#[derive(Clone, Copy)]
struct Set {
    /// The place of its least probable event in [`Search::events`].
    last: u32,
    /// The set of the others.
    others: u32,
    /// That all of the others are on.
    of_others: f64,
}

/// Of a set without others.
const NONE: u32 = u32::MAX;

impl Search {
    fn of(structure: &Structure) -> Search {
        let can_fail = (0..).zip(&structure.events).filter(|(_, what)| what.unavailability > 0.0);
        let mut events: Vec<(u32, f64)> = can_fail.map(|(event, what)| (event, what.unavailability)).collect();
        crate::order::sort_by(&mut events, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut search = Search { events, sets: Vec::new(), open: BinaryHeap::new() };
        search.put(NONE, 0, 1.0, 1);
        search
    }

    /// Opens the set of `others` and the event at `place`, if there is one.
    fn put(&mut self, others: u32, place: u32, of_others: f64, size: u32) {
        if let Some((_, probability)) = self.events.get(place as usize) {
            let set = self.sets.len() as u32;
            self.sets.push(Set { last: place, others, of_others });
            self.open.push((Total(of_others * probability), Reverse(size), Reverse(set)));
        }
    }

    /// The next sets to be tried, 64 at most, with their probabilities.
    fn next(&mut self, found: &[(Vec<u32>, f64)], cutoff: f64) -> Vec<(Vec<u32>, f64)> {
        let mut some = Vec::with_capacity(64);
        while some.len() < 64 {
            if self.open.peek().is_none_or(|(Total(probability), ..)| *probability < cutoff) {
                break;
            }
            let Some((Total(probability), Reverse(size), Reverse(set))) = self.open.pop() else { break };
            let Set { last, others, of_others } = self.sets[set as usize];
            self.put(others, last + 1, of_others, size);
            let events = self.members(set);
            // What holds a cut set is none that is minimal, nor is anything with more events.
            if !holds_one_of(found, &events) {
                self.put(set, last + 1, probability, size + 1);
                some.push((events, probability));
            }
        }
        some
    }

    /// The events of a set, in order.
    fn members(&self, set: u32) -> Vec<u32> {
        let mut events = Vec::new();
        let mut at = set;
        while at != NONE {
            let set = self.sets[at as usize];
            events.push(self.events[set.last as usize].0);
            at = set.others;
        }
        crate::order::sort_numbers(&mut events);
        events
    }
}

#[cfg(test)]
mod tests {
    use super::super::probable_cut_sets as by_gates;
    use super::*;
    use crate::format::read;
    use crate::structure::{Lowering, lower};

    /// A ring of switches with chords and a server at each of two, by seed.
    fn ring(seed: u64) -> Structure {
        let mut stream = crate::sim::random::Stream::new(seed, 0, 31);
        let count = 4 + seed % 4;
        let mut q = || ["0.3", "0.1", "0.02", "1e-3", "1"][(stream.share() * 4.2) as usize];
        let mut parts: Vec<String> =
            (0..count).map(|i| format!(r#"{{ "id": "s{i}", "kind": "switch", "unavailability": {} }}"#, q())).collect();
        parts.extend(["app", "db"].map(|id| format!(r#"{{ "id": "{id}", "unavailability": {} }}"#, q())));
        let mut cable = |a: &str, b: &str| format!(r#"{{ "between": ["{a}", "{b}"], "unavailability": {} }}"#, q());
        let mut cables: Vec<String> =
            (0..count).map(|i| cable(&format!("s{i}"), &format!("s{}", (i + 1) % count))).collect();
        cables.push(cable("s0", "s2"));
        cables.extend([cable("clients", "s0"), cable("s2", "app"), cable(&format!("s{}", count - 1), "db")]);
        let text = format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["app", "db"] }},
                "components": [{}], "cables": [{}] }}"#,
            parts.join(", "),
            cables.join(", ")
        );
        let read = read(&text);
        lower(&read.topology.unwrap_or_else(|| panic!("{:?}", read.diagnostics)), Lowering::UP).unwrap()
    }

    #[test]
    fn sets_that_were_tried_are_those_of_the_gates() {
        let all = CutLimits { count: usize::MAX, work_max: u64::MAX, open_max: u64::MAX, cutoff: 1e-9 };
        for seed in 0..40 {
            let structure = ring(seed);
            let (gates, tried) = (by_gates(&structure, all), probable_cut_sets(&structure, all));
            let events = |list: &CutList| list.sets.iter().map(|(events, _)| events.clone()).collect::<Vec<_>>();
            let sorted = |mut sets: Vec<Vec<u32>>| {
                sets.sort();
                sets
            };
            assert!(!tried.sets.is_empty());
            assert_eq!(sorted(events(&tried)), sorted(events(&gates)), "seed {seed}");
            assert!(tried.left_out_below < all.cutoff * 1.000_001, "seed {seed}");
            assert!(tried.sets.is_sorted_by(|one, two| one.1 >= two.1), "seed {seed}");
        }
    }

    #[test]
    fn limits_leave_out_no_more_than_is_said() {
        let all = CutLimits { count: usize::MAX, work_max: u64::MAX, open_max: u64::MAX, cutoff: 0.0 };
        for seed in 0..10 {
            let structure = ring(seed);
            let whole = by_gates(&structure, all);
            assert!(whole.complete);
            for some in
                [CutLimits { count: 3, ..all }, CutLimits { work_max: 50, ..all }, CutLimits { open_max: 99, ..all }]
            {
                let list = probable_cut_sets(&structure, some);
                let missing = whole.sets.iter().filter(|set| !list.sets.iter().any(|(events, _)| *events == set.0));
                for (events, probability) in missing {
                    assert!(*probability <= list.left_out_below * 1.000_001, "seed {seed}: {events:?}");
                }
                assert!(list.sets.len() <= some.count);
            }
        }
    }
}
