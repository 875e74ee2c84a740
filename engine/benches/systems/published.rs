//! Published cases with exact answers. They lie beside the project and are read there, never copied in.

use std::path::PathBuf;

use serde_json::Value;

/// One published case.
pub struct Published {
    /// Without the number and the collection it comes from: "chinese", "Norway-nodes-0.9".
    pub name: String,
    pub model: Value,
    expected: Value,
}

/// All cases whose file begins with this letter (f: fault trees, n: networks), by the number in their name; `None`
/// when the folder is not there.
pub fn published(letter: char) -> Option<Vec<Published>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/benchmarks");
    let files = std::fs::read_dir(&folder).ok()?.flatten().map(|file| file.path());
    let is_case = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(letter) && name.ends_with(".json")
    };
    let mut paths: Vec<PathBuf> = files.filter(is_case).collect();
    paths.sort();
    Some(paths.iter().map(case).collect())
}

fn case(path: &PathBuf) -> Published {
    let text = std::fs::read_to_string(path).expect("a published case can be read");
    let mut case: Value = serde_json::from_str(&text).expect("a published case is JSON");
    let id = case["id"].as_str().expect("a case has an id");
    let (_, name) = id.split_once('-').expect("an id begins with a number");
    let name = name.strip_prefix("aralia-").unwrap_or(name).to_owned();
    Published { name, model: case["model"].take(), expected: case["expected"].take() }
}

impl Published {
    /// The value of a measure, `of` the given things where it has any.
    pub fn expected(&self, measure: &str) -> impl Iterator<Item = (&Value, f64)> {
        let all = self.expected.as_array().expect("a list of expectations").iter();
        let of_measure = all.filter(move |one| one["measure"] == measure);
        of_measure.filter_map(|one| Some((&one["of"], one["value"].as_f64()?)))
    }
}
