//! Files in and out: a download, a file that is chosen, a file that is dropped. Sizes are checked before reading.

use js_sys::Array;
use nines_engine::topology::Limits;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, HtmlAnchorElement, HtmlInputElement, Url};

use super::page::{document, window};
use super::tasks;

/// Why a file was not read. One sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError(pub String);

/// Offers a text as a file to keep.
pub fn download(name: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = Array::of1(&text.into());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

/// Lets the person choose a file, and calls back with its text.
pub fn choose(f: impl FnOnce(Result<String, FileError>) + 'static) {
    let input = document().create_element("input").ok().and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    input.set_type("file");
    input.set_accept(".json,application/json");
    input.set_id("file-to-import");
    input.set_hidden(true);
    // It has to be in the document for some browsers to open the dialog, and for tests to find it.
    if let Some(old) = document().get_element_by_id("file-to-import") {
        old.remove();
    }
    if let Some(body) = document().body() {
        let _ = body.append_child(&input);
    }
    let chosen = input.clone();
    let closure = Closure::once_into_js(move || {
        if let Some(file) = chosen.files().and_then(|files| files.get(0)) {
            read(file, f);
        }
        chosen.remove();
    });
    let _ = input.add_event_listener_with_callback("change", closure.unchecked_ref());
    input.click();
}

/// Calls back with the text of every file that is dropped on the page, for as long as it lives. Without this the
/// browser would leave the page to show the file.
pub fn on_drop(f: impl Fn(Result<String, FileError>) + Clone + 'static) {
    let has_files = |event: &DragEvent| {
        let types = event.data_transfer().map(|data| data.types());
        types.is_some_and(|types| types.iter().any(|kind| kind == "Files"))
    };
    let over = Closure::<dyn FnMut(DragEvent)>::new(move |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
        }
    });
    let drop = Closure::<dyn FnMut(DragEvent)>::new(move |event: DragEvent| {
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            event.prevent_default();
            read(file, f.clone());
        }
    });
    let _ = window().add_event_listener_with_callback("dragover", over.as_ref().unchecked_ref());
    let _ = window().add_event_listener_with_callback("drop", drop.as_ref().unchecked_ref());
    // The listeners live as long as the page: there is no one to hand them to.
    over.forget();
    drop.forget();
}

/// Reads a file and calls back with its text.
pub fn read(file: File, f: impl FnOnce(Result<String, FileError>) + 'static) {
    if file.size() > Limits::BYTES as f64 {
        f(Err(FileError(format!(
            "“{}” is larger than 1 MiB, the most a system may have. It was not opened.",
            file.name()
        ))));
        return;
    }
    tasks::run(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        f(text.ok_or_else(|| {
            FileError(format!("“{}” could not be read. Try again, or choose another file.", file.name()))
        }));
    });
}
