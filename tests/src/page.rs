//! A page in a browser, as a person has it: things with roles and names, text, a mouse, a keyboard, files. Everything waits a little,
//! as people do, and fails with what it waited for. The site's own screens are [`crate::pages`].

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bidi::{Bidi, ConsoleLine};
use crate::browser::{Browser, Driver, Profile};
use crate::driver::{ElementId, Refusal, Session};
use crate::element::Element;
use crate::pointer::Point;
use crate::site::Site;
use crate::{keys, pointer, roles, settings};

/// How long a person would wait for something that happens at once. Long, because two browsers share two cores.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often is looked.
const GLANCE: Duration = Duration::from_millis(40);

/// One browser with one new profile, showing pages of one site.
pub struct Page {
    // Dropped in this order: the session closes the browser, then the driver may go.
    pub(crate) session: Session,
    bidi: RefCell<Bidi>,
    _driver: Driver,
    /// Where the pages come from.
    pub site: Site,
    /// Which browser it is.
    pub browser: Browser,
    folder: Folder,
    forgiven: RefCell<Vec<String>>,
    has_scripts: bool,
}

impl Page {
    /// Starts a browser that has never seen the site.
    ///
    /// # Panics
    /// It does not start.
    pub fn start(browser: Browser, profile: &Profile, site: Site) -> Page {
        let folder = new_folder();
        let downloads = folder.path().join(DOWNLOADS);
        fs::create_dir_all(&downloads).expect("a folder in the temporary place");
        let (driver, session) = browser.start(profile, &downloads);
        let mut bidi = Bidi::connect(&session.bidi_url).unwrap_or_else(|e| panic!("{browser:?} has no BiDi: {e}"));
        let context = session.get("window").expect("a window");
        let viewport = json!({ "width": profile.size.0, "height": profile.size.1 });
        let set = json!({ "context": context, "viewport": viewport });
        bidi.command("browsingContext.setViewport", &set).expect("a window of that size");
        if let Some(script) = profile.before_every_page {
            bidi.before_every_page(script).expect("a script before every page");
        }
        // Firefox has a setting for it. Chromium's switch does not reach its pages any more.
        if !profile.has_wasm && browser == Browser::Chromium {
            bidi.before_every_page("delete globalThis.WebAssembly").expect("a script before every page");
        }
        let bidi = RefCell::new(bidi);
        let (forgiven, has_scripts) = (RefCell::default(), profile.has_scripts);
        Page { session, bidi, _driver: driver, site, browser, folder, forgiven, has_scripts }
    }

    /// Goes to a page of the site, such as `sandbox/`; `""` is the front page.
    #[track_caller]
    pub fn open(&self, page: &str) {
        self.go(&self.site.url(page));
    }

    /// Goes to an address.
    #[track_caller]
    pub fn go(&self, url: &str) {
        done(self.session.post("url", &json!({ "url": url })));
        self.settle();
    }

    /// Makes the processor so many times slower for the pages. Whether that could be done: only Chromium can be asked.
    #[track_caller]
    pub fn slow_down(&self, rate: u32) -> bool {
        if self.browser != Browser::Chromium {
            return false;
        }
        let command = json!({ "cmd": "Emulation.setCPUThrottlingRate", "params": { "rate": rate } });
        done(self.session.post("goog/cdp/execute", &command));
        true
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        done(self.session.post("refresh", &json!({})));
        self.settle();
    }

    /// Waits until the page's program runs, all of it unless a journey holds its second part back (`restIsHeld`), or has said
    /// why it does not. Whoever left before would abort it, which browsers put into the console.
    #[track_caller]
    fn settle(&self) {
        let script = "const { glue, boot, rest, whole } = document.body.dataset;
            return !glue || boot === 'failed' || boot === 'done' && Boolean(!rest || whole || window.restIsHeld)";
        if self.has_scripts {
            self.until("the page's program", || (self.script(script, &[]) == true).then_some(()));
        }
    }

    /// The address in the address bar.
    #[track_caller]
    pub fn url(&self) -> String {
        text_of(&done(self.session.get("url")))
    }

    /// The title of the window.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(&done(self.session.get("title")))
    }

    /// Waits until something is so.
    #[track_caller]
    pub fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            let waited = begun.elapsed();
            assert!(
                waited < PATIENCE,
                "waited {} s in vain: {what}\nThe page says:\n{}",
                waited.as_secs(),
                self.text()
            );
            sleep(GLANCE);
        }
    }

    /// The one thing with a role and a name, as soon as it is there.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'_> {
        self.find_within(None, role, name)
    }

    #[track_caller]
    pub(crate) fn find_within(&self, within: Option<&ElementId>, role: &str, name: &str) -> Element<'_> {
        let mut seen = String::new();
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let found = roles::find(&self.session, role, Some(name), within).unwrap_or_default();
            match found.as_slice() {
                [(id, whole)] => match roles::differs(&self.session, id, role, whole) {
                    Ok(None) => return Element { page: self, id: id.clone() },
                    Ok(Some(difference)) => seen = difference,
                    Err(refusal) => seen = refusal.to_string(),
                },
                many => seen = format!("{} things are a {role} {name:?}", many.len()),
            }
            sleep(GLANCE);
        }
        let there = roles::find(&self.session, role, None, within).unwrap_or_default();
        let names: Vec<String> = there.into_iter().map(|(_, name)| name).collect();
        panic!("{seen}. Those with the role: {names:?}\nThe page says:\n{}", self.text());
    }

    /// Everything that has a role now, with its name.
    #[track_caller]
    pub fn all(&self, role: &str) -> Vec<(Element<'_>, String)> {
        let found = done(roles::find(&self.session, role, None, None));
        found.into_iter().map(|(id, name)| (Element { page: self, id }, name)).collect()
    }

    /// Whether something with a role and a name is there now.
    #[track_caller]
    pub fn has(&self, role: &str, name: &str) -> bool {
        !done(roles::find(&self.session, role, Some(name), None)).is_empty()
    }

    /// The first thing that a selector finds, as soon as it is there: for the few places that have an id and no role.
    #[track_caller]
    pub fn place(&self, selector: &str) -> Element<'_> {
        let query = json!({ "using": "css selector", "value": selector });
        let look = || ElementId::from_json(&self.session.post("element", &query).ok()?);
        let id = self.until(&format!("a place {selector}"), look);
        Element { page: self, id }
    }

    /// The whole text that is seen.
    #[track_caller]
    pub fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : ''";
        self.session.execute(script, &[]).map(|text| text_of(&text)).unwrap_or_default()
    }

    /// Waits until the page says something, anywhere.
    #[track_caller]
    pub fn says(&self, words: &str) {
        self.until(&format!("the words {words:?}"), || self.text().contains(words).then_some(()));
    }

    /// Runs the body of a function in the page. Only for what no person could look at or do, such as the saved state.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        done(self.session.execute(body, arguments))
    }

    /// Presses a combination of keys, such as `Ctrl+z`.
    #[track_caller]
    pub fn press(&self, combination: &str) {
        done(self.session.perform(&[keys::press(combination)]));
    }

    /// Types a text into whatever has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        done(self.session.perform(&[keys::typed(text)]));
    }

    /// Clicks on a point.
    #[track_caller]
    pub fn click_at(&self, at: Point) {
        done(self.session.perform(&[pointer::click(at)]));
    }

    /// Drags from a point to another.
    #[track_caller]
    pub fn drag(&self, from: Point, onto: Point) {
        done(self.session.perform(&[pointer::drag(from, onto)]));
    }

    /// What has the focus.
    #[track_caller]
    pub fn focused(&self) -> Element<'_> {
        let id = ElementId::from_json(&done(self.session.get("element/active"))).expect("an element");
        Element { page: self, id }
    }

    /// The one file that has been downloaded, whole; it is taken away, so that the next one is the one again.
    #[track_caller]
    pub fn downloaded(&self) -> (String, String) {
        let is_whole = |path: &PathBuf| !path.extension().is_some_and(|e| e == "part" || e == "crdownload");
        let look = || {
            let files: Vec<PathBuf> =
                fs::read_dir(self.folder.path().join(DOWNLOADS)).ok()?.flatten().map(|entry| entry.path()).collect();
            let [file] = files.as_slice() else { return None };
            let text = fs::read_to_string(file).ok().filter(|text| is_whole(file) && !text.is_empty())?;
            fs::remove_file(file).ok()?;
            Some((file.file_name()?.to_str()?.to_owned(), text))
        };
        self.until("a downloaded file", look)
    }

    /// A file on this machine that lasts as long as the page, to be handed over.
    #[track_caller]
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        fs::write(&file, text).expect("room for a file");
        file
    }

    /// Keeps a picture of the window in `target/screenshots/`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) {
        let coded = text_of(&done(self.session.get("screenshot")));
        let file = settings::screenshots().join(format!("{name}.png"));
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder for screenshots");
        fs::write(&file, from_base64(&coded)).expect("room for a screenshot");
    }

    /// Expects a complaint in the console that holds these words, as where a test breaks something on purpose.
    pub fn forgive(&self, words: &str) {
        self.forgiven.borrow_mut().push(words.to_owned());
    }

    /// What went wrong without being seen: complaints in the console, and files that are missing.
    pub fn complaints(&self) -> Vec<String> {
        let lines = self.bidi.borrow_mut().take_console().unwrap_or_else(|error| {
            vec![ConsoleLine { level: "error".into(), text: format!("the console could not be read: {error}") }]
        });
        let mut complaints: Vec<String> =
            lines.iter().filter(|l| l.is_complaint()).map(|l| format!("console {}: {}", l.level, l.text)).collect();
        complaints.extend(self.chromium_log());
        complaints.extend(self.site.take_missed().into_iter().map(|path| format!("not found: {path}")));
        let forgiven = self.forgiven.borrow();
        complaints.retain(|text| !forgiven.iter().any(|words| text.contains(words)));
        complaints
    }

    /// Chromium's own remarks on the page (deprecations, refused files), which BiDi does not tell. Firefox has no such log.
    fn chromium_log(&self) -> Vec<String> {
        if self.browser != Browser::Chromium {
            return Vec::new();
        }
        let entries = self.session.post("se/log", &json!({ "type": "browser" })).unwrap_or_default();
        let is_complaint = |entry: &&Value| entry["level"] == "WARNING" || entry["level"] == "SEVERE";
        let entries = entries.as_array().into_iter().flatten().filter(is_complaint);
        entries.map(|entry| format!("log: {}", text_of(&entry["message"]))).collect()
    }
}

#[track_caller]
pub(crate) fn done<T>(outcome: Result<T, Refusal>) -> T {
    outcome.unwrap_or_else(|refusal| panic!("{refusal}"))
}

pub(crate) fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The part of the folder that the browser saves into.
const DOWNLOADS: &str = "downloads";

/// A folder in the system's temporary place. It goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If it stays, the system removes it one day.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A new folder, with nothing in it.
pub fn new_folder() -> Folder {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("nines-tests-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).expect("a folder in the temporary place");
    Folder(folder)
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for six in text.bytes().filter_map(value) {
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
