//! The availability as a derivation that can be followed by hand: leaves first, the clients last, each thing computed
//! once and referred to after.
//!
//! Members that share no event are a chain, stand side by side, or are counted. Where members share something, it is
//! settled first: once as working, once as down (pivotal decomposition; Barlow, Proschan: Statistical Theory of
//! Reliability and Life Testing, 1975, chapters 1 and 2). Where that would branch too often, one step takes its value
//! from the decision diagram and says so.
//!
//! Reading order: `forms` is what is taken apart, `labels` what it is called, `plan` how it is taken apart, `derive`
//! the numbers, `words`, `events` and `chains` the sentences. Not here: what matters most (see [`super::analyze()`]).

mod forms;
mod labels;
mod plan;
mod derive;
mod diagrams;
mod words;
mod events;
mod chains;
mod numbers;

pub use derive::explain;

use super::Method;
use crate::ids::Id;
use crate::report;
use crate::units::MINUTES_PER_YEAR;

/// The most steps of a derivation; what does not fit is taken from the decision diagram.
pub const STEPS_MAX: usize = 80;

/// How the clients' unavailability comes about, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The steps; each uses only earlier ones. The last one is the clients'.
    pub steps: Vec<Step>,
    /// The last step's unavailability: the long-run share of time in which the clients are not served.
    pub unavailability: f64,
    /// Whether every number is spelled out. When not, some steps are of kind [`StepKind::Diagram`]; their values are
    /// exact too.
    pub complete: bool,
    /// Whether the answer is exact; where it is approximate, what is taken differently from how it is was said of the
    /// pools concerned ([`crate::structure::approximations`]).
    pub method: Method,
}

/// One computation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What sort of computation it is.
    pub kind: StepKind,
    /// What formulas call the result: `app`, `app-1 itself`, `app if zone-a works`.
    pub name: String,
    /// What is computed: `app: 1 of app-1, app-2`.
    pub title: String,
    /// Why it is computed so, in a few plain sentences.
    pub words: String,
    /// The formula with names: `U(app) = U(app-1) · U(app-2)`.
    pub formula: String,
    /// The formula with numbers, and what it comes to: `U(app) = 0.001 · 0.001 = 1·10⁻⁶`.
    pub numbers: String,
    /// Long-run share of time it works; under the conditions in the name, when there are any.
    pub availability: f64,
    /// The rest, summed on its own.
    pub unavailability: f64,
    /// Parts to point at, the one that is computed first; `clients` may be among them.
    pub parts: Vec<Id>,
    /// Indices of the steps whose values it uses, all of them earlier.
    pub uses: Vec<usize>,
}

/// Sorts of computations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// From what the document says about one part, or several alike.
    Event,
    /// All of some independent things must work.
    Series,
    /// One of some independent things must work.
    Parallel,
    /// A number of some independent things must work.
    AtLeast,
    /// Something shared works, or is down: one case each.
    Condition,
    /// By the decision diagram, not spelled out.
    Diagram,
    /// Nothing can change it.
    Certain,
}

impl StepKind {
    /// The word answers use.
    pub fn word(self) -> &'static str {
        match self {
            StepKind::Event => "event",
            StepKind::Series => "series",
            StepKind::Parallel => "parallel",
            StepKind::AtLeast => "at_least",
            StepKind::Condition => "condition",
            StepKind::Diagram => "diagram",
            StepKind::Certain => "certain",
        }
    }
}

impl Derivation {
    /// The derivation for a terminal: numbered steps, each with its words, formula, numbers and
    /// result. Ends in a line break.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (i, step) in self.steps.iter().enumerate() {
            step.write(i + 1, &mut text);
        }
        if !self.complete {
            text.push_str("Some steps take their number from the decision diagram; those numbers are exact too.\n");
        }
        if self.method == Method::Approximate {
            text.push_str("The answer is approximate: some pools are not followed exactly, as the findings say.\n");
        }
        text
    }
}

impl Step {
    fn write(&self, number: usize, text: &mut String) {
        let uses: Vec<String> = self.uses.iter().map(|step| (step + 1).to_string()).collect();
        let from = if uses.is_empty() { String::new() } else { format!(" (from {})", uses.join(", ")) };
        let lines = [&self.words, &self.formula, &self.numbers, &self.result()].map(|line| wrapped(line));
        text.push_str(&format!("{number}. {}{from}\n", self.title));
        lines.iter().for_each(|line| text.push_str(line));
    }

    /// What it comes to in people's words: `99.900 %, down 8 h 46 min a year (3.00 nines)`.
    pub fn result(&self) -> String {
        let percent = report::percent(self.unavailability);
        if self.unavailability <= 0.0 {
            return format!("{percent}, never down");
        }
        let minutes = report::minutes_text(self.unavailability * MINUTES_PER_YEAR);
        format!("{percent}, down {minutes} a year ({})", report::nines_text(self.unavailability))
    }
}

/// The columns of the derivation's text; a longer word stays whole.
const COLUMNS: usize = 110;

/// Lines of at most [`COLUMNS`] characters, each three spaces in; those after the first two more.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut line = "  ".to_string();
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > COLUMNS && !line.trim().is_empty() {
            lines.push_str(&line);
            lines.push('\n');
            line = "    ".to_string();
        }
        line.push(' ');
        line.push_str(word);
    }
    lines + &line + "\n"
}
