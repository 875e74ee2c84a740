//! The course map: the page lists every lesson; here those that are begun or done are marked, and the one to take next.

use nines_lessons::Lesson;

use crate::lesson::progress::{Progress, Standing};
use crate::platform::lesson_dom::Place;
use crate::platform::storage;

/// Marks the lessons of the course map.
#[inline(never)]
pub fn mount_map() {
    let mut next_is_named = false;
    for lesson in nines_lessons::catalogue().lessons() {
        let (status, note) = match standing(lesson) {
            Standing::Done => ("done", "done".to_string()),
            Standing::Started { solved } => {
                next_is_named = true;
                ("due", format!("begun: {solved} of {} exercises done", lesson.exercises.len()))
            }
            Standing::Fresh if next_is_named => continue,
            Standing::Fresh => {
                next_is_named = true;
                ("due", format!("next: {} minutes", lesson.minutes))
            }
        };
        for place in Place::all(&format!(".entry[data-lesson=\"{}\"]", lesson.id)) {
            place.mark("data-status", status);
            place.write(".entry-note", &note);
        }
    }
}

/// What cannot be read counts as nothing done: the lesson itself says so and keeps it aside.
fn standing(lesson: &Lesson) -> Standing {
    let stored = storage::get(&Progress::key(lesson.id));
    let progress = stored.and_then(|text| Progress::read(&text).ok()).unwrap_or_default();
    progress.standing(lesson)
}
