//! From the browser's events to the editor's pointers and keys.

use nines_editor::geometry::{Host, Insets, Point, Size};
use nines_editor::{Button, Key, Modifiers, Phase, Pointer};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use super::timers;

/// A pointer event on the canvas, in pixels from its top left corner.
pub fn pointer(event: &PointerEvent, phase: Phase, canvas: &Element) -> Pointer {
    Pointer {
        phase,
        pointer_id: event.pointer_id(),
        at_screen: at(event, canvas),
        button: match event.button() {
            // Moves have button −1 and change nothing about which is down.
            -1 | 0 => Button::Main,
            1 => Button::Middle,
            _ => Button::Other,
        },
        modifiers: Modifiers {
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        },
        coarse: event.pointer_type() == "touch",
        hit: None,
    }
}

/// Where a mouse event is, in pixels from an element's top left corner.
pub fn at(event: &MouseEvent, element: &Element) -> Point {
    let rect = element.get_bounding_client_rect();
    Point { x: f64::from(event.client_x()) - rect.left(), y: f64::from(event.client_y()) - rect.top() }
}

/// Lets an element get all events of a pointer until it goes up.
pub fn capture(event: &PointerEvent, element: &Element) {
    let _ = element.set_pointer_capture(event.pointer_id());
}

/// A key press.
pub fn key(event: &KeyboardEvent) -> Key {
    Key { key: event.key(), ctrl: event.ctrl_key() || event.meta_key(), shift: event.shift_key(), alt: event.alt_key() }
}

/// How much a turn of the wheel zooms: above one is closer.
pub fn wheel_factor(event: &WheelEvent) -> f64 {
    // Firefox counts lines where others count pixels.
    let pixels =
        if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { event.delta_y() * 20.0 } else { event.delta_y() };
    (1.0 - pixels.clamp(-120.0, 120.0) / 400.0).clamp(0.7, 1.3)
}

/// How far a turn of the wheel moves the picture.
pub fn wheel_pan(event: &WheelEvent) -> Point {
    let lines = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 20.0 } else { 1.0 };
    Point { x: -event.delta_x() * lines, y: -event.delta_y() * lines }
}

/// The size of the canvas's element.
pub fn host_of(element: &HtmlElement) -> Host {
    let size = Size { width: f64::from(element.client_width()), height: f64::from(element.client_height()) };
    Host { size, insets: Insets::default() }
}

/// Calls back with the canvas's size now and whenever it changes, for as long as the page lives.
pub fn on_resize(element: &HtmlElement, mut f: impl FnMut(Host) + 'static) {
    let watched = element.clone();
    let closure = Closure::<dyn FnMut()>::new(move || f(host_of(&watched)));
    if let Ok(observer) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(element);
        // The observer holds the closure for as long as the element is there.
        closure.forget();
    }
}

/// The text of the field an event came from.
pub fn value(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    let input = target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
    let input = input.or_else(|| target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value));
    input.or_else(|| target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)).unwrap_or_default()
}

/// Whether the box an event came from is ticked.
pub fn checked(event: &Event) -> bool {
    event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked())
}

/// Puts a text back into the field an event came from.
pub fn put_value(event: &Event, text: &str) {
    if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

/// Puts the focus on an element once the views have caught up.
pub fn focus_soon(id: String) {
    let later = timers::after(0, move || focus(&id));
    // The call comes in the next turn of the event loop; there is nothing that should call it off.
    std::mem::forget(later);
}

/// Puts the focus on the element with this id, and selects its text when it is a field.
pub fn focus(id: &str) {
    let Some(element) = super::page::element(id) else { return };
    let _ = element.focus();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Whether the keyboard's focus is on something inside the element with this id.
pub fn focus_is_within(id: &str) -> bool {
    let active = super::page::document().active_element();
    super::page::element(id).is_some_and(|element| element.contains(active.as_deref()))
}

/// How many pixels of an element's right side another one lies over; none when it is not there or beside it.
pub fn covered_right(id: &str, by: &str) -> f64 {
    let (Some(element), Some(over)) = (super::page::element(id), super::page::element(by)) else { return 0.0 };
    let (element, over) = (element.get_bounding_client_rect(), over.get_bounding_client_rect());
    let is_over = over.left() > element.left() && over.top() < element.bottom() && over.bottom() > element.top();
    if is_over { (element.right() - over.left()).clamp(0.0, element.width()) } else { 0.0 }
}

/// Whether nothing has the keyboard's focus: what had it is gone.
pub fn focus_is_nowhere() -> bool {
    let active = super::page::document().active_element();
    active.is_none_or(|element| element.tag_name() == "BODY")
}
