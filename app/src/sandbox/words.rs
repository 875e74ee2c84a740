//! Words for parts, states and promises, as views show and say them. Plain data in, plain data out; nothing is drawn
//! here. Numbers come from the engine's `report`, sentences about needs from the editor's `outline`.

use nines_editor::letters::lower;
use nines_editor::scene::Sort;
use nines_editor::{Field, Row, Target, inspector, outline};
use nines_engine::availability::Analysis;
use nines_engine::ids::Id;
use nines_engine::order::{Map, sort_by};
use nines_engine::report;
use nines_engine::sim::PartState;
use nines_engine::topology::{Part, Topology};

/// The words of one part that do not depend on the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct PartWords {
    /// Its kind, as it reads inside a sentence: `database`, `DNS`.
    pub kind: String,
    /// Its own number: an availability, or how many of its members a pool requires. Empty when it has none.
    pub own: String,
    /// What it needs, what needs it, and what it is in: `needs nothing, needed by app`.
    pub links: String,
}

/// The words of every part of a document.
pub fn words_of(topology: &Topology) -> Map<Id, PartWords> {
    outline(topology).iter().map(|row| (row.id.clone(), words_of_row(topology, row))).collect()
}

fn words_of_row(topology: &Topology, row: &Row) -> PartWords {
    let own = match topology.get(&row.id) {
        Some(Part::Component(c)) => report::percent(c.reliability.unavailability()),
        Some(Part::Domain(d)) => report::percent(d.reliability.unavailability()),
        Some(Part::Pool(p)) => match topology.required_count(p) {
            Some(count) => format!("{count} of {}", p.members.len()),
            None => format!("demand of {}", p.members.len()),
        },
        None => String::new(),
    };
    PartWords { kind: in_sentence(&row.kind_label), own, links: links(row) }
}

fn links(row: &Row) -> String {
    let names = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(" and ");
    let mut clauses = Vec::new();
    if row.sort != Sort::Domain {
        let needs = row.needs.iter().map(|(id, soft)| if *soft { format!("{id} softly") } else { id.to_string() });
        let needs = needs.collect::<Vec<_>>().join(" and ");
        clauses.push(format!("needs {}", if needs.is_empty() { "nothing" } else { &needs }));
    }
    for (word, ids) in
        [("needed by", &row.needed_by), ("holds", &row.members), ("in", &row.pools), ("in", &row.domains)]
    {
        if !ids.is_empty() {
            clauses.push(format!("{word} {}", names(ids)));
        }
    }
    clauses.join(", ")
}

/// A label in the middle of a sentence: `Load balancer` becomes `load balancer`, `DNS` stays.
pub fn in_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_ascii_lowercase() || !second.is_ascii() => {
            let (first, rest) = label.split_at(first.len_utf8());
            lower(first) + rest
        }
        _ => label.to_string(),
    }
}

/// A state as it is shown: always a mark, a colour and a word together.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Which case it is: `up`, `degraded`, `failed`, `blocked` or `never`.
    pub case: &'static str,
    /// The state of the style sheets and of the mark.
    pub look: &'static str,
    /// The part that has taken it down, when it has not failed itself.
    pub by: Option<String>,
    /// The word under its name. Short: it has ninety pixels.
    pub word: String,
    /// The same in full, for reading aloud.
    pub spoken: String,
}

/// How a state is shown.
pub fn shown(state: &PartState) -> Shown {
    let plain = |case, look, word: &str, spoken: &str| Shown {
        case,
        look,
        by: None,
        word: word.to_string(),
        spoken: spoken.to_string(),
    };
    match state {
        PartState::Up => plain("up", "up", "works", "works"),
        PartState::Degraded => plain("degraded", "degraded", "degraded", "degraded"),
        PartState::Failed { by_hand: true } => plain("failed", "failed", "by hand", "failed by hand"),
        PartState::Failed { by_hand: false } => plain("failed", "failed", "failed", "failed"),
        PartState::Blocked { by } => Shown {
            case: "blocked",
            look: "failed",
            by: Some(by.to_string()),
            word: format!("no {}", clipped(by.as_str(), 9)),
            spoken: format!("down, waits for {by}"),
        },
        PartState::NeverWorks => plain("never", "failed", "never works", "never works"),
    }
}

/// Whether a button on the part repairs it rather than fails it.
pub fn is_failed(state: &PartState) -> bool {
    matches!(state, PartState::Failed { .. })
}

/// At most so many characters, the last an ellipsis when some are missing.
pub fn clipped(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_string();
    }
    text.chars().take(chars_max - 1).chain(['…']).collect()
}

/// An id for the page's element of a target. Names may hold spaces and quotes, which ids of elements may not.
pub fn element_id(target: &Target) -> String {
    let mut id = String::from("on-canvas-");
    for c in target.key().chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            id.push(c);
        } else {
            id.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    id
}

/// Whether a promise holds, and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// The promised availability.
    pub promised: String,
    /// Whether it holds; `None` while there is no answer.
    pub met: Option<bool>,
    /// By how much, in time a year.
    pub note: String,
}

/// The promise of a document beside its exact answer; `None` when it makes none.
pub fn promise(topology: &Topology, analysis: Option<&Analysis>) -> Option<Promise> {
    let slo = topology.slo.as_ref()?;
    // As it was typed: a promise has the digits somebody chose, not those that matter.
    let rows = inspector(topology, None);
    let promised =
        rows.into_iter().find(|row| row.field == Field::SloAvailability).map(|row| row.text).unwrap_or_default();
    let Some(analysis) = analysis else { return Some(Promise { promised, met: None, note: String::new() }) };
    let Some(spare) = report::minutes_to_spare(slo.availability.get(), analysis) else {
        return Some(Promise { promised, met: None, note: "between the bounds of the answer".to_string() });
    };
    let met = spare >= 0.0;
    let time = report::minutes_text(spare.abs());
    let note = if met { format!("met, {time} a year to spare") } else { format!("missed by {time} a year") };
    Some(Promise { promised, met: Some(met), note })
}

/// Half the width of an interval in percent, with two digits that matter: `± 0.031`.
pub fn spread(interval: (f64, f64)) -> String {
    let half = (interval.1 - interval.0) / 2.0 * 100.0;
    let digits = (1..12).find(|digits| half >= 10f64.powi(-digits)).unwrap_or(12) + 1;
    format!("± {half:.*}", digits as usize)
}

/// How many causes of downtime are marked on the parts.
const CAUSES_MAX: usize = 3;
/// The smallest share of the downtime that is marked.
const CAUSE_SHARE_MIN: f64 = 0.1;

/// The parts that stand for most of the downtime, the largest share first.
pub fn top_causes(analysis: &Analysis) -> Vec<Id> {
    let named = analysis.importance.iter().filter(|i| i.criticality >= CAUSE_SHARE_MIN);
    let name = |id: &str| Id::new(id.strip_suffix("/common-cause").unwrap_or(id)).ok();
    let mut causes: Vec<(f64, Id)> = named.filter_map(|i| Some((i.criticality, name(&i.id)?))).collect();
    sort_by(&mut causes, |a, b| b.0.total_cmp(&a.0));
    causes.truncate(CAUSES_MAX);
    causes.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_inside_sentences() {
        let cases = [("Load balancer", "load balancer"), ("DNS", "DNS"), ("Third-party API", "third-party API")];
        for (label, expected) in cases {
            assert_eq!(in_sentence(label), expected);
        }
    }

    #[test]
    fn a_spread_has_two_digits_that_matter() {
        for (half, expected) in [(0.000_31, "± 0.031"), (0.05, "± 5.00"), (0.000_001_2, "± 0.00012")] {
            assert_eq!(spread((0.9 - half, 0.9 + half)), expected);
        }
    }

    #[test]
    fn element_ids_hold_no_spaces_and_differ() {
        let id = |name: &str| element_id(&Target::Part(Id::new(name).unwrap()));
        assert_eq!(id("db-1"), "on-canvas-db-1");
        assert!(!id("my \"db\" 1").contains([' ', '"']));
        assert_ne!(id("a b"), id("a_b"));
    }

    #[test]
    fn long_names_are_clipped_by_characters() {
        assert_eq!(clipped("überlang", 4), "übe…");
        assert_eq!(clipped("kurz", 4), "kurz");
    }
}
