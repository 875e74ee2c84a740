//! Exact availability: a decision diagram of the structure, and everything that is read from it.
//!
//! [`analyze()`] answers all questions at once. [`enumerate`](mod@enumerate) is the slow second opinion: it tries every
//! combination of failures on the topology itself and shares no code with the diagram.

mod analyze;
mod diagram;
mod build;
mod solve;
mod frequency;
mod quantify;
mod cut_sets;
mod importance;
mod zero_suppressed;
mod quick;
pub mod enumerate;

pub use analyze::{Analysis, AnalyzeOptions, CutSet, Importance, Method, analyze};
pub use quick::unavailability;
pub(crate) use quick::{Baseline, of_valid};
