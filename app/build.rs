//! Asks the linker to keep its notes in the WebAssembly: xtask divides the application's data by them (`site::parts::data`). The
//! finished site is without them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
