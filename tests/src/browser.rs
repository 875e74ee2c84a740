//! Starts Chromium and Firefox, each with a new profile of its own, through its driver. What is done with them is
//! [`crate::driver`]'s.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::driver::Session;
use crate::settings;

/// A browser that the site must work in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Also stands for Chrome and Edge.
    Chromium,
    /// Firefox.
    Firefox,
}

/// How a browser differs from a person's usual one.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Inner width and height in CSS pixels.
    pub size: (u32, u32),
    /// Whether the person's system is set to dark colours.
    pub is_dark: bool,
    /// Whether the browser runs WebAssembly.
    pub has_wasm: bool,
    /// A script that runs before those of every page.
    pub before_every_page: Option<&'static str>,
}

impl Profile {
    /// A laptop with light colours and nothing missing.
    pub fn usual() -> Profile {
        Profile { size: (1440, 900), is_dark: false, has_wasm: true, before_every_page: None }
    }
}

/// A driver process. Dropping it ends it.
pub struct Driver {
    process: Child,
    address: String,
}

impl Browser {
    /// Starts the driver, and a browser with a new profile whose downloads go to a folder.
    ///
    /// # Panics
    /// A program is missing or does not start; the message says which.
    pub fn start(self, profile: &Profile, downloads: &Path) -> (Driver, Session) {
        let driver = self.driver();
        let session = Session::new(&driver.address, &self.capabilities(profile, downloads))
            .unwrap_or_else(|refusal| panic!("{self:?} did not start: {refusal}"));
        (driver, session)
    }

    fn driver(self) -> Driver {
        let (program, arguments, announces) = match self {
            Browser::Chromium => (
                settings::program("NINES_CHROMEDRIVER", &["/usr/bin/chromedriver"]),
                vec!["--port=0"],
                "started successfully on port ",
            ),
            Browser::Firefox => (
                settings::program("NINES_GECKODRIVER", &["~/.cargo/bin/geckodriver", "/usr/bin/geckodriver"]),
                vec!["--port", "0", "--websocket-port", "0", "--log", "fatal"],
                "Listening on 127.0.0.1:",
            ),
        };
        let mut command = Command::new(&program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process =
            command.spawn().unwrap_or_else(|error| panic!("{} did not start: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("asked for above")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let port = line.split_once(announces)?.1.trim_end_matches('.').to_owned();
            Some(port)
        });
        let port = port.unwrap_or_else(|| panic!("{} ended before it listened", program.display()));
        // A driver that cannot write its log would stop.
        thread::spawn(move || lines.for_each(drop));
        Driver { process, address: format!("127.0.0.1:{port}") }
    }

    fn capabilities(self, profile: &Profile, downloads: &Path) -> Value {
        let mut capabilities = match self {
            Browser::Chromium => chromium(profile, downloads),
            Browser::Firefox => firefox(profile, downloads),
        };
        capabilities["webSocketUrl"] = json!(true);
        // Dialogs for files stay shut, so that a test can hand the file over; others would be a fault of the page.
        capabilities["unhandledPromptBehavior"] = json!({ "file": "ignore", "default": "ignore" });
        capabilities
    }
}

fn chromium(profile: &Profile, downloads: &Path) -> Value {
    let mut arguments = vec![
        "--headless".to_owned(),
        // The tests may run as root, as in a container, where the sandbox refuses to start.
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-quic".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--disable-dev-shm-usage".into(),
        format!("--blink-settings=preferredColorScheme={}", if profile.is_dark { 0 } else { 1 }),
    ];
    if !profile.has_wasm {
        arguments.push("--js-flags=--noexpose-wasm".into());
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        // Without a folder for the profile, chromedriver makes a new one and removes it.
        "goog:chromeOptions": {
            "binary": settings::program("NINES_CHROMIUM", &["/usr/bin/chromium", "/usr/bin/google-chrome"]),
            "args": arguments,
            "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
        },
    })
}

fn firefox(profile: &Profile, downloads: &Path) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": settings::program("NINES_FIREFOX", &["/usr/bin/firefox-esr", "/usr/bin/firefox"]),
            "args": ["-headless"],
            "prefs": {
                "browser.download.folderList": 2,
                "browser.download.dir": downloads,
                "browser.download.useDownloadDir": true,
                "browser.download.always_ask_before_handling_new_types": false,
                "browser.helperApps.neverAsk.saveToDisk": "application/json",
                "layout.css.prefers-color-scheme.content-override": if profile.is_dark { 0 } else { 1 },
                "javascript.options.wasm": profile.has_wasm,
            },
        },
    })
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both fail only when the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
