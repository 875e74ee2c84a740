//! One history: parts fail and are repaired, by themselves or by hand, pools change over, and the clients are up or
//! down. How it is looked at is `watch`; many histories together are `study`.

mod group;
mod tally;
mod faults;
mod watch;
mod markov;

pub use faults::{Fault, FaultError};
pub(in crate::sim) use markov::Luck;
pub use tally::{OutagePhase, PART};
pub(in crate::sim) use watch::Year;
pub use watch::{PartState, Stretch};

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;

use self::group::{GroupState, Stage};
use self::tally::{Snapshot, Tally};
use super::model::{Life, Model};
use super::random::Stream;
use super::recording::{Entry, Recording};
use super::timers::Timers;
use super::world::World;
use crate::diag::Diagnostic;
use crate::structure::EventSource;
use crate::topology::Topology;
use crate::units::Ticks;

/// What decides a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryOptions {
    /// One seed, one history.
    pub seed: u64,
    /// Which of the independent histories of that seed.
    pub replication: u64,
    /// How it begins.
    pub start: Start,
    /// How many lines of trace are kept; the first ones.
    pub trace_lines_max: usize,
}

/// How a history begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Everything works. What a person sees when they press start.
    AllUp,
    /// Every part is up or down by its long-run share, so that measuring may begin at once without bias.
    Stationary,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Ticks,
    /// To which event (a part's id, or `app/common-cause`).
    pub name: Arc<str>,
    /// It failed, or else it was repaired.
    pub failed: bool,
    /// A person did it.
    pub by_hand: bool,
    /// Whether the clients are up after it.
    pub up: bool,
}

/// How many stretches the tape remembers; the oldest are forgotten.
const STRETCHES_MAX: usize = 4096;

/// A history in progress.
#[derive(Clone, Debug)]
pub struct History {
    model: Arc<Model>,
    options: HistoryOptions,
    world: World,
    phases: Vec<Phase>,
    streams: Vec<Stream>,
    groups: Vec<GroupState>,
    timers: Timers,
    /// The next first; of equal times the one that was scheduled first.
    faults: VecDeque<(Ticks, Fault)>,
    now: Ticks,
    version: u64,
    hands_on: u32,
    happened: u64,
    last: Option<Last>,
    tally: Tally,
    tape: VecDeque<Stretch>,
    recording: Option<Recording>,
    trace: String,
    trace_lines: usize,
    /// Who decides, while the history is driven from outside.
    luck: Option<Luck>,
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, Default)]
struct Phase {
    down: bool,
    by_hand: bool,
}

/// The latest thing that happened.
#[derive(Clone, Copy, Debug)]
struct Last {
    event: u32,
    failed: bool,
    by_hand: bool,
}

impl History {
    /// A history at its start.
    ///
    /// # Errors
    /// The document's errors, when it has any.
    pub fn new(topology: &Topology, options: HistoryOptions) -> Result<History, Vec<Diagnostic>> {
        Ok(History::of(Arc::new(Model::of(topology, &[])?), options))
    }

    /// A history of a topology that was prepared before.
    pub(in crate::sim) fn of(model: Arc<Model>, options: HistoryOptions) -> History {
        let timers = Timers::new(model.events.len() + 2 * model.groups.len() + 1);
        let calm = Snapshot {
            up: true,
            degraded: false,
            unserved: 0,
            phase: OutagePhase::Repair,
            cause: None,
            by_hand: false,
        };
        let mut history = History {
            world: World::new(&model.graph),
            phases: vec![Phase::default(); model.events.len()],
            streams: Vec::with_capacity(model.events.len()),
            groups: Vec::new(),
            timers,
            model,
            options,
            faults: VecDeque::new(),
            now: Ticks::ZERO,
            version: 0,
            hands_on: 0,
            happened: 0,
            last: None,
            tally: Tally::watched(Ticks::ZERO, calm),
            tape: VecDeque::new(),
            recording: None,
            trace: String::new(),
            trace_lines: 0,
            luck: None,
        };
        history.restart(options.replication);
        history
    }

    /// Back to the start, as another replication of the same seed.
    pub fn restart(&mut self, replication: u64) {
        self.restart_asleep(replication, Ticks::ZERO);
    }

    /// The same, but what no slow pool depends on sleeps for so long: it stays as it begins ([`super::lead_in`]).
    pub(in crate::sim) fn restart_asleep(&mut self, replication: u64, sleep: Ticks) {
        self.options.replication = replication;
        let model = self.model.clone();
        self.world.reset(&model.graph);
        self.phases.fill(Phase::default());
        self.timers.clear();
        self.faults.clear();
        self.streams.clear();
        self.groups.clear();
        (self.now, self.hands_on, self.happened, self.trace_lines) = (Ticks::ZERO, 0, 0, 0);
        self.last = None;
        self.recording = None;
        self.trace.clear();
        self.version += 1;
        // Pools first: their members look at them when they begin.
        for group in 0..model.groups.len() {
            self.groups.push(GroupState::empty());
            self.begin_group(group);
        }
        let lead_in = (self.options.start == Start::Stationary && !model.groups.is_empty()).then(|| model.lead_in());
        for event in 0..model.events.len() {
            let is_early = lead_in.is_some_and(|lead_in| lead_in.is_early[event]);
            self.begin(&model, event, if is_early { Ticks::ZERO } else { sleep });
        }
        for group in 0..model.groups.len() {
            if let Some(who_serves) = lead_in.and_then(|lead_in| lead_in.who_serves[group].as_ref()) {
                self.begin_in_long_run(group, who_serves);
            }
            self.begin_serving(group);
        }
        self.settle();
        self.tape.clear();
        self.tally = Tally::watched(self.now, self.snapshot(None));
        self.happened = 0;
        let cause = self.tally.snapshot.cause.map(|event| model.events[event as usize].name.clone());
        self.tape.push_back(Stretch { from: self.now, up: self.tally.snapshot.up, cause });
    }

    /// Forgets what was measured so far, and measures for a study.
    pub(in crate::sim) fn study_from_now(&mut self) {
        self.tally = Tally::studied(self.now, self.snapshot(None));
        self.happened = 0;
    }

    /// Decides how an event begins, and schedules its first change; until it wakes up nothing happens to it. What is then
    /// known of its pool's long run is better ([`History::begin_in_long_run`]).
    fn begin(&mut self, model: &Model, event: usize, sleep: Ticks) {
        let what = &model.events[event];
        let mut stream = Stream::new(self.options.seed, self.options.replication, what.name_number);
        let stationary = self.options.start == Start::Stationary;
        let down = match stationary {
            // What never works is down from the start in any history.
            false => what.unavailability >= 1.0,
            true => stream.share() <= what.unavailability,
        };
        let draw = if down { what.repair } else { what.failure };
        let is_fresh = !down && what.group.is_some_and(|place| model.is_cold_spare(place));
        let left = if stationary && !is_fresh { draw.rest(&mut stream) } else { draw.whole(&mut stream) };
        self.streams.push(stream);
        if down {
            self.phases[event].down = true;
            self.world.set(&model.graph, event as u32, true);
        }
        match what.group {
            None => self.timers.set(event, self.now.after(sleep).after(left)),
            Some(place) => self.begin_member(place, down, left),
        }
    }

    /// Records from now on what happens, at most so many entries, the latest.
    pub fn record(&mut self, entries_max: usize) {
        let names = self.model.events.iter().map(|event| event.name.clone()).collect();
        let failed: Vec<bool> = self.phases.iter().map(|phase| phase.down).collect();
        self.recording = Some(Recording::new(names, &failed, self.system_is_up(), self.now, entries_max));
    }

    /// What was recorded, since [`History::record`].
    pub fn recording(&self) -> Option<&Recording> {
        self.recording.as_ref()
    }

    /// The time it is.
    pub fn now(&self) -> Ticks {
        self.now
    }

    /// When the next thing happens, if ever.
    pub fn next_at(&self) -> Option<Ticks> {
        self.timers.next().map(|(at, _)| at)
    }

    /// Makes the next thing happen; `None` when nothing ever will.
    pub fn step(&mut self) -> Option<Happening> {
        // A fault that cannot be (the part is down already) is passed over, and the next thing counts.
        while let Some((at, timer)) = self.timers.next() {
            self.last = None;
            self.take(at, timer);
            if let Some(happening) = self.latest() {
                return Some(happening);
            }
        }
        None
    }

    fn latest(&self) -> Option<Happening> {
        let Last { event, failed, by_hand } = self.last?;
        let name = self.model.events[event as usize].name.clone();
        Some(Happening { at: self.now, name, failed, by_hand, up: self.system_is_up() })
    }

    /// Makes what a timer stands for happen.
    fn take(&mut self, at: Ticks, timer: usize) {
        self.now = at;
        let events = self.model.events.len();
        if timer < events {
            let down = !self.phases[timer].down;
            self.change(timer, down, false, None);
            return;
        }
        let (group, sort) = ((timer - events) / 2, (timer - events) % 2);
        if group == self.model.groups.len() {
            self.next_fault();
        } else if sort == 0 {
            self.stage_ends(group);
            self.settle();
            self.look(None);
        } else {
            self.drill(group);
        }
    }

    fn stage_timer(&self, group: usize) -> usize {
        self.model.events.len() + 2 * group
    }

    fn drill_timer(&self, group: usize) -> usize {
        self.model.events.len() + 2 * group + 1
    }

    fn fault_timer(&self) -> usize {
        self.model.events.len() + 2 * self.model.groups.len()
    }

    /// Makes everything up to and including `until` happen; then it is that time. A time that has passed changes
    /// nothing.
    pub fn run_until(&mut self, until: Ticks) {
        let is_followed = self.recording.is_some() || self.options.trace_lines_max > 0;
        while let Some((at, timer)) = self.timers.next() {
            if at > until {
                break;
            }
            if is_followed || !self.turn_quietly(at, timer) {
                self.take(at, timer);
            }
        }
        self.now = self.now.max(until);
    }

    /// Most of what happens turns nothing that is asked for: another part stands in, and the clients were and are up.
    /// This is [`History::take`] for that case, with nothing but what it needs; otherwise false, and nothing is done.
    #[inline]
    fn turn_quietly(&mut self, at: Ticks, timer: usize) -> bool {
        let Some(Life { counted: Some((leaf, count)), failure, repair }) = self.model.lives.get(timer) else {
            return false;
        };
        let phase = &mut self.phases[timer];
        let down = !phase.down;
        if phase.by_hand || !self.tally.snapshot.up || !self.world.set_quietly(*leaf, *count, down) {
            return false;
        }
        phase.down = down;
        let draw = if down { repair } else { failure };
        let span = draw.whole(&mut self.streams[timer]);
        self.timers.set_first(at.after(span));
        self.now = at;
        self.last = Some(Last { event: timer as u32, failed: down, by_hand: false });
        self.version += 1;
        self.happened += 1;
        true
    }

    /// The trace that was written since it was last taken, so that a long one need not fit into memory.
    pub fn take_trace(&mut self) -> String {
        std::mem::take(&mut self.trace)
    }

    /// Runs on for a span of time.
    pub fn run(&mut self, span: Ticks) {
        self.run_until(self.now.after(span));
    }

    /// Changes one event now, and everything that follows from it.
    #[inline]
    fn change(&mut self, event: usize, down: bool, by_hand: bool, lasts: Option<Ticks>) {
        self.set_event(event, down, by_hand);
        self.last = Some(Last { event: event as u32, failed: down, by_hand });
        match self.model.events[event].group {
            Some(place) => self.member_turned(place, event, down, lasts),
            None => self.schedule_change(event, down && by_hand, lasts),
        }
        // Most failures turn nothing that is asked for: another part stands in, and the clients were and are up.
        if self.world.is_touched() || !self.tally.snapshot.up || self.recording.is_some() {
            self.settle();
            self.look(Some(event as u32));
        }
    }

    /// Schedules an event's next change.
    #[inline]
    fn schedule_change(&mut self, event: usize, failed_by_hand: bool, lasts: Option<Ticks>) {
        let what = &self.model.events[event];
        let span = match (failed_by_hand, self.phases[event].down) {
            (true, _) => lasts.unwrap_or(Ticks(u64::MAX)),
            (false, true) => what.repair.whole(&mut self.streams[event]),
            (false, false) => what.failure.whole(&mut self.streams[event]),
        };
        self.timers.set(event, self.now.after(span));
    }

    /// Turns an event on or off, and nothing else.
    #[inline]
    fn set_event(&mut self, event: usize, down: bool, by_hand: bool) {
        let phase = &mut self.phases[event];
        let was_by_hand = phase.by_hand;
        if was_by_hand {
            self.hands_on -= 1;
        }
        *phase = Phase { down, by_hand: down && by_hand };
        if phase.by_hand {
            self.hands_on += 1;
        }
        self.world.set(&self.model.graph, event as u32, down);
        self.version += 1;
        self.happened += 1;
        if self.trace_lines < self.options.trace_lines_max {
            // A fault made by hand ends by hand, also at the time that was given for it.
            self.write_trace(event, down, by_hand || was_by_hand);
        }
        if let Some(recording) = &mut self.recording {
            let up = !self.world.is_down(self.model.graph.tops[0]);
            recording.push(Entry { at: self.now, event: event as u32, failed: down, by_hand, up });
        }
    }

    /// Lets every pool react to what has turned, until none has anything left to react to.
    fn settle(&mut self) {
        if self.model.groups.is_empty() {
            self.world.forget_touched();
            return;
        }
        // A pool reacts at most a few times to one change: it changes over, or begins to, and others may follow it.
        let mut left = 16 * (self.model.groups.len() + 1);
        while let Some(node) = self.world.take_touched() {
            let model = self.model.clone();
            for group in model.graph.groups_of(node) {
                if left > 0 {
                    left -= 1;
                    self.react(*group);
                }
            }
        }
    }

    /// Sees whether anything that is counted is different now.
    fn look(&mut self, changed: Option<u32>) {
        let up = self.system_is_up();
        if let Some(recording) = &mut self.recording {
            recording.settle(up);
        }
        let was = self.tally.snapshot;
        let degraded = up && self.world.is_down(self.model.graph.tops[1]);
        if up && was.up && degraded == was.degraded {
            return;
        }
        let cause = if was.up { changed } else { was.cause };
        let snapshot = self.snapshot(cause);
        if snapshot == was {
            return;
        }
        self.tally.turn(self.now, snapshot);
        if up != was.up {
            let name = cause.filter(|_| !up).map(|event| self.model.events[event as usize].name.clone());
            self.remember(up, name);
        }
    }

    /// How the clients are doing. Of an outage that was there before, its cause is kept.
    fn snapshot(&self, cause: Option<u32>) -> Snapshot {
        let tops = &self.model.graph.tops;
        let up = self.system_is_up();
        let degraded = up && self.world.is_down(tops[1]);
        if up {
            return Snapshot { up, degraded, unserved: 0, phase: OutagePhase::Repair, cause: None, by_hand: false };
        }
        let holds = self.world.cause(&self.model.graph, tops[0]);
        let levels = self.model.shares.iter().zip(&tops[2..]).filter(|(_, top)| !self.world.is_down(**top));
        let served = levels.map(|(share, _)| *share).fold(0.0, f64::max);
        Snapshot {
            up,
            degraded,
            unserved: ((1.0 - served) * f64::from(PART) + 0.5) as u32,
            phase: holds.map_or(OutagePhase::Repair, |event| self.phase_of(event)),
            cause: cause.or(holds),
            by_hand: self.hands_on > 0,
        }
    }

    /// What an event that keeps the clients down is about.
    fn phase_of(&self, event: u32) -> OutagePhase {
        match &self.model.events[event as usize].source {
            EventSource::Change(_) => OutagePhase::Rollback,
            EventSource::Failover(_) => {
                let group = self.model.groups.iter().position(|group| group.changeover == event);
                match group.map(|group| self.groups[group].stage) {
                    Some(Stage::Detecting) => OutagePhase::Detect,
                    Some(Stage::Switching) => OutagePhase::Switch,
                    Some(Stage::Manual) => OutagePhase::Manual,
                    _ => OutagePhase::Repair,
                }
            }
            _ => OutagePhase::Repair,
        }
    }

    fn remember(&mut self, up: bool, cause: Option<Arc<str>>) {
        // Two changes in one instant leave no stretch between them.
        if self.tape.back().is_some_and(|last| last.from == self.now) {
            self.tape.pop_back();
        }
        if self.tape.back().is_none_or(|last| last.up != up) {
            self.tape.push_back(Stretch { from: self.now, up, cause });
        }
        if self.tape.len() > STRETCHES_MAX {
            self.tape.pop_front();
        }
    }

    fn write_trace(&mut self, event: usize, failed: bool, by_hand: bool) {
        self.trace_lines += 1;
        let what = if failed { "fails" } else { "repaired" };
        let who = if by_hand { "hand" } else { "self" };
        let system = if self.system_is_up() { "up" } else { "down" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.trace, "{} {what} {who} {system} {}", self.now.0, self.model.events[event].name);
    }
}
