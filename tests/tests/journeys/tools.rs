//! The means of the tests themselves, on a small page made for that: a test that cannot fail is worth nothing.

use std::fs;

use nines_tests::browser::Profile;
use nines_tests::journey::{browsers, in_browser};
use nines_tests::page::{Page, new_folder};
use nines_tests::site::Site;

const SMALL_PAGE: &str = r#"<!doctype html><html lang="en"><title>Small</title><link rel="icon" href="data:,">
<main>
  <h1>A small page</h1>
  <button onclick="document.querySelector('output').textContent = 'clicked'"><svg aria-hidden="true"></svg> Click <b>me</b></button>
  <button hidden>Click</button>
  <label>Name <input id="name" value="old"></label>
  <a href="missing.html">Nowhere</a>
  <a download="kept.json" href="data:application/json,%7B%7D" onclick="/*kept*/">Keep</a>
  <input type="file" aria-label="A file" onchange="this.files[0].text().then(t => document.querySelector('output').textContent = t)">
  <div id="slope" style="width:200px;height:50px;background:#ddd"></div>
  <output>nothing yet</output>
</main>
<script>
  let from = null;
  slope.onpointerdown = (e) => { from = e.clientX; slope.setPointerCapture(e.pointerId); };
  slope.onpointerup = (e) => { document.querySelector('output').textContent = `dragged ${e.clientX - from}`; };
  addEventListener("keydown", (e) => { if (e.ctrlKey && e.shiftKey && e.key === "Z") document.querySelector('output').textContent = 'keys'; });
</script></html>"#;

#[track_caller]
fn on_small_page(name: &str, journey: impl Fn(&Page)) {
    for browser in browsers() {
        let folder = new_folder();
        fs::write(folder.path().join("index.html"), SMALL_PAGE).expect("room for a page");
        let serve = || Site::serve(folder.path().to_owned());
        in_browser(name, browser, &Profile::usual(), serve, &|page: &Page| {
            page.open("");
            journey(page);
        });
    }
}

#[test]
fn people_click_type_drag_and_hand_over_files() {
    on_small_page("tools", |page| {
        assert_eq!(page.title(), "Small");
        page.find("button", "Click me").click();
        page.says("clicked");
        page.find("textbox", "Name").fill("new");
        assert_eq!(page.place("#name").property("value"), "new");
        page.press("Ctrl+Shift+z");
        page.says("keys");
        let slope = page.place("#slope").middle();
        page.drag(slope.moved(-50.0, 0.0), slope.moved(50.0, 0.0));
        page.says("dragged 100");
        page.find("link", "Keep").click();
        assert_eq!(page.downloaded(), ("kept.json".to_owned(), "{}".to_owned()));
        page.place("input[type=file]").give_file("given.txt", "from a file");
        page.says("from a file");
        let width = page.script("return innerWidth", &[]);
        assert_eq!(width, 1440);
    });
}

#[test]
fn complaints_are_heard() {
    on_small_page("complaints", |page| {
        assert_eq!(page.complaints(), [""; 0]);
        page.script("console.warn('a warning')", &[]);
        page.script("setTimeout(() => { throw new Error('an error') })", &[]);
        page.script("new Image().src = 'no-such-picture.png'", &[]);
        let mut heard = String::new();
        page.until("all three complaints", || {
            heard += &page.complaints().join("\n");
            let all = ["a warning", "an error", "no-such-picture.png"];
            all.iter().all(|words| heard.contains(words)).then_some(())
        });
        // Chromium tells some of them twice, the second time later.
        page.forgive("a warning");
        page.forgive("an error");
        page.forgive("no-such-picture.png");
    });
}

#[test]
fn what_is_not_there_is_not_found() {
    on_small_page("absent", |page| {
        assert!(page.has("button", "Click"), "a name may go on after a whole word");
        assert!(!page.has("button", "Cli"), "but not within one");
        assert!(!page.has("link", "Click me"), "a role is part of what is looked for");
        assert_eq!(page.all("button").len(), 1, "what is hidden is not there");
    });
}
