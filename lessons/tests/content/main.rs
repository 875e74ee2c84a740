//! The checks on the content: what the prose says must be what the engine computes, every exercise must be what it
//! claims to be, words must be explained before they are used, ids must stay. Each check is shown to bite on a
//! small course that is broken in one place. The content is read by the modules of the build script.

#[path = "../../build/front.rs"]
mod front;
#[path = "../../build/markdown.rs"]
#[allow(dead_code, reason = "the build script uses the rest")]
mod markdown;
#[path = "../../build/source.rs"]
#[allow(dead_code, reason = "the build script uses the rest")]
mod source;

mod exercises;
mod expression;
mod identity;
mod numbers;
mod structure;
mod words;

mod broken;
mod pages;

use std::path::Path;

use source::Content;

/// Something wrong with the content.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Where.
    pub place: String,
    /// What.
    pub says: String,
}

impl Finding {
    pub fn new(place: &str, says: impl Into<String>) -> Finding {
        Finding { place: place.to_string(), says: says.into() }
    }
}

/// Everything that is wrong.
pub fn findings(content: &Content) -> Vec<Finding> {
    let mut found = Vec::new();
    structure::check(content, &mut found);
    identity::check(content, &mut found);
    for lesson in &content.lessons {
        numbers::check(lesson, content, &mut found);
        exercises::check(lesson, &mut found);
        words::check(lesson, content, &mut found);
    }
    found
}

#[test]
fn the_content_holds_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let content = source::read(&source::files_under(&folder).unwrap()).unwrap();
    assert!(!content.lessons.is_empty());
    let found: Vec<String> = findings(&content).iter().map(|f| format!("{}: {}", f.place, f.says)).collect();
    assert!(found.is_empty(), "{} findings\n{}", found.len(), found.join("\n"));
}
