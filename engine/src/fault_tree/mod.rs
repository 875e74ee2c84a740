//! Fault trees: failure logic, as risk analysts write it. A gate says of which failures it consists, where a topology
//! says what works; the two are each other's mirror image, and both directions are here.
//!
//! Reading order: `model` is the tree, `validate` finds everything wrong with it at once, `formula` resolves names and
//! takes constants away, `coherent` asks whether a failure can ever help; [`to_topology`] and [`from_topology()`]
//! translate, [`quantify()`] answers exactly. The XML that others exchange is the command line's matter.
//!
//! ```
//! use nines_engine::fault_tree::{BasicEvent, FaultTree, Gate, Input, Op, quantify};
//!
//! let event = |name: &str, probability| BasicEvent { name: name.to_string(), probability };
//! let tree = FaultTree {
//!     name: "pumps".to_string(),
//!     top: "both fail".to_string(),
//!     gates: vec![Gate::new("both fail", Op::And, vec![Input::name("pump 1"), Input::name("pump 2")])],
//!     events: vec![event("pump 1", 0.01), event("pump 2", 0.02)],
//!     houses: Vec::new(),
//! };
//! let answer = quantify(&tree, 1000).expect("a correct tree");
//! assert!((answer.probability - 0.0002).abs() < 1e-18);
//! assert_eq!(answer.cut_sets_by_order, Some(vec![0.0, 1.0]));
//! ```

mod model;
mod validate;
mod formula;
mod coherent;
mod names;
mod to_topology;
mod from_topology;
mod orders;
mod build;
mod quantify;

#[cfg(test)]
mod tests;

pub use coherent::{is_coherent, not_coherent_because};
pub use from_topology::from_topology;
pub use model::{BasicEvent, FaultTree, Gate, HouseEvent, Input, Op, TreeLimits};
pub use quantify::{Quantities, quantify};
pub use to_topology::{Converted, to_topology};
pub use validate::validate;
