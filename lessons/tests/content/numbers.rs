//! Numbers in the prose: every marked one is recomputed and compared with what is written, and none that looks like
//! an availability or a length of time may stand there unmarked.

use nines_engine::report;
use nines_engine::units::MINUTES_PER_YEAR;

use crate::Finding;
use crate::expression::{Quantity, evaluate};
use crate::markdown::{self, Mark, Run};
use crate::source::{Content, LessonData};

/// What makes a numeral before it a quantity that somebody can compute, longest first.
const UNITS: [&str; 20] = [
    "percentage points",
    "%",
    "hours",
    "hour",
    "h",
    "minutes",
    "minute",
    "min",
    "seconds",
    "second",
    "ms",
    "s",
    "days",
    "day",
    "d",
    "years",
    "year",
    "units",
    "unit",
    "nines",
];

pub fn check(lesson: &LessonData, content: &Content, found: &mut Vec<Finding>) {
    for run in lesson.runs() {
        check_run(run, lesson, &lesson.folder, found);
    }
    let front = [&lesson.title, &lesson.summary].into_iter().chain(&lesson.outcomes);
    for text in front {
        unmarked(text, &lesson.folder, found);
    }
    for term in &content.glossary {
        let place = format!("glossary, {}", term.id);
        match markdown::rich(&term.meaning) {
            Ok(meaning) => meaning.runs.iter().for_each(|run| check_run(run, lesson, &place, found)),
            Err(error) => found.push(Finding::new(&place, error)),
        }
    }
}

fn check_run(run: &Run, lesson: &LessonData, place: &str, found: &mut Vec<Finding>) {
    match &run.mark {
        None => unmarked(&run.text, place, found),
        Some(Mark::Number(expression)) => {
            let says = evaluate(expression, lesson).and_then(|quantity| compare(run.text.trim(), quantity));
            if let Err(error) = says {
                found.push(Finding::new(place, format!("{expression}: {error}")));
            }
        }
        Some(_) => {}
    }
}

/// A numeral with a unit behind it.
fn unmarked(text: &str, place: &str, found: &mut Vec<Finding>) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (number, after) = split_number(&rest[start..]);
        if let Some(unit) = UNITS.iter().find(|unit| starts_with_word(after.trim_start(), unit)) {
            found.push(Finding::new(place, format!("\"{number} {unit}\" is not marked")));
        }
        rest = after;
    }
}

fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    text.split_at(end)
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| word == "%" || !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether the text says the quantity: as the report writes it, or rounded to the digits the text has.
fn compare(text: &str, quantity: Quantity) -> Result<(), String> {
    let canonical = match quantity {
        Quantity::Share { down } => report::percent(down),
        Quantity::Minutes(minutes) => report::minutes_text(minutes),
        Quantity::Points(points) => format!("{points} percentage points"),
        Quantity::Count(count) => format!("{count}"),
    };
    let (number, unit) = split_number(text);
    let unit = unit.trim();
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let rounded = in_unit(quantity, unit).map(|value| (value, format!("{value:.decimals$}")));
    let fits = rounded.is_some_and(|(value, rounded)| {
        // What is a little less than all may not be written as all.
        rounded == number && !(unit == "%" && value < 100.0 && rounded.parse() == Ok(100.0))
    });
    if text == canonical || fits { Ok(()) } else { Err(format!("the text says \"{text}\", and it is {canonical}")) }
}

fn in_unit(quantity: Quantity, unit: &str) -> Option<f64> {
    Some(match (quantity, unit) {
        (Quantity::Share { down }, "%") => 100.0 - down * 100.0,
        (Quantity::Share { down }, "") => 1.0 - down,
        (Quantity::Minutes(m), "h" | "hour" | "hours") => m / 60.0,
        (Quantity::Minutes(m), "min" | "minute" | "minutes") => m,
        (Quantity::Minutes(m), "s" | "second" | "seconds") => m * 60.0,
        (Quantity::Minutes(m), "d" | "day" | "days") => m / 1440.0,
        (Quantity::Minutes(m), "year" | "years") => m / MINUTES_PER_YEAR,
        (Quantity::Points(p), "percentage points") => p,
        (Quantity::Count(c), "" | "unit" | "units" | "nines" | "outages") => c,
        _ => return None,
    })
}
