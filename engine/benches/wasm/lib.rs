//! The library that `cargo xtask bench` compiles to WebAssembly, in a crate of its own, and times under node. What it
//! does is in `work`, which the native benchmarks use as well.

#[path = "../systems/documents.rs"]
pub mod documents;
pub mod work;
