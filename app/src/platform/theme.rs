//! Light, dark, or as the system says; kept between visits.

use super::{page, storage};

const KEY: &str = "nines.theme";

/// Which colours are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// The word that is stored and that the style sheets know.
    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one after this, round and round.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }
}

/// What was chosen on an earlier visit.
pub fn stored() -> Theme {
    match storage::get(KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Shows a theme and remembers it. Where nothing can be stored it lasts until the page is left.
pub fn choose(theme: Theme) {
    if let Some(root) = page::document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
    let _ = storage::set(KEY, theme.word());
}
