//! The small buttons beside the one selected part: fail or repair it, and add what it needs. For the pointer only; the
//! keyboard has F and N for the same.

use leptos::ev;
use nines_editor::{Gesture, Point, Target};
use nines_engine::ids::Id;

use super::super::sign::Icon;
use super::super::views::{self, use_views};
use crate::bench::{Panel, use_bench};
use crate::live::prelude::*;

/// How wide the two buttons are, in pixels.
const WIDTH: f64 = 64.0;

/// The buttons, where the part's right upper corner is on the screen.
#[component]
pub fn Handles() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let part = Memo::new(move |_| match views.chosen.get() {
        Some(Target::Part(id)) if bench.gesture().with(|g| matches!(g, Gesture::Idle | Gesture::Press(_))) => Some(id),
        _ => None,
    });
    let place = Memo::new(move |_| {
        // The scene is the document's; the box is looked up anew whenever either is another one.
        bench.document().track();
        let session = bench.session();
        let rect = session.scene().rect_of_part(&part.get()?)?;
        let viewport = bench.viewport().get();
        let beside = viewport.to_screen(Point::new(rect.right(), rect.y)).plus(Point::new(8.0, -20.0));
        // Where there is no room beside the part, below it.
        let below = viewport.to_screen(Point::new(rect.right(), rect.bottom())).plus(Point::new(-WIDTH, 8.0));
        let host = session.host();
        let has_room = beside.x + WIDTH <= host.size.width - host.insets.right;
        Some(if has_room { beside } else { below })
    });
    let style = move || {
        let at = place.get().unwrap_or_default();
        format!("left:{}px;top:{}px", at.x, at.y)
    };
    view! {
        <Show when=move || place.with(Option::is_some)>
            <div class="part-handles" style=move || style() on:pointerdown=keep_away on:mousedown=keep_focus>
                {move || part.get().map(|id| view! { <Buttons id/> })}
            </div>
        </Show>
    }
}

/// The picture must not take a press on a button for one on itself.
fn keep_away(event: ev::PointerEvent) {
    event.stop_propagation();
}

/// The focus stays on the picture, where the keys are.
fn keep_focus(event: ev::MouseEvent) {
    event.prevent_default();
}

/// The buttons of one part.
#[component]
fn Buttons(
    /// Which.
    id: Id,
) -> impl IntoView {
    let bench = use_bench();
    let failed = views::is_failed(bench, &id);
    let fails = id != Id::clients();
    let needs = bench.document().with_untracked(|d| nines_editor::change::link::start_refusal(d, &id).is_none());
    let name = id.to_string();
    let label = move || format!("{} {name}", if failed.get() { "Repair" } else { "Fail" });
    let icon = Signal::derive(move || if failed.get() { "repair" } else { "fail" });
    let (toggled, linked) = (id.clone(), id.clone());
    let toggle = move |_| bench.toggle_failure(&toggled);
    let add = move |_| bench.open_panel(Panel::Add { at_canvas: None, link_from: Some(linked.clone()) });
    view! {
        {fails.then(|| view! {
            <button type="button" class="icon-button" tabindex="-1" title=label.clone() aria-label=label on:click=toggle><Icon name=icon/></button>
        })}
        {needs.then(|| view! {
            <button type="button" class="icon-button" tabindex="-1" title="Add what it needs" aria-label=format!("Add what {id} needs") on:click=add>
                <Icon name="plus"/>
            </button>
        })}
    }
}
