//! One cycle, by nature or with failures made likely, and its likelihood ratio. See [`super`] for the method.
//!
//! A cycle begins and ends in a state at rest: nothing is being repaired or changed over, so that only a failure can come
//! next.

use super::super::history::{History, Luck};
use super::parts::Parts;
use crate::order::Map;
use crate::structure::NodeIdx;

/// Walks cycles.
#[derive(Clone, Debug)]
pub struct Walker {
    pub parts: Parts,
    top: NodeIdx,
    /// The rate of every part's next change.
    rates: Vec<f64>,
    /// Whether that change is a failure.
    fails: Vec<bool>,
    /// The rate at which every group's stage ends.
    stages: Vec<f64>,
    /// Parts that are on, in order.
    on: Vec<u32>,
    /// For what is on, the parts that would take the clients down next.
    last_straws: Map<Vec<u32>, Vec<u32>>,
    last_straws_size: usize,
}

/// What a cycle came to. Times are expectations given the states it went through, in hours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path {
    pub time: f64,
    pub down: f64,
    /// The time down and the outages, each by the likelihood ratio it was met with.
    pub down_weighed: f64,
    pub outages_weighed: f64,
    /// The variance of the time up and of the time down, given the states: a time of mean h has variance h².
    pub up_squares: f64,
    pub down_squares: f64,
    pub steps: u64,
}

/// How fast things are going on, by sort.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub failing: f64,
    failing_count: usize,
    pub recovering: f64,
    /// A pool is changing over.
    is_changing: bool,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    Part(usize),
    Stage(usize),
}

/// The least probability that the next thing is a failure while biasing.
const FAILURE_SHARE: f64 = 0.5;

/// Last straws are looked for while no more than so many parts are on; of larger systems only while one is.
const STRAWS_ON_MAX: usize = 2;
const STRAWS_PARTS_MAX: usize = 128;
/// How many numbers are kept of what was found; then it is forgotten and found again.
const STRAWS_SIZE_MAX: usize = 1 << 20;

impl Walker {
    /// For these parts, and the clients' node.
    pub fn new(parts: Parts, top: NodeIdx) -> Walker {
        let (count, groups) = (parts.parts.len(), parts.groups.len());
        Walker {
            parts,
            top,
            rates: vec![0.0; count],
            fails: vec![false; count],
            stages: vec![0.0; groups],
            on: Vec::new(),
            last_straws: Map::new(),
            last_straws_size: 0,
        }
    }

    /// Goes on until the next state at rest. `None` when that does not come within so many steps, or nothing can happen.
    pub fn walk(&mut self, history: &mut History, luck: &mut Luck, biased: bool, steps_max: u64) -> Option<Path> {
        let mut path = Path::default();
        let mut is_up = history.system_is_up();
        luck.biased = biased;
        let mut pace = self.look(history);
        loop {
            // What is down by more than a change-over has got where it was led: while it is, all goes by nature. It may come
            // up again and go down for longer, so that failures are made likely again then, with less zeal.
            luck.biased = biased && (is_up || pace.is_changing);
            if path.steps >= steps_max || pace.failing + pace.recovering <= 0.0 {
                return None;
            }
            path.stay(1.0 / (pace.failing + pace.recovering), is_up, luck.weight);
            let next = if luck.biased && is_up { self.likely(history, pace, luck) } else { self.natural(pace, luck) };
            if biased && !matches!(next, Next::Part(part) if self.fails[part]) {
                luck.detours += 1;
            }
            match next {
                Next::Part(part) => history.change_event(self.parts.parts[part].event as usize, luck),
                Next::Stage(group) => history.end_stage(self.parts.groups[group], luck),
            }
            path.steps += 1;
            let was_up = std::mem::replace(&mut is_up, history.system_is_up());
            if was_up && !is_up {
                path.outages_weighed += luck.weight;
            }
            pace = self.look(history);
            if pace.recovering <= 0.0 {
                return Some(path);
            }
        }
    }

    /// What can happen now.
    pub fn look(&mut self, history: &History) -> Pace {
        let mut pace = Pace { failing: 0.0, failing_count: 0, recovering: 0.0, is_changing: false };
        self.on.clear();
        for (place, part) in self.parts.parts.iter().enumerate() {
            let is_on = history.is_on(part.event as usize);
            let usual = if is_on { part.repair_rate } else { part.failure_rate };
            let rate = if part.in_group { usual * history.pace_of(part.event as usize) } else { usual };
            self.rates[place] = rate;
            self.fails[place] = !is_on && rate > 0.0;
            if is_on {
                self.on.push(place as u32);
                pace.recovering += rate;
            } else {
                pace.failing += rate;
                pace.failing_count += usize::from(rate > 0.0);
            }
        }
        for (place, group) in self.parts.groups.iter().enumerate() {
            let rate = history.stage_hours(*group).map_or(0.0, |hours| 1.0 / hours);
            self.stages[place] = rate;
            pace.recovering += rate;
            pace.is_changing |= rate > 0.0;
        }
        pace
    }

    /// The next thing by nature.
    fn natural(&self, pace: Pace, luck: &mut Luck) -> Next {
        let x = luck.stream.share() * (pace.failing + pace.recovering);
        if x <= pace.failing { self.failing(x) } else { self.recovering(x - pace.failing) }
    }

    /// The next thing with failures made likely.
    fn likely(&mut self, history: &mut History, pace: Pace, luck: &mut Luck) -> Next {
        let natural = pace.failing / (pace.failing + pace.recovering);
        let used = match (pace.failing > 0.0, pace.recovering > 0.0) {
            (_, false) => 1.0,
            (false, true) => 0.0,
            (true, true) => natural.max(FAILURE_SHARE * luck.zeal()),
        };
        if luck.stream.share() > used {
            luck.weight *= pace.recovering / (pace.failing + pace.recovering) / (1.0 - used);
            return self.recovering(luck.stream.share() * pace.recovering);
        }
        let (part, ratio) = self.likely_failure(history, pace, luck);
        luck.weight *= natural / used * ratio;
        Next::Part(part)
    }

    /// A failure, and its natural probability among failures over the one used: half of the choices among the last
    /// straws, where there are any; of the others one half evenly and one half by nature. With less zeal more go by nature.
    fn likely_failure(&mut self, history: &mut History, pace: Pace, luck: &mut Luck) -> (usize, f64) {
        self.find_last_straws(history);
        let none = Vec::new();
        let straws = self.last_straws.get(&self.on).unwrap_or(&none);
        let possible = || straws.iter().copied().filter(|part| self.fails[*part as usize]);
        let count = possible().count();
        let zeal = luck.zeal();
        let share_of_straws = if count > 0 { 0.5 * zeal } else { 0.0 };
        let share_of_even = zeal * (1.0 - share_of_straws) / 2.0;
        let by = luck.stream.share();
        let which = luck.stream.share();
        let part = if by <= share_of_straws {
            possible().nth(place_of(which, count)).map_or(0, |part| part as usize)
        } else if by <= share_of_straws + share_of_even {
            let mut failing = self.fails.iter().enumerate().filter(|(_, fails)| **fails);
            failing.nth(place_of(which, pace.failing_count)).map_or(0, |(part, _)| part)
        } else {
            self.failing_part(which * pace.failing)
        };
        let natural = self.rates[part] / pace.failing;
        let is_straw = count > 0 && straws.binary_search(&(part as u32)).is_ok();
        let straw = if is_straw { share_of_straws / count as f64 } else { 0.0 };
        let even = share_of_even / pace.failing_count as f64;
        (part, natural / (straw + even + (1.0 - share_of_straws - share_of_even) * natural))
    }

    /// Finds the parts whose failure would take the clients down now, if that is not known yet. Only a proposal: pools
    /// may react, and whatever is not found is only less likely to be chosen.
    fn find_last_straws(&mut self, history: &mut History) {
        let few = if self.rates.len() <= STRAWS_PARTS_MAX { STRAWS_ON_MAX } else { 1 };
        if self.on.len() > few || self.last_straws.contains_key(&self.on) {
            return;
        }
        let mut found = Vec::new();
        for (place, part) in self.parts.parts.iter().enumerate() {
            if part.failure_rate > 0.0
                && !self.on.contains(&(place as u32))
                && history.would_be_down(self.top, part.event)
            {
                found.push(place as u32);
            }
        }
        if self.last_straws_size > STRAWS_SIZE_MAX {
            self.last_straws.clear();
            self.last_straws_size = 0;
        }
        self.last_straws_size += found.len() + self.on.len() + 8;
        self.last_straws.insert(self.on.clone(), found);
    }

    /// The failure at this place of all of them laid end to end.
    fn failing(&self, x: f64) -> Next {
        Next::Part(self.failing_part(x))
    }

    fn failing_part(&self, mut x: f64) -> usize {
        let mut last = 0;
        for (part, rate) in self.rates.iter().enumerate().filter(|(part, _)| self.fails[*part]) {
            last = part;
            x -= rate;
            if x <= 0.0 {
                break;
            }
        }
        last
    }

    /// The repair or end of a stage at this place.
    fn recovering(&self, mut x: f64) -> Next {
        let repairs = self.on.iter().map(|part| (Next::Part(*part as usize), self.rates[*part as usize]));
        let stages = self.stages.iter().enumerate().map(|(group, rate)| (Next::Stage(group), *rate));
        let mut last = Next::Part(0);
        for (next, rate) in repairs.chain(stages).filter(|(_, rate)| *rate > 0.0) {
            last = next;
            x -= rate;
            if x <= 0.0 {
                break;
            }
        }
        last
    }
}

/// The place of a share among so many: 0 to count − 1.
fn place_of(share: f64, count: usize) -> usize {
    ((share * count as f64) as usize).min(count.saturating_sub(1))
}

impl Path {
    fn stay(&mut self, hours: f64, is_up: bool, weight: f64) {
        self.time += hours;
        if is_up {
            self.up_squares += hours * hours;
        } else {
            self.down += hours;
            self.down_weighed += weight * hours;
            self.down_squares += hours * hours;
        }
    }
}
