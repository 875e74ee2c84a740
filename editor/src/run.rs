//! Keys and commands become actions on the selection or the focus, or questions to the app.

use nines_engine::ids::Id;
use nines_engine::topology::Kind;

use crate::action::{Action, ConnectMode, SelectMode};
use crate::command::{self, Command};
use crate::effect::Effect;
use crate::gesture::{self, Gesture};
use crate::input::Key;
use crate::keymap;
use crate::session::Session;
use crate::target::Target;
use crate::update::perform;

pub(crate) fn key(session: &mut Session, key: &Key) -> Vec<Effect> {
    if keymap::is_choosing(session)
        && let Some(choosing) = keymap::choosing(key)
    {
        return gesture::choose(session, choosing);
    }
    match keymap::command_of(key, session.single_keys) {
        Some(command) => run(session, command),
        None => Vec::new(),
    }
}

/// Does a command, or says why it cannot be done just now.
pub(crate) fn run(session: &mut Session, command: Command) -> Vec<Effect> {
    if let Some(why) = command::disabled(session, command) {
        session.coalesce = None;
        return vec![Effect::refuse(why)];
    }
    match action_of(session, command) {
        Ok(action) => perform(session, action),
        Err(effect) => {
            session.coalesce = None;
            if !matches!(session.gesture, Gesture::Idle) {
                gesture::cancel(session);
            }
            vec![effect]
        }
    }
}

/// The action a command stands for, or what the app has to ask or show first.
fn action_of(session: &Session, command: Command) -> Result<Action, Effect> {
    let part = session.subject_parts().into_iter().next();
    let chosen = if session.subject_parts().len() == 1 { part.clone() } else { None };
    Ok(match command {
        Command::Add => return Err(Effect::OpenPalette { at_canvas: None, link_from: chosen }),
        Command::Place(kind) => Action::Place { kind: Kind::new(kind), at_canvas: None, link_from: chosen },
        Command::Connect => Action::BeginConnect { from: None, mode: ConnectMode::Keys },
        Command::ToggleSoft => return toggle_soft(session),
        Command::Pool => Action::PoolSelected,
        Command::Unpool => {
            let is_pool = |id: &Id| session.document.pools.iter().any(|p| p.id == *id);
            let pool = session.subject_parts().into_iter().find(is_pool);
            Action::Unpool { pool: pool.ok_or_else(|| Effect::refuse("Select a pool."))? }
        }
        Command::Zone => Action::DomainFromSelection { kind: Kind::new("zone") },
        Command::LeaveDomains => Action::LeaveDomains,
        Command::Duplicate => Action::Duplicate,
        Command::Delete => Action::DeleteSelected,
        Command::Copy => Action::Copy,
        Command::Cut => Action::Cut,
        Command::Undo => Action::Undo,
        Command::Redo => Action::Redo,
        Command::Tidy => Action::Tidy,
        Command::New => Action::New,
        Command::SelectAll => Action::SelectAll,
        Command::Deselect => Action::Deselect,
        Command::Nudge { direction, far } => Action::Nudge { direction, far },
        Command::Cancel => Action::Cancel,
        other => return action_of_view(session, other, part),
    })
}

fn action_of_view(session: &Session, command: Command, part: Option<Id>) -> Result<Action, Effect> {
    let chosen = || part.clone().ok_or_else(|| Effect::refuse("Select a part first."));
    Ok(match command {
        Command::Rename => return Err(Effect::BeginRename(chosen()?)),
        Command::ToggleFailure => return Err(Effect::ToggleFailure(chosen()?)),
        Command::FailureMenu => return Err(Effect::OpenFailureMenu(chosen()?)),
        Command::Inspect => return Err(Effect::OpenInspector(None)),
        Command::Paste => return Err(Effect::RequestPaste),
        Command::ReadSummary => return Err(Effect::ReadSummary),
        Command::Shortcuts => return Err(Effect::OpenShortcuts),
        Command::Jump => return Err(Effect::OpenJump),
        Command::Commands => return Err(Effect::OpenCommands),
        Command::ZoomIn => Action::ZoomStep { steps: 1, at_screen: None },
        Command::ZoomOut => Action::ZoomStep { steps: -1, at_screen: None },
        Command::ZoomTo100 => Action::ZoomTo100,
        Command::Fit => Action::Fit,
        Command::FitSelection => Action::FitSelection,
        Command::Focus(direction) => Action::FocusMove(direction),
        Command::Follow(follow) => Action::FocusFollow(follow),
        Command::FocusFirst => Action::FocusFirst,
        Command::FocusLast => Action::FocusLast,
        Command::ToggleSelect => {
            let target = session.focus.clone().unwrap_or_else(|| Target::Part(Id::clients()));
            Action::Select { target, mode: SelectMode::Toggle }
        }
        _ => Action::Activate,
    })
}

fn toggle_soft(session: &Session) -> Result<Action, Effect> {
    let mut edges = session.scene.edges.iter();
    let subjects = session.subjects();
    let is_chosen = |from: &Id, to: &Id| subjects.contains(&Target::Need { from: from.clone(), to: to.clone() });
    let edge = edges.find(|e| is_chosen(&e.from, &e.to)).ok_or_else(|| Effect::refuse("Select the line of a need."))?;
    Ok(Action::SetSoft { from: edge.from.clone(), to: edge.to.clone(), soft: !edge.soft })
}
