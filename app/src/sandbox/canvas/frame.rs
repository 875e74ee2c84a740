//! A domain's frame around the parts in it, with a tab: its picture, its name, and its state when it does not work.

use nines_editor::Target;
use nines_engine::ids::Id;

use super::super::sign::strokes;
use super::super::views::use_views;
use super::super::words;
use super::node::{is_focused, is_selected};
use crate::bench::use_bench;
use crate::glyphs;
use crate::live::prelude::*;

/// How many letters of a name a tab shows.
const NAME_CHARS: usize = 20;

/// A domain.
#[component]
pub fn FrameView(
    /// Which.
    id: Id,
) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let frame = bench.frame(&id);
    let state = bench.state(&id);
    let part_words = views.words_of(&id);
    let shown = Memo::new(move |_| state.with(words::shown));
    let target = Target::Part(id.clone());
    let (selected, focused) = (is_selected(target.clone()), is_focused(target.clone()));
    let aim = id.clone();
    let is_aim = Memo::new(move |_| views.aims.with(|aims| aims.contains(&aim)));
    let causes = id.clone();
    let is_cause = Memo::new(move |_| views.causes.with(|all| all.contains(&causes)));
    let share = bench.contribution(&id);

    let rect = Memo::new(move |_| frame.with(|f| f.as_ref().map(|f| f.rect).unwrap_or_default()));
    let tab = Memo::new(move |_| frame.with(|f| f.as_ref().map(|f| f.tab.width).unwrap_or_default()));
    let kind = Memo::new(move |_| frame.with(|f| f.as_ref().map(|f| f.kind.clone()).unwrap_or_default()));
    let shown_name = words::clipped(id.as_str(), NAME_CHARS);
    let letters = shown_name.chars().count() as f64;
    // The picture and the name need a little more than the editor's tab where the name is short.
    let width = move || tab.get().max(34.0 + 7.0 * letters).min(rect.get().width);
    let down = move || shown.with(|s| s.look == "failed");
    let name = id.to_string();
    let spoken = move || {
        let links = part_words.with(|w| w.as_ref().map(|w| w.links.clone()).unwrap_or_default());
        format!("{name}, {}, {}, {links}", kind.get(), shown.with(|s| s.spoken.clone()))
    };
    let tag = move || is_cause.get().then(|| share.get()).flatten().map(|s| format!("{:.0} % of downtime", s * 100.0));
    view! {
        <g
            id=words::element_id(&target)
            role="img"
            aria-label=move || spoken()
            data-domain=id.to_string()
            data-part=id.to_string()
            data-state=move || shown.with(|s| s.case)
        >
            <g
                class="frame"
                transform=move || format!("translate({} {})", rect.get().x, rect.get().y)
                data-kind=kind
                data-state=move || shown.with(|s| s.look)
                aria-selected=move || selected.get().to_string()
                data-focus=move || focused.get().then_some("")
                data-target=move || is_aim.get().then_some("")
            >
                <rect class="ring" x="-5" y="-5" width=move || rect.get().width + 10.0 height=move || rect.get().height + 10.0 rx="6"/>
                <rect class="frame-box" width=move || rect.get().width height=move || rect.get().height rx="2"/>
                <rect class="frame-tab" width=move || width() height="24"/>
                <g class="glyph" transform="translate(6 4) scale(.667)">{move || kind.with(|kind| strokes(glyphs::glyph(kind)))}</g>
                <text class="frame-name" x="28" y="17">{shown_name}</text>
                <Show when=down>
                    <g class="state-mark" transform=move || format!("translate({} 6)", width() + 8.0)>{strokes(glyphs::mark("failed"))}</g>
                    <text class="frame-name" x=move || width() + 26.0 y="17">{move || shown.with(|s| s.word.clone())}</text>
                </Show>
                <text class="node-tag" x=move || rect.get().width y="-6" text-anchor="end">{move || tag()}</text>
            </g>
        </g>
    }
}
