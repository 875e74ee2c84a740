//! Networks whose nodes and links both fail: how likely two nodes can reach each other, exactly, on any graph, circles
//! included.
//!
//! Everything is independent and undirected. Two nodes are connected when both are up and some path of up links
//! through up nodes joins them. [`two_terminal()`] answers for one pair, [`all_pairs()`] for every pair at once, and
//! [`decide()`] writes down the decisions behind the answer, for those who put the network into a larger structure.
//!
//! Reading order: `chance` is the arithmetic; `blocks` cuts the graph where a single node holds it together; `reduce`
//! shortens chains; `order` and `plan` say in which order the rest is asked; `state` and `level` are the frontier
//! method; then the three questions, of which `decide` has its `way`.
//!
//! ```
//! use nines_engine::network::{Limits, Link, Network, two_terminal};
//!
//! // A ring of four perfect nodes: two ways round, two links each.
//! let link = |a, b| Link { a, b, unavailability: 0.1 };
//! let ring = Network { nodes: vec![0.0; 4], links: vec![link(0, 1), link(1, 2), link(2, 3), link(3, 0)] };
//! let answer = two_terminal(&ring, 0, 2, &Limits::standard());
//! assert!((answer.down - 0.19 * 0.19).abs() < 1e-15);
//! assert!(answer.exact);
//! ```

mod model;
mod chance;
mod blocks;
mod part;
mod reduce;
mod order;
mod plan;
mod state;
mod level;
mod two_terminal;
mod record;
mod shared;
mod all_pairs;
mod way;
mod decide;

pub use all_pairs::all_pairs;
pub use decide::{Bracket, Decision, Decisions, decide, decide_likeliest};
pub use model::{
    DecisionLimits, Element, Limits, Link, LinkShape, Network, NodeShape, Pair, Shape, TooLarge, TwoTerminal,
};
pub use two_terminal::two_terminal;
