//! Names that change when the content does, so that a host may let browsers keep files for ever.
//!
//! trunk names the files before they are optimised; here they get the name of what they became. The glue names
//! the WebAssembly it loads unless told otherwise, so it is renamed second.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const STEM: &str = "nines-app-";
const WASM_END: &str = "_bg.wasm";
/// The rest of the application and what unpacks both, before they are named by their content; not there when the application is in
/// one part and as it is.
pub const REST: &str = "rest.wasm";
pub const UNPACKER: &str = "unpacker.wasm";
/// What is packed is no WebAssembly yet.
const PACKED_END: &str = ".bin";
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
    /// What unpacks the WebAssembly and its rest; `None` when they are not packed.
    pub unpacker: Option<String>,
    /// The scripts that use it, and that start the application in a worker.
    pub unpack: String,
    pub worker: String,
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
    let unpacker = rename(stage, UNPACKER, ("nines-unpacker-", ".wasm"))?;
    let end = if unpacker.is_some() { PACKED_END } else { WASM_END };
    let rest = rename(stage, REST, (STEM, &format!("_rest{end}")))?;
    let wasm = rename(stage, &bundled.wasm, (STEM, end))?.context("trunk's WebAssembly is there")?;
    let glue_before = fs::read_to_string(stage.join(&bundled.glue))?;
    let glue_after = glue_before.replace(WASM_IN_GLUE, &wasm);
    if !glue_after.contains(&wasm) {
        bail!("{} does not name {WASM_IN_GLUE}", bundled.glue);
    }
    let glue = format!("{STEM}{}.js", content_hash(glue_after.as_bytes()));
    fs::remove_file(stage.join(&bundled.glue))?;
    fs::write(stage.join(&glue), glue_after).context("writing the glue")?;
    let script = |name: &str| {
        let named = rename(stage, &format!("{name}.js"), (&format!("{name}-"), ".js"))?;
        named.with_context(|| format!("public/{name}.js is there"))
    };
    Ok(Named { glue, wasm, rest, unpacker, unpack: script("unpack")?, worker: script("worker")? })
}

/// Puts a file's content between a beginning and an end of its name; `None` when there is no such file.
fn rename(stage: &Path, name: &str, (begin, end): (&str, &str)) -> Result<Option<String>> {
    let before = stage.join(name);
    if !before.is_file() {
        return Ok(None);
    }
    let after = format!("{begin}{}{end}", content_hash(&fs::read(&before)?));
    fs::rename(&before, stage.join(&after)).with_context(|| format!("renaming {name}"))?;
    Ok(Some(after))
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
    use std::path::PathBuf;

    /// The published test vectors of FNV-1a.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(content_hash(b""), "cbf29ce484222325");
        assert_eq!(content_hash(b"a"), "af63dc4c8601ec8c");
        assert_eq!(content_hash(b"foobar"), "85944171f73967e8");
    }

    fn stage(name: &str) -> PathBuf {
        let stage = std::env::temp_dir().join(format!("nines-names-{name}-{}", std::process::id()));
        fs::create_dir_all(&stage).expect("a folder");
        fs::write(stage.join("nines-app-1_bg.wasm"), b"wasm").expect("a file");
        fs::write(stage.join("nines-app-1.js"), "new URL('nines-app_bg.wasm')").expect("a file");
        fs::write(stage.join("unpack.js"), "unpack").expect("a file");
        fs::write(stage.join("worker.js"), "worker").expect("a file");
        stage
    }

    fn renamed(stage: &Path) -> Named {
        let bundled = find(stage).expect("both files");
        let named = by_content(stage, &bundled).expect("renamed");
        let glue = fs::read_to_string(stage.join(&named.glue)).expect("the glue");
        assert_eq!(glue, format!("new URL('{}')", named.wasm));
        let scripts = [Some(&named.unpack), Some(&named.worker)];
        let all = [[Some(&named.wasm), named.rest.as_ref(), named.unpacker.as_ref()].as_slice(), &scripts].concat();
        for name in all.iter().flatten() {
            assert!(stage.join(name).is_file(), "{name}");
        }
        let count = fs::read_dir(stage).expect("a folder").count();
        assert_eq!(count, 1 + all.iter().flatten().count(), "nothing is left under its old name");
        fs::remove_dir_all(stage).expect("cleaned up");
        named
    }

    #[test]
    fn files_are_renamed_and_the_glue_follows() {
        let named = renamed(&stage("plain"));
        assert_eq!(named.wasm, format!("nines-app-{}_bg.wasm", content_hash(b"wasm")));
        assert_eq!((named.rest, named.unpacker), (None, None));
        assert_eq!(named.worker, format!("worker-{}.js", content_hash(b"worker")));
    }

    #[test]
    fn what_is_packed_is_not_called_webassembly() {
        let stage = stage("packed");
        fs::write(stage.join(REST), b"rest").expect("a file");
        fs::write(stage.join(UNPACKER), b"unpacker").expect("a file");
        let named = renamed(&stage);
        assert_eq!(named.wasm, format!("nines-app-{}.bin", content_hash(b"wasm")));
        assert_eq!(named.rest, Some(format!("nines-app-{}_rest.bin", content_hash(b"rest"))));
        assert_eq!(named.unpacker, Some(format!("nines-unpacker-{}.wasm", content_hash(b"unpacker"))));
    }
}
