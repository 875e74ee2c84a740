//! The content as it is read from its files, before it becomes Rust or is checked. Only its shape is looked at
//! here. Next: [`super::markdown`] for the text.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::front;
use super::markdown::{self, Rich, Run, SegmentData, Text};

/// Texts by path within the content folder, with `/` between names.
pub type Files = BTreeMap<String, String>;

/// Everything under `content/`.
#[derive(Clone, Debug)]
pub struct Content {
    pub course: CourseData,
    pub glossary: Vec<TermData>,
    pub sources: Vec<SourceData>,
    /// The ids that were ever given, a line each.
    pub ids: Vec<String>,
    /// In the order of their folders.
    pub lessons: Vec<LessonData>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseData {
    pub title: String,
    pub modules: Vec<ModuleData>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleData {
    pub id: String,
    pub title: String,
    pub lessons: Vec<EntryData>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryData {
    pub id: String,
    pub label: String,
    pub title: String,
    pub outcome: String,
    pub status: StatusData,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum StatusData {
    Ready,
    ToCome,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermData {
    pub id: String,
    pub term: String,
    /// Other forms of the word that a text may use, such as the plural.
    #[serde(default)]
    pub also: Vec<String>,
    pub meaning: String,
    /// The word is an everyday one too, so it cannot be looked for in a text.
    #[serde(default)]
    pub is_everyday: bool,
    /// The label of the lesson that introduces it.
    pub lesson: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceData {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub url: String,
}

#[derive(Clone, Debug)]
pub struct LessonData {
    /// Its folder, such as `03-chains-and-dependencies`.
    pub folder: String,
    pub id: String,
    pub label: String,
    pub module: String,
    pub title: String,
    pub summary: String,
    pub minutes: String,
    pub outcomes: Vec<String>,
    pub roles: Vec<String>,
    pub skills: Vec<String>,
    pub introduces: Vec<String>,
    pub sources: Vec<String>,
    pub text: Text,
    pub exercises: Vec<ExerciseData>,
    /// The documents under `figures/`, by name.
    pub figures: BTreeMap<String, String>,
    pub cards: Vec<CardData>,
}

#[derive(Clone, Debug)]
pub struct ExerciseData {
    pub id: String,
    pub title: String,
    pub task: Rich,
    pub prediction: Option<PredictionData>,
    pub goals: Vec<GoalData>,
    pub hints: Vec<Rich>,
    pub reference_says: Rich,
    pub mistake: MistakeData,
    pub why: Rich,
    pub explanation: Rich,
    /// The texts of goals and prediction, which the catalogue has without HTML.
    pub plain_texts: Vec<Rich>,
    pub start: String,
    pub reference: String,
    /// Absent when the mistake is in the prediction.
    pub mistake_topology: Option<String>,
}

/// `exercise.json`. Texts are Markdown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseFile {
    id: String,
    title: String,
    task: String,
    prediction: Option<PredictionData>,
    goals: Vec<GoalData>,
    hints: Vec<String>,
    reference: ReferenceFile,
    mistake: MistakeData,
    explanation: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceFile {
    says: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MistakeData {
    #[serde(default)]
    pub prediction: Option<SlipData>,
    pub fails: String,
    pub why: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SlipData {
    WeakestLink,
    Average,
    DownShare,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredictionData {
    pub question: String,
    pub within_pp: f64,
    pub right: String,
    pub too_high: String,
    pub too_low: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalData {
    pub id: String,
    pub text: String,
    pub test: TestData,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestData {
    AvailabilityAtLeast(f64),
    DowntimeAtMost(f64),
    CostIncreaseAtMost(f64),
    ReliabilityUnchanged,
    StillUses(String, String),
    StillNeeds(Vec<String>),
    SurvivesLossOf(String),
    PredictionWithin(f64),
    RunForYears(f64),
}

#[derive(Clone, Debug)]
pub struct CardData {
    pub id: String,
    pub front: Rich,
    pub back: Rich,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    id: String,
    front: String,
    back: String,
}

impl LessonData {
    /// The topology document that a figure or a number means: `a.start`, `b.reference`, `b.mistake`, or
    /// `figures.three` for `figures/three.json`.
    pub fn document(&self, name: &str) -> Option<&str> {
        let (exercise, which) = name.split_once('.')?;
        if exercise == "figures" {
            return self.figures.get(which).map(String::as_str);
        }
        let exercise = self.exercises.iter().find(|e| e.id == exercise)?;
        match which {
            "start" => Some(&exercise.start),
            "reference" => Some(&exercise.reference),
            "mistake" => exercise.mistake_topology.as_deref(),
            _ => None,
        }
    }

    /// The words of the lesson as a reader meets them: an exercise where the text first brings it, the cards last.
    pub fn runs(&self) -> Vec<&Run> {
        let mut met: Vec<&str> = Vec::new();
        let mut runs: Vec<&Run> = Vec::new();
        for segment in &self.text.segments {
            if let SegmentData::Prediction(id) | SegmentData::Sandbox(id) = segment {
                let found = self.exercises.iter().find(|e| e.id == *id && !met.contains(&e.id.as_str()));
                found.into_iter().for_each(|exercise| {
                    met.push(&exercise.id);
                    runs.extend(exercise.texts().into_iter().flat_map(|text| &text.runs));
                });
            }
            runs.extend(segment.texts().into_iter().flat_map(|text| &text.runs));
        }
        runs.extend(self.cards.iter().flat_map(|card| card.front.runs.iter().chain(&card.back.runs)));
        runs
    }
}

impl ExerciseData {
    fn texts(&self) -> Vec<&Rich> {
        let mut texts = vec![&self.task];
        texts.extend(&self.plain_texts);
        texts.extend(&self.hints);
        texts.extend([&self.reference_says, &self.why, &self.explanation]);
        texts
    }
}

/// Reads every file under a folder.
pub fn files_under(folder: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        let entries = std::fs::read_dir(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        for entry in entries {
            let path = entry.map_err(|e| format!("{}: {e}", dir.display()))?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let within = path.strip_prefix(folder).map_err(|e| e.to_string())?;
            let names: Vec<_> = within.iter().map(|name| name.to_string_lossy()).collect();
            files.insert(names.join("/"), text);
        }
    }
    Ok(files)
}

/// Reads the content.
pub fn read(files: &Files) -> Result<Content, String> {
    let ids = file(files, "ids.txt")?.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let folders: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix("/lesson.md")).collect();
    Ok(Content {
        course: json(files, "course.json")?,
        glossary: json(files, "glossary.json")?,
        sources: json(files, "sources.json")?,
        ids: ids.map(str::to_string).collect(),
        lessons: folders.into_iter().map(|folder| read_lesson(files, folder)).collect::<Result<_, _>>()?,
    })
}

fn read_lesson(files: &Files, folder: &str) -> Result<LessonData, String> {
    let path = format!("{folder}/lesson.md");
    let say = |error: String| format!("{path}: {error}");
    let (mut front, body) = front::split(file(files, &path)?).map_err(say)?;
    let mut line = |name: &str| front.take_line(name).map_err(say);
    let (id, label, module) = (line("id")?, line("number")?, line("module")?);
    let (title, summary, minutes) = (line("title")?, line("summary")?, line("minutes")?);
    let mut list = |name: &str| front.take_list(name).map_err(say);
    let (outcomes, roles, skills) = (list("outcomes")?, list("roles")?, list("skills")?);
    let (introduces, sources) = (list("introduces")?, list("sources")?);
    front.finish().map_err(say)?;
    let exercises =
        files.keys().filter_map(|p| p.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix("/exercise.json"));
    let exercises =
        exercises.map(|name| read_exercise(files, &format!("{folder}/{name}"))).collect::<Result<_, _>>()?;
    let text = markdown::text(body).map_err(say)?;
    let figure = |path: &String| {
        let name = path.strip_prefix(folder)?.strip_prefix("/figures/")?.strip_suffix(".json")?;
        Some(compact(files, path).map(|text| (name.to_string(), text)))
    };
    let figures = files.keys().filter_map(figure).collect::<Result<_, _>>()?;
    let cards = read_cards(files, &format!("{folder}/cards.json"))?;
    let folder = folder.to_string();
    Ok(LessonData {
        folder,
        id,
        label,
        module,
        title,
        summary,
        minutes,
        outcomes,
        roles,
        skills,
        introduces,
        sources,
        text,
        exercises,
        figures,
        cards,
    })
}

fn read_exercise(files: &Files, folder: &str) -> Result<ExerciseData, String> {
    let path = format!("{folder}/exercise.json");
    let read: ExerciseFile = json(files, &path)?;
    let rich = |text: &str| markdown::rich(text).map_err(|e| format!("{path}: {e}"));
    let hints = read.hints.iter().map(|hint| rich(hint)).collect::<Result<_, _>>()?;
    let mistake_path = format!("{folder}/mistake.json");
    let mut plain_texts: Vec<&str> = read.goals.iter().map(|goal| goal.text.as_str()).collect();
    if let Some(p) = &read.prediction {
        plain_texts.extend([&*p.question, &*p.right, &*p.too_high, &*p.too_low]);
    }
    let plain_texts = plain_texts.into_iter().map(rich).collect::<Result<_, _>>()?;
    Ok(ExerciseData {
        plain_texts,
        id: read.id,
        title: read.title,
        task: rich(&read.task)?,
        prediction: read.prediction,
        goals: read.goals,
        hints,
        reference_says: rich(&read.reference.says)?,
        why: rich(&read.mistake.why)?,
        mistake: read.mistake,
        explanation: rich(&read.explanation)?,
        start: compact(files, &format!("{folder}/start.json"))?,
        reference: compact(files, &format!("{folder}/reference.json"))?,
        mistake_topology: files.contains_key(&mistake_path).then(|| compact(files, &mistake_path)).transpose()?,
    })
}

fn read_cards(files: &Files, path: &str) -> Result<Vec<CardData>, String> {
    let read: Vec<CardFile> = json(files, path)?;
    let rich = |text: &str| markdown::rich(text).map_err(|e| format!("{path}: {e}"));
    let card = |card: CardFile| Ok(CardData { front: rich(&card.front)?, back: rich(&card.back)?, id: card.id });
    read.into_iter().map(card).collect()
}

/// A topology document without its white space; the order of its parts is kept.
fn compact(files: &Files, path: &str) -> Result<String, String> {
    let value: serde_json::Value = json(files, path)?;
    Ok(value.to_string())
}

fn file<'a>(files: &'a Files, path: &str) -> Result<&'a str, String> {
    files.get(path).map(String::as_str).ok_or_else(|| format!("{path} is missing"))
}

fn json<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> Result<T, String> {
    serde_json::from_str(file(files, path)?).map_err(|error| format!("{path}: {error}"))
}
