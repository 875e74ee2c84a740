//! The list of functions that a first look does not run, by names that do not change from one compiler to the next.
//!
//! It names those that can wait and not those that cannot, so that a function it does not know (a new one, or one that another
//! compiler did not inline) is loaded first, and nobody waits for it.

use super::super::names::content_hash;
use anyhow::{Context, Result};
use std::collections::BTreeSet;

const HEAD: &str = "# Functions that a first look at the site does not run, each by a hash of its name. Written by `cargo xtask first-look`.\n";

/// The functions that can wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Later {
    /// 64 bits each: names are up to a thousand letters long, and there are thousands of them.
    hashes: BTreeSet<String>,
}

impl Later {
    /// All functions but those that ran; of several with one name all must not have run.
    pub fn of<'a>(functions: impl Iterator<Item = (&'a str, bool)> + Clone) -> Later {
        let hashes = |ran: bool| {
            let these = functions.clone().filter(move |(name, did)| !name.is_empty() && *did == ran);
            these.map(|(name, _)| hash(name)).collect::<BTreeSet<String>>()
        };
        Later { hashes: hashes(false).difference(&hashes(true)).cloned().collect() }
    }

    pub fn has(&self, name: &str) -> bool {
        !name.is_empty() && self.hashes.contains(&hash(name))
    }

    pub fn count(&self) -> usize {
        self.hashes.len()
    }

    pub fn read(text: &str) -> Result<Later> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let hashes = lines.map(|line| {
            let is_hash = line.len() == 16 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash
                .then(|| line.to_owned())
                .with_context(|| format!("{line:?} is no hash of a name: run cargo xtask first-look"))
        });
        Ok(Later { hashes: hashes.collect::<Result<_>>()? })
    }

    pub fn text(&self) -> String {
        HEAD.to_owned() + &self.hashes.iter().map(|hash| format!("{hash}\n")).collect::<String>()
    }
}

fn hash(name: &str) -> String {
    content_hash(lasting(name).as_bytes())
}

/// A name without what tells builds of one crate apart: `core[a54…e]::fmt::write` becomes `core::fmt::write`.
pub fn lasting(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = from[1..].find(']').map(|end| &from[1..=end]);
        match inner {
            Some(hash) if hash.len() >= 10 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                rest = &from[hash.len() + 2..];
            }
            _ => {
                out.push('[');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lasts_from_one_compiler_to_the_next() {
        let of_one = "<alloc[3ca501edff3f0c7c]::vec::Vec<nines_engine[06b4f7a0c1d2e3f4]::ids::Id>>::push";
        let of_another = "<alloc[9999999999999999]::vec::Vec<nines_engine[abcdefabcdefabcd]::ids::Id>>::push";
        let later = Later::of([(of_one, false)].into_iter());
        assert!(later.has(of_another));
        assert!(!later.has("<alloc[3ca501edff3f0c7c]::vec::Vec<u32>>::push"));
        assert_eq!(lasting(of_one), "<alloc::vec::Vec<nines_engine::ids::Id>>::push");
    }

    #[test]
    fn brackets_of_types_and_of_copies_stay() {
        for name in ["<[u32]>::sort", "core::fmt::write[1]", "f::<[u8; 32]>", "odd["] {
            assert_eq!(lasting(name), name);
        }
    }

    #[test]
    fn what_ran_under_a_name_and_what_has_none_does_not_wait() {
        let later = Later::of([("a", false), ("b", true), ("c", true), ("c", false), ("", false)].into_iter());
        assert_eq!(["a", "b", "c", "", "unknown"].map(|name| later.has(name)), [true, false, false, false, false]);
        assert_eq!(later.count(), 1);
    }

    #[test]
    fn what_is_written_is_read() {
        let later = Later::of([("b::c", false), ("a", false)].into_iter());
        assert_eq!(Later::read(&later.text()).expect("readable"), later);
        assert!(Later::read("<alloc::vec::Vec>\n").is_err());
    }
}
