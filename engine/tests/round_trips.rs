//! Documents that are written and read come back as they were, and edits that are taken back leave no trace: over
//! generated systems that say everything a document may say.

mod generate;

use std::sync::Arc;

use generate::Dice;
use generate::dressed::dressed;
use nines_engine::diag::has_errors;
use nines_engine::format::{read, write, write_compact};
use nines_engine::ids::Id;
use nines_engine::sim::random::Stream;
use nines_engine::topology::edit::{Edit, OutOfRange, apply, apply_all};
use nines_engine::topology::{Position, Topology};

const SYSTEMS: u64 = 400;

#[test]
fn generated_documents_come_back_the_same() {
    let mut all = String::new();
    for seed in 0..SYSTEMS {
        let topology = dressed(seed);
        for write in [write, write_compact] {
            let text = write(&topology);
            let again = read(&text);
            assert!(!has_errors(&again.diagnostics), "seed {seed}: {:?}", again.diagnostics);
            let again = again.topology.unwrap();
            assert_eq!(again, topology, "seed {seed}");
            assert_eq!(write(&again), text, "seed {seed}: the text is not stable");
            all.push_str(&text);
        }
    }
    // The generator must not have become tame: these words are the fields and values of the format.
    let words = "title notes slo availability window clients rps profile needs to soft timeout attempts domains kind in \
        components mttf mttr unavailability failure repair weibull lognormal fixed distribution shape sigma change \
        bad_per_year blast rollback cost capacity_rps queue pools members required common_cause repair_crews \
        coverage manual standby level warm cold dormancy detect switch test_interval lag balancer cables between \
        layout x y colour";
    for word in words.split_whitespace() {
        assert!(all.contains(&format!("\"{word}\"")), "no generated document says {word:?}");
    }
}

impl Dice {
    fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let place = self.below(list.len().max(1));
        list.get(place).cloned()
    }
}

/// An edit of this topology with parts of another; sometimes of a place that is not there.
fn some_edit(dice: &mut Dice, topology: &Topology, donor: &Topology) -> Option<Edit> {
    // One past the end is where an insertion may still go, and one further is out of range for everything.
    let mut place = |len: usize| dice.below(len + 2);
    let places = [topology.components.len(), topology.pools.len(), topology.domains.len(), topology.cables.len()];
    let [component, pool, domain, cable] = places.map(&mut place);
    Some(match dice.below(17) {
        0 => Edit::InsertComponent(component, dice.pick(&donor.components)?),
        1 => Edit::RemoveComponent(component),
        2 => Edit::ReplaceComponent(component, dice.pick(&donor.components)?),
        3 => Edit::InsertPool(pool, dice.pick(&donor.pools)?),
        4 => Edit::RemovePool(pool),
        5 => Edit::ReplacePool(pool, dice.pick(&donor.pools)?),
        6 => Edit::InsertDomain(domain, dice.pick(&donor.domains)?),
        7 => Edit::RemoveDomain(domain),
        8 => Edit::ReplaceDomain(domain, dice.pick(&donor.domains)?),
        9 => Edit::InsertCable(cable, dice.pick(&donor.cables)?),
        10 => Edit::RemoveCable(cable),
        11 => Edit::ReplaceCable(cable, dice.pick(&donor.cables)?),
        12 => Edit::SetClients(donor.clients.clone()),
        13 => Edit::SetSlo(donor.slo.clone()),
        14 => Edit::SetTitle(donor.title.clone()),
        15 => Edit::SetNotes(donor.notes.clone()),
        _ => {
            let ids: Vec<Id> = topology.index().into_keys().chain([Id::clients()]).collect();
            let position = (dice.below(3) > 0).then(|| Position { x: dice.below(90) as f64, y: 8.0 });
            Edit::SetPosition(dice.pick(&ids)?, position)
        }
    })
}

/// The place an edit names, the length of the list it names it in, and whether one past the end will do.
fn place_of(edit: &Edit, topology: &Topology) -> Option<(usize, usize, bool)> {
    let (components, pools) = (topology.components.len(), topology.pools.len());
    let (domains, cables) = (topology.domains.len(), topology.cables.len());
    match edit {
        Edit::InsertComponent(i, _) => Some((*i, components, true)),
        Edit::RemoveComponent(i) | Edit::ReplaceComponent(i, _) => Some((*i, components, false)),
        Edit::InsertPool(i, _) => Some((*i, pools, true)),
        Edit::RemovePool(i) | Edit::ReplacePool(i, _) => Some((*i, pools, false)),
        Edit::InsertDomain(i, _) => Some((*i, domains, true)),
        Edit::RemoveDomain(i) | Edit::ReplaceDomain(i, _) => Some((*i, domains, false)),
        Edit::InsertCable(i, _) => Some((*i, cables, true)),
        Edit::RemoveCable(i) | Edit::ReplaceCable(i, _) => Some((*i, cables, false)),
        _ => None,
    }
}

#[test]
fn edits_and_inverses_cancel() {
    let mut made = [0; 17];
    let mut refused = 0;
    for seed in 0..SYSTEMS {
        let (first, donor) = (dressed(seed), dressed(seed + SYSTEMS));
        let mut dice = Dice(Stream::new(seed, 0, 17));
        let mut topology = first.clone();
        let mut edits = Vec::new();
        for _ in 0..40 {
            let Some(edit) = some_edit(&mut dice, &topology, &donor) else { continue };
            let before = topology.clone();
            let inside = place_of(&edit, &topology).is_none_or(|(i, len, past)| i < len || (past && i == len));
            match apply(&mut topology, edit.clone()) {
                Ok(inverse) => {
                    assert!(inside, "seed {seed}: {edit:?}");
                    let after = topology.clone();
                    let again = apply(&mut topology, inverse).unwrap();
                    assert_eq!(topology, before, "seed {seed}: {edit:?} is not taken back");
                    apply(&mut topology, again).unwrap();
                    assert_eq!(topology, after, "seed {seed}: {edit:?} is not made again");
                    made[variant(&edit)] += usize::from(after != before);
                    edits.push(edit);
                }
                Err(out_of_range) => {
                    assert!(!inside, "seed {seed}: {edit:?}");
                    let (index, len, _) = place_of(&edit, &topology).unwrap();
                    assert_eq!(out_of_range, OutOfRange { index, len }, "seed {seed}");
                    assert_eq!(topology, before, "seed {seed}: {edit:?} was refused and made");
                    refused += 1;
                }
            }
        }
        // All of them at once, there and back; and with one that cannot be, nothing.
        let mut at_once = first.clone();
        let inverses = apply_all(&mut at_once, edits.clone()).unwrap();
        assert_eq!(at_once, topology, "seed {seed}");
        apply_all(&mut at_once, inverses).unwrap();
        assert_eq!(at_once, first, "seed {seed}");
        assert_eq!(write(&at_once), write(&first), "seed {seed}");
        assert!(at_once.components.iter().zip(&first.components).all(|(a, b)| Arc::ptr_eq(a, b)), "seed {seed}");
        edits.insert(dice.below(edits.len() + 1), Edit::RemoveCable(99));
        assert_eq!(apply_all(&mut at_once, edits).map_err(|e| e.index), Err(99), "seed {seed}");
        assert_eq!(at_once, first, "seed {seed}");
    }
    assert!(made.iter().all(|count| *count > 100) && refused > 500, "{made:?} {refused}");
}

fn variant(edit: &Edit) -> usize {
    match edit {
        Edit::InsertComponent(..) => 0,
        Edit::RemoveComponent(..) => 1,
        Edit::ReplaceComponent(..) => 2,
        Edit::InsertPool(..) => 3,
        Edit::RemovePool(..) => 4,
        Edit::ReplacePool(..) => 5,
        Edit::InsertDomain(..) => 6,
        Edit::RemoveDomain(..) => 7,
        Edit::ReplaceDomain(..) => 8,
        Edit::InsertCable(..) => 9,
        Edit::RemoveCable(..) => 10,
        Edit::ReplaceCable(..) => 11,
        Edit::SetClients(..) => 12,
        Edit::SetSlo(..) => 13,
        Edit::SetTitle(..) => 14,
        Edit::SetNotes(..) => 15,
        Edit::SetPosition(..) => 16,
    }
}
