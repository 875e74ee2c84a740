//! A learner's work on one lesson as it is stored: what was predicted, drawn, answered and reached. Pure; the browser's
//! storage is `platform::storage`, and `notebook` decides when to write. No times are kept: how long somebody took is
//! nobody's business.

use nines_engine::order::{Map, Set};
use nines_lessons::Lesson;
use serde::{Deserialize, Serialize};

/// Everything that is kept of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Version of this form: [`Progress::VERSION`].
    version: u32,
    /// The exercise that was worked on last.
    #[serde(default)]
    pub active: String,
    /// Work on exercises, by their ids.
    #[serde(default)]
    pub exercises: Map<String, Work>,
    /// Choices tried, in order, by the ids of the questions.
    #[serde(default)]
    pub checks: Map<String, Vec<usize>>,
    /// Answers in the learner's own words, by the ids of the questions.
    #[serde(default)]
    pub explains: Map<String, Explanation>,
}

/// Work on one exercise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    /// The prediction that is locked in: an availability from 0 to 1.
    pub guess: Option<f64>,
    /// How many hints were asked for.
    pub hints: usize,
    /// Ids of the goals about a run that were reached: a run is not stored, so having reached them is.
    pub reached: Set<String>,
    /// All goals held at one moment.
    pub solved: bool,
    /// The document's text, unless it is the start's.
    pub document: Option<String>,
    /// The learner's own document, from before the reference solution took its place.
    pub own: Option<String>,
    /// Whether the reference solution was asked for.
    pub solution: bool,
}

/// An answer in one's own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Explanation {
    /// As typed.
    pub text: String,
    /// Whether it was compared with the model.
    pub compared: bool,
}

/// Why stored text is no progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressError {
    /// It cannot be read.
    Broken,
    /// A newer version of Nines wrote it.
    Newer,
}

/// How far a lesson is, for the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing done yet.
    Fresh,
    /// So many exercises are solved, not all of them.
    Started {
        /// Exercises solved.
        solved: usize,
    },
    /// Every exercise is solved.
    Done,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress {
            version: Progress::VERSION,
            active: String::new(),
            exercises: Map::new(),
            checks: Map::new(),
            explains: Map::new(),
        }
    }
}

impl Progress {
    /// The first version of the form.
    pub const VERSION: u32 = 1;

    /// The key under which a lesson's progress is stored.
    pub fn key(lesson: &str) -> String {
        format!("nines.lesson.{lesson}")
    }

    /// Reads stored text. A prediction that is no availability is dropped: it could not have been locked in.
    ///
    /// # Errors
    /// [`ProgressError`]; the text should be kept aside then, not thrown away.
    pub fn read(text: &str) -> Result<Progress, ProgressError> {
        let version: OnlyVersion = serde_json::from_str(text).map_err(|_| ProgressError::Broken)?;
        if version.version > Progress::VERSION {
            return Err(ProgressError::Newer);
        }
        let mut progress: Progress = serde_json::from_str(text).map_err(|_| ProgressError::Broken)?;
        for work in progress.exercises.values_mut() {
            work.guess = work.guess.filter(|guess| (0.0..=1.0).contains(guess));
        }
        Ok(progress)
    }

    /// The text to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The work on an exercise; nothing done when there is none.
    pub fn work(&self, exercise: &str) -> Work {
        self.exercises.get(exercise).cloned().unwrap_or_default()
    }

    /// The work on an exercise, to change.
    pub fn work_mut(&mut self, exercise: &str) -> &mut Work {
        self.exercises.entry(exercise.to_string()).or_default()
    }

    /// How far the lesson is.
    pub fn standing(&self, lesson: &Lesson) -> Standing {
        let solved = lesson.exercises.iter().filter(|e| self.exercises.get(e.id).is_some_and(|w| w.solved)).count();
        let touched = self.exercises.values().any(|work| *work != Work::default())
            || !self.checks.is_empty()
            || self.explains.values().any(|explanation| !explanation.text.is_empty());
        match solved {
            all if all > 0 && all == lesson.exercises.len() => Standing::Done,
            0 if !touched => Standing::Fresh,
            solved => Standing::Started { solved },
        }
    }
}

/// Read first, because the rest of a newer form may be anything.
#[derive(Deserialize)]
struct OnlyVersion {
    version: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked() -> Progress {
        let mut progress = Progress { active: "b".into(), ..Progress::default() };
        *progress.work_mut("a") = Work {
            guess: Some(0.9959),
            hints: 2,
            reached: Set::from(["run".to_string()]),
            solved: true,
            document: Some("{\"title\": \"<b>\"}".into()),
            own: None,
            solution: false,
        };
        progress.checks.insert("weakest".into(), vec![2, 0]);
        progress.explains.insert("own-words".into(), Explanation { text: "because\n…".into(), compared: true });
        progress
    }

    #[test]
    fn progress_comes_back() {
        assert_eq!(Progress::read(&worked().write()), Ok(worked()));
        assert_eq!(Progress::read(r#"{"version":1}"#), Ok(Progress::default()));
    }

    #[test]
    fn broken_and_newer_are_told_apart() {
        assert_eq!(Progress::read("{"), Err(ProgressError::Broken));
        assert_eq!(Progress::read("[]"), Err(ProgressError::Broken));
        assert_eq!(Progress::read(r#"{"version":1,"exercises":7}"#), Err(ProgressError::Broken));
        assert_eq!(Progress::read(r#"{"version":2,"exercises":7}"#), Err(ProgressError::Newer));
    }

    #[test]
    fn a_guess_that_is_no_availability_is_dropped() {
        let read = Progress::read(r#"{"version":1,"exercises":{"a":{"guess":17.0},"b":{"guess":1.0}}}"#).unwrap();
        assert_eq!((read.work("a").guess, read.work("b").guess), (None, Some(1.0)));
    }

    #[test]
    fn a_lesson_is_fresh_then_started_then_done() {
        let lesson = nines_lessons::catalogue().lessons().next().unwrap();
        let mut progress = Progress { active: "a".into(), ..Progress::default() };
        assert_eq!(progress.standing(lesson), Standing::Fresh);
        progress.work_mut("a").hints = 1;
        assert_eq!(progress.standing(lesson), Standing::Started { solved: 0 });
        for (i, exercise) in lesson.exercises.iter().enumerate() {
            progress.work_mut(exercise.id).solved = true;
            let all = i + 1 == lesson.exercises.len();
            assert_eq!(progress.standing(lesson) == Standing::Done, all);
        }
    }
}
