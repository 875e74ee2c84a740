//! How `dist/` is made: bundle the application, optimise it, shorten its glue, divide it into what a first look needs and the
//! rest, pack both, name files by their content, write the pages, weigh them, and only then replace the old site.
//!
//! Reading order: `bundle`, `optimise`, `glue`, `parts`, `packed`, `names`, `styles`, `scripts`, `skeleton`, `pages`, `missing`, `sizes`.

mod bundle;
mod glue;
mod missing;
mod names;
pub mod optimise;
pub mod packed;
mod pages;
mod parts;
mod scripts;
pub mod sizes;
mod skeleton;
mod styles;

pub use parts::{Ran, list as later};
pub use sizes::FirstLoad;

use crate::args::WasmChoice;
use crate::process;
use crate::project::Project;
use crate::steps::wasm::{self, Way};
use crate::steps::{optimiser, tools};
use anyhow::{Context, Result};
use skeleton::Skeleton;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Builds the site into `dist/` and says what a lesson weighs.
pub fn build(project: &Project, choice: WasmChoice) -> Result<FirstLoad> {
    let started = Instant::now();
    let (bundled, way) = bundle(project, choice)?;
    let stage = project.stage();
    let [wasm, rest, unpacker] = [&bundled.wasm, names::REST, names::UNPACKER].map(|name| stage.join(name));
    parts::divide(project, way, &bundle::linked(project, way), &wasm, &rest)?;
    let hashes = [packed::pack(&wasm)?, packed::pack(&rest)?];
    let optimiser = optimiser::ensure(project)?;
    packed::unpacker(project, way, &optimiser, &unpacker)?;
    packed::check(project, &optimiser, &stage, [(&wasm, &hashes[0]), (&rest, &hashes[1])])?;
    let named = names::by_content(&stage, &bundled)?;
    write_pages(&stage, &named)?;

    let first_load = sizes::weigh(&stage, &named)?;
    replace(&stage, &project.dist())?;
    println!("{first_load}");
    println!("built dist/ in {}", process::duration(started.elapsed()));
    Ok(first_load)
}

/// Builds a site whose program is in one part and notes what of it ran; for `first_look`. Returns its folder, what
/// can read those notes, and how it was compiled.
pub fn build_counting(project: &Project, choice: WasmChoice) -> Result<(PathBuf, Ran, Way)> {
    let (bundled, way) = bundle(project, choice)?;
    let stage = project.stage();
    let ran = parts::count(&stage.join(&bundled.wasm))?;
    let named = names::by_content(&stage, &bundled)?;
    write_pages(&stage, &named)?;
    let folder = project.counting();
    replace(&stage, &folder)?;
    Ok((folder, ran, way))
}

/// Leaves the application in the stage, optimised and with its names.
fn bundle(project: &Project, choice: WasmChoice) -> Result<(names::Bundled, Way)> {
    let way = wasm::ensure(project, choice)?;
    let trunk = tools::trunk().ensure(project)?;
    let wasm_bindgen = tools::wasm_bindgen(project)?.ensure(project)?;
    let optimiser = optimiser::ensure(project)?;
    tools::tidy(project);

    let stage = project.stage();
    bundle::run(project, way, &trunk, &wasm_bindgen)?;
    let bundled = names::find(&stage)?;
    optimise::run(project, &optimiser, &stage.join(&bundled.wasm))?;
    glue::shorten(&stage, &bundled)?;
    scripts::shorten(&stage)?;
    Ok((bundled, way))
}

/// Writes every page, and the file by which a page that does not know where it is finds the root.
fn write_pages(stage: &Path, named: &names::Named) -> Result<()> {
    let front = stage.join("index.html");
    let bundled = fs::read_to_string(&front).context("reading trunk's page")?;
    let skeleton = Skeleton::from_bundled(&scripts::shorten_in(&styles::join(stage, &bundled)?)?)?;
    for page in pages::all(nines_lessons::catalogue()) {
        let html = skeleton.page(&page, named)?;
        let path = stage.join(&page.path);
        let folder = path.parent().context("a page is in the site")?;
        fs::create_dir_all(folder)?;
        fs::write(&path, html).with_context(|| format!("writing {}", path.display()))?;
    }
    let site = serde_json::json!({
        "site": "nines",
        "version": env!("CARGO_PKG_VERSION"),
        "glue": named.glue,
        "wasm": named.wasm,
        "rest": named.rest,
        "unpacker": named.unpacker,
    });
    fs::write(stage.join("nines-site.json"), format!("{site}\n"))?;
    Ok(())
}

/// Puts the finished site where it is served from. The old one goes only now.
fn replace(stage: &Path, dist: &Path) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).with_context(|| format!("removing {}", dist.display()))?;
    }
    fs::rename(stage, dist).with_context(|| format!("moving the site to {}", dist.display()))
}
