//! Sorting, maps and sets that are compiled once. The standard library's are faster where much is sorted and are copied
//! whole, two to eight kilobytes, for every kind of item; in a program that is downloaded, dozens of copies cost more than
//! they save. The sorts are not for hot loops.

mod map;
mod places;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

pub use map::{Entry, Items, Iter, Map, Set};

/// So many are sorted by insertion, which needs no second list.
const RUN: usize = 12;

/// Sorts by a comparison; equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order_of(items.len(), &mut |a, b| compare(&items[a as usize], &items[b as usize]));
    arrange(items, order);
}

/// Sorts by a key; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts numbers where they are (Shell, A high-speed sorting procedure, Communications of the ACM 2(7), 1959, with the gaps of
/// Ciura, Best increments for the average case of Shellsort, 2001): as fast as any while they are some hundreds, and short.
pub fn sort_numbers(numbers: &mut [u32]) {
    const GAPS: [usize; 13] = [40_412, 17_961, 7983, 3548, 1577, 701, 301, 132, 57, 23, 10, 4, 1];
    for gap in GAPS {
        for end in gap..numbers.len() {
            let number = numbers[end];
            let mut at = end;
            while at >= gap && numbers[at - gap] > number {
                numbers[at] = numbers[at - gap];
                at -= gap;
            }
            numbers[at] = number;
        }
    }
}

/// Sorts what is in a list, and leaves each of it once.
pub fn each_once<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, Ord::cmp);
    items.dedup();
}

/// The same for numbers.
pub fn numbers_once(numbers: &mut Vec<u32>) {
    sort_numbers(numbers);
    numbers.dedup();
}

/// A number to be ordered by, in heaps and in tuples: by [`f64::total_cmp`].
#[derive(Clone, Copy, Debug)]
pub struct Total(pub f64);

impl Ord for Total {
    fn cmp(&self, other: &Total) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Total) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Total {
    fn eq(&self, other: &Total) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Total {}

/// Puts the items that are at these places into the order of the places, which are each there once.
fn arrange<T>(items: &mut [T], mut places: Vec<u32>) {
    for start in 0..items.len() {
        let mut at = start;
        // Around the circle of items that take each other's places; one that has arrived is at its own.
        loop {
            let from = std::mem::replace(&mut places[at], at as u32) as usize;
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// The places of a list in the order of their items: short runs by insertion, then merged from the bottom up.
fn order_of(len: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    order.chunks_mut(RUN).for_each(|run| insert_each(run, compare));
    let mut width = RUN;
    let mut merged = if width < len { order.clone() } else { Vec::new() };
    while width < len {
        let mut start = 0;
        while start < len {
            let (middle, end) = ((start + width).min(len), (start + 2 * width).min(len));
            let (mut left, mut right) = (start, middle);
            for slot in &mut merged[start..end] {
                let take_left =
                    left < middle && (right == end || compare(order[left], order[right]) != Ordering::Greater);
                let from = if take_left { &mut left } else { &mut right };
                *slot = order[*from];
                *from += 1;
            }
            start = end;
        }
        std::mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
}

/// Puts each place behind those before it whose items are no greater.
fn insert_each(run: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    for end in 1..run.len() {
        let mut at = end;
        while at > 0 && compare(run[at - 1], run[at]) == Ordering::Greater {
            run.swap(at - 1, at);
            at -= 1;
        }
    }
}
