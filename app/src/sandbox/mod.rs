//! The instrument: both answers on top, the parts at the left, the picture or the outline in the middle, the inspector at
//! the right, the run bar below. Views render the bench's signals and dispatch to it; they compute nothing.
//!
//! Reading order: `views` and `words` are what views share; `readout`, `canvas`, `palette`, `toolbar`, `inspector`, `run`
//! and `outline` are the regions; `dialogs` and `messages` lie over them; `sign` draws the small pictures.

mod views;
mod words;
mod sign;
mod readout;
mod canvas;
mod palette;
mod toolbar;
mod inspector;
mod run;
mod outline;
mod dialogs;
mod messages;

use nines_editor::{ConnectMode, Gesture};

use crate::bench::use_bench;
use crate::live::prelude::*;

use canvas::Canvas;
use dialogs::Dialogs;
use inspector::Inspector;
use messages::{LiveRegions, Messages};
use outline::Outline;
use palette::Palette;
use readout::Readout;
use run::RunBar;
use toolbar::Toolbar;
use views::{Views, use_views};

/// The instrument, for the bench of the context.
#[component]
pub fn Instrument(
    /// How much room it has: `full` on a page of its own, `lesson` beside a text.
    variant: &'static str,
) -> impl IntoView {
    provide_context(Views::new(use_bench()));
    view! {
        <section class="instrument" data-variant=variant aria-label="Sandbox">
            <Readout/>
            <Palette/>
            <Toolbar saves={variant == "full"}/>
            <div class="stage"><Canvas/><Outline/><Hint/></div>
            <Inspector is_permanent={variant == "full"}/>
            <RunBar/>
        </section>
        <Messages/>
        <LiveRegions/>
        <Dialogs/>
    }
}

/// A line over the picture about what the next click does.
#[component]
fn Hint() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let hint = move || {
        let of_gesture = bench.gesture().with(|gesture| match gesture {
            Gesture::Place(_) => Some("Click where it should stand. Escape puts it back."),
            Gesture::Connect(connect) if connect.mode == ConnectMode::Keys => {
                Some("Type the name of what is needed, or go there with the arrows; Enter connects, Escape cancels.")
            }
            Gesture::Connect(_) => Some("Click the part that is needed. Escape cancels."),
            _ => None,
        });
        let nothing = bench.node_ids().with(|ids| ids.len() < 2);
        let of_mode = bench
            .breaking()
            .get()
            .then_some("Break: a click on a part or on the tab of a zone fails it; another repairs it.");
        let of_start = nothing.then_some("Take a part from the list, then draw a line from the clients to it.");
        let of_outline = bench.outline().get().then_some("").filter(|_| of_gesture.is_none());
        of_outline.or(views.hint.get()).or(of_gesture).or(of_mode).or(of_start).unwrap_or_default()
    };
    view! { <p class="stage-hint">{move || hint()}</p> }
}
