//! `nines simulate`: measuring by living through years.

use nines_engine::availability::{self, AnalyzeOptions};
use nines_engine::format::answers;
use nines_engine::report;
use nines_engine::sim::{History, HistoryOptions, Measurement, Start, Study};
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

use crate::Outcome;
use crate::args::Simulate;
use crate::input;
use crate::table::{pair, table};

/// Simulates a document.
///
/// # Errors
/// A sentence when the file cannot be read.
pub fn run(options: &Simulate) -> Result<Outcome, String> {
    let topology = match input::topology(&options.file, options.json)? {
        Ok(topology) => topology,
        Err(refused) => return Ok(refused),
    };
    if options.trace {
        return Ok(trace(&topology, options));
    }
    let mut study = match Study::new(&topology, options.seed) {
        Ok(study) => study,
        Err(findings) => return Ok(input::refused(&findings, options.json)),
    };
    study.run(options.years);
    let measurement = study.measurement();
    if options.json {
        return Ok(Outcome {
            answer: answers::measurement_json(&measurement),
            findings: String::new(),
            answered: true,
        });
    }
    let findings = input::list(&measurement.diagnostics);
    Ok(Outcome { answer: text(&topology, &measurement), findings, answered: true })
}

/// The trace of one continuous history; the same lines as the sandbox shows for this document and seed.
fn trace(topology: &Topology, options: &Simulate) -> Outcome {
    let history =
        HistoryOptions { seed: options.seed, replication: 0, start: Start::AllUp, trace_lines_max: usize::MAX };
    match History::new(topology, history) {
        Ok(mut history) => {
            history.run_until(Ticks::from_years(options.years));
            Outcome { answer: history.trace().to_string(), findings: String::new(), answered: true }
        }
        Err(findings) => input::refused(&findings, options.json),
    }
}

fn text(topology: &Topology, m: &Measurement) -> String {
    let mut rows = vec![pair("availability", report::percent(m.unavailability))];
    if let Some((low, high)) = m.availability_ci95 {
        let interval = format!("{} to {}", report::percent(1.0 - low), report::percent(1.0 - high));
        rows.push(pair("95 % interval", interval));
    }
    rows.push(pair("downtime", report::downtime_text(m.unavailability)));
    rows.push(pair("outages a year", format!("{:.3}", m.outages_per_year)));
    if let Some(o) = m.outage_minutes {
        let lengths = [("mean", o.mean), ("half under", o.p50), ("19 of 20 under", o.p95), ("longest", o.max)];
        for (name, minutes) in lengths {
            rows.push(pair(&format!("  {name}"), report::minutes_text(minutes)));
        }
    }
    let yearly = m.yearly_downtime_minutes;
    rows.push(pair("a good year (1 of 20)", report::minutes_text(yearly.p5)));
    rows.push(pair("a middling year", report::minutes_text(yearly.p50)));
    rows.push(pair("a bad year (1 of 20)", report::minutes_text(yearly.p95)));
    rows.push(pair("measured", format!("{} years, {} events, seed {}", m.years, m.events, m.seed)));
    let mut out = table(&rows);
    if !m.downtime_by_cause.is_empty() {
        out.push_str("\nWhat began the outages\n");
        let causes = m.downtime_by_cause.iter().take(10);
        out.push_str(&table(
            &causes.map(|(id, min)| pair(id, format!("{} a year", report::minutes_text(*min)))).collect::<Vec<_>>(),
        ));
    }
    out.push_str(&beside_the_exact(topology, m));
    out
}

/// The second opinion, when there is one.
fn beside_the_exact(topology: &Topology, m: &Measurement) -> String {
    let Ok(exact) = availability::analyze(topology, &AnalyzeOptions::standard()) else { return String::new() };
    let said = report::percent(exact.unavailability);
    match m.availability_ci95 {
        Some((low, high)) if (low..=high).contains(&exact.availability) => {
            format!("\nThe exact answer, {said}, lies within the interval.\n")
        }
        Some(_) => format!("\nThe exact answer, {said}, lies outside the interval, as one in twenty does by chance.\n"),
        None => format!("\nThe exact answer is {said}.\n"),
    }
}
