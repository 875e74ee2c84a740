//! What is asked about a network and what is answered: plain data.

/// A network with probabilities. Nodes are numbered by their place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The unavailability of each node, 0 to 1.
    pub nodes: Vec<f64>,
    /// The links. Several between the same nodes, and links from a node to itself, are allowed.
    pub links: Vec<Link>,
}

/// A link. It has no direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// One end: a place in [`Network::nodes`].
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// 0 to 1.
    pub unavailability: f64,
}

impl Network {
    /// # Panics
    /// When a number is no probability or a link ends at no node: the caller's mistake.
    pub(super) fn check(&self) {
        let is_probability = |x: f64| (0.0..=1.0).contains(&x);
        assert!(self.nodes.iter().all(|&u| is_probability(u)), "the unavailability of every node is within 0 and 1");
        for link in &self.links {
            assert!(is_probability(link.unavailability), "the unavailability of every link is within 0 and 1");
            assert!((link.a as usize) < self.nodes.len(), "every link ends at nodes");
            assert!((link.b as usize) < self.nodes.len(), "every link ends at nodes");
        }
    }
}

/// A network without probabilities: what can fail at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The nodes.
    pub nodes: Vec<NodeShape>,
    /// The links.
    pub links: Vec<LinkShape>,
}

/// A node without its probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeShape {
    /// Whether it can be down.
    pub fallible: bool,
    /// Whether a path may lead through it. One that may not is still an end of paths.
    pub passable: bool,
}

/// A link without its probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkShape {
    /// One end: a place in [`Shape::nodes`].
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// Whether it can be down.
    pub fallible: bool,
}

/// Something that is up or down on its own: the place of a node or of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A place in `nodes`.
    Node(u32),
    /// A place in `links`.
    Link(u32),
}

/// How much a probability may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many states of the frontier are kept at a time. A frontier of up to 16 nodes takes about 100 bytes a
    /// state; wider ones count as more states, so that memory keeps to the limit. Past it the least likely states
    /// are given up, and the answer is bounds.
    pub states_max: u32,
}

impl Limits {
    /// A million states: some 100 MB, and about ten seconds at the worst for a hundred links; a grid of 12 by 12 fits.
    pub fn standard() -> Limits {
        Limits { states_max: 1 << 20 }
    }
}

/// How large a decision diagram may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionLimits {
    /// How many states may be looked at, all levels together: never fewer than the decisions that come out. States of
    /// a frontier wider than 16 nodes count as more, as in [`Limits::states_max`].
    pub decisions_max: u32,
}

/// The decisions grew past [`DecisionLimits::decisions_max`], or the frontier past 252 nodes. Nothing was kept; ask
/// with a higher limit, or ask [`two_terminal`](super::two_terminal()), which answers with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// How likely two nodes are connected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoTerminal {
    /// The probability that both are up and connected; a lower bound of it when not `exact`.
    pub up: f64,
    /// The probability that they are not, summed on its own so that a small one keeps its digits; a lower bound of
    /// it when not `exact`. The truth is then within `up` and 1 − `down`.
    pub down: f64,
    /// Whether no state was given up.
    pub exact: bool,
}

/// The answer for one pair of nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The node with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How likely they are connected.
    pub answer: TwoTerminal,
}
