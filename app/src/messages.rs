//! What the page and its web worker say to each other, as texts: a line of words, and what it is about below. Documents and
//! answers are JSON and stay as they are; put into JSON once more they would be twice as long. Pure.

use nines_engine::availability::{Analysis, CutSet, Importance, Method};
use nines_engine::diag::{Diagnostic, codes};
use serde::Deserialize;

/// From the page to the worker, which does one thing and ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What to do.
    pub work: Work,
    /// The document's text.
    pub document: String,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// The exact answers.
    Analyze,
    /// Measure so many years of a seed.
    Study {
        /// How many.
        years: u64,
        /// Which history.
        seed: u64,
    },
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// So many years are done.
    Progress(u64),
    /// Done: the answers as `nines … --json` prints them.
    Done(String),
}

impl Request {
    /// As text.
    pub fn text(&self) -> String {
        let Request { work, document } = self;
        match work {
            Work::Analyze => format!("analyze\n{document}"),
            Work::Study { years, seed } => format!("study {years} {seed}\n{document}"),
        }
    }

    /// From text.
    pub fn read(text: &str) -> Option<Request> {
        let (words, document) = text.split_once('\n')?;
        let mut words = words.split(' ');
        let work = match words.next()? {
            "analyze" => Work::Analyze,
            "study" => Work::Study { years: words.next()?.parse().ok()?, seed: words.next()?.parse().ok()? },
            _ => return None,
        };
        Some(Request { work, document: document.to_string() })
    }
}

impl Answer {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Answer::Progress(years) => format!("progress {years}\n"),
            Answer::Done(json) => format!("done\n{json}"),
        }
    }

    /// From text.
    pub fn read(text: &str) -> Option<Answer> {
        let (words, json) = text.split_once('\n')?;
        match words.split_once(' ') {
            Some(("progress", years)) => years.parse().ok().map(Answer::Progress),
            None if words == "done" => Some(Answer::Done(json.to_string())),
            _ => None,
        }
    }
}

/// What the page shows of a study.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct StudySummary {
    /// The share of time the clients were up.
    pub availability: f64,
    /// The rest.
    pub unavailability: f64,
    /// A 95 % interval for the availability.
    pub availability_ci95: Option<(f64, f64)>,
    /// Outages a year.
    pub outages_per_year: f64,
    /// Years measured.
    pub years: u64,
}

impl StudySummary {
    /// Reads what the worker measured; `None` when it answered with findings instead.
    pub fn read(json: &str) -> Option<StudySummary> {
        serde_json::from_str(json).ok()
    }
}

/// What `nines analyze --json` prints, as far as the page needs it.
#[derive(Deserialize)]
pub struct AnalysisText {
    availability: f64,
    unavailability: f64,
    nines: Option<f64>,
    downtime_minutes_per_year: f64,
    outages_per_year: Option<f64>,
    mean_outage_minutes: Option<f64>,
    served_fraction: Option<f64>,
    degraded_minutes_per_year: Option<f64>,
    unavailability_bounds: Option<(f64, f64)>,
    method: String,
    single_points_of_failure: Vec<String>,
    cut_sets_count: Option<f64>,
    cut_sets: Vec<CutText>,
    importance: Vec<ImportanceText>,
    cost: f64,
    diagnostics: Vec<FindingText>,
}

#[derive(Deserialize)]
struct CutText {
    members: Vec<String>,
    probability: f64,
}

#[derive(Deserialize)]
struct FindingText {
    code: String,
    path: String,
    subject: String,
    message: String,
    hint: String,
}

impl FindingText {
    /// A finding about the answer, not about the document.
    fn about_the_answer(self) -> Option<Diagnostic> {
        let finding = match &self.code[..] {
            codes::TOO_ENTANGLED => Diagnostic::warning(codes::TOO_ENTANGLED, self.message),
            codes::APPROXIMATED => Diagnostic::warning(codes::APPROXIMATED, self.message),
            codes::LEFT_OUT => Diagnostic::note(codes::LEFT_OUT, self.message),
            _ => return None,
        };
        Some(finding.at(self.path, self.subject).hint(self.hint))
    }
}

#[derive(Deserialize)]
struct ImportanceText {
    id: String,
    birnbaum: f64,
    criticality: f64,
    fussell_vesely: Option<f64>,
    raw: f64,
    rrw: Option<f64>,
}

impl AnalysisText {
    /// Reads it; `None` when the worker answered with findings instead.
    pub fn read(json: &str) -> Option<AnalysisText> {
        serde_json::from_str(json).ok()
    }

    /// The answer, with the findings about its document.
    pub fn into_analysis(self, mut diagnostics: Vec<Diagnostic>) -> Analysis {
        diagnostics.extend(self.diagnostics.into_iter().filter_map(FindingText::about_the_answer));
        let importance = |i: ImportanceText| Importance {
            id: i.id,
            birnbaum: i.birnbaum,
            criticality: i.criticality,
            fussell_vesely: i.fussell_vesely,
            raw: i.raw,
            rrw: i.rrw.unwrap_or(f64::INFINITY),
        };
        Analysis {
            availability: self.availability,
            unavailability: self.unavailability,
            nines: self.nines.unwrap_or(f64::INFINITY),
            downtime_minutes_per_year: self.downtime_minutes_per_year,
            outages_per_year: self.outages_per_year,
            mean_outage_minutes: self.mean_outage_minutes,
            served_fraction: self.served_fraction,
            degraded_minutes_per_year: self.degraded_minutes_per_year,
            unavailability_bounds: self.unavailability_bounds,
            method: if self.method == "exact" { Method::Exact } else { Method::Approximate },
            single_points_of_failure: self.single_points_of_failure,
            cut_sets: self
                .cut_sets
                .into_iter()
                .map(|c| CutSet { members: c.members, probability: c.probability })
                .collect(),
            cut_sets_count: self.cut_sets_count,
            importance: self.importance.into_iter().map(importance).collect(),
            cost: self.cost,
            diagnostics,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_arrives() {
        for work in [Work::Analyze, Work::Study { years: 1000, seed: u64::MAX }] {
            let request = Request { work, document: "{\n  \"format\": \"nines-topology\"\n}".into() };
            assert_eq!(Request::read(&request.text()), Some(request));
        }
        for answer in [Answer::Progress(20), Answer::Done("{\n}".into())] {
            assert_eq!(Answer::read(&answer.text()), Some(answer));
        }
        assert_eq!(["", "study 1\n{}", "fly\n{}"].map(Request::read), [const { None }; 3]);
        assert_eq!(["", "progress many\n", "done 1\n{}"].map(Answer::read), [const { None }; 3]);
    }

    #[test]
    fn a_study_reads_what_the_engine_writes() {
        let text = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["a"] },
            "components": [ { "id": "a", "mttf": "100h", "mttr": "1h" } ] }"#;
        let topology = nines_engine::format::read(text).topology.unwrap();
        let mut study = nines_engine::sim::Study::new(&topology, 1).unwrap();
        study.run(20);
        let measurement = study.measurement();
        let json = nines_engine::format::answers::measurement_json(&measurement);
        let summary: StudySummary = serde_json::from_str(&json).unwrap();
        assert_eq!(summary.availability, measurement.availability);
        assert_eq!(summary.availability_ci95, measurement.availability_ci95);
        assert_eq!(summary.years, 20);
    }
}
