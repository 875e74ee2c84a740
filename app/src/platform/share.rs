//! Deflating and inflating with the browser's own streams, so that no compressor has to be downloaded. Inflating stops
//! as soon as more comes out than a document may have.

use js_sys::{Reflect, Uint8Array};
use nines_engine::topology::Limits;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair, WritableStream};

use super::tasks;
use crate::link::{self, LinkError, Payload};

// web-sys still counts these two as unstable, and every browser this runs in has them (Chromium 103, Firefox 113,
// Safari 16.4); they are declared here so that the whole build does not need its unstable switch.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &CompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &CompressionStream) -> WritableStream;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// Deflate without a header: the checksum is the link's own.
const FORMAT: &str = "deflate-raw";

/// Makes a link to a page for a document's text, and calls back with it; `None` when the browser cannot deflate.
pub fn make_link(page: String, text: String, f: impl FnOnce(Option<String>) + 'static) {
    tasks::run(async move {
        let deflated = deflate(&text).await;
        f(deflated.map(|bytes| format!("{page}#{}", link::fragment(&text, &bytes))));
    });
}

/// Unpacks a payload and calls back with the document's text.
pub fn open_link(payload: Payload, f: impl FnOnce(Result<String, LinkError>) + 'static) {
    tasks::run(async move { f(inflate(&payload).await) });
}

async fn deflate(text: &str) -> Option<Vec<u8>> {
    let stream = CompressionStream::new(FORMAT).ok()?;
    let pair = ReadableWritablePair::new(&stream.readable(), &stream.writable());
    read_all(through(text.as_bytes(), &pair)?, usize::MAX).await.ok()
}

async fn inflate(payload: &Payload) -> Result<String, LinkError> {
    let stream = DecompressionStream::new(FORMAT).map_err(|_| LinkError::Damaged)?;
    let pair = ReadableWritablePair::new(&stream.readable(), &stream.writable());
    let out = through(&payload.deflated, &pair).ok_or(LinkError::Damaged)?;
    let bytes = read_all(out, Limits::BYTES).await?;
    if link::checksum(&bytes) != payload.checksum {
        return Err(LinkError::Damaged);
    }
    String::from_utf8(bytes).map_err(|_| LinkError::Damaged)
}

/// Bytes, sent through a pair of streams.
fn through(bytes: &[u8], pair: &ReadableWritablePair) -> Option<ReadableStream> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    Some(blob.stream().pipe_through(pair))
}

async fn read_all(stream: ReadableStream, max: usize) -> Result<Vec<u8>, LinkError> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| LinkError::Damaged)?;
        if field(&chunk, "done").is_truthy() {
            return Ok(bytes);
        }
        bytes.extend(field(&chunk, "value").unchecked_into::<Uint8Array>().to_vec());
        if bytes.len() > max {
            // A few kilobytes can inflate to gigabytes: what comes after the limit is never asked for.
            let _ = reader.cancel();
            return Err(LinkError::TooLarge);
        }
    }
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
