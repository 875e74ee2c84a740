//! Giving names: readable, unique, and no longer than allowed.
use crate::order::{Map, Set};

/// The names given so far.
pub struct Names {
    length_max: usize,
    taken: Set<String>,
    /// How often a name was wanted that was not free, to go on counting from there.
    wanted: Map<String, u32>,
}

impl Names {
    /// No names yet, and none of these to be given. Names have at most `length_max` characters, at least 16.
    pub fn new(length_max: usize, reserved: &[&str]) -> Names {
        assert!(length_max >= 16);
        let taken = reserved.iter().map(|name| name.to_string()).collect();
        Names { length_max, taken, wanted: Map::new() }
    }

    /// Whether this very name can be given.
    pub fn is_free(&self, name: &str) -> bool {
        let fits = name.chars().count() <= self.length_max && !name.chars().any(char::is_control);
        fits && !name.trim().is_empty() && !self.taken.contains(name)
    }

    /// The wanted name where it is free, and otherwise one that begins with it: what is too long ends in `…`, what is
    /// taken in a number.
    pub fn give(&mut self, wanted: &str) -> String {
        if self.is_free(wanted) {
            self.taken.insert(wanted.to_string());
            return wanted.to_string();
        }
        let clean: String = wanted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let is_short = clean.chars().count() <= self.length_max;
        // The room for an ellipsis and any number.
        let start: String = clean.chars().take(if is_short { self.length_max } else { self.length_max - 1 }).collect();
        let count = self.wanted.entry(start.clone()).or_insert(0);
        // Each round takes another number, so it ends after as many rounds as names are taken.
        loop {
            *count += 1;
            let end = match (*count, is_short) {
                (1, true) => String::new(),
                (1, false) => "…".to_string(),
                (n, true) => format!(" {n}"),
                (n, false) => format!("… {n}"),
            };
            let kept = self.length_max.saturating_sub(end.chars().count());
            let name = start.chars().take(kept).collect::<String>() + &end;
            if !name.trim().is_empty() && self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_readable_and_short() {
        let mut names = Names::new(16, &["clients"]);
        assert_eq!(names.give("pump"), "pump");
        assert_eq!(names.give("pump"), "pump 2");
        assert_eq!(names.give("pump"), "pump 3");
        assert_eq!(names.give("clients"), "clients 2");
        assert_eq!(names.give("a\nb"), "a b");
        assert_eq!(names.give("cooling water pump 1"), "cooling water p…");
        assert_eq!(names.give("cooling water pump 2"), "cooling water… 2");
        assert_eq!(names.give("sixteen letters!"), "sixteen letters!");
        assert_eq!(names.give("sixteen letters!"), "sixteen letter 2");
    }
}
