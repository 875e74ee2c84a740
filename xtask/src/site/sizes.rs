//! What a browser downloads to open a lesson, raw and as gzip, against the budget.

use super::names::Named;
use crate::pins::FIRST_LOAD_BYTES_MAX;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The files of a first load, and what follows once they work.
pub struct FirstLoad {
    files: Vec<Weight>,
    later: Option<Weight>,
}

struct Weight {
    name: String,
    raw: u64,
    gzip: u64,
}

impl Weight {
    fn of(stage: &Path, path: &Path) -> Result<Weight> {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.strip_prefix(stage).unwrap_or(path);
        Ok(Weight { name: name.display().to_string(), raw: bytes.len() as u64, gzip: gzip_length(&bytes)? })
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "  {:<46} {:>9} {:>10}", self.name, kb(self.raw), kb(self.gzip))
    }
}

impl FirstLoad {
    pub fn gzip_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.gzip).sum()
    }

    pub fn is_within_budget(&self) -> bool {
        self.gzip_bytes() <= FIRST_LOAD_BYTES_MAX
    }
}

/// Weighs the heaviest lesson's page, the style sheets, all fonts, the application and what unpacks it, and the worker's script.
pub fn weigh(stage: &Path, named: &Named) -> Result<FirstLoad> {
    let own = [Some(&named.wasm), named.unpacker.as_ref(), Some(&named.glue)];
    let mut paths: Vec<PathBuf> = own.into_iter().flatten().map(|name| stage.join(name)).collect();
    let all = files_below(stage)?;
    let ends = |end: &'static str| all.iter().filter(move |path| has_end(path, end));
    paths.extend(ends(".css").cloned());
    paths.extend(ends(".woff2").cloned());
    paths.extend([&named.unpack, &named.worker].map(|name| stage.join(name)));
    let lessons = ends("index.html").filter(|path| path.starts_with(stage.join("learn")));
    let heaviest = lessons.max_by_key(|path| path.metadata().map_or(0, |data| data.len()));
    paths.extend(heaviest.cloned());
    let files = paths.iter().map(|path| Weight::of(stage, path)).collect::<Result<Vec<_>>>()?;
    let later = named.rest.as_ref().map(|rest| Weight::of(stage, &stage.join(rest))).transpose()?;
    Ok(FirstLoad { files, later })
}

fn has_end(path: &Path, end: &str) -> bool {
    path.to_string_lossy().ends_with(end)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// With the level that hosts use.
pub fn gzip_length(bytes: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

impl fmt::Display for FirstLoad {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "\nfirst load of a lesson{:>36} {:>10}", "raw", "gzip")?;
        for file in &self.files {
            writeln!(out, "{file}")?;
        }
        let raw = self.files.iter().map(|file| file.raw).sum();
        let gzip = self.gzip_bytes();
        writeln!(out, "  {:<46} {:>9} {:>10}", "all", kb(raw), kb(gzip))?;
        if let Some(later) = &self.later {
            writeln!(out, "and once that works\n{later}")?;
        }
        let budget = kb(FIRST_LOAD_BYTES_MAX);
        if self.is_within_budget() {
            let left = kb(FIRST_LOAD_BYTES_MAX - gzip);
            writeln!(out, "  within the budget of {budget}, {left} left")
        } else {
            let over = kb(gzip - FIRST_LOAD_BYTES_MAX);
            writeln!(out, "  over the budget of {budget} by {over}")
        }
    }
}

/// Kilobytes of 1,000 bytes.
fn kb(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(gzip: u64) -> FirstLoad {
        FirstLoad { files: vec![Weight { name: "a".into(), raw: gzip * 3, gzip }], later: None }
    }

    #[test]
    fn the_budget_is_a_limit_not_a_target() {
        assert!(load(250_000).is_within_budget());
        assert!(!load(250_001).is_within_budget());
        assert!(load(251_300).to_string().contains("over the budget of 250.0 KB by 1.3 KB"));
        assert!(load(100_000).to_string().contains("150.0 KB left"));
    }

    #[test]
    fn gzip_shrinks_what_repeats() {
        let length = gzip_length(&[7; 10_000]).expect("compressed");
        assert!(length < 100, "{length}");
    }
}
