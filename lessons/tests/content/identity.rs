//! Ids: unique, and the very ones listed in `ids.txt`. Progress is stored under them, so one that vanishes takes
//! somebody's work with it.

use crate::Finding;
use crate::markdown::SegmentData;
use crate::source::{Content, LessonData};

pub fn check(content: &Content, found: &mut Vec<Finding>) {
    let ids = ids_of(content);
    for (i, id) in ids.iter().enumerate() {
        if ids[..i].contains(id) {
            found.push(Finding::new("ids.txt", format!("{id} is there twice")));
        }
        if !content.ids.contains(id) {
            found.push(Finding::new("ids.txt", format!("{id} is new: add it")));
        }
    }
    for id in content.ids.iter().filter(|id| !ids.contains(id)) {
        found.push(Finding::new("ids.txt", format!("{id} is gone: ids never change")));
    }
}

/// Every id of the content, each with what it names.
fn ids_of(content: &Content) -> Vec<String> {
    let mut ids: Vec<String> = content.course.modules.iter().map(|module| format!("module {}", module.id)).collect();
    let entries = content.course.modules.iter().flat_map(|module| &module.lessons);
    ids.extend(entries.map(|entry| format!("lesson {}", entry.id)));
    ids.extend(content.glossary.iter().map(|term| format!("term {}", term.id)));
    ids.extend(content.sources.iter().map(|source| format!("source {}", source.id)));
    content.lessons.iter().for_each(|lesson| ids.extend(ids_in(lesson)));
    ids
}

fn ids_in(lesson: &LessonData) -> Vec<String> {
    let mut ids = Vec::new();
    for exercise in &lesson.exercises {
        ids.push(format!("exercise {}/{}", lesson.id, exercise.id));
        ids.extend(exercise.goals.iter().map(|goal| format!("goal {}/{}/{}", lesson.id, exercise.id, goal.id)));
    }
    for segment in &lesson.text.segments {
        match segment {
            SegmentData::Check(check) => ids.push(format!("check {}/{}", lesson.id, check.id)),
            SegmentData::Explain(id, ..) => ids.push(format!("explain {}/{id}", lesson.id)),
            _ => {}
        }
    }
    ids.extend(lesson.cards.iter().map(|card| format!("card {}/{}", lesson.id, card.id)));
    ids
}
