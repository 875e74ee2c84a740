//! Names and places for new parts: `db-2` after `db`, `app-3` after `app-2`, `zone-b` after `zone-a`.

use crate::ids::{CLIENTS, ID_LENGTH_MAX, Id};
use crate::topology::{Position, Topology};

/// Numbers tried before giving up; more than a document can have parts.
const TRIES: u32 = 10_000;

/// A name like another one that `is_taken` does not refuse. `None` when all that were tried are taken.
pub fn fresh(like: &str, is_taken: &dyn Fn(&str) -> bool) -> Option<Id> {
    let free = |text: String| Id::new(&text).ok().filter(|id| id.as_str() != CLIENTS && !is_taken(id.as_str()));
    let (stem, end) = like.rsplit_once('-').unwrap_or((like, ""));
    if let (1, Some(letter @ b'a'..=b'z')) = (end.len(), end.bytes().next()) {
        let next = (letter + 1..=b'z').find_map(|next| free(format!("{}-{}", short(stem), char::from(next))));
        if next.is_some() {
            return next;
        }
    }
    let (stem, first) = match end.parse::<u32>() {
        Ok(number) if number < TRIES && !stem.is_empty() => (stem, number + 1),
        _ => (like, 2),
    };
    (first..first + TRIES).find_map(|number| free(format!("{}-{number}", short(stem))))
}

/// A name with a word added, or one like it.
pub fn with_word(like: &str, word: &str, is_taken: &dyn Fn(&str) -> bool) -> Option<Id> {
    let wanted = format!("{}-{word}", short(like));
    if is_taken(&wanted) { fresh(&wanted, is_taken) } else { Id::new(&wanted).ok() }
}

/// As much of a name as leaves room for what is added to it.
fn short(text: &str) -> String {
    const ROOM: usize = 12;
    text.chars().take(ID_LENGTH_MAX - ROOM).collect()
}

/// A free place below a part in the picture; `None` when the part has no place itself.
pub fn below(topology: &Topology, id: &Id) -> Option<Position> {
    // A part is some 160 by 64 canvas units in the picture; these keep clear of it on the grid of 8.
    const APART: Position = Position { x: 176.0, y: 96.0 };
    const ROWS: usize = 64;
    let start = topology.layout.get(id)?;
    let rows = (1..=ROWS).map(|row| Position { x: start.x, y: start.y + APART.y * row as f64 });
    let is_near = |a: &Position, b: &Position| (a.x - b.x).abs() < APART.x && (a.y - b.y).abs() < APART.y;
    let mut free = rows.filter(|place| topology.layout.values().all(|other| !is_near(place, other)));
    free.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(like: &str, taken: &[&str], expected: &str) {
        assert_eq!(fresh(like, &|name| taken.contains(&name)).unwrap().as_str(), expected);
    }

    #[test]
    fn new_names_go_on_where_the_old_ones_stop() {
        check("db", &["db"], "db-2");
        check("db", &["db", "db-2"], "db-3");
        check("app-1", &["app-1", "app-2"], "app-3");
        check("zone-a", &["zone-a", "zone-b"], "zone-c");
        check("zone-z", &["zone-z"], "zone-z-2");
        check("eu-west", &["eu-west"], "eu-west-2");
        check("-7", &["-7"], "-7-2");
    }

    #[test]
    fn new_names_are_never_too_long() {
        let long = "ä".repeat(ID_LENGTH_MAX);
        assert!(fresh(&long, &|_| false).unwrap().as_str().ends_with("-2"));
        assert!(with_word(&long, "pool", &|_| false).unwrap().as_str().ends_with("-pool"));
        assert_eq!(with_word("db", "pool", &|name| name == "db-pool").unwrap().as_str(), "db-pool-2");
    }
}
