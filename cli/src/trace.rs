//! `nines simulate --trace`: one continuous history, a line for each thing that happens, written while it is lived
//! through.

use nines_engine::sim::{History, HistoryOptions, Script, Start};
use nines_engine::units::Ticks;

use crate::Outcome;
use crate::args::Simulate;
use crate::input::{self, Document};
use crate::pace::Pace;

/// About so many lines are written at a time.
const LINES_EACH: f64 = 20_000.0;

/// The trace; the same lines as the sandbox shows for this document and seed.
pub fn run(document: &Document, options: &Simulate, script: &Script, pace: &Pace) -> Outcome {
    let history =
        HistoryOptions { seed: options.seed, replication: 0, start: Start::AllUp, trace_lines_max: usize::MAX };
    match History::new(&document.topology, history) {
        Ok(mut history) => {
            script.faults.iter().for_each(|(at, fault)| history.schedule(*at, fault.clone()));
            let answer = pieces(history, Ticks::from_years(options.years), pace.span_of(LINES_EACH));
            Outcome { answer: Box::new(answer), findings: input::list(&document.findings), answered: true }
        }
        Err(findings) => document.refused(&findings, options.json),
    }
}

/// What happens up to the end, a span at a time.
fn pieces(mut history: History, end: Ticks, span: Ticks) -> impl Iterator<Item = String> {
    std::iter::from_fn(move || {
        let now = history.now();
        (now < end).then(|| {
            history.run_until(now.after(span).min(end));
            history.take_trace()
        })
    })
}
