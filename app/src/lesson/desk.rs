//! Everything a lesson does: which exercise is in the sandbox, what is locked in, shown and reached. A `Copy` handle by
//! context; the views beside this file read it and call it. The sandbox itself is `bench`; what is kept is `progress`.

use std::sync::Arc;

use nines_editor::Action;
use nines_engine::availability::{Analysis, AnalyzeOptions, analyze};
use nines_engine::format;
use nines_engine::topology::Topology;
use nines_lessons::goal::{self, GoalResult, Situation, Start};
use nines_lessons::model::topology_of;
use nines_lessons::{Exercise, Lesson, Test};

use super::notebook::Notebook;
use super::progress::{Progress, Work};
use super::wording;
use crate::bench::{Bench, BenchOptions, Severity, Speed};
use crate::live::prelude::*;
use crate::platform::lesson_dom::whenever;
use crate::platform::page;

/// The history every exercise begins with. Everybody sees the same one, so that the text can talk about it.
const SEED: u64 = 1;

/// A handle on a lesson that is open.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The sandbox, with one exercise in it at a time.
    pub bench: Bench,
    notebook: Notebook,
    stations: &'static [Station],
}

/// An exercise with what follows from its work.
#[derive(Clone, Copy)]
pub struct Station {
    /// The exercise.
    pub exercise: &'static Exercise,
    /// Where it starts, with its exact answer.
    pub start: &'static Start,
    /// The work on it.
    pub work: Memo<Work>,
    /// Whether it is the one in the sandbox.
    pub active: Memo<bool>,
    /// How its goals stand, in their order.
    pub results: Memo<Vec<GoalResult>>,
    /// What was taken away by starting over, until the page is left.
    aside: RwSignal<Option<Work>>,
}

impl Desk {
    /// Opens a lesson where it was left.
    pub fn open(lesson: &'static Lesson) -> Desk {
        let (notebook, trouble) = Notebook::open(lesson);
        let first = lesson.exercises.first().map_or("", |exercise| exercise.id);
        notebook.progress.update_untracked(|progress| {
            if lesson.exercise(&progress.active).is_none() {
                progress.active = first.to_string();
            }
        });
        let bench = Bench::new(BenchOptions {
            document: Topology::default(),
            storage_key: None,
            seed: SEED,
            speed: Speed::Day,
        });
        let stations = lesson.exercises.iter().map(|exercise| station(exercise, notebook.progress, bench));
        // One lesson a page, so this is leaked once.
        let stations: &'static [Station] = stations.collect::<Vec<_>>().leak();
        let desk = Desk { bench, notebook, stations };
        desk.put_on_bench();
        if let Some(trouble) = trouble {
            bench.tell(Severity::Warning, trouble);
        }
        desk.keep();
        desk
    }

    /// The exercise with this id, with what follows from its work.
    pub fn station(self, exercise: &str) -> Option<Station> {
        self.stations.iter().copied().find(|station| station.exercise.id == exercise)
    }

    /// All exercises in order.
    pub fn stations(self) -> &'static [Station] {
        self.stations
    }

    /// Puts another exercise into the sandbox; the drawing of the present one is kept.
    pub fn switch_to(self, exercise: &str) {
        if self.notebook.progress.with_untracked(|progress| progress.active == exercise) {
            return;
        }
        let mut progress = self.snapshot();
        progress.active = exercise.to_string();
        self.notebook.progress.set(progress);
        self.put_on_bench();
    }

    /// Locks a prediction in and lets the system run.
    pub fn lock_in(self, station: Station, guess: f64) {
        self.switch_to(station.exercise.id);
        self.change(station, |work| {
            work.guess.get_or_insert(guess);
        });
        self.seal();
        self.bench.play();
    }

    /// Lets the exercise's system run for so many more years, as fast as the machine can.
    pub fn run_years(self, station: Station, years: u64) {
        self.switch_to(station.exercise.id);
        self.bench.run_years(years);
    }

    /// Shows one more hint.
    pub fn next_hint(self, station: Station) {
        self.change(station, |work| work.hints = (work.hints + 1).min(station.exercise.hints.len()));
    }

    /// Shows the reference solution: its words, and its drawing in the place of the learner's, as one step that undo
    /// takes back.
    pub fn show_solution(self, station: Station) {
        self.switch_to(station.exercise.id);
        let reference = topology_of(station.exercise.reference.topology);
        let own = self.bench.document_now();
        let is_drawn = !wording::same_system(&reference, &station.start.topology);
        self.change(station, |work| {
            work.solution = true;
            if is_drawn && work.own.is_none() {
                work.own = Some(format::write_compact(&own));
            }
        });
        if is_drawn {
            self.bench.dispatch(Action::Load(Arc::new(reference)));
        }
    }

    /// Puts the learner's own drawing back in the place of the reference.
    pub fn bring_own_back(self, station: Station) {
        self.switch_to(station.exercise.id);
        let own = station.work.get_untracked().own.and_then(|text| format::read(&text).topology);
        self.change(station, |work| work.own = None);
        if let Some(own) = own {
            self.bench.dispatch(Action::Load(Arc::new(own)));
        }
    }

    /// Takes away everything done in an exercise; until the page is left it can be brought back.
    pub fn start_over(self, station: Station) {
        let before = self.snapshot().work(station.exercise.id);
        station.aside.set(Some(before));
        self.put_work(station, Work::default());
    }

    /// Whether something was taken away that can be brought back.
    pub fn can_bring_back(self, station: Station) -> bool {
        station.aside.with(|aside| aside.as_ref().is_some_and(|work| *work != Work::default()))
    }

    /// Brings back what starting over took away.
    pub fn bring_back(self, station: Station) {
        if let Some(work) = station.aside.try_update(Option::take).flatten() {
            self.put_work(station, work);
        }
    }

    /// The progress, for questions beside the exercises.
    pub fn progress(self) -> RwSignal<Progress> {
        self.notebook.progress
    }

    /// Whether what is in the sandbox is still the start of its exercise, places aside.
    pub fn is_unchanged(self, station: Station) -> bool {
        self.bench.signals.document.with(|document| wording::same_system(document, &station.start.topology))
    }

    /// Whether the reference, put there on request, is what is in the sandbox.
    pub fn is_reference(self, station: Station) -> bool {
        let asked = station.work.with(|work| work.own.is_some());
        let reference = || topology_of(station.exercise.reference.topology);
        asked
            && station.active.get()
            && self.bench.signals.document.with(|document| wording::same_system(document, &reference()))
    }

    fn put_work(self, station: Station, work: Work) {
        let id = station.exercise.id;
        let mut progress = self.snapshot();
        progress.active = id.to_string();
        *progress.work_mut(id) = work;
        self.notebook.progress.set(progress);
        self.put_on_bench();
    }

    fn change(self, station: Station, f: impl FnOnce(&mut Work)) {
        self.notebook.progress.update(|progress| f(progress.work_mut(station.exercise.id)));
    }

    fn active(self) -> Option<Station> {
        self.station(&self.notebook.progress.with_untracked(|progress| progress.active.clone()))
    }

    /// Opens the active exercise in the sandbox: the learner's drawing, or the start.
    fn put_on_bench(self) {
        let Some(station) = self.active() else { return };
        let saved = self.notebook.progress.with_untracked(|progress| progress.work(station.exercise.id).document);
        let read = saved.map(|text| format::read(&text));
        let findings = read.as_ref().map(|read| read.diagnostics.clone()).unwrap_or_default();
        let was_saved = read.is_some();
        let drawing = read.and_then(|read| read.topology);
        if was_saved && drawing.is_none() {
            self.bench
                .tell_findings("Your saved drawing of this exercise could not be read, so it begins anew.", &findings);
        }
        self.bench.pause();
        let opened = self.bench.open(drawing.unwrap_or_else(|| station.start.topology.clone()));
        if let Err(findings) = opened {
            self.bench.tell_findings("Your saved drawing of this exercise has errors, so it begins anew.", &findings);
            let _ = self.bench.open(station.start.topology.clone());
        }
        self.seal();
    }

    /// While a prediction is asked for and not locked in, the sandbox keeps the answer from view.
    fn seal(self) {
        let Some(station) = self.active() else { return };
        let work = self.notebook.progress.with_untracked(|progress| progress.work(station.exercise.id));
        let sealed = station.exercise.prediction.is_some() && work.guess.is_none();
        self.bench.signals.sealed.set(sealed);
    }

    /// The progress with the drawing that is in the sandbox.
    fn snapshot(self) -> Progress {
        let mut progress = self.notebook.progress.get_untracked();
        if let Some(station) = self.station(&progress.active) {
            let document = self.bench.document_now();
            let is_start = *document == station.start.topology;
            let text = (!is_start).then(|| format::write_compact(&document));
            if text.is_some() || progress.exercises.contains_key(station.exercise.id) {
                progress.work_mut(station.exercise.id).document = text;
            }
        }
        progress
    }

    /// Stores what changes, follows other tabs, and notes what is reached.
    fn keep(self) {
        let tell = move |sentence: &str| self.bench.tell(Severity::Warning, sentence);
        whenever(move || {
            self.notebook.progress.track();
            self.bench.signals.document.track();
            self.notebook.save_soon(move || self.snapshot(), tell);
        });
        page::on_leaving(move || self.notebook.save(&self.snapshot(), tell));
        self.notebook.follow_other_tabs(move || {
            let is_same_drawing = self.notebook.progress.with_untracked(|theirs| *theirs == self.snapshot());
            if is_same_drawing { self.seal() } else { self.put_on_bench() }
        });
        for station in self.stations.iter().copied() {
            // What was reached is an event and no state: a run that has ended, or a drawing changed since, does not
            // take it back. So it is noted when it happens instead of being derived.
            whenever(move || self.note(station));
        }
    }

    fn note(self, station: Station) {
        let results = station.results.get();
        let counts = !self.is_reference(station);
        let goals = station.exercise.goals.iter().zip(&results);
        let ran = goals.filter(|(goal, result)| is_about_a_run(goal.test) && result.met).map(|(goal, _)| goal.id);
        let ran: Vec<&str> = ran.collect();
        let solved = counts && !results.is_empty() && results.iter().all(|result| result.met);
        let news =
            station.work.with(|work| solved && !work.solved || ran.iter().any(|goal| !work.reached.contains(*goal)));
        if news && station.active.get() {
            self.change(station, |work| {
                work.solved |= solved;
                work.reached.extend(ran.iter().map(|goal| goal.to_string()));
            });
        }
    }
}

fn is_about_a_run(test: Test) -> bool {
    matches!(test, Test::RunForYears(_))
}

fn station(exercise: &'static Exercise, progress: RwSignal<Progress>, bench: Bench) -> Station {
    let start = Start::new(exercise.start_topology()).expect("the starts of the catalogue are checked by its tests");
    let start: &'static Start = Box::leak(Box::new(start));
    let work = Memo::new(move |_| progress.with(|progress| progress.work(exercise.id)));
    let active = Memo::new(move |_| progress.with(|progress| progress.active == exercise.id));
    let results = Memo::new(move |_| {
        let work = work.get();
        if active.get() { live(exercise, start, &work, bench) } else { resting(exercise, start, &work) }
    });
    Station { exercise, start, work, active, results, aside: RwSignal::new(None) }
}

/// How the goals stand with what is in the sandbox.
fn live(exercise: &Exercise, start: &Start, work: &Work, bench: Bench) -> Vec<GoalResult> {
    let years_run = bench.signals.now.get().hours() / 8760.0;
    let document = bench.signals.document.get();
    bench.signals.predicted.with(|predicted| {
        let answer = predicted.answer().map(|answer| &**answer);
        evaluate(exercise, start, work, &document, answer, years_run)
    })
}

/// How the goals stand with what is kept of an exercise that is not in the sandbox.
fn resting(exercise: &Exercise, start: &Start, work: &Work) -> Vec<GoalResult> {
    let kept = work.document.as_deref().and_then(|text| format::read(text).topology);
    match kept {
        None => evaluate(exercise, start, work, &start.topology, Some(&start.answer), 0.0),
        Some(document) => {
            let answer = analyze(&document, &AnalyzeOptions::standard()).ok();
            evaluate(exercise, start, work, &document, answer.as_ref(), 0.0)
        }
    }
}

fn evaluate(
    exercise: &Exercise,
    start: &Start,
    work: &Work,
    topology: &Topology,
    answer: Option<&Analysis>,
    years_run: f64,
) -> Vec<GoalResult> {
    let now = Situation { topology, answer, prediction: work.guess, years_run, ..start.situation() };
    let result = |goal: &nines_lessons::Goal| {
        let result = goal::evaluate(goal, &now);
        if !result.met && work.reached.contains(goal.id) {
            return GoalResult { met: true, says: "An earlier run was long enough.".to_string() };
        }
        result
    };
    exercise.goals.iter().map(result).collect()
}
