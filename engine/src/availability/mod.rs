//! Exact availability: a decision diagram of the structure, and everything that is read from it.
//!
//! [`analyze()`] answers all questions at once, [`analyze_quickly()`] the same or not at all.
//! [`enumerate`](mod@enumerate) is the slow second opinion: it tries every combination of failures on the topology itself
//! and shares no code with the diagram. [`explain`](mod@explain) derives the number step by step, for people.

mod analyze;
mod bounded;
pub(crate) mod diagram;
pub(crate) mod build;
pub(crate) mod counts;
pub(crate) mod race;
pub(crate) mod paths;
mod solve;
mod frequency;
pub(crate) mod quantify;
pub(crate) mod cut_sets;
pub mod bounds;
mod importance;
pub(crate) mod zero_suppressed;
mod quick;
pub mod enumerate;
pub mod explain;

pub use analyze::{Analysis, AnalyzeOptions, CutSet, Importance, Method, analyze, analyze_quickly};
pub use quick::unavailability;
pub(crate) use quick::{Baseline, Quick, of_valid};
