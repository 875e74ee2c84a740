//! The targets. To add one: a file here with a `run`, and a line in [`TARGETS`]; `cargo xtask fuzz` and the step `fuzz`
//! find it there. To have a new question asked of every document, add a call to `analyze::ask`.

pub mod read;
pub mod analyze;
pub mod system;
mod answers;
mod derived;
mod life;
mod shared;
mod rare;
mod advice;
mod opinions;

/// One way to try the engine.
pub struct Target {
    /// What `--target` takes.
    pub name: &'static str,
    /// One line for a person.
    pub about: &'static str,
    /// What the bytes are, which decides how they are changed and where they begin (`seeds/documents`).
    pub input: Input,
    /// Tries one input; panics when something is wrong. `None` when it was too far from anything to be worth keeping.
    pub run: fn(&[u8]) -> Option<()>,
}

/// What an input's bytes are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The text of a document.
    Document,
    /// Choices for a generator.
    Choices,
}

impl Input {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Input::Document => "document",
            Input::Choices => "choices",
        }
    }
}

pub const TARGETS: [Target; 3] = [
    Target {
        name: "read",
        about: "what can be read is written and read again: equal",
        input: Input::Document,
        run: read::run,
    },
    Target {
        name: "analyze",
        about: "what can be read is analysed, explained, advised, measured and lived through",
        input: Input::Document,
        run: analyze::run,
    },
    Target {
        name: "system",
        about: "a correct system from the bytes; diagram, bounds and enumeration agree",
        input: Input::Choices,
        run: system::run,
    },
];
