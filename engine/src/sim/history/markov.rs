//! A history without its clocks: what can happen next, and how fast, so that something else than due times may choose.
//! `rare` drives a history this way. Only parts whose times are exponential can be treated so: the rate of what is going
//! on then says everything about how long it still takes. Nothing is measured, timed or traced meanwhile.

use super::super::random::Stream;
use super::History;
use super::group::Stage;
use crate::structure::NodeIdx;

/// The random choices of a history that is driven from outside, with the likelihood ratio of those that were not made by
/// their natural probabilities.
#[derive(Clone, Debug)]
pub(in crate::sim) struct Luck {
    pub stream: Stream,
    /// Natural probability over the probability that was used, of everything chosen so far.
    pub weight: f64,
    /// Whether change-overs fail more often than they would by nature.
    pub biased: bool,
    /// Repairs and ends of change-overs so far on a walk with bias, none of which led to where all works.
    pub detours: u32,
    /// Change-overs decided in this moment.
    decided: u32,
}

impl Luck {
    /// The luck of a stream, nothing chosen yet.
    pub fn new(stream: Stream) -> Luck {
        Luck { stream, weight: 1.0, biased: false, detours: 0, decided: 0 }
    }

    /// How much of the bias there is left, 0 to 1: all of it on the straight way to an outage, and a share 1/(1 + n) after
    /// n detours.
    ///
    /// Where a fast part fails and is repaired many times while a slow one is down, each round multiplies the weight by a
    /// factor above 1 for having escaped what was made likely. With a fixed share the weight grows exponentially with the
    /// rounds, and a few walks that a sample misses would carry most of it; with this one it grows as a power of their
    /// number, because Π(1 − c/n) does, while many rounds are exponentially rare.
    pub fn zeal(&self) -> f64 {
        1.0 / (f64::from(self.detours) + 1.0)
    }

    /// Whether a failure is covered. With bias it is not in half of the cases at least; of further failures in the same
    /// moment in a quarter, an eighth, …, so that the weight stays below 1/((1 − ½)(1 − ¼)…) < 3.5 however many pools
    /// react to one failure.
    pub fn covered(&mut self, coverage: f64) -> bool {
        let uncovered = 1.0 - coverage;
        self.decided += 1;
        let least = self.zeal() / (1_u64 << self.decided.min(60)) as f64;
        let used = if self.biased { uncovered.max(least) } else { uncovered };
        let is_covered = self.stream.share() > used;
        if self.biased {
            self.weight *= if is_covered { (1.0 - uncovered) / (1.0 - used) } else { uncovered / used };
        }
        is_covered
    }
}

impl History {
    /// How fast an event's next change comes, as a share of its usual rate: 1 for what is on its own; for a member of a
    /// pool 0 while it waits for a crew or the pool changes over, its dormancy while it is a spare.
    pub(in crate::sim) fn pace_of(&self, event: usize) -> f64 {
        match self.model.events[event].group {
            None => 1.0,
            Some((group, place)) => self.groups[group as usize].pace_of(place as usize),
        }
    }

    /// The mean length in hours of the stage of a change-over that is going on.
    pub(in crate::sim) fn stage_hours(&self, group: usize) -> Option<f64> {
        let model = &self.model.groups[group];
        match self.groups[group].stage {
            Stage::Serving => None,
            Stage::Detecting => Some(model.detect.hours()),
            Stage::Switching => Some(model.switch.hours()),
            Stage::Manual => Some(model.manual.hours()),
        }
    }

    /// Whether an event is on.
    pub(in crate::sim) fn is_on(&self, event: usize) -> bool {
        self.phases[event].down
    }

    /// An event changes now, with everything that follows at once.
    pub(in crate::sim) fn change_event(&mut self, event: usize, luck: &mut Luck) {
        self.with(luck, |history| {
            let down = !history.phases[event].down;
            history.set_event(event, down, false);
            if let Some(place) = history.model.events[event].group {
                history.member_turned(place, event, down, None);
            }
        });
    }

    /// The stage of a change-over ends now, with everything that follows at once.
    pub(in crate::sim) fn end_stage(&mut self, group: usize, luck: &mut Luck) {
        self.with(luck, |history| history.stage_ends(group));
    }

    fn with(&mut self, luck: &mut Luck, change: impl FnOnce(&mut History)) {
        luck.decided = 0;
        self.luck = Some(luck.clone());
        change(self);
        self.settle();
        if let Some(used) = self.luck.take() {
            *luck = used;
        }
    }

    /// Whether a node would be down if this event were on as well, before any pool reacts. Nothing is changed.
    pub(in crate::sim) fn would_be_down(&mut self, node: NodeIdx, event: u32) -> bool {
        self.world.set(&self.model.graph, event, true);
        let is_down = self.world.is_down(node);
        self.world.set(&self.model.graph, event, false);
        self.world.forget_touched();
        is_down
    }

    /// Everything about this pool that decides its future, as numbers that are equal when that is.
    pub(in crate::sim) fn describe_group(&self, group: usize, into: &mut Vec<u32>) {
        self.groups[group].describe(into);
    }

    /// Takes over the state of another history of the same model, but not what it measured, nor when anything is due:
    /// due times mean nothing while something else chooses.
    pub(in crate::sim) fn adopt(&mut self, other: &History) {
        self.world.copy(&other.world);
        self.phases.copy_from_slice(&other.phases);
        self.groups.clone_from(&other.groups);
    }
}
