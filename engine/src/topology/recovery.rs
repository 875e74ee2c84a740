//! How parts come back: shapes of times, standby, repair crews, coverage, bad changes. Data only; what they mean for a
//! number is `structure::modules` (exactly) and `sim` (lived through).

use super::model::{Extra, Pool};
use crate::units::{Duration, Probability};

/// The shapes of a part's times. The means are what `mttf` and `mttr` say, whatever the shape; the long-run availability
/// of a part by itself depends on the means alone (alternating renewal process: Ross, Stochastic Processes, 1996,
/// section 3.4), its outages' lengths and clustering do not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shapes {
    /// Of the time from repaired to the next failure.
    pub failure: Shape,
    /// Of the time from failure to repaired.
    pub repair: Shape,
}

/// The shape of a time of given mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Shape {
    /// Without memory.
    #[default]
    Exponential,
    /// Weibull; a shape below 1 is early failures, above 1 wear-out.
    Weibull {
        /// From [`Shape::WEIBULL_MIN`] to [`Shape::WEIBULL_MAX`].
        shape: f64,
    },
    /// Lognormal: most repairs are short, a few very long.
    Lognormal {
        /// Standard deviation of the logarithm, above 0 and at most [`Shape::SIGMA_MAX`].
        sigma: f64,
    },
    /// Always exactly the mean.
    Fixed,
}

impl Shape {
    /// The smallest Weibull shape.
    pub const WEIBULL_MIN: f64 = 0.2;
    /// The largest Weibull shape.
    pub const WEIBULL_MAX: f64 = 20.0;
    /// The largest sigma of a lognormal.
    pub const SIGMA_MAX: f64 = 4.0;
}

/// How a pool recovers from failures of its members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovery {
    /// How many repairs can go on at a time; see [`Pool::crews`] for the default.
    pub repair_crews: Option<u32>,
    /// Members beyond the required ones wait as spares.
    pub standby: Option<Standby>,
    /// Of a pool whose members are all active: that a member's failure does not take the whole pool down.
    pub coverage: Option<Probability>,
    /// How long the pool is down after a failure that was not covered.
    pub manual: Option<Duration>,
}

/// Spares and the change-over to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standby {
    /// How ready a spare is.
    pub level: StandbyLevel,
    /// Failure rate of a spare over that of an active member; the level's when not given.
    pub dormancy: Option<Probability>,
    /// That a failure of an active member is detected and the change-over works by itself; 1 when not given.
    pub coverage: Option<Probability>,
    /// From failure to noticed; nothing when not given.
    pub detect: Option<Duration>,
    /// From noticed to the spare serving; nothing when not given.
    pub switch: Option<Duration>,
    /// From failure to a person having changed over, when it did not happen by itself; nothing when not given.
    pub manual: Option<Duration>,
    /// Failures of spares are not seen until the spare is used or tested.
    pub latent: bool,
    /// How often spares are tested (drilled); implies that their failures are latent.
    pub test_interval: Option<Duration>,
    /// Fields this version does not know, or keeps without counting them.
    pub extra: Extra,
}

/// How ready a spare is; decides its dormancy where none is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandbyLevel {
    /// Running: fails as often as an active one.
    #[default]
    Hot,
    /// Half running: fails half as often.
    Warm,
    /// Off: does not fail.
    Cold,
}

impl StandbyLevel {
    /// All levels.
    pub const ALL: [StandbyLevel; 3] = [StandbyLevel::Hot, StandbyLevel::Warm, StandbyLevel::Cold];

    /// The word the document writes.
    pub fn word(self) -> &'static str {
        match self {
            StandbyLevel::Hot => "hot",
            StandbyLevel::Warm => "warm",
            StandbyLevel::Cold => "cold",
        }
    }

    /// The dormancy where none is given.
    pub fn dormancy(self) -> f64 {
        match self {
            StandbyLevel::Hot => 1.0,
            StandbyLevel::Warm => 0.5,
            StandbyLevel::Cold => 0.0,
        }
    }
}

/// Changes that go wrong: releases, configuration, migrations.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Bad changes a year, on average, while none is being rolled back.
    pub bad_per_year: f64,
    /// Of a pool: the share of its members that a bad change takes down, the first in its list, rounded up. Of a
    /// component: the share of bad changes that take it down. 1 when not given.
    pub blast: Option<Probability>,
    /// How long until it is rolled back; 1 hour when not given.
    pub rollback: Option<Duration>,
    /// Fields this version does not know.
    pub extra: Extra,
}

impl Standby {
    /// Failure rate of a spare over that of an active member, 0 to 1.
    pub fn dormancy(&self) -> f64 {
        self.dormancy.map_or(self.level.dormancy(), Probability::get)
    }

    /// Whether spares may have failed without anyone knowing.
    pub fn is_latent(&self) -> bool {
        self.latent || self.test_interval.is_some()
    }
}

impl Change {
    /// The share that is hit, 0 to 1.
    pub fn blast(&self) -> f64 {
        self.blast.map_or(1.0, Probability::get)
    }

    /// Mean time until rolled back, in hours.
    pub fn rollback_hours(&self) -> f64 {
        self.rollback.map_or(1.0, Duration::hours)
    }

    /// How many of `count` members are hit.
    pub fn members_hit(&self, count: usize) -> usize {
        // A third of three is one, though 0.333… times 3 may come out a little above it.
        ((self.blast() * count as f64 - 1e-9).ceil().max(0.0) as usize).min(count)
    }
}

impl Recovery {
    /// Whether nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == Recovery::default()
    }
}

impl Pool {
    /// How many of its members are repaired at a time: what the document says, else one for a standby pool (as in the
    /// textbook pair: Trivedi, Probability and Statistics with Reliability, 2002, section 8.4), else all.
    pub fn crews(&self) -> usize {
        let default = if self.recovery.standby.is_some() { 1 } else { self.members.len() };
        self.recovery.repair_crews.map_or(default, |crews| (crews as usize).min(self.members.len())).max(1)
    }

    /// The probability that a failure is covered: a standby's, or the pool's own.
    pub fn coverage(&self) -> f64 {
        let standby = self.recovery.standby.as_ref().and_then(|standby| standby.coverage);
        standby.or(self.recovery.coverage).map_or(1.0, Probability::get)
    }

    /// How long an uncovered failure lasts, in hours: a standby's, or the pool's own.
    pub fn manual_hours(&self) -> f64 {
        let standby = self.recovery.standby.as_ref().and_then(|standby| standby.manual);
        standby.or(self.recovery.manual).map_or(0.0, Duration::hours)
    }

    /// Whether its members' failures or repairs depend on each other, so that they are no independent events.
    pub fn is_dependent(&self) -> bool {
        let uncovered = self.coverage() < 1.0 && self.manual_hours() > 0.0;
        self.recovery.standby.is_some() || self.crews() < self.members.len() || uncovered
    }
}
