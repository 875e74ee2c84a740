//! Nines engine: how available is a system, exactly and by simulation.
//!
//! Reading order: [`ids`] and [`units`] are the words; [`topology`] is the system as drawn; [`format`](mod@format) reads
//! and writes it; [`structure`] turns it into "works if …", with [`markov`] for pools whose members depend on each other
//! and [`network`] for cables; [`availability`] answers exactly; [`fault_tree`] is what risk analysts exchange; [`sim`]
//! answers by living through it; [`advise`](mod@advise) looks for the cheapest way to a better answer; [`report`] says
//! it in the user's words.
//!
//! The engine knows no screen, clock, file or thread. The same document and seed give the same bytes on every
//! platform.
//!
//! ```
//! use nines_engine::{availability, format};
//!
//! let read = format::read(r#"{
//!   "format": "nines-topology", "version": 1,
//!   "clients": { "needs": ["web"] },
//!   "components": [
//!     { "id": "web-1", "kind": "server", "availability": 0.999 },
//!     { "id": "web-2", "kind": "server", "availability": 0.999 }
//!   ],
//!   "pools": [ { "id": "web", "members": ["web-1", "web-2"] } ]
//! }"#);
//! let topology = read.topology.expect("a correct document");
//! let answer = availability::analyze(&topology, &availability::AnalyzeOptions::standard()).expect("an answer");
//! // Two at 99.9 %, one needed: 1 − 0.001² (AWS Well-Architected, Reliability Pillar, "Availability").
//! assert!((answer.unavailability - 1e-6).abs() < 1e-18);
//! ```

pub mod ids;
pub mod units;
pub mod math;
pub mod order;
mod hash;
pub mod diag;
pub mod topology;
pub mod format;
pub mod markov;
pub mod structure;
pub mod network;
pub mod availability;
pub mod fault_tree;
pub mod sim;
pub mod advise;
pub mod report;
