//! The one reactive bridge. A [`Bench`] holds a session of the editor, a running history and the exact answers, and
//! writes only the signals of what changed; views read signals and call methods, and compute nothing.
//!
//! Reading order: `signals` and `views` are what views see; `show` compares old and new; `run` is the simulation, `faults` meddles with it; `answers` the
//! exact side; `effects` what the editor asks for; `keep` and `whose` are saving, `exchange` is files and links.

mod signals;
mod views;
mod show;
mod run;
mod faults;
mod answers;
mod effects;
mod keep;
mod whose;
mod exchange;
mod message;

use std::sync::Arc;

use nines_editor::{Action, Session, update};
use nines_engine::diag::Diagnostic;
use nines_engine::sim::History;
use nines_engine::topology::Topology;
use nines_engine::units::Ticks;

pub use answers::Predicted;
pub use message::{Message, MessageAction, Severity};
pub use run::Speed;
pub use run::TRACE_LINES_MAX;
pub use signals::{Panel, SaveState, Signals, StudyState};

use crate::live::prelude::*;
use crate::platform::timers::Later;
use crate::platform::worker::Job;
use crate::platform::{page, timers};
use whose::Whose;

/// How a bench begins.
pub struct BenchOptions {
    /// The document. One with errors is replaced by an empty one, and the errors are shown.
    pub document: Topology,
    /// Where it is saved; nowhere when `None`.
    pub storage_key: Option<&'static str>,
    /// Which history is run.
    pub seed: u64,
    /// Simulated time for a second of watching.
    pub speed: Speed,
}

/// A handle on everything a sandbox is. `Copy`, and handed down by context.
#[derive(Clone, Copy)]
pub struct Bench {
    inner: LocalValue<Inner>,
    /// What views read.
    pub signals: Signals,
}

/// What is not reactive: only methods here touch it.
struct Inner {
    session: Session,
    history: Option<History>,
    parts: show::PartSignals,
    storage_key: Option<&'static str>,
    /// When what is stored was saved, as far as this tab knows; milliseconds since 1970.
    saved_at: u64,
    whose: Whose,
    /// Whether something was changed that is not saved because a choice is waited for.
    held_edits: bool,
    saving: Option<Later>,
    settling: Option<Later>,
    announcing: Option<Later>,
    analysing: Option<Job>,
    asking: Option<Later>,
    studying: Option<Job>,
    /// Where a run of many years began, and where it will end.
    target: Option<(Ticks, Ticks)>,
    looping: bool,
    seen_version: u64,
    published_ms: f64,
    message_number: u32,
    /// A message that goes by itself.
    brief: Option<(u32, Later)>,
    /// Frames in a row in which the simulation did not keep up with its speed.
    frames_behind: u32,
    said_behind: bool,
    /// Saying once that an edit starts the simulation again is enough.
    said_restarts: bool,
}

/// The bench of the view that asks.
pub fn use_bench() -> Bench {
    expect_context::<Bench>()
}

impl Bench {
    /// A bench with a document, at the start of its history, paused.
    pub fn new(options: BenchOptions) -> Bench {
        let (session, errors) = match Session::new(options.document) {
            Ok(session) => (session, Vec::new()),
            Err(errors) => (Session::empty(), errors),
        };
        let inner = Inner {
            session: session.clone(),
            history: None,
            parts: show::PartSignals::default(),
            storage_key: options.storage_key,
            saved_at: 0,
            whose: Whose::Own,
            held_edits: false,
            saving: None,
            settling: None,
            announcing: None,
            analysing: None,
            asking: None,
            studying: None,
            target: None,
            looping: false,
            seen_version: 0,
            published_ms: 0.0,
            message_number: 0,
            brief: None,
            frames_behind: 0,
            said_behind: false,
            said_restarts: false,
        };
        let bench =
            Bench { inner: LocalValue::new_local(inner), signals: Signals::new(&session, options.seed, options.speed) };
        bench.show_all();
        bench.restart();
        bench.analyse();
        bench.save_on_leaving();
        if !errors.is_empty() {
            bench.tell_findings("The system could not be opened.", &errors);
        }
        bench
    }

    /// Does what a person did.
    pub fn dispatch(self, action: Action) {
        let Some(before) = self.inner.try_with_value(|inner| inner.session.clone()) else { return };
        let after = update(&before, action);
        self.inner.update_value(|inner| inner.session = after.session.clone());
        self.show(&before, &after.session);
        for effect in after.effects {
            self.perform(effect);
        }
        self.settle_later();
    }

    /// Another document in the place of the present one, with a history of its own: for another exercise, or another
    /// person's system. Not a step that undo takes back.
    pub fn open(self, document: Topology) -> Result<(), Vec<Diagnostic>> {
        self.show_session(Session::new(document)?);
        self.dispatch(Action::Fit);
        Ok(())
    }

    /// A session in the place of the present one, on the same screen.
    fn show_session(self, session: Session) {
        let before = self.session();
        self.inner.update_value(|inner| inner.session = session.clone());
        self.show(&before, &session);
        self.dispatch(Action::Resize(before.host()));
        self.restart();
        self.analyse();
    }

    /// The document as it is now, outside of any view.
    pub fn document_now(self) -> Arc<Topology> {
        self.inner.with_value(|inner| inner.session.document().clone())
    }

    /// The session as it is now, outside of any view.
    pub fn session(self) -> Session {
        self.inner.with_value(|inner| inner.session.clone())
    }

    /// Half a second without an action ends a burst of them: what follows is a step of its own.
    fn settle_later(self) {
        let later = timers::after(500, move || {
            let Some(session) = self.inner.try_with_value(|inner| inner.session.clone()) else { return };
            let settled = update(&session, Action::Settle).session;
            self.inner.update_value(|inner| inner.session = settled);
        });
        self.inner.update_value(|inner| inner.settling = Some(later));
    }

    fn save_on_leaving(self) {
        page::on_leaving(move || {
            self.flush();
            self.set_aside();
        });
    }
}
