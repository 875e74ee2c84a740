//! What the exact answer says of a measured interval. Only for what is measured of the long run.

use nines_engine::availability::{self, AnalyzeOptions, Method};
use nines_engine::topology::Topology;

/// A sentence about the answer of `nines analyze` beside an interval for the unavailability; nothing when it has none.
/// `write` says an unavailability as the measurement is written.
pub fn sentence(topology: &Topology, interval: Option<(f64, f64)>, write: fn(f64) -> String) -> String {
    let Ok(analysis) = availability::analyze(topology, &AnalyzeOptions::standard()) else { return String::new() };
    let said = write(analysis.unavailability);
    let answer = match analysis.method {
        Method::Exact => "exact answer",
        Method::Approximate => "approximate answer",
    };
    let Some((least, most)) = interval else { return format!("\nThe {answer} is {said}.\n") };
    let place = match analysis.method {
        _ if (least..=most).contains(&analysis.unavailability) => "within the interval",
        _ if is_far(analysis.unavailability, least, most) => match analysis.method {
            Method::Exact => "far outside the interval: the interval may not know of outages that are too rare for it",
            Method::Approximate => {
                "far outside the interval: what it leaves out matters here, and the measurement is right"
            }
        },
        Method::Exact => "outside the interval, as one in twenty does by chance",
        Method::Approximate => "outside the interval: by chance, as one in twenty, or because it is approximate",
    };
    format!("\nThe {answer}, {said}, lies {place}.\n")
}

/// Whether chance does not put an answer so far from an interval: a width of it further away.
fn is_far(said: f64, least: f64, most: f64) -> bool {
    let width = most - least;
    said < least - width || said > most + width
}
