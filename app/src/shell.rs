//! What every page has around its text: the choice of colours, and which link of the header leads to this page.

use crate::glyphs;
use crate::live::prelude::*;
use crate::platform::lesson_dom::Place;
use crate::platform::page;
use crate::platform::theme::{self, Theme};

/// Completes the header of the page.
pub fn mount_shell() {
    let here = match page::body_data("page").as_str() {
        "map" => "map/",
        "sandbox" => "sandbox/",
        _ => "",
    };
    for link in Place::all(".site-nav a") {
        if !here.is_empty() && link.attribute("href").ends_with(here) {
            link.mark("aria-current", "page");
        }
    }
    for header in Place::all(".site-header") {
        header.append(|| view! { <ThemeToggle/> });
    }
}

/// One button that goes round: as the system says, light, dark.
#[component]
fn ThemeToggle() -> impl IntoView {
    let chosen = RwSignal::new(theme::stored());
    let go_on = move |_| {
        chosen.update(|theme| *theme = theme.next());
        theme::choose(chosen.get_untracked());
    };
    let label = move || format!("Colours: {}", said(chosen.get()));
    let strokes = glyphs::icon("theme").iter();
    let strokes = strokes.map(|stroke| view! { <path d=stroke.d class:solid=stroke.solid/> }).collect_view();
    view! {
        <button class="icon-button theme-toggle" type="button" aria-label=move || label() title=move || label() on:click=go_on>
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{strokes}</svg>
        </button>
    }
}

fn said(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "as the system says",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}
