//! Starts Chromium and Firefox, each with a new profile of its own, through its driver. What is done with them is
//! [`crate::driver`]'s.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::Session;
use crate::settings;

/// Longer than a driver takes to listen.
const START_WAIT: Duration = Duration::from_secs(20);

/// A window narrower than this stands for a phone.
const PHONE_WIDTH_MAX: u32 = 600;

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
    /// Whether the browser runs scripts.
    pub has_scripts: bool,
    /// Whether the browser runs WebAssembly.
    pub has_wasm: bool,
    /// A script that runs before those of every page.
    pub before_every_page: Option<&'static str>,
}

impl Profile {
    /// A laptop with light colours and nothing missing.
    pub fn usual() -> Profile {
        Profile { size: (1440, 900), is_dark: false, has_scripts: true, has_wasm: true, before_every_page: None }
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
        let port = free_port().to_string();
        let (program, arguments) = match self {
            Browser::Chromium => {
                (settings::program("NINES_CHROMEDRIVER", &["/usr/bin/chromedriver"]), vec![format!("--port={port}")])
            }
            Browser::Firefox => (
                settings::program("NINES_GECKODRIVER", &["~/.cargo/bin/geckodriver", "/usr/bin/geckodriver"]),
                ["--port", &port, "--websocket-port", "0"].map(str::to_owned).to_vec(),
            ),
        };
        let mut command = Command::new(&program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().unwrap_or_else(|error| panic!("{} did not start: {error}", program.display()));
        let driver = Driver { process, address: format!("127.0.0.1:{port}") };
        let begun = Instant::now();
        while TcpStream::connect(&driver.address).is_err() {
            assert!(begun.elapsed() < START_WAIT, "{} does not listen on port {port}", program.display());
            sleep(Duration::from_millis(20));
        }
        driver
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

/// A port that is free now. Another program could take it before the driver does; the test then fails and says so.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
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
    if profile.size.0 < PHONE_WIDTH_MAX {
        // On phones they lie over the page and take no room.
        arguments.push("--hide-scrollbars".into());
    }
    let mut preferences = json!({ "download.default_directory": downloads, "download.prompt_for_download": false });
    if !profile.has_scripts {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        // Without a folder for the profile, chromedriver makes a new one and removes it.
        "goog:chromeOptions": {
            "binary": settings::program("NINES_CHROMIUM", &["/usr/bin/chromium", "/usr/bin/google-chrome"]),
            "args": arguments,
            "prefs": preferences,
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
                "javascript.enabled": profile.has_scripts,
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
