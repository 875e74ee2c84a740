//! Which part every function and all data go to, and by which numbers and places the parts know each other. `divide` writes them.

use super::data::{self, Objects, Segment};
use super::module::Module;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The export by which the module calls for its rest. It must not need anything of it: whatever it calls stays with it.
const LOADER: &str = "loadRest";

/// A body of so many bytes is not longer than a stand-in for it.
const SHORTER_THAN_A_STAND_IN: usize = 20;

/// Where everything goes.
pub struct Plan<'a> {
    pub module: Module<'a>,
    pub loader: u32,
    /// Whether each function belongs to the first part.
    stay: Vec<bool>,
    /// The functions with a body in the first part, stand-ins among them, and those of the rest: in both, those in the table come
    /// first and in its order, so that a run of numbers fills it, which takes hardly any room when it is packed.
    pub here: Vec<u32>,
    pub moved: Vec<u32>,
    pub places: Places,
    /// The number of each function in the first part. Moved ones have the number of their stand-in, or none.
    pub number: Vec<Option<u32>>,
    /// Functions of the first part that the rest calls, in the order in which it imports them.
    pub shared: Vec<u32>,
    /// The data of the first part and of the rest.
    pub data: [Vec<Segment>; 2],
}

impl<'a> Plan<'a> {
    pub fn new(module: Module<'a>, objects: &Objects, stays: impl Fn(&str) -> bool) -> Result<Plan<'a>> {
        let loader = loader(&module)?;
        let stay = staying(&module, loader, stays)?;
        let Across { called, shared } = Across::of(&module, &stay)?;
        let places = Places::of(&module, &stay, called)?;
        let (here, moved) = in_order(&module, &stay, &places);
        let mut number = vec![None; module.type_of.len()];
        for (at, function) in (0..).zip((0..module.imported).chain(here.iter().copied())) {
            number[function as usize] = Some(at);
        }
        let mut shared: Vec<u32> = shared.into_iter().collect();
        shared.sort_by_key(|function| number[*function as usize]);
        let mut addresses = Vec::new();
        for (function, body) in (module.imported..).zip(&module.bodies) {
            if stay[function as usize] {
                data::read_addresses(body, &mut addresses)?;
            }
        }
        let data = data::divided(&module.data, &objects.unreached(addresses))?;
        Ok(Plan { module, loader, stay, here, moved, places, number, shared, data })
    }

    /// The function that sees to it that the rest is there: the last of the first part.
    pub fn ensure(&self) -> u32 {
        self.module.imported + self.here.len() as u32
    }

    /// The global that says that the rest is there: the last.
    pub fn is_there(&self) -> u32 {
        self.module.globals.len() as u32
    }

    pub fn is_stood_in(&self, function: u32) -> bool {
        self.places.stood_in.binary_search(&function).is_ok()
    }

    pub fn stays(&self, function: u32) -> bool {
        self.stay[function as usize]
    }
}

fn loader(module: &Module<'_>) -> Result<u32> {
    let loader = *module.exported.get(LOADER).with_context(|| format!("the application exports no {LOADER}"))?;
    let of_loader = &module.types[module.type_of[loader as usize] as usize];
    if !of_loader.params().is_empty() || !of_loader.results().is_empty() {
        bail!("{LOADER} is given something or gives something back");
    }
    Ok(loader)
}

/// What belongs to the first part: what is said to, what is imported, what calls for the rest, and what is too short to move.
fn staying(module: &Module<'_>, loader: u32, stays: impl Fn(&str) -> bool) -> Result<Vec<bool>> {
    let mut stay: Vec<bool> = (0..module.type_of.len() as u32)
        .map(|function| match module.body(function) {
            None => true,
            Some(body) => body.range().len() < SHORTER_THAN_A_STAND_IN || stays(&module.names[function as usize]),
        })
        .collect();
    let mut reached = vec![false; stay.len()];
    let mut open = vec![loader];
    while let Some(function) = open.pop() {
        if !std::mem::replace(&mut reached[function as usize], true) {
            stay[function as usize] = true;
            open.extend(module.calls(function)?);
        }
    }
    Ok(stay)
}

/// The functions that are called by name from the other part.
struct Across {
    /// Functions of the rest that the first part calls.
    called: BTreeSet<u32>,
    /// Functions of the first part that the rest calls.
    shared: BTreeSet<u32>,
}

impl Across {
    fn of(module: &Module<'_>, stay: &[bool]) -> Result<Across> {
        let mut across = Across { called: BTreeSet::new(), shared: BTreeSet::new() };
        for (function, here) in (0..).zip(stay) {
            for other in module.calls(function)? {
                match (here, stay[other as usize]) {
                    (true, false) => _ = across.called.insert(other),
                    (false, true) => _ = across.shared.insert(other),
                    _ => {}
                }
            }
        }
        Ok(across)
    }
}

/// Where functions of the rest are in the table.
pub struct Places {
    /// Moved functions that the first part can call or hand out, each with its place.
    pub of: BTreeMap<u32, u32>,
    /// Every place that a function of the rest takes.
    pub filled: BTreeMap<u32, u32>,
    /// The moved functions that something stands in for, in order.
    pub stood_in: Vec<u32>,
    /// How long the table was, and how many places were added.
    pub before: u32,
    pub added: u64,
}

impl Places {
    fn of(module: &Module<'_>, stay: &[bool], mut called: BTreeSet<u32>) -> Result<Places> {
        let is_moved = |function: &u32| !stay[*function as usize];
        let in_table = module.in_table.iter().copied();
        let mut filled: BTreeMap<u32, u32> = in_table.filter(|(_, function)| is_moved(function)).collect();
        let mut of: BTreeMap<u32, u32> = filled.iter().rev().map(|(slot, function)| (*function, *slot)).collect();
        let exported: BTreeSet<u32> = module.exported.values().copied().filter(is_moved).collect();
        let exported: Vec<u32> = exported.into_iter().filter(|function| !of.contains_key(function)).collect();
        let mut stood_in: Vec<u32> = of.keys().chain(&exported).copied().collect();
        stood_in.sort_unstable();
        called.retain(|function| stood_in.binary_search(function).is_err());
        let before = u32::try_from(module.tables.first().context("the application has a table")?.initial)?;
        // Those that are stood in for come first, so that the first part fills one run of places.
        let without_place: Vec<u32> = exported.into_iter().chain(called).collect();
        for (slot, function) in (before..).zip(&without_place) {
            of.insert(*function, slot);
            filled.insert(slot, *function);
        }
        Ok(Places { of, filled, stood_in, before, added: without_place.len() as u64 })
    }
}

/// The functions with a body in the first part, and those of the rest.
fn in_order(module: &Module<'_>, stay: &[bool], places: &Places) -> (Vec<u32>, Vec<u32>) {
    let mut first_place = vec![u32::MAX; stay.len()];
    let added = places.of.iter().map(|(function, slot)| (*slot, *function));
    for (slot, function) in module.in_table.iter().rev().copied().chain(added) {
        first_place[function as usize] = slot;
    }
    let (mut here, mut moved): (Vec<u32>, Vec<u32>) =
        (module.imported..stay.len() as u32).partition(|function| stay[*function as usize]);
    here.extend(&places.stood_in);
    for functions in [&mut here, &mut moved] {
        functions.sort_by_key(|function| (first_place[*function as usize], *function));
    }
    (here, moved)
}
