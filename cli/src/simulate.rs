//! `nines simulate`: measuring by living through years.

use nines_engine::availability::{self, AnalyzeOptions};
use nines_engine::format::answers;
use nines_engine::format::partial::{self, PartOf};
use nines_engine::report;
use nines_engine::sim::{History, HistoryOptions, Measurement, Script, Start, Study, Sums};
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

use rayon::prelude::*;

use crate::Outcome;
use crate::args::Simulate;
use crate::input;
use crate::rare;
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
    if let Some(cycles) = options.rare {
        return Ok(rare::run(&topology, options, cycles));
    }
    let (script, script_text) = match script(options, &topology)? {
        Ok(script) => script,
        Err(refused) => return Ok(refused),
    };
    if options.trace {
        return Ok(trace(&topology, options, &script));
    }
    let study = match Study::new(&topology, options.seed) {
        Ok(study) => study.with_script(script),
        Err(findings) => return Ok(input::refused(&findings, options.json)),
    };
    let (part, parts) = options.part.unwrap_or((1, 1));
    let document = partial::document_of(&topology);
    let of = PartOf { document, script: script_text, seed: options.seed, years: options.years, part, parts };
    let study = on_threads(&study, of.covers(), options.threads)?;
    if options.part.is_some() {
        let answer = partial::write_partial(&of, study.sums());
        return Ok(Outcome { answer, findings: String::new(), answered: true });
    }
    Ok(measured(&topology, &study, options.json))
}

/// What a study measured, printed.
pub fn measured(topology: &Topology, study: &Study, json: bool) -> Outcome {
    let measurement = study.measurement();
    if json {
        let answer = answers::measurement_json(&measurement);
        return Outcome { answer, findings: String::new(), answered: true };
    }
    let findings = input::list(&measurement.diagnostics);
    Outcome { answer: text(topology, &measurement), findings, answered: true }
}

/// The script's faults with its text; none without a script.
fn script(options: &Simulate, topology: &Topology) -> Result<Result<(Script, String), Outcome>, String> {
    let Some(file) = &options.script else { return Ok(Ok((Script::default(), String::new()))) };
    let text = input::text(file)?;
    Ok(match Script::read(&text, topology) {
        Ok(script) => Ok((script, text)),
        Err(findings) => Err(input::refused(&findings, options.json)),
    })
}

/// Lives through these years on several threads. Years do not depend on each other and sums are whole numbers, so how
/// they are shared out changes nothing.
fn on_threads(study: &Study, years: std::ops::Range<u64>, threads: Option<usize>) -> Result<Study, String> {
    // Small enough to share out well, large enough to be worth a copy of the study.
    const YEARS_EACH: u64 = 250;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| format!("cannot start threads: {error}"))?;
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

/// The trace of one continuous history; the same lines as the sandbox shows for this document and seed.
fn trace(topology: &Topology, options: &Simulate, script: &Script) -> Outcome {
    let history =
        HistoryOptions { seed: options.seed, replication: 0, start: Start::AllUp, trace_lines_max: usize::MAX };
    match History::new(topology, history) {
        Ok(mut history) => {
            script.faults.iter().for_each(|(at, fault)| history.schedule(*at, fault.clone()));
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
