//! Writes what a run found: report.json for programs, report.md to read and paste, report.html with the charts.

use super::budgets::BUDGETS;
use super::chart::{Chart, Series};
use super::floors::{self, FLOORS};
use super::measured::{Case, LIMIT, Machine, Measured, NATIVE, OURS, Times, WASM};
use super::table::{Table, escape, rate, ratio, seconds};
use super::{peers, screen};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

pub struct Written {
    pub markdown: String,
    pub files: Vec<String>,
}

/// A heading, a sentence, and a table where there is one.
struct Section {
    title: &'static str,
    says: String,
    table: Option<Table>,
}

pub fn write(folder: &Path, measured: &Measured) -> Result<Written> {
    let sections = sections(measured);
    let charts = [("sizes", sizes(measured)), ("limits", against_limits(measured))];
    let markdown = markdown(measured, &sections);
    let mut contents = vec![
        ("report.md".to_owned(), markdown.clone()),
        ("report.json".to_owned(), format!("{:#}\n", as_json(measured))),
        ("report.html".to_owned(), html(measured, &sections, &charts)),
    ];
    contents.extend(charts.iter().map(|(name, chart)| (format!("{name}.svg"), chart.svg())));
    let mut files = Vec::new();
    for (name, text) in contents {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        files.push(path.display().to_string());
    }
    Ok(Written { markdown, files })
}

fn sections(measured: &Measured) -> Vec<Section> {
    let mut sections = vec![
        Section {
            title: "Budgets",
            says: "Absolute times on this machine. They say whether a person waits; nothing fails by them.".to_owned(),
            table: Some(budgets(measured)),
        },
        Section {
            title: "On the screen",
            says: "Measured by the browser tests (`cargo xtask test --only browsers`), the last time they ran.".to_owned(),
            table: measured.screen.as_ref().map(screen::table),
        },
        Section {
            title: "Against the limits",
            says: "The limit is a plain program written for this one question, run right after ours. The ratio is the \
                   share of its speed that ours reaches, from the fastest samples of each: other programs on the machine \
                   can only slow a sample down. It is plain, not the fastest there could be: a ratio above 1 means \
                   that the engine has the better method there, and that this program is no limit."
                .to_owned(),
            table: Some(ratios(measured)),
        },
        Section {
            title: "All times",
            says: "The fastest sample and the median of all. Where the two are far apart, the machine was busy.".to_owned(),
            table: Some(all_times(measured)),
        },
    ];
    if !measured.peers.is_empty() {
        sections.push(Section {
            title: "Beside other programs",
            says: format!(
                "`cargo xtask bench --peers`, the same inputs, one core each, not at the same moment. Theirs is the \
                 fastest of up to three runs, ours the fastest of its samples. SCRAM's time is its whole program, with \
                 reading and reporting; the Python programs' is without starting Python and compiling; ours is the \
                 call alone. SCRAM lists all cut sets, ours counts them and lists 50. {}",
                machine(&measured.machine)
            ),
            table: Some(peers::table(measured)),
        });
    }
    if !FLOORS.is_empty() {
        let says = "What `--check` compares: ratios of this run and what was reached before.".to_owned();
        sections.push(Section { title: "Floors", says, table: Some(floors_table(measured)) });
    }
    if !measured.skipped.is_empty() {
        let rows = measured.skipped.iter().map(|(case, why)| vec![case.clone(), why.clone()]).collect();
        let table = Some(Table { head: vec!["case", "why"], rows });
        sections.push(Section { title: "Not timed", says: String::new(), table });
    }
    sections
}

fn budgets(measured: &Measured) -> Table {
    let row = |budget: &super::budgets::Budget| {
        let judged = budget.judge(measured);
        let kept = match judged.kept {
            Some(true) => "kept",
            Some(false) => "missed",
            None => "",
        };
        vec![format!("{} ({})", budget.cases, budget.who), budget.text(), judged.measured, kept.to_owned()]
    };
    Table { head: vec!["case", "budget", "measured", ""], rows: BUDGETS.iter().map(row).collect() }
}

fn ratios(measured: &Measured) -> Table {
    let row = |(name, case): (&String, &Case)| {
        let (judged, by) = case.pair()?;
        let speed = |times: &Times| times.per_second().map_or_else(String::new, |x| format!(", {}", rate(x)));
        let cell = |times: &Times| format!("{}{}", seconds(times.seconds_fastest), speed(times));
        Some(vec![name.clone(), cell(judged), cell(by), ratio(case.ratio()?)])
    };
    let rows = measured.cases.iter().filter_map(row).collect();
    Table { head: vec!["case", "ours (browser/: wasm)", "limit (browser/: native)", "ratio"], rows }
}

fn all_times(measured: &Measured) -> Table {
    let mut rows = Vec::new();
    for (name, case) in &measured.cases {
        for (who, times) in &case.times {
            let rate = times.per_second().map_or_else(String::new, rate);
            let samples = times.samples.to_string();
            let [fastest, median] = [times.seconds_fastest, times.seconds_median].map(seconds);
            rows.push(vec![name.clone(), who.clone(), fastest, median, rate, samples]);
        }
    }
    Table { head: vec!["case", "who", "fastest", "median", "rate", "samples"], rows }
}

fn floors_table(measured: &Measured) -> Table {
    let row = |(cases, floor): &(&str, f64)| {
        let reached = floors::reached(measured, cases).map_or_else(|| "not measured".to_owned(), ratio);
        vec![(*cases).to_owned(), ratio(*floor), reached]
    };
    Table { head: vec!["cases", "reached before", "now"], rows: FLOORS.iter().map(row).collect() }
}

/// One line, so that it can stand under a pasted table.
fn machine(machine: &Machine) -> String {
    format!(
        "{}, {} cores, {}, {}, commit {}, load {} when it began.",
        machine.processor, machine.cores, machine.system, machine.rustc, machine.commit, machine.load
    )
}

/// What to know before believing any of it.
fn cautions(measured: &Measured) -> Vec<&'static str> {
    let mut cautions = Vec::new();
    if measured.quick {
        cautions.push("A quick run of few samples: the ratios are rough.");
    }
    if measured.machine.is_busy() {
        cautions.push(
            "Other programs were running when it began, so times may be off by a factor of two or three. Only ratios of \
             times taken right after each other mean something, and the times beside other programs are not such.",
        );
    }
    cautions
}

fn markdown(measured: &Measured, sections: &[Section]) -> String {
    let mut out = format!("# How fast the engine is\n\n{}\n", machine(&measured.machine));
    cautions(measured).iter().for_each(|caution| out += &format!("\n{caution}\n"));
    measured.remarks.iter().for_each(|remark| out += &format!("\n{remark}\n"));
    for section in sections {
        out += &format!("\n## {}\n", section.title);
        if !section.says.is_empty() {
            out += &format!("\n{}\n", section.says);
        }
        if let Some(table) = &section.table {
            out += &format!("\n{}", table.markdown());
        }
    }
    out
}

const PAGE_STYLE: &str = "\
:root { color-scheme: light dark; } body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .25rem .75rem .25rem 0; text-align: start;
border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); } svg { max-width: 100%; height: auto; }";

fn html(measured: &Measured, sections: &[Section], charts: &[(&str, Chart)]) -> String {
    let mut body = format!("<h1>How fast the engine is</h1>\n<p>{}</p>\n", escape(&machine(&measured.machine)));
    cautions(measured).iter().for_each(|caution| body += &format!("<p>{caution}</p>\n"));
    measured.remarks.iter().for_each(|remark| body += &format!("<p>{}</p>\n", escape(remark)));
    charts.iter().for_each(|(_, chart)| body += &chart.svg());
    for section in sections {
        body += &format!("<h2>{}</h2>\n<p>{}</p>\n", section.title, escape(&section.says));
        body += &section.table.as_ref().map(Table::html).unwrap_or_default();
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>How fast the engine is</title>\n\
         <style>\n{PAGE_STYLE}\n</style>\n{body}</html>\n"
    )
}

/// Cost against size: reading, analysing, and a simulated year.
fn sizes(measured: &Measured) -> Chart {
    let line = |name: &str, what: &str, who: &str, rounds: f64| {
        let prefix = format!("sizes/{what}/");
        let point = |(case, found): (&String, &Case)| {
            let size = case.strip_prefix(&prefix)?.parse().ok()?;
            Some((size, found.times.get(who)?.seconds_fastest / rounds))
        };
        let mut points: Vec<(f64, f64)> = measured.cases.iter().filter_map(point).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Series { name: name.to_owned(), points, joined: true }
    };
    let series = vec![
        line("analyze", "analyze", OURS, 1.0),
        line("its limit", "analyze", LIMIT, 1.0),
        line("simulate a year", "simulate", OURS, 10.0),
        line("read", "read", OURS, 1.0),
    ];
    Chart { title: "Cost against size", x: "components", y: "seconds", series, guides: Vec::new() }
}

/// Every case with a limit: our time over the limit's.
fn against_limits(measured: &Measured) -> Chart {
    let cloud = |name: &str, prefix: &str, who: &str, by: &str| {
        let point = |(_, case): (&String, &Case)| {
            Some((case.times.get(by)?.seconds_each(), case.times.get(who)?.seconds_each()))
        };
        let cases = measured.cases.iter().filter(|(case, _)| case.starts_with(prefix));
        Series { name: name.to_owned(), points: cases.filter_map(point).collect(), joined: false }
    };
    let series = vec![
        cloud("fault trees", "trees/", OURS, LIMIT),
        cloud("networks, a pair", "network/", OURS, LIMIT),
        cloud("wasm against native", "browser/", WASM, NATIVE),
        cloud("exact", "exact/", OURS, LIMIT),
    ];
    let guides = vec![(1.0, "as fast"), (2.0, "2 × the time"), (10.0, "10 × the time"), (100.0, "100 × the time")];
    Chart { title: "Our time against the limit's", x: "limit, seconds", y: "ours, seconds", series, guides }
}

fn as_json(measured: &Measured) -> Value {
    let times = |times: &Times| {
        json!({
            "seconds_fastest": times.seconds_fastest, "seconds_median": times.seconds_median,
            "samples": times.samples, "amount": times.amount, "per_second": times.per_second(),
        })
    };
    let case = |(name, case): (&String, &Case)| {
        let by_who: serde_json::Map<String, Value> =
            case.times.iter().map(|(who, found)| (who.clone(), times(found))).collect();
        json!({ "case": name, "ratio": case.ratio(), "times": by_who, "checked": measured.checked.get(name) })
    };
    let budget = |budget: &super::budgets::Budget| {
        let judged = budget.judge(measured);
        json!({
            "cases": budget.cases, "who": budget.who, "budget": budget.text(),
            "measured": judged.measured, "kept": judged.kept,
        })
    };
    let skipped = |(name, why): &(String, String)| json!({ "case": name, "why": why });
    let found = &measured.machine;
    json!({
        "machine": {
            "processor": found.processor, "cores": found.cores, "load": found.load, "system": found.system,
            "rustc": found.rustc, "commit": found.commit,
        },
        "quick": measured.quick,
        "cases": measured.cases.iter().map(case).collect::<Vec<_>>(),
        "budgets": BUDGETS.iter().map(budget).collect::<Vec<_>>(),
        "skipped": measured.skipped.iter().map(skipped).collect::<Vec<_>>(),
        "screen": measured.screen,
        "remarks": measured.remarks,
        "peers": measured.peers.iter().map(peers::as_json).collect::<Vec<_>>(),
    })
}
