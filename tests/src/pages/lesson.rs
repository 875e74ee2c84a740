//! A lesson: its text, the prediction, the comparison, the goals of its exercises. The instrument beside it is [`super::Sandbox`].

use crate::element::Element;
use crate::page::Page;

/// A lesson's page.
#[derive(Clone, Copy)]
pub struct Lesson<'page> {
    page: &'page Page,
}

impl<'page> Lesson<'page> {
    /// Goes to a lesson.
    #[track_caller]
    pub fn open(page: &'page Page, id: &str) -> Lesson<'page> {
        page.open(&format!("learn/{id}/"));
        Lesson { page }
    }

    /// The prediction that is asked for: the field, to be filled, and the button.
    #[track_caller]
    pub fn predict(self, percent: &str) {
        self.page.find("textbox", "Your prediction").fill(percent);
        self.page.find("button", "Lock in").click();
    }

    /// The text beside the prediction of an exercise once it is locked in: the three answers and why they differ.
    #[track_caller]
    pub fn comparison(self, exercise: &str) -> String {
        self.page.place(&format!("#comparison-{exercise}")).text()
    }

    /// An exercise in the text.
    #[track_caller]
    pub fn exercise(self, id: &str) -> Element<'page> {
        self.page.place(&format!("#widget-sandbox-{id}"))
    }

    /// Puts an exercise into the instrument.
    #[track_caller]
    pub fn work_on(self, id: &str) {
        self.exercise(id).find("button", "Work on it").click();
        self.exercise(id).find("button", "Go to the drawing");
    }

    /// The goals of an exercise that hold, by their ids.
    #[track_caller]
    pub fn reached(self, exercise: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(goal => goal.dataset.goal)";
        let selector = format!("#goals-{exercise} [data-met=true]");
        let goals = self.page.script(script, &[selector.into()]);
        goals.as_array().into_iter().flatten().filter_map(|goal| Some(goal.as_str()?.to_owned())).collect()
    }

    /// Waits until these goals of an exercise hold, and no others.
    #[track_caller]
    pub fn reaches(self, exercise: &str, goals: &[&str]) {
        self.page
            .until(&format!("the goals {goals:?} of {exercise}"), || (self.reached(exercise) == goals).then_some(()));
    }
}
