//! The sandbox alone: the system of the link, or what was saved, or a small shop to begin with.

use nines_engine::format;

use crate::bench::{Bench, BenchOptions, Speed};
use crate::live::prelude::*;
use crate::platform::page;
use crate::sandbox::Instrument;

/// What a first visit begins with.
const STARTER: &str = include_str!("starter.json");

/// Where the sandbox's document is saved.
const KEY: &str = "nines.document";

/// Puts the sandbox into the page.
#[inline(never)]
pub fn mount() {
    let Some(place) = page::element("app") else { return };
    mount_to(place, SandboxPage).forget();
}

/// The screen.
#[component]
fn SandboxPage() -> impl IntoView {
    let document = format::read(STARTER).topology.unwrap_or_default();
    let bench = Bench::new(BenchOptions { document, storage_key: Some(KEY), seed: 1, speed: Speed::Day });
    bench.open_stored();
    bench.watch_other_tabs();
    bench.import_drops();
    bench.offer_aside();
    bench.open_link();
    page::on_fragment_change(move || {
        bench.open_link();
    });
    provide_context(bench);
    view! { <Instrument variant="full"/> }
}
