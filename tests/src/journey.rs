//! Runs a test once in each browser. A failure names the browser and leaves a picture of it; a journey that went well must also have
//! left the console quiet and every file found.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use crate::browser::{Browser, Profile};
use crate::page::Page;
use crate::settings;
use crate::site::Site;

/// One Chromium and one Firefox at a time: tests run side by side, but two cores carry no more browsers than that.
static CHROMIUM: Mutex<()> = Mutex::new(());
static FIREFOX: Mutex<()> = Mutex::new(());

/// Runs a journey through the built site in each browser, as a person with the usual profile.
#[track_caller]
pub fn in_each_browser(name: &str, journey: impl Fn(&Page)) {
    in_each_browser_as(name, &Profile::usual(), journey);
}

/// Runs a journey through the built site in each browser.
#[track_caller]
pub fn in_each_browser_as(name: &str, profile: &Profile, journey: impl Fn(&Page)) {
    for browser in browsers() {
        in_browser(name, browser, profile, || Site::serve(settings::dist()), &journey);
    }
}

/// The browsers that the tests run in: both, unless `NINES_BROWSERS` names one (for someone at work on a test).
pub fn browsers() -> Vec<Browser> {
    let asked = std::env::var("NINES_BROWSERS").unwrap_or_default().to_lowercase();
    let all = [(Browser::Chromium, "chromium"), (Browser::Firefox, "firefox")];
    let chosen: Vec<Browser> = all
        .into_iter()
        .filter(|(_, name)| asked.is_empty() || asked.contains(name))
        .map(|(browser, _)| browser)
        .collect();
    assert!(!chosen.is_empty(), "NINES_BROWSERS={asked} names neither chromium nor firefox");
    chosen
}

/// Runs a journey through a site in one browser.
///
/// # Panics
/// The journey fails, or leaves complaints behind.
#[track_caller]
pub fn in_browser(name: &str, browser: Browser, profile: &Profile, site: impl Fn() -> Site, journey: &impl Fn(&Page)) {
    let turn = match browser {
        Browser::Chromium => &CHROMIUM,
        Browser::Firefox => &FIREFOX,
    };
    // A failed test poisons the lock and leaves nothing behind that the next could trip over.
    let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    let page = Page::start(browser, profile, site());
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| journey(&page)));
    let complaints = page.complaints();
    if let Err(failure) = outcome {
        let picture = format!("failed/{name}-{browser:?}");
        // The browser may be what failed; then there is no picture.
        let _ = panic::catch_unwind(AssertUnwindSafe(|| page.screenshot(&picture)));
        eprintln!("{name} failed in {browser:?}; {}/{picture}.png", settings::screenshots().display());
        eprintln!("complaints: {complaints:#?}");
        panic::resume_unwind(failure);
    }
    assert!(complaints.is_empty(), "{name} in {browser:?} left complaints: {complaints:#?}");
}
