//! When the program itself is at fault: the page says so and offers a way on, instead of standing still.

use super::page;

/// Shows a message when the program panics. What was saved is still saved.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        if let Some(message) = page::element("boot-message") {
            message.set_text_content(Some(
                "Nines has stopped because of a mistake of its own. Your work is saved up to your last change. \
                 Reload the page to go on.",
            ));
            message.set_hidden(false);
        }
    }));
}
