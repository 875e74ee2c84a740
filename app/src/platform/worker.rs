//! The web worker as the page sees it: one request at a time, answers by callback. A worker that dies is replaced by a
//! new one and asked once more; what was asked before is called off by ending the worker, which is always possible.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

use super::page;
use crate::messages::{Answer, Request, Work};

#[wasm_bindgen]
extern "C" {
    /// Posts the program and the request to the worker, once the program is here as a whole. Written in index.html.
    #[wasm_bindgen(js_name = ninesAskWorker)]
    fn ask_worker(worker: &web_sys::Worker, request: &str);
}

/// What comes back.
pub enum Report {
    /// So many years are done.
    Progress(u64),
    /// The answers as JSON.
    Done(String),
    /// The worker died twice, or cannot be started; one sentence for people.
    Died(&'static str),
}

/// A request under way; dropping it calls it off.
pub struct Job {
    worker: Rc<RefCell<Option<web_sys::Worker>>>,
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.borrow_mut().take() {
            worker.terminate();
        }
    }
}

/// Asks a worker of its own.
pub fn ask(document: String, work: Work, report: impl Fn(Report) + 'static) -> Job {
    let job = Job { worker: Rc::default() };
    let request = Request { work, document };
    start(job.worker.clone(), request, Rc::new(report), 1);
    job
}

type Slot = Rc<RefCell<Option<web_sys::Worker>>>;

fn start(slot: Slot, request: Request, report: Rc<dyn Fn(Report)>, tries_left: u32) {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let script = page::at_root(&page::body_data("worker"));
    let Ok(worker) = web_sys::Worker::new_with_options(&script, &options) else {
        report(Report::Died("This browser does not run web workers, so long calculations are not possible here."));
        return;
    };
    let told = report.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        match Answer::read(&text) {
            Some(Answer::Progress(years)) => told(Report::Progress(years)),
            Some(Answer::Done(json)) => told(Report::Done(json)),
            // Nothing else is ever sent.
            None => {}
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let again = (slot.clone(), request.clone());
    let on_error = Closure::<dyn FnMut()>::new(move || {
        let (slot, request) = again.clone();
        // Called off meanwhile: there is nothing to replace.
        let Some(dead) = slot.borrow_mut().take() else { return };
        dead.terminate();
        if tries_left > 0 {
            start(slot, request, report.clone(), tries_left - 1);
        } else {
            report(Report::Died("The calculation stopped twice and was given up. Your work is not affected."));
        }
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    ask_worker(&worker, &request.text());
    *slot.borrow_mut() = Some(worker);
}
