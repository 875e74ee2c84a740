//! The expressions behind marked numbers: `a.start.availability`, `a.start.db.mttf`, `b.goal.cost`, or a format
//! around arithmetic, `percent(0.9995^8)`, `minutes((a.start.downtime)-(b.reference.downtime))`. A name may hold a
//! hyphen, so a difference of names needs parentheses.

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format;
use nines_engine::math;
use nines_engine::topology::Topology;
use nines_engine::units::MINUTES_PER_YEAR;

use crate::source::{LessonData, TestData};

/// A number with what it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// A share of time that something works, kept as the share it does not.
    Share { down: f64 },
    /// A length of time in minutes.
    Minutes(f64),
    /// Percentage points.
    Points(f64),
    /// Anything else.
    Count(f64),
}

/// What a number in parentheses counts, by the word before them.
type Format = fn(f64) -> Quantity;

/// Computes an expression.
pub fn evaluate(text: &str, lesson: &LessonData) -> Result<Quantity, String> {
    let formats: [(&str, Format); 4] = [
        ("percent", |x| Quantity::Share { down: 1.0 - x }),
        ("minutes", Quantity::Minutes),
        ("hours", |x| Quantity::Minutes(x * 60.0)),
        ("count", Quantity::Count),
    ];
    for (name, quantity) in formats {
        if let Some(inner) = text.strip_prefix(name).and_then(|t| t.strip_prefix('(')?.strip_suffix(')')) {
            let mut parser = Parser { rest: inner, lesson };
            let value = parser.sum()?;
            return if parser.rest.is_empty() {
                Ok(quantity(value))
            } else {
                Err(format!("not understood: {}", parser.rest))
            };
        }
    }
    named(text, lesson)
}

struct Parser<'a> {
    rest: &'a str,
    lesson: &'a LessonData,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.power()?;
        loop {
            if self.take('*') {
                value *= self.power()?;
            } else if self.take('/') {
                value /= self.power()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn power(&mut self) -> Result<f64, String> {
        let base = self.factor()?;
        Ok(if self.take('^') { base.powi(self.factor()? as i32) } else { base })
    }

    fn factor(&mut self) -> Result<f64, String> {
        if self.take('(') {
            let value = self.sum()?;
            return if self.take(')') { Ok(value) } else { Err("a parenthesis is not closed".into()) };
        }
        let is_number = self.rest.starts_with(|c: char| c.is_ascii_digit());
        let of_word = |c: char| c == '.' || c.is_ascii_digit() || (!is_number && (c == '-' || c.is_ascii_alphabetic()));
        let end = self.rest.find(|c| !of_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if is_number {
            return word.parse().map_err(|_| format!("no number: {word}"));
        }
        if word == "mean" && self.take('(') {
            return self.mean();
        }
        Ok(plain(named(word, self.lesson)?))
    }

    fn mean(&mut self) -> Result<f64, String> {
        let (mut total, mut count) = (self.sum()?, 1.0);
        while self.take(',') {
            total += self.sum()?;
            count += 1.0;
        }
        if self.take(')') { Ok(total / count) } else { Err("a parenthesis is not closed".into()) }
    }

    fn take(&mut self, sign: char) -> bool {
        let after = self.rest.strip_prefix(sign);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }
}

/// What a quantity is within arithmetic: availabilities as shares of 1, times in minutes.
fn plain(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Share { down } => 1.0 - down,
        Quantity::Minutes(x) | Quantity::Points(x) | Quantity::Count(x) => x,
    }
}

fn named(name: &str, lesson: &LessonData) -> Result<Quantity, String> {
    let words: Vec<&str> = name.split('.').collect();
    match words.as_slice() {
        [exercise, "goal", goal] => goal_value(exercise, goal, lesson),
        [exercise, which, metric] => {
            let (_, answer) = answered(&format!("{exercise}.{which}"), lesson)?;
            metric_of(&answer, metric)
        }
        [exercise, which, part, metric] => {
            let (topology, _) = answered(&format!("{exercise}.{which}"), lesson)?;
            part_metric(&topology, part, metric)
        }
        _ => Err(format!("no number is called {name}")),
    }
}

fn answered(document: &str, lesson: &LessonData) -> Result<(Topology, Analysis), String> {
    let text = lesson.document(document).ok_or_else(|| format!("no document is called {document}"))?;
    let read = format::read(text);
    let topology = read.topology.ok_or_else(|| format!("{document}: {:?}", read.diagnostics))?;
    let answer = analyze(&topology, &AnalyzeOptions::standard()).map_err(|d| format!("{document}: {d:?}"))?;
    Ok((topology, answer))
}

fn goal_value(exercise: &str, goal: &str, lesson: &LessonData) -> Result<Quantity, String> {
    let goals = lesson.exercises.iter().filter(|e| e.id == exercise).flat_map(|e| &e.goals);
    let found =
        goals.into_iter().find(|g| g.id == goal).ok_or_else(|| format!("no goal is called {exercise}/{goal}"))?;
    match found.test {
        TestData::AvailabilityAtLeast(share) => Ok(Quantity::Share { down: 1.0 - share }),
        TestData::DowntimeAtMost(minutes) => Ok(Quantity::Minutes(minutes)),
        TestData::CostIncreaseAtMost(units) => Ok(Quantity::Count(units)),
        TestData::PredictionWithin(points) => Ok(Quantity::Points(points)),
        TestData::RunForYears(years) => Ok(Quantity::Minutes(years * MINUTES_PER_YEAR)),
        _ => Err(format!("the goal {goal} has no number")),
    }
}

fn metric_of(answer: &Analysis, metric: &str) -> Result<Quantity, String> {
    Ok(match metric {
        "availability" => Quantity::Share { down: answer.unavailability },
        "downtime" => Quantity::Minutes(answer.downtime_minutes_per_year),
        "degraded" => Quantity::Minutes(answer.degraded_minutes_per_year.ok_or("its degraded time is not known")?),
        "nines" => Quantity::Count(math::nines(answer.unavailability)),
        "cost" => Quantity::Count(answer.cost),
        "outages" => Quantity::Count(answer.outages_per_year.ok_or("it has no outages a year")?),
        other => return Err(format!("a system has no {other}")),
    })
}

fn part_metric(topology: &Topology, part: &str, metric: &str) -> Result<Quantity, String> {
    let component = topology.components.iter().find(|c| c.id.as_str() == part);
    let component = component.ok_or_else(|| format!("no component is called {part}"))?;
    let down = component.reliability.unavailability();
    Ok(match metric {
        "availability" => Quantity::Share { down },
        "downtime" => Quantity::Minutes(down * MINUTES_PER_YEAR),
        "mttf" => Quantity::Minutes(component.reliability.mttf_hours() * 60.0),
        "mttr" => Quantity::Minutes(component.reliability.mttr_hours() * 60.0),
        "cost" => Quantity::Count(component.cost.unwrap_or(0.0)),
        other => return Err(format!("a component has no {other}")),
    })
}
