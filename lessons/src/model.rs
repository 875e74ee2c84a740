//! The course as data: modules, lessons, exercises, goals, predictions, cards. All of it is static, made by the
//! build script from `content/`. Nothing here computes: [`crate::goal`] and [`crate::prediction`] do.

use nines_engine::format;
use nines_engine::topology::Topology;

/// The whole course.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// What the course is called.
    pub title: &'static str,
    /// The modules in order.
    pub modules: &'static [Module],
    /// The words the course uses, ordered by id.
    pub glossary: &'static [Term],
}

/// A module: a few lessons with one subject.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// `M1`, `M2`…
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its lessons in order.
    pub lessons: &'static [Entry],
}

/// A lesson as the course map shows it, written or not.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name in addresses and in storage: `chains-and-dependencies`. Never changes.
    pub id: &'static str,
    /// What people call it: `L03`.
    pub label: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What you can do after it, one line.
    pub outcome: &'static str,
    /// Whether it can be taken.
    pub status: Status,
}

/// Whether a lesson can be taken.
#[derive(Clone, Copy, Debug)]
pub enum Status {
    /// It is written.
    Ready(&'static Lesson),
    /// It is planned.
    ToCome,
}

/// A lesson that is written, without its text: that is [`crate::segments`], apart, so that a program that does
/// not ask for the text does not carry it.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// The name in addresses and in storage. Never changes.
    pub id: &'static str,
    /// What people call it: `L03`.
    pub label: &'static str,
    /// The module it belongs to: `M1`.
    pub module: &'static str,
    /// Its title.
    pub title: &'static str,
    /// One line for search engines and lists.
    pub summary: &'static str,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// What you can do after it, each a plain sentence.
    pub outcomes: &'static [&'static str],
    /// The roles it prepares for.
    pub roles: &'static [&'static str],
    /// The skills it trains.
    pub skills: &'static [&'static str],
    /// The words of the glossary it uses, in the order of the text.
    pub terms: &'static [Term],
    /// Where its facts come from.
    pub sources: &'static [Source],
    /// The headings of its text in order.
    pub headings: &'static [Heading],
    /// Its exercises in order.
    pub exercises: &'static [Exercise],
    /// The questions with choices of its text, in order; here too, so that they can be had without the text.
    pub checks: &'static [Check],
    /// The questions of its text to answer in one's own words, likewise.
    pub explains: &'static [Explain],
    /// Its review cards.
    pub cards: &'static [Card],
}

/// A word of the glossary.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// Its name in links: `hard-need`.
    pub id: &'static str,
    /// The word.
    pub term: &'static str,
    /// What it means, as HTML.
    pub meaning_html: &'static str,
}

/// Where a fact comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its name in links.
    pub id: &'static str,
    /// Authors, title, place, year.
    pub text: &'static str,
    /// Its address, or empty.
    pub url: &'static str,
}

/// A heading of a lesson's text.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    /// The id of its HTML element.
    pub id: &'static str,
    /// 2 or 3; 1 is the lesson's title.
    pub level: u8,
    /// Its plain text.
    pub text: &'static str,
}

/// A stretch of a lesson's text.
#[derive(Clone, Copy, Debug)]
pub enum Segment {
    /// Ready HTML.
    Html(&'static str),
    /// A system to look at.
    Figure(Figure),
    /// Something beside the text.
    Callout(Callout),
    /// Here the prediction of the exercise with this id is asked for.
    Prediction(&'static str),
    /// Here the exercise with this id is worked on.
    Sandbox(&'static str),
    /// A question with choices, to check yourself with.
    Check(Check),
    /// A question to answer in your own words.
    Explain(Explain),
}

/// A system to look at.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The topology document.
    pub topology: &'static str,
    /// What the picture shows, as HTML.
    pub caption_html: &'static str,
}

/// Something beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Callout {
    /// `rule`, `career`, `mistake` or `note`.
    pub kind: &'static str,
    /// Its title, plain.
    pub title: &'static str,
    /// Its text.
    pub html: &'static str,
}

/// A question with choices.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name within the lesson. Never changes.
    pub id: &'static str,
    /// The question.
    pub question_html: &'static str,
    /// The choices in order; exactly one is right.
    pub choices: &'static [Choice],
}

/// A choice of a [`Check`].
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Whether it is the right one.
    pub right: bool,
    /// The choice.
    pub html: &'static str,
    /// Why it is right or wrong; to be shown after the choice was made.
    pub because_html: &'static str,
}

/// A question to answer in your own words, and an answer to compare with.
#[derive(Clone, Copy, Debug)]
pub struct Explain {
    /// Its name within the lesson. Never changes.
    pub id: &'static str,
    /// What to explain.
    pub prompt_html: &'static str,
    /// A good answer; to be shown on request, after the learner has written one.
    pub model_html: &'static str,
}

/// A review card.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Its name within the lesson. Never changes.
    pub id: &'static str,
    /// The question.
    pub front_html: &'static str,
    /// The answer.
    pub back_html: &'static str,
}

/// An exercise.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// Its name within the lesson: `a`, `b`… Never changes.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What to do.
    pub task_html: &'static str,
    /// The topology document to begin with.
    pub start: &'static str,
    /// The prediction to lock in before anything runs.
    pub prediction: Option<Prediction>,
    /// What must hold at the end, all of it.
    pub goals: &'static [Goal],
    /// Hints in the order to give them, as HTML.
    pub hints: &'static [&'static str],
    /// A solution, to be shown on request.
    pub reference: Solution,
    /// What many do, and why it fails.
    pub mistake: Mistake,
    /// What the exercise shows; to be read when it is solved.
    pub explanation_html: &'static str,
}

impl Exercise {
    /// The topology to begin with.
    ///
    /// # Panics
    /// Never for exercises of the catalogue: the tests read every one of them.
    pub fn start_topology(&self) -> Topology {
        topology_of(self.start)
    }
}

/// A topology document of the catalogue as a topology.
///
/// # Panics
/// When the text is no correct document. The tests read every document of the catalogue.
pub fn topology_of(text: &str) -> Topology {
    format::read(text).topology.expect("the documents of the catalogue are checked by its tests")
}

/// A solution of an exercise.
#[derive(Clone, Copy, Debug)]
pub struct Solution {
    /// The topology document.
    pub topology: &'static str,
    /// What was done and why, as HTML.
    pub says_html: &'static str,
}

/// What many do instead.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// The topology document of it, or `None` when the mistake is in the prediction.
    pub topology: Option<&'static str>,
    /// The mistake in the prediction, when it is there.
    pub prediction: Option<Slip>,
    /// The id of the goal it fails.
    pub fails: &'static str,
    /// Why it fails, as HTML.
    pub why_html: &'static str,
}

/// A mistaken way to get at the availability of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Taking the availability of the weakest part for that of the whole.
    WeakestLink,
    /// Taking the average of the parts' availabilities.
    Average,
    /// Taking the availability of a part that is not the weakest for that of the whole.
    OnePart,
    /// Leaving a part out of the product.
    LeftOut,
    /// Answering with the share of time it is down.
    DownShare,
}

/// What must hold.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// Its name within the exercise. Never changes.
    pub id: &'static str,
    /// What must hold, in words, plain.
    pub text: &'static str,
    /// How it is decided.
    pub test: Test,
}

/// How a goal is decided. All shares are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Test {
    /// The exact availability is at least this.
    AvailabilityAtLeast(f64),
    /// The downtime is at most this many minutes a year.
    DowntimeAtMost(f64),
    /// The cost is at most this many units above the start's.
    CostIncreaseAtMost(f64),
    /// Every component of the start is still there and fails and is repaired as before.
    ReliabilityUnchanged,
    /// The first part still leads to the second by needs, hard or soft, or by membership of pools.
    StillUses(&'static str, &'static str),
    /// Hard needs, and membership of pools, still lead from the clients to each of these parts.
    StillNeeds(&'static [&'static str]),
    /// The clients are still served while this part alone is down.
    SurvivesLossOf(&'static str),
    /// A prediction is locked in, and at most this many percentage points from the exact availability of the start.
    PredictionWithin(f64),
    /// The simulation has run for at least this many years.
    RunForYears(f64),
}

/// A prediction to lock in.
#[derive(Clone, Copy, Debug)]
pub struct Prediction {
    /// The question, plain. The answer is an availability.
    pub question: &'static str,
    /// How near counts as right, in percentage points.
    pub within_pp: f64,
    /// What to say to a right one, plain.
    pub right: &'static str,
    /// What to say to one that is too high, plain.
    pub too_high: &'static str,
    /// What to say to one that is too low, plain.
    pub too_low: &'static str,
}
