//! The Nines course: lessons as checked data.
//!
//! The content is under `content/`: a folder a lesson, Markdown with front matter, exercises as data. The build
//! script turns it into the static [`catalogue`], so that no parser is in the program that shows it; the tests in
//! `tests/` recompute every number the prose states. Not here: anything on a screen (the app), writing files
//! (xtask).
//!
//! Reading order: [`model`] is the course as data; [`goal`] decides what is reached; [`prediction`] says what a
//! guess was worth; [`page`] writes a lesson as HTML.
//!
//! ```
//! use nines_lessons::{catalogue, goal};
//!
//! let lesson = catalogue().lesson("chains-and-dependencies").expect("a lesson that is written");
//! let exercise = lesson.exercise("b").expect("its second exercise");
//! let start = goal::Start::new(exercise.start_topology()).expect("a start without errors");
//! let results: Vec<_> = exercise.goals.iter().map(|g| goal::evaluate(g, &start.situation())).collect();
//! assert!(!results.iter().all(|r| r.met), "the start is not the solution");
//! ```

pub mod chain;
pub mod figure;
pub mod goal;
pub mod model;
pub mod page;
pub mod prediction;

pub use model::{
    Callout, Card, Check, Choice, Course, Entry, Exercise, Explain, Figure, Goal, Heading, Lesson, Mistake, Module,
    Prediction, Segment, Slip, Solution, Source, Status, Term, Test,
};
pub use page::lesson_html;

mod generated {
    use crate::model::*;
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// The whole course.
pub fn catalogue() -> &'static Course {
    &generated::COURSE
}

/// The text of a lesson in order; empty for a lesson that is not of the [`catalogue`].
pub fn segments(lesson: &Lesson) -> &'static [Segment] {
    generated::segments(lesson.id)
}

impl Course {
    /// All lessons in order, written or not.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        self.modules.iter().flat_map(|module| module.lessons)
    }

    /// The lessons that are written, in order.
    pub fn lessons(&self) -> impl Iterator<Item = &'static Lesson> + use<> {
        self.entries().filter_map(|entry| match entry.status {
            Status::Ready(lesson) => Some(lesson),
            Status::ToCome => None,
        })
    }

    /// The written lesson with this id.
    pub fn lesson(&self, id: &str) -> Option<&'static Lesson> {
        self.lessons().find(|lesson| lesson.id == id)
    }
}

impl Lesson {
    /// The exercise with this id.
    pub fn exercise(&self, id: &str) -> Option<&'static Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }
}
