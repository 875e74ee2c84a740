//! The text of lessons: Markdown with marks and blocks.
//!
//! Marks are links whose address is a promise: `[99.590 %](num:a.start.availability)` is a number the engine
//! computes, `[…](fact:id)` one that a source states, `[hard need](term:hard-need)` the first use of a word of
//! the glossary, `[…](lesson:id)` another lesson. Blocks are fences whose first word names them: `figure a.start`,
//! `callout rule Title`, `prediction a`, `sandbox a`, `check id`, `explain id`, `formula`.
//! Whether the promises hold is for the tests to say.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// A stretch of text as HTML, and what its words are.
#[derive(Clone, Debug, Default)]
pub struct Rich {
    pub html: String,
    pub runs: Vec<Run>,
}

/// Words in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: String,
    pub mark: Option<Mark>,
    pub is_heading: bool,
}

/// What a stretch of words promises.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Number(String),
    Fact(String),
    Term(String),
    Lesson(String),
}

/// The text of a lesson.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub segments: Vec<SegmentData>,
    pub headings: Vec<HeadingData>,
}

#[derive(Clone, Debug)]
pub struct HeadingData {
    pub id: String,
    pub level: u8,
    pub text: String,
}

#[derive(Clone, Debug)]
pub enum SegmentData {
    Html(Rich),
    /// `exercise.document`, and the caption.
    Figure(String, Rich),
    /// Kind, title and text.
    Callout(String, String, Rich),
    Prediction(String),
    Sandbox(String),
    Check(CheckData),
    /// Id, prompt and model answer.
    Explain(String, Rich, Rich),
}

#[derive(Clone, Debug)]
pub struct CheckData {
    pub id: String,
    pub question: Rich,
    pub choices: Vec<ChoiceData>,
}

#[derive(Clone, Debug)]
pub struct ChoiceData {
    pub right: bool,
    pub text: Rich,
    pub because: Rich,
}

impl SegmentData {
    /// Its texts in reading order.
    pub fn texts(&self) -> Vec<&Rich> {
        match self {
            SegmentData::Html(text) | SegmentData::Figure(_, text) | SegmentData::Callout(_, _, text) => vec![text],
            SegmentData::Prediction(_) | SegmentData::Sandbox(_) => Vec::new(),
            SegmentData::Check(check) => {
                let choices = check.choices.iter().flat_map(|choice| [&choice.text, &choice.because]);
                std::iter::once(&check.question).chain(choices).collect()
            }
            SegmentData::Explain(_, prompt, model) => vec![prompt, model],
        }
    }
}

/// Reads the text of a lesson.
pub fn text(markdown: &str) -> Result<Text, String> {
    let mut out = Text::default();
    let mut plain: Vec<Event> = Vec::new();
    let mut fence: Option<(String, String)> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match (event, &mut fence) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) => {
                fence = Some((info.to_string(), String::new()))
            }
            (Event::Text(words), Some((_, body))) => body.push_str(&words),
            (Event::End(TagEnd::CodeBlock), _) => {
                let (info, body) = fence.take().ok_or("indented code has no meaning in a lesson")?;
                if info == "formula" {
                    let formula = format!("<p class=\"formula\">{}</p>\n", inline(&rich(&body)?.html));
                    flush(&mut plain, &mut out)?;
                    out.segments.push(SegmentData::Html(Rich { html: formula, runs: rich(&body)?.runs }));
                } else {
                    flush(&mut plain, &mut out)?;
                    out.segments.push(block(&info, &body)?);
                }
            }
            (event, None) => plain.push(event.into_static()),
            (other, Some(_)) => return Err(format!("unexpected in a block: {other:?}")),
        }
    }
    flush(&mut plain, &mut out)?;
    Ok(out)
}

/// Reads a stretch of Markdown. A single paragraph loses its `<p>`, so that it fits anywhere.
pub fn rich(markdown: &str) -> Result<Rich, String> {
    let events: Vec<Event> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut rich = render(events, &mut Vec::new())?;
    if rich.html.matches("<p>").count() == 1 && rich.html.starts_with("<p>") && rich.html.ends_with("</p>\n") {
        rich.html = inline(&rich.html).to_string();
    }
    Ok(rich)
}

/// The words of a stretch, without marks.
pub fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect::<String>().trim().to_string()
}

fn inline(html: &str) -> &str {
    html.trim().trim_start_matches("<p>").trim_end_matches("</p>")
}

fn flush(plain: &mut Vec<Event<'static>>, out: &mut Text) -> Result<(), String> {
    if !plain.is_empty() {
        let rich = render(std::mem::take(plain), &mut out.headings)?;
        out.segments.push(SegmentData::Html(rich));
    }
    Ok(())
}

fn block(info: &str, body: &str) -> Result<SegmentData, String> {
    let (word, rest) = info.split_once(' ').unwrap_or((info, ""));
    let rest = rest.trim().to_string();
    Ok(match word {
        "figure" => SegmentData::Figure(rest, rich(body)?),
        "callout" => {
            let (kind, title) = rest.split_once(' ').ok_or("a callout has a kind and a title")?;
            SegmentData::Callout(kind.to_string(), title.to_string(), rich(body)?)
        }
        "prediction" => SegmentData::Prediction(rest),
        "sandbox" => SegmentData::Sandbox(rest),
        "check" => SegmentData::Check(check(rest, body)?),
        "explain" => {
            let (prompt, model) =
                body.split_once("\n---\n").ok_or("an explain block has a line of --- before its answer")?;
            SegmentData::Explain(rest, rich(prompt)?, rich(model)?)
        }
        other => return Err(format!("no block is called {other}")),
    })
}

/// The question, then a line a choice: `- [x] the choice :: why it is right`.
fn check(id: String, body: &str) -> Result<CheckData, String> {
    let (choices, question): (Vec<&str>, Vec<&str>) = body.lines().partition(|line| line.starts_with("- ["));
    let choice = |line: &str| -> Result<ChoiceData, String> {
        let wrong = line.strip_prefix("- [ ] ");
        let text = wrong.or_else(|| line.strip_prefix("- [x] ")).ok_or_else(|| format!("no choice: {line}"))?;
        let (text, because) = text.split_once(" :: ").ok_or_else(|| format!("a choice without a reason: {line}"))?;
        Ok(ChoiceData { right: wrong.is_none(), text: rich(text)?, because: rich(because)? })
    };
    let choices = choices.into_iter().map(choice).collect::<Result<_, _>>()?;
    Ok(CheckData { id, question: rich(&question.join("\n"))?, choices })
}

/// Where in the text an event stands.
#[derive(Default)]
struct Place {
    mark: Option<Mark>,
    heading: Option<(u8, usize)>,
}

fn render(events: Vec<Event>, headings: &mut Vec<HeadingData>) -> Result<Rich, String> {
    let mut runs: Vec<Run> = Vec::new();
    let mut place = Place::default();
    let mut output: Vec<Event> = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.contains(':') => {
                let (mark, html) = open(&dest_url)?;
                place.mark = mark;
                output.push(Event::InlineHtml(CowStr::from(html)));
            }
            Event::End(TagEnd::Link) => {
                let close = place.mark.take().map_or("</a>".into(), |mark| close(&mark));
                output.push(Event::InlineHtml(CowStr::from(close)));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                place.heading = Some((level as u8, runs.len()));
                output.push(Event::Html(CowStr::Borrowed("")));
            }
            Event::End(TagEnd::Heading(level)) => {
                let (_, first) = place.heading.take().ok_or("a heading ends that did not begin")?;
                output.extend(heading(level as u8, &runs[first..], headings));
                push(&mut runs, "\n", &place);
            }
            Event::Text(words) | Event::Code(words) if place.heading.is_some() => push(&mut runs, &words, &place),
            other => {
                follow(&other, &mut runs, &place);
                output.push(other);
            }
        }
    }
    let mut html = String::new();
    html::push_html(&mut html, output.into_iter());
    end_block(&mut runs);
    // A wide table scrolls by itself, so that the page does not.
    let html = html.replace("<table>", "<div class=\"table\"><table>").replace("</table>", "</table></div>");
    Ok(Rich { html, runs })
}

/// Keeps the words of an event; the end of a block ends a line.
fn follow(event: &Event, runs: &mut Vec<Run>, place: &Place) {
    match event {
        Event::Text(words) | Event::Code(words) => push(runs, words, place),
        Event::SoftBreak | Event::HardBreak => push(runs, " ", place),
        Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::TableHead | TagEnd::TableRow) => {
            push(runs, "\n", place);
        }
        _ => {}
    }
}

fn push(runs: &mut Vec<Run>, words: &str, place: &Place) {
    let is_heading = place.heading.is_some();
    match runs.last_mut() {
        Some(last) if last.mark == place.mark && last.is_heading == is_heading => last.text.push_str(words),
        _ => runs.push(Run { text: words.to_string(), mark: place.mark.clone(), is_heading }),
    }
}

/// Keeps the last word of a text apart from the first of the next.
fn end_block(runs: &mut Vec<Run>) {
    push(runs, "\n", &Place::default());
}

fn heading(level: u8, runs: &[Run], headings: &mut Vec<HeadingData>) -> Vec<Event<'static>> {
    let text = plain(runs);
    let id: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let id = id.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let html = format!("<h{level} id=\"{id}\">{}</h{level}>\n", escaped(&text));
    headings.push(HeadingData { id, level, text });
    vec![Event::Html(CowStr::from(html))]
}

/// What a link opens: its mark, if it is one, and the HTML.
fn open(address: &str) -> Result<(Option<Mark>, String), String> {
    let (scheme, rest) = address.split_once(':').unwrap_or((address, ""));
    let rest = rest.to_string();
    Ok(match scheme {
        "num" => (Some(Mark::Number(rest)), "<span class=\"num\">".into()),
        "fact" => (Some(Mark::Fact(rest.clone())), format!("<a class=\"fact\" href=\"#source-{rest}\">")),
        "term" => (Some(Mark::Term(rest.clone())), format!("<dfn><a class=\"term\" href=\"#word-{rest}\">")),
        "lesson" => (Some(Mark::Lesson(rest.clone())), format!("<a href=\"{address}\">")),
        "https" => (None, format!("<a href=\"{}\" rel=\"external\">", escaped(address))),
        other => return Err(format!("no link begins with {other}:")),
    })
}

fn close(mark: &Mark) -> String {
    match mark {
        Mark::Number(_) => "</span>",
        Mark::Term(_) => "</a></dfn>",
        Mark::Fact(_) | Mark::Lesson(_) => "</a>",
    }
    .into()
}

/// Text within HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => write!(out, "{other}").expect("a string takes everything"),
        }
    }
    out
}
