//! A part's box: kind by silhouette, name, and below it a number while it works or the word of its state when it does
//! not. The outer group carries what the part *is* for tests and for those who listen, the inner one how it looks.

use nines_editor::Target;
use nines_engine::ids::Id;

use super::super::sign::strokes;
use super::super::views::use_views;
use super::super::words;
use crate::bench::use_bench;
use crate::glyphs;
use crate::live::prelude::*;

/// How high a full share of the downtime is drawn along the right side, in canvas units.
const SHARE_HEIGHT: f64 = 52.0;
/// How many letters of a name fit into the box.
const NAME_CHARS: usize = 12;

/// A part.
#[component]
pub fn NodeView(
    /// Which.
    id: Id,
) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let node = bench.node(&id);
    let state = bench.state(&id);
    let share = bench.contribution(&id);
    let part_words = views.words_of(&id);
    let shown = Memo::new(move |_| state.with(words::shown));
    let target = Target::Part(id.clone());
    let (selected, focused) = (is_selected(target.clone()), is_focused(target.clone()));
    let (aim, cause) = (id.clone(), id.clone());
    let is_aim = Memo::new(move |_| views.aims.with(|aims| aims.contains(&aim)));
    let is_cause = Memo::new(move |_| views.causes.with(|causes| causes.contains(&cause)));

    let place = move || node.with(|n| n.as_ref().map(|n| format!("translate({} {})", n.rect.x, n.rect.y)));
    let kind = Memo::new(move |_| node.with(|n| n.as_ref().map(|n| n.kind.clone()).unwrap_or_default()));
    let own = move || part_words.with(|w| w.as_ref().map(|w| w.own.clone())).filter(|own| !own.is_empty());
    let note =
        move || shown.with(|s| if s.case == "up" { own().unwrap_or_else(|| s.word.clone()) } else { s.word.clone() });
    let name = id.to_string();
    let spoken = move || {
        let (kind, links) =
            part_words.with(|w| w.as_ref().map(|w| (w.kind.clone(), w.links.clone())).unwrap_or_default());
        format!("{name}, {kind}, {}, {links}", shown.with(|s| s.spoken.clone()))
    };
    let share_line = move || {
        share.get().filter(|share| *share >= 0.005).map(|s| format!("M126 54V{}", 54.0 - s.min(1.0) * SHARE_HEIGHT))
    };
    let tag = move || is_cause.get().then(|| share.get()).flatten().map(|s| format!("{:.0} % of downtime", s * 100.0));
    view! {
        <g
            id=words::element_id(&target)
            role="img"
            aria-label=move || spoken()
            data-part=id.to_string()
            data-state=move || shown.with(|s| s.case)
        >
            <g
                class="node"
                transform=move || place()
                data-kind=kind
                data-state=move || shown.with(|s| s.look)
                data-by=move || shown.with(|s| s.by.clone())
                aria-selected=move || selected.get().to_string()
                data-focus=move || focused.get().then_some("")
                data-target=move || is_aim.get().then_some("")
            >
                <rect class="ring" x="-5" y="-5" width="138" height="66" rx="8"/>
                <rect class="node-box" width="128" height="56" rx="4"/>
                <g class="glyph" transform="translate(8 6)">{move || kind.with(|kind| strokes(glyphs::glyph(kind)))}</g>
                <text class="node-name" x="40" y="23">{words::clipped(id.as_str(), NAME_CHARS)}</text>
                <g class="state-mark" transform="translate(14 35)">{move || strokes(glyphs::mark(shown.with(|s| s.look)))}</g>
                <text class="node-note" x="40" y="45">{move || note()}</text>
                <path class="node-share" d=move || share_line()/>
                <text class="node-tag" x="128" y="-6" text-anchor="end">{move || tag()}</text>
                <circle class="port" cx="128" cy="28" r="5"/>
            </g>
        </g>
    }
}

/// Whether a target is selected; changes only when that does.
pub fn is_selected(target: Target) -> Memo<bool> {
    let bench = use_bench();
    Memo::new(move |_| bench.selection().with(|selection| selection.contains(&target)))
}

/// Whether the keyboard is on a target.
pub fn is_focused(target: Target) -> Memo<bool> {
    let bench = use_bench();
    Memo::new(move |_| bench.focus().with(|focus| focus.as_ref() == Some(&target)))
}
