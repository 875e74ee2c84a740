//! The hand-written lower limits: each file is a plain program for one question, as short and as fast as it gets
//! without generality. They read no documents, explain nothing and refuse nothing; that is what the engine's ratio to
//! them pays for. They share no code with the engine. Where the engine is faster the file is no limit: `frontier` asks
//! every pair anew, and the engine shares work between pairs.

pub mod bdd;
pub mod crews;
pub mod events;
pub mod frontier;
pub mod k_of_n;
pub mod sampled;
