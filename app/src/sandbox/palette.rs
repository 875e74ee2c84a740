//! The kinds of parts. A click takes one up: the next click on the picture puts it down; a drag does both at once. From
//! the keyboard, by touch, or beside the outline it goes to a free place at once, and the selected part will need it.

use leptos::ev;
use nines_editor::catalogue::{Entry, PALETTE};
use nines_editor::{Action, Gesture, Phase, Point};
use nines_engine::ids::Id;
use nines_engine::topology::Kind;

use super::canvas::CANVAS_ID;
use super::sign::Glyph;
use super::views;
use crate::bench::{Bench, use_bench};
use crate::live::prelude::*;
use crate::platform::{input, page};

/// How far the pointer goes before a press is a drag, in pixels.
const DRAG_PX: f64 = 6.0;

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let entries = || PALETTE.iter().filter(|entry| entry.kind != "clients");
    let items = |are_domains: bool| {
        entries()
            .filter(move |entry| entry.is_domain == are_domains)
            .map(|entry| view! { <Item entry/> })
            .collect_view()
    };
    view! {
        <div class="palette" role="group" aria-label="Parts">
            <h2 class="panel-title">"Parts"</h2>
            {items(false)}
            <h2 class="panel-title">"Fail together"</h2>
            {items(true)}
        </div>
    }
}

/// Where a press on an item began, and whether it has become a drag.
#[derive(Clone, Copy)]
struct Press {
    pointer_id: i32,
    at: Point,
    is_finger: bool,
    is_drag: bool,
}

/// One kind.
#[component]
fn Item(
    /// Which.
    entry: &'static Entry,
) -> impl IntoView {
    let bench = use_bench();
    let button = NodeRef::<leptos::html::Button>::new();
    let press = StoredValue::<Option<Press>>::new(None);
    let is_taken_up = Memo::new(move |_| {
        bench
            .gesture()
            .with(|gesture| matches!(gesture, Gesture::Place(placing) if placing.kind.as_str() == entry.kind))
    });
    let down = move |event: ev::PointerEvent| {
        let at = at_canvas_element(&event);
        let is_finger = event.pointer_type() == "touch";
        press.set_value(Some(Press { pointer_id: event.pointer_id(), at, is_finger, is_drag: false }));
        // A fast hand leaves the button with its first move: what follows must come here all the same. A finger's events
        // do so by themselves, and may still turn out to scroll the palette.
        if let Some(button) = button.get_untracked().filter(|_| !is_finger) {
            input::capture(&event, &button);
        }
    };
    let drag = move |event: ev::PointerEvent, phase: Phase| {
        let Some(mut held) = press.get_value().filter(|held| held.pointer_id == event.pointer_id()) else { return };
        if !held.is_drag && phase == Phase::Move && !held.at.is_within(at_canvas_element(&event), DRAG_PX) {
            held.is_drag = true;
            press.set_value(Some(held));
            // A finger that drags no longer scrolls.
            if let Some(button) = button.get_untracked().filter(|_| held.is_finger) {
                input::capture(&event, &button);
            }
            bench.dispatch(Action::BeginPlace { kind: Kind::new(entry.kind), held: true });
        }
        if held.is_drag {
            hand_on(bench, &event, phase);
        }
    };
    let click = move |event: ev::MouseEvent| {
        // A drag ends in a click as well; it has placed the part already.
        let held = press.try_update_value(Option::take).flatten();
        if held.is_some_and(|held| held.is_drag) {
            return;
        }
        let is_at_once = event.detail() == 0 || held.is_some_and(|held| held.is_finger);
        take_up(bench, entry, is_at_once);
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="palette-item"
            title=entry.hint
            data-kind=entry.kind
            aria-pressed=move || is_taken_up.get().to_string()
            on:pointerdown=down
            on:pointermove=move |event| drag(event, Phase::Move)
            on:pointerup=move |event| drag(event, Phase::Up)
            on:pointercancel=move |event| drag(event, Phase::Cancel)
            on:click=click
        >
            <Glyph kind=entry.kind.to_string()/>
            <span class="palette-name">{entry.label}</span>
        </button>
    }
}

/// A click on a kind: take it up, or place it at once where there is nothing to click on afterwards.
fn take_up(bench: Bench, entry: &'static Entry, is_at_once: bool) {
    let is_again = bench
        .gesture()
        .with_untracked(|gesture| matches!(gesture, Gesture::Place(placing) if placing.kind.as_str() == entry.kind));
    if is_again {
        bench.dispatch(Action::Cancel);
    }
    if is_at_once || is_again || bench.outline().get_untracked() {
        views::place(bench, entry.kind, None, selected_part(bench));
    } else {
        bench.dispatch(Action::BeginPlace { kind: Kind::new(entry.kind), held: false });
    }
}

/// The one selected part, which will need what is added; a domain needs nothing.
fn selected_part(bench: Bench) -> Option<Id> {
    bench.selection().with_untracked(|selection| selection.single().and_then(|target| target.part()).cloned())
}

fn at_canvas_element(event: &ev::PointerEvent) -> Point {
    page::element(CANVAS_ID).map(|canvas| input::at(event, &canvas)).unwrap_or_default()
}

/// Gives an event on the palette to the picture. Letting go outside of it places nothing.
fn hand_on(bench: Bench, event: &ev::PointerEvent, phase: Phase) {
    let Some(canvas) = page::element(CANVAS_ID) else { return };
    let pointer = input::pointer(event, phase, &canvas);
    let size = input::host_of(&canvas).size;
    let Point { x, y } = pointer.at_screen;
    let is_over = (0.0..=size.width).contains(&x) && (0.0..=size.height).contains(&y);
    if phase == Phase::Up && !is_over {
        bench.dispatch(Action::Cancel);
    } else {
        bench.dispatch(Action::Pointer(pointer));
    }
}
