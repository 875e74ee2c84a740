//! `nines simulate --rare`: high nines by importance sampling.

use nines_engine::format::answers;
use nines_engine::report;
use nines_engine::sim::{Rare, RareMeasurement};

use crate::Outcome;
use crate::args::Simulate;
use crate::input::{self, Document};
use crate::second_opinion;
use crate::table::{pair, table};

/// Measures a document's rare outages.
pub fn run(document: &Document, options: &Simulate, cycles: u64) -> Outcome {
    let mut rare = match Rare::new(&document.topology, options.seed) {
        Ok(rare) => rare,
        Err(findings) => return document.refused(&findings, options.json),
    };
    rare.run(cycles);
    let mut measurement = rare.measurement();
    measurement.diagnostics = document.findings_with(&measurement.diagnostics);
    if options.json {
        return Outcome::answer(answers::rare_json(&measurement), String::new());
    }
    let mut answer = text(&measurement);
    let opinion = second_opinion::sentence(&document.topology, measurement.unavailability_ci95, |u| format!("{u:.4e}"));
    answer.push_str(&opinion);
    Outcome::answer(answer, input::list(&measurement.diagnostics))
}

fn text(m: &RareMeasurement) -> String {
    let mut rows = vec![pair("availability", report::percent(m.unavailability))];
    rows.push(pair("unavailability", format!("{:.4e}", m.unavailability)));
    if let Some((low, high)) = m.unavailability_ci95 {
        rows.push(pair("95 % interval", format!("{low:.4e} to {high:.4e}")));
    }
    rows.push(pair("downtime", report::downtime_text(m.unavailability)));
    rows.push(pair("outages a year", format!("{:.3e}", m.outages_per_year)));
    if let Some(mean) = m.mean_outage_minutes {
        rows.push(pair("  mean length", report::minutes_text(mean)));
    }
    rows.push(pair("measured", format!("{} cycles, {} events, seed {}", m.cycles, m.events, m.seed)));
    if let Some(years) = m.plain_years {
        rows.push(pair("plain years for the same interval", format!("{years:.3e}")));
    }
    let mut out = table(&rows);
    match m.gain {
        Some(gain) if gain > 1.0 => {
            let gain = if gain < 100.0 { format!("{gain:.1}") } else { format!("{gain:.0}") };
            out.push_str(&format!(
                "\nPlain simulation would live through {gain} times more events for the same interval.\n"
            ));
        }
        Some(_) => out.push_str("\nNothing was gained over plain simulation: the outages are not rare.\n"),
        None => {}
    }
    out
}
