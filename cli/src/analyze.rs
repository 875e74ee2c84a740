//! `nines analyze`: the exact answers.

use nines_engine::availability::{self, Analysis, AnalyzeOptions, Method};
use nines_engine::diag::Diagnostic;
use nines_engine::format::answers;
use nines_engine::report;
use nines_engine::topology::Topology;

use crate::Outcome;
use crate::args::Analyze;
use crate::input;
use crate::table::{pair, table};

/// Analyses a document.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Analyze) -> Result<Outcome, Diagnostic> {
    let document = match input::document(&options.file, options.json)? {
        Ok(document) => document,
        Err(refused) => return Ok(refused),
    };
    let limits = AnalyzeOptions { cut_sets_max: options.cuts, ..AnalyzeOptions::standard() };
    let mut analysis = match availability::analyze(&document.topology, &limits) {
        Ok(analysis) => analysis,
        Err(findings) => return Ok(document.refused(&findings, options.json)),
    };
    analysis.diagnostics = document.findings_with(&analysis.diagnostics);
    if options.json {
        return Ok(Outcome::answer(answers::analysis_json(&analysis), String::new()));
    }
    Ok(Outcome::answer(text(&document.topology, &analysis), input::list(&analysis.diagnostics)))
}

fn text(topology: &Topology, analysis: &Analysis) -> String {
    let mut out = String::new();
    if !topology.title.is_empty() {
        out.push_str(&format!("{}\n", topology.title));
    }
    out.push_str(&summary(analysis));
    let fixes = report::first_to_fix(topology, analysis);
    if !fixes.is_empty() {
        out.push_str("\nWhat to fix first\n");
        fixes.iter().for_each(|sentence| out.push_str(&format!("  {sentence}\n")));
    }
    if !analysis.importance.is_empty() {
        out.push_str("\nWhat matters\n");
        out.push_str(&importance(analysis));
    }
    if !analysis.cut_sets.is_empty() {
        out.push_str("\nWhat takes everything down\n");
        out.push_str(&cut_sets(analysis));
    }
    out
}

fn summary(analysis: &Analysis) -> String {
    let method = match analysis.method {
        Method::Exact => "exact",
        Method::Approximate => "approximate (see the warnings)",
    };
    let unavailability = analysis.unavailability;
    let mut rows = vec![
        pair("availability", report::predicted_text(analysis)),
        pair("nines", report::nines_text(unavailability).replace(" nines", "")),
        pair("downtime", report::downtime_text(unavailability)),
    ];
    if let Some(bounds) = report::bounds_text(analysis) {
        rows.insert(1, pair("for certain", bounds));
    }
    if let (Some(rate), Some(mean)) = (analysis.outages_per_year, analysis.mean_outage_minutes) {
        rows.push(pair("outages", format!("{} a year, {} each", short(rate), report::minutes_text(mean))));
    }
    if let Some(minutes) = analysis.degraded_minutes_per_year.filter(|minutes| *minutes > 0.0) {
        rows.push(pair("degraded", format!("{} a year", report::minutes_text(minutes))));
    }
    if let Some(served) = analysis.served_fraction {
        rows.push(pair("requests served", report::percent(1.0 - served)));
    }
    if analysis.cost > 0.0 {
        rows.push(pair("cost", short(analysis.cost)));
    }
    rows.push(pair("method", method));
    table(&rows)
}

fn importance(analysis: &Analysis) -> String {
    const ROWS: usize = 10;
    let mut rows = vec![["part", "share of downtime", "Birnbaum", "RAW", "RRW"].map(str::to_string).to_vec()];
    for i in analysis.importance.iter().take(ROWS) {
        let share = report::share_percent(i.criticality);
        let rrw = if i.rrw.is_finite() { format!("{:.3}", i.rrw) } else { "∞".to_string() };
        rows.push(vec![i.id.clone(), share, format!("{:.4}", i.birnbaum), format!("{:.1}", i.raw), rrw]);
    }
    let mut out = table(&rows);
    if analysis.importance.len() > ROWS {
        out.push_str(&format!("  and {} more\n", analysis.importance.len() - ROWS));
    }
    out
}

fn cut_sets(analysis: &Analysis) -> String {
    const ROWS: usize = 10;
    let rows: Vec<Vec<String>> = analysis
        .cut_sets
        .iter()
        .take(ROWS)
        .map(|cut| pair(&cut.members.join(" + "), format!("{:.2e}", cut.probability)))
        .collect();
    let mut out = table(&rows);
    if let Some(count) = analysis.cut_sets_count.filter(|count| *count > ROWS as f64) {
        out.push_str(&format!("  of {count} minimal cut sets; --json lists more\n"));
    }
    out
}

/// A plain number with up to three digits after the point.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
