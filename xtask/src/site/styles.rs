//! The style sheets as one file without what only their writers read. There are several so that each has one subject; one
//! is fetched sooner, and gzip finds more that repeats. Not a minifier: every rule stays as it was written.

use super::names::content_hash;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const LINK_START: &str = "<link rel=\"stylesheet\" href=\"./";
const LINK_END: &str = "\"/>\n";

/// Replaces the sheets that trunk's page names by one. Gives the page that names it.
pub fn join(stage: &Path, page: &str) -> Result<String> {
    let (page, names) = without_links(page)?;
    let mut sheet = String::new();
    for name in &names {
        let path = stage.join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        sheet += &bare(&text)?;
        fs::remove_file(&path)?;
    }
    let name = format!("nines-{}.css", content_hash(sheet.as_bytes()));
    fs::write(stage.join(&name), sheet).context("writing the style sheet")?;
    Ok(page.replacen("</head>", &format!("{LINK_START}{name}{LINK_END}</head>"), 1))
}

/// The page without its links to style sheets, and what they named, in order.
fn without_links(page: &str) -> Result<(String, Vec<String>)> {
    let mut parts = page.split(LINK_START);
    let mut rest = parts.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for part in parts {
        let (name, after) = part.split_once(LINK_END).with_context(|| format!("{LINK_START} does not end so"))?;
        names.push(name.to_owned());
        rest += after;
    }
    if names.is_empty() {
        bail!("trunk's page should name style sheets by {LINK_START}");
    }
    Ok((rest, names))
}

/// A sheet without comments, indentation and empty lines.
fn bare(sheet: &str) -> Result<String> {
    let mut rules = String::new();
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        rules += before;
        rest = comment.split_once("*/").context("a comment of a style sheet does not end")?.1;
    }
    rules += rest;
    Ok(rules.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_become_one_without_comments() {
        let stage = std::env::temp_dir().join(format!("nines-styles-{}", std::process::id()));
        fs::create_dir_all(&stage).expect("a folder");
        fs::write(stage.join("a-1.css"), "/* Why.\n   Long. */\n\np {\n  color: red; /* red */\n}\n").expect("a file");
        fs::write(stage.join("b-1.css"), "b { color: blue; }\n").expect("a file");
        let link = |name: &str| format!("{LINK_START}{name}{LINK_END}");
        let page = format!("<head>\n{}{}<!--x-->\n</head>", link("a-1.css"), link("b-1.css"));
        let joined = join(&stage, &page).expect("joined");
        let expected = "p {\ncolor: red;\n}\nb { color: blue; }\n";
        let name = format!("nines-{}.css", content_hash(expected.as_bytes()));
        assert_eq!(joined, format!("<head>\n<!--x-->\n{}</head>", link(&name)));
        assert_eq!(fs::read_to_string(stage.join(name)).expect("the sheet"), expected);
        assert!(!stage.join("a-1.css").exists());
        fs::remove_dir_all(&stage).expect("cleaned up");
    }

    #[test]
    fn what_is_not_expected_is_said() {
        assert!(without_links("<head></head>").is_err());
        assert!(without_links("<link rel=\"stylesheet\" href=\"./a.css\">").is_err());
        assert!(bare("p { } /* without an end").is_err());
    }
}
