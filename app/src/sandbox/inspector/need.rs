//! A need, or a cable: its fields and a way to take it away.

use nines_editor::{Action, Field, Target};

use super::document::PartLink;
use super::field::Fields;
use crate::bench::use_bench;
use crate::live::prelude::*;

/// The fields of a line.
#[component]
pub fn NeedPanel(
    /// Which.
    target: Target,
) -> impl IntoView {
    let bench = use_bench();
    let (title, word, ends) = match &target {
        Target::Need { from, to } => ("A need", "needs", [from.to_string(), to.to_string()]),
        Target::Cable { between: [a, b] } => ("A cable", "to", [a.to_string(), b.to_string()]),
        Target::Part(id) => ("A part", "", [id.to_string(), String::new()]),
    };
    let [from, to] = ends;
    let remove = {
        let target = target.clone();
        move |_| bench.dispatch(Action::Delete { targets: vec![target.clone()] })
    };
    view! {
        <header class="inspector-head"><h2 id="inspector-first" tabindex="-1">{title}</h2></header>
        <p class="names"><PartLink name=from/> " " {word} " " <PartLink name=to/></p>
        <fieldset class="group">
            <legend>"What it means"</legend>
            <Fields of=Some(target) fields=&[Field::Soft, Field::Mode, Field::Mttf, Field::Availability, Field::Unavailability, Field::Mttr]/>
            <p class="field-hint">"Hard: no work without it. Soft: work goes on without it, degraded."</p>
        </fieldset>
        <div class="actions"><button type="button" class="button danger" on:click=remove>"Delete"</button></div>
    }
}
