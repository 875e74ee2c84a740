//! Drawn signs as elements: pictures of kinds, marks of states, signs on buttons, and the button that wears one. What
//! they look like is in `crate::glyphs`, how a stroke is drawn in the style sheets.

use crate::glyphs::{self, Stroke};
use crate::live::prelude::*;

/// The paths of a drawing, to be put into an `svg` or `g`.
pub fn strokes(drawing: &'static [Stroke]) -> impl IntoView {
    let path = |stroke: &'static Stroke| view! { <path d=stroke.d class:solid=stroke.solid/> };
    drawing.iter().map(path).collect_view()
}

/// The picture of a kind, outside of the canvas.
#[component]
pub fn Glyph(
    /// The word of the document: `server`, `zone`.
    #[prop(into)]
    kind: Signal<String>,
    /// 16 pixels instead of 24.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg class="glyph" class:small=small viewBox="0 0 24 24" aria-hidden="true">
            {move || kind.with(|kind| strokes(glyphs::glyph(kind)))}
        </svg>
    }
}

/// The mark of a state with its word.
#[component]
pub fn StateWord(
    /// The state of the style sheets: `up`, `degraded`, `failed`.
    #[prop(into)]
    look: Signal<&'static str>,
    /// The word.
    #[prop(into)]
    word: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="state" data-state=move || look.get()>
            <svg class="state-mark" viewBox="0 0 12 12" aria-hidden="true">{move || strokes(glyphs::mark(look.get()))}</svg>
            {move || word.get()}
        </span>
    }
}

/// A sign, as wide as a letter.
#[component]
pub fn Icon(
    /// A name of `glyphs::icon`.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{move || strokes(glyphs::icon(name.get()))}</svg> }
}

/// A button that shows a sign and says its name to those who listen.
#[component]
pub fn IconButton(
    /// A name of `glyphs::icon`.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// What it does, in a word or two: its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// More about it, shown when the pointer rests on it; the name when there is no more.
    #[prop(into, optional)]
    about: Option<Signal<String>>,
    /// Whether it is on, for a button that stays pressed.
    #[prop(into, optional)]
    pressed: Option<Signal<bool>>,
    /// Whether it can do nothing just now. It keeps the focus then.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Another class beside its own.
    #[prop(optional)]
    class: &'static str,
    /// What it does.
    #[prop(into)]
    on_press: Press,
) -> impl IntoView {
    let press = move |_| {
        if !disabled.get_untracked() {
            on_press.press();
        }
    };
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            aria-label=move || label.get()
            title=move || about.unwrap_or(label).get()
            aria-pressed=pressed.map(|pressed| move || pressed.get().to_string())
            aria-disabled=move || disabled.get().then_some("true")
            on:click=press
        >
            <Icon name=icon/>
        </button>
    }
}
