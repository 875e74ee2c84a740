//! The page this runs in: its data attributes, its address, its elements.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, HtmlElement, Window};

/// The window. There is one wherever this is called: the worker has a `main` of its own.
pub fn window() -> Window {
    web_sys::window().expect("this runs in a window")
}

/// The document of the window.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// An attribute `data-…` of the body, empty when it is not there.
pub fn body_data(name: &str) -> String {
    let body = document().body();
    body.and_then(|body| body.dataset().get(name)).unwrap_or_default()
}

/// The element with this id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Elements that match a selector, in document order.
pub fn elements(selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = document().query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).collect()
}

/// An address relative to the site's root, as an absolute one.
pub fn at_root(path: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let relative = format!("{}{path}", body_data("root"));
    web_sys::Url::new_with_base(&relative, &base).map_or(relative, |url| url.href())
}

/// What follows `#` in the address, without it.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_string()
}

/// Takes the fragment out of the address without loading anything.
pub fn forget_fragment() {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

/// Calls back whenever the fragment changes: a link pasted into the address of an open page.
pub fn on_fragment_change(f: impl FnMut() + 'static) {
    listen("hashchange", f);
}

/// Calls back when the page may be gone soon: hidden, closed, left.
pub fn on_leaving(f: impl FnMut() + Clone + 'static) {
    listen("pagehide", f.clone());
    let mut hidden = f;
    let closure = Closure::<dyn FnMut()>::new(move || {
        if is_hidden() {
            hidden();
        }
    });
    let _ = document().add_event_listener_with_callback("visibilitychange", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Whether the person asked the system for less motion.
pub fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the window is as narrow as a phone.
pub fn is_narrow() -> bool {
    window().match_media("(max-width: 719px)").ok().flatten().is_some_and(|query| query.matches())
}

/// Milliseconds since 1970, by the computer's clock.
pub fn date_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Listens to an event of the window for as long as the page lives.
fn listen(event: &str, f: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(f);
    let _ = window().add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The listener lives as long as the page: there is no one to hand it to.
    closure.forget();
}

/// Scrolls an element into view within the box that scrolls it, if it is not in view.
pub fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
