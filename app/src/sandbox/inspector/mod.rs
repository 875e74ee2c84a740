//! The inspector: the fields of what is selected, what it is connected with, what it does to the downtime, and what can
//! be done with it. With nothing selected, the system as a whole.

mod choose;
mod field;
mod document;
mod part;
mod needs;
mod membership;
mod need;
mod several;
mod study;

use nines_editor::{Action, Target};
use nines_engine::ids::Id;

use super::sign::IconButton;
use super::views::use_views;
use crate::bench::use_bench;
use crate::live::prelude::*;
use crate::platform::{input, page, timers};

pub use choose::Choose;

use document::DocumentPanel;
use need::NeedPanel;
use part::PartPanel;
use several::SeveralPanel;

/// The element's id.
pub const INSPECTOR_ID: &str = "inspector";
/// The heading, which is where the keyboard goes when it comes here.
const HEADING_ID: &str = "inspector-first";

/// What the inspector is about.
#[derive(Clone, PartialEq)]
enum About {
    Document,
    Part(Id),
    Need(Target),
    Several(usize),
}

/// The inspector.
#[component]
pub fn Inspector(
    /// Whether it is shown with nothing selected, without having been asked for.
    is_permanent: bool,
) -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let about = Memo::new(move |_| {
        bench.selection().with(|selection| match (selection.len(), selection.single()) {
            (0, _) => About::Document,
            (_, Some(Target::Part(id))) => About::Part(id.clone()),
            (_, Some(target)) => About::Need(target.clone()),
            (count, None) => About::Several(count),
        })
    });
    let nothing = Memo::new(move |_| about.get() == About::Document);
    let is_shown = Memo::new(move |_| is_permanent || !nothing.get() || views.is_opened.get());
    let panel = move || {
        let about = about.get();
        begin_at_the_top();
        match about {
            About::Document => view! { <DocumentPanel/> }.into_any(),
            About::Part(id) => view! { <PartPanel id/> }.into_any(),
            About::Need(target) => view! { <NeedPanel target/> }.into_any(),
            About::Several(count) => view! { <SeveralPanel count/> }.into_any(),
        }
    };
    let close = move || {
        views.is_opened.set(false);
        bench.dispatch(Action::Deselect);
    };
    view! {
        <Show when=move || is_shown.get()>
            <aside
                id=INSPECTOR_ID
                class="inspector"
                aria-label="Inspector"
                data-nothing=move || nothing.get().then_some("")
                data-opened=move || views.is_opened.get().then_some("")
            >
                <div class="inspector-corner">
                    <IconButton icon="more" label="More" class="sheet-more" about="Show all of it, or less".to_string()
                        pressed=Signal::derive(move || views.is_opened.get()) on_press=move || views.is_opened.update(|on| *on = !*on)/>
                    <IconButton icon="close" label="Close" class="close" on_press=close/>
                </div>
                {move || panel()}
            </aside>
        </Show>
    }
}

/// Another thing is shown: from its heading on. The keyboard, if it was in here, is on a field that is about to go (a
/// part that was renamed or deleted); it goes to the heading instead of nowhere.
fn begin_at_the_top() {
    let had_focus = input::focus_is_within(INSPECTOR_ID);
    let later = timers::after(0, move || {
        page::reveal(HEADING_ID);
        if had_focus && !input::focus_is_within(INSPECTOR_ID) {
            input::focus(HEADING_ID);
        }
    });
    // It comes in the next turn of the event loop, and finds nothing to do when the page is gone.
    std::mem::forget(later);
}
