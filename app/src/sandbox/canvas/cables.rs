//! Cables: grey and straight, under everything that is used. Documents may have them; the sandbox does not make them yet,
//! so they are drawn all at once when the document changes.

use crate::bench::use_bench;
use crate::live::prelude::*;

/// All cables.
#[component]
pub fn Cables() -> impl IntoView {
    let bench = use_bench();
    let paths = Memo::new(move |_| {
        bench.document().track();
        bench.session().scene().cables.iter().map(|cable| cable.path.clone()).collect::<Vec<_>>()
    });
    move || paths.get().into_iter().map(|d| view! { <path class="cable" d=d/> }).collect_view()
}
