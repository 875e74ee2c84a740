//! When the program itself is at fault: the page says so and offers a way on, instead of standing still.

use std::cell::Cell;

use super::page;

thread_local! {
    /// When work was last saved, in milliseconds since 1970; 0 when it was not.
    static SAVED_AT: Cell<f64> = const { Cell::new(0.0) };
}

/// Notes that work was saved just now.
pub fn note_saved() {
    SAVED_AT.set(js_sys::Date::now());
}

/// Shows a message when the program panics. What was saved is still saved.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        if let Some(message) = page::element("boot-message") {
            message.set_text_content(Some(&sentence()));
            offer_reload(&message);
            message.set_hidden(false);
            message.scroll_into_view();
        }
    }));
}

fn sentence() -> String {
    let saved_at = SAVED_AT.get();
    let kept = if saved_at > 0.0 {
        let date = js_sys::Date::new(&saved_at.into());
        format!("Your work is saved up to {:02}:{:02}:{:02}.", date.get_hours(), date.get_minutes(), date.get_seconds())
    } else {
        "What you had saved before is still there.".to_string()
    };
    format!("Nines stopped because of a mistake of its own. {kept} ")
}

fn offer_reload(message: &web_sys::HtmlElement) {
    let Ok(button) = page::document().create_element("button") else { return };
    button.set_text_content(Some("Reload"));
    button.set_class_name("button");
    // No closure: after a panic nothing of this program is called again.
    let _ = button.set_attribute("onclick", "location.reload()");
    let _ = message.append_child(&button);
}
