//! The prerendered text as a place for living parts: finding the sections that wait for one, filling them, marking
//! entries, and the two moves a lesson makes on the page (scrolling to the instrument, watching signals to store them).

use web_sys::{HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::page;
use crate::live::prelude::*;

/// An element of the page that waits for a view.
pub struct Place {
    element: HtmlElement,
}

impl Place {
    /// The element with this id.
    pub fn by_id(id: &str) -> Option<Place> {
        page::element(id).map(|element| Place { element })
    }

    /// All elements that match a selector.
    pub fn all(selector: &str) -> Vec<Place> {
        page::elements(selector).into_iter().map(|element| Place { element }).collect()
    }

    /// An attribute of the element, empty when it has none.
    pub fn attribute(&self, name: &str) -> String {
        self.element.get_attribute(name).unwrap_or_default()
    }

    /// Puts a view in the place of what is there. Signals and contexts of the caller's owner reach it.
    pub fn fill<V: IntoView + 'static>(self, view: impl FnOnce() -> V + 'static) {
        self.element.set_inner_html("");
        self.append(view);
    }

    /// Puts a view after what is there.
    pub fn append<V: IntoView + 'static>(self, view: impl FnOnce() -> V + 'static) {
        mount_to(self.element, view).forget();
    }

    /// Sets an attribute.
    pub fn mark(&self, attribute: &str, value: &str) {
        let _ = self.element.set_attribute(attribute, value);
    }

    /// Replaces the text of the first element inside that matches a selector.
    pub fn write(&self, inside: &str, text: &str) {
        if let Ok(Some(element)) = self.element.query_selector(inside) {
            element.set_text_content(Some(text));
        }
    }
}

/// Scrolls to the first element that matches a selector, smoothly unless less motion was asked for.
pub fn scroll_to(selector: &str) {
    let Some(element) = page::elements(selector).into_iter().next() else { return };
    let options = ScrollIntoViewOptions::new();
    let calm = page::prefers_reduced_motion();
    options.set_behavior(if calm { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
    options.set_block(ScrollLogicalPosition::Start);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Puts the keyboard's focus on the first element that matches a selector, without scrolling to it.
pub fn focus_on(selector: &str) {
    if let Some(element) = page::elements(selector).into_iter().next() {
        let _ = element.focus();
    }
}

/// Calls a function now and whenever a signal it reads has changed: for what must reach the outside world, such as
/// storage. Views derive what they show instead.
pub fn whenever(f: impl Fn() + 'static) {
    Effect::new(move |_| f());
}
