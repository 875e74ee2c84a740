//! Exact availability: a decision diagram of the structure, and everything that is read from it.
//!
//! [`analyze()`] answers all questions at once. [`enumerate`](mod@enumerate) is the slow second opinion: it tries every
//! combination of failures on the topology itself and shares no code with the diagram. [`explain`](mod@explain) derives
//! the number step by step, for people.

mod analyze;
mod diagram;
mod build;
mod quantify;
mod cut_sets;
mod importance;
mod zero_suppressed;
pub mod enumerate;
pub mod explain;

pub use analyze::{Analysis, AnalyzeOptions, CutSet, Importance, Method, analyze};
