//! Makes the glue between page and WebAssembly shorter, as wasm-bindgen leaves that to others: names that the two share lose the
//! hashes by which its own builds tell them apart, and comments and indents go.

use super::names::Bundled;
use super::scripts;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{EntityType, ExportSection, ImportSection};
use wasmparser::{Parser, Payload};

/// Shortens both files in place.
pub fn shorten(stage: &Path, bundled: &Bundled) -> Result<()> {
    let [glue, wasm] = [&bundled.glue, &bundled.wasm].map(|name| stage.join(name));
    let text = fs::read_to_string(&glue).with_context(|| format!("reading {}", glue.display()))?;
    let bytes = fs::read(&wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let (text, bytes) = shortened(&text, &bytes)?;
    fs::write(&glue, text).with_context(|| format!("writing {}", glue.display()))?;
    fs::write(&wasm, bytes).with_context(|| format!("writing {}", wasm.display()))
}

fn shortened(glue: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let names = short_names(&shared_names(wasm)?);
    let mut text = scripts::bare(glue);
    // The longest first: a name may be the beginning of another.
    let mut longest_first: Vec<(&String, &String)> = names.iter().collect();
    longest_first.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, short) in longest_first {
        if !text.contains(name.as_str()) {
            bail!("the glue does not mention {name}, which the WebAssembly shares with it");
        }
        text = text.replace(name.as_str(), short);
    }
    let mut out = wasm_encoder::Module::new();
    Renamer { names }
        .parse_core_module(&mut out, Parser::new(0), wasm)
        .map_err(|error| anyhow!("writing the WebAssembly with shorter names: {error}"))?;
    Ok((text, out.finish()))
}

/// Everything that the glue gives to the WebAssembly or takes from it.
fn shared_names(wasm: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    names.insert(import?.name.to_owned());
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    names.insert(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// A shorter name for each that has a hash in it, different from all others.
fn short_names(names: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut taken = names.clone();
    let mut short = BTreeMap::new();
    for name in names {
        let Some(stem) = stem(name) else { continue };
        let numbered = (1..).map(|number| if number == 1 { stem.clone() } else { format!("{stem}_{number}") });
        let free = numbered.into_iter().find(|candidate| taken.insert(candidate.clone()));
        short.extend(free.map(|free| (name.clone(), free)));
    }
    short
}

/// What is left of a name without its hash; `None` when it has none.
fn stem(name: &str) -> Option<String> {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some((stem, hash)) = name.rsplit_once('_')
        && name.starts_with("__wb")
        && is_hash(hash)
    {
        return Some(stem.to_owned());
    }
    // What calls closures is named after all their types: `wasm_bindgen_13f5a2f44b11d4e1___convert__closures_____invoke___…`.
    let of_closures = name.strip_prefix("wasm_bindgen_")?;
    is_hash(of_closures.get(..16)?).then(|| "__wbg_closure".to_owned())
}

struct Renamer {
    names: BTreeMap<String, String>,
}

impl Renamer {
    fn name<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.get(name).map_or(name, String::as_str)
    }
}

impl Reencode for Renamer {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let ty: EntityType = self.entity_type(import.ty)?;
            imports.import(import.module, self.name(import.name), ty);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
        exports.export(self.name(export.name), kind, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, Function, FunctionSection, Instruction, TypeSection};

    const LOG: &str = "__wbg_log_0123456789abcdef";
    const LOG_TOO: &str = "__wbg_log_fedcba9876543210";
    const CLOSURE: &str = "wasm_bindgen_13f5a2f44b11d4e1___convert__closures_____invoke___f64_____";

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in [LOG, LOG_TOO, "__wbindgen_init"] {
            imports.import("./glue.js", name, EntityType::Function(0));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export(CLOSURE, ExportKind::Func, 3).export("main", ExportKind::Func, 3);
        let mut code = wasm_encoder::CodeSection::new();
        let mut body = Function::new([]);
        body.instruction(&Instruction::Call(1)).instruction(&Instruction::End);
        code.function(&body);
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    #[test]
    fn both_sides_get_the_same_shorter_names() {
        let glue = format!("wasm.{CLOSURE}();\nwasm.main();\nx = {{ {LOG}: f, {LOG_TOO}: g, __wbindgen_init: h }};\n");
        let (text, bytes) = shortened(&glue, &module()).expect("shortened");
        wasmparser::validate(&bytes).expect("a module that browsers take");
        let names = ["__wbg_closure", "__wbg_log", "__wbg_log_2", "__wbindgen_init", "main"].map(String::from);
        assert_eq!(shared_names(&bytes).expect("readable"), BTreeSet::from(names));
        let expected =
            "wasm.__wbg_closure();\nwasm.main();\nx = { __wbg_log: f, __wbg_log_2: g, __wbindgen_init: h };\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_name_that_only_one_side_knows_is_an_error() {
        let why = shortened("nothing", &module()).expect_err("refused");
        assert!(why.to_string().contains("the glue does not mention"), "{why}");
    }

    #[test]
    fn a_short_name_that_is_taken_gets_a_number() {
        let names = BTreeSet::from(["__wbg_log", LOG].map(String::from));
        assert_eq!(short_names(&names), BTreeMap::from([(LOG.to_owned(), "__wbg_log_2".to_owned())]));
    }
}
