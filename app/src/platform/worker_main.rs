//! Inside the web worker: the same program without a window. `public/worker.js` loads it and calls [`work`].

use nines_engine::availability::{AnalyzeOptions, analyze};
use nines_engine::format::{self, answers};
use nines_engine::sim::Study;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::DedicatedWorkerGlobalScope;

use crate::messages::{Answer, Request, Work};

/// Whether this runs in a worker: there is no window then.
pub fn is_worker() -> bool {
    web_sys::window().is_none()
}

/// Does what a request asks and posts the answers. Called by `worker.js` with the request's text.
#[wasm_bindgen]
pub fn work(request: &str) {
    let Some(request) = Request::read(request) else { return };
    let read = format::read(&request.document);
    let json = match (read.topology, request.work) {
        (None, _) => answers::diagnostics_json(&read.diagnostics),
        (Some(topology), Work::Analyze) => match analyze(&topology, &AnalyzeOptions::standard()) {
            Ok(analysis) => answers::analysis_json(&analysis),
            Err(findings) => answers::diagnostics_json(&findings),
        },
        (Some(topology), Work::Study { years, seed }) => match Study::new(&topology, seed) {
            Ok(study) => measure(study, years),
            Err(findings) => answers::diagnostics_json(&findings),
        },
    };
    post(&Answer::Done(json));
}

/// Runs a study in slices and says after each how far it is. Ending the worker calls it off.
fn measure(mut study: Study, years: u64) -> String {
    const SLICES: u64 = 50;
    while study.years() < years {
        study.run((years / SLICES).max(1).min(years - study.years()));
        post(&Answer::Progress(study.years()));
    }
    answers::measurement_json(&study.measurement())
}

fn post(answer: &Answer) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let _ = scope.post_message(&answer.text().into());
}
