//! `nines simulate`: measuring by living through years.

use nines_engine::diag::{Diagnostic, Severity, codes};
use nines_engine::format::answers;
use nines_engine::format::partial::{self, PartOf};
use nines_engine::report;
use nines_engine::sim::{Measurement, Script, Study, Sums};
use nines_engine::topology::Topology;

use rayon::prelude::*;

use crate::Outcome;
use crate::args::Simulate;
use crate::input::{self, Document};
use crate::pace::Pace;
use crate::rare;
use crate::second_opinion;
use crate::table::{pair, table};
use crate::trace;

/// Simulates a document.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Simulate) -> Result<Outcome, Diagnostic> {
    let document = match input::document(&options.file, options.json)? {
        Ok(document) => document,
        Err(refused) => return Ok(refused),
    };
    if let Some(cycles) = options.rare {
        return Ok(rare::run(&document, options, cycles));
    }
    let pace = Pace::of(&document.topology);
    if let Some(finding) = pace.too_fast() {
        return Ok(document.refused(&[finding], options.json));
    }
    let (script, script_text) = match script(options, &document)? {
        Ok(script) => script,
        Err(refused) => return Ok(refused),
    };
    if options.trace {
        return Ok(trace::run(&document, options, &script, &pace));
    }
    let study = match Study::new(&document.topology, options.seed) {
        Ok(study) => study.with_script(script),
        Err(findings) => return Ok(document.refused(&findings, options.json)),
    };
    let (part, parts) = options.part.unwrap_or((1, 1));
    let text = partial::document_of(&document.topology);
    let of = PartOf { document: text, script: script_text, seed: options.seed, years: options.years, part, parts };
    let study = on_threads(&study, of.covers(), options.threads)?;
    if options.part.is_some() {
        let findings = document.findings_with(&study.measurement().diagnostics);
        return Ok(Outcome::answer(partial::write_partial(&of, study.sums()), input::list(&findings)));
    }
    Ok(measured(&document, &study, options.json))
}

/// What a study measured, printed.
pub fn measured(document: &Document, study: &Study, json: bool) -> Outcome {
    let mut measurement = study.measurement();
    measurement.diagnostics = document.findings_with(&measurement.diagnostics);
    if json {
        return Outcome::answer(answers::measurement_json(&measurement), String::new());
    }
    let mut answer = text(&measurement);
    answer.push_str(&beside_the_interval(&document.topology, &measurement));
    Outcome::answer(answer, input::list(&measurement.diagnostics))
}

/// The script's faults with its text; none without a script.
fn script(options: &Simulate, document: &Document) -> Result<Result<(Script, String), Outcome>, Diagnostic> {
    let Some(file) = &options.script else { return Ok(Ok((Script::default(), String::new()))) };
    let text = input::text(file)?;
    Ok(match Script::read(&text, &document.topology) {
        Ok(script) => Ok((script, text)),
        Err(findings) => Err(document.refused(&findings, options.json)),
    })
}

/// Lives through these years on several threads. Years do not depend on each other and sums are whole numbers, so how
/// they are shared out changes nothing.
fn on_threads(study: &Study, years: std::ops::Range<u64>, threads: Option<usize>) -> Result<Study, Diagnostic> {
    // Small enough to share out well, large enough to be worth a copy of the study.
    const YEARS_EACH: u64 = 250;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| {
        let finding = Diagnostic::error(codes::TOO_LARGE, format!("so many threads cannot be started: {error}"));
        finding.hint("write a smaller number after --threads")
    })?;
    let slices: Vec<u64> = years.clone().step_by(YEARS_EACH as usize).collect();
    let end = years.end;
    let live = |first: u64| {
        let mut slice = study.clone().starting_at(first);
        slice.run((end - first).min(YEARS_EACH));
        slice.sums().clone()
    };
    let sums = pool.install(|| {
        slices.into_par_iter().map(live).reduce(Sums::default, |mut sums, more| {
            sums.join(&more);
            sums
        })
    });
    let mut study = study.clone();
    study.join(&sums);
    Ok(study)
}

fn text(m: &Measurement) -> String {
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
    let phases = m.downtime_by_phase.iter().filter(|(_, minutes)| *minutes > 0.0);
    let phases: Vec<Vec<String>> =
        phases.map(|(phase, min)| pair(phase.word(), format!("{} a year", report::minutes_text(*min)))).collect();
    if phases.len() > 1 {
        out.push_str("\nWhat the downtime was spent on\n");
        out.push_str(&table(&phases));
    }
    if !m.downtime_by_cause.is_empty() {
        out.push_str("\nWhat began the outages\n");
        let causes = m.downtime_by_cause.iter().take(10);
        out.push_str(&table(
            &causes.map(|(id, min)| pair(id, format!("{} a year", report::minutes_text(*min)))).collect::<Vec<_>>(),
        ));
    }
    out
}

/// The second opinion. Years with faults made by hand are not the long run, which it is about.
fn beside_the_interval(topology: &Topology, m: &Measurement) -> String {
    if m.diagnostics.iter().any(|d| d.code == codes::BY_HAND && d.severity == Severity::Note) {
        return "\nNo exact answer to compare with: every year has faults made by hand in it.\n".to_string();
    }
    let unavailability = m.availability_ci95.map(|(low, high)| (1.0 - high, 1.0 - low));
    second_opinion::sentence(topology, unavailability, report::percent)
}
