//! Part of a study as a file, to be joined with the other parts elsewhere: whole numbers, and the document itself, so that
//! parts of different documents are never joined.

use super::json::Tree;
use super::{FORMAT, write_compact};
use crate::diag::{Diagnostic, codes};
use crate::order::Map;
use crate::sim::{Histogram, Script, Study, Sums, YEARS_MAX};
use crate::topology::Topology;
use crate::units::Ticks;

/// The `format` field of a partial result.
pub const PARTIAL_FORMAT: &str = "nines-partial";

/// The version of partial results that is written and read.
const VERSION: u64 = 1;

/// Which part of which study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// The canonical text of the document.
    pub document: String,
    /// The text of the script of faults; empty without one.
    pub script: String,
    /// The seed.
    pub seed: u64,
    /// The years of the whole study.
    pub years: u64,
    /// Which part, from 1.
    pub part: u64,
    /// Of how many.
    pub parts: u64,
}

impl PartOf {
    /// The years it covers: from the first to before the last.
    pub fn covers(&self) -> std::ops::Range<u64> {
        let share = |part: u64| (u128::from(self.years) * u128::from(part) / u128::from(self.parts.max(1))) as u64;
        share(self.part - 1)..share(self.part)
    }
}

/// A partial result as text, ending with a line break: a text without one was cut off.
pub fn write_partial(of: &PartOf, sums: &Sums) -> String {
    // As texts: many readers of JSON, ours among them, round numbers of this size.
    let whole = |value: u128| Tree::text(value);
    let histogram = |histogram: &Histogram| {
        let (counts, max) = histogram.parts();
        let counts = counts.map(|(bucket, count)| Tree::List(vec![whole(bucket.into()), whole(count.into())]));
        Tree::object([("max", whole(max.0.into())), ("counts", Tree::List(counts.collect()))])
    };
    let causes = sums.by_cause.iter().map(|(cause, ticks)| (cause.clone(), whole(*ticks))).collect();
    let tree = Tree::object([
        ("format", Tree::text(PARTIAL_FORMAT)),
        ("version", Tree::number(VERSION as f64)),
        ("document", Tree::text(&of.document)),
        ("script", Tree::text(&of.script)),
        ("seed", whole(of.seed.into())),
        ("study_years", whole(of.years.into())),
        ("part", whole(of.part.into())),
        ("parts", whole(of.parts.into())),
        ("years", whole(sums.years.into())),
        ("events", whole(sums.events.into())),
        ("outages", whole(sums.outages.into())),
        ("down", whole(sums.down)),
        ("down_squared", whole(sums.down_squared)),
        ("degraded", whole(sums.degraded)),
        ("unserved", whole(sums.unserved)),
        ("outage_ticks", whole(sums.outage_ticks)),
        ("outage_lengths", histogram(&sums.outage_lengths)),
        ("yearly", histogram(&sums.yearly)),
        ("by_phase", Tree::List(sums.by_phase.iter().map(|ticks| whole(*ticks)).collect())),
        ("by_cause", Tree::Object(causes)),
    ]);
    tree.compact() + "\n"
}

/// Reads a partial result.
///
/// # Errors
/// A finding that says what is wrong with the text; run that part again.
pub fn read_partial(text: &str) -> Result<(PartOf, Sums), Diagnostic> {
    let tree = Tree::read(text).map_err(|error| bad(&format!("it is cut off or no JSON: {error}")))?;
    let Tree::Object(entries) = &tree else { return Err(bad("it is no partial result")) };
    let fields: Map<_, _> = entries.iter().map(|(name, value)| (name.as_str(), value)).collect();
    if fields.get("format") != Some(&&Tree::text(PARTIAL_FORMAT)) {
        return Err(bad(&format!("its format is not \"{PARTIAL_FORMAT}\"")));
    }
    is_readable(fields.get("version").copied())?;
    if !text.ends_with('\n') {
        return Err(bad("it is cut off: its last line does not end"));
    }
    let (of, sums) = read_fields(&fields).ok_or_else(|| bad("a field is missing or has a wrong value"))?;
    match what_differs(&sums) {
        None => Ok((of, sums)),
        Some(what) => Err(bad(&format!("its numbers do not belong together: {what}"))),
    }
}

/// Whether the version is one that can be read.
fn is_readable(version: Option<&Tree>) -> Result<(), Diagnostic> {
    let version = match version {
        Some(Tree::Number(number)) => number.whole(),
        _ => None,
    };
    match version {
        Some(VERSION) => Ok(()),
        Some(newer) if newer > VERSION => {
            let message =
                format!("a newer Nines wrote this part: it is of version {newer}, and this one reads {VERSION}");
            let finding = Diagnostic::error(codes::NEWER_VERSION, message);
            Err(finding.hint("join the parts with that Nines, or run all of them with this one"))
        }
        _ => Err(bad("it does not say its version")),
    }
}

fn bad(why: &str) -> Diagnostic {
    Diagnostic::error(codes::BAD_PART, format!("this is no partial result: {why}")).hint("run this part again")
}

/// The most that a part's counts may be, so that those of all parts together fit: a hundred thousand a year.
const COUNT_MAX: u64 = YEARS_MAX * 100_000;

/// The most that its sums of ticks may be for each of its years: the square of a year is below this. There are fewer than
/// 2²⁴ years in all parts.
const TICKS_OF_YEAR_MAX: u128 = 1 << 90;

fn read_fields(fields: &Map<&str, &Tree>) -> Option<(PartOf, Sums)> {
    let narrow = |name: &str| u64::try_from(whole_of(fields.get(name)?)?).ok();
    let years = narrow("years").filter(|years| *years <= YEARS_MAX)?;
    let ticks_of = |tree: &Tree| whole_of(tree).filter(|ticks| *ticks <= TICKS_OF_YEAR_MAX * u128::from(years));
    let wide = |name: &str| ticks_of(fields.get(name)?);
    let count = |name: &str| narrow(name).filter(|count| *count <= COUNT_MAX);
    let text = |name: &str| match fields.get(name)? {
        Tree::Text(text) => Some(text.clone()),
        _ => None,
    };
    let of = PartOf {
        document: text("document")?,
        script: text("script")?,
        seed: narrow("seed")?,
        years: narrow("study_years").filter(|years| *years <= YEARS_MAX)?,
        part: narrow("part").filter(|part| *part >= 1)?,
        parts: narrow("parts").filter(|parts| *parts <= YEARS_MAX)?,
    };
    let Tree::List(phases) = fields.get("by_phase")? else { return None };
    let phases: Vec<u128> = phases.iter().map(ticks_of).collect::<Option<_>>()?;
    let Tree::Object(causes) = fields.get("by_cause")? else { return None };
    let mut by_cause = Map::new();
    for (cause, ticks) in causes {
        by_cause.insert(cause.clone(), ticks_of(ticks)?);
    }
    let sums = Sums {
        years,
        events: count("events")?,
        outages: count("outages")?,
        down: wide("down")?,
        down_squared: wide("down_squared")?,
        degraded: wide("degraded")?,
        unserved: wide("unserved")?,
        outage_ticks: wide("outage_ticks")?,
        outage_lengths: histogram_of(fields.get("outage_lengths")?)?,
        yearly: histogram_of(fields.get("yearly")?)?,
        by_phase: phases.try_into().ok()?,
        by_cause,
    };
    let covers = of.covers();
    (of.part <= of.parts && sums.years == covers.end - covers.start).then_some((of, sums))
}

/// What holds of the sums of any years, and not of these; `None` when all of it holds.
fn what_differs(sums: &Sums) -> Option<&'static str> {
    let (years, year) = (u128::from(sums.years), u128::from(Ticks::PER_YEAR));
    if sums.down + sums.degraded > years * year {
        return Some("it was down and degraded for longer than its years last");
    }
    // From here on there are fewer than 2⁴⁵ ticks a year in fewer than 2²⁴ years: squares of years fit into a number, the
    // square of their sum does not. The sum of squares is least when all years have the same, up to a tick.
    let (mean, more) = (sums.down / years.max(1), sums.down % years.max(1));
    let squares_least = (years - more) * mean * mean + more * (mean + 1) * (mean + 1);
    let longest = u128::from(sums.outage_lengths.max().0);
    // An outage is counted where it begins, and then followed to its end: each has one length. One that was on from the
    // start of a year has none and is not counted.
    let holds = [
        (total(sums.by_phase.iter()) == Some(sums.down), "by_phase does not add up to down"),
        (total(sums.by_cause.values()) == Some(sums.down), "by_cause does not add up to down"),
        (sums.unserved <= sums.down * PARTS_OF_A_TICK, "more was not served than while it was down"),
        (sums.yearly.total() == sums.years, "yearly has another number of years"),
        (sums.outage_lengths.total() == sums.outages, "outage_lengths has another number of outages"),
        (longest <= sums.outage_ticks, "outage_ticks is less than the longest outage"),
        (sums.outage_ticks <= longest * u128::from(sums.outages), "outage_ticks is more than its outages had"),
        (squares_least <= sums.down_squared, "down_squared is less than years with so much downtime have"),
        (sums.down_squared <= sums.down * year, "down_squared is more than years with so much downtime have"),
    ];
    holds.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what)
}

/// What is not served is counted in so many parts of a tick.
const PARTS_OF_A_TICK: u128 = 1 << 20;

fn total<'a>(mut ticks: impl Iterator<Item = &'a u128>) -> Option<u128> {
    ticks.try_fold(0_u128, |sum, more| sum.checked_add(*more))
}

fn whole_of(tree: &Tree) -> Option<u128> {
    match tree {
        Tree::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn histogram_of(tree: &Tree) -> Option<Histogram> {
    let Tree::Object(fields) = tree else { return None };
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value);
    let max = u64::try_from(whole_of(field("max")?)?).ok()?;
    let Tree::List(pairs) = field("counts")? else { return None };
    let mut counts = Map::new();
    for pair in pairs {
        let Tree::List(pair) = pair else { return None };
        let [bucket, count] = pair.as_slice() else { return None };
        let count = u64::try_from(whole_of(count)?).ok().filter(|count| *count <= COUNT_MAX)?;
        counts.insert(u32::try_from(whole_of(bucket)?).ok()?, count);
    }
    Histogram::from_parts(counts, Ticks(max))
}

/// The canonical text of a document, as parts carry it.
pub fn document_of(topology: &Topology) -> String {
    write_compact(topology)
}

/// Joins all parts of one study, in any order, to the study that one machine would have run.
///
/// # Errors
/// Everything that is wrong: parts that are missing, that are there twice, or that belong to another study.
pub fn join(parts: &[(String, PartOf, Sums)]) -> Result<(Topology, Study), Vec<Diagnostic>> {
    let Some((_, first, _)) = parts.first() else {
        let finding = Diagnostic::error(codes::BAD_PART, "there is no part to join");
        return Err(vec![finding.hint("name the files that nines simulate --part wrote")]);
    };
    let mut findings = Vec::new();
    let mut seen: Map<u64, &str> = Map::new();
    for (name, of, _) in parts {
        if (PartOf { part: first.part, ..of.clone() }) != *first {
            let finding = Diagnostic::error(codes::BAD_PART, "this is a part of another study than the first one is");
            findings.push(
                finding.at(name.clone(), "").hint("join parts of one document, seed, number of years and of parts"),
            );
        } else if let Some(other) = seen.insert(of.part, name) {
            let message = format!("part {} is there twice: {other} has it too", of.part);
            findings.push(Diagnostic::error(codes::BAD_PART, message).at(name.clone(), "").hint("name it once"));
        }
    }
    if findings.is_empty() {
        findings.extend(missing(first.parts, &seen));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let read = super::read(&first.document);
    let topology = read.topology.ok_or(read.diagnostics)?;
    let script = Script::read(&first.script, &topology)?;
    let mut study = Study::new(&topology, first.seed)?.with_script(script);
    parts.iter().for_each(|(_, _, sums)| study.join(sums));
    Ok((topology, study))
}

/// Says which parts are missing; of very many the first.
fn missing(parts: u64, seen: &Map<u64, &str>) -> Option<Diagnostic> {
    const LISTED_MAX: usize = 20;
    let missing = (1..=parts).filter(|part| !seen.contains_key(part));
    let listed: Vec<String> = missing.take(LISTED_MAX).map(|part| part.to_string()).collect();
    let more = parts.saturating_sub((seen.len() + listed.len()) as u64);
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("of {parts} parts these are missing: {}{end}", listed.join(", "));
    let finding = Diagnostic::error(codes::BAD_PART, message).hint("run them and join again");
    (!listed.is_empty()).then_some(finding)
}

// The two formats are told apart by their first field, so they must differ.
const _: () = assert!(FORMAT.len() != PARTIAL_FORMAT.len());
