//! Every page's title, description and text: what a reader and a search engine get before, and without, any WebAssembly.
//!
//! Lessons come from the crate nines-lessons; the other pages' words are here. `skeleton` turns a page into HTML.

use super::missing;
use super::skeleton::escape;
use nines_lessons::{Course, Entry, Lesson, Module, Status};

/// What a page runs.
pub enum Runs {
    Application,
    /// A small script of its own, instead of the application.
    Script(&'static str),
}

pub struct Page {
    /// In the site, with slashes: `learn/a-lesson/index.html`.
    pub path: String,
    /// `data-page`: what the application shows beside the text.
    pub kind: &'static str,
    /// `data-lesson`: the lesson's name in its address.
    pub lesson: Option<String>,
    pub title: String,
    pub description: String,
    /// HTML for the element with the id `text`.
    pub text: String,
    pub runs: Runs,
}

impl Page {
    /// The relative address of the site's root.
    pub fn root(&self) -> String {
        match self.path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

/// All pages of a course. Lessons to come have none.
pub fn all(course: &Course) -> Vec<Page> {
    let mut pages = vec![front(course), map(course), sandbox(), missing()];
    pages.extend(course.lessons().map(lesson));
    pages
}

fn front(course: &Course) -> Page {
    let start = course.lessons().next().map_or(String::new(), |first| {
        format!("<a class=\"start\" href=\"./learn/{}/\">Start with “{}”</a> · ", first.id, escape(first.title))
    });
    Page {
        path: "index.html".into(),
        kind: "front",
        lesson: None,
        title: "Nines: build a system, break it, watch the numbers".into(),
        description: "A course on highly available systems, with a laboratory to break them in. \
                      Runs in your browser, with nothing to log in to."
            .into(),
        text: format!(
            "\
<h1>Build a system. <br>Break it. <br>Watch the numbers.</h1>
<p>Nines is a course on highly available systems and a laboratory to break them in. You read a short lesson, predict a number, build
the system from parts and run it; two answers stand side by side, one computed and one measured, with the reason for any gap. It
runs in your browser from static files, and your work stays on your machine.</p>
<p class=\"ways-in\">{start}<a href=\"./map/\">See the whole course</a> · <a href=\"./sandbox/\">Open the empty sandbox</a></p>
"
        ),
        runs: Runs::Application,
    }
}

fn map(course: &Course) -> Page {
    let ready = course.lessons().count();
    let all = course.entries().count();
    let modules: String = course.modules.iter().map(module).collect();
    Page {
        path: "map/index.html".into(),
        kind: "map",
        lesson: None,
        title: "The course · Nines".into(),
        description: format!(
            "All {all} lessons of the course on highly available systems, in order, and which of them you can take now."
        ),
        text: format!(
            "\
<h1>The course</h1>
<p>{all} lessons in {} modules. {ready} can be taken now; the others are marked as to come.</p>
{modules}",
            course.modules.len()
        ),
        runs: Runs::Application,
    }
}

fn module(module: &Module) -> String {
    let entries: String = module.lessons.iter().map(entry).collect();
    format!(
        "<section class=\"module\" data-module=\"{id}\">\n<h2>{id} · {title}</h2>\n<ol class=\"entries\">\n{entries}</ol>\n</section>\n",
        id = module.id,
        title = escape(module.title)
    )
}

/// A lesson on the map. Its state is a word, too, not only a colour.
fn entry(entry: &Entry) -> String {
    let title = escape(entry.title);
    let (status, title, note) = match entry.status {
        Status::Ready(lesson) => {
            ("ready", format!("<a href=\"../learn/{}/\">{title}</a>", entry.id), format!("{} minutes", lesson.minutes))
        }
        Status::ToCome => ("to-come", title, "to come".to_owned()),
    };
    format!(
        "<li class=\"entry\" id=\"{id}\" data-lesson=\"{id}\" data-status=\"{status}\">\
         <span class=\"entry-label\">{}</span> <span class=\"entry-title\">{title}</span> \
         <span class=\"entry-note\">{note}</span><p class=\"entry-outcome\">{}</p></li>\n",
        entry.label,
        escape(entry.outcome),
        id = entry.id,
    )
}

fn lesson(lesson: &Lesson) -> Page {
    Page {
        path: format!("learn/{}/index.html", lesson.id),
        kind: "lesson",
        lesson: Some(lesson.id.to_owned()),
        title: format!("{} · Nines", lesson.title),
        description: lesson.summary.to_owned(),
        text: nines_lessons::lesson_html(lesson),
        runs: Runs::Application,
    }
}

fn sandbox() -> Page {
    Page {
        path: "sandbox/index.html".into(),
        kind: "sandbox",
        lesson: None,
        title: "Sandbox · Nines".into(),
        description: "Place servers, databases and zones, connect them, break them, and read the availability: \
                      computed exactly and measured by a simulation."
            .into(),
        text: "\
<h1>Sandbox</h1>
<p>Place parts, connect what needs what, and group them into zones. You see the predicted availability at every change and the \
measured one while the simulation runs. Select a part to fail or repair it.</p>
"
        .into(),
        runs: Runs::Application,
    }
}

fn missing() -> Page {
    Page {
        path: "404.html".into(),
        kind: "missing",
        lesson: None,
        title: "No page here · Nines".into(),
        description: "There is no page at this address. The course and the sandbox are one link away.".into(),
        text: missing::TEXT.into(),
        runs: Runs::Script(missing::SCRIPT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_root_is_as_many_folders_up_as_the_page_is_deep() {
        let root = |path: &str| {
            let page = Page { path: path.into(), ..missing() };
            page.root()
        };
        assert_eq!(root("index.html"), "./");
        assert_eq!(root("map/index.html"), "../");
        assert_eq!(root("learn/x/index.html"), "../../");
    }

    /// The addresses in a page's text.
    fn links(text: &str) -> Vec<&str> {
        let after = text.split("href=\"").skip(1);
        after.filter_map(|rest| rest.split('"').next()).collect()
    }

    /// A relative address from a page, as a path in the site.
    fn target(page: &Page, link: &str) -> String {
        let mut folders: Vec<&str> = page.path.split('/').collect();
        folders.pop();
        let link = link.split(['#', '?']).next().unwrap_or_default();
        if link.is_empty() {
            return page.path.clone();
        }
        for part in link.split('/') {
            match part {
                "." | "" => {}
                ".." => assert!(folders.pop().is_some(), "{link} leaves the site"),
                name => folders.push(name),
            }
        }
        if link.ends_with('/') || link.ends_with('.') {
            folders.push("index.html");
        }
        folders.join("/")
    }

    #[test]
    fn links_in_the_texts_lead_somewhere() {
        let pages = all(nines_lessons::catalogue());
        let there: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.path.as_str(), page)).collect();
        assert_eq!(there.len(), pages.len(), "two pages of one address");
        let mut followed = 0;
        for page in &pages {
            for link in links(&page.text).iter().filter(|link| !link.contains("://")) {
                let target = target(page, link);
                let found = there.get(target.as_str());
                let found = found.unwrap_or_else(|| panic!("{}: no {target}", page.path));
                if let Some((_, place)) = link.split_once('#') {
                    let id = format!("id=\"{place}\"");
                    assert!(found.text.contains(&id), "{}: {link}: no {id}", page.path);
                }
                followed += 1;
            }
        }
        assert!(followed > 5, "only {followed} links: they were not found");
    }

    #[test]
    fn the_map_has_every_lesson_and_says_which_are_to_come() {
        let course = nines_lessons::catalogue();
        let text = map(course).text;
        let entries = course.entries().count();
        let ready = course.lessons().count();
        assert_eq!(text.matches("<li class=\"entry\"").count(), entries);
        assert_eq!(text.matches(">to come<").count(), entries - ready);
    }

    #[test]
    fn every_page_says_what_it_is() {
        for page in all(nines_lessons::catalogue()) {
            assert!(page.text.matches("<h1").count() == 1, "{}: one h1", page.path);
            assert!(page.title.contains("Nines"), "{}: {}", page.path, page.title);
            let length = page.description.chars().count();
            assert!((40..=200).contains(&length), "{}: {length} characters", page.path);
        }
    }
}
