//! The build script: reads `content/` and writes the catalogue as Rust. [`source`] is the content as it is read,
//! [`markdown`] the text of lessons, [`generate`] the Rust. Not here: checking numbers and words, which needs the
//! engine; the tests do that with the same modules.

mod front;
mod generate;
mod markdown;
#[allow(dead_code, reason = "the tests read the rest")]
mod source;

use std::path::Path;

fn main() {
    // Cargo looks at every file under a named folder.
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=build");
    let files = source::files_under(Path::new("content")).unwrap_or_else(|error| stop(&error));
    let content = source::read(&files).unwrap_or_else(|error| stop(&error));
    let out = std::env::var("OUT_DIR").expect("cargo names the folder for what a build script makes");
    std::fs::write(Path::new(&out).join("catalogue.rs"), generate::catalogue(&content))
        .unwrap_or_else(|error| stop(&error.to_string()));
}

fn stop(why: &str) -> ! {
    println!("cargo::error={why}");
    std::process::exit(1)
}
