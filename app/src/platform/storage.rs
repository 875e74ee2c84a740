//! The browser's storage, which may be full, forbidden, or changed by another tab.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Storage, StorageEvent};

use super::page::window;

/// Why nothing was stored. What was stored before is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser does not let this page store anything.
    Forbidden,
    /// There is no room.
    Full,
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What is stored under a key; `None` also when storage is forbidden.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text.
///
/// # Errors
/// [`StorageError`]
pub fn set(key: &str, text: &str) -> Result<(), StorageError> {
    let storage = storage().ok_or(StorageError::Forbidden)?;
    storage.set_item(key, text).map_err(|_| StorageError::Full)
}

/// Forgets a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Calls back with the new text whenever another tab stores something under a key.
pub fn on_change_elsewhere(key: &'static str, mut f: impl FnMut(String) + 'static) {
    let closure = Closure::<dyn FnMut(StorageEvent)>::new(move |event: StorageEvent| {
        if let (Some(changed), Some(text)) = (event.key(), event.new_value())
            && changed == key
        {
            f(text);
        }
    });
    let _ = window().add_event_listener_with_callback("storage", closure.as_ref().unchecked_ref());
    closure.forget();
}
