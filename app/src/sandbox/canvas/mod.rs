//! The picture: one element that takes the pointer and the keyboard, and inside it the drawing, moved and zoomed as a
//! whole. What a press or a key means is the editor's matter; here events are only handed on. In *break* mode a press on
//! a part fails or repairs it instead.
//!
//! `picture` has the layers; a file for each sort of thing drawn; `overlay` is the gesture going on; `handles` the small
//! buttons beside the selected part.

mod picture;
mod node;
mod edge;
mod band;
mod frame;
mod cables;
mod overlay;
mod handles;

use leptos::ev;
use leptos::html::Div;
use nines_editor::hit::hit_test;
use nines_editor::{Action, ConnectMode, Gesture, Hit, Phase, Point, Pointer, keymap, viewport};
use nines_engine::ids::Id;

use super::inspector::INSPECTOR_ID;
use super::views::{Views, use_views};
use super::words;
use crate::bench::{Bench, use_bench};
use crate::live::prelude::*;
use crate::platform::{input, timers};

use handles::Handles;
use overlay::Refusal;
use picture::Picture;

/// The element that others (the palette while something is dragged out of it) measure positions by.
pub const CANVAS_ID: &str = "canvas";

/// How far a press may wander and still be one, in pixels.
const PRESS_PX: f64 = 8.0;

/// What is said when the wheel is turned over a picture that is not being worked on.
const WHEEL_HINT: &str = "Hold Ctrl to zoom with the wheel, or click the picture first.";

/// The picture and everything that is done on it.
#[component]
pub fn Canvas() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let host = NodeRef::<Div>::new();
    let is_focused = RwSignal::new(false);
    let breaker = Breaker::new(bench);
    let pans = AutoPan::new(bench);
    follow_size(bench, host);

    let pointer = move |event: ev::PointerEvent, phase: Phase| {
        let Some(element) = host.get_untracked() else { return };
        if phase == Phase::Down {
            input::capture(&event, &element);
        }
        let mut pointer = input::pointer(&event, phase, &element);
        if breaker.takes(&mut pointer) {
            return;
        }
        pans.follow(&pointer);
        bench.dispatch(Action::Pointer(pointer));
        if phase == Phase::Up {
            uncover(bench, views);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let key = input::key(&event);
        if keymap::claims(&bench.session(), &key) {
            event.prevent_default();
            bench.dispatch(Action::Key(key));
        }
    };
    let wheel = move |event: ev::WheelEvent| {
        let Some(element) = host.get_untracked() else { return };
        if event.ctrl_key() || event.meta_key() || is_focused.get_untracked() {
            event.prevent_default();
            turn_wheel(bench, &event, input::at(&event, &element));
        } else {
            show_hint(views.hint);
        }
    };
    view! {
        <div
            node_ref=host
            id=CANVAS_ID
            class="canvas"
            tabindex="0"
            role="application"
            aria-label="System"
            aria-roledescription="diagram"
            aria-describedby="canvas-help"
            aria-activedescendant=move || bench.focus().with(|f| f.as_ref().map(words::element_id))
            data-tool=move || tool(bench)
            data-mode=move || if bench.breaking().get() { "break" } else { "build" }
            style=move || paper(bench.viewport().get())
            hidden=move || bench.outline().get()
            on:pointerdown=move |event| pointer(event, Phase::Down)
            on:pointermove=move |event| pointer(event, Phase::Move)
            on:pointerup=move |event| pointer(event, Phase::Up)
            on:pointercancel=move |event| pointer(event, Phase::Cancel)
            on:keydown=key
            on:wheel=wheel
            on:focus=move |_| is_focused.set(true)
            on:blur=move |_| is_focused.set(false)
        >
            <Picture/>
            <Handles/>
            <Refusal/>
        </div>
        <p id="canvas-help" class="visually-hidden">
            "Arrow keys go from part to part, Enter selects, F fails or repairs, C connects, N adds, question mark lists all keys. The outline shows the same as a table."
        </p>
    }
}

/// Tells the editor the size of the element, and shows everything the first time it is known.
fn follow_size(bench: Bench, host: NodeRef<Div>) {
    host.on_load(move |element| {
        let mut is_first = true;
        input::on_resize(&element, move |host| {
            // Hidden behind the outline, it has no size; the editor keeps the last one.
            if host.size.width < 1.0 {
                return;
            }
            bench.dispatch(Action::Resize(host));
            if std::mem::take(&mut is_first) {
                bench.dispatch(Action::Fit);
            }
        });
    });
}

/// Where the inspector lies over the picture, what has just been selected moves out from under it. Not before the pointer
/// is up: the picture must not move under a finger.
fn uncover(bench: Bench, views: Views) {
    let later = timers::after(0, move || {
        let right = input::covered_right(CANVAS_ID, INSPECTOR_ID);
        let mut host = bench.session().host();
        if host.insets.right != right {
            host.insets.right = right;
            bench.dispatch(Action::Resize(host));
        }
        let is_idle = bench.gesture().with_untracked(|gesture| matches!(gesture, Gesture::Idle));
        if let Some(target) = views.chosen.get_untracked().filter(|_| is_idle && right > 0.0) {
            bench.dispatch(Action::Reveal(target));
        }
    });
    // It comes once the inspector is there, in the next turn of the event loop.
    std::mem::forget(later);
}

fn tool(bench: Bench) -> &'static str {
    bench.gesture().with(|gesture| match gesture {
        Gesture::Pan(_) | Gesture::Pinch(_) => "pan",
        Gesture::Connect(_) | Gesture::Place(_) => "connect",
        _ => "select",
    })
}

/// The dots of the paper move and grow with the picture, and stay far enough apart to be dots.
fn paper(viewport: nines_editor::Viewport) -> String {
    let mut grid = 16.0 * viewport.zoom;
    while grid < 10.0 {
        grid *= 2.0;
    }
    format!("--grid:{grid}px;--pan-x:{}px;--pan-y:{}px", viewport.x, viewport.y)
}

fn turn_wheel(bench: Bench, event: &ev::WheelEvent, at_screen: Point) {
    if event.shift_key() {
        bench.dispatch(Action::PanBy { by_screen: input::wheel_pan(event) });
    } else {
        bench.dispatch(Action::ZoomBy { factor: input::wheel_factor(event), at_screen });
    }
}

fn show_hint(hint: RwSignal<Option<&'static str>>) {
    if hint.get_untracked().is_some() {
        return;
    }
    hint.set(Some(WHEEL_HINT));
    let later = timers::after(2500, move || {
        let _ = hint.try_update(|hint| hint.take_if(|hint| *hint == WHEEL_HINT));
    });
    // It ends by itself, and finds nothing to do when the page is gone.
    std::mem::forget(later);
}

/// The break mode: a press on a part that is let go where it was fails the part, or repairs it. Everything else
/// goes to the editor as a press on the empty canvas, so that the picture can still be moved.
#[derive(Clone, Copy)]
struct Breaker {
    bench: Bench,
    pressed: StoredValue<Option<(i32, Id, Point)>>,
}

impl Breaker {
    fn new(bench: Bench) -> Breaker {
        Breaker { bench, pressed: StoredValue::new(None) }
    }

    /// Whether the event is dealt with and not the editor's.
    fn takes(self, pointer: &mut Pointer) -> bool {
        if !self.bench.breaking().get_untracked() {
            return false;
        }
        match pointer.phase {
            Phase::Down => {
                let part = self.part_under(pointer);
                let pressed = part.map(|id| (pointer.pointer_id, id, pointer.at_screen));
                let takes = pressed.is_some();
                self.pressed.set_value(pressed);
                pointer.hit = Some(Hit::Canvas);
                takes
            }
            Phase::Move => self.pressed.with_value(Option::is_some),
            Phase::Up => self.let_go(pointer),
            Phase::Cancel => self.pressed.try_update_value(|pressed| pressed.take().is_some()) == Some(true),
        }
    }

    fn let_go(self, pointer: &Pointer) -> bool {
        let Some((id, part, at)) = self.pressed.try_update_value(Option::take).flatten() else { return false };
        if id == pointer.pointer_id && at.is_within(pointer.at_screen, PRESS_PX) {
            self.bench.toggle_failure(&part);
        }
        true
    }

    fn part_under(self, pointer: &Pointer) -> Option<Id> {
        let session = self.bench.session();
        let nothing_chosen = nines_editor::Selection::default();
        let (scene, viewport) = (session.scene(), session.viewport());
        match hit_test(scene, &nothing_chosen, viewport, pointer.at_screen, pointer.coarse) {
            Hit::Part(id) | Hit::Port(id) if id != Id::clients() => Some(id),
            _ => None,
        }
    }
}

/// Moves the picture while something is dragged along its border.
#[derive(Clone, Copy)]
struct AutoPan {
    bench: Bench,
    last: StoredValue<Option<Pointer>>,
}

impl AutoPan {
    fn new(bench: Bench) -> AutoPan {
        AutoPan { bench, last: StoredValue::new(None) }
    }

    /// Notes where the pointer is; the first note starts the frames.
    fn follow(self, pointer: &Pointer) {
        let is_still = self.last.with_value(Option::is_none);
        if pointer.phase != Phase::Move || !self.is_dragging() {
            self.last.set_value(None);
            return;
        }
        self.last.set_value(Some(pointer.clone()));
        if is_still {
            timers::frames(move |_| self.frame());
        }
    }

    fn frame(self) -> bool {
        let Some(pointer) = self.last.try_with_value(Clone::clone).flatten() else { return false };
        if !self.is_dragging() {
            self.last.set_value(None);
            return false;
        }
        let by_screen = viewport::auto_pan(pointer.at_screen, self.bench.session().host());
        if by_screen != Point::default() {
            self.bench.dispatch(Action::PanBy { by_screen });
            self.bench.dispatch(Action::Pointer(pointer));
        }
        true
    }

    fn is_dragging(self) -> bool {
        self.bench.gesture().with_untracked(|gesture| match gesture {
            Gesture::Drag(_) | Gesture::Marquee(_) => true,
            Gesture::Connect(connect) => connect.mode == ConnectMode::Drag,
            _ => false,
        })
    }
}
