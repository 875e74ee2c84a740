//! A pool's band around its members, with how many of them it requires.

use nines_editor::Target;
use nines_engine::ids::Id;

use super::super::views::use_views;
use super::super::words;
use super::node::{is_focused, is_selected};
use crate::bench::use_bench;
use crate::live::prelude::*;

/// About how wide a letter of the interface is, in canvas units.
const LETTER: f64 = 6.4;

/// A pool.
#[component]
pub fn BandView(
    /// Which.
    id: Id,
) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let band = bench.band(&id);
    let state = bench.state(&id);
    let part_words = views.words_of(&id);
    let shown = Memo::new(move |_| state.with(words::shown));
    let target = Target::Part(id.clone());
    let (selected, focused) = (is_selected(target.clone()), is_focused(target.clone()));
    let aim = id.clone();
    let is_aim = Memo::new(move |_| views.aims.with(|aims| aims.contains(&aim)));

    let rect = Memo::new(move |_| band.with(|b| b.as_ref().map(|b| b.rect).unwrap_or_default()));
    let place = move || format!("translate({} {})", rect.get().x, rect.get().y);
    let band_name = id.to_string();
    let label = move || {
        let room = ((rect.get().width - 24.0) / LETTER) as usize;
        if let Some(word) = shown.with(|s| (s.case != "up").then(|| s.word.clone())) {
            return words::clipped(&format!("{band_name} · {word}"), room.max(4));
        }
        let label = band.with(|b| b.as_ref().map(|b| b.label.replace(": ", " · ")).unwrap_or_default());
        let needed = format!("{label} needed");
        words::clipped(if needed.chars().count() <= room { &needed } else { &label }, room.max(4))
    };
    let name = id.to_string();
    let spoken = move || {
        let (own, links) =
            part_words.with(|w| w.as_ref().map(|w| (w.own.clone(), w.links.clone())).unwrap_or_default());
        format!("{name}, pool, {own} needed, {}, {links}", shown.with(|s| s.spoken.clone()))
    };
    view! {
        <g
            id=words::element_id(&target)
            role="img"
            aria-label=move || spoken()
            data-part=id.to_string()
            data-state=move || shown.with(|s| s.case)
        >
            <g
                class="band"
                transform=move || place()
                data-state=move || shown.with(|s| s.look)
                aria-selected=move || selected.get().to_string()
                data-focus=move || focused.get().then_some("")
                data-target=move || is_aim.get().then_some("")
            >
                <rect class="ring" x="-5" y="-5" width=move || rect.get().width + 10.0 height=move || rect.get().height + 10.0 rx="10"/>
                <rect class="band-box" width=move || rect.get().width height=move || rect.get().height rx="6"/>
                <text class="band-name" x="12" y=move || rect.get().height - 8.0>{move || label()}</text>
                <circle class="port" cx=move || rect.get().width cy=move || rect.get().height / 2.0 r="5"/>
            </g>
        </g>
    }
}
