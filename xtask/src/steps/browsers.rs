//! The browsers that the tests drive, and their drivers: Chromium with chromedriver, Firefox with geckodriver.
//!
//! Whatever is on the PATH is used, Chrome too; on Debian what is missing is installed. `checks` hands the paths to the tests.

use super::{Found, announce, debian, tools};
use crate::pins;
use crate::process::{self, ask};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

pub struct Browsers {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
    pub firefox: PathBuf,
    pub geckodriver: PathBuf,
}

/// A program, the names it goes by, the variable that overrides the search, and its packages.
pub struct Wanted {
    pub name: &'static str,
    names: &'static [&'static str],
    variable: &'static str,
    packages: &'static [&'static str],
}

pub const CHROMIUM: Wanted = Wanted {
    name: "chromium",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    variable: "NINES_CHROMIUM",
    packages: &pins::DEBIAN_CHROMIUM,
};

pub const CHROMEDRIVER: Wanted = Wanted {
    name: "chromedriver",
    names: &["chromedriver"],
    variable: "NINES_CHROMEDRIVER",
    packages: &pins::DEBIAN_CHROMIUM,
};

pub const FIREFOX: Wanted = Wanted {
    name: "firefox",
    names: &["firefox-esr", "firefox"],
    variable: "NINES_FIREFOX",
    packages: &pins::DEBIAN_FIREFOX,
};

impl Wanted {
    fn path(&self, project: &Project) -> Option<PathBuf> {
        std::env::var_os(self.variable).map(PathBuf::from).or_else(|| process::find(project, self.names))
    }

    pub fn look(&self, project: &Project) -> Found {
        match self.path(project) {
            Some(at) => Found::Ready {
                version: ask(&at, &["--version"]).unwrap_or_else(|| "did not say its version".to_owned()),
                at,
            },
            None => Found::Missing { what: "not found".to_owned(), plan: debian::command_by_hand(self.packages) },
        }
    }
}

pub fn ensure(project: &Project) -> Result<Browsers> {
    let wanted = [CHROMIUM, CHROMEDRIVER, FIREFOX];
    let mut packages: Vec<&str> = wanted
        .iter()
        .filter(|program| program.path(project).is_none())
        .flat_map(|program| program.packages.iter().copied())
        .collect();
    packages.dedup();
    if !packages.is_empty() {
        announce(
            &packages.join(", "),
            "the tests drive the site in real browsers",
            "a download of up to 250 MB, about two minutes",
        );
        debian::install(project, "debian-browsers", &packages)?;
    }
    let path = |program: Wanted| program.path(project).with_context(|| format!("{} is not on the PATH", program.name));
    let browsers = Browsers {
        chromium: path(CHROMIUM)?,
        chromedriver: path(CHROMEDRIVER)?,
        firefox: path(FIREFOX)?,
        geckodriver: match std::env::var_os("NINES_GECKODRIVER") {
            Some(given) => PathBuf::from(given),
            None => tools::geckodriver().ensure(project)?,
        },
    };
    same_major(&browsers)?;
    Ok(browsers)
}

/// A chromedriver of another year refuses the session with a message that hides the reason.
fn same_major(browsers: &Browsers) -> Result<()> {
    let major = |path: &PathBuf| ask(path, &["--version"]).as_deref().and_then(major_in);
    match (major(&browsers.chromium), major(&browsers.chromedriver)) {
        (Some(browser), Some(driver)) if browser != driver => bail!(
            "{} is version {browser} and {} is {driver}: they have to be of one version. \
             Install both from one place, or name a pair with NINES_CHROMIUM and NINES_CHROMEDRIVER",
            browsers.chromium.display(),
            browsers.chromedriver.display()
        ),
        _ => Ok(()),
    }
}

/// 156 in "ChromeDriver 156.0.8078.79 (…)" and in "Google Chrome 156.0.8078.79".
fn major_in(said: &str) -> Option<u32> {
    let number =
        said.split_whitespace().find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_browsers_and_drivers_say_their_major_version() {
        assert_eq!(major_in("ChromeDriver 156.0.8078.79 (a21c)"), Some(156));
        assert_eq!(major_in("Google Chrome 9.0.1 "), Some(9));
        assert_eq!(major_in("Chromium 156.0.8078.79 built on Debian"), Some(156));
        assert_eq!(major_in("nothing"), None);
    }
}
