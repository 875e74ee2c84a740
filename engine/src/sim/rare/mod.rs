//! Measuring outages that are too rare to wait for: importance sampling over regenerative cycles.
//!
//! A cycle begins and ends with everything working, pools serving, the same members active. The long-run
//! unavailability is U = E\[D\] / E\[T\], downtime of a cycle over its length. The two are measured apart (measure-specific
//! dynamic importance sampling: Goyal, Shahabuddin, Heidelberger, Nicola, Glynn, A unified framework for simulating
//! Markovian models of highly dependable systems, IEEE Transactions on Computers 41(1), 1992, section IV):
//!
//! - D from cycles in which failures are made likely: while something is down but the clients are not, the next thing is
//!   a failure in half of the cases at least, and the failures are chosen evenly in part, so that no order of failures is
//!   rare (balanced failure biasing: Shahabuddin, Importance sampling for the simulation of highly reliable Markovian
//!   systems, Management Science 40(3), 1994). While the clients are down, by more than a change-over, everything goes by
//!   nature, and after every repair on the way failures are made less likely (`Luck::zeal`), so that no walk has a
//!   weight that others do not come near. All time down counts by the likelihood ratio L of what was chosen before it, and
//!   E\[Σ L·d\] is the true E\[D\].
//! - T from cycles by nature; where all events are independent it is known: 1 / (P(all work) · rate of all failures).
//!
//! To the even choice of failures a share by nature is added, which bounds L where failures are not rare (Hesterberg,
//! Weighted average importance sampling and defensive mixture distributions, Technometrics 37(2), 1995), and a share among
//! those that would take the clients down at once, which keeps large systems from failing in a hundred places instead
//! of one. Any shares are unbiased; these only decide how fast it converges.
//!
//! States count with their expected length instead of a random one (Hordijk, Iglehart, Schassberger, Discrete time methods
//! for simulating continuous time Markov chains, Advances in Applied Probability 8, 1976). Stages of a change-over, whose
//! length is fixed, are taken as exponential with the same mean: the pool's own clocks stand still meanwhile, so that its
//! long run depends on the mean only.
//!
//! With spares, "everything works" is a state at rest for every choice of active members. Then a path by nature leads from
//! state to state, and from each on the way a cycle with likely failures is walked; a round, from one choice of members
//! back to the same, is what is independent of the next. With very many such states a round is a fixed number of cycles
//! instead (batch means), which are nearly independent: the states mix within a round.

mod parts;
mod walk;
mod sums;

use std::sync::Arc;

use self::parts::Parts;
use self::sums::{RareSums, Round};
use self::walk::Walker;
use super::history::{History, HistoryOptions, Luck, Start};
use super::model::{EventModel, Model};
use super::random::{Stream, name_number};
use crate::diag::{Diagnostic, codes};
use crate::order::Map;
use crate::topology::{Topology, validate};
use crate::units::{HOURS_PER_YEAR, MINUTES_PER_YEAR, Ticks};

/// A walk that takes more steps is given up, and its round with it.
const STEPS_MAX: u64 = 100_000;
/// In a large system a step may pass many parts and gates: a walk may pass so many in all, some tenths of a second.
const PASSED_MAX: u64 = 50_000_000;
/// A round of more cycles is given up.
const ROUND_MAX: u64 = 100_000;
/// After so many rounds that were given up no more are begun.
const UNFINISHED_MAX: u64 = 4;
/// When one round has more than this share of what the variance is estimated from, the answer warns.
const LARGEST_SHARE: f64 = 0.1;
/// Systems whose cycles take more than this share of such a walk on average are refused: they hardly ever work fully.
const MEAN_SHARE_MAX: f64 = 0.1;
/// To find out how cycles go may take so many such walks.
const PILOTS_MAX: f64 = 2.5;
/// To find the state that rounds begin in, so many states at rest are visited, after some that are not counted.
const VISITS: usize = 300;
const VISITS_BEFORE: usize = 100;
/// A state that is visited less often than this is none to come back to.
const VISITS_OF_HOME_MIN: usize = 10;
/// Without such a state, cycles of a round.
const CYCLES_OF_ROUND: u64 = 1000;

/// A measurement of rare outages in progress. The same document and seed give the same numbers, whatever the slices.
#[derive(Clone, Debug)]
pub struct Rare {
    seed: u64,
    diagnostics: Vec<Diagnostic>,
    course: Course,
    walker: Walker,
    /// The most steps of a walk.
    steps_max: u64,
    /// In the state that rounds begin in.
    home: History,
    biased: History,
    plain: History,
    /// The number of the next cycle.
    next: u64,
    /// The round that is going on.
    round: Round,
    sums: RareSums,
}

/// How the cycles of a system go.
#[derive(Clone, Debug, PartialEq)]
enum Course {
    /// There are none: the clients are up for ever, or down.
    Constant { is_down: bool },
    /// All events are independent, so that the length of a cycle is known, and how many steps there are in an hour.
    Independent { cycle_hours: f64, steps_per_hour: f64 },
    /// Pools without spares: one state at rest.
    Pools,
    /// Pools with spares; what they look like when a round begins. `None` when it is hardly ever the same.
    Spares { home: Option<Vec<u32>> },
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct RareMeasurement {
    /// One minus the unavailability.
    pub availability: f64,
    /// Long-run share of time the clients are down; 0 to 1.
    pub unavailability: f64,
    /// A 95 % interval for it (delta method, Student's t); `None` with fewer than two rounds, when the clients were
    /// never down, or when some rounds did not come back.
    pub unavailability_ci95: Option<(f64, f64)>,
    /// Half the width of the interval over the unavailability.
    pub relative_half_width: Option<f64>,
    /// Mean downtime a year.
    pub downtime_minutes_per_year: f64,
    /// Outages begun, a year.
    pub outages_per_year: f64,
    /// Their mean length; `None` without any.
    pub mean_outage_minutes: Option<f64>,
    /// Cycles measured.
    pub cycles: u64,
    /// The independent rounds they make up: as many, but where spares take turns in being active.
    pub rounds: u64,
    /// Cycles in which the clients were down at some time.
    pub cycles_down: u64,
    /// Rounds that did not come back within the limits (100,000 steps a walk, fewer in a system of more than some 500
    /// parts and gates; 100,000 cycles) and are left out.
    pub rounds_unfinished: u64,
    /// Failures, repairs and change-overs walked through.
    pub events: u64,
    /// How many years plain simulation would need for an interval as narrow, on average.
    pub plain_years: Option<f64>,
    /// How many times more events plain simulation would live through for it. At most 1 when nothing was gained.
    pub gain: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// What to know about these numbers.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rare {
    /// A measurement that has not begun.
    ///
    /// # Errors
    /// The document's errors, when it has any; or [`codes::NOT_FOR_RARE`] with what keeps the method from being applied:
    /// times that are not exponential, spares that are tested at regular times, or a system that hardly ever works
    /// fully. Plain simulation measures those.
    pub fn new(topology: &Topology, seed: u64) -> Result<Rare, Vec<Diagnostic>> {
        let model = Arc::new(Model::of(topology, &[])?);
        let parts = Parts::of(&model)?;
        let options = HistoryOptions { seed, replication: 0, start: Start::AllUp, trace_lines_max: 0 };
        let home = History::of(model.clone(), options);
        let mut rare = Rare {
            seed,
            diagnostics: said_before(topology, &model),
            course: Course::Pools,
            steps_max: steps_max(&model, &parts),
            walker: Walker::new(parts, model.graph.tops[0]),
            biased: home.clone(),
            plain: home.clone(),
            home,
            next: 0,
            round: Round::default(),
            sums: RareSums::default(),
        };
        rare.course = rare.find_course(&model).map_err(|why| vec![why])?;
        rare.biased.adopt(&rare.home);
        rare.plain.adopt(&rare.home);
        Ok(rare)
    }

    /// Walks so many more cycles, some microseconds each. None are begun any more after four rounds that did not come
    /// back.
    pub fn run(&mut self, cycles: u64) {
        if matches!(self.course, Course::Constant { .. }) {
            return;
        }
        for _ in 0..cycles {
            if self.sums.unfinished >= UNFINISHED_MAX {
                break;
            }
            let went = self.cycle();
            self.next += 1;
            if went.is_none() || self.round.cycles >= ROUND_MAX {
                self.sums.unfinished += 1;
                self.round = Round::default();
                self.biased.adopt(&self.home);
                self.plain.adopt(&self.home);
            }
        }
    }

    /// Cycles begun so far.
    pub fn cycles(&self) -> u64 {
        self.next
    }

    /// One cycle; `None` when it does not come to rest.
    fn cycle(&mut self) -> Option<()> {
        if matches!(self.course, Course::Spares { .. }) {
            self.biased.adopt(&self.plain);
        }
        let mut likely = self.luck("rare/biased", self.next);
        let path = self.walker.walk(&mut self.biased, &mut likely, true, self.steps_max);
        let path = self.walked(path)?;
        self.round.add(&path, likely.weight);
        if let Course::Independent { cycle_hours, .. } = self.course {
            self.round.add_time(cycle_hours, 0);
        } else {
            let mut natural = self.luck("rare/plain", self.next);
            let path = self.walker.walk(&mut self.plain, &mut natural, false, self.steps_max);
            let path = self.walked(path)?;
            self.round.add_time(path.time, path.steps);
        }
        if self.round_is_over() {
            self.sums.add(&std::mem::take(&mut self.round));
        }
        Some(())
    }

    /// Counts the steps of a walk. One that was given up has taken all it might.
    fn walked(&mut self, path: Option<walk::Path>) -> Option<walk::Path> {
        self.sums.steps += path.as_ref().map_or(self.steps_max, |path| path.steps);
        path
    }

    fn round_is_over(&self) -> bool {
        match &self.course {
            Course::Spares { home: Some(home) } => self.at_rest() == *home,
            Course::Spares { home: None } => self.round.cycles >= CYCLES_OF_ROUND,
            _ => true,
        }
    }

    fn luck(&self, name: &str, replication: u64) -> Luck {
        Luck::new(Stream::new(self.seed, replication, name_number(name)))
    }

    /// What tells the states at rest apart: which parts are down, and how the pools stand.
    fn at_rest(&self) -> Vec<u32> {
        let mut state = Vec::new();
        for part in &self.walker.parts.parts {
            if self.plain.is_on(part.event as usize) {
                state.push(part.event);
            }
        }
        for group in &self.walker.parts.groups {
            self.plain.describe_group(*group, &mut state);
        }
        state
    }

    /// Finds out how the cycles of this system go, and leaves `home` where rounds begin.
    fn find_course(&mut self, model: &Model) -> Result<Course, Diagnostic> {
        let mut luck = self.luck("rare/pilot", 0);
        let mut left = (self.steps_max as f64 * PILOTS_MAX) as u64;
        // A pool whose first members never work changes over before there is any rest.
        if self.walker.look(&self.plain).recovering > 0.0 {
            self.pilot(&mut luck, &mut left)?;
            self.home.adopt(&self.plain);
        }
        let is_down = !self.plain.system_is_up();
        let independent = self.walker.parts.groups.is_empty();
        // More failures never help where nothing reacts to them, so what is down with everything working stays down.
        if self.walker.look(&self.plain).failing <= 0.0 || (independent && is_down) {
            return Ok(Course::Constant { is_down });
        }
        if independent {
            return self.independent(model);
        }
        if !self.walker.parts.many_rests {
            return Ok(Course::Pools);
        }
        self.most_visited(&mut luck, &mut left)
    }

    /// A walk from rest to rest, which takes of the steps that are left for such.
    fn pilot(&mut self, luck: &mut Luck, left: &mut u64) -> Result<(), Diagnostic> {
        let steps_max = self.steps_max.min(*left);
        let path = self.walker.walk(&mut self.plain, luck, false, steps_max);
        *left -= path.as_ref().map_or(steps_max, |path| path.steps.min(steps_max));
        self.walked(path).map(|_| ()).ok_or_else(hardly_ever_works)
    }

    /// Cycles of independent events: everything works for a share Πᵢ(1 − qᵢ) of the time, and is left Σᵢλᵢ times an hour
    /// of that.
    fn independent(&mut self, model: &Model) -> Result<Course, Diagnostic> {
        let (mut share, mut rate, mut steps_per_hour) = (1.0, 0.0, 0.0);
        for part in self.walker.parts.parts.iter().filter(|part| part.failure_rate > 0.0) {
            let down = model.events[part.event as usize].unavailability;
            share *= 1.0 - down;
            rate += part.failure_rate;
            // It fails while it works, and is repaired as often.
            steps_per_hour += 2.0 * (1.0 - down) * part.failure_rate;
        }
        let cycle_hours = 1.0 / (share * rate);
        if cycle_hours.is_finite() && steps_per_hour * cycle_hours <= self.steps_max as f64 * MEAN_SHARE_MAX {
            Ok(Course::Independent { cycle_hours, steps_per_hour })
        } else {
            Err(hardly_ever_works())
        }
    }

    /// The state at rest that is visited most often, so that rounds are short and surely come back.
    fn most_visited(&mut self, luck: &mut Luck, left: &mut u64) -> Result<Course, Diagnostic> {
        let mut visits: Map<Vec<u32>, usize> = Map::new();
        for visit in 0..VISITS_BEFORE + VISITS {
            self.pilot(luck, left)?;
            if self.walker.look(&self.plain).failing <= 0.0 {
                // Nothing can happen any more: so it stays.
                return Ok(Course::Constant { is_down: !self.plain.system_is_up() });
            }
            if visit >= VISITS_BEFORE {
                *visits.entry(self.at_rest()).or_default() += 1;
            }
        }
        let most = visits.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        let home = most.filter(|(_, count)| *count >= VISITS_OF_HOME_MIN).map(|(home, _)| home);
        if let Some(home) = &home {
            // It was visited every thirtieth time at least, so this is short; were it not, rounds would be given up.
            for _ in 0..VISITS * VISITS_OF_HOME_MIN {
                if self.at_rest() == *home {
                    break;
                }
                self.pilot(luck, left)?;
            }
        }
        self.home.adopt(&self.plain);
        Ok(Course::Spares { home })
    }

    /// What was measured so far.
    pub fn measurement(&self) -> RareMeasurement {
        let sums = &self.sums;
        let unavailability = match self.course {
            Course::Constant { is_down } => f64::from(is_down),
            // Of a system that is nearly always down chance may make more than all of it.
            _ => sums.unavailability().min(1.0),
        };
        // Downtime may be too short for a float in every cycle, and cycles too long to be squared: then nothing is known of
        // an interval.
        let is_known = |half: &f64| half.is_finite() && unavailability > 0.0;
        let half = sums.half_width().filter(is_known).filter(|_| sums.unfinished == 0);
        let outages_per_year = sums.outages_per_hour() * HOURS_PER_YEAR;
        let downtime_minutes_per_year = unavailability * MINUTES_PER_YEAR;
        let (plain_years, gain) = self.plain().unzip();
        let mut measurement = RareMeasurement {
            availability: 1.0 - unavailability,
            unavailability,
            unavailability_ci95: half.map(|half| ((unavailability - half).max(0.0), (unavailability + half).min(1.0))),
            relative_half_width: half.map(|half| half / unavailability),
            downtime_minutes_per_year,
            outages_per_year,
            mean_outage_minutes: (outages_per_year > 0.0).then(|| downtime_minutes_per_year / outages_per_year),
            cycles: sums.cycles,
            cycles_down: sums.cycles_down,
            rounds: sums.rounds,
            rounds_unfinished: sums.unfinished,
            events: sums.steps,
            plain_years,
            gain,
            seed: self.seed,
            diagnostics: self.diagnostics.clone(),
        };
        measurement.diagnostics.extend(self.said_of(&measurement));
        measurement
    }

    /// Years and gain over plain simulation.
    fn plain(&self) -> Option<(f64, f64)> {
        let sums = &self.sums;
        let variance = sums.variance().filter(|variance| *variance > 0.0)?;
        let hours = sums.plain_variance_hours() / variance;
        let steps_per_hour = match self.course {
            Course::Independent { steps_per_hour, .. } => steps_per_hour,
            _ => sums.plain_steps as f64 / sums.time,
        };
        Some((hours / HOURS_PER_YEAR, hours * steps_per_hour / sums.steps.max(1) as f64))
    }

    fn said_of(&self, measurement: &RareMeasurement) -> Vec<Diagnostic> {
        let note = |message: &str| Diagnostic::note(codes::RARE_MEASURED, message);
        let mut said = Vec::new();
        match self.course {
            Course::Constant { is_down: true } => {
                said.push(note("the clients are never up, so there is nothing to measure"))
            }
            Course::Constant { is_down: false } => said.push(note("nothing can take the clients down")),
            _ if measurement.rounds_unfinished > 0 => {
                let message = format!(
                    "{} rounds did not come back to where they began and are left out, so that the answer may be wrong",
                    measurement.rounds_unfinished
                );
                let finding = Diagnostic::warning(codes::RARE_MEASURED, message);
                said.push(finding.hint("measure it by living through years instead, without --rare"));
            }
            _ if measurement.cycles > 0 && measurement.cycles_down == 0 => {
                said.push(note("the clients were down in no cycle").hint("measure more cycles"));
            }
            _ => {}
        }
        if measurement.unavailability_ci95.is_some() && self.sums.largest_share() > LARGEST_SHARE {
            let message = "a few walks carry much of the downtime: there may be others that none of these met, and the \
                           interval may be too narrow";
            let finding = Diagnostic::warning(codes::RARE_MEASURED, message);
            said.push(finding.hint("measure more cycles, and compare with the exact answer"));
        }
        if measurement.unavailability_ci95.is_none()
            && measurement.cycles_down > 0
            && measurement.rounds_unfinished == 0
        {
            let message = "too few rounds for an interval: the number may be far off";
            said.push(Diagnostic::warning(codes::RARE_MEASURED, message).hint("measure more cycles"));
        }
        if measurement.gain.is_some_and(|gain| gain <= 1.0) {
            let message =
                "outages are frequent enough here: making failures likely gained nothing over plain simulation";
            said.push(note(message).hint("measure it by living through years instead, without --rare"));
        }
        said
    }
}

/// What is known of the numbers before anything is measured.
fn said_before(topology: &Topology, model: &Model) -> Vec<Diagnostic> {
    let mut said = validate(topology);
    for group in model.groups.iter().filter(|group| group.spares.is_some()) {
        let free: Vec<_> = group.members.iter().map(|member| member.free).collect();
        let takes_time = group.detect.after(group.switch).after(group.manual) > Ticks::ZERO;
        let fails = |(event, below): (&EventModel, bool)| below && event.unavailability > 0.0;
        if takes_time && model.events.iter().zip(model.graph.events_below(&free)).any(fails) {
            let message = "change-overs are taken to last as long on average, not always: where what blocks members comes \
                           or goes during one, the numbers are of that";
            let finding = Diagnostic::note(codes::RARE_MEASURED, message).hint("compare with the exact answer");
            let source = &model.events[group.changeover as usize].source;
            said.push(match source.part() {
                Some(pool) => finding.at("", pool),
                None => finding,
            });
        }
    }
    said
}

/// Every step looks at each part, and may turn every gate.
fn steps_max(model: &Model, parts: &Parts) -> u64 {
    let passed = model.graph.size() + parts.parts.len() + parts.groups.len();
    STEPS_MAX.min(PASSED_MAX / passed.max(1) as u64)
}

fn hardly_ever_works() -> Diagnostic {
    let message = "everything works at the same time too seldom for cycles that begin and end there";
    let hint = "measure it by living through years instead, without --rare";
    Diagnostic::error(codes::NOT_FOR_RARE, message).hint(hint)
}
