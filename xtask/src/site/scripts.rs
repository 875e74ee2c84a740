//! Scripts without what only their writers read: the glue, those of `public/`, and those in the pages. Not a minifier: every statement
//! stays as it was written.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The scripts of `public/`.
const FILES: [&str; 2] = ["unpack.js", "worker.js"];

/// Shortens the scripts of `public/` in place.
pub fn shorten(stage: &Path) -> Result<()> {
    for name in FILES {
        let path = stage.join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        fs::write(&path, bare(&text)).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// A page whose own scripts are shortened.
pub fn shorten_in(page: &str) -> Result<String> {
    let mut parts = page.split("<script");
    let mut shortened = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_once('>').context("a script's tag does not end")?;
        let (script, after) = rest.split_once("</script>").context("a script does not end")?;
        let break_after_tag = if script.starts_with('\n') { "\n" } else { "" };
        shortened += &format!("<script{tag}>{break_after_tag}{}</script>{after}", bare(script));
    }
    Ok(shortened)
}

/// Leaves out comments that fill lines of their own, and the blanks that lines begin with; these only where no text goes over
/// several lines.
pub fn bare(script: &str) -> String {
    let is_plain = script.lines().all(|line| line.matches('`').count() % 2 == 0);
    let mut in_comment = false;
    let mut out = String::with_capacity(script.len());
    for line in script.lines() {
        let trimmed = line.trim_start();
        in_comment |= trimmed.starts_with("/*");
        if !in_comment && !trimmed.is_empty() && !trimmed.starts_with("//") {
            out.push_str(if is_plain { trimmed } else { line });
            out.push('\n');
        }
        if let Some((_, after)) = trimmed.split_once("*/").filter(|_| in_comment) {
            in_comment = false;
            if !after.trim().is_empty() {
                out.push_str(after.trim_start());
                out.push('\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indents_go_and_texts_stay() {
        let glue = "/**\n * What it is.\n */\nfunction f() {\n    // why\n    return \"/* no */ // no\";\n\n}\n";
        assert_eq!(bare(glue), "function f() {\nreturn \"/* no */ // no\";\n}\n");
        assert_eq!(bare("/* c */ f();\n/*\n*/ g();\n"), "f();\ng();\n");
        let several_lines = "x = `a\n  b`;\n";
        assert_eq!(bare(several_lines), several_lines);
    }

    #[test]
    fn a_page_keeps_everything_but_comments_in_its_scripts() {
        let page = "<p>// text\n  more</p>\n<script type=\"module\">\n// why\n  f();\n</script>\n<script src=\"a.js\"></script>\n";
        let shortened =
            "<p>// text\n  more</p>\n<script type=\"module\">\nf();\n</script>\n<script src=\"a.js\"></script>\n";
        assert_eq!(shorten_in(page).expect("shortened"), shortened);
        assert!(shorten_in("<script>f();").is_err());
    }
}
