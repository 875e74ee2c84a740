//! Sorting, maps and sets that are compiled once. The standard library's are faster where much is sorted and are copied
//! whole, two to eight kilobytes, for every kind of item; in a program that is downloaded, dozens of copies cost more than
//! they save. The sorts are not for hot loops.

mod map;
mod places;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

pub use map::{Entry, Items, Iter, Map, Set};

/// Sorts by a comparison; equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order_of(items.len(), &mut |a, b| compare(&items[a as usize], &items[b as usize]));
    arrange(items, &mut order.into_iter());
}

/// Sorts by a key; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
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
fn arrange<T>(items: &mut [T], places: &mut dyn Iterator<Item = u32>) {
    let mut target = targets(items.len(), places);
    for place in 0..items.len() {
        while target[place] as usize != place {
            let at = target[place] as usize;
            items.swap(place, at);
            target.swap(place, at);
        }
    }
}

/// By place, where its item goes.
fn targets(len: usize, places: &mut dyn Iterator<Item = u32>) -> Vec<u32> {
    let mut target = vec![0; len];
    places.zip(0..).for_each(|(place, at)| target[place as usize] = at);
    target
}

/// The places of a list in the order of their items: a merge sort from the bottom up.
fn order_of(len: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    let mut merged = order.clone();
    let mut width = 1;
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
