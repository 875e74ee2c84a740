//! The content as Rust: the statics behind `catalogue()` and `segments()`. Texts become Rust string literals by
//! their `Debug` form, which escapes whatever needs it.

use super::markdown::{self, Mark, Rich, SegmentData};
use super::source::{
    Content, EntryData, ExerciseData, GoalData, LessonData, MistakeData, ModuleData, PredictionData, SlipData,
    SourceData, StatusData, TermData, TestData,
};

/// The whole catalogue.
pub fn catalogue(content: &Content) -> String {
    let modules = array(&content.course.modules, |module| self::module(module, content));
    let mut glossary: Vec<&TermData> = content.glossary.iter().collect();
    glossary.sort_by(|a, b| a.id.cmp(&b.id));
    let glossary = array(&glossary, |term| self::term(term));
    let title = &content.course.title;
    let mut out = format!(
        "pub static COURSE: Course = Course {{ title: {title:?}, modules: {modules}, glossary: {glossary} }};\n"
    );
    for (i, lesson) in content.lessons.iter().enumerate() {
        out += &format!("static LESSON_{i}: Lesson = {};\n", self::lesson(lesson, content));
        let segments = array(&lesson.text.segments, |s| segment(s, lesson));
        out += &format!("static SEGMENTS_{i}: &[Segment] = {segments};\n");
    }
    let out = link_lessons(out, content);
    let arms = content.lessons.iter().enumerate().map(|(i, l)| format!("{:?} => SEGMENTS_{i}, ", l.id));
    out + &format!(
        "pub fn segments(id: &str) -> &'static [Segment] {{ match id {{ {}_ => &[] }} }}\n",
        arms.collect::<String>()
    )
}

/// Links to lessons, from the folder of a lesson: to its page when it is written, to its place on the map otherwise.
fn link_lessons(mut out: String, content: &Content) -> String {
    for entry in content.course.modules.iter().flat_map(|module| &module.lessons) {
        let page = match entry.status {
            StatusData::Ready => format!("../{}/", entry.id),
            StatusData::ToCome => format!("../../map/#{}", entry.id),
        };
        out = out.replace(&format!("\\\"lesson:{}\\\"", entry.id), &format!("\\\"{page}\\\""));
    }
    out
}

fn array<T>(items: &[T], each: impl Fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(each).collect::<Vec<_>>().join(", "))
}

fn strings(items: &[String]) -> String {
    array(items, |item| format!("{item:?}"))
}

fn module(module: &ModuleData, content: &Content) -> String {
    let lessons = array(&module.lessons, |entry| self::entry(entry, content));
    format!("Module {{ id: {:?}, title: {:?}, lessons: {lessons} }}", module.id, module.title)
}

fn entry(entry: &EntryData, content: &Content) -> String {
    let written = content.lessons.iter().position(|lesson| lesson.id == entry.id);
    let status = match (entry.status, written) {
        (StatusData::Ready, Some(i)) => format!("Status::Ready(&LESSON_{i})"),
        // A lesson that is called ready and is not there is found by the tests; here it is only not offered.
        _ => "Status::ToCome".to_string(),
    };
    let EntryData { id, label, title, outcome, .. } = entry;
    format!("Entry {{ id: {id:?}, label: {label:?}, title: {title:?}, outcome: {outcome:?}, status: {status} }}")
}

fn lesson(lesson: &LessonData, content: &Content) -> String {
    let LessonData { id, label, module, title, summary, minutes, .. } = lesson;
    let terms = terms_of(lesson, content);
    let known = |id: &String| content.sources.iter().find(|source| source.id == *id);
    let sources: Vec<&SourceData> = lesson.sources.iter().filter_map(known).collect();
    let headings = array(&lesson.text.headings, |h| {
        format!("Heading {{ id: {:?}, level: {}, text: {:?} }}", h.id, h.level, h.text)
    });
    let checks: Vec<String> = lesson.text.segments.iter().filter_map(check).collect();
    let explains: Vec<String> = lesson.text.segments.iter().filter_map(explain).collect();
    let (checks, explains) = (array(&checks, String::clone), array(&explains, String::clone));
    let cards = array(&lesson.cards, |card| {
        format!("Card {{ id: {:?}, front_html: {}, back_html: {} }}", card.id, rich(&card.front), rich(&card.back))
    });
    format!(
        "Lesson {{ id: {id:?}, label: {label:?}, module: {module:?}, title: {title:?}, summary: {summary:?}, \
         minutes: {minutes}, outcomes: {}, roles: {}, skills: {}, terms: {}, sources: {}, headings: {headings}, \
         exercises: {}, checks: {checks}, explains: {explains}, cards: {cards} }}",
        strings(&lesson.outcomes),
        strings(&lesson.roles),
        strings(&lesson.skills),
        array(&terms, |term| self::term(term)),
        array(&sources, |s| format!("Source {{ id: {:?}, text: {:?}, url: {:?} }}", s.id, s.text, s.url)),
        array(&lesson.exercises, exercise),
    )
}

/// The words of the glossary the lesson links, in the order of the text.
fn terms_of<'a>(lesson: &LessonData, content: &'a Content) -> Vec<&'a TermData> {
    let mut terms: Vec<&TermData> = Vec::new();
    for run in lesson.runs() {
        let Some(Mark::Term(id)) = &run.mark else { continue };
        let found = content.glossary.iter().find(|term| term.id == *id);
        terms.extend(found.filter(|term| terms.iter().all(|known| known.id != term.id)));
    }
    terms
}

fn term(term: &TermData) -> String {
    let meaning = markdown::rich(&term.meaning).map(|meaning| meaning.html).unwrap_or_default();
    format!("Term {{ id: {:?}, term: {:?}, meaning_html: {meaning:?} }}", term.id, term.term)
}

fn exercise(exercise: &ExerciseData) -> String {
    let prediction = exercise.prediction.as_ref().map_or("None".into(), |p| format!("Some({})", prediction(p)));
    let mistake = mistake(&exercise.mistake, exercise);
    format!(
        "Exercise {{ id: {:?}, title: {:?}, task_html: {}, start: {:?}, prediction: {prediction}, goals: {}, \
         hints: {}, reference: Solution {{ topology: {:?}, says_html: {} }}, mistake: {mistake}, explanation_html: {} }}",
        exercise.id,
        exercise.title,
        rich(&exercise.task),
        exercise.start,
        array(&exercise.goals, goal),
        array(&exercise.hints, rich),
        exercise.reference,
        rich(&exercise.reference_says),
        rich(&exercise.explanation),
    )
}

fn mistake(mistake: &MistakeData, exercise: &ExerciseData) -> String {
    let slip = mistake.prediction.map_or("None".into(), |slip| {
        let name = match slip {
            SlipData::WeakestLink => "WeakestLink",
            SlipData::Average => "Average",
            SlipData::DownShare => "DownShare",
        };
        format!("Some(Slip::{name})")
    });
    let why = rich(&exercise.why);
    let (topology, fails) = (&exercise.mistake_topology, &mistake.fails);
    format!("Mistake {{ topology: {topology:?}, prediction: {slip}, fails: {fails:?}, why_html: {why} }}")
}

fn prediction(prediction: &PredictionData) -> String {
    let words =
        |text: &str| format!("{:?}", markdown::rich(text).map(|r| markdown::plain(&r.runs)).unwrap_or_default());
    format!(
        "Prediction {{ question: {}, within_pp: {:?}, right: {}, too_high: {}, too_low: {} }}",
        words(&prediction.question),
        prediction.within_pp,
        words(&prediction.right),
        words(&prediction.too_high),
        words(&prediction.too_low),
    )
}

fn goal(goal: &GoalData) -> String {
    let test = match &goal.test {
        TestData::AvailabilityAtLeast(share) => format!("AvailabilityAtLeast({share:?})"),
        TestData::DowntimeAtMost(minutes) => format!("DowntimeAtMost({minutes:?})"),
        TestData::CostIncreaseAtMost(units) => format!("CostIncreaseAtMost({units:?})"),
        TestData::ReliabilityUnchanged => "ReliabilityUnchanged".into(),
        TestData::StillUses(from, to) => format!("StillUses({from:?}, {to:?})"),
        TestData::StillNeeds(ids) => format!("StillNeeds({})", strings(ids)),
        TestData::SurvivesLossOf(id) => format!("SurvivesLossOf({id:?})"),
        TestData::PredictionWithin(points) => format!("PredictionWithin({points:?})"),
        TestData::RunForYears(years) => format!("RunForYears({years:?})"),
    };
    let text = markdown::rich(&goal.text).map(|text| markdown::plain(&text.runs)).unwrap_or_default();
    format!("Goal {{ id: {:?}, text: {text:?}, test: Test::{test} }}", goal.id)
}

fn segment(segment: &SegmentData, lesson: &LessonData) -> String {
    match segment {
        SegmentData::Html(text) => format!("Segment::Html({})", rich(text)),
        SegmentData::Figure(of, caption) => {
            let topology = lesson.document(of).unwrap_or_default();
            format!("Segment::Figure(Figure {{ topology: {topology:?}, caption_html: {} }})", rich(caption))
        }
        SegmentData::Callout(kind, title, text) => {
            format!("Segment::Callout(Callout {{ kind: {kind:?}, title: {title:?}, html: {} }})", rich(text))
        }
        SegmentData::Prediction(exercise) => format!("Segment::Prediction({exercise:?})"),
        SegmentData::Sandbox(exercise) => format!("Segment::Sandbox({exercise:?})"),
        SegmentData::Check(_) => format!("Segment::Check({})", check(segment).unwrap_or_default()),
        SegmentData::Explain(..) => format!("Segment::Explain({})", explain(segment).unwrap_or_default()),
    }
}

fn check(segment: &SegmentData) -> Option<String> {
    let SegmentData::Check(check) = segment else { return None };
    let choices = array(&check.choices, |choice| {
        let (text, because) = (rich(&choice.text), rich(&choice.because));
        format!("Choice {{ right: {}, html: {text}, because_html: {because} }}", choice.right)
    });
    let (id, question) = (&check.id, rich(&check.question));
    Some(format!("Check {{ id: {id:?}, question_html: {question}, choices: {choices} }}"))
}

fn explain(segment: &SegmentData) -> Option<String> {
    let SegmentData::Explain(id, prompt, model) = segment else { return None };
    let (prompt, model) = (rich(prompt), rich(model));
    Some(format!("Explain {{ id: {id:?}, prompt_html: {prompt}, model_html: {model} }}"))
}

fn rich(text: &Rich) -> String {
    format!("{:?}", text.html)
}
