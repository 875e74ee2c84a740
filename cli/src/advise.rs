//! `nines advise`: what to change, for how much.

use nines_engine::advise::{self, Advice, AdviseOptions, Plan};
use nines_engine::availability::Method;
use nines_engine::diag::Diagnostic;
use nines_engine::format::answers;
use nines_engine::report;
use nines_engine::topology::Topology;
use nines_engine::units::MINUTES_PER_YEAR;

use crate::Outcome;
use crate::args::Advise;
use crate::input;
use crate::table::{pair, table};

/// Points of the frontier, and single upgrades, that are shown; `--json` has all.
const ROWS: usize = 12;

/// Looks for upgrades of a document.
///
/// # Errors
/// A finding when the file cannot be read.
pub fn run(options: &Advise) -> Result<Outcome, Diagnostic> {
    let document = match input::document(&options.file, options.json)? {
        Ok(document) => document,
        Err(refused) => return Ok(refused),
    };
    let asked = AdviseOptions { target: options.slo, changes_max: options.changes, ..AdviseOptions::standard() };
    let mut advice = match advise::advise(&document.topology, &asked) {
        Ok(advice) => advice,
        Err(findings) => return Ok(document.refused(&findings, options.json)),
    };
    advice.diagnostics = document.findings_with(&advice.diagnostics);
    if options.json {
        return Ok(Outcome::answer(answers::advice_json(&advice), String::new()));
    }
    Ok(Outcome::answer(text(&document.topology, &advice), input::list(&advice.diagnostics)))
}

fn text(topology: &Topology, advice: &Advice) -> String {
    let mut out = String::new();
    if !topology.title.is_empty() {
        out.push_str(&format!("{}\n", topology.title));
    }
    out.push_str(&now(advice));
    out.push_str(&cheapest(advice));
    if advice.frontier.len() > 1 {
        out.push_str("\nWhat more availability costs\n");
        out.push_str(&frontier(&advice.frontier));
    }
    if !advice.single.is_empty() {
        out.push_str("\nBest single upgrades\n");
        out.push_str(&singles(advice));
    }
    out.push_str("\nTaken for granted\n");
    advice.assumptions.iter().for_each(|sentence| out.push_str(&format!("  {sentence}\n")));
    let proof =
        if advice.complete { "Every combination was considered" } else { "Not every combination was considered" };
    out.push_str(&format!("\n{proof}; {} changed documents were solved.\n", advice.evaluations));
    out
}

fn now(advice: &Advice) -> String {
    let unavailability = advice.now.unavailability;
    let mut rows = vec![
        pair("availability", report::marked_percent(advice.now.method, unavailability)),
        pair("downtime", report::downtime_text(unavailability)),
        pair("cost", short(advice.now.cost)),
    ];
    if let Some(target) = advice.target {
        rows.push(pair("to be reached", report::percent(target.complement().get())));
    }
    table(&rows)
}

fn cheapest(advice: &Advice) -> String {
    let Some(target) = advice.target else { return String::new() };
    let target = report::percent(target.complement().get());
    let Some(plan) = &advice.cheapest else {
        return format!("\nNo combination that was tried reaches {target}.\n");
    };
    if plan.upgrades.is_empty() {
        return match plan.method {
            Method::Exact => format!("\n{target} is reached as it is.\n"),
            Method::Approximate => {
                format!(
                    "\n{target} is reached as it is, by the approximate answer: simulate it for a second opinion.\n"
                )
            }
        };
    }
    let mut out = format!("\nThe cheapest way to {target}\n");
    for (place, words) in plan.words.iter().enumerate() {
        out.push_str(&format!("  {}. {words}\n", place + 1));
    }
    out.push_str(&table(&[
        pair("added cost", short(plan.added_cost)),
        pair("availability", report::marked_percent(plan.method, plan.unavailability)),
        pair("downtime", report::downtime_text(plan.unavailability)),
    ]));
    out
}

fn frontier(plans: &[Plan]) -> String {
    let mut rows = vec![["upgrades", "added cost", "availability", "downtime a year"].map(str::to_string).to_vec()];
    for plan in plans.iter().take(ROWS) {
        let downtime = report::minutes_text(plan.unavailability * MINUTES_PER_YEAR);
        rows.push(vec![
            plan.short(),
            short(plan.added_cost),
            report::marked_percent(plan.method, plan.unavailability),
            downtime,
        ]);
    }
    table(&rows) + &more(plans.len())
}

fn singles(advice: &Advice) -> String {
    let headings = ["upgrade", "added cost", "saves a year", "for a cost unit"];
    let mut rows = vec![headings.map(str::to_string).to_vec()];
    for plan in advice.single.iter().take(ROWS) {
        let saved = (advice.now.unavailability - plan.unavailability) * MINUTES_PER_YEAR;
        let worth = report::minutes_text(saved / plan.added_cost);
        rows.push(vec![plan.short(), short(plan.added_cost), report::minutes_text(saved), worth]);
    }
    table(&rows) + &more(advice.single.len())
}

fn more(count: usize) -> String {
    if count > ROWS { format!("  and {} more; --json lists them\n", count - ROWS) } else { String::new() }
}

/// A plain number with up to three digits after the point.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
