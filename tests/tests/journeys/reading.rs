//! What can be read: the text of a lesson before and without any program, the course map, and the page for what is missing.

use nines_tests::browser::Profile;
use nines_tests::journey::{in_each_browser, in_each_browser_as};

const LESSON: &str = "learn/chains-and-dependencies/";

#[test]
fn a_lesson_is_readable_without_scripts() {
    let profile = Profile { has_scripts: false, ..Profile::usual() };
    in_each_browser_as("no-scripts", &profile, |page| {
        page.open(LESSON);
        let text = page.place("main").text();
        for words in ["Chains and dependencies", "99.689 %", "Hard and soft", "How good must a dependency be"] {
            assert!(text.contains(words), "no {words:?} in\n{text}");
        }
        let remark = page.place("noscript").text();
        assert!(remark.contains("scripts turned off"), "the page does not say why nothing runs: {remark:?}");
    });
}

#[test]
fn the_map_tells_what_is_there_and_what_is_to_come() {
    in_each_browser("map", |page| {
        page.open("");
        page.find("link", "Course").click();
        page.until("the map", || page.url().ends_with("/map/").then_some(()));
        assert_eq!(page.title(), "The course · Nines");
        let entries: Vec<String> = page.all("listitem").into_iter().map(|(entry, _)| entry.text()).collect();
        let to_come = entries.iter().filter(|text| text.contains("to come")).count();
        assert_eq!((entries.len(), to_come), (30, 29));
        page.find("link", "Chains and dependencies").click();
        page.find("heading", "Chains and dependencies");
        assert!(page.url().ends_with(LESSON), "{}", page.url());
    });
}

#[test]
fn a_wrong_address_leads_back_into_the_site() {
    in_each_browser("missing", |page| {
        // The browser itself complains about an answer 404, and the page looks upward for the site until it finds it.
        page.forgive("404");
        page.forgive("not found: ");
        let links = ["The front page", "The course, lesson by lesson", "The sandbox"];
        for (link, leads_to) in links.into_iter().zip(["", "map/", "sandbox/"]) {
            page.open("learn/no-such-lesson/exercises/seven.html");
            page.find("heading", "There is no page here");
            let expected = page.site.url(leads_to);
            page.until("mended links", || {
                (page.find("link", link).property("href") == expected.as_str()).then_some(())
            });
            page.find("link", link).click();
            page.until("the page behind the link", || (page.url() == expected).then_some(()));
            page.find("link", "Course");
        }
    });
}

#[test]
fn no_page_needs_another_host() {
    in_each_browser("hosts", |page| {
        for path in ["", "map/", LESSON, "sandbox/"] {
            page.open(path);
            let script = "return performance.getEntriesByType('resource').map(entry => entry.name)";
            let loaded = page.script(script, &[]);
            for address in loaded.as_array().expect("a list") {
                let address = address.as_str().expect("an address");
                let is_ours = address.starts_with(&page.site.url("")) || address.starts_with("data:");
                assert!(is_ours, "{path:?} loads {address}");
            }
        }
    });
}
