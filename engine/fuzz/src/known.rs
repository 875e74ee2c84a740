//! What was found and is not mended yet. The checks that would stop at it pass over it, so that the next thing is found;
//! this list only shrinks. For each there is an input in `known/`, `TARGET-NAME.json`, and `cargo xtask fuzz` fails when
//! that input passes with nothing passed over: then the line here, the input and the exception go.

use std::sync::OnceLock;

/// Each by its name: what goes wrong.
pub const KNOWN: [(&str, &str); 4] = [
    ("importance-of-zero", "where the unavailability is too small for a float, importance is 0/0 and not a number"),
    ("repair-of-zero", "a mttr that is more than nothing and too small in hours: infinitely many outages a year"),
    (
        "share-of-zero",
        "mttf and mttr both too small in hours: unavailability 0/0, and the part counts as never failing",
    ),
    ("one-name-twice", "a part may be called like a pool's event, app/common-cause, and answers name both alike"),
];

/// When this is set in the environment, nothing is passed over.
const STRICT: &str = "NINES_FUZZ_STRICT";

/// Whether to pass over this one.
pub fn passed_over(name: &str) -> bool {
    static IS_STRICT: OnceLock<bool> = OnceLock::new();
    assert!(KNOWN.iter().any(|(known, _)| *known == name), "{name} is not on the list of what is known");
    !*IS_STRICT.get_or_init(|| std::env::var_os(STRICT).is_some())
}
