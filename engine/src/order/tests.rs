//! The orders, maps and sets against the standard library's.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Numbers below 2³² that look random.
struct Dice(u32);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((u64::from(self.0) * u64::from(end)) >> 32) as u32
    }
}

#[test]
fn sorts_as_the_standard_library_does() {
    let mut dice = Dice(1);
    for len in (0..40).chain([100, 1000]) {
        let items: Vec<(u32, usize)> = (0..len).map(|i| (dice.below(16), i)).collect();
        let (mut ours, mut theirs) = (items.clone(), items);
        sort_by_key(&mut ours, |item| item.0);
        theirs.sort_by_key(|item| item.0);
        assert_eq!(ours, theirs);
    }
}

#[track_caller]
fn assert_same(ours: &Map<u32, u32>, theirs: &BTreeMap<u32, u32>) {
    assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
    assert!(ours.iter().eq(theirs.iter()), "forwards");
    assert!(ours.iter().rev().eq(theirs.iter().rev()), "backwards");
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
}

#[test]
fn a_map_is_the_standard_librarys_whatever_is_done_to_it() {
    // Few keys, so that most steps meet one that is there; and many, so that chunks are cut and taken away.
    for (seed, keys, steps) in [(1, 8, 400), (2, 60, 4000), (3, 5000, 20_000)] {
        let mut dice = Dice(seed);
        let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
        // It grows in the first half and shrinks in the second.
        for step in 0..steps {
            let (key, value) = (dice.below(keys), dice.below(1000));
            let grows = dice.below(4) < if step < steps / 2 { 3 } else { 1 };
            match (grows, dice.below(3)) {
                (true, 0) => assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                (true, 1) => assert_eq!(ours.entry(key).or_insert(value), theirs.entry(key).or_insert(value)),
                (true, _) => {
                    *ours.entry(key).or_default() += value;
                    *theirs.entry(key).or_default() += value;
                }
                (false, _) => assert_eq!(ours.remove(&key), theirs.remove(&key)),
            }
            let asked = dice.below(keys);
            assert_eq!(ours.get(&asked), theirs.get(&asked));
            assert_eq!(ours.contains_key(&asked), theirs.contains_key(&asked));
            assert_eq!(ours.get_mut(&asked), theirs.get_mut(&asked));
            if step % (steps / 50) == 0 {
                assert_same(&ours, &theirs);
                assert!(ours.iter_from(&asked).eq(theirs.range(asked..)));
            }
        }
        assert_same(&ours, &theirs);
        assert!(ours.clone().into_iter().eq(theirs.clone()));
        assert!(ours.clone().into_keys().rev().eq(theirs.clone().into_keys().rev()));
        assert!(ours.into_values().eq(theirs.into_values()));
    }
}

#[test]
fn maps_are_equal_when_their_entries_are_however_they_came_about() {
    let mut removed = Map::from([(3, 'c'), (9, 'z'), (1, 'a'), (2, 'b')]);
    removed.remove(&9);
    assert_eq!(removed, Map::from([(1, 'x'), (2, 'b'), (3, 'c'), (1, 'a')]));
    assert_ne!(removed, Map::from([(1, 'a'), (2, 'b')]));
    assert_ne!(removed, Map::from([(1, 'a'), (2, 'b'), (3, 'd')]));
    assert_eq!(removed[&2], 'b');
    removed.values_mut().for_each(|value| *value = 'q');
    removed.extend([(5, 'p')]);
    assert_eq!(removed.values().collect::<String>(), "qqqp");
    removed.clear();
    assert_eq!(removed, Map::default());
}

#[test]
fn a_map_of_texts_is_asked_without_making_one() {
    let map: Map<String, usize> = ["b", "a", "ab"].into_iter().map(|text| (text.to_owned(), text.len())).collect();
    assert_eq!((map.get("ab"), map.get("c")), (Some(&2), None));
    let from: Vec<&str> = map.iter_from("ab").map(|(key, _)| key.as_str()).collect();
    assert_eq!(from, ["ab", "b"]);
    assert_eq!(map.iter_from("c").count(), 0);
}

#[test]
fn a_set_is_the_standard_librarys() {
    let mut dice = Dice(7);
    for _ in 0..50 {
        let mut some = || (0..20).map(|_| dice.below(30)).collect::<Vec<u32>>();
        let (a, b) = (some(), some());
        let ours = [&a, &b].map(|items| items.iter().copied().collect::<Set<u32>>());
        let theirs = [&a, &b].map(|items| items.iter().copied().collect::<BTreeSet<u32>>());
        assert_eq!(ours[0].len(), theirs[0].len());
        assert!(ours[0].iter().rev().eq(theirs[0].iter().rev()));
        assert!((&ours[0]).into_iter().eq(&theirs[0]));
        assert!(ours[0].intersection(&ours[1]).eq(theirs[0].intersection(&theirs[1])));
        assert!(ours[0].difference(&ours[1]).eq(theirs[0].difference(&theirs[1])));
        assert_eq!(ours[0].is_disjoint(&ours[1]), theirs[0].is_disjoint(&theirs[1]));
        assert_eq!(format!("{:?}", ours[0]), format!("{:?}", theirs[0]));
        assert!(ours[0].clone().into_iter().eq(theirs[0].clone()));
        assert!(!ours[0].contains(&30) && ours[0].contains(&a[0]));
    }
    let mut set = Set::from([2, 1]);
    assert_eq!((set.insert(2), set.insert(3), set.is_empty()), (false, true, false));
    assert!(Set::from([1]).is_disjoint(&Set::from([2])) && Set::<u32>::default().is_empty());
}

#[test]
fn numbers_are_sorted_where_they_are() {
    let mut dice = Dice(5);
    for len in (0..40).chain([100, 1000, 100_000]) {
        for end in [3, u32::MAX] {
            let numbers: Vec<u32> = (0..len).map(|_| dice.below(end)).collect();
            let (mut ours, mut theirs) = (numbers.clone(), numbers);
            sort_numbers(&mut ours);
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }
}
