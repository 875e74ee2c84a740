//! The glossary of the lessons and the project's glossary say the same.

use std::path::Path;

#[test]
fn the_glossaries_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = std::fs::read_to_string(root.join("../GLOSSARY.md")).unwrap();
    let terms: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("content/glossary.json")).unwrap()).unwrap();
    for term in terms.as_array().unwrap() {
        let (name, meaning) = (term["term"].as_str().unwrap(), plain(term["meaning"].as_str().unwrap()));
        let line = project.lines().find(|line| line.starts_with(&format!("- **{name}**")));
        let line = line.unwrap_or_else(|| panic!("GLOSSARY.md lacks {name}"));
        assert!(
            line.ends_with(&format!(": {meaning}")),
            "{name}: GLOSSARY.md says {line:?}, the lessons say {meaning:?}"
        );
    }
}

/// Without emphasis and links: `[365 days](num:…)` becomes `365 days`.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(open) = rest.find('[') {
        let close = open + rest[open..].find("](").unwrap();
        // The target may hold brackets of its own; it ends where they balance.
        let mut depth = 0;
        let end = rest[close + 1..]
            .find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth == 0
            })
            .unwrap();
        out.push_str(&rest[..open]);
        out.push_str(&rest[open + 1..close]);
        rest = &rest[close + 1 + end + 1..];
    }
    (out + rest).replace('*', "")
}
