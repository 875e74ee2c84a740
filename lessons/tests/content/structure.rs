//! Structure: the course map and the lessons agree, headings are in order, whatever is linked or shown exists, and
//! nothing is missing that every lesson has.

use crate::Finding;
use crate::markdown::{Mark, SegmentData};
use crate::source::{Content, EntryData, LessonData, StatusData};

const CALLOUTS: [&str; 4] = ["rule", "career", "mistake", "note"];

pub fn check(content: &Content, found: &mut Vec<Finding>) {
    let entries = || content.course.modules.iter().flat_map(|module| &module.lessons);
    for (i, entry) in entries().enumerate() {
        if entry.label != format!("L{:02}", i + 1) {
            found.push(Finding::new("course.json", format!("{} is the lesson number {}", entry.label, i + 1)));
        }
        let is_written = content.lessons.iter().any(|lesson| lesson.id == entry.id);
        if is_written != (entry.status == StatusData::Ready) {
            found.push(Finding::new("course.json", format!("{}: the map and the folders do not agree", entry.id)));
        }
    }
    for lesson in &content.lessons {
        check_map(lesson, content, found);
        check_front(lesson, content, found);
        check_headings(lesson, found);
        check_blocks(lesson, found);
        check_links(lesson, &entries().collect::<Vec<_>>(), found);
    }
}

fn check_map(lesson: &LessonData, content: &Content, found: &mut Vec<Finding>) {
    let agrees = content.course.modules.iter().any(|module| {
        let same = |e: &&EntryData| e.id == lesson.id && e.label == lesson.label && e.title == lesson.title;
        module.id == lesson.module && module.lessons.iter().any(|entry| same(&entry))
    });
    let folder = format!("{}-{}", lesson.label.trim_start_matches('L'), lesson.id);
    if !agrees || folder != lesson.folder {
        found.push(Finding::new(
            &lesson.folder,
            "its id, number, title, module or folder is not that of the course map",
        ));
    }
}

fn check_front(lesson: &LessonData, content: &Content, found: &mut Vec<Finding>) {
    let mut say = |says: String| found.push(Finding::new(&lesson.folder, says));
    if !lesson.minutes.parse::<u32>().is_ok_and(|minutes| (5..=90).contains(&minutes)) {
        say(format!("minutes: {} is not from 5 to 90", lesson.minutes));
    }
    for (name, list) in [("outcomes", &lesson.outcomes), ("roles", &lesson.roles), ("skills", &lesson.skills)] {
        if list.is_empty() {
            say(format!("it has no {name}"));
        }
    }
    if !(3..=5).contains(&lesson.cards.len()) {
        say(format!("it has {} cards, not 3 to 5", lesson.cards.len()));
    }
    if lesson.exercises.is_empty() {
        say("it has no exercise".into());
    }
    for id in &lesson.sources {
        let is_cited = lesson.runs().iter().any(|run| run.mark == Some(Mark::Fact(id.clone())));
        if !content.sources.iter().any(|source| source.id == *id) || !is_cited {
            say(format!("the source {id} is not in sources.json, or the text does not use it"));
        }
    }
}

fn check_headings(lesson: &LessonData, found: &mut Vec<Finding>) {
    let mut level_before = 1;
    let headings = &lesson.text.headings;
    for (i, heading) in headings.iter().enumerate() {
        if heading.level < 2 || heading.level > level_before + 1 {
            let says =
                format!("the heading \"{}\" of level {} follows level {level_before}", heading.text, heading.level);
            found.push(Finding::new(&lesson.folder, says));
        }
        if headings[..i].iter().any(|other| other.id == heading.id) {
            found.push(Finding::new(&lesson.folder, format!("two headings are \"{}\"", heading.id)));
        }
        level_before = heading.level;
    }
}

fn check_blocks(lesson: &LessonData, found: &mut Vec<Finding>) {
    let mut say = |says: String| found.push(Finding::new(&lesson.folder, says));
    let mut shown = Vec::new();
    let mut has_explain = false;
    for segment in &lesson.text.segments {
        match segment {
            SegmentData::Html(_) => {}
            SegmentData::Figure(document, _) if lesson.document(document).is_none() => {
                say(format!("the figure {document} does not exist"));
            }
            SegmentData::Figure(..) => {}
            SegmentData::Callout(kind, ..) if !CALLOUTS.contains(&kind.as_str()) => {
                say(format!("no callout is a {kind}"))
            }
            SegmentData::Callout(..) => {}
            SegmentData::Prediction(id) => {
                if !lesson.exercises.iter().any(|e| e.id == *id && e.prediction.is_some()) {
                    say(format!("no exercise {id} asks for a prediction"));
                }
            }
            SegmentData::Sandbox(id) => shown.push(id.as_str()),
            SegmentData::Check(check) => {
                if check.choices.len() < 2 || check.choices.iter().filter(|choice| choice.right).count() != 1 {
                    say(format!("the check {} has not exactly one right choice of two or more", check.id));
                }
            }
            SegmentData::Explain(..) => has_explain = true,
        }
    }
    let exercises: Vec<&str> = lesson.exercises.iter().map(|e| e.id.as_str()).collect();
    if shown != exercises {
        say(format!("the text shows the exercises {shown:?}, and there are {exercises:?}"));
    }
    if !has_explain {
        say("nothing is asked to be explained".into());
    }
}

fn check_links(lesson: &LessonData, entries: &[&EntryData], found: &mut Vec<Finding>) {
    for run in lesson.runs() {
        let says = match &run.mark {
            Some(Mark::Lesson(id)) if !entries.iter().any(|entry| entry.id == *id) => {
                format!("no lesson is called {id}")
            }
            Some(Mark::Fact(id)) if !lesson.sources.contains(id) => format!("{id} is not among the lesson's sources"),
            _ => continue,
        };
        found.push(Finding::new(&lesson.folder, says));
    }
}
