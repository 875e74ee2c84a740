//! Documents to begin with: those written for it, and those of lessons and app, read where they lie.

use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Where documents lie. Other JSON in the same folders is told apart by its text.
const FOLDERS: [&str; 3] = ["engine/fuzz/seeds/documents", "lessons/content", "app/src"];

/// Folders in folders deeper than this hold no documents.
const DEPTH_MAX: usize = 4;

/// Copies all documents into one folder, anew; how many there are.
pub fn documents(project: &Project, into: &Path) -> Result<usize> {
    fs::remove_dir_all(into)?;
    fs::create_dir_all(into)?;
    let mut count = 0;
    for folder in FOLDERS {
        for path in json_files(&project.at(folder), DEPTH_MAX)? {
            let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            let is_seed = folder.starts_with("engine/");
            if is_seed || text.windows(FORMAT.len()).any(|word| word == FORMAT) {
                let name =
                    path.strip_prefix(project.root()).unwrap_or(&path).to_string_lossy().replace(['/', '\\'], "-");
                fs::write(into.join(name), text)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

const FORMAT: &[u8] = b"nines-topology";

fn json_files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            found.extend(json_files(&path, depth - 1)?);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
