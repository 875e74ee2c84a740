//! The clipboard. It may be forbidden; the caller is told.

use wasm_bindgen_futures::JsFuture;

use super::page::window;
use super::tasks;

/// Puts a text on the clipboard and calls back with whether it is there.
pub fn write(text: String, f: impl FnOnce(bool) + 'static) {
    tasks::run(async move {
        let done = JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok();
        f(done);
    });
}

/// Reads the clipboard; `None` when it is forbidden.
pub fn read(f: impl FnOnce(Option<String>) + 'static) {
    tasks::run(async move {
        let text = JsFuture::from(window().navigator().clipboard().read_text()).await;
        f(text.ok().and_then(|text| text.as_string()));
    });
}
