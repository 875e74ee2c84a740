//! Names for new parts: a stem and the next free number (`app-2`), or for domains the next free letter (`zone-b`).

use nines_engine::ids::{CLIENTS, Id};
use nines_engine::order::{Map, Set};
use nines_engine::topology::Topology;

/// The longest stem, in characters: short enough that `-pool` and a number still fit behind it.
const STEM_LENGTH_MAX: usize = 48;

/// The names that are taken. Gives each new name only once.
pub struct Names {
    taken: Set<Id>,
    /// For each stem a number below which all are taken: naming 2,000 copies must not count from one each time.
    counted: Map<String, u64>,
}

impl Names {
    /// The names of a document.
    pub fn of(topology: &Topology) -> Names {
        Names { taken: topology.index().into_keys().collect(), counted: Map::new() }
    }

    /// The name itself when it is free, and one like it otherwise.
    pub fn same_or_like(&mut self, id: &Id) -> Id {
        self.take(id.as_str()).unwrap_or_else(|| self.like(id))
    }

    /// A name for a copy of a part: the next number, or the next letter where the part has a letter.
    pub fn like(&mut self, id: &Id) -> Id {
        let text = id.as_str();
        let lettered =
            text.rsplit_once('-').filter(|(_, end)| end.len() == 1 && end.chars().all(|c| c.is_ascii_alphabetic()));
        if let Some((stem, _)) = lettered {
            return self.next(stem, true);
        }
        let stem = stem_of(id);
        if stem == text {
            // The part itself counts as the first of its kind: a copy of `app` is `app-2`.
            self.counted.entry(stem.clone()).or_insert(1);
        }
        self.next(&stem, false)
    }

    /// The stem with the next free number or letter.
    pub fn next(&mut self, stem: &str, lettered: bool) -> Id {
        let letters = ('a'..='z').filter(|_| lettered);
        if let Some(id) = letters.into_iter().find_map(|letter| self.take(&format!("{stem}-{letter}"))) {
            return id;
        }
        let mut number = self.counted.get(stem).copied().unwrap_or(0);
        // There are more numbers than a document can have parts, so this ends.
        loop {
            number += 1;
            if let Some(id) = self.take(&format!("{stem}-{number}")) {
                self.counted.insert(stem.to_string(), number);
                return id;
            }
        }
    }

    fn take(&mut self, name: &str) -> Option<Id> {
        let id = Id::new(name).ok().filter(|id| id.as_str() != CLIENTS)?;
        self.taken.insert(id.clone()).then_some(id)
    }
}

/// A name that no part of a document has.
pub fn fresh_id(topology: &Topology, stem: &str, lettered: bool) -> Id {
    Names::of(topology).next(stem, lettered)
}

/// The stem of an id: without the number at its end. Short enough that a number still fits behind it.
pub fn stem_of(id: &Id) -> String {
    let text = id.as_str();
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if stem.len() < text.len() { stem.trim_end_matches('-') } else { text };
    let short: String = stem.chars().take(STEM_LENGTH_MAX).collect();
    if short.trim().is_empty() { "part".to_string() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: [&str; 2]) {
        let id = Id::new(name).unwrap();
        let mut names = Names { taken: [id.clone()].into(), counted: Map::new() };
        let found = [names.like(&id), names.like(&id)];
        assert_eq!(found.map(|id| id.to_string()), expected);
    }

    #[test]
    fn copies_count_on() {
        check("app", ["app-2", "app-3"]);
        check("app-1", ["app-2", "app-3"]);
        check("app-7", ["app-1", "app-2"]);
        check("zone-a", ["zone-b", "zone-c"]);
        check("zone-z", ["zone-a", "zone-b"]);
        check("42", ["part-1", "part-2"]);
        check("eu-west", ["eu-west-2", "eu-west-3"]);
    }

    #[test]
    fn long_names_stay_names() {
        let long = Id::new(&"ü".repeat(64)).unwrap();
        let mut names = Names { taken: [long.clone()].into(), counted: Map::new() };
        assert_eq!(names.like(&long).as_str(), format!("{}-1", "ü".repeat(48)));
    }
}
