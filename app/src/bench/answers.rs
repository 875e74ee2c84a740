//! The exact side: analysed at once where the document is small, in the worker where it may take long. A study of many
//! years is the worker's too.

use std::sync::Arc;

use nines_engine::availability::{Analysis, AnalyzeOptions, analyze, analyze_quickly};
use nines_engine::diag::{Diagnostic, codes};
use nines_engine::format;
use nines_engine::ids::Id;
use nines_engine::order::Map;
use nines_engine::topology::{Topology, validate};

use super::show::put;
use super::{Bench, Severity, StudyState};
use crate::live::prelude::*;
use crate::messages::{AnalysisText, StudySummary, Work};
use crate::platform::timers;
use crate::platform::worker::{self, Report};

/// The exact answer, as far as it is there.
#[derive(Clone, Debug)]
pub enum Predicted {
    /// It is being computed.
    Working,
    /// Here it is.
    Answer(Arc<Analysis>),
    /// There is none, and this is why.
    Errors(Arc<Vec<Diagnostic>>),
}

impl Predicted {
    /// The answer, if it is there.
    pub fn answer(&self) -> Option<&Arc<Analysis>> {
        match self {
            Predicted::Answer(analysis) => Some(analysis),
            _ => None,
        }
    }
}

/// Documents with more components than this are analysed in the worker.
const AT_ONCE_MAX: usize = 150;

/// As much work as fits into a frame or two; what needs more goes to the worker.
fn at_once() -> AnalyzeOptions {
    AnalyzeOptions { nodes_max: 30_000, ..AnalyzeOptions::standard() }
}

/// So much the chains of pools may take of it.
const CHAINS_MAX: u64 = 15_000_000;

impl Bench {
    /// Computes the exact answer of the present document; an answer still on its way to an older one is called off.
    pub fn analyse(self) {
        let document = self.document_now();
        self.inner.update_value(|inner| {
            inner.analysing = None;
            inner.asking = None;
            inner.studying = None;
        });
        put(self.signals.study, StudyState::None);
        let at_once =
            (document.components.len() <= AT_ONCE_MAX).then(|| analyze_quickly(&document, &at_once(), CHAINS_MAX));
        match at_once {
            Some(Ok(analysis)) => self.show_answer(Predicted::Answer(Arc::new(analysis))),
            Some(Err(findings)) if findings.iter().all(|finding| finding.code != codes::TOO_ENTANGLED) => {
                self.show_answer(Predicted::Errors(Arc::new(findings)));
            }
            _ => self.analyse_in_worker(),
        }
    }

    /// Asks the worker once the person has stopped typing.
    fn analyse_in_worker(self) {
        const AFTER_MS: u32 = 150;
        self.signals.predicted.set(Predicted::Working);
        let later = timers::after(AFTER_MS, move || {
            let Some(document) = self.inner.try_with_value(|inner| inner.session.document().clone()) else { return };
            let text = format::write_compact(&document);
            let job = worker::ask(text, Work::Analyze, move |report| match report {
                Report::Done(json) => self.show_answer(read_answer(&json, &document)),
                // Most systems of this size are simple enough to be answered here, only a little late.
                Report::Died(sentence) => match analyze(&document, &at_once()) {
                    Ok(analysis) => self.show_answer(Predicted::Answer(Arc::new(analysis))),
                    Err(_) => {
                        self.show_answer(Predicted::Errors(Arc::new(vec![no_answer(sentence)])));
                        self.tell(Severity::Error, sentence);
                    }
                },
                Report::Progress(_) => {}
            });
            self.inner.update_value(|inner| inner.analysing = Some(job));
        });
        self.inner.update_value(|inner| inner.asking = Some(later));
    }

    /// Measures so many independent years in the worker.
    pub fn measure_in_worker(self, years: u64) {
        let seed = self.signals.seed.get_untracked();
        put(self.signals.study, StudyState::Running { done: 0, of: years });
        let text = format::write_compact(&self.document_now());
        let job = worker::ask(text, Work::Study { years, seed }, move |report| match report {
            Report::Progress(done) => put(self.signals.study, StudyState::Running { done, of: years }),
            Report::Done(json) => match StudySummary::read(&json) {
                Some(summary) => put(self.signals.study, StudyState::Done(summary)),
                None => put(self.signals.study, StudyState::None),
            },
            Report::Died(sentence) => {
                put(self.signals.study, StudyState::None);
                self.tell(Severity::Error, sentence);
            }
        });
        self.inner.update_value(|inner| inner.studying = Some(job));
    }

    /// Calls a study off.
    pub fn cancel_study(self) {
        self.inner.update_value(|inner| inner.studying = None);
        put(self.signals.study, StudyState::None);
    }

    fn show_answer(self, answer: Predicted) {
        let shares = answer.answer().map(|analysis| shares(analysis)).unwrap_or_default();
        self.signals.predicted.set(answer);
        // Written outside of the borrow: what follows a share may ask the bench again.
        let signals: Vec<_> = self.inner.with_value(|inner| {
            inner.parts.shares.iter().map(|(id, signal)| (signal, shares.get(id).copied())).collect()
        });
        for (signal, share) in signals {
            if signal.get_untracked() != share {
                signal.set(share);
            }
        }
    }

    /// The share of one part in the present answer, for a view that has just been made.
    pub fn share_now(self, id: &Id) -> Option<f64> {
        self.signals.predicted.with_untracked(|p| p.answer().and_then(|analysis| shares(analysis).get(id).copied()))
    }
}

/// The share of the downtime each part stands for; a pool for its common cause.
fn shares(analysis: &Analysis) -> Map<Id, f64> {
    let mut shares = Map::new();
    for importance in &analysis.importance {
        let name = importance.id.strip_suffix("/common-cause").unwrap_or(&importance.id);
        if let Ok(id) = Id::new(name) {
            *shares.entry(id).or_insert(0.0) += importance.criticality;
        }
    }
    shares
}

fn read_answer(json: &str, document: &Topology) -> Predicted {
    match AnalysisText::read(json) {
        Some(text) => {
            // Findings about the document, which is here, need not travel; those about the answer do.
            Predicted::Answer(Arc::new(text.into_analysis(validate(document))))
        }
        // A document the editor let through has no errors, so this is the one reason left.
        None => {
            let finding = no_answer("This system is too large or too entangled for an exact answer");
            Predicted::Errors(Arc::new(vec![
                finding.hint("read the measured one, or take apart what many pools share"),
            ]))
        }
    }
}

fn no_answer(sentence: &str) -> Diagnostic {
    Diagnostic::error(codes::TOO_ENTANGLED, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_from_the_worker_is_the_answer() {
        let text = r#"{ "format": "nines-topology", "version": 1, "clients": { "needs": ["a", "p"] },
            "components": [ { "id": "a", "mttf": "100h", "mttr": "1h", "cost": 2 }, { "id": "b" },
                { "id": "c", "mttf": "90h", "repair": "fixed" }, { "id": "d", "mttf": "90h" } ],
            "pools": [ { "id": "p", "members": ["c", "d"], "standby": { "switch": "1m" } } ] }"#;
        let topology = format::read(text).topology.unwrap();
        let analysis = analyze(&topology, &AnalyzeOptions::standard()).unwrap();
        let read = read_answer(&format::answers::analysis_json(&analysis), &topology);
        let read = read.answer().unwrap();
        assert!(analysis.diagnostics.iter().any(|finding| finding.code == codes::APPROXIMATED));
        assert_eq!(&read.diagnostics, &analysis.diagnostics);
        assert_eq!(
            (read.unavailability, &read.cut_sets, &read.importance),
            (analysis.unavailability, &analysis.cut_sets, &analysis.importance)
        );
        let findings = format::answers::diagnostics_json(&[]);
        assert!(matches!(read_answer(&findings, &topology), Predicted::Errors(_)));
    }
}
