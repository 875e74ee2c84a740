//! Packs a WebAssembly module for its way to the browser, and unpacks it there.
//!
//! Hosts of static files compress with gzip at best, and many send WebAssembly as it is. A packed module is a third smaller than
//! gzip makes it, on any host, because the packer knows what it packs: it predicts every byte from where in an instruction it
//! stands and from the instructions before it. The unpacker is this same crate, compiled to a module of some kilobytes that the
//! page loads first (`web`). It is no format for keeping: both sides are of one build.
//!
//! ```
//! let module = b"\0asm\x01\0\0\0";
//! let packed = nines_pack::pack(module).expect("a module");
//! assert_eq!(nines_pack::unpack(&packed).as_deref(), Some(&module[..]));
//! ```
//!
//! Reading order: `shape`, `fold`, `letters`, `model`, `coder`, `unpack`.

#![cfg_attr(target_arch = "wasm32", no_std)]

mod coder;
mod fold;
mod letters;
mod model;
mod shape;
mod unpack;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
pub use native::{pack, unpack};

#[cfg(test)]
mod tests;
