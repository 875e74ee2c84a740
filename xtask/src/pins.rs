//! The version of everything that is fetched, each with the reason for it. Nothing here runs.
//!
//! The wasm-bindgen CLI has no pin of its own: it must equal the library's version in `Cargo.lock`, and is
//! read from there (`steps::tools`).

/// Bundles the application. 0.21 is the last line that compiles with Rust 1.95; 0.22 asks for 1.96.1.
pub const TRUNK: &str = "0.21.14";

/// Speaks WebDriver to Firefox. From crates.io, because Debian does not package it.
pub const GECKODRIVER: &str = "0.37.1";

/// `wasm-opt`, as JavaScript and WebAssembly run by node: the npm registry is reachable where GitHub's
/// release downloads, which trunk would use, are not.
pub const BINARYEN: &str = "132.0.0";

/// The oldest Rust that compiles the workspace (`rust-version` in Cargo.toml).
pub const RUST_OLDEST: (u32, u32) = (1, 95);

/// Debian 12's second Rust, kept new for its browsers: a compiler, the sources of the standard library, which is
/// built along with the application, and the linker for WebAssembly. 1.96 at the time of writing.
pub const DEBIAN_WASM: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Lints the WebAssembly side when Debian's compiler builds it; only `test` needs it.
pub const DEBIAN_CLIPPY: &str = "rust-web-clippy";

/// Debian's browsers and Chromium's driver. Not pinned: security updates replace them, and the
/// course has to work in whatever is current.
pub const DEBIAN_CHROMIUM: [&str; 2] = ["chromium", "chromium-driver"];
pub const DEBIAN_FIREFOX: [&str; 1] = ["firefox-esr"];

/// Compiles libFuzzer, which comes as source with the crate libfuzzer-sys (pinned by engine/fuzz/Cargo.lock). Debian 12's
/// g++ 12 will do.
pub const DEBIAN_CXX: [&str; 1] = ["g++"];

/// Node runs wasm-opt. Debian 12's 18 is enough.
pub const DEBIAN_NODE: [&str; 2] = ["nodejs", "npm"];

/// What WebAssembly may use beyond its first version: what Rust 1.95's wasm32-unknown-unknown emits by default,
/// together with what wasm-bindgen adds. Naming each keeps wasm-opt from reaching for anything newer
/// than the compiler did, which an older browser would refuse.
pub const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// All that a lesson loads before its sandbox can be used, compressed with gzip, in bytes.
pub const FIRST_LOAD_BYTES_MAX: u64 = 250_000;

/// Programs that answer some of the same questions, for `bench --peers`: PyPI's names and versions. RePyability's
/// simulation is only fast with numba, its extra `fast`.
pub const PEERS_PYTHON: [(&str, &str, &str); 3] =
    [("repyability", "[fast]", "0.15"), ("simpy", "", "4.1.2"), ("cimba", "", "0.9.6")];

/// SCRAM, fault trees in C++, as Debian packages it. Not pinned: Debian 12 has one version.
pub const DEBIAN_SCRAM: [&str; 1] = ["scram"];
