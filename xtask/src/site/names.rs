//! Names that change when the content does, so that a host may let browsers keep files for ever.
//!
//! trunk names the files before they are optimised; here they get the name of what they became. The glue names
//! the WebAssembly it loads unless told otherwise, so it is renamed second.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const STEM: &str = "nines-app-";
const WASM_END: &str = "_bg.wasm";
/// The rest of the application, before it is named by its content; not there when the application is in one part.
pub const REST: &str = "rest.wasm";
/// What wasm-bindgen called the WebAssembly before trunk gave it a hash, and still calls it in the glue.
const WASM_IN_GLUE: &str = "nines-app_bg.wasm";

/// The application's two files, as trunk called them.
pub struct Bundled {
    pub glue: String,
    pub wasm: String,
}

/// The application's files, named by their content. All are in the site's root.
pub struct Named {
    pub glue: String,
    pub wasm: String,
    /// What is fetched once those two work; `None` when the application is in one part.
    pub rest: Option<String>,
}

/// Finds trunk's files.
pub fn find(stage: &Path) -> Result<Bundled> {
    let mut glue = Vec::new();
    let mut wasm = Vec::new();
    for entry in fs::read_dir(stage)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(STEM) && name.ends_with(WASM_END) {
            wasm.push(name);
        } else if name.starts_with(STEM) && name.ends_with(".js") {
            glue.push(name);
        }
    }
    match (glue.as_slice(), wasm.as_slice()) {
        ([glue], [wasm]) => Ok(Bundled { glue: glue.clone(), wasm: wasm.clone() }),
        _ => {
            bail!("trunk should have written one {STEM}….js and one {STEM}…{WASM_END}, but wrote {glue:?} and {wasm:?}")
        }
    }
}

/// Renames the files and mends the one reference between them.
pub fn by_content(stage: &Path, bundled: &Bundled) -> Result<Named> {
    let wasm_bytes = fs::read(stage.join(&bundled.wasm))?;
    let wasm = format!("{STEM}{}{WASM_END}", content_hash(&wasm_bytes));
    let glue_before = fs::read_to_string(stage.join(&bundled.glue))?;
    let glue_after = glue_before.replace(WASM_IN_GLUE, &wasm);
    if !glue_after.contains(&wasm) {
        bail!("{} does not name {WASM_IN_GLUE}", bundled.glue);
    }
    let glue = format!("{STEM}{}.js", content_hash(glue_after.as_bytes()));
    fs::rename(stage.join(&bundled.wasm), stage.join(&wasm)).context("renaming the WebAssembly")?;
    fs::remove_file(stage.join(&bundled.glue))?;
    fs::write(stage.join(&glue), glue_after).context("writing the glue")?;
    let before = stage.join(REST);
    let rest = if before.is_file() {
        let rest = format!("{STEM}{}_rest.wasm", content_hash(&fs::read(&before)?));
        fs::rename(&before, stage.join(&rest)).context("renaming the rest of the WebAssembly")?;
        Some(rest)
    } else {
        None
    };
    Ok(Named { glue, wasm, rest })
}

/// 64 bits of FNV-1a in hexadecimal. It tells versions of one file apart; it does not guard against anyone.
pub fn content_hash(bytes: &[u8]) -> String {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published test vectors of FNV-1a.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(content_hash(b""), "cbf29ce484222325");
        assert_eq!(content_hash(b"a"), "af63dc4c8601ec8c");
        assert_eq!(content_hash(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn files_are_renamed_and_the_glue_follows() {
        let stage = std::env::temp_dir().join(format!("nines-names-{}", std::process::id()));
        fs::create_dir_all(&stage).expect("a folder");
        fs::write(stage.join("nines-app-1_bg.wasm"), b"wasm").expect("a file");
        fs::write(stage.join(REST), b"rest").expect("a file");
        fs::write(stage.join("nines-app-1.js"), "new URL('nines-app_bg.wasm')").expect("a file");
        let bundled = find(&stage).expect("both files");
        let named = by_content(&stage, &bundled).expect("renamed");
        let glue = fs::read_to_string(stage.join(&named.glue)).expect("the glue");
        assert_eq!(glue, format!("new URL('{}')", named.wasm));
        assert_eq!(named.wasm, format!("nines-app-{}_bg.wasm", content_hash(b"wasm")));
        let rest = named.rest.expect("there is a rest");
        assert_eq!(rest, format!("nines-app-{}_rest.wasm", content_hash(b"rest")));
        assert!(stage.join(rest).is_file());
        assert!(!stage.join("nines-app-1.js").exists());
        assert!(!stage.join("nines-app-1_bg.wasm").exists());
        fs::remove_dir_all(&stage).expect("cleaned up");
    }
}
