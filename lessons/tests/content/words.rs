//! Words: a word of the glossary is linked to its meaning where a lesson first uses it, and not used before the
//! lesson that introduces it.

use crate::Finding;
use crate::markdown::Mark;
use crate::source::{Content, LessonData, TermData};

pub fn check(lesson: &LessonData, content: &Content, found: &mut Vec<Finding>) {
    let runs = lesson.runs();
    for run in &runs {
        if let Some(Mark::Term(id)) = &run.mark
            && !content.glossary.iter().any(|term| term.id == *id)
        {
            found.push(Finding::new(&lesson.folder, format!("the glossary has no {id}")));
        }
    }
    for term in &content.glossary {
        let marked = |run: &str| matches!(run, id if id == term.id);
        let linked = runs.iter().position(|run| matches!(&run.mark, Some(Mark::Term(id)) if marked(id)));
        let used = runs.iter().position(|run| !run.is_heading && is_in(term, &run.text));
        check_order(term, lesson, linked, used, found);
    }
    for id in &lesson.introduces {
        let known = content.glossary.iter().find(|term| term.id == *id);
        if known.is_none_or(|term| term.lesson != lesson.label) {
            found.push(Finding::new(&lesson.folder, format!("the glossary does not say that {id} comes from here")));
        }
    }
}

fn check_order(
    term: &TermData,
    lesson: &LessonData,
    linked: Option<usize>,
    used: Option<usize>,
    found: &mut Vec<Finding>,
) {
    let mut say = |says: String| found.push(Finding::new(&lesson.folder, says));
    let is_introduced = lesson.introduces.contains(&term.id);
    match (linked, used) {
        (None, _) if is_introduced => say(format!("{} is introduced here and never linked", term.term)),
        (None, Some(_)) if !term.is_everyday => say(format!("\"{}\" is used without a link to its meaning", term.term)),
        (Some(linked), Some(used)) if used < linked && !term.is_everyday => {
            say(format!("\"{}\" is used before it is linked to its meaning", term.term));
        }
        _ => {}
    }
    // Labels are L01 to L30, so their order is the order of the course.
    if (linked.is_some() || (used.is_some() && !term.is_everyday)) && term.lesson > lesson.label {
        say(format!("\"{}\" is introduced only in {}", term.term, term.lesson));
    }
}

fn is_in(term: &TermData, text: &str) -> bool {
    let text = text.to_lowercase();
    let of_word = |c: char| c.is_alphanumeric();
    let forms = std::iter::once(&term.term).chain(&term.also).map(|form| form.to_lowercase());
    forms.into_iter().any(|form| {
        text.match_indices(&form)
            .any(|(at, _)| !text[..at].ends_with(of_word) && !text[at + form.len()..].starts_with(of_word))
    })
}
