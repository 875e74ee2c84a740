//! Numbers in people's words: percentages with the digits that matter, nines, durations as one says them, and the
//! sentence about why the predicted and the measured availability differ. For app, cli and lessons alike, so that
//! one number reads the same everywhere.

use crate::availability::{Analysis, Method};
use crate::math;
use crate::sim::Measured;
use crate::topology::Topology;
use crate::units::{MINUTES_PER_YEAR, Ticks};

/// An availability in percent from its unavailability, with three significant digits of the downtime:
/// `99.689 %`, `99.999950 %`. Never rounds up to 100 %.
pub fn percent(unavailability: f64) -> String {
    if unavailability <= 0.0 {
        return "100 %".to_string();
    }
    let down = (unavailability * 100.0).min(100.0);
    if down < LEAST_WRITTEN_OUT {
        return format!("100 % − {down:.2e} %");
    }
    let digits = digits_for(down);
    format!("{:.digits$} %", 100.0 - round_to(down, digits))
}

/// Less downtime in percent does not fit between 100 % and the last digit of a number.
const LEAST_WRITTEN_OUT: f64 = 1e-12;

/// An analysis' availability in percent, marked where it is approximate: `≈ 99.599 %`.
pub fn predicted_text(analysis: &Analysis) -> String {
    marked_percent(analysis.method, analysis.unavailability)
}

/// An availability in percent, marked where it is approximate.
pub fn marked_percent(method: Method, unavailability: f64) -> String {
    let mark = if method == Method::Approximate { "≈ " } else { "" };
    format!("{mark}{}", percent(unavailability))
}

/// Between what an analysis' availability lies, where no more than that is known: `99.598 % to 99.600 %`.
pub fn bounds_text(analysis: &Analysis) -> Option<String> {
    let (least, most) = analysis.unavailability_bounds?;
    Some(format!("{} to {}", percent(most), percent(least)))
}

/// A share of time in percent with three significant digits: `0.311 %`.
pub fn share_percent(share: f64) -> String {
    if share <= 0.0 {
        return "0 %".to_string();
    }
    let percent = share * 100.0;
    let digits = if percent >= 99.95 { 0 } else { digits_for(percent).min(12) };
    format!("{percent:.digits$} %")
}

/// Decimals that show three significant digits of a small percentage; two at least for one above 1.
fn digits_for(percent: f64) -> usize {
    let leading_zeros = (0.0 - math::log10(percent)).ceil();
    (leading_zeros + 2.0).clamp(2.0, 15.0) as usize
}

fn round_to(value: f64, digits: usize) -> f64 {
    let scale = (0..digits).fold(1.0, |scale, _| scale * 10.0);
    (value * scale).round() / scale
}

/// The number of nines with two decimals: `2.51 nines`.
pub fn nines_text(unavailability: f64) -> String {
    let nines = math::nines(unavailability);
    if nines.is_infinite() { "∞ nines".to_string() } else { format!("{nines:.2} nines") }
}

/// Downtime a year of an unavailability: `27 h 14 min a year`.
pub fn downtime_text(unavailability: f64) -> String {
    format!("{} a year", minutes_text(unavailability * MINUTES_PER_YEAR))
}

/// A length of time in the two largest units that matter: `3 d 15 h`, `27 h 14 min`, `5 min 15 s`, `31.5 s`, `0.2 ms`.
pub fn minutes_text(minutes: f64) -> String {
    let seconds = minutes * 60.0;
    match seconds {
        s if s <= 0.0 => "0 s".to_string(),
        s if s < 0.0005 => "under 1 ms".to_string(),
        s if s < 0.9995 => format!("{} ms", (s * 1000.0).round()),
        s if s < 59.95 => format!("{} s", trimmed(s, 1)),
        s if s < 3599.5 => two(s.round() as u64, (60, "min"), (1, "s")),
        // Hours up to two days and a half: "36 h" says more about a year than "1 d 12 h".
        s if s < 60.0 * 3600.0 => two((s / 60.0).round() as u64, (60, "h"), (1, "min")),
        s if s < 365.0 * 86_400.0 => two((s / 3600.0).round() as u64, (24, "d"), (1, "h")),
        s => format!("{} years", trimmed(s / 31_536_000.0, 1)),
    }
}

fn two(total: u64, (large, large_name): (u64, &str), (small, small_name): (u64, &str)) -> String {
    let (whole, rest) = (total / large, total % large / small);
    if rest == 0 { format!("{whole} {large_name}") } else { format!("{whole} {large_name} {rest} {small_name}") }
}

fn trimmed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// A span of simulated time: `45 min`, `12 d 3 h`, `3.4 years`.
pub fn span_text(span: Ticks) -> String {
    minutes_text(span.seconds() / 60.0)
}

/// How the predicted and the measured availability stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which case it is.
    pub kind: GapKind,
    /// The reason in plain words, one or two sentences.
    pub sentence: String,
}

/// The cases of [`gap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// Nothing has been simulated yet.
    NotStarted,
    /// No outage has been seen, or too few for an interval.
    TooEarly,
    /// The prediction lies within the measured interval.
    Agrees,
    /// Outages made by hand are in the measurement and not in the prediction.
    ByHand,
    /// The prediction does not count something the document says.
    Approximate,
    /// The prediction lies outside the interval, which happens by chance once in twenty.
    Differs,
}

/// Says where the prediction and the measurement differ, and why.
pub fn gap(analysis: &Analysis, measured: &Measured) -> Gap {
    let (kind, sentence) = explain_gap(analysis, measured);
    Gap { kind, sentence }
}

fn explain_gap(analysis: &Analysis, measured: &Measured) -> (GapKind, String) {
    if measured.span == Ticks::ZERO {
        return (GapKind::NotStarted, "Nothing is measured yet. Press play.".to_string());
    }
    if measured.by_hand > Ticks::ZERO {
        let by_hand = span_text(measured.by_hand);
        let down = span_text(measured.down);
        let sentence = format!(
            "Of {down} of downtime, {by_hand} came while a part was failed by hand. The prediction counts only failures that happen by themselves."
        );
        return (GapKind::ByHand, sentence);
    }
    let Some((low, high)) = measured.ci95 else { return (GapKind::TooEarly, too_early(analysis, measured)) };
    let (worst, best) = (percent(1.0 - low), percent(1.0 - high));
    let (least, most) = analysis.unavailability_bounds.unwrap_or((analysis.unavailability, analysis.unavailability));
    if 1.0 - most <= high && 1.0 - least >= low {
        let sentence = format!("They agree: the prediction lies within the measured interval, {worst} to {best}.");
        return (GapKind::Agrees, sentence);
    }
    if analysis.method == Method::Approximate {
        let sentence =
            "The prediction is approximate and lies outside the measured interval; its findings say why.".to_string();
        return (GapKind::Approximate, sentence);
    }
    let side = if analysis.availability > high { "fewer" } else { "more" };
    let sentence = format!(
        "The prediction lies outside the measured interval, {worst} to {best}: it expects {side} bad hours than this run had. Chance does that in one run of twenty; run longer or try another seed."
    );
    (GapKind::Differs, sentence)
}

fn too_early(analysis: &Analysis, measured: &Measured) -> String {
    let span = span_text(measured.span);
    let so_far = match measured.outages {
        0 if measured.down_now => "The clients have been down from the start".to_string(),
        0 => format!("No outage in {span} so far"),
        1 => format!("One outage in {span} so far"),
        n => format!("{n} outages in {span} so far"),
    };
    match analysis.outages_per_year {
        Some(rate) if rate > 0.0 => {
            let every = minutes_text(MINUTES_PER_YEAR / rate);
            format!("{so_far}; the prediction expects one every {every}. Run longer before comparing.")
        }
        Some(_) => format!("{so_far}, and nothing can take the clients down by itself."),
        None => format!("{so_far}; the prediction does not say how often to expect one. Run longer before comparing."),
    }
}

/// What to improve first: up to three sentences, the largest cause of downtime first.
pub fn first_to_fix(topology: &Topology, analysis: &Analysis) -> Vec<String> {
    let worst = analysis.importance.iter().filter(|i| i.criticality > 0.005).take(3);
    let is_single = |id: &String| analysis.single_points_of_failure.contains(id);
    let sentence = |importance: &crate::availability::Importance| {
        let minutes = importance.criticality * analysis.downtime_minutes_per_year;
        let why = if is_single(&importance.id) { "takes everything down alone" } else { "matters with others" };
        let share = share_percent_rounded(importance.criticality);
        format!("{}: {share} of the downtime, {} a year; {why}.", importance.id, minutes_text(minutes))
    };
    let mut sentences: Vec<String> = worst.map(sentence).collect();
    if let Some(slo) = &topology.slo {
        sentences.push(slo_sentence(slo.availability.get(), analysis));
    }
    sentences
}

fn share_percent_rounded(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// How many minutes a year a promised availability leaves to spare; below 0 when it is missed. `None` where the answer is
/// bounds and the promise lies between them.
pub fn minutes_to_spare(promised: f64, analysis: &Analysis) -> Option<f64> {
    let allowed = 1.0 - promised;
    match analysis.unavailability_bounds {
        Some((least, most)) if least <= allowed && allowed < most => None,
        _ => Some(allowed * MINUTES_PER_YEAR - analysis.downtime_minutes_per_year),
    }
}

/// Whether the promise is kept, and by how much.
fn slo_sentence(promised: f64, analysis: &Analysis) -> String {
    let promise = percent(1.0 - promised);
    match minutes_to_spare(promised, analysis) {
        Some(spare) if spare >= 0.0 => {
            format!("The SLO of {promise} holds, with {} a year to spare.", minutes_text(spare))
        }
        Some(spare) => format!("The SLO of {promise} is missed by {} a year.", minutes_text(-spare)),
        None => format!("The SLO of {promise} lies between the bounds of the answer: it may be kept or missed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_show_the_digits_that_matter() {
        let cases = [
            (0.0, "100 %"),
            (3.11e-3, "99.689 %"),
            (1e-3, "99.900 %"),
            (0.5, "50.00 %"),
            (1.0, "0.00 %"),
            (1e-6, "99.999900 %"),
            (4.9e-9, "99.999999510 %"),
            (2e-14, "99.99999999999800 %"),
            (1.234e-25, "100 % − 1.23e-23 %"),
            (0.0199, "98.01 %"),
        ];
        for (unavailability, expected) in cases {
            assert_eq!(percent(unavailability), expected, "{unavailability}");
        }
    }

    #[test]
    fn lengths_of_time_read_as_one_says_them() {
        let cases = [
            (0.0, "0 s"),
            (525.6, "8 h 46 min"),
            (52.56, "52 min 34 s"),
            (5.256, "5 min 15 s"),
            (0.5256, "31.5 s"),
            (1634.4, "27 h 14 min"),
            (60.0, "1 h"),
            (59.995, "1 h"),
            (5256.0, "3 d 16 h"),
            (0.002, "120 ms"),
            (525_600.0 * 3.4, "3.4 years"),
        ];
        for (minutes, expected) in cases {
            assert_eq!(minutes_text(minutes), expected, "{minutes}");
        }
    }

    #[test]
    fn nines_have_two_decimals() {
        assert_eq!(nines_text(3.11e-3), "2.51 nines");
        assert_eq!(nines_text(0.0), "∞ nines");
    }

    /// A pair of pools past a limit of 4 nodes: bounds, and what is said of them.
    #[test]
    fn bounds_are_told_and_decide_what_they_can() {
        let text = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["p", "q"] },
            "components": [ { "id": "a", "availability": 0.99 }, { "id": "b", "availability": 0.99 },
                            { "id": "c", "availability": 0.99 } ],
            "pools": [ { "id": "p", "members": ["a", "b"] }, { "id": "q", "members": ["b", "c"] } ] }"#;
        let topology = crate::format::read(text).topology.unwrap();
        let options = crate::availability::AnalyzeOptions { cut_sets_max: 5, nodes_max: 4 };
        let mut analysis = crate::availability::analyze(&topology, &options).unwrap();
        assert_eq!(analysis.method, Method::Approximate);
        (analysis.unavailability, analysis.unavailability_bounds) = (2e-4, Some((1e-4, 3e-4)));
        analysis.downtime_minutes_per_year = 2e-4 * MINUTES_PER_YEAR;
        assert_eq!(predicted_text(&analysis), "≈ 99.9800 %");
        assert_eq!(bounds_text(&analysis).unwrap(), "99.9700 % to 99.9900 %");
        let decided = [0.9995, 0.9998, 0.999_95].map(|promised| minutes_to_spare(promised, &analysis));
        assert!(decided[0].unwrap() > 0.0 && decided[1].is_none() && decided[2].unwrap() < 0.0, "{decided:?}");
        let quiet = Measured {
            span: Ticks(31_536_000_000_000),
            down: Ticks::ZERO,
            degraded: Ticks::ZERO,
            by_hand: Ticks::ZERO,
            outages: 0,
            down_now: false,
            availability: 1.0,
            ci95: None,
        };
        assert!(gap(&analysis, &quiet).sentence.contains("does not say how often"), "{:?}", gap(&analysis, &quiet));
        for (interval, kind) in [((0.9985, 0.9988), GapKind::Approximate), ((0.9998, 0.9999), GapKind::Agrees)] {
            assert_eq!(gap(&analysis, &Measured { ci95: Some(interval), ..quiet }).kind, kind);
        }
    }
}
