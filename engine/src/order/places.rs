//! The places of entries, ordered by their keys. What compares two keys is handed in, so all of this is compiled once
//! for keys of every kind.

use std::cmp::Ordering;

/// A chunk that has grown to so many places is cut in two: one more place moves few others, however many there are.
const CHUNK_MAX: usize = 512;

/// How many entries there is room for once there is one: most maps have a handful.
pub const ROOM: usize = 8;

/// How many places are tried one after the other.
const TRIED: usize = 5;

/// Places in the order of their entries, in chunks. Most maps are small and have one.
#[derive(Clone, Debug)]
pub struct Places {
    /// Empty only when there are none.
    first: Vec<u32>,
    /// None of them is empty.
    others: Vec<Vec<u32>>,
}

/// Where a place is or would be.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    chunk: usize,
    within: usize,
}

/// What a search found: the spot, and the place that is there if the key is.
pub type Found = (Spot, Option<u32>);

impl Places {
    pub const fn new() -> Places {
        Places { first: Vec::new(), others: Vec::new() }
    }

    fn chunk(&self, chunk: usize) -> &[u32] {
        if chunk == 0 { &self.first } else { &self.others[chunk - 1] }
    }

    fn chunk_mut(&mut self, chunk: usize) -> &mut Vec<u32> {
        if chunk == 0 { &mut self.first } else { &mut self.others[chunk - 1] }
    }

    /// Looks for a key. `compare` says how the key of the entry at a place compares with it.
    pub fn find(&self, compare: &mut dyn FnMut(u32) -> Ordering) -> Found {
        let chunk = self.others.partition_point(|places| compare(places[0]) != Ordering::Greater);
        let places = self.chunk(chunk);
        let (mut low, mut high) = (0, places.len());
        // The last few are tried one after the other: a processor guesses that the search goes on and looks ahead, which
        // it cannot where it is to go next by what it finds.
        while low < high {
            let within = if high - low > TRIED { low + (high - low) / 2 } else { low };
            match compare(places[within]) {
                Ordering::Less => low = within + 1,
                Ordering::Equal => return (Spot { chunk, within }, Some(places[within])),
                Ordering::Greater if high - low > TRIED => high = within,
                Ordering::Greater => break,
            }
        }
        (Spot { chunk, within: low }, None)
    }

    /// Puts a place where a search has found that it belongs.
    pub fn insert(&mut self, spot: Spot, place: u32) {
        let places = self.chunk_mut(spot.chunk);
        if places.is_empty() {
            places.reserve(ROOM);
        }
        places.insert(spot.within, place);
        if places.len() == CHUNK_MAX {
            let second = places.split_off(CHUNK_MAX / 2);
            self.others.insert(spot.chunk, second);
        }
    }

    /// Takes out the place that a search has found.
    pub fn remove(&mut self, spot: Spot) {
        let places = self.chunk_mut(spot.chunk);
        places.remove(spot.within);
        if !places.is_empty() {
            return;
        }
        if spot.chunk > 0 {
            self.others.remove(spot.chunk - 1);
        } else if !self.others.is_empty() {
            self.first = self.others.remove(0);
        }
    }

    /// Writes another place where a search has found one.
    pub fn replace(&mut self, spot: Spot, place: u32) {
        self.chunk_mut(spot.chunk)[spot.within] = place;
    }

    /// The places in their order.
    pub fn walk(&self) -> Walk<'_> {
        self.walk_from(Spot { chunk: 0, within: 0 })
    }

    /// The places from a spot on, in their order.
    pub fn walk_from(&self, front: Spot) -> Walk<'_> {
        let chunk = self.others.len();
        Walk { places: self, front, back: Spot { chunk, within: self.chunk(chunk).len() } }
    }
}

/// Some places in their order, from either end.
pub struct Walk<'a> {
    places: &'a Places,
    /// The next.
    front: Spot,
    /// Behind the last.
    back: Spot,
}

impl Iterator for Walk<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        while self.front.chunk < self.back.chunk {
            if let Some(place) = self.places.chunk(self.front.chunk).get(self.front.within) {
                self.front.within += 1;
                return Some(*place);
            }
            self.front = Spot { chunk: self.front.chunk + 1, within: 0 };
        }
        if self.front.within >= self.back.within {
            return None;
        }
        self.front.within += 1;
        Some(self.places.chunk(self.front.chunk)[self.front.within - 1])
    }
}

impl DoubleEndedIterator for Walk<'_> {
    fn next_back(&mut self) -> Option<u32> {
        while self.front.chunk < self.back.chunk && self.back.within == 0 {
            let chunk = self.back.chunk - 1;
            self.back = Spot { chunk, within: self.places.chunk(chunk).len() };
        }
        if self.front.chunk == self.back.chunk && self.front.within >= self.back.within {
            return None;
        }
        self.back.within -= 1;
        Some(self.places.chunk(self.back.chunk)[self.back.within])
    }
}
