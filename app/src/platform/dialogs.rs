//! Opening and closing the browser's own dialogs, which keep the focus inside and give it back.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlDialogElement;

use super::page::element;

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    element(id)?.dyn_into().ok()
}

/// Shows a dialog over everything else, if it is not shown yet.
pub fn show(id: &str) {
    if let Some(dialog) = dialog(id)
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog; the browser gives the focus back to where it was.
pub fn hide(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}
