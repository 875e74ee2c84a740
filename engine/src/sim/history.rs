//! One history: parts fail and are repaired with exponential times, by themselves or by hand, and the clients are up
//! or down. How it is looked at is `watch`; many histories together are `study`.

mod watch;

pub use watch::{PartState, Stretch};

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::Arc;

use super::measured::Batches;
use super::queue::{Due, Queue};
use super::random::{Stream, name_number};
use super::world::World;
use crate::diag::Diagnostic;
use crate::ids::Id;
use crate::order;
use crate::structure::{EventSource, Lowering, Structure, lower};
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

/// A meddling of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Fails a component or domain.
    Fail {
        /// Which.
        id: Id,
        /// For how long; until repaired by hand when `None`.
        lasts: Option<Ticks>,
    },
    /// Repairs one, whatever failed it.
    Repair {
        /// Which.
        id: Id,
    },
}

/// Why a part was not failed or repaired. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultError {
    /// No part has this id.
    Unknown,
    /// Pools and clients have no failure of their own: fail their members, or what they need.
    NotByItself,
    /// It is down already.
    AlreadyFailed,
    /// It works already.
    AlreadyWorks,
}

/// How many stretches the tape remembers; the oldest are forgotten.
const STRETCHES_MAX: usize = 4096;

/// A history in progress.
#[derive(Clone, Debug)]
pub struct History {
    structure: Structure,
    options: HistoryOptions,
    /// The worlds of the questions that are followed: up, undegraded, and then the levels of capacity.
    worlds: Vec<World>,
    shares: Vec<f64>,
    event_of: BTreeMap<Id, u32>,
    is_pool: BTreeMap<Id, Vec<Id>>,
    events: Vec<Phase>,
    streams: Vec<Stream>,
    names: Vec<(Arc<str>, u64)>,
    queue: Queue,
    faults: Vec<Fault>,
    now: Ticks,
    version: u64,
    hands_on: u32,
    down: Ticks,
    by_hand: Ticks,
    degraded: Ticks,
    outages: u64,
    batches: Batches,
    tape: VecDeque<Stretch>,
    trace: String,
    trace_lines: usize,
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, Default)]
struct Phase {
    down: bool,
    by_hand: bool,
    /// Counts its changes; what was scheduled for an earlier turn is void.
    turn: u32,
}

impl History {
    /// A history at its start.
    ///
    /// # Errors
    /// The document's errors, when it has any.
    pub fn new(topology: &Topology, options: HistoryOptions) -> Result<History, Vec<Diagnostic>> {
        History::with_shares(topology, options, &[])
    }

    /// The same, following in addition whether these shares of the demand could be served.
    pub(super) fn with_shares(
        topology: &Topology,
        options: HistoryOptions,
        shares: &[f64],
    ) -> Result<History, Vec<Diagnostic>> {
        let structure = lower(topology, Lowering::UP)?;
        let mut worlds = vec![World::new(&structure), World::new(&lower(topology, Lowering::UNDEGRADED)?)];
        for share in shares {
            worlds.push(World::new(&lower(topology, Lowering { soft_as_hard: false, share: *share })?));
        }
        let names = structure.events.iter().map(|e| (Arc::from(e.name.as_str()), name_number(&e.name))).collect();
        let pools = order::map_of(topology.pools.iter().map(|pool| (pool.id.clone(), pool.members.clone())));
        let mut history = History {
            event_of: failable(&structure),
            is_pool: pools,
            events: vec![Phase::default(); structure.events.len()],
            streams: Vec::with_capacity(structure.events.len()),
            worlds,
            shares: shares.to_vec(),
            names,
            structure,
            options,
            queue: Queue::default(),
            faults: Vec::new(),
            now: Ticks::ZERO,
            version: 0,
            hands_on: 0,
            down: Ticks::ZERO,
            by_hand: Ticks::ZERO,
            degraded: Ticks::ZERO,
            outages: 0,
            batches: Batches::default(),
            tape: VecDeque::new(),
            trace: String::new(),
            trace_lines: 0,
        };
        history.restart(options.replication);
        Ok(history)
    }

    /// Back to the start, as another replication of the same seed.
    pub fn restart(&mut self, replication: u64) {
        self.options.replication = replication;
        self.worlds.iter_mut().for_each(World::reset);
        self.events.fill(Phase::default());
        self.queue.clear();
        self.faults.clear();
        self.streams.clear();
        (self.now, self.down, self.by_hand, self.degraded) = (Ticks::ZERO, Ticks::ZERO, Ticks::ZERO, Ticks::ZERO);
        (self.hands_on, self.outages, self.trace_lines) = (0, 0, 0);
        self.batches = Batches::default();
        self.tape.clear();
        self.trace.clear();
        self.version += 1;
        for event in 0..self.events.len() {
            self.begin(event);
        }
        let up = self.system_is_up();
        let cause = self.cause_now();
        self.tape.push_back(Stretch { from: Ticks::ZERO, up, cause });
    }

    /// Decides how an event begins, and schedules its first change.
    fn begin(&mut self, event: usize) {
        let mut stream = Stream::new(self.options.seed, self.options.replication, self.names[event].1);
        let q = self.structure.events[event].unavailability;
        let begins_down = match self.options.start {
            // What never works is down from the start in any history.
            Start::AllUp => q >= 1.0,
            Start::Stationary => stream.share() <= q,
        };
        self.streams.push(stream);
        if begins_down {
            self.events[event].down = true;
            self.worlds.iter_mut().for_each(|world| world.set(event as u32, true));
        }
        self.schedule_turn(event);
    }

    /// Draws when the event changes next, by itself.
    fn schedule_turn(&mut self, event: usize) {
        let what = &self.structure.events[event];
        let mean = match self.events[event].down {
            false => what.mttf_hours,
            true if what.unavailability >= 1.0 => f64::INFINITY,
            true => what.mttr_hours,
        };
        if mean.is_finite() {
            let span = self.streams[event].exponential(mean);
            let due = Due::Turn { event: event as u32, turn: self.events[event].turn };
            self.queue.push(self.now.after(span), due);
        }
    }

    /// The time it is.
    pub fn now(&self) -> Ticks {
        self.now
    }

    /// When the next thing happens, if ever.
    pub fn next_at(&mut self) -> Option<Ticks> {
        while let Some((at, due)) = self.queue.peek() {
            if self.is_due(due) {
                return Some(at);
            }
            self.queue.pop();
        }
        None
    }

    fn is_due(&self, due: Due) -> bool {
        match due {
            Due::Turn { event, turn } => self.events[event as usize].turn == turn,
            Due::Fault(_) => true,
        }
    }

    /// Makes the next thing happen; `None` when nothing ever will.
    pub fn step(&mut self) -> Option<Happening> {
        // A fault that cannot be (the part is down already) is passed over, and the next thing counts.
        while self.next_at().is_some() {
            if let Some(happening) = self.take_next() {
                return Some(happening);
            }
        }
        None
    }

    /// Takes one thing out of the queue and makes it happen, if it can.
    fn take_next(&mut self) -> Option<Happening> {
        let (at, due) = self.queue.pop()?;
        self.pass(at);
        match due {
            Due::Turn { event, .. } => {
                let down = !self.events[event as usize].down;
                Some(self.change(event as usize, down, false, None))
            }
            Due::Fault(number) => self.do_fault(self.faults[number as usize].clone()).ok(),
        }
    }

    /// Makes everything up to and including `until` happen; then it is that time. A time that has passed changes
    /// nothing.
    pub fn run_until(&mut self, until: Ticks) {
        while self.next_at().is_some_and(|at| at <= until) {
            let _ = self.take_next();
        }
        self.pass(until);
    }

    /// Runs on for a span of time.
    pub fn run(&mut self, span: Ticks) {
        self.run_until(self.now.after(span));
    }

    /// Lets time pass in which nothing happens.
    fn pass(&mut self, until: Ticks) {
        let span = until.since(self.now);
        if span == Ticks::ZERO {
            return;
        }
        let down = !self.system_is_up();
        if down {
            self.down = self.down.after(span);
            if self.hands_on > 0 {
                self.by_hand = self.by_hand.after(span);
            }
        } else if self.worlds[1].top_is_down() {
            self.degraded = self.degraded.after(span);
        }
        self.batches.pass(span, down);
        self.now = until;
    }

    /// Changes one event now, and everything that follows from it.
    fn change(&mut self, event: usize, down: bool, by_hand: bool, lasts: Option<Ticks>) -> Happening {
        let was_up = self.system_is_up();
        let phase = &mut self.events[event];
        self.hands_on -= u32::from(phase.by_hand);
        *phase = Phase { down, by_hand: down && by_hand, turn: phase.turn.wrapping_add(1) };
        self.hands_on += u32::from(phase.by_hand);
        self.worlds.iter_mut().for_each(|world| world.set(event as u32, down));
        match (down && by_hand, lasts) {
            (true, Some(lasts)) => {
                let due = Due::Turn { event: event as u32, turn: self.events[event].turn };
                self.queue.push(self.now.after(lasts), due);
            }
            (true, None) => {}
            (false, _) => self.schedule_turn(event),
        }
        self.version += 1;
        let up = self.system_is_up();
        if up != was_up {
            self.outages += u64::from(!up);
            self.remember(up, (!up).then(|| self.names[event].0.clone()));
        }
        let happening = Happening { at: self.now, name: self.names[event].0.clone(), failed: down, by_hand, up };
        self.write_trace(&happening);
        happening
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

    fn write_trace(&mut self, happening: &Happening) {
        if self.trace_lines >= self.options.trace_lines_max {
            return;
        }
        self.trace_lines += 1;
        let what = if happening.failed { "fails" } else { "repaired" };
        let who = if happening.by_hand { "hand" } else { "self" };
        let system = if happening.up { "up" } else { "down" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.trace, "{} {what} {who} {system} {}", happening.at.0, happening.name);
    }

    /// Fails a component or domain now. It is repaired after `lasts`, or by hand.
    ///
    /// # Errors
    /// [`FaultError`]; nothing is changed then.
    pub fn fail(&mut self, id: &Id, lasts: Option<Ticks>) -> Result<Happening, FaultError> {
        self.do_fault(Fault::Fail { id: id.clone(), lasts })
    }

    /// Repairs a component or domain now, whatever failed it.
    ///
    /// # Errors
    /// [`FaultError`]; nothing is changed then.
    pub fn repair(&mut self, id: &Id) -> Result<Happening, FaultError> {
        self.do_fault(Fault::Repair { id: id.clone() })
    }

    /// Schedules a fault; one in the past happens at the next step. A fault that cannot be when its time comes (the
    /// part is down already, or gone) is passed over.
    pub fn schedule(&mut self, at: Ticks, fault: Fault) {
        self.queue.push(at.max(self.now), Due::Fault(self.faults.len() as u32));
        self.faults.push(fault);
    }

    fn do_fault(&mut self, fault: Fault) -> Result<Happening, FaultError> {
        let (id, down, lasts) = match &fault {
            Fault::Fail { id, lasts } => (id, true, *lasts),
            Fault::Repair { id } => (id, false, None),
        };
        let Some(event) = self.event_of.get(id) else {
            let known = self.is_pool.contains_key(id) || *id == Id::clients();
            return Err(if known { FaultError::NotByItself } else { FaultError::Unknown });
        };
        let event = *event as usize;
        match (self.events[event].down, down) {
            (true, true) => Err(FaultError::AlreadyFailed),
            (false, false) => Err(FaultError::AlreadyWorks),
            _ => Ok(self.change(event, down, true, lasts)),
        }
    }
}

/// The events that a person can fail, by the id of their part.
fn failable(structure: &Structure) -> BTreeMap<Id, u32> {
    let by_id = structure.events.iter().enumerate().filter_map(|(i, event)| match &event.source {
        EventSource::Component(id) | EventSource::Domain(id) => Some((id.clone(), i as u32)),
        EventSource::CommonCause(_) => None,
    });
    order::map_of(by_id)
}
