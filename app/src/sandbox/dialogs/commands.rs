//! Everything that can be done, by name: the editor's commands, and those of the simulation and of documents.

use nines_editor::{Action, Command, commands};

use super::super::views::{Views, use_views};
use super::frame;
use super::picker::{Line, Picker};
use crate::bench::{Bench, Panel, use_bench};
use crate::live::prelude::*;

/// What the editor does not know of.
const OWN: &[(&str, &str)] = &[
    ("Play or pause", ""),
    ("Next event", ""),
    ("Restart the simulation", ""),
    ("Live 100 years", ""),
    ("Break mode on or off", ""),
    ("Outline or picture", ""),
    ("Show trace", ""),
    ("Show findings", ""),
    ("Import a file", ""),
    ("Export as a file", ""),
    ("Share as a link", ""),
    ("Letters as shortcuts on or off", ""),
];

/// The list of commands.
#[component]
pub fn CommandsDialog() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let editors = commands(&bench.session());
    let mut lines: Vec<Line> = editors
        .iter()
        .map(|row| Line {
            key: row.name.clone(),
            name: row.name.clone(),
            note: row.keys.unwrap_or_default().to_string(),
            refusal: row.disabled.clone(),
        })
        .collect();
    lines.extend(OWN.iter().map(|(name, keys)| Line {
        key: name.to_string(),
        name: name.to_string(),
        note: keys.to_string(),
        refusal: None,
    }));
    let known =
        StoredValue::new(editors.into_iter().map(|row| (row.name, row.command)).collect::<Vec<(String, Command)>>());
    let pick = move |name: String| {
        let command = known.with_value(|known| known.iter().find(|(n, _)| *n == name).map(|(_, command)| *command));
        frame::leave(bench, move || match command {
            // The bench fits the new document into the picture as well.
            Some(Command::New) => bench.new_document(),
            Some(command) => bench.dispatch(Action::Run(command)),
            None => run_own(bench, views, &name),
        });
    };
    view! { <Picker title="Commands" lines on_pick=pick/> }
}

fn run_own(bench: Bench, views: Views, name: &str) {
    match name {
        "Play or pause" => bench.toggle_play(),
        "Next event" => bench.step_event(),
        "Restart the simulation" => bench.restart(),
        "Live 100 years" => bench.run_years(100),
        "Break mode on or off" => bench.breaking().update(|on| *on = !*on),
        "Outline or picture" => bench.outline().update(|on| *on = !*on),
        "Show trace" => bench.open_panel(Panel::Trace(bench.trace())),
        "Show findings" => views.findings.set(true),
        "Import a file" => bench.import(),
        "Export as a file" => bench.export(),
        "Share as a link" => bench.share(),
        "Letters as shortcuts on or off" => {
            let on = !bench.session().single_keys();
            bench.dispatch(Action::SetSingleKeys(on));
            bench.announce(if on { "Letters are shortcuts." } else { "Letters are no shortcuts any more." }, true);
        }
        _ => {}
    }
}
