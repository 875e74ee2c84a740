//! The data of a fault tree. It may be wrong in ways only the whole shows; `validate` finds them.

/// A fault tree. Gates, basic events and house events share one space of names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultTree {
    /// What people call it; may be empty.
    pub name: String,
    /// The gate or event whose probability is asked for.
    pub top: String,
    /// How failures combine, in any order.
    pub gates: Vec<Gate>,
    /// What fails independently.
    pub events: Vec<BasicEvent>,
    /// Switches that are set, not uncertain.
    pub houses: Vec<HouseEvent>,
}

/// A combination of failures that has a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Its name.
    pub name: String,
    /// How its inputs combine.
    pub op: Op,
    /// What it combines, at least one.
    pub inputs: Vec<Input>,
}

/// How the inputs of a gate combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// All of them happen.
    And,
    /// At least one of them happens.
    Or,
    /// The only input does not happen.
    Not,
    /// Exactly one of two inputs happens. Of more than two, tools mean different things (an odd number, exactly one),
    /// so more are refused.
    Xor,
    /// At least this many of them happen, from 1 to as many as there are.
    AtLeast(u32),
}

/// An input of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The gate, basic event or house event of this name.
    Name(String),
    /// What always (`true`) or never (`false`) happens.
    Constant(bool),
}

/// What fails independently of everything else.
#[derive(Clone, Debug, PartialEq)]
pub struct BasicEvent {
    /// Its name.
    pub name: String,
    /// That it happens, from 0 to 1; for a repairable part its long-run unavailability.
    pub probability: f64,
}

/// A switch of the model: what it stands for happens, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseEvent {
    /// Its name.
    pub name: String,
    /// Whether it happens.
    pub state: bool,
}

/// The sizes a fault tree may have; more is refused before any work. Larger than what a document may have, so that a
/// tree can be answered for which no document can be written.
pub struct TreeLimits;

impl TreeLimits {
    /// Gates in a tree.
    pub const GATES: usize = 20_000;
    /// Basic events in a tree. Questions to a decision diagram recurse as deep as there are events, and this is what a
    /// stack of a megabyte holds.
    pub const EVENTS: usize = 4000;
    /// House events in a tree.
    pub const HOUSES: usize = 4000;
    /// Inputs of all gates together.
    pub const INPUTS: usize = 100_000;
    /// Characters of a name.
    pub const NAME: usize = 256;
}

impl Gate {
    /// A gate.
    pub fn new(name: &str, op: Op, inputs: Vec<Input>) -> Gate {
        Gate { name: name.to_string(), op, inputs }
    }
}

impl Input {
    /// The input of this name.
    pub fn name(name: &str) -> Input {
        Input::Name(name.to_string())
    }
}
