//! The program arrives in two parts (ARCHITECTURE.md, "A first look"): this is what a call into the part that is not there
//! yet goes through.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Fetches the rest and joins it to the first part, whose exports it is given; nothing when that is done. Written in
    /// index.html and worker.js: it must not need what it brings.
    #[wasm_bindgen(js_name = ninesBringRest)]
    fn bring_rest(first: &JsValue);
}

/// Called before the first use of a function that is in the other part. Returns when all functions are there.
#[wasm_bindgen(js_name = loadRest)]
pub fn load_rest() {
    bring_rest(&wasm_bindgen::exports());
}
