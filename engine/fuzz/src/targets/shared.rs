//! A study in parts, as machines share one: with a script of faults, each part written and read, all of them joined, and
//! the whole equal to what one machine measures.

use nines_engine::format::answers::measurement_json;
use nines_engine::format::partial::{PartOf, document_of, join, read_partial, write_partial};
use nines_engine::ids::Id;
use nines_engine::sim::{Script, Study, Sums};
use nines_engine::topology::Topology;

use super::life::{STUDY_EVENTS_MAX, events_expected};
use crate::limits::timed;

const YEARS: u64 = 4;
const PARTS: u64 = 3;

pub fn in_parts(topology: &Topology, seed: u64) {
    if events_expected(topology) * (YEARS as f64) > STUDY_EVENTS_MAX {
        return;
    }
    let text = script(topology, seed);
    let read = timed("Script::read", || Script::read(&text, topology));
    // A name may look like something else in a script, and then there is none.
    let (script, text) = read.map_or_else(|_| (Script::default(), String::new()), |script| (script, text));
    let part_of =
        |part| PartOf { document: document_of(topology), script: text.clone(), seed, years: YEARS, part, parts: PARTS };
    let study = |of: &PartOf| {
        let study = Study::new(topology, seed).expect("a correct document can be studied").with_script(script.clone());
        let covers = of.covers();
        let mut study = study.starting_at(covers.start);
        timed("Study::run", || study.run(covers.end - covers.start));
        study
    };
    // The last part first: the order changes nothing.
    let parts: Vec<(String, PartOf, Sums)> =
        (1..=PARTS).rev().map(part_of).map(|of| sent(&of, study(&of).sums())).collect();
    let (_, joined) = timed("partial::join", || join(&parts)).expect("the parts of one study");
    let whole = study(&PartOf { parts: 1, ..part_of(1) }).measurement();
    assert_eq!(measurement_json(&joined.measurement()), measurement_json(&whole), "the parts are another study");
}

/// A part as it arrives elsewhere.
fn sent(of: &PartOf, sums: &Sums) -> (String, PartOf, Sums) {
    let text = write_partial(of, sums);
    let (again, came) = read_partial(&text).unwrap_or_else(|finding| panic!("{finding}\n{text}"));
    assert!(again == *of && came == *sums, "a part comes back as another:\n{text}");
    (format!("part {}", of.part), again, came)
}

/// Lines of faults, for the first parts of a document.
fn script(topology: &Topology, seed: u64) -> String {
    let components = topology.components.iter().map(|component| &component.id);
    let parts = components.chain(topology.domains.iter().map(|domain| &domain.id)).take(4);
    let line = |(place, id): (usize, &Id)| match (seed >> (8 * place)) % 4 {
        0 => format!("at {place}d: fail {id} for 90m\n"),
        1 => format!("at {place}d 4h: fail {id}\nat 200d: repair {id}\n"),
        2 => format!("at 1y: repair {id}\n"),
        _ => format!("  # {id}\n\n"),
    };
    parts.enumerate().map(line).collect()
}
