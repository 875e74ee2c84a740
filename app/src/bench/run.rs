//! The running simulation: the history is moved on a little before every frame, and what changed is shown at most ten
//! times a second, unless a person caused it.

use std::sync::Arc;

use nines_engine::ids::Id;
use nines_engine::sim::{History, HistoryOptions, Measured, PartState, Start};
use nines_engine::units::Ticks;

use super::show::put;
use super::{Bench, Inner, Severity};
use crate::live::prelude::*;
use crate::platform::{page, timers};

/// Simulated time for a second of watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Speed {
    /// All of them, slowest first.
    pub const ALL: [Speed; 7] =
        [Speed::Second, Speed::Minute, Speed::Hour, Speed::Day, Speed::Week, Speed::Month, Speed::Year];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Speed::Second => "1 second a second",
            Speed::Minute => "1 minute a second",
            Speed::Hour => "1 hour a second",
            Speed::Day => "1 day a second",
            Speed::Week => "1 week a second",
            Speed::Month => "30 days a second",
            Speed::Year => "1 year a second",
        }
    }

    fn hours_a_second(self) -> f64 {
        match self {
            Speed::Second => 1.0 / 3600.0,
            Speed::Minute => 1.0 / 60.0,
            Speed::Hour => 1.0,
            Speed::Day => 24.0,
            Speed::Week => 168.0,
            Speed::Month => 720.0,
            Speed::Year => 8760.0,
        }
    }
}

/// How long the simulation may work before a frame, in milliseconds.
const FRAME_MS: f64 = 6.0;
/// The same while a run of many years goes on and nothing moves.
const FRAME_MS_BUSY: f64 = 12.0;
/// How often numbers are shown, in milliseconds.
const SHOW_EVERY_MS: f64 = 100.0;
/// How many lines of trace are kept: the first ones.
pub const TRACE_LINES_MAX: usize = 20_000;

/// What a history has measured at its start.
pub fn nothing_measured() -> Measured {
    let none = Ticks::ZERO;
    Measured {
        span: none,
        down: none,
        degraded: none,
        outages: 0,
        availability: 1.0,
        ci95: None,
        by_hand: none,
        down_now: false,
    }
}

impl Bench {
    /// Lets the simulation run.
    pub fn play(self) {
        if self.signals.sealed.get_untracked() {
            return;
        }
        put(self.signals.running, true);
        self.run_frames();
    }

    /// Holds it.
    pub fn pause(self) {
        put(self.signals.running, false);
        self.inner.update_value(|inner| inner.target = None);
        put(self.signals.progress, None);
        self.publish();
    }

    /// Another pace.
    pub fn set_speed(self, speed: Speed) {
        put(self.signals.speed, speed);
        self.inner.update_value(|inner| (inner.frames_behind, inner.said_behind) = (0, false));
    }

    /// Runs or holds.
    pub fn toggle_play(self) {
        if self.signals.running.get_untracked() { self.pause() } else { self.play() }
    }

    /// Back to the start of the same history.
    pub fn restart(self) {
        let seed = self.signals.seed.get_untracked();
        let options = HistoryOptions { seed, replication: 0, start: Start::AllUp, trace_lines_max: TRACE_LINES_MAX };
        self.inner.update_value(|inner| {
            inner.history = History::new(inner.session.document(), options).ok();
            // Another history may have come to the same count.
            inner.seen_version = u64::MAX;
            inner.frames_behind = 0;
            inner.target = None;
        });
        put(self.signals.progress, None);
        self.publish();
    }

    /// Another history, from its start.
    pub fn set_seed(self, seed: u64) {
        put(self.signals.seed, seed);
        self.restart();
    }

    /// To the next failure or repair.
    pub fn step_event(self) {
        if self.signals.sealed.get_untracked() {
            return;
        }
        let happened = self.inner.try_update_value(|inner| inner.history.as_mut()?.step()).flatten();
        match happened {
            Some(happening) => {
                let what = if happening.failed { "fails" } else { "is repaired" };
                let clients = if happening.up { "The clients are up" } else { "The clients are down" };
                self.announce(format!("{} {what}. {clients}.", happening.name), false);
            }
            None => self.announce("Nothing fails by itself here.", false),
        }
        self.publish();
    }

    /// Lives through so many more years as fast as possible.
    pub fn run_years(self, years: u64) {
        if self.signals.sealed.get_untracked() {
            return;
        }
        self.inner.update_value(|inner| {
            inner.target = inner.history.as_ref().map(|history| {
                let now = history.now();
                (now, now.after(Ticks::from_years(years)))
            });
        });
        put(self.signals.progress, Some(0.0));
        self.play();
    }

    /// The history so far, a line for each failure and repair.
    pub fn trace(self) -> String {
        self.inner.with_value(|inner| inner.history.as_ref().map(|h| h.trace().to_string()).unwrap_or_default())
    }

    fn run_frames(self) {
        let looping = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.looping, true));
        if looping != Some(false) {
            return;
        }
        timers::frames(move |span_ms| {
            let running = self.signals.running.try_get_untracked() == Some(true);
            if running && !page::is_hidden() {
                self.advance(span_ms);
            }
            if !running {
                self.inner.try_update_value(|inner| inner.looping = false);
            }
            running
        });
    }

    /// Moves the history on by what a frame is worth, within a budget of time.
    fn advance(self, span_ms: f64) {
        let hours = self.signals.speed.get_untracked().hours_a_second() * span_ms / 1000.0;
        let step = Ticks::from_hours(hours).max(Ticks(1));
        let began = timers::now_ms();
        let reached = self.inner.try_update_value(|inner| inner.move_on(step, began)).flatten();
        if reached.is_none() {
            self.notice_delay();
        }
        if let Some(progress) = reached {
            put(self.signals.progress, (progress < 1.0).then_some(progress));
            if progress >= 1.0 {
                self.inner.update_value(|inner| inner.target = None);
                self.pause();
                return;
            }
        }
        if began - self.inner.with_value(|inner| inner.published_ms) >= SHOW_EVERY_MS {
            self.publish();
        }
    }

    /// Says, once for each speed, that the simulation cannot keep up with it.
    fn notice_delay(self) {
        // One slow frame is no news.
        const FRAMES: u32 = 20;
        let is_news = self.inner.try_update_value(|inner| {
            inner.frames_behind >= FRAMES && !std::mem::replace(&mut inner.said_behind, true)
        });
        if is_news == Some(true) {
            let text = "The simulation cannot keep up with this speed here. It runs as fast as it can, and nothing is left out.";
            self.tell_briefly(Severity::Info, text);
        }
    }

    /// Shows what the history has come to.
    pub fn publish(self) {
        let at = timers::now_ms();
        let seen = self.inner.try_update_value(|inner| {
            inner.published_ms = at;
            let history = inner.history.as_ref()?;
            let changed = std::mem::replace(&mut inner.seen_version, history.version()) != history.version();
            Some((history.now(), history.measured(), changed.then(|| last_of(history))))
        });
        let Some(Some((now, measured, tape))) = seen else { return };
        put(self.signals.now, now);
        put(self.signals.measured, measured);
        if let Some(tape) = tape {
            self.signals.tape.set(Arc::new(tape));
            self.publish_states();
        }
    }

    fn publish_states(self) {
        let changed = self.inner.try_update_value(|inner| {
            let Some(history) = inner.history.as_ref() else { return Vec::new() };
            let mut changed = Vec::new();
            for (id, signal) in inner.parts.states.iter() {
                let clients = || (*id == Id::clients()).then(|| history.clients_state());
                let state = history.state(id).or_else(clients).unwrap_or(PartState::Up);
                if signal.with_untracked(|present| *present != state) {
                    changed.push((signal, state));
                }
            }
            changed
        });
        // Written outside of the borrow: what follows a state may ask the bench again.
        for (signal, state) in changed.unwrap_or_default() {
            signal.set(state);
        }
    }
}

impl Inner {
    /// Runs the history for a step, or towards the end of a run of many years. Says how far such a run is.
    fn move_on(&mut self, step: Ticks, began: f64) -> Option<f64> {
        let target = self.target;
        let history = self.history.as_mut()?;
        let (until, budget) = match target {
            Some((_, target)) => (target, FRAME_MS_BUSY),
            None => (history.now().after(step), FRAME_MS),
        };
        'frame: while history.next_at().is_some_and(|at| at <= until) {
            // Asking for the time costs more than an event: so once in a hundred.
            for _ in 0..100 {
                if history.next_at().is_none_or(|at| at > until) {
                    break;
                }
                let _ = history.step();
            }
            if timers::now_ms() - began > budget {
                break 'frame;
            }
        }
        let kept_up = history.next_at().is_none_or(|at| at > until);
        if kept_up {
            history.run_until(until);
        }
        self.frames_behind = if kept_up { 0 } else { self.frames_behind + 1 };
        let (from, to) = target?;
        Some(history.now().since(from).0 as f64 / to.since(from).0.max(1) as f64)
    }
}

/// The part of the tape that a strip can show.
fn last_of(history: &History) -> Vec<nines_engine::sim::Stretch> {
    const STRETCHES_MAX: usize = 400;
    let skipped = history.tape().len().saturating_sub(STRETCHES_MAX);
    history.tape().skip(skipped).cloned().collect()
}
