//! Answers by living through it: parts fail and are repaired, event after event, through years.
//!
//! [`History`] is one life that can be watched and meddled with; [`Study`] is many years of it, measured; [`Rare`]
//! measures what is too rare for years to show. One seed
//! gives one history on every platform: time is whole ticks, ties go by insertion number, and every part draws from
//! a random stream of its own name, so that adding a part does not change another's luck.

pub mod random;
mod draw;
pub mod timers;
mod graph;
mod world;
mod model;
mod lead_in;
mod who_serves;
mod history;
mod measured;
mod histogram;
mod script;
mod recording;
mod sums;
mod study;
mod rare;

pub use histogram::Histogram;
pub use history::{Fault, FaultError, Happening, History, HistoryOptions, OutagePhase, PartState, Start, Stretch};
pub use measured::Measured;
pub use rare::{Rare, RareMeasurement};
pub use recording::{Entry, Moment, Outage, Recording};
pub use script::Script;
pub use study::{Measurement, OutageMinutes, OutagesBin, Study, YEARS_MAX, YearlyMinutes, YearsBin};
pub use sums::Sums;
