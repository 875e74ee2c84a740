//! One page of the site from trunk's page: its own title, text and place, and addresses that are right at its depth.
//!
//! Works on text with exact markers and insists on finding each, because index.html is ours; it is no HTML parser.
//! Read index.html beside this, and `pages` for what goes in.

use super::names::Named;
use super::pages::{Page, Runs};
use anyhow::{Context, Result, bail};

const PRELOAD: &str = "<!--nines:preload-->";
const TEXT: &str = "<!--nines:text-->";
const BOOT: &str = "<!--nines:boot-->";
/// The script that index.html calls by the name that it has in `public/`.
const UNPACK: &str = "src=\"./unpack.js\"";

/// index.html as trunk left it, without what trunk added to start the application: the pages start it themselves, so that they can
/// say what went wrong when it does not start.
pub struct Skeleton {
    html: String,
}

impl Skeleton {
    pub fn from_bundled(bundled: &str) -> Result<Self> {
        let mut html = bundled.to_owned();
        remove_element(&mut html, "<script type=\"module\"", "</script>", "wasmBindings")?;
        // Present or not, depending on trunk's settings; both are written anew with the final names.
        while remove_element(&mut html, "<link rel=\"modulepreload\"", ">", "nines-app").is_ok() {}
        while remove_element(&mut html, "<link rel=\"preload\"", ">", "nines-app").is_ok() {}
        for marker in [PRELOAD, TEXT, BOOT, UNPACK] {
            if html.matches(marker).count() != 1 {
                bail!("index.html should contain {marker} once");
            }
        }
        Ok(Self { html })
    }

    /// The finished page.
    pub fn page(&self, page: &Page, named: &Named) -> Result<String> {
        let mut html = self.html.clone();
        replace_between(&mut html, "<title>", "</title>", &escape(&page.title))?;
        replace_between(&mut html, "<meta name=\"description\" content=\"", "\">", &escape(&page.description))?;
        replace_between(&mut html, "<body", ">", &body_attributes(page, named))?;
        let (preload, boot) = match page.runs {
            Runs::Application => (preloads(named), None),
            Runs::Script(script) => (String::new(), Some(script)),
        };
        if let Some(script) = boot {
            let from = html.find(BOOT).context("the boot marker was checked")?;
            let end = html[from..].find("</body>").context("the body ends")? + from;
            html.replace_range(from..end, &format!("<script>\n{script}</script>\n"));
        }
        let html = html.replace(UNPACK, &format!("src=\"./{}\"", named.unpack));
        let html = html.replacen(BOOT, "", 1).replacen(PRELOAD, &preload, 1);
        let html = at_root(&html, &page.root());
        // Last, so that nothing above touches the text: it comes with its own addresses.
        Ok(html.replacen(TEXT, &page.text, 1))
    }
}

fn body_attributes(page: &Page, named: &Named) -> String {
    let mut attributes = format!(" data-page=\"{}\" data-root=\"{}\"", page.kind, page.root());
    if let Some(lesson) = &page.lesson {
        attributes += &format!(" data-lesson=\"{}\"", escape(lesson));
    }
    if let Runs::Application = page.runs {
        attributes += &format!(" data-glue=\"{}\" data-wasm=\"{}\"", named.glue, named.wasm);
        if let Some(rest) = &named.rest {
            attributes += &format!(" data-rest=\"{rest}\"");
        }
        attributes += &format!(" data-unpack=\"{}\" data-worker=\"{}\"", named.unpack, named.worker);
        if let Some(unpacker) = &named.unpacker {
            attributes += &format!(" data-unpacker=\"{unpacker}\"");
        }
    }
    attributes
}

/// Without these the browser learns of the WebAssembly only when it has read the page to its end.
fn preloads(named: &Named) -> String {
    let glue = format!("<link rel=\"modulepreload\" href=\"./{}\">", named.glue);
    let fetched = [Some(&named.wasm), named.unpacker.as_ref()].into_iter().flatten();
    fetched
        .fold(glue, |links, file| format!("{links}\n<link rel=\"preload\" href=\"./{file}\" as=\"fetch\" crossorigin>"))
}

/// Rewrites the addresses that start at the root, which index.html writes with "./".
fn at_root(html: &str, root: &str) -> String {
    html.replace("href=\"./", &format!("href=\"{root}")).replace("src=\"./", &format!("src=\"{root}"))
}

/// Removes the first element that starts and ends so and contains `mark`, with the line break after it.
fn remove_element(html: &mut String, start: &str, end: &str, mark: &str) -> Result<()> {
    let mut searched = 0;
    while let Some(found) = html[searched..].find(start) {
        let from = searched + found;
        let length = html[from..].find(end).with_context(|| format!("{start} has no {end}"))?;
        let mut to = from + length + end.len();
        if html[from..to].contains(mark) {
            if html[to..].starts_with('\n') {
                to += 1;
            }
            html.replace_range(from..to, "");
            return Ok(());
        }
        searched = to;
    }
    bail!("trunk's page has no {start}…{end} with {mark}")
}

/// Replaces what stands between two texts, the first time they occur.
fn replace_between(html: &mut String, start: &str, end: &str, new: &str) -> Result<()> {
    let from = html.find(start).with_context(|| format!("index.html has no {start}"))? + start.len();
    let length = html[from..].find(end).with_context(|| format!("index.html has no {end} after {start}"))?;
    html.replace_range(from..from + length, new);
    Ok(())
}

/// Text as it may stand in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUNDLED: &str = include_str!("skeleton_bundled.html");

    fn named() -> Named {
        Named {
            glue: "nines-app-g.js".into(),
            wasm: "nines-app-w.bin".into(),
            rest: Some("nines-app-r_rest.bin".into()),
            unpacker: Some("nines-unpacker-u.wasm".into()),
            unpack: "unpack-p.js".into(),
            worker: "worker-w.js".into(),
        }
    }

    fn page(path: &str, runs: Runs) -> Page {
        Page {
            path: path.into(),
            kind: "lesson",
            lesson: Some("a-b".into()),
            title: "A & B".into(),
            description: "Says \"hello\"".into(),
            text: "<p><a href=\"./x\">text</a></p>".into(),
            runs,
        }
    }

    fn rendered(path: &str, runs: Runs) -> String {
        let skeleton = Skeleton::from_bundled(BUNDLED).expect("the markers");
        skeleton.page(&page(path, runs), &named()).expect("a page")
    }

    #[test]
    fn a_deep_page_finds_the_root() {
        let html = rendered("learn/a-b/index.html", Runs::Application);
        assert!(html.contains("href=\"../../nines-1.css\""), "{html}");
        assert!(html.contains("<a href=\"../../map/\">"));
        assert!(html.contains("href=\"../../nines-app-g.js\""));
        assert!(html.contains("href=\"../../nines-app-w.bin\""));
        assert!(html.contains("href=\"../../nines-unpacker-u.wasm\""));
        assert!(html.contains("src=\"../../unpack-p.js\""));
        let body = "<body data-page=\"lesson\" data-root=\"../../\" data-lesson=\"a-b\" \
                    data-glue=\"nines-app-g.js\" data-wasm=\"nines-app-w.bin\" data-rest=\"nines-app-r_rest.bin\" \
                    data-unpack=\"unpack-p.js\" data-worker=\"worker-w.js\" data-unpacker=\"nines-unpacker-u.wasm\">";
        assert!(html.contains(body), "{html}");
    }

    #[test]
    fn the_front_page_is_the_root() {
        let html = rendered("index.html", Runs::Application);
        assert!(html.contains("data-root=\"./\""));
        assert!(html.contains("href=\"./nines-1.css\""));
    }

    #[test]
    fn title_and_description_are_escaped_and_the_text_is_left_alone() {
        let html = rendered("learn/a-b/index.html", Runs::Application);
        assert!(html.contains("<title>A &amp; B</title>"));
        assert!(html.contains("content=\"Says &quot;hello&quot;\""));
        assert!(html.contains("<main id=\"text\"><p><a href=\"./x\">text</a></p></main>"));
    }

    #[test]
    fn nothing_of_trunk_s_start_is_left() {
        let html = rendered("index.html", Runs::Application);
        assert!(!html.contains("wasmBindings"));
        assert!(!html.contains("nines-app-old"));
        assert!(!html.contains("<!--nines:"));
        assert!(html.contains("boot()"));
    }

    #[test]
    fn a_page_without_the_application_starts_only_its_script() {
        let html = rendered("404.html", Runs::Script("find();\n"));
        assert!(html.contains("<script>\nfind();\n</script>"));
        assert!(!html.contains("boot()"));
        assert!(!html.contains("data-glue"));
        assert!(!html.contains("modulepreload"));
        assert!(html.ends_with("</body>\n</html>\n"), "{html}");
    }

    #[test]
    fn a_page_without_a_marker_is_refused() {
        let broken = BUNDLED.replace(TEXT, "");
        let error = Skeleton::from_bundled(&broken).err().expect("an error");
        assert!(error.to_string().contains(TEXT));
    }
}
