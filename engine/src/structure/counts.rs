//! How many members of a pool can be free of what blocks them at a time. Members in one zone are blocked together: eight
//! hundred of them in three zones are never 799, and what cannot be needs neither an event nor a place in the diagram.
//!
//! The counts are those of the document, not of a question about it: questions are compared event by event, so that all
//! must know the same ones.

use crate::ids::Id;
use crate::order::Map;
use crate::topology::{Part, PartRef, Pool, Topology};

/// All that can block a member from outside: whether the pool's bad change hits it, its domains, and its needs, hard or soft. What is
/// its own (a bad change, that it never works, or that it is a pool) is its place.
type Blockers<'a> = (bool, &'a [Id], Vec<(&'a Id, bool)>, Option<usize>);

/// How many members can be free at a time, from all down to none; more than can be, where that is not obvious.
pub(super) fn counts_of_free(topology: &Topology, index: &Map<Id, PartRef>, pool: &Pool) -> Vec<usize> {
    let members = pool.members.len();
    if !topology.cables.is_empty() {
        // Every member has a way of its own to whoever asks.
        return (0..=members).rev().collect();
    }
    let hit = pool.change.as_ref().map_or(0, |change| change.members_hit(members));
    let mut together: Map<Blockers, usize> = Map::new();
    for (place, id) in pool.members.iter().enumerate() {
        let blockers = match topology.part(index[id]) {
            Part::Component(component) => {
                let needs = component.needs.iter().map(|need| (&need.to, need.soft)).collect();
                let is_alone = component.change.is_some() || component.reliability.unavailability() >= 1.0;
                (place < hit, component.domains.as_slice(), needs, is_alone.then_some(place))
            }
            _ => (place < hit, [].as_slice(), Vec::new(), Some(place)),
        };
        *together.entry(blockers).or_insert(0) += 1;
    }
    let mut groups_of_size: Map<usize, usize> = Map::new();
    together.iter().for_each(|(_, size)| *groups_of_size.entry(*size).or_insert(0) += 1);
    let can_be = sums(members, groups_of_size.iter().map(|(size, groups)| (*size, *groups)));
    (0..=members).rev().filter(|free| can_be[*free]).collect()
}

/// Which sums up to `most` some of these numbers make, each given with how often it is there.
fn sums(most: usize, numbers: impl Iterator<Item = (usize, usize)>) -> Vec<bool> {
    let mut is_sum = vec![false; most + 1];
    is_sum[0] = true;
    for (number, times) in numbers {
        // How many of this number the sum takes at least, given those before.
        let mut taken = vec![0; most + 1];
        for sum in number..=most {
            if !is_sum[sum] && is_sum[sum - number] && taken[sum - number] < times {
                is_sum[sum] = true;
                taken[sum] = taken[sum - number] + 1;
            }
        }
    }
    is_sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    #[test]
    fn sums_are_those_of_all_choices() {
        for numbers in [vec![1, 1, 1], vec![2, 2, 5], vec![3, 3, 3, 7, 7], vec![10], vec![1, 4, 4, 4, 4, 9]] {
            let most: usize = numbers.iter().sum();
            let mut expected = vec![false; most + 1];
            for choice in 0..1_u32 << numbers.len() {
                let chosen = numbers.iter().enumerate().filter(|(place, _)| choice >> place & 1 == 1);
                expected[chosen.map(|(_, number)| number).sum::<usize>()] = true;
            }
            let mut times: Map<usize, usize> = Map::new();
            numbers.iter().for_each(|number| *times.entry(*number).or_insert(0) += 1);
            assert_eq!(sums(most, times.iter().map(|(n, t)| (*n, *t))), expected, "{numbers:?}");
        }
    }

    #[track_caller]
    fn check(members: &str, pool: &str, expected: &[usize]) {
        let text = format!(
            r#"{{ "format": "nines-topology", "version": 1, "clients": {{ "needs": ["p"] }},
            "domains": [{{ "id": "x" }}, {{ "id": "y" }}],
            "components": [{members}, {{ "id": "n" }}],
            "pools": [{{ "id": "p", "members": ["a", "b", "c", "d"] {pool} }}] }}"#
        );
        let topology = read(&text).topology.unwrap();
        assert_eq!(counts_of_free(&topology, &topology.index(), &topology.pools[0]), expected);
    }

    #[test]
    fn members_are_free_together() {
        let member = |id: &str, more: &str| format!(r#"{{ "id": "{id}" {more} }}"#);
        let of =
            |more: [&str; 4]| ["a", "b", "c", "d"].iter().zip(more).map(|(id, m)| member(id, m)).collect::<Vec<_>>();
        let (x, y, both) = (r#", "in": ["x"]"#, r#", "in": ["y"]"#, r#", "in": ["x", "y"]"#);
        let (needs, change) = (r#", "needs": ["n"]"#, r#", "change": { "bad_per_year": 2 }"#);
        check(&of(["", "", "", ""]).join(","), "", &[4, 0]);
        check(&of([x, x, y, y]).join(","), "", &[4, 2, 0]);
        check(&of([x, x, x, y]).join(","), "", &[4, 3, 1, 0]);
        check(&of([x, y, both, ""]).join(","), "", &[4, 3, 2, 1, 0]);
        check(&of([needs, needs, "", ""]).join(","), "", &[4, 2, 0]);
        check(&of([change, change, "", ""]).join(","), "", &[4, 3, 2, 1, 0]);
        check(&of([x, x, y, y]).join(","), r#", "change": { "bad_per_year": 2, "blast": 0.25 }"#, &[4, 3, 2, 1, 0]);
    }
}
