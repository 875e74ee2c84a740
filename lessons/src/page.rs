//! A lesson as HTML, complete without a program: what the app makes alive stands there as text, inside
//! `<section class="widget">` elements that the app fills. Not here: the page around it; xtask writes that.

use std::fmt::Write as _;

use crate::figure;
use crate::model::{Callout, Check, Exercise, Explain, Figure, Lesson, Segment, Solution, topology_of};
use crate::segments;

/// The lesson as one `<article>`. Links in it are relative to the lesson's own folder.
pub fn lesson_html(lesson: &Lesson) -> String {
    let mut out = format!("<article class=\"lesson\" data-lesson=\"{}\">\n{}", lesson.id, head(lesson));
    for segment in segments(lesson) {
        out += &segment_html(segment, lesson);
    }
    out += &cards(lesson);
    out += &words(lesson);
    out += &sources(lesson);
    out + "</article>\n"
}

/// Text made safe to stand in HTML, in attributes too.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

fn head(lesson: &Lesson) -> String {
    let outcomes = items(lesson.outcomes.iter().map(|outcome| escaped(outcome)));
    format!(
        "<header class=\"lesson-head\">\n<p class=\"lesson-label\">{} · {}</p>\n<h1>{}</h1>\n\
         <p class=\"lesson-meta\">{} minutes · {} · {}</p>\n\
         <p class=\"outcomes-title\">After this lesson you can:</p>\n<ul class=\"outcomes\">{outcomes}</ul>\n</header>\n",
        lesson.module,
        lesson.label,
        escaped(lesson.title),
        lesson.minutes,
        escaped(&lesson.roles.join(", ")),
        escaped(&lesson.skills.join(", ")),
    )
}

fn segment_html(segment: &Segment, lesson: &Lesson) -> String {
    let exercise = |id: &str| lesson.exercise(id).expect("the tests check that every exercise of the text exists");
    match segment {
        Segment::Html(html) => (*html).to_string(),
        Segment::Figure(figure) => figure_html(figure),
        Segment::Callout(callout) => callout_html(callout),
        Segment::Prediction(id) => prediction(exercise(id)),
        Segment::Sandbox(id) => sandbox(exercise(id)),
        Segment::Check(check) => check_html(check),
        Segment::Explain(explain) => explain_html(explain),
    }
}

fn figure_html(figure: &Figure) -> String {
    let svg = figure::svg(&topology_of(figure.topology));
    format!("<figure class=\"topology\">{svg}<figcaption>{}</figcaption></figure>\n", figure.caption_html)
}

fn callout_html(callout: &Callout) -> String {
    let Callout { kind, title, html } = callout;
    let title = escaped(title);
    format!(
        "<aside class=\"callout callout-{kind}\">\n<h3 class=\"callout-title\">{title}</h3>\n{}</aside>\n",
        block(html)
    )
}

/// Text of one paragraph comes without its `<p>`.
fn block(html: &str) -> String {
    if html.starts_with('<') && html.trim_end().ends_with("</p>") || html.contains("<ul>") || html.contains("<ol>") {
        html.to_string()
    } else {
        format!("<p>{html}</p>\n")
    }
}

fn widget(kind: &str, id: &str, attribute: &str, body: &str) -> String {
    format!(
        "<section class=\"widget\" id=\"widget-{kind}-{id}\" data-widget=\"{kind}\" data-{attribute}=\"{id}\">\n{body}</section>\n"
    )
}

fn prediction(exercise: &Exercise) -> String {
    let Some(prediction) = &exercise.prediction else { return String::new() };
    let question = escaped(prediction.question);
    widget("prediction", exercise.id, "exercise", &format!("<p><strong>Predict:</strong> {question}</p>\n"))
}

fn sandbox(exercise: &Exercise) -> String {
    let mut body = format!(
        "<h3>Exercise {} · {}</h3>\n{}",
        exercise.id.to_uppercase(),
        escaped(exercise.title),
        block(exercise.task_html)
    );
    let goals = items(exercise.goals.iter().map(|goal| escaped(goal.text)));
    write!(body, "<p>It is done when:</p>\n<ul class=\"goals\">{goals}</ul>\n").expect("a string takes everything");
    body += &figure_html(&Figure { topology: exercise.start, caption_html: "Where you start." });
    body += "<p class=\"needs-wasm\">Working on it needs WebAssembly, which this browser does not offer or has not \
             loaded yet. The solution below can be read without it.</p>\n";
    let Solution { topology, says_html } = exercise.reference;
    let solution = if topology == exercise.start {
        // Nothing was to be drawn, so the picture above is the solution's too.
        block(says_html)
    } else {
        figure_html(&Figure { topology, caption_html: says_html })
    };
    write!(
        body,
        "<details class=\"solution\"><summary>A solution, and the usual mistake</summary>\n{solution}{}{}</details>\n",
        block(exercise.mistake.why_html),
        block(exercise.explanation_html)
    )
    .expect("a string takes everything");
    widget("sandbox", exercise.id, "exercise", &body)
}

fn check_html(check: &Check) -> String {
    let choices = items(check.choices.iter().map(|choice| {
        let word = if choice.right { "Right" } else { "Wrong" };
        format!("{}<details><summary>Right or wrong?</summary>{word}. {}</details>", choice.html, choice.because_html)
    }));
    let body = format!("{}<ul class=\"choices\">{choices}</ul>\n", block(check.question_html));
    widget("check", check.id, "check", &body)
}

fn explain_html(explain: &Explain) -> String {
    let body = format!(
        "<h3>In your own words</h3>\n{}<details><summary>Compare with one answer</summary>{}</details>\n",
        block(explain.prompt_html),
        block(explain.model_html)
    );
    widget("explain", explain.id, "explain", &body)
}

fn cards(lesson: &Lesson) -> String {
    let cards = lesson.cards.iter().map(|card| {
        let (front, back) = (card.front_html, block(card.back_html));
        format!("<details class=\"card\" data-card=\"{}\"><summary>{front}</summary>{back}</details>\n", card.id)
    });
    let body = format!("<h2 id=\"cards\">Cards to come back to</h2>\n{}", cards.collect::<String>());
    if lesson.cards.is_empty() { String::new() } else { widget("cards", lesson.id, "lesson", &body) }
}

fn words(lesson: &Lesson) -> String {
    let words = lesson
        .terms
        .iter()
        .map(|term| format!("<dt id=\"word-{}\">{}</dt><dd>{}</dd>\n", term.id, escaped(term.term), term.meaning_html));
    format!("<h2 id=\"words\">Words of this lesson</h2>\n<dl class=\"words\">\n{}</dl>\n", words.collect::<String>())
}

fn sources(lesson: &Lesson) -> String {
    if lesson.sources.is_empty() {
        return String::new();
    }
    let sources = lesson.sources.iter().map(|source| {
        let text = escaped(source.text);
        let text = match source.url {
            "" => text,
            url => format!("<a href=\"{}\" rel=\"external\">{text}</a>", escaped(url)),
        };
        format!("<li id=\"source-{}\">{text}</li>\n", source.id)
    });
    format!(
        "<h2 id=\"sources\">Where this comes from</h2>\n<ol class=\"sources\">\n{}</ol>\n",
        sources.collect::<String>()
    )
}

fn items(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("<li>{item}</li>\n")).collect()
}
