//! Predictions: reading what a learner typed, and saying what it was worth and which slip it looks like. The slips
//! are computed from the topology the question is about, so that no number is written here.

use nines_engine::availability::Analysis;
use nines_engine::format::decimal;
use nines_engine::report;
use nines_engine::topology::Topology;

use crate::chain::{Link, chain};
use crate::goal::list;
use crate::model::{Prediction, Slip};

/// A guess this near, in percentage points, to what a slip gives is taken for that slip: people round to two decimals.
const SLIP_WITHIN_PP: f64 = 0.006;

/// What a prediction was worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Right, too high or too low.
    pub verdict: Verdict,
    /// The guess minus the exact availability, in percentage points.
    pub error_pp: f64,
    /// The slip that gives this guess, when one does.
    pub slip: Option<Slip>,
    /// What there is to say, a few plain sentences.
    pub sentence: String,
}

/// Where a prediction lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Near enough.
    Right,
    /// Above the exact availability.
    TooHigh,
    /// Below it.
    TooLow,
}

/// Reads an availability as people type it: `99.59`, `99.59 %`, `99,59%`, or as a share, `0.9959`. A number of at
/// most 1 without a percent sign is a share.
///
/// # Errors
/// A sentence to show when it is no availability.
pub fn read(text: &str) -> Result<f64, String> {
    let trimmed = text.trim();
    let (digits, is_percent) = match trimmed.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (trimmed, false),
    };
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    let value = match decimal::read(&digits.replace(',', ".")) {
        Some(value) if plain => value,
        _ => return Err("Write the availability in percent, such as 99.5.".into()),
    };
    let share = if is_percent || value > 1.0 { value / 100.0 } else { value };
    if share > 1.0 { Err("An availability is at most 100 %.".into()) } else { Ok(share) }
}

/// What a guess is worth, against the exact answer for the topology the question is about.
pub fn judge(prediction: &Prediction, guess: f64, topology: &Topology, truth: &Analysis) -> Judgement {
    let error_pp = (guess - truth.availability) * 100.0;
    // The same billionth of slack as the goal has.
    let verdict = match error_pp {
        e if e.abs() <= prediction.within_pp + 1e-9 => Verdict::Right,
        e if e > 0.0 => Verdict::TooHigh,
        _ => Verdict::TooLow,
    };
    let compared = compared(guess, truth, error_pp, verdict);
    if verdict == Verdict::Right {
        let sentence = format!("{compared} {}", prediction.right);
        return Judgement { verdict, error_pp, slip: None, sentence };
    }
    let found = slips(topology, truth).into_iter().map(|s| ((s.value - guess).abs() * 100.0, s));
    let nearest = found.filter(|(off, _)| *off <= SLIP_WITHIN_PP).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, s)| s);
    let general = if verdict == Verdict::TooHigh { prediction.too_high } else { prediction.too_low };
    let sentence = match &nearest {
        Some(found) => format!("{compared} {}", found.says),
        None => format!("{compared} {general}"),
    };
    Judgement { verdict, error_pp, slip: nearest.map(|s| s.slip), sentence }
}

/// The availability a slip gives for a chain; `None` when the slip does not give one number.
pub fn slip_value(slip: Slip, links: &[Link], truth: f64) -> Option<f64> {
    let count = links.len() as f64;
    let lowest = links.iter().map(Link::availability).fold(f64::INFINITY, f64::min);
    match slip {
        _ if links.is_empty() => None,
        Slip::WeakestLink => Some(lowest),
        Slip::Average => Some(links.iter().map(Link::availability).sum::<f64>() / count),
        Slip::DownShare => Some(1.0 - truth),
        Slip::OnePart | Slip::LeftOut => None,
    }
}

struct Found {
    slip: Slip,
    value: f64,
    says: String,
}

fn slips(topology: &Topology, truth: &Analysis) -> Vec<Found> {
    let links = chain(topology).unwrap_or_default();
    let value = |slip| slip_value(slip, &links, truth.availability);
    let mut found = Vec::new();
    let mut add = |slip, value: Option<f64>, says: String| {
        found.extend(value.map(|value| Found { slip, value, says }));
    };
    let down = "That is the share of time it is down; asked for is the share of time it works.";
    add(Slip::DownShare, Some(truth.unavailability), down.into());
    add(Slip::WeakestLink, value(Slip::WeakestLink), weakest_says(&links));
    add(Slip::Average, value(Slip::Average), average_says(&links));
    for link in &links {
        let part = format!(
            "{} alone is available {}. A chain stops for every one of its parts, so it is below each of them.",
            link.id,
            report::percent(link.unavailability)
        );
        add(Slip::OnePart, Some(link.availability()), part);
        add(Slip::LeftOut, Some(truth.availability / link.availability()), left_out_says(&links, link));
    }
    found
}

fn weakest_says(links: &[Link]) -> String {
    let Some(weakest) = links.iter().max_by(|a, b| a.unavailability.total_cmp(&b.unavailability)) else {
        return String::new();
    };
    format!(
        "That is the availability of {}, the weakest part. The chain is below its weakest part, because the others \
         fail too, and mostly at other times.",
        weakest.id
    )
}

fn average_says(links: &[Link]) -> String {
    let ids: Vec<&str> = links.iter().map(|link| link.id.as_str()).collect();
    format!(
        "That is the average of {}. An average would let one good part make up for a bad one; in a chain each part \
         only takes away.",
        list(&ids, "and")
    )
}

/// Parts whose absence could not be told apart are named together.
fn left_out_says(links: &[Link], missing: &Link) -> String {
    let alike = links.iter().filter(|l| (l.unavailability - missing.unavailability).abs() * 100.0 <= SLIP_WITHIN_PP);
    let ids: Vec<&str> = alike.map(|link| link.id.as_str()).collect();
    format!("That is the product without {}. Every part the clients need hard belongs in it.", list(&ids, "or without"))
}

fn compared(guess: f64, truth: &Analysis, error_pp: f64, verdict: Verdict) -> String {
    let said = report::percent(1.0 - guess);
    let exact = report::percent(truth.unavailability);
    let off = format!("{:.3} percentage points", error_pp.abs());
    match verdict {
        Verdict::Right => format!("You said {said}; exactly it is {exact}."),
        Verdict::TooHigh => format!("You said {said}; exactly it is {exact}. That is {off} too high."),
        Verdict::TooLow => format!("You said {said}; exactly it is {exact}. That is {off} too low."),
    }
}
