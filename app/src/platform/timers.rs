//! Timers, frames and how long work takes. The only clock of the application; it never reaches engine or editor.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use super::page::window;

/// A call that will come, unless this is dropped before.
pub struct Later(#[expect(dead_code, reason = "dropping it calls the timer off")] Timeout);

/// Calls back once, after some milliseconds.
pub fn after(ms: u32, f: impl FnOnce() + 'static) -> Later {
    Later(Timeout::new(ms, f))
}

/// Milliseconds since some moment, for measuring how long something takes.
pub fn now_ms() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

type FrameClosure = Closure<dyn FnMut(f64)>;

/// Calls back before every frame with the milliseconds since the last, until the callback says false.
pub fn frames(mut f: impl FnMut(f64) -> bool + 'static) {
    let closure: Rc<RefCell<Option<FrameClosure>>> = Rc::default();
    let again = closure.clone();
    let mut last: Option<f64> = None;
    *closure.borrow_mut() = Some(Closure::new(move |at: f64| {
        // A page that was hidden has not been shown for minutes; no frame counts as longer than a quarter second.
        let span = last.map_or(16.0, |last| (at - last).clamp(0.0, 250.0));
        last = Some(at);
        if f(span) {
            if let Some(closure) = &*again.borrow() {
                request(closure);
            }
        } else {
            // Nothing refers to this closure any more: it frees itself after this call.
            drop_after_this_call(again.borrow_mut().take());
        }
    }));
    if let Some(closure) = &*closure.borrow() {
        request(closure);
    }
}

fn request(closure: &FrameClosure) {
    let _ = window().request_animation_frame(closure.as_ref().unchecked_ref());
}

/// Drops something once the present call has returned.
fn drop_after_this_call<T: 'static>(value: T) {
    Timeout::new(0, move || drop(value)).forget();
}
