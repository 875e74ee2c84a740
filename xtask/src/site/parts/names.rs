//! The list of functions that a first look runs, by names that do not change from one compiler to the next.

use std::collections::BTreeSet;

/// The functions that a first look runs.
#[derive(Debug, PartialEq, Eq)]
pub struct FirstLook {
    names: BTreeSet<String>,
}

impl FirstLook {
    pub fn of<'a>(ran: impl IntoIterator<Item = &'a str>) -> FirstLook {
        FirstLook { names: ran.into_iter().map(lasting).collect() }
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&lasting(name))
    }

    pub fn read(text: &str) -> FirstLook {
        FirstLook { names: text.lines().map(str::to_owned).collect() }
    }

    pub fn text(&self) -> String {
        self.names.iter().map(|name| format!("{name}\n")).collect()
    }
}

/// A name without what tells builds of one crate apart: `core[a54…e]::fmt::write` becomes `core::fmt::write`.
fn lasting(name: &str) -> String {
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
        let list = FirstLook::of([of_one]);
        assert!(list.has(of_another));
        assert_eq!(list.text(), "<alloc::vec::Vec<nines_engine::ids::Id>>::push\n");
        assert!(!list.has("<alloc[3ca501edff3f0c7c]::vec::Vec<u32>>::push"));
    }

    #[test]
    fn brackets_of_types_and_of_copies_stay() {
        for name in ["<[u32]>::sort", "core::fmt::write[1]", "f::<[u8; 32]>", "odd["] {
            assert_eq!(FirstLook::of([name]).text(), format!("{name}\n"));
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let list = FirstLook::of(["b::c", "a", "b::c"]);
        assert_eq!(list.text(), "a\nb::c\n");
        assert_eq!(FirstLook::read(&list.text()), list);
    }
}
