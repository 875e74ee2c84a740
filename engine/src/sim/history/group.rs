//! The life of a pool whose members depend on each other: who is active, who waits for repair, and changing over.
//!
//! Failures and repairs are clocks with what is left of them: a spare's runs slower, the clock of a member that waits
//! for a crew stands still, and so do all of a pool's while it changes over.

use super::super::random::{Stream, name_number};
use super::super::who_serves::WhoServes;
use super::History;
use crate::markov::Phase;
use crate::units::Ticks;

/// Where a pool stands.
#[derive(Clone, Debug)]
pub struct GroupState {
    pub stage: Stage,
    members: Vec<MemberState>,
    /// Members that are known to have failed by themselves, in the order they wait for repair.
    queue: Vec<u32>,
    /// Active members are missing, and no spare was to be had.
    waiting: bool,
    /// When its spares are first tested, if ever.
    first_drill: Ticks,
    stream: Stream,
}

/// What a pool is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its work.
    Serving,
    /// Nothing yet: a failure has not been noticed.
    Detecting,
    /// Taking over by itself.
    Switching,
    /// Waiting for a person to change over.
    Manual,
}

#[derive(Clone, Copy, Debug)]
struct MemberState {
    active: bool,
    /// It has failed and nobody knows.
    unseen: bool,
    clock: Clock,
}

/// What is left of a life or of a repair, in ticks of running time.
#[derive(Clone, Copy, Debug)]
struct Clock {
    left: f64,
    rate: f64,
    since: Ticks,
}

impl Clock {
    fn new(span: Ticks, now: Ticks) -> Clock {
        let left = if span.0 == u64::MAX { f64::INFINITY } else { span.0 as f64 };
        Clock { left, rate: 0.0, since: now }
    }

    /// Runs at another rate from now on; gives when it is due.
    fn run(&mut self, rate: f64, now: Ticks) -> Ticks {
        if self.rate > 0.0 && self.left.is_finite() {
            self.left = (self.left - now.since(self.since).0 as f64 * self.rate).max(0.0);
        }
        (self.rate, self.since) = (rate, now);
        if rate > 0.0 && self.left.is_finite() {
            // A cast of what is too large saturates, and the end of time is never.
            now.after(Ticks((self.left / rate).ceil() as u64))
        } else {
            Ticks(u64::MAX)
        }
    }
}

impl GroupState {
    /// A place to be filled.
    pub(super) fn empty() -> GroupState {
        let stream = Stream::new(0, 0, 0);
        let first_drill = Ticks::ZERO;
        GroupState {
            stage: Stage::Serving,
            members: Vec::new(),
            queue: Vec::new(),
            waiting: false,
            first_drill,
            stream,
        }
    }

    /// How fast a member's clock runs.
    pub(super) fn pace_of(&self, place: usize) -> f64 {
        self.members[place].clock.rate
    }

    /// Everything that decides its future, but for what is left of its clocks.
    pub(super) fn describe(&self, into: &mut Vec<u32>) {
        into.extend([self.stage as u32, u32::from(self.waiting), self.queue.len() as u32]);
        into.extend(&self.queue);
        into.extend(self.members.iter().map(|member| u32::from(member.active) + 2 * u32::from(member.unseen)));
    }
}

impl History {
    /// The pool at its start: the first members active, everyone known.
    pub(super) fn begin_group(&mut self, group: usize) {
        let model = &self.model.groups[group];
        let name = name_number(&self.model.events[model.changeover as usize].name);
        let mut stream = Stream::new(self.options.seed, self.options.replication, name);
        let member = |place: usize| MemberState {
            active: place < model.active,
            unseen: false,
            clock: Clock::new(Ticks(u64::MAX), self.now),
        };
        let members = (0..model.members.len()).map(member).collect();
        let mut first_drill = Ticks::ZERO;
        if let Some(interval) = model.spares.and_then(|spares| spares.test_interval) {
            // Tests are regular; when the first one is, chance decides where the start is one moment among many.
            let first = match self.options.start {
                super::Start::AllUp => interval,
                super::Start::Stationary => Ticks((interval.0 as f64 * stream.share()) as u64).max(Ticks(1)),
            };
            first_drill = self.now.after(first);
        }
        let queue = Vec::new();
        self.groups[group] = GroupState { stage: Stage::Serving, members, queue, waiting: false, first_drill, stream };
    }

    /// A member begins its history, up or down, with so much left of that.
    pub(super) fn begin_member(&mut self, (group, place): (u32, u32), down: bool, left: Ticks) {
        let now = self.now;
        let can_be_repaired = self.can_be_repaired((group, place));
        let state = &mut self.groups[group as usize];
        state.members[place as usize].clock = Clock::new(left, now);
        if down && can_be_repaired {
            state.queue.push(place);
        }
    }

    /// Whether a repair helps: what never works keeps no crew.
    fn can_be_repaired(&self, (group, place): (u32, u32)) -> bool {
        let member = self.model.groups[group as usize].members[place as usize].event;
        member.is_some_and(|event| self.model.events[event as usize].mttr_hours.is_finite())
    }

    /// The pool as its long run has it, given what is down outside. Its members have begun, each by itself: now they begin
    /// together.
    pub(super) fn begin_in_long_run(&mut self, group: usize, who_serves: &WhoServes) {
        let model = self.model.clone();
        let of = &model.groups[group];
        let share = self.groups[group].stream.share();
        let Some(drawn) = who_serves.draw(|event| self.phases[event as usize].down, share) else { return };
        let state = &mut self.groups[group];
        state.queue = drawn.queue.iter().map(|place| u32::from(*place)).collect();
        for (place, event) in of.members.iter().enumerate().filter_map(|(place, member)| Some((place, member.event?))) {
            let is = |bits: u16| bits >> place & 1 == 1;
            let (active, unseen) = (is(drawn.active), is(drawn.unseen));
            let turn = drawn.queue.iter().position(|other| usize::from(*other) == place);
            let down = unseen || turn.is_some();
            // A repair that has not begun is whole, and so is the life of a spare that does not age.
            let is_fresh = match turn {
                Some(turn) => turn >= of.crews,
                None => unseen || !active && of.spares.is_some_and(|spares| spares.dormancy <= 0.0),
            };
            let what = &model.events[event as usize];
            let draw = if down { what.repair } else { what.failure };
            let stream = &mut self.streams[event as usize];
            let left = if is_fresh { draw.whole(stream) } else { draw.rest(stream) };
            state.members[place] = MemberState { active, unseen, clock: Clock::new(left, self.now) };
            self.phases[event as usize].down = down;
            self.world.set(&model.graph, event, down);
        }
        // A change-over that is on has gone on for any part of its time.
        let whole = match drawn.phase {
            Phase::Ok => Ticks::ZERO,
            Phase::Covered => of.detect.after(of.switch),
            Phase::Manual => of.manual,
        };
        if whole > Ticks::ZERO {
            let left = Ticks((whole.0 as f64 * state.stream.share()) as u64).max(Ticks(1));
            let (stage, left) = match drawn.phase {
                Phase::Manual => (Stage::Manual, left),
                _ if left > of.switch => (Stage::Detecting, left.since(of.switch)),
                _ => (Stage::Switching, left),
            };
            state.stage = stage;
            let timer = self.stage_timer(group);
            self.timers.set(timer, self.now.after(left));
            self.phases[of.changeover as usize].down = true;
            self.world.set(&model.graph, of.changeover, true);
        }
        if drawn.unseen != 0 {
            self.schedule_drill(group);
        }
    }

    /// What is left of a member's life or repair while its clock runs at its usual pace.
    pub(super) fn left_of_member(&self, (group, place): (u32, u32)) -> Ticks {
        let clock = self.groups[group as usize].members[place as usize].clock;
        let run = self.now.since(clock.since).0 as f64 * clock.rate;
        // A cast of what is too large saturates.
        Ticks((clock.left - run).max(0.0).ceil() as u64)
    }

    /// All members have begun.
    pub(super) fn begin_serving(&mut self, group: usize) {
        self.pace(group);
        self.react(group as u32);
    }

    /// A member has failed or been repaired; its node has turned already.
    pub(super) fn member_turned(&mut self, (group, place): (u32, u32), event: usize, down: bool, lasts: Option<Ticks>) {
        let by_hand = self.phases[event].by_hand;
        let model = self.model.clone();
        let (group_model, event_model) = (&model.groups[group as usize], &model.events[event]);
        let span = match (down, by_hand) {
            (true, true) => Ticks(u64::MAX),
            (true, false) => event_model.repair.whole(&mut self.streams[event]),
            (false, _) => event_model.failure.whole(&mut self.streams[event]),
        };
        self.begin_anew((group, place), span);
        let now = self.now;
        let can_be_repaired = self.can_be_repaired((group, place));
        let state = &mut self.groups[group as usize];
        let member = &mut state.members[place as usize];
        if down && !by_hand && can_be_repaired {
            if !member.active && group_model.spares.is_some_and(|spares| spares.latent) {
                member.unseen = true;
                self.schedule_drill(group as usize);
            } else {
                state.queue.push(place);
            }
        }
        match lasts {
            Some(lasts) if down && by_hand => self.timers.set(event, now.after(lasts)),
            _ => self.timers.stop(event),
        }
        // Without spares, any failure may take the pool down until a person has been there.
        if down && group_model.spares.is_none() && self.groups[group as usize].stage == Stage::Serving {
            self.change_over(group as usize);
        }
        self.pace(group as usize);
    }

    /// A person keeps a member down that was down already: it is not repaired meanwhile.
    pub(super) fn member_kept_down(&mut self, (group, place): (u32, u32)) {
        self.begin_anew((group, place), Ticks(u64::MAX));
        self.pace(group as usize);
    }

    /// What was known of a member is over: it has so much to go, and waits for no repair.
    fn begin_anew(&mut self, (group, place): (u32, u32), span: Ticks) {
        let state = &mut self.groups[group as usize];
        state.queue.retain(|other| *other != place);
        let member = &mut state.members[place as usize];
        member.clock = Clock::new(span, self.now);
        member.unseen = false;
    }

    /// Something that matters to a pool's members has turned.
    pub(super) fn react(&mut self, group: u32) {
        let group = group as usize;
        if self.model.groups[group].spares.is_none() || self.groups[group].stage != Stage::Serving {
            return;
        }
        if self.lacking(group).is_none() {
            self.groups[group].waiting = false;
        } else if self.candidate(group, 0).is_none() {
            self.groups[group].waiting = true;
        } else if self.groups[group].waiting {
            // Whoever becomes available while the pool waits serves at once.
            self.changed_over(group);
        } else {
            self.change_over(group);
            self.pace(group);
        }
    }

    /// The first active member that is not available.
    fn lacking(&self, group: usize) -> Option<usize> {
        let members = self.groups[group].members.iter().zip(&self.model.groups[group].members);
        members
            .enumerate()
            .find(|(_, (state, model))| state.active && self.world.is_down(model.available))
            .map(|(i, _)| i)
    }

    /// The first spare from this place on that is thought to be available.
    fn candidate(&self, group: usize, from: usize) -> Option<usize> {
        let members = self.groups[group].members.iter().zip(&self.model.groups[group].members);
        members
            .enumerate()
            .skip(from)
            .find(|(_, (state, model))| {
                let thought_up =
                    if state.unseen { !self.world.is_down(model.free) } else { !self.world.is_down(model.available) };
                !state.active && thought_up
            })
            .map(|(i, _)| i)
    }

    /// A change-over begins, or is over at once when it takes no time.
    fn change_over(&mut self, group: usize) {
        let model = &self.model.groups[group];
        let (detect, switch, manual) = (model.detect, model.switch, model.manual);
        let covered = model.coverage >= 1.0
            || match &mut self.luck {
                None => self.groups[group].stream.share() <= model.coverage,
                Some(luck) => luck.covered(model.coverage),
            };
        let has_spares = model.spares.is_some();
        let (stage, lasts) = match covered {
            true if has_spares && detect > Ticks::ZERO => (Stage::Detecting, detect),
            true if has_spares && switch > Ticks::ZERO => (Stage::Switching, switch),
            false if manual > Ticks::ZERO => (Stage::Manual, manual),
            _ if has_spares => return self.changed_over(group),
            _ => return,
        };
        self.groups[group].stage = stage;
        let timer = self.stage_timer(group);
        self.timers.set(timer, self.now.after(lasts));
        let changeover = self.model.groups[group].changeover;
        self.set_event(changeover as usize, true, false);
    }

    /// The time of a stage is over.
    pub(super) fn stage_ends(&mut self, group: usize) {
        let model = &self.model.groups[group];
        let (switch, changeover) = (model.switch, model.changeover);
        let timer = self.stage_timer(group);
        if self.groups[group].stage == Stage::Detecting && switch > Ticks::ZERO {
            self.groups[group].stage = Stage::Switching;
            self.timers.set(timer, self.now.after(switch));
            return;
        }
        self.groups[group].stage = Stage::Serving;
        self.timers.stop(timer);
        self.set_event(changeover as usize, false, false);
        if self.model.groups[group].spares.is_some() {
            self.changed_over(group);
        }
        self.pace(group);
    }

    /// Spares take the places of active members that are not available, in the order of the list; one that had failed
    /// unseen is found out.
    fn changed_over(&mut self, group: usize) {
        let mut place = 0;
        while let (Some(lacking), Some(next)) = (self.lacking(group), self.candidate(group, place)) {
            let state = &mut self.groups[group];
            if state.members[next].unseen {
                state.members[next].unseen = false;
                state.queue.push(next as u32);
            } else {
                state.members[next].active = true;
                state.members[lacking].active = false;
            }
            place = next + 1;
        }
        self.groups[group].waiting = self.lacking(group).is_some();
        self.pace(group);
    }

    /// The spares are tested: what had failed unseen is known.
    pub(super) fn drill(&mut self, group: usize) {
        let state = &mut self.groups[group];
        for (place, member) in state.members.iter_mut().enumerate() {
            if std::mem::take(&mut member.unseen) {
                state.queue.push(place as u32);
            }
        }
        let timer = self.drill_timer(group);
        self.timers.stop(timer);
        self.pace(group);
    }

    /// The next test comes when there is something to be found: tests that find nothing change nothing, and where they
    /// are a millisecond apart living through them would take for ever.
    fn schedule_drill(&mut self, group: usize) {
        let Some(interval) = self.model.groups[group].spares.and_then(|spares| spares.test_interval) else { return };
        let first = self.groups[group].first_drill;
        let passed = self.now.since(first).0.div_ceil(interval.0);
        let timer = self.drill_timer(group);
        self.timers.set(timer, first.after(Ticks(passed.saturating_mul(interval.0))));
    }

    /// Sets the rates of all clocks to what they should be now.
    fn pace(&mut self, group: usize) {
        let model = &self.model.groups[group];
        let state = &mut self.groups[group];
        let runs = state.stage == Stage::Serving;
        let dormancy = model.spares.map_or(1.0, |spares| spares.dormancy);
        for (place, (member, of)) in state.members.iter_mut().zip(&model.members).enumerate() {
            let Some(event) = of.event else { continue };
            let phase = self.phases[event as usize];
            // What a person failed is timed by the person; a member of another such pool by that one.
            if phase.by_hand || self.model.events[event as usize].group.is_none_or(|(g, _)| g as usize != group) {
                continue;
            }
            let rate = match (runs, phase.down) {
                (false, _) => 0.0,
                (true, false) if member.active => 1.0,
                (true, false) => dormancy,
                (true, true) => {
                    let turn = state.queue.iter().position(|other| *other as usize == place);
                    f64::from(turn.is_some_and(|turn| turn < model.crews))
                }
            };
            let is_set = self.timers.at(event as usize).is_some();
            if rate != member.clock.rate || (rate > 0.0 && !is_set && member.clock.left.is_finite()) {
                let due = member.clock.run(rate, self.now);
                self.timers.set(event as usize, due);
            }
        }
    }
}
