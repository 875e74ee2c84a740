//! Nines in the browser. One program for every page: it looks at the page's `data-page` and puts the living parts into
//! the text that is already there. In a web worker it shows nothing and waits for work.
//!
//! Reading order: `bench` is the bridge between editor, engine and views; `platform` touches the browser; `live` is what
//! views are made with; `sandbox` is the instrument; `lesson`, `front`, `map` and `sandbox_page` are the screens.

#![allow(
    clippy::redundant_closure,
    reason = "`view!` boxes closures that are written out in it; one passed by name is compiled as a view of its own"
)]

mod messages;
mod link;
mod saved;
mod platform;
mod live;
mod bench;
mod glyphs;
mod sandbox;
mod lesson;
mod front;
mod map;
mod shell;
mod sandbox_page;

use platform::{page, panics, worker_main};

fn main() {
    if worker_main::is_worker() {
        return;
    }
    panics::install();
    shell::mount_shell();
    match page::body_data("page").as_str() {
        "sandbox" => sandbox_page::mount(),
        "lesson" => lesson::mount_lesson(&page::body_data("lesson")),
        "front" => front::mount_front(),
        "map" => map::mount_map(),
        // The page for what is missing is complete without this program.
        _ => {}
    }
}
