//! Work that waits for the browser. Every task is boxed, so that what runs them is compiled once.

use std::pin::Pin;

/// Runs a task until it is done, beside everything else.
pub fn run(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    wasm_bindgen_futures::spawn_local(task);
}
